package sim_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

// A draw whose exchange rate falls to nothing ends the run with a problem that names the draw, the hour and the
// quantity, not in a figure that is no number.
func TestADrawOutOfRangeIsNamed(t *testing.T) {
	t.Parallel()
	const text = `hashwatt: 1
name: test
clock: {start: 2026-09-01, end: 2040-09-01}
bitcoin: {price: {process: flat, value: 90000 USD/BTC}, fees: {process: flat, value: 0.1 BTC/block}, rest_of_world: {response: growth, rate: 30 %/year}}
money: {rates: {RUB: {process: gbm, drift: 0 %/year, volatility: 900 %/year, start: 90 RUB/USD}}}
regions:
  here: {zone: UTC, country: RU, currency: RUB, emissions_g_per_kwh: 1, tariff: [{type: flat, price: 4000 RUB/MWh}]}
sites:
  - {id: one, region: here, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
`
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	_, err = sim.Run(t.Context(), f, cat, sim.Settings{Draws: 2, Seed: 1, Workers: 1})
	var problems conf.Problems
	if !errors.As(err, &problems) || len(problems) != 1 || !strings.HasPrefix(problems[0].Message, "draw 1: the price of power in USD became ") ||
		!strings.Contains(problems[0].Message, " at hour ") {
		t.Errorf("run ends in %v, want the draw, the quantity and the hour", err)
	}
}
