package limit_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// priced sets the first prices of a site.
func priced(in *limit.Input, i int, price ...float64) { copy(in.Sites[i].Price, price) }

// By hand, at a strike of 150: prices at or above it in hours 1 to 5, 8, and 10 to 12. Notice takes the first
// hours of each run, and a run that is no longer calls nobody; a call has a longest length, and the earliest calls
// of a period come.
func TestPriceCalls(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 10, 40)
	priced(in, 0, 0, 150, 151, 400, 150, 150, 149, 0, 200, 0, 160, 160, 160)
	priced(in, 1, 151)
	for words, want := range map[string][]int{
		"":                            {1, 2, 3, 4, 5, 8, 10, 11, 12},
		", notice: 0 h":               {1, 2, 3, 4, 5, 8, 10, 11, 12},
		", notice: 1 h":               {2, 3, 4, 5, 11, 12},
		", notice: 4 h":               {5},
		", longest: 2 h":              {1, 2, 8, 10, 11},
		", notice: 2 h, longest: 1 h": {3, 12},
		", calls: 2, per: day":        {1, 2, 3, 4, 5, 8},
		", calls: 1, per: day, notice: 1 h, longest: 2 h":          {2, 3},
		", calls: 2, per: day, notice: 1 h":                        {2, 3, 4, 5, 11, 12}, // the price of hour 8 calls nobody
		", calls: 365":                                             {1, 2, 3, 4, 5},      // one of them for each day
		", calls: 366":                                             {1, 2, 3, 4, 5, 8},
		", season: 02-01..02-28":                                   nil,
		", calls: 9, per: dates, from: 2025-01-01, to: 2025-01-01": {1, 2, 3, 4, 5, 8, 10, 11, 12},
	} {
		r := rule(t, "{type: demand_response, strike: 150 USD/MWh, keep: 10 %"+words+"}", in)
		if !r.Cap.Before || r.Cap.Pay != nil {
			t.Errorf("%q: %+v", words, r.Cap)
		}
		cut(t, words, in, r.Cap, 0, want)
	}
	r := rule(t, "{type: demand_response, strike: 150 USD/MWh, keep: 10 %}", in)
	if diff := cmp.Diff([]float64{math.Inf(1), 4}, allowed(in, r.Cap, 0)); diff != "" {
		t.Errorf("each site is called by its own price (-want +got):\n%s", diff)
	}
}

// A run of prices from 31 December on is one call, of the old year; the next one is the first of the new year.
func TestCallsGoOnOverNewYear(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-12-31", "2026-01-02", "UTC", 10)
	for _, h := range []int{22, 23, 24, 25, 30, 40} {
		in.Sites[0].Price[h] = 200
	}
	r := rule(t, "{type: demand_response, strike: 150 USD/MWh, calls: 1, per: day}", in)
	cut(t, "hours", in, r.Cap, 0, []int{22, 23, 24, 25, 30})
}

// A strike of 15,000 RUB/MWh is 150 USD/MWh at 100 RUB/USD; a series of prices is compared in its own currency,
// whatever its scale.
func TestStrikesInOtherUnits(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 10)
	priced(in, 0, 0, 149, 150, 160)
	in.PerUSD = func(h int) float64 {
		if h == 3 {
			return 90
		}
		return 100
	}
	cut(t, "in roubles", in, rule(t, "{type: demand_response, strike: 15 RUB/kWh}", in).Cap, 0, []int{2})
	values := make([]float64, 24)
	values[7], values[8] = 15, 14.9
	for _, of := range []string{"RUB/kWh", "kRUB/MWh"} {
		given(in, of, 0, values)
		cut(t, "by a series in "+of, in, rule(t, "{type: demand_response, strike: 15000 RUB/MWh, series: x}", in).Cap, 0, []int{7})
	}
	given(in, "", 0, values)
	cut(t, "by a series without a unit", in, rule(t, "{type: demand_response, strike: 15 RUB/MWh, series: x}", in).Cap, 0, []int{7})
	for of, want := range map[string]string{
		"EUR/MWh": `series "x" is in EUR/MWh, but the strike in RUB; write the strike and the payments in EUR`,
		"MW":      "is no price of power to compare with a strike; name a series of prices",
	} {
		given(in, of, 0, values)
		if _, err := load(t, "{type: demand_response, strike: 15 RUB/MWh, series: x}").Rule(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a series in %s gives %v, want %q", of, err, want)
		}
	}
	if _, err := load(t, "{type: demand_response, strike: 15 RUB/MWh, series: y}").Rule(in); err == nil || !strings.Contains(err.Error(), "no such series") {
		t.Errorf("a series that is not there gives %v", err)
	}
}

// 2 USD/kW a month of 730.5 h are 2,000 / 730.5 USD for each MW and hour, in the hours of the window; what is
// given up is paid by the MWh.
func TestResponseIsPaid(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-05", "UTC", 10)
	r := rule(t, "{type: demand_response, strike: 150 USD/MWh, payment: 0.1 USD/kWh, standby: 2 USD/kW, from: 2025-01-02, to: 2025-01-03}", in)
	p := r.Cap.Pay
	if p == nil || p.PerMWh != 100 || !near(p.PerMWHour, 2000/730.5) {
		t.Fatalf("%+v", p)
	}
	for h, on := range p.InForce[0] {
		if want := h >= 24 && h < 72; on != want {
			t.Errorf("in force in hour %d: %v, want %v", h, on, want)
		}
	}
	if diff := cmp.Diff([]int{0, 24, 72, 0}, r.Cap.Moments); diff != "" {
		t.Errorf("moments (-want +got):\n%s", diff)
	}
	e := load(t, "{type: demand_response, strike: 150 EUR/MWh}")
	if got := e.Kind.(limit.Monied).Currency(); got != "EUR" {
		t.Errorf("in %s, want EUR", got)
	}
}

// 2 January begins three hours earlier in Moscow: its site stands ready from hour 21 to 45, and the one in UTC
// from 24 to 48.
func TestStandbyIsPaidByEachSitesOwnClock(t *testing.T) {
	t.Parallel()
	z, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	in := input(t, "2025-01-01", "2025-01-04", "UTC", 10, 10)
	in.Sites[1].Civil = in.Axis.Civil(z)
	p := rule(t, "{type: demand_response, strike: 150 USD/MWh, standby: 2 USD/kW, from: 2025-01-02, to: 2025-01-02}", in).Cap.Pay
	for i, from := range []int{24, 21} {
		for h, on := range p.InForce[i] {
			if want := h >= from && h < from+24; on != want {
				t.Errorf("site %d stands ready in hour %d: %v, want %v", i, h, on, want)
			}
		}
	}
}

// Whatever the prices, the hours of calls are those that a search of all runs of high prices finds.
func TestCallsOfAnyPrices(t *testing.T) {
	t.Parallel()
	start := calendar.Date{Year: 2025, Month: 1, Day: 30}
	axis, err := calendar.NewAxis(start, start.AddDays(4), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		notice, longest := rapid.IntRange(0, 3).Draw(t, "notice"), rapid.IntRange(1, 6).Draw(t, "longest")
		d := limit.DemandResponse{
			Strike: unit.EnergyPrice{Amount: 1, Currency: "USD"}, Notice: &unit.Duration{Hours: float64(notice)},
			Longest: &unit.Duration{Hours: float64(longest)}, Calls: rapid.IntRange(0, 3).Draw(t, "calls"), Per: calendar.Daily,
		}
		high := rapid.SliceOfN(rapid.Float64Range(0.4, 1.4), axis.Hours, axis.Hours).Draw(t, "price")
		in := &limit.Input{Axis: axis, Hours: axis.Hours, Sites: []limit.Held{{Civil: axis.Civil(time.UTC), PowerMW: 1, Price: high}}}
		r, err := d.Rule(in)
		if err != nil {
			t.Fatal(err)
		}
		var want []int
		came := map[int]int{} // calls by day
		for from := 0; from < axis.Hours; from++ {
			if high[from] < 1 || from > 0 && high[from-1] >= 1 {
				continue
			}
			to := from
			for to < axis.Hours && high[to] >= 1 {
				to++
			}
			first := from + notice
			if first >= to || d.Calls > 0 && came[first/24] == d.Calls {
				continue
			}
			came[first/24]++
			for h := first; h < min(to, first+longest); h++ {
				want = append(want, h)
			}
		}
		if diff := cmp.Diff(want, below(in, r.Cap, 0)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// What cannot be, or would do nothing, is told where it stands.
func TestResponseMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: demand_response}", `"strike" is missing`},
		{"{type: demand_response, strike: §150}", "150 has no unit"},
		{"{type: demand_response, strike: §-5 USD/MWh}", "a strike is zero or more"},
		{"{type: demand_response, strike: 5 USD/MWh, payment: §-1 USD/MWh}", "would be paid by the site that gives way; a payment is zero or more"},
		{"{type: demand_response, strike: 5 USD/MWh, payment: §1 EUR/MWh}", "in EUR, but the strike is in USD; write both in one currency"},
		{"{type: demand_response, strike: 5 USD/MWh, standby: §1 EUR/kW}", "in EUR, but the strike is in USD; write both in one currency"},
		{"{type: demand_response, strike: 5 USD/MWh, standby: §-1 USD/kW}", "negative"},
		{"{type: demand_response, strike: 5 USD/MWh, series: §''}", "empty; name a series"},
		{"{type: demand_response, strike: 5 USD/MWh, keep: §100 %}", "nothing is given up"},
		{"{type: demand_response, strike: 5 USD/MWh, keep: §101 %}", "outside 0 % to 100 %"},
		{"{type: demand_response, strike: 5 USD/MWh, notice: §0.5 h}", `0.5 h is no whole number of hours below a year; calls come by the hour, so write it like "1 h"`},
		{"{type: demand_response, strike: 5 USD/MWh, notice: §2 years}", "below a year"},
		{"{type: demand_response, strike: 5 USD/MWh, longest: §1.5 h}", `write it like "4 h"`},
		{"{type: demand_response, strike: 5 USD/MWh, longest: §0 h}", "above zero"},
		{"{type: demand_response, strike: 5 USD/MWh, longest: §1 month}", "no whole number of hours"},
		{"{type: demand_response, strike: 5 USD/MWh, calls: §0}", "0 calls are none"},
		{"{type: demand_response, strike: 5 USD/MWh, calls: §-1}", "-1 calls are none"},
		{"{type: demand_response, strike: 5 USD/MWh, per: §month}", `add for example "calls: 20", or leave per out`},
		{"{type: demand_response, strike: 5 USD/MWh, calls: 3, per: §season}", "needs to know the season"},
		{"{type: demand_response, strike: 5 USD/MWh, from: 2025-03-01, to: §2025-02-01}", "is before 2025-03-01"},
	})
}

// One sentence says what was understood.
func TestResponseInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: demand_response, strike: 150 USD/MWh}": "cut off when power costs 150 USD/MWh or more",
		"{type: demand_response, strike: 150 USD/MWh, payment: 100 USD/MWh, standby: 2 USD/kW, notice: 1 h, longest: 4 h, calls: 20, season: 06-01..09-30}": "cut off when power costs 150 USD/MWh or more, 1 h after it first is, for at most 4 h, at most 20 times per year, for 100 USD/MWh given up and 2 USD/kW a month ready, 1 June to 30 September",
		"{type: demand_response, strike: 150 USD/MWh, series: ercot_day_ahead, keep: 5 %}":                                                                  "cut to 5 % of the connection when ercot_day_ahead is at 150 USD/MWh or more",
	})
}
