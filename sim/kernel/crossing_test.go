package kernel

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim/dispatch"
)

// crossedBudgets is tiny with a budget of mwh for each site in every 720 hours, and across these one of common MWh
// for all sites in every 100 hours. Each site is a class.
func crossedBudgets(hours, sites int, mwh, common float64) (*Problem, *Draw) {
	p, d := tiny(hours, sites)
	b := &Budgets{}
	root := Root{To: hours}
	for i := range p.Sites {
		p.Sites[i].Class = int32(i)
		root.Sites = append(root.Sites, int32(i))
		leaf := make([]int32, hours)
		for from := 0; from < hours; from += 720 {
			g := int32(len(b.Groups))
			to := min(from+720, hours)
			b.Groups = append(b.Groups, Group{Limit: 0, BudgetMWh: mwh * (1 + float64(i)/10), From: from, To: to, Parent: -1, Local: int32(len(root.Groups))})
			root.Groups = append(root.Groups, g)
			for t := from; t < to; t++ {
				leaf[t] = g
			}
			if i == 0 && from > 0 {
				root.Solve = append(root.Solve, from)
			}
		}
		b.Leaf = append(b.Leaf, leaf)
	}
	all := make([]int32, hours)
	for from := 0; from < hours; from += 100 {
		g := int32(len(b.Groups))
		to := min(from+100, hours)
		b.Groups = append(b.Groups, Group{Limit: 1, BudgetMWh: common, From: from, To: to, Parent: -1, Local: int32(len(root.Second))})
		root.Second = append(root.Second, g)
		for t := from; t < to; t++ {
			all[t] = g
		}
	}
	for range p.Sites {
		b.Second = append(b.Second, all)
	}
	b.Roots = []Root{root}
	p.Budgets = b
	p.Limits = []Limit{
		{Name: "site", Kind: "energy", Sites: root.Sites, ByMonth: flat(p.Months, 0)},
		{Name: "common", Kind: "energy", Sites: root.Sites, ByMonth: flat(p.Months, 0)},
	}
	return p, d
}

// moving makes the coin rise and fall.
func moving(d *Draw) {
	for k := range d.CoinUSD {
		d.CoinUSD[k] *= 1 + 0.3*math.Sin(float64(k)/7)
	}
}

// TestCrossingBudgetsHold keeps every budget of both families under each kind of foresight, energy and idle add up
// to the capacity, and perfect foresight earns the most on the same path of the network.
func TestCrossingBudgetsHold(t *testing.T) {
	t.Parallel()
	earned := map[Foresight]float64{}
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := crossedBudgets(24*100, 4, 3300, 2300)
		moving(d)
		p.Foresight = look
		tr := run(t, p, d)
		withinBudgets(t, fmt.Sprintf("foresight %d", look), p, tr)
		bound := [2]int{}
		for g, use := range tr.Budgets {
			group := &p.Budgets.Groups[g]
			if use.UsedMWh > group.BudgetMWh*(1-1e-9) {
				bound[group.Limit]++
			} else if look == Perfect && use.Multiplier > 0 {
				t.Errorf("group %d used %g of %g MWh and has the multiplier %g",
					g, use.UsedMWh, group.BudgetMWh, use.Multiplier)
			}
		}
		if bound[0] == 0 || bound[1] == 0 {
			t.Errorf("foresight %d: %v groups of the families bind; both should", look, bound)
		}
		for i := range tr.Flows {
			for m := range tr.Flows[i] {
				sum := tr.Flows[i][m].EnergyMWh
				for r := range tr.Reasons {
					sum += tr.Idle[i][m*tr.Reasons+r]
				}
				near(t, "energy and idle", sum, tr.Flows[i][m].CapacityMWh, 1e-9)
			}
		}
		if look != Myopic && tr.Rungs.Crossing == 0 {
			t.Errorf("foresight %d: solves %+v, want some of crossing budgets", look, tr.Rungs)
		}
		earned[look] = margin(tr)
	}
	if earned[Perfect] < earned[Rolling] || earned[Perfect] < earned[Myopic] {
		t.Errorf("perfect earns %.0f, rolling %.0f, myopic %.0f; nobody may beat perfect",
			earned[Perfect], earned[Rolling], earned[Myopic])
	}
	if earned[Rolling] == earned[Perfect] || earned[Rolling] == earned[Myopic] {
		t.Errorf("perfect earns %.0f, rolling %.0f, myopic %.0f; foresight should make a difference",
			earned[Perfect], earned[Rolling], earned[Myopic])
	}
}

// TestCrossingIsTheOptimum: at a hashprice that stands still, rolling and perfect foresight earn the optimum of all
// items of the horizon, which the test lists by itself.
func TestCrossingIsTheOptimum(t *testing.T) {
	t.Parallel()
	const hashprice = 52.0
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := crossedBudgets(24*60, 4, 3300, 2300)
		p.Foresight = look
		p.Chain = Chain{Open: true, BlocksPerHour: p.Chain.BlocksPerHour, Height: p.Chain.Height, Difficulty: p.Chain.Difficulty, NBits: p.Chain.NBits}
		d.Hashprice = flat(p.Days, hashprice)
		tr := run(t, p, d)

		var it dispatch.CrossItems
		trees := [2]dispatch.Tree{}
		for g := range p.Budgets.Groups {
			group := &p.Budgets.Groups[g]
			trees[group.Limit].Parent = append(trees[group.Limit].Parent, -1)
			trees[group.Limit].Residual = append(trees[group.Limit].Residual, group.BudgetMWh)
		}
		first := int32(len(trees[0].Parent))
		for hour := range p.Hours {
			for i := range p.Sites {
				site := &p.Sites[i]
				if hour < site.Online {
					continue
				}
				room := site.PowerMW / p.PUE[0][hour]
				for _, tranche := range site.Tranches {
					mw := min(tranche.MW, room)
					room -= mw
					it.Margin = append(it.Margin, hashprice/(p.PUE[0][hour]*tranche.BreakEven)-p.Price[0][hour])
					it.Energy = append(it.Energy, mw*p.PUE[0][hour])
					it.LeafA = append(it.LeafA, p.Budgets.Leaf[i][hour])
					it.LeafB = append(it.LeafB, p.Budgets.Second[i][hour]-first)
				}
			}
		}
		var w dispatch.CrossSpace
		var plan dispatch.CrossPlan
		w.Solve(&trees[0], &trees[1], &it, &plan)
		if plan.Rung != dispatch.Crossing {
			t.Fatalf("answered by %v, want by a flow", plan.Rung)
		}
		near(t, "margin", margin(tr), plan.Value, 1e-9)
	}
}

// TestCrossingRecorderAgrees holds that the rows of a recorder add up to the trace, and that under perfect
// foresight every tranche above its multiplier runs in full and every one below it is idle.
func TestCrossingRecorderAgrees(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := crossedBudgets(24*60, 4, 3300, 2300)
		moving(d)
		p.Foresight = look
		recorded(t, p, d)
	}
}

// TestCrossingStateIsNoMatter: what ran before in the same state changes no bit.
func TestCrossingStateIsNoMatter(t *testing.T) {
	t.Parallel()
	p, d := crossedBudgets(24*60, 4, 3300, 2300)
	moving(d)
	var s State
	var earned [2]float64
	for k := range earned {
		tr := NewTrace(p, true)
		if err := Run(p, d, &s, tr); err != nil {
			t.Fatal(err)
		}
		earned[k] = margin(tr)
		other, draw := crossedBudgets(24*40, 3, 3000, 1500)
		if err := Run(other, draw, &s, NewTrace(other, true)); err != nil {
			t.Fatal(err)
		}
	}
	if earned[0] != earned[1] {
		t.Errorf("%v USD, and %v after another problem", earned[0], earned[1])
	}
}
