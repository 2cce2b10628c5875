package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// weeksSwitched makes some sites for some hundred hours, each under budgets of weeks in all hours, and all of them
// under a cap in each hour of the evening. Some may run in part.
func weeksSwitched(rng *rand.Rand) *switchedInstance {
	hours := 200 + rng.IntN(200)
	weeks := hours/168 + 1
	in := &switchedInstance{
		trees: []*Tree{new(Tree), {make([]int32, hours), make([]float64, hours)}},
		items: SwitchedItems{Leaf: make([][]int32, 2)},
	}
	for h := range hours {
		in.trees[1].Parent[h] = -1
	}
	for range 1 + rng.IntN(3) {
		in.addSite(rng, hours, weeks, false)
	}
	for range rng.IntN(3) {
		in.addSite(rng, hours, weeks, true)
	}
	for h := range hours {
		if h%24 >= 16 && h%24 < 21 {
			in.trees[1].Residual[h] *= 0.6
		}
	}
	return in
}

// addSite adds a unit, or an item an hour, and its budgets.
func (in *switchedInstance) addSite(rng *rand.Rand, hours, weeks int, parts bool) {
	tree, mw := in.trees[0], 5+10*rng.Float64()
	first := len(tree.Parent)
	for range weeks + 1 {
		tree.Parent, tree.Residual = append(tree.Parent, int32(first+weeks)), append(tree.Residual, 0)
	}
	tree.Parent[first+weeks] = -1
	c := randomCycle(rng, 3)
	c.Start *= 10
	u := SwitchedUnit{Cycle: c, From: randomState(rng, c), Leaf: make([][]int32, 2)}
	for h := range hours {
		e, week := mw*(1+0.1*rng.NormFloat64()), int32(first+h/168)
		u.Energy = append(u.Energy, e)
		u.Value = append(u.Value, e*(15+15*rng.NormFloat64()))
		u.Leaf[0], u.Leaf[1] = append(u.Leaf[0], week), append(u.Leaf[1], int32(h))
		tree.Residual[week] += e * 0.5
		tree.Residual[first+weeks] += e * 0.4
		in.trees[1].Residual[h] += e
	}
	if !parts {
		in.units = append(in.units, u)
		return
	}
	for h := range hours {
		in.items.Margin, in.items.Energy = append(in.items.Margin, u.Value[h]/u.Energy[h]), append(in.items.Energy, u.Energy[h])
	}
	for f := range in.items.Leaf {
		in.items.Leaf[f] = append(in.items.Leaf[f], u.Leaf[f]...)
	}
}

// TestSwitchedWeeks: plans for weeks of several sites under a cap in every hour of the evening keep all rules and
// budgets, though neither the multipliers nor the search tell all: the later half is made anew, and items lie in more
// budgets than labels can hold. The same problem has the same answer, and no plan passes the bound of another run
// with more or less work.
func TestSwitchedWeeks(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 5))
	var w SwitchSpace
	loose, halves := 0, 0
	for range max(4, instances()/40) {
		in := weeksSwitched(rng)
		w.Work = 2_000
		var p, again SwitchedPlan
		in.solve(t, &w, &p)
		if w.search.loose {
			loose++
		}
		if len(w.search.half) > 0 {
			halves++
		}
		other := SwitchSpace{Work: w.Work}
		in.solve(t, &other, &again)
		if p.Value != again.Value || p.Bound != again.Bound || !slices.Equal(p.Fraction, again.Fraction) {
			t.Fatalf("%v of %v USD, once more %v of %v", p.Value, p.Bound, again.Value, again.Bound)
		}
		w.Work = 40_000
		in.solve(t, &w, &again)
		if again.Value > p.Bound*(1+1e-9) || p.Value > again.Bound*(1+1e-9) {
			t.Fatalf("%v of %v USD, with more work %v of %v", p.Value, p.Bound, again.Value, again.Bound)
		}
	}
	if loose == 0 || halves == 0 {
		t.Errorf("%d times with too many budgets, %d times with a half: that tests too little", loose, halves)
	}
}
