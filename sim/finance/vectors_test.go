package finance

import (
	"math"
	"testing"

	"hashwatt/sim/calendar"
)

// near tells whether got is want within a relative tolerance.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= tolerance*max(math.Abs(want), math.SmallestNonzeroFloat64)
}

// years returns the times 0, 1, 2, … of n flows.
func years(n int) []float64 {
	times := make([]float64, n)
	for i := range times {
		times[i] = float64(i)
	}
	return times
}

// dates reads dates that must be right.
func dates(t *testing.T, texts ...string) []calendar.Date {
	var list []calendar.Date
	for _, text := range texts {
		d, err := calendar.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, d)
	}
	return list
}

// falling returns the 27 flows of an issue of numpy-financial: two payments, then 25 flows that fall in a straight
// line.
func falling() []float64 {
	flows := []float64{-217500, -217500}
	const first, last = 108466.80462450592, -67617.36092490121
	for i := range 25 {
		flows = append(flows, first+(last-first)*float64(i)/24)
	}
	return flows
}

// owner has the after-tax flows in cents of a solar plant with one owner over 25 years, as the System Advisor Model
// prints them (NREL, ssc, Default_SO_10_IBI_PVWatts_Single_Owner_cmod_singleowner_outputs.json).
func owner() []float64 {
	return []float64{
		-60069601.26, 9139287.32, 15676608.57, 12184594.88, 10149277.31, 10092875.59, 8598422.26, 7101268.26, 7243803.01,
		7381766.27, 7311961.32, 386681.50, 344681.56, 299190.51, 249451.70, 583128.33, 1336682.20, 727616.46, 3275340.68, 6063213.09,
		5840185.43, 5592486.37, 5559777.75, 5549879.75, 5538997.29, 6917560.17,
	}
}

func TestNetPresentValues(t *testing.T) {
	// Published and recomputed values, of yearly flows.
	t.Parallel()
	for _, c := range []struct {
		name            string
		rate            float64
		flows           []float64
		want, tolerance float64
	}{
		{"numpy-financial", 0.05, []float64{-15000, 1500, 2500, 3500, 4500, 6000}, 122.894855, 1e-8},
		{"an annuity", 0.10, []float64{-1000, 400, 400, 400, 400}, 267.946178, 1e-8},
		{"System Advisor Model", 0.0906, owner(), 11605605.07, 0.02 / 11605605.07},
		{"golden site", 0.15, []float64{-11.7e6, 4469425, 4469425, 4469425}, -1495296.58, 0.005 / 1495296.58},
	} {
		if got := NPV(c.rate, years(len(c.flows)), c.flows); !near(got, c.want, c.tolerance) {
			t.Errorf("%s: NPV = %.9g, want %.9g", c.name, got, c.want)
		}
	}
	// Spreadsheets discount the first flow too: their NPV is ours with times from 1.
	if got := NPV(0.10, []float64{1, 2, 3, 4}, []float64{-10000, 3000, 4200, 6800}); math.Abs(got-1188.44) > 0.005 {
		t.Errorf("NPV as in spreadsheets = %v, want 1188.44", got)
	}
}

func TestDatedFlows(t *testing.T) {
	// XNPV and XIRR of Microsoft's support pages and of pyxirr, the latter out of order.
	t.Parallel()
	for _, c := range []struct {
		name            string
		dates           []calendar.Date
		flows           []float64
		rate, npv, root float64
	}{
		{
			"Microsoft", dates(t, "2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"),
			[]float64{-10000, 2750, 4250, 3250, 2750},
			0.09, 2086.647602, 0.373362534,
		},
		{
			"pyxirr", dates(t, "2015-06-11", "2015-07-21", "2018-06-10", "2015-10-17"),
			[]float64{-1000, -9000, 20000, -3000},
			0.10, 2218.42566366, 0.16353715844,
		},
	} {
		if got := XNPV(c.rate, c.dates, c.flows); !near(got, c.npv, 1e-9) {
			t.Errorf("%s: XNPV = %.12g, want %.12g", c.name, got, c.npv)
		}
		if got, ok := XIRRs(c.dates, c.flows).One(); !ok || math.Abs(got-c.root) > 1e-9 {
			t.Errorf("%s: XIRR = %.12g, want %.12g", c.name, got, c.root)
		}
	}
}

func TestInternalRatesOfReturn(t *testing.T) {
	// All roots, and the one that is customary where there are several (numpy-financial's tests and issue 39; the last
	// ones by polynomials with these roots).
	t.Parallel()
	for _, c := range []struct {
		name      string
		flows     []float64
		customary float64
		all       []float64
		tolerance float64
	}{
		{"loan", []float64{-150000, 15000, 25000, 35000, 45000, 60000}, 0.0524328889, []float64{0.0524328889}, 1e-10},
		{"loss", []float64{-100, 0, 0, 74}, -0.0954958303, []float64{-0.0954958303}, 1e-10},
		{"gain", []float64{-100, 39, 59, 55, 20}, 0.2809484212, []float64{0.2809484212}, 1e-10},
		{"clean-up", []float64{-100, 100, 0, -7}, -0.083300, []float64{-0.678894, -0.083300}, 1e-6},
		{"late gain", []float64{-100, 100, 0, 7}, 0.0620584856, []float64{0.0620584856}, 1e-10},
		{"three", []float64{-5, 10.5, 1, -8, 1}, 0.088598, []float64{-0.870201, 0.088598, 0.709560}, 1e-6},
		{"three and zeros", []float64{-5, 10.5, 1, -8, 1, 0, 0, 0}, 0.088598, []float64{-0.870201, 0.088598, 0.709560}, 1e-6},
		{"falling", falling(), 0.12, []float64{-0.01810, 0.12}, 5e-6},
		{"zero, one, two", []float64{-1000, 6000, -11000, 6000}, 0, []float64{0, 1, 2}, 1e-12},
		{"tenths", []float64{-1000, 3600, -4310, 1716}, 0.1, []float64{0.1, 0.2, 0.3}, 1e-11},
		{"far apart", []float64{-4000, 25000, -25000}, 0.25, []float64{0.25, 4}, 1e-12},
		{"an annuity", []float64{-1000, 400, 400, 400, 400}, 0.2186226970, []float64{0.2186226970}, 2e-9},
		{"golden site", []float64{-11.7e6, 4469425, 4469425, 4469425}, 0.07136470, []float64{0.07136470}, 5e-9},
		{"System Advisor Model", owner(), 0.1256111886, []float64{0.1256111886}, 5e-11},
		{"touching", []float64{-100, 220, -121}, 0.1, []float64{0.1}, 1e-7},                            // -100 (1.1 - x)^2
		{"touching at 0", []float64{-1, 2, -1}, 0, []float64{0}, 1e-7},                                 // -(1 - x)^2
		{"nearly touching", []float64{-1e6, 2.2001e6, -1.21011e6}, 0.1, []float64{0.1, 0.1001}, 1e-10}, // 0.01 % apart
		{"at the edge", []float64{-1, 101}, 100, []float64{100}, 1e-12},
		{"a tiny rest", []float64{-10000, 1.5}, -0.99985, []float64{-0.99985}, 1e-9},
	} {
		r := IRRs(years(len(c.flows)), c.flows)
		status := Unique
		if len(c.all) > 1 {
			status = Several
		}
		if r.Status != status || len(r.Values) != len(c.all) {
			t.Errorf("%s: %v with roots %v, want %v", c.name, r.Status, r.Values, c.all)
			continue
		}
		for i, want := range c.all {
			if math.Abs(r.Values[i]-want) > c.tolerance {
				t.Errorf("%s: root %d is %.12g, want %.12g", c.name, i, r.Values[i], want)
			}
		}
		if got, ok := r.Customary(); !ok || math.Abs(got-c.customary) > c.tolerance {
			t.Errorf("%s: the customary root is %v, want %v", c.name, got, c.customary)
		}
		if got, ok := r.One(); ok != (len(c.all) == 1) || ok && got != r.Values[0] {
			t.Errorf("%s: one root is %v, %v of %v", c.name, got, ok, r.Values)
		}
	}
}

func TestNoInternalRateOfReturn(t *testing.T) {
	// No root is a result with a reason.
	t.Parallel()
	for _, c := range []struct {
		name         string
		times, flows []float64
		want         Status
	}{
		{"receipts", years(3), []float64{1, 2, 3}, NoPayment},
		{"payments", years(3), []float64{-1, -2, -3}, NoReturn},
		{"nothing", nil, nil, NoFlows},
		{"zeros", years(3), []float64{0, 0, 0}, NoFlows},
		{"in and out at once", []float64{1, 1, 1}, []float64{-0.3, 0.1, 0.2}, NoFlows},
		{"paid and more back at once", []float64{0, 0}, []float64{-100, 110}, NoPayment},
		{"more than a hundredfold", years(2), []float64{-1, 102}, Outside},
		{"all but lost", years(2), []float64{-1e6, 1}, Outside},
		{"never enough", years(3), []float64{-100, 200, -101}, Never},
		{"always enough", years(3), []float64{100, -200, 101}, Never},
	} {
		r := IRRs(c.times, c.flows)
		if r.Status != c.want || len(r.Values) != 0 || len(r.Status.String()) < 30 {
			t.Errorf("%s: %v %v, want %v", c.name, r.Status, r.Values, c.want)
		}
		if _, ok := r.Customary(); ok {
			t.Errorf("%s: there is a customary root", c.name)
		}
		if _, ok := r.One(); ok {
			t.Errorf("%s: there is one root", c.name)
		}
	}
}

func TestModifiedInternalRates(t *testing.T) {
	// MIRR of numpy-financial's tests; without payments or receipts there is none.
	t.Parallel()
	for _, c := range []struct {
		flows             []float64
		finance, reinvest float64
		want              float64
	}{
		{[]float64{-1000, 400, 400, 400, 400}, 0.10, 0.12, 0.1758629514},
		{[]float64{-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000}, 0.08, 0.055, 0.0665971750},
		{[]float64{-120000, 39000, 30000, 21000, 37000, 46000}, 0.10, 0.12, 0.1260941304},
	} {
		if got, ok := MIRR(years(len(c.flows)), c.flows, c.finance, c.reinvest); !ok || math.Abs(got-c.want) > 1e-10 {
			t.Errorf("MIRR(%v) = %.12g, want %.12g", c.flows, got, c.want)
		}
	}
	for _, flows := range [][]float64{{1, 2}, {-1, -2}, {-1}, nil, {0, 0}} {
		if got, ok := MIRR(years(len(flows)), flows, 0.1, 0.1); ok {
			t.Errorf("MIRR(%v) = %v, want none", flows, got)
		}
	}
}

func TestLoansAndAnnuities(t *testing.T) {
	// Values of numpy-financial's documentation, capital recovery factors from the formula, and three levelised costs of
	// the System Advisor Model (ssc, lcoefcr).
	t.Parallel()
	for _, c := range []struct {
		name      string
		got, want float64
		tolerance float64
	}{
		{"PMT", PMT(0.08/12, 60, 15000), 304.145914, 1e-8},
		{"PMT at 0 %", PMT(0, 60, 15000), 250, 1e-15},
		{"IPMT 1", IPMT(0.10/12, 1, 24, 2000), 16.66666667, 1e-9},
		{"IPMT 2", IPMT(0.10/12, 2, 24, 2000), 16.03647345, 1e-9},
		{"IPMT 3", IPMT(0.10/12, 3, 24, 2000), 15.40102862, 1e-9},
		{"IPMT 4", IPMT(0.10/12, 4, 24, 2000), 14.76028842, 1e-9},
		{"PPMT 1", PPMT(0.10/12, 1, 24, 2000), 75.62318601, 1e-9},
		{"PPMT 2", PPMT(0.10/12, 2, 24, 2000), 76.25337923, 1e-9},
		{"PPMT 3", PPMT(0.10/12, 3, 24, 2000), 76.88882405, 1e-9},
		{"PPMT 4", PPMT(0.10/12, 4, 24, 2000), 77.52956425, 1e-9},
		{"FV at the end", FV(0.075, 20, 2000, false), 86609.362673, 1e-10},
		{"FV at the beginning", FV(0.075, 20, 2000, true), 93105.064874, 1e-10},
		{"CRF 7 %, 20 years", CRF(0.07, 20), 0.0943929257, 1e-9},
		{"CRF 10 %, 15 years", CRF(0.10, 15), 0.1314737769, 1e-9},
		{"CRF at 0 %", CRF(0, 4), 0.25, 1e-15},
		{"LCOE of solar", LCOE(0.08160257742914295, 52.0e6, 650000, 0, 105741823.8917052), 0.0462762400554667, 1e-12},
		{"LCOE of biopower", LCOE(0.0837052413, 193851158.849, 5193308.462, 0.05, 353982846.406), 0.1105104645677, 1e-9},
		{"LCOE of wind", LCOE(0.0822296847, 260.6e6, 8.4e6, 0, 818888286.435), 0.0364262822282, 1e-9},
	} {
		if !near(c.got, c.want, c.tolerance) {
			t.Errorf("%s = %.12g, want %.12g", c.name, c.got, c.want)
		}
	}
}

func TestGoldenSite(t *testing.T) {
	// A site that can be computed by hand: 500 PH/s at 20 J/TH and PUE 1.05 draw 10.5 MW; hashprice 50 USD/PH/day, power
	// 45 USD/MWh, 8,760 h a year for three years. Machines at 15 USD/TH over 3 years, infrastructure at 0.4 MUSD/MW over
	// 10 years, tax 25 %.
	t.Parallel()
	const revenue, power = 500 * 50 * 365.0, 10.5 * 8760 * 45
	const machines, infrastructure = 500e3 * 15.0, 10.5 * 0.4e6
	cash, pretax := []float64{-machines - infrastructure}, []float64{-machines - infrastructure}
	losses := 0.0
	for year := range 3 {
		depreciation := 0.0
		for month := 12 * year; month < 12*(year+1); month++ {
			depreciation += StraightLine(machines, 36, month) + StraightLine(infrastructure, 120, month)
		}
		if !near(depreciation, 2.92e6, 1e-12) {
			t.Errorf("depreciation is %v, want 2,920,000", depreciation)
		}
		var tax float64
		tax, losses = TaxYear(0.25, revenue-power-depreciation, losses)
		if !near(tax, 516475, 1e-12) || losses != 0 {
			t.Errorf("tax is %v and losses are %v, want 516,475 and 0", tax, losses)
		}
		cash, pretax = append(cash, revenue-power-tax), append(pretax, revenue-power)
	}
	if !near(cash[1], 4469425, 1e-12) {
		t.Errorf("cash flow is %v, want 4,469,425", cash[1])
	}
	if got := NPV(0.15, years(4), cash); math.Abs(got-(-1495296.58)) > 0.005 {
		t.Errorf("NPV is %.2f, want -1495296.58", got)
	}
	if got, ok := IRRs(years(4), cash).One(); !ok || math.Abs(100*got-7.136470) > 5e-7 {
		t.Errorf("IRR is %.6f %%, want 7.136470", 100*got)
	}
	if got, ok := Payback(years(4), cash); !ok || math.Abs(got-2.617787) > 1e-6 { // 11,700,000 / 4,469,425
		t.Errorf("payback after tax is %.6f, want 2.617787", got)
	}
	if got, ok := Payback(years(4), pretax); !ok || math.Abs(got-2.346617) > 5e-7 {
		t.Errorf("payback before tax is %.6f, want 2.346617", got)
	}
	if got, ok := DiscountedPayback(0.15, years(4), cash); ok {
		t.Errorf("discounted payback is %v, want none", got)
	}
	// At 7 % the three years are worth 4,177,032.71, 3,903,768.89 and 3,648,382.14: 3,619,198.40 is left for the third.
	if got, ok := DiscountedPayback(0.07, years(4), cash); !ok || math.Abs(got-2.992001) > 5e-7 {
		t.Errorf("discounted payback at 7 %% is %.6f, want 2.992001", got)
	}
}
