package reports

import (
	"fmt"

	"hashwatt/sim/kernel"
)

// rungsText says by which method what is scarce was shared out, and that it was shared out in the best way.
func (b *builder) rungsText() string {
	n := b.tr.Rungs
	var parts []string
	for _, rung := range []struct {
		n               int64
		one, many, what string
	}{
		{n.Capped, "part of a site-hour", "parts of site-hours", "under a cap or ban by running the most efficient machines first"},
		{n.Slack, "plan", "plans", "without shortage, in which whatever pays runs"},
		{n.OneBudget, "plan", "plans", "of one budget by running the best hours first"},
		{n.Nested, "plan", "plans", "of budgets inside others, from the inside out"},
		{n.Crossing, "plan", "plans", "of budgets that cross, as flows through a network"},
		{n.General, "plan", "plans", "of budgets that cross in three ways or more, as general linear programmes"},
		{n.General, "plan", "plans", "of budgets that cross in three ways or more, as linear programmes"},
	} {
		if rung.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s %s", Format(float64(rung.n), 0), plural(int(min(rung.n, 2)), rung.one, rung.many), rung.what))
		}
	}
	if parts == nil {
		return ""
	}
	text := "How what is scarce was shared out: " + listed(parts, len(parts)) + ". Each of these is the best there is for what the operators know"
	if b.p.Foresight == kernel.Rolling && b.p.Budgets != nil {
		text += "; they plan anew at the start of each month and at each retarget"
	}
	text += "."
	if c := b.tr.Certified; c.Plans > 0 {
		text += fmt.Sprintf(" %s of the plans proved themselves in this run: what a plan is worth and what its shadow prices say that it can be worth at most differ by %s of it or less.",
			sentence(Format(float64(c.Plans), 0)), scientific(c.Gap))
	}
	return text
}
