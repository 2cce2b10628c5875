package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// middleSwitched makes a problem too large for all of its schedules and small enough for many labels: up to a hundred
// hours, up to six units, budgets that are open all the time or in turn, with and without items.
func middleSwitched(rng *rand.Rand, families int) *switchedInstance {
	in := new(switchedInstance)
	hours, units := []int{12, 40, 100}[rng.IntN(3)], []int{1, 2, 3, 6}[rng.IntN(4)]
	if units > 3 {
		hours = min(hours, 40)
	}
	for range units {
		c := randomCycle(rng, 3)
		c.Start /= 2
		n := max(1, hours-rng.IntN(3)*rng.IntN(hours))
		u := SwitchedUnit{Cycle: c, From: randomState(rng, c), Value: randomHours(rng, n), Energy: make([]float64, n)}
		equal := rng.IntN(3) == 0
		for t := range u.Value {
			u.Value[t] += 3
			if u.Energy[t] = []float64{1, 2, 3 * rng.Float64(), 0}[rng.IntN(4)]; equal {
				u.Energy[t] = 0.3
			}
		}
		in.units = append(in.units, u)
	}
	for range rng.IntN(2) * rng.IntN(40) {
		in.items.Margin, in.items.Energy = append(in.items.Margin, 8*rng.Float64()-1), append(in.items.Energy, 3*rng.Float64())
	}
	for range families {
		in.addMiddleFamily(rng, hours)
	}
	return in
}

// addMiddleFamily adds budgets of periods that follow one another, or of any hours.
func (in *switchedInstance) addMiddleFamily(rng *rand.Rand, hours int) {
	g := 1 + rng.IntN([]int{3, 8, 60}[rng.IntN(3)])
	periods := rng.IntN(2) == 0
	tree := &Tree{make([]int32, g), make([]float64, g)}
	for i := range g {
		tree.Parent[i] = -1
		if i < g-1 && rng.IntN(2) == 0 {
			tree.Parent[i] = int32(i + 1 + rng.IntN(g-i-1))
		}
	}
	demand := make([]float64, g)
	count := func(leaf int32, e float64) int32 {
		for a := leaf; a >= 0; a = tree.Parent[a] {
			demand[a] += e
		}
		return leaf
	}
	leaf := make([]int32, len(in.items.Margin))
	for j, e := range in.items.Energy {
		leaf[j] = count(int32(rng.IntN(g+1)-1), e)
	}
	in.items.Leaf = append(in.items.Leaf, leaf)
	for u := range in.units {
		leaf := make([]int32, len(in.units[u].Value))
		for t, e := range in.units[u].Energy {
			if leaf[t] = int32(t * g / hours); !periods {
				leaf[t] = int32(rng.IntN(g+1) - 1)
			}
			count(leaf[t], e)
		}
		in.units[u].Leaf = append(in.units[u].Leaf, leaf)
	}
	for a, d := range demand {
		tree.Residual[a] = d * (0.2 + rng.Float64())
	}
	in.trees = append(in.trees, tree)
}

// TestSwitchedBoundsWithAnyWork: whatever the search has thrown away, no plan that it finds with less or more work is
// worth more than any of the bounds that it states.
func TestSwitchedBoundsWithAnyWork(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 6))
	var w SwitchSpace
	open, differ := 0, 0
	for n := range max(80, 3*instances()/10) {
		in := middleSwitched(rng, 1+n%2)
		values, bounds := []float64{}, []float64{}
		for _, w.Work = range []int{5, 300, 20_000} {
			var p SwitchedPlan
			in.solve(t, &w, &p)
			if !p.Exact {
				open++
			}
			values, bounds = append(values, p.Value), append(bounds, p.Bound)
		}
		most, least := slices.Max(values), slices.Min(bounds)
		if most > least+1e-9*max(1, math.Abs(most)) {
			t.Fatalf("instance %d: values %v, bounds %v\n%v", n, values, bounds, in)
		}
		if most > slices.Min(values) {
			differ++
		}
	}
	t.Logf("%d not exact, %d with plans of different value", open, differ)
}

// TestSwitchedMoreBlocksNeverLess: a unit of more blocks earns no less, as every plan of four blocks is one of a
// hundred, though its labels branch more than any work allows.
func TestSwitchedMoreBlocksNeverLess(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{5, 7} {
		before := 0.0
		for _, blocks := range []int{1, 4, 100} {
			in := blocksSwitched(seed, 48, blocks)
			var p SwitchedPlan
			in.solve(t, new(SwitchSpace), &p)
			if p.Value < before*(1-1e-3) || p.Gap() > 4e-3 {
				t.Errorf("seed %d: %d blocks earn %v USD of at most %v, fewer %v",
					seed, blocks, p.Value, p.Bound, before)
			}
			before = max(before, p.Value)
		}
	}
}

// blocksSwitched makes two units of so many blocks that cost much to start, under one budget that lets them run most
// of the time.
func blocksSwitched(seed uint64, hours, blocks int) *switchedInstance {
	rng := rand.New(rand.NewPCG(seed, 79))
	unit := func() SwitchedUnit {
		u := SwitchedUnit{Cycle: Cycle{Start: 600, Blocks: blocks}}
		for range hours {
			u.Value, u.Energy = append(u.Value, 200+150*rng.NormFloat64()), append(u.Energy, 9+3*rng.Float64())
		}
		return u
	}
	return underOne(14.6*float64(hours), SwitchedItems{}, unit(), unit())
}

// TestSwitchedOwedByLaterUnits: a unit may start though those after it still owe hours, if the budgets carry both.
func TestSwitchedOwedByLaterUnits(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	var w SwitchSpace
	for n := range instances() {
		in := randomSwitched(rng, 1+rng.IntN(2))
		for u := range in.units {
			c := &in.units[u].Cycle
			c.Up = max(c.Up, 2)
			in.units[u].From = CycleState{}
			if u > 0 {
				in.units[u].From = CycleState{c.Blocks, c.Up - 1}
			}
		}
		var p SwitchedPlan
		in.solve(t, &w, &p)
		if want := in.exhaust(t); !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%v", n, p.Value, p.Bound, want, in)
		}
	}
}
