package reports

import (
	"fmt"
	"math"

	"hashwatt/sim"
	"hashwatt/sim/metric"
)

// weakly says why no speed is to be taken for known.
const weakly = "The speed is weakly known: a fit over the epochs of 2020 to 2025 gives 1.3 % an epoch and explains 1.4 % of the variance (R² 0.014), so that the record hardly tells these cases apart. Read the spread between them as part of the uncertainty, and none of them as known."

// speeds shows what the run comes to under other answers of the rest of the world; nothing where none is called for.
func (b *builder) speeds() []Block {
	cases := b.r.Answers
	if len(cases) < 2 {
		return nil
	}
	return []Block{{Chart: b.speedChart(cases)}, {Table: b.speedTable(cases)}}
}

// speedName is a case for people.
func speedName(c *sim.AnswerCase) string {
	if c.Own {
		return c.Label + ", as on this page"
	}
	return c.Label
}

// speedChart draws the hashprice of each speed from shortly before the end of the record on: up to there they are one.
func (b *builder) speedChart(cases []sim.AnswerCase) *Chart {
	from := 0
	for e := range b.tr.Epochs {
		if b.tr.Epochs[e].InHistory {
			from = max(0, e-3)
		}
	}
	l := &Lines{X: b.byEpoch(), Y: Axis{Name: "hashprice", Unit: "USD/PH/day"}, Marks: b.networkMarks()}
	other := 0
	for k := range cases {
		c := &cases[k]
		epochs := c.Trace.Epochs[min(from, len(c.Trace.Epochs)-1):]
		line := Line{
			Name: speedName(c), Color: Purple, Step: true, At: &Stops{Dates: b.daysOf(epochs)},
			Y: Each(len(epochs), func(e int) float64 { return epochs[e].Hashprice }),
		}
		if !c.Own {
			line.Color, line.Style = []Color{Ink, Grey, Purple.Tint(3)}[other%3], []Style{Dotted, Dashed, Thin}[(other+other/3)%3]
			other++
		}
		l.Series = append(l.Series, line)
	}
	l.At = *l.Series[0].At
	return &Chart{
		ID: "speeds", Title: b.speedTitle(cases), Span: Wide, Lines: l,
		Caption: "The same scenario, under several answers of the rest of the world. " + weakly,
	}
}

// speedTitle says where the paths lie farthest apart, in parts of the hashprice.
func (b *builder) speedTitle(cases []sim.AnswerCase) string {
	n := len(b.tr.Epochs)
	for k := range cases {
		n = min(n, len(cases[k].Trace.Epochs))
	}
	at, widest, low, high := 0, 0.0, 0.0, 0.0
	for e := range n {
		least, most := math.Inf(1), 0.0
		for k := range cases {
			least, most = min(least, cases[k].Trace.Epochs[e].Hashprice), max(most, cases[k].Trace.Epochs[e].Hashprice)
		}
		if most > 0 && 1-least/most > widest {
			at, widest, low, high = e, 1-least/most, least, most
		}
	}
	if widest < 0.005 {
		return "How others answer hardly moves the hashprice"
	}
	return fmt.Sprintf("By how others answer, a petahash earns %s to %s in %s", Format(low, 1), WithUnit(Format(high, 1), "USD a day"), monthText(b.epochDays()[at][:7]))
}

// speedTable has a row for each speed and its main results.
func (b *builder) speedTable(cases []sim.AnswerCase) *Table {
	n := len(cases)
	names := Column{Name: "answer of the rest of the world", Text: make([]string, n)}
	for k := range cases {
		names.Text[k] = speedName(&cases[k])
	}
	column := func(name, id, of, per string, factor float64) Column {
		values := make([]metric.Value, n)
		sizes := make([]float64, n)
		for k := range cases {
			values[k] = cases[k].Values[b.index[id]]
			sizes[k] = values[k].V * factor
		}
		rate, unit := scaleOf(sizes, of)
		return Column{Name: name, Unit: unit + per, Numbers: eachNumber(n, func(k int) Number {
			if !values[k].OK() {
				return Gap
			}
			return Num(values[k].V * factor * rate)
		})}
	}
	last := func(of func(c *sim.AnswerCase) float64) Numbers {
		return Each(n, func(k int) float64 { return of(&cases[k]) })
	}
	one := 1
	columns := []Column{
		names,
		column("electricity", "energy_mwh", "MWh", " a year", 1/b.years),
		column("share of the network", "network_share_pct", "%", "", 1),
		column("coins", "btc_mined", "BTC", "", 1),
		column("net cash", "net_cash_usd", b.cash.code, "", b.ownFactor("net_cash_usd")),
		column("net present value", "npv_usd", b.cash.code, "", b.ownFactor("npv_usd")),
		column("for one bitcoin", "cost_per_btc_usd", b.cash.code, "", b.ownFactor("cost_per_btc_usd")),
		column("dilution", "dilution_pct", "%", "", 1),
		{Name: "network at the end", Unit: "EH/s", Numbers: last(func(c *sim.AnswerCase) float64 {
			e := c.Trace.Epochs[len(c.Trace.Epochs)-1]
			return (e.RowPHs + e.OwnPHs) / 1000
		})},
		{Name: "hashprice at the end", Unit: "USD/PH/day", Digits: &one, Numbers: last(func(c *sim.AnswerCase) float64 {
			return c.Trace.Epochs[len(c.Trace.Epochs)-1].Hashprice
		})},
	}
	return &Table{
		ID: "speeds-table", Title: "What the run comes to under other answers",
		Caption: "Central case, everything else as it is. “No answer” leaves the rest of the world where the record ended. The answer is a choice of the scenario and weakly known; the chart says why.",
		Columns: columns,
	}
}
