package reports

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim"
	"hashwatt/sim/metric"
	"hashwatt/sim/unit"
)

// weakly says why no answer is to be taken for known.
const weakly = "The record hardly tells these answers apart: a speed of adjustment fitted to the epochs of 2020 to 2025 is 1.3 % an epoch and explains 1.4 % of the variance (R² 0.014), and test R1 of “hashwatt backtest” shows how each does on days to which it was not fitted. Read the spread between them as part of the uncertainty, and none of them as known."

// answers shows what the run comes to under other answers of the rest of the world; nothing where none is called for.
func (b *builder) answers() []Block {
	cases := b.r.Answers
	if len(cases) < 2 {
		return nil
	}
	return []Block{{Chart: b.answerChart(cases)}, {Table: b.answerTable(cases)}}
}

// answerName is a case for people.
func answerName(c *sim.AnswerCase) string {
	if c.Own {
		return c.Label + ", as on this page"
	}
	return c.Label
}

// answerChart draws the hashprice under each answer from shortly before the end of the record on: up to there they
// are one.
func (b *builder) answerChart(cases []sim.AnswerCase) *Chart {
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
			Name: answerName(c), Color: Purple, Step: true, At: &Stops{Dates: b.daysOf(epochs)},
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
		ID: "answers", Title: b.answerTitle(cases), Span: Wide, Lines: l,
		Caption: "The same scenario, under several answers of the rest of the world. " + weakly,
	}
}

// answerTitle says where the paths lie farthest apart, in parts of the hashprice.
func (b *builder) answerTitle(cases []sim.AnswerCase) string {
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

// answerTable has a row for each answer and its main results.
func (b *builder) answerTable(cases []sim.AnswerCase) *Table {
	n := len(cases)
	names := Column{Name: "answer of the rest of the world", Text: make([]string, n)}
	for k := range cases {
		names.Text[k] = answerName(&cases[k])
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
	columns := []Column{names}
	caption := "Central case, everything else as it is. “No answer” leaves the rest of the world where the record ended. The answer is a choice of the scenario and weakly known; the chart says why."
	if b.r.Solved != nil && b.r.Solved.TotalMW > 0 {
		columns = append(columns, b.foundColumn(cases))
		caption += " Power that it takes is what meets the target under that answer; the other columns are of the power that this page found for its own."
		for k := range cases {
			if why := cases[k].Why; why != "" {
				caption += fmt.Sprintf(" %s: %s.", sentence(cases[k].Label), typeset(strings.TrimSuffix(why, ".")))
			}
		}
	}
	columns = append(columns,
		column("electricity", "energy_mwh", "MWh", " a year", 1/b.years),
		column("share of the network", "network_share_pct", "%", "", 1),
		column("coins", "btc_mined", "BTC", "", 1),
		column("net cash", "net_cash_usd", b.cash.code, "", b.ownFactor("net_cash_usd")),
		column("net present value", "npv_usd", b.cash.code, "", b.ownFactor("npv_usd")),
		column("for one bitcoin", "cost_per_btc_usd", b.cash.code, "", b.ownFactor("cost_per_btc_usd")),
		column("dilution", "dilution_pct", "%", "", 1),
		Column{Name: "network at the end", Unit: "EH/s", Numbers: last(func(c *sim.AnswerCase) float64 {
			e := c.Trace.Epochs[len(c.Trace.Epochs)-1]
			return (e.RowPHs + e.OwnPHs) / 1000
		})},
		Column{Name: "hashprice at the end", Unit: "USD/PH/day", Digits: &one, Numbers: last(func(c *sim.AnswerCase) float64 {
			return c.Trace.Epochs[len(c.Trace.Epochs)-1].Hashprice
		})},
	)
	return &Table{ID: "answers-table", Title: "What the run comes to under other answers", Caption: caption, Columns: columns}
}

// foundMW is what solve finds under an answer; ok is false where it finds nothing.
func (b *builder) foundMW(c *sim.AnswerCase) (mw float64, ok bool) {
	switch {
	case c.Found != nil:
		return *c.Found, true
	case c.Own && b.r.Solved != nil && b.r.Solved.TotalMW > 0:
		return b.r.Solved.TotalMW, true
	}
	return 0, false
}

// foundColumn is the power that solve finds under each answer.
func (b *builder) foundColumn(cases []sim.AnswerCase) Column {
	sizes := make([]float64, len(cases))
	for k := range cases {
		sizes[k], _ = b.foundMW(&cases[k])
	}
	rate, unit := scaleOf(sizes, "MW")
	return Column{Name: "power that it takes", Unit: unit, Numbers: eachNumber(len(cases), func(k int) Number {
		if mw, ok := b.foundMW(&cases[k]); ok {
			return Num(mw * rate)
		}
		return Gap
	})}
}

// foundRange says between which powers the answers spread what solve finds: "0.85 to 2.56 GW"; empty where fewer
// than two answers find one.
func (b *builder) foundRange() string {
	low, high, n := math.Inf(1), 0.0, 0
	for k := range b.r.Answers {
		if c := &b.r.Answers[k]; c.Found != nil || c.Own {
			if mw, ok := b.foundMW(c); ok {
				low, high, n = min(low, mw), max(high, mw), n+1
			}
		}
	}
	if n < 2 {
		return ""
	}
	factor, name := unit.Scale(high, "MW")
	digits := Digits(Num(high * factor))
	if a, z := Format(low*factor, digits), Format(high*factor, digits); a != z {
		text := a + " to " + WithUnit(z, name)
		if missing := len(b.r.Answers) - n; missing > 0 {
			text += fmt.Sprintf(", where any power does: under %s of %s none is found", spelled(missing), counted(len(b.r.Answers), "answer", "answers"))
		}
		return text
	}
	return ""
}
