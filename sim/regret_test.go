package sim_test

import (
	"fmt"
	"testing"

	"hashwatt/sim"
)

// TestRegret prices four system peaks at 60 USD/kW a year, 15,000 USD in each peak hour that a MW runs, which one hour
// earns back a hundredth of. Who knows the hours regrets nothing. Who is told the wrong ones pays for them: with a hit rate of 0 all four, and
// the margin of the hours that he stood still for nothing.
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
			if r.Regret == nil || len(r.Regret.Sites) != 2 {
				t.Fatalf("%s, %d %%: regret %+v", foresight, rate, r.Regret)
			}
			got := r.Regret.USD
			sum := r.Regret.Sites[0].USD + r.Regret.Sites[1].USD
			near(t, "regret of the sites", sum, got, 1e-12)
			switch {
			case foresight == "perfect" || rate == 100:
				if got != 0 {
					t.Errorf("%s, %d %%: regrets %g USD, want 0", foresight, rate, got)
				}
			case got <= 0:
				t.Errorf("%s, %d %%: regrets %g USD, want more than 0", foresight, rate, got)
			default:
				missed := float64(100-rate) / 100 * 60_000 * 2 * 9.7 // two sites of 9.7 MW
				if transmission := r.Regret.Components[1]; transmission.Component != "transmission" {
					t.Errorf("components %+v", r.Regret.Components)
				} else {
					near(t, "transmission that was paid for nothing", transmission.USD, missed, 1e-9)
				}
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
