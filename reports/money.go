package reports

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/ledger"
	"hashwatt/sim/unit"
)

// money is the section of revenue, cost, cash and value.
func (b *builder) money() Section {
	s := Section{ID: "money", Title: "Money", Lead: b.moneyLead()}
	if b.cash.foreign() {
		s.Blocks = append(s.Blocks, Block{Prose: fmt.Sprintf(
			"Money on this page is in %s. Every month is converted at its own exchange rate, present values at the rate of the first month, ranges over the draws at the mean rate of the central case. "+
				"Hourly prices in other chapters than that of the bill, what machines’ work earns and shadow prices stay in dollars, in which the files of the run are written.", b.cash.code)})
	}
	chart := func(c *Chart) { s.Blocks = append(s.Blocks, Block{Chart: c}) }
	if b.sum(func(l *ledger.Line) float64 { return l.RevenueUSD + l.PowerUSD + l.OpexUSD + l.RulesUSD + l.TaxUSD }) == 0 && b.book.Total.CapexUSD == 0 {
		s.Blocks = append(s.Blocks, Block{Prose: "There is no income, no cost and no investment to draw."}, Block{Table: b.worthTable()})
		return s
	}
	chart(b.revenueAndCost())
	chart(b.cashChart())
	if b.sum(func(l *ledger.Line) float64 { return l.BTC }) > 0 {
		chart(b.costPerCoin())
	}
	s.Blocks = append(s.Blocks, Block{Table: b.yearTable()},
		Block{Chart: b.discounted(), For: []string{Student, Investor}},
		Block{Formula: b.npvFormula(), For: []string{Student, Investor}},
		Block{Table: b.worthTable()})
	return s
}

func (b *builder) moneyLead() string {
	l := &b.book.Total
	revenue := b.ownSum(func(l *ledger.Line) float64 { return l.RevenueUSD })
	if revenue == 0 {
		return "Nothing is earned over the whole horizon."
	}
	cost := b.ownSum(func(l *ledger.Line) float64 { return l.PowerUSD + l.OpexUSD + l.RulesUSD + l.TaxUSD })
	n, rules := len(b.w.Sites), ""
	if b.hasRules() {
		rules = ", rules"
	}
	text := fmt.Sprintf("Over %s %s %s %s and %s %s for power, operation%s and tax", b.horizon(), b.theSites(), plural(n, "earns", "earn"), b.amount(revenue), plural(n, "pays", "pay"), b.amount(cost), rules)
	switch {
	case l.CapexUSD > 0 && b.sunk() > 0:
		text += fmt.Sprintf("; new plant costs %s, that of %s which stood before the start is not counted", b.amount(b.capex()), counted(b.sunk(), "site", "sites"))
	case l.CapexUSD > 0:
		text += fmt.Sprintf("; the plant costs %s", b.amount(b.capex()))
	default:
		text += "; the plant stood before the start and its price is not counted"
	}
	return text + "."
}

// hasRules tells whether anything is paid under a rule, by the sites or to them.
func (b *builder) hasRules() bool {
	return b.ownSum(func(l *ledger.Line) float64 { return math.Abs(l.RulesUSD) }) > 0
}

// amount prints an amount in the currency of the report.
func (b *builder) amount(v float64) string { return amount(v, b.cash.code) }

// ownSum adds up a line of all sites over the months, in the currency of the report.
func (b *builder) ownSum(of func(*ledger.Line) float64) float64 {
	sum := 0.0
	for m := range b.book.Total.Lines {
		sum += b.cash.in(of(&b.book.Total.Lines[m]), m)
	}
	return sum
}

// capex is what all plant costs, in the currency of the report at the rates of the years in which it is paid.
func (b *builder) capex() float64 {
	sum := 0.0
	for _, y := range b.yearsOf(&b.book.Total) {
		sum += y.capex
	}
	return sum
}

func (b *builder) revenueAndCost() *Chart {
	lines := b.book.Total.Lines
	of := func(f func(*ledger.Line) float64) []float64 {
		return eachOf(len(lines), func(m int) float64 { return b.cash.in(f(&lines[m]), m) })
	}
	revenue := of(func(l *ledger.Line) float64 { return l.RevenueUSD })
	spent := []struct {
		name  string
		color Color
		of    func(*ledger.Line) float64
	}{
		{"power", Orange, func(l *ledger.Line) float64 { return -l.PowerUSD }},
		{"operation", Orange.Tint(3), func(l *ledger.Line) float64 { return -l.OpexUSD }},
		{"rules", Red, func(l *ledger.Line) float64 { return -l.RulesUSD }},
		{"tax", Orange.Tint(5), func(l *ledger.Line) float64 { return -l.TaxUSD }},
	}
	all := revenue
	for m, v := range of(func(l *ledger.Line) float64 { return l.PowerUSD + l.OpexUSD + l.RulesUSD + l.TaxUSD }) {
		if v > all[m] {
			all = append([]float64{v}, all...)
		}
	}
	factor, unit := scaleOf(all, b.cash.code)
	bars := &Bars{X: b.byMonth(), Y: Axis{Name: "income and cost", Unit: unit + " a month"}, At: Stops{Dates: b.months}}
	add := func(name string, c Color, values []float64) {
		bars.Bars = append(bars.Bars, Bar{Name: name, Color: c, Y: Each(len(values), func(m int) float64 { return factor * values[m] })})
	}
	add("revenue", Green, revenue)
	for _, s := range spent {
		values := of(s.of)
		if total(values) != 0 {
			add(s.name, s.color, values)
		}
	}
	net := of(func(l *ledger.Line) float64 { return l.NetUSD })
	bars.Lines = []Line{{Name: "net", Color: Ink, Y: Each(len(net), func(m int) float64 { return factor * net[m] })}}
	bars.Marks = b.halvingMonths()
	title := "Nothing is earned, and operation costs " + b.amount(-total(of(spent[1].of)))
	if r := total(revenue); r > 0 {
		title = fmt.Sprintf("Power takes %s of revenue, operation and tax %s", shareText(-total(of(spent[0].of))/r),
			shareText(-(total(of(spent[1].of))+total(of(spent[3].of)))/r))
		switch rules := -total(of(spent[2].of)) / r; {
		case rules > 0:
			title += ", rules " + shareText(rules)
		case rules < 0:
			title += fmt.Sprintf("; giving way under rules adds %s", shareText(-rules))
		}
	}
	return &Chart{
		ID: "revenue-cost", Title: title, Span: Wide, Bars: bars,
		Caption: "Income above zero, cost below; the line is what is left before the price of the plant. Tax is shown in the last month of a valuation year.",
	}
}

// cashChart draws the running sum of cash, month by month and as it is valued: capex at the start of a year, the
// rest at its end.
func (b *builder) cashChart() *Chart {
	years := b.yearsOf(&b.book.Total)
	monthly := append([]float64{0}, b.running(&b.book.Total)...)
	days := []string{b.day(0)}
	for _, m := range b.book.Months {
		days = append(days, b.day(float64(m.To)))
	}
	var valued []float64
	var at []string
	sum := 0.0
	for k, y := range years {
		hours := b.book.Years[k].Hours
		at, valued = append(at, b.day(float64(hours[0]))), append(valued, sum-y.capex)
		at, valued = append(at, b.day(float64(hours[1]))), append(valued, y.sum)
		sum = y.sum
	}
	at, valued = stepwise(at, valued)
	factor, name := scaleOf(append(append([]float64{}, monthly...), valued...), b.cash.code)
	scale := func(values []float64) Numbers {
		return Each(len(values), func(i int) float64 { return factor * values[i] })
	}
	l := &Lines{X: Axis{Name: b.zone}, Y: Axis{Name: "running sum of cash", Unit: name}, At: Stops{Dates: days}, Series: []Line{
		{Name: "month by month", Color: Green, Y: scale(monthly)},
		{Name: "as valued", Color: Ink, Style: Dashed, At: &Stops{Dates: at}, Y: scale(valued)},
	}, Marks: zeroMark(monthly, valued)}
	for _, day := range b.halvings() {
		l.Marks = append(l.Marks, When(day, "halving", Purple))
	}
	c := &Chart{ID: "cash", Lines: l, Caption: "After tax, not discounted. As valued: plant is paid at the start of a year, everything else at its end, which is what payback and net present value are computed from."}
	payback := b.r.Summary.Find("payback_years").Value
	last := valued[len(valued)-1]
	switch {
	case b.book.Total.CapexUSD == 0:
		c.Title = fmt.Sprintf("Cash adds up to %s; nothing is invested within the horizon", b.amount(last))
	case payback.OK():
		day := b.w.Axis.Start.Add(time.Duration(payback.V * unit.HoursPerYear * float64(time.Hour))).In(b.w.Axis.Zone).Format(time.DateOnly)
		l.Marks = append(l.Marks, Point(day, 0, "payback, "+WithUnit(Format(payback.V, 2), "years"), Green))
		c.Title = fmt.Sprintf("The plant is paid back after %s, in %s", WithUnit(Format(payback.V, 2), "years"), monthText(day[:7]))
	case last < 0:
		c.Title = fmt.Sprintf("Payback is not within the horizon: %s of %s are missing at its end", b.amount(-last), b.amount(b.capex()))
	default:
		c.Title = "Payback: " + payback.Why
	}
	return c
}

// zeroMark marks zero where values lie on both sides of it.
func zeroMark(series ...[]float64) []Mark {
	low, high := 0.0, 0.0
	for _, values := range series {
		for _, v := range values {
			low, high = min(low, v), max(high, v)
		}
	}
	if low < 0 && high > -0.05*low {
		return []Mark{Level(0, "zero", Ink)}
	}
	return nil
}

// stepwise moves the second of two stops on one day to the next day, so that a step has a place for each of its ends.
func stepwise(days []string, values []float64) ([]string, []float64) {
	for k := 1; k < len(days); k++ {
		if t, err := time.Parse(time.DateOnly, days[k]); err == nil && days[k] == days[k-1] {
			days[k] = t.AddDate(0, 0, 1).Format(time.DateOnly)
		}
	}
	return days, values
}

// priceMarks are the halvings, and the end of the recorded prices where a process follows it.
func (b *builder) priceMarks() []Mark {
	var marks []Mark
	words := b.r.Facts.Words.Bitcoin
	if path := b.r.Facts.Bitcoin.Price; path != nil && words.Price.Replay != "" && words.Hashprice == nil {
		if day := path.HandOver.String(); day > b.day(0) && day <= b.lastDay() {
			marks = append(marks, When(day[:7], "record ends, model begins", Ink))
		}
	}
	return append(marks, b.halvingMonths()...)
}

// dearest is the multiple of its price above which the cost of a coin is not drawn.
const dearest = 4

// costPerCoin draws what a coin costs by month against its price.
func (b *builder) costPerCoin() *Chart {
	lines := b.book.Total.Lines
	price := eachOf(len(lines), func(m int) float64 { return b.cash.in(b.net.CoinUSD[m], m) })
	known := make([]bool, len(lines))
	power, all := make([]float64, len(lines)), make([]float64, len(lines))
	above, months, dear := 0, 0, 0
	shown := make([]bool, len(lines)) // with operation: not where a few coins carry it for a whole month
	for m := range lines {
		l := &lines[m]
		if known[m] = l.BTC > 0; !known[m] {
			continue
		}
		power[m] = b.cash.in(l.PowerUSD/l.BTC, m)
		all[m] = b.cash.in((l.PowerUSD+l.OpexUSD)/l.BTC, m)
		months++
		if all[m] > price[m] {
			above++
		}
		if shown[m] = all[m] <= dearest*price[m]; !shown[m] {
			dear++
		}
	}
	factor, unit := scaleOf(price, b.cash.code)
	chart := &Chart{ID: "cost-per-coin", Caption: "Power and operation for each coin of the month, and the month’s mean price. The line of power cannot stay above the price: machines that lose money on power stand still. A gap: nothing was mined."}
	scale := func(values []float64, where []bool) Numbers {
		out := OfWhere(values, where)
		for m := range out {
			out[m].Value *= factor
		}
		return out
	}
	series := []Line{{Name: "price", Color: Green, Y: Each(len(price), func(m int) float64 { return factor * price[m] })}}
	series = append(series, Line{Name: "power", Color: Orange, Style: Dashed, Y: scale(power, known)},
		Line{Name: "power and operation", Color: Orange.Tint(2), Y: scale(all, shown)})
	if dear > 0 {
		chart.Caption += fmt.Sprintf(" Left out: %s in which so little was mined that a coin cost more than %s times its price.", counted(dear, "month", "months"), spelled(dearest))
	}
	chart.Lines = &Lines{X: b.byMonth(), Y: Axis{Name: "for one bitcoin", Unit: unit, Low: Fixed(0)}, At: Stops{Dates: b.months}, Series: series, Marks: b.priceMarks()}
	switch above {
	case 0:
		chart.Title = "A coin costs less than it sells for in every month in which one is mined"
	case months:
		chart.Title = "A coin costs more than it sells for in every month in which one is mined"
	default:
		chart.Title = fmt.Sprintf("A coin costs more than it sells for in %s of %s months", spelled(above), spelled(months))
	}
	return chart
}

// yearTable lists the valuation years and their sum.
func (b *builder) yearTable() *Table {
	years := b.yearsOf(&b.book.Total)
	sum := yearCash{label: "all"}
	for _, y := range years {
		sum.revenue += y.revenue
		sum.power += y.power
		sum.opex += y.opex
		sum.rules += y.rules
		sum.depreciation += y.depreciation
		sum.tax += y.tax
		sum.capex += y.capex
		sum.cash += y.cash
		sum.present += y.present
	}
	sum.sum = sum.cash
	rows := append(slices.Clone(years), sum)
	var all []float64
	for _, y := range years {
		for _, v := range []float64{y.revenue, y.power, y.opex, y.capex, y.cash} {
			if v != 0 {
				all = append(all, abs(v))
			}
		}
	}
	factor, unit := typicalScale(all, b.cash.code)
	digits := 1
	if sum.revenue*factor < 100 {
		digits = 2
	}
	t := &Table{ID: "years-table", Title: b.yearsTitle(sum), Caption: fmt.Sprintf(
		"Valuation years begin on the day shown. Cash is revenue less power, operation, what rules cost, tax and plant; depreciation lowers tax only. The present value discounts the year’s flows at %s: plant at the start of the year, the rest at its end.",
		b.rate())}
	names := Column{Name: "year from"}
	for _, y := range rows {
		names.Text = append(names.Text, y.label)
	}
	t.Columns = append(t.Columns, names)
	type line struct {
		name string
		of   func(yearCash) float64
	}
	lines := []line{
		{"revenue", func(y yearCash) float64 { return y.revenue }},
		{"power", func(y yearCash) float64 { return -y.power }},
		{"operation", func(y yearCash) float64 { return -y.opex }},
		{"tax", func(y yearCash) float64 { return -y.tax }},
		{"plant", func(y yearCash) float64 { return -y.capex }},
		{"cash", func(y yearCash) float64 { return y.cash }},
		{"running sum", func(y yearCash) float64 { return y.sum }},
		{"depreciation", func(y yearCash) float64 { return y.depreciation }},
		{"present value", func(y yearCash) float64 { return y.present }},
	}
	if b.hasRules() {
		lines = slices.Insert(lines, 3, line{"rules", func(y yearCash) float64 { return -y.rules }})
	}
	for _, c := range lines {
		t.Columns = append(t.Columns, Column{Name: c.name, Unit: unit, Digits: &digits, Numbers: Each(len(rows), func(k int) float64 { return factor * c.of(rows[k]) })})
	}
	return t
}

func (b *builder) yearsTitle(sum yearCash) string {
	rate := b.rate()
	if sum.capex == 0 {
		return fmt.Sprintf("Cash by year: %s in all, worth %s at the start at %s", b.amount(sum.cash), b.amount(sum.present), rate)
	}
	return fmt.Sprintf("Cash by year: %s for plant, %s from running it, worth %s at the start at %s", b.amount(-sum.capex), b.amount(sum.cash+sum.capex), b.amount(sum.present), rate)
}
