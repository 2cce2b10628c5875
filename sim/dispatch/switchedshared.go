package dispatch

import "math"

// gate is an hour of a unit that is shared and earns something. It is an item whose energy is that of the blocks that
// are on: like all items it is settled by prices while schedules are looked for, and by the ladder beside each
// complete one.
type gate struct{ unit, hour int32 }

// shares tells whether any part of the blocks that are on may run in hour t. Where a MWh earns more than a number can
// hold all of it runs.
func (u *SwitchedUnit) shares(t int) bool {
	return u.Shared != nil && u.Shared[t] && u.Energy[t] > 0 && u.Value[t] <= 1e308*u.Energy[t]
}

// on is the part of the unit that so many blocks are.
func (u *SwitchedUnit) on(blocks int) float64 { return float64(blocks) / float64(u.Cycle.Blocks) }

// part is what so many blocks of the unit use in an hour if all of them run, MWh.
func (u *SwitchedUnit) part(t, blocks int) float64 {
	return u.Energy[t] * float64(blocks) / float64(u.Cycle.Blocks)
}

// use is what so many blocks of the unit use in an hour at least, MWh: nothing where they may run in part.
func (u *SwitchedUnit) use(t, blocks int) float64 {
	if u.shares(t) {
		return 0
	}
	return u.part(t, blocks)
}

// share takes the shared hours out of the values, once those that are forced off are known.
func (w *switchedProblem) share() {
	w.could, w.gates = resized(w.could, len(w.units)), w.gates[:0]
	for u := range w.units {
		unit := &w.units[u]
		if unit.Shared == nil {
			w.could[u] = w.value[u]
			continue
		}
		w.could[u] = append([]float64(nil), w.value[u]...)
		for t, v := range w.value[u] {
			if !unit.shares(t) || math.IsInf(v, -1) {
				continue
			}
			w.value[u][t], w.could[u][t] = 0, max(v, 0)
			if v > 0 {
				w.gates = append(w.gates, gate{int32(u), int32(t)})
			}
		}
	}
}

// gated are the items, and after them the gates with all of their units on.
func (w *switchedProblem) gated(it *SwitchedItems) *SwitchedItems {
	if len(w.gates) == 0 {
		return w.items
	}
	it.Margin, it.Energy = append(it.Margin[:0], w.items.Margin...), append(it.Energy[:0], w.items.Energy...)
	it.Leaf = resized(it.Leaf, len(w.trees))
	for f := range w.trees {
		it.Leaf[f] = append(it.Leaf[f][:0], w.items.Leaf[f]...)
	}
	for _, g := range w.gates {
		w.open(it, g, w.units[g.unit].Cycle.Blocks)
	}
	return it
}

// open appends the item that a gate is if so many blocks are on.
func (w *switchedProblem) open(it *SwitchedItems, g gate, blocks int) {
	unit, t := &w.units[g.unit], int(g.hour)
	it.Margin = append(it.Margin, w.could[g.unit][t]/unit.Energy[t])
	it.Energy = append(it.Energy, unit.part(t, blocks))
	for f := range w.trees {
		it.Leaf[f] = append(it.Leaf[f], unit.Leaf[f][t])
	}
}

// switchedEntire plans as if nothing could run in part, which every plan may do.
type switchedEntire struct {
	off    bool // another space does
	space  *SwitchSpace
	units  []SwitchedUnit
	plan   SwitchedPlan
	blocks [][]int
}

// improve takes such a plan as the best if it is better, where the best lies far below a bound.
func (l *switchedEntire) improve(w *SwitchSpace, bound float64) error {
	if l.off || len(w.gates) == 0 || w.gap(bound) <= wideGap || !w.affords() {
		return nil
	}
	if l.space == nil {
		l.space = new(SwitchSpace)
	}
	l.units = append(l.units[:0], w.units...)
	for u := range l.units {
		l.units[u].Shared = nil
	}
	l.space.Work, l.plan.Rung = w.Work, Threshold
	if err := l.space.Solve(w.trees, w.items, l.units, &l.plan); err != nil {
		return err
	}
	l.blocks = l.blocks[:0]
	for u := range l.plan.Units {
		l.blocks = append(l.blocks, l.plan.Units[u].Blocks)
	}
	if !l.space.covers() || !w.kept(l.blocks) {
		return nil
	}
	return w.consider(l.blocks)
}
