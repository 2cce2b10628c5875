package calendar

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestPeriods(t *testing.T) {
	// Periods by hand: labels, spans, and the hours inside and in the whole.
	t.Parallel()
	winter := Season{MonthDay{11, 15}, MonthDay{3, 15}}
	for name, c := range map[string]struct {
		zone       string
		start, end Date
		per        Per
		season     *Season
		from, to   *Date
		want       []Period
	}{
		"a year with winter on both sides": {
			"UTC",
			Date{2025, 1, 1},
			Date{2026, 1, 1},
			Yearly, &winter, nil, nil,
			[]Period{{"2025", 0, 8760, [][2]int{{0, 74 * 24}, {318 * 24, 365 * 24}}, 121 * 24, 121 * 24}},
		},
		"a winter cut by the horizon": {
			"UTC",
			Date{2025, 12, 1},
			Date{2026, 2, 1},
			Yearly, &winter, nil, nil,
			[]Period{
				{"2025", 0, 744, [][2]int{{0, 744}}, 744, 121 * 24},
				{"2026", 744, 1488, [][2]int{{744, 1488}}, 744, 121 * 24},
			},
		},
		"months of a winter": {
			"UTC",
			Date{2025, 10, 1},
			Date{2026, 1, 10},
			Monthly, &winter, nil, nil,
			[]Period{
				{"2025-11", 45 * 24, 61 * 24, [][2]int{{45 * 24, 61 * 24}}, 16 * 24, 16 * 24},
				{"2025-12", 61 * 24, 92 * 24, [][2]int{{61 * 24, 92 * 24}}, 31 * 24, 31 * 24},
				{"2026-01", 92 * 24, 101 * 24, [][2]int{{92 * 24, 101 * 24}}, 9 * 24, 31 * 24},
			},
		},
		"dates inside a quarter": {
			"UTC",
			Date{2025, 1, 1},
			Date{2026, 1, 1},
			Quarterly, nil, &Date{2025, 2, 1}, &Date{2025, 4, 1},
			[]Period{
				{"2025-Q1", 31 * 24, 90 * 24, [][2]int{{31 * 24, 90 * 24}}, 59 * 24, 59 * 24},
				{"2025-Q2", 90 * 24, 91 * 24, [][2]int{{90 * 24, 91 * 24}}, 24, 24},
			},
		},
		"weeks over New Year": {
			"UTC",
			Date{2025, 1, 1},
			Date{2025, 1, 7},
			Weekly, nil, nil, nil,
			[]Period{
				{"2025-W01", 0, 120, [][2]int{{0, 120}}, 120, 168}, // Monday 30 December to Sunday 5 January
				{"2025-W02", 120, 144, [][2]int{{120, 144}}, 24, 168},
			},
		},
		"week 53": {
			"UTC",
			Date{2026, 12, 31},
			Date{2027, 1, 1},
			Weekly, nil, nil, nil,
			[]Period{{"2026-W53", 0, 24, [][2]int{{0, 24}}, 24, 168}},
		},
		"a day of 23 hours": {
			"America/Chicago",
			Date{2024, 3, 10},
			Date{2024, 3, 11},
			Daily, nil, nil, nil,
			[]Period{{"2024-03-10", 0, 23, [][2]int{{0, 23}}, 23, 23}},
		},
		"a month with a day of 25 hours": {
			"America/Chicago",
			Date{2024, 11, 2},
			Date{2024, 11, 4},
			Monthly, nil, nil, nil,
			[]Period{{"2024-11", 0, 49, [][2]int{{0, 49}}, 49, 721}},
		},
		"a leap year": {
			"UTC",
			Date{2024, 2, 29},
			Date{2024, 3, 1},
			Yearly, nil, nil, nil,
			[]Period{{"2024", 0, 24, [][2]int{{0, 24}}, 24, 8784}},
		},
		"the last week of the last year": {
			"UTC",
			Date{2029, 12, 31},
			Date{2030, 1, 1},
			Weekly, nil, nil, nil,
			[]Period{{"2030-W01", 0, 24, [][2]int{{0, 24}}, 24, 168}},
		},
		"dates the wrong way round": {
			"UTC",
			Date{2025, 1, 1},
			Date{2026, 1, 1},
			Yearly, nil, &Date{2025, 4, 1}, &Date{2025, 2, 1},
			[]Period{},
		},
		"a season the horizon does not meet": {"UTC", Date{2025, 6, 1}, Date{2025, 7, 1}, Monthly, &winter, nil, nil, []Period{}},
		"winters of a year": {
			"UTC",
			Date{2025, 1, 1},
			Date{2026, 1, 1},
			Seasonal, &winter, nil, nil,
			[]Period{
				{"2024-11-15..2025-03-15", 0, 74 * 24, [][2]int{{0, 74 * 24}}, 74 * 24, 121 * 24},
				{"2025-11-15..2026-03-15", 318 * 24, 365 * 24, [][2]int{{318 * 24, 365 * 24}}, 47 * 24, 121 * 24},
			},
		},
		"a winter over New Year with a leap day": {
			"UTC",
			Date{2023, 11, 1},
			Date{2024, 4, 1},
			Seasonal, &winter, nil, nil,
			[]Period{{"2023-11-15..2024-03-15", 14 * 24, 136 * 24, [][2]int{{14 * 24, 136 * 24}}, 122 * 24, 122 * 24}},
		},
		"a winter cut by a date": { // what is whole is what the dates leave
			"UTC",
			Date{2024, 11, 1},
			Date{2025, 3, 1},
			Seasonal, &winter, &Date{2025, 1, 1}, nil,
			[]Period{{"2024-11-15..2025-03-15", 61 * 24, 120 * 24, [][2]int{{61 * 24, 120 * 24}}, 59 * 24, 74 * 24}},
		},
		"years from July on": {
			"UTC",
			Date{2025, 6, 30},
			Date{2025, 7, 2},
			Seasonal, &Season{MonthDay{7, 1}, MonthDay{6, 30}}, nil, nil,
			[]Period{
				{"2024-07-01..2025-06-30", 0, 24, [][2]int{{0, 24}}, 24, 8760},
				{"2025-07-01..2026-06-30", 24, 48, [][2]int{{24, 48}}, 24, 8760},
			},
		},
		"the last days of two Februaries": {
			"UTC",
			Date{2024, 1, 1},
			Date{2026, 1, 1},
			Seasonal, &Season{MonthDay{2, 29}, MonthDay{2, 29}}, nil, nil,
			[]Period{
				{"2024-02-29..2024-02-29", 59 * 24, 60 * 24, [][2]int{{59 * 24, 60 * 24}}, 24, 24},
				{"2025-02-28..2025-02-28", 424 * 24, 425 * 24, [][2]int{{424 * 24, 425 * 24}}, 24, 24},
			},
		},
		"a season whose end begins the next": { // 28 February 2025 is the last day and the first one
			"UTC",
			Date{2025, 2, 27},
			Date{2025, 3, 1},
			Seasonal, &Season{MonthDay{2, 29}, MonthDay{2, 28}}, nil, nil,
			[]Period{
				{"2024-02-29..2025-02-27", 0, 24, [][2]int{{0, 24}}, 24, 8760},
				{"2025-02-28..2026-02-27", 24, 48, [][2]int{{24, 48}}, 24, 8760},
			},
		},
		"dates far beyond the horizon": { // 47 + 365 + 74 days
			"UTC",
			Date{2026, 2, 1},
			Date{2026, 2, 8},
			Dated, nil, &Date{2025, 11, 15}, &Date{2027, 3, 15},
			[]Period{{"2025-11-15..2027-03-15", 0, 168, [][2]int{{0, 168}}, 168, (47 + 365 + 74) * 24}},
		},
		"winters between dates are one": {
			"UTC",
			Date{2026, 3, 1},
			Date{2026, 12, 1},
			Dated, &winter, &Date{2025, 12, 1}, &Date{2026, 11, 30},
			[]Period{{"2025-12-01..2026-11-30", 0, 275 * 24, [][2]int{{0, 15 * 24}, {259 * 24, 275 * 24}}, 31 * 24, (31 + 31 + 28 + 15 + 16) * 24}},
		},
		"dates outside the horizon": {"UTC", Date{2026, 2, 1}, Date{2026, 2, 8}, Dated, nil, &Date{2025, 1, 1}, &Date{2026, 1, 31}, []Period{}},
	} {
		a := axisOf(t, c.start, c.end, zoneOf(t, c.zone))
		got := a.Civil(nil).Periods(c.per, c.season, c.from, c.to)
		if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestPeriodsPartitionTheAxis(t *testing.T) {
	// Whatever zone and horizon: each hour of the axis is in one period of a kind, and with a season or with dates, in
	// one exactly where its day is inside; the whole of a period does not depend on the horizon.
	t.Parallel()
	names := Zones()
	rapid.Check(t, func(t *rapid.T) {
		zone := zoneOf(t, rapid.SampledFrom(names).Draw(t, "zone"))
		start := anyDate(1970, 2060).Draw(t, "start")
		a := axisOf(t, start, start.AddDays(rapid.IntRange(2, 500).Draw(t, "days")), zone)
		c := a.Civil(nil)
		per := rapid.SampledFrom(Pers()).Draw(t, "per")
		var season *Season
		var from, to *Date
		if per == Seasonal || rapid.Bool().Draw(t, "seasonal") {
			f, l := anyDate(2000, 2000).Draw(t, "first"), anyDate(2000, 2000).Draw(t, "last")
			season = &Season{MonthDay{f.Month, f.Day}, MonthDay{l.Month, l.Day}}
		}
		if per == Dated || rapid.Bool().Draw(t, "dated") {
			f, l := start.AddDays(rapid.IntRange(-10, 300).Draw(t, "from")), start.AddDays(rapid.IntRange(0, 600).Draw(t, "to"))
			from, to = &f, &l
		}
		periods := c.Periods(per, season, from, to)
		w := window{per, season, from, to}
		count := make([]int, a.Hours)
		for i, p := range periods {
			inside := 0
			for _, s := range p.Spans {
				for h := s[0]; h < s[1]; h++ {
					count[h]++
					inside++
					if w.label(w.start(c.Date[c.Day[h]])) != p.Label {
						t.Fatalf("hour %d on %v is in %s", h, c.Date[c.Day[h]], p.Label)
					}
				}
			}
			if inside != p.Inside || p.Inside > p.Whole || p.From != p.Spans[0][0] || p.To != p.Spans[len(p.Spans)-1][1] {
				t.Fatalf("%+v has %d hours", p, inside)
			}
			if i > 0 && p.Label <= periods[i-1].Label {
				t.Fatalf("%s comes after %s", p.Label, periods[i-1].Label)
			}
		}
		for h, n := range count {
			d := c.Date[c.Day[h]]
			want := 1
			if season != nil && !season.Contains(d) || from != nil && (d.Before(*from) || to.Before(d)) {
				want = 0
			}
			if n != want {
				t.Fatalf("hour %d on %v is in %d periods of kind %s, want %d", h, d, n, per, want)
			}
		}
		longer := axisOf(t, start.AddDays(-400), start.AddDays(900), zone).Civil(nil).Periods(per, season, from, to)
		whole := map[string]int{}
		for _, p := range longer {
			whole[p.Label] = p.Inside
		}
		for _, p := range periods {
			if p.Whole != whole[p.Label] {
				t.Fatalf("%s has %d hours in all, want %d", p.Label, p.Whole, whole[p.Label])
			}
		}
	})
}

func TestOccurrencesOfASeason(t *testing.T) {
	// Whatever the season: the days around any of its days, from the first to the last, lie in it and have the same
	// first and last; the day before the first and the day after the last are outside it or in another occurrence.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f, l := anyDate(2000, 2000).Draw(t, "first"), anyDate(2000, 2000).Draw(t, "last")
		s := Season{MonthDay{f.Month, f.Day}, MonthDay{l.Month, l.Day}}
		d := anyDate(1890, 2110).Draw(t, "day")
		if !s.Contains(d) {
			t.Skip()
		}
		first, last := s.occurrence(d)
		if d.Before(first) || last.Before(d) || last.Days()-first.Days() > 365 {
			t.Fatalf("%v around %v is %v..%v", s, d, first, last)
		}
		for day := first.AddDays(-1); !last.AddDays(1).Before(day); day = day.AddDays(1) {
			inside := !day.Before(first) && !last.Before(day)
			a, b := s.occurrence(day)
			if same := s.Contains(day) && a == first && b == last; same != inside {
				t.Fatalf("%v: %v is in %v..%v, and around %v are %v..%v", s, day, a, b, d, first, last)
			}
		}
	})
}

func TestPerIsAWord(t *testing.T) {
	// Only the seven words are periods, and an unknown one names them.
	t.Parallel()
	for _, want := range Pers() {
		var p Per
		if err := p.UnmarshalText([]byte(want)); err != nil || p != want {
			t.Errorf("%q was read as %q, %v", want, p, err)
		}
	}
	var p Per
	want := `"annual" is not a period; write one of day, week, month, quarter, year, season, dates`
	if err := p.UnmarshalText([]byte("annual")); err == nil || err.Error() != want {
		t.Errorf("annual: %v, want %s", err, want)
	}
}

func TestPeriodsThatCannotBe(t *testing.T) {
	// An unknown kind, a season that is not given and dates without an end are mistakes of the caller.
	t.Parallel()
	day := Date{2025, 1, 1}
	c := axisOf(t, day, Date{2025, 1, 2}, time.UTC).Civil(nil)
	for name, ask := range map[string]func(){
		"an unknown kind": func() { c.Periods("annual", nil, nil, nil) },
		"no season":       func() { c.Periods(Seasonal, nil, &day, &day) },
		"no first day":    func() { c.Periods(Dated, nil, nil, &day) },
		"no last day":     func() { c.Periods(Dated, nil, &day, nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: did not panic", name)
				}
			}()
			ask()
		}()
	}
}

func BenchmarkPeriods10Years(b *testing.B) {
	c := axisOf(b, Date{2025, 1, 1}, Date{2035, 1, 1}, nil).Civil(nil)
	winter := Season{MonthDay{11, 15}, MonthDay{3, 15}}
	for b.Loop() {
		c.Periods(Monthly, &winter, nil, nil)
	}
}
