package sim_test

import (
	"testing"

	"hashwatt/sim"
)

// TestBudgetsThatEndBesideChargedMachines lets a budget end long before the scenario does, beside machines that it
// costs something to switch and a price of the highest load: operators plan on after it, and who knows all earns the
// most.
func TestBudgetsThatEndBesideChargedMachines(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"to: 2025-01-20", "season: 01-05..01-20"} {
		r := written(t, head+"clock: {start: 2025-01-01, end: 2025-04-01, zone: UTC}\n"+
			workshop("{type: flat, name: energy, price: 30 USD/MWh}, "+
				"{type: demand, name: demand, periods: [{price: 9 USD/kW}]}")+"sites:\n"+one("a", "")+
			"limits:\n  - {type: energy, name: budget, limit: 3 GWh, per: month, "+of+"}\n"+
			"  - {type: cycling, name: switching, up: 12 h, down: 8 h, start: 60 USD/MW}\n"+
			"report: {value_of_foresight: true}\n", sim.Settings{Check: true})
		for _, c := range r.Checks {
			if !c.Passed() {
				t.Errorf("%s: %s", of, c.Name)
			}
		}
		if used := r.Summary.Limits[0].CurtailedMWh; used <= 0 {
			t.Errorf("%s: the budget keeps %g MWh back; the test has lost its edge", of, used)
		}
	}
}
