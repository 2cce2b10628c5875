package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

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

// TestCycleOnKnifeEdge: a month whose hours add up to the start does not start in whatever order they are added,
// and does for one part in a billion more.
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
