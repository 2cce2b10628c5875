package fit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// daysPerYear is the mean length of a year, 365.25 days: that of the processes.
const daysPerYear = 365.25

// record is the days that a fit looks at.
type record struct {
	name, unit string
	first      calendar.Date
	logs       []float64 // of the values
	steps      []float64 // steps[i] = logs[i+1] - logs[i]
	mean, sd   float64   // of the steps; sd is that of maximum likelihood, by n
	perYear    float64   // steps of a year
}

// drift turns the mean of a step and the variance of a step into the effective annual growth of the mean path, in %.
func (s *record) drift(mean, variance float64) float64 {
	return 100 * math.Expm1(s.perYear*(mean+variance/2))
}

// percentPerYear turns the standard deviation of a step into that of a year, in %.
func (s *record) percentPerYear(sd float64) float64 { return 100 * sd * math.Sqrt(s.perYear) }

// last returns the last day.
func (s *record) last() calendar.Date { return s.first.AddDays(len(s.logs) - 1) }

// newRecord takes the logarithms of a series. The problems name each kind of mistake with its first day.
func newRecord(daily *series.Daily) (*record, error) {
	s := &record{name: daily.Name, unit: daily.Unit, first: daily.First, logs: make([]float64, len(daily.Values)), perYear: daysPerYear}
	bad, firstBad := 0, 0
	for i, v := range daily.Values {
		if !(v > 0) || math.IsInf(v, 0) {
			if bad == 0 {
				firstBad = i
			}
			bad++
			continue
		}
		s.logs[i] = math.Log(v)
	}
	if bad > 0 {
		others := ""
		if bad > 1 {
			others = fmt.Sprintf(" and %d other days", bad-1)
		}
		return nil, problem(s.name, "%s%s: %v has no logarithm, and processes are laws of the logarithm; choose days above zero, with from and to",
			s.first.AddDays(firstBad), others, daily.Values[firstBad])
	}
	if len(s.logs) < fewest {
		return nil, s.tooFew("a fit", fewest)
	}
	s.steps = make([]float64, len(s.logs)-1)
	for i := range s.steps {
		s.steps[i] = s.logs[i+1] - s.logs[i]
	}
	s.mean = stat.Mean(s.steps, nil)
	s.sd = math.Sqrt(stat.MomentAbout(2, s.steps, s.mean, nil))
	if !(s.sd > 1e-12) {
		return nil, problem(s.name, "from %s to %s every day changes by the same factor: there is no scatter to fit; write {process: flat} or {process: growth}",
			s.first, s.last())
	}
	return s, nil
}

// tooFew says how many days there are and how many are needed.
func (s *record) tooFew(what string, least int) error {
	return problem(s.name, "%d days from %s to %s are too few: %s needs %d or more", len(s.logs), s.first, s.last(), what, least)
}

// Between returns the days of a series from one day to another, both inclusive; a zero date means the end of the series. Days that the
// series does not have are a problem.
func Between(daily *series.Daily, from, to calendar.Date) (*series.Daily, error) {
	last := daily.First.AddDays(len(daily.Values) - 1)
	if from.IsZero() {
		from = daily.First
	}
	if to.IsZero() {
		to = last
	}
	switch {
	case len(daily.Values) == 0:
		return nil, problem(daily.Name, "the series is empty")
	case from.Before(daily.First) || last.Before(to):
		return nil, problem(daily.Name, "the series runs from %s to %s; it has not all the days from %s to %s", daily.First, last, from, to)
	case to.Before(from):
		return nil, problem(daily.Name, "no day lies from %s to %s; write the earlier one first", from, to)
	}
	low := from.Days() - daily.First.Days()
	return &series.Daily{Name: daily.Name, Unit: daily.Unit, First: from, Values: daily.Values[low : to.Days()-daily.First.Days()+1]}, nil
}

// problem returns a mistake about a series as the error of a user's.
func problem(name, format string, args ...any) error {
	return conf.Problems{{Pos: conf.Pos{File: name}, Message: fmt.Sprintf(format, args...)}}
}
