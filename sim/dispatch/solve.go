package dispatch

import (
	"fmt"
	"math"
)

// tolerance is the relative amount by which a demand may exceed a residual and still count as fitting. It is larger
// than the rounding of a sum of millions of items and far below what a budget may be overdrawn by (1e-9); it makes a
// budget that fits exactly slack however its items are ordered.
const tolerance = 1e-12

// Workspace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type Workspace struct {
	direct bool // never sort out the clear cases first; for tests

	order  []int32   // groups, the deepest first
	depth  []int32   // groups around each group
	room   []float64 // MWh, residual, not negative
	limit  []float64 // MWh, demand above which a group is short
	demand []float64 // MWh wanted from the group: its own items and what the groups inside it let through
	own    []float64 // MWh with a positive margin and this leaf
	short  []bool    // demand exceeds the residual, were this group and those inside it alone
	watch  []bool    // the group or one around it is short
	tau    []float64 // USD/MWh, threshold of the group were it and those inside it alone; 0 if it is not short
	share  []float64 // 0..1, part of the margin class tau that fits into the group

	first, count, next []int32 // segment of entries per group, entries alive in it, write position
	entries            []entry

	coarse coarse
}

// Solve finds the plan of largest value for the items under the budgets of the tree, with multipliers.
//
// Theorem. Consider a group g with the groups inside it alone, ignoring those around it. Among its items, cut down
// by the groups inside it, let W(m) be the energy of those with a margin of at least m > 0. If W never exceeds the
// residual R the group is not short: tau_g = 0. Otherwise tau_g is the largest m with W(m) > R. The items above
// tau_g then fit, and those equal to it are scaled by the share f_g = (R - W above tau_g)/(W at tau_g), 0 <= f_g <
// 1. The optimum of the whole tree is: an item whose leaf has the threshold Sum = max tau over its leaf and all
// groups around it runs in full above Sum, in the share Π f_g (over the groups on its chain with tau_g = Sum) at
// Sum, and not at all below.
//
// Proof. Let x be that plan, and y_g the increase of the running maximum of tau when walking from the root down to
// g. (1) Feasible: inside a group that is not short, everything left by the groups inside fits. Inside a short one
// the items above tau_g and the share f_g of those at tau_g add up to exactly R; groups around it only take away.
// (2) Dual feasible: y >= 0, and the sum of y down to a leaf is Sum, so z_j = max(0, m_j - Sum) completes the dual.
// (3) Complementary: an item above its Sum runs in full, one below does not run, so x_j > 0 needs m_j >= Sum and
// z_j > 0 needs x_j = energy. If y_g > 0 then tau_g exceeds tau of every group around it, so these take nothing
// away at or above tau_g (their thresholds are lower), and below tau_g nothing inside g runs. Hence g uses exactly
// R. Feasibility of both sides with complementary slackness is optimality. The same walk down the chain is the
// uncrossing of dual solutions of the greedy algorithm on laminar families (A. Schrijver, "Combinatorial
// Optimization", 2003, ch. 40-44).
//
// Shares are uniform over a leaf, so neither order nor splitting of items matters. As W must exceed R and not just
// reach it, tau_g is the value of the next MWh; a group with R = 0 gets the margin of the first item that wants in,
// with share 0.
//
// It panics if lengths differ, a parent or leaf is not in the tree, parents form a loop, or a number is not usable:
// these are mistakes of the caller, not of a user.
func (w *Workspace) Solve(t *Tree, it *Items, p *Plan) {
	check(t, it)
	n := len(t.Parent)
	p.reset(n)
	w.sort(t.Parent)
	w.short = sized(w.short, n)
	w.watch = sized(w.watch, n)
	if !w.direct && w.coarse.pays(n, len(it.Margin)) {
		if w.solveCoarse(t, it, p) {
			return
		}
		p.reset(n)
	}
	w.rooms(t.Residual)
	w.weigh(it, p)
	w.load(t.Parent)
	p.Rung = w.rung(t.Parent)
	if p.Rung == Threshold {
		copy(p.Used, w.own)
		w.rollUp(t.Parent, p.Used)
		return
	}
	w.cutAll(t.Parent, it.Margin, it.Energy, it.Leaf)
	w.multipliers(t.Parent, p)
	p.Value = p.account(it.Margin, it.Energy, it.Leaf)
	w.rollUp(t.Parent, p.Used)
}

// check panics when the arrays do not fit together.
func check(t *Tree, it *Items) {
	if len(t.Residual) != len(t.Parent) {
		panic(fmt.Sprintf("dispatch: %d residuals for %d groups", len(t.Residual), len(t.Parent)))
	}
	if len(it.Energy) != len(it.Margin) || len(it.Leaf) != len(it.Margin) {
		panic(fmt.Sprintf("dispatch: %d margins, %d energies and %d leaves, want as many of each",
			len(it.Margin), len(it.Energy), len(it.Leaf)))
	}
	for g, r := range t.Residual {
		if math.IsNaN(r) {
			panic(fmt.Sprintf("dispatch: the residual of group %d is not a number", g))
		}
	}
}

// sort fills order with the groups, the deepest first and by number within one depth, so that every group comes after
// all groups inside it and siblings come in ascending order.
func (w *Workspace) sort(parent []int32) {
	n := len(parent)
	w.order = sized(w.order, n)
	w.depth = sized(w.depth, n)
	w.next = zeroed(w.next, n+1)
	deepest := int32(0)
	for g := range parent {
		d := int32(0)
		for a := parent[g]; a != -1; a = parent[a] {
			if a < 0 || int(a) >= n {
				panic(fmt.Sprintf("dispatch: group %d lies in group %d, want -1 or 0 to %d", g, a, n-1))
			}
			if d++; int(d) >= n {
				panic(fmt.Sprintf("dispatch: the groups around group %d form a loop", g))
			}
		}
		w.depth[g] = d
		w.next[d]++
		deepest = max(deepest, d)
	}
	at := int32(0)
	for d := deepest; d >= 0 && n > 0; d-- {
		w.next[d], at = at, at+w.next[d]
	}
	for g, d := range w.depth {
		w.order[w.next[d]] = int32(g)
		w.next[d]++
	}
}

// rooms sets what each group may use and when it is short.
func (w *Workspace) rooms(residual []float64) {
	w.room = sized(w.room, len(residual))
	w.limit = sized(w.limit, len(residual))
	for g, r := range residual {
		r = max(r, 0)
		w.room[g] = r
		w.limit[g] = r * (1 + tolerance)
	}
}

// weigh adds up the energy that would run without budgets, by leaf, and its value.
func (w *Workspace) weigh(it *Items, p *Plan) {
	w.own = zeroed(w.own, len(p.Sum))
	var energy float64
	var value sum
	for j, m := range it.Margin {
		e := it.Energy[j]
		if !(m > 0 && e >= 0) {
			if m <= 0 && e >= 0 {
				continue
			}
			refuse(it)
		}
		energy += e
		value.add(m * e)
		if g := it.Leaf[j]; g >= 0 {
			w.own[g] += e
		}
	}
	p.Value = value.value()
	if math.IsInf(energy, 0) || math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
		refuse(it)
	}
}

// refuse panics with the first item that is not usable.
func refuse(it *Items) {
	for j, m := range it.Margin {
		e := it.Energy[j]
		switch {
		case math.IsNaN(m) || math.IsInf(m, 0):
			panic(fmt.Sprintf("dispatch: item %d has the margin %v USD/MWh, want a finite number", j, m))
		case !(e >= 0) || math.IsInf(e, 0):
			panic(fmt.Sprintf("dispatch: item %d has %v MWh, want a finite number that is not negative", j, e))
		}
	}
	panic("dispatch: the total energy or value of the items is too large for a number")
}

// load marks the short groups: demand reaches a group as what the groups inside it let through and its own items.
func (w *Workspace) load(parent []int32) {
	w.demand = append(w.demand[:0], w.own...)
	for _, g := range w.order {
		d := w.demand[g]
		w.short[g] = d > w.limit[g]
		if w.short[g] {
			d = w.room[g]
		}
		if a := parent[g]; a >= 0 {
			w.demand[a] += d
		}
	}
}

// rung marks the groups to watch, those that are short or lie in a short one, and names the rung.
func (w *Workspace) rung(parent []int32) Rung {
	r := Threshold
	for i := len(w.order) - 1; i >= 0; i-- {
		g := w.order[i]
		around := parent[g] >= 0 && w.watch[parent[g]]
		w.watch[g] = around || w.short[g]
		switch {
		case w.short[g] && around:
			r = Nested
		case w.short[g] && r == Threshold:
			r = OneBudget
		}
	}
	return r
}

// multipliers walks down the chains and turns tau into thresholds, shares and multipliers.
func (w *Workspace) multipliers(parent []int32, p *Plan) {
	for i := len(w.order) - 1; i >= 0; i-- {
		g := w.order[i]
		if a := parent[g]; a >= 0 {
			p.Sum[g], p.Share[g], p.Binding[g] = p.Sum[a], p.Share[a], p.Binding[a]
		}
		switch tau := w.tau[g]; {
		case tau > p.Sum[g]:
			p.Lambda[g] = tau - p.Sum[g]
			p.Sum[g], p.Share[g], p.Binding[g] = tau, w.share[g], g
		case tau == p.Sum[g] && tau > 0:
			p.Share[g] *= w.share[g]
		}
	}
}

// account adds the energy run to Used, by leaf, and returns its value.
func (p *Plan) account(margin, energy []float64, leaf []int32) float64 {
	var value sum
	for j, m := range margin {
		x := energy[j]
		g := leaf[j]
		if g < 0 {
			if m > 0 {
				value.add(m * x)
			}
			continue
		}
		if m <= p.Sum[g] {
			if m < p.Sum[g] {
				continue
			}
			x *= p.Share[g]
		}
		p.Used[g] += x
		value.add(m * x)
	}
	return value.value()
}

// rollUp turns amounts by leaf into amounts by group.
func (w *Workspace) rollUp(parent []int32, amount []float64) {
	for _, g := range w.order {
		if a := parent[g]; a >= 0 {
			amount[a] += amount[g]
		}
	}
}

// sum adds numbers that are not negative with compensation (A. Neumaier, ZAMM 54, 1974).
type sum struct{ total, lost float64 }

func (s *sum) add(v float64) {
	t := s.total + v
	if s.total >= v {
		s.lost += (s.total - t) + v
	} else {
		s.lost += (v - t) + s.total
	}
	s.total = t
}

func (s *sum) value() float64 { return s.total + s.lost }
