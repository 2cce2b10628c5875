package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// schedules keeps how long each tranche has been on or off, and notes what its minimum times forbid.
type schedules struct {
	t     *testing.T
	p     *Problem
	s     *State
	name  string
	used  []float64
	since map[[2]int]int // hours in a row
	on    map[[2]int]bool
	first map[[2]int]bool // nothing is known of before
	now   map[[2]int]*hourOf
	runs  int // starts
	cut   int // runs that were forced to end early
}

// hourOf is what a tranche does in an hour.
type hourOf struct {
	on     bool // in some part of it
	forced bool // it may have been stopped
}

func newSchedules(t *testing.T, p *Problem, s *State, name string) *schedules {
	groups := 0
	if p.Budgets != nil {
		groups = len(p.Budgets.Groups)
	}
	return &schedules{t: t, p: p, s: s, name: name, used: make([]float64, groups), since: map[[2]int]int{}, on: map[[2]int]bool{}, first: map[[2]int]bool{}, now: map[[2]int]*hourOf{}}
}

// around calls see for each group that holds a site in an hour.
func (r *schedules) around(site, t int, see func(g int32)) {
	class, b := r.p.Sites[site].Class, r.p.Budgets
	if class < 0 {
		return
	}
	for _, leaf := range append([][][]int32{b.Leaf, b.Second}, b.More...) {
		if leaf == nil {
			continue
		}
		for g := leaf[class][t]; g >= 0; g = b.Groups[g].Parent {
			see(g)
		}
	}
}

func (r *schedules) Record(h Hour, items []Item) {
	c := r.p.Sites[h.Site].Cycle
	if c == nil || !h.Built {
		r.draw(h, items)
		return
	}
	forced, shared := false, false // whole site
	r.around(h.Site, h.T, func(g int32) {
		group := &r.p.Budgets.Groups[g]
		room := group.budget() - r.used[g]
		shared = shared || group.Terms.Hourly
		forced = forced || group.To-group.From == 1 || !group.Terms.Soft && room < r.p.Sites[h.Site].PowerMW*r.s.weight(r.p.Sites[h.Site].Class)
	})
	room := h.CapMW
	for k := range items {
		unit := [2]int{h.Site, k}
		now := r.now[unit]
		if h.Left == 1 {
			if now != nil {
				r.close(unit, now, c, h.T-1)
			}
			now = &hourOf{}
			r.now[unit] = now
		}
		idles := shared && r.s.Switches(h.Site)[k].On > 0 // and has no part in the power of the hour
		now.on = now.on || items[k].EnergyMWh > 0 || idles
		now.forced = now.forced || forced || room <= 1e-9
		room -= items[k].CapacityMWh
	}
	r.draw(h, items)
}

// close judges an hour that is over.
func (r *schedules) close(unit [2]int, now *hourOf, c *Cycle, t int) {
	was, known := r.on[unit]
	short := r.since[unit]
	switch {
	case !known:
		r.first[unit] = true
	case now.on == was:
	case r.first[unit]:
		r.first[unit] = false
	case now.on && short < c.Down:
		r.t.Fatalf("%s: tranche %d of site %d starts in hour %d after %d hours off, want %d",
			r.name, unit[1], unit[0], t, short, c.Down)
	case !now.on && short < c.Up && !now.forced:
		r.t.Fatalf("%s: tranche %d of site %d stops in hour %d after %d hours on, want %d",
			r.name, unit[1], unit[0], t, short, c.Up)
	case !now.on && short < c.Up:
		r.cut++
	}
	if known && now.on && !was {
		r.runs++
	}
	if now.on != was {
		r.since[unit] = 0
	}
	r.on[unit] = now.on
	r.since[unit]++
}

func (r *schedules) draw(h Hour, items []Item) {
	sum := 0.0
	for k := range items {
		sum += items[k].EnergyMWh * h.Length
	}
	r.around(h.Site, h.T, func(g int32) { r.used[g] += sum * r.s.weight(r.p.Sites[h.Site].Class) })
}

// randomCycles makes most sites of a problem dear to switch, at prices of power that jump.
func randomCycles(rng *rand.Rand, p *Problem) {
	by := limited(p, "switches")
	for i := range p.Sites {
		if rng.IntN(4) == 0 {
			continue
		}
		c := &Cycle{Limit: by, Up: rng.IntN(9), Down: rng.IntN(9), StartPerMW: 20 * rng.Float64(), Blocks: 1 + rng.IntN(3)}
		if rng.IntN(3) == 0 {
			c.RampUp, c.RampDown = 1+rng.IntN(c.Blocks), 1+rng.IntN(c.Blocks)
		}
		p.Sites[i].Cycle = c
	}
	for h := range p.Price[0] {
		p.Price[0][h] += 40 * rng.Float64()
	}
}

// Under budgets of all kinds, with any foresight, every unit stays on and off as long as it must, but where a cap
// or the power of an hour stops it or where less than an hour is left of a budget; no hard budget is exceeded; and
// all that stands idle has its reason.
func TestMinimumTimesHoldUnderBudgets(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 9))
	runs, cut := map[Foresight]int{}, map[Foresight]int{}
	var used State
	for n := range 50 {
		p, d := randomBudgets(rng, 26-22*(n%2), 4+n%2)
		randomCycles(rng, p)
		for _, look := range []Foresight{Rolling, Perfect, Myopic} {
			p.Foresight = look
			tr := NewTrace(p, true)
			used.Certify, used.switches.effort = true, 5000
			seen := newSchedules(t, p, &used, fmt.Sprintf("problem %d, foresight %d", n, look))
			used.Recorder = seen
			if err := Run(p, d, &used, tr); err != nil {
				t.Fatal(err)
			}
			adds(t, tr)
			proved(t, tr)
			withinBudgets(t, seen.name, p, tr)
			runs[look] += seen.runs
			cut[look] += seen.cut
		}
	}
	t.Logf("starts %v, runs that were cut %v", runs, cut)
	for look, n := range runs {
		if n < 300 || 5*cut[look] > n {
			t.Errorf("foresight %d: %d starts and %d runs that were cut; the test has lost its edge",
				look, n, cut[look])
		}
	}
}

// Schedules under budgets take no memory that grows with the hours, only some for each plan.
func TestSchedulesUnderBudgetsAllocateNothing(t *testing.T) {
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := budgeted(24*40, 3, 7000)
		p.Foresight = look
		limited(p, "switches")
		for i := range p.Sites {
			p.Sites[i].Cycle = &Cycle{Limit: 2, Up: 6, Down: 5, StartPerMW: 40, Blocks: 2}
		}
		tr := NewTrace(p, true)
		var s State
		s.switches.effort = 2000
		if n := testing.AllocsPerRun(2, func() {
			tr.Reset()
			if err := Run(p, d, &s, tr); err != nil {
				t.Fatal(err)
			}
		}); n > 400 {
			t.Errorf("foresight %d: %g allocations", look, n)
		}
	}
}
