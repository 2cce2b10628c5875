package tariff

import (
	"fmt"
	"strings"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

const (
	maxZones     = 100
	mostSpecific = 3         // days, hours, and months or season all stated
	allHours     = 1<<24 - 1 // bits of a whole day
)

// level counts what a zone states of days, hours, and months or season: 0 for the catch-all, 3 at most.
func (z *Zone) level() int {
	n := 0
	if z.Days != 0 {
		n++
	}
	if z.Hours != 0 {
		n++
	}
	if z.Months != 0 || z.Season != nil {
		n++
	}
	return n
}

// onDay reports whether the zone covers some of a date whose day of the week is day (0 Monday).
func (z *Zone) onDay(date calendar.Date, day int) bool {
	return z.Days.has(day) && z.Months.has(int(date.Month)-1) && (z.Season == nil || z.Season.Contains(date))
}

// hours returns the hours of a day that the zone covers.
func (z *Zone) hours() uint32 {
	if z.Hours == 0 {
		return allHours
	}
	return uint32(z.Hours)
}

// when says when the zone holds: "mon-fri 07-23 nov-mar"; "in other hours" for the catch-all.
func (z *Zone) when() string {
	var words []string
	if z.Days != 0 {
		words = append(words, z.Days.String())
	}
	if z.Hours != 0 {
		words = append(words, z.Hours.String())
	}
	if z.Months != 0 {
		words = append(words, z.Months.String())
	}
	if z.Season != nil {
		words = append(words, z.Season.String())
	}
	if len(words) == 0 {
		return "in other hours"
	}
	return strings.Join(words, " ")
}

// checkCover lays the zones over every date of a common and of a leap year, as any day of the week, and returns each
// pair of zones that claim an hour with the same right, and the first hour that none claims.
func (u *TimeOfUse) checkCover(zones *conf.Node) []conf.Problem {
	var problems []conf.Problem
	clash := map[[2]int]bool{}
	bare := false
	for _, year := range []int{2023, 2024} {
		for date := (calendar.Date{Year: year, Month: time.January, Day: 1}); date.Year == year; date = date.AddDays(1) {
			for day := range dayNames {
				var covered uint32
				for level := mostSpecific; level >= 0; level-- {
					taken := covered
					for i, z := range u.Zones {
						if z.level() != level || !z.onDay(date, day) {
							continue
						}
						mine := z.hours() &^ covered
						if both := mine & (taken &^ covered); both != 0 {
							first := u.firstOn(i, date, day, both)
							if !clash[[2]int{first, i}] {
								clash[[2]int{first, i}] = true
								problems = append(problems, conf.Problemf(zones.Items[i],
									"overlaps the zone at line %d in %s, and both state as many of days, hours and months; cut one of them, or state more",
									u.Zones[first].At.Line, hourOfYear(date, day, both)))
							}
						}
						taken |= mine
					}
					covered = taken
				}
				if missing := uint32(allHours) &^ covered; missing != 0 && !bare {
					bare = true
					problems = append(problems, conf.Problemf(zones,
						"no zone covers %s; add a zone with a price alone, which catches the hours that no other zone names",
						hourOfYear(date, day, missing)))
				}
			}
		}
	}
	return problems
}

// firstOn returns the first zone before i, of its level, that covers one of the hours on the day.
func (u *TimeOfUse) firstOn(i int, date calendar.Date, day int, hours uint32) int {
	for j, z := range u.Zones[:i] {
		if z.level() == u.Zones[i].level() && z.onDay(date, day) && z.hours()&hours != 0 {
			return j
		}
	}
	panic("tariff: an overlap without a first zone")
}

// hourOfYear names hours of a day for a message: "mon 07-09 in jan".
func hourOfYear(date calendar.Date, day int, hours uint32) string {
	return fmt.Sprintf("%s %s in %s", dayNames[day], Hours(hours), monthNames[date.Month-1])
}
