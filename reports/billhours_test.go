package reports_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/reports"
)

// chicago is a scenario of a year by the clock of Greenwich, with a site of ten megawatts in Chicago that always runs.
func chicago(tariff string) string {
	return `hashwatt: 1
name: Chicago
clock: {start: 2026-01-01, end: 2027-01-01, zone: UTC}
bitcoin: {hashprice: {process: flat, value: 500 USD/PH/day}, price: {process: flat, value: 100000 USD/BTC}}
regions: {works: {name: The works, country: US, zone: America/Chicago, currency: USD, emissions_g_per_kwh: 300, tariff: ` + tariff + `}}
sites: [{id: first, region: works, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}]
`
}

func TestAChargeMakesTheHoursOfItsOwnMonthDearer(t *testing.T) {
	// Ten megawatts pay 80,000 USD for the highest load of February, by the clock of Chicago, in which they draw 6,720
	// MWh: 11.905 USD/MWh on top of each of its hours, and nothing on top of those of any other month.
	t.Parallel()
	p := pageOf(t, written(t, chicago(`[{type: time_of_use, name: energy, zones: [{price: 20 USD/MWh}, {hours: 15-20, price: 30 USD/MWh}]},
  {type: demand, name: peak, periods: [{months: feb, price: 8 USD/kW}]}]`), 0))
	heat := chart(t, p, "effective-price").Heat
	dear := 0
	for day := range heat.Days() {
		for hour := range 24 {
			got := heat.Cell(day, hour)
			if got.None {
				if at := heat.Day(day); at.Month() != time.March && at.Month() != time.December { // where clocks go forward, and where the horizon ends
					t.Fatalf("%s, %02d:00 has no price", at, hour)
				}
				continue
			}
			want := 20.0
			if hour >= 15 && hour < 20 {
				want = 30
			}
			if heat.Day(day).Month() == time.February {
				want += 80_000.0 / 6720
				dear++
			}
			if want = min(want, heat.Full); math.Abs(got.Value-want) > 0.5*heat.Full/reports.HeatSteps+1e-9 {
				t.Fatalf("%s, %02d:00 costs %g, want %g", heat.Day(day).Format(time.DateOnly), hour, got.Value, want)
			}
		}
	}
	if dear != 672 {
		t.Errorf("%d hours of February, want 672", dear)
	}
}

func TestTheDearestBillIsWorkedThrough(t *testing.T) {
	// February: 6,720 MWh at 30 USD are 201,600 USD, and its highest load is 80,000 USD, together 41.9 USD/MWh;
	// January and March are 223,200 USD.
	t.Parallel()
	p := pageOf(t, written(t, chicago("[{type: flat, name: energy, price: 30 USD/MWh}, {type: demand, name: peak, periods: [{months: feb, price: 8 USD/kW}]}]"), 0))
	want := "February 2026: Σ p · E = 201.6 k$, K = 80.0 k$\nB = 281.6 k$\nall in = 281.6 k$ / 6.72 GWh = 41.9 USD/MWh"
	if got := strings.ReplaceAll(formula(t, p, "bill-formula").Worked, "\u202f", " "); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSitesWhoseChargesTheSameHourSetAreOneRow(t *testing.T) {
	// Ten and twenty megawatts pay 3 USD/kW on their highest load, in the same hour of each month: the row has the
	// load and the bill of both, and the sentence of the one that pays more.
	t.Parallel()
	text := strings.Replace(billed("", atWork), "sites: [", "sites: [{id: second, name: Second, region: works, power: 20 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}, ", 1)
	set := table(t, pageOf(t, written(t, text, 0)), "set-table")
	load, unit := columnOf(t, set, "load")
	paid, scale := columnOf(t, set, "billed")
	if set.Len() != 3 {
		t.Fatalf("%d rows, want a month each: %+v", set.Len(), set.Columns)
	}
	for k := range load {
		near(t, "load, MW", load[k]*unit, 30)
		near(t, "billed", paid[k]*scale, 90_000)
		if who, why := set.Columns[2].Text[k], set.Columns[6].Text[k]; who != "two sites, Works" || !strings.HasPrefix(why, "Second: ") {
			t.Errorf("%s: %s", who, why)
		}
	}
}

func TestTheDearestChargesOfEachComponentAreShown(t *testing.T) {
	// A site of ten megawatts pays 3 USD/kW in eighteen months, one of twenty beside it in the last twelve of them:
	// those are shown, and the other six counted. Charges of several periods begin with the dearest.
	t.Parallel()
	text := strings.Replace(billed("", atWork), "100 %}]", "100 %}, {id: second, region: works, power: 20 MW, online: 2026-07-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}]", 1)
	set := table(t, pageOf(t, written(t, strings.Replace(text, "end: 2026-04-01", "end: 2027-07-01", 1), 0)), "set-table")
	paid, scale := columnOf(t, set, "billed")
	if len(paid) != 12 || !strings.Contains(set.Caption, "And 6 more, in bill.csv.") {
		t.Errorf("%d rows: %s", len(paid), set.Caption)
	}
	for _, own := range paid {
		near(t, "billed", own*scale, 90_000)
	}
	periods := "[{type: flat, price: 30 USD/MWh}, {type: demand, name: peak, periods: [{months: jan, price: 2 USD/kW}, {months: feb, price: 3 USD/kW}, {months: mar, price: 1 USD/kW}]}]"
	paid, scale = columnOf(t, table(t, pageOf(t, written(t, billed("", periods), 0)), "set-table"), "billed")
	for k, want := range []float64{30_000, 20_000, 10_000} {
		near(t, "billed", paid[k]*scale, want)
	}
}
