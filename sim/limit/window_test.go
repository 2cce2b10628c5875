package limit_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
)

// The hours of a window are those of its days by the region's clocks, first and last day included.
func TestWindowHoldsWholeCivilDaysWithBothEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, start, end, zone string
		hours                   int
	}{
		{"{type: ban, season: 11-15..03-15}", "2025-01-01", "2026-01-01", "Asia/Irkutsk", (31 + 28 + 15 + 16 + 31) * 24},
		{"{type: ban, season: 11-15..03-15}", "2024-01-01", "2025-01-01", "Asia/Irkutsk", (31 + 29 + 15 + 16 + 31) * 24},
		{"{type: ban, season: 12-01..02-29}", "2025-01-01", "2026-01-01", "UTC", (31 + 28 + 31) * 24}, // the last day of February
		{"{type: ban, season: 12-01..02-28}", "2024-01-01", "2025-01-01", "UTC", (31 + 28 + 31) * 24},
		{"{type: ban, from: 2025-03-15, to: 2025-03-15}", "2025-01-01", "2026-01-01", "UTC", 24},
		{"{type: ban, from: 2024-03-31, to: 2024-03-31}", "2024-01-01", "2025-01-01", "Europe/Oslo", 23},
		{"{type: ban, from: 2024-10-27, to: 2024-10-27}", "2024-01-01", "2025-01-01", "Europe/Oslo", 25},
		{"{type: ban, from: 2025-12-31}", "2025-01-01", "2026-01-01", "UTC", 24},
		{"{type: ban, to: 2025-01-01}", "2025-01-01", "2026-01-01", "UTC", 24},
		{"{type: ban, to: 2024-12-31}", "2025-01-01", "2026-01-01", "UTC", 0},
		// The rule for Irkutsk of 2025: the season of a rule that began on 1 January is 1 January to 15 March first.
		{"{type: ban, season: 11-15..03-15, from: 2025-01-01, to: 2025-04-06}", "2024-11-01", "2025-12-31", "Asia/Irkutsk", (31 + 28 + 15) * 24},
	} {
		hours := load(t, c.words).Kind.(*limit.Ban).Hours(civil(t, c.start, c.end, c.zone))
		n := 0
		for _, in := range hours {
			if in {
				n++
			}
		}
		if n != c.hours {
			t.Errorf("%s in %s, %s: %d hours, want %d", c.words, c.start, c.zone, n, c.hours)
		}
	}
}

// On an axis from 1 January 00:00 in Moscow, 2 January begins after 24 h in Moscow and after 19 h in Irkutsk (+8 h).
func TestWindowFollowsLocalMidnight(t *testing.T) {
	t.Parallel()
	z, err := calendar.LoadZone("Asia/Irkutsk")
	if err != nil {
		t.Fatal(err)
	}
	moscow, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	axis, err := calendar.NewAxis(date(t, "2025-01-01"), date(t, "2025-01-04"), moscow)
	if err != nil {
		t.Fatal(err)
	}
	second := load(t, "{type: ban, from: 2025-01-02, to: 2025-01-02}").Kind.(*limit.Ban)
	for _, c := range []struct {
		civil *calendar.Civil
		first int
	}{{axis.Civil(moscow), 24}, {axis.Civil(z), 19}} {
		for h, in := range second.Hours(c.civil) {
			if in != (h >= c.first && h < c.first+24) {
				t.Errorf("%s hour %d: in the window %v, want hours %d to %d", c.civil.Zone, h, in, c.first, c.first+24)
			}
		}
	}
}

// A ban of one day takes everything on it; with an exemption for isolated sites, from the others alone.
func TestBanSparesWhomItExempts(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-01-03", "UTC", 10, 20)
	in.Sites[1].Isolated = true
	for words, second := range map[string]float64{"": 0, ", exempt: isolated": math.Inf(1)} {
		r := rule(t, "{type: ban, from: 2025-01-02, to: 2025-01-02"+words+"}", in)
		if diff := cmp.Diff([]float64{math.Inf(1), math.Inf(1)}, allowed(in, r.Cap, 23)); diff != "" {
			t.Errorf("before the ban (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]float64{0, second}, allowed(in, r.Cap, 24)); diff != "" {
			t.Errorf("in the ban%s (-want +got):\n%s", words, diff)
		}
	}
}

// Whole periods have the full limit; what the horizon cuts is prorated by hours; a period that the season cuts keeps
// the full limit unless it is to be prorated.
func TestBudgetsByHand(t *testing.T) {
	t.Parallel()
	type budget struct {
		Label    string
		From, To int
		MWh      float64
	}
	for _, c := range []struct {
		words, start, end, zone string
		want                    []budget
	}{
		{"{type: energy, limit: 100 GWh, per: month, season: 11-15..03-15}", "2025-01-01", "2026-01-01", "UTC", []budget{
			{"2025-01", 0, 744, 1e5}, {"2025-02", 744, 1416, 1e5}, {"2025-03", 1416, 1776, 1e5}, {"2025-11", 7632, 8016, 1e5}, {"2025-12", 8016, 8760, 1e5},
		}},
		{"{type: energy, limit: 310 MWh, per: month}", "2025-01-16", "2025-03-01", "UTC", []budget{{"2025-01", 0, 384, 160}, {"2025-02", 384, 1056, 310}}},
		{"{type: energy, limit: 310 MWh, per: month, season: 03-01..03-15, prorate: true}", "2025-01-01", "2026-01-01", "UTC", []budget{{"2025-03", 1416, 1776, 150}}},
		{"{type: energy, limit: 310 MWh, per: month, season: 03-01..03-15, prorate: true}", "2025-03-06", "2026-01-01", "UTC", []budget{{"2025-03", 0, 240, 100}}},
		{"{type: energy, limit: 310 MWh, per: month, season: 03-01..03-15}", "2025-03-06", "2026-01-01", "UTC", []budget{{"2025-03", 0, 240, 310 * 10. / 15}}},
		{"{type: energy, limit: 10 MWh, per: quarter}", "2024-01-01", "2024-07-01", "UTC", []budget{{"2024-Q1", 0, 2184, 10}, {"2024-Q2", 2184, 4368, 10}}},
		{"{type: energy, limit: 365 MWh, per: year, season: 11-15..03-15}", "2025-01-01", "2026-01-01", "UTC", []budget{{"2025", 0, 8760, 365}}},
		{"{type: energy, limit: 365 MWh, per: year, season: 11-15..03-15, prorate: true}", "2025-01-01", "2026-01-01", "UTC", []budget{{"2025", 0, 8760, 121}}},
		{"{type: energy, limit: 7 MWh, per: week}", "2025-01-06", "2025-01-15", "UTC", []budget{{"2025-W02", 0, 168, 7}, {"2025-W03", 168, 216, 2}}},
		{"{type: energy, limit: 10 MWh, per: day, from: 2024-03-31}", "2024-03-30", "2024-04-02", "Europe/Oslo", []budget{{"2024-03-31", 24, 47, 10}, {"2024-04-01", 47, 71, 10}}},
		// A winter of 121 days over New Year is one period by season and two by year.
		{"{type: energy, limit: 121 MWh, per: season, season: 11-15..03-15}", "2025-10-01", "2026-06-01", "UTC", []budget{{"2025-11-15..2026-03-15", 1080, 3984, 121}}},
		{"{type: energy, limit: 121 MWh, per: year, season: 11-15..03-15}", "2025-07-01", "2026-07-01", "UTC", []budget{
			{"2025", 3288, 4416, 121 * 47. / 121}, {"2026", 4416, 6192, 121 * 74. / 121},
		}},
		// The horizon cuts two winters to 74 and to 47 of their 121 days.
		{"{type: energy, limit: 121 MWh, per: season, season: 11-15..03-15}", "2025-01-01", "2026-01-01", "UTC", []budget{
			{"2024-11-15..2025-03-15", 0, 1776, 74}, {"2025-11-15..2026-03-15", 7632, 8760, 47},
		}},
		// A date leaves 74 days of a winter: all of the limit, or the part of the whole winter; the horizon then cuts
		// those to 59.
		{"{type: energy, limit: 121 MWh, per: season, season: 11-15..03-15, from: 2025-01-01}", "2024-11-01", "2025-06-01", "UTC", []budget{{"2024-11-15..2025-03-15", 1464, 3240, 121}}},
		{"{type: energy, limit: 121 MWh, per: season, season: 11-15..03-15, from: 2025-01-01, prorate: true}", "2024-11-01", "2025-06-01", "UTC", []budget{{"2024-11-15..2025-03-15", 1464, 3240, 74}}},
		{"{type: energy, limit: 74 MWh, per: season, season: 11-15..03-15, from: 2025-01-01}", "2024-11-01", "2025-03-01", "UTC", []budget{{"2024-11-15..2025-03-15", 1464, 2880, 59}}},
		{"{type: energy, limit: 121 MWh, per: season, season: 11-15..03-15, from: 2025-01-01, prorate: true}", "2024-11-01", "2025-03-01", "UTC", []budget{{"2024-11-15..2025-03-15", 1464, 2880, 59}}},
		// Dates are one period, of whatever lies between them; the horizon leaves 31 of 121 days of two halves of
		// winters.
		{"{type: energy, limit: 8760 MWh, per: dates, from: 2025-07-01, to: 2026-06-30}", "2025-01-01", "2027-01-01", "UTC", []budget{{"2025-07-01..2026-06-30", 4344, 13104, 8760}}},
		{"{type: energy, limit: 365 MWh, per: dates, from: 2025-07-01, to: 2026-06-30}", "2026-01-01", "2026-02-01", "UTC", []budget{{"2025-07-01..2026-06-30", 0, 744, 31}}},
		{"{type: energy, limit: 121 MWh, per: dates, season: 11-15..03-15, from: 2025-12-01, to: 2026-11-30}", "2026-03-01", "2026-12-01", "UTC", []budget{{"2025-12-01..2026-11-30", 0, 6600, 31}}},
		{"{type: energy, limit: 23 MWh, per: dates, from: 2024-03-31, to: 2024-03-31}", "2024-03-30", "2024-04-02", "Europe/Oslo", []budget{{"2024-03-31..2024-03-31", 24, 47, 23}}},
		{"{type: energy, limit: 23 MWh, per: dates, from: 2024-03-31, to: 2024-03-31}", "2024-05-01", "2024-06-01", "Europe/Oslo", nil},
		{"{type: energy, limit: 743 MWh, per: month}", "2024-03-31", "2024-04-01", "Europe/Oslo", []budget{{"2024-03", 0, 23, 23}}},
	} {
		of, periods := load(t, c.words).Kind.(*limit.Energy).Budgets(civil(t, c.start, c.end, c.zone))
		var got []budget
		for _, p := range periods {
			got = append(got, budget{p.Label, p.From, p.To, math.Round(p.MWh*1e9) / 1e9})
		}
		for i := range c.want {
			c.want[i].MWh = math.Round(c.want[i].MWh*1e9) / 1e9
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s from %s (-want +got):\n%s", c.words, c.start, diff)
		}
		checkOf(t, of, periods)
	}
}

// checkOf holds that every hour of a span points to its period and every other hour to none.
func checkOf(t interface{ Errorf(string, ...any) }, of []int32, periods []limit.Budget) {
	want := make([]int32, len(of))
	for h := range want {
		want[h] = -1
	}
	for i, p := range periods {
		for _, s := range p.Spans {
			for h := s[0]; h < s[1]; h++ {
				if want[h] >= 0 {
					t.Errorf("hour %d is in two periods", h)
				}
				want[h] = int32(i)
			}
		}
	}
	if diff := cmp.Diff(want, of); diff != "" {
		t.Errorf("hours of the periods (-want +got):\n%s", diff)
	}
}

// For any limit and horizon: a budget is positive and at most the limit, its hours are those of the window, and
// cutting the horizon in two cuts every budget in two whose sum is the budget.
func TestBudgetsOfAnyHorizon(t *testing.T) {
	t.Parallel()
	zones := []string{"UTC", "Europe/Oslo", "America/Caracas", "Asia/Kolkata", "Pacific/Apia", "Asia/Irkutsk"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := calendar.LoadZone(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start := calendar.Date{Year: rapid.IntRange(2010, 2030).Draw(t, "year"), Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 365).Draw(t, "start"))
		cut := start.AddDays(rapid.IntRange(5, 200).Draw(t, "cut"))
		end := cut.AddDays(rapid.IntRange(5, 400).Draw(t, "end"))
		e := limit.Energy{Limit: 1000, Per: rapid.SampledFrom(calendar.Pers()).Draw(t, "per")}
		e.Prorate = e.Per != calendar.Dated && rapid.Bool().Draw(t, "prorate")
		if e.Per == calendar.Seasonal || rapid.Bool().Draw(t, "seasonal") {
			season, err := calendar.ParseSeason(rapid.SampledFrom([]string{"11-15..03-15", "02-29..02-29", "06-01..08-31", "01-01..12-31", "07-01..06-30"}).Draw(t, "season"))
			if err != nil {
				t.Fatal(err)
			}
			e.Season = &season
		}
		if e.Per == calendar.Dated || rapid.Bool().Draw(t, "dated") {
			from := start.AddDays(rapid.IntRange(-400, 300).Draw(t, "from"))
			e.From = &from
		}
		if e.Per == calendar.Dated || rapid.Bool().Draw(t, "ending") {
			to := start.AddDays(rapid.IntRange(-50, 1000).Draw(t, "to"))
			e.To = &to
		}
		sums := func(from, to calendar.Date) map[string]float64 {
			axis, err := calendar.NewAxis(from, to, zone)
			if err != nil {
				t.Fatal(err)
			}
			c := axis.Civil(zone)
			of, periods := e.Budgets(c)
			checkOf(t, of, periods)
			for h, in := range e.Hours(c) {
				if in != (of[h] >= 0) {
					t.Fatalf("hour %d: in the window %v, in period %d", h, in, of[h])
				}
			}
			list := map[string]float64{}
			for _, p := range periods {
				if !(p.MWh > 0) || p.MWh > 1000 {
					t.Fatalf("budget %s is %v MWh, want more than 0 and at most 1000", p.Label, p.MWh)
				}
				if _, twice := list[p.Label]; twice {
					t.Fatalf("%s is two budgets", p.Label)
				}
				list[p.Label] = p.MWh
			}
			if e.Per == calendar.Dated && len(periods) > 1 {
				t.Fatalf("dates are %d budgets, want one", len(periods))
			}
			return list
		}
		whole := sums(start, end)
		first := sums(start, cut)
		second := sums(cut, end)
		for label, mwh := range whole {
			if got := first[label] + second[label]; math.Abs(got-mwh) > 1e-9 {
				t.Fatalf("%s: %v MWh in two parts, %v in one", label, got, mwh)
			}
		}
	})
}
