package kernel

import "testing"

// playAgain measures how long it takes to play a problem with so much foresight, in one state, and returns that state
// and the trace.
func playAgain(b *testing.B, p *Problem, d *Draw, look Foresight) (*State, *Trace) {
	b.Helper()
	p.Foresight = look
	s, tr := &State{}, NewTrace(p, false)
	for b.Loop() {
		tr.Reset()
		if err := Run(p, d, s, tr); err != nil {
			b.Fatal(err)
		}
	}
	return s, tr
}

// reportBroken tells how good plans of breaches are, how many are exact, and what came of them.
func reportBroken(b *testing.B, tr *Trace) {
	b.Helper()
	b.ReportMetric(tr.Proven.Gap, "gap")
	b.ReportMetric(float64(tr.Proven.Plans), "plans")
	b.ReportMetric(float64(tr.Proven.Exact), "exact")
	b.ReportMetric(float64(len(tr.Broken)), "broken")
	b.ReportMetric(earned(tr), "USD")
}

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
