package site

import (
	"fmt"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileSwitching gives the sites what switches their machines beyond their margin. One limit for each site can do
// that.
func compileSwitching(w *World, p *kernel.Problem, rules []limit.Rule) error {
	by := make([]int, len(w.Sites)) // the limit of each site, and one more; 0 for none
	for l := range rules {
		rule := &rules[l]
		if rule.Band == nil && rule.Cycle == nil {
			continue
		}
		for _, i := range w.Limits[l].Sites {
			if by[i] > 0 {
				return twice(w, i, by[i]-1, l)
			}
			by[i] = l + 1
			if b := rule.Band; b != nil {
				p.Sites[i].Band = &kernel.Band{Limit: int32(l), Stop: b.Stop, Resume: b.Resume, StopHours: b.StopHours, ResumeHours: b.ResumeHours}
			} else {
				c := rule.Cycle
				p.Sites[i].Cycle = &kernel.Cycle{
					Limit: int32(l), Up: c.UpHours, Down: c.DownHours, StartPerMW: c.StartPerMW, ColdHours: c.ColdHours,
					Blocks: max(1, c.Blocks), RampUp: c.RampUp, RampDown: c.RampDown,
				}
			}
		}
		if rule.Cap == nil && rule.Pool == nil {
			inForce(p, l, func(t int) bool { return stands(w, l, t) })
		}
	}
	return nil
}

// stands reports whether a site that a limit holds stands in hour t.
func stands(w *World, l, t int) bool {
	for _, i := range w.Limits[l].Sites {
		if w.Sites[i].OnlineHour <= t {
			return true
		}
	}
	return false
}

// twice says that two limits would switch the machines of one site.
func twice(w *World, i, one, two int) error {
	entry := &w.Limits[two]
	return conf.Problems{{Pos: entry.At, Path: "limits." + entry.Name, Excerpt: entry.At.Excerpt(), Message: fmt.Sprintf(
		"switches the machines of site %s, as %q does (%s): one rule decides when machines start and stop; keep one of them, "+
			"or let applies_to of one leave the site out", w.Sites[i].ID, w.Limits[one].Name, w.Limits[one].Describe())}}
}
