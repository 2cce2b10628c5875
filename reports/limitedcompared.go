package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
)

// caseOf is a run among those that are compared.
type caseOf struct {
	name   string
	values []metric.Value
	state  float64 // what the sites pay under rules and in tax, in the currency of the report, see sim.StateUSD
	cut    float64 // kept back by limits, MWh
}

// cases are this run and the variants that the report sets beside it; nil where there are none.
func (b *builder) cases() []caseOf {
	if len(b.r.Compared) == 0 {
		return nil
	}
	own := caseOf{name: "this run"}
	if v := b.r.File.Variant; v != "" {
		own.name = plainWord(v)
	}
	for _, total := range b.r.Summary.Totals {
		own.values = append(own.values, total.Value)
	}
	rate := b.cash.mean(b.book.Total.Lines, func(l *ledger.Line) float64 { return l.RulesUSD + l.TaxUSD })
	own.state = rate * sim.StateUSD(b.p.Problem, b.tr, b.book)
	list := []caseOf{own}
	for k := range b.r.Compared {
		c := &b.r.Compared[k]
		if c.Variant == b.r.File.Variant {
			continue
		}
		list = append(list, caseOf{name: plainWord(c.Variant), values: c.Values, state: c.StateUSD * rate})
	}
	if len(list) == 1 {
		return nil
	}
	for k := range list {
		list[k].cut = list[k].values[b.index["curtailed_mwh"]].V
	}
	return list
}

// value is a metric of a case times a factor; a gap where it has none.
func (b *builder) value(c *caseOf, id string, factor float64) Number {
	if v := c.values[b.index[id]]; v.OK() {
		return Num(v.V * factor)
	}
	return Gap
}

// comparedTable sets the variants side by side, this run first; nil where there are none.
func (b *builder) comparedTable() *Table {
	cases := b.cases()
	if cases == nil {
		return nil
	}
	n := len(cases)
	names := Column{Name: "variant"}
	for k := range cases {
		name := cases[k].name
		if k == 0 && name != "this run" {
			name += ", as on this page"
		}
		names.Text = append(names.Text, name)
	}
	scaled := func(name, of, per string, value func(c *caseOf) Number) Column {
		numbers := eachNumber(n, func(k int) Number { return value(&cases[k]) })
		var sizes []float64
		for _, v := range numbers {
			sizes = append(sizes, v.Value)
		}
		factor, unit := scaleOf(sizes, of)
		for k := range numbers {
			numbers[k].Value *= factor
		}
		return Column{Name: name, Unit: unit + per, Numbers: numbers}
	}
	of := func(id string, factor float64) func(c *caseOf) Number {
		return func(c *caseOf) Number { return b.value(c, id, factor) }
	}
	t := &Table{
		ID: "compared-table", Title: b.comparedTitle(cases), Stacked: true,
		Columns: []Column{
			names,
			scaled("electricity", "MWh", " a year", of("energy_mwh", 1/b.years)),
			scaled("kept back by limits", "MWh", " a year", func(c *caseOf) Number { return Num(c.cut / b.years) }),
			scaled("coins", "BTC", "", of("btc_mined", 1)),
			scaled("net cash", b.cash.code, "", of("net_cash_usd", b.ownFactor("net_cash_usd"))),
			scaled("net present value", b.cash.code, "", of("npv_usd", b.ownFactor("npv_usd"))),
			scaled("rules and profit tax", b.cash.code, "", func(c *caseOf) Number { return Num(c.state) }),
		},
		Caption: "Central cases of variants of this scenario, each on the path of the network that it makes. Rules and profit tax is what the sites pay in auctions, penalties and fines and in profit tax; other taxes, those on power among them, are not in it.",
	}
	for k := range cases {
		if b.value(&cases[k], "rules_usd", 1).Value != 0 {
			t.Columns = slices.Insert(t.Columns, len(t.Columns)-1, scaled("paid under rules", b.cash.code, "", of("rules_usd", b.ownFactor("rules_usd"))))
			break
		}
	}
	return t
}

// comparedTitle says which case gives the sites most energy.
func (b *builder) comparedTitle(cases []caseOf) string {
	top, least := 0, 0
	for k := range cases {
		v := b.value(&cases[k], "energy_mwh", 1/b.years).Value
		if v > b.value(&cases[top], "energy_mwh", 1/b.years).Value {
			top = k
		}
		if v < b.value(&cases[least], "energy_mwh", 1/b.years).Value {
			least = k
		}
	}
	high, low := b.value(&cases[top], "energy_mwh", 1/b.years).Value, b.value(&cases[least], "energy_mwh", 1/b.years).Value
	if amount(low, "MWh") == amount(high, "MWh") {
		return fmt.Sprintf("Much the same electricity in every variant: %s a year", amount(high, "MWh"))
	}
	return fmt.Sprintf("From %s of electricity a year (%s) to %s (%s)", amount(low, "MWh"), cases[least].name, amount(high, "MWh"), cases[top].name)
}

// comparedText says which of the cases leaves the owners most and which brings the state most; empty where none is compared or
// all are alike.
func (b *builder) comparedText() string {
	cases := b.cases()
	if cases == nil {
		return ""
	}
	clauses := make([][]string, len(cases)) // by the case that has most
	add := func(format, unit string, of func(c *caseOf) float64) {
		top, second := 0, -1
		for k := range cases {
			if of(&cases[k]) > of(&cases[top]) {
				top = k
			}
		}
		for k := range cases {
			if k != top && (second < 0 || of(&cases[k]) > of(&cases[second])) {
				second = k
			}
		}
		if high, next := of(&cases[top]), of(&cases[second]); high-next <= 1e-3*max(abs(high), abs(next)) {
			return
		}
		text := fmt.Sprintf(format, amount(of(&cases[top]), unit))
		if top != 0 {
			text += fmt.Sprintf(" against %s here", amount(of(&cases[0]), unit))
		}
		clauses[top] = append(clauses[top], text)
	}
	add("draws most electricity, %s a year", "MWh", func(c *caseOf) float64 { return b.value(c, "energy_mwh", 1/b.years).Value })
	npv := b.ownFactor("npv_usd")
	add("has the largest net present value, %s", b.cash.code, func(c *caseOf) float64 { return b.value(c, "npv_usd", npv).Value })
	add("brings most in rules and profit tax, %s", b.cash.code, func(c *caseOf) float64 { return c.state })
	var parts []string
	for k, list := range clauses {
		if list != nil {
			parts = append(parts, cases[k].name+" "+strings.Join(list, ", and "))
		}
	}
	if parts == nil {
		return ""
	}
	return fmt.Sprintf("Of the %s variants that are compared, %s.", spelled(len(cases)), strings.Join(parts, "; "))
}
