package limit_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// rule works a limit out for sites.
func rule(t testing.TB, words string, in *limit.Input) limit.Rule {
	t.Helper()
	r, err := load(t, words).Rule(in)
	if err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	return r
}

// allowed is what each site may draw in hour t, asked only at the moments at which the answer may change.
func allowed(in *limit.Input, c *limit.Cap, t int) []float64 {
	from := 0
	for _, m := range c.Moments {
		if m <= t {
			from = max(from, m)
		}
	}
	could, mw := make([]float64, len(in.Sites)), make([]float64, len(in.Sites))
	for i := range could {
		if in.Sites[i].Online <= from {
			could[i] = in.Sites[i].PowerMW
		}
	}
	c.Allow(from, could, mw)
	return mw
}

// near holds that two numbers are the same, rounding aside; infinity is near itself alone.
func near(a, b float64) bool {
	return a == b || !math.IsInf(a-b, 0) && math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))
}

// 6,000 kWh a month are 8.22 kW over the 730 h of a mean month of 2025, and 121,750 households draw 1 GW over
// those of 730.5 h of four years with a leap day: 121,750 · 6 MWh / 730.5 h. April has 720 h, January 744, March
// in Oslo 743.
func TestHouseholdsDrawTheirLimitEvenly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, start, end, zone string
		hour                    int
		mean, at                float64 // MW
	}{
		{"households: 1000", "2025-01-01", "2026-01-01", "UTC", 0, 6000. / 730, 6000. / 744},
		{"households: 121750", "2024-01-01", "2028-01-01", "UTC", (31 + 29 + 31) * 24, 1000, 121.75 * 6000 / 720},
		{"households: 1000, limit: 3000 kWh", "2025-01-01", "2026-01-01", "UTC", 0, 3000. / 730, 3000. / 744},
		{"households: 1000, demand: 2 MWh", "2025-01-01", "2026-01-01", "UTC", 0, 2000. / 730, 2000. / 744},
		{"households: 1000, demand: 9 MWh", "2025-01-01", "2026-01-01", "UTC", 0, 6000. / 730, 6000. / 744},
		{"households: 1000, meters: 3, detection: 5 %/month, fine: 100 kRUB", "2025-01-01", "2026-01-01", "UTC", 0, 18000. / 730, 18000. / 744},
		{"households: 1000, meters: 3, demand: 8 MWh, detection: 5 %/month, fine: 100 kRUB", "2025-01-01", "2026-01-01", "UTC", 0, 8000. / 730, 8000. / 744},
		{"households: 1000", "2024-03-31", "2024-04-02", "Europe/Oslo", 5, (23*6000./743 + 24*6000./720) / 47, 6000. / 743},
	} {
		in := input(t, c.start, c.end, c.zone, 1e4)
		r := rule(t, "{type: household, "+c.words+"}", in)
		var sum float64
		for h := range in.Hours {
			sum += allowed(in, r.Cap, h)[0]
		}
		if mean := sum / float64(in.Hours); math.Abs(mean-c.mean) > 1e-9*c.mean {
			t.Errorf("%s: %v MW on average, want %v", c.words, mean, c.mean)
		}
		if got := allowed(in, r.Cap, c.hour)[0]; !near(got, c.at) || !r.Cap.Before {
			t.Errorf("%s: %v MW in hour %d, want %v", c.words, got, c.hour, c.at)
		}
	}
	if kw := 6000. / 730; math.Abs(kw-8.22) > 0.005 || limit.HouseholdMWh != 6 {
		t.Errorf("the limit is %v kW and %v, want 8.22 kW and 6 MWh", kw, limit.HouseholdMWh)
	}
}

// With 8 MWh wanted, 6 allowed and three meters, splitting takes 2 MWh more. A hazard of 5 % and 250,000 RUB at
// stake cost 12,500 RUB a month, 6,250 a MWh. Where a MWh earns 2,500 RUB more than at home, 5,000 RUB a month are
// gained, so a hazard of 5,000/250,000 = 2 % is where it just does not pay any more. Without a wish of its own a
// household uses all its meters.
func TestHouseholdsSplitWhereItPays(t *testing.T) {
	t.Parallel()
	const stakes = ", fine: 100 kRUB, forfeit: 150 kRUB}"
	for _, c := range []struct {
		words         string
		price, budget float64 // RUB/MWh, MWh in January
	}{
		{"{type: household, households: 20000, demand: 8 MWh, meters: 3, detection: 5 %/month" + stakes, 6250, 120000},
		{"{type: household, households: 20000, demand: 8 MWh, meters: 3, detection: 2 %/month" + stakes, 2500, 120000},
		{"{type: household, households: 20000, meters: 3, detection: 5 %/month" + stakes, 12500. / 12, 120000},
		{"{type: household, households: 10, limit: 4 MWh, meters: 2, detection: 5 %/month, fine: 80 kRUB}", 1000, 40},
		{"{type: household, households: 10, limit: 4 MWh, meters: 2, detection: 0 %/month, fine: 80 kRUB}", 0, 40},
		{"{type: household, households: 10, meters: 2, detection: 5 %/month, fine: 80 kRUB, from: 2025-01-31}", 4000. / 6, 60. / 31},
	} {
		in := input(t, "2025-01-01", "2026-01-01", "UTC", 1e4, 1e4)
		p := rule(t, c.words, in).Pool
		if p == nil {
			t.Errorf("%s: nobody splits", c.words)
			continue
		}
		_, periods := p.Periods(&in.Sites[0])
		if !near(p.Price, c.price) || !near(periods[0].MWh, c.budget) || len(periods) != 12 || !p.Soft || !p.Each {
			t.Errorf("%s: %v RUB/MWh above %v MWh in the first of %d months (soft %v, each %v), want %v and %v in 12",
				c.words, p.Price, periods[0].MWh, len(periods), p.Soft, p.Each, c.price, c.budget)
		}
	}
	for _, words := range []string{"", ", meters: 1", ", meters: 1, detection: 5 %/month, fine: 1 kRUB", ", demand: 4 MWh"} {
		if r := rule(t, "{type: household, households: 10"+words+"}", input(t, "2025-01-01", "2025-02-01", "UTC", 1)); r.Pool != nil {
			t.Errorf("households%s split", words)
		}
	}
}

// For any words, at the hazard at which the expected fine is what a household gains by splitting, the price of a
// MWh above the limit is the margin that it earns; and whatever the words, use and budget are one household's
// times their number.
func TestBreakEvenHazardOfAnyHousehold(t *testing.T) {
	t.Parallel()
	c := civil(t, "2025-04-01", "2025-05-01", "UTC")
	rapid.Check(t, func(t *rapid.T) {
		allowedMWh := unit.Energy(rapid.Float64Range(0.1, 20).Draw(t, "limit"))
		want := allowedMWh + unit.Energy(rapid.Float64Range(0.1, 40).Draw(t, "more"))
		meters := rapid.IntRange(2, 6).Draw(t, "meters")
		fine := unit.Money{Amount: rapid.Float64Range(1, 1e6).Draw(t, "fine"), Currency: "RUB"}
		margin := rapid.Float64Range(1, 1e4).Draw(t, "margin")
		excess := min(float64(want), float64(meters)*float64(allowedMWh)) - float64(allowedMWh)
		hazard := unit.MonthlyRate(excess * margin / fine.Amount)
		h := limit.Household{Households: 7, Limit: &allowedMWh, Demand: &want, Meters: meters, Detection: &hazard, Fine: &fine}
		r, err := h.Rule(&limit.Input{Hours: 720, Sites: []limit.Held{{Civil: c}}})
		if err != nil {
			t.Fatal(err)
		}
		mw := []float64{0}
		r.Cap.Allow(0, mw, mw)
		_, periods := r.Pool.Periods(&limit.Held{Civil: c})
		if math.Abs(r.Pool.Price-margin) > 1e-9*margin {
			t.Fatalf("at the break-even hazard a MWh above the limit costs %v, want the margin %v",
				r.Pool.Price, margin)
		}
		if got := mw[0]*720 - periods[0].MWh; math.Abs(got-7*excess) > 1e-9*mw[0]*720 {
			t.Fatalf("seven households use %v MWh above their budget, want %v", got, 7*excess)
		}
	})
}

// Words on households that contradict each other, or mean nothing, are refused where they stand.
func TestHouseholdMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: household}", `"households" is missing`},
		{"{type: household, households: §0}", "stands for nobody"},
		{"{type: household, households: §-5}", "is negative"},
		{"{type: household, households: §2e10}", "more than there are people"},
		{"{type: household, households: 10, limit: §0 kWh}", "allows nothing"},
		{"{type: household, households: 10, demand: §0 kWh}", "do not mine"},
		{"{type: household, households: 10, meters: §0}", "write 1, or more"},
		{"{type: household, households: 10, meters: §1.5}", "whole number"},
		{"{type: household, households: 10, detection: §5 %/month}", `add for example "meters: 3", or leave detection out`},
		{"{type: household, households: 10, fine: §100 kRUB}", "leave fine out"},
		{"{type: household, households: 10, forfeit: §100 kRUB}", "leave forfeit out"},
		{"§{type: household, households: 10, meters: 2, fine: 100 kRUB}", `add for example "detection: 5 %/month"`},
		{"§{type: household, households: 10, meters: 2, detection: 5 %/month}", `add for example "fine: 100 kRUB"`},
		{"{type: household, households: 10, meters: 2, detection: §5 %, fine: 100 kRUB}", `is written like "5 %/month"`},
		{"{type: household, households: 10, meters: 2, detection: §1e300 %/month, fine: 1e20 RUB}", "beyond any number"},
		{"{type: household, households: 10, meters: 2, detection: 5 %/month, fine: §-1 RUB}", "is negative; write what is lost"},
		{"{type: household, households: 10, meters: 2, detection: 5 %/month, fine: 1 RUB, forfeit: §-1 RUB}", "is negative; write what is lost"},
		{"{type: household, households: 10, meters: 2, detection: 5 %/month, fine: 1 RUB, forfeit: §1 USD}", "in USD, but fine is in RUB"},
		{"{type: household, households: 10, demand: §6 MWh, meters: 2, detection: 5 %/month, fine: 1 RUB}", "so nobody splits"},
		{"{type: household, households: 10, from: 2025-03-15, to: §2025-01-01}", "swap them"},
	})
}

// The limit, what is wanted, and from which gain on it is exceeded.
func TestHouseholdInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: household, households: 20000}":                "20000 households of at most 6 MWh a month each, at all times",
		"{type: household, households: 20000, demand: 4 MWh}": "20000 households of at most 6 MWh a month each, of which they would use 4 MWh, at all times",
		"{type: household, households: 5, meters: 3, detection: 5 %/month, fine: 100 kRUB, forfeit: 150 kRUB, from: 2024-11-01}": "5 households of at most 6 MWh a month each, " +
			"or up to 18 MWh over 3 meters where a MWh earns more than the 1.042 RUB/kWh of fines that it is expected to cost, from 1 November 2024 on",
	})
	if got := load(t, "{type: household, households: 5, meters: 2, detection: 5 %/month, forfeit: 1 RUB}").Kind.(limit.Monied).Currency(); got != "RUB" {
		t.Errorf("in %q, want RUB", got)
	}
}
