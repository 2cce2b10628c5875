package sim_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// TestVariantsOfOtherYearsAreNotCompared refuses to set sums over two years beside those of one.
func TestVariantsOfOtherYearsAreNotCompared(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"test.yaml": {Data: []byte(quota("variants: {same: {foresight: perfect}, longer: {clock: {end: 2027-01-01}}}\nreport: {compare: [same, longer]}\n"))}}
	f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const want = `variant "longer" runs from 2025-01-01 to 2027-01-01 and this run from 2025-01-01 to 2025-07-01`
	if _, err := sim.Run(t.Context(), f, catalog(t), sim.Settings{}); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), `"same"`) {
		t.Errorf("a run beside other years: %v", err)
	}
	if _, _, err := sim.Validate(f, catalog(t), 0); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("validated beside other years: %v", err)
	}
}

// TestStateIsPaidTaxAndWhatRulesAsk counts tax and fines, an auction and a price as paid to the state, but neither
// starts of machines nor what a site is paid for giving way.
func TestStateIsPaidTaxAndWhatRulesAsk(t *testing.T) {
	t.Parallel()
	for limits, paid := range map[string]bool{
		"{type: penalty, limit: 3 GWh, per: month, price: 5 USD/MWh}":                                         true,
		"{type: penalty, limit: 3 GWh, per: month, fine: 1 kUSD}":                                             true,
		"{type: cycling, up: 4 h, down: 2 h, start: 5 USD/MW}, {type: ban, from: 2026-01-05, to: 2026-01-05}": false,
	} {
		r := flatly(t, limits)
		var rules, tax float64
		for _, line := range r.Ledger.Total.Lines {
			rules += line.RulesUSD
			tax += line.TaxUSD
		}
		if !(rules > 0) {
			t.Fatalf("%s: %g USD are paid under rules", limits, rules)
		}
		want := tax
		if paid {
			want += rules
		}
		near(t, limits, sim.StateUSD(r.Problem.Problem, r.Trace, r.Ledger), want, 1e-12)
	}
}

// TestLooksAndLeaksTakeNoAuctionsOff lets two sites bid for what only one of them can have: what they earn is what
// they would earn under the same limit shared by merit, in every comparison, and what they pay stands beside it.
func TestLooksAndLeaksTakeNoAuctionsOff(t *testing.T) {
	t.Parallel()
	with := func(share string) *sim.Result {
		return written(t, quota("limits: [{type: power, name: quota, limit: 8 MW, share: "+share+"}]\nreport: {value_of_foresight: true, cap_curve: false}\n"), sim.Settings{})
	}
	merit, auction := with("merit"), with("auction")
	paid := auction.Summary.Limits[0].PaidUSD
	if !(paid > 0) || merit.Summary.Limits[0].PaidUSD != 0 {
		t.Fatalf("paid %g and %g USD", paid, merit.Summary.Limits[0].PaidUSD)
	}
	for k := range merit.Looks {
		near(t, "margin of a look", auction.Looks[k].MarginUSD, merit.Looks[k].MarginUSD, 1e-9)
		if !(auction.Looks[k].PaidUSD > 0) {
			t.Errorf("look %d pays %g USD", k, auction.Looks[k].PaidUSD)
		}
	}
	near(t, "margin of a leak", auction.Leaks[0].Held.MarginUSD, merit.Leaks[0].Held.MarginUSD, 1e-9)
	near(t, "payments of a leak", auction.Leaks[0].Held.PaidUSD, paid, 1e-9)
}

// TestWhatPaysNeverStandsIdle warns of limits that do nothing, and not of those that are broken at a price, or
// decide on switching.
func TestWhatPaysNeverStandsIdle(t *testing.T) {
	t.Parallel()
	for limits, idle := range map[string]bool{
		"{type: energy, limit: 9 GWh, per: month}":                                      true,
		"{type: penalty, limit: 9 GWh, per: month, price: 1 USD/MWh}":                   true,
		"{type: penalty, limit: 3 GWh, per: month, price: 1 USD/MWh}":                   false,
		"{type: penalty, limit: 3 GWh, per: month, fine: [1 USD]}":                      false,
		"{type: cycling, up: 4 h, down: 2 h}":                                           false,
		"{type: energy, limit: 9 GWh, per: month}, {type: cycling, up: 4 h, down: 2 h}": true,
	} {
		r := flatly(t, limits)
		told := slices.ContainsFunc(r.Warnings, func(w scenario.Warning) bool { return w.Kind == scenario.NeverBinds })
		if told != idle {
			t.Errorf("%s: never binds: %v, want %v", limits, told, idle)
		}
	}
}
