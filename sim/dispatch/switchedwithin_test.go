package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
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

// disturb makes of budgets that follow one another in order of time some that do not: one around them, one across
// them, one in the middle of another, or an item beside what is in them.
func (in *switchedInstance) disturb(rng *rand.Rand) {
	u, tree := &in.units[0], in.trees[0]
	hours := len(u.Value)
	some := func() float64 { return float64(rng.IntN(1 + hours)) }
	switch added := int32(len(tree.Parent)); rng.IntN(4) {
	case 0:
		for g, up := range tree.Parent {
			if up < 0 {
				tree.Parent[g] = added
			}
		}
		tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, some())
		in.addItem(0, added, float64(rng.IntN(4)), some())
	case 1:
		leaf, from := make([]int32, hours), rng.IntN(hours)
		for t := range leaf {
			if leaf[t] = -1; t >= from {
				leaf[t] = 0
			}
		}
		u.Leaf, in.trees = append(u.Leaf, leaf), append(in.trees, &Tree{[]int32{-1}, []float64{some()}})
		in.items.Leaf = append(in.items.Leaf, slices.Repeat([]int32{-1}, len(in.items.Margin)))
		in.addItem(len(in.trees)-1, 0, float64(rng.IntN(4)), some())
	case 2:
		at := rng.IntN(hours)
		u.Leaf[0][at] = added
		tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, some())
	default:
		in.addItem(0, int32(rng.IntN(int(added))), float64(rng.IntN(5)), some())
		for f := range in.trees[1:] { // it may lie in two budgets
			in.items.Leaf[f+1][len(in.items.Margin)-1] = int32(rng.IntN(1+len(in.trees[f+1].Parent))) - 1
		}
	}
}

// The plan of one unit under budgets that follow one another is the best of all, and says so, whatever else runs in
// them; so it is where budgets lie in one another, overlap or interrupt one another, which the recursion leaves alone.
func TestOneUnitInBudgetsInARowIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	var w SwitchSpace
	counted := 0
	for n := range 6000 {
		rng := rand.New(rand.NewPCG(99, uint64(n)))
		in := oneSwitched(rng, n%2 == 0)
		if n%4 > 1 {
			in.disturb(rng)
		}
		w.counts.spans = w.counts.spans[:0]
		var p SwitchedPlan
		in.solve(t, &w, &p)
		if len(w.counts.spans) > 0 {
			counted++
		}
		want := in.exhaust(t)
		if !near(p.Value, want, 1e-9, 1) || !p.Exact || p.Bound < want-1e-9*math.Max(1, math.Abs(want)) {
			t.Fatalf("problem %d: earns %v of %v, the bound is %v, exact is %v\n%+v",
				n, p.Value, want, p.Bound, p.Exact, in)
		}
	}
	if counted < 100 {
		t.Errorf("%d problems come to the recursion; the test has lost its edge", counted)
	}
}
