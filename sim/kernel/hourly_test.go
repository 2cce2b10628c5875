package kernel

import "testing"

// merit is tiny with a cap on the power of all sites together by merit, one root for each hour.
func merit(hours, sites int, mw float64) (*Problem, *Draw) {
	p, d := tiny(hours, sites)
	all := make([]int32, sites)
	for i := range p.Sites {
		p.Sites[i].Class, p.Sites[i].Online = 0, 0
		all[i] = int32(i)
	}
	b := &Budgets{Leaf: [][]int32{make([]int32, hours)}}
	for t := range hours {
		b.Leaf[0][t] = int32(t)
		b.Groups = append(b.Groups, Group{BudgetMWh: mw, From: t, To: t + 1, Parent: -1, Root: int32(t), Terms: Terms{Hourly: true}})
		b.Roots = append(b.Roots, Root{Groups: []int32{int32(t)}, Sites: all, From: t, To: t + 1})
	}
	p.Budgets = b
	p.Limits = []Limit{{Name: "cap", Kind: "power", Sites: all, ByMonth: flat(p.Months, 0), Pooled: true}}
	return p, d
}

// BenchmarkHourly measures a cap on the power of 46 sites by merit in every hour of a year, in nanoseconds for each
// site and hour.
func BenchmarkHourly(b *testing.B) {
	const hours, sites = 8760, 46
	for _, how := range []struct {
		name string
		mw   float64
		look Foresight
	}{{"roomy", 1e6, Rolling}, {"binding", 300, Rolling}, {"binding_perfect", 300, Perfect}, {"binding_myopic", 300, Myopic}} {
		b.Run(how.name, func(b *testing.B) {
			p, d := merit(hours, sites, how.mw)
			p.Foresight = how.look
			for i := range p.Sites {
				s := &p.Sites[i]
				s.Tranches = append(s.Tranches, Tranche{MW: 1, HashPerMW: 1000 / 34.0, BreakEven: 0.024 * 34 / s.Share, Efficiency: 34})
			}
			tr := NewTrace(p, true)
			var s State
			b.ReportAllocs()
			for b.Loop() {
				tr.Reset()
				if err := Run(p, d, &s, tr); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/hours/sites, "ns/site-hour")
		})
	}
}
