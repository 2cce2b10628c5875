package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKnownSchedulesAreNotLost: the plan is no worse than schedules that are known, copies as well as those of the plan
// that is overwritten, and with little work that is more than is found without them.
func TestKnownSchedulesAreNotLost(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(16, 1))
	better, count := 0, 100
	if testing.Short() {
		count = 40
	}
	for n := range count {
		in := middleSwitched(rng, 1+n%2)
		if n%3 == 0 {
			in.share(rng)
		}
		var w SwitchSpace
		var p, own, few SwitchedPlan
		w.Work = 20_000
		in.solve(t, &w, &p)
		in.solve(t, &w, &own)
		want := p.Value
		least := want - 1e-9*max(1, math.Abs(want))
		w.Work = 2
		few.Rung = Threshold
		if in.solve(t, &w, &few); few.Value < least {
			better++
		}
		w.Known = nil
		for u := range p.Units {
			w.Known = append(w.Known, slices.Clone(p.Units[u].Blocks))
		}
		if in.solve(t, &w, &few); few.Value < least {
			t.Fatalf("instance %d: %v USD, the known schedules earn %v\n%v", n, few.Value, want, in)
		}
		w.Known = nil
		for u := range own.Units {
			w.Known = append(w.Known, own.Units[u].Blocks)
		}
		own.Rung = Threshold
		if in.solve(t, &w, &own); own.Value < least {
			t.Fatalf("instance %d: %v USD, its own schedules earn %v\n%v", n, own.Value, want, in)
		}
	}
	if better < count/20 {
		t.Errorf("of %d instances %d are worse without known schedules: that tests too little", count, better)
	}
}

// TestKnownSchedulesOfNoUse: schedules that cannot be change nothing.
func TestKnownSchedulesOfNoUse(t *testing.T) {
	t.Parallel()
	unit := SwitchedUnit{
		Cycle: Cycle{Up: 2, Start: 3, Blocks: 1}, Value: []float64{4, 5, math.Inf(-1), 6, 6, 2},
		Energy: []float64{1, 1, 1, 1, 1, 1},
	}
	in := underOne(3, SwitchedItems{Margin: []float64{1}, Energy: []float64{1}}, unit)
	var want SwitchedPlan
	in.solve(t, new(SwitchSpace), &want)
	for name, known := range map[string][][]int{
		"more blocks than it has":   {{9, 9, 0, 0, 0, 0}},
		"fewer than none":           {{-1, 0, 0, 1, 1, 0}},
		"too few hours":             {{0, 0, 0, 1, 1}},
		"no hours":                  {nil},
		"an hour that is forced":    {{0, 1, 1, 1, 0, 0}},
		"a minimum time cut short":  {{0, 0, 0, 1, 0, 0}},
		"more than the budget":      {{1, 1, 0, 1, 1, 0}},
		"schedules of another unit": {{0, 0, 0, 1, 1, 0}, {0, 0, 0, 1, 1, 0}},
	} {
		var p SwitchedPlan
		in.solve(t, &SwitchSpace{Known: known}, &p)
		if p.Value != want.Value || p.Bound != want.Bound || !slices.Equal(p.Units[0].Blocks, want.Units[0].Blocks) {
			t.Errorf("%s: %+v, want %+v", name, p, want)
		}
	}
}

// TestRulesOfKnownSchedules: what Solve takes for a possible schedule is what the certificate does.
func TestRulesOfKnownSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(16, 2))
	count := [2]int{}
	for range 20 * instances() {
		c := randomCycle(rng, 4)
		c.Up, c.Down = min(c.Up, 3), min(c.Down, 3)
		u := SwitchedUnit{Cycle: c, From: randomState(rng, c)}
		value, blocks := randomHours(rng, 1+rng.IntN(6)), []int(nil)
		want, state := true, u.From
		for _, v := range value {
			b := max(0, state.Blocks+rng.IntN(3)-1)
			if rng.IntN(4) == 0 {
				b = rng.IntN(c.Blocks+3) - 1
			}
			if math.IsInf(v, -1) && rng.IntN(4) > 0 {
				b = 0
			}
			blocks = append(blocks, b)
			want = want && c.allows(state, b, math.IsInf(v, -1))
			state = c.After(state, b)
		}
		if got := u.may(value, blocks); got != want {
			t.Fatalf("%+v from %+v at %v runs %v: %v, want %v", c, u.From, value, blocks, got, want)
		}
		if count[0]++; want {
			count[1]++
		}
	}
	if 5*count[1] < count[0] || 5*count[1] > 4*count[0] {
		t.Errorf("of %d schedules %d are possible: that tests too little", count[0], count[1])
	}
}
