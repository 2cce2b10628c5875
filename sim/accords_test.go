package sim_test

import (
	"testing"

	"hashwatt/sim"
)

// accords are sites on a tariff with a demand charge, at a hashprice that stands still, under some limits.
func accords(limits string) string {
	return head + "clock: {start: 2026-01-01, end: 2026-03-01, zone: UTC}\nforesight: perfect\n" +
		"bitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}}\n" +
		workshop("{type: hourly, name: energy, series: northwest, years: [2017], mean: 40 USD/MWh}, "+
			"{type: demand, name: facility, periods: [{tiers: [{up_to: 4 MW, price: 2 USD/kW}, {price: 6 USD/kW}]}]}") +
		"sites:\n" + one("a", "") + one("b", "") + "limits: [" + limits + "]\n"
}

// holds fails where a check of a run did not pass.
func holds(t *testing.T, r *sim.Result) {
	t.Helper()
	for k := range r.Checks {
		if c := &r.Checks[k]; !c.Passed() {
			t.Errorf("%s is off by %g: %s", c.Name, c.Error, c.Sentence)
		}
	}
}

// Charges on the highest load are planned as one with budgets that cross, and proven; three ways are too many.
func TestCrossingBudgetsAreInAccords(t *testing.T) {
	t.Parallel()
	const day, month = "{type: energy, name: day, limit: 200 MWh, per: day}, ", "{type: energy, name: month, limit: 3 GWh, per: month, applies_to: {sites: [b]}}"
	r := written(t, accords(day+month), sim.Settings{Check: true})
	holds(t, r)
	if r.Trace.Proven.Accords == 0 || r.Trace.Proven.Gap > 0.05 || !r.Audit.Looked {
		t.Errorf("proven %+v, foresights compared: %v", r.Trace.Proven, r.Audit.Looked)
	}
}

// What sites are paid for giving way is in no plan, so operators who know all may be paid less than others, and
// the check of foresight leaves it out.
func TestForesightLeavesPaymentsOut(t *testing.T) {
	t.Parallel()
	r := written(t, head+`clock: {start: 2026-01-01, end: 2026-03-01, zone: Europe/Moscow}
bitcoin: {hashprice: {process: flat, value: 38 USD/PH/day}}
foresight: perfect
sites:
  - {id: a, region: komi, power: 10 MW, online: 2026-01-20, fleet: [{rig: antminer-s19-xp-140}], tariff: [{from: komi_2025}]}
  - {id: b, region: komi, power: 5 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], tariff: [{from: komi_2025}]}
limits:
  - {type: demand_response, name: calls, strike: 35 USD/MWh, payment: 100 USD/MWh, keep: 20 %, longest: 4 h, applies_to: {sites: [a]}}
  - {type: energy, name: quota, limit: 384 MWh, per: day}
`, sim.Settings{Check: true})
	holds(t, r)
}
