package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// oneSwitched is a problem of one unit with budgets that follow one another, in one family or in two by turns. Some
// have an item with which more can be used at a price, and some, if children, a group inside with an item of its own.
func oneSwitched(rng *rand.Rand, children bool) *switchedInstance {
	in := new(switchedInstance)
	in.addUnit(rng, 4+rng.IntN(6))
	u := &in.units[0]
	hours, families, periods := len(u.Value), 1+rng.IntN(2), 1+rng.IntN(3)
	for t := range u.Energy {
		u.Energy[t] = float64(u.Cycle.Blocks) * float64(rng.IntN(3))
	}
	for range families {
		leaf := make([]int32, hours)
		for t := range leaf {
			leaf[t] = -1
		}
		u.Leaf, in.trees = append(u.Leaf, leaf), append(in.trees, new(Tree))
		in.items.Leaf = append(in.items.Leaf, nil)
	}
	for k := range periods {
		f := k % families
		tree, demand, inside, parent := in.trees[f], 0.0, rng.IntN(2), int32(-1)
		if children && rng.IntN(3) == 0 { // before the group around it
			inside, parent = 2, int32(len(tree.Parent)+1)
			e := float64(1 + rng.IntN(4))
			in.addItem(f, int32(len(tree.Parent)), float64(rng.IntN(5)), e)
			tree.Parent, tree.Residual = append(tree.Parent, parent), append(tree.Residual, e/2)
		}
		g := int32(len(tree.Parent))
		for t := range hours {
			if t*periods/hours == k {
				u.Leaf[f][t] = g
				demand += u.Energy[t]
			}
		}
		room := float64(rng.IntN(5)) + []float64{0, 0.5}[rng.IntN(2)]
		if inside == 0 {
			in.addItem(f, g, float64(rng.IntN(4)), demand)
			room += demand
		}
		tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, room)
	}
	return in
}

// addItem adds an item to a group of one family.
func (in *switchedInstance) addItem(family int, group int32, margin, energy float64) {
	in.items.Margin, in.items.Energy = append(in.items.Margin, margin), append(in.items.Energy, energy)
	for f := range in.items.Leaf {
		a := int32(-1)
		if f == family {
			a = group
		}
		in.items.Leaf[f] = append(in.items.Leaf[f], a)
	}
}

// The plan of one unit under budgets that follow one another is the best of all, and says so, whatever else runs in
// them.
func TestOneUnitInBudgetsInARowIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	var w SwitchSpace
	counted := 0
	for n := range 6000 {
		in := oneSwitched(rand.New(rand.NewPCG(99, uint64(n))), n%2 == 0)
		w.counts.spans = w.counts.spans[:0]
		var p SwitchedPlan
		in.solve(t, &w, &p)
		if len(w.counts.spans) > 0 {
			counted++
		}
		want := in.exhaust(t)
		if !near(p.Value, want, 1e-9, 1) || !p.Exact || p.Bound < want-1e-9*math.Max(1, math.Abs(want)) {
			t.Fatalf("problem %d: earns %v of %v, the bound is %v, exact is %v\n%+v", n, p.Value, want, p.Bound, p.Exact, in)
		}
	}
	if counted < 100 {
		t.Errorf("%d problems come to the recursion; the test has lost its edge", counted)
	}
}
