package sim_test

import (
	"testing"

	"hashwatt/sim"
)

// BenchmarkReference measures scenarios/reference.yaml, forty-six sites over ten years, from words to figures, as
// nanoseconds for each site and hour of the central case, and of each draw with eight of them on one worker.
func BenchmarkReference(b *testing.B) {
	for _, c := range []struct {
		name  string
		draws int
	}{{"central", 0}, {"draws=8", 8}} {
		b.Run(c.name, func(b *testing.B) {
			var siteHours float64
			for b.Loop() {
				r := shipped(b, "reference.yaml", "", sim.Settings{Draws: c.draws, Seed: 1, Workers: 1})
				siteHours = float64(len(r.Facts.Sites)*r.Facts.Axis.Hours) * float64(c.draws+1)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/siteHours, "ns/site-hour")
		})
	}
}
