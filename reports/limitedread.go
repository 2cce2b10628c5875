package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim"
)

// mostSentences is how many sentences the reading has.
const mostSentences = 5

// reading says in a few sentences what the limits did: which kept back most, who bore it, what it moved, who was
// paid, what more of it would be worth, and how the variants compare. Each sentence stands only where its numbers
// do.
func (b *builder) reading() string {
	var list []string
	borne, worth := "", ""
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	if len(b.p.Limits) > 0 && len(b.w.Sites) > 0 {
		l := b.strictest()
		if l >= 0 {
			add(b.strictestText(l))
			borne = b.borneText(l)
			add(borne)
			add(b.movedText(l))
		}
		if l >= 0 {
			worth = b.worthText(l)
			add(worth)
		}
		for k := range b.p.Limits {
			add(b.waitingText(k))
			add(b.brokenText(k))
		}
		add(b.paidText())
	}
	add(b.comparedText())
	for _, one := range []string{borne, worth} { // tables say who bears it, and what more of it would be worth
		if len(list) > mostSentences {
			list = slices.DeleteFunc(list, func(text string) bool { return text == one })
		}
	}
	return strings.Join(list, " ")
}

// strictestText says what the limit that keeps back most takes.
func (b *builder) strictestText(l int) string {
	limit := &b.r.Summary.Limits[l]
	keeps := "keeps back"
	if len(b.p.Limits) > 1 {
		keeps = fmt.Sprintf("keeps back most of the %s limits:", spelled(len(b.p.Limits)))
	}
	text := fmt.Sprintf("%s %s %s over the horizon", b.beginLimit(l), keeps, amount(limit.CurtailedMWh, "MWh"))
	if sum := b.whole(); sum.capacity > 0 {
		text += fmt.Sprintf(", %s of what the plant that stands could have drawn", shareText(limit.CurtailedMWh/sum.capacity))
	}
	coins, margin := amount(limit.ForgoneBTC, "BTC"), b.amount(b.forgone(l))
	if b.switches(l) {
		return text + fmt.Sprintf(", and with it %s of coins. Counting what machines lose that it keeps running, it takes %s of margin.", coins, margin)
	}
	return text + fmt.Sprintf(", and with it %s of coins and %s of margin%s.", coins, margin, b.marginTermsOf(l))
}

// switches tells whether a limit is what it takes to switch machines, or what does: it keeps some on at a loss, too.
func (b *builder) switches(l int) bool {
	kind := b.p.Limits[l].Kind
	return kind == "cycling" || kind == "hysteresis"
}

// movedText says what would be otherwise without the limit, here and elsewhere.
func (b *builder) movedText(l int) string {
	leak := b.leakOf(l)
	if leak != nil && leak.Held.EnergyMWh > 0 && b.switches(l) {
		draws := plural(len(b.p.Limits[l].Sites), "draws", "draw")
		return fmt.Sprintf("As it keeps some running in dear hours, %s %s %s more with it than without.", b.theHeld(l), draws, amount(leak.Held.EnergyMWh, "MWh"))
	}
	if leak == nil || leak.Held.EnergyMWh >= 0 {
		return ""
	}
	part := b.leakage(leak)
	text := fmt.Sprintf("Without it %s would draw %s more", b.theHeld(l), amount(-leak.Held.EnergyMWh, "MWh"))
	if margin := b.leakRow(leak, "", leak.Held).margin; (b.highLoads(l) || b.tiered(l)) && margin < 0 {
		paid := "charges on the highest load paid"
		if b.tiered(l) {
			paid = "all charges paid"
		}
		text += fmt.Sprintf(" and earn %s more, %s", b.amount(-margin), paid)
	}
	if -leak.Held.EnergyMWh < 0.8*b.r.Summary.Limits[l].CurtailedMWh {
		text += ", not all that it keeps back" + b.insteadText(leak)
	}
	share, ok := part.rate()
	if !ok {
		return text + "."
	}
	text += fmt.Sprintf("; of the %s that %s less with it", amount(part.lost, "PH/s"), plural(len(b.p.Limits[l].Sites), "it hashes", "they hash"))
	others, rest := part.others/part.lost, part.rest/part.lost
	var takers []string
	if others >= 0.005 {
		takers = append(takers, fmt.Sprintf("other sites make up %s", shareText(others)))
	}
	if rest >= 0.005 {
		takers = append(takers, fmt.Sprintf("the rest of the world %s", shareText(rest)))
		if others < 0.005 {
			takers[0] = fmt.Sprintf("the rest of the world makes up %s", shareText(rest))
		}
	}
	switch {
	case takers == nil && share > -0.005 && b.p.Chain.Open:
		return text + ", nothing moves elsewhere, as the hashprice is given."
	case takers == nil:
		return text + ", hardly anything moves elsewhere."
	}
	text += ", " + strings.Join(takers, " and ")
	if leak.Difficulty <= -sim.LeastChange {
		text += fmt.Sprintf(", as difficulty is %s lower", changeText(-leak.Difficulty))
	}
	return text + "."
}

// leastFelt is the part by which difficulty must be lower under a limit for the hashprice without it to matter.
const leastFelt = 1e-3

// insteadText says why without a limit less runs than it keeps back: ", for other limits would hold in its place".
// Empty where that is not known.
func (b *builder) insteadText(leak *sim.Leak) string {
	held := b.p.Limits[leak.Limit].Sites
	holds := func(i int32) bool { return slices.Contains(held, i) }
	var why []string
	for l := range b.p.Limits {
		if l != leak.Limit && slices.ContainsFunc(b.p.Limits[l].Sites, holds) {
			why = append(why, "other limits would hold in its place")
			break
		}
	}
	if b.highLoads(leak.Limit) {
		why = append(why, "charges on the highest load would hold some of it")
	}
	if !b.p.Chain.Open && leak.Difficulty <= -leastFelt {
		why = append(why, "the hashprice would be lower")
	}
	if why == nil {
		return ""
	}
	return ", for " + listed(why, 3)
}

// toGrid are the kinds of limits whose money the grid pays or gets; that of the others goes to the state.
var toGrid = map[string]bool{"interruption": true, "demand_response": true, "curtailment": true}

// paidText says what the sites pay and are paid under rules, and to and by whom.
func (b *builder) paidText() string {
	var parts []string
	for _, l := range b.byCut() {
		usd := b.r.Summary.Limits[l].PaidUSD
		if abs(usd) <= leastPaid || b.onlyFined(l) {
			continue
		}
		own, kind, name := b.paidUnder(l), b.p.Limits[l].Kind, b.theLimit(l)
		a, sites := b.amount(abs(own)/b.years), plural(len(b.p.Limits[l].Sites), "the site", "the sites")
		switch {
		case kind == "cycling":
			parts = append(parts, fmt.Sprintf("starts under %s cost %s %s a year", name, sites, a))
		case usd > 0 && toGrid[kind]:
			parts = append(parts, fmt.Sprintf("%s %s the grid %s a year under %s", sites, plural(len(b.p.Limits[l].Sites), "pays", "pay"), a, name))
		case usd > 0:
			parts = append(parts, fmt.Sprintf("%s brings the state %s a year from %s", name, a, sites))
		case toGrid[kind]:
			parts = append(parts, fmt.Sprintf("the grid pays %s %s a year under %s", sites, a, name))
		default:
			parts = append(parts, fmt.Sprintf("%s paid %s a year under %s", plural(len(b.p.Limits[l].Sites), "the site is", "the sites are"), a, name))
		}
	}
	if parts == nil {
		return ""
	}
	text := listed(parts, 3)
	if strings.HasPrefix(text, "“") {
		return "The limit " + text + "."
	}
	return sentence(text) + "."
}

// worthText says what one more unit under a limit would be worth, on average and in its dearest month.
func (b *builder) worthText(l int) string {
	mean := b.meanPrice(l)
	if mean <= 0 || !b.priced(l) {
		return ""
	}
	unit := b.cash.code + "/" + b.counts(l)
	what := map[string]string{"MWh": "megawatt-hour", "t": "tonne"}[b.counts(l)]
	text := fmt.Sprintf("One more %s under it would be worth %s on average over the hours in which it is in force", what, WithUnit(Format(mean, Digits(Num(mean))), unit))
	values, known := b.shadowPrice(l)
	top := -1
	for m, v := range values {
		if known[m] && (top < 0 || v > values[top]) {
			top = m
		}
	}
	if top >= 0 && values[top] > 1.02*mean {
		text += fmt.Sprintf(", and %s in %s", WithUnit(Format(values[top], Digits(Num(values[top]))), unit), monthText(b.months[top]))
	}
	if b.pricedByHour(l) {
		text += ", " + beforeLoads
	}
	return text + "."
}
