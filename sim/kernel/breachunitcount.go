package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// jointCounts are the periods of sites with one unit of which its blocks use whole numbers of something. The recursion
// of the unit then counts what it has used, and no price is needed: at one price for each MWh a unit that must stay on
// for a day runs too long in a daily budget, and at the next one not at all.
type jointCounts struct {
	grain []float64 // by period: MWh that are counted as one, 0 where a price is asked
	room  []float64 // by period: what is left of its budget, MWh
	uses  []int     // by hour of a period, while it is looked at
	exact bool      // one unit counts all that there is: its recursion is the best of all
}

// viewCounts finds the periods of a site that its unit counts, if a plan can afford that: not those of which past starts
// use more than is left, which its budget would stop.
func (s *State) viewCounts(j *jointSpace, js *jointSite) {
	for len(j.grain) < len(j.vars) {
		j.grain, j.room = append(j.grain, 0), append(j.room, 0)
	}
	grain := j.grain[js.vars[0]:js.vars[1]]
	clear(grain)
	if js.counted = false; js.units[1]-js.units[0] != 1 {
		return
	}
	u, work := &j.units[js.units[0]], 0
	for v := js.var0; v < js.var0+js.periods; v++ {
		x := &j.vars[v]
		if q, room := s.grainOf(j, js, u, x), j.roomOf(int(x.group)); q > 0 && s.owed(j, js, x) <= room {
			group := &s.p.Budgets.Groups[s.breachOf(js).Groups[x.period]]
			j.grain[v], j.room[v] = q, room
			work += u.unit.Cycle.WithinWork(min(group.To, j.to)-max(group.From, j.t), int(room/q))
			js.counted = true
		}
	}
	if js.passes = labelWork * work; js.passes > s.mostCounted(j) {
		js.counted = false
		clear(grain)
	}
}

// grainOf is the energy of which the blocks of a unit use whole numbers in the hours of a period, MWh; not above zero
// where there is none, as where any part of a block may run.
func (s *State) grainOf(j *jointSpace, js *jointSite, u *jointUnit, x *jointVar) float64 {
	b := s.breachOf(js)
	group := &s.p.Budgets.Groups[b.Groups[x.period]]
	j.single = j.single[:0]
	for h := max(0, group.From-j.t); h < min(group.To, j.to)-j.t; h++ {
		if e := u.uses(h, 1); b.Of[j.t+h] == x.period && e > 0 {
			if u.shares(h) {
				return 0
			}
			j.single = append(j.single, e)
		}
	}
	return dispatch.Grain(j.single)
}

// allCounted says whether one unit counts all that it uses, and no other budget is in view.
func (j *jointSpace) allCounted() bool {
	if len(j.units) != 1 || len(j.sites) != 1 || !j.sites[0].counted {
		return false
	}
	for _, v := range j.varOf {
		if v < 0 || !j.primary(int(v)) || j.grain[v] == 0 {
			return false
		}
	}
	return true
}

// mostCounted is what going over a unit once may cost where it counts.
func (s *State) mostCounted(j *jointSpace) int {
	if s.look == Perfect && !j.c.long {
		return s.unitsRun() / 8
	}
	return s.unitsRun() / (1 + s.planned(j.c)) / 6
}

// count enters the budget of a period that is counted: where it is broken, what is beyond it has its price.
func (s *State) count(j *jointSpace, js *jointSite, u *jointUnit, w *unitWay, p int, broken bool) {
	w.budget = dispatch.Within{Price: math.Inf(1)}
	j.uses = resize(j.uses, len(w.value))
	if clear(j.uses); p < js.periods {
		v := js.var0 + p
		price := math.Inf(1)
		if broken {
			price = j.price[j.vars[v].group]
		}
		if grain := j.grain[v]; grain > 0 && !(broken && math.IsInf(price, 1)) {
			for h := range w.value {
				if s.holdsHour(j, js, p, w.from+h) {
					j.uses[h] = int(math.Round(u.uses(w.from+h, 1) / grain))
				}
			}
			w.budget = dispatch.NewWithin(j.room[v], grain, price)
		}
	}
	w.budget.Use = j.uses
}

// back goes back over a period of a unit, see dispatch.CycleSpace.Back.
func (s *State) back(w *unitWay, worth []float64) {
	if w.counted {
		s.switches.work.BackWithin(w.value, &w.budget, w.cycle, worth)
		return
	}
	s.switches.work.Back(w.value, w.cycle, worth)
}

// forth goes over it, see dispatch.CycleSpace.Forth.
func (s *State) forth(w *unitWay, worth []float64) {
	if w.counted {
		s.switches.work.ForthWithin(w.value, &w.budget, w.cycle, worth)
		return
	}
	s.switches.work.Forth(w.value, w.cycle, worth)
}

// followWay writes the blocks that are best in it, see dispatch.CycleSpace.Follow.
func (s *State) followWay(w *unitWay, from dispatch.CycleState, worth []float64, blocks []int) {
	if w.counted {
		s.switches.work.FollowWithin(w.value, &w.budget, w.cycle, from, worth, blocks)
		return
	}
	s.switches.work.Follow(w.value, w.cycle, from, worth, blocks)
}
