package limit_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
)

// 30 % of 20 MW by day, from 8 to 20 o'clock by local clocks; on working days and days off by the country's
// calendar, on days of the week, and on holidays. 1 May 2025 is a Thursday, off in Russia; 2 May works here.
func TestClockCalls(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-05-01", "2025-05-05", "Asia/Almaty", 20)
	in.Sites[0].Workdays = calendar.NewWorkdays([]calendar.SpecialDay{{Date: date(t, "2025-05-01")}}, nil)
	for words, days := range map[string][]int{
		"":                                      {1, 2, 3, 4},
		", days: all":                           {1, 2, 3, 4},
		", days: working":                       {2},
		", days: off":                           {1, 3, 4},
		", days: mon-fri":                       {1, 2},
		", days: holidays":                      {1},
		`, days: "sun, holidays"`:               {1, 4},
		", from: 2025-05-03":                    {3, 4},
		", days: working, season: 05-03..05-31": nil,
	} {
		r := rule(t, "{type: curtailment, keep: 30 %, hours: 08-20"+words+"}", in)
		if !r.Cap.Before {
			t.Error("calls come before what is shared")
		}
		called := map[int]bool{}
		for _, d := range days {
			called[d] = true
		}
		for h := range in.Hours {
			want := math.Inf(1)
			if called[h/24+1] && h%24 >= 8 && h%24 < 20 {
				want = 6
			}
			if got := allowed(in, r.Cap, h)[0]; got != want {
				t.Fatalf("%q leaves %v MW in hour %d, want %v", words, got, h, want)
			}
		}
	}
}

// A series calls where it stands above a value, not at it, and only when the clock lets calls count. Where it does
// not cover the horizon its whole years are repeated by week and weekday.
func TestSeriesCalls(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 10)
	values := make([]float64, 24)
	values[3], values[4], values[20] = 90.5, 90, 91
	given(in, "USD/MWh", 0, values)
	for words, want := range map[string][]int{"": {3, 20}, ", hours: 16-21": {20}, ", hours: 16-20": nil} {
		cut(t, words, in, rule(t, "{type: curtailment, series: x, above: 90"+words+"}", in).Cap, 0, want)
	}
	year := make([]float64, 8784) // 2024; Wednesday of week 1 is 3 January
	year[48+7] = 100
	given(in, "", 366*24, year)
	cut(t, "a series of the year before", in, rule(t, "{type: curtailment, series: x, above: 90}", in).Cap, 0, []int{7})
}

// Calls are shares of the connection, or percent where their unit says so; all of it is no call.
func TestCallsSayWhatIsLeft(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 10, 30)
	values := make([]float64, 24)
	for h := range values {
		values[h] = 1
	}
	values[5], values[6] = 0.4, 0
	for of, whole := range map[string]float64{"": 1, "%": 100} {
		scaled := make([]float64, len(values))
		for h := range scaled {
			scaled[h] = values[h] * whole
		}
		given(in, of, 0, scaled)
		r := rule(t, "{type: curtailment, calls: x}", in)
		for h, want := range map[int][]float64{4: {math.Inf(1), math.Inf(1)}, 5: {4, 12}, 6: {0, 0}, 7: {math.Inf(1), math.Inf(1)}} {
			if diff := cmp.Diff(want, allowed(in, r.Cap, h)); diff != "" {
				t.Errorf("hour %d in %q (-want +got):\n%s", h, of, diff)
			}
		}
	}
	for _, wrong := range []float64{1.2, -0.1, math.NaN()} {
		values[6] = wrong
		given(in, "", 0, values)
		if _, err := load(t, "{type: curtailment, calls: x}").Rule(in); err == nil || !strings.Contains(err.Error(), "for the hour from 2025-01-01T06Z; what may still be drawn is a share from 0 to 1") {
			t.Errorf("a call of %v gives %v", wrong, err)
		}
	}
	for words, want := range map[string]string{"calls: y": "no such series", "series: y, above: 3": "no such series"} {
		if _, err := load(t, "{type: curtailment, "+words+"}").Rule(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", words, err, want)
		}
	}
	in.Series = nil
	if _, err := load(t, "{type: curtailment, calls: x}").Rule(in); err == nil || !strings.Contains(err.Error(), "no series were given") {
		t.Errorf("without series: %v", err)
	}
}

// What cannot be, says the same twice, or would do nothing, is told where it stands.
func TestCurtailmentMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: curtailment}", `a curtailment needs its calls; write for example "hours: 16-21"`},
		{"§{type: curtailment, keep: 30 %, days: all}", "a curtailment needs its calls"},
		{"§{type: curtailment, season: 11-15..03-15}", `write "type: ban", or how much the site may keep`},
		{"{type: curtailment, calls: a.csv, series: §x, above: 3}", "calls and series both say when the site is called; keep one of them"},
		{"{type: curtailment, calls: §''}", "empty; name a series"},
		{"{type: curtailment, series: §'', above: 3}", "empty; name a series"},
		{"{type: curtailment, series: §x}", `add for example "above: 90", in the unit of the series`},
		{"{type: curtailment, above: §90, hours: 16-21}", "of which series is not said"},
		{"{type: curtailment, series: x, above: §90 MW}", "90 MW"},
		{"{type: curtailment, series: x, above: §inf}", "is not a plain number"},
		{"{type: curtailment, calls: x, keep: §30 %}", "leave keep out"},
		{"{type: curtailment, hours: 16-21, keep: §100 %}", "nothing is cut; write less, or leave the limit out"},
		{"{type: curtailment, hours: 16-21, keep: §130 %}", "outside 0 % to 100 %"},
		{"{type: curtailment, hours: §16-25}", "00 to 24"},
		{"{type: curtailment, hours: §16:30-21}", "whole hour"},
		{"{type: curtailment, days: §weekend}", `write "working" (by the calendar of the country), "off" (all others)`},
		{"{type: curtailment, hours: 16-21, from: 2025-03-01, to: §2025-02-01}", "is before 2025-03-01"},
	})
}

// One sentence says what was understood, and whether a calendar of holidays is needed.
func TestCurtailmentInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"hours: 08-20, keep: 30 %":                               "cut to 30 % of the connection in the hours 08-20, at all times",
		"hours: 16-21, days: working, season: 06-01..09-30":      "cut off in the hours 16-21, working days, 1 June to 30 September",
		"series: x, above: 90, days: sat-sun":                    "cut off when x stands above 90, sat-sun, at all times",
		"calls: orders.csv, days: off, to: 2026-01-01":           "cut to what orders.csv leaves of the connection, days off, until 1 January 2026",
		`season: 06-01..09-30, keep: 70 %, days: "holidays,sun"`: "cut to 70 % of the connection, sun, holidays, 1 June to 30 September",
	} {
		e := load(t, "{type: curtailment, "+words+"}")
		if got := e.Describe(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		asks := strings.Contains(words, "working") || strings.Contains(words, "off") || strings.Contains(words, "holidays")
		if got := e.Kind.(*limit.Curtailment).AsksForWorkdays(); got != asks {
			t.Errorf("%s asks for a calendar: %v, want %v", words, got, asks)
		}
	}
}
