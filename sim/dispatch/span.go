package dispatch

import (
	"fmt"
	"math"
)

// States is how many states a unit can be in: the number of blocks that are on with the hours for which it must stay
// on, and the hours for which it must stay off.
func (c Cycle) States() int { return max(c.Up, 1)*c.Blocks + max(c.Down, 1) }

// State is the number of a state, from 0 below States. It panics if the unit cannot be in it.
func (c Cycle) State(s CycleState) int {
	if least := max(c.Up, 1); s.Blocks < 0 || s.Blocks > c.Blocks || s.Owed < 0 || s.Blocks > 0 && s.Owed >= least ||
		s.Blocks == 0 && s.Owed >= max(c.Down, 1) {
		panic(fmt.Sprintf("dispatch: a unit of %d blocks, %d hours up and %d down is never in the state %+v",
			c.Blocks, c.Up, c.Down, s))
	}
	return c.number(s)
}

// number is State for a state that can be.
func (c Cycle) number(s CycleState) int {
	if s.Blocks == 0 {
		return max(c.Up, 1)*c.Blocks + s.Owed
	}
	return s.Owed*c.Blocks + s.Blocks - 1
}

// Back goes back over some hours of a unit: worth, by the number of its state, is what can be earned after them (USD,
// finite), and becomes what can be earned from the first of them on, by the recursion of [CycleSpace.Solve]. So hours
// of which something else is chosen between them, as whether a budget is kept, can be one recursion. Value is by hour
// what the whole unit earns (USD, -Inf where it is forced off). Starts of the cycle, if not nil, are those of these
// hours. It panics if a number is not usable, or worth is not as long as there are states.
func (s *CycleSpace) Back(value []float64, c Cycle, worth []float64) {
	checkSpan(value, c, CycleState{}, worth, false)
	s.prepare(c, 1)
	s.backOver(value, c, worth, 0)
}

// backOver is Back, and notes the choices of each hour at its place times step.
func (s *CycleSpace) backOver(value []float64, c Cycle, worth []float64, step int) {
	on := len(s.on)
	copy(s.on, worth)
	copy(s.off, worth[on:])
	whole := 0.0
	for t := len(value) - 1; t >= 0; t-- {
		whole += s.off[0]
		s.back(value[t], c.startAt(t), c, t*step)
	}
	for k, usd := range s.on {
		worth[k] = whole + usd
	}
	for k, usd := range s.off {
		worth[on+k] = whole + usd
	}
}

// Follow writes the blocks that are best in some hours from a state on, if worth, by state, is what can be earned
// after them. Worth becomes that of the first hour, as in Back. It panics as Back does, and if the state cannot be or
// blocks is not as long as value.
func (s *CycleSpace) Follow(value []float64, c Cycle, from CycleState, worth []float64, blocks []int) {
	checkSpan(value, c, from, worth, false)
	if len(blocks) != len(value) {
		panic(fmt.Sprintf("dispatch: blocks of %d hours for values of %d", len(blocks), len(value)))
	}
	s.prepare(c, len(value))
	s.backOver(value, c, worth, 1)
	s.follow(value, c, from, blocks)
}

// Forth goes over some hours of a unit from the first to the last: worth, by state, is what has been earned before
// them by a schedule that leads there (USD, -Inf where none does), and becomes the most that is earned by the end of
// them. Values and starts are as in Back. It panics as Back does, but for worth of -Inf.
func (s *CycleSpace) Forth(value []float64, c Cycle, worth []float64) {
	checkSpan(value, c, CycleState{}, worth, true)
	s.reach = sized(s.reach, len(worth))
	for t, v := range value {
		for k := range s.reach {
			s.reach[k] = math.Inf(-1)
		}
		for owed := range max(c.Down, 1) {
			s.goOn(c, CycleState{0, owed}, worth, v, c.startAt(t))
		}
		for owed := range max(c.Up, 1) {
			for b := 1; b <= c.Blocks; b++ {
				s.goOn(c, CycleState{b, owed}, worth, v, c.startAt(t))
			}
		}
		copy(worth, s.reach)
	}
}

// checkSpan panics when a number is not usable. Worth may be -Inf where no schedule has to lead to a state.
func checkSpan(value []float64, c Cycle, from CycleState, worth []float64, none bool) {
	checkCycle(c, from, len(value))
	for _, v := range value {
		if !(v <= math.MaxFloat64) {
			bestHour(value) // says which it is
		}
	}
	if len(worth) != c.States() {
		panic(fmt.Sprintf("dispatch: a worth of %d states, want %d", len(worth), c.States()))
	}
	for k, usd := range worth {
		if math.IsNaN(usd) || math.IsInf(usd, 1) || math.IsInf(usd, -1) && !none {
			panic(fmt.Sprintf("dispatch: state %d is worth %v USD, want a finite number", k, usd))
		}
	}
}

// goOn enters what an hour of a value can make of a state.
func (s *CycleSpace) goOn(c Cycle, from CycleState, worth []float64, v, start float64) {
	sofar := worth[c.number(from)]
	if math.IsInf(sofar, -1) {
		return
	}
	up, down := c.ramps()
	least, most, none := max(from.Blocks-down, 1), min(from.Blocks+up, c.Blocks), from.Blocks <= down && from.Owed == 0
	switch {
	case math.IsInf(v, -1), from.Blocks == 0 && from.Owed > 0:
		least, most, none = 1, 0, true
	case from.Blocks == 0:
		least, none = 1, true
	}
	if none {
		k := c.number(c.After(from, 0))
		s.reach[k] = max(s.reach[k], sofar)
	}
	for b := least; b <= most; b++ {
		k := c.number(c.After(from, b))
		usd := (v*float64(b) - start*float64(max(0, b-from.Blocks))) / float64(c.Blocks)
		s.reach[k] = max(s.reach[k], sofar+usd)
	}
}

// Whole is the most of some room that whole blocks can use, MWh, if each of them uses one of these energies, MWh: a
// multiple of the largest number of which all are multiples, or all of the room where that number would be less than
// 1e-4 of the largest of them. A room below zero has no use. So that rounding takes no block away, one of which a
// millionth has no room counts as one that has, and 1e-9 of the whole is added, but nothing beyond the room.
func Whole(room float64, blocks []float64) float64 {
	q := 0.0
	room = max(room, 0)
	for _, e := range blocks {
		q = grain(q, e)
	}
	if !(q > 0) {
		return room
	}
	return min(room, q*math.Floor(room/q+1e-6)*(1+1e-9))
}
