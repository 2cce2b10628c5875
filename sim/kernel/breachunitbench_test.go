package kernel

import (
	"fmt"
	"testing"
)

// weeklySwitched is weekly where it costs something to switch the first so many classes of machines.
func weeklySwitched(sites, classes, shutdown int) (*Problem, *Draw) {
	p, d := weekly(sites, shutdown)
	switches := limited(p, "switches")
	for i := range p.Sites {
		p.Sites[i].Tranches = p.Sites[i].Tranches[:classes]
		p.Sites[i].Cycle = &Cycle{Limit: switches, Up: 6, Down: 4, StartPerMW: 15, Blocks: 1}
	}
	return p, d
}

// BenchmarkWeeklySwitched plans a year of weeks that a site may break where it costs something to switch its machines.
func BenchmarkWeeklySwitched(b *testing.B) {
	for _, c := range []struct{ sites, classes int }{{1, 1}, {1, 2}, {2, 1}} {
		for _, look := range []Foresight{Perfect, Rolling} {
			b.Run(fmt.Sprintf("%d sites of %d classes %s", c.sites, c.classes, []string{"rolling", "perfect"}[look]), func(b *testing.B) {
				p, d := weeklySwitched(c.sites, c.classes, 48)
				s, tr := playAgain(b, p, d, look)
				reportBroken(b, tr)
				b.ReportMetric(float64(s.breach.spent), "spent")
				b.ReportMetric(float64(len(s.breach.seen)), "plays")
			})
		}
	}
}
