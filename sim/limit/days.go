package limit

import (
	"fmt"
	"strings"
	"time"

	"hashwatt/sim/calendar"
)

// Days says on which days calls come: all, working days or days off by the calendar of the site's country, or days
// of the week as tariffs name them. The zero value is all days.
type Days struct {
	week calendar.Days
	word string // working or off; "" for all, and for those of the week
}

// UnmarshalText reads one of the words, or days of the week such as "mon-fri" or "sat, sun, holidays".
func (d *Days) UnmarshalText(text []byte) error {
	switch word := strings.TrimSpace(string(text)); word {
	case "all":
		*d = Days{}
	case "working", "off":
		*d = Days{word: word}
	default:
		var week calendar.Days
		if err := week.UnmarshalText(text); err != nil {
			return fmt.Errorf(`%q are not days; write "working" (by the calendar of the country), "off" (all others), "all", or days of the week as "mon-fri" or "sat, sun, holidays"`, word)
		}
		*d = Days{week: week}
	}
	return nil
}

// String writes the days as they are read.
func (d Days) String() string {
	switch {
	case d.word != "":
		return d.word
	case d.week != 0:
		return d.week.String()
	}
	return "all"
}

// all reports whether every day is among them.
func (d Days) all() bool { return d == Days{} }

// asks reports whether holidays matter.
func (d Days) asks() bool { return d.word != "" || d.week>>calendar.Holiday != 0 }

// has reports whether a date is among them. Where holidays are named among the days of the week, a holiday is a day
// of its own, whatever its weekday.
func (d Days) has(date calendar.Date, work *calendar.Workdays) bool {
	switch {
	case d.word != "":
		return work.Works(date) == (d.word == "working")
	case d.week>>calendar.Holiday != 0 && work.Holiday(date):
		return true
	}
	return d.week.Has(int(date.Weekday()+7-time.Monday) % 7)
}

// text says when: "working days", "sat-sun".
func (d Days) text() string {
	switch d.word {
	case "working":
		return "working days"
	case "off":
		return "days off"
	}
	return d.String()
}
