package sim

import (
	"math"
	"slices"

	"hashwatt/sim/kernel"
)

// schedules counts the runs and pauses of machines that were shorter than their minimum times: runs that no cap,
// ban, shutdown or budget with less than an hour left has ended, and all pauses. The power of an hour is such a
// budget only where it is not planned with the machines. Where a tariff prices the highest load its plans are not
// looked into.
type schedules struct {
	p     *kernel.Problem
	st    *kernel.State
	units [][]watched // by site and tranche; nil where nothing is looked at
	short int
}

// watched is a unit from hour to hour.
type watched struct {
	known, on bool // what is known of it, in the hours that are over
	free      bool // it came into that state before the first hour, so that nothing is owed
	hours     int  // in that state
	open      bool // an hour of it is being looked at:
	now       bool // it draws something, or is on and has no part in the power of the hour
	forced    bool // it may have been stopped
}

func newSchedules(p *kernel.Problem, st *kernel.State) *schedules {
	s := &schedules{p: p, st: st, units: make([][]watched, len(p.Sites))}
	for i := range p.Sites {
		if site := &p.Sites[i]; site.Cycle != nil && !site.Cycle.Free() && !site.Charged {
			s.units[i] = make([]watched, len(site.Tranches))
		}
	}
	return s
}

// watches says whether there is anything to look at.
func (s *schedules) watches() bool {
	for i := range s.units {
		if c := s.p.Sites[i].Cycle; s.units[i] != nil && max(c.Up, c.Down) > 1 {
			return true
		}
	}
	return false
}

// see looks at a site in a part of an hour, with what it is allowed, MW, and what is used of its budgets.
func (s *schedules) see(h kernel.Hour, items []kernel.Item, allowed float64, used []float64) {
	units := s.units[h.Site]
	if units == nil || !h.Built {
		return
	}
	spent, shared := s.held(h, used)
	var on []kernel.Switch
	if shared {
		on = s.st.Switches(h.Site)
	}
	for k := range units {
		u := &units[k]
		if h.Left == 1 {
			s.short += u.close(s.p.Sites[h.Site].Cycle)
		}
		u.open, u.now = true, u.now || items[k].EnergyMWh > 0 || shared && on[k].On > 0
		u.forced = u.forced || spent || allowed <= 1e-9*h.PowerMW
		allowed -= items[k].CapacityMWh
	}
}

// held says whether a budget of one hour holds a site, which is a cap, or another is used up but for less than an
// hour of it; and whether it shares the power of the hour.
func (s *schedules) held(h kernel.Hour, used []float64) (spent, shared bool) {
	site, b := &s.p.Sites[h.Site], s.p.Budgets
	if site.Class < 0 {
		return false, false
	}
	weight := 1.0
	if b.Weight != nil {
		weight = b.Weight[site.Class]
	}
	for _, leaf := range append([][][]int32{b.Leaf, b.Second}, b.More...) {
		if leaf == nil {
			continue
		}
		for g := leaf[site.Class][h.T]; g >= 0; g = b.Groups[g].Parent {
			group := &b.Groups[g]
			budget := group.BudgetMWh
			if group.Unit != 0 {
				budget *= group.Unit
			}
			shared = shared || group.Terms.Hourly
			if group.Terms.Hourly && s.divides(int(group.Root)) {
				continue // a machine without a part of it stays on
			}
			spent = spent || group.To-group.From == 1 || !group.Terms.Soft && budget-used[g] < h.PowerMW*weight
		}
	}
	return spent, shared
}

// divides says whether machines under a root run in part where power that is shared by the hour is short.
func (s *schedules) divides(root int) bool {
	return s.p.Foresight != kernel.Myopic && s.p.Joint(root) &&
		!slices.ContainsFunc(s.p.Budgets.Roots[root].Sites, func(i int32) bool { return s.p.Sites[i].Breaches != nil })
}

// close ends an hour of a unit, and returns 1 if it was switched too early.
func (u *watched) close(c *kernel.Cycle) (short int) {
	if !u.open {
		return 0
	}
	switch {
	case !u.known:
		u.known, u.on, u.free = true, u.now, true
	case u.on != u.now:
		least := c.Down
		if u.on {
			least = c.Up
		}
		if u.hours < least && !u.free && (!u.on || !u.forced) {
			short = 1
		}
		u.on, u.hours, u.free = u.now, 0, false
	}
	u.hours++
	u.open, u.now, u.forced = false, false, false
	return short
}

// checks are what came of it.
func (s *schedules) checks() []Check {
	if !s.watches() {
		return nil
	}
	return []Check{{
		"schedules", "no machine was switched off before its minimum time was over, but by a cap, a ban, a shutdown or a budget that was used up, and none on",
		math.Min(float64(s.short), 1), 0,
	}}
}
