package reports

import (
	"fmt"
	"strings"

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
		{n.Switched, "plan", "plans", "of budgets together with the schedules of the machines that are switched under them, as mixed-integer programmes"},
	} {
		if rung.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s %s", Format(float64(rung.n), 0), plural(int(min(rung.n, 2)), rung.one, rung.many), rung.what))
		}
	}
	if parts == nil {
		return ""
	}
	text := "How what is scarce was shared out: " + listed(parts, len(parts)) + ". " + b.bestText()
	if b.p.Foresight == kernel.Myopic {
		return text
	}
	if c := b.tr.Certified; c.Plans > 0 {
		text += fmt.Sprintf(" %s of the plans proved themselves in this run: what a plan is worth and what its shadow prices say that it can be worth at most differ by %s of it or less",
			sentence(Format(float64(c.Plans), 0)), scientific(c.Gap))
		if p := b.tr.Proven; p.Exact < p.Plans {
			text += ", or by the gap that it states"
		}
		text += "."
	}
	return text + b.provenText()
}

// provenText says how near the best the plans of whole numbers are known to be: of limits that are broken for a fine, and of machines that cost something to
// switch.
func (b *builder) provenText() string {
	p := b.tr.Proven
	what := fmt.Sprintf(" %s %s also settled what is done wholly or not at all, as breaking a limit for a fine or starting a machine;",
		sentence(Format(float64(p.Plans), 0)), plural(int(min(p.Plans, 2)), "plan", "plans"))
	switch {
	case p.Plans == 0:
		return ""
	case p.Gap >= 1:
		return what + " some were too large for a proof, so it is not known how near the best they are."
	case p.Exact == p.Plans:
		return what + " each is proven to be the best there is."
	}
	return fmt.Sprintf("%s %s of them are proven to be the best there is, and what the others leave out is at most %s of what they earn.",
		what, Format(float64(p.Exact), 0), scientific(p.Gap))
}

// bestText says in which sense the plans are the best there are, and where they are not.
func (b *builder) bestText() string {
	text := "Each of these is the best there is for what the operators know."
	switch b.p.Foresight {
	case kernel.Myopic:
		return "What is called a plan is looked at for its own hour alone: these operators do not look ahead, and what pays runs by merit until a budget is used up."
	case kernel.Rolling:
		if b.p.Budgets != nil {
			text = "Each of these is the best there is for what the operators know; they plan anew at the start of each month and at each retarget."
		}
	case kernel.Perfect:
	}
	if b.tr.Proven.Plans > 0 {
		text = strings.Replace(text, "Each of these", "Each plan of budgets alone", 1)
	}
	if b.plansInTurn() {
		text = "Each of these is proven for the budgets alone. What a budget allows and when a controller switches machines, or a limit is broken for a fine beside charges or switches, is planned in turn: both together may not be the best."
	}
	return text
}

// plansInTurn tells whether a site that a budget holds has a controller that is planned by itself, or a limit that it may break beside
// charges on its highest load, tiers or what else switches its machines.
func (b *builder) plansInTurn() bool {
	for i := range b.p.Sites {
		site := &b.p.Sites[i]
		if site.Class >= 0 && (site.Band != nil || site.Breaches != nil && (site.Charged || site.Switched())) {
			return true
		}
	}
	return false
}
