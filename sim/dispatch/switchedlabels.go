package dispatch

import (
	"math"
	"slices"
)

// labels are partial schedules, as parallel arrays.
type labels struct {
	bound []float64 // USD that no plan that begins like this can pass
	trail []int32   // the last step
	state []int32   // by label, then unit
	use   []float64 // by label, then slot, MWh
}

// step is one decision: how many blocks of a unit are on in an hour.
type step struct {
	before int32
	blocks int32
}

// prune drops the labels whose bound is not above the cut.
func (s *switchedSearch) prune(units int) {
	s.kept = s.kept[:0]
	for i, b := range s.now.bound {
		if b > s.cut {
			s.kept = append(s.kept, int32(i))
		} else {
			s.dropped = max(s.dropped, b)
		}
	}
	if len(s.kept) < len(s.now.bound) {
		s.keep(units)
	}
}

// keep keeps the labels of the numbers in kept, in this order.
func (s *switchedSearch) keep(units int) {
	s.then.reset()
	for _, i := range s.kept {
		s.then.copy(&s.now, int(i), units, s.slots)
	}
	s.now, s.then = s.then, s.now
}

func (l *labels) reset() {
	l.bound, l.trail, l.state, l.use = l.bound[:0], l.trail[:0], l.state[:0], l.use[:0]
}

// set makes the set equal to another.
func (l *labels) set(from *labels) {
	l.bound, l.trail = append(l.bound[:0], from.bound...), append(l.trail[:0], from.trail...)
	l.state, l.use = append(l.state[:0], from.state...), append(l.use[:0], from.use...)
}

// copy appends label i of another set.
func (l *labels) copy(from *labels, i, units, slots int) {
	l.bound = append(l.bound, from.bound[i])
	l.trail = append(l.trail, from.trail[i])
	l.state = append(l.state, from.state[i*units:(i+1)*units]...)
	l.use = append(l.use, from.use[i*slots:(i+1)*slots]...)
}

// thin drops labels that another dominates, and those of the smallest bounds beyond the width.
func (s *switchedSearch) thin(w *SwitchSpace, u, t, width int) {
	units := len(w.units)
	s.rank(units)
	s.undominated(w, u, t, width)
	s.higher = math.Inf(-1)
	if len(s.kept) > width {
		s.judge(w, t)
		slices.SortFunc(s.kept, byLargest(s.merit))
		s.higher = s.merit[s.kept[width-1]]
		for _, i := range s.kept[width:] {
			s.dropped = max(s.dropped, s.now.bound[i])
		}
		s.kept = s.kept[:width]
	}
	s.keep(units)
}

// byLargest compares labels by a number, the largest first.
func byLargest(of []float64) func(i, j int32) int {
	return func(i, j int32) int {
		switch a, b := of[i], of[j]; {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return int(i - j)
	}
}

// judge gives labels their merit.
func (s *switchedSearch) judge(w *SwitchSpace, t int) {
	s.merit = append(s.merit[:0], s.now.bound...)
	for a, k := range s.slot {
		if k < 0 || t+1 > int(s.last[a]) {
			continue
		}
		for _, i := range s.kept {
			s.merit[i] -= s.guide.loss(int32(a), t+1, w.room[a]-s.now.use[int(i)*s.slots+int(k)], w.dual.policy[a])
		}
	}
}

// rank sorts labels by states, then by use, then by bound, the largest first.
func (s *switchedSearch) rank(units int) {
	l := &s.now
	s.order = s.order[:0]
	for i := range l.bound {
		s.order = append(s.order, int32(i))
	}
	slices.SortFunc(s.order, func(i, j int32) int {
		if c := slices.Compare(l.state[int(i)*units:(int(i)+1)*units], l.state[int(j)*units:(int(j)+1)*units]); c != 0 {
			return c
		}
		if c := slices.Compare(l.use[int(i)*s.slots:(int(i)+1)*s.slots], l.use[int(j)*s.slots:(int(j)+1)*s.slots]); c != 0 {
			return c
		}
		switch a, b := l.bound[i], l.bound[j]; {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return int(i - j)
	})
}

// strictHours is up to how many unit-hours a label of a problem with gates is only dropped for one that is surely as
// good.
const strictHours = 200

// rivals is how many labels one is compared with, at least.
const rivals = 8

// undominated keeps the labels of which no other with the same states uses no more of any group and earns no less.
// Where the use of some groups is not known any more, or a large problem has gates, which may be worth more beside
// items than prices say, that proves nothing.
func (s *switchedSearch) undominated(w *SwitchSpace, u, t, width int) {
	l, units := &s.now, len(w.units)
	strict := len(w.gates) > 0 && w.unitHours() <= strictHours && !s.lax
	s.kept = s.kept[:0]
	first := 0 // in kept: of the labels with the same states
	for _, i := range s.order {
		if n := len(s.kept); n > first {
			k := int(s.kept[n-1])
			if !slices.Equal(l.state[k*units:(k+1)*units], l.state[int(i)*units:(int(i)+1)*units]) {
				first = n
			}
		}
		by, surely := s.beaten(w, i, s.kept[max(first, len(s.kept)-rivals-width/4):], u, t)
		if !by || strict && !surely {
			s.kept = append(s.kept, i)
		} else if s.loose || !surely {
			s.dropped = max(s.dropped, l.bound[i])
		}
	}
}

// beaten tells whether one of the labels by uses no more than label i and earns no less, and whether one does at any
// worth of gates.
func (s *switchedSearch) beaten(w *SwitchSpace, i int32, by []int32, u, t int) (yes, surely bool) {
	l := &s.now
	mine := l.use[int(i)*s.slots : (int(i)+1)*s.slots]
next:
	for n := len(by) - 1; n >= 0; n-- {
		k := by[n]
		other := l.use[int(k)*s.slots : (int(k)+1)*s.slots]
		more := l.bound[k] - l.bound[i] // what it has earned more, USD
		for j, use := range other {
			if use > mine[j] {
				continue next
			}
			more -= s.lambda[j] * (mine[j] - use)
		}
		if !(more >= 0) {
			continue
		}
		if len(w.gates) == 0 || s.wider(w, k, i, u, t, more) {
			return true, true
		}
		yes = true
	}
	return yes, false
}

// longestWalk is how many decisions are looked back at for what opens gates: some weeks of a few units.
const longestWalk = 1000

// wider tells whether label k, which has earned so much more than label i by what the prices make gates worth, has
// opened all gates at least as wide and still has earned no less if they are worth nothing. Of labels that parted
// long ago it does not know.
func (s *switchedSearch) wider(w *SwitchSpace, k, i int32, u, t int, more float64) bool {
	k, i = s.now.trail[k], s.now.trail[i]
	for range longestWalk {
		if k == i {
			return true
		}
		if unit := &w.units[u]; unit.shares(t) && w.could[u][t] > 0 {
			n := int(s.trail[k].blocks - s.trail[i].blocks)
			if more -= s.units[u].values[t] * unit.on(n); n < 0 || more < 0 {
				return false
			}
		}
		k, i = s.trail[k].before, s.trail[i].before
		for u--; u < 0 || t >= len(w.value[u]); u-- {
			if u < 0 {
				u, t = len(w.units), t-1
			}
		}
	}
	return false
}
