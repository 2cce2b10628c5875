package dispatch

import "math"

// switchedTail makes the later half of a plan anew, from the states and with the budgets that the first half leaves:
// the multipliers of the whole are not exactly those of the rest, and what they miss is paid in the last hours. The
// later half has a later half too.
type switchedTail struct {
	space  *SwitchSpace
	trees  []*Tree
	items  SwitchedItems // those of the whole, and the gates of the first half
	units  []SwitchedUnit
	plan   SwitchedPlan
	blocks [][]int
}

const shortestTail = 96 // hours

// improve replaces the later half of the best plan if it finds a better one
// with so many labels.
func (l *switchedTail) improve(w *SwitchSpace, work int) error {
	from := w.hours / 2
	if w.hours-from < shortestTail {
		return nil
	}
	if l.space == nil {
		l.space = new(SwitchSpace)
		l.space.windows.off, l.space.entire.off = true, true // the whole has been planned so
	}
	head := w.best.blocks
	if len(w.search.half) > 0 {
		head = w.search.half
	}
	l.cut(w, head, from)
	w.foretell(&l.plan)
	l.space.Work = max(work, 1000)
	if err := l.space.Solve(l.trees, l.beside(w, head, from), l.units, &l.plan); err != nil {
		return err
	}
	if !l.space.covers() {
		return nil
	}
	l.blocks = resized(l.blocks, len(w.units))
	for u, all := range head {
		n := min(from, len(all))
		l.blocks[u] = append(append(l.blocks[u][:0], all[:n]...), l.plan.Units[u].Blocks...)
	}
	if !w.kept(l.blocks) {
		return nil
	}
	return w.consider(l.blocks)
}

// beside are the items of the later half: all, and the gates of the first as its schedules open them.
func (l *switchedTail) beside(w *SwitchSpace, head [][]int, from int) *SwitchedItems {
	if len(w.gates) == 0 {
		return w.items
	}
	it := &l.items
	it.Margin, it.Energy = append(it.Margin[:0], w.items.Margin...), append(it.Energy[:0], w.items.Energy...)
	it.Leaf = resized(it.Leaf, len(w.trees))
	for f := range w.trees {
		it.Leaf[f] = append(it.Leaf[f][:0], w.items.Leaf[f]...)
	}
	for _, g := range w.gates {
		if int(g.hour) < from && head[g.unit][g.hour] > 0 {
			w.open(it, g, head[g.unit][g.hour])
		}
	}
	return it
}

// covers tells whether the budgets cover all that units owe.
func (w *switchedProblem) covers() bool {
	for u := range w.units {
		for t, v := range w.units[u].Value {
			if math.IsInf(w.value[u][t], -1) && !math.IsInf(v, -1) {
				return false
			}
		}
	}
	return true
}

// cut takes the hours from one on, and what the best plan leaves of the budgets before.
func (l *switchedTail) cut(w *SwitchSpace, head [][]int, from int) {
	l.units = resized(l.units, len(w.units))
	for f := range w.trees {
		clear(w.used[f])
	}
	for u := range w.units {
		unit := &w.units[u]
		n := min(from, len(w.value[u]))
		state := unit.From
		for t, b := range head[u][:n] {
			state = unit.Cycle.After(state, b)
			for f := range w.trees {
				if g := unit.Leaf[f][t]; b > 0 && g >= 0 {
					w.used[f][g] += unit.use(t, b)
				}
			}
		}
		tail := &l.units[u]
		tail.Cycle, tail.From, tail.Value, tail.Energy = unit.Cycle, state, w.could[u][n:], unit.Energy[n:]
		if tail.Shared = nil; unit.Shared != nil {
			tail.Shared = unit.Shared[n:]
		}
		if unit.Cycle.Starts != nil {
			tail.Cycle.Starts = unit.Cycle.Starts[n:]
		}
		tail.Leaf = resized(tail.Leaf, len(w.trees))
		for f := range w.trees {
			tail.Leaf[f] = unit.Leaf[f][n:]
		}
	}
	l.trees = resized(l.trees, len(w.trees))
	for f, t := range w.trees {
		w.sorted[f].rollUp(t.Parent, w.used[f])
		if l.trees[f] == nil {
			l.trees[f] = new(Tree)
		}
		l.trees[f].Parent = t.Parent
		l.trees[f].Residual = append(l.trees[f].Residual[:0], t.Residual...)
		for g, used := range w.used[f] {
			l.trees[f].Residual[g] = max(t.Residual[g], 0) - used
		}
	}
}

// foretell gives the plan of a part or of a like problem the multipliers of the whole as a first guess.
func (w *SwitchSpace) foretell(p *SwitchedPlan) {
	p.Rung = Switched
	p.Prices = sized(p.Prices, len(w.trees))
	for f, t := range w.trees {
		p.Prices[f].reset(len(t.Parent))
	}
	for a, o := range w.origin {
		p.Prices[o[0]].Lambda[o[1]] = w.dual.policy[a]
	}
}
