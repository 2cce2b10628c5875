package reports

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
)

// foresights are the names of the kinds of foresight.
var foresights = map[kernel.Foresight]string{kernel.Perfect: "perfect", kernel.Rolling: "rolling", kernel.Myopic: "myopic"}

// lookMargin is the margin of a foresight in the currency of the report.
func (b *builder) lookMargin(k *sim.Look) (sum float64) {
	for m, usd := range k.Months {
		sum += b.cash.in(usd, m)
	}
	return sum
}

// looksTable sets the foresights side by side; nil where the report does not ask for them.
func (b *builder) looksTable() *Table {
	looks := b.r.Looks
	if len(looks) == 0 {
		return nil
	}
	n := len(looks)
	best := -1
	names := make([]string, n)
	for k := range looks {
		names[k] = foresights[looks[k].Foresight]
		if looks[k].Own {
			names[k] += ", as on this page"
		}
		if looks[k].Foresight == kernel.Perfect {
			best = k
		}
	}
	margins := eachOf(n, func(k int) float64 { return b.lookMargin(&looks[k]) })
	regrets := eachOf(n, func(k int) float64 {
		if v := margins[max(best, 0)] - margins[k]; math.Abs(v) > dustOf*math.Abs(margins[k]) {
			return v
		}
		return 0
	})
	energy, energyUnit := column(eachOf(n, func(k int) float64 { return looks[k].EnergyMWh }), "MWh")
	margin, marginUnit := column(margins, b.cash.code)
	rate, regretUnit := tableScale(regrets, b.cash.code)
	t := &Table{
		ID: "foresight-table", Title: b.looksTitle(regrets, margins[max(best, 0)]), Stacked: true,
		Columns: []Column{
			{Name: "operators", Text: names},
			{Name: "energy", Unit: energyUnit, Numbers: energy},
			{Name: "coins", Unit: "BTC", Numbers: Each(n, func(k int) float64 { return looks[k].BTC })},
			{Name: "margin", Unit: marginUnit, Numbers: margin},
			{Name: "less than perfect", Unit: regretUnit, Numbers: Each(n, func(k int) float64 { return rate * regrets[k] })},
		},
		Caption: "Central case, all three on the path of the network that rolling operators make. " +
			b.bestText(looks) + " Rolling plans what is scarce at the start of each month and at each retarget with that day’s hashprice held; " +
			"myopic runs whenever it pays until nothing is left. Margin is revenue less power and what rules cost; what an auction takes is left out, for it only changes hands.",
	}
	for k := range looks {
		if looks[k].PaidUSD != 0 {
			mean := b.cash.mean(b.book.Total.Lines, func(l *ledger.Line) float64 { return l.RulesUSD })
			paid, unit := column(eachOf(n, func(k int) float64 { return looks[k].PaidUSD * mean }), b.cash.code)
			t.Columns = append(t.Columns, Column{Name: "paid under rules", Unit: unit, Numbers: paid})
			break
		}
	}
	for _, v := range regrets {
		if v < 0 {
			t.Caption += " Here who knows all earns less than another: plans of charges on the highest load and tiers with budgets, of machines that are switched (alone or together), or of limits that may be broken, are proven but for a gap, and what is planned in turn is not."
			break
		}
	}
	return t
}

// bestText says how near the most that anybody could earn perfect foresight is.
func (b *builder) bestText(looks []sim.Look) string {
	const text = "Perfect knows every price and difficulty to come, which is no forecast: "
	for k := range looks {
		p := &looks[k].Proven
		switch {
		case looks[k].GivenUSD != 0:
			return text + "about the most that can be earned. Plans do not count what sites are paid for drawing less when they are called: " +
				"another plan might be paid more for it."
		case looks[k].Foresight != kernel.Perfect:
		case b.plansInTurn():
			return text + "it plans some things in turn and not as one (" + b.inTurnText() +
				"), so that it may stay several percent below the most that can be earned."
		case p.Gap >= 1:
			return text + "it is not known how near it is to the most that can be earned."
		case p.Exact < p.Plans && p.Gap > wideGap:
			return text + fmt.Sprintf("it is proven only that nobody can earn more than %s above it.", b.amount(b.cash.today(p.USD)))
		case p.Exact < p.Plans:
			return text + "nobody can earn more than " + b.aboveText(p, true, "its plans", "") + "."
		}
	}
	return text + "an upper bound."
}

// looksTitle says what rolling and myopic operators lose against those who know all.
func (b *builder) looksTitle(regrets []float64, perfect float64) string {
	var parts []string
	moved := false
	for k := range b.r.Looks {
		if b.r.Looks[k].Foresight == kernel.Perfect {
			continue
		}
		name := foresights[b.r.Looks[k].Foresight]
		if regrets[k] == 0 {
			parts = append(parts, name+" nothing")
			continue
		}
		moved = true
		if regrets[k] < 0 {
			parts = append(parts, fmt.Sprintf("%s nothing, it earns %s more", name, b.amount(-regrets[k])))
			continue
		}
		text := name + " " + b.amount(regrets[k])
		if perfect > 0 {
			text += fmt.Sprintf(" (%s of the margin)", shareText(regrets[k]/perfect))
		}
		parts = append(parts, text)
	}
	if !moved {
		return "What is to come makes no difference here: knowing all earns no more"
	}
	return "Not knowing what comes costs: " + strings.Join(parts, ", ")
}
