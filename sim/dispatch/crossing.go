package dispatch

import "fmt"

// CrossItems are what may run under two families of budgets, as parallel arrays of one length.
type CrossItems struct {
	Margin []float64 // USD/MWh at the meter, finite; zero and below never runs
	Energy []float64 // MWh available, finite, not negative
	LeafA  []int32   // the smallest group of the first family that contains the item, -1 for none
	LeafB  []int32   // the same in the second family
}

// CrossPlan is the answer of [CrossSpace.Solve]. Its slices belong to the plan and are overwritten by the next
// Solve into it. Items above their threshold run in full and those below it stand idle; items that equal it run in
// a fraction of their own, for where families cross no common share need exist.
type CrossPlan struct {
	A, B     Prices    // of the groups of either family
	Fraction []float64 // by item: how much of it runs, 0..1
	Partly   []int32   // the items that run in part and some more whose margin equals their threshold, in order; few
	Value    float64   // sum of margin times energy run over all items, USD
	Rung     Rung      // how the answer was found: Crossing, or a lower rung where one family decides alone
}

// Prices are the multipliers of one family of budgets, by group, as in [Plan].
type Prices struct {
	Lambda  []float64 // the group's own multiplier, USD/MWh, never negative
	Sum     []float64 // sum of Lambda over the group and all groups around it
	Binding []int32   // the nearest group with a multiplier: itself or one around it, -1 for none
	Used    []float64 // MWh run inside the group
}

// Threshold is the margin (USD/MWh) above which items with these leaves run.
func (p *CrossPlan) Threshold(leafA, leafB int32) float64 { return p.A.at(leafA) + p.B.at(leafB) }

func (p *Prices) at(leaf int32) float64 {
	if leaf < 0 {
		return 0
	}
	return p.Sum[leaf]
}

// CrossSpace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type CrossSpace struct {
	cold bool // never look for prices before the flow; for tests

	a, b      family
	few, many *family // the same, by how many groups they have
	open      open
	soft      soft
	net       flow
	around    []int32   // by node
	room      []float64 // by node: MWh
	level     []float64 // by node: MWh that may still be laid into the group
	within    []float64 // by node: MWh of the settled items inside that run
	partly    []part
}

// family is one of the two trees while it is worked on.
type family struct {
	tree *Tree
	leaf []int32
	work Workspace
	plan Plan
	node []int32 // by group: the node of the smallest group around it (or itself) that can be short, 0 for none
	shut []bool  // by group: it or one around it has nothing left

	// By leaf, first those without a group.
	nodeOf []int32   // its node, -1 where nothing is left
	wants  []float64 // MWh with a positive margin
	price  []float64 // USD/MWh that its items are measured against
	sure   []float64 // MWh of settled items that run
}

// Solve finds the plan of largest value for the items under the budgets of two trees whose groups may cross, with
// multipliers.
//
// Method. If the optimum under one family keeps within the other it is the answer. Otherwise the problem is a flow
// of largest value, since two laminar families make a network matrix (A. Schrijver, "Theory of Linear and Integer
// Programming", 1986, ch. 19.3): each item is an arc from its leaf in the first tree to its leaf in the second. The
// network simplex method finds an exact optimum from any start; the start decides how long that takes. It is what
// runs at prices at which both families nearly keep their budgets, where items run in part if they nearly equal
// their threshold; the items in part go into the tree, or to one of their ends, before the first arc is looked for.
// Items that are far from their threshold have no arc: they run in full or stand idle, and if the prices of the
// flow say otherwise of one of them it gets its arc and the flow goes on. So nearly all items are looked at a few
// times in all.
//
// Multipliers. A group that holds all that may run inside it has none. Of several sets that are optimal it is the
// one with the smallest sums in the first family, which are the largest in the second: where a budget of the first
// fits exactly it is the value of the next MWh, where one of the second does that of the last one. The set does not
// depend on the order of items or groups, and neither does the value; which of several optimal plans is found does.
//
// It panics as [Workspace.Solve] does.
func (w *CrossSpace) Solve(a, b *Tree, it *CrossItems, p *CrossPlan) {
	w.begin(a, b, it)
	p.A.reset(len(a.Parent))
	p.B.reset(len(b.Parent))
	p.Fraction, p.Partly = sized(p.Fraction, len(it.Margin)), p.Partly[:0]
	w.a.solve(it.Margin, it.Energy)
	if w.alone(&w.a, &w.b, it, &p.A, &p.B, p) {
		return
	}
	w.b.solve(it.Margin, it.Energy)
	if w.alone(&w.b, &w.a, it, &p.B, &p.A, p) {
		return
	}
	// The family that alone leaves less is the shorter one: its prices are the first guess, without any of the other.
	longer := &w.a
	if w.a.plan.Value < w.b.plan.Value {
		longer = &w.b
	}
	longer.plan.reset(len(longer.tree.Parent))
	w.cross(it, p, widest)
}

// Resume is Solve from the multipliers in p, the plan of a problem with the same groups that is not much different:
// the next hours, what is left of the budgets, prices of today. It is faster, as it starts near the answer and does
// not look whether one family decides alone: then it is still an optimum, with the rung Crossing. Otherwise value
// and multipliers are those of Solve, but where what fits into a budget fits exactly or by rounding: then the
// multipliers may be those of another optimum.
func (w *CrossSpace) Resume(a, b *Tree, it *CrossItems, p *CrossPlan) {
	if p.Rung != Crossing || len(p.A.Sum) != len(a.Parent) || len(p.B.Sum) != len(b.Parent) {
		w.Solve(a, b, it, p)
		return
	}
	w.begin(a, b, it)
	w.a.guess(&p.A)
	w.b.guess(&p.B)
	w.cross(it, p, narrow)
}

// guess sets the prices of a family.
func (f *family) guess(p *Prices) {
	f.plan.reset(len(p.Sum))
	copy(f.plan.Lambda, p.Lambda)
}

// begin takes a problem in.
func (w *CrossSpace) begin(a, b *Tree, it *CrossItems) {
	checkCross("first", a, it, it.LeafA)
	checkCross("second", b, it, it.LeafB)
	w.a.tree, w.a.leaf = a, it.LeafA
	w.b.tree, w.b.leaf = b, it.LeafB
	w.few, w.many = &w.a, &w.b
	if len(b.Parent) < len(a.Parent) {
		w.few, w.many = &w.b, &w.a
	}
}

// cross solves the flow from the prices that the families have, the first guess of their prices so many mean
// margins wide.
func (w *CrossSpace) cross(it *CrossItems, p *CrossPlan, width float64) {
	p.Rung = Crossing
	p.A.reset(len(w.a.tree.Parent))
	p.B.reset(len(w.b.tree.Parent))
	p.Fraction = sized(p.Fraction, len(it.Margin))
	energy, value := w.ready(it)
	w.soften(it, p.Fraction, width, energy, value)
	w.lay()
	w.finish(it, p)
}

// ready makes the nodes, and returns the energy and the value of what would run without budgets.
func (w *CrossSpace) ready(it *CrossItems) (energy, value float64) {
	energy, value = w.wants(it)
	w.around = append(w.around[:0], -1)
	w.a.nodes(&w.around)
	w.net.first = len(w.around)
	w.b.nodes(&w.around)
	w.rooms()
	return energy, value
}

// finish solves the flow until no item is settled wrong, and returns how often items had to be opened again.
func (w *CrossSpace) finish(it *CrossItems, p *CrossPlan) (again int) {
	for w.net.solve(); !w.read(it, p); again++ {
		w.net.solve()
	}
	return again
}

// solve is the optimum of one family by itself.
func (f *family) solve(margin, energy []float64) {
	f.work.Solve(f.tree, &Items{margin, energy, f.leaf}, &f.plan)
}

// checkCross panics when the arrays of one family do not fit together.
func checkCross(which string, t *Tree, it *CrossItems, leaf []int32) {
	check(t, &Items{it.Margin, it.Energy, leaf})
	for j, g := range leaf {
		if g < -1 || int(g) >= len(t.Parent) {
			panic(fmt.Sprintf("dispatch: item %d has the leaf %d in the %s family, want -1 to %d",
				j, g, which, len(t.Parent)-1))
		}
	}
}

// alone tells whether the plan of one family keeps within the budgets of the other, and then makes it the answer.
func (w *CrossSpace) alone(one, other *family, it *CrossItems, prices, none *Prices, p *CrossPlan) bool {
	used := zeroed(none.Used, len(none.Used))
	for j, m := range it.Margin {
		p.Fraction[j] = one.plan.Fraction(m, one.leaf[j])
		if g := other.leaf[j]; g >= 0 {
			used[g] += it.Energy[j] * p.Fraction[j]
		}
	}
	other.work.sort(other.tree.Parent)
	other.work.rollUp(other.tree.Parent, used)
	for g, u := range used {
		if u > max(other.tree.Residual[g], 0)*(1+tolerance) {
			return false
		}
	}
	prices.take(&one.plan)
	copy(prices.Used, one.plan.Used)
	prices.bind(&one.work, one.tree.Parent)
	p.Value, p.Rung = one.plan.Value, one.plan.Rung
	return true
}

func (p *Prices) reset(n int) {
	p.Lambda = zeroed(p.Lambda, n)
	p.Sum = zeroed(p.Sum, n)
	p.Binding = zeroed(p.Binding, n)
	p.Used = zeroed(p.Used, n)
	for g := range p.Binding {
		p.Binding[g] = -1
	}
}

// take copies the multipliers of a plan.
func (p *Prices) take(plan *Plan) {
	copy(p.Lambda, plan.Lambda)
	copy(p.Sum, plan.Sum)
}

// bind finds the nearest group with a multiplier around each group.
func (p *Prices) bind(w *Workspace, parent []int32) {
	for i := len(w.order) - 1; i >= 0; i-- {
		g := w.order[i]
		p.Binding[g] = -1
		if p.Lambda[g] > 0 {
			p.Binding[g] = g
		} else if a := parent[g]; a >= 0 {
			p.Binding[g] = p.Binding[a]
		}
	}
}
