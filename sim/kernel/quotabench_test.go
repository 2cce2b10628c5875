package kernel

import (
	"math/rand/v2"
	"testing"
)

// quotas is 46 sites with prices of their own over some years, each with a budget for every month inside one for
// every year and, where capMW is not 0, a cap on the power of all of them in every hour, by merit, which crosses
// these.
func quotas(years int, capMW float64) (*Problem, *Draw) {
	const sites, year = 46, 8760
	hours := years * year
	p, d := tiny(hours, sites)
	moving(d)
	rng := rand.New(rand.NewPCG(46, 46))
	all := make([]int32, sites)
	b := &Budgets{}
	p.Price = nil
	for i := range p.Sites {
		site := &p.Sites[i]
		p.Price = append(p.Price, randomPrices(rng, hours))
		site.Class, site.Tariff, site.Online, all[i] = int32(i), int32(i), 0, int32(i)
		b.Leaf = append(b.Leaf, make([]int32, hours))
	}
	group := func(r int, list *[]int32, g Group) int32 {
		g.Root, g.Local = int32(r), int32(len(*list))
		b.Groups = append(b.Groups, g)
		*list = append(*list, int32(len(b.Groups)-1))
		return int32(len(b.Groups) - 1)
	}
	for y := range years {
		root := Root{Sites: all, From: y * year, To: (y + 1) * year}
		if capMW == 0 {
			root.Sites = nil
		}
		for i := range sites {
			if capMW == 0 {
				root = Root{Sites: all[i : i+1], From: y * year, To: (y + 1) * year}
			}
			r := len(b.Roots)
			up := group(r, &root.Groups, Group{Limit: 0, BudgetMWh: 6 * year * 0.9, From: root.From, To: root.To, Parent: -1})
			for m := range 12 {
				from, to := root.From+730*m, root.From+730*(m+1)
				if m > 0 && (i == 0 || capMW == 0) {
					root.Solve = append(root.Solve, from)
				}
				g := group(r, &root.Groups, Group{Limit: 1, BudgetMWh: 730 * (4 + 4*rng.Float64()), From: from, To: to, Parent: up})
				for t := from; t < to; t++ {
					b.Leaf[i][t] = g
				}
			}
			if capMW == 0 {
				b.Roots = append(b.Roots, root)
			}
		}
		if capMW > 0 {
			for t := root.From; t < root.To; t++ {
				group(len(b.Roots), &root.Second, Group{Limit: 2, BudgetMWh: capMW, From: t, To: t + 1, Parent: -1, Terms: Terms{Hourly: true}})
			}
			b.Roots = append(b.Roots, root)
		}
	}
	if capMW > 0 {
		row := make([]int32, hours)
		for g := range b.Groups {
			if b.Groups[g].Limit == 2 {
				row[b.Groups[g].From] = int32(g)
			}
		}
		for range sites {
			b.Second = append(b.Second, row)
		}
	}
	p.Budgets = b
	for _, name := range []string{"year", "month", "cap"} {
		p.Limits = append(p.Limits, Limit{Name: name, Sites: all, ByMonth: flat(p.Months, 0), Pooled: true})
	}
	return p, d
}

// BenchmarkQuotas is 46 sites over ten years with budgets by month and year, and with a cap across them in every hour.
func BenchmarkQuotas(b *testing.B) {
	for _, how := range []struct {
		name string
		mw   float64
		look Foresight
	}{{"rolling", 0, Rolling}, {"perfect", 0, Perfect}, {"myopic", 0, Myopic}, {"crossing_perfect", 250, Perfect}, {"crossing_myopic", 250, Myopic}, {"crossing_rolling", 250, Rolling}} {
		b.Run(how.name, func(b *testing.B) {
			p, d := quotas(10, how.mw)
			_, tr := playAgain(b, p, d, how.look)
			b.ReportMetric(float64(tr.Rungs.Crossing), "crossing")
		})
	}
}
