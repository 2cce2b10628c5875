package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSwitchedQuick: without a search the plan keeps all rules and budgets and is never above the best, nor is the best
// above its bound; with a plan known it is no worse than that.
func TestSwitchedQuick(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 77))
	worse := 0
	for n := range instances() / 8 {
		in := randomSwitched(rng, 1+n%3)
		var all SwitchSpace
		var best, plan SwitchedPlan
		in.solve(t, &all, &best)
		slack, quick := 1e-9*max(1, math.Abs(best.Value)), SwitchSpace{Quick: true}
		in.solve(t, &quick, &plan)
		if plan.Value > best.Value+slack || plan.Bound < best.Value-slack {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%v", n, plan.Value, plan.Bound, best.Value, in)
		}
		if plan.Value < best.Value-slack {
			worse++
		}
		for u := range best.Units {
			quick.Known = append(quick.Known, slices.Clone(best.Units[u].Blocks))
		}
		if in.solve(t, &quick, &plan); plan.Value < best.Value-slack {
			t.Fatalf("instance %d: value %v, known %v\n%v", n, plan.Value, best.Value, in)
		}
	}
	if worse == 0 {
		t.Error("the plans are all the best without a search: that tests too little")
	}
}
