package calendar

import (
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

// Days is a set of days of the week, written "mon-fri", "sat, sun" or "fri-mon", and "holidays" among them. Bit 0 is
// Monday, bit 6 Sunday, bit 7 a holiday. The zero value means that no days were named, that is, every day.
type Days uint8

// Holiday is the kind of day beside the seven days of the week, Monday being 0.
const Holiday = 7

// Hours is a set of hours of the local day, written "07-23" (from 07:00 until 23:00), "23-07" (over midnight) or
// "07-11, 17-21". Bit h is the hour that starts at h o'clock. The zero value means every hour.
type Hours uint32

// Months is a set of months, written "nov-mar" or "jun, sep-oct". Bit 0 is January. The zero value means every month.
type Months uint16

var (
	dayNames   = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	holidays   = "holidays"
	monthNames = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
)

// UnmarshalText reads days of the week.
func (d *Days) UnmarshalText(text []byte) error {
	var names []string
	var set Days
	for part := range strings.SplitSeq(string(text), ",") {
		if strings.EqualFold(strings.TrimSpace(part), holidays) {
			set |= 1 << Holiday
		} else {
			names = append(names, part)
		}
	}
	if len(names) > 0 {
		week, err := parseNames(strings.Join(names, ","), dayNames, "a day", `"mon-fri", "sat, sun" or "sun, holidays"`)
		if err != nil {
			return err
		}
		set |= Days(week)
	}
	*d = set
	return nil
}

// String writes the days so that they can be read again; "" where none were named.
func (d Days) String() string {
	week := writeRuns(uint32(d&^(1<<Holiday)), len(dayNames), func(first, last int) string { return nameRange(dayNames, first, last) })
	switch {
	case d>>Holiday == 0:
		return week
	case week == "":
		return holidays
	}
	return week + ", " + holidays
}

// UnmarshalText reads months.
func (m *Months) UnmarshalText(text []byte) error {
	set, err := parseNames(string(text), monthNames, "a month", `"nov-mar" or "jun, sep"`)
	if err != nil {
		return err
	}
	*m = Months(set)
	return nil
}

// String writes the months so that they can be read again; "" where none were named.
func (m Months) String() string {
	return writeRuns(uint32(m), len(monthNames), func(first, last int) string { return nameRange(monthNames, first, last) })
}

// UnmarshalText reads ranges of whole hours of the day.
func (h *Hours) UnmarshalText(text []byte) error {
	var set uint32
	for _, part := range strings.Split(string(text), ",") {
		part = strings.TrimSpace(part)
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			return fmt.Errorf(`%q is not a range of hours; write it like "07-23" (from 07:00 until 23:00)`, part)
		}
		from, err := parseHour(strings.TrimSpace(first))
		if err != nil {
			return err
		}
		until, err := parseHour(strings.TrimSpace(last))
		if err != nil {
			return err
		}
		if from == 24 {
			return fmt.Errorf("%q starts at 24; the day starts at 00", part)
		}
		if from == until {
			return fmt.Errorf(`%q is empty; the whole day is "00-24"`, part)
		}
		set |= ring(from, (until+23)%24, 24)
	}
	*h = Hours(set)
	return nil
}

// String writes the hours so that they can be read again; "" where none were named.
func (h Hours) String() string {
	if bits.OnesCount32(uint32(h)) == 24 {
		return "00-24"
	}
	return writeRuns(uint32(h), 24, func(first, last int) string { return fmt.Sprintf("%02d-%02d", first, last+1) })
}

// Has tells whether a kind of day is in the set: 0 Monday to 6 Sunday, or Holiday. Everything is where none were named.
func (d Days) Has(day int) bool { return d == 0 || d>>day&1 == 1 }

// Has tells whether an hour of the local day, 0 to 23, is in the set. Everything is where none were named.
func (h Hours) Has(hour int) bool { return h == 0 || h>>hour&1 == 1 }

// Has tells whether a month, 0 January to 11 December, is in the set. Everything is where none were named.
func (m Months) Has(month int) bool { return m == 0 || m>>month&1 == 1 }

// parseHour reads "7", "07" or "07:00" as an hour from 0 to 24. Minutes are refused: hours are what the axis has.
func parseHour(text string) (int, error) {
	digits, minutes, hasMinutes := strings.Cut(text, ":")
	hour, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 2 || digits[0] == '+' || digits[0] == '-' || hour > 24 {
		return 0, fmt.Errorf(`%q is not an hour of the day from 00 to 24; write a range like "07-23"`, text)
	}
	if hasMinutes && minutes != "00" {
		return 0, fmt.Errorf("%q has minutes; a zone starts and ends on a whole hour", text)
	}
	return hour, nil
}

// parseNames reads a comma-separated list of names and ranges of names. A range may wrap: "fri-mon".
func parseNames(text string, names []string, what, form string) (uint32, error) {
	var set uint32
	for _, part := range strings.Split(text, ",") {
		first, last, isRange := strings.Cut(strings.TrimSpace(part), "-")
		from, err := findName(first, names, what, form)
		if err != nil {
			return 0, err
		}
		to := from
		if isRange {
			if to, err = findName(last, names, what, form); err != nil {
				return 0, err
			}
		}
		set |= ring(from, to, len(names))
	}
	return set, nil
}

// findName looks a three-letter name up, in either case, and refuses any other spelling.
func findName(text string, names []string, what, form string) (int, error) {
	word := strings.ToLower(strings.TrimSpace(text))
	for i, name := range names {
		if word == name {
			return i, nil
		}
	}
	for i, name := range names {
		if strings.HasPrefix(word, name) {
			return 0, fmt.Errorf("%q is not %s; did you mean %s?", text, what, names[i])
		}
	}
	return 0, fmt.Errorf("%q is not %s; write %s with the words %s", text, what, form, strings.Join(names, " "))
}

// ring is the set first, first+1, ... last, counted round a circle of n.
func ring(first, last, n int) uint32 {
	set := uint32(1) << last
	for i := first; i != last; i = (i + 1) % n {
		set |= 1 << i
	}
	return set
}

// writeRuns joins the runs of members of a set, in order.
func writeRuns(set uint32, n int, run func(first, last int) string) string {
	var runs []string
	for i := 0; i < n; i++ {
		if set>>i&1 == 0 {
			continue
		}
		first := i
		for i+1 < n && set>>(i+1)&1 == 1 {
			i++
		}
		runs = append(runs, run(first, i))
	}
	return strings.Join(runs, ", ")
}

func nameRange(names []string, first, last int) string {
	if first == last {
		return names[first]
	}
	return names[first] + "-" + names[last]
}
