package claim

import (
	"hashwatt/seeds"
	"hashwatt/sim/calendar"
)

// OnSale returns the most efficient machine that was out by a day, and the least efficient one of those that came
// out in the years before it. ok is false where the list has none.
func OnSale(rigs []seeds.Rig, day calendar.Date, years float64) (best, worst seeds.Rig, ok bool) {
	oldest := day.AddDays(-int(years * 365.25)).String()
	for i := range rigs {
		g := &rigs[i]
		// A date known to the month or the year alone counts from its first day.
		if g.Released > day.String()[:len(g.Released)] {
			continue
		}
		if best.ID == "" || g.JPerTH < best.JPerTH {
			best = *g
		}
		if g.Released >= oldest[:len(g.Released)] && (worst.ID == "" || g.JPerTH > worst.JPerTH) {
			worst = *g
		}
	}
	if worst.ID == "" {
		worst = best
	}
	return best, worst, best.ID != ""
}
