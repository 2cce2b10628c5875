package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A SpecialDay is a day of one year that differs from its weekday: off although it is a weekday, or working although it
// is one of the weekend.
type SpecialDay struct {
	Date Date
	Work bool // a working day; otherwise a day off
}

// A HolidayRule says when a holiday is in every year.
type HolidayRule struct {
	On    MonthDay     // of a holiday with a fixed date; the zero value where Week counts
	Month time.Month   // of a holiday that is a certain weekday of a month
	Day   time.Weekday // that weekday
	Week  int          // the first, second, ... of the month; -1 for the last; EveryWeek; 0 where On is the date
	Shift Shift        // what happens where the day falls on a weekend
	From  int          // first year; 0 for no limit
	To    int          // last year; 0 for no limit
}

// EveryWeek is the week of a rule that makes a weekday one of the weekend.
const EveryWeek = 5

// A Shift says what becomes of a holiday that falls on a weekend.
type Shift string

// The shifts. The holiday itself remains a day off in all of them.
const (
	Stays   Shift = ""        // nothing
	Nearest Shift = "nearest" // the day before is off as well or, where that is of the weekend too, the day after
	Next    Shift = "next"    // the next day that would be a working day is off as well
)

// The years for which rules are laid out.
const (
	firstRuleYear = 1900
	lastRuleYear  = 2200
)

// Workdays are the working days of a country: those of its week, but for its holidays, and but for what was decreed for
// single days. It is never changed after it was made, and may be shared.
type Workdays struct {
	days  map[Date]bool // true: works
	dated map[int]bool
	rest  [7]bool // by weekday, Sunday first: the weekend
}

// NewWorkdays lays out the holidays of a country. A year in which any day is special takes those days alone: the
// decree for a year knows what became of its holidays, and no rule adds to it. Rules of EveryWeek are the weekend;
// without one it is Saturday and Sunday.
func NewWorkdays(days []SpecialDay, rules []HolidayRule) *Workdays {
	w := &Workdays{days: map[Date]bool{}, dated: map[int]bool{}}
	for _, r := range rules {
		if r.Week == EveryWeek {
			w.rest[r.Day] = true
		}
	}
	if w.rest == [7]bool{} {
		w.rest[time.Saturday], w.rest[time.Sunday] = true, true
	}
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
		if !r.holds(year) || r.Week == EveryWeek {
			continue
		}
		w.days[r.in(year)] = false
		shifted = append(shifted, r)
	}
	for _, r := range shifted {
		day := r.in(year)
		if !w.weekend(day) {
			continue
		}
		switch r.Shift {
		case Stays:
		case Nearest:
			step := -1
			if w.weekend(day.AddDays(step)) {
				step = 1
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

// weekend tells whether a day is one of the weekend.
func (w *Workdays) weekend(d Date) bool { return w.rest[d.Weekday()] }

// Week names the working days of a week without holidays: "Monday to Friday".
func (w *Workdays) Week() string {
	var runs []string
	for d := range 7 {
		if w.rest[d] || !w.rest[(d+6)%7] {
			continue
		}
		last := d
		for !w.rest[(last+1)%7] {
			last++
		}
		text := time.Weekday(d).String()
		if last > d {
			text += " to " + time.Weekday(last%7).String()
		}
		runs = append(runs, text)
	}
	return strings.Join(runs, ", ")
}

// Works tells whether the day is a working day.
func (w *Workdays) Works(d Date) bool {
	if works, special := w.days[d]; special {
		return works
	}
	return !w.weekend(d)
}

// Holiday tells whether the day is off by a law or a decree, whatever its weekday.
func (w *Workdays) Holiday(d Date) bool {
	works, special := w.days[d]
	return special && !works
}

// Dated tells whether the working days of a year were given day by day, and not by rules that hold for all years.
func (w *Workdays) Dated(year int) bool { return w.dated[year] }

// ParseHolidayRule reads "11-04" (a fixed date), "3rd mon jan", "last mon may", or "every fri" (of the weekend).
func ParseHolidayRule(text string) (HolidayRule, error) {
	parts := strings.Fields(text)
	if len(parts) == 1 {
		on, err := ParseMonthDay(text)
		return HolidayRule{On: on}, err
	}
	var r HolidayRule
	day := -1
	if len(parts) > 1 {
		day = slices.Index([]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}, parts[1])
	}
	if len(parts) == 2 && parts[0] == "every" && day >= 0 {
		return HolidayRule{Week: EveryWeek, Day: time.Weekday(day)}, nil
	}
	if len(parts) == 3 {
		week := slices.Index([]string{"last", "", "1st", "2nd", "3rd", "4th"}, parts[0]) - 1
		month := slices.Index([]string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}, parts[2])
		r = HolidayRule{Week: week, Day: time.Weekday(day), Month: time.Month(month + 1)}
		if week >= -1 && week != 0 && day >= 0 && month >= 0 {
			return r, nil
		}
	}
	return HolidayRule{}, fmt.Errorf("%q is not a rule for a holiday; write it like \"11-04\", \"3rd mon jan\" \"last mon may\", or \"every fri\" for a day of the weekend", text)
}
