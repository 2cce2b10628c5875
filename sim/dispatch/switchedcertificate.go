package dispatch

import (
	"fmt"
	"math"
)

// SwitchedCertificate is the evidence for a plan of units and items: that it keeps the rules and the budgets, what it is worth,
// and the bound that its multipliers prove by weak duality. It is computed from the problem, the schedules, the fractions and the
// multipliers alone, with a plain recursion per unit, and shares no code with [SwitchSpace.Solve] but what is owed. Where
// a search has proven a smaller bound, the certificate still holds Dual: what the search has done cannot be seen from the plan.
type SwitchedCertificate struct {
	Broken   string  // what of the plan has not the length of the problem, or the first rule that a schedule breaks, empty for none
	Primal   float64 // USD, what the plan is worth
	Dual     float64 // USD, what no plan can pass by the multipliers
	DualGap  float64 // Dual less Primal, relative to the larger of the two
	Gap      float64 // the same of the Bound that the plan states
	Overuse  float64 // largest use above a residual, relative to the residual or, where that is next to 0, to the demand
	Group    int32   // the group with the largest Overuse, those of the second family after the first, -1 if there are none
	Outside  float64 // largest amount by which an item runs by a part outside 0..1
	Negative float64 // most negative multiplier, USD/MWh, without its sign
	Stated   float64 // largest relative error of what the plan states: Value, Dual, Sum, Used, starts, values of units
	Beyond   float64 // how far Bound lies outside Primal..Dual, relative
	Exact    bool    // what the plan states
}

// CertifySwitched checks a plan against the problem it answers.
func CertifySwitched(trees []*Tree, items *SwitchedItems, units []SwitchedUnit, p *SwitchedPlan) SwitchedCertificate {
	c := &switchedCheck{trees: trees, items: items, units: units, plan: p}
	c.Group, c.Exact = -1, p.Exact
	if c.Broken = p.misfit(trees, items, units); c.Broken != "" {
		return c.SwitchedCertificate
	}
	for _, t := range trees {
		c.price = append(c.price, make([]float64, len(t.Parent)))
		c.used = append(c.used, make([]float64, len(t.Parent)))
		c.could = append(c.could, make([]float64, len(t.Parent)))
	}
	c.prices()
	c.checkItems()
	c.checkUnits()
	c.budgets()
	scale := max(math.Abs(c.Primal), math.Abs(c.Dual), 1e-6*c.free)
	c.DualGap = apart(c.Dual, c.Primal, scale)
	c.Gap = apart(p.Bound, c.Primal, scale)
	c.Stated = max(c.Stated, apart(p.Value, c.Primal, scale), apart(p.Dual, c.Dual, scale))
	c.Beyond = max(apart(max(p.Bound, c.Dual), c.Dual, scale), apart(min(p.Bound, c.Primal), c.Primal, scale))
	return c.SwitchedCertificate
}

// misfit tells which slice of the plan has not the length that the problem asks, empty for none.
func (p *SwitchedPlan) misfit(trees []*Tree, items *SwitchedItems, units []SwitchedUnit) string {
	switch {
	case len(p.Units) != len(units):
		return fmt.Sprintf("the plan has %d schedules, want %d", len(p.Units), len(units))
	case len(p.Fraction) != len(items.Margin):
		return fmt.Sprintf("the plan has %d fractions, want %d", len(p.Fraction), len(items.Margin))
	case len(p.Prices) != len(trees):
		return fmt.Sprintf("the plan has multipliers of %d families, want %d", len(p.Prices), len(trees))
	}
	for u := range units {
		if n := len(units[u].Value); len(p.Units[u].Blocks) != n {
			return fmt.Sprintf("unit %d has a schedule of %d hours, want %d", u, len(p.Units[u].Blocks), n)
		}
	}
	for f, t := range trees {
		n := len(t.Parent)
		if q := &p.Prices[f]; len(q.Lambda) != n || len(q.Sum) != n || len(q.Used) != n {
			return fmt.Sprintf("family %d has %d multipliers, %d sums and %d uses, want %d", f, len(q.Lambda), len(q.Sum), len(q.Used), n)
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
		return fmt.Errorf("dispatch: an item runs by a part outside 0..1, off by %.3g", c.Outside)
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

// switchedCheck is a certificate while it is made.
type switchedCheck struct {
	SwitchedCertificate
	trees              []*Tree
	items              *SwitchedItems
	units              []SwitchedUnit
	plan               *SwitchedPlan
	price, used, could [][]float64 // by family and group
	free               float64     // USD, value without budgets
}

// prices sums multipliers along the chains.
func (c *switchedCheck) prices() {
	for f, t := range c.trees {
		for g := range t.Parent {
			for a := int32(g); a >= 0; a = t.Parent[a] {
				c.price[f][g] += c.plan.Prices[f].Lambda[a]
			}
			y := c.plan.Prices[f].Lambda[g]
			c.Negative = max(c.Negative, -y)
			c.Stated = max(c.Stated, apart(c.price[f][g], c.plan.Prices[f].Sum[g], c.price[f][g]))
			if y > 0 {
				c.Dual += y * max(t.Residual[g], 0)
			}
		}
	}
}

// count adds what is run, and could be, to all groups around a leaf.
func (c *switchedCheck) count(f int, leaf int32, run, could float64) {
	for g := leaf; g >= 0; g = c.trees[f].Parent[g] {
		c.used[f][g] += run
		c.could[f][g] += could
	}
}

func (c *switchedCheck) checkItems() {
	for j, m := range c.items.Margin {
		e, fraction := c.items.Energy[j], c.plan.Fraction[j]
		c.Outside = max(c.Outside, fraction-1, -fraction) // NaN if one is
		c.Primal += m * e * fraction
		c.free += max(m, 0) * e
		ask := 0.0
		for f := range c.trees {
			leaf := c.items.Leaf[f][j]
			if leaf >= 0 {
				ask += c.price[f][leaf]
			}
			could := 0.0
			if m > 0 {
				could = e
			}
			c.count(f, leaf, e*fraction, could)
		}
		c.Dual += e * max(0, m-ask)
	}
}

func (c *switchedCheck) checkUnits() {
	value, used := make([][]float64, len(c.units)), make([][]float64, len(c.trees))
	for u := range c.units {
		value[u] = append([]float64(nil), c.units[u].Value...)
	}
	for f, t := range c.trees {
		used[f] = make([]float64, len(t.Parent))
	}
	obliged(c.trees, c.units, value, used)
	for u := range c.units {
		c.checkUnit(u, value[u])
	}
}

// checkUnit walks through a schedule and adds its value, and the best at the multipliers.
func (c *switchedCheck) checkUnit(u int, value []float64) {
	unit, plan := &c.units[u], &c.plan.Units[u]
	state, earned, gross, starts, n := unit.From, 0.0, 0.0, 0, float64(unit.Cycle.Blocks)
	reduced := append([]float64(nil), value...)
	for t, b := range plan.Blocks {
		if !unit.Cycle.allows(state, b, math.IsInf(value[t], -1)) && c.Broken == "" {
			c.Broken = fmt.Sprintf("unit %d has %d blocks on in hour %d, which its rules do not allow after %+v", u, b, t, state)
		}
		if b > 0 {
			earned += value[t] * float64(b) / n
		}
		if !math.IsInf(value[t], -1) {
			gross += max(value[t], 0)
		}
		if up := b - state.Blocks; up > 0 {
			starts += up
			earned -= unit.Cycle.startAt(t) * float64(up) / n
		}
		for f := range c.trees {
			g := unit.Leaf[f][t]
			c.count(f, g, unit.Energy[t]*float64(b)/n, unit.Energy[t])
			if g >= 0 {
				reduced[t] -= c.price[f][g] * unit.Energy[t]
			}
		}
		state = unit.Cycle.After(state, b)
	}
	c.Primal += earned
	c.free += gross
	c.Dual += unit.Cycle.most(reduced, unit.From)
	c.Stated = max(c.Stated, apart(plan.Value, earned, max(gross, math.Abs(earned))), math.Abs(float64(plan.Starts-starts)))
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

// most is the value of the best schedule by plain recursion over all states.
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

// budgets checks what is used.
func (c *switchedCheck) budgets() {
	first := int32(0)
	for f, t := range c.trees {
		for g, used := range c.used[f] {
			r := max(t.Residual[g], 0)
			if over := apart(max(used, r), r, max(r, certified*c.could[f][g])); !(over <= c.Overuse) || c.Group < 0 {
				c.Overuse, c.Group = over, first+int32(g)
			}
			c.Stated = max(c.Stated, apart(used, c.plan.Prices[f].Used[g], c.could[f][g]))
		}
		first += int32(len(t.Parent))
	}
}
