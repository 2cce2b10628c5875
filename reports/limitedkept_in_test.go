package reports

import (
	"strings"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
	"hashwatt/sim/site"
)

func TestBudgetsButForCrumbsAreUsedUp(t *testing.T) {
	// Machines that run in blocks leave crumbs: 8,999.66 of 9,000 MWh are used up, 8,950 are not, and what is never
	// used up says by how much.
	t.Parallel()
	for _, c := range []struct {
		used []float64
		want string
	}{
		{[]float64{8999.66, 8999.9, 5000}, "is used up in two of three periods"},
		{[]float64{8999.66, 9000}, "is used up in every period"},
		{[]float64{8950, 9000}, "is used up in one of two periods"},
		{[]float64{8950, 2000}, "is never quite used up: at most 99.4\u202f% of it"},
		{[]float64{8950, 8900}, "is never quite used up: 99.2\u202f% of 18.0\u202fGWh"},
		{[]float64{5000, 2000}, "is never used up"},
		{[]float64{9001, 2000}, "is exceeded in one of two periods, by 1.00\u202fMWh in all"},
	} {
		var k kept
		for _, used := range c.used {
			k.add(&kernel.Group{BudgetMWh: 9000}, used)
		}
		if got := k.text("MWh"); got != c.want {
			t.Errorf("%v: %q, want %q", c.used, got, c.want)
		}
	}
}

func TestPowerOfAnHourLeavesNoCrumbs(t *testing.T) {
	// Of 10 MW in an hour 9.995 are not all of it.
	t.Parallel()
	var k kept
	k.add(&kernel.Group{BudgetMWh: 10, Terms: kernel.Terms{Hourly: true}}, 9.995)
	if got := k.text("MWh"); k.full != 0 || !strings.HasPrefix(got, "is never quite used up") {
		t.Errorf("%q, and %d are used up", got, k.full)
	}
}

func TestALimitThatOthersCountForIsNamed(t *testing.T) {
	// The week binds in 6,185 hours and keeps nothing back to its name, as the month counts all; a limit that never
	// binds is not named.
	t.Parallel()
	b := &builder{
		r: &sim.Result{Summary: &metric.Summary{Limits: []metric.Limit{{BindingHours: 5000, CurtailedMWh: 36500}, {BindingHours: 6185, CurtailedMWh: 0.2}, {}}}},
		p: &site.Compiled{Problem: &kernel.Problem{Limits: []kernel.Limit{{Name: "month quota", Pooled: true}, {Name: "region quota", Pooled: true}, {Name: "idle quota", Pooled: true}}}},
	}
	want := " What the region quota stops in the 6\u202f185 hours in which it binds counts under others that bind in the same hours, so that nearly nothing is left to its name."
	if got := b.countedElsewhere(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
