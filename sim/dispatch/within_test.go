package dispatch

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// withinDraw is a unit with a budget of its own in some hours.
type withinDraw struct {
	c      Cycle
	value  []float64
	budget Within
	from   CycleState
	worth  []float64
}

func drawWithin(rt *rapid.T) *withinDraw {
	x := &withinDraw{}
	x.c.Up, x.c.Down = rapid.IntRange(0, 4).Draw(rt, "up"), rapid.IntRange(0, 3).Draw(rt, "down")
	x.c.Blocks, x.c.Start = rapid.IntRange(1, 3).Draw(rt, "blocks"), float64(rapid.IntRange(0, 5).Draw(rt, "start"))
	x.c.RampUp = rapid.IntRange(0, x.c.Blocks).Draw(rt, "ramp up")
	x.c.RampDown = rapid.IntRange(0, x.c.Blocks).Draw(rt, "ramp down")
	for range rapid.IntRange(0, 7).Draw(rt, "hours") {
		v := float64(rapid.IntRange(-6, 9).Draw(rt, "value"))
		if rapid.IntRange(0, 9).Draw(rt, "forced") == 0 {
			v = math.Inf(-1)
		}
		x.value = append(x.value, v)
		x.budget.Use = append(x.budget.Use, rapid.IntRange(0, 2).Draw(rt, "use"))
	}
	x.budget.Room = rapid.IntRange(0, 14).Draw(rt, "room")
	if x.budget.Price = float64(rapid.IntRange(0, 3).Draw(rt, "price")); rapid.Bool().Draw(rt, "hard") {
		x.budget.Price = math.Inf(1)
	} else {
		x.budget.Rest = float64(rapid.IntRange(0, 3).Draw(rt, "rest of one")) / 4
	}
	if x.from.Blocks = rapid.IntRange(0, x.c.Blocks).Draw(rt, "on"); x.from.Blocks > 0 {
		x.from.Owed = rapid.IntRange(0, max(x.c.Up, 1)-1).Draw(rt, "owed")
	} else {
		x.from.Owed = rapid.IntRange(0, max(x.c.Down, 1)-1).Draw(rt, "rest")
	}
	for range x.c.States() {
		x.worth = append(x.worth, float64(rapid.IntRange(-5, 5).Draw(rt, "worth")))
	}
	return x
}

// all visits every schedule that the rules and the budget allow, with what it earns and the state it ends in.
func (x *withinDraw) all(t int, from CycleState, left, usd float64, see func(usd float64, to CycleState)) {
	if t == len(x.value) {
		see(usd, from)
		return
	}
	for b := 0; b <= x.c.Blocks; b++ {
		if !x.c.allows(from, b, math.IsInf(x.value[t], -1)) {
			continue
		}
		over := max(0, float64(b*x.budget.Use[t])-left)
		if over > 0 && math.IsInf(x.budget.Price, 1) {
			continue
		}
		gets := -x.c.Start / float64(x.c.Blocks) * float64(max(0, b-from.Blocks))
		if b > 0 {
			gets += x.value[t] / float64(x.c.Blocks) * float64(b)
		}
		if over > 0 {
			gets -= x.budget.Price * over
		}
		x.all(t+1, x.c.After(from, b), max(0, left-float64(b*x.budget.Use[t])), usd+gets, see)
	}
}

// alike says whether two amounts are, one of which may be minus infinity.
func alike(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-9 }

// What a unit can earn within a budget of its own, what leads to each state, and the schedule that is followed are
// those of the best of all schedules.
func TestWithinIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		x := drawWithin(rt)
		var s CycleSpace
		want, ends := math.Inf(-1), make([]float64, x.c.States())
		for k := range ends {
			ends[k] = math.Inf(-1)
		}
		x.all(0, x.from, float64(x.budget.Room)+x.budget.Rest, 0, func(usd float64, to CycleState) {
			k := x.c.State(to)
			ends[k] = max(ends[k], usd)
			want = max(want, usd+x.worth[k])
		})
		ahead := append([]float64(nil), x.worth...)
		s.BackWithin(x.value, &x.budget, x.c, ahead)
		got := ahead[x.c.State(x.from)]
		if !alike(got, want) {
			rt.Fatalf("%+v: %v, the best of all is %v", x, got, want)
		}
		behind := make([]float64, x.c.States())
		for k := range behind {
			behind[k] = math.Inf(-1)
		}
		behind[x.c.State(x.from)] = 0
		s.ForthWithin(x.value, &x.budget, x.c, behind)
		for k, usd := range behind {
			if !alike(usd, ends[k]) {
				rt.Fatalf("%+v: state %d ends with %v, the best of all with %v", x, k, usd, ends[k])
			}
		}
		if math.IsInf(want, -1) {
			return
		}
		blocks := make([]int, len(x.value))
		s.FollowWithin(x.value, &x.budget, x.c, x.from, append([]float64(nil), x.worth...), blocks)
		followed := false
		x.follow(blocks, func(usd float64, to CycleState) { followed = alike(usd+x.worth[x.c.State(to)], want) })
		if !followed {
			rt.Fatalf("%+v: the schedule %v does not earn %v", x, blocks, want)
		}
	})
}

// A budget of whole blocks has room for all of them in spite of rounding, and for none that does not fit in.
func TestNewWithinRoundsNoBlockAwayOrIn(t *testing.T) {
	t.Parallel()
	for _, energies := range [][]float64{{0.1, 0.3}, {5.1, 3.7}, {1.0 / 3, 2.0 / 3}, {7.7, 4.4, 1.1}, {97.3, 0.7}, {2.5}} {
		q, room := Grain(energies), 0.0
		each := int(math.Round(energies[0] / q))
		for n := 0; n*each < 20_000; n++ {
			if n > 0 {
				room += energies[0]
			}
			for _, c := range []struct {
				room float64
				want int
			}{{room, n * each}, {room - 1e-7*q, max(0, n*each-1)}, {room + 0.5*q, n * each}} {
				b := NewWithin(max(0, c.room), q, 3)
				if rest := max(0, c.room/q) - float64(b.Room); b.Room != c.want || !near(b.Rest, max(0, rest), 1e-9, 1) {
					t.Fatalf("%v MWh are %d and %v of %v, want %d", c.room, b.Room, b.Rest, q, c.want)
				}
				if b.Price != 3*q {
					t.Fatalf("%v USD for each of %v, want %v", b.Price, q, 3*q)
				}
			}
		}
	}
}

// follow visits one schedule, if it is allowed.
func (x *withinDraw) follow(blocks []int, see func(usd float64, to CycleState)) {
	state, left, usd := x.from, float64(x.budget.Room)+x.budget.Rest, 0.0
	for t, b := range blocks {
		one := *x
		one.value, one.budget.Use = x.value[t:t+1], x.budget.Use[t:t+1]
		allowed := false
		before := state
		one.all(0, before, left, 0, func(gets float64, to CycleState) {
			if to == x.c.After(before, b) && !allowed {
				allowed, usd = true, usd+gets
			}
		})
		if !allowed {
			return
		}
		state, left = x.c.After(before, b), max(0, left-float64(b*x.budget.Use[t]))
	}
	see(usd, state)
}
