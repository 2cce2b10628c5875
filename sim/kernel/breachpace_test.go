package kernel

import (
	"math"
	"slices"
	"testing"
)

// atStart is a rolling run at its first hour, with the first cluster of its problem.
func atStart(p *Problem, d *Draw) (*State, *cluster) {
	s := &State{}
	s.initialise(p, d, NewTrace(p, false), Rolling, nil)
	s.advance(0)
	c := &s.breach.list[0]
	for _, n := range c.sites {
		s.openPeriods(int(n), 0)
	}
	return s, c
}

// Who rolls plans at every period where that is cheap. Where a plan is dear he waits as long as it takes for all of
// them to stay within what a run may cost, and no longer.
func TestPlansWithUnitsKeepTheirPace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		up    int
		waits bool
	}{{24, false}, {1000, true}, {4000, true}} {
		p, d := dailySwitched(0, math.Inf(1))
		p.Sites[0].Cycle.Up = c.up
		s, cl := atStart(p, d)
		s.pace(cl)
		to := s.viewOf(cl, 0)
		plan := leastPlays * s.hoursWork(cl, to, to/24)
		switch paced := cl.paced; {
		case !c.waits && paced != 0:
			t.Errorf("up %d: %d hours between plans, want none", c.up, paced)
		case c.waits && (paced < dayHours || float64(p.Hours)/float64(paced)*float64(plan) > float64(s.unitsRun())):
			t.Errorf("up %d: plans of %d every %d hours of %d, want no more than %d",
				c.up, plan, paced, p.Hours, s.unitsRun())
		case c.waits && paced > dayHours && float64(p.Hours)/float64(paced-1)*float64(plan) < float64(s.unitsRun()):
			t.Errorf("up %d: %d hours between plans, fewer would do", c.up, paced)
		}
	}
}

// Another choice is played while a plan may cost as much; without units that is no matter.
func TestPlansAffordChoices(t *testing.T) {
	t.Parallel()
	p, d := dailySwitched(0, math.Inf(1))
	s, c := atStart(p, d)
	s.viewCluster(c, 0)
	j := &s.breach.jointSpace
	j.most = 3 * j.playWork()
	for _, x := range []struct {
		spent, units int
		want         bool
	}{{0, 1, true}, {2 * j.playWork(), 1, true}, {2*j.playWork() + 1, 1, false}, {math.MaxInt / 2, 0, true}} {
		j.spent, j.units = x.spent, j.units[:x.units]
		if got := j.affords(Rolling); got != x.want {
			t.Errorf("%+v: %v", x, got)
		}
	}
}

// The first choice is that of the best plan of machines that are switched for nothing, which earns no less than any
// plan of machines that are not.
func TestHintIsWhatMachinesWouldDoForNothing(t *testing.T) {
	t.Parallel()
	earns := func(free bool) (float64, []int32) {
		p, d := dailySwitched(0, math.Inf(1))
		if p.Foresight = Perfect; free {
			p.Sites[0].Cycle = nil
		}
		tr := run(t, p, d)
		return earned(tr), brokenGroups(tr)
	}
	p, d := dailySwitched(0, math.Inf(1))
	s, c := atStart(p, d)
	bound := s.hintOf(c, 0)
	var hint []int32
	for v, broken := range s.breach.hint {
		if broken {
			hint = append(hint, int32(v))
		}
	}
	free, want := earns(true)
	switched, _ := earns(false)
	if !slices.Equal(hint, want) || math.Abs(bound-free) > 1e-6 || switched > bound {
		t.Errorf("breaks %v for %.2f USD, want %v for %.2f, and no less than %.2f", hint, bound, want, free, switched)
	}
	if s.breach.apart || len(s.breach.hint) != 17 {
		t.Errorf("it leaves a plan that switches for nothing, or decides for %d days", len(s.breach.hint))
	}
}

// A period that is to be broken stays so where its budget has no room for the hours for which a unit must still stay
// on: 20 hours of a block of 1.5 MW are 30 MWh. Where it has, or was to be kept, nothing is settled.
func TestBreachesOnWhichUnitsCountAreKeptTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		budget float64
		lifted bool
		owed   int
		want   int8
	}{{29, true, 20, breaks}, {30, true, 20, undecided}, {29, false, 20, undecided}, {29, true, 19, undecided}} {
		p, d := dailySwitched(0, math.Inf(1))
		p.Budgets.Groups[0].BudgetMWh = c.budget
		p.Price[0][0] = 0 // so that the machines are on
		s, cl := atStart(p, d)
		units, _ := s.switched(0)
		units[0].state.Owed = c.owed
		s.breach.lifted[0] = c.lifted
		s.viewCluster(cl, 0)
		s.settled(&s.breach.jointSpace)
		if got := s.breach.fix[0]; got != c.want {
			t.Errorf("%+v: settled %d", c, got)
		}
	}
}
