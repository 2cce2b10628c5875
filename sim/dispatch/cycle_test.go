package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var off = math.Inf(-1) // the value of an hour that is forced off

// run solves and fails the test unless the schedule keeps the rules, and earns and starts what the plan says.
func (c Cycle) run(t testing.TB, s *CycleSpace, value []float64, from CycleState) CyclePlan {
	t.Helper()
	var plan CyclePlan
	s.Solve(value, c, from, &plan)
	if broken := c.broken(value, from, plan.Blocks); broken != "" {
		t.Fatalf("%s: %v\n%+v from %+v\n%v", broken, plan.Blocks, c, from, value)
	}
	earned, starts := c.earned(value, from, plan.Blocks)
	if plan.Starts != starts || !near(plan.Value, earned, 1e-12, c.scale(value)) {
		t.Fatalf("%d starts worth %v USD, carried out %d worth %v\n%+v from %+v\n%v",
			plan.Starts, plan.Value, starts, earned, c, from, value)
	}
	return plan
}

// scale returns the sum of what could be earned, lost and spent, USD: what the rounding of a plan is measured by.
func (c Cycle) scale(value []float64) float64 {
	gross := c.Start
	for _, usd := range c.Starts {
		gross += usd
	}
	for _, v := range value {
		if !math.IsInf(v, 0) {
			gross += math.Abs(v) + c.Start
		}
	}
	return gross
}

// earned returns what a schedule earns less its starts, and how many blocks it starts.
func (c Cycle) earned(value []float64, from CycleState, blocks []int) (usd float64, starts int) {
	before, spent := from.Blocks, 0.0
	for t, b := range blocks {
		if b > 0 {
			usd += value[t] * float64(b)
		}
		if n := max(0, b-before); n > 0 {
			starts += n
			spent += c.startAt(t) * float64(n)
		}
		before = b
	}
	if c.Starts == nil {
		spent = c.Start * float64(starts) // in any hours the same to the bit
	}
	return (usd - spent) / float64(c.Blocks), starts // divided once: whole numbers are equal or not
}

// broken names a rule that the schedule breaks, read from whole stretches of on and off rather than hour by hour.
func (c Cycle) broken(value []float64, from CycleState, blocks []int) string {
	before := from.Blocks
	for t, b := range blocks {
		forced := math.IsInf(value[t], -1)
		switch {
		case forced && b > 0:
			return "on where forced off"
		case c.RampUp > 0 && b-before > c.RampUp:
			return "rises too fast"
		case c.RampDown > 0 && before-b > c.RampDown && !forced:
			return "falls too fast"
		}
		before = b
	}
	for first := 0; first < len(blocks); {
		next := first
		for next < len(blocks) && blocks[next] > 0 == (blocks[first] > 0) {
			next++
		}
		on := blocks[first] > 0
		least := c.Down
		if on {
			least = c.Up
		}
		if first == 0 && on == (from.Blocks > 0) {
			least = from.Owed
		}
		ends := next == len(blocks)
		if next-first < least && !ends && (!on || !math.IsInf(value[next], -1)) {
			return "switched too soon"
		}
		if first == 0 && from.Owed > 0 && on != (from.Blocks > 0) && (on || !math.IsInf(value[0], -1)) {
			return "switched too soon at first"
		}
		first = next
	}
	return ""
}

// exhaust returns the value of the best of all schedules that keep the rules and the fewest blocks and hours that
// earn it.
func (c Cycle) exhaust(value []float64, from CycleState) (usd float64, run int) {
	usd = math.Inf(-1)
	blocks := make([]int, len(value))
	for {
		if x, _ := c.earned(value, from, blocks); x >= usd && c.broken(value, from, blocks) == "" {
			n := 0
			for _, b := range blocks {
				n += b
			}
			if x > usd {
				usd, run = x, n
			}
			run = min(run, n)
		}
		t := 0
		for t < len(blocks) && blocks[t] == c.Blocks {
			blocks[t] = 0
			t++
		}
		if t == len(blocks) {
			return usd, run
		}
		blocks[t]++
	}
}

// agrees fails the test unless the plan is as good as the best of all schedules and runs as little.
func (c Cycle) agrees(t testing.TB, s *CycleSpace, value []float64, from CycleState) CyclePlan {
	t.Helper()
	plan := c.run(t, s, value, from)
	usd, run := c.exhaust(value, from)
	n := 0
	for _, b := range plan.Blocks {
		n += b
	}
	if !near(plan.Value, usd, 1e-12, c.scale(value)) || n != run {
		t.Fatalf("%v USD in %d hours of a block by %v, all schedules have %v in %d\n%+v from %+v\n%v",
			plan.Value, n, plan.Blocks, usd, run, c, from, value)
	}
	return plan
}

// randomHours makes hours with good and bad stretches, hours that earn nothing and hours that are forced off. Every
// second instance has whole numbers, so that many schedules are equally good, and sums have no rounding.
func randomHours(rng *rand.Rand, n int) []float64 {
	value := make([]float64, n)
	whole, bans := rng.IntN(2) == 0, rng.IntN(3) == 0
	level := 0.0
	for t := range value {
		level = 0.6*level + 5*rng.NormFloat64()
		value[t] = level
		if whole {
			value[t] = math.Round(level)
		}
		switch {
		case bans && rng.IntN(5) == 0:
			value[t] = off
		case rng.IntN(12) == 0:
			value[t] = 0
		}
	}
	return value
}

// randomState makes a state that a unit may be in.
func randomState(rng *rand.Rand, c Cycle) CycleState {
	if rng.IntN(2) == 0 {
		return CycleState{0, rng.IntN(max(c.Down, 1))}
	}
	return CycleState{1 + rng.IntN(c.Blocks), rng.IntN(max(c.Up, 1))}
}

// TestCycleEqualsAllSchedules: with any minimum up time, minimum down time and start cost the plan for 12 hours is
// the best of all 2^12 schedules, and of those the one that runs least.
func TestCycleEqualsAllSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 1))
	var s CycleSpace
	each := 8
	if testing.Short() {
		each = 1
	} else if long() {
		each = 40
	}
	count, ran, started, forced := 0, 0, 0, 0
	for up := range 7 {
		for down := range 7 {
			for _, start := range []float64{0, 1, 6, 25} {
				for range each {
					c := Cycle{Up: up, Down: down, Start: start, Blocks: 1}
					value := randomHours(rng, 12)
					plan := c.agrees(t, &s, value, randomState(rng, c))
					count++
					ran += min(1, slices.Max(plan.Blocks))
					started += min(1, plan.Starts)
					forced += min(1, 1+slices.Index(value, off))
				}
			}
		}
	}
	t.Logf("%d instances; %d run, %d start, %d have hours forced off", count, ran, started, forced)
	if ran < count/2 || started < count/4 || forced < count/8 {
		t.Errorf("of %d instances %d run, %d start and %d are forced off: that tests too little",
			count, ran, started, forced)
	}
}

// TestRampEqualsAllSchedules: blocks that are tied by ramps, minimum times and starts, against all (blocks+1)^hours
// schedules.
func TestRampEqualsAllSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 2))
	var s CycleSpace
	count := 9200
	if testing.Short() {
		count = 1000
	} else if long() {
		count = 50000
	}
	hours := []int{1: 8, 2: 6, 3: 5, 4: 4, 5: 4}
	part, ramped := 0, 0
	for range count {
		c := Cycle{Blocks: 1 + rng.IntN(5), Up: rng.IntN(5), Down: rng.IntN(4), RampUp: rng.IntN(4), RampDown: rng.IntN(4)}
		if rng.IntN(3) == 0 {
			c.Up, c.Down = rng.IntN(2), rng.IntN(2)
		}
		c.Start = []float64{0, 2, 5, 10 * rng.Float64()}[rng.IntN(4)]
		value := randomHours(rng, hours[c.Blocks])
		from := randomState(rng, c)
		plan := c.agrees(t, &s, value, from)
		before := from.Blocks
		for h, b := range plan.Blocks {
			if b > 0 && b < c.Blocks {
				part++
			}
			if b-before == c.RampUp && b < c.Blocks && h > 0 && before > 0 {
				ramped++
			}
			before = b
		}
	}
	t.Logf("%d instances, %d hours in part, %d amid a rise", count, part, ramped)
	if part < count/4 || ramped < count/20 {
		t.Errorf("%d hours in part and %d amid a rise in %d instances: that tests too little", part, ramped, count)
	}
}

// TestStartsOfEachHour: with a price of its own for a start in each hour, with and without minimum times and ramps,
// against all schedules.
func TestStartsOfEachHour(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 3))
	var s CycleSpace
	hours := []int{1: 9, 2: 6, 3: 5}
	started := 0
	for range 2000 {
		c := Cycle{Blocks: 1 + rng.IntN(3)}
		if rng.IntN(2) == 0 {
			c.Up, c.Down, c.RampUp, c.RampDown = rng.IntN(5), rng.IntN(4), rng.IntN(3), rng.IntN(3)
		}
		for range hours[c.Blocks] {
			c.Starts = append(c.Starts, float64(rng.IntN(12)))
		}
		started += min(1, c.agrees(t, &s, randomHours(rng, hours[c.Blocks]), randomState(rng, c)).Starts)
	}
	if started < 500 {
		t.Errorf("%d of 2,000 plans start anything: that tests too little", started)
	}
}
