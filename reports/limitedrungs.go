package reports

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/kernel"
)

// rungsText says by which method what is scarce was shared out, and how near the best that is: every plan of the run
// counts once.
func (b *builder) rungsText() string {
	n := b.tr.Rungs
	all, only := int64(0), ""
	var kinds []string
	for _, rung := range []struct {
		n    int64
		what string
	}{
		{n.Slack, "without shortage, in which whatever pays runs"},
		{n.OneBudget, "of one budget by running the best hours first"},
		{n.Nested, "of budgets inside others, from the inside out"},
		{n.Crossing, "of budgets that cross, as flows through a network"},
		{n.General, "of budgets that cross in three ways or more, as general linear programmes"},
		{n.Switched, "of budgets together with the schedules of the machines that are switched under them, " +
			"as mixed-integer programmes"},
		{b.tr.Proven.Accords, "of budgets together with charges on the highest load and tiers, " +
			"by the shadow prices at which each site answers by itself"},
		{b.settling(), "of what is done wholly or not at all besides, as breaking a limit for a fine, " +
			"by a search that bounds what all else earns"},
	} {
		if rung.n > 0 {
			all, only = all+rung.n, rung.what
			kinds = append(kinds, Format(float64(rung.n), 0)+" "+rung.what)
		}
	}
	noun, myopic := plural(int(min(all, 2)), "plan", "plans"), b.p.Foresight == kernel.Myopic
	if myopic {
		noun = plural(int(min(all, 2)), "look at the budgets of a single hour", "looks at the budgets of single hours")
	}
	var parts []string
	switch count := "in " + Format(float64(all), 0) + " " + noun; {
	case len(kinds) == 1 && !myopic:
		parts = append(parts, count+" "+only)
	case len(kinds) > 0:
		parts = append(parts, count+" ("+strings.Join(kinds, "; ")+")")
	}
	if n.Capped > 0 {
		parts = append(parts, fmt.Sprintf("in %s %s under a cap or ban by running the most efficient machines first",
			Format(float64(n.Capped), 0), plural(int(min(n.Capped, 2)), "part of a site-hour", "parts of site-hours")))
	}
	if parts == nil {
		return ""
	}
	text := "How what is scarce was shared out: " + listed(parts, 2) + "."
	switch {
	case myopic:
		return text + " These operators do not look ahead: what pays runs by merit until a budget is used up."
	case all == 0:
		return text
	}
	return text + b.bestText(all) + b.certifiedText()
}

// partText prints a small part: "0.0020 %".
func partText(part float64) string {
	ten := int(math.Floor(math.Log10(100 * part)))
	return WithUnit(Format(100*part, max(0, 1-ten)), "%")
}

// settling is how many plans settle what is done wholly or not at all, but for the schedules that are planned with the
// budgets.
func (b *builder) settling() int64 {
	return max(0, b.tr.Proven.Plans-b.tr.Rungs.Switched-b.tr.Proven.Accords)
}

// bestText says how many of all plans are the best there are, in which sense, and how near the best the others are
// known to be.
func (b *builder) bestText(all int64) string {
	p := b.tr.Proven
	open := p.Plans - p.Exact
	count := func(plans int64) string { return Format(float64(plans), 0) }
	text := " Each plan is the best there is for what the operators know"
	switch {
	case all == 1 && open == 0:
		text = " It is the best there is for what the operators know"
	case open > 0 && p.Gap >= 1:
		text = fmt.Sprintf(" %s of the %s are the best there are for what the operators know; "+
			"of the other %s some were too large for a proof, and it is not known how near the best they are",
			count(all-open), count(all), count(open))
	case open > 0:
		text = fmt.Sprintf(" %s of the %s are the best there are for what the operators know, "+
			"and what the other %s leave out is at most %s of what they earn",
			count(all-open), count(all), count(open), partText(p.Gap))
	}
	if b.p.Foresight == kernel.Rolling && b.p.Budgets != nil {
		text += "; they plan anew at the start of each month and at each retarget"
	}
	text += "."
	if b.plansInTurn() {
		text += " That holds for the budgets alone. What a budget allows, and whether a limit is broken for a fine " +
			"beside charges or a controller, is planned in turn: both together may not be the best."
	}
	return text
}

// certifiedText says how well the plans proved themselves; empty where the run did not ask them to.
func (b *builder) certifiedText() string {
	c, p := b.tr.Certified, b.tr.Proven
	if c.Plans == 0 {
		return ""
	}
	text := fmt.Sprintf(" In this run each plan under which something is short proved itself: "+
		"what it is worth and what its shadow prices say that it can be worth at most differ by %s of it or less",
		scientific(c.Gap))
	if p.Exact < p.Plans {
		text += ", or by the gap that it states"
	}
	return text + "."
}

// plansInTurn tells whether a site has a limit that it may break beside charges on its highest load, tiers or a
// controller that may keep machines on at a loss.
func (b *builder) plansInTurn() bool {
	for i := range b.p.Sites {
		site := &b.p.Sites[i]
		if site.Breaches != nil && (site.Charged || site.Band != nil) {
			return true
		}
	}
	return false
}
