package sim_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// workshop is a region of a test with a tariff.
func workshop(tariff string) string {
	return "regions:\n  workshop: {zone: UTC, country: US, currency: USD, emissions_g_per_kwh: 300, tariff: [" + tariff + "]}\n"
}

// one is a site in the workshop.
func one(id, more string) string {
	return "  - {id: " + id + ", region: workshop, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]" + more + "}\n"
}

// TestDrawnRatesReachTheTariff draws an exchange rate and a price in that currency: the mean price of power moves with
// both, and one and four workers agree to the bit.
func TestDrawnRatesReachTheTariff(t *testing.T) {
	t.Parallel()
	text := head + "clock: {start: 2025-01-01, end: 2025-03-01}\n" +
		"money: {rates: {RUB: {process: flat, value: 90 RUB/USD}}}\n" +
		workshop("{type: flat, name: energy, price: 4 RUB/kWh}") + "sites:\n" + one("a", "") +
		"uncertain:\n  - {path: money.rates.RUB.value, low: 60 RUB/USD, mid: 90 RUB/USD, high: 150 RUB/USD}\n" +
		"  - {path: regions.workshop.tariff.energy.price, low: 3 RUB/kWh, mid: 4 RUB/kWh, high: 5 RUB/kWh, distribution: discrete}\n"
	a := written(t, text, sim.Settings{Draws: 12, Seed: 3, Workers: 1})
	b := written(t, text, sim.Settings{Draws: 12, Seed: 3, Workers: 4})
	near(t, "central price", value(t, a, "power_price_usd_per_mwh"), 4000.0/90, 1e-12)
	seen := map[float64]bool{}
	for d := range a.Columns {
		for k := range a.Columns[d] {
			if a.Columns[d][k] != b.Columns[d][k] {
				t.Fatalf("draw %d: %v on one worker, %v on four", d, a.Columns[d][k], b.Columns[d][k])
			}
			if a.Summary.Totals[k].Metric.ID == "power_price_usd_per_mwh" {
				seen[a.Columns[d][k].V] = true
			}
		}
	}
	if len(seen) < 13 {
		t.Errorf("%d different prices in 13 draws; each has a rate of its own", len(seen))
	}
}

// TestBudgetsOverTwoZones nests the months of each site in a year that they share, although they lie in two zones.
func TestBudgetsOverTwoZones(t *testing.T) {
	t.Parallel()
	month := ", limits: [{type: energy, name: month, limit: 3 GWh, per: month}]"
	text := head + "clock: {start: 2025-01-01, end: 2026-06-01}\nsites:\n" +
		"  - {id: west, region: karelia, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]" + month + "}\n" +
		"  - {id: east, region: khakassia, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]" + month + "}\n" +
		"limits: [{type: energy, name: year, limit: 50 GWh, per: year}]\n"
	r := written(t, text, sim.Settings{})
	for _, c := range r.Checks {
		if !c.Passed() {
			t.Errorf("%s has error %g", c.Name, c.Error)
		}
	}
	if len(r.Problem.Budgets.Roots) != 2 {
		t.Errorf("%d trees, want one for each year", len(r.Problem.Budgets.Roots))
	}
}

// TestPlanMadeAtNoHashprice makes the plan of a month on a day without a hashprice: the budget holds all the same.
func TestPlanMadeAtNoHashprice(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"hp.csv": {Data: []byte(hashprices("2025-01-01", 60))}}
	fsys["test.yaml"] = &fstest.MapFile{Data: []byte(head + "clock: {start: 2025-01-01, end: 2025-03-01}\n" +
		"bitcoin: {price: {process: flat, value: 100000 USD/BTC}, hashprice: {process: series, file: hp.csv}}\n" +
		workshop("{type: flat, price: 10 USD/MWh}") + "sites:\n" + one("a", ", limits: [{type: energy, limit: 1 GWh, per: month}]"))}
	f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if used := value(t, r, "energy_mwh"); used > 2000*(1+1e-9) {
		t.Errorf("%g MWh under two budgets of 1,000", used)
	}
}

// hashprices is a series that is 0 on the first day of each month and 50 on the others.
func hashprices(from string, days int) string {
	var b strings.Builder
	b.WriteString("time,value\n")
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		panic(err)
	}
	for range days {
		b.WriteString(day.Format(time.DateOnly))
		if day.Day() == 1 {
			b.WriteString(",0\n")
		} else {
			b.WriteString(",50\n")
		}
		day = day.AddDate(0, 0, 1)
	}
	return b.String()
}

// TestChainOutrunsHistory lets 27 EH/s join a record without a response after it: the last epochs go on with the
// hashrate that there was.
func TestChainOutrunsHistory(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2025-01-01, end: 2026-06-14}\nbitcoin: {rest_of_world: {replay: history}}\n"+
		workshop("{type: flat, price: 1 USD/MWh}")+"sites:\n"+strings.Replace(one("a", ""), "10 MW", "500 MW", 1), sim.Settings{})
	last := r.Trace.Epochs[len(r.Trace.Epochs)-1]
	if last.InHistory || last.RowPHs <= 0 {
		t.Errorf("last epoch %+v; want one after the record with the hashrate of before", last)
	}
}

// TestLimitWithoutSites runs with a budget that holds nobody.
func TestLimitWithoutSites(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2025-01-01, end: 2025-02-01}\nsites: []\nlimits: [{type: energy, per: week, limit: 5 GWh}]\n", sim.Settings{Draws: 2})
	if !strings.Contains(strings.Join(scenario.Texts(r.Warnings), "\n"), `limit "energy" holds no site`) {
		t.Errorf("warnings %q", scenario.Texts(r.Warnings))
	}
}

// TestSiteAndRegionOfOneName keeps the tariff of a site from the others of a region that has its name.
func TestSiteAndRegionOfOneName(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2025-01-01, end: 2025-02-01}\n"+workshop("{type: flat, price: 45 USD/MWh}")+
		"sites:\n"+one("workshop", ", tariff: [{type: flat, price: 10 USD/MWh}]")+one("b", ""), sim.Settings{})
	for i, want := range []float64{10, 45} {
		a := r.Ledger.Sites[i].Lines[0]
		near(t, "price of power", a.PowerUSD/a.EnergyMWh, want, 1e-12)
	}
}

// TestHalfHourZone counts whole years in a zone whose midnight lies in the middle of an hour.
func TestHalfHourZone(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2025-01-01, end: 2028-01-01, zone: Asia/Kolkata}\nsites: []\n", sim.Settings{})
	if n := len(r.Ledger.Years); n != 3 {
		t.Errorf("%d valuation years in three, %+v", n, r.Ledger.Years)
	}
}

// TestGrowthKeepsTheHoursBefore starts two days before the record ends: the growth of the epoch in which the run
// begins counts from the epoch's beginning.
func TestGrowthKeepsTheHoursBefore(t *testing.T) {
	t.Parallel()
	rows := catalog(t).Retargets
	last := time.Unix(rows[len(rows)-1].FirstUnix, 0).UTC()
	row := map[int64][]float64{}
	for _, days := range []int{2, 200} {
		start := last.AddDate(0, 0, -days).Format(time.DateOnly)
		r := written(t, head+"clock: {start: "+start+", end: 2026-10-01}\nsites: []\n"+
			"bitcoin: {rest_of_world: {replay: history, then: {response: growth, rate: 100 %/year}}}\n", sim.Settings{})
		for _, e := range r.Trace.Epochs {
			if !e.InHistory {
				row[e.Height] = append(row[e.Height], e.RowPHs)
			}
		}
	}
	for height, v := range row {
		if len(v) == 2 {
			near(t, "hashrate of the rest of the world", v[0], v[1], 2e-3)
		} else {
			t.Errorf("height %d is in one run only", height)
		}
	}
}

// TestExplainSeesTheWholePlan explains an hour under perfect foresight as the run decided it.
func TestExplainSeesTheWholePlan(t *testing.T) {
	t.Parallel()
	text := head + "clock: {start: 2025-01-01, end: 2026-01-01}\nforesight: perfect\n" +
		workshop("{type: hourly, series: ercot_day_ahead}") + "sites:\n" + one("a", "") + "limits: [{type: energy, limit: 20 GWh, per: year}]\n"
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	energy := map[time.Time]float64{}
	if _, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{Hourly: func(h sim.HourRow) { energy[h.Time] += h.EnergyMWh }}); err != nil {
		t.Fatal(err)
	}
	for hour := 300; hour < 8000; hour += 1111 {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour)
		e, err := sim.Explain(f, catalog(t), "a", at)
		if err != nil {
			t.Fatal(err)
		}
		var sum float64
		for _, p := range e.Parts {
			sum += p.EnergyMWh
		}
		if sum != energy[at] {
			t.Errorf("%s: explained %g MWh, run %g", at.Format(time.DateTime), sum, energy[at])
		}
	}
}

// TestFixedCalendarKeepsTime replays ten years on epochs of 336 hours: fewer of them than the record's, which ran fast,
// and still the record's difficulty at the end, to what one epoch's growth and rounding leave.
func TestFixedCalendarKeepsTime(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2015-03-05, end: 2025-03-01}\nsites: []\nbitcoin: {epoch_calendar: fixed}\n", sim.Settings{})
	last := r.Trace.Epochs[len(r.Trace.Epochs)-1]
	near(t, "difficulty in February 2025", last.Difficulty, 1.12e14, 0.05)
}

// TestDrawnPaths lets an exchange rate and the answer of the rest of the world differ between draws: the price of power
// follows the first, the network the second.
func TestDrawnPaths(t *testing.T) {
	t.Parallel()
	rate := head + "clock: {start: 2026-10-01, end: 2027-04-01}\n" +
		"money: {rates: {RUB: {replay: history, then: {process: gbm, drift: 0 %/year, volatility: 30 %/year}}}}\n" +
		workshop("{type: flat, price: 4 RUB/kWh}") + "sites:\n" + strings.Replace(one("a", ""), "2025-01-01", "2026-10-01", 1)
	r := written(t, rate, sim.Settings{Draws: 3, Seed: 2})
	speed := head + "clock: {start: 2026-10-01, end: 2028-10-01}\nsites: []\n" +
		"bitcoin: {blocks: expected, price: {process: flat, value: 200000 USD/BTC}, rest_of_world: " +
		"{replay: history, then: {response: adjustment, speed: 5 %/epoch, decline: 18 %/year, noise: 0 %/epoch}}}\n" +
		"uncertain:\n  - {path: bitcoin.rest_of_world.then.speed, low: 1 %/epoch, mid: 5 %/epoch, high: 20 %/epoch}\n"
	n := written(t, speed, sim.Settings{Draws: 3, Seed: 2})
	prices, networks := map[float64]bool{}, map[float64]bool{}
	for d := range r.Columns {
		for k, e := range r.Summary.Totals {
			if e.Metric.ID == "power_price_usd_per_mwh" {
				prices[r.Columns[d][k].V] = true
			}
		}
	}
	for _, fan := range n.Fans {
		if fan.Profile.ID == "network_eh_s" {
			for _, path := range fan.Paths {
				networks[path[len(path)-1]] = true
			}
		}
	}
	if len(prices) != 4 || len(networks) != 3 {
		t.Errorf("prices of power %v, networks at the end %v; every draw has its own", prices, networks)
	}
}

// TestSwingsAreTold runs a rest of the world that stops and starts together, which is a cycle of two epochs after
// the halving of 2028, and one that goes part of the way, which settles.
func TestSwingsAreTold(t *testing.T) {
	t.Parallel()
	for speed, want := range map[string]bool{"100 %/epoch": true, "30 %/epoch": false} {
		r := written(t, head+"clock: {start: 2026-01-01, end: 2029-06-01}\nbitcoin: {rest_of_world: {replay: history, then: {response: shutdown, speed: "+speed+"}}}\nsites: []\n", sim.Settings{})
		k := slices.IndexFunc(r.Warnings, func(w scenario.Warning) bool { return w.Kind == scenario.Swings })
		if (k >= 0) != want {
			t.Errorf("at %s the warnings are %q", speed, scenario.Texts(r.Warnings))
		}
		if k >= 0 && (r.Warnings[k].Value < 20 || !strings.Contains(r.Warnings[k].Text, "from 2028-")) {
			t.Errorf("%+v; want swings of a size from 2028 on", r.Warnings[k])
		}
	}
}

// TestWavesAreTold runs adjustments: at full speed the network swings in cycles of six epochs and more, which is
// told; at a fifth of it, it settles. A price that swings, and a shock that comes and goes, move the network and
// are no overshooting.
func TestWavesAreTold(t *testing.T) {
	t.Parallel()
	var price strings.Builder
	price.WriteString("time,value\n")
	for day := range 8 * 366 {
		at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		fmt.Fprintf(&price, "%s,%.0f\n", at.Format(time.DateOnly), 1e5*math.Exp(0.5*math.Sin(2*math.Pi*float64(day)/300)))
	}
	fsys := fstest.MapFS{"price.csv": {Data: []byte(price.String())}}
	const shocks = "{from: 2026-08-01, to: 2026-09-15, change: -40 %}, {from: 2026-11-01, to: 2026-12-15, change: -40 %}, " +
		"{from: 2027-02-01, to: 2027-03-15, change: -40 %}, {from: 2027-05-01, to: 2027-06-15, change: -40 %}, " +
		"{from: 2027-08-01, to: 2027-09-15, change: -40 %}, {from: 2027-11-01, to: 2027-12-15, change: -40 %}"
	const flat = "price: {process: flat, value: 100000 USD/BTC}"
	for _, c := range []struct {
		bitcoin string
		told    bool
	}{
		{flat + ", rest_of_world: {replay: history, then: {response: adjustment, speed: 100 %/epoch, decline: 18 %/year}}", true},
		{flat + ", rest_of_world: {replay: history, then: {response: adjustment, speed: 20 %/epoch, decline: 18 %/year}}", false},
		{flat + ", rest_of_world: {replay: history, then: {response: growth, rate: 10 %/year}, shocks: [" + shocks + "]}", false},
		{flat + ", rest_of_world: {replay: history, then: {response: adjustment, speed: 5 %/epoch, decline: 18 %/year}, shocks: [" + shocks + "]}", false},
		{"price: {process: series, file: price.csv}, rest_of_world: {replay: history, then: {response: adjustment, speed: 20 %/epoch, decline: 18 %/year}}", false},
	} {
		fsys["test.yaml"] = &fstest.MapFile{Data: []byte(head + "clock: {start: 2026-01-01, end: 2032-01-01}\nsites: []\nbitcoin: {" + c.bitcoin + "}\n")}
		f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := run(t, f, sim.Settings{})
		k := slices.IndexFunc(r.Warnings, func(w scenario.Warning) bool { return w.Kind == scenario.Swings })
		if (k >= 0) != c.told {
			t.Errorf("%s: the warnings are %q", c.bitcoin, scenario.Texts(r.Warnings))
		}
		if k >= 0 && (r.Warnings[k].Value < 30 || !strings.Contains(r.Warnings[k].Text, "overshoots; a lower speed")) {
			t.Errorf("%+v; want swings of a size, and the cure", r.Warnings[k])
		}
	}
}

// TestHolidaysOfTheRegion prices a site in a region whose tariff is dearer on working days: the calendar is that of
// the country, and where none is known that is told.
func TestHolidaysOfTheRegion(t *testing.T) {
	t.Parallel()
	cost := func(country string) (*sim.Result, float64) {
		r := written(t, head+`clock: {start: 2025-01-01, end: 2025-01-08}
regions:
  here: {zone: UTC, country: `+country+`, currency: USD, emissions_g_per_kwh: 0, tariff: [{type: time_of_use, name: energy, zones: [{price: 30 USD/MWh}, {days: holidays, price: 10 USD/MWh}]}]}
sites: [{id: one, region: here, power: 10 MW, pue: 1, availability: 100 %, online: 2024-01-01, fleet: [{rig: antminer-s21-200}]}]
`, sim.Settings{})
		return r, value(t, r, "power_price_usd_per_mwh")
	}
	// 1 to 8 January are free days in Russia; the United States have New Year's Day alone in that week.
	if _, got := cost("RU"); math.Abs(got-10) > 1e-9 {
		t.Errorf("in Russia a MWh costs %v, want 10", got)
	}
	if _, got := cost("US"); math.Abs(got-(6*30+10)/7.0) > 1e-9 {
		t.Errorf("in the United States a MWh costs %v, want %v", got, (6*30+10)/7.0)
	}
	r, _ := cost("PY")
	if !slices.Contains(scenario.Texts(r.Warnings), "no holidays of PY are known: Monday to Friday are its working days") {
		t.Errorf("the warnings are %q", scenario.Texts(r.Warnings))
	}
}
