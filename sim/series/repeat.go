package series

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"hashwatt/sim/calendar"
)

// hoursPerYear is the mean length of a year of the Julian calendar, 365.25 days.
const hoursPerYear = 8766

// weeks is the number of weeks that every ISO year has.
const weeks = 52

// Repeat fills dst, one value per hour of the axis, with the days of the chosen years of the series. A day of the run
// takes the day of the same ISO week and weekday (week 53 takes week 52) of the year years[(y - y0) mod n], y being its
// ISO year and y0 the year in which the axis starts. Days and hours are those of the series' clock. An hour that the
// source day did not have takes the value of the hour before; an hour that the run's day has twice takes the second of
// the source day if that has two.
//
// No years means all that the series covers whole. Where the series begins or ends inside the first or the last week of
// a chosen year, the same weekday of the week beside it stands in, so that one calendar year is enough.
//
// A mean other than 0 scales all values by one factor, such that those of the chosen years have this mean, in the unit
// of the series. The escalation is an effective rate per year, a fraction above -1: hour t is multiplied by
// (1 + escalation)^(t / 8766).
//
// It is an error if the series does not cover a chosen year, if its mean cannot be scaled to the given one, or if a
// value grows beyond what a number can hold. dst has the length of the axis.
func (h *Hourly) Repeat(dst []float64, axis *calendar.Axis, years []int, mean float64, escalation float64) error {
	return h.repeat(dst, axis, years, mean, escalation, nil)
}

// RepeatDrawn fills dst as Repeat does, but that each year of the run takes one of the chosen years by chance, each
// as likely as the others, whatever the years before took. The factor that scales to a mean is that of Repeat:
// years that are dear stay dear.
func (h *Hourly) RepeatDrawn(dst []float64, axis *calendar.Axis, years []int, mean float64, escalation float64, rng *rand.Rand) error {
	return h.repeat(dst, axis, years, mean, escalation, rng)
}

// repeat fills dst; without chance the years are taken in turn.
func (h *Hourly) repeat(dst []float64, axis *calendar.Axis, years []int, mean float64, escalation float64, rng *rand.Rand) error {
	if len(dst) != axis.Hours {
		panic(fmt.Sprintf("series: dst has %d hours, want %d", len(dst), axis.Hours))
	}
	if !(escalation > -1) || math.IsInf(escalation, 1) {
		return fmt.Errorf("series %q cannot be escalated by %v %%/year; a rate is more than -100 %%/year", h.Name, 100*escalation)
	}
	src, err := h.days()
	if err != nil {
		return err
	}
	tables, err := src.years(years)
	if err != nil {
		return err
	}
	factor := 1.0
	if mean != 0 {
		sample := meanOf(tables)
		factor = mean / sample
		if !(factor > 0) || math.IsInf(factor, 1) {
			return fmt.Errorf("series %q has a mean of %v in the chosen years, which cannot be scaled to %v; choose other years, or leave the mean out",
				h.Name, sample, mean)
		}
	}
	src.fill(dst, axis, inOrder(axis, tables, rng), factor, math.Log1p(escalation)/hoursPerYear)
	for t, v := range dst {
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return fmt.Errorf("series %q grows beyond all numbers at %s; lower its mean or its escalation", h.Name, axis.At(t).Format("2006-01-02T15:04Z"))
		}
	}
	return nil
}

// sourceDays is a series cut into the days of its clock.
type sourceDays struct {
	series *Hourly
	zone   *time.Location
	first  int         // day of the first one, counted from 1970-01-01
	days   []sourceDay // successive days of the calendar
}

// A sourceDay is one local day of a series, as indices into its values.
type sourceDay struct {
	date   calendar.Date
	whole  bool      // the series has all its hours
	n      int       // number of its values
	sum    float64   // of its values
	first  [24]int32 // hour of the day -> value; an hour that the clocks skipped has that of the hour before
	second [24]int32 // hour of the day -> value when the clocks showed it again, or -1
}

// days cuts the series into days.
func (h *Hourly) days() (*sourceDays, error) {
	if len(h.Values) == 0 {
		return nil, fmt.Errorf("series %q has no values", h.Name)
	}
	zone := h.Zone
	if zone == nil {
		zone = time.UTC
	}
	axis := calendar.Axis{Start: h.Start, Hours: len(h.Values), Zone: zone}
	civil := axis.Civil(zone)
	s := &sourceDays{series: h, zone: zone, first: civil.Date[0].Days(), days: make([]sourceDay, len(civil.Date))}
	for i := range s.days {
		s.days[i].date = civil.Date[i]
		for hour := range 24 {
			s.days[i].first[hour], s.days[i].second[hour] = -1, -1
		}
	}
	for t, day := range civil.Day {
		d, hour := &s.days[day], civil.Hour[t]
		d.n++
		d.sum += h.Values[t]
		if d.first[hour] < 0 {
			d.first[hour] = int32(t)
		} else {
			d.second[hour] = int32(t)
		}
	}
	for i := range s.days {
		d := &s.days[i]
		begins, ends := d.date.In(zone), d.date.AddDays(1).In(zone)
		d.whole = d.n > 0 && axis.At(-1).Before(begins) && !axis.At(axis.Hours).Before(ends)
		d.close()
	}
	return s, nil
}

// close gives each hour that the day did not have the value of the hour before, and hours before its first one that of
// the first one.
func (d *sourceDay) close() {
	for hour := 1; hour < 24; hour++ {
		if d.first[hour] < 0 {
			d.first[hour] = d.first[hour-1]
		}
	}
	for hour := 22; hour >= 0; hour-- {
		if d.first[hour] < 0 {
			d.first[hour] = d.first[hour+1]
		}
	}
}

// A sourceYear has the source day of each ISO week and weekday, from Monday of week 1.
type sourceYear [7 * weeks]*sourceDay

// years returns the source days of the chosen years, or of all years that are covered whole.
func (s *sourceDays) years(chosen []int) ([]sourceYear, error) {
	var tables []sourceYear
	if len(chosen) > 0 {
		for _, y := range chosen {
			table, ok := s.year(y)
			if !ok {
				return nil, fmt.Errorf("series %q does not cover all of %d; it runs from %s; choose years inside", s.series.Name, y, s.span())
			}
			tables = append(tables, table)
		}
		return tables, nil
	}
	for y := s.days[0].date.Year; y <= s.days[len(s.days)-1].date.Year; y++ {
		if table, ok := s.year(y); ok {
			tables = append(tables, table)
		}
	}
	if len(tables) == 0 {
		return nil, fmt.Errorf("series %q covers no whole year, so it cannot be repeated; it runs from %s", s.series.Name, s.span())
	}
	return tables, nil
}

// span says from which hour to which the series runs.
func (s *sourceDays) span() string {
	const form = "2006-01-02 15:04"
	end := s.series.Start.Add(time.Duration(len(s.series.Values)) * time.Hour)
	return s.series.Start.In(s.zone).Format(form) + " to " + end.In(s.zone).Format(form)
}

// year returns the source days of one ISO year; ok is false where the series does not have them all.
func (s *sourceDays) year(y int) (table sourceYear, ok bool) {
	for week := 1; week <= weeks; week++ {
		for i := range 7 {
			day := time.Weekday((i + 1) % 7)
			d := s.on(calendar.WeekDate(y, week, day))
			if d == nil && week == 1 {
				d = s.on(calendar.WeekDate(y, 2, day))
			}
			if d == nil && week == weeks {
				d = s.on(calendar.WeekDate(y, weeks-1, day))
			}
			if d == nil {
				return table, false
			}
			table[7*(week-1)+i] = d
		}
	}
	return table, true
}

// on returns a day that the series has whole, or nil.
func (s *sourceDays) on(d calendar.Date) *sourceDay {
	i := d.Days() - s.first
	if i < 0 || i >= len(s.days) || !s.days[i].whole {
		return nil
	}
	return &s.days[i]
}

// meanOf returns the mean value of all hours of the source days.
func meanOf(tables []sourceYear) float64 {
	sum, n := 0.0, 0
	for i := range tables {
		for _, d := range tables[i] {
			sum += d.sum
			n += d.n
		}
	}
	return sum / float64(n)
}

// An order says which source year each year of a run takes.
type order struct {
	first int // ISO year of the first table
	turn  []*sourceYear
}

// of returns the source days of an ISO year. The order begins anew where it ends.
func (o order) of(year int) *sourceYear {
	n := len(o.turn)
	return o.turn[((year-o.first)%n+n)%n]
}

// inOrder takes the years in turn from that in which the axis starts on, or draws one for each year, from the year
// before on, to which the week of the first hour may belong.
func inOrder(axis *calendar.Axis, tables []sourceYear, rng *rand.Rand) order {
	zone := axis.Zone
	if zone == nil {
		zone = time.UTC
	}
	o := order{first: axis.Start.In(zone).Year()}
	if rng == nil {
		for i := range tables {
			o.turn = append(o.turn, &tables[i])
		}
		return o
	}
	o.first--
	for range axis.Hours/(364*24) + 4 { // every year of the run, those that its first and last week belong to, and a clock's difference
		o.turn = append(o.turn, &tables[rng.IntN(len(tables))])
	}
	return o
}

// fill writes the value of each hour, times the factor and exp(growth t).
func (s *sourceDays) fill(dst []float64, axis *calendar.Axis, years order, factor, growth float64) {
	civil := axis.Civil(s.zone)
	var source *sourceDay
	var seen uint32 // the hours of the day that came already, one bit each
	for t := range dst {
		if t == 0 || civil.Day[t] != civil.Day[t-1] {
			date := civil.Date[civil.Day[t]]
			year, week := date.ISOWeek()
			source = years.of(year)[7*(min(week, weeks)-1)+(int(date.Weekday())+6)%7]
			seen = 0
		}
		hour := civil.Hour[t]
		i := source.first[hour]
		if seen&(1<<hour) != 0 && source.second[hour] >= 0 {
			i = source.second[hour]
		}
		seen |= 1 << hour
		dst[t] = s.series.Values[i] * factor
		if growth != 0 {
			dst[t] *= math.Exp(growth * float64(t))
		}
	}
}
