package kernel

import "testing"

// BenchmarkHours measures the chronological loop on 46 sites of three machine classes over a year, as nanoseconds for
// each site and hour.
func BenchmarkHours(b *testing.B) {
	const hours, sites = 8760, 46
	p, d := tiny(hours, sites)
	for i := range p.Sites {
		s := &p.Sites[i]
		s.Online = 0
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
}
