package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/metric"
)

// caseOf is a run among those that are compared.
type caseOf struct {
	name   string
	values []metric.Value
	cut    float64 // kept back by limits, MWh
	solved *sim.Solved
}

// thisRun is what the run is called beside variants, where it is none.
const thisRun = "this run"

// cases are this run and the variants that the report sets beside it; nil where there are none.
func (b *builder) cases() []caseOf {
	if len(b.r.Compared) == 0 {
		return nil
	}
	own := caseOf{name: thisRun, solved: b.r.Solved}
	if v := b.r.File.Variant; v != "" {
		own.name = plainWord(v)
	}
	for _, total := range b.r.Summary.Totals {
		own.values = append(own.values, total.Value)
	}
	list := []caseOf{own}
	for k := range b.r.Compared {
		c := &b.r.Compared[k]
		if c.Variant == b.r.File.Variant {
			continue
		}
		list = append(list, caseOf{name: plainWord(c.Variant), values: c.Values, solved: c.Solved})
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

// leastMoney is the part of the power bill below which a payment has no column.
const leastMoney = 1e-4

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
			scaled("power bill", b.cash.code, "", of("power_cost_usd", b.ownFactor("power_cost_usd"))),
		},
		Caption: "Central cases of variants of this scenario, each on the path of the network that it makes. The power bill holds surcharges and taxes on power, so that a rule that works by the price of power shows there.",
	}
	money := func(name, id string) {
		if slices.ContainsFunc(cases, func(c caseOf) bool {
			return abs(b.value(&c, id, 1).Value) > leastPaid+leastMoney*abs(b.value(&c, "power_cost_usd", 1).Value)
		}) {
			t.Columns = append(t.Columns, scaled(name, b.cash.code, "", of(id, b.ownFactor(id))))
		}
	}
	money("paid under rules", "rules_usd")
	money("profit tax", "tax_usd")
	if slices.ContainsFunc(cases, func(c caseOf) bool { return c.solved != nil }) {
		what := Column{Name: "found"}
		for k := range cases {
			what.Text = append(what.Text, foundText(cases[k].solved))
		}
		t.Columns = append(t.Columns, what)
		t.Caption += " Found is what a variant that is solved backwards needs for its target."
	}
	return t
}

// foundText is what a solve found: "price for miners 1.04 RUB/kWh"; empty without one.
func foundText(s *sim.Solved) string {
	if s == nil {
		return ""
	}
	name, value := found(s)
	return name + " " + value
}

// found is the name of what a solve looked for, and what it found.
func found(s *sim.Solved) (name, value string) {
	var values []string
	for k := range s.Values {
		values = append(values, roundedText(s.Values[k].To))
	}
	name = "value"
	if path, err := conf.ParsePath(s.Path); err == nil && len(path) > 1 {
		if name = path[len(path)-2]; name == "*" {
			name = path[len(path)-1]
		}
	}
	return name, listed(distinct(values), 3)
}

// roundedText cuts the number at the beginning of a quantity down to three significant digits.
func roundedText(quantity string) string {
	number, unit, _ := strings.Cut(quantity, " ")
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return quantity
	}
	return WithUnit(Format(v, Digits(Num(v))), unit)
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

// comparedText says which of the cases draws most, leaves the owners most and pays most under rules, and what those
// that are solved take; empty where none is compared or all are alike.
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
	rules := b.ownFactor("rules_usd")
	add("pays most under rules, %s", b.cash.code, func(c *caseOf) float64 { return b.value(c, "rules_usd", rules).Value })
	var parts []string
	for k, list := range clauses {
		if list != nil {
			parts = append(parts, caseText(cases, k)+" "+strings.Join(list, ", and "))
		}
	}
	var needs []string
	for k := range cases[1:] {
		if c := &cases[k+1]; c.solved != nil {
			name, value := found(c.solved)
			needs = append(needs, fmt.Sprintf("%s takes a %s of %s", caseText(cases, k+1), name, value))
		}
	}
	switch {
	case parts == nil && needs == nil:
		return ""
	case parts == nil:
		return sentence(strings.Join(needs, "; ")) + "."
	case needs != nil:
		parts = append(parts, needs...)
	}
	return fmt.Sprintf("Of the %s variants that are compared, %s.", spelled(len(cases)), strings.Join(parts, "; "))
}

// caseText is the name of a case in a sentence: "this run", “no quota”.
func caseText(cases []caseOf, k int) string {
	if k == 0 && cases[k].name == thisRun {
		return thisRun
	}
	return "“" + cases[k].name + "”"
}
