package dispatch

import "math"

// completion is what a unit can still earn at given multipliers, from every hour and state.
type completion struct {
	values  []float64 // USD, at the multipliers
	rel     []float64 // by hour, then state: USD from the hour on, counted from being off and free in the hour after
	states  int
	ages    int
	rests   int
	blocks  int
	up      int
	down    int
	cycle   Cycle
	forever float64 // USD from hour 0 on, from the state that the unit is in
}

// build fills the table. Values are copied.
func (c *completion) build(s *CycleSpace, values []float64, cycle Cycle, from CycleState) {
	c.values = append(c.values[:0], values...)
	c.cycle, c.blocks = cycle, cycle.Blocks
	c.up, c.down = cycle.ramps()
	c.ages, c.rests = max(cycle.Up, 1), max(cycle.Down, 1)
	c.states = c.ages*c.blocks + c.rests
	c.rel = sized(c.rel, (len(values)+1)*c.states)
	clear(c.rel[len(values)*c.states:])
	s.prepare(cycle, 1)
	var whole sum
	for t := len(values) - 1; t >= 0; t-- {
		s.back(values[t], cycle.startAt(t), cycle, 0)
		row := c.rel[t*c.states : (t+1)*c.states]
		copy(row, s.on)
		copy(row[len(s.on):], s.off)
		if t > 0 {
			whole.add(s.off[0])
		}
	}
	c.forever = whole.value()
	if len(values) > 0 {
		c.forever += c.rel[c.state(from)]
	}
}

// state is the number of a state.
func (c *completion) state(s CycleState) int32 {
	if s.Blocks == 0 {
		return int32(c.ages*c.blocks + s.Owed)
	}
	return int32(s.Owed*c.blocks + s.Blocks - 1)
}

// of is the state of a number.
func (c *completion) of(state int32) CycleState {
	if n := int(state) - c.ages*c.blocks; n >= 0 {
		return CycleState{0, n}
	}
	return CycleState{int(state)%c.blocks + 1, int(state) / c.blocks}
}

// regret is how much less can be earned if a unit has so many blocks on in hour t, USD, never below zero but for
// rounding.
func (c *completion) regret(t int, before int32, from, blocks int, after int32) float64 {
	row, next := c.rel[t*c.states:], c.rel[(t+1)*c.states:]
	gain := 0.0
	if blocks > 0 {
		gain = c.values[t] / float64(c.blocks) * float64(blocks)
		if n := blocks - from; n > 0 {
			gain -= c.cycle.startAt(t) / float64(c.blocks) * float64(n)
		}
	}
	return row[before] - gain - (next[after] - next[c.ages*c.blocks])
}

// choices returns the least and the most blocks that may be on in hour t, and whether none is allowed besides.
func (c *completion) choices(t int, from CycleState) (least, most int, none bool) {
	switch {
	case math.IsInf(c.values[t], -1), from.Blocks == 0 && from.Owed > 0:
		return 1, 0, true
	case from.Blocks == 0:
		return 1, c.up, true
	}
	least, most = max(from.Blocks-c.down, 1), min(from.Blocks+c.up, c.blocks)
	return least, most, from.Owed == 0 && from.Blocks <= c.down
}
