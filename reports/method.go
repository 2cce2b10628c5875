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
	paragraphs = append(paragraphs, b.networkMethod(), b.limitMethod(),
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
	if removed := b.removed(); removed > 0 {
		text += fmt.Sprintf(" Sites that already hash are part of the record: up to %s of theirs are taken out of the rest of the world’s while it is replayed.", amount(removed, "PH/s"))
	}
	return text
}

func (b *builder) limitMethod() string {
	if len(b.p.Limits) == 0 {
		return "No limit stands in this scenario, so every hour is decided by price alone."
	}
	text := "Bans and caps on power set what a site may draw in an hour; a cap that several sites share is split in proportion to what each could draw. "
	if b.p.Budgets == nil {
		return text + "The shadow price of a limit is the margin of the best machine that it stops."
	}
	know := map[kernel.Foresight]string{
		kernel.Rolling: "who knows the prices of power of the period and takes today’s hashprice for its rest, and plans anew at every retarget and start of a month",
		kernel.Perfect: "who knows every price of the period in advance: an upper bound, not a forecast",
		kernel.Myopic:  "who runs whenever it pays until the budget is gone",
	}
	return text + "An energy budget goes to the hours in which a megawatt-hour earns most, as an operator would plan it " + know[b.p.Foresight] +
		". The solution is exact, also where budgets lie inside each other. The shadow price is the margin at which the budget runs out."
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
	text := "Read the charts as a circle. Own hashrate adds to the network’s; the network’s hashrate sets the next difficulty; difficulty divides what a petahash earns; and what a petahash earns decides, hour by hour, which of the sites’ machines run."
	share, at := b.topShare()
	if share > 0 {
		text += fmt.Sprintf(" At their highest share, in %s, the sites make difficulty about %s higher than it would be in the same network without them, if nobody else reacted.", monthText(at[:7]), percent(100*share/(100-share)))
	}
	return text
}
