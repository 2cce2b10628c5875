package dispatch

// CertifyProgram checks a plan for a general programme against the problem it answers, as [Certify] does for one tree.
func CertifyProgram(p *Program, plan *ProgramPlan) Certificate {
	c := Certificate{Group: -1}
	ask := make([]float64, len(p.Margin)) // USD/MWh, by item: the multipliers of its budgets
	used := make([]float64, len(p.Budgets))
	could := make([]float64, len(p.Budgets)) // MWh with a positive margin
	for g, b := range p.Budgets {
		c.Negative = max(c.Negative, -plan.Lambda[g])
		for _, j := range b.Items {
			ask[j] += plan.Lambda[g]
			used[g] += p.Energy[j] * plan.Fraction[j]
			if p.Margin[j] > 0 {
				could[g] += p.Energy[j]
			}
		}
	}
	free := 0.0 // USD, value without budgets
	for j, m := range p.Margin {
		e, fraction := p.Energy[j], plan.Fraction[j]
		c.Outside = max(c.Outside, fraction-1, -fraction) // NaN if one is
		c.Primal += m * e * fraction
		c.Dual += e * max(0, m-ask[j])
		free += max(m, 0) * e
	}
	for g, y := range plan.Lambda {
		if y > 0 {
			c.Dual += y * max(p.Budgets[g].Residual, 0)
		}
	}
	scale := max(c.Primal, c.Dual, 1e-6*free)
	for g, u := range used {
		r := max(p.Budgets[g].Residual, 0)
		if over := apart(max(u, r), r, max(r, certified*could[g])); !(over <= c.Overuse) || c.Group < 0 {
			c.Overuse, c.Group = over, int32(g)
		}
		if y := plan.Lambda[g]; y > 0 {
			c.Idle = max(c.Idle, apart(y*r, y*u, scale))
		}
		c.Stated = max(c.Stated, apart(u, plan.Used[g], could[g]))
	}
	c.Gap = apart(c.Dual, c.Primal, scale)
	c.Stated = max(c.Stated, apart(plan.Value, c.Primal, scale))
	return c
}
