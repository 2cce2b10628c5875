package dispatch

import (
	"math"
	"slices"
	"sort"
)

// switchedWindows plans long horizons in stretches of some days, one after the other: where hundreds of short budgets
// follow each other, a label that is the best of today says little of those of next month, and the room for labels is
// too small to keep what each budget needs. Each window is solved together with the hours that follow, from the
// states and with the budgets that the hours before have left, and its own hours are kept (a rolling horizon: K. R.
// Baker, Management Science 23, 1977). It ends where few budgets are cut in two; those that reach beyond ask their
// multipliers, and give what is left of them.
type switchedWindows struct {
	off    bool // another space has planned these hours by windows
	space  *SwitchSpace
	trees  []*Tree // of the groups of the window
	items  SwitchedItems
	units  []SwitchedUnit
	plan   SwitchedPlan
	state  []CycleState // by unit, before the window
	blocks [][]int      // by unit, then hour, up to the window
	used   [][]float64  // by family and group, MWh: of units before the window, and of items at the multipliers
	here   [][]float64  // by family and group, MWh: of these items, those that are in the window
	across []int        // by hour: budgets that are open before it and in it
	when   []int32      // by entry of inside: the last hour of the first of its budgets to end
	order  []int32      // entries of inside by this hour
	windowGroups
}

const (
	windowKept  = 7 * 24 // hours of a window at most, and
	windowAhead = 4 * 24 // of those solved after it, at least what a unit owes
	windowHour  = 100    // labels for each hour of a unit
)

// improve replaces the best plan if windows make a better one.
func (l *switchedWindows) improve(w *SwitchSpace) error {
	hours := w.unitHours()
	if l.off || hours <= switchedLarge || w.hours < 4*(windowKept+windowAhead) || w.gap(w.dual.least) <= wideGap || !w.affords() {
		return nil
	}
	labels := windowHour
	if w.Work > 0 {
		labels = min(labels, w.Work/2/hours)
	}
	l.begin(w)
	for from := 0; from < w.hours; {
		kept := l.border(from, windowKept)
		end := l.border(kept, l.ahead())
		l.window(w, from, end)
		l.space.Work = max(labels*(end-from)*len(w.units), 1000)
		if err := l.space.Solve(l.trees, &l.items, l.units, &l.plan); err != nil {
			return err
		}
		if !l.space.covers() {
			return nil
		}
		l.keep(w, from, kept)
		from = kept
	}
	if !w.kept(l.blocks) {
		return nil
	}
	return w.consider(l.blocks)
}

// begin stands before the first hour.
func (l *switchedWindows) begin(w *SwitchSpace) {
	if l.space == nil {
		l.space = new(SwitchSpace)
		l.space.entire.off = true
	}
	w.search.loose = false
	w.search.spans(w, true)
	l.trees, l.items.Leaf = resized(l.trees, len(w.trees)), resized(l.items.Leaf, len(w.trees))
	l.used, l.here = resized(l.used, len(w.trees)), resized(l.here, len(w.trees))
	for f, t := range w.trees {
		l.used[f], l.here[f] = zeroed(l.used[f], len(t.Parent)), zeroed(l.here[f], len(t.Parent))
		l.trees[f] = new(Tree)
	}
	l.all(w.trees)
	l.units, l.blocks, l.state = resized(l.units, len(w.units)), resized(l.blocks, len(w.units)), l.state[:0]
	for u := range w.units {
		l.units[u].Cycle = w.units[u].Cycle
		l.blocks[u] = l.blocks[u][:0]
		l.state = append(l.state, w.units[u].From)
	}
	l.count(w)
	l.place(w)
}

// count finds how many budgets each hour cuts in two.
func (l *switchedWindows) count(w *SwitchSpace) {
	l.across = zeroed(l.across, w.hours+1)
	for a, last := range w.search.last {
		if last > w.search.first[a] {
			l.across[w.search.first[a]+1]++
			l.across[last+1]--
		}
	}
	for t := range w.hours {
		l.across[t+1] += l.across[t]
	}
}

// border is the last of the hours that cut the fewest budgets in two, in the second half of so many.
func (l *switchedWindows) border(from, most int) int {
	hours := len(l.across) - 1
	if hours-from <= most {
		return hours
	}
	best := from + most
	for t := from + most; t > from+most/2; t-- {
		if l.across[t] < l.across[best] {
			best = t
		}
	}
	return best
}

// ahead is how many hours are solved after a window: all that a unit may owe then are within.
func (l *switchedWindows) ahead() int {
	hours := windowAhead
	for u := range l.units {
		c := l.units[u].Cycle
		hours = max(hours, 2*(c.Up+c.Blocks+1))
	}
	return hours
}

// place finds when items run, and what they use at the multipliers.
func (l *switchedWindows) place(w *SwitchSpace) {
	l.when, l.order = sized(l.when, len(w.inside)), sized(l.order, len(w.inside))
	w.dual.price(w, w.dual.policy)
	for i, j := range w.inside {
		l.when[i], l.order[i] = math.MaxInt32, int32(i)
		for f := range w.itemLeaf {
			for a := w.itemLeaf[f][i]; a >= 0; a = w.up[a] {
				if last := w.search.last[a]; last >= 0 {
					l.when[i] = min(l.when[i], last)
				}
			}
		}
		l.add(w, l.used, i, j, 1)
	}
	slices.SortStableFunc(l.order, func(i, k int32) int { return int(l.when[i]) - int(l.when[k]) })
}

// add counts an item in all groups around it, if it runs at the multipliers.
func (l *switchedWindows) add(w *SwitchSpace, used [][]float64, i int, j int32, sign float64) {
	if !(w.items.Margin[j] > w.dual.asks(w.itemLeaf, i)) {
		return
	}
	for f, t := range w.trees {
		for g := w.items.Leaf[f][j]; g >= 0; g = t.Parent[g] {
			used[f][g] += sign * w.items.Energy[j]
		}
	}
}

// window makes the problem of the hours from one to another.
func (l *switchedWindows) window(w *SwitchSpace, from, end int) {
	for f, groups := range l.groups {
		for _, g := range groups {
			l.here[f][g] = 0
		}
	}
	l.none()
	w.dual.price(w, w.dual.policy)
	l.takeItems(w, from, end)
	for u := range w.units {
		l.takeUnit(w, u, min(from, len(w.value[u])), min(end, len(w.value[u])), end)
	}
	l.sort()
	l.plan.Rung = Switched
	l.plan.Prices = sized(l.plan.Prices, len(w.trees))
	for f, t := range w.trees {
		tree := l.trees[f]
		l.cut(f, t, tree)
		l.renumber(f, l.items.Leaf[f])
		for u := range l.units {
			l.renumber(f, l.units[u].Leaf[f])
		}
		l.plan.Prices[f].reset(len(l.groups[f]))
		for k, g := range l.groups[f] {
			tree.Residual[k] = max(t.Residual[g], 0) - l.used[f][g] + l.here[f][g]
			if a := w.at[f][g]; a >= 0 && w.origin[a] == [2]int32{int32(f), g} && int(w.search.last[a]) < end {
				l.plan.Prices[f].Lambda[k] = w.dual.policy[a]
			}
		}
	}
}

// takeItems takes the items of which a budget ends in the window.
func (l *switchedWindows) takeItems(w *SwitchSpace, from, end int) {
	it := &l.items
	it.Margin, it.Energy = it.Margin[:0], it.Energy[:0]
	for f := range it.Leaf {
		it.Leaf[f] = it.Leaf[f][:0]
	}
	first := sort.Search(len(l.order), func(k int) bool { return int(l.when[l.order[k]]) >= from })
	for _, i := range l.order[first:] {
		if int(l.when[i]) >= end {
			break
		}
		j := w.inside[i]
		m := w.items.Margin[j]
		for f := range w.trees {
			m -= l.beyond(w, w.itemLeaf[f][i], end)
			it.Leaf[f] = append(it.Leaf[f], l.enter(w.trees, f, w.items.Leaf[f][j]))
		}
		it.Margin, it.Energy = append(it.Margin, m), append(it.Energy, w.items.Energy[j])
		l.add(w, l.here, int(i), j, 1)
	}
}

// takeUnit takes the hours of a unit, less what budgets beyond the window ask.
func (l *switchedWindows) takeUnit(w *SwitchSpace, u, from, to, end int) {
	unit, part := &w.units[u], &l.units[u]
	part.Cycle, part.From, part.Energy = unit.Cycle, l.state[u], unit.Energy[from:to]
	if unit.Cycle.Starts != nil {
		part.Cycle.Starts = unit.Cycle.Starts[from:to]
	}
	if part.Shared = nil; unit.Shared != nil {
		part.Shared = unit.Shared[from:to]
	}
	part.Value = append(part.Value[:0], w.could[u][from:to]...)
	part.Leaf = resized(part.Leaf, len(w.trees))
	for f := range w.trees {
		part.Leaf[f] = part.Leaf[f][:0]
		for t := from; t < to; t++ {
			part.Leaf[f] = append(part.Leaf[f], l.enter(w.trees, f, unit.Leaf[f][t]))
			part.Value[t-from] -= unit.Energy[t] * l.beyond(w, w.unitLeaf[f][u][t], end)
		}
	}
}

// beyond is what the budgets around a group that do not end before an hour ask, USD/MWh.
func (l *switchedWindows) beyond(w *SwitchSpace, a int32, end int) (ask float64) {
	for ; a >= 0; a = w.up[a] {
		if int(w.search.last[a]) >= end {
			ask += w.dual.policy[a]
		}
	}
	return ask
}

// keep takes the schedules of the window's own hours.
func (l *switchedWindows) keep(w *SwitchSpace, from, to int) {
	for u := range w.units {
		unit := &w.units[u]
		for t := from; t < min(to, len(w.value[u])); t++ {
			b := l.plan.Units[u].Blocks[t-from]
			l.state[u] = unit.Cycle.After(l.state[u], b)
			l.blocks[u] = append(l.blocks[u], b)
			unit.draw(w.trees, l.used, t, b)
			if e := unit.part(t, b) * l.plan.Share[u][t-from]; unit.shares(t) && e > 0 {
				for f, tree := range w.trees {
					for g := unit.Leaf[f][t]; g >= 0; g = tree.Parent[g] {
						l.used[f][g] += e
					}
				}
			}
		}
	}
}
