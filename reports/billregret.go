package reports

import (
	"fmt"
	"math"
	"slices"
)

// dustOf is the part of a sum below which an amount is what rounding left of it.
const dustOf = 1e-6

// regretBlock is what forecasts cost beside knowing all; ok is false where nothing is forecast.
func (b *builder) regretBlock() (block Block, ok bool) {
	g := b.r.Regret
	if g == nil {
		return block, false
	}
	factor := b.ownFactor("power_cost_usd")
	switch dust := dustOf * math.Abs(g.PlayedUSD); {
	case g.USD < -dust:
		return Block{Prose: fmt.Sprintf("On the same path of the network, the plan with all prices, difficulties and system peaks known in advance earned %s less than the one with forecasts. "+
			"That can be: what charges make later months cost is nobody’s plan, and charges and energy budgets of a site are planned as one but for a gap, so that who knows more may plan worse. What the forecasts cost does not show here.", b.amount(-factor*g.USD))}, true
	case g.USD <= dust:
		return Block{Prose: "Nothing is lost to forecasts: on the same path of the network, sites that knew all prices, difficulties and system peaks to come would not have earned more."}, true
	}
	names, values := []string{"revenue that was not earned"}, []float64{g.USD}
	for _, c := range g.Components {
		names, values = append(names, "paid more for "+c.Component), append(values, c.USD)
		values[0] -= c.USD
	}
	for k := len(values) - 1; k >= 0; k-- {
		if math.Abs(values[k]) < dustOf*g.USD {
			names, values = slices.Delete(names, k, k+1), slices.Delete(values, k, k+1)
		}
	}
	names, values = append(names, "all"), append(values, g.USD)
	rate, unit := tableScale(eachOf(len(values), func(k int) float64 { return factor * values[k] }), b.cash.code)
	title := "Not knowing what comes costs " + b.amount(factor*g.USD)
	if g.PlayedUSD > 0 {
		title += fmt.Sprintf(", %s of what power leaves of revenue", shareText(g.USD/g.PlayedUSD))
	}
	return Block{Table: &Table{
		ID: "regret-table", Title: title, Columns: []Column{
			{Name: "regret", Text: names},
			{Name: "amount", Unit: unit, Numbers: Each(len(values), func(k int) float64 { return factor * rate * values[k] })},
		},
		Caption: "The central case as it was played, beside the same path of the network with all prices, difficulties and system peaks known in advance. It counts what forecasts of peaks missed and false alarms stopped, and what plans made at one hashprice lost at another. Below zero: less was paid.",
	}}, true
}
