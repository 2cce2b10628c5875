package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim"
)

// plain is a site whose machines fill its connection and never fail, on power of its own price.
func plain(id string, mw int, tariff, more string) string {
	return fmt.Sprintf("  - {id: %s, region: workshop, power: %d MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1, availability: 100 %%, tariff: [%s]%s}\n",
		id, mw, tariff, more)
}

// ruledRun plays sites under limits with a constant hashprice, and holds the run to all its checks.
func ruledRun(t *testing.T, clock, sites, limits string) *sim.Result {
	t.Helper()
	r := written(t, head+"clock: "+clock+"\nbitcoin: {hashprice: {process: flat, value: 60 USD/PH/day}}\n"+
		workshop("{type: flat, price: 1 USD/MWh}")+"sites:\n"+sites+"limits: ["+limits+"]\n", sim.Settings{})
	for _, c := range r.Checks {
		if !c.Passed() {
			t.Errorf("%s: check %q fails by %g", limits, c.Name, c.Error)
		}
	}
	return r
}

func energyOf(r *sim.Result) (list []float64) {
	for i := range r.Ledger.Sites {
		sum := 0.0
		for _, line := range r.Ledger.Sites[i].Lines {
			sum += line.EnergyMWh
		}
		list = append(list, sum)
	}
	return list
}

// marginOf is revenue less power, before taxes, whose thresholds differ from site to site.
func marginOf(r *sim.Result) (sum float64) {
	for _, line := range r.Ledger.Total.Lines {
		sum += line.RevenueUSD - line.PowerUSD
	}
	return sum
}

func rulesPaid(r *sim.Result) (sum float64) {
	for _, line := range r.Ledger.Total.Lines {
		sum += line.RulesUSD
	}
	return sum
}

// TestQuotaByEveryShare divides 60 MW between sites of 50, 30 and 20 MW with margins that differ by 10, 30 and 20
// USD/MWh: what each rule gives is what is drawn in every hour, and nothing earns more than sharing by merit. In an
// auction power goes the same way, and each MWh pays what the last site in it earns.
func TestQuotaByEveryShare(t *testing.T) {
	t.Parallel()
	const hours = 59 * 24
	price := func(usd int) string { return fmt.Sprintf("{type: flat, price: %d USD/MWh}", usd) }
	sites := plain("a", 50, price(50), "") + plain("b", 30, price(30), "") + strings.Replace(plain("c", 20, price(40), ""), "2025-01-01", "2024-12-31", 1)
	earned, margin := map[string]float64{}, 0.0
	for words, want := range map[string][]float64{
		"pro_rata":                             {30, 18, 12},
		"max_min":                              {20, 20, 20},
		"priority, priority: a":                {50, 10, 0},
		"merit":                                {10, 30, 20},
		"auction":                              {10, 30, 20},
		"grandfathered, reference: 2024-12-31": {0, 0, 20}, // of its 60 MW the only site that stood can draw 20
	} {
		r := ruledRun(t, "{start: 2025-01-01, end: 2025-03-01}", sites, "{type: power, limit: 60 MW, share: "+words+"}")
		for i, mwh := range energyOf(r) {
			near(t, fmt.Sprintf("%s: energy of site %d", words, i), mwh, want[i]*hours, 1e-9)
		}
		earned[words] = marginOf(r)
		line := r.Ledger.Sites[0].Lines[0]
		if words == "merit" {
			margin = (line.RevenueUSD - line.PowerUSD) / line.EnergyMWh
		}
		if paid := rulesPaid(r); words != "auction" && paid != 0 {
			t.Errorf("%s: %g USD are paid", words, paid)
		} else if words == "auction" {
			near(t, "paid per MWh in the auction", paid/(60*hours), (line.RevenueUSD-line.PowerUSD)/line.EnergyMWh, 1e-9)
		}
	}
	if margin <= 0 {
		t.Fatalf("the last site earns %g USD/MWh", margin)
	}
	for words, v := range earned {
		if v > earned["merit"]*(1+1e-12) {
			t.Errorf("%s earns %g USD, more than merit with %g", words, v, earned["merit"])
		}
	}
}

// TestPathEachAndExemption plays what stands for a cap by dates, one for each site, and a ban that spares isolated
// sites.
func TestPathEachAndExemption(t *testing.T) {
	t.Parallel()
	const day = 24
	flat := "{type: flat, price: 30 USD/MWh}"
	sites := plain("a", 10, flat, "") + plain("b", 30, flat, ", isolated: true")
	for limits, want := range map[string][]float64{
		"{type: power, path: {2025-01-11: 8 MW, 2025-01-21: 20 MW}}":   {10*10*day + 10*2*day + 10*5*day, 10*30*day + 10*6*day + 10*15*day},
		"{type: power, limit: 8 MW, each: true, to: 2025-01-10}":       {10*8*day + 20*10*day, 10*8*day + 20*30*day},
		"{type: ban, to: 2025-01-10, exempt: isolated}":                {20 * 10 * day, 30 * 30 * day},
		"{type: ban, to: 2025-01-10}":                                  {20 * 10 * day, 20 * 30 * day},
		"{type: curtailment, hours: 08-20, keep: 30 %}":                {30 * (12*10 + 12*3), 30 * (12*30 + 12*9)},
		"{type: curtailment, hours: 08-20, days: sat-sun, keep: 30 %}": {22*10*day + 8*(12*10+12*3), 22*30*day + 8*(12*30+12*9)},
		"{type: interruption, hours: 5, per: day, keep: 5 %}":          {30 * (19*10 + 5*0.5), 30 * (19*30 + 5*1.5)},
		// A call comes before what is shared: what the called hours leave to both is less than the quota.
		"{type: curtailment, hours: 08-20, keep: 30 %}, {type: power, limit: 20 MW}": {30 * (12*5 + 12*3), 30 * (12*15 + 12*9)},
	} {
		r := ruledRun(t, "{start: 2025-01-01, end: 2025-01-31}", sites, limits)
		for i, mwh := range energyOf(r) {
			near(t, fmt.Sprintf("%s: energy of site %d", limits, i), mwh, want[i], 1e-9)
		}
	}
}

// TestEachSiteHasABudgetOfItsOwn gives two sites 3 GWh each, which is what a limit at each of them does, and not
// what they share.
func TestEachSiteHasABudgetOfItsOwn(t *testing.T) {
	t.Parallel()
	tariff := "{type: hourly, series: ercot_day_ahead, mean: 60 USD/MWh}"
	budget := "type: energy, limit: 3 GWh, per: month"
	play := func(more, limits string) *sim.Result {
		return ruledRun(t, "{start: 2025-01-01, end: 2025-03-01}", plain("a", 10, tariff, more)+plain("b", 30, tariff, more), limits)
	}
	each, own, shared := play("", "{"+budget+", each: true}"), play(", limits: [{"+budget+"}]", ""), play("", "{"+budget+"}")
	for i, mwh := range energyOf(each) {
		near(t, fmt.Sprintf("energy of site %d", i), mwh, 6000, 1e-9)
	}
	near(t, "margin with a budget each", marginOf(each), marginOf(own), 1e-12)
	if sum := energyOf(shared)[0] + energyOf(shared)[1]; sum > 6000*(1+1e-9) {
		t.Errorf("two sites use %g MWh of the 6,000 that they share", sum)
	}
}

// TestChoosingHoursIsWorthIt lets the supplier and then the site choose 100 of the hours of two months: both cut
// the same energy at most, and the site never earns less by its own choice. At a flat price, where all hours are
// alike, each site has exactly the energy of the others.
func TestChoosingHoursIsWorthIt(t *testing.T) {
	t.Parallel()
	const hours = 59 * 24
	words := "type: interruption, hours: 100, per: dates, from: 2025-01-01, to: 2025-02-28, keep: 5 %"
	for _, tariff := range []string{"{type: flat, price: 30 USD/MWh}", "{type: hourly, series: ercot_day_ahead, mean: 60 USD/MWh}"} {
		sites := plain("a", 10, tariff, "") + plain("b", 30, tariff, "")
		supplier := ruledRun(t, "{start: 2025-01-01, end: 2025-03-01}", sites, "{"+words+"}")
		own := ruledRun(t, "{start: 2025-01-01, end: 2025-03-01}", sites, "{"+words+", choice: site}")
		if strings.Contains(tariff, "flat") {
			for i, mw := range []float64{10, 30} {
				near(t, "energy by the supplier's choice", energyOf(supplier)[i], mw*(hours-95), 1e-9)
				near(t, "energy by the site's choice", energyOf(own)[i], mw*(hours-95), 1e-9)
			}
		}
		if one, two := marginOf(supplier), marginOf(own); two < one*(1-1e-9) {
			t.Errorf("%s: the site earns %g USD by its own choice and %g by the supplier's", tariff, two, one)
		}
	}
}

// TestResponseIsBooked calls a site of 10 MW for four hours of every day, in which power costs 160 USD/MWh: of each
// day it is paid 4 h x 9 MW at 100 USD/MWh and 24 h x 10 MW at 2,000 USD in 730.5 h, in euros at 0.8 for the
// dollar.
func TestResponseIsBooked(t *testing.T) {
	t.Parallel()
	tariff := "{type: time_of_use, zones: [{price: 30 USD/MWh}, {hours: 16-20, price: 160 USD/MWh}]}"
	for currency, rate := range map[string]float64{"USD": 1, "EUR": 0.8} {
		strike := 150 * rate
		words := fmt.Sprintf("{type: demand_response, strike: %v CUR/MWh, payment: %v CUR/MWh, standby: %v CUR/kW, keep: 10 %%}", strike, 100*rate, 2*rate)
		r := written(t, head+"clock: {start: 2025-01-01, end: 2025-01-31}\nmoney: {rates: {EUR: {process: flat, value: 0.8 EUR/USD}}}\n"+
			"bitcoin: {hashprice: {process: flat, value: 90 USD/PH/day}}\n"+workshop("{type: flat, price: 1 USD/MWh}")+"sites:\n"+plain("a", 10, tariff, "")+
			"limits: ["+strings.ReplaceAll(words, "CUR", currency)+"]\n", sim.Settings{})
		near(t, "energy in "+currency, energyOf(r)[0], 30*(20*10+4), 1e-9)
		near(t, "paid to the site in "+currency, -rulesPaid(r), 30*(4*9*100+240*2000/730.5), 1e-9)
	}
}
