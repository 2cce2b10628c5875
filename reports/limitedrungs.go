package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
)

// rungsText says what is proven of how what is scarce was shared out, and by which method that was done: every plan
// of the run counts once.
func (b *builder) rungsText() string {
	n, all, only := b.tr.Rungs, int64(0), ""
	var kinds []string
	for _, r := range b.rungs() {
		if r.n > 0 && r.shared != "" {
			all, only = all+r.n, r.shared
			kinds = append(kinds, Format(float64(r.n), 0)+" "+r.shared)
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
	if b.p.Foresight == kernel.Rolling && b.p.Plans() {
		text += " " + b.anewText()
	}
	return b.provenText() + " " + text + b.exactText(all) + b.certifiedText()
}

// onlyHourly tells whether all that is shared over time is power of single hours.
func (b *builder) onlyHourly() bool {
	return b.p.Plans() && len(b.p.Budgets.Groups) > 0 &&
		!slices.ContainsFunc(b.p.Budgets.Groups, func(g kernel.Group) bool { return !g.Terms.Hourly && g.Root >= 0 })
}

// anewText says when rolling operators plan anew: power of single hours as each comes, or beside machines that are
// switched every week.
func (b *builder) anewText() string {
	switch {
	case !b.onlyHourly():
		return "They plan anew at the start of each month and at each retarget."
	case b.tr.Rungs.Switched > 0:
		return "They plan anew every seven days and at each retarget."
	}
	return "Each hour is planned as it comes."
}

// partText prints a small part: "0.0020 %". What is less than a millionth is told as that.
func partText(part float64) string {
	part = max(part, 1e-6)
	ten := int(math.Floor(math.Log10(100*part) + 1e-9))
	return WithUnit(Format(100*part, max(0, 1-ten)), "%")
}

// settling is how many plans settle what is done wholly or not at all, but for the schedules that are planned with the
// budgets.
func (b *builder) settling() int64 {
	return max(0, b.tr.Proven.Plans-b.tr.Rungs.Switched-b.tr.Proven.Accords)
}

// wideGap is the gap beyond which a bound is told as loose.
const wideGap = 0.1

// provenText says in one line how much more than these plans anybody could earn who knows what their operators know:
// the only thing that the page says of it. It needs plans.
func (b *builder) provenText() string {
	p := b.tr.Proven
	if p.Exact < p.Plans && p.Gap >= 1 {
		return "Not proven: some plans were too large for a proof, and it is not known how near the best they are."
	}
	inTurn, perfect := b.plansInTurn(), b.p.Foresight == kernel.Perfect
	text := "Proven"
	if inTurn || p.Kept > 0 {
		text += " in part"
	}
	const who = "nobody who knows what the operators know when they plan can earn more than "
	switch {
	case p.Exact == p.Plans:
		text += ": " + who + "these plans"
	case p.Gap > wideGap:
		text += " only to within " + partText(p.Gap) + " of the most that there can be"
		if p.Plans > 1 {
			text += " in the worst plan"
		}
		if perfect {
			text += fmt.Sprintf(" (%s in all)", b.amount(b.cash.today(p.USD)))
		}
		text += ": who knows what the operators know when they plan might earn that much more"
	default:
		text += ": " + who + b.aboveText(&p, perfect, "these plans", "any of these plans")
	}
	if inTurn {
		return text + " by another use of the budgets alone. What is planned in turn with these (" + b.inTurnText() +
			") has no such proof, and all together may earn more."
	}
	if p.Kept > 0 {
		return text + " by another use of the budgets or other schedules. The highest loads and tiers under which machines run " +
			"that it costs something to switch are chosen before, with the budgets but as if switching cost nothing, or by trial."
	}
	if p.Accords > 0 && b.p.Foresight == kernel.Rolling {
		text += "; that holds for plans of all charges and budgets, not for what is planned anew in between"
	}
	return text + "."
}

// aboveText says how far above plans what is proven reaches: in money above all of them, where that is known, and as
// a part of the worst of them. One plan has both in one.
func (b *builder) aboveText(p *kernel.Proven, money bool, all, each string) string {
	part := partText(p.Gap / (1 - p.Gap))
	switch usd := b.amount(b.cash.today(p.USD)); {
	case money && p.Plans == 1:
		return fmt.Sprintf("%s (%s) above %s", part, usd, all)
	case money:
		return fmt.Sprintf("%s above %s together, and %s above the worst of them", usd, all, part)
	}
	return part + " above " + each
}

// exactText says how many of all plans are exact where some are not.
func (b *builder) exactText(all int64) string {
	p := b.tr.Proven
	open := p.Plans - p.Exact
	if open == 0 {
		return ""
	}
	count := func(plans int64) string { return Format(float64(plans), 0) }
	return fmt.Sprintf(" %s of the %s are exact.", count(all-open), count(all))
}

// certifiedText says how well the plans proved themselves; empty where the run did not ask them to.
func (b *builder) certifiedText() string {
	c := b.tr.Certified
	if c.Plans == 0 {
		return ""
	}
	return fmt.Sprintf(" In this run each plan under which something is short was checked against its own shadow prices: "+
		"but for its gap it agrees to %s.", scientific(c.Gap))
}

// plansInTurn tells whether not all is planned as one.
func (b *builder) plansInTurn() bool {
	return sim.InTurn(b.p.Problem)
}

// inTurnText says what is planned in turn with budgets: charges beside the limits that are known, or what it may be.
func (b *builder) inTurnText() string {
	if limits := b.limitsInTurn(); limits != nil {
		return "charges on the highest load or tiers, and beside them " + listed(limits, 4)
	}
	return "what charges on the highest load and tiers let run, what is switched or broken beside them, " +
		"or what a controller does"
}

// limitsInTurn names the limits that are not planned as one with the charges of a site that they hold: what switches
// machines, and what may be broken beside these.
func (b *builder) limitsInTurn() (names []string) {
	for l := range b.p.Limits {
		limit := &b.p.Limits[l]
		switched := b.switches(l) && slices.ContainsFunc(limit.Sites, func(i int32) bool { return b.p.SwitchedInTurn(int(i)) })
		broken := slices.ContainsFunc(b.p.Sites, func(s kernel.Site) bool {
			return s.Charged && s.Switched() && slices.ContainsFunc(s.Breaches, func(br kernel.Breach) bool { return int(br.Limit) == l })
		})
		if broken || switched {
			names = append(names, b.theLimit(l))
		}
	}
	return names
}

// inTurnNotice says that charges and limits are planned in turn; ok is false where they are not, or nothing is planned.
func (b *builder) inTurnNotice() (n Notice, ok bool) {
	limits := b.limitsInTurn()
	if limits == nil || b.p.Foresight == kernel.Myopic {
		return n, false
	}
	return Notice{Text: fmt.Sprintf("Charges on the highest load or tiers are planned in turn with %s, not as one: "+
		"sites might earn several percent more than this page says, and what limits cost may be out by as much.", listed(limits, 4)), Why: "method"}, true
}
