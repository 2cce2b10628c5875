package sim_test

import (
	"slices"
	"testing"

	"hashwatt/sim"
)

// TestBudgetsThatCross gives each site a budget of its months and all of them one of their weeks, in two zones. Nobody
// exceeds either, whatever he knows, and one and four workers agree to the bit.
func TestBudgetsThatCross(t *testing.T) {
	t.Parallel()
	month := ", limits: [{type: energy, name: month, limit: 6 GWh, per: month}]"
	text := func(foresight string) string {
		return head + "clock: {start: 2025-01-01, end: 2025-09-01}\nforesight: " + foresight + "\nsites:\n" +
			"  - {id: west, region: karelia, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]" + month + "}\n" +
			"  - {id: north, region: komi, power: 12 MW, online: 2025-02-15, fleet: [{rig: antminer-s19-xp-140}]" + month + "}\n" +
			"  - {id: east, region: khakassia, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]" + month + "}\n" +
			"limits: [{type: energy, name: week, limit: 3 GWh, per: week}]\n"
	}
	for _, foresight := range []string{"rolling", "perfect", "myopic"} {
		r := written(t, text(foresight), sim.Settings{Draws: 3, Seed: 7, Workers: 1})
		again := written(t, text(foresight), sim.Settings{Draws: 3, Seed: 7, Workers: 4})
		for d := range r.Columns {
			if !slices.Equal(r.Columns[d], again.Columns[d]) {
				t.Fatalf("%s, draw %d: one worker and four differ", foresight, d)
			}
		}
		for _, c := range r.Checks {
			if !c.Passed() {
				t.Errorf("%s: %s has error %g", foresight, c.Name, c.Error)
			}
		}
		bound := map[string]int{}
		for g, use := range r.Trace.Budgets {
			group := &r.Problem.Budgets.Groups[g]
			if use.UsedMWh > group.BudgetMWh*(1+1e-9) {
				t.Errorf("%s: %s used %g of %g MWh", foresight, group.Label, use.UsedMWh, group.BudgetMWh)
			}
			if use.UsedMWh > group.BudgetMWh*(1-1e-9) {
				bound[r.Problem.Limits[group.Limit].Name]++
			}
		}
		if bound["month"] == 0 || bound["week"] == 0 {
			t.Errorf("%s: %v periods of the limits are used up; some of both should be", foresight, bound)
		}
		if foresight != "myopic" && r.Trace.Rungs.Crossing == 0 {
			t.Errorf("%s: solves %+v, want some of crossing budgets", foresight, r.Trace.Rungs)
		}
	}
}
