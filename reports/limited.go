package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
)

// limited is the section of what stopped the machines: the rules with what each kept back, cost and moved, and the
// reasons of all idle hours. Without limits it holds the reasons alone.
func (b *builder) limited() Section {
	s := Section{ID: "limited", Title: "What limited it", Lead: b.limitedLead()}
	chart := func(c *Chart) {
		if c != nil {
			s.Blocks = append(s.Blocks, Block{Chart: c})
		}
	}
	table := func(t *Table) {
		if t != nil {
			s.Blocks = append(s.Blocks, Block{Table: t})
		}
	}
	prose := func(text string) {
		if text != "" {
			s.Blocks = append(s.Blocks, Block{Prose: text})
		}
	}
	prose(b.reading())
	if len(b.p.Limits) > 0 && len(b.w.Sites) > 0 {
		chart(b.timeline())
		table(b.limitTable())
		table(b.borneTable())
		for l := range b.p.Limits {
			table(b.queueTable(l))
			table(b.brokenTable(l))
		}
		chart(b.shadowPrices("MWh"))
		chart(b.shadowPrices("t"))
		for l := range b.p.Limits {
			if b.p.Limits[l].Pooled {
				if block, ok := b.budgetUse(l); ok {
					s.Blocks = append(s.Blocks, block)
				}
			}
		}
		for k := range b.r.Curves {
			chart(b.capCurve(&b.r.Curves[k]))
		}
		prose(b.curvesText())
		prose(b.rangeOfLimits())
	}
	if len(b.w.Sites) > 0 {
		sum := b.whole()
		if sum.idle() > 0 {
			chart(b.idleByReason(sum))
			chart(b.reasonsBySite(sum))
		}
		table(b.hoursTable())
	}
	chart(b.leakChart())
	table(b.leakTable())
	table(b.looksTable())
	table(b.comparedTable())
	if len(b.p.Limits) > 0 {
		prose(b.rungsText())
	}
	fillRows(s.Blocks)
	return s
}

// fillRows widens the last of several charts that stand two in a row where it would stand alone.
func fillRows(blocks []Block) {
	run := 0
	for k := range blocks {
		if c := blocks[k].Chart; c == nil || c.Span != Half {
			run = 0
			continue
		}
		run++
		if next := k + 1; run%2 == 1 && (next == len(blocks) || blocks[next].Chart == nil || blocks[next].Chart.Span != Half) {
			blocks[k].Chart.Span = Wide
		}
	}
}

// limitedLead says which limits stand and which of them bind.
func (b *builder) limitedLead() string {
	sum := b.whole()
	cut := 0.0
	for _, r := range sum.reasons {
		if r.reason >= kernel.ReasonLimit {
			cut += r.mwh
		}
	}
	l := b.strictest()
	switch {
	case len(b.w.Sites) == 0:
		return "Without sites there is nothing to limit."
	case len(b.p.Limits) == 0 && sum.idle() <= 0:
		return "No limit, quota or ban stands in this scenario, and nothing else stops the machines: whatever stands runs in every hour."
	case len(b.p.Limits) == 0:
		return "No limit, quota or ban stands in this scenario; what stops machines is " + b.reasonsText(sum) + "."
	}
	limits := b.r.Summary.Limits
	binding := 0
	for k := range limits {
		if b.acts(k) {
			binding++
		}
	}
	switch n := len(limits); {
	case n == 1:
		text := fmt.Sprintf("One limit stands, %s, on %s: %s.", b.theLimit(0), counted(len(b.p.Limits[0].Sites), "site", "sites"), b.ruleText(0))
		if limits[0].BindingHours == 0 {
			return text + " It " + b.actText(0) + "."
		}
		text += fmt.Sprintf(" It binds in %s of the hours in which it is in force", shareText(limits[0].BindingHours/max(limits[0].HoursInForce, 1)))
		if k := b.keptBudgets(0); k.over > 0 {
			text += ", and " + k.text(b.counts(0))
		}
		return text + "."
	case binding == 0:
		return fmt.Sprintf("%s limits stand, and none of them ever acts.", sentence(spelled(n)))
	case l < 0 || cut <= 0:
		return fmt.Sprintf("%s limits stand, %s.", sentence(spelled(n)), bindingText(binding, n))
	case limits[l].CurtailedMWh >= cut*(1-exact):
		return fmt.Sprintf("%s limits stand, %s; all that they keep back counts under %s%s.", sentence(spelled(n)), bindingText(binding, n), b.theLimit(l), b.maskedText())
	default:
		return fmt.Sprintf("%s limits stand, %s; of all that they keep back %s counts under %s%s.",
			sentence(spelled(n)), bindingText(binding, n), shareText(limits[l].CurtailedMWh/cut), b.theLimit(l), b.maskedText())
	}
}

// mostMasked is how many limits a sentence may name with what keeps them from binding.
const mostMasked = 2

// maskedText says why limits never bind: ", and the winter quota never binds, as the ban takes all that it would keep
// back".
func (b *builder) maskedText() (text string) {
	told := 0
	for l := range b.p.Limits {
		if why := b.whyNever(l); why != "" && told < mostMasked {
			told++
			text += fmt.Sprintf(", and %s never binds, as %s", b.theLimit(l), why)
		}
	}
	return text
}

// bindingText says how many of n limits bind or have their price: "both of which act at times".
func bindingText(binding, n int) string {
	switch {
	case binding == n && n == 2:
		return "both of which act at times"
	case binding == n:
		return "all of which act at times"
	}
	return fmt.Sprintf("%s of which %s at times", spelled(binding), plural(binding, "acts", "act"))
}

// reasonsText lists the reasons of idleness, the largest first: "price (13 % of what the plant that stands could
// draw) and outages (5 %)".
func (b *builder) reasonsText(sum whole) string {
	var list []string
	of := " of what the plant that stands could draw"
	for _, r := range sum.reasons {
		if r.mwh > 0 {
			list = append(list, fmt.Sprintf("%s (%s%s)", reasonText(r), shareText(r.mwh/max(sum.capacity, r.mwh)), of))
			of = ""
		}
	}
	return listed(list, 4)
}

// byCut are the limits, those that keep back most first, then those under which most is paid.
func (b *builder) byCut() []int {
	limits := b.r.Summary.Limits
	list := indices(len(limits))
	slices.SortStableFunc(list, func(x, y int) int {
		if c := cmp.Compare(limits[y].CurtailedMWh, limits[x].CurtailedMWh); c != 0 {
			return c
		}
		return cmp.Compare(abs(limits[y].PaidUSD), abs(limits[x].PaidUSD))
	})
	return list
}
