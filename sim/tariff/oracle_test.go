package tariff

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// The bills below are set up after the test suites of REopt (NatLabRockies/REopt.jl) and SAM (NatLabRockies/ssc):
// bare numbers, recomputed by hand, to the cent. SAM's Test_Commercial_Demand_Charges is not among them: its load
// is a file of ssc that is not carried here.

// paid adds up the lines of an item whose name has the prefix, by month.
func paid(t *testing.T, i Item, mwh []float64, in Input) []float64 {
	t.Helper()
	return sums(t, i.Name, i, mwh, in)
}

func sumOf(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

// cents tells whether two amounts are the same to the cent.
func cents(got, want float64) bool { return math.Abs(got-want) < 0.005 }

func TestFlatLoadPaysEnergyAndDemand(t *testing.T) {
	// REopt, no_techs: 10,000 kWh spread evenly over 8,760 hours at 0.10 USD/kWh and 10 USD/kW on the peak of each month.
	t.Parallel()
	in := world(t, "2023-01-01", "2024-01-01", "UTC")
	mwh := steady(in, 10.0/8760)
	if got := sumOf(paid(t, item(t, "{type: flat, price: 0.10 USD/kWh}"), mwh, in)); !cents(got, 1000) {
		t.Errorf("energy %v, want 1000.00", got)
	}
	if got := sumOf(paid(t, item(t, "{type: demand, periods: [{price: 10 USD/kW}]}"), mwh, in)); !cents(got, 136.99) {
		t.Errorf("demand %v, want 136.99", got)
	}
}

func TestTheEndOfATierBelongsToIt(t *testing.T) {
	// REopt, tiered_energy_demand: 100 kW all year; 744 hours of January are exactly the 74,400 kWh of the first tier,
	// and the peak is exactly the 100 kW of the first tier of demand. Nothing reaches the second ones.
	t.Parallel()
	in := world(t, "2023-01-01", "2024-01-01", "UTC")
	energy := item(t, "{type: tiered, periods: [{tiers: [{up_to: 74400 kWh, price: 0.10 USD/kWh}, {price: 0.05 USD/kWh}]}]}")
	demand := item(t, "{type: demand, periods: [{tiers: [{up_to: 100 kW, price: 10 USD/kW}, {price: 5 USD/kW}]}]}")
	for _, c := range []struct {
		item Item
		want float64
	}{{energy, 87600}, {demand, 12000}} {
		charges, err := c.item.Invoice(Use{MWh: steady(in, 0.1)}, in)
		if err != nil || !cents(total(charges), c.want) {
			t.Errorf("%s: %v (%v), want %v", c.item.Kind, total(charges), err, c.want)
		}
		for _, charge := range charges {
			if charge.Name != "tier 1" {
				t.Errorf("%s: a line %q, want the first tier alone", c.item.Kind, charge.Name)
			}
		}
	}
}

// dated returns a load in kW by hour from 1 January, at a base with single hours that differ; hours count from 1.
func dated(in Input, base float64, at map[int]float64) []float64 {
	mwh := steady(in, base/1000)
	for step, kw := range at {
		mwh[step-1] = kw / 1000
	}
	return mwh
}

func TestRatchetOfAnOldPeak(t *testing.T) {
	// REopt, lookback_rate: 1 kW, and 100 kW in the eighth hour of January 2022; 35 % of the highest peak of the year.
	// 100 x (10.5 + 0.35 x 10.5 x 5 + 0.35 x 11.5 x 6) = 5302.50. The winter months are taken to be November to April.
	t.Parallel()
	in := world(t, "2022-01-01", "2023-01-01", "UTC")
	i := item(t, "{type: demand, ratchets: [{share: 35 %}], periods: [{months: nov-apr, price: 10.5 USD/kW}, {months: may-oct, price: 11.5 USD/kW}]}")
	charges, err := i.Invoice(Use{MWh: dated(in, 1, map[int]float64{8: 100})}, in)
	if err != nil || !cents(total(charges), 5302.50) {
		t.Errorf("demand %v (%v), want 5302.50", total(charges), err)
	}
	if why := charges[0].Why; !strings.Contains(why, "the peak in the hour from 2022-01-01 07:00") {
		t.Errorf("January: %q, want the hour of the peak", why)
	}
	if why := charges[11].Why; !strings.Contains(why, "35 kW, the ratchet: 35 % of 100 kW in the hour from 2022-01-01 07:00") {
		t.Errorf("December: %q, want the peak of January", why)
	}
}

func TestRatchetSeesChosenMonths(t *testing.T) {
	// REopt: 100 kW in 2022, single hours of 200 (January), 400 (April), 500 (June) and 300 kW (December). 75 % of the
	// highest peak of January, April and December; every year is like this one, so that April counts for January.
	// Billed are 300 300 300 400 300 500 300 300 300 300 300 300 kW at the prices of the months: 74,500.
	t.Parallel()
	in := world(t, "2022-01-01", "2023-01-01", "UTC")
	var periods []string
	for m, price := range []int{10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5} {
		periods = append(periods, fmt.Sprintf("{months: %s, price: %d USD/kW}", monthName(m), price))
	}
	i := item(t, `{type: demand, history: repeat, ratchets: [{share: 75 %, peaks: "jan, apr, dec"}], periods: [`+strings.Join(periods, ", ")+"]}")
	mwh := dated(in, 100, map[int]float64{22: 200, 2403: 400, 4088: 500, 8333: 300})
	got := paid(t, i, mwh, in)
	want := []float64{3000, 3000, 6000, 20000, 6000, 5000, 6000, 6000, 6000, 6000, 6000, 1500}
	for m := range want {
		if !cents(got[m], want[m]) {
			t.Errorf("month %d costs %v, want %v", m+1, got[m], want[m])
		}
	}
	if !cents(sumOf(got), 74500) {
		t.Errorf("the year costs %v, want 74500.00", sumOf(got))
	}
}

func TestCoincidentGroupsAreBilledOnce(t *testing.T) {
	// REopt, coincident_peak: 1 kW; the hours 1, 2 and 100 of the year at 10 USD/kW and the hours 6000 and 7000 at 5
	// USD/kW: 15.00. Hour 100 is 03:00 on 5 January; 6000 is 23:00 on 7 September, 7000 is 15:00 on 19 October.
	t.Parallel()
	in := world(t, "2022-01-01", "2023-01-01", "UTC")
	i := item(t, "{type: coincident, groups: [{hours: [2022-01-01T00, 2022-01-01T01, 2022-01-05T03], price: 10 USD/kW}, {hours: [2022-09-07T23, 2022-10-19T15], price: 5 USD/kW}]}")
	if got := sumOf(paid(t, i, steady(in, 0.001), in)); !cents(got, 15) {
		t.Errorf("coincident peaks cost %v, want 15.00", got)
	}
	mwh := dated(in, 1, map[int]float64{100: 7, 101: 50})
	charges, err := i.Invoice(Use{MWh: mwh}, in)
	if err != nil || !cents(total(charges), 75) || !strings.Contains(charges[0].Why, "7 kW in the hour from 2022-01-05 03:00") {
		t.Errorf("with 7 kW in hour 100: %+v (%v), want 75.00 and the hour", charges, err)
	}
}

func TestLeapYearMovesTheWeekday(t *testing.T) {
	// REopt, leap_year without its fixed charge: 10 kW from 15:00 to 16:00 of day 64, Monday 4 March 2024 or Sunday 5
	// March 2023. Facility demand 18.05 USD/kW in every month, and 10 USD/kW on weekdays from 14:00 to 20:00.
	t.Parallel()
	facility := item(t, "{type: demand, periods: [{price: 18.05 USD/kW}]}")
	peak := item(t, "{type: demand, periods: [{days: mon-fri, hours: 14-20, price: 10 USD/kW}]}")
	energy := item(t, "{type: time_of_use, zones: [{price: 0.28 USD/kWh}, {days: mon-fri, hours: 07-20, price: 0.36 USD/kWh}]}")
	for year, want := range map[string][2]float64{"2024": {3.60, 280.50}, "2023": {2.80, 180.50}} {
		in := world(t, year+"-01-01", year+"-12-31", "UTC")
		mwh := make([]float64, in.Axis.Hours)
		mwh[63*24+15] = 0.010
		if got := sumOf(paid(t, energy, mwh, in)); !cents(got, want[0]) {
			t.Errorf("%s: energy %v, want %v", year, got, want[0])
		}
		if got := sumOf(paid(t, facility, mwh, in)) + sumOf(paid(t, peak, mwh, in)); !cents(got, want[1]) {
			t.Errorf("%s: demand %v, want %v", year, got, want[1])
		}
	}
}

// samDay is the weekday of ssc's lib_utility_rate_equations_test, kW by hour.
var samDay = []float64{1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1}

func TestDemandByPeriodOfTheDay(t *testing.T) {
	// SAM: on a weekday of January the peak is 5 kW from 15:00 to 20:00, at 20 USD/kW, and 10 kW in the other hours,
	// at 10: 200.00, whenever it is asked.
	t.Parallel()
	in := world(t, "2024-01-02", "2024-01-03", "UTC") // a Tuesday
	mwh := make([]float64, 24)
	for h, kw := range samDay {
		mwh[h] = kw / 1000
	}
	i := item(t, `{type: demand, periods: [
		{days: mon-fri, hours: 15-20, tiers: [{up_to: 100 kW, price: 20 USD/kW}, {price: 15 USD/kW}]},
		{tiers: [{up_to: 100 kW, price: 10 USD/kW}, {price: 5 USD/kW}]}]}`)
	for range 2 {
		if got := sumOf(paid(t, i, mwh, in)); !cents(got, 200) {
			t.Errorf("demand %v, want 200.00", got)
		}
	}
}

func TestDemandOfSomeMonths(t *testing.T) {
	// SAM: facility demand of 1 USD/kW from June to September: nothing in January, 10 in June.
	t.Parallel()
	i := item(t, "{type: demand, periods: [{months: jun-sep, price: 1 USD/kW}]}")
	for start, want := range map[string]float64{"2024-01-02": 0, "2024-06-04": 10} {
		in := world(t, start, date(t, start).AddDays(1).String(), "UTC")
		mwh := make([]float64, 24)
		for h, kw := range samDay {
			mwh[h] = kw / 1000
		}
		if got := sumOf(paid(t, i, mwh, in)); !cents(got, want) {
			t.Errorf("%s costs %v, want %v", start, got, want)
		}
	}
}

func TestBlocksOfEnergyPerDemand(t *testing.T) {
	// SAM, Test_Commercial_kWh_per_kW_charges: 384,169.61 kWh of July at a billing demand of 658.0157 kW, in four
	// blocks inside the first 200 kWh per kW and three beyond: 3000, 7000, 121,603.13, 131,603.13 and 120,963.36 kWh,
	// which with 21 USD fixed are 16,774.67 (printed as 16,774.68).
	t.Parallel()
	in := world(t, "2024-07-01", "2024-08-01", "UTC")
	mwh := steady(in, (384.16961-0.6580157)/743)
	mwh[400] = 0.6580157
	i := item(t, `{type: tiered, periods: [{tiers: [
		{up_to: [3000 kWh, 200 kWh/kW], price: 0.132655 USD/kWh}, {up_to: [10000 kWh, 200 kWh/kW], price: 0.120303 USD/kWh},
		{up_to: [200000 kWh, 200 kWh/kW], price: 0.102607 USD/kWh}, {up_to: 200 kWh/kW, price: 0.079109 USD/kWh},
		{up_to: 400 kWh/kW, price: 0.013627 USD/kWh}, {up_to: 600 kWh/kW, price: 0.010275 USD/kWh}, {price: 0.00771 USD/kWh}]}]}`)
	charges, err := i.Invoice(Use{MWh: mwh}, in)
	fixed := paid(t, item(t, "{type: fixed, amount: 21 USD}"), mwh, in)[0]
	if err != nil || math.Abs(total(charges)+fixed-16774.673) > 0.01 {
		t.Fatalf("bill %v (%v), want 16774.673", total(charges)+fixed, err)
	}
	want := []string{"tier 1: 3.000", "tier 2: 7.000", "tier 3: 121.603", "tier 5: 131.603", "tier 6: 120.963"}
	for k, charge := range charges {
		if got := charge.Name + ": " + charge.Why; k >= len(want) || !strings.HasPrefix(got, want[k]) {
			t.Errorf("line %d is %q, want it to start with %q", k, got, want)
		}
	}
	if why := charges[0].Why; !strings.Contains(why, "658.0157 kW, the peak in the hour from 2024-07-17 16:00") {
		t.Errorf("%q does not say which hour set the billing demand", why)
	}
}

func TestBillingDemandOfTwoRatchetsAndAMinimum(t *testing.T) {
	// SAM, test_billing_demand_calcs: the same peaks in both of two years; at least 500 kW, 95 % of each peak of June
	// to September and 60 % of each of October to May in the 11 months before; the month's own peak counts from June
	// to September only. In the second year 1092.5 kW are billed in every month but August, with 1150.
	t.Parallel()
	in := world(t, "2023-01-01", "2025-01-01", "UTC")
	peaks := []float64{1200, 1100, 900, 700, 800, 950, 1050, 1150, 850, 400, 600, 750}
	mwh := make([]float64, in.Axis.Hours)
	for m, month := range in.Civil.Months {
		mwh[month.From+100] = peaks[m%12] / 1000
	}
	i := item(t, `{type: demand, minimum: 500 kW, own_months: jun-sep, periods: [{price: 1 USD/kW}], ratchets: [
		{share: 95 %, look_back: 11, peaks: jun-sep}, {share: 60 %, look_back: 11, peaks: oct-may}]}`)
	got := paid(t, i, mwh, in)
	for m := 12; m < 24; m++ {
		want := 1092.5
		if in.Civil.Months[m].Month == time.August {
			want = 1150
		}
		if !cents(got[m], want) {
			t.Errorf("%v of the second year: %v kW are billed, want %v", in.Civil.Months[m].Month, got[m], want)
		}
	}
	if !cents(got[0], 500) {
		t.Errorf("the first month is billed %v kW, want the minimum of 500", got[0])
	}
}
