package dispatch

import (
	"fmt"
	"math"
)

// Within is a budget that a unit has for itself in some hours, counted in some energy of which each block uses a whole
// number.
type Within struct {
	Use   []int   // by hour, what a block uses; not negative
	Room  int     // what all hours together may use, not negative
	Price float64 // USD for each beyond Room and Rest, not negative; +Inf: no more can be used
	Rest  float64 // part of one more that is within, where more can be used
}

// NewWithin is a budget of some room, MWh, counted in a grain (see [Grain]), of which more can be used at a price in
// USD for each MWh, +Inf for none. As with all budgets, what a trillionth of has no room counts as within: a block that
// just fits in does, in spite of rounding, and one that does not is none of a plan that keeps the budget.
func NewWithin(room, grain, usd float64) Within {
	whole := math.Floor(room / grain * (1 + tolerance))
	return Within{Room: int(whole), Price: usd * grain, Rest: max(0, room/grain-whole)}
}

// top is the highest row: what is left, or where more can be used, one more than that, as none is left in row 0.
func (b *Within) top() int {
	if math.IsInf(b.Price, 1) {
		return b.Room
	}
	return b.Room + 1
}

// Grain is the largest energy of which all of some energies are multiples, MWh; 0 for none, below zero where it would
// be less than 1e-4 of the largest of them.
func Grain(blocks []float64) (q float64) {
	for _, e := range blocks {
		q = grain(q, e)
	}
	return q
}

// withinSpace is the memory of recursions over a unit and what it has left of a budget: the row. Rows below what is
// left if all that can be was used before, and above what can still be used, are left out.
type withinSpace struct {
	first, last []int       // row by hour, and after the last hour
	now, later  []float64   // by row and state: what can be earned from the hour on, and from the next one, USD
	next        [][]uint16  // by hour, row, hours owed and blocks from 1 before the hour: blocks on in it
	start       [][]uint16  // by hour and row: blocks on in it if the unit was off and free
	gains       []float64   // by blocks, in the hour and row at hand
	rows        [][]float64 // by blocks: the row of the next hour
}

// withinLabel is how many states a recursion within a budget looks at in the time that a label of a search takes.
const withinLabel = 100

// WithinWork is how many labels of a search (see [SwitchSpace]) are made in the time that going once over so many hours
// of a unit takes within a budget of some room.
func (c Cycle) WithinWork(hours, room int) int { return 1 + hours*c.States()*(room+2)/withinLabel }

// BackWithin is Back where the hours have a budget of their own, of which nothing is used yet. Worth may be -Inf, and
// becomes so where the unit must stay on for longer than the budget has room for; never where it is off.
func (s *CycleSpace) BackWithin(value []float64, b *Within, c Cycle, worth []float64) {
	s.backWithin(value, b, c, worth, false)
}

// FollowWithin is Follow where the hours have a budget of their own, of which nothing is used yet. From a state whose
// worth is -Inf nothing can be followed.
func (s *CycleSpace) FollowWithin(value []float64, b *Within, c Cycle, from CycleState, worth []float64, blocks []int) {
	s.backWithin(value, b, c, worth, true)
	if math.IsInf(worth[c.State(from)], -1) {
		panic(fmt.Sprintf("dispatch: nothing that starts from %+v keeps the budget", from))
	}
	w, left := &s.within, b.top()
	for t, v := range value {
		row, on := min(left, w.last[t])-w.first[t], 0
		switch {
		case math.IsInf(v, -1):
		case from.Blocks > 0:
			on = int(w.next[t][(row*max(c.Up, 1)+from.Owed)*c.Blocks+from.Blocks-1])
		case from.Owed == 0:
			on = int(w.start[t][row])
		}
		blocks[t] = on
		left = max(0, left-on*b.Use[t])
		from = c.After(from, on)
	}
}

// count finds the rows of every hour: what is left if all that can be was used before it, and what can be used from
// it on.
func (w *withinSpace) count(b *Within, blocks int) {
	n, top := len(b.Use), b.top()
	w.first, w.last = sized(w.first, n+1), sized(w.last, n+1)
	left, ahead := top, top-b.Room
	for t := range n + 1 {
		if w.first[t] = max(0, left); t < n {
			left -= min(left, blocks*b.Use[t])
		}
	}
	for t := n; t >= 0; t-- {
		if t < n {
			ahead = min(top, ahead+blocks*b.Use[t])
		}
		w.last[t] = ahead
		w.first[t] = min(w.first[t], ahead)
	}
}

// backWithin goes back over the hours; noted keeps the choices of all of them, and not only of the one at hand.
func (s *CycleSpace) backWithin(value []float64, b *Within, c Cycle, worth []float64, noted bool) {
	checkWithin(value, b, c, worth)
	s.prepare(c, 1)
	w, states, kept := &s.within, c.States(), 1
	w.count(b, c.Blocks)
	if noted {
		kept = len(value)
	}
	w.next, w.start = resized(w.next, max(1, kept)), resized(w.start, max(1, kept))
	w.later = sized(w.later, (w.last[len(value)]-w.first[len(value)]+1)*states)
	for row := 0; row < len(w.later); row += states {
		copy(w.later[row:], worth)
	}
	for t := len(value) - 1; t >= 0; t-- {
		rows, at := w.last[t]-w.first[t]+1, t%kept
		w.now = sized(w.now, rows*states)
		w.next[at], w.start[at] = sized(w.next[at], rows*max(c.Up, 1)*c.Blocks), sized(w.start[at], rows)
		c.Start = c.startAt(t)
		for row := range rows {
			s.withinRow(value[t], b, c, t, at, row)
		}
		w.now, w.later = w.later, w.now
	}
	copy(worth, w.later[len(w.later)-states:])
}

// withinRow goes one hour back in one row, and notes the choices at a place.
func (s *CycleSpace) withinRow(v float64, b *Within, c Cycle, t, at, row int) {
	w, n, ages, rests := &s.within, c.Blocks, max(c.Up, 1), max(c.Down, 1)
	on, states := ages*n, c.States()
	left, now, next := w.first[t]+row, w.now[row*states:(row+1)*states], w.next[at][row*on:(row+1)*on]
	idle := w.after(t, left, states)
	stop, free := idle[on+rests-1], idle[on]
	w.start[at][row] = 0
	if math.IsInf(v, -1) {
		for k := range next {
			now[k] = stop
		}
	} else {
		up, down := c.ramps()
		w.gains, w.rows = sized(w.gains, n+1), sized(w.rows, n+1)
		for blocks := 1; blocks <= n; blocks++ {
			w.gains[blocks] = w.gain(v, b, c, t, left, blocks)
			w.rows[blocks] = w.after(t, left-blocks*b.Use[t], states)
		}
		for blocks, start := 1, c.Start/float64(n); blocks <= up; blocks++ {
			if x := w.gains[blocks] - start*float64(blocks) + w.rows[blocks][on-n+blocks-1]; x > free {
				free, w.start[at][row] = x, uint16(blocks)
			}
		}
		for owed := range ages {
			if s.reach[0] = math.Inf(-1); owed == 0 {
				s.reach[0] = stop
			}
			later := max(owed-1, 0) * n
			for blocks := 1; blocks <= n; blocks++ {
				s.reach[blocks] = w.gains[blocks] + w.rows[blocks][later+blocks-1]
			}
			if up < n || down < n {
				s.choose(c, now[owed*n:owed*n+n], next[owed*n:])
			} else {
				s.chooseAny(c.Start/float64(n), now[owed*n:owed*n+n], next[owed*n:owed*n+n])
			}
		}
	}
	for owed := rests - 1; owed > 0; owed-- {
		now[on+owed] = idle[on+owed-1]
	}
	now[on] = free
}

// chooseAny is choose where any number of blocks is in reach of any other; each costs so much to start.
func (s *CycleSpace) chooseAny(start float64, row []float64, next []uint16) {
	best, blocks := s.reach[0], uint16(0)
	if start == 0 { // whatever is on, the same is best
		for b := range row {
			if x := s.reach[b+1]; x > best {
				best, blocks = x, uint16(b+1)
			}
		}
		for b := range row {
			row[b], next[b] = best, blocks
		}
		return
	}
	for b := range row {
		if x := s.reach[b+1]; x > best {
			best, blocks = x, uint16(b+1)
		}
		row[b], next[b] = best, blocks
	}
	best = math.Inf(-1) // of those above, less their starts from none
	for b := len(row) - 1; b > 0; b-- {
		if x := s.reach[b+1] - start*float64(b+1); x >= best {
			best, blocks = x, uint16(b+1)
		}
		if x := best + start*float64(b); x > row[b-1] {
			row[b-1], next[b-1] = x, blocks
		}
	}
}

// after is what can be earned from the hour after t on, by state, with so much left.
func (w *withinSpace) after(t, left, states int) []float64 {
	row := min(max(left, 0), w.last[t+1]) - w.first[t+1]
	return w.later[row*states : (row+1)*states]
}

// gain is what so many blocks earn in an hour in which all of them earn v, -Inf where there is no room for them.
func (w *withinSpace) gain(v float64, b *Within, c Cycle, t, left, blocks int) float64 {
	usd := v / float64(c.Blocks) * float64(blocks)
	over := float64(blocks*b.Use[t] - left)
	switch hard := math.IsInf(b.Price, 1); {
	case hard && over > 0:
		return math.Inf(-1)
	case !hard && left > 0:
		over += 1 - b.Rest
	}
	if over > 0 {
		usd -= b.Price * over
	}
	return usd
}

// checkWithin panics when a number is not usable.
func checkWithin(value []float64, b *Within, c Cycle, worth []float64) {
	checkSpan(value, c, CycleState{}, worth, true)
	if len(b.Use) != len(value) || b.Room < 0 || !(b.Price >= 0) || !(b.Rest >= 0) || b.Rest > 1 {
		panic(fmt.Sprintf("dispatch: a budget of %d and %v at %v USD beyond it, with uses in %d hours of %d",
			b.Room, b.Rest, b.Price, len(b.Use), len(value)))
	}
	for t, use := range b.Use {
		if use < 0 {
			panic(fmt.Sprintf("dispatch: a block uses %d in hour %d, want no less than 0", use, t))
		}
	}
}

// ForthWithin is Forth where the hours have a budget of their own, of which nothing is used yet.
func (s *CycleSpace) ForthWithin(value []float64, b *Within, c Cycle, worth []float64) {
	checkWithin(value, b, c, worth)
	w, states := &s.within, c.States()
	w.count(b, c.Blocks)
	w.now = emptied(w.now, (w.last[0]-w.first[0]+1)*states)
	copy(w.now[len(w.now)-states:], worth)
	for t, v := range value {
		w.later = emptied(w.later, (w.last[t+1]-w.first[t+1]+1)*states)
		c.Start = c.startAt(t)
		for row := range w.last[t] - w.first[t] + 1 {
			from := w.now[row*states : (row+1)*states]
			for owed := range max(c.Down, 1) {
				w.goOn(v, b, c, t, w.first[t]+row, CycleState{0, owed}, from)
			}
			for owed := range max(c.Up, 1) {
				for blocks := 1; blocks <= c.Blocks; blocks++ {
					w.goOn(v, b, c, t, w.first[t]+row, CycleState{blocks, owed}, from)
				}
			}
		}
		w.now, w.later = w.later, w.now
	}
	copy(worth, w.now)
	for k, usd := range w.now {
		worth[k%states] = max(worth[k%states], usd)
	}
}

// goOn enters what hour t can make of a state with so much left.
func (w *withinSpace) goOn(v float64, b *Within, c Cycle, t, left int, from CycleState, worth []float64) {
	sofar := worth[c.number(from)]
	if math.IsInf(sofar, -1) {
		return
	}
	up, down := c.ramps()
	least, most := max(c.least(from), from.Blocks-down), min(from.Blocks+up, c.Blocks)
	if math.IsInf(v, -1) || from.Blocks == 0 && from.Owed > 0 {
		least, most = 0, 0
	}
	for blocks := least; blocks <= most; blocks++ {
		usd := sofar
		if blocks > 0 {
			usd += w.gain(v, b, c, t, left, blocks) - c.Start/float64(c.Blocks)*float64(max(0, blocks-from.Blocks))
		}
		later := w.after(t, left-blocks*b.Use[t], len(worth))
		k := c.number(c.After(from, blocks))
		later[k] = max(later[k], usd)
	}
}

// emptied is s with length n, -Inf in all places.
func emptied(s []float64, n int) []float64 {
	s = sized(s, n)
	for k := range s {
		s[k] = math.Inf(-1)
	}
	return s
}
