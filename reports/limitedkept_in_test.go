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

func TestPricesOfPeriodsWithRoomAreExplained(t *testing.T) {
	// Of three periods one was planned as scarce and ended with room: the plans of rolling operators were made at
	// another hashprice. Who knows all has no such periods.
	t.Parallel()
	groups := []kernel.Group{{BudgetMWh: 9000, To: 10}, {BudgetMWh: 9000, To: 20}, {BudgetMWh: 9000, To: 30}}
	b := &builder{
		tr: &kernel.Trace{Budgets: []kernel.BudgetUse{{UsedMWh: 8373, Multiplier: 13.2}, {UsedMWh: 9000, Multiplier: 5}, {UsedMWh: 4000}}},
		p: &site.Compiled{Problem: &kernel.Problem{
			Hours: 30, Foresight: kernel.Rolling, Sites: make([]kernel.Site, 1), Limits: []kernel.Limit{{Pooled: true, Sites: []int32{0}}}, Budgets: &kernel.Budgets{Groups: groups},
		}},
	}
	if got, want := b.roomText(), " With rolling operators it is the price of the plans as they were made: one of three periods ends with room and had a price all the same."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	b.p.Foresight = kernel.Perfect
	if got := b.roomText(); got != "" {
		t.Errorf("with perfect foresight %q", got)
	}
}

func TestWhatLimitsCostIsSplit(t *testing.T) {
	// The margin that is lost is told apart from what goes to the state, to the grid and into starts.
	t.Parallel()
	b := &builder{
		cash: cash{code: "USD"}, years: 2, months: make([]string, 1), r: &sim.Result{Summary: &metric.Summary{}},
		tr: &kernel.Trace{Months: 1, Uses: [][]kernel.LimitUse{{{ForgoneUSD: 2.06e6, PaidUSD: 3.74e6}}, {{PaidUSD: 1e5}}, {{PaidUSD: -2e5}}}},
		p: &site.Compiled{Problem: &kernel.Problem{Limits: []kernel.Limit{
			{Kind: "power", Sites: []int32{0}}, {Kind: "cycling", Sites: []int32{0}}, {Kind: "demand_response", Sites: []int32{0}},
		}}},
	}
	plain := strings.NewReplacer("\u2009", " ", "\u202f", " ").Replace
	want := " and, with what is paid, cost the owners 2.85 M$ a year (1.03 M$ of margin lost, 1.87 M$ paid to the state, 50.0 k$ paid for starts and 100 k$ received)"
	if got := plain(b.costClause()); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	b.tr.Uses, b.p.Limits = b.tr.Uses[2:], b.p.Limits[2:]
	if got, want := plain(b.costClause()), " and, with what is paid, brings the owners 100 k$ a year"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestALimitThatSparesPaymentsHasAWord(t *testing.T) {
	// What is paid under rules may be less with a limit than without: the page says why.
	t.Parallel()
	for _, c := range []struct {
		paid float64
		word bool
	}{{-4e4, true}, {4e4, false}} {
		leak := sim.Leak{Held: sim.Shift{EnergyMWh: -100, HashPHh: -10, Months: []sim.ShiftMonth{{PaidUSD: c.paid}}}}
		b := &builder{
			cash: cash{code: "USD"}, r: &sim.Result{Leaks: []sim.Leak{leak}, Summary: &metric.Summary{}},
			p: &site.Compiled{Problem: &kernel.Problem{Hours: 10, Limits: []kernel.Limit{{Name: "month quota"}}}},
		}
		b.p.Chain.Open = true
		if got := b.leakTable().Caption; strings.Contains(got, "spares sites what others would cost them") != c.word {
			t.Errorf("%v: %q", c.paid, got)
		}
	}
}

func TestLimitsOfDifferentSitesDoNotOverlap(t *testing.T) {
	// Two limits overlap where a site is under both.
	t.Parallel()
	for want, sites := range map[bool][]int32{true: {1, 2}, false: {2, 3}} {
		b := &builder{p: &site.Compiled{Problem: &kernel.Problem{Limits: []kernel.Limit{{Sites: []int32{0, 1}}, {Sites: sites}}}}}
		if got := b.overlap(); got != want {
			t.Errorf("%v: %t", sites, got)
		}
	}
}
