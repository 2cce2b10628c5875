package tariff

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

const (
	maxZones     = 600       // twelve months, two kinds of day and 24 hours make 576
	mostSpecific = 3         // days, hours, and months or season all stated
	allHours     = 1<<24 - 1 // bits of a whole day
)

// When says in which hours a row of a table holds. What is not stated does not restrict.
type When struct {
	Days   calendar.Days    `yaml:"days,omitempty"`   // of the week, and holidays
	Hours  calendar.Hours   `yaml:"hours,omitempty"`  // of the local day
	Months calendar.Months  `yaml:"months,omitempty"` // or Season, not both
	Season *calendar.Season `yaml:"season,omitempty"` // both ends inclusive
}

// Check returns what is wrong with one row by itself.
func (w *When) Check(at *conf.Node) []conf.Problem {
	if w.Months != 0 && w.Season != nil {
		return []conf.Problem{conf.Problemf(at.Get("season"), "months and season say the same thing twice; keep one of them")}
	}
	return nil
}

// level counts what is stated of days, hours, and months or season: 0 for the catch-all, 3 at most.
func (w *When) level() int {
	n := 0
	if w.Days != 0 {
		n++
	}
	if w.Hours != 0 {
		n++
	}
	if w.Months != 0 || w.Season != nil {
		n++
	}
	return n
}

// onDay reports whether the row covers some of a date that is such a kind of day (0 Monday, 7 a holiday).
func (w *When) onDay(date calendar.Date, day int) bool {
	return w.Days.Has(day) && w.Months.Has(int(date.Month)-1) && (w.Season == nil || w.Season.Contains(date))
}

// hours returns the hours of a day that the row covers.
func (w *When) hours() uint32 {
	if w.Hours == 0 {
		return allHours
	}
	return uint32(w.Hours)
}

// when says when the row holds: "mon-fri 07-23 nov-mar"; "in other hours" for the catch-all.
func (w *When) when() string {
	var words []string
	if w.Days != 0 {
		words = append(words, w.Days.String())
	}
	if w.Hours != 0 {
		words = append(words, w.Hours.String())
	}
	if w.Months != 0 {
		words = append(words, w.Months.String())
	}
	if w.Season != nil {
		words = append(words, w.Season.String())
	}
	if len(words) == 0 {
		return "in other hours"
	}
	return strings.Join(words, " ")
}

// A timetable lays rows over the hours of a year. An hour belongs to the most specific row that covers it: the one that
// states the most of days, hours, and months or season. Where a row names holidays, a holiday is a kind of day of its
// own, whatever its weekday; otherwise it is a day like its neighbours.
type timetable []When

// kinds is the number of kinds of days that the table tells apart.
func (tt timetable) kinds() int {
	for _, w := range tt {
		if w.Days>>calendar.Holiday != 0 {
			return calendar.Holiday + 1
		}
	}
	return calendar.Holiday
}

// rows returns the row of every hour of the axis, -1 where none covers it. An hour that a clock change doubles is
// looked up twice and an hour that it skips is not, so rows keep to the wall clock.
func (tt timetable) rows(in Input) ([]int16, error) {
	c := in.Civil
	if tt.kinds() > calendar.Holiday && in.Workdays == nil {
		return nil, errors.New("the table names holidays, but no calendar of holidays is at hand; name the country, or leave them out")
	}
	of := make([]int16, len(c.Day))
	var table [24]int16
	for t, day := range c.Day {
		if t == 0 || day != c.Day[t-1] {
			table = tt.day(c.Date[day], in.Workdays)
		}
		of[t] = table[c.Hour[t]]
	}
	return of, nil
}

// periodsOf returns the function that finds the period of every hour, where a period may have several rows.
func periodsOf(tt timetable, period []int16) func(in Input) ([]int16, error) {
	return func(in Input) ([]int16, error) {
		of, err := tt.rows(in)
		for t, row := range of {
			if row >= 0 {
				of[t] = period[row]
			}
		}
		return of, err
	}
}

// periodNodes lists the places of all rows of a list of periods: each period itself, then its further hours.
func periodNodes(periods *conf.Node) *conf.Node {
	rows := *periods
	rows.Items = nil
	for _, item := range periods.Items {
		rows.Items = append(rows.Items, item)
		if also := item.Get("also"); also != nil {
			rows.Items = append(rows.Items, also.Items...)
		}
	}
	return &rows
}

// day returns the row of each hour of a date, -1 where there is none.
func (tt timetable) day(date calendar.Date, work *calendar.Workdays) (table [24]int16) {
	kind := (int(date.Weekday()) + 6) % 7 // 0 is Monday
	if tt.kinds() > calendar.Holiday && work.Holiday(date) {
		kind = calendar.Holiday
	}
	var covered uint32
	for h := range table {
		table[h] = -1
	}
	for level := mostSpecific; level >= 0; level-- {
		for i := range tt {
			w := &tt[i]
			if w.level() != level || !w.onDay(date, kind) {
				continue
			}
			for mine := w.hours() &^ covered; mine != 0; mine &= mine - 1 {
				table[bits.TrailingZeros32(mine)] = int16(i)
			}
			covered |= w.hours()
		}
	}
	return table
}

// check lays the rows over every date of a common and of a leap year, as any kind of day, and returns each pair of rows
// that claim an hour with the same right and, where every hour needs a row, the first that has none. What is how a row
// is called.
func (tt timetable) check(list *conf.Node, what string, whole bool) []conf.Problem {
	if len(tt) > maxZones {
		return []conf.Problem{conf.Problemf(list, "%d %ss; at most %d can be told apart", len(tt), what, maxZones)}
	}
	s := search{table: tt, list: list, what: what, whole: whole, clash: map[[2]int]bool{}}
	for _, year := range []int{2023, 2024} {
		for date := (calendar.Date{Year: year, Month: time.January, Day: 1}); date.Year == year; date = date.AddDays(1) {
			if !tt.sameAs(date) {
				for day := range tt.kinds() {
					s.day(date, day)
				}
			}
		}
	}
	return s.problems
}

// sameAs reports whether a date is covered as the day before it: in the same month, and at the edge of no season.
func (tt timetable) sameAs(date calendar.Date) bool {
	before := date.AddDays(-1)
	if before.Month != date.Month {
		return false
	}
	for i := range tt {
		if s := tt[i].Season; s != nil && s.Contains(date) != s.Contains(before) {
			return false
		}
	}
	return true
}

// A search collects overlaps and gaps.
type search struct {
	table    timetable
	list     *conf.Node
	what     string
	whole    bool // every hour needs a row
	bare     bool // an hour without one was told
	clash    map[[2]int]bool
	problems []conf.Problem
}

// day looks at a date as one kind of day.
func (s *search) day(date calendar.Date, day int) {
	var covered uint32
	for level := mostSpecific; level >= 0; level-- {
		taken := covered
		for i := range s.table {
			w := &s.table[i]
			if w.level() != level || !w.onDay(date, day) {
				continue
			}
			mine := w.hours() &^ covered
			if both := mine & (taken &^ covered); both != 0 {
				first := s.firstOn(i, date, day, both)
				if !s.clash[[2]int{first, i}] {
					s.clash[[2]int{first, i}] = true
					s.problems = append(s.problems, conf.Problemf(s.list.Items[i],
						"overlaps the %s at line %d in %s, and both state as many of days, hours and months; cut one of them, or state more",
						s.what, s.list.Items[first].Pos.Line, hourOfYear(date, day, both)))
				}
			}
			taken |= mine
		}
		covered = taken
	}
	if missing := uint32(allHours) &^ covered; missing != 0 && s.whole && !s.bare {
		s.bare = true
		s.problems = append(s.problems, conf.Problemf(s.list,
			"no %s covers %s; add a %s with a price alone, which catches the hours that no other %s names",
			s.what, hourOfYear(date, day, missing), s.what, s.what))
	}
}

// firstOn returns the first row before i, of its level, that covers one of the hours on the day.
func (s *search) firstOn(i int, date calendar.Date, day int, hours uint32) int {
	for j := range s.table[:i] {
		if w := &s.table[j]; w.level() == s.table[i].level() && w.onDay(date, day) && w.hours()&hours != 0 {
			return j
		}
	}
	panic("tariff: an overlap without a first row")
}

// hourOfYear names hours of a day for a message: "mon 07-09 in jan".
func hourOfYear(date calendar.Date, day int, hours uint32) string {
	return fmt.Sprintf("%s %s in %s", calendar.Days(1<<day), calendar.Hours(hours), monthName(int(date.Month)-1))
}

// monthName is the name of a month as tables write it: jan for 0.
func monthName(month int) string { return calendar.Months(1 << month).String() }
