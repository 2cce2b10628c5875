package reports

import (
	"fmt"
	"slices"

	"hashwatt/sim/ledger"
	"hashwatt/sim/site"
)

// audiences are the three ways to read the page.
func (b *builder) audiences() []Audience {
	return []Audience{
		{
			ID: Policy, Name: "Policy", Answer: b.solvedAnswer() + b.policyAnswer(), Figures: b.policyFigures(), Glossary: b.policyWords(),
			Sections: b.withBill([]string{"where", "energy", "limited", "hashrate", "money", "risk", "regions"}, "limited"),
		},
		{
			ID: Investor, Name: "Investor", Answer: b.solvedAnswer() + b.investorAnswer(), Figures: b.investorFigures(), Glossary: b.investorWords(),
			Sections: b.withBill([]string{"money", "risk", "regions", "energy", "limited", "hashrate", "where"}, "money"),
		},
		{
			ID: Student, Name: "Student", Answer: b.solvedAnswer() + b.studentAnswer(), Figures: b.studentFigures(), Glossary: b.studentWords(),
			Sections: b.withBill([]string{"hashrate", "energy", "limited", "money", "where", "risk", "regions"}, "limited"),
		},
	}
}

// nothing is the answer where the sites do nothing, and empty where they do something.
func (b *builder) nothing() string {
	switch {
	case len(b.w.Sites) == 0:
		return "The scenario has no site, so nothing is drawn, hashed or earned."
	case b.sum(func(l *ledger.Line) float64 { return l.EnergyMWh }) > 0:
		return ""
	}
	text := sentence(b.theSites()) + " would draw nothing over the whole horizon"
	sum := b.whole()
	for _, r := range sum.reasons {
		if r.mwh > 0.5*sum.capacity && sum.capacity > 0 {
			return text + ": " + r.stops + " all of it."
		}
	}
	return text + "."
}

// policyAnswer speaks of electricity, share, limits and taxes.
func (b *builder) policyAnswer() string {
	if text := b.nothing(); text != "" {
		return text
	}
	if g := b.goal(); g != nil {
		text := g.policyText(b.theSites())
		if clause := b.limitClause(); clause != "" {
			text += "; " + clause
		}
		return text + "; over " + b.horizon() + ", " + b.ownersClause() + "."
	}
	energy, share := b.total("energy_mwh").times(1/b.years), b.total("network_share_pct")
	text := fmt.Sprintf("%s would draw %s of electricity a year", sentence(b.theSites()), energy.text("MWh"))
	if b.brief() {
		text += fmt.Sprintf(", at the rate of these %s,", counted(b.days(), "day", "days"))
	}
	if full := b.fullBuild(); full != "" {
		text += " on average, " + full + ","
	}
	if share.ok() {
		text += fmt.Sprintf(" and hold %s of the Bitcoin network", share.text("%"))
	}
	if clause := b.limitClause(); clause != "" {
		text += "; " + clause
	}
	text += "; " + b.ownersClause() + "."
	if clause := b.countryClause(); clause != "" {
		text += " " + sentence(clause) + "."
	}
	return text
}

// rate is the discount rate in words: "15 % a year".
func (b *builder) rate() string {
	return WithUnit(plainNumber(100*b.w.Finance.Discount), "%") + " a year"
}

// ownersClause says whether the owners gain or lose, and in how many futures, and what tax they pay.
func (b *builder) ownersClause() string {
	text, taxed := "", " and pay %s of profit tax a year"
	k, n := 0, 0
	if b.r.Settings.Draws > 0 {
		k, n = b.losses()
	}
	npv := b.own("npv_usd")
	switch {
	case b.book.Total.CapexUSD == 0:
		taxed = ", after %s of profit tax"
		text = fmt.Sprintf("running plant that is already paid leaves the owners %s a year", b.own("net_cash_usd").times(1/b.years).text(b.cash.code))
	case n > 0:
		text = fmt.Sprintf("at %s the owners lose money %s", b.rate(), tenths(k, n))
	case npv.value < 0:
		text = fmt.Sprintf("at %s the owners lose %s", b.rate(), b.amount(-npv.value))
	default:
		text = fmt.Sprintf("at %s the owners gain %s", b.rate(), b.amount(npv.value))
	}
	if tax := b.own("tax_usd").times(1 / b.years); b.taxTells() {
		text += fmt.Sprintf(taxed, tax.text(b.cash.code))
	}
	return text
}

// leastTax is the part of the revenue below which profit tax is noise beside the other figures.
const leastTax = 0.001

// taxTells tells whether profit tax is more than noise: a thousandth of the revenue or more, in the central case
// and, with draws, in their median.
func (b *builder) taxTells() bool {
	tax, revenue := b.own("tax_usd"), b.own("revenue_usd")
	return tax.value > 0 && tax.value >= leastTax*revenue.value && tax.central >= leastTax*revenue.central
}

// limitClause says what the limits keep back, or that there are none.
func (b *builder) limitClause() string {
	limits := b.r.Summary.Limits
	cut := b.total("curtailed_mwh").times(1 / b.years)
	l := b.strictest()
	switch {
	case len(limits) == 0:
		return ""
	case cut.value == 0 && cut.high == 0 && l < 0 && slices.ContainsFunc(indices(len(limits)), b.acts):
		if len(limits) == 1 {
			return b.theLimit(0) + " " + b.actText(0)
		}
		return "the limits keep nothing back" + b.costClause()
	case cut.value == 0 && cut.high == 0 && l < 0:
		return plural(len(limits), "the limit never binds", "no limit ever binds")
	case cut.value == 0:
		return ""
	}
	name := fmt.Sprintf("%s limits keep", spelled(len(limits)))
	if len(limits) == 1 {
		name = b.theLimit(0) + " keeps"
	}
	text := fmt.Sprintf("%s back %s a year", name, cut.text("MWh"))
	if l < 0 {
		return text
	}
	if text += b.costClause(); cut.ranged {
		text += " in the central case"
	}
	return text
}

// costClause says what all limits together cost or bring the owners: the margin of what is kept back, and what is paid
// to whom.
func (b *builder) costClause() string {
	lost, paid := 0.0, 0.0
	for l := range b.p.Limits {
		lost += b.forgone(l)
		paid += b.paidUnder(l)
	}
	cost, terms := lost+paid, ""
	if lost > 0 {
		terms = b.marginTerms(func(l int) bool { return b.forgone(l) > 0 })
	}
	if terms != "" {
		terms = " " + terms
	}
	switch {
	case abs(paid) <= leastPaid:
		return fmt.Sprintf(", worth %s a year to the owners%s", b.amount(lost/b.years), terms)
	case cost < 0:
		return fmt.Sprintf(" and, with what is paid, %s the owners %s a year%s%s", plural(len(b.p.Limits), "brings", "bring"), b.amount(-cost/b.years), b.partsOfCost(lost), terms)
	default:
		return fmt.Sprintf(" and, with what is paid, %s the owners %s a year%s%s", plural(len(b.p.Limits), "costs", "cost"), b.amount(cost/b.years), b.partsOfCost(lost), terms)
	}
}

// partsOfCost splits what limits cost: ": 2.06 M$ of margin lost and 3.74 M$ paid to the state".
func (b *builder) partsOfCost(lost float64) string {
	by := map[string]float64{}
	for l := range b.p.Limits {
		paid, kind := b.paidUnder(l), b.p.Limits[l].Kind
		switch {
		case kind == "cycling":
			by["paid for starts"] += paid
		case paid < 0:
			by["received"] -= paid
		case toGrid[kind]:
			by["paid to the grid"] += paid
		default:
			by["paid to the state"] += paid
		}
	}
	by["of margin lost"] = lost
	var parts []string
	for _, to := range []string{"of margin lost", "paid to the state", "paid to the grid", "paid for starts", "received"} {
		if by[to] > leastPaid {
			parts = append(parts, b.amount(by[to]/b.years)+" "+to)
		}
	}
	if len(parts) < 2 {
		return ""
	}
	return " (" + listed(parts, len(parts)) + ")"
}

// sunk counts the sites that stood before the start, whose plant costs nothing any more.
func (b *builder) sunk() int {
	return b.count(func(s *site.Site) bool { return s.OnlineHour < 0 })
}

// gainClause says what the plant is worth, and in how many futures less than it costs.
func (b *builder) gainClause() string {
	if b.book.Total.CapexUSD == 0 {
		return fmt.Sprintf("running plant that is already paid leaves %s over %s, worth %s at the start at %s",
			b.own("net_cash_usd").text(b.cash.code), b.horizon(), b.own("npv_usd").text(b.cash.code), b.rate())
	}
	plant := "plant"
	if b.sunk() > 0 {
		plant = "new plant"
	}
	clause := fmt.Sprintf("at %s the net present value of %s is %s on %s of %s", b.rate(), b.theSites(), b.own("npv_usd").text(b.cash.code), b.own("capex_usd").plain(b.cash.code), plant)
	if b.r.Settings.Draws > 0 {
		if k, n := b.losses(); n > 0 {
			clause += ", below zero " + tenths(k, n)
		}
	}
	return clause
}

// investorAnswer speaks of value, payback and the cost of a coin.
func (b *builder) investorAnswer() string {
	if text := b.nothing(); text != "" {
		if b.book.Total.CapexUSD > 0 {
			text += fmt.Sprintf(" Plant of %s earns nothing back.", b.amount(b.capex()))
		}
		return text
	}
	text := sentence(b.gainClause())
	payback := b.r.Summary.Find("payback_years").Value
	if b.book.Total.CapexUSD > 0 {
		if payback.OK() {
			text += fmt.Sprintf("; in the central case the plant is paid back after %s", WithUnit(Format(payback.V, 1), "years"))
		} else {
			text += fmt.Sprintf("; in the central case it is not paid back by %s", monthText(b.lastDay()[:7]))
		}
		if m := b.total("payback_years"); m.of > 0 {
			text += fmt.Sprintf(", and %d of %d futures %s back by then", m.some, m.of, plural(m.some, "pays", "pay"))
		}
	}
	cost := b.own("cost_per_btc_usd")
	if earned, ok := b.earnedPerCoin(); ok && cost.ok() {
		text += fmt.Sprintf("; a bitcoin costs %s to make", cost.text(b.cash.code))
		if !cost.ranged {
			text += fmt.Sprintf(" and brings %s", b.amount(earned))
		}
	}
	return text + "."
}

// earnedPerCoin is the revenue for each coin in the central case, in the currency of the report.
func (b *builder) earnedPerCoin() (float64, bool) {
	coins := b.sum(func(l *ledger.Line) float64 { return l.BTC })
	if coins <= 0 {
		return 0, false
	}
	return b.ownSum(func(l *ledger.Line) float64 { return l.RevenueUSD }) / coins, true
}

// studentAnswer speaks of the loop: hashrate, hashprice and who can pay for power.
func (b *builder) studentAnswer() string {
	if text := b.nothing(); text != "" {
		return text
	}
	spans := b.tellingSpans()
	hashprice := b.hashpriceIn(spans[0])
	rate := b.total("average_hashrate_eh_s").times(1000)
	text := fmt.Sprintf("%s would hash %s on average", sentence(b.theSites()), rate.text("PH/s"))
	if g := b.goal(); g != nil {
		text = fmt.Sprintf("In %s%s %s would hash %s on average, %s of the network, and draw %s", g.when, g.inCentral, b.theSites(), amount(g.hashrate, "PH/s"), g.ownText(), g.energyText())
	} else if share := b.total("network_share_pct"); share.ok() {
		text += fmt.Sprintf(", %s of the network", share.text("%"))
	}
	text += fmt.Sprintf("; in %s a petahash earns %s", spans[0].label, WithUnit(Format(hashprice, 1), "USD a day"))
	classes := b.classes()
	if len(classes) > 0 {
		best, worst := classes[0], classes[0]
		for _, c := range classes {
			if c.breakEven < best.breakEven {
				best = c
			}
			if c.breakEven > worst.breakEven {
				worst = c
			}
		}
		text += fmt.Sprintf(", with which the %s can pay up to %s for a megawatt-hour", best.name, WithUnit(Format(best.price(hashprice), 0), "$"))
		if worst.rig != best.rig {
			text += fmt.Sprintf(" and the %s up to %s", worst.name, WithUnit(Format(worst.price(hashprice), 0), "$"))
		}
		if price := b.total("power_price_usd_per_mwh"); price.ok() {
			text += fmt.Sprintf("; the power that is drawn costs %s", WithUnit(Format(price.central, 0), "$"))
		}
	}
	if len(spans) > 1 {
		text += fmt.Sprintf(", and by %s a petahash earns %s", spans[1].label, WithUnit(Format(b.hashpriceIn(spans[1]), 1), "$"))
	}
	return text + "."
}
