package sim_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// catalog returns the seeds.
func catalog(t testing.TB) *seeds.Catalog {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// written runs a scenario that the test writes itself.
func written(t testing.TB, text string, set sim.Settings) *sim.Result {
	t.Helper()
	fsys := fstest.MapFS{"test.yaml": {Data: []byte(text)}}
	f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return run(t, f, set)
}

// unaudited tells whether the costly checks are left out: of benchmarks.
func unaudited(t testing.TB) bool {
	_, bench := t.(*testing.B)
	return bench
}

// run runs a scenario that is loaded, with all checks, which must hold.
func run(t testing.TB, f *scenario.File, set sim.Settings) *sim.Result {
	t.Helper()
	set.Check = !unaudited(t)
	r, err := sim.Run(context.Background(), f, catalog(t), set)
	if err != nil {
		t.Fatal(err)
	}
	if r.Audit != nil {
		for k := range r.Checks {
			if c := &r.Checks[k]; !c.Passed() {
				t.Errorf("the check of %s is off by %g: %s", c.Name, c.Error, c.Sentence)
			}
		}
	}
	return r
}

// shipped runs a scenario of the library.
func shipped(t testing.TB, name, variant string, set sim.Settings) *sim.Result {
	t.Helper()
	f, err := scenario.Load(scenarios.FS, name, scenario.Options{Variant: variant})
	if err != nil {
		t.Fatal(err)
	}
	return run(t, f, set)
}

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// value returns a metric of the central case.
func value(t *testing.T, r *sim.Result, id string) float64 {
	t.Helper()
	e := r.Summary.Find(id)
	if e == nil || !e.Value.OK() {
		t.Fatalf("metric %s has no value", id)
	}
	return e.Value.V
}

const head = `hashwatt: 1
name: test
`

// TestHistoryIsReplayed runs the network without any site over ten years of record: every difficulty comes out to 1e-9
// and every retarget within half a day of the chain's own.
func TestHistoryIsReplayed(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2015-03-05, end: 2025-03-01}\nsites: []\n", sim.Settings{})
	byHeight := map[int64]seeds.Retarget{}
	for _, row := range catalog(t).Retargets {
		byHeight[row.FirstHeight] = row
	}
	if n := len(r.Trace.Epochs); n < 255 || n > 270 {
		t.Fatalf("%d epochs in ten years", n)
	}
	for _, e := range r.Trace.Epochs[1:] {
		row, ok := byHeight[e.Height]
		if !ok {
			t.Fatalf("no epoch of the record starts at height %d", e.Height)
		}
		near(t, "difficulty", e.Difficulty, row.Difficulty, 1e-9)
		start := r.Facts.Axis.Start.Add(time.Duration(e.Start * float64(time.Hour)))
		if days := start.Sub(time.Unix(row.FirstUnix, 0)).Abs().Hours() / 24; days > 0.5 {
			t.Errorf("height %d is reached %s, %.2f days off", e.Height, start.Format(time.DateTime), days)
		}
	}
}

// TestGoldenSite is the site that a pencil can check: 500 PH/s at 20 J/TH, PUE 1.05, 45 USD/MWh, hashprice 50. Energy
// 10.5 MW x 26,280 h; yearly cash flow 9,125,000 - 4,139,100 - 516,475 (tax of 25 % on the margin less 2.92 M of
// depreciation); capex 7.5 M + 4.2 M.
func TestGoldenSite(t *testing.T) {
	t.Parallel()
	r := shipped(t, "golden-site.yaml", "", sim.Settings{})
	for _, want := range []struct {
		id  string
		v   float64
		rel float64
	}{
		{"energy_mwh", 3 * 91_980, 1e-12},
		{"revenue_usd", 3 * 9_125_000, 1e-12},
		{"power_cost_usd", 3 * 4_139_100, 1e-12},
		{"tax_usd", 3 * 516_475, 1e-12},
		{"net_cash_usd", 3 * 4_469_425, 1e-12},
		{"capex_usd", 11_700_000, 1e-12},
		{"npv_usd", -1_495_296.58, 1e-8},
		{"irr_pct", 7.136470, 1e-7},
		{"payback_years", 2.617787, 1e-6},
		{"payback_pretax_years", 2.346617, 1e-6},
		{"btc_mined", 3 * 114.727300, 1e-8},
		{"power_cost_per_btc_usd", 36_077.73, 1e-6},
	} {
		near(t, want.id, value(t, r, want.id), want.v, want.rel)
	}
	for _, y := range r.Ledger.Total.Years {
		near(t, "depreciation", y.DepreciationUSD, 2_920_000, 1e-12)
	}
}

// TestWorkersDoNotMatter plays draws on one and on three workers and gets the same bits.
func TestWorkersDoNotMatter(t *testing.T) {
	t.Parallel()
	one := shipped(t, "komi.yaml", "winter_quota", sim.Settings{Draws: 12, Seed: 7, Workers: 1})
	three := shipped(t, "komi.yaml", "winter_quota", sim.Settings{Draws: 12, Seed: 7, Workers: 3})
	for d := range one.Columns {
		for k := range one.Columns[d] {
			if one.Columns[d][k] != three.Columns[d][k] {
				t.Fatalf("draw %d, %s: %v on one worker, %v on three",
					d, one.Summary.Totals[k].Metric.ID, one.Columns[d][k], three.Columns[d][k])
			}
		}
	}
	total := 0
	for _, n := range three.Items {
		total += n
	}
	if total != 12 {
		t.Errorf("workers took %v draws, want 12 in all", three.Items)
	}
}

// TestVariantsSeeTheSameFutures compares what lies outside the sites in two variants, draw by draw.
func TestVariantsSeeTheSameFutures(t *testing.T) {
	t.Parallel()
	a := shipped(t, "komi.yaml", "", sim.Settings{Draws: 3, Seed: 1})
	b := shipped(t, "komi.yaml", "winter_ban", sim.Settings{Draws: 3, Seed: 1})
	for k, fan := range a.Fans {
		if fan.Profile.ID != "price_usd" {
			continue
		}
		for d := range fan.Paths {
			for m := range fan.Paths[d] {
				// Epochs end at other hours, so monthly means of the same daily prices differ in the third digit.
				near(t, "coin price", b.Fans[k].Paths[d][m], fan.Paths[d][m], 0.02)
			}
		}
	}
}

// TestSitesInHistory holds that operating sites are part of the recorded network: with them the network of history is
// what it was, and difficulty follows the record.
func TestSitesInHistory(t *testing.T) {
	t.Parallel()
	text := head + `clock: {start: 2024-11-01, end: 2025-06-01}
sites:
  - {id: one, region: workshop, power: 500 MW, online: 2024-01-01, status: %s, fleet: [{rig: antminer-s21-200}]}
regions:
  workshop: {zone: UTC, country: US, currency: USD, emissions_g_per_kwh: 300, tariff: [{type: flat, price: 1 USD/MWh}]}
`
	inside := written(t, replace(text, "operating"), sim.Settings{})
	outside := written(t, replace(text, "announced"), sim.Settings{})
	byHeight := map[int64]float64{}
	for _, row := range catalog(t).Retargets {
		byHeight[row.FirstHeight] = row.Difficulty
	}
	last := len(inside.Trace.Epochs) - 1
	near(t, "difficulty with a site in history", inside.Trace.Epochs[last].Difficulty, byHeight[inside.Trace.Epochs[last].Height], 1e-9)
	if outside.Trace.Epochs[3].Difficulty <= byHeight[outside.Trace.Epochs[3].Height]*1.02 {
		t.Errorf("27 EH/s more in history leave difficulty at %g, the record has %g",
			outside.Trace.Epochs[3].Difficulty, byHeight[outside.Trace.Epochs[3].Height])
	}
	if removed := inside.Trace.Epochs[1].RemovedPHs; math.Abs(removed-inside.Trace.Epochs[1].OwnPHs) > 1e-6*removed {
		t.Errorf("%g PH/s were taken out for a site of %g PH/s", removed, inside.Trace.Epochs[1].OwnPHs)
	}
}

// TestStartAfterTheRecord plays on from the end of the data to a start after it: the same as a run that begins earlier.
func TestStartAfterTheRecord(t *testing.T) {
	t.Parallel()
	early := written(t, head+"clock: {start: 2026-01-01, end: 2028-06-01}\nsites: []\n", sim.Settings{})
	late := written(t, head+"clock: {start: 2027-08-15, end: 2028-06-01}\nsites: []\n", sim.Settings{})
	byHeight := map[int64]float64{}
	for _, e := range early.Trace.Epochs {
		byHeight[e.Height] = e.Difficulty
	}
	if len(late.Trace.Epochs) < 15 {
		t.Fatalf("%d epochs", len(late.Trace.Epochs))
	}
	for _, e := range late.Trace.Epochs {
		near(t, "difficulty", e.Difficulty, byHeight[e.Height], 2e-3)
	}
}

// TestHourlyAddsUp sums the hourly rows and finds the metrics of the run.
func TestHourlyAddsUp(t *testing.T) {
	t.Parallel()
	var energy float64
	hours := map[string]float64{}
	r := shipped(t, "golden-site.yaml", "", sim.Settings{Hourly: func(row sim.HourRow) {
		energy += row.EnergyMWh
		hours[row.SiteID] += row.Hours
	}})
	near(t, "energy", energy, value(t, r, "energy_mwh"), 1e-12)
	near(t, "hours", hours["golden"], 26_280, 1e-9)
}

// TestExplainMatchesTheRun walks one hour back and finds what the hourly rows say of it.
func TestExplainMatchesTheRun(t *testing.T) {
	t.Parallel()
	at := time.Date(2027, 1, 15, 18, 0, 0, 0, time.UTC)
	var energy float64
	f, err := scenario.Load(scenarios.FS, "komi.yaml", scenario.Options{Variant: "winter_quota"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{Hourly: func(row sim.HourRow) {
		if row.SiteID == "mikun" && row.Time.Equal(at) {
			energy += row.EnergyMWh
		}
	}}); err != nil {
		t.Fatal(err)
	}
	e, err := sim.Explain(f, catalog(t), "mikun", at)
	if err != nil {
		t.Fatal(err)
	}
	var explained float64
	for _, p := range e.Parts {
		explained += p.EnergyMWh
	}
	near(t, "energy of the hour", explained, energy, 1e-12)
	var price float64
	for _, part := range e.Parts[0].PriceParts {
		price += part.PerMWh / part.PerUSD
	}
	near(t, "price of the hour", price, e.Parts[0].Price, 1e-12)
	if _, err := sim.Explain(f, catalog(t), "mikum", at); err == nil {
		t.Error("an unknown site is explained")
	}
}

func replace(text, status string) string {
	return strings.Replace(text, "%s", status, 1)
}

// TestForesightIsWorthSomething plays the winter quota of Komi under each kind of foresight on one path of the network:
// nobody beats perfect foresight in total margin, and the quota holds for all.
func TestForesightIsWorthSomething(t *testing.T) {
	t.Parallel()
	margin := map[string]float64{}
	for _, look := range []string{"rolling", "perfect", "myopic"} {
		f, err := scenario.Load(scenarios.FS, "komi.yaml", scenario.Options{Variant: "winter_quota", Sets: []string{"foresight=" + look}})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{})
		if err != nil {
			t.Fatal(err)
		}
		margin[look] = value(t, r, "revenue_usd") - value(t, r, "power_cost_usd")
		for _, c := range r.Checks {
			if !c.Passed() {
				t.Errorf("%s: %s has error %g", look, c.Name, c.Error)
			}
		}
	}
	if !(margin["perfect"] > margin["rolling"] && margin["perfect"] > margin["myopic"]) {
		t.Errorf("margins %v; perfect foresight must earn the most where a quota binds", margin)
	}
	t.Log(margin)
}

// TestRequirements reads bounds before it runs anything, and tests them after.
func TestRequirements(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ require, want string }{
		{"energy_mhw: {max: 1 TWh}", `did you mean "energy_mwh"?`},
		{"energy_mwh: {max: 20 MW}", "require.energy_mwh.max"},
		{"energy_mwh: {}", "neither min nor max"},
		{"energy_mwh: {max: 20 TWh, p: 95}", "needs draws"},
		{"energy_mwh: {max: 20 TWh, p: 120}", "no percentile"},
	} {
		fsys := fstest.MapFS{"test.yaml": {Data: []byte(head + "clock: {start: 2025-01-01, end: 2025-02-01}\nsites: []\nrequire: {" + row.require + "}\n")}}
		f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{}); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s gives %v, want %q", row.require, err, row.want)
		}
	}
	r := written(t, head+"clock: {start: 2025-01-01, end: 2025-02-01}\nsites: []\nrequire: {energy_mwh: {max: 20 TWh, min: 1 MWh}}\n", sim.Settings{})
	if q := r.Required[0]; q.Passed || q.Bound != "at least 1 MWh and at most 20 TWh" {
		t.Errorf("%+v", q)
	}
}

// TestHistoryHasHadItsLuck draws futures of a past: the record is replayed in every draw, however blocks arrive.
func TestHistoryHasHadItsLuck(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2023-03-01, end: 2024-03-01}\nsites: []\n", sim.Settings{Draws: 2, Seed: 5})
	for _, fan := range r.Fans {
		if fan.Profile.ID != "network_eh_s" {
			continue
		}
		for m, central := range fan.Central {
			near(t, "network in a draw", fan.Paths[1][m], central, 1e-12)
		}
	}
}

// TestStartInsideAnEpoch starts in the last finished epoch of the record: the response answers to the hashprice of the
// whole epoch, also of the days before the start. (The early run reaches that epoch some hours off the record.)
func TestStartInsideAnEpoch(t *testing.T) {
	t.Parallel()
	rows := catalog(t).Retargets
	last := rows[len(rows)-1]
	day := time.Unix(last.FirstUnix, 0).UTC().AddDate(0, 0, -2).Format(time.DateOnly)
	early := written(t, head+"clock: {start: 2026-01-01, end: 2026-09-01}\nsites: []\n", sim.Settings{})
	late := written(t, head+"clock: {start: "+day+", end: 2026-09-01}\nsites: []\n", sim.Settings{})
	row := map[int64]float64{}
	for _, e := range early.Trace.Epochs {
		row[e.Height] = e.RowPHs
	}
	for _, e := range late.Trace.Epochs[1:3] {
		near(t, "hashrate of the rest of the world", e.RowPHs, row[e.Height], 4e-4)
	}
}
