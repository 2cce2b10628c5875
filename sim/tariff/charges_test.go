package tariff

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/conf"
)

// items reads a whole tariff.
func items(t testing.TB, text string) []Item {
	t.Helper()
	var f File
	if err := conf.Load("test.yaml", []byte("{zone: UTC, tariff: "+text+"}"), conf.DefaultLimits, &f); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f.Tariff
}

// byComponent bills a tariff and adds up the lines of each component and month.
func byComponent(t *testing.T, list []Item, mwh []float64, in Input) map[string][]float64 {
	t.Helper()
	lines, _, err := Invoice(list, Use{MWh: mwh}, in)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]float64{}
	for _, l := range lines {
		if out[l.Component] == nil {
			out[l.Component] = make([]float64, len(in.Civil.Months))
		}
		out[l.Component][l.Month] += l.Amount
	}
	return out
}

func TestHouseholdTiers(t *testing.T) {
	// Irkutsk, electric heating, February 2025: 1.106 RUB/kWh up to 3,900 kWh a month, 1.778 up to 6,000, 3.43 beyond.
	// 7,000 kWh on one meter: 4313.40 + 3733.80 + 3430.00. On two meters of 3,500 kWh all of it is in the first tier:
	// 7742.00.
	t.Parallel()
	in := world(t, "2025-02-01", "2025-03-01", "Asia/Irkutsk")
	mwh := steady(in, 7.0/672)
	tiers := "periods: [{tiers: [{up_to: 3900 kWh, price: 1.106 RUB/kWh}, {up_to: 6000 kWh, price: 1.778 RUB/kWh}, {price: 3.43 RUB/kWh}]}]"
	if got := sumOf(paid(t, item(t, "{type: tiered, "+tiers+"}"), mwh, in)); !cents(got, 11477.20) {
		t.Errorf("one meter pays %v, want 11477.20", got)
	}
	if got := sumOf(paid(t, item(t, "{type: tiered, accounts: 2, "+tiers+"}"), mwh, in)); !cents(got, 7742) {
		t.Errorf("two meters pay %v, want 7742.00", got)
	}
}

func TestTiersByDayAndPerDay(t *testing.T) {
	// February 2024 has 29 days. 10 kWh/day make a monthly block of 290 kWh, however the days differ; counted by day,
	// a day of 20 kWh has 10 in the second block and a day without load gives nothing away.
	t.Parallel()
	in := world(t, "2024-02-01", "2024-03-01", "UTC")
	mwh := make([]float64, in.Axis.Hours)
	for day := range 14 {
		mwh[24*2*day+12] = 0.020 // every other day: 280 kWh
	}
	month := item(t, "{type: tiered, periods: [{tiers: [{up_to: 10 kWh/day, price: 1 USD/kWh}, {price: 3 USD/kWh}]}]}")
	if got := sumOf(paid(t, month, mwh, in)); !cents(got, 280) {
		t.Errorf("a block by the month costs %v, want 280.00", got)
	}
	daily := item(t, "{type: tiered, per: day, periods: [{tiers: [{up_to: 10 kWh, price: 1 USD/kWh}, {price: 3 USD/kWh}]}]}")
	if got := sumOf(paid(t, daily, mwh, in)); !cents(got, 14*40) {
		t.Errorf("blocks by the day cost %v, want 560.00", got)
	}
}

func TestPeriodsMayHaveDifferentNumbersOfTiers(t *testing.T) {
	// Two blocks per kW in summer and one price in winter: neither is padded, and each counts its own energy.
	t.Parallel()
	in := world(t, "2023-05-01", "2023-07-01", "UTC")
	i := item(t, "{type: tiered, periods: [{months: jun-aug, tiers: [{up_to: 100 kWh/kW, price: 0.20 USD/kWh}, {price: 0.10 USD/kWh}]}, {tiers: [{price: 0.05 USD/kWh}]}]}")
	got := paid(t, i, steady(in, 0.001), in)
	if !cents(got[0], 744*0.05) || !cents(got[1], 100*0.20+620*0.10) {
		t.Errorf("May costs %v and June %v, want 37.20 and 82.00", got[0], got[1])
	}
}

func TestFallingPricesFillTheFirstTierFirst(t *testing.T) {
	// A cheaper second block does not attract energy from the first one.
	t.Parallel()
	in := world(t, "2023-05-01", "2023-06-01", "UTC")
	i := item(t, "{type: tiered, periods: [{tiers: [{up_to: 500 kWh, price: 0.20 USD/kWh}, {price: 0.10 USD/kWh}]}]}")
	if got := sumOf(paid(t, i, steady(in, 0.001), in)); !cents(got, 500*0.20+244*0.10) {
		t.Errorf("744 kWh cost %v, want 124.40", got)
	}
}

func TestChargesByTheDay(t *testing.T) {
	// 1 USD a day: 29 in February 2024 and 366 in the year by the calendar; 365/12 in every month, and 365 in the
	// year, where months are even.
	t.Parallel()
	in := world(t, "2024-01-01", "2025-01-01", "UTC")
	actual := paid(t, item(t, "{type: fixed, amount: 1 USD, per: day}"), steady(in, 0), in)
	even := paid(t, item(t, "{type: fixed, amount: 1 USD, per: day, days: even}"), steady(in, 0), in)
	year := paid(t, item(t, "{type: fixed, amount: 12 USD, per: year}"), steady(in, 0), in)
	if actual[1] != 29 || sumOf(actual) != 366 || !near(even[1], 365.0/12, 1e-15) || !near(sumOf(even), 365, 1e-12) || year[1] != 1 {
		t.Errorf("February costs %v, %v and %v, the year %v and %v, want 29, 30.42, 1, 366, 365", actual[1], even[1], year[1], sumOf(actual), sumOf(even))
	}
}

func TestMinimumsByMonthAndByYear(t *testing.T) {
	// 100 kWh at 0.10 a month are 10 USD: a monthly minimum of 12 adds 2 to each month; a yearly one of 150 adds 6 more in
	// December, when twelve months have come to 144. A minimum that is reached adds nothing.
	t.Parallel()
	in := world(t, "2023-01-01", "2024-01-01", "UTC")
	mwh := make([]float64, in.Axis.Hours)
	for _, month := range in.Civil.Months {
		mwh[month.From] = 0.1
	}
	list := items(t, `[{type: flat, name: energy, price: 0.10 USD/kWh}, {type: minimum, amount: 12 USD}, {type: minimum, name: year, amount: 150 USD, per: year},
		{type: minimum, name: low, amount: 5 USD, of: [energy]}]`)
	got := byComponent(t, list, mwh, in)
	if !cents(sumOf(got["minimum"]), 24) || !cents(got["year"][11], 6) || sumOf(got["year"][:11]) != 0 || got["low"] != nil {
		t.Errorf("the bill is %v, want 2 a month and 6 in December", got)
	}
}

func TestAYearsMinimumBeginsAnew(t *testing.T) {
	// 144 USD in each of two years against a minimum of 150: 6 in both Decembers, not 150 less what two years came to.
	t.Parallel()
	in := world(t, "2022-01-01", "2024-01-01", "UTC")
	mwh := make([]float64, in.Axis.Hours)
	for _, month := range in.Civil.Months {
		mwh[month.From] = 0.12
	}
	got := byComponent(t, items(t, "[{type: flat, price: 0.10 USD/kWh}, {type: minimum, amount: 150 USD, per: year}]"), mwh, in)["minimum"]
	if !cents(got[11], 6) || !cents(got[23], 6) || !cents(sumOf(got), 12) {
		t.Errorf("minimums %v, want 6 in each December", got)
	}
	half := world(t, "2023-01-01", "2023-07-02", "UTC") // 4,368 of 8,760 hours
	if got := sumOf(byComponent(t, items(t, "[{type: flat, price: 1 USD/MWh}, {type: minimum, amount: 8760 USD, per: year}]"), make([]float64, half.Axis.Hours), half)["minimum"]); !cents(got, 4368) {
		t.Errorf("half a year has a minimum of %v, want 4368", got)
	}
}

func TestTheHigherOfTwoHoursAlike(t *testing.T) {
	// In Chicago 01:00 of 3 November 2024 came twice: the named hour is both of them, and the higher load counts.
	// 02:00 of 10 March did not come, and costs nothing.
	t.Parallel()
	i := item(t, "{type: coincident, groups: [{hours: [2024-11-03T01, 2024-03-10T02], price: 1 USD/kW}]}")
	in := world(t, "2024-11-03", "2024-11-04", "America/Chicago")
	for _, hours := range [][2]float64{{0.003, 0.007}, {0.007, 0.003}} {
		mwh := steady(in, 0.001)
		mwh[1], mwh[2] = hours[0], hours[1]
		if got := sumOf(paid(t, i, mwh, in)); !cents(got, 7) {
			t.Errorf("%v: %v, want 7.00", hours, got)
		}
	}
	spring := world(t, "2024-03-10", "2024-03-11", "America/Chicago")
	if got := sumOf(paid(t, i, steady(spring, 0.001), spring)); got != 0 {
		t.Errorf("an hour that was skipped costs %v", got)
	}
}

func TestPercentagesOfLinesBefore(t *testing.T) {
	// 100 USD of energy and 50 of network: 30 % on the energy, then a rebate of a tenth on both, then 20 % tax on all:
	// 100 + 50 + 30
	// - 15 = 165, and 33.
	t.Parallel()
	in := world(t, "2023-05-01", "2023-06-01", "UTC")
	mwh := steady(in, 1.0/744)
	list := items(t, `[{type: flat, name: energy, price: 100 USD/MWh}, {type: flat, name: network, price: 50 USD/MWh},
		{type: surcharge, name: miners, share: 30 %, of: [energy]}, {type: surcharge, name: rebate, share: -10 %, of: [energy, network]},
		{type: surcharge, name: winter, share: 50 %, months: dec-feb}, {type: tax, rate: 20 %}]`)
	got := byComponent(t, list, mwh, in)
	if !cents(got["miners"][0], 30) || !cents(got["rebate"][0], -15) || got["winter"] != nil || !cents(got["tax"][0], 33) {
		t.Errorf("the bill is %v, want 30, -15, nothing in May, and 33", got)
	}
}

func TestResaleMakesTheContractIrrelevant(t *testing.T) {
	// With resale the signal is the spot price whatever the contract costs; the bill of a load that is exactly the
	// contract is the contract alone, and every MWh less is sold at the price of its hour.
	t.Parallel()
	in := world(t, "2025-06-02", "2025-06-03", "UTC") // a Monday: 100 to 123 RUB/MWh
	in.Series = market
	var signals [2][]float64
	for k, price := range []string{"1 RUB/MWh", "9000 RUB/MWh"} {
		i := item(t, "{type: ppa, price: "+price+", capacity: 10 MW, resale: {series: northwest}}")
		signals[k] = make([]float64, in.Axis.Hours)
		if err := i.Component.(*PPA).Signal(signals[k], in); err != nil {
			t.Fatal(err)
		}
	}
	for h := range signals[0] {
		if signals[0][h] != signals[1][h] || signals[0][h] != 100+float64(h) {
			t.Fatalf("hour %d: %v and %v, want %d", h, signals[0][h], signals[1][h], 100+h)
		}
	}
	i := item(t, "{type: ppa, price: 50 RUB/MWh, capacity: 10 MW, resale: {series: northwest}}")
	mwh := steady(in, 10)
	if got := sumOf(paid(t, i, mwh, in)); !cents(got, 24*10*50) {
		t.Errorf("the contract costs %v, want 12000", got)
	}
	mwh[5] = 4
	if got := sumOf(paid(t, i, mwh, in)); !cents(got, 12000-6*105) {
		t.Errorf("with 6 MWh sold at 105 it costs %v, want 11370", got)
	}
}

func TestTakeOrPay(t *testing.T) {
	// 744 MWh at 40 with a minimum of 1 GWh: the 256 MWh that were not taken cost as much; above the minimum only what
	// is taken.
	t.Parallel()
	in := world(t, "2025-05-01", "2025-06-01", "UTC")
	i := item(t, "{type: ppa, price: 40 USD/MWh, take_or_pay: 1 GWh}")
	if got := sumOf(paid(t, i, steady(in, 1), in)); !cents(got, 40000) {
		t.Errorf("below the minimum %v, want 40000", got)
	}
	if got := sumOf(paid(t, i, steady(in, 2), in)); !cents(got, 1488*40) {
		t.Errorf("above the minimum %v, want 59520", got)
	}
}

func TestGasEngines(t *testing.T) {
	// 6 RUB/m3 less a credit of 0.1, at 2.95 kWh/m3, are 2 RUB/kWh; 0.4 of upkeep: 2400 RUB/MWh. 5 % of the time
	// backup at 5000: 0.95 x 2400 + 0.05 x 5000 = 2530 for one more MWh. 744 MWh of a month: 1,882,320 RUB.
	t.Parallel()
	in := world(t, "2025-05-01", "2025-06-01", "UTC")
	i := item(t, "{type: own_generation, capacity: 2 MW, gas: {price: 6000 RUB/1000 m3, yield: 2.95 kWh/m3, flare_credit: 0.1 RUB/m3}, variable: 0.4 RUB/kWh, outage: 5 %, backup: 5 RUB/kWh}")
	signal := make([]float64, in.Axis.Hours)
	if err := i.Component.(*OwnGeneration).Signal(signal, in); err != nil || !near(signal[7], 2530, 1e-12) {
		t.Errorf("one more MWh costs %v (%v), want 2530", signal[7], err)
	}
	if got := sumOf(paid(t, i, steady(in, 1), in)); !near(got, 744*2530, 1e-12) {
		t.Errorf("the month costs %v, want 1882320", got)
	}
	// 1 MW above the capacity is bought: 744 x (2 x 2530 + 5000)
	if got := sumOf(paid(t, i, steady(in, 3), in)); !near(got, 744*(2*2530+5000), 1e-12) {
		t.Errorf("beyond the capacity %v, want 7484640", got)
	}
	alone := item(t, "{type: own_generation, capacity: 2 MW, variable: 1 RUB/kWh}")
	if _, err := alone.Invoice(Use{MWh: steady(in, 3)}, in); err == nil || !strings.Contains(err.Error(), "above the plant's 2 MW; add backup") {
		t.Errorf("a load above the plant: %v, want an error", err)
	}
}

func TestCapitalIsRecoveredInEqualAmounts(t *testing.T) {
	// The annuity of 7 % over 20 years is 0.0943929257 and of 10 % over 15 years 0.1314737769; at 0 % it is a twentieth.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	for terms, want := range map[string]float64{"rate: 7 %/year, life: 20 years": 0.0943929257, "rate: 10 %/year, life: 15 years": 0.1314737769, "life: 20 years": 0.05} {
		i := item(t, "{type: own_generation, capacity: 1 MW, capex: 1 MUSD/MW, "+terms+"}")
		if got := sumOf(paid(t, i, steady(in, 0), in)); math.Abs(got/1e6-want) > 1e-9 {
			t.Errorf("%s: %v of the capital a year, want %v", terms, got/1e6, want)
		}
	}
}

func TestExportsMakeTheSpotPriceTheCost(t *testing.T) {
	// A plant at 110 RUB/MWh with exports at 100 to 123: in hours below 110 only the load is generated, above it
	// everything, and one more MWh of load costs the higher of the two.
	t.Parallel()
	in := world(t, "2025-06-02", "2025-06-03", "UTC")
	in.Series = market
	i := item(t, "{type: own_generation, capacity: 10 MW, variable: 110 RUB/MWh, export: {series: northwest}}")
	signal := make([]float64, in.Axis.Hours)
	if err := i.Component.(*OwnGeneration).Signal(signal, in); err != nil || signal[3] != 110 || signal[20] != 120 {
		t.Errorf("one more MWh costs %v and %v (%v), want 110 and 120", signal[3], signal[20], err)
	}
	want := 24.0 * 4 * 110
	for h := 11; h < 24; h++ {
		want -= 6 * float64(h-10)
	}
	if got := sumOf(paid(t, i, steady(in, 4), in)); !near(got, want, 1e-12) {
		t.Errorf("4 MW cost %v, want %v", got, want)
	}
}

func TestDemandIsMeasuredOverItsWindow(t *testing.T) {
	// Quarter hours of 100, 300, 300 and 0 kW, the others 0: 300 kW by the record, 200 over half an hour, 175 over the
	// hour. An hourly load cannot answer for a quarter of an hour.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-07-01", "UTC")
	use := Use{MWh: make([]float64, in.Axis.Hours), KW: make([]float64, 4*in.Axis.Hours), Per: 4}
	copy(use.KW[40:], []float64{100, 300, 300, 0})
	use.MWh[10] = 0.175
	for window, want := range map[string]float64{"": 300, "window: 15 min, ": 300, "window: 30 min, ": 200, "window: 1 h, ": 175} {
		charges, err := item(t, "{type: demand, "+window+"periods: [{price: 1 USD/kW}]}").Invoice(use, in)
		if err != nil || !cents(total(charges), want) {
			t.Errorf("%q: %v (%v), want %v", window, total(charges), err, want)
		}
	}
	charges, err := item(t, "{type: demand, window: 15 min, periods: [{price: 1 USD/kW}]}").Invoice(Use{MWh: use.MWh}, in)
	if err != nil || !cents(total(charges), 175) || !strings.Contains(charges[0].Why, "over the 60 min of the load instead of 15 min") {
		t.Errorf("an hourly load over 15 minutes: %+v (%v), want 175 and the words that say so", charges, err)
	}
}

func TestPeaksOfDaysComeByMonth(t *testing.T) {
	// The lines of two periods are in the order of their months.
	t.Parallel()
	in := world(t, "2025-01-30", "2025-02-03", "UTC")
	i := item(t, "{type: demand, per: day, periods: [{hours: 7-23, price: 1 USD/kW}, {price: 2 USD/kW}]}")
	if got := sums(t, "per day", i, steady(in, 1), in); !cents(got[0], 6000) || !cents(got[1], 6000) {
		t.Errorf("two days each cost %v, want 6000 and 6000", got)
	}
}

func TestAPeriodMayHaveSeveralRows(t *testing.T) {
	// Weekday evenings and Saturday nights are one period: one peak, one count of energy.
	t.Parallel()
	in := world(t, "2024-01-01", "2024-02-01", "UTC") // a Monday
	mwh := make([]float64, in.Axis.Hours)
	mwh[18], mwh[5*24+2] = 0.003, 0.005
	demand := item(t, "{type: demand, periods: [{days: mon-fri, hours: 17-21, also: [{days: sat, hours: 00-04}], price: 1 USD/kW}]}")
	if got := sumOf(paid(t, demand, mwh, in)); !cents(got, 5) {
		t.Errorf("the peak costs %v, want 5.00", got)
	}
	energy := item(t, `{type: tiered, periods: [{tiers: [{price: 0 USD/kWh}]},
		{days: mon-fri, hours: 17-21, also: [{days: sat, hours: 00-04}], tiers: [{up_to: 4 kWh, price: 1 USD/kWh}, {price: 10 USD/kWh}]}]}`)
	if got := sumOf(paid(t, energy, mwh, in)); !cents(got, 4+40) {
		t.Errorf("8 kWh cost %v, want 44.00", got)
	}
}

func TestABillHasOneCurrency(t *testing.T) {
	// Components in two currencies are told, and components are in order of the list inside each month.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-03-01", "UTC")
	mixed := []Item{item(t, "{type: flat, name: a, price: 1 USD/MWh}"), item(t, "{type: flat, name: b, price: 1 RUB/MWh}")}
	if _, _, err := Invoice(mixed, Use{MWh: steady(in, 1)}, in); err == nil || !strings.Contains(err.Error(), "b is billed in RUB, but a in USD") {
		t.Errorf("two currencies: %v, want an error", err)
	}
	lines, currency, err := Invoice([]Item{mixed[0], item(t, "{type: fixed, amount: 5 USD}")}, Use{MWh: steady(in, 1)}, in)
	if err != nil || currency != "USD" || len(lines) != 4 || lines[0].Component != "a" || lines[1].Component != "fixed" || in.Civil.Months[lines[2].Month].Month != time.February {
		t.Errorf("lines %+v in %q (%v), want a and fixed by month in USD", lines, currency, err)
	}
}

func TestCurrenciesOfSeriesAreToldBeforeTheBill(t *testing.T) {
	// A series in the wrong currency, or one that is not there, is found when the currency is asked for, without an axis.
	t.Parallel()
	in := Input{Series: market}
	for text, want := range map[string]string{
		"{type: ppa, price: 4 USD/MWh, capacity: 1 MW, resale: {series: northwest}}":                                              "its resale in RUB",
		"{type: ppa, index: {series: northwest}, capacity: 1 MW, resale: {series: kwh}}":                                          "the contract is in RUB, but its resale in USD",
		"{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, export: {series: northwest}}":                                "its exports are in RUB",
		"{type: indexed, series: northwest, adder: 1 USD/MWh}":                                                                    "is in RUB, but the formula is in USD",
		"{type: coincident, groups: [{peaks: {series: nowhere}, price: 1 USD/kW}]}":                                               "no series of the seeds",
		"{type: price_category, category: 1, parts: [{type: flat, price: 1 RUB/kWh}, {type: indexed, name: more, series: kwh}]}":  "more is in USD, but flat in RUB",
		"{type: price_category, category: 1, parts: [{type: flat, price: 1 RUB/kWh}, {type: indexed, name: more, series: gone}]}": `more: "gone" is no series`,
	} {
		if _, err := item(t, text).CurrencyIn(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"{type: ppa, index: {series: northwest}}": "RUB", "{type: coincident, groups: [{peaks: {series: northwest}, price: 1 USD/kW}]}": "USD",
		"{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, export: {series: kwh}}": "USD",
	} {
		if got, err := item(t, text).CurrencyIn(in); got != want || err != nil {
			t.Errorf("%s is in %q (%v), want %s", text, got, err, want)
		}
	}
}

func TestMistakesOfATariffAsAWhole(t *testing.T) {
	// Names that occur twice, names of no line before, two currencies, no component, no country, no zone: each with
	// its place.
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"{tariff: §[]}", "at least one component"},
		{"{tariff: [{type: flat, price: 1 USD/MWh}, §{type: flat, price: 2 USD/MWh}]}", `called "flat" too`},
		{"{tariff: [{type: flat, price: 1 USD/MWh}, §{type: flat, name: b, price: 2 RUB/MWh}]}", "b is in RUB, but flat in USD"},
		{"{tariff: [{type: flat, name: energy, price: 1 USD/MWh}, {type: tax, rate: 1 %, of: §[enrgy]}]}", `did you mean "energy"?`},
		{"{tariff: [§{type: tax, rate: 1 %}, {type: flat, name: energy, price: 1 USD/MWh}]}", `tax is a share of the lines before it, and none stands before it, so it bills nothing; move it behind`},
		{"{tariff: [§{type: surcharge, name: mark-up, share: 30 %}]}", `mark-up is a share of the lines before it`},
		{"{tariff: [{type: tax, rate: 1 %, of: §[energy]}, {type: flat, name: energy, price: 1 USD/MWh}]}", `no component before it is called "energy"`},
		{"{tariff: [{type: flat, price: 1 USD/MWh, ends: 2025-03-31}, {type: flat, price: 2 USD/MWh, begins: §2025-05-01}]}", "flat has no price from 2025-04-01 to 2025-04-30"},
		{"{tariff: [{type: flat, price: 1 USD/MWh, ends: 2025-03-31}, §{type: flat, price: 2 USD/MWh, begins: 2025-03-31}]}", "days that follow one another"},
		{"{tariff: [{type: flat, price: 1 USD/MWh, begins: 2025-04-01}, §{type: flat, price: 2 USD/MWh, ends: 2025-03-31}]}", "in the order of their days"},
		{"{tariff: [{type: flat, price: 1 USD/MWh, begins: 2025-04-02, ends: §2025-04-01}]}", "is before 2025-04-02, when the component begins"},
		{"{tariff: [{type: flat, price: 1 USD/MWh, begins: §2025-02-29}]}", "does not exist"},
		{"{tariff: [{type: fixed, amount: 1 USD, begins: §2025-04-02}]}", "begin on the first day of a month, such as 2025-04-01"},
		{"{tariff: [{type: fixed, amount: 1 USD, ends: §2025-04-29}]}", "end on the last day of a month, such as 2025-03-31"},
		{"{tariff: [{type: demand, periods: [{price: 1 USD/kW}], begins: §2025-04-02}]}", "inside a month, by which the component is billed"},
		{"{tariff: [{type: demand, per: day, minimum: 1 kW, periods: [{price: 1 USD/kW}], begins: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: tiered, periods: [{tiers: [{price: 1 USD/kWh}]}], ends: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: ppa, price: 1 USD/kWh, take_or_pay: 1 MWh, ends: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}], ends: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: peak_network, price: 1 RUB/kW, hours: [{hours: 09-11}], ends: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: flat, price: 1 USD/MWh}, {type: tax, rate: 1 %, ends: §2025-04-02}]}", "inside a month"},
		{"{tariff: [{type: minimum, amount: 1 USD, per: year, ends: §2025-11-30}]}", "end on the last day of a year, such as 2024-12-31"},
		{"{tariff: [{type: price_category, category: 1, parts: [{type: flat, price: 1 RUB/kWh}, {type: fixed, amount: 1 RUB}], begins: §2025-04-02}]}", "inside a month"},
		{
			"{tariff: [{type: flat, name: energy, price: 1 USD/MWh, ends: 2025-12-31}, {type: tax, rate: 1 %, of: [energy]}, §{type: flat, name: energy, price: 2 USD/MWh, begins: 2026-01-01}]}",
			"tax, which adds to that, stands before it; move it up",
		},
		{"{country: §Russia, tariff: [{type: flat, price: 1 USD/MWh}]}", "two capital letters"},
		{"{zone: §Europe/Moskow, tariff: [{type: flat, price: 1 USD/MWh}]}", `did you mean "Europe/Moscow"?`},
		{"{tariff: [{type: flat, price: 1 USD/MWh, §foo: 1}]}", "unknown key"},
	} {
		checkOneProblem(t, c.text, c.want, new(File))
	}
}
