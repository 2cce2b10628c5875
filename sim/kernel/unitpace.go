package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// searchRun bounds, in seconds of one processor by estimate, what the searches for the joint plans of a run may take:
// where they would take longer, some plans are made without one. Of it firstSearch may be spent at once, and the rest
// as time goes on.
const (
	searchRun   = 50
	firstSearch = 1.0 / 8
)

// searchTime is what may be spent up to hour t of so many, seconds by estimate.
func searchTime(t, hours int) float64 {
	return searchRun * (firstSearch + (1-firstSearch)*float64(t)/float64(hours))
}

// searches says whether the joint plan of root r at hour t is searched for, and counts what that takes: the first is,
// and others as long as searchRun has room for them.
func (s *State) searches(r int32, t int, resumed bool) bool {
	sp, each := &s.switches, s.p.Budgets.Roots[r].searchSeconds(s.look)
	seconds := 0.0
	for n := range sp.joined {
		unit := &sp.joined[n]
		seconds += each.of(unit.Cycle.States(), len(unit.Value))
	}
	if resumed && !sp.broken[r] && (sp.hasty || sp.searched+seconds > searchTime(t, s.p.Hours)) {
		return false
	}
	sp.searched += seconds
	return true
}

// followed are the schedules that the units of a root follow, from hour t on, as far as they still can: what a
// rule or a charge forces off stays off until its minimum down time is over and what is left is worth a start. They use
// no more than was planned. nil where there are none.
func (s *State) followed(r int32, t int) [][]int {
	sp, n, known := &s.switches, 0, true
	sp.follows = grownTo(sp.follows, len(sp.joined))
	s.eachUnit(r, func(place, _, _ int, u *switching) {
		plan := &sp.plans[place]
		if known = known && plan.joint && plan.to > t; known {
			sp.follows[n] = resume(&sp.joined[n], u.plan.Blocks[t-plan.from:], sp.follows[n][:0])
		}
		n++
	})
	if !known {
		return nil
	}
	return sp.follows
}

// resume appends what a unit can follow of a schedule, hour by hour, which ends before the unit or after it.
func resume(unit *dispatch.SwitchedUnit, schedule, blocks []int) []int {
	c, state := unit.Cycle, unit.From
	up, down := c.Blocks, c.Blocks
	if c.RampUp > 0 {
		up = c.RampUp
	}
	if c.RampDown > 0 {
		down = c.RampDown
	}
	for h, usd := range unit.Value {
		b := 0
		if h < len(schedule) {
			b = schedule[h]
		}
		switch {
		case math.IsInf(usd, -1):
			b = 0
		case state.Blocks > 0:
			if b = max(min(b, state.Blocks+up), state.Blocks-down); state.Owed > 0 {
				b = max(b, 1)
			}
		case state.Owed > 0 || !lasts(schedule, h, c.Up):
			b = 0
		default:
			b = min(b, up)
		}
		state = c.After(state, b)
		blocks = append(blocks, b)
	}
	return blocks
}

// lasts says whether something of a schedule is on in so many hours from hour h on.
func lasts(schedule []int, h, hours int) bool {
	for k := h; k < h+max(hours, 1); k++ {
		if k >= len(schedule) || schedule[k] == 0 {
			return false
		}
	}
	return true
}

// grownTo is a list of so many lists, which keep their memory.
func grownTo(lists [][]int, n int) [][]int {
	for len(lists) < n {
		lists = append(lists, nil)
	}
	return lists[:n]
}
