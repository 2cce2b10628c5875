package dispatch

import (
	"math"
)

// switchedSearch extends schedules hour by hour.
type switchedSearch struct {
	units   []completion
	top     float64 // the bound of all plans, USD
	loose   bool    // groups that hold items close too
	lax     bool    // labels of gates are dropped for what seems better in small problems too
	cut     float64 // labels whose bound is not above are dropped
	floor   float64 // of labels that are certainly dropped as soon as there are too many again
	dropped float64 // the largest bound of a label that was dropped

	now, then labels
	saved     labels  // of the end of the hour before
	higher    float64 // the floor of the next hour
	clean     int     // labels from which they are compared
	trail     []step
	made      int // labels
	most      int // of them, after which a pass is given up

	first, last []int32 // by group: the first and last hour in which a unit uses it
	slot        []int32 // by group: where its use stands in labels, -1 while it is not open
	opens       [][]int32
	closes      [][]int32
	freed       []int32 // slots
	slots       int
	lambda      []float64 // by slot

	order, kept []int32
	guide       switchedGuide
	owed        switchedOwed
	half        [][]int   // by unit: schedules of the first half, empty if there are none
	merit       []float64 // by label: its bound less what it has used too much or too little
}

// work is how many labels may be made.
func (w *SwitchSpace) work(hours int) int {
	if w.Work > 0 {
		return w.Work
	}
	return labelsWork + labelsHour*hours
}

const (
	labelsWork  = 400_000  // of a search, and
	labelsHour  = 24       // more for each hour of a unit
	labelsTable = 16 << 20 // numbers in the tables of completions
	labelsSlots = 64       // groups open at a time: a label is so many numbers, and few dominate another in as many
	labelsLeast = 12       // labels at a time in the narrowest pass
	labelsWidth = 1 << 24  // labels at a time, from which none more would fit into the memory
	manyUnits   = 16       // from which units are not asked for what the others owe
)

// run searches, and returns a bound on every plan.
func (s *switchedSearch) run(w *SwitchSpace) (float64, error) {
	scale := w.scale()
	if w.dual.least-w.best.value <= 1e-10*scale || !s.ready(w) {
		return w.dual.least, nil
	}
	bound, hours := min(w.dual.least, s.top), w.unitHours()
	work := w.work(hours)
	slack, enough := 1e-10, 1.01e-10
	if hours > switchedLarge {
		slack, enough = switchedClose/2, switchedClose
	}
	s.made, s.most = 0, math.MaxInt // the first pass is never given up
	for width := max(labelsLeast, int(float64(work)/4/w.branches())); width < labelsWidth; {
		before := s.made
		s.cut = w.best.value + slack*scale
		s.dropped = w.best.value
		if err := s.pass(w, width); err != nil {
			return 0, err
		}
		bound = min(bound, max(s.dropped, w.best.value))
		lacks := enough
		if w.Work > 0 { // who bounds the work does not want the last of the gap
			lacks = switchedClose
		}
		if before == 0 && bound-w.best.value > lacks*scale && w.affords() {
			if err := w.tail.improve(w, work/2); err != nil {
				return 0, err
			}
		}
		// The next pass is wider by as much as the work allows that is left.
		wider := min(8, (work-s.made)/max(s.made-before, 1))
		if wider < 2 || bound-w.best.value <= enough*scale {
			break
		}
		width *= wider
		s.most = 2 * work
	}
	return bound, nil
}

// scale is what gaps are measured by, USD.
func (w *SwitchSpace) scale() float64 {
	return max(math.Abs(w.dual.least), math.Abs(w.best.value), 1e-6*w.gross)
}

// branches is how many labels one label at a time comes to in a pass, about: of the numbers of blocks that a unit may
// turn to in an hour the prices leave half.
func (w *SwitchSpace) branches() float64 {
	sum := 0.0
	for u := range w.units {
		c := w.units[u].Cycle
		up, down := c.ramps()
		sum += float64(len(w.value[u])) * float64(min(c.Blocks, up+down)+1) / 2
	}
	return sum
}

// ready makes what a search needs, and tells whether that is not too much.
func (s *switchedSearch) ready(w *SwitchSpace) bool {
	size := 0
	for u := range w.units {
		size += (len(w.value[u]) + 1) * w.units[u].Cycle.States()
	}
	if size > labelsTable || w.hours == 0 {
		return false
	}
	s.loose = false
	if s.spans(w, false); s.slots > labelsSlots {
		s.loose = true
		if s.spans(w, false); s.slots > labelsSlots {
			return false
		}
	}
	s.tables(w)
	s.guide.build(w, s.first, s.last)
	s.owed.build(w, s.first, s.last)
	return true
}

// tables makes the completions at the multipliers of the policy, and the bound of all plans.
func (s *switchedSearch) tables(w *SwitchSpace) {
	d := &w.dual
	s.units = resized(s.units, len(w.units))
	s.top = w.outside
	d.price(w, d.policy)
	for a, y := range d.policy {
		s.top += y * w.room[a]
	}
	for i, j := range w.inside {
		if m := w.items.Margin[j] - d.asks(w.itemLeaf, i); m > 0 {
			s.top += m * w.items.Energy[j]
		}
	}
	for u := range w.units {
		d.reduce(w, u)
		s.units[u].build(&w.cycles, d.reduced, w.units[u].Cycle, w.units[u].From)
		s.top += s.units[u].forever
	}
}

// spans finds when each group is open. One that holds items never closes, unless there are too many of them: then
// labels are compared without what they have used of those behind them. Shared hours, which labels use nothing in,
// count on demand.
func (s *switchedSearch) spans(w *SwitchSpace, shared bool) {
	n := len(w.room)
	s.first, s.last, s.slot = sized(s.first, n), sized(s.last, n), sized(s.slot, n)
	for a := range n {
		s.first[a], s.last[a], s.slot[a] = int32(w.hours), -1, -1
	}
	for f := range w.trees {
		for u := range w.units {
			for t, a := range w.unitLeaf[f][u] {
				if math.IsInf(w.value[u][t], -1) || !shared && w.units[u].shares(t) {
					continue
				}
				for ; a >= 0; a = w.up[a] {
					s.first[a], s.last[a] = min(s.first[a], int32(t)), max(s.last[a], int32(t))
				}
			}
		}
	}
	s.opens, s.closes = resized(s.opens, w.hours), resized(s.closes, w.hours)
	for t := range w.hours {
		s.opens[t], s.closes[t] = s.opens[t][:0], s.closes[t][:0]
	}
	change := make([]int, w.hours+1)
	for a := range n {
		if s.last[a] < 0 {
			continue
		}
		s.opens[s.first[a]] = append(s.opens[s.first[a]], int32(a))
		change[s.first[a]]++
		if !w.holds[a] || s.loose {
			s.closes[s.last[a]] = append(s.closes[s.last[a]], int32(a))
			change[s.last[a]+1]--
		}
	}
	s.slots = 0
	open := 0
	for _, c := range change {
		open += c
		s.slots = max(s.slots, open)
	}
}

// pass goes once from the first hour to the last with so many labels at most.
func (s *switchedSearch) pass(w *SwitchSpace, width int) error {
	s.begin(w)
	s.floor, s.clean = math.Inf(-1), 16
	for t := range w.hours {
		s.open(w, t)
		if s.floor > s.cut {
			s.saved.set(&s.now)
		}
		if s.hour(w, t, width); s.floor > s.cut && len(s.now.bound) < width/2 { // too much was dropped
			s.now.set(&s.saved)
			s.floor = math.Inf(-1)
			s.hour(w, t, width)
		}
		s.floor = s.higher
		s.close(w, t)
		if len(s.now.bound) == 0 {
			return nil
		}
		if t == w.hours/2-1 {
			s.mark(w, t)
		}
		if s.made > s.most {
			for _, b := range s.now.bound {
				s.dropped = max(s.dropped, b)
			}
			return nil
		}
	}
	return s.finish(w)
}

// hour extends labels by one hour of all units.
func (s *switchedSearch) hour(w *SwitchSpace, t, width int) {
	s.higher = s.floor
	for u := range w.units {
		if t >= len(w.value[u]) {
			continue
		}
		s.extend(w, u, t)
		if n := len(s.now.bound); n > s.clean || n > width {
			s.thin(w, u, t, width)
			s.clean = max(2*len(s.now.bound), 16)
		}
	}
}

// begin makes the one label of the hour before the first.
func (s *switchedSearch) begin(w *SwitchSpace) {
	s.trail, s.half = s.trail[:0], s.half[:0]
	l := &s.now
	l.bound, l.trail = append(l.bound[:0], s.top), append(l.trail[:0], -1)
	l.state, l.use = l.state[:0], zeroed(l.use, s.slots)
	for u := range w.units {
		l.state = append(l.state, s.units[u].state(w.units[u].From))
	}
	s.freed = s.freed[:0]
	for i := s.slots - 1; i >= 0; i-- {
		s.freed = append(s.freed, int32(i))
	}
	for a := range s.slot {
		s.slot[a] = -1
	}
	s.lambda = zeroed(s.lambda, s.slots)
}

// open gives the groups that a unit uses from an hour on a place in labels.
func (s *switchedSearch) open(w *SwitchSpace, t int) {
	for _, a := range s.opens[t] {
		s.slot[a] = s.freed[len(s.freed)-1]
		s.lambda[s.slot[a]] = w.dual.policy[a]
		s.freed = s.freed[:len(s.freed)-1]
	}
}

// close takes what is left of the groups that no unit uses any more off the bounds of labels: it is lost.
func (s *switchedSearch) close(w *SwitchSpace, t int) {
	for _, a := range s.closes[t] {
		k, y := int(s.slot[a]), w.dual.policy[a]
		for i := range s.now.bound {
			use := &s.now.use[i*s.slots+k]
			if !w.holds[a] {
				s.now.bound[i] -= y * max(w.room[a]-*use, 0)
			}
			*use = 0
		}
		s.freed = append(s.freed, s.slot[a])
		s.slot[a] = -1
	}
	if len(s.closes[t]) > 0 {
		s.floor = math.Inf(-1)
		s.prune(len(w.units))
	}
}

// extend makes the labels of one more hour of a unit.
func (s *switchedSearch) extend(w *SwitchSpace, u, t int) {
	s.then.reset()
	c := &s.units[u]
	for i := range s.now.bound {
		before := s.now.state[i*len(w.units)+u]
		from := c.of(before)
		least, most, none := c.choices(t, from)
		if none {
			s.try(w, u, t, i, before, from, 0)
		}
		for b := least; b <= most; b++ {
			s.try(w, u, t, i, before, from, b)
		}
	}
	s.made += len(s.then.bound)
	s.now, s.then = s.then, s.now
}

// try adds the label that has so many blocks of a unit on in an hour, if it may be part of a better plan.
func (s *switchedSearch) try(w *SwitchSpace, u, t, i int, before int32, from CycleState, blocks int) {
	c := &s.units[u]
	after := c.state(c.cycle.After(from, blocks))
	bound := s.now.bound[i] - max(c.regret(t, before, from.Blocks, blocks, after), 0)
	if bound <= max(s.cut, s.floor) {
		s.dropped = max(s.dropped, bound)
		return
	}
	use := s.now.use[i*s.slots : (i+1)*s.slots]
	e := 0.0
	if blocks > 0 {
		owed := c.of(after).Owed
		if e = w.units[u].use(t, blocks); !w.units[u].shares(t) && !s.room(w, u, t, owed, e, use) {
			return
		}
		if len(w.units) <= manyUnits {
			state := s.now.state[i*len(w.units) : (i+1)*len(w.units)]
			if e > 0 && !s.leaves(w, u, t, e, use, state) || from.Blocks == 0 && !s.carries(w, u, t, owed, state) {
				return
			}
		}
	}
	n := len(s.then.bound)
	s.then.copy(&s.now, i, len(w.units), s.slots)
	s.then.bound[n] = bound
	s.then.state[n*len(w.units)+u] = after
	s.then.trail[n] = int32(len(s.trail))
	s.trail = append(s.trail, step{s.now.trail[i], int32(blocks)})
	if e > 0 {
		use = s.then.use[n*s.slots:]
		for f := range w.unitLeaf {
			for a := w.unitLeaf[f][u][t]; a >= 0; a = w.up[a] {
				use[s.slot[a]] += e
			}
		}
	}
}

// room tells whether all groups around an hour of a unit have room for e MWh, and for what the unit then owes.
func (s *switchedSearch) room(w *SwitchSpace, u, t, owed int, e float64, use []float64) bool {
	for f := range w.unitLeaf {
		for a := w.unitLeaf[f][u][t]; a >= 0; a = w.up[a] {
			left := w.room[a]*(1+tolerance) - use[s.slot[a]] - e
			if left < 0 || owed > 0 && s.owed.solid[a] && s.owed.need(u, t, owed, s.last[a]) > left+tolerance*w.room[a] {
				return false
			}
		}
	}
	return true
}
