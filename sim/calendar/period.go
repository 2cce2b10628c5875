package calendar

import (
	"fmt"
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
)

// Pers returns every Per, the shortest first.
func Pers() []Per { return []Per{Daily, Weekly, Monthly, Quarterly, Yearly} }

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

// A Period is one day, week, month, quarter or year of a zone, cut to a season and to dates.
type Period struct {
	Label    string   // "2025-01-31", "2025-W05", "2025-01", "2025-Q1" or "2025"
	From, To int      // first hour and hour after the last one on the axis
	Spans    [][2]int // its hours on the axis, half open, in order, never empty: a season over New Year splits a year
	Inside   int      // number of its hours on the axis, the sum of Spans
	Whole    int      // number of its hours whether on the axis or not; Inside over Whole is the share to prorate by
}

// Periods returns the periods of a kind, cut to the days of a season and to the dates from and to (both inclusive; nil
// means no cut), in order, without those that have no hour on the axis.
func (c *Civil) Periods(per Per, in *Season, from, to *Date) []Period {
	hours := len(c.Day)
	var list []Period
	index := map[int]int{} // first day of the period -> position in list
	for _, r := range c.wide {
		date := dateOfDay(r.day)
		if in != nil && !in.Contains(date) || from != nil && date.Before(*from) || to != nil && to.Before(date) {
			continue
		}
		start := per.start(date)
		i, seen := index[start]
		if !seen {
			i = len(list)
			index[start] = i
			list = append(list, Period{})
		}
		list[i].add(r, hours)
		if list[i].Inside > 0 && list[i].Label == "" {
			list[i].Label = per.label(start)
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

// start returns the first day, counted from 1970-01-01, of the period that holds a date.
func (p Per) start(d Date) int {
	switch p {
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
	}
	panic(fmt.Sprintf("calendar: no period is called %q", string(p)))
}

// label names the period that begins on a day counted from 1970-01-01.
func (p Per) label(start int) string {
	d := dateOfDay(start)
	switch p {
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
	}
	panic(fmt.Sprintf("calendar: no period is called %q", string(p)))
}
