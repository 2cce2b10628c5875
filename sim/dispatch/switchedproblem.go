package dispatch

import (
	"fmt"
	"math"
)

// switchedProblem is the problem, and what is left of it without the groups that can never be short.
type switchedProblem struct {
	trees  []*Tree
	items  *SwitchedItems
	units  []SwitchedUnit
	value  [][]float64 // by unit, then hour: Value, -Inf also where budgets do not cover what is owed; shared: 0
	could  [][]float64 // the same, but in shared hours what is earned if all runs that is on, or nothing
	gates  []gate
	sorted []Workspace // by family: the order of its groups
	hours  int         // of the longest unit
	gross  float64     // USD of all hours and items that earn anything, what rounding is measured by

	// Groups that can be short, of all families, each after those inside it.
	room     []float64   // MWh
	up       []int32     // the next group around, -1 for none
	at       [][]int32   // by family, then group: the number of the next of them, itself or around it, -1 for none
	origin   [][2]int32  // family and group
	unitLeaf [][][]int32 // by family, unit and hour: the smallest of them
	itemLeaf [][]int32   // by family and entry of inside
	inside   []int32     // items that lie in any of them and may run
	outside  float64     // USD of the items that run whatever the budgets are
	holds    []bool      // the group holds items, or gates
	grain    []float64   // MWh by group: what units use of it are multiples of this, not above zero if of none
	few      [][]hourOf  // by group: hours of units that use it, no more than a few
	lost     []float64   // MWh by group that were taken off, as no number of blocks could use them
	used     [][]float64 // by family and group, MWh
	demand   [][]float64
}

// begin takes a problem in.
func (w *switchedProblem) begin(trees []*Tree, items *SwitchedItems, units []SwitchedUnit) {
	w.trees, w.items, w.units, w.hours, w.gross = trees, items, units, 0, 0
	w.sorted, w.used, w.demand = resized(w.sorted, len(trees)), resized(w.used, len(trees)), resized(w.demand, len(trees))
	if len(items.Leaf) != len(trees) {
		panic(fmt.Sprintf("dispatch: items have leaves in %d families of %d", len(items.Leaf), len(trees)))
	}
	for f, t := range trees {
		check(t, &Items{items.Margin, items.Energy, items.Leaf[f]})
		checkLeaves(t, items.Leaf[f], "items", f)
		w.sorted[f].sort(t.Parent)
	}
	for j, m := range items.Margin {
		if e := items.Energy[j]; math.IsNaN(m) || math.IsInf(m, 0) || !(e >= 0) || math.IsInf(e, 0) {
			refuse(&Items{Margin: items.Margin, Energy: items.Energy})
		}
		w.gross += max(m, 0) * items.Energy[j]
	}
	w.value = resized(w.value, len(units))
	for u := range units {
		unit := &units[u]
		unit.check(u, trees)
		w.hours = max(w.hours, len(unit.Value))
		w.value[u] = append(w.value[u][:0], unit.Value...)
		for _, v := range unit.Value {
			w.gross += max(v, 0)
		}
	}
}

// check panics when the arrays of a unit do not fit together.
func (u *SwitchedUnit) check(n int, trees []*Tree) {
	checkCycle(u.Cycle, u.From, len(u.Value))
	if u.Shared != nil && len(u.Shared) != len(u.Value) {
		panic(fmt.Sprintf("dispatch: unit %d has %d values and says of %d hours whether they are shared",
			n, len(u.Value), len(u.Shared)))
	}
	if len(u.Energy) != len(u.Value) || len(u.Leaf) != len(trees) {
		panic(fmt.Sprintf("dispatch: unit %d has %d values, %d energies and leaves in %d families of %d",
			n, len(u.Value), len(u.Energy), len(u.Leaf), len(trees)))
	}
	for t, e := range u.Energy {
		if !(e >= 0) || math.IsInf(e, 0) {
			panic(fmt.Sprintf("dispatch: unit %d has %v MWh in hour %d, want a finite number that is not negative",
				n, e, t))
		}
	}
	for f, t := range trees {
		if len(u.Leaf[f]) != len(u.Value) {
			panic(fmt.Sprintf("dispatch: unit %d has %d leaves in family %d, want %d",
				n, len(u.Leaf[f]), f, len(u.Value)))
		}
		checkLeaves(t, u.Leaf[f], "hours of a unit", f)
	}
}

func checkLeaves(t *Tree, leaf []int32, of string, family int) {
	for j, g := range leaf {
		if g < -1 || int(g) >= len(t.Parent) {
			panic(fmt.Sprintf("dispatch: %s: %d has the leaf %d in family %d, want -1 to %d",
				of, j, g, family, len(t.Parent)-1))
		}
	}
}

// unitHours is how large the problem is.
func (w *switchedProblem) unitHours() int {
	hours := 0
	for u := range w.value {
		hours += len(w.value[u])
	}
	return hours
}

// oblige forces off the hours that units owe and budgets do not cover, see Solve.
func (w *switchedProblem) oblige() {
	for f, t := range w.trees {
		w.used[f] = zeroed(w.used[f], len(t.Parent))
	}
	obliged(w.trees, w.units, w.value, w.used)
	w.share()
}

// obliged writes -Inf into the values of hours that are owed and not covered. Used counts those that are.
func obliged(trees []*Tree, units []SwitchedUnit, value, used [][]float64) {
	state := make([]CycleState, len(units))
	left := 0
	for u := range units {
		state[u] = units[u].From
		if state[u].Blocks > 0 {
			left++
		}
	}
	for t := 0; left > 0; t++ {
		for u := range units {
			if state[u].Blocks == 0 {
				continue
			}
			b := 0
			if t < len(value[u]) && !math.IsInf(value[u][t], -1) {
				b = units[u].Cycle.least(state[u])
				if !units[u].fits(trees, used, t, b) {
					value[u][t], b = math.Inf(-1), 0
				}
				units[u].draw(trees, used, t, b)
			}
			if state[u] = units[u].Cycle.After(state[u], b); b == 0 {
				left--
			}
		}
	}
}

// least is the smallest number of blocks that may be on in the hour after a state.
func (c Cycle) least(from CycleState) int {
	_, down := c.ramps()
	if least := max(from.Blocks-down, 0); least > 0 || from.Blocks == 0 || from.Owed == 0 {
		return least
	}
	return 1
}

// fits tells whether the groups have room for so many blocks in hour t.
func (u *SwitchedUnit) fits(trees []*Tree, used [][]float64, t, blocks int) bool {
	e := u.use(t, blocks)
	for f, tree := range trees {
		for g := u.Leaf[f][t]; g >= 0 && e > 0; g = tree.Parent[g] {
			if used[f][g]+e > max(tree.Residual[g], 0)*(1+tolerance) {
				return false
			}
		}
	}
	return true
}

// draw counts so many blocks in hour t.
func (u *SwitchedUnit) draw(trees []*Tree, used [][]float64, t, blocks int) {
	e := u.use(t, blocks)
	for f, tree := range trees {
		for g := u.Leaf[f][t]; g >= 0 && e > 0; g = tree.Parent[g] {
			used[f][g] += e
		}
	}
}

// reduce keeps the groups that can be short.
func (w *switchedProblem) reduce() {
	w.room, w.up, w.origin = w.room[:0], w.up[:0], w.origin[:0]
	w.at = resized(w.at, len(w.trees))
	for f, t := range w.trees {
		w.number(f, t, w.demanded(f, t))
	}
	w.holds = zeroed(w.holds, len(w.room))
	w.placeUnits()
	w.placeItems()
	w.roundDown()
}

// demanded is what would be drawn from each group if everything ran.
func (w *switchedProblem) demanded(f int, t *Tree) []float64 {
	d := zeroed(w.demand[f], len(t.Parent))
	for j, m := range w.items.Margin {
		if g := w.items.Leaf[f][j]; m > 0 && g >= 0 {
			d[g] += w.items.Energy[j]
		}
	}
	for u := range w.units {
		for h, g := range w.units[u].Leaf[f] {
			if g >= 0 && !math.IsInf(w.value[u][h], -1) {
				d[g] += w.units[u].Energy[h]
			}
		}
	}
	w.sorted[f].rollUp(t.Parent, d)
	w.demand[f] = d
	return d
}

// number gives the groups of a family that can be short their numbers, the deepest first.
func (w *switchedProblem) number(f int, t *Tree, demand []float64) {
	order := w.sorted[f].order
	w.at[f] = sized(w.at[f], len(t.Parent))
	at, first := w.at[f], len(w.room)
	for _, g := range order {
		at[g] = -1
		if r := max(t.Residual[g], 0); demand[g] > r*(1+tolerance) {
			at[g] = int32(len(w.room))
			w.room = append(w.room, r)
			w.origin = append(w.origin, [2]int32{int32(f), g})
		}
	}
	for i := len(order) - 1; i >= 0; i-- {
		if g := order[i]; at[g] < 0 && t.Parent[g] >= 0 {
			at[g] = at[t.Parent[g]]
		}
	}
	for _, o := range w.origin[first:] {
		around := int32(-1)
		if a := t.Parent[o[1]]; a >= 0 {
			around = at[a]
		}
		w.up = append(w.up, around)
	}
}

// placeUnits finds the groups of the hours of units.
func (w *switchedProblem) placeUnits() {
	w.unitLeaf = resized(w.unitLeaf, len(w.trees))
	for f := range w.trees {
		w.unitLeaf[f] = resized(w.unitLeaf[f], len(w.units))
		for u := range w.units {
			leaf := sized(w.unitLeaf[f][u], len(w.value[u]))
			for h, g := range w.units[u].Leaf[f] {
				leaf[h] = -1
				if g >= 0 && w.units[u].Energy[h] > 0 {
					leaf[h] = w.at[f][g]
				}
			}
			w.unitLeaf[f][u] = leaf
		}
	}
}

// placeItems finds the items that budgets decide about.
func (w *switchedProblem) placeItems() {
	w.itemLeaf = resized(w.itemLeaf, len(w.trees))
	for f := range w.trees {
		w.itemLeaf[f] = w.itemLeaf[f][:0]
	}
	w.inside, w.outside = w.inside[:0], 0
	for j, m := range w.items.Margin {
		if !(m > 0 && w.items.Energy[j] > 0) {
			continue
		}
		in := false
		for f := range w.trees {
			g := w.items.Leaf[f][j]
			in = in || g >= 0 && w.at[f][g] >= 0
		}
		if !in {
			w.outside += m * w.items.Energy[j]
			continue
		}
		w.inside = append(w.inside, int32(j))
		for f := range w.trees {
			a := int32(-1)
			if g := w.items.Leaf[f][j]; g >= 0 {
				a = w.at[f][g]
			}
			w.itemLeaf[f] = append(w.itemLeaf[f], a)
			w.hold(a)
		}
	}
	for f := range w.trees {
		for _, g := range w.gates {
			w.hold(w.unitLeaf[f][g.unit][g.hour])
		}
	}
}

// hold notes that a group and those around it hold something that may run in part.
func (w *switchedProblem) hold(a int32) {
	for ; a >= 0; a = w.up[a] {
		w.holds[a] = true
	}
}

// resized returns s with length n; what it holds stays, so that arrays inside can be used again.
func resized[T any](s []T, n int) []T {
	for len(s) < n {
		if cap(s) > len(s) {
			s = s[:len(s)+1]
			continue
		}
		var t T
		s = append(s, t)
	}
	return s[:n]
}
