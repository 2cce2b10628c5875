package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// share lets what is on of all units run in part, in some hours or all.
func (in *switchedInstance) share(rng *rand.Rand) {
	hours := 0
	for u := range in.units {
		hours = max(hours, len(in.units[u].Value))
	}
	shared := make([]bool, hours)
	all, from := rng.IntN(4) == 0, rng.IntN(hours)
	for t := range shared {
		shared[t] = all || rng.IntN(2) == 0 && t >= from || rng.IntN(5) == 0
	}
	for u := range in.units {
		in.units[u].Shared = shared[:len(in.units[u].Value)]
	}
}

// TestSwitchedSharedEqualsAllSchedules: where what is on may run in part, in some hours or in all, the plan is as
// good as the best of all schedules with the linear programme of parts and items beside each, and nobody earns less
// than where all of it has to run.
func TestSwitchedSharedEqualsAllSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 31))
	var w SwitchSpace
	more, parts, searched := 0, 0, 0
	for n := range instances() / 4 {
		in := randomSwitched(rng, 1+n%3)
		if n%2 == 0 { // else what is owed and has no room ends in the one plan, and goes on in the other
			for u := range in.units {
				in.units[u].From = CycleState{}
			}
		}
		var p, whole SwitchedPlan
		in.solve(t, &w, &whole)
		in.share(rng)
		c := in.solve(t, &w, &p)
		if want := in.exhaust(t); !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%+v\n%v", n, p.Value, p.Bound, want, p, in)
		}
		if n%2 == 0 && p.Value < whole.Value-1e-9*max(1, whole.Value) {
			t.Fatalf("instance %d: value %v, where all that is on runs %v\n%v", n, p.Value, whole.Value, in)
		}
		if p.Value > whole.Value+1e-6 {
			more++
		}
		if c.DualGap > 1e-6 {
			searched++
		}
		for u := range p.Share {
			if slices.ContainsFunc(p.Share[u], func(x float64) bool { return x > 0 && x < 1 }) {
				parts++
			}
		}
	}
	if n := instances() / 4; more < n/4 || parts < n/8 || searched < n/12 {
		t.Errorf("of %d instances %d earn more with parts, %d units run in part and %d are searched: that tests too little",
			n, more, parts, searched)
	}
}

// TestSwitchedSharedLax: where labels are dropped for what only seems better, as in large problems, the bound still
// holds for the best of all schedules.
func TestSwitchedSharedLax(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 33))
	var w SwitchSpace
	w.search.lax = true
	count, missed := 120, 0
	if testing.Short() {
		count = 40
	}
	for n := range count {
		in := randomSwitched(rng, 1+n%3)
		in.share(rng)
		var p SwitchedPlan
		in.solve(t, &w, &p)
		want := in.exhaust(t)
		if p.Bound < want-1e-9*max(1, math.Abs(want)) {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%+v\n%v", n, p.Value, p.Bound, want, p, in)
		}
		if !p.Exact {
			missed++
		}
	}
	if missed == 0 {
		t.Errorf("all of %d instances are solved for certain: that tests too little", count)
	}
}

// TestSwitchedSharedTiny: a shared hour of which a MWh earns more than a number can hold runs whole, and nothing is
// lost.
func TestSwitchedSharedTiny(t *testing.T) {
	t.Parallel()
	for _, e := range []float64{1e-300, 1e-307, 1e-310, 5e-324} {
		in := underOne(1, SwitchedItems{}, SwitchedUnit{
			Cycle: Cycle{Blocks: 1}, Value: []float64{5, 5, 5},
			Energy: []float64{e, 1, 1}, Shared: []bool{true, true, true},
		})
		var p SwitchedPlan
		if in.solve(t, new(SwitchSpace), &p); p.Value != 10 || p.Share[0][0] != 1 || !p.Exact {
			t.Errorf("with %v MWh: %v USD, share %v of the hour, want 10 and 1", e, p.Value, p.Share[0][0])
		}
	}
}

// TestSwitchedSharedGuide: what the guide says that the prices of the budget run is what they run, shared hours with
// what pays in them.
func TestSwitchedSharedGuide(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 34))
	w := SwitchSpace{Work: 200}
	groups, idle := 0, 0
	for n := range 60 {
		in := middleSwitched(rng, 1)
		in.share(rng)
		var p SwitchedPlan
		if in.solve(t, &w, &p); p.Rung != Switched || !w.search.ready(&w) {
			continue
		}
		d, g := &w.dual, &w.search.guide
		copy(d.lambda, d.policy)
		d.evaluate(&w)
		for a := range w.room {
			if slices.Contains(w.up, int32(a)) {
				continue // what groups inside run in the end is another matter
			}
			if got := g.rest[middle][a][0]; !near(got, d.use[a], 1e-9, 1) {
				t.Fatalf("instance %d: of group %d %v MWh run, %v by the guide\n%v", n, a, d.use[a], got, in)
			}
			groups++
		}
		for _, gate := range w.gates {
			d.reduce(&w, int(gate.unit))
			if h := int(gate.hour); d.plans[gate.unit].Blocks[h] > 0 && !(d.reduced[h] > 0) {
				idle++
			}
		}
	}
	if groups < 50 || idle < 50 {
		t.Errorf("%d groups, and %d shared hours that are on and do not pay: that tests too little", groups, idle)
	}
}

// TestSwitchedSharedBounds: where what is on may run in part, no plan found with less or more work is worth more than
// any of the bounds, nor the plan in which all of it runs, and the bounds are near.
func TestSwitchedSharedBounds(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 32))
	var w SwitchSpace
	near, count := 0, 0
	for n := range 900 { // in few of them, as in 848, it matters what gates are worth to a label that beats another
		in := middleSwitched(rng, 1+n%2)
		for u := range in.units {
			in.units[u].From = CycleState{}
		}
		together := &switchedInstance{in.trees, in.items, slices.Clone(in.units)}
		if in.share(rng); testing.Short() && n >= 60 && n != 848 {
			continue
		}
		count++
		var p SwitchedPlan
		w.Work = 20_000
		together.solve(t, &w, &p)
		whole := p.Value
		values, bounds := []float64{whole}, []float64{}
		for _, w.Work = range []int{5, 300, 20_000} {
			in.solve(t, &w, &p)
			values, bounds = append(values, p.Value), append(bounds, p.Bound)
		}
		most, least := slices.Max(values), slices.Min(bounds)
		if most > least+1e-9*max(1, math.Abs(most)) {
			t.Fatalf("instance %d: values %v, bounds %v\n%v", n, values, bounds, in)
		}
		if p.Value < whole-1e-9*max(1, whole) {
			t.Errorf("instance %d: value %v, where all that is on runs %v\n%v", n, p.Value, whole, in)
		}
		if p.Gap() < 1e-3 {
			near++
		}
	}
	if 4*near < 3*count {
		t.Errorf("of %d instances %d are within a thousandth of their bound", count, near)
	}
}

// TestSwitchedSharedByHand: problems small enough for a pencil.
func TestSwitchedSharedByHand(t *testing.T) {
	t.Parallel()
	all := []bool{true, true, true}
	for _, c := range []struct {
		name   string
		in     *switchedInstance
		blocks []int
		share  []float64
		value  float64
	}{
		{
			// Hour 1 is worth nothing: on without a part in it costs less than a second start.
			"on at a share of nothing",
			underOne(9, SwitchedItems{}, SwitchedUnit{
				Cycle: Cycle{Start: 3, Blocks: 1}, Value: []float64{5, -4, 6},
				Energy: []float64{5, 5, 5}, Shared: all,
			}),
			[]int{1, 1, 1},
			[]float64{4.0 / 5, 0, 1},
			// Per MWh hour 2 earns 1.2 and hour 0 earns 1: 6 + 4, less the start.
			6 + 4 - 3,
		},
		{
			// Both blocks would earn 10 with all the budget, of which the item earns 4.5 a MWh: one block leaves half
			// of it.
			"no more blocks are started than run",
			underOne(2, SwitchedItems{Margin: []float64{4.5}, Energy: []float64{1}},
				SwitchedUnit{
					Cycle: Cycle{Start: 4, Blocks: 2}, Value: []float64{10, -1, -1},
					Energy: []float64{2, 1, 1}, Shared: []bool{true, false, false},
				}),
			[]int{1, 0, 0},
			[]float64{1, 1, 1},
			5 - 2 + 4.5,
		},
		{
			// Its minimum time keeps it on for three hours, which use 4 MWh of 3 if all of it runs in all of them.
			"a minimum time that no budget could carry",
			underOne(3, SwitchedItems{}, SwitchedUnit{
				Cycle: Cycle{Up: 3, Blocks: 1}, Value: []float64{7, 2, 3},
				Energy: []float64{1, 1, 2}, Shared: all,
			}),
			[]int{1, 1, 1},
			[]float64{1, 1, 0.5},
			7 + 2 + 1.5,
		},
		{
			// Whether it runs in hour 0, where all of it must, decides whether it is on in hour 1.
			"whole in one hour and in part in the next",
			underOne(2.5, SwitchedItems{}, SwitchedUnit{
				Cycle: Cycle{Start: 1, Blocks: 1}, Value: []float64{1, 6, 1},
				Energy: []float64{2, 2, 0}, Shared: []bool{false, true, true},
			}),
			[]int{0, 1, 1},
			[]float64{1, 1, 1},
			6 + 1 - 1,
		},
	} {
		var p SwitchedPlan
		c.in.solve(t, new(SwitchSpace), &p)
		if !slices.Equal(p.Units[0].Blocks, c.blocks) {
			t.Errorf("%s: runs %v, want %v", c.name, p.Units[0].Blocks, c.blocks)
		}
		for h, want := range c.share {
			if got := p.Share[0][h]; c.blocks[h] > 0 && !near(got, want, 1e-12, 1) {
				t.Errorf("%s: share %v in hour %d, want %v", c.name, got, h, want)
			}
		}
		if !near(p.Value, c.value, 1e-12, 1) || !p.Exact {
			t.Errorf("%s: %v USD of at most %v, want %v", c.name, p.Value, p.Bound, c.value)
		}
	}
}

// TestSwitchedSharedRefused: a certificate fails where a share is none, or where all that is on had to run.
func TestSwitchedSharedRefused(t *testing.T) {
	t.Parallel()
	in := underOne(5, SwitchedItems{}, SwitchedUnit{
		Cycle: Cycle{Start: 1, Blocks: 1}, Value: []float64{10, 9, 4},
		Energy: []float64{2, 2, 2}, Shared: []bool{true, false, true},
	})
	for name, tamper := range map[string]func(p *SwitchedPlan){
		"nothing":                          func(*SwitchedPlan) {},
		"a share that uses more":           func(p *SwitchedPlan) { p.Share[0][2] = 1 },
		"a share that uses less":           func(p *SwitchedPlan) { p.Share[0][2] = 0 },
		"a share beyond all":               func(p *SwitchedPlan) { p.Share[0][0] = 1.5 },
		"a share below nothing":            func(p *SwitchedPlan) { p.Share[0][2] = -0.5 },
		"a share that is no number":        func(p *SwitchedPlan) { p.Share[0][0] = math.NaN() },
		"a share where all of it must run": func(p *SwitchedPlan) { p.Share[0][1], p.Value = 0.5, p.Value-4.5 },
		"no shares":                        func(p *SwitchedPlan) { p.Share = nil },
		"shares of too few hours":          func(p *SwitchedPlan) { p.Share[0] = p.Share[0][:2] },
	} {
		var p SwitchedPlan
		in.solve(t, new(SwitchSpace), &p)
		if p.Share[0][2] != 0.5 || p.Value != 10+9+2-1 {
			t.Fatalf("the plan is another one: %+v", p)
		}
		tamper(&p)
		if err := CertifySwitched(in.trees, &in.items, in.units, &p).Err(); (err == nil) != (name == "nothing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSwitchedSharedWindows: over months of daily budgets, in which the power of every third week is shared, the plan
// by windows and that of the later half keep their rules and budgets, and lie within half a percent of the bound.
func TestSwitchedSharedWindows(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]*switchedInstance{
		"a day in quarter": daysSwitched(2, 90, false).quarters(),
		"a day and items":  daysSwitched(3, 60, true),
	} {
		for u := range in.units {
			in.units[u].Shared = make([]bool, len(in.units[u].Value))
			for t := range in.units[u].Shared {
				in.units[u].Shared[t] = t/168%3 == 1
			}
		}
		var p SwitchedPlan
		in.solve(t, new(SwitchSpace), &p)
		if t.Logf("%s: gap %.4g", name, p.Gap()); p.Gap() > 0.005 {
			t.Errorf("%s: gap %.4g", name, p.Gap())
		}
	}
}

// TestSwitchedSharedHalves: the later half of a plan competes with what is on in the shared hours of the first, and a
// window leaves to the next what it does not use: of 2 MWh that are on a quarter in the shared hour, and all in the
// other.
func TestSwitchedSharedHalves(t *testing.T) {
	t.Parallel()
	in := underOne(5, SwitchedItems{Margin: []float64{1}, Energy: []float64{3}}, SwitchedUnit{
		Cycle: Cycle{Blocks: 2}, Value: []float64{8, 8, 8}, Energy: []float64{4, 4, 4}, Shared: []bool{true, false, true},
	})
	var w SwitchSpace
	w.begin(in.trees, &in.items, in.units)
	w.oblige()
	it := w.tail.beside(&w, [][]int{{1, 1}}, 2)
	if !slices.Equal(it.Margin, []float64{1, 2}) || !slices.Equal(it.Energy, []float64{3, 2}) {
		t.Errorf("the later half has items of %v USD/MWh and %v MWh", it.Margin, it.Energy)
	}
	l := &w.windows
	l.used, l.state, l.blocks = [][]float64{{0}}, []CycleState{{}}, [][]int{nil}
	l.plan = SwitchedPlan{Units: []CyclePlan{{Blocks: []int{1, 1}}}, Share: [][]float64{{0.25, 1}}}
	if l.keep(&w, 0, 2); l.used[0][0] != 0.25*2+2 {
		t.Errorf("the window used %v MWh, want 2.5", l.used[0][0])
	}
}
