package dispatch

import (
	"fmt"
	"math"
)

// SwitchedCertificate is the evidence for a plan of units and items: that it keeps the rules and the budgets, what it
// is worth, and the bound that its multipliers prove by weak duality. It is computed from the problem, the schedules,
// the fractions and the multipliers alone, with a plain recursion per unit, and shares no code with
// [SwitchSpace.Solve] but what is owed. Where a search has proven a smaller bound, the certificate still holds Dual:
// what the search has done cannot be seen from the plan.
type SwitchedCertificate struct {
	Broken   string  // what of the plan has not the length of the problem, or the first rule that a schedule breaks, empty for none
	Primal   float64 // USD, what the plan is worth
	Dual     float64 // USD, what no plan can pass by the multipliers
	DualGap  float64 // Dual less Primal, relative to the larger of the two
	Gap      float64 // the same of the Bound that the plan states
	Overuse  float64 // largest use above a residual, relative to the residual or, where that is next to 0, to the demand
	Group    int32   // the group with the largest Overuse, those of the second family after the first, -1 if there are none
	Outside  float64 // largest amount by which an item, or what is on of a unit, runs by a part that it may not
	Negative float64 // most negative multiplier, USD/MWh, without its sign
	Stated   float64 // largest relative error of what the plan states: Value, Dual, Sum, Used, starts, values of units
	Beyond   float64 // how far Bound lies outside Primal..Dual, relative
	Exact    bool    // what the plan states
}

// CertifySwitched checks a plan against the problem it answers.
func CertifySwitched(trees []*Tree, items *SwitchedItems, units []SwitchedUnit, p *SwitchedPlan) SwitchedCertificate {
	c := SwitchedCertificate{Group: -1, Exact: p.Exact}
	if c.Broken = p.misfit(trees, items, units); c.Broken != "" {
		return c
	}
	a := &switchedAudit{audit: newAudit(), trees: trees, items: items, units: units, plan: p}
	for f, t := range trees {
		q := &p.Prices[f]
		a.families = append(a.families, a.tree(t, q.Lambda, q.Sum, q.Used))
	}
	a.auditItems()
	a.auditUnits()
	proof, scale := a.close(p.Value), a.scale()
	c.Broken, c.Primal, c.Dual, c.DualGap = a.broken, proof.Primal, proof.Dual, proof.Gap
	c.Overuse, c.Group, c.Outside, c.Negative = proof.Overuse, proof.Group, proof.Outside, proof.Negative
	c.Stated = max(proof.Stated, apart(p.Dual, c.Dual, scale))
	c.Gap = apart(p.Bound, c.Primal, scale)
	c.Beyond = max(apart(max(p.Bound, c.Dual), c.Dual, scale), apart(min(p.Bound, c.Primal), c.Primal, scale))
	return c
}

// misfit tells which slice of the plan has not the length that the problem asks, empty for none.
func (p *SwitchedPlan) misfit(trees []*Tree, items *SwitchedItems, units []SwitchedUnit) string {
	switch {
	case len(p.Units) != len(units):
		return fmt.Sprintf("the plan has %d schedules, want %d", len(p.Units), len(units))
	case len(p.Share) != len(units):
		return fmt.Sprintf("the plan has shares of %d units, want %d", len(p.Share), len(units))
	case len(p.Fraction) != len(items.Margin):
		return fmt.Sprintf("the plan has %d fractions, want %d", len(p.Fraction), len(items.Margin))
	case len(p.Prices) != len(trees):
		return fmt.Sprintf("the plan has multipliers of %d families, want %d", len(p.Prices), len(trees))
	}
	for u := range units {
		n := len(units[u].Value)
		if len(p.Units[u].Blocks) != n {
			return fmt.Sprintf("unit %d has a schedule of %d hours, want %d", u, len(p.Units[u].Blocks), n)
		}
		if len(p.Share[u]) != n {
			return fmt.Sprintf("unit %d has shares of %d hours, want %d", u, len(p.Share[u]), n)
		}
	}
	for f, t := range trees {
		n := len(t.Parent)
		if q := &p.Prices[f]; len(q.Lambda) != n || len(q.Sum) != n || len(q.Used) != n {
			return fmt.Sprintf("family %d has %d multipliers, %d sums and %d uses, want %d",
				f, len(q.Lambda), len(q.Sum), len(q.Used), n)
		}
	}
	return ""
}

// Err returns nil if the certificate proves what the plan states to 1e-9, and otherwise what it failed on.
func (c SwitchedCertificate) Err() error {
	switch {
	case c.Broken != "":
		return fmt.Errorf("dispatch: %s", c.Broken)
	case !(c.Negative <= 0):
		return fmt.Errorf("dispatch: a multiplier is %.3g USD/MWh, want none below zero", -c.Negative)
	case !(c.Outside <= certified):
		return fmt.Errorf("dispatch: an item or a unit runs by a part that it may not, off by %.3g", c.Outside)
	case !(c.Overuse <= certified):
		return fmt.Errorf("dispatch: budget %d is exceeded by %.3g of its residual", c.Group, c.Overuse)
	case !(c.Stated <= certified):
		return fmt.Errorf("dispatch: the plan states a value, threshold or use that is off by %.3g", c.Stated)
	case !(c.Beyond <= certified):
		return fmt.Errorf("dispatch: the bound that the plan states is off by %.3g from what can be: worth %.12g, at most %.12g", c.Beyond, c.Primal, c.Dual)
	case c.Exact && !(c.Gap <= 2*certified):
		return fmt.Errorf("dispatch: the plan is said to be the best, but its bound is %.3g away", c.Gap)
	}
	return nil
}

// switchedAudit is an audit of items and units.
type switchedAudit struct {
	*audit
	families []auditedTree
	trees    []*Tree
	items    *SwitchedItems
	units    []SwitchedUnit
	plan     *SwitchedPlan
	broken   string
}

func (a *switchedAudit) auditItems() {
	for j, m := range a.items.Margin {
		asks := 0.0
		for f := range a.families {
			asks += a.families[f].asks(a.items.Leaf[f][j])
		}
		run, could := a.item(m, a.items.Energy[j], a.plan.Fraction[j], asks)
		for f := range a.families {
			a.families[f].draw(a.items.Leaf[f][j], run, could)
		}
	}
}

func (a *switchedAudit) auditUnits() {
	value, used := make([][]float64, len(a.units)), make([][]float64, len(a.trees))
	for u := range a.units {
		value[u] = append([]float64(nil), a.units[u].Value...)
	}
	for f, t := range a.trees {
		used[f] = make([]float64, len(t.Parent))
	}
	obliged(a.trees, a.units, value, used)
	for u := range a.units {
		a.auditUnit(u, value[u])
	}
}

// auditUnit walks through a schedule and adds its value, and the best at the multipliers: of a shared hour as much as
// pays runs.
func (a *switchedAudit) auditUnit(u int, value []float64) {
	unit, plan := &a.units[u], &a.plan.Units[u]
	state, earned, gross, starts, n := unit.From, 0.0, 0.0, 0, float64(unit.Cycle.Blocks)
	reduced := append([]float64(nil), value...)
	for t, b := range plan.Blocks {
		forced, shared, share := math.IsInf(value[t], -1), unit.shares(t), a.plan.Share[u][t]
		if !unit.Cycle.allows(state, b, forced) && a.broken == "" {
			a.broken = fmt.Sprintf("unit %d has %d blocks on in hour %d, which its rules do not allow after %+v",
				u, b, t, state)
		}
		a.Outside = max(a.Outside, share-1, -share) // NaN if one is
		if b > 0 && !shared {
			a.Outside = max(a.Outside, 1-share)
		}
		if b > 0 {
			earned += value[t] * float64(b) / n * share
		}
		if !forced {
			gross += max(value[t], 0)
		}
		if up := b - state.Blocks; up > 0 {
			starts += up
			earned -= unit.Cycle.startAt(t) * float64(up) / n
		}
		for f := range a.families {
			g := unit.Leaf[f][t]
			a.families[f].draw(g, unit.Energy[t]*float64(b)/n*share, unit.Energy[t])
			reduced[t] -= a.families[f].asks(g) * unit.Energy[t]
		}
		if shared && !forced {
			reduced[t] = max(reduced[t], 0)
		}
		state = unit.Cycle.After(state, b)
	}
	a.Primal += earned
	a.free += gross
	a.Dual += unit.Cycle.most(reduced, unit.From)
	a.Stated = max(a.Stated, apart(plan.Value, earned, max(gross, math.Abs(earned))), math.Abs(float64(plan.Starts-starts)))
}

// allows tells whether so many blocks may be on in the hour after a state.
func (c Cycle) allows(from CycleState, blocks int, forced bool) bool {
	up, down := c.ramps()
	switch {
	case forced:
		return blocks == 0
	case blocks < 0 || blocks > c.Blocks || blocks > from.Blocks+up || blocks < from.Blocks-down:
		return false
	}
	return from.Owed == 0 || blocks > 0 == (from.Blocks > 0)
}

// most is the value of the best schedule by plain recursion over all states, which it numbers by itself.
func (c Cycle) most(value []float64, from CycleState) float64 {
	ages, rests := max(c.Up, 1), max(c.Down, 1)
	number := func(s CycleState) int {
		if s.Blocks == 0 {
			return ages*c.Blocks + s.Owed
		}
		return s.Owed*c.Blocks + s.Blocks - 1
	}
	next, now := make([]float64, ages*c.Blocks+rests), make([]float64, ages*c.Blocks+rests)
	up, down := c.ramps()
	best := func(t int, s CycleState) float64 {
		forced := math.IsInf(value[t], -1)
		most := math.Inf(-1)
		least, last := max(s.Blocks-down, 0), min(s.Blocks+up, c.Blocks)
		if forced {
			least, last = 0, 0
		}
		for b := least; b <= last; b++ {
			if !c.allows(s, b, forced) {
				continue
			}
			usd := next[number(c.After(s, b))] - c.startAt(t)*float64(max(0, b-s.Blocks))/float64(c.Blocks)
			if b > 0 {
				usd += value[t] * float64(b) / float64(c.Blocks)
			}
			most = max(most, usd)
		}
		return most
	}
	for t := len(value) - 1; t >= 0; t-- {
		for owed := range ages {
			for b := 1; b <= c.Blocks; b++ {
				s := CycleState{b, owed}
				now[number(s)] = best(t, s)
			}
		}
		for owed := range rests {
			s := CycleState{0, owed}
			now[number(s)] = best(t, s)
		}
		next, now = now, next
	}
	return next[number(from)]
}
