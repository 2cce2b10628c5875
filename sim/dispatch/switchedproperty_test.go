package dispatch

import (
	"math/rand/v2"
	"testing"
)

// TestSwitchedEqualsAllSchedules: the plan is as good as the best of all schedules of up to three units, with items solved by the
// linear programme beside each of them.
func TestSwitchedEqualsAllSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 1))
	var w SwitchSpace
	var rungs [Rungs]int
	searched := 0
	for n := range instances() {
		in := randomSwitched(rng, 1+n%3)
		var p SwitchedPlan
		c := in.solve(t, &w, &p)
		rungs[p.Rung]++
		if c.DualGap > 1e-6 {
			searched++
		}
		want := in.exhaust(t)
		if !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%+v\n%v", n, p.Value, p.Bound, want, p, in)
		}
	}
	t.Log(rungs, searched)
}
