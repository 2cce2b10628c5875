package dispatch

import "math"

// switchedTurns is the memory of inTurn.
type switchedTurns struct {
	blocks [][]int   // by unit, then hour
	left   []float64 // by group that can be short: what the other units leave of it, MWh
	asked  []float64 // multipliers
	extra  []float64 // what the unit is asked besides, USD/MWh
	low    []float64 // at which it still exceeds the group, -1 where it never has
	high   []float64 // at which it does not
	use    []float64 // MWh
}

// mostTurns is how often the prices of the groups that a unit exceeds are halved.
const mostTurns = 20

// lastTurns is how often it is then asked for what was too much in all of them at once, which may make others short.
const lastTurns = 6

// cheaper are the parts of the multipliers at which units are planned in turn: where machines earn the same but for a
// constant, all that is short asks just what they earn, and none would run.
var cheaper = [...]float64{1, 0.999, 0.97, 0.8, 0}

// inTurn plans the units one after the other at the multipliers of the policy, or less: each in what those before it,
// and the fewest hours of those after it, leave of the budgets. What it would exceed becomes dearer to it until it
// does not. It serves where so many budgets are open at a time that no search is possible, as the power of each hour,
// and where one leaves a large gap.
func (w *SwitchSpace) inTurn() error {
	for _, part := range cheaper {
		w.turns.asked = w.turns.asked[:0]
		for _, y := range w.dual.policy {
			w.turns.asked = append(w.turns.asked, part*y)
		}
		if err := w.takeTurns(); err != nil {
			return err
		}
	}
	return nil
}

func (w *SwitchSpace) takeTurns() error {
	x := &w.turns
	x.blocks = resized(x.blocks, len(w.units))
	for u := range w.units {
		x.blocks[u] = w.fewest(u, x.blocks[u])
	}
	for u := range w.units {
		fewest := x.blocks[u]
		x.blocks[u] = nil
		w.rest.leave(w, x.blocks)
		x.left, x.extra = sized(x.left, len(w.room)), zeroed(x.extra, len(w.room))
		x.low, x.high = sized(x.low, len(w.room)), sized(x.high, len(w.room))
		for a, o := range w.origin {
			x.left[a], x.low[a], x.high[a] = w.rest.trees[o[0]].Residual[o[1]], -1, w.dual.top[a]
		}
		x.blocks[u] = fewest
		most := math.Inf(-1)
		for round := 0; round < mostTurns+lastTurns; round++ {
			w.turn(u)
			if over, usd := w.dearer(u), w.earns(u); !over && usd > most {
				most = usd
				x.blocks[u] = append(x.blocks[u][:0], w.dual.plan.Blocks...)
			}
			if !x.halve(round >= mostTurns-1) {
				break
			}
		}
	}
	return w.consider(x.blocks)
}

// unfit is how many times what its best hour earns a unit loses in an hour that does not fit: more than it earns in a
// year, so that only what it owes brings it there.
const unfit = 1e4

// turn schedules a unit. Hours into which no block of it fits lose so much that it avoids them if it can.
func (w *SwitchSpace) turn(u int) {
	d, x, unit := &w.dual, &w.turns, &w.units[u]
	d.price(w, x.asked)
	d.reduce(w, u)
	lost := unfit * bestHour(w.could[u])
	for f := range w.unitLeaf {
		for t, leaf := range w.unitLeaf[f][u] {
			if unit.shares(t) {
				continue
			}
			for a := leaf; a >= 0; a = w.up[a] {
				d.reduced[t] -= x.extra[a] * unit.Energy[t]
				if x.left[a]*(1+tolerance) < unit.use(t, 1) {
					d.reduced[t] -= lost
				}
			}
		}
	}
	w.cycles.Solve(d.reduced, unit.Cycle, unit.From, &d.plan)
}

// dearer notes which groups the schedule of the unit exceeds at their prices, and which not, and tells whether there
// are any.
func (w *SwitchSpace) dearer(u int) (over bool) {
	x, unit := &w.turns, &w.units[u]
	x.use = zeroed(x.use, len(w.room))
	for f := range w.unitLeaf {
		for t, a := range w.unitLeaf[f][u] {
			if b := w.dual.plan.Blocks[t]; b > 0 && a >= 0 {
				x.use[a] += unit.use(t, b)
			}
		}
	}
	for a, up := range w.up {
		if up >= 0 {
			x.use[up] += x.use[a]
		}
		switch {
		case x.use[a] > max(x.left[a], 0)*(1+tolerance):
			x.low[a], over = x.extra[a], true
		case x.low[a] >= 0:
			x.high[a] = x.extra[a]
		}
	}
	return over
}

// halve asks for the middle of what is too little and too much, or at last for what is too much, and tells whether
// anything moved.
func (x *switchedTurns) halve(last bool) (moved bool) {
	for a, low := range x.low {
		next := (low + x.high[a]) / 2
		if last {
			if next = x.high[a]; low >= next { // another group has moved it
				next = 1.01 * low
			}
		}
		if low >= 0 && next != x.extra[a] {
			x.extra[a] = next
			moved = true
		}
	}
	return moved
}

// earns is what the schedule of a unit is worth less what the multipliers ask of it, USD.
func (w *SwitchSpace) earns(u int) float64 {
	d, unit := &w.dual, &w.units[u]
	plan := CyclePlan{Blocks: d.plan.Blocks}
	plan.account(w.value[u], unit.Cycle, unit.From)
	for f := range w.unitLeaf {
		for t, a := range w.unitLeaf[f][u] {
			if b := plan.Blocks[t]; b > 0 && a >= 0 {
				plan.Value -= d.sum[a] * unit.use(t, b)
			}
		}
	}
	for t, b := range plan.Blocks {
		if b > 0 && unit.shares(t) {
			plan.Value += d.reduced[t] * unit.on(b)
		}
	}
	return plan.Value
}
