package sim_test

import (
	"testing"
	"testing/fstest"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// audited are limits of every form; a workshop of two sites stands under each.
var audited = map[string]string{
	"nested":     "{type: energy, name: month, limit: 5 GWh, per: month}, {type: energy, name: day, limit: 200 MWh, per: day}",
	"crossing":   "{type: energy, name: a, limit: 2 GWh, per: month, applies_to: {sites: [a]}}, {type: energy, name: both, limit: 300 MWh, per: day}",
	"merit":      "{type: power, limit: 12 MW, share: merit}, {type: energy, name: a, limit: 4 GWh, per: month, applies_to: {sites: [a]}}",
	"three":      "{type: energy, name: a, limit: 2 GWh, per: month, applies_to: {sites: [a]}}, {type: energy, name: both, limit: 300 MWh, per: day}, {type: energy, name: week, limit: 1800 MWh, per: week}",
	"soft":       "{type: penalty, limit: 3 GWh, per: month, price: 9 USD/MWh}",
	"broken":     "{type: penalty, limit: 120 MWh, per: day, fine: [300 USD, 600 USD], shutdown: 6 h, from: 2025-01-10, to: 2025-01-24}, {type: energy, name: both, limit: 9 GWh, per: month}",
	"weeks":      "{type: penalty, limit: 840 MWh, per: week, fine: [3 kUSD, 6 kUSD], shutdown: 2 days}, {type: energy, name: both, limit: 9 GWh, per: month}",
	"both":       "{type: penalty, limit: 840 MWh, per: week, fine: [3 kUSD, 6 kUSD], shutdown: 2 days}, {type: cycling, up: 4 h, down: 3 h, start: 2 USD/MW}, {type: energy, name: both, limit: 9 GWh, per: month}",
	"alone":      "{type: penalty, limit: 200 MWh, per: day, fine: [300 USD, 600 USD], shutdown: 6 h}",
	"power":      "{type: power, limit: 12 MW}",
	"controlled": "{type: hysteresis, stop: 80 %, resume: 70 %, stop_after: 2 h, resume_after: 4 h}, {type: energy, limit: 4 GWh, per: month}, {type: energy, name: week, limit: 950 MWh, per: week}",
	"switched":   "{type: cycling, up: 4 h, down: 3 h, start: 2 USD/MW}, {type: energy, limit: 4 GWh, per: month}, {type: energy, name: week, limit: 950 MWh, per: week}",
}

// With the costly checks a run under any limits keeps all laws, with any foresight, and says that its plans are
// proven.
func TestCheckedRuns(t *testing.T) {
	t.Parallel()
	for name, limits := range audited {
		for _, foresight := range []string{"rolling", "perfect", "myopic"} {
			r := written(t, head+"clock: {start: 2025-01-01, end: 2025-03-01}\nforesight: "+foresight+"\n"+
				workshop("{type: hourly, series: northwest, years: [2017], mean: 45 USD/MWh}")+"sites:\n"+one("a", "")+one("b", "")+"limits: ["+limits+"]\n",
				sim.Settings{Check: true, Draws: 2})
			names := map[string]bool{}
			for k := range r.Checks {
				c := &r.Checks[k]
				names[c.Name] = true
				if !c.Passed() {
					t.Errorf("%s, %s: %s is off by %g: %s", name, foresight, c.Name, c.Error, c.Sentence)
				}
			}
			budgets, switched := name != "power", name == "switched" || name == "both"
			for check, want := range map[string]bool{
				"hours": true, "load": true, "used": budgets, "certificate": budgets, "foresight": budgets && name != "both", "optimum": foresight == "perfect" && !switched && name != "controlled",
				"schedules": switched,
			} {
				if names[check] != want {
					t.Errorf("%s, %s: the check of %s is made: %v, want %v", name, foresight, check, names[check], want)
				}
			}
			if plans := r.Audit.Certified.Plans; budgets != (plans > 0) {
				t.Errorf("%s, %s: %d plans are proven", name, foresight, plans)
			}
		}
	}
}

// Without the costly checks nothing is proven, and nothing says so.
func TestUncheckedRuns(t *testing.T) {
	t.Parallel()
	text := head + "clock: {start: 2025-01-01, end: 2025-03-01}\n" +
		workshop("{type: flat, price: 45 USD/MWh}") + "sites:\n" + one("a", "") + "limits: [{type: energy, limit: 3 GWh, per: month}]\n"
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(t.Context(), f, catalog(t), sim.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Audit != nil || r.Trace.Certified.Plans != 0 {
		t.Errorf("audit %v and %d proofs, want none", r.Audit, r.Trace.Certified.Plans)
	}
}
