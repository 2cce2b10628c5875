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
		t.Fatalf("%d starts worth %v USD, carried out %d worth %v\n%+v from %+v\n%v", plan.Starts, plan.Value, starts, earned, c, from, value)
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

// exhaust returns the value of the best of all schedules that keep the rules and the fewest blocks and hours that earn it.
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
		t.Fatalf("%v USD in %d hours of a block by %v, all schedules have %v in %d\n%+v from %+v\n%v", plan.Value, n, plan.Blocks, usd, run, c, from, value)
	}
	return plan
}

// randomHours makes hours with good and bad stretches, hours that earn nothing and hours that are forced off. Every second
// instance has whole numbers, so that many schedules are equally good, and sums have no rounding.
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

// TestCycleEqualsAllSchedules: with any minimum up time, minimum down time and start cost the plan for 12 hours is the best
// of all 2^12 schedules, and of those the one that runs least.
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
		t.Errorf("of %d instances %d run, %d start and %d are forced off: that tests too little", count, ran, started, forced)
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

// TestStartsOfEachHour: with a price of its own for a start in each hour, with and without minimum times and ramps, against all
// schedules.
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

// TestCycleByHand: what runs in cases that fit on a line.
func TestCycleByHand(t *testing.T) {
	t.Parallel()
	on := CycleState{Blocks: 1}
	for _, c := range []struct {
		name  string
		cycle Cycle
		from  CycleState
		value []float64
		want  []int
		usd   float64
	}{
		{"a blip worth less than the start", Cycle{Start: 10}, CycleState{}, []float64{-1, 4, 5, -1}, []int{0, 0, 0, 0}, 0},
		{"a blip worth the start", Cycle{Start: 9}, CycleState{}, []float64{-1, 4, 5, -1}, []int{0, 0, 0, 0}, 0},
		{"a blip worth more than the start", Cycle{Start: 8}, CycleState{}, []float64{-1, 4, 5, -1}, []int{0, 1, 1, 0}, 1},
		{"the same blip when on already", Cycle{Start: 10}, on, []float64{-1, 4, 5, -1}, []int{1, 1, 1, 0}, 8},
		{"a dip cheaper than a restart", Cycle{Start: 5}, on, []float64{9, -2, -2, 9}, []int{1, 1, 1, 1}, 14},
		{"a dip as dear as a restart", Cycle{Start: 4}, on, []float64{9, -2, -2, 9}, []int{1, 0, 0, 1}, 14},
		{"a dip dearer than a restart", Cycle{Start: 3}, on, []float64{9, -2, -2, 9}, []int{1, 0, 0, 1}, 15},
		{"a dip before nothing", Cycle{Start: 5}, on, []float64{9, -2, -2, 1}, []int{1, 0, 0, 0}, 9},
		{"a loss carried for the minimum up time", Cycle{Up: 3}, CycleState{}, []float64{-1, 9, -2, -3, -9}, []int{1, 1, 1, 0, 0}, 6},
		{"not worth the minimum up time", Cycle{Up: 3}, CycleState{}, []float64{-5, 9, -5, -5}, []int{0, 0, 0, 0}, 0},
		{"the minimum up time of the past", Cycle{Up: 3}, CycleState{1, 2}, []float64{-5, -5, -5}, []int{1, 1, 0}, -10},
		{"the minimum down time of the past", Cycle{Down: 3}, CycleState{0, 2}, []float64{5, 5, 5}, []int{0, 0, 1}, 5},
		{"a dip shorter than the minimum down time", Cycle{Down: 3}, on, []float64{5, -1, 1, 1, 5}, []int{1, 1, 1, 1, 1}, 11},
		{"no minimum up time is owed after the end", Cycle{Up: 9, Start: 1}, CycleState{}, []float64{-5, 3}, []int{0, 1}, 2},
		{"forced off within the minimum up time", Cycle{Up: 4}, CycleState{1, 3}, []float64{-2, off, -2, -2}, []int{1, 0, 0, 0}, -2},
		{"a forced stop begins the minimum down time", Cycle{Down: 3}, on, []float64{5, off, 4, 4, 5}, []int{1, 0, 0, 0, 1}, 10},
		{"forced hours count for the minimum down time", Cycle{Down: 3}, on, []float64{5, off, off, off, 5}, []int{1, 0, 0, 0, 1}, 10},
		{"a forced stop costs a start", Cycle{Start: 6}, on, []float64{5, off, 5, 2}, []int{1, 0, 1, 1}, 6},
		{"an hour without power costs none", Cycle{Start: 6}, on, []float64{5, 0, 5}, []int{1, 1, 1}, 10},
		{"all hours forced off", Cycle{Up: 3, Start: 5}, CycleState{1, 2}, []float64{off, off, off}, []int{0, 0, 0}, 0},
		{"a start before a forced hour", Cycle{Up: 4}, CycleState{}, []float64{5, off, 5}, []int{1, 0, 1}, 10},
		{"a forced hour that ends a bad stretch is worth something", Cycle{Up: 4}, CycleState{}, []float64{5, -9, -9, -9}, []int{0, 0, 0, 0}, 0},
		{"and so is used", Cycle{Up: 4}, CycleState{}, []float64{5, off, -9, -9}, []int{1, 0, 0, 0}, 5},
		{"a rise from off", Cycle{Blocks: 4, RampUp: 1}, CycleState{}, []float64{4, 4, 4, 4, 4, 4}, []int{1, 2, 3, 4, 4, 4}, 18},
		{"a rise begun before it pays", Cycle{Blocks: 4, RampUp: 2}, CycleState{}, []float64{-4, 12, 12}, []int{2, 4, 4}, 22},
		{"a fall begun while it still pays", Cycle{Blocks: 4, RampDown: 2}, CycleState{Blocks: 4}, []float64{4, -12, -12}, []int{2, 0, 0}, 2},
		{"a fall that is forced", Cycle{Blocks: 4, RampDown: 1}, CycleState{Blocks: 4}, []float64{4, off, 4}, []int{4, 0, 4}, 8},
		{"one block keeps the minimum up time", Cycle{Blocks: 4, Up: 3}, CycleState{}, []float64{12, -4, -4, -4}, []int{4, 1, 1, 0}, 10},
		{"a block pays its part of the start", Cycle{Blocks: 4, Start: 8, RampUp: 1}, CycleState{}, []float64{12, 12, -50}, []int{1, 2, 0}, 5},
		{"blocks that were on stay, others do not start", Cycle{Blocks: 4, Start: 8}, CycleState{Blocks: 1}, []float64{4, -4, 8}, []int{1, 1, 1}, 2},
		{"no hours", Cycle{Start: 1}, on, nil, nil, 0},
	} {
		c.cycle.Blocks = max(c.cycle.Blocks, 1)
		got := c.cycle.run(t, new(CycleSpace), c.value, c.from)
		if !slices.Equal(got.Blocks, c.want) || got.Value != c.usd {
			t.Errorf("%s: %v worth %v USD, want %v worth %v", c.name, got.Blocks, got.Value, c.want, c.usd)
		}
	}
}

// TestCycleAfter: what an hour leaves of a unit, also where it did not go by the plan.
func TestCycleAfter(t *testing.T) {
	t.Parallel()
	c := Cycle{Up: 4, Down: 2, Blocks: 3}
	for _, h := range []struct {
		from   CycleState
		blocks int
		want   CycleState
	}{
		{CycleState{}, 0, CycleState{}},
		{CycleState{}, 2, CycleState{2, 3}},
		{CycleState{2, 3}, 3, CycleState{3, 2}},
		{CycleState{3, 1}, 1, CycleState{1, 0}},
		{CycleState{1, 0}, 1, CycleState{1, 0}},
		{CycleState{1, 0}, 0, CycleState{0, 1}},
		{CycleState{2, 3}, 0, CycleState{0, 1}}, // forced off
		{CycleState{0, 1}, 0, CycleState{}},
	} {
		if got := c.After(h.from, h.blocks); got != h.want {
			t.Errorf("%+v after %d blocks: %+v, want %+v", h.from, h.blocks, got, h.want)
		}
	}
	if got := (Cycle{Blocks: 1}).After(CycleState{}, 1); got != (CycleState{1, 0}) {
		t.Errorf("without minimum times a start leaves %+v, want nothing owed", got)
	}
}

// TestCycleOnKnifeEdge: a month whose hours add up to the start does not start in whatever order they are added, and does
// for one part in a billion more.
func TestCycleOnKnifeEdge(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 3))
	var s CycleSpace
	for _, c := range []Cycle{{Blocks: 1}, {Blocks: 1, Up: 2}, {Blocks: 3, Down: 2}} {
		for range 100 {
			value := make([]float64, 744)
			for h := range value {
				value[h] = rng.Float64()
			}
			c.Start = 0
			for _, h := range rng.Perm(744) {
				c.Start += value[h]
			}
			if got := c.run(t, &s, value, CycleState{}); got.Starts > 0 {
				t.Fatalf("%+v gains nothing and starts", c)
			}
			c.Start *= 1 - 1e-9
			if got := c.run(t, &s, value, CycleState{}); slices.Min(got.Blocks) < c.Blocks {
				t.Fatalf("%+v gains something and does not start", c)
			}
		}
	}
}

// cycleYear makes a year of hourly values with days and weather, and a week that is forced off.
func cycleYear() []float64 {
	rng := rand.New(rand.NewPCG(9, 4))
	value := make([]float64, 8760)
	x := 0.0
	for t := range value {
		x = 0.9*x + 12*rng.NormFloat64()
		value[t] = 10 + x + 20*math.Sin(2*math.Pi*float64(t%24)/24)
		if t/24 >= 200 && t/24 < 207 {
			value[t] = off
		}
	}
	return value
}

// cycles are units of different kinds, as benchmarks name them.
var cycles = []struct {
	name string
	Cycle
}{
	{"start", Cycle{Start: 60, Blocks: 1}},
	{"up 4 down 2", Cycle{Up: 4, Down: 2, Start: 60, Blocks: 1}},
	{"up 24 down 12", Cycle{Up: 24, Down: 12, Start: 60, Blocks: 1}},
	{"10 blocks with ramps", Cycle{Start: 60, Blocks: 10, RampUp: 2, RampDown: 3}},
	{"10 blocks with ramps up 4 down 2", Cycle{Up: 4, Down: 2, Start: 60, Blocks: 10, RampUp: 2, RampDown: 3}},
}

// TestCycleAllocatesNothing: a space and a plan that have grown are enough.
func TestCycleAllocatesNothing(t *testing.T) {
	value := cycleYear()[:744]
	for _, c := range cycles {
		var s CycleSpace
		var plan CyclePlan
		if n := testing.AllocsPerRun(3, func() { s.Solve(value, c.Cycle, CycleState{}, &plan) }); n != 0 {
			t.Errorf("%s: %v allocations per run, want 0", c.name, n)
		}
	}
}

// TestCycleMisused: numbers that cannot be are a mistake of the caller.
func TestCycleMisused(t *testing.T) {
	t.Parallel()
	good := Cycle{Up: 3, Down: 2, Start: 5, Blocks: 4}
	for name, spoil := range map[string]func(c *Cycle, from *CycleState, value []float64){
		"no value":             func(_ *Cycle, _ *CycleState, v []float64) { v[1] = math.NaN() },
		"a value without end":  func(_ *Cycle, _ *CycleState, v []float64) { v[1] = math.Inf(1) },
		"a value too large":    func(_ *Cycle, _ *CycleState, v []float64) { v[0], v[1] = 1e308, 1e308 },
		"an up time below 0":   func(c *Cycle, _ *CycleState, _ []float64) { c.Up = -1 },
		"a down time below 0":  func(c *Cycle, _ *CycleState, _ []float64) { c.Down = -1 },
		"a start below 0":      func(c *Cycle, _ *CycleState, _ []float64) { c.Start = -1 },
		"no start":             func(c *Cycle, _ *CycleState, _ []float64) { c.Start = math.NaN() },
		"a start in no hour":   func(c *Cycle, _ *CycleState, _ []float64) { c.Starts = []float64{1, 1} },
		"a start of an hour":   func(c *Cycle, _ *CycleState, _ []float64) { c.Starts = []float64{1, -1, 1} },
		"no start in an hour":  func(c *Cycle, _ *CycleState, _ []float64) { c.Starts = []float64{1, 1, math.NaN()} },
		"no blocks":            func(c *Cycle, _ *CycleState, _ []float64) { c.Blocks = 0 },
		"too many blocks":      func(c *Cycle, _ *CycleState, _ []float64) { c.Blocks = 1 << 16 },
		"a ramp below 0":       func(c *Cycle, _ *CycleState, _ []float64) { c.RampDown = -1 },
		"more on than there":   func(_ *Cycle, s *CycleState, _ []float64) { s.Blocks = 5 },
		"fewer on than none":   func(_ *Cycle, s *CycleState, _ []float64) { s.Blocks = -1 },
		"owed on all of up":    func(_ *Cycle, s *CycleState, _ []float64) { *s = CycleState{1, 3} },
		"owed off all of down": func(_ *Cycle, s *CycleState, _ []float64) { *s = CycleState{0, 2} },
		"owed below 0":         func(_ *Cycle, s *CycleState, _ []float64) { s.Owed = -1 },
	} {
		func() {
			defer func() {
				if r := recover(); r == nil {
					t.Errorf("%s: no panic", name)
				} else if _, ok := r.(string); !ok {
					t.Errorf("%s: panics with %v, want a sentence", name, r)
				}
			}()
			c, from, value := good, CycleState{}, []float64{5, 5, 5}
			spoil(&c, &from, value)
			new(CycleSpace).Solve(value, c, from, new(CyclePlan))
		}()
	}
}

func BenchmarkCycleYear(b *testing.B) {
	value := cycleYear()
	for _, c := range cycles {
		b.Run(c.name, func(b *testing.B) {
			var s CycleSpace
			var plan CyclePlan
			b.ReportAllocs()
			for b.Loop() {
				s.Solve(value, c.Cycle, CycleState{}, &plan)
			}
		})
	}
}
