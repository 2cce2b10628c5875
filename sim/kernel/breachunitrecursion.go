package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// recurUnits is recurSite where the tranches are units: by recursion over the hours, with what the periods before have
// left, and what each unit has on. A period that is kept asks its multiplier of each MWh, and gives it for its budget;
// of a broken one that is soft it is the price at most.
func (s *State) recurUnits(j *jointSpace, js *jointSite) float64 {
	js.value = 0
	for n := js.units[0]; n < js.units[1]; n++ {
		u := &j.units[n]
		j.priceUnit(u, js.dark)
		s.unitBack(j, js, u)
		s.unitFollow(j, js, u)
		js.value += u.usd
		if j.spent += 2 * len(u.worth) * u.unit.Cycle.States() * js.width * js.counts; js.counted {
			j.spent += js.passes * (js.width*(js.counts-s.start(js)) + 1)
		}
	}
	for v := js.vars[0]; v < js.vars[1]; v++ {
		if j.set[v] = j.fix[v] == breaks; j.primary(v) {
			j.set[v] = j.broke[v] > 0.5 // most of the site
		}
	}
	return js.value
}

// forceUnits finds what forcing periods either way leaves of the best of units, where the bound is the least so far;
// else nothing is known of it.
func (s *State) forceUnits(j *jointSpace, least bool) {
	for n := range j.sites {
		js := &j.sites[n]
		if !js.switched() {
			continue
		}
		start := 0.0
		if !least {
			start = math.Inf(1)
		}
		for v := js.var0; v < js.var0+js.periods; v++ {
			j.force[0][v], j.force[1][v] = start, start
		}
		for n := js.units[0]; least && n < js.units[1]; n++ {
			u := &j.units[n]
			if j.exact {
				u.unforced(js.periods)
			} else {
				s.unitForth(j, js, u)
			}
			for p := range js.periods {
				j.force[0][js.var0+p] += u.force[0][p]
				j.force[1][js.var0+p] += u.force[1][p]
			}
			if j.spent += 2 * len(u.worth) * u.unit.Cycle.States() * js.width * js.counts; js.counted && !j.exact {
				j.spent += 2 * js.passes * js.width * js.counts
			}
		}
	}
}

// unforced notes that forcing a period leaves no more than the best.
func (u *jointUnit) unforced(periods int) {
	for d := range u.force {
		u.force[d] = resize(u.force[d], periods)
		for p := range u.force[d] {
			u.force[d][p] = u.usd
		}
	}
}

// unitWay is a period of a unit that is kept or broken in some state of its site.
type unitWay struct {
	from, to int // hours in view
	value    []float64
	cycle    dispatch.Cycle
	sure     float64 // USD, whatever runs
	asks     float64 // USD of each MWh in the period
	room     float64 // MWh of its budget that are used for that
	next     int     // the state of its site and the count after it, in ahead
	counted  bool    // what it uses of the budget is counted
	budget   dispatch.Within
}

// wayOf is period p of a unit if its site is in state x with count k, kept or broken; false where it may not be.
func (s *State) wayOf(j *jointSpace, js *jointSite, u *jointUnit, p, x, k int, broken bool) (w unitWay, may bool) {
	from, to := s.span(j, js, p)
	w.from, w.to = from-j.t, to-j.t
	w.cycle = u.unit.Cycle
	w.cycle.Starts = u.unit.Cycle.Starts[w.from:w.to]
	states := w.cycle.States()
	w.next = ((p+1)*js.width*js.counts + k) * states
	if p < js.periods {
		v := js.var0 + p
		if broken && (!j.vars[v].may || j.fix[v] == keeps) || !broken && j.fix[v] == breaks {
			return w, false
		}
		x2, k2 := s.after(j, js, p, x), k
		if broken {
			x2, k2 = s.afterBreach(js, k)
			w.sure = -u.part*s.fine(s.breachOf(js), k, int(j.vars[v].period)) - j.tied(js, u, p)
		}
		w.next = (((p+1)*js.width+x2)*js.counts + k2) * states
		q := int(j.vars[v].group)
		if w.asks, w.room = j.lambda[q], j.whole[v]; j.grain[v] > 0 {
			w.asks = 0
		} else if broken {
			w.asks, w.room = min(w.asks, j.price[q]), j.roomOf(q)
			if math.IsInf(j.price[q], 1) {
				w.asks = 0
			}
		}
		w.sure += w.asks * u.part * w.room
	} else if broken {
		return w, false
	}
	s.wayHours(j, js, u, &w, p, s.shutTo(j, js, p, x)-j.t)
	if w.counted = js.counted; w.counted {
		s.count(j, js, u, &w, p, broken)
	}
	return w, true
}

// wayHours fills the values of the hours of a period; the site stands still until some hour in view.
func (s *State) wayHours(j *jointSpace, js *jointSite, u *jointUnit, w *unitWay, p, still int) {
	j.hourly = append(j.hourly[:0], u.worth[w.from:w.to]...)
	w.value = j.hourly
	for h := range min(max(0, still-w.from), len(w.value)) {
		w.value[h] = math.Inf(-1)
	}
	for h := range w.value {
		if w.asks > 0 && s.holdsHour(j, js, p, w.from+h) {
			w.value[h] -= w.asks * u.unit.Energy[w.from+h]
		}
		if w.value[h] < 0 && u.shares(w.from+h) && !math.IsInf(w.value[h], -1) {
			w.value[h] = 0
		}
	}
}

// holdsHour says whether the budget of period p holds an hour in view.
func (s *State) holdsHour(j *jointSpace, js *jointSite, p, h int) bool {
	return p < js.periods && s.breachOf(js).Of[j.t+h] == j.vars[js.var0+p].period
}

// roomOf is what is left of the budget of group q in view.
func (j *jointSpace) roomOf(q int) float64 {
	f := 0
	for q >= j.first[f+1] {
		f++
	}
	return j.tree[f].Residual[q-j.first[f]]
}

// tied is what breaking period p costs a unit beside its part of the fine, USD: what its site pays the last unit.
func (j *jointSpace) tied(js *jointSite, u *jointUnit, p int) (usd float64) {
	if js.units[1]-js.units[0] == 1 {
		return 0
	}
	scale := j.tieScale(js, p)
	if !u.last {
		return j.lambda[len(j.price)+js.tie+u.nth*js.periods+p] * scale
	}
	for n := range u.nth {
		usd -= j.lambda[len(j.price)+js.tie+n*js.periods+p] * scale
	}
	return usd
}

// tieScale makes the price of a tie one of a MWh.
func (j *jointSpace) tieScale(js *jointSite, p int) float64 {
	return max(1, j.roomOf(int(j.vars[js.var0+p].group)))
}

// unitBack finds the best of a unit from every period and state on.
func (s *State) unitBack(j *jointSpace, js *jointSite, u *jointUnit) {
	states := u.unit.Cycle.States()
	all := (js.periods + 2) * js.width * js.counts * states
	u.ahead, u.ways[0], u.ways[1] = resize(u.ahead, all), resize(u.ways[0], all), resize(u.ways[1], all)
	for p := js.periods; p >= 0; p-- {
		for x := range js.width {
			if !s.possible(j, js, p, x) {
				continue
			}
			for k := s.start(js); k < js.counts; k++ {
				at := ((p*js.width+x)*js.counts + k) * states
				ahead := u.ahead[at : at+states]
				for n := range ahead {
					ahead[n] = math.Inf(-1)
				}
				for d := range u.ways {
					way := u.ways[d][at : at+states]
					w, may := s.wayOf(j, js, u, p, x, k, d > 0)
					if copy(way, u.ahead[w.next:w.next+states]); may {
						s.back(&w, way)
					}
					for n := range way {
						if way[n] += w.sure; !may {
							way[n] = math.Inf(-1)
						}
						ahead[n] = max(ahead[n], way[n])
					}
				}
			}
		}
	}
	u.usd = u.ahead[s.start(js)*states+u.unit.Cycle.State(u.unit.From)]
}

// unitForth finds the best of a unit up to every period and state, and with that what forcing a period either way
// leaves.
func (s *State) unitForth(j *jointSpace, js *jointSite, u *jointUnit) {
	states := u.unit.Cycle.States()
	u.back = resize(u.back, len(u.ahead))
	for n := range u.back {
		u.back[n] = math.Inf(-1)
	}
	u.back[s.start(js)*states+u.unit.Cycle.State(u.unit.From)] = 0
	u.force[0], u.force[1] = resize(u.force[0], js.periods), resize(u.force[1], js.periods)
	for p := range js.periods {
		u.force[0][p], u.force[1][p] = math.Inf(-1), math.Inf(-1)
		for at := p * js.width * js.counts * states; at < (p+1)*js.width*js.counts*states; at += states {
			x, k := at/states/js.counts%js.width, at/states%js.counts
			if s.possible(j, js, p, x) {
				s.unitReach(j, js, u, p, x, k, u.back[at:at+states], at)
			}
		}
	}
}

// unitReach goes on from one state of a site before a period.
func (s *State) unitReach(j *jointSpace, js *jointSite, u *jointUnit, p, x, k int, back []float64, at int) {
	for d := range u.ways {
		some := false
		for n, sofar := range back {
			if way := u.ways[d][at+n]; !math.IsInf(sofar, -1) && !math.IsInf(way, -1) {
				u.force[d][p], some = max(u.force[d][p], sofar+way), true
			}
		}
		if !some || p == js.periods-1 {
			continue
		}
		w, _ := s.wayOf(j, js, u, p, x, k, d > 0)
		j.worth = append(j.worth[:0], back...)
		s.forth(&w, j.worth)
		next := u.back[w.next : w.next+len(back)]
		for n, usd := range j.worth {
			next[n] = max(next[n], usd+w.sure)
		}
	}
}

// unitFollow enters the periods that a unit breaks in its best schedule, and what that uses.
func (s *State) unitFollow(j *jointSpace, js *jointSite, u *jointUnit) {
	states, state := u.unit.Cycle.States(), u.unit.From
	at := s.start(js) * states
	for p := range js.periods + 1 {
		n, x, k := at+u.unit.Cycle.State(state), at/states/js.counts%js.width, at/states%js.counts
		broken := u.ways[1][n] > u.ways[0][n]
		w, _ := s.wayOf(j, js, u, p, x, k, broken)
		j.worth = append(j.worth[:0], u.ahead[w.next:w.next+states]...)
		j.blocks = resize(j.blocks, len(w.value))
		s.followWay(&w, state, j.worth, j.blocks)
		held := 0.0
		for h, b := range j.blocks {
			if state = w.cycle.After(state, b); b > 0 && !(u.shares(w.from+h) && w.value[h] == 0) {
				energy := u.uses(w.from+h, b)
				j.use[u.cell[w.from+h]] += energy
				if s.holdsHour(j, js, p, w.from+h) {
					held += energy
				}
			}
		}
		if p < js.periods {
			s.enterWay(j, js, u, p, broken, u.part*w.room-held)
		}
		at = w.next
	}
}

// enterWay enters what a unit leaves of the budget of a period, and whether it breaks it.
func (s *State) enterWay(j *jointSpace, js *jointSite, u *jointUnit, p int, broken bool, left float64) {
	v := js.var0 + p
	q := int(j.vars[v].group)
	if !broken || j.lambda[q] < j.price[q] && !math.IsInf(j.price[q], 1) {
		j.slack[q] += left
	}
	if !broken {
		return
	}
	j.broke[v] += u.part
	if js.units[1]-js.units[0] == 1 {
		return
	}
	scale := j.tieScale(js, p)
	if !u.last {
		j.torn[js.tie+u.nth*js.periods+p] -= scale
		return
	}
	for n := range u.nth {
		j.torn[js.tie+n*js.periods+p] += scale
	}
}
