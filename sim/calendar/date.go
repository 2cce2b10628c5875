package calendar

import (
	"fmt"
	"strings"
	"time"
)

// A Date is a civil day of the Gregorian calendar. The zero Date means "none".
type Date struct {
	Year  int // 1 to 9999
	Month time.Month
	Day   int // 1 to 31
}

// ParseDate reads a date written like "2025-01-31" (ISO 8601).
func ParseDate(s string) (Date, error) {
	text := strings.TrimSpace(s)
	var d Date
	var month int
	if len(text) >= 10 && isDate(text[:10]) {
		d.Year, month, d.Day = number(text[:4]), number(text[5:7]), number(text[8:10])
		d.Month = time.Month(month)
	} else {
		return Date{}, fmt.Errorf("%q is not a date; write it like \"2025-01-31\"", s)
	}
	if len(text) > 10 {
		return Date{}, fmt.Errorf("%q has more than a date; write the day alone: %q", s, text[:10])
	}
	if d.Year < 1 || month < 1 || month > 12 {
		return Date{}, fmt.Errorf("%q is not a date; the month after the year runs from 01 to 12, as in \"2025-01-31\"", s)
	}
	if last := lastDay(d.Year, d.Month); d.Day < 1 || d.Day > last {
		return Date{}, fmt.Errorf("%q does not exist; %s %d has %d days", s, d.Month, d.Year, last)
	}
	return d, nil
}

// isDate tells whether s, of ten bytes, has the form dddd-dd-dd.
func isDate(s string) bool {
	for i := range len(s) {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return false
			}
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// number reads a string of digits.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// lastDay returns the number of days of a month.
func lastDay(year int, month time.Month) int {
	switch month {
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	}
	return 31
}

// DateOf returns the civil day that at shows in its own location.
func DateOf(at time.Time) Date {
	y, m, d := at.Date()
	return Date{y, m, d}
}

// String prints the date as ParseDate reads it, and nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText prints the date as ParseDate reads it, and nothing for the zero Date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the date like ParseDate.
func (d *Date) UnmarshalText(text []byte) error {
	got, err := ParseDate(string(text))
	if err == nil {
		*d = got
	}
	return err
}

// IsZero tells whether d is the zero Date, which means "none".
func (d Date) IsZero() bool { return d == Date{} }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// AddDays returns the date n days later, or earlier where n is negative.
func (d Date) AddDays(n int) Date { return dateOfDay(d.Days() + n) }

// AddMonths returns the same day n months later, or the last day of that month where it is shorter; n may be negative.
func (d Date) AddMonths(n int) Date {
	month := monthOf(d) + n
	year, of := floorDiv(month, 12), time.Month(month-12*floorDiv(month, 12)+1)
	return Date{year, of, min(d.Day, lastDay(year, of))}
}

// Days returns the number of days since 1970-01-01, negative before it.
func (d Date) Days() int {
	// Days of a year that begins in March, so that a leap day is its last: the count by Howard Hinnant,
	// "chrono-Compatible Low-Level Date Algorithms" (2013), days_from_civil.
	y := d.Year
	m := int(d.Month) - 3
	if m < 0 {
		m += 12
		y--
	}
	era := floorDiv(y, 400)
	yearOfEra := y - era*400
	dayOfYear := (153*m+2)/5 + d.Day - 1
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// dateOfDay is the inverse of Date.Days (civil_from_days of the same source).
func dateOfDay(days int) Date {
	days += 719468
	era := floorDiv(days, 146097)
	dayOfEra := days - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	d := Date{Year: yearOfEra + era*400, Month: time.Month(m + 3), Day: dayOfYear - (153*m+2)/5 + 1}
	if d.Month > 12 {
		d.Month -= 12
		d.Year++
	}
	return d
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return weekday(d.Days()) }

// weekday returns the day of the week of a day counted from 1970-01-01, a Thursday.
func weekday(day int) time.Weekday { return time.Weekday(day + 4 - 7*floorDiv(day+4, 7)) }

// ISOWeek returns the week of ISO 8601 that holds d, 1 to 53, and the year that this week is counted in.
func (d Date) ISOWeek() (year, week int) { return isoWeek(d.Days()) }

// isoWeek is Date.ISOWeek for a day counted from 1970-01-01: a week belongs to the year of its Thursday.
func isoWeek(day int) (year, week int) {
	thursday := monday(day) + 3
	year = dateOfDay(thursday).Year
	return year, (thursday-Date{year, time.January, 1}.Days())/7 + 1
}

// monday returns the Monday on or before a day, both counted from 1970-01-01.
func monday(day int) int { return day - (int(weekday(day))+6)%7 }

// WeekDate returns the day of an ISO week: ISO year, week from 1, weekday.
func WeekDate(year, week int, day time.Weekday) Date {
	first := monday(Date{year, time.January, 4}.Days()) // 4 January is always in week 1
	return dateOfDay(first + 7*(week-1) + (int(day)+6)%7)
}

// In returns the first instant, in UTC, at which clocks of the zone show d or a later day: local midnight, or the end
// of the jump where clocks skipped it. A nil zone is UTC.
func (d Date) In(zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	midnight := int64(d.Days()) * 86400
	at := time.Unix(midnight-26*3600, 0).In(zone) // no zone is further than 26 h from UTC
	for {
		_, offset := at.Zone()
		end := offsetEnd(at)
		want := time.Unix(midnight-int64(offset), 0)
		if want.Before(at) {
			return at.UTC() // midnight fell into the jump before this offset began
		}
		if end.IsZero() || want.Before(end) {
			return want.UTC()
		}
		at = end
	}
}

// floorDiv returns the quotient rounded towards minus infinity; b is positive.
func floorDiv[T int | int64](a, b T) T {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
