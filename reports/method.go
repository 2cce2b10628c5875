package reports

import (
	"fmt"
	"strings"

	"hashwatt/sim/kernel"
)

// method is the model in a page.
func (b *builder) method() []Block {
	paragraphs := []string{
		"Each hour of the horizon is decided in turn, site by site. A machine runs in an hour if what it earns covers what its power costs, and if every limit allows it; better machines run before worse ones. " +
			"The connection at the meter feeds machines and cooling together: the power of the machines times the PUE, which follows the temperature outside where a site is cooled by air. " +
			"What stands idle has a reason: not yet built, outage, the limit that held it, or price.",
	}
	paragraphs = append(paragraphs, b.networkMethod(), b.marketMethod(), b.limitMethod(),
		fmt.Sprintf("Revenue is the hashprice of the day times the hash of the hour, less what the pool keeps. Power is paid at the price of the hour. Operation is a share of the price of the machines. "+
			"Tax is paid by site and valuation year on revenue less power, operation and depreciation; it is never negative, and a loss takes off part of later profits. "+
			"Plant is paid at the start of the year in which it comes online; what stood before the start costs nothing here. Flows are discounted at %s, without a value of the plant at the end.",
			b.rate()),
		b.drawMethod(),
		"What this leaves out: the sites do not move the price of power or the frequency of the grid; machines do not age and are not replaced; nothing is lent, stored or sold forward. "+
			"Beliefs about the coin’s price decide more than any of these, and the page takes no view of it.")
	return []Block{{Prose: strings.Join(paragraphs, "\n\n")}}
}

func (b *builder) networkMethod() string {
	if b.p.Chain.Open {
		return "The hashprice is given by the scenario, so the loop is open: the sites’ hashrate changes nothing for the network, and the page is a study of dispatch and tariff alone."
	}
	text := "The sites’ hashrate is added to that of the rest of the world. Blocks come faster for it, the next retarget raises difficulty, and hashprice falls: the loop is closed, one epoch late, as it is in the world. "
	if b.r.Facts.Bitcoin.Replay {
		text += "Up to the end of the record the rest of the world is the one that each recorded retarget saw; after it, "
	} else {
		text += "From the start of the horizon "
	}
	then := "the rest of the world stays as it is"
	if r := b.r.Facts.Words.Bitcoin.RestOfWorld.Then; r != nil {
		then = "it follows the rule of the scenario: " + r.Describe()
	}
	text += then + "."
	if shocks := b.r.Facts.Words.Bitcoin.RestOfWorld.Shocks; len(shocks) > 0 {
		var each []string
		for _, s := range shocks {
			each = append(each, s.Describe())
		}
		text += fmt.Sprintf(" %s multiplied onto what it brings, on the days that %s: %s.", plural(len(each), "A dated shock is", "Dated shocks are"), plural(len(each), "it names", "they name"), strings.Join(each, "; "))
	}
	if len(b.r.Answers) > 1 {
		text += " Nobody knows how the world answers; the page shows the outcome under other answers."
	}
	if removed := b.removed(); removed > 0 {
		text += fmt.Sprintf(" Sites that already hash are part of the record: up to %s of theirs are taken out of the rest of the world’s while it is replayed.", amount(removed, "PH/s"))
	}
	return text
}

// marketMethod says what the prices follow, and what is bound to what.
func (b *builder) marketMethod() string {
	words := &b.r.Facts.Words.Bitcoin
	var parts []string
	add := func(what, text string) {
		if text != "" {
			parts = append(parts, what+": "+text)
		}
	}
	if words.Hashprice != nil {
		add("hashprice", words.Hashprice.Describe())
	}
	if words.Difficulty != nil {
		add("difficulty", words.Difficulty.Describe())
	}
	add("price of a coin", words.Price.Describe())
	add("fees of a block", words.Fees.Describe())
	for _, code := range b.r.Facts.Words.Money.Rates.Keys {
		rate := b.r.Facts.Words.Money.Rates.By[code]
		add("exchange rate of "+code, rate.Describe())
	}
	text := "What prices follow. " + sentence(strings.Join(parts, "; ")) + "."
	bound := b.r.Facts.Words.Correlations
	if len(bound) == 0 {
		return text + " Their shocks are independent of each other."
	}
	var each []string
	for _, c := range bound {
		each = append(each, fmt.Sprintf("%s with %s %s", quantityName(c.Between[0]), quantityName(c.Between[1]), Format(float64(c.Value), 2)))
	}
	return text + " In the draws their daily shocks are correlated: " + listed(each, 8) + "; all others are independent."
}

// quantityName is a correlated quantity for people.
func quantityName(path string) string {
	switch path {
	case "bitcoin.price":
		return "the price of a coin"
	case "bitcoin.fees":
		return "the fees"
	case "bitcoin.rest_of_world":
		return "the rest of the world"
	case "bitcoin.hashprice":
		return "the hashprice"
	case "bitcoin.difficulty":
		return "the difficulty"
	}
	return "the exchange rate of " + strings.TrimPrefix(path, "money.rates.")
}

func (b *builder) limitMethod() string {
	if len(b.p.Limits) == 0 && b.p.Charges != nil {
		return "No limit stands in this scenario: every hour is decided by its price and by what its load adds to charges on the highest load and to tiers."
	}
	if len(b.p.Limits) == 0 {
		return "No limit stands in this scenario, so every hour is decided by price alone."
	}
	text := "Bans and caps on power set what a site may draw in an hour; a cap that several sites share is split as its rule says, blind to what they earn, or given to those who earn most by it. "
	if !b.p.Plans() {
		return text + "The shadow price of a limit is the margin of the best machine that it stops."
	}
	if b.p.Foresight == kernel.Myopic {
		return text + "A budget goes to the first hours that pay, until it is gone: these operators do not plan. The shadow price is the margin at which it runs out."
	}
	if b.onlyHourly() {
		return text + b.provenText() + " The shadow price is the margin at which the power of an hour runs out."
	}
	know := map[kernel.Foresight]string{
		kernel.Rolling: "who knows the prices of power of the period and takes today’s hashprice for its rest, and plans anew at every retarget and start of a month",
		kernel.Perfect: "who knows every price of the period in advance, which is no forecast",
	}
	return text + "A budget goes to the hours and sites at which a megawatt-hour earns most, as an operator would plan it " + know[b.p.Foresight] +
		". " + b.provenText() + " The shadow price is the margin at which the budget runs out."
}

func (b *builder) drawMethod() string {
	text := "The central case takes every process on its mean path, blocks as expected, and every uncertain input at its middle. All charts and tables show it unless they say otherwise."
	if n := b.r.Settings.Draws; n > 0 {
		text += fmt.Sprintf(" Besides it %d futures were drawn, which differ in %s. The figures at the top are their median, with the range from the 5th to the 95th percentile; "+
			"the mean path of a price is not its median path, so the central case may lie to one side of them.", n, b.whatVaries())
	}
	return text
}

// loopProse tells a student how the section hangs together.
func (b *builder) loopProse() string {
	if b.p.Chain.Open {
		return "In this scenario the hashprice is given, so there is no loop: whatever the sites do, a petahash earns the same."
	}
	text := "Read the charts as a circle. Own hashrate adds to the network’s; the network’s hashrate sets the next difficulty; difficulty divides what a petahash earns; and what a petahash earns decides, hour by hour, which of the machines run."
	share, at := b.topShare()
	if share > 0 {
		n := len(b.w.Sites)
		text += fmt.Sprintf(" At %s highest share, in %s, %s %s difficulty about %s higher than it would be in the same network without %s, if nobody else reacted.",
			plural(n, "its", "their"), monthText(at[:7]), b.siteOrSites(), plural(n, "makes", "make"), percent(100*share/(100-share)), plural(n, "it", "them"))
	}
	return text
}
