package dispatch

import "slices"

// mark keeps the schedules of the label of most merit, up to an hour, for the tail.
func (s *switchedSearch) mark(w *SwitchSpace, t int) {
	s.kept = s.kept[:0]
	for i := range s.now.bound {
		s.kept = append(s.kept, int32(i))
	}
	s.judge(w, t)
	best := s.kept[0]
	for _, i := range s.kept {
		if s.merit[i] > s.merit[best] {
			best = i
		}
	}
	s.half = resized(s.half, len(w.units))
	s.retrace(w, s.now.trail[best], s.half, w.hours/2)
}

// Schedules whose items are settled at the end of a pass: so many that this takes about as long as the pass, as it is
// a step for each item, and a few wherever there are many items.
const (
	mostTries  = 2000
	itemTries  = 200_000 // items in all of them
	leastTries = 4
)

// finish tells the best of complete schedules, or the one that items complete best.
func (s *switchedSearch) finish(w *SwitchSpace) error {
	l := &s.now
	s.order = s.order[:0]
	for i := range l.bound {
		s.order = append(s.order, int32(i))
	}
	slices.SortFunc(s.order, byLargest(l.bound))
	tries := mostTries
	if n := len(w.items.Margin); n > 0 {
		tries = max(leastTries, itemTries/n)
	}
	blocks := make([][]int, len(w.units))
	for n, i := range s.order {
		if l.bound[i] <= max(s.cut, w.best.value) {
			s.dropped = max(s.dropped, l.bound[i])
			return nil
		}
		if n >= tries || n > 0 && !w.affords() {
			s.dropped = max(s.dropped, l.bound[i])
			return nil
		}
		s.retrace(w, l.trail[i], blocks, w.hours)
		if err := w.consider(blocks); err != nil {
			return err
		}
	}
	return nil
}

// retrace writes the schedules of a label of so many hours.
func (s *switchedSearch) retrace(w *SwitchSpace, at int32, blocks [][]int, hours int) {
	for u := range w.units {
		blocks[u] = sized(blocks[u], min(hours, len(w.value[u])))
	}
	for t := hours - 1; t >= 0; t-- {
		for u := len(w.units) - 1; u >= 0; u-- {
			if t < len(w.value[u]) {
				blocks[u][t] = int(s.trail[at].blocks)
				at = s.trail[at].before
			}
		}
	}
}
