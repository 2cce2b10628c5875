package sim_test

import (
	"fmt"
	"testing"

	"hashwatt/sim"
)

// TestRegret prices four system peaks at 60 USD/kW a year, 15,000 USD in each peak hour that a MW runs, which one
// hour earns back a hundredth of. Who knows the hours regrets nothing. Who is told the wrong ones pays for them:
// with a hit rate of 0 all four, and the margin of the hours that he stood still for nothing.
func TestRegret(t *testing.T) {
	t.Parallel()
	text := func(forecast, foresight string) string {
		return head + "clock: {start: 2026-01-01, end: 2027-01-01, zone: UTC}\nforesight: " + foresight + "\n" +
			workshop("{type: flat, name: energy, price: 40 USD/MWh}, {type: coincident, name: transmission, groups: [{hours: "+
				"[2026-06-24T16, 2026-07-15T16, 2026-08-19T17, 2026-09-02T16], measure: mean, price: 60 USD/kW"+forecast+"}]}") +
			"sites:\n" + one("a", "") + one("b", ", pool_fee: 3 %")
	}
	regret := map[string]float64{}
	for _, foresight := range []string{"rolling", "perfect", "myopic"} {
		for _, rate := range []int{100, 75, 50, 0} {
			r := written(t, text(fmt.Sprintf(", forecast: {hit_rate: %d %%}", rate), foresight), sim.Settings{})
			if rate == 100 { // one alert that is always right is the peak itself
				if r.Regret != nil {
					t.Errorf("%s: regret %+v where all is known", foresight, r.Regret)
				}
				continue
			}
			if r.Regret == nil || len(r.Regret.Sites) != 2 {
				t.Fatalf("%s, %d %%: regret %+v", foresight, rate, r.Regret)
			}
			got := r.Regret.USD
			sum := r.Regret.Sites[0].USD + r.Regret.Sites[1].USD
			near(t, "regret of the sites", sum, got, 1e-12)
			switch {
			case foresight == "perfect":
				if got != 0 || len(r.Regret.Components) > 0 {
					t.Errorf("%s, %d %%: regrets %+v, want 0 and no component", foresight, rate, r.Regret)
				}
			case got <= 0:
				t.Errorf("%s, %d %%: regrets %g USD, want more than 0", foresight, rate, got)
			default:
				missed := float64(100-rate) / 100 * 60_000 * 2 * 9.7 // two sites of 9.7 MW
				transmission := r.Regret.Components[len(r.Regret.Components)-1]
				if transmission.Component != "transmission" {
					t.Errorf("components %+v", r.Regret.Components)
				}
				near(t, "transmission that was paid for nothing", transmission.USD, missed, 1e-9)
			}
			regret[fmt.Sprint(foresight, rate)] = got
		}
	}
	if regret["rolling75"] >= regret["rolling50"] || regret["rolling50"] >= regret["rolling0"] {
		t.Errorf("regrets %v do not rise as the forecast gets worse", regret)
	}
	if r := written(t, text("", "rolling"), sim.Settings{}); r.Regret != nil {
		t.Errorf("regret %+v where nothing is forecast", r.Regret)
	}
}

// TestRegretKnowsEveryForecast asks all components whose hours are forecast, alone and as parts: peak capacity of
// which half of the hours are missed is regretted, and what is always hit is not. A component whose bill is the
// same either way is no line.
func TestRegretKnowsEveryForecast(t *testing.T) {
	t.Parallel()
	const peak = "{type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}]%s}"
	for _, c := range []struct {
		tariff, forecast string
		want             bool
	}{
		{"{type: flat, name: energy, price: 2 RUB/kWh}, " + peak + ", {type: fixed, name: rent, amount: 900 RUB}", ", forecast: {hit_rate: 50 %, alerts: 2}", true},
		{"{type: flat, name: energy, price: 2 RUB/kWh}, " + peak, ", forecast: {hit_rate: 100 %}", false},
		{"{type: flat, name: energy, price: 2 RUB/kWh}, " + peak, "", false},
		{
			"{type: price_category, name: third, category: 3, parts: [{type: hourly, name: energy, series: northwest, years: [2017], mean: 1.6 RUB/kWh}, " + peak +
				", {type: flat, name: network, price: 0.3 RUB/kWh}]}", ", forecast: {hit_rate: 50 %, alerts: 2}", true,
		},
	} {
		words := fmt.Sprintf(c.tariff, c.forecast)
		r := written(t, head+"clock: {start: 2026-01-01, end: 2026-07-01, zone: Europe/Moscow}\nmoney: {rates: {RUB: {process: flat, value: 90 RUB/USD}}}\n"+
			"bitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}}\n"+
			"regions:\n  workshop: {zone: Europe/Moscow, country: RU, currency: RUB, emissions_g_per_kwh: 300, tariff: ["+words+"]}\nsites:\n"+one("a", ""), sim.Settings{})
		if (r.Regret != nil) != c.want {
			t.Errorf("%s: regret %+v, want one: %v", words, r.Regret, c.want)
			continue
		}
		if !c.want {
			continue
		}
		if r.Regret.USD <= 0 {
			t.Errorf("%s: regrets %g USD, want more than 0", words, r.Regret.USD)
		}
		for _, part := range r.Regret.Components {
			if part.Component == "rent" {
				t.Errorf("%s: rent is due whatever is known, and regretted by %g", words, part.USD)
			}
		}
	}
}
