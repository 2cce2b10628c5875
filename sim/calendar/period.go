package calendar

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// A Per is the length of a budget or billing period.
type Per string

// The periods that rules are written for.
const (
	Daily     Per = "day"
	Weekly    Per = "week" // of ISO 8601, from Monday
	Monthly   Per = "month"
	Quarterly Per = "quarter"
	Yearly    Per = "year"
	Seasonal  Per = "season" // each occurrence of a season, also over New Year
	Dated     Per = "dates"  // all days from one date to another
)

// Pers returns every Per, those of the calendar first, from the shortest on.
func Pers() []Per { return []Per{Daily, Weekly, Monthly, Quarterly, Yearly, Seasonal, Dated} }

// UnmarshalText reads one of the words of Pers.
func (p *Per) UnmarshalText(text []byte) error {
	var words []string
	for _, known := range Pers() {
		if string(text) == string(known) {
			*p = known
			return nil
		}
		words = append(words, string(known))
	}
	return fmt.Errorf("%q is not a period; write one of %s", text, strings.Join(words, ", "))
}

// A Period is one day, week, month, quarter or year of a zone, cut to a season and to dates, one occurrence of the
// season, cut to dates, or the dates themselves.
type Period struct {
	Label    string   // "2025-01-31", "2025-W05", "2025-01", "2025-Q1", "2025", or first and last day, "2025-11-15..2026-03-15"
	From, To int      // first hour and hour after the last one on the axis
	Spans    [][2]int // its hours on the axis, half open, in order, never empty: a season over New Year splits a year
	Inside   int      // number of its hours on the axis, the sum of Spans
	Whole    int      // number of its hours whether on the axis or not; Inside over Whole is the share to prorate by
}

// Periods returns the periods of a kind, cut to the days of a season and to the dates from and to (both inclusive;
// nil means no cut), in order, without those that have no hour on the axis. Seasonal needs a season, Dated needs
// both dates; it panics without.
func (c *Civil) Periods(per Per, in *Season, from, to *Date) []Period {
	if per == Seasonal && in == nil || per == Dated && (from == nil || to == nil) {
		panic("calendar: a period by season needs a season, one by dates both dates")
	}
	w := window{per, in, from, to}
	hours := len(c.Day)
	var list []Period
	index := map[int]int{} // first day of the period -> position in list
	for r := range w.runs(c) {
		date := dateOfDay(r.day)
		if !w.holds(date) {
			continue
		}
		start := w.start(date)
		i, seen := index[start]
		if !seen {
			i = len(list)
			index[start] = i
			list = append(list, Period{})
		}
		list[i].add(r, hours)
		if list[i].Inside > 0 && list[i].Label == "" {
			list[i].Label = w.label(start)
		}
	}
	kept := list[:0]
	for _, p := range list {
		if p.Inside > 0 {
			p.From, p.To = p.Spans[0][0], p.Spans[len(p.Spans)-1][1]
			kept = append(kept, p)
		}
	}
	return kept
}

// add counts the hours of r, and appends those of an axis with that many hours to the spans.
func (p *Period) add(r run, hours int) {
	p.Whole += r.to - r.from
	from, to := max(r.from, 0), min(r.to, hours)
	if from >= to {
		return
	}
	p.Inside += to - from
	if n := len(p.Spans); n > 0 && p.Spans[n-1][1] == from {
		p.Spans[n-1][1] = to
		return
	}
	p.Spans = append(p.Spans, [2]int{from, to})
}

// A window is what Periods are asked for.
type window struct {
	per      Per
	in       *Season
	from, to *Date
}

// runs returns the hours that can be in a period that has hours on the axis.
func (w window) runs(c *Civil) iter.Seq[run] {
	if len(c.Day) == 0 {
		return slices.Values(c.wide)
	}
	first, last := c.Date[0], c.Date[len(c.Date)-1]
	if w.per == Seasonal { // begins in the year before at the earliest, and ends in the year after
		return runs(c.start, Date{first.Year - 1, time.January, 1}.AddDays(-7), Date{last.Year + 2, time.January, 1}.AddDays(8), c.Zone)
	}
	if w.per == Dated {
		return runs(c.start, w.from.AddDays(-7), w.to.AddDays(8), c.Zone)
	}
	return slices.Values(c.wide)
}

// holds tells whether a day lies in the season and the dates.
func (w window) holds(d Date) bool {
	return (w.in == nil || w.in.Contains(d)) && (w.from == nil || !d.Before(*w.from)) && (w.to == nil || !w.to.Before(d))
}

// start returns the first day, counted from 1970-01-01, of the period that holds a date.
func (w window) start(d Date) int {
	switch w.per {
	case Daily:
		return d.Days()
	case Weekly:
		return monday(d.Days())
	case Monthly:
		return Date{d.Year, d.Month, 1}.Days()
	case Quarterly:
		return Date{d.Year, (d.Month-1)/3*3 + 1, 1}.Days()
	case Yearly:
		return Date{d.Year, time.January, 1}.Days()
	case Seasonal:
		first, _ := w.in.occurrence(d)
		return first.Days()
	case Dated:
		return w.from.Days()
	}
	panic(fmt.Sprintf("calendar: no period is called %q", string(w.per)))
}

// label names the period that begins on a day counted from 1970-01-01.
func (w window) label(start int) string {
	d := dateOfDay(start)
	switch w.per {
	case Daily:
		return d.String()
	case Weekly:
		year, week := isoWeek(start)
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Monthly:
		return fmt.Sprintf("%04d-%02d", d.Year, int(d.Month))
	case Quarterly:
		return fmt.Sprintf("%04d-Q%d", d.Year, int(d.Month-1)/3+1)
	case Yearly:
		return fmt.Sprintf("%04d", d.Year)
	case Seasonal:
		first, last := w.in.occurrence(d)
		return first.String() + ".." + last.String()
	case Dated:
		return d.String() + ".." + w.to.String()
	}
	panic(fmt.Sprintf("calendar: no period is called %q", string(w.per)))
}
