package dispatch

import "fmt"

// certified is the largest relative error that a certificate accepts.
const certified = 1e-9

// Certificate is the evidence that a plan is an optimum: by weak duality no plan is worth more than Dual, and this one
// is worth Primal. It is computed from the tree, the items and the multipliers alone, with plain sums along the chains,
// and shares no code with [Workspace.Solve].
type Certificate struct {
	Primal   float64 // USD, Σ margin·x
	Dual     float64 // USD, Σ Lambda·residual + Σ energy·max(0, margin - ΣLambda)
	Gap      float64 // |Dual - Primal| relative to the larger of the two, or to a millionth of the value without budgets
	Overuse  float64 // largest use above a residual, relative to the residual or, where that is next to 0, to the demand
	Group    int32   // the group with the largest Overuse, -1 if there are no groups
	Idle     float64 // largest Lambda·|residual - used|, relative like Gap: a multiplier on a budget with slack
	Outside  float64 // largest amount by which an item runs by a part outside 0..1
	Negative float64 // most negative multiplier, USD/MWh, without its sign
	Stated   float64 // largest relative error of what the plan states besides: Sum, Used, Value
}

// Certify checks a plan against the problem it answers. It takes the order of items times the depth of the tree and
// allocates; it is meant for tests and for runs that ask for checks.
func Certify(t *Tree, it *Items, p *Plan) Certificate {
	all := newAudit()
	groups := all.tree(t, p.Lambda, p.Sum, p.Used)
	for j, m := range it.Margin {
		leaf := it.Leaf[j]
		run, could := all.item(m, it.Energy[j], p.Fraction(m, leaf), groups.asks(leaf))
		groups.draw(leaf, run, could)
	}
	return all.close(p.Value)
}

// Err returns nil if the certificate proves an optimum to 1e-9, and otherwise what it failed on.
func (c Certificate) Err() error {
	// The comparisons are written so that a number that is not one fails them.
	switch {
	case !(c.Negative <= 0):
		return fmt.Errorf("dispatch: a multiplier is %.3g USD/MWh, want none below zero", -c.Negative)
	case !(c.Outside <= certified):
		return fmt.Errorf("dispatch: an item runs by a part outside 0..1, off by %.3g", c.Outside)
	case !(c.Overuse <= certified):
		return fmt.Errorf("dispatch: budget %d is exceeded by %.3g of its residual", c.Group, c.Overuse)
	case !(c.Idle <= certified):
		return fmt.Errorf("dispatch: a budget with slack carries a multiplier, worth %.3g of the value", c.Idle)
	case !(c.Gap <= certified):
		return fmt.Errorf("dispatch: the plan is worth %.12g and the bound is %.12g, apart by %.3g",
			c.Primal, c.Dual, c.Gap)
	case !(c.Stated <= certified):
		return fmt.Errorf("dispatch: the plan states a threshold, use or value that is off by %.3g", c.Stated)
	}
	return nil
}
