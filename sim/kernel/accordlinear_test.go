package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"hashwatt/sim/dispatch"
)

// accorded is one or two sites of paying over a day at a hashprice that stands still, with windows whose highest load
// is priced, by part of the time and some inside these, under budgets by period of each site or of all and one around
// them.
func accorded(rng *rand.Rand, bent bool) (*Problem, *Draw) {
	const hours = 24
	p, d := paying(randomPrices(rng, hours), nil)
	if rng.IntN(3) == 0 { // a tariff that is flat has many equal hours
		p.Price[0] = flat(hours, 20)
	}
	for h := range p.PUE[0] {
		p.PUE[0][h] = 1 + 0.1*rng.Float64()
	}
	sites := 1 + rng.IntN(2)
	for len(p.Sites) < sites {
		p.Sites = append(p.Sites, p.Sites[0])
	}
	if sites > 1 && rng.IntN(2) == 0 { // a site without charges
		p.Price, p.Charges = append(p.Price, randomPrices(rng, hours)), append(p.Charges, nil)
		p.Sites[1].Tariff, p.Sites[1].Charged, p.Sites[1].Invoiced = 1, false, false
	}
	ch := &Charges{}
	length := []int{8, 12, 24}[rng.IntN(3)]
	for from := 0; from < hours; from += length {
		steps := func() []dispatch.PriceStep {
			steps := randomSteps(rng, 8, 0, 40*float64(length))
			if !bent {
				rise(steps)
			}
			return steps
		}
		root := ch.window(hours, from, from+length, -1, 0, steps()...)
		if rng.IntN(2) == 0 {
			ch.window(hours, from+2, from+8, root, 0, steps()...)
		}
	}
	p.Charges[0] = ch
	b := &Budgets{}
	root := Root{To: hours}
	all := []int32{}
	for i := range p.Sites {
		p.Sites[i].Class = int32(i)
		all = append(all, int32(i))
	}
	root.Sites = all
	add := func(g Group) int32 {
		g.Local = int32(len(root.Groups))
		root.Groups = append(root.Groups, int32(len(b.Groups)))
		b.Groups = append(b.Groups, g)
		return g.Local
	}
	outer := int32(-1)
	if rng.IntN(2) == 0 {
		outer = add(Group{Limit: 1, BudgetMWh: float64(sites*hours) * 10 * rng.Float64(), To: hours, Parent: -1})
	}
	each, period := rng.IntN(2) == 0, []int{8, 12, 24}[rng.IntN(3)]
	b.Leaf = make([][]int32, sites)
	for i := range b.Leaf {
		b.Leaf[i] = make([]int32, hours)
		for from := 0; from < hours; from += period {
			g := int32(-1)
			if each || i == 0 {
				g = add(Group{Limit: 0, BudgetMWh: float64(period) * 10 * rng.Float64(), From: from, To: from + period, Parent: outer})
			} else {
				g = b.Leaf[0][from]
			}
			for h := from; h < from+period; h++ {
				b.Leaf[i][h] = g
			}
		}
	}
	b.Roots = []Root{root}
	p.Budgets = b
	p.Limits = []Limit{{Name: "a", Sites: all, ByMonth: flat(p.Months, 0)}, {Name: "b", Sites: all, ByMonth: flat(p.Months, 0)}}
	return p, d
}

// vary lets the sites of accorded count by factors of their own, and budgets that are in no other be exceeded at a
// price.
func vary(rng *rand.Rand, p *Problem) {
	b := p.Budgets
	for range p.Sites {
		b.Weight = append(b.Weight, 0.3+rng.Float64())
	}
	for g := range b.Groups {
		group := &b.Groups[g]
		if group.Parent < 0 && rng.IntN(2) == 0 {
			group.Terms.Soft, group.Terms.Price = true, 60*rng.Float64()
		}
		if len(p.Sites) == 1 && rng.IntN(2) == 0 {
			group.Unit = b.Weight[0] // a budget of MWh beside others
		}
	}
}

// rise sorts the prices of steps.
func rise(steps []dispatch.PriceStep) {
	prices := []float64{}
	for _, s := range steps {
		prices = append(prices, s.Price)
	}
	slices.Sort(prices)
	for k := range steps {
		steps[k].Price = prices[k]
	}
}

// weightOf is what a MWh of site i counts.
func weightOf(p *Problem, i int) float64 {
	if w := p.Budgets.Weight; w != nil {
		return w[p.Sites[i].Class]
	}
	return 1
}

// bestLinear is the optimum of the linear programme that accorded is where prices of windows rise.
func bestLinear(t *testing.T, p *Problem, d *Draw) float64 {
	t.Helper()
	type row struct {
		at  map[int]float64
		top float64
	}
	var costs []float64
	var rows []row
	variable := func(cost, most float64) int {
		costs = append(costs, cost)
		if !math.IsInf(most, 1) {
			rows = append(rows, row{map[int]float64{len(costs) - 1: 1}, most})
		}
		return len(costs) - 1
	}
	budget := make([]map[int]float64, len(p.Budgets.Groups))
	for g := range budget {
		budget[g] = map[int]float64{}
	}
	for i := range p.Sites {
		site := &p.Sites[i]
		ch := p.Charges[site.Tariff]
		var loads [][]int
		if ch != nil {
			for _, w := range ch.Windows {
				var list []int
				from := 0.0
				for _, s := range w.Steps {
					list = append(list, variable(s.Price, s.UpTo-from))
					from = s.UpTo
				}
				loads = append(loads, list)
			}
		}
		var counted []map[int]float64
		if ch != nil {
			for _, c := range ch.Counts {
				at, from := map[int]float64{}, 0.0
				for _, s := range c.Steps {
					at[variable(s.Price, s.UpTo-from)] = -1
					from = s.UpTo
				}
				counted = append(counted, at)
			}
		}
		for h := range p.Hours {
			pue, room := p.PUE[0][h], site.PowerMW
			var run []int
			for _, tr := range site.Tranches {
				mw := min(tr.MW*pue, room)
				room -= mw
				if m := d.Hashprice[0]/(pue*tr.BreakEven) - p.Price[site.Tariff][h]; m > 0 {
					run = append(run, variable(-m, mw))
				}
			}
			for g := p.Budgets.Leaf[site.Class][h]; g >= 0; g = p.Budgets.Groups[g].Parent {
				for _, x := range run {
					budget[g][x] = weightOf(p, i)
				}
			}
			if ch == nil {
				continue
			}
			if ch.Of != nil {
				for _, x := range run {
					counted[ch.Of[h]][x] = 1
				}
			}
			for w := ch.Leaf[h]; w >= 0; w = ch.Windows[w].Parent {
				at := map[int]float64{}
				for _, x := range run {
					at[x] = 1
				}
				for _, z := range loads[w] {
					at[z] = -1
				}
				rows = append(rows, row{at, 0})
			}
		}
		for _, at := range counted {
			rows = append(rows, row{at, 0})
		}
	}
	for g := range budget {
		group := &p.Budgets.Groups[g]
		if group.Terms.Soft {
			budget[g][variable(group.Terms.Price/group.unit(), math.Inf(1))] = -1
		}
		rows = append(rows, row{budget[g], group.budget()})
	}
	n, m := len(costs), len(rows)
	a, b, basic := mat.NewDense(m, n+m, nil), make([]float64, m), make([]int, m)
	for k, r := range rows {
		for x, v := range r.at {
			a.Set(k, x, v)
		}
		a.Set(k, n+k, 1)
		b[k], basic[k] = r.top, n+k
	}
	least, _, err := lp.Simplex(append(costs, make([]float64, m)...), a, b, 1e-10, basic)
	if err != nil {
		t.Fatal(err)
	}
	return -least
}

// inOne says whether the hours of each window of a problem lie in one budget of the smallest.
func inOne(p *Problem) bool {
	ch := p.Charges[0]
	for i := range p.Sites {
		leaf := p.Budgets.Leaf[p.Sites[i].Class]
		for r := range ch.Trees {
			for h := ch.Trees[r].From; h < ch.Trees[r].To; h++ {
				if leaf[h] != leaf[ch.Trees[r].From] {
					return false
				}
			}
		}
	}
	return true
}
