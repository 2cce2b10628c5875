package calendar

import (
	"iter"
	"slices"
	"time"
)

// A Civil is what the clocks of one zone say at each hour of an axis. It is shared: nobody changes it.
type Civil struct {
	Zone   *time.Location
	Date   []Date  // local day index -> date; successive days of the calendar, also one that the zone left out
	Day    []int32 // hour -> index into Date
	Hour   []int8  // hour -> hour of the local day in which it starts, 0 to 23
	Month  []int32 // hour -> index into Months
	Months []Month // the local months that the axis touches, in order

	start int64 // the instant at which hour 0 starts, Unix seconds
	wide  []run // the axis and what surrounds it: whole years, and whole weeks at their ends
}

// A Month is a month of a zone.
type Month struct {
	Year     int
	Month    time.Month
	From, To int // its hours on the axis, half open
	Hours    int // hours of the whole month, also those outside the axis
}

// A run is a stretch of hours on one local day between two changes of the clock.
type run struct {
	day      int // local day, counted from 1970-01-01
	second   int // seconds since local midnight at which its first hour starts
	from, to int // hours from the start of the axis, half open; negative before it
}

// runs cuts the hours from 00:00 of the day first to 00:00 of the day next into local days and clock changes; start
// is the instant of hour 0, Unix seconds.
func runs(start int64, first, next Date, zone *time.Location) iter.Seq[run] {
	from, to := hoursUntil(start, first.In(zone).Unix()), hoursUntil(start, next.In(zone).Unix())
	return func(yield func(run) bool) {
		for t := from; t < to; {
			at := time.Unix(start+3600*int64(t), 0).In(zone)
			_, offset := at.Zone()
			stop := to
			if end := offsetEnd(at); !end.IsZero() {
				stop = min(to, hoursUntil(start, end.Unix()))
			}
			for t < stop {
				local := start + 3600*int64(t) + int64(offset)
				day := floorDiv(local, 86400)
				midnight := min(stop, t+hoursUntil(local, 86400*(day+1)))
				if !yield(run{int(day), int(local - 86400*day), t, midnight}) {
					return
				}
				t = midnight
			}
		}
	}
}

// offsetEnd returns an instant after at up to which the zone keeps its offset, or the zero time where it keeps it for
// ever. On 31 December of leap years, package time puts the end of the rules that go on for ever at the end of day 365,
// which is over by then (Go 1.26, time/zoneinfo.go, tzset); the next hour is safe there.
func offsetEnd(at time.Time) time.Time {
	_, end := at.ZoneBounds()
	if !end.IsZero() && !end.After(at) {
		return at.Add(time.Hour)
	}
	return end
}

// hoursUntil returns the number of whole hours from a that start before b, both in seconds.
func hoursUntil(a, b int64) int { return int(-floorDiv(a-b, 3600)) }

// newCivil computes the civil time of the hours after the instant start (Unix seconds), at least one.
func newCivil(start int64, hours int, zone *time.Location) *Civil {
	c := &Civil{Zone: zone, start: start, Day: make([]int32, hours), Hour: make([]int8, hours), Month: make([]int32, hours)}
	if hours == 0 {
		return c
	}
	first := DateOf(time.Unix(start, 0).In(zone))
	last := DateOf(time.Unix(start+3600*int64(hours-1), 0).In(zone))
	c.wide = slices.Collect(runs(start, Date{first.Year, time.January, 1}.AddDays(-7), Date{last.Year + 1, time.January, 1}.AddDays(8), zone))

	dayMin, dayMax := first.Days(), last.Days()
	for _, r := range c.wide {
		if r.to > 0 && r.from < hours { // where clocks went back over midnight, days do not come in order
			dayMin, dayMax = min(dayMin, r.day), max(dayMax, r.day)
		}
	}
	c.Date = make([]Date, dayMax-dayMin+1)
	for i := range c.Date {
		c.Date[i] = dateOfDay(dayMin + i)
	}
	monthMin := monthOf(c.Date[0])
	c.Months = make([]Month, monthOf(c.Date[len(c.Date)-1])-monthMin+1)
	for m := range c.Months {
		c.Months[m] = Month{Year: floorDiv(monthMin+m, 12), Month: time.Month((monthMin+m)%12 + 1), From: hours}
	}
	for _, r := range c.wide {
		month := monthOf(dateOfDay(r.day)) - monthMin
		if month < 0 || month >= len(c.Months) {
			continue
		}
		m := &c.Months[month]
		m.Hours += r.to - r.from
		from, to := max(r.from, 0), min(r.to, hours)
		for t := from; t < to; t++ {
			c.Day[t] = int32(r.day - dayMin)
			c.Hour[t] = int8((r.second + 3600*(t-r.from)) / 3600)
			c.Month[t] = int32(month)
		}
		if from < to {
			m.From, m.To = min(m.From, from), max(m.To, to)
		}
	}
	return c
}

// DateAt returns the local date on which hour t starts; hours before and after the axis are counted on.
func (c *Civil) DateAt(t int) Date {
	return DateOf(time.Unix(c.start+3600*int64(t), 0).In(c.Zone))
}

// FirstOn returns the first hour that starts on a local date or later; it may lie outside the axis.
func (c *Civil) FirstOn(d Date) int { return hoursUntil(c.start, d.In(c.Zone).Unix()) }

// monthOf numbers the months: 12 times the year, plus the month from 0.
func monthOf(d Date) int { return 12*d.Year + int(d.Month) - 1 }
