package sim

import (
	"context"
	"math"
	"testing"
	"testing/fstest"

	"hashwatt/seeds"
	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// TestChecksFindWhatIsWrong breaks one number of a run that passes all its checks, in one month of one site, and
// the check that watches it fails, alone or with those that watch it too.
func TestChecksFindWhatIsWrong(t *testing.T) {
	t.Parallel()
	const text = `hashwatt: 1
name: test
clock: {start: 2026-01-01, end: 2026-07-01, zone: UTC}
bitcoin: {rest_of_world: {replay: history, then: {response: growth, rate: 30 %/year}}}
regions:
  a: {zone: America/Chicago, country: US, currency: USD, emissions_g_per_kwh: 300, tariff: [{type: flat, name: energy, price: 20 USD/MWh}]}
sites:
  - {id: flat, region: a, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: billed, region: a, power: 10 MW, online: 2026-02-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, name: energy, price: 20 USD/MWh}, {type: fixed, amount: 100 USD}]}
limits: [{type: energy, name: quota, limit: 3 GWh, per: month, applies_to: {sites: [flat]}}]
`
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), f, cat, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	failed := func() map[string]bool {
		names := map[string]bool{}
		for _, c := range checks(r) {
			if !c.Passed() {
				names[c.Name] = true
			}
		}
		return names
	}
	if bad := failed(); len(bad) > 0 {
		t.Fatalf("checks %v fail on numbers that are as they were", bad)
	}
	for _, c := range []struct {
		check string
		v     *float64
		to    float64
	}{
		{"energy", &r.Trace.Idle[1][3*r.Trace.Reasons+1], -1},
		{"money", &r.Ledger.Sites[0].Years[0].NetUSD, 7},
		{"bill", &r.Ledger.Sites[0].Lines[2].PowerUSD, 7},
		{"bill", &r.Ledger.Sites[1].Lines[2].PowerUSD, 7},
		{"bill", &r.Bill[len(r.Bill)-1].USD, 7},
		{"cooling", &r.Trace.Flows[1][2].ITMWh, 1e9},
		{"caps", &r.Trace.Excess, 1e-8},
		{"budgets", &r.Trace.Budgets[1].UsedMWh, 3000.1},
		{"shares", &r.Trace.Epochs[3].OwnPHs, -1},
		{"hash", &r.Trace.Flows[1][2].HashPHh, 7},
		{"difficulty", &r.Trace.Epochs[3].Difficulty, 1},
	} {
		was := *c.v
		*c.v = c.to
		if !failed()[c.check] {
			t.Errorf("%s passes with %g instead of %g", c.check, c.to, was)
		}
		*c.v = was
	}
	// What one month has too much and another too little is wrong as well.
	a, b := &r.Ledger.Sites[0].Lines[2].PowerUSD, &r.Ledger.Sites[0].Lines[3].PowerUSD
	*a, *b = *a+100, *b-100
	if !failed()["bill"] {
		t.Error("bills that are booked in other months than the accounts pass")
	}
}

// TestBudgetsAreExceededAtAPriceOnly looks at two budgets of 100 MWh of which 110 are used: a hard one is broken; a
// soft one is paid for, or broken; one that a site may break is fined, answered by a shutdown, or broken, unless
// the horizon ends it.
func TestBudgetsAreExceededAtAPriceOnly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		terms kernel.Terms
		still int // hours of shutdown
		to    int
		paid  float64
		want  float64
	}{
		{"hard", kernel.Terms{}, 0, 100, 0, 0.1},
		{"hard, with money", kernel.Terms{}, 0, 100, 7, 0.1},
		{"soft, unpaid", kernel.Terms{Soft: true, Price: 3}, 0, 100, 0, 0.1},
		{"soft, paid", kernel.Terms{Soft: true, Price: 3}, 0, 100, 30, 0},
		{"broken, unpaid", kernel.Terms{Breach: true}, 0, 100, 0, 0.1},
		{"broken, fined", kernel.Terms{Breach: true}, 0, 100, 5, 0},
		{"broken, stands still", kernel.Terms{Breach: true}, 9, 100, 0, 0},
		{"broken at the end", kernel.Terms{Breach: true}, 0, 200, 0, 0},
	} {
		p := &kernel.Problem{
			Hours: 200, Month: make([]int32, 200), Months: 1, Limits: []kernel.Limit{{Sites: []int32{0}}},
			Sites:   []kernel.Site{{Breaches: []kernel.Breach{{Groups: []int32{0}, ShutdownHours: c.still}}}},
			Budgets: &kernel.Budgets{Groups: []kernel.Group{{BudgetMWh: 100, Terms: c.terms, To: c.to}}},
		}
		tr := kernel.NewTrace(p, false)
		tr.Budgets[0].UsedMWh = 110
		tr.Use(0, 0, 0).PaidUSD = c.paid
		if got := budgetError(&Result{Problem: &site.Compiled{Problem: p}, Trace: tr}); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: exceeded by %g, want %g", c.name, got, c.want)
		}
	}
}
