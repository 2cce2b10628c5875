package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A SpecialDay is a day of one year that differs from its weekday: off although it is a weekday, or working although it
// is a Saturday or Sunday.
type SpecialDay struct {
	Date Date
	Work bool // a working day; otherwise a day off
}

// A HolidayRule says when a holiday is in every year.
type HolidayRule struct {
	On    MonthDay     // of a holiday with a fixed date; the zero value where Week counts
	Month time.Month   // of a holiday that is a certain weekday of a month
	Day   time.Weekday // that weekday
	Week  int          // the first, second, ... of the month; -1 for the last; 0 where On is the date
	Shift Shift        // what happens where the day falls on a weekend
	From  int          // first year; 0 for no limit
	To    int          // last year; 0 for no limit
}

// A Shift says what becomes of a holiday that falls on a Saturday or Sunday.
type Shift string

// The shifts. The holiday itself remains a day off in all of them.
const (
	Stays   Shift = ""        // nothing
	Nearest Shift = "nearest" // the Friday before a Saturday, the Monday after a Sunday are off as well
	Next    Shift = "next"    // the next day that would be a working day is off as well
)

// The years for which rules are laid out.
const (
	firstRuleYear = 1900
	lastRuleYear  = 2200
)

// Workdays are the working days of a country: Monday to Friday, but for its holidays, and but for what was decreed for
// single days. It is never changed after it was made, and may be shared.
type Workdays struct {
	days  map[Date]bool // true: works
	dated map[int]bool
}

// NewWorkdays lays out the holidays of a country. A year in which any day is special takes those days alone: the decree
// for a year knows what became of its holidays, and no rule adds to it. Without days and rules Monday to Friday work.
func NewWorkdays(days []SpecialDay, rules []HolidayRule) *Workdays {
	w := &Workdays{days: map[Date]bool{}, dated: map[int]bool{}}
	for _, d := range days {
		w.days[d.Date] = d.Work
		w.dated[d.Date.Year] = true
	}
	for year := firstRuleYear; year <= lastRuleYear; year++ {
		if !w.dated[year] {
			w.lay(rules, year)
		}
	}
	return w
}

// lay adds the holidays of one year: first all the days themselves, then those that weekends push aside.
func (w *Workdays) lay(rules []HolidayRule, year int) {
	var shifted []HolidayRule
	for _, r := range rules {
		if !r.holds(year) {
			continue
		}
		w.days[r.in(year)] = false
		shifted = append(shifted, r)
	}
	for _, r := range shifted {
		day := r.in(year)
		if !weekend(day) {
			continue
		}
		switch r.Shift {
		case Stays:
		case Nearest:
			step := 1
			if day.Weekday() == time.Saturday {
				step = -1
			}
			w.days[day.AddDays(step)] = false
		case Next:
			for !w.Works(day) {
				day = day.AddDays(1)
			}
			w.days[day] = false
		}
	}
}

// holds tells whether the rule is in force in a year.
func (r HolidayRule) holds(year int) bool {
	return (r.From == 0 || year >= r.From) && (r.To == 0 || year <= r.To)
}

// in returns the day of the holiday in a year.
func (r HolidayRule) in(year int) Date {
	if r.Week == 0 {
		on := r.On.in(year)
		return Date{year, on.Month, on.Day}
	}
	if r.Week < 0 {
		day := Date{year, r.Month, lastDay(year, r.Month)}
		return day.AddDays(-(int(day.Weekday()) - int(r.Day) + 7) % 7)
	}
	day := Date{year, r.Month, 1}
	return day.AddDays((int(r.Day)-int(day.Weekday())+7)%7 + 7*(r.Week-1))
}

func weekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// Works tells whether the day is a working day.
func (w *Workdays) Works(d Date) bool {
	if works, special := w.days[d]; special {
		return works
	}
	return !weekend(d)
}

// Holiday tells whether the day is off by a law or a decree, whatever its weekday.
func (w *Workdays) Holiday(d Date) bool {
	works, special := w.days[d]
	return special && !works
}

// Dated tells whether the working days of a year were given day by day, and not by rules that hold for all years.
func (w *Workdays) Dated(year int) bool { return w.dated[year] }

// ParseHolidayRule reads "11-04" (a fixed date), "3rd mon jan" or "last mon may".
func ParseHolidayRule(text string) (HolidayRule, error) {
	parts := strings.Fields(text)
	if len(parts) == 1 {
		on, err := ParseMonthDay(text)
		return HolidayRule{On: on}, err
	}
	var r HolidayRule
	if len(parts) == 3 {
		week := slices.Index([]string{"last", "", "1st", "2nd", "3rd", "4th"}, parts[0]) - 1
		day := slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, parts[1])
		month := slices.Index([]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}, parts[2])
		r = HolidayRule{Week: week, Day: time.Weekday(day), Month: time.Month(month + 1)}
		if week >= -1 && week != 0 && day >= 0 && month >= 0 {
			return r, nil
		}
	}
	return HolidayRule{}, fmt.Errorf("%q is not a rule for a holiday; write it like \"11-04\", \"3rd mon jan\" or \"last mon may\"", text)
}
