package dispatch

import (
	"fmt"
	"math"
)

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
	Outside  float64 // largest amount by which an item runs by a part outside 0..1; only CertifyCross looks for it
	Negative float64 // most negative multiplier, USD/MWh, without its sign
	Stated   float64 // largest relative error of what the plan states besides: Sum, Used, Value
}

// Certify checks a plan against the problem it answers. It takes the order of items times the depth of the tree and
// allocates; it is meant for tests and for runs that ask for checks.
func Certify(t *Tree, it *Items, p *Plan) Certificate {
	c := Certificate{Group: -1}
	n := len(t.Parent)
	used := make([]float64, n)
	could := make([]float64, n) // MWh with a positive margin
	price := make([]float64, n) // USD/MWh, sum of Lambda over the chain
	for g := range n {
		for a := int32(g); a >= 0; a = t.Parent[a] {
			price[g] += p.Lambda[a]
		}
		c.Negative = max(c.Negative, -p.Lambda[g])
		c.Stated = max(c.Stated, apart(price[g], p.Sum[g], p.Sum[g]))
	}
	free := 0.0 // USD, value without budgets
	for j, m := range it.Margin {
		e, leaf := it.Energy[j], it.Leaf[j]
		x := e * p.Fraction(m, leaf)
		c.Primal += m * x
		free += max(m, 0) * e
		threshold := 0.0
		if leaf >= 0 {
			threshold = price[leaf]
		}
		c.Dual += e * max(0, m-threshold)
		for a := leaf; a >= 0; a = t.Parent[a] {
			used[a] += x
			if m > 0 {
				could[a] += e
			}
		}
	}
	for g, y := range p.Lambda {
		if y > 0 {
			c.Dual += y * max(t.Residual[g], 0)
		}
	}
	// Where budgets keep nearly everything out, rounding is that of the sums over everything.
	scale := max(c.Primal, c.Dual, 1e-6*free)
	for g, u := range used {
		r := max(t.Residual[g], 0)
		if over := apart(max(u, r), r, max(r, certified*could[g])); !(over <= c.Overuse) || c.Group < 0 {
			c.Overuse, c.Group = over, int32(g)
		}
		if y := p.Lambda[g]; y > 0 {
			c.Idle = max(c.Idle, apart(y*r, y*u, scale))
		}
		c.Stated = max(c.Stated, apart(u, p.Used[g], could[g]))
	}
	c.Gap = apart(c.Dual, c.Primal, scale)
	c.Stated = max(c.Stated, apart(p.Value, c.Primal, scale))
	return c
}

// apart is the distance of a and b in units of scale, and 0 where they are equal, whatever the scale.
func apart(a, b, scale float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / scale
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
		return fmt.Errorf("dispatch: the plan is worth %.12g and the bound is %.12g, apart by %.3g", c.Primal, c.Dual, c.Gap)
	case !(c.Stated <= certified):
		return fmt.Errorf("dispatch: the plan states a threshold, use or value that is off by %.3g", c.Stated)
	}
	return nil
}
