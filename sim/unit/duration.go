package unit

import (
	"fmt"
	"strings"
)

// HoursPerYear is the length of a year in rates: 365.25 days of 24 hours.
const HoursPerYear = 8766

// Duration is a span of time as it was written, zero or more: "3 years", "6 months", "90 days", "12 h", "1 year 6
// months". Years, months and days are kept apart because their length depends on the calendar they are laid on.
type Duration struct {
	Years, Months, Days, Hours float64
}

// duration knows the words of a duration; exp is the place of a part, not a power of ten.
var duration = dimension{
	noun: "a duration", example: "3 years", sign: notNegative,
	units: []scale{{"years", 0}, {"year", 0}, {"months", 1}, {"month", 1}, {"days", 2}, {"day", 2}, {"h", 3}, {"hours", 3}, {"hour", 3}},
	print: []scale{{"years", 0}, {"months", 1}, {"days", 2}, {"h", 3}},
	bares: []bare{{always, []string{"years", "months", "days", "h"}, false}},
}

// ParseDuration reads one or more parts, from years down to hours, each at most once.
func ParseDuration(text string) (Duration, error) {
	if len(text) > longest {
		return Duration{}, fmt.Errorf("a text of %d bytes is not %s; write it like %q", len(text), duration.noun, duration.example)
	}
	var d Duration
	parts := []*float64{&d.Years, &d.Months, &d.Days, &d.Hours}
	next := 0 // the largest part that may still come
	rest := text
	for first := true; first || strings.Trim(rest, " ") != ""; first = false {
		var part string
		part, rest = cutPart(rest)
		number, name, err := duration.split(part)
		if err != nil {
			return Duration{}, err
		}
		place, _, ok := duration.find(name)
		if !ok {
			return Duration{}, notHours(part, number, name)
		}
		if place < next {
			return Duration{}, fmt.Errorf("%q repeats or mixes its parts; write years, months, days and hours in that order, each once", text)
		}
		v, err := parseShifted(number, 0)
		if err != nil {
			return Duration{}, fmt.Errorf("%q is %w; %s is written like %q", text, err, duration.noun, duration.example)
		}
		if v < 0 {
			return Duration{}, fmt.Errorf("%q is negative; %s is written like %q", text, duration.noun, duration.example)
		}
		*parts[place], next = v, place+1
	}
	return d, nil
}

// notHours says why the unit of a part is none of a duration; minutes are told in hours, weeks in days.
func notHours(part, number, name string) error {
	minutes, err := parseShifted(number, 0)
	if (name == "weeks" || name == "week") && err == nil && minutes >= 0 {
		return fmt.Errorf("%q is in weeks, and durations are counted in days; write %q", part, formatShifted(7*minutes, 0)+" days")
	}
	if _, _, ok := minutesOf.find(name); !ok || err != nil || minutes < 0 {
		return duration.misfit(part, number, name)
	}
	return fmt.Errorf("%q is in minutes, and durations are counted in hours or more; write %q", part, formatShifted(minutes/60, 0)+" h")
}

// cutPart cuts "1 year 6 months" after the first word.
func cutPart(text string) (part, rest string) {
	text = strings.TrimLeft(text, " ")
	number := scanNumber(text)
	after := strings.TrimLeft(text[len(number):], " ")
	if number == "" || digits(after) > 0 {
		return text, ""
	}
	start := len(text) - len(after)
	if i := strings.IndexByte(after, ' '); i >= 0 {
		return text[:start+i], after[i:]
	}
	return text, ""
}

// InHours returns the length in hours where no calendar is at hand: a year counts 8,766 h, a month a twelfth of
// that, a day 24 h.
func (d Duration) InHours() float64 {
	return d.Years*HoursPerYear + d.Months*(HoursPerYear/12.0) + d.Days*24 + d.Hours
}

// InYears returns the length in years of 8,766 h.
func (d Duration) InYears() float64 { return d.InHours() / HoursPerYear }

// String prints the duration as ParseDuration reads it.
func (d Duration) String() string {
	var parts []string
	add := func(v float64, one, many string) {
		if v == 1 {
			parts = append(parts, "1 "+one)
		} else if v != 0 {
			parts = append(parts, formatShifted(v, 0)+" "+many)
		}
	}
	add(d.Years, "year", "years")
	add(d.Months, "month", "months")
	add(d.Days, "day", "days")
	add(d.Hours, "h", "h")
	if parts == nil {
		return "0 h"
	}
	return strings.Join(parts, " ")
}

// UnmarshalText reads a duration as ParseDuration does.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDuration(string(text))
	return err
}

// Minutes is a short span of time in minutes, zero or more: "10 min".
type Minutes float64

var minutesOf = dimension{noun: "a time in minutes", example: "10 min", sign: notNegative, units: []scale{{"min", 0}}}

// ParseMinutes reads a number of minutes.
func ParseMinutes(text string) (Minutes, error) {
	q, err := minutesOf.parse(text)
	return Minutes(q.value), err
}

// String prints the minutes as ParseMinutes reads them.
func (m Minutes) String() string { return minutesOf.format(quantity{value: float64(m)}) }

// UnmarshalText reads minutes as ParseMinutes does.
func (m *Minutes) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMinutes(string(text))
	return err
}
