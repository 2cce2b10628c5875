package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// randomCycle makes a unit of up to most blocks, with or without minimum times, ramps and a start cost.
func randomCycle(rng *rand.Rand, most int) Cycle {
	c := Cycle{Blocks: 1 + rng.IntN(most)}
	if rng.IntN(3) > 0 {
		c.Up, c.Down = rng.IntN(9), rng.IntN(9)
	}
	if rng.IntN(3) > 0 {
		c.RampUp, c.RampDown = rng.IntN(c.Blocks+1), rng.IntN(c.Blocks+1)
	}
	if rng.IntN(3) > 0 {
		c.Start = 30 * rng.Float64()
	}
	return c
}

// instances returns how many random instances a property is tried on.
func instances() int {
	switch {
	case testing.Short():
		return 100
	case long():
		return 10000
	}
	return 500
}

// TestCycleWithoutStartsIsThreshold: without start cost, minimum times and ramps the unit runs in full where it earns
// anything and idles elsewhere.
func TestCycleWithoutStartsIsThreshold(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 1))
	var s CycleSpace
	for range instances() {
		c := Cycle{Up: rng.IntN(2), Down: rng.IntN(2), Blocks: 1 + rng.IntN(3)}
		value := randomHours(rng, 100)
		plan := c.run(t, &s, value, randomState(rng, c))
		for h, v := range value {
			if want := v > 0; plan.Blocks[h] > 0 != want || plan.Blocks[h]%c.Blocks > 0 {
				t.Fatalf("%d blocks of %d run in an hour that earns %v USD\n%v", plan.Blocks[h], c.Blocks, v, value)
			}
		}
	}
}

// TestCycleTwoRoads: with a start cost only, the method of two states and the general one give the same plan.
func TestCycleTwoRoads(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 2))
	var s CycleSpace
	inside := 0
	for range instances() {
		c := Cycle{Start: 20 * rng.Float64(), Blocks: 1 + rng.IntN(4)}
		if rng.IntN(2) == 0 {
			c.Start = float64(rng.IntN(20))
		}
		value := randomHours(rng, 1+rng.IntN(300))
		from := randomState(rng, c)
		fast := c.run(t, &s, value, from)
		general := CyclePlan{Blocks: make([]int, len(value))}
		s.recur(value, tolerance*bestHour(value), c)
		s.follow(value, c, from, general.Blocks)
		general.account(value, c, from)
		if !slices.Equal(fast.Blocks, general.Blocks) || fast.Value != general.Value || fast.Starts != general.Starts {
			t.Fatalf("two states %v, all states %v\n%+v from %+v\n%v", fast, general, c, from, value)
		}
		for _, b := range fast.Blocks {
			if b > 0 && b < c.Blocks {
				inside++ // blocks that were on stay, the others do not start
			}
		}
	}
	if inside < instances()/20 {
		t.Errorf("%d hours in part in %d instances: that tests too little", inside, instances())
	}
}

// TestCycleHysteresis: with a start cost only, every stretch on that was started earns more than its start, and every
// pause saves at least a restart; no stretch on that could be a pause, and no pause that could be on, is left.
func TestCycleHysteresis(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 3))
	var s CycleSpace
	starts, bridged := 0, 0
	for range instances() {
		c := Cycle{Start: 25 * rng.Float64(), Blocks: 1}
		value := randomHours(rng, 200)
		slack := 1e-9 * c.scale(value)
		plan := c.run(t, &s, value, CycleState{})
		first := 0
		for h := 1; h <= len(value); h++ {
			if h < len(value) && plan.Blocks[h] == plan.Blocks[first] {
				continue
			}
			usd := 0.0
			for i := first; i < h; i++ {
				usd += value[i]
				if plan.Blocks[i] > 0 && value[i] < 0 {
					bridged++
				}
			}
			switch {
			case plan.Blocks[first] > 0:
				starts++
				if !(usd > c.Start-slack) {
					t.Fatalf("hours %d to %d earn %v USD for a start of %v\n%v", first, h, usd, c.Start, value)
				}
			case first > 0 && h < len(value):
				if !(usd <= -c.Start+slack) {
					t.Fatalf("a pause in hours %d to %d would earn %v USD, a restart costs %v\n%v",
						first, h, usd, c.Start, value)
				}
			}
			for from := first; from < h; from++ { // no change inside the stretch gains anything
				sum := 0.0
				for to := from + 1; to <= h; to++ {
					sum += value[to-1]
					inside := from > first && to < h
					if on := plan.Blocks[first] > 0; on && inside && sum < -c.Start-slack || !on && inside && sum > c.Start+slack {
						t.Fatalf("hours %d to %d earn %v USD, blocks %v, start %v\n%v",
							from, to, sum, plan.Blocks[from], c.Start, value)
					}
				}
			}
			first = h
		}
	}
	if starts < instances() || bridged < instances() {
		t.Errorf("%d starts and %d hours run at a loss in %d instances: that tests too little",
			starts, bridged, instances())
	}
}

// TestCycleDearerNeverBetter: a dearer start never earns more and never starts more blocks; longer minimum times
// and slower ramps never earn more, and neither do hours that earn less or, where a stop is free at any time, are
// forced off.
func TestCycleDearerNeverBetter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 4))
	var s CycleSpace
	for range instances() {
		c := randomCycle(rng, 5)
		value := randomHours(rng, 120)
		from := randomState(rng, c)
		slack := 1e-9 * c.scale(value)
		before := c.run(t, &s, value, from)
		worse := func(what string, c Cycle, value []float64) CyclePlan {
			t.Helper()
			after := c.run(t, &s, value, from)
			if after.Value > before.Value+slack {
				t.Fatalf("%s: the value rises from %v to %v USD\n%+v from %+v\n%v",
					what, before.Value, after.Value, c, from, value)
			}
			return after
		}
		dear := c
		dear.Start += 0.01 + 5*rng.Float64()
		if after := worse("a dearer start", dear, value); after.Starts > before.Starts {
			t.Fatalf("a dearer start: %d starts after %d\n%+v from %+v\n%v",
				after.Starts, before.Starts, dear, from, value)
		}
		longer := c
		longer.Up, longer.Down = longer.Up+rng.IntN(4), longer.Down+rng.IntN(4)
		worse("longer minimum times", longer, value)
		slow := c
		up, down := c.ramps()
		slow.RampUp, slow.RampDown = 1+rng.IntN(up), 1+rng.IntN(down)
		worse("slower ramps", slow, value)
		poor := slices.Clone(value)
		poor[rng.IntN(len(poor))] -= 5 * rng.Float64()
		worse("an hour that earns less", c, poor)
		if poor[rng.IntN(len(poor))] = off; c.Up <= 1 && down == c.Blocks {
			worse("an hour forced off", c, poor)
		}
	}
}

// TestCycleResolved: at every hour a new solve from the state that the plan has left earns what the rest of the plan
// earns, so that following a plan and making it anew are the same.
func TestCycleResolved(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 5))
	var s CycleSpace
	for range instances() {
		c := randomCycle(rng, 5)
		value := randomHours(rng, 80)
		from := randomState(rng, c)
		plan := c.run(t, &s, value, from)
		state, rest := from, plan.Value
		for h := range value {
			again := c.run(t, &s, value[h:], state)
			if !near(again.Value, rest, 1e-9, c.scale(value)) {
				t.Fatalf("from hour %d on %v USD, the plan has %v\n%+v from %+v\n%v",
					h, again.Value, rest, c, from, value)
			}
			b := plan.Blocks[h]
			if b > 0 {
				rest -= value[h] * float64(b) / float64(c.Blocks)
			}
			rest += c.Start * float64(max(0, b-state.Blocks)) / float64(c.Blocks)
			state = c.After(state, b)
		}
	}
}

// TestCycleCutShortEarnsLess: schedules made for parts of the horizon one after the other keep the rules and never earn
// more than that of the whole.
func TestCycleCutShortEarnsLess(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 6))
	var s CycleSpace
	less := 0
	for range instances() {
		c := randomCycle(rng, 5)
		value := randomHours(rng, 96)
		from := randomState(rng, c)
		whole := c.run(t, &s, value, from)
		state, sum := from, 0.0
		var blocks []int
		for h := 0; h < len(value); h += 24 {
			day := c.run(t, &s, value[h:h+24], state)
			sum += day.Value
			blocks = append(blocks, day.Blocks...)
			for _, b := range day.Blocks {
				state = c.After(state, b)
			}
		}
		if broken := c.broken(value, from, blocks); broken != "" {
			t.Fatalf("%s: day by day %v\n%+v from %+v\n%v", broken, blocks, c, from, value)
		}
		if sum > whole.Value+1e-9*c.scale(value) {
			t.Fatalf("day by day %v USD, as a whole %v\n%+v from %+v\n%v", sum, whole.Value, c, from, value)
		}
		if sum < whole.Value-1e-3 {
			less++
		}
	}
	if less < instances()/20 {
		t.Errorf("in %d of %d instances the whole is better than its days: that tests too little", less, instances())
	}
}

// TestCycleInFinerBlocks: blocks cut in two never earn less, and without minimum times they earn the same: a ramp
// alone is a linear programme of differences, whose optimum is in whole blocks.
func TestCycleInFinerBlocks(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 7))
	var s CycleSpace
	better := 0
	for range instances() {
		c := randomCycle(rng, 4)
		value := randomHours(rng, 120)
		from := randomState(rng, c)
		fine, finer := c, from
		fine.Blocks, fine.RampUp, fine.RampDown = 2*c.Blocks, 2*c.RampUp, 2*c.RampDown
		finer.Blocks *= 2
		one, two := c.run(t, &s, value, from), fine.run(t, &s, value, finer)
		slack := 1e-9 * c.scale(value)
		if two.Value < one.Value-slack || max(c.Up, c.Down) <= 1 && two.Value > one.Value+slack {
			t.Fatalf("%v USD, in finer blocks %v\n%+v from %+v\n%v", one.Value, two.Value, c, from, value)
		}
		if two.Value > one.Value+slack {
			better++
		}
	}
	if better == 0 {
		t.Error("finer blocks never earn more under minimum times: that tests too little")
	}
}

// TestCycleInvariant: the unit of money does not even change rounding, and blocks that do not differ count as one.
func TestCycleInvariant(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 8))
	var s CycleSpace
	for range instances() {
		c := randomCycle(rng, 5)
		value := randomHours(rng, 120)
		from := randomState(rng, c)
		want := c.run(t, &s, value, from)
		const money = 512
		dear := c
		dear.Start *= money
		scaled := slices.Clone(value)
		for h := range scaled {
			scaled[h] *= money
		}
		if got := dear.run(t, &s, scaled, from); !slices.Equal(got.Blocks, want.Blocks) || got.Value != money*want.Value {
			t.Fatalf("money in another unit: %+v, want %+v\n%+v from %+v\n%v", got, want, c, from, value)
		}
		loose := c
		loose.RampUp, loose.RampDown = c.Blocks+rng.IntN(3), c.Blocks+rng.IntN(3)
		free := c
		free.RampUp, free.RampDown = 0, 0
		a, b := loose.run(t, &s, value, from), free.run(t, &s, value, from)
		if !slices.Equal(a.Blocks, b.Blocks) {
			t.Fatalf("ramps beyond all blocks change %v to %v\n%+v from %+v\n%v", b.Blocks, a.Blocks, c, from, value)
		}
	}
}
