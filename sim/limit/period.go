package limit

import (
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// checkPer returns what is missing for a period to be known.
func (w Window) checkPer(at *conf.Node, per calendar.Per) []conf.Problem {
	problem := func(format string, args ...any) []conf.Problem {
		return []conf.Problem{conf.Problemf(at.Get("per"), format, args...)}
	}
	switch {
	case per == calendar.Seasonal && w.Season == nil:
		return problem(`a limit per season needs to know the season; add for example "season: 11-15..03-15", or write "per: year"`)
	case per == calendar.Dated && w.From == nil && w.To == nil:
		return problem(`a limit over dates needs the first and the last day; add for example "from: 2025-11-15" and "to: 2026-03-15"`)
	case per == calendar.Dated && w.From == nil:
		return problem(`a limit over dates needs its first day too; add for example "from: %s"`, w.To.AddDays(-364))
	case per == calendar.Dated && w.To == nil:
		return problem(`a limit over dates needs its last day too; add for example "to: %s"`, w.From.AddDays(364))
	}
	return nil
}

// perText says how often: "per month", "in all".
func perText(per calendar.Per) string {
	if per == calendar.Dated {
		return "in all"
	}
	return "per " + string(per)
}

// longest returns the most hours of a window that one period can have, as days of 24 hours.
func (w Window) longest(per calendar.Per) int {
	days := map[calendar.Per]int{calendar.Daily: 1, calendar.Weekly: 7, calendar.Monthly: 31, calendar.Quarterly: 92, calendar.Yearly: 366, calendar.Seasonal: 366}[per]
	if w.From != nil && w.To != nil {
		if dates := w.To.Days() - w.From.Days() + 1; per == calendar.Dated || dates < days {
			days = dates
		}
	}
	if w.Season == nil || per == calendar.Dated && days > 366 {
		return 24 * days
	}
	inYear := 0
	for d := (calendar.Date{Year: 2024, Month: 1, Day: 1}); d.Year == 2024; d = d.AddDays(1) { // a leap year
		if w.Season.Contains(d) {
			inYear++
		}
	}
	return 24 * min(days, inYear)
}

// part is the share of n that a period has which the horizon cuts, rounded up: a right is not lost by the end of a run.
func part(n int, p *calendar.Period) int {
	return (n*p.Inside + p.Whole - 1) / p.Whole
}
