package sim_test

import (
	"reflect"
	"testing"

	"hashwatt/sim"
)

// unshort are limits that leave room for all that the sites of the test below can draw.
var unshort = []string{
	"{type: energy, name: never, limit: 90000 GWh, per: year}",
	"{type: energy, name: never, limit: 1 GWh, per: day, each: true}",
	"{type: energy, name: never, limit: 10 GWh, per: week}",
	"{type: power, name: never, limit: 100 MW, share: merit}",
	"{type: power, name: never, limit: 100 MW, share: auction}",
	"{type: penalty, name: never, limit: 20 GWh, per: month, price: 100 USD/MWh}",
	"{type: penalty, name: never, limit: 20 GWh, per: month, fine: 1 MUSD, shutdown: 5 days}",
}

// besides are scenarios in which a plan would see one more limit: months that it would join, families that it would
// cross, machines and charges that would be planned with it.
func besides() map[string]string {
	const (
		flat  = "{type: flat, name: energy, price: 40 USD/MWh}"
		tiers = ", {type: tiered, name: blocks, periods: [{tiers: [" +
			"{up_to: 1500 MWh, price: 0.03 USD/kWh}, {price: 0.005 USD/kWh}]}]}"
		spot  = "{type: indexed, name: energy, series: ercot_day_ahead}"
		cycle = ", {type: cycling, name: switching, up: 6 h, down: 4 h, start: 20 USD/MW, cold_start: 15 min}"
		month = ", {type: energy, name: month, limit: 7 GWh, per: month}"
		fined = ", {type: penalty, name: fined, limit: 3 GWh, per: month, fine: 30 kUSD, shutdown: 5 days}"
	)
	text := func(tariff, limits string) string {
		return head + "clock: {start: 2025-01-01, end: 2025-04-01}\n" + workshop(tariff) +
			"sites:\n" + one("a", "") + one("b", "") +
			"limits: [{type: ban, name: day off, from: 2025-02-03, to: 2025-02-03}" + limits + "]\n"
	}
	return map[string]string{
		"nothing":           text(spot, ""),
		"tiers":             text(flat+tiers, ""),
		"cycling":           text(spot, cycle),
		"months":            text(spot, month),
		"months and tiers":  text(flat+tiers, month),
		"months and cycles": text(spot, month+cycle),
		"crossing":          text(spot, month+", {type: energy, name: week, limit: 1 GWh, per: week, each: true}"),
		"auction":           text(spot, ", {type: power, name: shared, limit: 15 MW, share: auction}"),
		"carbon":            text(spot, ", {type: carbon, name: tonnes, limit: 2 kt, per: month}"),
		"penalty":           text(spot+tiers, fined+cycle),
	}
}

// A limit that leaves room for all that its sites can draw changes nothing to the last bit, whoever plans, and its
// rows count what they drew.
func TestLooseLimitsChangeNothing(t *testing.T) {
	t.Parallel()
	for name, text := range besides() {
		for _, look := range []string{"rolling", "perfect", "myopic"} {
			t.Run(name+" "+look, func(t *testing.T) {
				t.Parallel()
				const words = "\nreport: {leakage: false, cap_curve: false, value_of_foresight: false}\n"
				alone := written(t, text+"foresight: "+look+words, sim.Settings{})
				for k, limit := range unshort {
					if testing.Short() && k != len(name)%len(unshort) {
						continue
					}
					cut := len(text) - len("]\n")
					sameBut(t, limit, alone, written(t, text[:cut]+", "+limit+text[cut:]+"foresight: "+look+words, sim.Settings{}))
				}
			})
		}
	}
}

// sameBut compares a run with one that has a loose limit besides, the last one.
func sameBut(t *testing.T, limit string, alone, beside *sim.Result) {
	t.Helper()
	for what, pair := range map[string][2]any{
		"what sites did": {alone.Trace.Flows, beside.Trace.Flows},
		"the proof":      {alone.Trace.Proven, beside.Trace.Proven},
		"the rungs":      {alone.Trace.Rungs, beside.Trace.Rungs},
		"the money":      {alone.Ledger.Total.Lines, beside.Ledger.Total.Lines},
		"its kind":       {alone.Proof(), beside.Proof()},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %s changes", limit, what)
		}
	}
	var drawn, used, allowed float64
	for i := range beside.Trace.Flows {
		for m := range beside.Trace.Flows[i] {
			drawn += beside.Trace.Flows[i][m].EnergyMWh
		}
	}
	last := len(beside.Problem.Limits) - 1
	for g, use := range beside.Trace.Budgets {
		if group := &beside.Problem.Budgets.Groups[g]; int(group.Limit) == last {
			used, allowed = used+use.UsedMWh, allowed+group.BudgetMWh
			if use.Multiplier != 0 {
				t.Errorf("%s: %s has a multiplier of %g", limit, group.Label, use.Multiplier)
			}
		} else if use != alone.Trace.Budgets[g] {
			t.Errorf("%s: the use of %s changes", limit, group.Label)
		}
	}
	near(t, limit+": used, MWh", used, drawn, 1e-9)
	sum := beside.Summary.Limits[last]
	if sum.BindingHours != 0 || sum.CurtailedMWh != 0 || sum.HoursInForce == 0 || !(allowed > drawn) {
		t.Errorf("%s: %+v, %g MWh allowed", limit, sum, allowed)
	}
	for _, c := range beside.Checks {
		if !c.Passed() {
			t.Errorf("%s: %s has error %g", limit, c.Name, c.Error)
		}
	}
}
