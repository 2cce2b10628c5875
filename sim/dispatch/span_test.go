package dispatch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
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
			t.Fatalf("%+v from %+v cut at %d: %v in two stretches, %v by the states between them, want %v",
				c, from, cut, got, through, want)
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

// TestSpanRefused: what no stretch of hours can be is refused in words, and hours that are forced off are none of it.
func TestSpanRefused(t *testing.T) {
	t.Parallel()
	c := Cycle{Up: 3, Blocks: 2, Start: 1} // 3·2 states on and one off
	inf, nan := math.Inf(1), math.NaN()
	worth := func(first float64) []float64 { return []float64{first, 0, 0, 0, 0, 0, 0} }
	for _, call := range []struct {
		what  string
		value []float64
		c     Cycle
		worth []float64
		forth bool // goes forth too
	}{
		{"a worth of 3 states, want 7", []float64{1}, c, make([]float64, 3), false},
		{"a worth of 8 states, want 7", []float64{1}, c, make([]float64, 8), false},
		{"earns NaN USD in hour 1", []float64{1, nan}, c, worth(0), false},
		{"earns +Inf USD in hour 0", []float64{inf}, c, worth(0), false},
		{"state 0 is worth NaN USD", []float64{1}, c, worth(nan), false},
		{"state 0 is worth +Inf USD", []float64{1}, c, worth(inf), false},
		{"state 0 is worth -Inf USD", []float64{1}, c, worth(-inf), true},
		{"starts have a price in 1 hours of 2", make([]float64, 2), Cycle{Blocks: 1, Starts: []float64{1}}, worth(0), false},
		{"a unit of 0 blocks", []float64{1}, Cycle{}, nil, false},
		{"", []float64{1, -inf}, c, worth(0), true},
	} {
		var s CycleSpace
		back := func() { s.Back(call.value, call.c, slices.Clone(call.worth)) }
		follow := func() {
			s.Follow(call.value, call.c, CycleState{}, slices.Clone(call.worth), make([]int, len(call.value)))
		}
		forth := func() { s.Forth(call.value, call.c, slices.Clone(call.worth)) }
		for name, do := range map[string]func(){"back": back, "follow": follow, "forth": forth} {
			want := call.what
			if name == "forth" && call.forth {
				want = ""
			}
			if got := refusal(do); want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
	var s CycleSpace
	for want, do := range map[string]func(){
		"blocks of 2 hours for values of 1":     func() { s.Follow(worth(1)[:1], c, CycleState{}, worth(0), make([]int, 2)) },
		"1 blocks on owes 3 hours":              func() { s.Follow(worth(1)[:1], c, CycleState{1, 3}, worth(0), []int{0}) },
		"never in the state {Blocks:1 Owed:3}":  func() { c.State(CycleState{1, 3}) },
		"never in the state {Blocks:0 Owed:1}":  func() { c.State(CycleState{0, 1}) },
		"never in the state {Blocks:3 Owed:0}":  func() { c.State(CycleState{3, 0}) },
		"never in the state {Blocks:-1 Owed:0}": func() { c.State(CycleState{-1, 0}) },
		"never in the state {Blocks:1 Owed:-1}": func() { c.State(CycleState{1, -1}) },
	} {
		if got := refusal(do); !strings.HasPrefix(got, "dispatch: ") || !strings.Contains(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// refusal is what a call panics with, empty if it does not.
func refusal(do func()) (said string) {
	defer func() {
		if r := recover(); r != nil {
			said = fmt.Sprint(r)
		}
	}()
	do()
	return ""
}

// TestWhole: of some room whole blocks use the largest sum of them that fits in, or all of it where they have no
// common size; tiny blocks have one.
func TestWhole(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 78))
	less := 0
	for range instances() {
		unit := []float64{1, 0.3, 7e-12, 2.5}[rng.IntN(4)]
		blocks := []float64{unit} // one of the smallest size, so that all multiples of it are sums
		for range rng.IntN(4) {
			blocks = append(blocks, unit*float64(1+rng.IntN(9)))
		}
		room := unit * 12 * rng.Float64()
		want := 0.0
		for want+unit <= room {
			want += unit
		}
		got := Whole(room, blocks)
		if !near(got, want, 2e-9, unit) || got > room {
			t.Fatalf("%v of a room of %v, want %v with blocks of %v", got, room, want, blocks)
		}
		if got < room*0.99 {
			less++
		}
	}
	if less < instances()/4 {
		t.Errorf("%d rooms are not used in full: that tests too little", less)
	}
	for _, c := range []struct {
		room   float64
		blocks []float64
		want   float64
	}{
		{0.5, []float64{1, 1e-13}, 0.5}, // the small blocks may fill any room
		{0.3646, []float64{1, 1e-12}, 0.3646},
		{0.3646, []float64{1e-12, 1}, 0.3646},
		{0.5, []float64{1, 1e-11}, 0.5},
		{0.5, []float64{1, 0}, 0}, // what uses nothing has no size
		{5, []float64{2, math.Pi}, 5},
		{5, nil, 5},
		{-1, []float64{2}, 0},
		{-1, nil, 0},
		{3 - 1e-7, []float64{1}, 3 - 1e-7}, // a block that all but fits in does
		{3 - 1e-5, []float64{1}, 2 * (1 + 1e-9)},
	} {
		if got := Whole(c.room, c.blocks); got != c.want {
			t.Errorf("%v of a room of %v, want %v with blocks of %v", got, c.room, c.want, c.blocks)
		}
	}
}
