package sim_test

import (
	"math"
	"testing"

	"hashwatt/sim"
)

// TestNetworkComesToRest ends a run in the middle of an epoch whose machines have settled: with a coin that keeps
// its price, the rest of the world that goes part of the way in each epoch has come to the equilibrium of its merit
// order, sites included, to a step of it.
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

// The rest point is that of the network at the end whatever the sites know of the future: under perfect and myopic
// foresight the hours are played twice, and it is still that of a rolling run, to what the sites' own hours make of
// it.
func TestRestUnderForesight(t *testing.T) {
	t.Parallel()
	at := map[string]*sim.Rest{}
	for _, look := range []string{"rolling", "perfect", "myopic"} {
		at[look] = written(t, head+`clock: {start: 2026-05-01, end: 2027-12-01}
foresight: `+look+`
bitcoin:
  price: {process: flat, value: 50000 USD/BTC}
  rest_of_world: {replay: history, then: {response: shutdown}}
sites: [{id: one, region: komi, power: 100 MW, online: 2026-05-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 10 USD/MWh}]}]
limits: [{type: energy, limit: 400 GWh, per: year}]
`, sim.Settings{}).Rest
	}
	for look, rest := range at {
		want := at["rolling"]
		if rest == nil || want == nil {
			t.Fatalf("%s: rest %v, rolling %v", look, rest, want)
		}
		near(t, look+": installed", rest.InstalledPHs, want.InstalledPHs, 1e-3)
		near(t, look+": hashrate", rest.HashratePHs, want.HashratePHs, 0.02)
		near(t, look+": displaced", rest.Displaced, want.Displaced, 0.02)
	}
}

// Where the coin is worth next to nothing the twentieth of the machines that always runs is the rest of the world
// at rest, and whoever joins drives out nobody.
func TestRestOfThoseWhoAlwaysRun(t *testing.T) {
	t.Parallel()
	for _, response := range []string{"shutdown", "vintage"} {
		r := written(t, head+"clock: {start: 2026-09-01, end: 2027-03-01}\nsites: []\nbitcoin: {price: {process: flat, value: 100 USD/BTC}, fees: {process: flat, value: 0.03 BTC/block}, "+
			"rest_of_world: {replay: history, then: {response: "+response+"}}}\n", sim.Settings{})
		if r.Rest == nil {
			t.Fatalf("%s: no rest point", response)
		}
		near(t, response+": hashrate", r.Rest.HashratePHs, 0.05*r.Rest.InstalledPHs, 1e-9)
		if r.Rest.Displaced != 0 {
			t.Errorf("%s: %v of new hashrate drives out others, want none", response, r.Rest.Displaced)
		}
	}
}
