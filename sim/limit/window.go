package limit

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// Window is when a limit applies: on the civil days from From to To that lie in the season, all ends inclusive. What is
// nil does not restrict.
type Window struct {
	From   *calendar.Date   `yaml:"from,omitempty"`
	To     *calendar.Date   `yaml:"to,omitempty"`
	Season *calendar.Season `yaml:"season,omitempty"`
}

// Dates is a window that no season restricts.
type Dates struct {
	From *calendar.Date `yaml:"from,omitempty"`
	To   *calendar.Date `yaml:"to,omitempty"`
}

// Contains reports whether the limit applies on a civil day.
func (d Dates) Contains(date calendar.Date) bool { return d.window().Contains(date) }

func (d Dates) window() Window { return Window{From: d.From, To: d.To} }

// Contains reports whether the limit applies on a civil day.
func (w Window) Contains(d calendar.Date) bool {
	return (w.From == nil || !d.Before(*w.From)) && (w.To == nil || !w.To.Before(d)) && (w.Season == nil || w.Season.Contains(d))
}

// Hours reports for every hour of the axis whether the limit applies in it, by the clocks of c.
func (w Window) Hours(c *calendar.Civil) []bool {
	days := make([]bool, len(c.Date))
	for i, d := range c.Date {
		days[i] = w.Contains(d)
	}
	hours := make([]bool, len(c.Day))
	for t, day := range c.Day {
		hours[t] = days[day]
	}
	return hours
}

// Always reports whether the window does not restrict.
func (w Window) Always() bool { return w == Window{} }

// check returns what is wrong with the window.
func (w Window) check(at *conf.Node) []conf.Problem {
	if w.From == nil || w.To == nil {
		return nil
	}
	if w.To.Before(*w.From) {
		return []conf.Problem{conf.Problemf(at.Get("to"), "%s is before %s, where the limit begins; %s", w.To, w.From, w.turned())}
	}
	if w.Season == nil || w.To.Days()-w.From.Days() >= 366 { // every day of the year is among them
		return nil
	}
	for d := *w.From; !w.To.Before(d); d = d.AddDays(1) {
		if w.Season.Contains(d) {
			return nil
		}
	}
	return []conf.Problem{conf.Problemf(at.Get("season"), "%s never occurs between %s and %s, so the limit would do nothing; "+
		`leave from and to out for every year, or write "to: %s" to reach the next one`, w.Season, w.From, w.To, w.nextEnd())}
}

// nextEnd is the last day of the first season after the window.
func (w Window) nextEnd() calendar.Date {
	last := *w.To
	for !w.Season.Contains(last) {
		last = last.AddDays(1)
	}
	for days := 0; days < 366 && w.Season.Contains(last.AddDays(1)); days++ {
		last = last.AddDays(1)
	}
	return last
}

// turned says what may be meant by an end before the start: a season over New Year, or an end a year later; else
// the two are swapped.
func (w Window) turned() string {
	first, last := calendar.MonthDay{Month: w.From.Month, Day: w.From.Day}, calendar.MonthDay{Month: w.To.Month, Day: w.To.Day}
	next := calendar.Date{Year: w.From.Year + 1, Month: w.To.Month, Day: w.To.Day}
	if w.From.Year != w.To.Year || w.Season != nil || next.Days()-w.From.Days() > 250 {
		return "swap them"
	}
	if _, err := calendar.ParseDate(next.String()); err != nil { // 29 February
		next = next.AddDays(-1)
	}
	return fmt.Sprintf(`write "season: %s" in place of both for days that return every year, "to: %s" for one time over New Year, or swap them`,
		calendar.Season{From: first, To: last}, next)
}

// returns reports whether a value is a day without a year.
func returns(n *conf.Node) bool {
	if n == nil {
		return false
	}
	_, err := calendar.ParseMonthDay(n.Text)
	return err == nil
}

// describe says when the limit applies: "15 November to 15 March, from 1 January 2025"; "at all times".
func (w Window) describe() string {
	text := ""
	if w.Season != nil {
		text = seasonText(*w.Season)
	}
	switch {
	case w.From != nil && w.To != nil && *w.From == *w.To:
		return join(text, "on "+dateText(*w.From))
	case w.From != nil && w.To != nil:
		return join(text, "from "+dateText(*w.From)+" until "+dateText(*w.To))
	case w.From != nil:
		return join(text, "from "+dateText(*w.From)+" on")
	case w.To != nil:
		return join(text, "until "+dateText(*w.To))
	case text == "":
		return "at all times"
	}
	return text
}

// limits says when the limit applies, "" where that is always.
func (w Window) limits() string {
	if w.Always() {
		return ""
	}
	return w.describe()
}

func seasonText(s calendar.Season) string {
	if s.From == s.To {
		return "on " + monthDayText(s.From) + " of each year"
	}
	return monthDayText(s.From) + " to " + monthDayText(s.To)
}

func monthDayText(m calendar.MonthDay) string {
	if m.Month == 2 && m.Day == 29 {
		return "the last day of February"
	}
	return fmt.Sprintf("%d %s", m.Day, m.Month)
}

func dateText(d calendar.Date) string { return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year) }

func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + ", " + b
}
