package kernel

import (
	"math"
	"testing"
)

// weekly is a year of some sites with two classes of machines at daily and seasonal prices, that may break budgets
// of their own for each week, under a budget of all sites for the year.
func weekly(sites int, shutdown int) (*Problem, *Draw) {
	const hours = 8760
	p, d := steady(hours)
	p.Price, p.Sites = nil, nil
	b := &Budgets{Roots: []Root{{To: hours}}, Groups: []Group{{Limit: limited(p, "year"), To: hours, Parent: -1}}}
	p.Budgets = b
	root := &b.Roots[0]
	root.Groups = []int32{0}
	for i := range sites {
		own := limited(p, "week")
		price, of, leaf := make([]float64, hours), make([]int32, hours), make([]int32, hours)
		for t := range hours {
			h := float64(t)
			price[t] = 70 + 25*math.Sin(2*math.Pi*h/24+float64(i)) + 20*math.Cos(2*math.Pi*h/8760) + 12*math.Sin(h*h*0.37+float64(i)) + 3*float64(i)
		}
		p.Price = append(p.Price, price)
		site := Site{Tariff: int32(i), Class: int32(i), PowerMW: 10, RatedMW: 10, AvailableMW: 10, Share: 1, Tranches: []Tranche{
			{MW: 6, HashPerMW: 50, BreakEven: 0.48, Efficiency: 20}, {MW: 4, HashPerMW: 40, BreakEven: 0.6, Efficiency: 25},
		}}
		breach := Breach{Limit: own, Fines: []float64{3000, 5000, 8000}, ShutdownHours: shutdown}
		for from := 0; from < hours; from += 168 {
			g, to := int32(len(b.Groups)), min(from+168, hours)
			b.Groups = append(b.Groups, Group{Limit: own, Sites: []int32{int32(i)}, BudgetMWh: 700 + 40*float64(i), From: from, To: to, Parent: 0, Local: g, Terms: Terms{Breach: to < hours}})
			root.Groups = append(root.Groups, g)
			for t := from; t < to; t++ {
				of[t], leaf[t] = int32(len(breach.Groups)), g
			}
			breach.Groups = append(breach.Groups, g)
		}
		breach.Of = of
		site.Breaches = []Breach{breach}
		b.Leaf = append(b.Leaf, leaf)
		p.Sites = append(p.Sites, site)
		root.Sites = append(root.Sites, int32(i))
	}
	b.Groups[0].BudgetMWh = 42_000 * float64(sites)
	return p, d
}

// crossed adds a budget for the power of all sites in each hour of some days of every week, in a family of its own.
func crossed(p *Problem, mw float64) {
	b := p.Budgets
	l := limited(p, "power")
	var sites []int32
	for i := range p.Sites {
		sites = append(sites, int32(i))
	}
	row := make([]int32, p.Hours)
	for t := range row {
		if row[t] = -1; t/24%7 < 5 {
			row[t] = int32(len(b.Groups))
			b.Groups = append(b.Groups, Group{Limit: l, Sites: sites, BudgetMWh: mw, From: t, To: t + 1, Parent: -1, Local: int32(len(b.Roots[0].Second)), Terms: Terms{Hourly: true}})
			b.Roots[0].Second = append(b.Roots[0].Second, row[t])
		}
	}
	for range p.Sites {
		b.Second = append(b.Second, row)
	}
}

// BenchmarkWeekly plans a year of weeks that three sites may break under one budget, without and with a limit on
// their power that crosses.
func BenchmarkWeekly(b *testing.B) {
	for _, cross := range []bool{false, true} {
		for _, look := range []Foresight{Perfect, Rolling} {
			b.Run([]string{"rolling", "perfect"}[look]+map[bool]string{true: " crossed"}[cross], func(b *testing.B) {
				p, d := weekly(3, 48)
				if cross {
					crossed(p, 18)
				}
				_, tr := playAgain(b, p, d, look)
				reportBroken(b, tr)
			})
		}
	}
}
