package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// budgetText says which budget keeps a tranche idle, by its own multiplier and not by that of others; by is the one
// that is asked where no multiplier tells.
func (e *explainer) budgetText(r *rulings, k int, by int32) (text string, decides int32) {
	list := e.decisive(r, k)
	if len(list) == 0 {
		return e.unpriced(r, k, by), by
	}
	first := &list[0]
	decides = e.problem.Budgets.Groups[first.Group].Limit
	text = e.askText(r, k, first)
	sum := first.Multiplier
	if len(list) > 1 {
		for _, a := range list[1:] {
			text += fmt.Sprintf("; %s asks %.2f USD/MWh besides",
				e.name(e.problem.Budgets.Groups[a.Group].Limit), a.Multiplier)
			sum += a.Multiplier
		}
		if first.Multiplier > 0 {
			text += fmt.Sprintf(", %.2f in all", sum)
		}
	}
	if sum > 0 && e.planMargin(r, k) > sum && !math.IsInf(r.WorthMW, 1) {
		text += fmt.Sprintf(", not enough for that and what more than %.6g MW would add to the highest load", r.WorthMW)
	}
	return text + e.plannedAt(r, k), decides
}

// decisive are the budgets whose own multipliers keep a tranche idle: first an hour's power that is used up where a
// part runs, then those without which it would run, then those that would keep it idle alone; each kind in the
// order of their multipliers.
func (e *explainer) decisive(r *rulings, k int) (list []kernel.Asking) {
	var sum, most float64
	for _, a := range e.asks {
		sum += a.Multiplier
		most = max(most, a.Multiplier)
	}
	margin := e.planMargin(r, k)
	part := r.items[k].EnergyMWh > 0
	rank := func(a *kernel.Asking) int {
		switch {
		case part && e.full(a):
			return 0
		case margin > sum-a.Multiplier:
			return 1
		}
		return 2
	}
	for _, a := range e.asks {
		if a.Multiplier > 1e-9*most || part && e.full(&a) {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b kernel.Asking) int {
		return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(b.Multiplier, a.Multiplier))
	})
	return list
}

// full says whether a budget is the power of this hour and used up in it, and may not be exceeded.
func (e *explainer) full(a *kernel.Asking) bool {
	g := &e.problem.Budgets.Groups[a.Group]
	return g.Terms.Hourly && !a.Soft && e.trace.Budgets[a.Group].UsedMWh >= g.BudgetMWh*(1-1e-9)
}

// unpriced says why a tranche is idle for a budget that asks nothing: it does not pay in the plan.
func (e *explainer) unpriced(r *rulings, k int, by int32) string {
	if margin := e.planMargin(r, k); margin <= 0 {
		return fmt.Sprintf("%s was planned at a hashprice of %.2f, where it loses %.2f USD/MWh; %s",
			e.name(by), r.Planned, -margin, earn(&r.items[k]))
	}
	if e.problem.Foresight == kernel.Myopic && r.now != nil {
		return fmt.Sprintf("%s has no room for the hours for which it would have to stay on; %s",
			e.name(by), earn(&r.items[k]))
	}
	return fmt.Sprintf("the plan of %s lets other hours run that earn the same; %s", e.name(by), earn(&r.items[k]))
}

// askText says what a budget asks of a tranche that it keeps idle, or of which it lets a part run.
func (e *explainer) askText(r *rulings, k int, a *kernel.Asking) string {
	g := &e.problem.Budgets.Groups[a.Group]
	name, item := e.name(g.Limit), &r.items[k]
	left := max(0, g.BudgetMWh-a.Used)
	if left < 1e-9*g.BudgetMWh {
		left = 0
	}
	earns := fmt.Sprintf("a MWh here would earn %.2f", item.Margin)
	entry := &e.facts.Limits[g.Limit]
	switch kind := entry.Kind.(type) {
	case *limit.Power:
		switch {
		case g.Terms.Auctioned:
			return fmt.Sprintf("%s clears its %.6g MW of this hour at %.2f USD/MWh; %s before that",
				name, g.BudgetMWh, a.Multiplier, earns)
		case item.EnergyMWh > 0:
			return fmt.Sprintf("the %.6g MW of %s are used up in this hour, by machines that earn as much or more; one more MWh would earn %.2f USD", g.BudgetMWh, name, item.Margin)
		}
		return fmt.Sprintf("the %.6g MW of %s go to machines that earn more in this hour; its multiplier is %.2f USD/MWh, and %s", g.BudgetMWh, name, a.Multiplier, earns)
	case *limit.Penalty, *limit.Household:
		p, ok := kind.(*limit.Penalty)
		return e.askPenalty(a, left, ok && p.Price == nil && !a.Soft, earns)
	case *limit.Carbon:
		weight := 1.0
		if w := e.problem.Budgets.Weight; w != nil {
			weight = w[e.problem.Sites[e.site].Class]
		}
		return fmt.Sprintf("%s of the %s of CO2 of %s in %s are left and kept for hours that earn more; its multiplier is %.2f USD/t, which is %.2f USD/MWh at %.4g t/MWh, and %s",
			e.count(a, left), e.amount(a), name, g.Label, a.Multiplier/weight, a.Multiplier, weight, earns)
	case *limit.Interruption:
		which := "this hour"
		if item.EnergyMWh > 0 {
			which = "a part of this hour"
		}
		return fmt.Sprintf("the site gives up %s for %s, as one of those of %s that cost it least: %s of the %s that it leaves are left; its multiplier is %.2f USD/MWh, and %s",
			which, name, g.Label, e.count(a, left), e.amount(a), a.Multiplier, earns)
	}
	switch {
	case left == 0:
		return fmt.Sprintf("the %s of %s in %s are used up; its multiplier is %.2f USD/MWh, and %s",
			e.amount(a), name, g.Label, a.Multiplier, earns)
	case item.EnergyMWh > 0:
		return fmt.Sprintf("%s of the %s of %s in %s are left and shared by hours that earn the same; its multiplier is %.2f USD/MWh, and %s",
			e.count(a, left), e.amount(a), name, g.Label, a.Multiplier, earns)
	}
	return fmt.Sprintf("%s of the %s of %s in %s are left and kept for hours that earn more; its multiplier is %.2f USD/MWh, and %s",
		e.count(a, left), e.amount(a), name, g.Label, a.Multiplier, earns)
}

// askPenalty is askText where more can be used than some budget, of which so much is left: at a price, or for sanctions
// alone.
func (e *explainer) askPenalty(a *kernel.Asking, left float64, sanctions bool, earns string) string {
	g := &e.problem.Budgets.Groups[a.Group]
	name := e.name(g.Limit)
	switch {
	case sanctions:
		return fmt.Sprintf("the site keeps within %s, because more than %s in %s would bring %s; %s are left for hours that "+
			"earn more; its multiplier is %.2f USD/MWh, and %s",
			name, e.amount(a), g.Label, e.sanctions(a), e.count(a, left), a.Multiplier, earns)
	case a.Soft && (g.Terms.Hourly || a.Multiplier >= a.Beyond*(1-1e-9)):
		return fmt.Sprintf("above the %s of %s in %s a MWh costs %.2f USD, and %s",
			e.amount(a), name, g.Label, a.Beyond, earns)
	}
	return fmt.Sprintf("%s of the %s of %s in %s are left and kept for hours that earn more, as a MWh above them costs "+
		"%.2f USD; its multiplier is %.2f USD/MWh, and %s",
		e.count(a, left), e.amount(a), name, g.Label, a.Beyond, a.Multiplier, earns)
}

// amount is the size of a budget in its unit.
func (e *explainer) amount(a *kernel.Asking) string {
	return e.count(a, e.problem.Budgets.Groups[a.Group].BudgetMWh)
}

// count is an amount in the unit of a budget.
func (e *explainer) count(a *kernel.Asking, v float64) string {
	g := &e.problem.Budgets.Groups[a.Group]
	switch e.facts.Limits[g.Limit].Kind.(type) {
	case *limit.Carbon:
		return fmt.Sprintf("%.6g t", v)
	default:
		return fmt.Sprintf("%.6g MWh", v)
	}
}

// sanctions says what follows the next time that a site uses more than a budget it may break.
func (e *explainer) sanctions(a *kernel.Asking) string {
	g := &e.problem.Budgets.Groups[a.Group]
	for n := range e.problem.Sites[e.site].Breaches {
		b := &e.problem.Sites[e.site].Breaches[n]
		if b.Limit != g.Limit {
			continue
		}
		text := ""
		if f := len(b.Fines); f > 0 {
			currency := e.facts.Limits[g.Limit].Kind.(limit.Monied).Currency()
			text = "a fine of " + unit.Money{Amount: b.Fines[min(a.Times, f-1)], Currency: string(currency)}.String()
		}
		if b.ShutdownHours > 0 {
			if text != "" {
				text += " and "
			}
			text += fmt.Sprintf("a shutdown of %s", hoursText(b.ShutdownHours))
			if hours := e.facts.Axis.Hours - g.To; hours <= 0 {
				text += " (none of it before the end of the scenario)"
			} else if hours < b.ShutdownHours {
				text += fmt.Sprintf(" (%s of it before the end of the scenario)", hoursText(hours))
			}
		}
		return text
	}
	panic("sim: a budget that nobody may break has sanctions")
}

// paidFor says what the site pays a limit for, or is paid for.
func (e *explainer) paidFor(l int32) string {
	switch e.facts.Limits[l].Kind.(type) {
	case *limit.Power:
		return "for what it draws, at the price at which the hour clears"
	case *limit.Penalty:
		return "for what it uses above the limit, or as a fine at the end of the period"
	case *limit.Household:
		return "in fines to be expected for what is above the limit of one meter"
	case *limit.DemandResponse:
		return "for standing ready and giving way"
	case *limit.Cycling:
		return "for the machines that it starts"
	}
	return "under the rule"
}
