package fit

import (
	"fmt"
	"math"
	"time"

	"gonum.org/v1/gonum/stat"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// daysPerYear is the mean length of a year, 365.25 days: that of the processes.
const daysPerYear = 365.25

// Sample is the values that a fit looks at: one for each day, or one for each month.
type Sample struct {
	name, unit string
	first      calendar.Date
	monthly    bool
	logs       []float64 // of the values
	steps      []float64 // steps[i] = logs[i+1] - logs[i]
	mean, sd   float64   // of the steps; sd is that of maximum likelihood, by n
	perYear    float64   // steps of a year
}

// Days returns the sample of all days of a series. The error is conf.Problems: too few days, values without a
// logarithm, no scatter.
func Days(daily *series.Daily) (*Sample, error) {
	s := &Sample{name: daily.Name, unit: daily.Unit, first: daily.First, perYear: daysPerYear}
	return s, s.read(daily.Values)
}

// Months returns the sample of a series with one value for each month; first is the first day of the first month.
func Months(name, unit string, first calendar.Date, values []float64) (*Sample, error) {
	s := &Sample{name: name, unit: unit, first: first, monthly: true, perYear: 12}
	return s, s.read(values)
}

// at returns the day of a value, the first day of its month in a monthly sample.
func (s *Sample) at(i int) calendar.Date {
	if !s.monthly {
		return s.first.AddDays(i)
	}
	month := int(s.first.Month) - 1 + i
	return calendar.Date{Year: s.first.Year + month/12, Month: time.Month(month%12 + 1), Day: 1}
}

// last returns the last day.
func (s *Sample) last() calendar.Date { return s.at(len(s.logs) - 1) }

// still returns how many steps are exactly zero.
func (s *Sample) still() (n int) {
	for _, r := range s.steps {
		if r == 0 {
			n++
		}
	}
	return n
}

// values is what the numbers of the sample are called.
func (s *Sample) values() string {
	if s.monthly {
		return "months"
	}
	return "days"
}

// drift turns the mean of a step and the variance of a step into the effective annual growth of the mean path, in %.
func (s *Sample) drift(mean, variance float64) float64 {
	return 100 * math.Expm1(s.perYear*(mean+variance/2))
}

// percentPerYear turns the standard deviation of a step into that of a year, in %.
func (s *Sample) percentPerYear(sd float64) float64 { return 100 * sd * math.Sqrt(s.perYear) }

// read takes the logarithms of the values. Problems name the first day that is wrong.
func (s *Sample) read(values []float64) error {
	s.logs = make([]float64, len(values))
	bad, firstBad := 0, 0
	for i, v := range values {
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
			others = fmt.Sprintf(" and %d other %s", bad-1, s.values())
		}
		return problem(s.name, "%s%s: %v has no logarithm, and processes are laws of the logarithm; choose %s above zero, with from and to",
			s.at(firstBad), others, values[firstBad], s.values())
	}
	if len(s.logs) < fewest {
		return s.tooFew("a fit", fewest)
	}
	s.steps = make([]float64, len(s.logs)-1)
	for i := range s.steps {
		s.steps[i] = s.logs[i+1] - s.logs[i]
	}
	s.mean = stat.Mean(s.steps, nil)
	s.sd = math.Sqrt(stat.MomentAbout(2, s.steps, s.mean, nil))
	if !(s.sd > 1e-12) {
		return problem(s.name, "from %s to %s every step is the same: there is no scatter to fit; write {process: flat} or {process: growth}", s.first, s.last())
	}
	return nil
}

// tooFew says how many days there are and how many are needed.
func (s *Sample) tooFew(what string, least int) error {
	if len(s.logs) == 0 {
		return problem(s.name, "the series is empty; %s needs %d %s or more", what, least, s.values())
	}
	return problem(s.name, "%d %s from %s to %s are too few: %s needs %d or more", len(s.logs), s.values(), s.first, s.last(), what, least)
}

// Between returns the days of a series from one day to another, both inclusive; a zero date means the end of the
// series. Days that the series does not have are a problem.
func Between(daily *series.Daily, from, to calendar.Date) (*series.Daily, error) {
	if len(daily.Values) == 0 {
		return nil, problem(daily.Name, "the series is empty")
	}
	from, to, err := within(daily.Name, daily.First, daily.First.AddDays(len(daily.Values)-1), from, to)
	if err != nil {
		return nil, err
	}
	low := from.Days() - daily.First.Days()
	return &series.Daily{Name: daily.Name, Unit: daily.Unit, First: from, Values: daily.Values[low : to.Days()-daily.First.Days()+1]}, nil
}

// within returns the days from one to another of a record from first to last; a zero date is the end of the record.
func within(name string, first, last, from, to calendar.Date) (calendar.Date, calendar.Date, error) {
	switch {
	case !from.IsZero() && !to.IsZero() && to.Before(from):
		return from, to, problem(name, "no day lies from %s to %s; write the earlier one first", from, to)
	case last.Before(from):
		return from, to, problem(name, "the series runs from %s to %s; it has no day from %s on", first, last, from)
	case !to.IsZero() && to.Before(first):
		return from, to, problem(name, "the series runs from %s to %s; it has no day up to %s", first, last, to)
	}
	if from.IsZero() {
		from = first
	}
	if to.IsZero() {
		to = last
	}
	if from.Before(first) || last.Before(to) {
		return from, to, problem(name, "the series runs from %s to %s; it has not all the days from %s to %s", first, last, from, to)
	}
	return from, to, nil
}

// MonthsBetween returns the sample of the months of a series that begin from one day to another, both inclusive, as
// Between does for days: a zero date means the end of the series, and days outside its months are a problem. first
// is the first day of its first month.
func MonthsBetween(name, unit string, first calendar.Date, values []float64, from, to calendar.Date) (*Sample, error) {
	if len(values) == 0 {
		return nil, problem(name, "the series is empty")
	}
	begins := func(i int) calendar.Date { return (&Sample{first: first, monthly: true}).at(i) }
	from, to, err := within(name, first, begins(len(values)).AddDays(-1), from, to)
	if err != nil {
		return nil, err
	}
	low, high := 0, len(values)
	for low < high && begins(low).Before(from) {
		low++
	}
	for low < high && to.Before(begins(high-1)) {
		high--
	}
	if low == high {
		return nil, problem(name, "no month begins from %s to %s", from, to)
	}
	return Months(name, unit, begins(low), values[low:high])
}

// problem returns a mistake about a series as the error of a user's.
func problem(name, format string, args ...any) error {
	return conf.Problems{{Pos: conf.Pos{File: name}, Message: fmt.Sprintf(format, args...)}}
}

// standardised returns the steps less their mean, over their standard deviation.
func (s *Sample) standardised() []float64 {
	z := make([]float64, len(s.steps))
	for i, r := range s.steps {
		z[i] = (r - s.mean) / s.sd
	}
	return z
}
