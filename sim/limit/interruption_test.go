package limit_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
	"hashwatt/sim/series"
)

// below lists the hours in which a cap leaves site i less than its connection.
func below(in *limit.Input, c *limit.Cap, i int) (list []int) {
	for t := range in.Hours {
		if allowed(in, c, t)[i] < in.Sites[i].PowerMW {
			list = append(list, t)
		}
	}
	return list
}

// cut wants a cap to leave site i less than its connection in some hours.
func cut(t *testing.T, what string, in *limit.Input, c *limit.Cap, i int, want []int) {
	t.Helper()
	if diff := cmp.Diff(want, below(in, c, i)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// given hands out one series, called x, that begins with the axis or so many hours before it.
func given(in *limit.Input, unit string, before int, values []float64) {
	in.Series = func(name string) (*series.Hourly, error) {
		if name != "x" {
			return nil, errors.New("no such series")
		}
		return &series.Hourly{Name: name, Unit: unit, Zone: time.UTC, Start: in.Axis.At(-before), Values: values}, nil
	}
}

// Three hours a day: those of 9, 8 and the earlier of two of 7; 5 % of 20 MW is left. Each site has its own
// prices, a series is one for all, and hours outside the window stay whatever they cost.
func TestSupplierCutsTheDearestHours(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-03", "UTC", 10, 20)
	copy(in.Sites[0].Price, []float64{0, 8, 7, 0, 7, 9})
	copy(in.Sites[1].Price[24:], []float64{1, 1, 1, 1, 5, 1, 1, 2, 6})
	r := rule(t, "{type: interruption, hours: 3, per: day, keep: 5 %}", in)
	if !r.Cap.Before || r.Pool != nil {
		t.Errorf("%+v: calls come before what is shared", r)
	}
	cut(t, "first site", in, r.Cap, 0, []int{1, 2, 5, 24, 25, 26})
	cut(t, "second site", in, r.Cap, 1, []int{0, 1, 2, 28, 31, 32})
	if got := allowed(in, r.Cap, 28); !math.IsInf(got[0], 1) || got[1] != 1 {
		t.Errorf("%v MW at the call of the second site, want no limit and 1", got)
	}
	demand := make([]float64, 60)
	demand[5+20], demand[5+21], demand[5+30] = 3, 2, 1
	given(in, "MW", 5, demand)
	r = rule(t, "{type: interruption, hours: 2, per: year, series: x, from: 2025-01-01, to: 2025-01-01}", in)
	for i := range in.Sites {
		cut(t, "highest hours of a series", in, r.Cap, i, []int{20, 21})
	}
	if _, err := load(t, "{type: interruption, hours: 2, series: y}").Rule(in); err == nil || !strings.Contains(err.Error(), "no such series") {
		t.Errorf("a series that is not there gives %v", err)
	}
}

// Of 300 hours a year, January and February have 59 of 365 days: 48.49, rounded up. A season over New Year is one
// period.
func TestHorizonHasItsPartOfTheHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, start, end string
		want              int
	}{
		{"hours: 300", "2025-01-01", "2025-03-01", 49},
		{"hours: 300", "2025-01-01", "2026-01-01", 300},
		{"hours: 300", "2025-01-01", "2027-01-01", 600},
		{"hours: 121, per: season, season: 11-15..03-15", "2025-07-01", "2026-07-01", 121},
		{"hours: 121, per: year, season: 11-15..03-15", "2025-07-01", "2026-07-01", 121},
		{"hours: 24, per: dates, from: 2025-03-01, to: 2025-03-02", "2025-03-02", "2025-04-01", 12},
	} {
		in := input(t, c.start, c.end, "UTC", 10)
		if got := len(below(in, rule(t, "{type: interruption, "+c.words+"}", in).Cap, 0)); got != c.want {
			t.Errorf("%s from %s to %s: %d hours are cut, want %d", c.words, c.start, c.end, got, c.want)
		}
	}
}

// 10 MW with 300 of 8,760 hours at 5 %: 8,460 x 10 + 300 x 0.5 MWh. A site that stands from 1 July, for 4,416
// hours, has that part of the hours; of one that never stands nothing is said; half a horizon has half.
func TestSiteChoosesByEnergy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		end    string
		online int
		want   []limit.Budget
	}{
		{"2026-01-01", 0, []limit.Budget{{Label: "2025", To: 8760, Spans: [][2]int{{0, 8760}}, MWh: 84750}}},
		{"2026-01-01", 4344, []limit.Budget{{Label: "2025", From: 4344, To: 8760, Spans: [][2]int{{4344, 8760}}, MWh: 84750 * 4416. / 8760}}},
		{"2026-01-01", 9000, nil},
		{"2025-03-01", 0, []limit.Budget{{Label: "2025", To: 1416, Spans: [][2]int{{0, 1416}}, MWh: 84750 * 1416. / 8760}}},
	} {
		in := input(t, "2025-01-01", c.end, "UTC", 10)
		in.Sites[0].Online = c.online
		r := rule(t, "{type: interruption, hours: 300, keep: 5 %, choice: site}", in)
		if r.Cap != nil || !r.Pool.Each || !r.Pool.Own || r.Pool.Hourly {
			t.Fatalf("%+v", r)
		}
		of, periods := r.Pool.Periods(&in.Sites[0])
		checkOf(t, of, periods)
		if diff := cmp.Diff(c.want, periods, cmp.Comparer(near)); diff != "" {
			t.Errorf("online from hour %d to %s (-want +got):\n%s", c.online, c.end, diff)
		}
	}
}

// At 7 RUB/kWh in hour 3 and 6 in hour 20, the dollar worth 100 and then 80 roubles, hour 20 costs more dollars
// (75 against 70), and hour 3 more roubles: that one is cut.
func TestSupplierGoesByTheTariffsOwnMoney(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-02", "UTC", 10)
	in.Sites[0].Price[3], in.Sites[0].Price[20] = 70, 75
	in.Sites[0].Tariff = make([]float64, in.Hours)
	in.Sites[0].Tariff[3], in.Sites[0].Tariff[20] = 7000, 6000
	cut(t, "hours", in, rule(t, "{type: interruption, hours: 1, per: day}", in).Cap, 0, []int{3})
}

// A connection of 10 MW with machines of which 97 % work draws 9.7 MW: without 300 of 8,760 hours, of which it
// keeps 5 % of the connection, that is 8,460 x 9.7 + 300 x 0.5 MWh. One that keeps more than it draws gives
// nothing up. Where half of the hours draw 8 MW and half 10, an hour is one of 9.
func TestHoursOfChoiceCountWhatWorks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words string
		works func(t int) float64
		want  float64
	}{
		{"hours: 300, keep: 5 %", func(int) float64 { return 9.7 }, 8460*9.7 + 300*0.5},
		{"hours: 300, keep: 98 %", func(int) float64 { return 9.7 }, 8760 * 9.7},
		{"hours: 300", func(t int) float64 { return 8 + 2*float64(t%2) }, 8460 * 9},
		{"hours: 8760", func(int) float64 { return 9.7 }, 0},
	} {
		in := input(t, "2025-01-01", "2026-01-01", "UTC", 10)
		in.Sites[0].Works = c.works
		_, periods := rule(t, "{type: interruption, choice: site, "+c.words+"}", in).Pool.Periods(&in.Sites[0])
		if len(periods) != 1 || !near(periods[0].MWh, c.want) {
			t.Errorf("%s leaves %+v, want %v MWh", c.words, periods, c.want)
		}
	}
}

// Whatever the prices: no period is cut for longer than it may be, and no hour of it that is cut is cheaper than
// one that is not.
func TestInterruptionOfAnyPrices(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		start := calendar.Date{Year: 2025, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 365).Draw(t, "start"))
		axis, err := calendar.NewAxis(start, start.AddDays(rapid.IntRange(1, 20).Draw(t, "days")), time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		x := limit.Interruption{Hours: rapid.IntRange(1, 24).Draw(t, "hours"), Per: rapid.SampledFrom([]calendar.Per{calendar.Daily, calendar.Weekly, calendar.Monthly}).Draw(t, "per")}
		in := &limit.Input{Axis: axis, Hours: axis.Hours, Sites: []limit.Held{{
			Civil: axis.Civil(time.UTC), PowerMW: 1, Tariff: rapid.SliceOfN(rapid.Float64Range(-5, 5), axis.Hours, axis.Hours).Draw(t, "price"),
		}}}
		r, err := x.Rule(in)
		if err != nil {
			t.Fatal(err)
		}
		cut := below(in, r.Cap, 0)
		for _, p := range in.Sites[0].Civil.Periods(x.Per, nil, nil, nil) {
			n, least, most := 0, math.Inf(1), math.Inf(-1)
			for h := p.From; h < p.To; h++ {
				if slices.Contains(cut, h) {
					n++
					least = min(least, in.Sites[0].Tariff[h])
				} else {
					most = max(most, in.Sites[0].Tariff[h])
				}
			}
			if n > x.Hours || n < min(x.Hours*p.Inside/p.Whole, p.Inside) || least < most {
				t.Fatalf("%s: %d of %d hours are cut, the cheapest at %v; the dearest of the others costs %v",
					p.Label, n, p.Inside, least, most)
			}
		}
	})
}

// What cannot be, or would do nothing, is told where it stands.
func TestInterruptionMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: interruption}", `"hours" is missing`},
		{"{type: interruption, hours: §0}", "0 hours are no interruption"},
		{"{type: interruption, hours: §-3}", "-3 hours are no interruption"},
		{"{type: interruption, hours: §2.5}", "2.5"},
		{"{type: interruption, hours: §25, per: day}", `25 hours are more than there are in the period, which has 24; write fewer, a longer period, or "type: ban"`},
		{"{type: interruption, hours: §9000}", "which has 8784"},
		{"{type: interruption, hours: §3000, season: 11-15..03-15}", "which has 2928"}, // 122 days with 29 February
		{"{type: interruption, hours: §30, per: dates, from: 2025-01-01, to: 2025-01-01}", "which has 24"},
		{"{type: interruption, hours: 30, per: §season}", `needs to know the season`},
		{"{type: interruption, hours: 30, per: §dates, to: 2025-01-01}", "needs its first day too"},
		{"{type: interruption, hours: 30, keep: §100 %}", "nothing is cut; write less, or leave the limit out"},
		{"{type: interruption, hours: 30, keep: §120 %}", "outside 0 % to 100 %"},
		{"{type: interruption, hours: 30, keep: §-5 %}", "outside 0 % to 100 %"},
		{"{type: interruption, hours: 30, keep: §0.05}", "0.05 has no unit"},
		{"{type: interruption, hours: 30, choice: §sites}", `did you mean "site"?`},
		{"{type: interruption, hours: 30, choice: site, series: §x}", "leave series out, or write choice: supplier"},
	})
}

// One sentence says what was understood.
func TestInterruptionInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: interruption, hours: 300, keep: 5 %}":                                                 "300 hours per year cut to 5 % of the connection, those of the highest price",
		"{type: interruption, hours: 3, per: day, series: x, season: 12-01..02-29}":                   "3 hours per day cut off, those of the highest x, 1 December to the last day of February",
		"{type: interruption, hours: 30, per: dates, from: 2025-01-01, to: 2026-01-01, choice: site}": "30 hours in all cut off, those that the site chooses, counted as hours of what works, from 1 January 2025 until 1 January 2026",
	})
}
