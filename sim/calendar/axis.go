package calendar

import (
	"fmt"
	"sync"
	"time"
)

// MaxYears is the longest axis, in years.
const MaxYears = 100

// An Axis is the hours of a run: hour t is the interval [Start + t h, Start + (t+1) h), t from 0 to Hours - 1. Use a
// pointer; its methods are safe for concurrent use.
type Axis struct {
	Start time.Time      // the instant at which hour 0 starts, in UTC
	Hours int            // number of hours
	Zone  *time.Location // the clock of the scenario: its months and years are those of the accounts

	mu     sync.Mutex
	civils map[*time.Location]*Civil
	days   []int32
}

// NewAxis returns the axis of the whole UTC hours that start at or after 00:00 of the day start and before 00:00 of
// the day end, both by the clocks of the zone (nil is UTC). Where the zone is half an hour off, the first hour thus
// starts at 00:30 local time. The end must be after the start, by at most MaxYears.
func NewAxis(start, end Date, zone *time.Location) (*Axis, error) {
	if zone == nil {
		zone = time.UTC
	}
	if !start.Before(end) {
		return nil, fmt.Errorf("end %s is not after start %s; a run has at least one day", end, start)
	}
	if last := start.Year + MaxYears; (Date{last, start.Month, start.Day}).Before(end) {
		return nil, fmt.Errorf("%s to %s is longer than %d years; end by %04d-%02d-%02d",
			start, end, MaxYears, last, int(start.Month), start.Day)
	}
	from := -floorDiv(-start.In(zone).Unix(), 3600) // rounded up to the hour
	to := -floorDiv(-end.In(zone).Unix(), 3600)
	if to <= from {
		return nil, fmt.Errorf("%s to %s has no hour in %s, whose clocks skipped it; choose other days", start, end, zone)
	}
	return &Axis{Start: time.Unix(from*3600, 0).UTC(), Hours: int(to - from), Zone: zone}, nil
}

// AxisFrom returns the axis of a number of hours, at least one, from an instant on, which need not be a whole hour
// of UTC: a record kept by clocks that are half an hour off begins with an hour of its own.
func AxisFrom(start time.Time, hours int, zone *time.Location) (*Axis, error) {
	if hours < 1 || hours > MaxYears*8784 {
		return nil, fmt.Errorf("%d hours are no axis; it has at least one hour and at most %d years", hours, MaxYears)
	}
	if zone == nil {
		zone = time.UTC
	}
	return &Axis{Start: start.UTC(), Hours: hours, Zone: zone}, nil
}

// At returns the instant, in UTC, at which hour t starts. Hours before and after the axis are counted on.
func (a *Axis) At(t int) time.Time {
	return time.Unix(a.Start.Unix()+3600*int64(t), 0).UTC()
}

// Index returns the hour that holds an instant: negative before the axis, Hours or more after it.
func (a *Axis) Index(at time.Time) int {
	return int(floorDiv(at.Unix()-a.Start.Unix(), 3600))
}

// FirstAt returns the first hour that starts at or after an instant; it may lie outside the axis.
func (a *Axis) FirstAt(at time.Time) int {
	t := a.Index(at)
	if a.At(t).Before(at) {
		t++
	}
	return t
}

// Days returns the UTC day of each hour, counted from the day that holds hour 0, and that day. The slice is shared: it
// must not be changed.
func (a *Axis) Days() (day []int32, first Date) {
	a.mu.Lock()
	defer a.mu.Unlock()
	start := floorDiv(a.Start.Unix(), 86400)
	if a.days == nil {
		a.days = make([]int32, a.Hours)
		for t := range a.days {
			a.days[t] = int32(floorDiv(a.Start.Unix()+3600*int64(t), 86400) - start)
		}
	}
	return a.days, dateOfDay(int(start))
}

// Civil returns what the clocks of a zone say at each hour (nil is the axis' own zone). It is computed once per zone
// and shared: it must not be changed.
func (a *Axis) Civil(zone *time.Location) *Civil {
	if zone == nil {
		zone = a.Zone
	}
	if zone == nil {
		zone = time.UTC
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.civils[zone]; c != nil {
		return c
	}
	if a.civils == nil {
		a.civils = map[*time.Location]*Civil{}
	}
	c := newCivil(a.Start.Unix(), a.Hours, zone)
	a.civils[zone] = c
	return c
}
