package spot

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

// hoursPerYear is the mean length of a year of the Julian calendar.
const hoursPerYear = 8766

// shortest is the least number of hours of a sample: a year.
const shortest = 8760

// A clock is what clocks show in every hour.
type clock struct {
	hour    []int8 // 0 to 23
	month   []int8 // 0 is January
	weekday []int8 // 0 is Sunday
}

// newClock returns what the clocks of a zone show at the hours of an axis.
func newClock(axis *calendar.Axis, zone *time.Location) clock {
	civil := axis.Civil(zone)
	c := clock{hour: civil.Hour, month: make([]int8, axis.Hours), weekday: make([]int8, axis.Hours)}
	day, weekday := int32(-1), int8(0)
	for t := range c.month {
		if civil.Day[t] != day {
			day = civil.Day[t]
			weekday = int8(civil.Date[day].Weekday())
		}
		c.month[t] = int8(civil.Months[civil.Month[t]].Month - time.January)
		c.weekday[t] = weekday
	}
	return c
}

// cell returns the number of the cell of an hour, 0 to cells - 1.
func (c *clock) cell(t int) int {
	return (int(c.month[t])*24+int(c.hour[t]))*7 + int(c.weekday[t])
}

// cells is how many kinds of hours there are: by month, hour of the day and weekday.
const cells = 12 * 24 * 7

// A stretch is a part of the sample without a gap.
type stretch struct {
	clock

	axis   *calendar.Axis
	values []float64
}

// sampled is a sample and what is known of it before anything is fitted.
type sampled struct {
	stretches   []stretch
	hours       float64
	mean, mean2 float64 // of the values and of their squares
	sorted      []float64
	count       [12][24]float64 // hours by month and hour of the day
}

// newSampled cuts the chosen years, by the clocks of the zone, out of a series; without years it takes all hours.
func newSampled(h *series.Hourly, years []int, zone *time.Location) (*sampled, error) {
	s := &sampled{}
	begin, end := 0, 0 // of the stretch that grows
	flush := func() error {
		if begin == end {
			return nil
		}
		axis, err := calendar.AxisFrom(h.Start.Add(time.Duration(begin)*time.Hour), end-begin, zone)
		if err != nil {
			return fmt.Errorf("series %q: %w", h.Name, err)
		}
		s.stretches = append(s.stretches, stretch{clock: newClock(axis, zone), axis: axis, values: h.Values[begin:end]})
		s.hours += float64(end - begin)
		return nil
	}
	if len(years) == 0 {
		end = len(h.Values)
	}
	for _, year := range slices.Compact(slices.Sorted(slices.Values(years))) {
		first := calendar.Date{Year: year, Month: time.January, Day: 1}.In(zone)
		next := calendar.Date{Year: year + 1, Month: time.January, Day: 1}.In(zone)
		from, to := int(math.Ceil(first.Sub(h.Start).Hours())), int(math.Floor(next.Sub(h.Start).Hours()))
		if from < 0 || to > len(h.Values) {
			return nil, fmt.Errorf("series %q does not cover all of %d; it runs from %s to %s; choose years inside, or none",
				h.Name, year, hourText(h.Start, zone), hourText(h.Start.Add(time.Duration(len(h.Values))*time.Hour), zone))
		}
		if from != end {
			if err := flush(); err != nil {
				return nil, err
			}
			begin = from
		}
		end = to
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return s, s.sum(h.Name)
}

// sum checks the values and adds them up.
func (s *sampled) sum(name string) error {
	if s.hours < shortest {
		return fmt.Errorf("series %q has %.0f hours; a year, %d hours, is the least that shows its seasons", name, s.hours, shortest)
	}
	var sum, squares sample.Sum
	for k := range s.stretches {
		st := &s.stretches[k]
		for t, v := range st.values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("series %q has no number in the hour from %s", name, hourText(st.axis.At(t), time.UTC))
			}
			s.count[st.month[t]][st.hour[t]]++
			sum.Add(v)
			squares.Add(v * v)
		}
		s.sorted = append(s.sorted, st.values...)
	}
	slices.Sort(s.sorted)
	s.mean, s.mean2 = sum.Value()/s.hours, squares.Value()/s.hours
	switch {
	case s.sorted[0] == s.sorted[len(s.sorted)-1]:
		return fmt.Errorf("series %q is %v in every hour: there is nothing to fit; use a flat price", name, s.mean)
	case !(s.mean2 <= math.MaxFloat64) || s.mean2 < 1e-200:
		return fmt.Errorf("series %q has values too large or too small to be squared; change its unit", name)
	}
	return nil
}

// hourText prints the hour that clocks show.
func hourText(at time.Time, zone *time.Location) string {
	return at.In(zone).Format("2006-01-02 15:04")
}
