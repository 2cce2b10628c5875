package calendar

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anyDate draws a date between two years.
func anyDate(from, to int) *rapid.Generator[Date] {
	return rapid.Custom(func(t *rapid.T) Date {
		first, last := Date{from, time.January, 1}.Days(), Date{to, time.December, 31}.Days()
		return dateOfDay(rapid.IntRange(first, last).Draw(t, "day"))
	})
}

func TestParseDate(t *testing.T) {
	// What is written like a date of the calendar is read, and the rest is refused with a cure.
	t.Parallel()
	for _, c := range []struct {
		text string
		want Date
		err  string
	}{
		{"2025-01-31", Date{2025, time.January, 31}, ""},
		{" 2024-02-29 ", Date{2024, time.February, 29}, ""},
		{"2000-02-29", Date{2000, time.February, 29}, ""},
		{"1900-02-29", Date{}, "February 1900 has 28 days"},
		{"2025-02-29", Date{}, "does not exist; February 2025 has 28 days"},
		{"2025-04-31", Date{}, "April 2025 has 30 days"},
		{"2025-12-00", Date{}, "December 2025 has 31 days"},
		{"2025-13-01", Date{}, "runs from 01 to 12"},
		{"0000-01-01", Date{}, "not a date"},
		{"2025-1-1", Date{}, `write it like "2025-01-31"`},
		{"31.01.2025", Date{}, `write it like "2025-01-31"`},
		{"", Date{}, `write it like "2025-01-31"`},
		{"2025-01-01T05:30", Date{}, `more than a date; write the day alone: "2025-01-01"`},
	} {
		got, err := ParseDate(c.text)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("ParseDate(%q) = %v, %v, want %v and an error with %q", c.text, got, err, c.want, c.err)
		}
	}
}

func TestDateAgreesWithStandardLibrary(t *testing.T) {
	// The day count, weekday and ISO week of any date are those of package time, and everything comes back from text.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(1, 9999).Draw(t, "date")
		at := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
		if got := d.Days(); int64(got) != at.Unix()/86400 {
			t.Fatalf("%v.Days() = %d, want %d", d, got, at.Unix()/86400)
		}
		year, week := d.ISOWeek()
		if y, w := at.ISOWeek(); year != y || week != w {
			t.Fatalf("%v.ISOWeek() = %d, %d, want %d, %d", d, year, week, y, w)
		}
		if d.Weekday() != at.Weekday() {
			t.Fatalf("%v.Weekday() = %v, want %v", d, d.Weekday(), at.Weekday())
		}
		if got := WeekDate(year, week, d.Weekday()); got != d {
			t.Fatalf("WeekDate(%d, %d, %v) = %v, want %v", year, week, d.Weekday(), got, d)
		}
		n := rapid.IntRange(-1000, 1000).Draw(t, "n")
		next := at.AddDate(0, 0, n)
		if got := d.AddDays(n); got != DateOf(next) && next.Year() > 0 {
			t.Fatalf("%v + %d days = %v, want %v", d, n, got, DateOf(next))
		}
		if d.Before(d.AddDays(n)) != (n > 0) {
			t.Fatalf("%v before %v is %v", d, d.AddDays(n), n <= 0)
		}
		text, _ := d.MarshalText()
		var back Date
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("%q came back as %v, %v", text, back, err)
		}
	})
}

func TestZeroDatePrintsNothing(t *testing.T) {
	// The zero Date stands for "none".
	t.Parallel()
	if (Date{}).String() != "" || !(Date{}).IsZero() || (Date{2025, 1, 1}).IsZero() {
		t.Error("the zero Date must be zero and print nothing")
	}
	d := Date{2025, 1, 1}
	if err := d.UnmarshalText(nil); err == nil || d != (Date{2025, 1, 1}) {
		t.Errorf("reading nothing gave %v, %v, want an error and no change", d, err)
	}
}

func TestSeasonContains(t *testing.T) {
	// Both ends of a season are inside, it may run over New Year, and 02-29 is the last day of February.
	t.Parallel()
	for _, c := range []struct {
		season, date string
		want         bool
	}{
		{"11-15..03-15", "2025-11-14", false},
		{"11-15..03-15", "2025-11-15", true},
		{"11-15..03-15", "2025-12-31", true},
		{"11-15..03-15", "2026-01-01", true},
		{"11-15..03-15", "2026-03-15", true},
		{"11-15..03-15", "2026-03-16", false},
		{"06-01..08-31", "2025-06-01", true},
		{"06-01..08-31", "2025-08-31", true},
		{"06-01..08-31", "2025-09-01", false},
		{"05-09..05-09", "2025-05-09", true},
		{"05-09..05-09", "2025-05-10", false},
		{"12-01..02-29", "2024-02-29", true},
		{"12-01..02-29", "2025-02-28", true},
		{"12-01..02-29", "2025-03-01", false},
		{"12-01..02-28", "2024-02-29", false},
		{"02-29..03-01", "2025-02-28", true},
		{"02-29..03-01", "2024-02-28", false},
		{"02-29..02-29", "2025-02-28", true},
		{"02-29..02-29", "2024-02-29", true},
		{"02-29..02-29", "2024-02-28", false},
	} {
		var s Season
		if err := s.UnmarshalText([]byte(c.season)); err != nil {
			t.Fatal(err)
		}
		d, err := ParseDate(c.date)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Contains(d); got != c.want {
			t.Errorf("%s contains %s = %v, want %v", s, d, got, c.want)
		}
	}
}

func TestBadSeasonsSayHowToWriteThem(t *testing.T) {
	// A season that cannot be read names its form, and what is kept is unchanged.
	t.Parallel()
	for text, want := range map[string]string{
		"11-15":         `first and last day like "11-15..03-15"`,
		"11-15..3-15":   `month and day like "03-15"`,
		"15-11..03-15":  "is in no year",
		"11-15..02-30":  "is in no year",
		"11-00..03-15":  "is in no year",
		"nov 15..03-15": `month and day like "03-15"`,
		"":              "is not a season",
	} {
		s := Season{MonthDay{1, 2}, MonthDay{3, 4}}
		err := s.UnmarshalText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || s.From.Day != 2 {
			t.Errorf("reading %q gave %v and %v, want an error with %q", text, s, err, want)
		}
	}
	var m MonthDay
	if err := m.UnmarshalText([]byte("02-29")); err != nil || m != (MonthDay{time.February, 29}) {
		t.Errorf("02-29 was read as %v, %v", m, err)
	}
	if err := m.UnmarshalText([]byte("2-29")); err == nil {
		t.Error("2-29 was read")
	}
}

func TestSeasonComesBackFromText(t *testing.T) {
	// A season printed and read again is the same season.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from, to := anyDate(2000, 2000).Draw(t, "from"), anyDate(2000, 2000).Draw(t, "to")
		s := Season{MonthDay{from.Month, from.Day}, MonthDay{to.Month, to.Day}}
		text, _ := s.MarshalText()
		if back, err := ParseSeason(string(text)); err != nil || back != s {
			t.Fatalf("%q came back as %v, %v", text, back, err)
		}
		end, _ := s.To.MarshalText()
		if back, err := ParseMonthDay(string(end)); err != nil || back != s.To {
			t.Fatalf("%q came back as %v, %v", end, back, err)
		}
	})
}

func TestMonthsLater(t *testing.T) {
	// A month later is the same day, or the last one of a shorter month; back and forth over New Year.
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-01-31", 1, "2025-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2025-11-15", 3, "2026-02-15"},
		{"2025-02-15", -3, "2024-11-15"},
		{"2025-12-31", 0, "2025-12-31"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2025-12-01", 24, "2027-12-01"},
	} {
		d, err := ParseDate(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s and %d months are %s, want %s", c.from, c.n, got, c.want)
		}
	}
}
