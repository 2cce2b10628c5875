package kernel

import (
	"math/rand/v2"
	"testing"
)

// TestScheduleWork: two of three sites, of two classes of machines, are switched under budgets of two months and shared
// power. Rolling operators make two plans where no retarget comes between, each of a month and the two weeks after it,
// or of what is left; who knows all makes one more, of all hours, which takes most of the time. A run makes about as
// many as it was to.
func TestScheduleWork(t *testing.T) {
	t.Parallel()
	p, d := powerAndQuotas(rand.New(rand.NewPCG(4, 1)))
	for i := range p.Sites[1:] {
		c := p.Sites[1+i].Cycle
		c.Up, c.Down, c.Blocks = 3, 2, 2
	}
	states := float64(p.Sites[1].Cycle.unit().States())
	made := run(t, p, d).Rungs.Switched
	if w := p.ScheduleWork(); made < int64(w.Plans)-1 || made > int64(w.Plans)+1 {
		t.Errorf("%d joint plans were made, want some %d", made, w.Plans)
	}
	p.Chain.Open = true // no retargets
	w := p.ScheduleWork()
	if w.Plans != 2 || w.Units != 4 || w.Hours != 720+cycleAhead || w.Broken || len(w.Limits) != 2 {
		t.Errorf("%+v, want 2 plans, the larger of 4 units over %d hours, under 2 limits", w, 720+cycleAhead)
	}
	near(t, "seconds", w.Seconds, float64(4*(720+cycleAhead+720))*(crossedSeconds.hour+crossedSeconds.state*states), 1e-12)
	p.Foresight = Perfect
	all := p.ScheduleWork()
	if all.Plans != 3 || all.Hours != p.Hours {
		t.Errorf("perfect: %+v, want 3 plans, the largest of all hours", all)
	}
	near(t, "seconds of one plan", all.Seconds-w.Seconds, float64(4*p.Hours)*(wholeSeconds.hour+wholeSeconds.state*states), 1e-12)
	p.Sites[0].Breaches = make([]Breach, 1)
	broken := p.ScheduleWork()
	if !broken.Broken || broken.Plans != all.Plans {
		t.Errorf("%+v, want as many plans of budgets that may be broken", broken)
	}
	near(t, "seconds of breaches", broken.Seconds-all.Seconds, 2*float64(4*p.Hours)*(brokenSeconds.hour+brokenSeconds.state*states), 1e-12)
}

// TestNoScheduleWork: who is myopic plans nothing, nor is there a plan where it costs nothing to switch machines, or
// where budgets hold all that could run; machines that come later have fewer hours.
func TestNoScheduleWork(t *testing.T) {
	t.Parallel()
	p, _ := powerAndQuotas(rand.New(rand.NewPCG(4, 2)))
	full := p.ScheduleWork()
	if full.Seconds == 0 {
		t.Fatalf("%+v, want some plans", full)
	}
	p.Sites[2].Online = 1000
	if w := p.ScheduleWork(); !(w.Seconds < full.Seconds) {
		t.Errorf("%g seconds with machines that come later, want less than %g", w.Seconds, full.Seconds)
	}
	p.Foresight = Myopic
	if w := p.ScheduleWork(); w.Plans != 0 {
		t.Errorf("myopic: %+v, want nothing", w)
	}
	p.Foresight = Rolling
	for g := range p.Budgets.Groups {
		p.Budgets.Groups[g].BudgetMWh *= 1000
	}
	if w := p.ScheduleWork(); w.Plans != 0 {
		t.Errorf("roomy: %+v, want nothing", w)
	}
	p, _ = powerAndQuotas(rand.New(rand.NewPCG(4, 2)))
	for i := range p.Sites {
		p.Sites[i].Cycle = nil
	}
	if w := p.ScheduleWork(); w.Plans != 0 {
		t.Errorf("switched for nothing: %+v, want nothing", w)
	}
}
