package sim_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// charged is one site of 10 MW for a quarter of a year at a hashprice of 50 USD/PH/day on a tariff of the workshop.
func charged(tariff string) string {
	return head + "clock: {start: 2026-01-01, end: 2026-04-01, zone: UTC}\nbitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}}\n" +
		workshop(tariff) + "sites:\n" + one("a", "")
}

// TestExplainCharges explains an hour inside two windows and a count: the price holds that of its tier, the windows
// stand from the smallest on with what they cost, and a site that its demand charge keeps off says so.
func TestExplainCharges(t *testing.T) {
	t.Parallel()
	const tiers = "{type: tiered, name: volume, periods: [{tiers: [{up_to: 1 GWh, price: 30 USD/MWh}, {price: 5 USD/MWh}]}]}, "
	for _, c := range []struct {
		demand string
		worth  float64
		runs   bool
		why    string
	}{
		{"{price: 15 USD/kW}", 9.7, true, "runs: its break-even"},
		{"{price: 90 USD/kW}", 0, false, "more than 0 MW is not worth what it adds to the highest load"},
		{"{tiers: [{up_to: 4 MW, price: 15 USD/kW}, {price: 90 USD/kW}]}", 4, true, "more than 4 MW is not worth"},
	} {
		text := charged("{type: flat, name: energy, price: 40 USD/MWh}, " + tiers +
			"{type: demand, name: facility, periods: [" + c.demand + "]}, {type: peak_network, name: network, price: 3 USD/kW, hours: [{hours: 05-08}]}")
		f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		e, err := sim.Explain(f, catalog(t), "a", time.Date(2026, 2, 10, 6, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		p := e.Parts[0]
		var price float64
		for _, part := range p.PriceParts {
			price += part.PerMWh / part.PerUSD
		}
		near(t, "price of the hour", price, p.Price, 1e-12)
		if last := p.PriceParts[len(p.PriceParts)-1]; last.Name != "volume, of its tier" {
			t.Errorf("%s: the last part of the price is %+v", c.demand, last)
		}
		if got := strings.Join(p.BilledBy, " "); got != "volume facility network" {
			t.Errorf("%s: billed by %s", c.demand, got)
		}
		if len(p.Windows) != 2 || p.Windows[0].Component != "network" || p.Windows[0].Hours != 3 || p.Windows[1].Component != "facility" ||
			p.Windows[1].Month != "2026-02" || p.Windows[1].Hours != 672 || p.Windows[0].Steps[0].PerMW != 3000./19 {
			t.Errorf("%s: windows %+v", c.demand, p.Windows)
		}
		if p.WorthMW == nil || *p.WorthMW < c.worth-1e-9 || c.worth < 9 && *p.WorthMW > c.worth+1e-9 {
			t.Errorf("%s: worth its price up to %v MW, want %g", c.demand, p.WorthMW, c.worth)
		}
		machine := p.Tranches[0]
		if machine.Energy > 0 != c.runs || !strings.Contains(machine.Why, c.why) {
			t.Errorf("%s: runs %g MWh: %s", c.demand, machine.Energy, machine.Why)
		}
		near(t, "break-even", machine.BreakEven*machine.Margin, machine.BreakEven*(p.Hashprice/machine.BreakEven-1)*p.Price, 1e-9)
	}
}

// TestHourlyRowsOfCharges holds in every row: price and margin add up to what a MWh earns, whatever tier it is in;
// what is not run has a margin of at most its multiplier, and what runs one above it.
func TestHourlyRowsOfCharges(t *testing.T) {
	t.Parallel()
	reasons := map[string]int{}
	for _, tariff := range []string{
		"{type: hourly, series: ercot_day_ahead, mean: 55 USD/MWh}, {type: demand, periods: [{tiers: [{up_to: 5 MW, price: 3 USD/kW}, {price: 80 USD/kW}]}]}",
		"{type: hourly, series: ercot_day_ahead, mean: 55 USD/MWh}, {type: tiered, periods: [{tiers: [{up_to: 3 GWh, price: 5 USD/MWh}, {price: 60 USD/MWh}]}]}",
		"{type: flat, price: 50 USD/MWh}, {type: tiered, periods: [{tiers: [{up_to: 3 GWh, price: 5 USD/MWh}, {price: 200 USD/MWh}]}]}",
	} {
		earns := math.NaN()
		written(t, charged(tariff), sim.Settings{Hourly: func(row sim.HourRow) {
			if math.IsNaN(earns) {
				earns = row.PriceUSDMWh + row.MarginUSDMWh
			}
			if sum := row.PriceUSDMWh + row.MarginUSDMWh; math.Abs(sum-earns) > 1e-9 {
				t.Fatalf("%+v: price and margin add up to %g, want %g", row, sum, earns)
			}
			if row.EnergyMWh < row.CapacityMWh-1e-9 {
				reasons[row.Reason]++
				if row.MarginUSDMWh > row.MultiplierUSD+1e-9 {
					t.Fatalf("%+v stands idle at a margin above its multiplier", row)
				}
			} else if row.MarginUSDMWh <= row.MultiplierUSD {
				t.Fatalf("%+v runs at a margin that is not above its multiplier", row)
			}
		}})
	}
	if reasons["demand_charge"] == 0 || reasons["price"] == 0 {
		t.Errorf("rows stand idle for %v; the cases show little", reasons)
	}
}

// TestChargesThatWorry tells of a site that its demand charge keeps off, of a minimum that is always due, and of
// deviations, for which nobody plans; and of none of these where they cost nothing.
func TestChargesThatWorry(t *testing.T) {
	t.Parallel()
	const energy = "{type: hourly, name: energy, series: ercot_day_ahead, mean: 50 USD/MWh}, "
	for _, c := range []struct {
		tariff string
		kind   scenario.WarningKind
		want   string
	}{
		{energy + "{type: demand, periods: [{price: 900 USD/kW}]}", scenario.KeptOff, "no load is worth what its peak costs at a, which never runs"},
		{energy + "{type: demand, periods: [{price: 1 USD/kW}]}", scenario.KeptOff, ""},
		{energy + "{type: minimum, amount: 2000000 USD}", scenario.MinimumBinds, "minimum is due in every period at a, "},
		{energy + "{type: minimum, amount: 100 USD}", scenario.MinimumBinds, ""},
		{energy + "{type: minimum, amount: 90000000 USD, per: year}", scenario.MinimumBinds, "minimum is due in every period at a, "},
		{energy + "{type: deviation, name: plan, up: 4 USD/MWh, down: 3 USD/MWh, plan: day_before}", scenario.NotPlanned, "plan costs "},
		{energy + "{type: deviation, name: plan, up: 0 USD/MWh, down: 0 USD/MWh, plan: day_before}", scenario.NotPlanned, ""},
	} {
		r := written(t, charged(c.tariff), sim.Settings{})
		got := ""
		for _, w := range r.Warnings {
			if w.Kind == c.kind {
				got = w.Text
				if len(w.Subjects) != 1 {
					t.Errorf("%s: about %v", c.tariff, w.Subjects)
				}
			}
		}
		if !strings.HasPrefix(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s: warning %q, want %q", c.tariff, got, c.want)
		}
	}
}

// TestChargedDraws draws an exchange rate in which demand charges, tiers and peaks are priced: one and four workers
// agree to the bit, and draws differ.
func TestChargedDraws(t *testing.T) {
	t.Parallel()
	for _, foresight := range []string{"rolling", "perfect"} {
		text := head + "clock: {start: 2026-10-01, end: 2027-04-01, zone: UTC}\nforesight: " + foresight + "\n" +
			"money: {rates: {RUB: {replay: history, then: {process: gbm, drift: 0 %/year, volatility: 60 %/year}}}}\n" +
			workshop("{type: hourly, name: energy, series: northwest, mean: 1.60 RUB/kWh}, {type: demand, periods: [{price: 1900 RUB/kW}]}, "+
				"{type: peak_network, price: 900 RUB/kW, hours: [{hours: 08-11}]}, "+
				"{type: tiered, periods: [{tiers: [{up_to: 3 GWh, price: 0.2 RUB/kWh}, {price: 0.5 RUB/kWh}]}]}, {type: tax, rate: 20 %}") +
			"sites:\n" + strings.Replace(one("a", ""), "2025-01-01", "2026-10-01", 1) + strings.Replace(one("b", ", pool_fee: 9 %"), "2025-01-01", "2027-01-15", 1)
		a := written(t, text, sim.Settings{Draws: 6, Seed: 3, Workers: 1})
		b := written(t, text, sim.Settings{Draws: 6, Seed: 3, Workers: 4})
		differ := false
		for d := range a.Columns {
			for k, v := range a.Columns[d] {
				if v != b.Columns[d][k] {
					t.Fatalf("%s: draw %d has %v on one worker and %v on four", foresight, d, v, b.Columns[d][k])
				}
				differ = differ || v.V != a.Columns[0][k].V
			}
		}
		if !differ {
			t.Errorf("%s: all draws are the same", foresight)
		}
		for k := range a.Checks {
			if c := &a.Checks[k]; !c.Passed() {
				t.Errorf("%s: check %q fails by %g", foresight, c.Name, c.Error)
			}
		}
	}
}

// TestAMarketThatNoModelFitsIsTold runs on a year of 50 USD/MWh with noise and one hour of a million: the model has
// not its 99.9th percentile, which is told once, by the name of the component, while the mean is met.
func TestAMarketThatNoModelFitsIsTold(t *testing.T) {
	t.Parallel()
	var own strings.Builder
	own.WriteString("time,price (USD/MWh)\n")
	for h := range 8760 {
		price := 50 + float64(h*7919%9973)/300
		if h == 4000 {
			price = 1e6
		}
		fmt.Fprintf(&own, "%s,%v\n", time.Date(2023, 1, 1, h, 0, 0, 0, time.UTC).Format("2006-01-02T15:04Z"), price)
	}
	text := charged("{type: wholesale, name: spot, series: own.csv, mean: 40 USD/MWh}")
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}, "own.csv": {Data: []byte(own.String())}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(t.Context(), f, catalog(t), sim.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, w := range r.Warnings {
		if strings.Contains(w.Text, "the model of own.csv") {
			told = append(told, w.Text)
		}
	}
	if len(told) != 1 || !strings.HasPrefix(told[0], "spot: the model of own.csv has not what the series has: 99.9th percentile ") {
		t.Errorf("warnings %q, want one of the percentile", told)
	}
}
