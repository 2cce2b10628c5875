package dispatch

import "math"

// audit adds up for a certificate what a plan earns and uses, and what its multipliers say that no plan can pass.
// The budgets of all families are one list; trees stand in it in the order in which they are entered.
type audit struct {
	Certificate
	budgets []auditedBudget
	free    float64 // USD, value without budgets
}

// auditedBudget is a group of a tree, or a budget of a programme.
type auditedBudget struct {
	residual, lambda float64 // MWh, below zero counted as zero; USD/MWh
	stated           float64 // MWh that the plan says are used
	used, could      float64 // MWh that it runs, and that have a positive margin
}

// auditedTree is a family in an audit.
type auditedTree struct {
	*audit
	tree  *Tree
	first int       // of its groups in the list
	price []float64 // by group: USD/MWh, the sum of the multipliers along the chain
}

func newAudit() *audit { return &audit{Certificate: Certificate{Group: -1}} }

// budget enters a budget that nothing uses yet.
func (a *audit) budget(residual, lambda, stated float64) {
	a.budgets = append(a.budgets, auditedBudget{residual: max(residual, 0), lambda: lambda, stated: stated})
	a.Negative = max(a.Negative, -lambda)
}

// tree enters a family with what its plan states by group: multipliers, their sums along the chains, and use.
func (a *audit) tree(t *Tree, lambda, sum, used []float64) auditedTree {
	f := auditedTree{a, t, len(a.budgets), make([]float64, len(t.Parent))}
	for g := range f.price {
		for around := int32(g); around >= 0; around = t.Parent[around] {
			f.price[g] += lambda[around]
		}
		a.budget(t.Residual[g], lambda[g], used[g])
		a.Stated = max(a.Stated, apart(f.price[g], sum[g], sum[g]))
	}
	return f
}

// asks is the price of a MWh under a leaf, USD.
func (f *auditedTree) asks(leaf int32) float64 {
	if leaf < 0 {
		return 0
	}
	return f.price[leaf]
}

// draw uses a leaf and all groups around it: MWh that run, of those that could.
func (f *auditedTree) draw(leaf int32, run, could float64) {
	for g := leaf; g >= 0; g = f.tree.Parent[g] {
		f.use(f.first+int(g), run, could)
	}
}

// use uses one budget.
func (a *audit) use(g int, run, could float64) {
	b := &a.budgets[g]
	b.used += run
	b.could += could
}

// item enters an item of which a part runs, and of whose MWh the budgets ask so many USD. It returns the MWh that
// run, and those that could at a positive margin.
func (a *audit) item(margin, energy, fraction, asks float64) (run, could float64) {
	a.Outside = max(a.Outside, fraction-1, -fraction) // NaN if one is
	if margin > 0 {
		could = energy
	}
	run = energy * fraction
	a.Primal += margin * run
	a.Dual += energy * max(0, margin-asks)
	a.free += max(margin, 0) * energy
	return run, could
}

// close judges what was entered, and the value that the plan states. What the multipliers are worth is worth it for
// what budgets allow, whatever is used.
func (a *audit) close(value float64) Certificate {
	for _, b := range a.budgets {
		if b.lambda > 0 {
			a.Dual += b.lambda * b.residual
		}
	}
	scale := a.scale()
	for g, b := range a.budgets {
		r := b.residual
		if over := apart(max(b.used, r), r, max(r, certified*b.could)); !(over <= a.Overuse) || a.Group < 0 {
			a.Overuse, a.Group = over, int32(g)
		}
		if b.lambda > 0 {
			a.Idle = max(a.Idle, apart(b.lambda*r, b.lambda*b.used, scale))
		}
		a.Stated = max(a.Stated, apart(b.used, b.stated, b.could))
	}
	a.Gap = apart(a.Dual, a.Primal, scale)
	a.Stated = max(a.Stated, apart(value, a.Primal, scale))
	return a.Certificate
}

// scale is what errors of money are measured by, USD. Where budgets keep nearly everything out, rounding is that of
// the sums over everything.
func (a *audit) scale() float64 {
	return max(math.Abs(a.Primal), math.Abs(a.Dual), 1e-6*a.free)
}

// apart is the distance of a and b in units of scale, and 0 where they are equal, whatever the scale.
func apart(a, b, scale float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / scale
}
