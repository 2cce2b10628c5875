package reports

import "fmt"

// regretBlock is what forecasts cost beside knowing all; ok is false where nothing is forecast.
func (b *builder) regretBlock() (block Block, ok bool) {
	g := b.r.Regret
	if g == nil {
		return block, false
	}
	factor := b.ownFactor("power_cost_usd")
	if g.USD <= 0 {
		return Block{Prose: "Nothing is lost to forecasts: on the same path of the network, sites that knew all prices, difficulties and system peaks to come would not have earned more."}, true
	}
	names, values := []string{"revenue that was not earned"}, []float64{g.USD}
	for _, c := range g.Components {
		names, values = append(names, "paid more for "+c.Component), append(values, c.USD)
		values[0] -= c.USD
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
