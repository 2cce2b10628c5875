package dispatch

import "math"

// switchedWithin is the problem of one unit whose budgets follow one another, and that it has for itself, in whole
// numbers of blocks: then what is left of the budget that is open, and the state, are all that the past has to say,
// and one recursion over both is exact.
type switchedWithin struct {
	spans []withinSpan // in order of time
	worth [][]float64  // by span: what can be earned from it on, by state
	state []float64
	last  []int   // by group: its last hour
	item  []int32 // by group: the item that runs if the unit does not, -1 for none
}

// withinSpan are hours with one budget or none.
type withinSpan struct {
	from, to int
	budget   Within
}

// counted finds the best schedule by that recursion, if the problem is of this kind and that takes no more time than
// the search may take; it tells whether it does.
func (w *SwitchSpace) counted() (bool, error) {
	s := &w.counts
	if len(w.units) != 1 || len(w.gates) > 0 || w.gap(w.dual.least) <= switchedExact || !s.priced(w) || !s.cut(w) {
		return false, nil
	}
	c, work := w.units[0].Cycle, 0
	for k := range s.spans {
		span := &s.spans[k]
		work += c.WithinWork(span.to-span.from, span.budget.Room)
	}
	if work > w.work(w.unitHours()) {
		return false, nil
	}
	s.worth = resized(s.worth, len(s.spans)+1)
	s.worth[len(s.spans)] = zeroed(s.worth[len(s.spans)], c.States())
	for k := len(s.spans) - 1; k >= 0; k-- {
		s.worth[k] = append(s.worth[k][:0], s.worth[k+1]...)
		value, part := s.part(w, k)
		w.cycles.BackWithin(value, &s.spans[k].budget, part, s.worth[k])
	}
	state := w.units[0].From
	if math.IsInf(s.worth[0][c.State(state)], -1) {
		return false, nil
	}
	blocks := make([]int, len(w.value[0]))
	for k, span := range s.spans {
		value, part := s.part(w, k)
		s.state = append(s.state[:0], s.worth[k+1]...)
		w.cycles.FollowWithin(value, &s.spans[k].budget, part, state, s.state, blocks[span.from:span.to])
		for _, b := range blocks[span.from:span.to] {
			state = c.After(state, b)
		}
	}
	if list := [][]int{blocks}; w.kept(list) {
		return true, w.consider(list)
	}
	return false, nil
}

// priced finds the items of budgets of which more can be used at a price, one in each of them. It tells whether there
// are no others, not even in a group inside, which share the room. Where a unit can use more than the budget and its
// item have, the recursion does not know it, but a schedule that does is none of a plan.
func (s *switchedWithin) priced(w *SwitchSpace) bool {
	s.item = sized(s.item, len(w.room))
	for a := range s.item {
		s.item[a] = -1
	}
	for n, item := range w.inside {
		held := 0
		for f := range w.itemLeaf {
			a := w.itemLeaf[f][n]
			if a < 0 {
				continue
			}
			if held++; held > 1 || w.up[a] >= 0 || s.item[a] >= 0 {
				return false
			}
			s.item[a] = item
		}
	}
	return true
}

// part is the values and the cycle in the hours of a span.
func (s *switchedWithin) part(w *SwitchSpace, k int) (value []float64, c Cycle) {
	from, to := s.spans[k].from, s.spans[k].to
	if c = w.units[0].Cycle; c.Starts != nil {
		c.Starts = c.Starts[from:to]
	}
	return w.value[0][from:to], c
}

// cut finds the spans; it tells whether each hour lies in one budget at most, one budget ends before the next begins,
// and blocks use whole numbers of each.
func (s *switchedWithin) cut(w *SwitchSpace) bool {
	s.spans, s.last = s.spans[:0], sized(s.last, len(w.room))
	for f := range w.unitLeaf {
		for t, a := range w.unitLeaf[f][0] {
			if a >= 0 {
				if w.up[a] >= 0 || !(w.grain[a] > 0) {
					return false
				}
				s.last[a] = t
			}
		}
	}
	open := int32(-1)
	for t := range w.value[0] {
		group, held := int32(-1), 0
		for f := range w.unitLeaf {
			if a := w.unitLeaf[f][0][t]; a >= 0 {
				group, held = a, held+1
			}
		}
		within := open >= 0 && t <= s.last[open] // the budget before has hours yet
		if held > 1 || within && group >= 0 && group != open {
			return false
		}
		if len(s.spans) == 0 || !within && (open >= 0 || group >= 0) {
			s.open(w, t, group)
			open = group
		}
		span, use := &s.spans[len(s.spans)-1], 0
		if group >= 0 && !math.IsInf(w.value[0][t], -1) {
			use = int(math.Round(w.units[0].use(t, 1) / w.grain[group]))
		}
		span.to = t + 1
		span.budget.Use = append(span.budget.Use, use)
	}
	return true
}

// open begins a span at hour t, under a group or none.
func (s *switchedWithin) open(w *SwitchSpace, t int, group int32) {
	n := len(s.spans)
	s.spans = resized(s.spans, n+1)
	span := &s.spans[n]
	span.from, span.to = t, t
	use := span.budget.Use[:0]
	span.budget = Within{Price: math.Inf(1)}
	if group >= 0 {
		room, usd := w.room[group], math.Inf(1)
		if item := s.item[group]; item >= 0 {
			room, usd = max(0, room-w.items.Energy[item]), w.items.Margin[item]
		}
		span.budget = NewWithin(room, w.grain[group], usd)
	}
	span.budget.Use = use
}
