package series

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"hashwatt/sim/calendar"
)

// axisOf makes an axis that must be possible, of dates like "2025-01-01".
func axisOf(t interface{ Fatal(...any) }, start, end, zone string) *calendar.Axis {
	from, err := calendar.ParseDate(start)
	if err != nil {
		t.Fatal(err)
	}
	to, err := calendar.ParseDate(end)
	if err != nil {
		t.Fatal(err)
	}
	a, err := calendar.NewAxis(from, to, zoneOf(t, zone))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// counted makes a series whose values count the hours of an axis, from 1.
func counted(a *calendar.Axis, zone *time.Location) *Hourly {
	h := &Hourly{Name: "counted", Zone: zone, Start: a.Start, Values: make([]float64, a.Hours)}
	for t := range h.Values {
		h.Values[t] = float64(t + 1)
	}
	return h
}

// valueAt returns the value of the hour that holds an instant.
func (h *Hourly) valueAt(at time.Time) float64 {
	return h.Values[int(at.Sub(h.Start)/time.Hour)]
}

func TestRepeatTakesTheSameWeekdayOfTheSameWeek(t *testing.T) {
	// Days by hand: the source of a few hours, in Moscow, for a run of ten years that repeats 2017 and 2018.
	t.Parallel()
	moscow := zoneOf(t, "Europe/Moscow")
	h := counted(axisOf(t, "2017-01-01", "2019-01-01", "Europe/Moscow"), moscow)
	axis := axisOf(t, "2025-01-01", "2035-01-01", "Europe/Moscow")
	dst := make([]float64, axis.Hours)
	if err := h.Repeat(dst, axis, []int{2017, 2018}, 0, 0); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ run, source string }{
		{"2025-01-01 00:00", "2017-01-04 00:00"}, // Wednesday of week 1
		{"2025-06-16 13:00", "2017-06-19 13:00"}, // Monday of week 25
		{"2025-12-29 05:00", "2018-01-01 05:00"}, // Monday of week 1 of 2026: the second year
		{"2026-06-15 13:00", "2018-06-18 13:00"},
		{"2026-12-30 23:00", "2018-12-26 23:00"}, // week 53 takes week 52
		{"2027-01-03 00:00", "2018-12-30 00:00"}, // Sunday of week 53 of 2026
		{"2027-01-04 00:00", "2017-01-02 00:00"},
		{"2028-02-29 12:00", "2018-02-27 12:00"}, // Tuesday of week 9, a leap day
	} {
		run, _ := time.ParseInLocation("2006-01-02 15:04", c.run, moscow)
		source, _ := time.ParseInLocation("2006-01-02 15:04", c.source, moscow)
		if got, want := dst[axis.Index(run)], h.valueAt(source); got != want {
			t.Errorf("%s has the value of hour %v, want %v (%s)", c.run, got, want, c.source)
		}
	}
}

func TestYearZeroIsTheYearTheRunStartsIn(t *testing.T) {
	// A run that starts in the last week of the ISO year before takes that week from the last of the years.
	t.Parallel()
	h := counted(axisOf(t, "2017-01-01", "2019-01-01", "UTC"), nil)
	axis := axisOf(t, "2027-01-01", "2028-01-01", "UTC") // a Friday of week 53 of 2026
	dst := make([]float64, axis.Hours)
	if err := h.Repeat(dst, axis, []int{2017, 2018}, 0, 0); err != nil {
		t.Fatal(err)
	}
	if want := h.valueAt(time.Date(2018, 12, 28, 0, 0, 0, 0, time.UTC)); dst[0] != want {
		t.Errorf("the first hour is %v, want %v, of Friday 28 December 2018", dst[0], want)
	}
	if want := h.valueAt(time.Date(2017, 1, 2, 0, 0, 0, 0, time.UTC)); dst[72] != want {
		t.Errorf("Monday 4 January 2027 is %v, want %v, of 2 January 2017", dst[72], want)
	}
}

func TestRepeatReproducesItsOwnYears(t *testing.T) {
	// Over the whole weeks of its own years a series repeats as it was, hour by hour, in every zone, also on the days
	// with 23 and 25 hours; a run's clock in another zone changes nothing.
	t.Parallel()
	names := calendar.Zones()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "zone")
		year := rapid.IntRange(1975, 2060).Draw(t, "year")
		zone := zoneOf(t, name)
		first := calendar.WeekDate(year, 1, time.Monday)
		end := first.AddDays(7 * 52)
		source, err := calendar.NewAxis(first.AddDays(-3), end.AddDays(10), zone)
		if err != nil {
			t.Fatal(err)
		}
		h := counted(source, zone)
		axis, err := calendar.NewAxis(first.AddDays(1), end, zoneOf(t, rapid.SampledFrom(names).Draw(t, "clock")))
		if err != nil {
			t.Fatal(err)
		}
		civil := axis.Civil(zone)
		for _, d := range civil.Date {
			for next := d; next.Days() <= d.Days()+1; next = next.AddDays(1) {
				if hours := next.In(zone).Sub(d.In(zone)); next != d && (hours == 0 || hours > 26*time.Hour || hours%time.Hour != 0) {
					t.Skip("a day was left out or lasted a part of an hour more")
				}
			}
		}
		dst := make([]float64, axis.Hours)
		if err := h.Repeat(dst, axis, []int{year}, 0, 0); err != nil {
			t.Fatal(err)
		}
		for i, got := range dst {
			if y, w := civil.Date[civil.Day[i]].ISOWeek(); y != year || w > 52 {
				continue
			}
			if want := h.valueAt(axis.At(i)); got != want {
				t.Fatalf("%s: %v is hour %v of the series, want %v", name, axis.At(i).In(zone), got, want)
			}
		}
	})
}

func TestHoursThatClocksSkipOrRepeat(t *testing.T) {
	// A peak stays at its local hour on the days of the change; hours without a like take the nearest before.
	t.Parallel()
	oslo := zoneOf(t, "Europe/Oslo")
	source := axisOf(t, "2023-01-01", "2024-01-01", "Europe/Oslo") // clocks change on Sundays 12 and 43: 26 March, 29 October
	h := &Hourly{Name: "clock", Zone: oslo, Start: source.Start, Values: make([]float64, source.Hours)}
	for i := range h.Values {
		h.Values[i] = float64(source.At(i).In(oslo).Hour()) // the value is the local hour
	}
	axis := axisOf(t, "2024-01-01", "2025-01-01", "UTC") // here on Sundays 13 and 43: 31 March, 27 October
	dst := make([]float64, axis.Hours)
	if err := h.Repeat(dst, axis, []int{2023}, 0, 0); err != nil {
		t.Fatal(err)
	}
	for i, got := range dst {
		local := axis.At(i).In(oslo)
		want := float64(local.Hour())
		if local.Month() == time.March && local.Day() == 24 && local.Hour() == 2 {
			want = 1 // the Sunday of week 12 of 2023 had no such hour
		}
		if got != want {
			t.Errorf("%v has %v, want %v", local, got, want)
		}
	}
}

func TestMidnightThatClocksSkip(t *testing.T) {
	// A source day that begins at 01:00 gives its first hour to the midnight of a day that has one.
	t.Parallel()
	beirut := zoneOf(t, "Asia/Beirut")
	h := counted(axisOf(t, "2021-01-01", "2022-01-01", "Asia/Beirut"), beirut) // 28 March, Sunday of week 12, has no 00:00
	axis := axisOf(t, "2020-03-22", "2020-03-23", "Asia/Beirut")               // Sunday of week 12: clocks change a week later
	dst := make([]float64, axis.Hours)
	if err := h.Repeat(dst, axis, nil, 0, 0); err != nil {
		t.Fatal(err)
	}
	if want := h.valueAt(time.Date(2021, 3, 28, 1, 0, 0, 0, beirut)); len(dst) != 24 || dst[0] != want || dst[1] != want {
		t.Errorf("the day of %d hours begins with %v and %v, want %v twice", len(dst), dst[0], dst[1], want)
	}
}

func TestOneCalendarYearIsEnough(t *testing.T) {
	// The first and last weeks of an ISO year may lie in other calendar years; the weeks beside them stand in.
	t.Parallel()
	for _, c := range []struct {
		year        string
		end         string
		run, source time.Time
	}{
		// Week 1 of 2025 begins on 30 December 2024: its Monday is that of week 2.
		{"2025-01-01", "2026-01-01", time.Date(2030, 12, 30, 5, 0, 0, 0, time.UTC), time.Date(2025, 1, 6, 5, 0, 0, 0, time.UTC)},
		// Week 52 of 2021 ends on 2 January 2022: its Sunday is that of week 51.
		{"2021-01-01", "2022-01-01", time.Date(2030, 12, 29, 5, 0, 0, 0, time.UTC), time.Date(2021, 12, 26, 5, 0, 0, 0, time.UTC)},
	} {
		h := counted(axisOf(t, c.year, c.end, "UTC"), nil)
		axis := axisOf(t, "2030-01-01", "2031-01-01", "UTC")
		dst := make([]float64, axis.Hours)
		if err := h.Repeat(dst, axis, nil, 0, 0); err != nil {
			t.Fatal(err)
		}
		if got, want := dst[axis.Index(c.run)], h.valueAt(c.source); got != want {
			t.Errorf("%v is %v, want %v of %v", c.run, got, want, c.source)
		}
	}
}

func TestMeanAndEscalation(t *testing.T) {
	// The mean of the repeated years is the one asked for, zeros stay zero, and each hour grows by its part of a year.
	t.Parallel()
	h := counted(axisOf(t, "2017-01-01", "2019-01-01", "UTC"), nil)
	h.Values[24*400] = 0                                 // 5 February 2018
	axis := axisOf(t, "2017-01-02", "2018-12-31", "UTC") // the whole weeks of both years
	dst := make([]float64, axis.Hours)
	if err := h.Repeat(dst, axis, []int{2017, 2018}, 2540, 0); err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, v := range dst {
		sum += v
	}
	if mean := sum / float64(len(dst)); math.Abs(mean-2540) > 1e-9 {
		t.Errorf("the mean is %v, want 2540", mean)
	}
	if dst[24*399] != 0 {
		t.Errorf("a zero became %v", dst[24*399])
	}
	grown := make([]float64, axis.Hours)
	if err := h.Repeat(grown, axis, nil, 2540, 0.04); err != nil { // nil: the same two years
		t.Fatal(err)
	}
	want := make([]float64, axis.Hours)
	for i := range dst {
		want[i] = dst[i] * math.Pow(1.04, float64(i)/8766)
	}
	if diff := cmp.Diff(want, grown, cmpopts.EquateApprox(1e-12, 0)); diff != "" {
		t.Errorf("escalated (-want +got):\n%s", diff[:min(500, len(diff))])
	}
	if grown[0] != dst[0] || math.Abs(grown[8766]/dst[8766]-1.04) > 1e-12 {
		t.Errorf("growth is %v at first and %v after 8,766 h, want 1 and 1.04", grown[0]/dst[0], grown[8766]/dst[8766])
	}
}

func TestRepeatRefuses(t *testing.T) {
	// What cannot be repeated says why and what to choose instead.
	t.Parallel()
	two := counted(axisOf(t, "2024-01-01", "2025-12-01", "UTC"), nil)
	quarter := counted(axisOf(t, "2024-01-01", "2024-04-01", "Europe/Moscow"), zoneOf(t, "Europe/Moscow"))
	flat := counted(axisOf(t, "2024-01-01", "2025-01-01", "UTC"), nil)
	for i := range flat.Values {
		flat.Values[i] = 0
	}
	for name, c := range map[string]struct {
		h                *Hourly
		years            []int
		mean, escalation float64
		want             string
	}{
		"a year outside":   {two, []int{2024, 2019}, 0, 0, `series "counted" does not cover all of 2019; it runs from 2024-01-01 00:00 to 2025-12-01 00:00; choose years inside`},
		"a year cut off":   {two, []int{2025}, 0, 0, `does not cover all of 2025`},
		"no whole year":    {quarter, nil, 0, 0, `covers no whole year, so it cannot be repeated; it runs from 2024-01-01 00:00 to 2024-04-01 00:00`},
		"no values":        {&Hourly{Name: "nothing"}, nil, 0, 0, `series "nothing" has no values`},
		"a mean of zero":   {flat, nil, 50, 0, `has a mean of 0 in the chosen years, which cannot be scaled to 50`},
		"the wrong sign":   {two, []int{2024}, -50, 0, "cannot be scaled to -50"},
		"falls to nothing": {two, []int{2024}, 0, -1, "a rate is more than -100 %/year"},
		"not a rate":       {two, []int{2024}, 0, math.NaN(), "a rate is more than -100 %/year"},
		"beyond numbers":   {two, []int{2024}, 0, 1e200, "grows beyond all numbers at 2026-"},
	} {
		axis := axisOf(t, "2025-01-01", "2030-01-01", "UTC")
		err := c.h.Repeat(make([]float64, axis.Hours), axis, c.years, c.mean, c.escalation)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a dst of the wrong length did not panic")
		}
	}()
	_ = two.Repeat(make([]float64, 1), axisOf(t, "2025-01-01", "2030-01-01", "UTC"), nil, 0, 0)
}

func BenchmarkRepeat10Years(b *testing.B) {
	h := counted(axisOf(b, "2017-01-01", "2019-01-01", "Europe/Moscow"), zoneOf(b, "Europe/Moscow"))
	axis := axisOf(b, "2025-01-01", "2035-01-01", "UTC")
	dst := make([]float64, axis.Hours)
	for b.Loop() {
		if err := h.Repeat(dst, axis, nil, 50, 0.04); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRepeatDrawnTakesWholeYearsOfThePool(t *testing.T) {
	// Each ISO year of a run is one of the pool's from end to end, the same for the same stream, and a longer run
	// begins with the years of the shorter one; a pool of one year is that of Repeat; the factor to a mean is that of
	// the whole pool.
	t.Parallel()
	moscow := zoneOf(t, "Europe/Moscow")
	source := axisOf(t, "2015-01-01", "2019-01-01", "Europe/Moscow")
	h := counted(source, moscow)
	axis, longer := axisOf(t, "2025-01-01", "2045-01-01", "UTC"), axisOf(t, "2025-01-01", "2060-06-01", "UTC")
	pool := []int{2016, 2017, 2018}
	fill := func(axis *calendar.Axis, years []int, mean float64, seed uint64) []float64 {
		dst := make([]float64, axis.Hours)
		if err := h.RepeatDrawn(dst, axis, years, mean, 0, rand.New(rand.NewPCG(seed, 0))); err != nil {
			t.Fatal(err)
		}
		return dst
	}
	whole := make(map[int][]float64)
	for _, y := range pool {
		whole[y] = make([]float64, axis.Hours)
		if err := h.Repeat(whole[y], axis, []int{y}, 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	got := fill(axis, pool, 0, 4)
	taken := map[int]int{} // ISO year of the run -> of the source
	count := map[int]int{}
	civil := axis.Civil(moscow)
	for i, v := range got {
		year, _ := civil.Date[civil.Day[i]].ISOWeek()
		of := 0
		for _, y := range pool {
			if v == whole[y][i] {
				of = y
			}
		}
		if before, ok := taken[year]; of == 0 || ok && before != of {
			t.Fatalf("hour %d of %d has %v, of %d; the year began with %d", i, year, v, of, before)
		}
		taken[year] = of
		count[of]++
	}
	if len(count) != len(pool) {
		t.Errorf("twenty years took %v, want all of the pool", count)
	}
	if diff := cmp.Diff(got, fill(axis, pool, 0, 4)); diff != "" {
		t.Error("the same stream gives other years")
	}
	if diff := cmp.Diff(got, fill(longer, pool, 0, 4)[:axis.Hours]); diff != "" {
		t.Error("a longer run begins with other years")
	}
	if diff := cmp.Diff(whole[2017], fill(axis, []int{2017}, 0, 9)); diff != "" {
		t.Error("one year is not repeated")
	}
	scaled, turn, plain := fill(axis, pool, 100, 4), make([]float64, axis.Hours), make([]float64, axis.Hours)
	if err := h.Repeat(turn, axis, pool, 100, 0); err != nil {
		t.Fatal(err)
	}
	if err := h.Repeat(plain, axis, pool, 0, 0); err != nil {
		t.Fatal(err)
	}
	if factor := turn[5000] / plain[5000]; math.Abs(scaled[7000]/got[7000]/factor-1) > 1e-12 {
		t.Errorf("the factor is %v, want %v", scaled[7000]/got[7000], factor)
	}
}
