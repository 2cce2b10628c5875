package sim

import (
	"math"
	"slices"
	"testing"

	"hashwatt/sim/sample"
)

// Regions that follow one series see one market in every draw, each at its own mean; draws differ from each other
// and from the central case, the same draw is the same twice, and further sites leave it as it is.
func TestDrawsHaveTheirOwnPricesOfPower(t *testing.T) {
	t.Parallel()
	const text = `hashwatt: 1
name: test
clock: {start: 2026-01-01, end: 2027-01-01}
bitcoin: {price: {process: flat, value: 90000 USD/BTC}, fees: {process: flat, value: 0 BTC/block}, rest_of_world: {response: growth, rate: 0 %/year}}
regions:
  cheap: {zone: UTC, country: RU, emissions_g_per_kwh: 1, tariff: [{type: wholesale, series: northwest, mean: 20 USD/MWh}]}
  dear: {zone: UTC, country: RU, emissions_g_per_kwh: 1, tariff: [{type: wholesale, series: northwest, mean: 60 USD/MWh}]}
  past: {zone: UTC, country: RU, emissions_g_per_kwh: 1, tariff: [{type: hourly, series: northwest, mean: 40 USD/MWh, draw: years}]}
  fixed: {zone: UTC, country: RU, emissions_g_per_kwh: 1, tariff: [{type: hourly, series: northwest, mean: 40 USD/MWh}]}
sites:
  - {id: one, region: cheap, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: two, region: dear, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: three, region: past, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: four, region: fixed, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
`
	const more = "  - {id: five, region: fixed, power: 1 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}\n"
	run, other := ready(t, text), ready(t, text+more)
	central := run.problem.Price
	cheap, dear, past, fixed := run.problem.Sites[0].Tariff, run.problem.Sites[1].Tariff, run.problem.Sites[2].Tariff, run.problem.Sites[3].Tariff
	if mean := sample.Mean(central[cheap]); math.Abs(mean-20) > 0.3 {
		t.Errorf("the central case costs %v USD/MWh, want 20", mean)
	}
	var last []float64
	years := map[float64]bool{}
	for d := range 8 {
		prices, again, apart := run.future(d+1).Price, run.future(d+1).Price, other.future(d+1).Price
		for _, k := range []int32{cheap, dear, past} {
			if !slices.Equal(prices[k], again[k]) || !slices.Equal(prices[k], apart[k]) {
				t.Errorf("draw %d: tariff %d differs when asked twice, or with a further site", d+1, k)
			}
		}
		if slices.Equal(prices[cheap], central[cheap]) || slices.Equal(prices[cheap], last) {
			t.Errorf("draw %d is the central case, or the draw before", d+1)
		}
		for h, p := range prices[cheap] {
			if math.Abs(prices[dear][h]-3*p) > 1e-9*(1+math.Abs(p)) {
				t.Fatalf("draw %d, hour %d: %v and %v, want three times as much", d+1, h, p, prices[dear][h])
			}
		}
		if !slices.Equal(prices[fixed], central[fixed]) {
			t.Errorf("draw %d moves a price that knows no chance", d+1)
		}
		last = prices[cheap]
		years[sample.Mean(prices[past])] = true
	}
	if len(years) < 2 {
		t.Errorf("eight draws took the same years")
	}
}
