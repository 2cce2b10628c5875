package sim_test

import (
	"math"
	"testing"

	"hashwatt/sim"
)

// TestNetworkComesToRest ends a run in the middle of an epoch whose machines have settled: with a coin that keeps its price, the rest of
// the world that goes part of the way in each epoch has come to the equilibrium of its merit order, sites included, to a step of it.
func TestNetworkComesToRest(t *testing.T) {
	t.Parallel()
	const world = head + `clock: {start: 2026-09-01, end: 2028-03-01}
bitcoin:
  price: {process: flat, value: 70000 USD/BTC}
  fees: {process: flat, value: 0.03 BTC/block}
  rest_of_world: {replay: history, then: {response: shutdown, speed: 10 %/epoch}}
`
	alone := written(t, world+"sites: []\n", sim.Settings{})
	rest, last := alone.Rest, alone.Trace.Epochs[len(alone.Trace.Epochs)-1]
	if rest == nil || rest.OwnPHs != 0 || rest.Displaced <= 0 || rest.Displaced >= 1 || rest.InstalledPHs < rest.HashratePHs {
		t.Fatalf("rest = %+v", rest)
	}
	near(t, "revenue", rest.RevenueUSDPerDay, 144*3.155*70_000, 1e-12)
	near(t, "hashrate × hashprice", rest.HashratePHs*rest.Hashprice, rest.RevenueUSDPerDay, 1e-12)
	near(t, "hashrate at the end", last.RowPHs, rest.HashratePHs, 0.02)
	joined := written(t, world+"sites: [{id: one, region: komi, power: 2 GW, online: 2026-09-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 10 USD/MWh}]}]\n", sim.Settings{}).Rest
	if joined == nil || joined.OwnPHs < 90_000 {
		t.Fatalf("rest with a site = %+v", joined)
	}
	displaced := 1 - (joined.HashratePHs-rest.HashratePHs)/joined.OwnPHs
	if math.Abs(displaced-rest.Displaced) > 0.15 {
		t.Errorf("%.3g of the site's hashrate drives out others; at the margin it is %.3g", displaced, rest.Displaced)
	}
	if r := written(t, head+"clock: {start: 2026-09-01, end: 2026-12-01}\nsites: []\n", sim.Settings{}); r.Rest != nil {
		t.Errorf("a rest of the world without a merit order comes to rest: %+v", r.Rest)
	}
}
