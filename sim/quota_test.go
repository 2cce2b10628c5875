package sim_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hashwatt/sim"
)

// TestBudgetsHoldBesideTiers runs a site on a price, a tier and a quota. At a flat price, where all hours are worth
// the same, the quota is used up and not more, month by month; and nobody exceeds it where tiers are counted in
// months and the quota in a year, where the site comes online within it, and where highest loads are priced as
// well.
func TestBudgetsHoldBesideTiers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(21, 22))
	number := func(from, to float64) string { return fmt.Sprintf("%.2f", from+(to-from)*rng.Float64()) }
	kept := func(name, text string) *sim.Result {
		r := written(t, head+text, sim.Settings{})
		for _, c := range r.Checks {
			if !c.Passed() {
				t.Errorf("%s: check %q fails by %g", name, c.Name, c.Error)
			}
		}
		return r
	}
	for range 12 {
		quota := 2 + rng.IntN(4)
		tariff := "{type: flat, name: energy, price: " + number(20, 40) + " USD/MWh}, {type: tiered, name: volume, periods: [{tiers: [{up_to: 20 GWh, price: " +
			number(1, 12) + " USD/MWh}, {price: " + number(0, 5) + " USD/MWh}]}]}"
		r := kept(tariff, "clock: {start: 2026-01-01, end: 2026-03-01, zone: UTC}\nbitcoin: {hashprice: {process: flat, value: 60 USD/PH/day}}\n"+
			workshop(tariff)+"sites:\n"+one("a", "")+fmt.Sprintf("limits: [{type: energy, name: quota, limit: %d GWh, per: month, applies_to: {sites: [a]}}]\n", quota))
		for _, line := range r.Ledger.Total.Lines {
			near(t, fmt.Sprintf("energy under %d GWh on %s", quota, tariff), line.EnergyMWh, 1000*float64(quota), 1e-9)
		}
	}
	used := 0
	for n := range 12 {
		foresight := []string{"rolling", "perfect", "myopic"}[n%3]
		tariff := "{type: hourly, name: energy, series: ercot_day_ahead, mean: " + number(30, 40) + " USD/MWh}, {type: tiered, name: volume, periods: [{tiers: [{up_to: 1 GWh, price: " +
			number(0, 10) + " USD/MWh}, {price: " + number(0, 60) + " USD/MWh}]}]}"
		if n%2 == 1 {
			tariff += ", {type: demand, name: demand, periods: [{price: " + number(1, 6) + " USD/kW}]}"
		}
		quota := []string{"limit: 8 GWh, per: year", "limit: 2 GWh, per: month"}[n/6]
		text := "clock: {start: 2026-01-01, end: 2026-08-01, zone: UTC}\nforesight: " + foresight + "\n" + workshop(tariff) + "sites:\n" + one("a", "") +
			strings.Replace(one("b", ""), "2025-01-01", "2026-03-10", 1) + "limits: [{type: energy, name: quota, " + quota + ", applies_to: {sites: [a, b]}}]\n"
		for _, use := range kept(foresight+" "+tariff+quota, text).Trace.Budgets {
			if use.Multiplier > 0 {
				used++
			}
		}
	}
	// Tiers of later months come into view when their months begin, long after the quota of the year was first planned.
	late := kept("a quota for a year of months with tiers", "clock: {start: 2026-01-01, end: 2027-01-01, zone: UTC}\nforesight: perfect\n"+workshop(
		"{type: hourly, name: energy, series: ercot_day_ahead, mean: 38 USD/MWh}, {type: tiered, name: volume, periods: [{tiers: [{up_to: 3 GWh, price: 3 USD/MWh}, {price: 40.8 USD/MWh}]}]}")+
		"sites:\n"+one("a", "")+"limits: [{type: energy, name: quota, limit: 8 GWh, per: year, applies_to: {sites: [a]}}]\n")
	near(t, "energy under 8 GWh a year", late.Trace.Budgets[0].UsedMWh, 8000, 1e-9)
	if used < 6 {
		t.Errorf("%d of the quotas are scarce; the cases show little", used)
	}
}
