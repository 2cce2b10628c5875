package dispatch

// CertifyProgram checks a plan for a general programme against the problem it answers, as [Certify] does for one tree.
func CertifyProgram(p *Program, plan *ProgramPlan) Certificate {
	all := newAudit()
	asks := make([]float64, len(p.Margin)) // USD/MWh, by item: the multipliers of its budgets
	for g, b := range p.Budgets {
		all.budget(b.Residual, plan.Lambda[g], plan.Used[g])
		for _, j := range b.Items {
			asks[j] += plan.Lambda[g]
		}
	}
	run, could := make([]float64, len(p.Margin)), make([]float64, len(p.Margin))
	for j, m := range p.Margin {
		run[j], could[j] = all.item(m, p.Energy[j], plan.Fraction[j], asks[j])
	}
	for g, b := range p.Budgets {
		for _, j := range b.Items {
			all.use(g, run[j], could[j])
		}
	}
	return all.close(plan.Value)
}
