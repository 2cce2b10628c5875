package kernel

import (
	"math/rand/v2"
	"testing"
)

// chargedHours is sites on one tariff with a price of the highest load of each month, whose power is shared by the
// hour: two thirds of what they could draw.
func chargedHours(sites, years int) (*Problem, *Draw) {
	const month = 730
	hours := years * 12 * month
	p, d := tiny(hours, sites)
	moving(d)
	rng := rand.New(rand.NewPCG(16, 16))
	p.Price[0] = randomPrices(rng, hours)
	ch := &Charges{}
	for from := 0; from < hours; from += month {
		ch.window(hours, from, from+month, -1, 0, step(9_000))
	}
	p.Charges = []*Charges{ch}
	all, leaf := make([]int32, sites), make([]int32, hours)
	for i := range p.Sites {
		site := &p.Sites[i]
		site.Class, site.Online, site.Charged, site.Invoiced, all[i] = 0, 0, true, true, int32(i)
		for k := range site.Tranches { // no two sites are alike
			site.Tranches[k].BreakEven *= 0.8 + 0.4*rng.Float64()
			site.Tranches[k].HashPerMW *= site.Tranches[k].Efficiency * 0.024 / site.Share / site.Tranches[k].BreakEven
		}
	}
	b := &Budgets{Leaf: [][]int32{leaf}}
	for h := range hours {
		leaf[h] = int32(h)
		b.Groups = append(b.Groups, Group{
			BudgetMWh: float64(sites) * 6.5, Terms: Terms{Hourly: true, Auctioned: true}, From: h, To: h + 1, Parent: -1,
			Root: int32(h),
		})
		b.Roots = append(b.Roots, Root{Groups: []int32{int32(h)}, Sites: all, From: h, To: h + 1})
	}
	p.Budgets = b
	p.Limits = []Limit{{Name: "cap", Sites: all, ByMonth: flat(p.Months, 0), Pooled: true, Auctioned: true}}
	return p, d
}

// BenchmarkAccordHours is sites that share their power by the hour over a year, under charges on the highest load.
func BenchmarkAccordHours(b *testing.B) {
	for _, how := range []struct {
		name  string
		sites int
		look  Foresight
	}{
		{"3/rolling", 3, Rolling},
		{"3/perfect", 3, Perfect},
		{"15/rolling", 15, Rolling},
		{"15/perfect", 15, Perfect},
		{"46/rolling", 46, Rolling},
		{"46/perfect", 46, Perfect},
	} {
		b.Run(how.name, func(b *testing.B) {
			p, d := chargedHours(how.sites, 1)
			_, tr := playAgain(b, p, d, how.look)
			b.ReportMetric(net(p, d, tr), "USD")
			b.ReportMetric(tr.Proven.Gap, "gap")
			b.ReportMetric(float64(tr.Proven.Plans), "plans")
		})
	}
}
