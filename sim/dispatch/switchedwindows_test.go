package dispatch

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// daysSwitched makes two sites of four blocks with minimum times for so many days, under one budget for both for every
// day. Some hours may run in part beside them.
func daysSwitched(seed uint64, days int, parts bool) *switchedInstance {
	rng := rand.New(rand.NewPCG(seed, 12))
	const span = 24
	hours := days * span
	tree := new(Tree)
	for range (hours + span - 1) / span {
		tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, 12*float64(span))
	}
	in := &switchedInstance{trees: []*Tree{tree}, items: SwitchedItems{Leaf: [][]int32{nil}}}
	for n := range 2 {
		u := SwitchedUnit{
			Cycle:  Cycle{Start: 300, Up: 8, Down: 3, Blocks: 4, RampDown: 1},
			Value:  make([]float64, hours),
			Energy: make([]float64, hours),
			Leaf:   [][]int32{make([]int32, hours)},
		}
		for t := range hours {
			price := 36 - 8*float64(n) + 8*math.Sin(2*math.Pi*float64(t-9)/24) + 4*math.Sin(2*math.Pi*float64(t)/8760) + 3*rng.NormFloat64()
			u.Energy[t], u.Value[t], u.Leaf[0][t] = 10, 10*(80-price), int32(t/span)
			if parts && n == 0 && rng.IntN(3) == 0 {
				in.items.Margin, in.items.Energy = append(in.items.Margin, 75-price), append(in.items.Energy, 5)
				in.items.Leaf[0] = append(in.items.Leaf[0], int32(t/span))
			}
		}
		in.units = append(in.units, u)
	}
	return in
}

// alone is how far the plan of the search without windows lies below the bound.
func (in *switchedInstance) alone(t *testing.T, work int) float64 {
	var w SwitchSpace
	var p SwitchedPlan
	w.Work = work
	w.begin(in.trees, &in.items, in.units)
	w.shape(&p)
	w.oblige()
	w.reduce()
	w.free(&p)
	if err := errors.Join(w.dual.solve(&w, &p), w.first()); err != nil {
		t.Fatal(err)
	}
	bound, err := w.search.run(&w)
	if err != nil {
		t.Fatal(err)
	}
	return w.gap(bound)
}

// TestSwitchedWindows: where a budget for both sites ends every day or third day, the plan by windows lies within a
// half percent of the bound, also beside hours that run in part and inside budgets of a quarter, which windows are
// cut out of; the search alone stays far below where there are many. Every plan keeps its rules and budgets, and is
// the same when it is made again.
func TestSwitchedWindows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in  *switchedInstance
		far float64 // how far off the search alone is at least
	}{
		"a day":            {daysSwitched(1, 200, false), 0.02},
		"a day in quarter": {daysSwitched(2, 90, false).quarters(), 0},
		"a day and items":  {daysSwitched(3, 90, true), 0},
	} {
		var p, again SwitchedPlan
		var w SwitchSpace
		c.in.solve(t, &w, &p)
		if p.Gap() > 0.005 {
			t.Errorf("%s: gap %.4g with windows", name, p.Gap())
		}
		if c.far == 0 {
			continue
		}
		if gap := c.in.alone(t, 0); gap < c.far {
			t.Errorf("%s: gap %.4g without windows, want more than %v", name, gap, c.far)
		}
		c.in.solve(t, new(SwitchSpace), &again)
		if p.Value != again.Value || p.Bound != again.Bound {
			t.Errorf("%s: %v of %v USD, once more %v of %v", name, p.Value, p.Bound, again.Value, again.Bound)
		}
	}
}

// quarters adds budgets around those of days, nine tenths of theirs.
func (in *switchedInstance) quarters() *switchedInstance {
	tree := in.trees[0]
	days := len(tree.Parent)
	for g := range days {
		q := days + g/90
		if q == len(tree.Parent) {
			tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, 0)
		}
		tree.Parent[g] = int32(q)
		tree.Residual[q] += 0.9 * tree.Residual[g]
	}
	return in
}
