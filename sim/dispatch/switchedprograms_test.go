package dispatch

import (
	"math/rand/v2"
	"testing"
)

// threeFamilies is a unit beside sites of items for some days, under budgets of each site, each two days, and each
// hour.
func threeFamilies(sites, days int) *switchedInstance {
	rng, hours := rand.New(rand.NewPCG(7, 3)), 24*days
	own, two, hour := &Tree{}, &Tree{}, &Tree{}
	in := &switchedInstance{trees: []*Tree{own, two, hour}, units: make([]SwitchedUnit, 1)}
	in.items.Leaf = make([][]int32, 3)
	unit := &in.units[0]
	unit.Cycle, unit.Leaf = Cycle{Start: 30, Up: 6, Down: 3, Blocks: 2}, make([][]int32, 3)
	for s := range sites {
		own.Parent, own.Residual = append(own.Parent, -1), append(own.Residual, 0.6*float64(hours))
		for h := range hours {
			usd, leaves := 20+5*rng.NormFloat64(), &in.items.Leaf
			if s == 0 {
				unit.Value, unit.Energy, leaves = append(unit.Value, usd), append(unit.Energy, 1), &unit.Leaf
			} else {
				in.items.Margin, in.items.Energy = append(in.items.Margin, usd), append(in.items.Energy, 1)
			}
			for f, g := range []int{s, h / 48, h} {
				(*leaves)[f] = append((*leaves)[f], int32(g))
			}
		}
	}
	for range (days + 1) / 2 {
		two.Parent, two.Residual = append(two.Parent, -1), append(two.Residual, 0.65*48*float64(sites))
	}
	for range hours {
		hour.Parent, hour.Residual = append(hour.Parent, -1), append(hour.Residual, 0.75*float64(sites))
	}
	return in
}

// TestWorkBoundsProgrammes: where items lie in three families each schedule takes a linear programme. No more than
// nine beside schedules are solved without any work, nor more than Work pays for with it, and the plan is proven all
// the same.
func TestWorkBoundsProgrammes(t *testing.T) {
	t.Parallel()
	in := threeFamilies(4, 10)
	for _, work := range []int{1, 50_000} {
		var p SwitchedPlan
		w := SwitchSpace{Work: work}
		if err := w.Solve(in.trees, &in.items, in.units, &p); err != nil {
			t.Fatal(err)
		}
		if err := CertifySwitched(in.trees, &in.items, in.units, &p).Err(); err != nil {
			t.Errorf("work %d: %v", work, err)
		}
		w.rest.leave(&w, w.best.blocks)
		before := w.rest.spent
		if _, _, err := w.rest.ladder(w.rest.left, w.items); err != nil {
			t.Fatal(err)
		}
		one := w.rest.spent - before // of the best schedules
		if one == 0 || before > 10*one+work {
			t.Errorf("work %d: programmes took as long as %d labels, want at most that of 9 of %d and the work",
				work, before, one)
		}
		if p.Gap() > 0.01 {
			t.Errorf("work %d: gap %g", work, p.Gap())
		}
	}
}
