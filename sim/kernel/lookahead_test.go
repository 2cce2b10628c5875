package kernel

import (
	"slices"
	"testing"
)

// breakableHours is steady with one class of 10 MW that earns 125 USD/MWh, at prices by which the hours earn so
// many USD, and with a budget of nothing in each hour.
func breakableHours(earns []float64, fines []float64, shutdown int) (*Problem, *Draw) {
	p, d := steady(len(earns))
	p.Sites[0].Tranches = p.Sites[0].Tranches[:1]
	p.Sites[0].Tranches[0].MW, p.Sites[0].RatedMW, p.Sites[0].AvailableMW = 10, 10, 10
	var ends []int
	for t, usd := range earns {
		p.Price[0][t] = 125 - usd/10
		ends = append(ends, t+1)
	}
	breakable(p, ends, 0, fines, shutdown)
	return p, d
}

func brokenGroups(tr *Trace) (list []int32) {
	for _, b := range tr.Broken {
		list = append(list, b.Group)
	}
	return list
}

// The rolling operator looks at twelve periods when he thinks of breaking one. The first breach is free and all
// others are dear: he keeps it for the one that earns most if that is the twelfth, and spends it at once if that is
// the thirteenth. Who knows all waits.
func TestTwelvePeriodsAhead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		look Foresight
		best int
		want int32
	}{{Rolling, 11, 11}, {Rolling, 12, 0}, {Perfect, 12, 12}} {
		earns := flat(14, 100)
		earns[0], earns[c.best] = 110, 1000
		p, d := breakableHours(earns, []float64{0, 1e6}, 0)
		p.Foresight = c.look
		if got := brokenGroups(run(t, p, d)); !slices.Equal(got, []int32{c.want}) {
			t.Errorf("foresight %d, most in period %d: broken %v, want %d", c.look, c.best, got, c.want)
		}
	}
}

// He looks farther where a shutdown lasts longer: a breach now, after which the site stands still for 20 hours,
// would cost the breach of hour 15 that earns ten times as much.
func TestAsFarAsAShutdownLasts(t *testing.T) {
	t.Parallel()
	earns := flat(36, 100)
	earns[0], earns[15] = 110, 1000
	p, d := breakableHours(earns, nil, 20)
	got := brokenGroups(run(t, p, d))
	if !slices.Equal(got, []int32{15}) {
		t.Errorf("broken %v, want period 15 and none that shuts it down or that it does", got)
	}
}
