package sim_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// tenth is the steady site with Russia at 16 % of everybody else.
const tenth = steady + "shares: {countries: {US: 36 %, RU: 16 %, KZ: 10 %}}\n"

// TestSolveByHand asks for 30 % of Russia, which has 16 % of everybody else: 0.16 (1 - q) + q = 0.30 at a site's share q of
// a sixth, that is a site of a fifth of the rest of the world.
func TestSolveByHand(t *testing.T) {
	t.Parallel()
	r := written(t, tenth+"solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n", sim.Settings{})
	s := r.Solved
	near(t, "share that is reached", s.Reached, 30, 1e-6)
	near(t, "share of the run", 100*r.Shares.Find("RU").With, 30, 1e-6)
	e := r.Trace.Epochs[len(r.Trace.Epochs)-1]
	near(t, "the site over the rest of the world", e.OwnPHs/e.RowPHs, 0.2, 1e-5)
	near(t, "megawatts", r.Facts.Sites[0].PowerMW, s.TotalMW, 1e-12)
	near(t, "megawatts of the value", s.Values[0].ToMW, 1000*s.Factor, 1e-9)
	if s.Values[0].Path != "sites.one.power" || s.Values[0].FromMW != 1000 || s.From != "2025-06" || s.To != "2026-05" || s.Evaluations > 20 {
		t.Errorf("%+v", s)
	}
	if at := r.Facts.Effective.Get("sites").Items[0].Get("power"); at.Origin != "solve" {
		t.Errorf("the power that was found is said to come from %q", at.Origin)
	}
}

// TestSolvedRunIsTheScenarioWithThoseValues holds that the run is what the same file gives with the found power in it and
// nothing to solve, draws and speeds included.
func TestSolvedRunIsTheScenarioWithThoseValues(t *testing.T) {
	t.Parallel()
	text := strings.Replace(tenth, "power: 1000 MW", "power: {low: 300 MW, mid: 1000 MW, high: 2 GW}", 1) + "uncertain: [{path: sites.*.power, from: seeds}]\n"
	set := sim.Settings{Draws: 3, Seed: 5}
	r := written(t, text+"solve: {for: sites.one.power, so_that: energy_mwh = 30 TWh}\n", set)
	near(t, "energy", value(t, r, "energy_mwh"), 30e6, 1e-6)
	site := r.Facts.Sites[0]
	direct := written(t, strings.Replace(text, "{low: 300 MW, mid: 1000 MW, high: 2 GW}",
		"{low: "+mw(site.PowerLow)+", mid: "+mw(site.PowerMW)+", high: "+mw(site.PowerHigh)+"}", 1), set)
	near(t, "low end", site.PowerLow/site.PowerMW, 0.3, 1e-12)
	near(t, "high end", site.PowerHigh/site.PowerMW, 2, 1e-12)
	if d := cmp.Diff(direct.Columns, r.Columns); d != "" {
		t.Errorf("(-direct +solved):\n%s", d)
	}
	if d := cmp.Diff(direct.Shares, r.Shares, cmpopts.IgnoreUnexported(metric.Shares{})); d != "" {
		t.Errorf("(-direct +solved):\n%s", d)
	}
	if direct.Solved != nil {
		t.Errorf("%+v was found, and nothing was looked for", direct.Solved)
	}
}

func mw(v float64) string { return scenario.Quantity(v, "MW") }

// TestSolveOverTheMonthsThatAreNamed reaches a share in the months that the scenario names, and not in others.
func TestSolveOverTheMonthsThatAreNamed(t *testing.T) {
	t.Parallel()
	text := strings.Replace(tenth, "rate: 0 %/year", "rate: 40 %/year", 1)
	r := written(t, text+"solve: {for: sites.*.power, so_that: share(RU) = 20 %, over: 2025-01-01..2025-03-31}\n", sim.Settings{})
	from := 8 // 2024-05 is the first month
	if r.Shares.Months[from] != "2025-01" {
		t.Fatalf("month %d is %s", from, r.Shares.Months[from])
	}
	near(t, "share in the first quarter", r.Shares.Mean("RU", from, from+3), 0.20, 1e-6)
	if got := r.Shares.Mean("RU", from+3, from+6); math.Abs(got-0.20) < 1e-3 {
		t.Errorf("the quarter after has %g too; the rest of the world grows", got)
	}
}

// TestSolveSaysWhyNot holds that what cannot be solved is the user's mistake, with its reason and the range that is there.
func TestSolveSaysWhyNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ solve, want string }{
		{"for: sites.*.power, so_that: share(RU) = 15 %", "share(RU) = 15 % is out of reach: it is 16 % with a millionth of sites.*.power and 99.08 % with 1,000 times sites.*.power"},
		{"for: sites.*.power, so_that: share(US) = 40 %", "it is 36 % with a millionth of sites.*.power"},
		{"for: sites.*.power, so_that: npv_usd = 0 USD", "npv_usd does not only rise or only fall with sites.*.power"},
		{"for: finance.discount, so_that: energy_mwh = 1 TWh", "whatever finance.discount is"},
		{"for: sites.*.power, so_that: payback_years = 100 years", "is out of reach"},
		{"for: sites.two.power, so_that: share(RU) = 30 %", `"sites.two.power" is no value of the scenario`},
		{"for: sites.*.online, so_that: share(RU) = 30 %", "which is no quantity"},
		{"for: sites.*.fleet, so_that: share(RU) = 30 %", "sites.one.fleet is no quantity"},
		{"for: sites.*.power, so_that: share(ZZ) = 30 %", `"ZZ" is no country`},
		{"for: sites.*.power, so_that: energy = 30 TWh", `did you mean "energy_mwh"?`},
		{"for: sites.*.power, so_that: energy_mwh = 30 MW", "is a power"},
		{"for: sites.*.power, so_that: share(RU) = 30 %, over: 2029-01-01..2029-12-31", "is not inside the horizon, which is from 2024-05-20"},
	} {
		err := refused(t, tenth+"solve: {"+c.solve+"}\n")
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n%s\nwant %s", c.solve, err, c.want)
		}
	}
	open := strings.Replace(tenth, "rest_of_world: {response: growth, rate: 0 %/year}", "hashprice: {process: flat, value: 50 USD/PH/day}", 1)
	if err := refused(t, open+"solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n"); !strings.Contains(err.Error(), "where the hashprice is given") {
		t.Errorf("a share in an open loop: %s", err)
	}
	varies := tenth + "uncertain: [{path: sites.one.power, low: 1 MW, mid: 2 MW, high: 3 MW}]\nsolve: {for: sites.*.power, so_that: share(RU) = 30 %}\n"
	if err := refused(t, varies); !strings.Contains(err.Error(), "varies in the draws too") {
		t.Errorf("a quantity that is drawn and looked for: %s", err)
	}
}

// refused runs a scenario that is wrong and returns its problems, each with its place.
func refused(t *testing.T, text string) error {
	t.Helper()
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err == nil {
		_, err = sim.Run(context.Background(), f, catalog(t), sim.Settings{})
	}
	var problems conf.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%v is no list of problems, for\n%s", err, text)
	}
	for _, p := range problems {
		if p.Pos.Line == 0 {
			t.Errorf("%s has no place", p)
		}
	}
	return err
}

// TestSolvedOnAnyNumberOfWorkers holds that the search and the draws after it give the same values for 1 worker and for 4.
func TestSolvedOnAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	text := tenth + "solve: {for: sites.*.power, so_that: share(RU) = 25 %}\n"
	one := written(t, text, sim.Settings{Draws: 6, Seed: 2, Workers: 1})
	four := written(t, text, sim.Settings{Draws: 6, Seed: 2, Workers: 4})
	if d := cmp.Diff(one.Columns, four.Columns); d != "" {
		t.Errorf("(-one +four):\n%s", d)
	}
	if d := cmp.Diff(one.Solved, four.Solved); d != "" {
		t.Errorf("(-one +four):\n%s", d)
	}
}
