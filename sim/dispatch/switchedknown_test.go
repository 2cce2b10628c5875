package dispatch

import (
	"slices"
	"strings"
	"testing"
)

// underOne is a problem of one budget around everything.
func underOne(residual float64, items SwitchedItems, units ...SwitchedUnit) *switchedInstance {
	items.Leaf = [][]int32{make([]int32, len(items.Margin))}
	for u := range units {
		units[u].Leaf = [][]int32{make([]int32, len(units[u].Value))}
		if units[u].Energy == nil {
			units[u].Energy = slices.Repeat([]float64{1}, len(units[u].Value))
		}
	}
	return &switchedInstance{[]*Tree{{[]int32{-1}, []float64{residual}}}, items, units}
}

// TestSwitchedByHand: problems small enough for a pencil.
func TestSwitchedByHand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		in       *switchedInstance
		blocks   [][]int
		fraction []float64
		value    float64
	}{
		{
			// Hours 0 and 1 earn 9 for one start, 6 in all. Hours 0 and 3, the best two, earn 11 for two starts, 5 in
			// all.
			"the best hours are not the best schedule",
			underOne(2, SwitchedItems{}, SwitchedUnit{Cycle: Cycle{Start: 3, Blocks: 1}, Value: []float64{5, 4, -1, 6}}),
			[][]int{{1, 1, 0, 0}},
			nil, 6,
		},
		{
			// Three hours do not fit, and a unit that starts before hour 2 must run three: it waits for the last two.
			"a start must fit as a whole",
			underOne(2, SwitchedItems{}, SwitchedUnit{Cycle: Cycle{Up: 3, Blocks: 1}, Value: []float64{9, 9, 1, 1}}),
			[][]int{{0, 0, 1, 1}},
			nil, 2,
		},
		{
			// Hour 0 is owed and fits, though the item would earn more; hour 1 is owed and does not fit: the unit
			// stops, and stays off in hour 2 too.
			"what is owed comes first, as long as there is room",
			underOne(1, SwitchedItems{Margin: []float64{10}, Energy: []float64{1}}, SwitchedUnit{
				Cycle: Cycle{Up: 3, Down: 2, Blocks: 1}, From: CycleState{1, 2}, Value: []float64{-1, -2, 5},
			}),
			[][]int{{1, 0, 0}},
			[]float64{0},
			-1,
		},
		{
			// Two blocks leave 0.5 MWh: 10 - 3 + 0.5·4 = 9. One leaves 1.5: 5 - 1.5 + 1.5·4 = 9.5. None: 2·4 = 8.
			"one block beside an item",
			underOne(2.5, SwitchedItems{Margin: []float64{4}, Energy: []float64{2}}, SwitchedUnit{
				Cycle: Cycle{Start: 3, Blocks: 2}, Value: []float64{10}, Energy: []float64{2},
			}),
			[][]int{{1}},
			[]float64{0.75},
			9.5,
		},
		{
			// Each unit would fill the budget. Per MWh the first earns more (4 against 3.5), but leaves 1 MWh that
			// none can use.
			"the better unit does not fill the budget",
			underOne(4, SwitchedItems{},
				SwitchedUnit{Cycle: Cycle{Blocks: 1}, Value: []float64{12}, Energy: []float64{3}},
				SwitchedUnit{Cycle: Cycle{Blocks: 1}, Value: []float64{14}, Energy: []float64{4}}),
			[][]int{{0}, {1}},
			nil, 14,
		},
		{
			// From three blocks the unit falls by one an hour, at a loss: 2, 1, 0. The budget has room for the two,
			// not for the one after: it falls to nothing at once.
			"a ramp ends where the budget does",
			underOne(2, SwitchedItems{Margin: []float64{1}, Energy: []float64{1}}, SwitchedUnit{
				Cycle: Cycle{Blocks: 3, RampDown: 1}, From: CycleState{3, 0}, Value: []float64{-3, -3, 6}, Energy: []float64{3, 3, 0},
			}),
			[][]int{{2, 0, 3}},
			[]float64{0},
			4,
		},
	} {
		var p SwitchedPlan
		c.in.solve(t, new(SwitchSpace), &p)
		for u, want := range c.blocks {
			if got := p.Units[u].Blocks; !slices.Equal(got, want) {
				t.Errorf("%s: unit %d runs %v, want %v", c.name, u, got, want)
			}
		}
		for j, want := range c.fraction {
			if got := p.Fraction[j]; !near(got, want, 1e-12, 1) {
				t.Errorf("%s: item %d runs by %v, want %v", c.name, j, got, want)
			}
		}
		if !near(p.Value, c.value, 1e-12, 1) || !p.Exact || p.Gap() != 0 || p.Rung != Switched {
			t.Errorf("%s: %v USD of at most %v by %v, want %v", c.name, p.Value, p.Bound, p.Rung, c.value)
		}
	}
}

// TestSwitchedAcrossBudgets: a unit that owes hours beyond the end of one budget needs room there for those inside it
// alone, and a budget of every other hour does not count the hours between.
func TestSwitchedAcrossBudgets(t *testing.T) {
	t.Parallel()
	in := underOne(2, SwitchedItems{}, SwitchedUnit{Cycle: Cycle{Up: 4, Blocks: 1}, Value: []float64{-9, 1, 1, 1, 1, -9}})
	in.trees[0] = &Tree{[]int32{-1, -1}, []float64{2, 2}}
	in.units[0].Leaf[0] = []int32{0, 0, 0, 1, 1, 1}
	var p SwitchedPlan
	in.solve(t, new(SwitchSpace), &p)
	if want := []int{0, 1, 1, 1, 1, 0}; !slices.Equal(p.Units[0].Blocks, want) || p.Value != 4 {
		t.Errorf("across two months it runs %v, want %v", p.Units[0].Blocks, want)
	}
	in = underOne(2, SwitchedItems{Margin: []float64{0.1}, Energy: []float64{1}},
		SwitchedUnit{Cycle: Cycle{Up: 3, Blocks: 1}, Value: []float64{1, 1, 1, -9, -9, -9}, Energy: []float64{1, 1, 1, 0, 0, 0}})
	in.units[0].Leaf[0] = []int32{0, -1, 0, -1, 0, 0}
	in.solve(t, new(SwitchSpace), &p)
	if want := []int{1, 1, 1, 0, 0, 0}; !slices.Equal(p.Units[0].Blocks, want) || p.Value != 3 {
		t.Errorf("in every other hour of a budget it runs %v, want %v", p.Units[0].Blocks, want)
	}
}

// TestSwitchedWithoutShortage: where no budget is short every unit and item decides for itself, and where there are
// no units the ladder does.
func TestSwitchedWithoutShortage(t *testing.T) {
	t.Parallel()
	in := underOne(3, SwitchedItems{Margin: []float64{1, -1}, Energy: []float64{1, 1}},
		SwitchedUnit{Cycle: Cycle{Start: 3, Blocks: 1}, Value: []float64{5, 4, -9}})
	p := SwitchedPlan{Rung: Switched, Prices: []Prices{{Lambda: []float64{7}, Sum: []float64{7}, Binding: []int32{0}, Used: []float64{1}}}}
	in.solve(t, new(SwitchSpace), &p)
	if p.Value != 7 || p.Rung != Threshold || !p.Exact || p.Prices[0].Lambda[0] != 0 || p.Prices[0].Used[0] != 3 {
		t.Errorf("nothing is short: %+v, want 7 USD, no multiplier, and 3 MWh used", p)
	}
	in = underOne(3, SwitchedItems{Margin: []float64{3, 2}, Energy: []float64{2, 2}})
	in.solve(t, new(SwitchSpace), &p)
	if p.Value != 8 || !p.Exact || p.Fraction[1] != 0.5 || !near(p.Prices[0].Lambda[0], 2, 1e-6, 1) {
		t.Errorf("items alone: %+v, want 8 USD at a multiplier of 2", p)
	}
}

// TestSwitchedMisused: a problem that is none is the caller's mistake, and the panic says which number is wrong.
func TestSwitchedMisused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wrong func(in *switchedInstance)
		want  string
	}{
		{func(in *switchedInstance) { in.units[0].Energy = in.units[0].Energy[1:] }, "1 energies"},
		{func(in *switchedInstance) { in.units[0].Shared = make([]bool, 1) }, "2 values and says of 1 hours whether they are shared"},
		{func(in *switchedInstance) { in.units[0].Energy[1] = -1 }, "unit 0 has -1 MWh in hour 1"},
		{func(in *switchedInstance) { in.units[0].Leaf[0][1] = 4 }, "1 has the leaf 4 in family 0"},
		{func(in *switchedInstance) { in.units[0].Leaf[0] = nil }, "0 leaves in family 0, want 2"},
		{func(in *switchedInstance) { in.units[0].Leaf = nil }, "leaves in 0 families of 1"},
		{func(in *switchedInstance) { in.units[0].Cycle.Blocks = 0 }, "a unit of 0 blocks"},
		{func(in *switchedInstance) { in.items.Leaf = nil }, "items have leaves in 0 families of 1"},
		{func(in *switchedInstance) { in.items.Leaf[0][0] = -2 }, "0 has the leaf -2 in family 0"},
		{func(in *switchedInstance) { in.items.Energy[0] = -1 }, "item 0 has -1 MWh"},
	} {
		in := underOne(1, SwitchedItems{Margin: []float64{1}, Energy: []float64{1}}, SwitchedUnit{Cycle: Cycle{Blocks: 1}, Value: []float64{1, 2}})
		c.wrong(in)
		got := func() (text string) {
			defer func() { text, _ = recover().(string) }()
			var p SwitchedPlan
			_ = new(SwitchSpace).Solve(in.trees, &in.items, in.units, &p)
			return ""
		}()
		if !strings.HasPrefix(got, "dispatch: ") || !strings.Contains(got, c.want) {
			t.Errorf("panic %q, want %q", got, c.want)
		}
	}
}
