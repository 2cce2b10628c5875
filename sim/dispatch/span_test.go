package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSpansAreOneRecursion: what a unit can earn from a state on, over one stretch of hours and then another, is
// what the whole schedule earns; what leads to the states between them and from these on adds up to the same; and
// the schedules that are followed earn it.
func TestSpansAreOneRecursion(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 77))
	var s CycleSpace
	for range instances() {
		c := randomCycle(rng, 4)
		value := randomHours(rng, 2+rng.IntN(60))
		from, cut := randomState(rng, c), rng.IntN(len(value))
		want := c.run(t, &s, value, from).Value
		least := 1e-9 * max(1, c.scale(value))

		behind := make([]float64, c.States())
		for k := range behind {
			behind[k] = math.Inf(-1)
		}
		behind[c.State(from)] = 0
		s.Forth(value[:cut], c, behind)
		ahead := make([]float64, c.States())
		second := make([]int, len(value)-cut)
		s.Back(value[cut:], c, ahead)
		through := math.Inf(-1)
		for k := range ahead {
			through = max(through, behind[k]+ahead[k])
		}
		blocks := make([]int, cut)
		s.Follow(value[:cut], c, from, ahead, blocks)
		if got := ahead[c.State(from)]; math.Abs(got-want) > least || math.Abs(through-want) > least {
			t.Fatalf("%+v from %+v cut at %d: %v in two stretches, %v by the states between them, want %v", c, from, cut, got, through, want)
		}
		state := from
		for _, b := range blocks {
			state = c.After(state, b)
		}
		s.Follow(value[cut:], c, state, make([]float64, c.States()), second)
		plan := CyclePlan{Blocks: append(blocks, second...)}
		if plan.account(value, c, from); math.Abs(plan.Value-want) > least {
			t.Fatalf("%+v from %+v cut at %d: the schedule earns %v, want %v", c, from, cut, plan.Value, want)
		}
		if what := c.broken(value, from, plan.Blocks); what != "" {
			t.Fatalf("%+v from %+v: %s", c, from, what)
		}
	}
}
