package calendar

import (
	"fmt"
	"strings"
	"time"
)

// A MonthDay is a day that returns every year. 02-29 means the last day of February, in leap years and in others.
type MonthDay struct {
	Month time.Month
	Day   int
}

// ParseMonthDay reads a day of the year written like "11-15", the month first.
func ParseMonthDay(s string) (MonthDay, error) {
	text := strings.TrimSpace(s)
	if len(text) != 5 || !isDate("2000-"+text) {
		return MonthDay{}, fmt.Errorf("%q is not a day of the year; write month and day like \"03-15\"", s)
	}
	month, day := number(text[:2]), number(text[3:])
	if month < 1 || month > 12 || day < 1 || day > lastDay(2000, time.Month(month)) {
		return MonthDay{}, fmt.Errorf("%q is in no year; write month and day like \"03-15\"", s)
	}
	return MonthDay{time.Month(month), day}, nil
}

// String prints the day as ParseMonthDay reads it.
func (m MonthDay) String() string { return fmt.Sprintf("%02d-%02d", int(m.Month), m.Day) }

// MarshalText prints the day as ParseMonthDay reads it.
func (m MonthDay) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the day like ParseMonthDay.
func (m *MonthDay) UnmarshalText(text []byte) error {
	got, err := ParseMonthDay(string(text))
	if err == nil {
		*m = got
	}
	return err
}

// before tells whether m is earlier in the year than n.
func (m MonthDay) before(n MonthDay) bool {
	return m.Month < n.Month || m.Month == n.Month && m.Day < n.Day
}

// in returns the day that m is in a year: itself, save that 02-29 is 02-28 outside leap years.
func (m MonthDay) in(year int) MonthDay {
	return MonthDay{m.Month, min(m.Day, lastDay(year, m.Month))}
}

// A Season is a span of days that returns every year, both ends inclusive. Where To is earlier in the year than From
// the span runs over the New Year.
type Season struct{ From, To MonthDay }

// ParseSeason reads a season written like "11-15..03-15".
func ParseSeason(s string) (Season, error) {
	from, to, found := strings.Cut(s, "..")
	if !found {
		return Season{}, fmt.Errorf("%q is not a season; write its first and last day like \"11-15..03-15\"", s)
	}
	var season Season
	var err error
	if season.From, err = ParseMonthDay(from); err != nil {
		return Season{}, fmt.Errorf("the season %q: %w", s, err)
	}
	if season.To, err = ParseMonthDay(to); err != nil {
		return Season{}, fmt.Errorf("the season %q: %w", s, err)
	}
	return season, nil
}

// String prints the season as ParseSeason reads it.
func (s Season) String() string { return s.From.String() + ".." + s.To.String() }

// MarshalText prints the season as ParseSeason reads it.
func (s Season) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the season like ParseSeason.
func (s *Season) UnmarshalText(text []byte) error {
	got, err := ParseSeason(string(text))
	if err == nil {
		*s = got
	}
	return err
}

// Contains tells whether the day lies in the season, its first and last day included.
func (s Season) Contains(d Date) bool {
	day := MonthDay{d.Month, d.Day}
	from, to := s.From.in(d.Year), s.To.in(d.Year)
	if s.To.before(s.From) {
		return !day.before(from) || !to.before(day)
	}
	return !day.before(from) && !to.before(day)
}

// occurrence returns the first and the last day of the season around one of its days. A season of all days but
// those before its first one, 07-01..06-30, occurs anew every year; where 02-28 would both end one and begin the
// next, it begins.
func (s Season) occurrence(d Date) (first, last Date) {
	on := func(m MonthDay, year int) Date {
		m = m.in(year)
		return Date{year, m.Month, m.Day}
	}
	if !s.To.before(s.From) {
		return on(s.From, d.Year), on(s.To, d.Year)
	}
	year := d.Year
	if d.Before(on(s.From, year)) {
		year--
	}
	first, last = on(s.From, year), on(s.To, year+1)
	if next := on(s.From, year+1); !last.Before(next) {
		last = next.AddDays(-1)
	}
	return first, last
}
