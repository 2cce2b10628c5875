package sim_test

import (
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestWithoutIsTheScenarioWithoutSites holds that the run beside the run is the scenario with an empty list of sites,
// bit for bit, and that this scenario dilutes nothing.
func TestWithoutIsTheScenarioWithoutSites(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"komi.yaml", "bitriver.yaml", "reference.yaml"} {
		r := shipped(t, name, "", sim.Settings{})
		f, err := scenario.Load(scenarios.FS, name, scenario.Options{Sets: []string{"sites=[]", "limits=[]", "uncertain=[]"}})
		if err != nil {
			t.Fatal(err)
		}
		empty := run(t, f, sim.Settings{})
		if d := cmp.Diff(empty.Trace.Epochs, r.Without.Epochs); d != "" {
			t.Errorf("%s: epochs differ (-no sites +without):\n%s", name, d)
		}
		if d := cmp.Diff(empty.Trace.Hashprice, r.Without.Hashprice); d != "" {
			t.Errorf("%s: hashprices differ (-no sites +without):\n%s", name, d)
		}
		if d := cmp.Diff(empty.Trace, empty.Without, cmpopts.IgnoreUnexported(kernel.Trace{})); d != "" {
			t.Errorf("%s: without sites there is nothing to leave out:\n%s", name, d)
		}
		for _, id := range []string{"dilution_pct", "dilution_usd", "own_dilution_usd"} {
			if v := value(t, empty, id); v != 0 {
				t.Errorf("%s: %s = %g without sites, want 0", name, id, v)
			}
		}
	}
}

// steady is a site that runs all the time beside a rest of the world that never moves, at one price of the coin.
const steady = head + `clock: {start: 2024-05-20, end: 2026-05-20}
bitcoin:
  price: {process: flat, value: 100000 USD/BTC}
  fees: {process: flat, value: 0.05 BTC/block}
  rest_of_world: {response: growth, rate: 0 %/year}
regions:
  here: {zone: UTC, country: RU, currency: USD, tariff: [{type: flat, price: 1 USD/MWh}]}
sites:
  - {id: one, region: here, power: 1000 MW, online: 2024-05-20, pue: 1.05, availability: 100 %, fleet: [{rig: antminer-s21-200}]}
`

// TestDilutionByHand adds a hashrate Q to a network R that stays as it is. One whole epoch later difficulty is up by
// (R+Q)/R, so everybody's hash earns R/(R+Q) of what it would. Until then the chain is faster and more blocks are
// found. The miners share what the blocks are worth: what the site earns before fees is what the others lose and what
// the blocks bring that would not have been found.
func TestDilutionByHand(t *testing.T) {
	t.Parallel()
	r := written(t, steady, sim.Settings{})
	e := r.Trace.Epochs[3]
	want := e.OwnPHs / (e.RowPHs + e.OwnPHs)
	if want < 0.05 || want > 0.15 {
		t.Fatalf("the site holds %g of the network; the test wants about a tenth", want)
	}
	d := metric.Dilute(r.Trace, r.Without, r.Facts.Axis.Start.Hour())
	for day := 100; day < len(d.ByDay); day++ {
		near(t, "fall of the hashprice", d.ByDay[day], want, 1e-9)
	}
	if pct := value(t, r, "dilution_pct"); !(pct > 95*want && pct < 100*want) {
		t.Errorf("the mean dilution is %g %%; it is a little below the %g %% of all but the first weeks", pct, 100*want)
	}

	const perBlock = (3.125 + 0.05) * 100_000
	with, rest := blocks(r.Trace), blocks(r.Without)
	near(t, "income of everybody", d.IncomeUSD, with*perBlock, 1e-9)
	gross := value(t, r, "revenue_usd") / r.Problem.Sites[0].Share
	others := value(t, r, "dilution_usd") - value(t, r, "own_dilution_usd")
	near(t, "what the site earns", gross, others+(with-rest)*perBlock, 1e-6)
	near(t, "loss of the site", value(t, r, "own_dilution_usd"), want*value(t, r, "dilution_usd"), 1e-9)
}

// blocks counts what a run found, of its epochs' work.
func blocks(tr *kernel.Trace) (sum float64) {
	for _, e := range tr.Epochs {
		sum += (e.RowPHs + e.OwnPHs) * e.Hours * network.BlocksPerPHh(e.Difficulty)
	}
	return sum
}

// TestDilutionIsNeverAGift holds that new sites never raise what the others earn over the horizon, in no draw.
func TestDilutionIsNeverAGift(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"komi.yaml", "01-one-site.yaml", "winter-ban.yaml"} {
		r := shipped(t, name, "", sim.Settings{Draws: 5, Seed: 3})
		for k, id := range metric.IDs() {
			if id != "dilution_pct" && id != "dilution_usd" && id != "own_dilution_usd" {
				continue
			}
			for d, column := range r.Columns {
				if !column[k].OK() || column[k].V < 0 {
					t.Errorf("%s, draw %d: %s = %+v, want a number that is not negative", name, d, id, column[k])
				}
			}
		}
	}
}

// TestOpenLoopDilutesNothing holds that a given hashprice has no counterpart without sites, and that the figures
// say so.
func TestOpenLoopDilutesNothing(t *testing.T) {
	t.Parallel()
	r := shipped(t, "golden-site.yaml", "", sim.Settings{Draws: 2})
	if r.Without != nil || r.Summary.Find("dilution_pct").Value.OK() {
		t.Errorf("a given hashprice gives a dilution of %+v", r.Summary.Find("dilution_pct").Value)
	}
}
