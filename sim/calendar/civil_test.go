package calendar

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// zoneOf loads a zone that must exist.
func zoneOf(t interface{ Fatal(...any) }, name string) *time.Location {
	zone, err := LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// axisOf makes an axis that must be possible.
func axisOf(t interface{ Fatal(...any) }, start, end Date, zone *time.Location) *Axis {
	a, err := NewAxis(start, end, zone)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestYearsAndOddDays(t *testing.T) {
	// Known years: how long they lasted by the clock, and the days that were not 24 hours (tz database 2025c).
	t.Parallel()
	for _, c := range []struct {
		zone  string
		year  int
		clock float64            // hours between the two New Years
		hours int                // hours that start in the year
		odd   map[string]float64 // days by the clock, h
	}{
		{"America/Chicago", 2024, 8784, 8784, map[string]float64{"2024-03-10": 23, "2024-11-03": 25}},
		{"Europe/Oslo", 2024, 8784, 8784, map[string]float64{"2024-03-31": 23, "2024-10-27": 25}},
		{"America/Asuncion", 2024, 8784, 8784, map[string]float64{"2024-03-23": 25, "2024-10-06": 23}}, // at midnight
		{"Asia/Tehran", 2022, 8760, 8760, map[string]float64{"2022-03-22": 23, "2022-09-21": 25}},      // +3:30, its last
		{"America/Caracas", 2016, 8783.5, 8783, map[string]float64{"2016-05-01": 23.5}},                // -4:30 to -4
		{"Pacific/Apia", 2011, 8736, 8736, map[string]float64{"2011-04-02": 25, "2011-09-24": 23, "2011-12-30": 0}},
		{"Europe/Moscow", 2025, 8760, 8760, nil},
		{"Asia/Kolkata", 2024, 8784, 8784, nil}, // +5:30
		{"UTC", 2024, 8784, 8784, nil},
	} {
		zone := zoneOf(t, c.zone)
		first, next := Date{c.year, time.January, 1}, Date{c.year + 1, time.January, 1}
		if got := next.In(zone).Sub(first.In(zone)).Hours(); got != c.clock {
			t.Errorf("%s %d lasts %v h, want %v", c.zone, c.year, got, c.clock)
		}
		odd := map[string]float64{}
		for d := first; d.Before(next); d = d.AddDays(1) {
			if h := d.AddDays(1).In(zone).Sub(d.In(zone)).Hours(); h != 24 {
				odd[d.String()] = h
			}
		}
		want := c.odd
		if want == nil {
			want = map[string]float64{}
		}
		if diff := cmp.Diff(want, odd); diff != "" {
			t.Errorf("%s %d: odd days (-want +got):\n%s", c.zone, c.year, diff)
		}
		a := axisOf(t, first, next, zone)
		if a.Hours != c.hours {
			t.Errorf("%s %d has %d hours, want %d", c.zone, c.year, a.Hours, c.hours)
		}
		civil := a.Civil(nil)
		perDay := make([]int, len(civil.Date))
		for _, day := range civil.Day {
			perDay[day]++
		}
		for i, n := range perDay {
			want := 24.0
			if h, ok := c.odd[civil.Date[i].String()]; ok {
				want = math.Floor(h)
			}
			if float64(n) != want {
				t.Errorf("%s %v has %d hours, want %v", c.zone, civil.Date[i], n, want)
			}
		}
		if n := len(civil.Months); n != 12 || civil.Months[11].To != a.Hours {
			t.Errorf("%s %d has %d months up to hour %d, want 12 up to %d", c.zone, c.year, n, civil.Months[n-1].To, a.Hours)
		}
	}
}

func TestEveryHourOfEveryZone(t *testing.T) {
	// In every zone, the day and the hour of every hour of 2024 are those of package time, and months are contiguous.
	t.Parallel()
	a := axisOf(t, Date{2024, 1, 1}, Date{2025, 1, 1}, nil)
	for _, name := range Zones() {
		checkHours(t, a, zoneOf(t, name))
	}
}

func TestAnyHoursOfAnyZone(t *testing.T) {
	// The same at any time since 1900, with offsets of odd seconds and days that were left out or came twice.
	t.Parallel()
	names := Zones()
	rapid.Check(t, func(t *rapid.T) {
		zone := zoneOf(t, rapid.SampledFrom(names).Draw(t, "zone"))
		start := anyDate(1900, 2100).Draw(t, "start")
		clock := zoneOf(t, rapid.SampledFrom(names).Draw(t, "clock"))
		end := start.AddDays(rapid.IntRange(2, 400).Draw(t, "days"))
		a := axisOf(t, start, end, clock)
		checkHours(t, a, zone)
		if from, to := start.In(clock), end.In(clock); a.Start.Before(from) || !a.At(-1).Before(from) ||
			!a.At(a.Hours-1).Before(to) || a.At(a.Hours).Before(to) {
			t.Fatalf("the axis %v to %v has other hours than those that start from %v to %v", a.Start, a.At(a.Hours), from, to)
		}
	})
}

// checkHours compares the civil time of a zone with package time, hour by hour.
func checkHours(t interface{ Fatalf(string, ...any) }, a *Axis, zone *time.Location) {
	c := a.Civil(zone)
	seen := make([]int, len(c.Months))
	for h := range a.Hours {
		at := a.At(h).In(zone)
		month := c.Months[c.Month[h]]
		if c.Date[c.Day[h]] != DateOf(at) || int(c.Hour[h]) != at.Hour() || month.Year != at.Year() || month.Month != at.Month() {
			t.Fatalf("%s hour %d is %v %d h of %d-%d, want %v", zone, h, c.Date[c.Day[h]], c.Hour[h], month.Year, month.Month, at)
		}
		if h < month.From || h >= month.To {
			t.Fatalf("%s hour %d lies outside its month, hours %d to %d", zone, h, month.From, month.To)
		}
		seen[c.Month[h]]++
	}
	for m, n := range seen {
		month := c.Months[m]
		if n > month.Hours || n > month.To-month.From {
			t.Fatalf("%s: month %v has %d hours on the axis", zone, month, n)
		}
	}
}

func TestClocksThatGoBackOverMidnight(t *testing.T) {
	// Antarctica/Casey went from 02:00 on 5 March 2010 back to 23:00 on 4 March: that day has 25 hours, not in one piece.
	t.Parallel()
	zone := zoneOf(t, "Antarctica/Casey")
	a := axisOf(t, Date{2010, 3, 1}, Date{2010, 3, 10}, zone)
	days := a.Civil(zone).Periods(Daily, nil, &Date{2010, 3, 4}, &Date{2010, 3, 5})
	want := []Period{
		{Label: "2010-03-04", From: 72, To: 99, Spans: [][2]int{{72, 96}, {98, 99}}, Inside: 25, Whole: 25},
		{Label: "2010-03-05", From: 96, To: 123, Spans: [][2]int{{96, 98}, {99, 123}}, Inside: 26, Whole: 26},
	}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}

func TestLastDayOfLeapYears(t *testing.T) {
	// On 31 December of leap years package time misjudges how long an offset holds; the hours are counted all the same.
	t.Parallel()
	for _, name := range []string{"America/New_York", "Europe/Oslo", "Australia/Sydney"} {
		zone := zoneOf(t, name)
		for _, year := range []int{2040, 2096} {
			a := axisOf(t, Date{year, 12, 30}, Date{year + 1, 1, 3}, zone)
			checkHours(t, a, zone)
			if days := a.Civil(nil).Periods(Daily, nil, nil, nil); len(days) != 4 || days[1].Whole != 24 {
				t.Errorf("%s: the last days of %d are %v", name, year, days)
			}
		}
	}
}

func TestAxisRefuses(t *testing.T) {
	// An axis needs an end after its start, within a hundred years, and at least one hour.
	t.Parallel()
	for _, c := range []struct {
		start, end Date
		zone, want string
	}{
		{Date{2025, 1, 1}, Date{2025, 1, 1}, "UTC", "end 2025-01-01 is not after start 2025-01-01"},
		{Date{2025, 1, 2}, Date{2025, 1, 1}, "UTC", "is not after start"},
		{Date{2025, 1, 1}, Date{2125, 1, 2}, "UTC", "longer than 100 years; end by 2125-01-01"},
		{Date{2011, 12, 30}, Date{2011, 12, 31}, "Pacific/Apia", "whose clocks skipped it"},
	} {
		if _, err := NewAxis(c.start, c.end, zoneOf(t, c.zone)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("NewAxis(%v, %v, %s): %v, want %q", c.start, c.end, c.zone, err, c.want)
		}
	}
	if a, err := NewAxis(Date{2025, 1, 1}, Date{2125, 1, 1}, nil); err != nil || a.Hours != 876576 || a.Zone != time.UTC {
		t.Errorf("a hundred years: %v, want 876576 h in UTC", err) // 36,524 days
	}
}

func TestAxisIndexAndDays(t *testing.T) {
	// At and Index are inverse, also outside the axis, and days are those of UTC.
	t.Parallel()
	a := axisOf(t, Date{2025, 1, 1}, Date{2025, 1, 4}, zoneOf(t, "Europe/Moscow"))
	if want := time.Date(2024, 12, 31, 21, 0, 0, 0, time.UTC); !a.Start.Equal(want) || a.Start.Location() != time.UTC {
		t.Errorf("the axis starts at %v, want %v", a.Start, want)
	}
	for h := -30; h < 100; h++ {
		if got := a.Index(a.At(h).Add(59 * time.Minute)); got != h {
			t.Errorf("Index(At(%d) + 59 min) = %d", h, got)
		}
	}
	day, first := a.Days()
	if first != (Date{2024, 12, 31}) || day[0] != 0 || day[2] != 0 || day[3] != 1 || day[71] != 3 || len(day) != 72 {
		t.Errorf("UTC days start with %v: %v", first, day)
	}
	if again, _ := a.Days(); &again[0] != &day[0] {
		t.Error("the days were computed twice")
	}
	if a.Civil(nil) != a.Civil(a.Zone) {
		t.Error("the civil time of one zone was computed twice")
	}
	bare := &Axis{Start: a.Start, Hours: 1}
	if bare.Civil(nil).Zone != time.UTC {
		t.Error("an axis without a zone is not in UTC")
	}
	if c := (&Axis{Start: a.Start}).Civil(nil); len(c.Months) != 0 || len(c.Periods(Daily, nil, nil, nil)) != 0 {
		t.Error("an axis without hours has months")
	}
}

func BenchmarkCivil10Years(b *testing.B) {
	zone := zoneOf(b, "America/Chicago")
	for b.Loop() {
		a := axisOf(b, Date{2025, 1, 1}, Date{2035, 1, 1}, nil)
		a.Civil(zone)
	}
}

func TestDatesOutsideTheAxis(t *testing.T) {
	// Hours and local dates belong together on the axis and years beyond both of its ends, by the clocks of the zone:
	// hour 0 of an axis from 2025-01-01 in UTC is 08:00 in Irkutsk, where that day began 8 hours before.
	t.Parallel()
	zone, err := LoadZone("Asia/Irkutsk")
	if err != nil {
		t.Fatal(err)
	}
	axis, err := NewAxis(Date{2025, time.January, 1}, Date{2026, time.January, 1}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	c := axis.Civil(zone)
	if got := c.FirstOn(Date{2025, time.January, 1}); got != -8 {
		t.Errorf("1 January 2025 begins at hour %d, want -8", got)
	}
	for _, h := range []int{-40000, -9, -8, 0, 15, 16, 8760, 30000} {
		d := c.DateAt(h)
		if from, to := c.FirstOn(d), c.FirstOn(d.AddDays(1)); h < from || h >= to {
			t.Errorf("hour %d is on %s, which is hours %d to %d", h, d, from, to)
		}
		if h >= 0 && h < axis.Hours && d != c.Date[c.Day[h]] {
			t.Errorf("hour %d is on %s, want %s", h, d, c.Date[c.Day[h]])
		}
	}
}
