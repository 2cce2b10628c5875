package dispatch

import (
	"fmt"
	"math"
)

// Cycle is what switching costs a unit, one class of machines of one site, and how fast it may be switched. Its blocks
// are equal parts that are switched whole; the unit is on while any of them is.
type Cycle struct {
	Up, Down         int       // minimum up time and minimum down time of the unit, hours; 0 and 1: none
	Start            float64   // USD for starting all of the unit, finite, not negative; a block costs its part
	Starts           []float64 // by hour, in the place of Start; nil: Start in every hour
	Blocks           int       // 1: the unit runs as a whole or not at all; at most 65535
	RampUp, RampDown int       // blocks by which it may rise or fall from one hour to the next; 0: any
}

// CycleState is what the past has left of a unit. The zero value is a unit that is off and free to start.
type CycleState struct {
	Blocks int // that are on
	Owed   int // hours for which it must still stay on or off as it is; below Up or Down
}

// CyclePlan is the answer of [CycleSpace.Solve]. Its slice belongs to the plan and is overwritten by the next Solve
// into it.
type CyclePlan struct {
	Blocks []int   // on in each hour
	Starts int     // blocks started, over all hours
	Value  float64 // USD, what the blocks earn less their starts
}

// CycleSpace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type CycleSpace struct {
	worth []float64 // by hour, USD: what it earns more from the hour on to be on in it than to be off, before any start
	on    []float64 // by hours owed, then by blocks from 1: USD from the hour on, counted as in recur
	off   []float64 // by hours owed: the same of a unit that is off
	reach []float64 // by blocks from 0: the same if so many are on in the hour, before any start
	rise  []float64 // reach less the cost of starting all of these blocks
	queue []int32   // numbers of blocks that may yet be the best of a stretch
	next  []uint16  // by hour, hours owed and blocks from 1 before the hour: blocks on in it
	start []uint16  // by hour: blocks on in it if the unit was off and free
	lead  []float64 // by hour and hours owed, of a unit of one block or all: USD from the hour on by which all are better

	within withinSpace
}

// After returns the state of a unit after an hour in which so many blocks were on, whatever the plan was.
func (c Cycle) After(from CycleState, blocks int) CycleState {
	owed := from.Owed - 1
	switch {
	case from.Blocks == 0 && blocks > 0:
		owed = c.Up - 1
	case from.Blocks > 0 && blocks == 0:
		owed = c.Down - 1
	}
	return CycleState{blocks, max(owed, 0)}
}

// Solve finds the schedule of largest value: it maximises, over the blocks b_t that are on in each hour,
//
//	Σ value_t·b_t/Blocks - Start_t·max(0, b_t - b_t-1)/Blocks    with b_t-1 - RampDown <= b_t <= b_t-1 + RampUp,
//
// where a unit that was started stays on for at least Up hours, with any number of blocks, and one that was stopped
// stays off for at least Down hours. Value is what the whole unit earns in an hour (USD, below zero where it loses).
// Starting from off it rises to RampUp blocks at most, and it stops from RampDown blocks at most. After the last hour
// nothing is owed and nothing is earned: what a start there would bring later is not seen.
//
// An hour of -Inf is forced off by a rule or an outage. It overrides everything: the unit stops at once, from any
// number of blocks and within its minimum up time, because what is forced is no choice and some schedule must always
// be left. The stop counts as one: the minimum down time begins, and the next start is paid. A start shortly before
// such an hour is allowed, as it is before the last hour; otherwise a unit with a minimum up time of a day would
// never run where every evening is forbidden. Hence a forced hour may earn something, where it ends a stretch that
// would have to go on at a loss; without minimum up time and limit to the fall it never does. An hour with a value of
// zero forces nothing: a unit stays on through it without a new start.
//
// Method. Blocks, and the hours still owed, are all that the past has to say to the future, so backward recursion
// over them is exact (C. K. Pang and H. C. Chen, IEEE Transactions on Power Apparatus and Systems 95, 1976; with
// ramps, A. Frangioni and C. Gentile, Operations Research 54, 2006). The best level within the reach of the ramp is
// the maximum of a window that slides over the blocks, so the time is O(n·(Blocks·Up + Down)) for any ramp, and the
// space two bytes for each hour, block and hour of Up.
//
// With a start cost only, blocks are independent and have two states. Let w_t be what it is worth to be on when hour t
// begins rather than off. Then
//
//	x_t = value_t + w_t+1,   w_t = min(max(x_t, 0), Start_t):   on stays on if x_t > 0, off is started if x_t > Start_t.
//
// Between the two lies the band of hysteresis. Proof: from on the choices are x_t and 0, from off x_t - Start and 0,
// all counted from being off in the next hour; w_t is the difference of the larger ones. Start = 0 gives back the
// threshold.
//
// Of plans of equal value it is one that runs the fewest blocks and hours: running the unit for an hour must gain more
// than 1e-12 of what it earns in the best hour.
//
// It panics if a number is not usable or the state cannot be: these are mistakes of the caller.
func (s *CycleSpace) Solve(value []float64, c Cycle, from CycleState, plan *CyclePlan) {
	checkCycle(c, from, len(value))
	dust := tolerance * bestHour(value)
	plan.Blocks = sized(plan.Blocks, len(value))
	up, down := c.ramps()
	switch ramped := up < c.Blocks || down < c.Blocks; {
	case !ramped && max(c.Up, c.Down) <= 1:
		s.alone(value, dust, c, from, plan.Blocks)
	case !ramped && c.Blocks > 1:
		s.flat(value, dust, c, from, plan.Blocks)
	default:
		s.recur(value, dust, c)
		s.follow(value, c, from, plan.Blocks)
	}
	plan.account(value, c, from)
}

// startAt returns what it costs to start all of the unit in hour t, USD.
func (c *Cycle) startAt(t int) float64 {
	if c.Starts != nil {
		return c.Starts[t]
	}
	return c.Start
}

// ramps returns the blocks by which the unit may rise and fall, at most all of them.
func (c Cycle) ramps() (up, down int) {
	up, down = c.Blocks, c.Blocks
	if c.RampUp > 0 {
		up = min(up, c.RampUp)
	}
	if c.RampDown > 0 {
		down = min(down, c.RampDown)
	}
	return up, down
}

// alone finds the schedule of blocks that only cost something to start. All that were on before do the same, and so
// do all that were off.
func (s *CycleSpace) alone(value []float64, dust float64, c Cycle, from CycleState, blocks []int) {
	s.worth = sized(s.worth, len(value))
	worth := 0.0
	for t := len(value) - 1; t >= 0; t-- {
		x := value[t] - dust + worth
		s.worth[t] = x
		worth = min(max(x, 0), c.startAt(t))
	}
	wasOn, wasOff := from.Blocks, 0 // how many of those that were on or off before are on now
	for t, x := range s.worth {
		switch {
		case x > c.startAt(t):
			wasOn, wasOff = from.Blocks, c.Blocks-from.Blocks
		case !(x > 0):
			wasOn, wasOff = 0, 0
		}
		blocks[t] = wasOn + wasOff
	}
}

// recur goes from the last hour to the first and notes what is best from each state. Values are counted from that of a
// unit that is off and free in the hour after, so that they stay small and a year rounds no worse than a day.
func (s *CycleSpace) recur(value []float64, dust float64, c Cycle) {
	s.prepare(c, len(value))
	for t := len(value) - 1; t >= 0; t-- {
		s.back(value[t]-dust, c.startAt(t), c, t)
	}
}

// prepare makes room for the choices of so many hours and begins after the last one, where every state is worth
// nothing.
func (s *CycleSpace) prepare(c Cycle, hours int) {
	ages, rests, n := max(c.Up, 1), max(c.Down, 1), c.Blocks
	s.on, s.off = zeroed(s.on, ages*n), zeroed(s.off, rests)
	s.reach, s.rise, s.queue = sized(s.reach, n+1), sized(s.rise, n+1), sized(s.queue, n+1)
	s.next, s.start = sized(s.next, hours*ages*n), sized(s.start, hours)
}

// back goes one hour back, to one of the value v, and notes the choices at a place.
func (s *CycleSpace) back(v, start float64, c Cycle, at int) {
	ages, rests, n := max(c.Up, 1), max(c.Down, 1), c.Blocks
	up, _ := c.ramps()
	c.Start = start
	base := s.off[0]
	stop := s.off[rests-1] - base
	free := 0.0
	if math.IsInf(v, -1) {
		for i := range s.on {
			s.on[i] = stop
		}
	} else {
		free, s.start[at] = s.launch((v-c.Start)/float64(n), base, s.on[(ages-1)*n:], up)
		if n == 1 {
			s.whole(v, stop, base, s.next[at*ages:])
		} else {
			s.parts(v, stop, base, c, s.next[at*ages*n:])
		}
	}
	for owed := rests - 1; owed > 0; owed-- {
		s.off[owed] = s.off[owed-1] - base
	}
	s.off[0] = free
}

// launch returns what is best for a unit that is off and free, and how many blocks are then on. Each block earns gain,
// which is less its start, and later holds the values of the next hour.
func (s *CycleSpace) launch(gain, base float64, later []float64, up int) (most float64, blocks uint16) {
	for b := 1; b <= up; b++ {
		if x := gain*float64(b) + (later[b-1] - base); x > most {
			most, blocks = x, uint16(b)
		}
	}
	return most, blocks
}

// whole fills on and next for a unit of one block. In both, rows are filled downwards: each is made from the row below,
// which still is that of the hour after.
func (s *CycleSpace) whole(v, stop, base float64, next []uint16) {
	for owed := len(s.on) - 1; owed > 0; owed-- {
		s.on[owed], next[owed] = v+(s.on[owed-1]-base), 1
	}
	s.on[0], next[0] = v+(s.on[0]-base), 1
	if s.on[0] <= stop {
		s.on[0], next[0] = stop, 0
	}
}

// parts fills on and next for a unit of several blocks.
func (s *CycleSpace) parts(v, stop, base float64, c Cycle, next []uint16) {
	n := c.Blocks
	for owed := len(s.on)/n - 1; owed >= 0; owed-- {
		row, later := s.on[owed*n:owed*n+n], s.on[max(owed-1, 0)*n:]
		s.reach[0] = math.Inf(-1)
		if owed == 0 {
			s.reach[0] = stop
		}
		for b := 1; b <= n; b++ {
			s.reach[b] = v/float64(n)*float64(b) + (later[b-1] - base)
		}
		s.choose(c, row, next[owed*n:])
	}
}

// choose fills row and next with the best that is in reach of each number of blocks that are on: of equal ones the
// smallest. The candidates are those up to down blocks below, and those up to up blocks above, less their starts.
func (s *CycleSpace) choose(c Cycle, row []float64, next []uint16) {
	n, queue, start := c.Blocks, s.queue, c.Start/float64(c.Blocks)
	up, down := c.ramps()
	head, tail := 0, 1
	queue[0] = 0
	for b := 1; b <= n; b++ {
		for tail > head && s.reach[queue[tail-1]] < s.reach[b] {
			tail--
		}
		queue[tail] = int32(b)
		tail++
		for int(queue[head]) < b-down {
			head++
		}
		row[b-1], next[b-1] = s.reach[queue[head]], uint16(queue[head])
	}
	for b := 1; b <= n; b++ {
		s.rise[b] = s.reach[b] - start*float64(b)
	}
	head, tail = 0, 0
	for b := n - 1; b >= 1; b-- {
		for tail > head && s.rise[queue[tail-1]] <= s.rise[b+1] {
			tail--
		}
		queue[tail] = int32(b + 1)
		tail++
		for int(queue[head]) > b+up {
			head++
		}
		if x := s.rise[queue[head]] + start*float64(b); x > row[b-1] {
			row[b-1], next[b-1] = x, uint16(queue[head])
		}
	}
}

// follow writes the schedule that recur found best from a state.
func (s *CycleSpace) follow(value []float64, c Cycle, from CycleState, blocks []int) {
	ages := max(c.Up, 1)
	for t, v := range value {
		b := 0
		switch {
		case math.IsInf(v, -1):
		case from.Blocks > 0:
			b = int(s.next[(t*ages+from.Owed)*c.Blocks+from.Blocks-1])
		case from.Owed == 0:
			b = int(s.start[t])
		}
		blocks[t] = b
		from = c.After(from, b)
	}
}

// account counts the starts and what the schedule earns.
func (p *CyclePlan) account(value []float64, c Cycle, from CycleState) {
	p.Starts, p.Value = 0, 0
	before, gross, spent := from.Blocks, 0.0, 0.0
	for t, b := range p.Blocks {
		if n := max(0, b-before); n > 0 {
			p.Starts += n
			spent += c.startAt(t) * float64(n)
		}
		before = b
		if b > 0 {
			earned := value[t] * float64(b) / float64(c.Blocks)
			p.Value += earned
			gross += math.Abs(earned)
		}
	}
	spent /= float64(c.Blocks)
	p.Value -= spent
	if !(gross+spent < math.Inf(1)) {
		panic("dispatch: the value of the unit is too large for a number")
	}
}

// bestHour returns the largest value, zero if none is positive, and panics when one is not usable.
func bestHour(value []float64) float64 {
	most := 0.0
	for t, v := range value {
		if math.IsNaN(v) || math.IsInf(v, 1) {
			panic(fmt.Sprintf("dispatch: the unit earns %v USD in hour %d, want a finite number, or -Inf where it is forced off", v, t))
		}
		most = max(most, v)
	}
	return most
}

// checkCycle panics when a number is not usable or the unit cannot be in the state.
func checkCycle(c Cycle, from CycleState, hours int) {
	for t, usd := range c.Starts {
		if !(usd >= 0) || math.IsInf(usd, 0) {
			panic(fmt.Sprintf("dispatch: a start in hour %d costs %v USD, want a finite number that is not negative",
				t, usd))
		}
	}
	least := max(c.Down, 1)
	if from.Blocks > 0 {
		least = max(c.Up, 1)
	}
	switch {
	case c.Up < 0 || c.Down < 0:
		panic(fmt.Sprintf("dispatch: a unit stays on for %d and off for %d hours, want no fewer than 0", c.Up, c.Down))
	case c.Starts != nil && len(c.Starts) != hours:
		panic(fmt.Sprintf("dispatch: starts have a price in %d hours of %d", len(c.Starts), hours))
	case !(c.Start >= 0) || math.IsInf(c.Start, 0):
		panic(fmt.Sprintf("dispatch: a start costs %v USD, want a finite number that is not negative", c.Start))
	case c.Blocks < 1 || c.Blocks > math.MaxUint16:
		panic(fmt.Sprintf("dispatch: a unit of %d blocks, want 1 to %d", c.Blocks, math.MaxUint16))
	case c.RampUp < 0 || c.RampDown < 0:
		panic(fmt.Sprintf("dispatch: ramps of %d blocks up and %d down, want no fewer than 0", c.RampUp, c.RampDown))
	case from.Blocks < 0 || from.Blocks > c.Blocks:
		panic(fmt.Sprintf("dispatch: %d blocks are on, want 0 to %d", from.Blocks, c.Blocks))
	case from.Owed < 0 || from.Owed >= least:
		panic(fmt.Sprintf("dispatch: a unit with %d blocks on owes %d hours, want 0 to %d",
			from.Blocks, from.Owed, least-1))
	}
}
