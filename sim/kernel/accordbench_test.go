package kernel

import (
	"math/rand/v2"
	"testing"
)

// chargedQuotas is 15 sites on one tariff with a price of the highest load of each month, under budgets by month
// inside one by year: of all sites together, or of each.
func chargedQuotas(years int, each bool) (*Problem, *Draw) {
	const sites, year, month = 15, 8760, 730
	hours := years * year
	p, d := tiny(hours, sites)
	moving(d)
	rng := rand.New(rand.NewPCG(15, 15))
	p.Price[0] = randomPrices(rng, hours)
	ch := &Charges{}
	for from := 0; from < hours; from += month {
		ch.window(hours, from, from+month, -1, 0, step(9_000))
	}
	p.Charges = []*Charges{ch}
	b := &Budgets{}
	all := make([]int32, sites)
	for i := range p.Sites {
		site := &p.Sites[i]
		site.Class, site.Online, site.Charged, site.Invoiced, all[i] = int32(i), 0, true, true, int32(i)
		b.Leaf = append(b.Leaf, make([]int32, hours))
	}
	for y := range years {
		for i := range p.Sites {
			root, share := Root{Sites: all[i : i+1], From: y * year, To: (y + 1) * year}, 1.0
			if !each {
				root.Sites, share = all, sites
			}
			add := func(g Group) int32 {
				g.Root, g.Local = int32(len(b.Roots)), int32(len(root.Groups))
				root.Groups = append(root.Groups, int32(len(b.Groups)))
				b.Groups = append(b.Groups, g)
				return int32(len(b.Groups) - 1)
			}
			if !each && i > 0 {
				copy(b.Leaf[i][root.From:root.To], b.Leaf[0][root.From:root.To])
				continue
			}
			up := add(Group{Limit: 0, BudgetMWh: 4 * year * share, From: root.From, To: root.To, Parent: -1})
			for from := root.From; from < root.To; from += month {
				if from > root.From {
					root.Solve = append(root.Solve, from)
				}
				g := add(Group{Limit: 1, BudgetMWh: month * share * (3 + 3*rng.Float64()), From: from, To: from + month, Parent: up})
				for h := from; h < from+month; h++ {
					b.Leaf[i][h] = g
				}
			}
			b.Roots = append(b.Roots, root)
		}
	}
	p.Budgets = b
	for _, name := range []string{"year", "month"} {
		p.Limits = append(p.Limits, Limit{Name: name, Sites: all, ByMonth: flat(p.Months, 0), Pooled: true})
	}
	return p, d
}

// BenchmarkAccords is 15 sites over two years under charges on the highest load and budgets.
func BenchmarkAccords(b *testing.B) {
	for _, how := range []struct {
		name string
		each bool
		look Foresight
	}{{"rolling", false, Rolling}, {"perfect", false, Perfect}, {"each_rolling", true, Rolling}, {"each_perfect", true, Perfect}} {
		b.Run(how.name, func(b *testing.B) {
			p, d := chargedQuotas(2, how.each)
			_, tr := playAgain(b, p, d, how.look)
			b.ReportMetric(net(p, d, tr), "USD")
			b.ReportMetric(tr.Proven.Gap, "gap")
			b.ReportMetric(float64(tr.Proven.Plans), "plans")
		})
	}
}
