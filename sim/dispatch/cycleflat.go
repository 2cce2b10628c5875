package dispatch

import "math"

// flat is recur and follow for a unit without ramps: of its blocks one is on as long as the unit is, and all others
// do the same. For what can be earned from an hour on is a convex function of the blocks that are on before it, by
// induction from the last hour back: a convex function of the blocks on in an hour, less starts, has its maximum at
// one block, at all, or at as many as before, where starts have their kink; and the maximum of convex functions is
// convex. So of a unit of any number of blocks one block, all, and the number that was on at first are all that ever
// is on.
func (s *CycleSpace) flat(value []float64, dust float64, c Cycle, from CycleState, blocks []int) {
	levels := [3]int{1, c.Blocks}
	n := 2
	if b := from.Blocks; b > 1 && b < c.Blocks {
		levels, n = [3]int{1, b, c.Blocks}, 3
	}
	ages, rests := max(c.Up, 1), max(c.Down, 1)
	s.on, s.off = zeroed(s.on, ages*n), zeroed(s.off, rests)
	s.next, s.start = sized(s.next, len(value)*ages*n), sized(s.start, len(value))
	s.lead = sized(s.lead, len(value)*ages)
	for t := len(value) - 1; t >= 0; t-- {
		if n == 2 {
			s.two(value[t]-dust, c.startAt(t), 1/float64(c.Blocks), ages, t)
			continue
		}
		h := flatHour{n: n, start: c.startAt(t), v: value[t] - dust, base: s.off[0]}
		h.stop = s.off[rests-1] - h.base
		free := 0.0
		if math.IsInf(h.v, -1) {
			for i := range s.on {
				s.on[i] = h.stop
			}
		} else {
			for k := range n {
				part := float64(levels[k]) / float64(c.Blocks)
				h.earn[k], h.cost[k] = h.v*part, h.start*part
			}
			free, s.start[t] = h.launch(s.on[(ages-1)*n:])
			h.back(s.on, s.next[t*ages*n:])
		}
		for owed := rests - 1; owed > 0; owed-- {
			s.off[owed] = s.off[owed-1] - h.base
		}
		s.off[0] = free
	}
	s.trace(value, c, from, levels[:n], blocks)
}

// flatHour is an hour of flat.
type flatHour struct {
	n              int
	v, start       float64
	base, stop     float64
	earn, cost     [3]float64 // by level, USD: what its blocks earn, and what starting all of them costs
	reach, started [3]float64 // by level, USD: what is earned from the hour on, before and after their starts
}

// launch returns what is best for a unit that is off and free, and the level, counted from 1, that is then on.
func (h *flatHour) launch(later []float64) (most float64, level uint16) {
	for k := range h.n {
		if x := h.earn[k] - h.cost[k] + (later[k] - h.base); x > most {
			most, level = x, uint16(k+1)
		}
	}
	return most, level
}

// two goes back to hour t of a unit of which one block, that part of it, or all are on. It is what launch and back
// do, with nothing looked up.
func (s *CycleSpace) two(v, start, part float64, ages, t int) {
	base, rests := s.off[0], len(s.off)
	stop, free := s.off[rests-1]-base, 0.0
	if math.IsInf(v, -1) {
		for i := range s.on {
			s.on[i] = stop
		}
	} else {
		one, all, first := v*part, v, start*part
		last := s.on[2*ages-2 : 2*ages]
		s.start[t] = 0
		if x := one - first + (last[0] - base); x > free {
			free, s.start[t] = x, 1
		}
		if x := all - start + (last[1] - base); x > free {
			free, s.start[t] = x, 2
		}
		pairs(s.on, s.lead[t*ages:(t+1)*ages], one-base, all-base, start-first)
		row, next := s.on[:2], s.next[2*t*ages:2*t*ages+2]
		low, high := one+(row[0]-base), all+(row[1]-base)
		row[0], next[0] = stop, 0
		if low > row[0] {
			row[0], next[0] = low, 1
		}
		if x := high - start + first; x > row[0] {
			row[0], next[0] = x, 2
		}
		row[1], next[1] = stop, 0
		if low > row[1] {
			row[1], next[1] = low, 1
		}
		if high > row[1] {
			row[1], next[1] = high, 2
		}
	}
	for owed := rests - 1; owed > 0; owed-- {
		s.off[owed] = s.off[owed-1] - base
	}
	s.off[0] = free
}

// pairs fills the rows of a unit that owes hours and has two levels, which earn low and high, and notes by how much
// the upper one leads; it costs so much to rise to it. Rows are filled downwards, as in back.
func pairs(on, lead []float64, low, high, rise float64) {
	if len(lead) < 2 {
		return
	}
	on = on[:2*len(lead)]
	for owed := len(lead) - 1; owed > 0; owed-- {
		one, all := low+on[2*owed-2], high+on[2*owed-1]
		more := all - one
		lead[owed] = more
		on[2*owed], on[2*owed+1] = one, all
		if more > rise {
			on[2*owed] = all - rise
		}
		if more < 0 {
			on[2*owed+1] = one
		}
	}
}

// back fills the values of states that are on. Rows are filled downwards: each is made from the row below, which
// still is that of the hour after.
func (h *flatHour) back(on []float64, next []uint16) {
	n := h.n
	for at := len(on) - n; at >= 0; at -= n {
		row, later := on[at:at+n], on[max(at-n, 0):]
		for k := range n {
			h.reach[k] = h.earn[k] + (later[k] - h.base)
			h.started[k] = h.reach[k] - h.cost[k]
		}
		for k := range n {
			most, level := math.Inf(-1), 0
			if at == 0 {
				most = h.stop
			}
			for j := range n {
				x := h.reach[j]
				if j > k {
					x = h.started[j] + h.cost[k]
				}
				if x > most {
					most, level = x, j+1
				}
			}
			row[k], next[at+k] = most, uint16(level)
		}
	}
}

// trace writes the schedule.
func (s *CycleSpace) trace(value []float64, c Cycle, from CycleState, levels, blocks []int) {
	ages, n := max(c.Up, 1), len(levels)
	at := 0 // level, counted from 1
	for k, b := range levels {
		if b == from.Blocks {
			at = k + 1
		}
	}
	for t, v := range value {
		level := 0
		switch {
		case math.IsInf(v, -1):
		case at > 0 && n == 2 && from.Owed > 0:
			level = 1
			if lead := s.lead[t*ages+from.Owed]; lead > 0 && (at == 2 || lead > s.rises(c, t)) {
				level = 2
			}
		case at > 0:
			level = int(s.next[(t*ages+from.Owed)*n+at-1])
		case from.Owed == 0:
			level = int(s.start[t])
		}
		b := 0
		if level > 0 {
			b = levels[level-1]
		}
		blocks[t], at = b, level
		from = c.After(from, b)
	}
}

// rises is what it costs to start all blocks but one, USD.
func (s *CycleSpace) rises(c Cycle, t int) float64 {
	return c.startAt(t) - c.startAt(t)*(1/float64(c.Blocks))
}
