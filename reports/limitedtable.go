package reports

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/metric"
)

// counts is what a limit counts and its shadow price is for: t of CO2 under a carbon cap, else MWh.
func (b *builder) counts(l int) string {
	if b.p.Limits[l].Kind == "carbon" {
		return "t"
	}
	return "MWh"
}

// limitTable lists the limits with what they did.
func (b *builder) limitTable() *Table {
	limits := b.r.Summary.Limits
	n := len(limits)
	text := func(name string, of func(l int) string) Column {
		c := Column{Name: name}
		for l := range limits {
			c.Text = append(c.Text, of(l))
		}
		return c
	}
	zero := 0
	cut, cutUnit := column(eachOf(n, func(l int) float64 { return limits[l].CurtailedMWh }), "MWh")
	lost, lostUnit := column(eachOf(n, b.forgone), b.cash.code)
	t := &Table{ID: "limits-table", Title: b.limitTitle(), Stacked: true, Columns: []Column{
		text("limit", func(l int) string { return limits[l].Name }),
		text("rule", func(l int) string { return typeset(b.w.Limits[l].Kind.Describe()) }),
		text("holds", func(l int) string { return limits[l].Scope }),
		{Name: "sites", Digits: &zero, Numbers: Each(n, func(l int) float64 { return float64(len(b.p.Limits[l].Sites)) })},
		{Name: "in force", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].HoursInForce })},
		{Name: "binds", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].BindingHours })},
		text("when", func(l int) string {
			if limits[l].BindingHours == 0 {
				return "never"
			}
			return b.seasonOf(l)
		}),
		{Name: "kept back", Unit: cutUnit, Numbers: cut},
		{Name: "coins forgone", Unit: "BTC", Numbers: Each(n, func(l int) float64 { return limits[l].ForgoneBTC })},
		{Name: "margin forgone", Unit: lostUnit, Numbers: lost},
	}}
	t.Caption = "Central case, whole horizon. A limit binds in the hours in which it holds at least one site back; kept back is energy that would have run at a profit, its margin (revenue less power) what the sites lose by it. "
	if slices.ContainsFunc(limits, func(l metric.Limit) bool { return l.PaidUSD != 0 }) {
		paid, unit := column(eachOf(n, b.paidUnder), b.cash.code)
		t.Columns = append(t.Columns, Column{Name: "paid under it", Unit: unit, Numbers: paid})
		t.Caption += "Paid under it is what the sites pay under the rule, less what they are paid: below zero they are paid. "
	}
	t.Columns = append(t.Columns, b.shadowColumn(), text("dearest month", b.worstMonth))
	t.Caption += "The shadow price is what one more megawatt-hour under the limit would be worth, averaged over all hours in force: zero where the limit has room, empty where it allows no amount. The dearest month is that of most margin forgone."
	return t
}

// shadowColumn are the mean shadow prices: numbers, or texts with units where these differ.
func (b *builder) shadowColumn() Column {
	limits := b.r.Summary.Limits
	c := Column{Name: "mean shadow price", Unit: "USD/MWh", Numbers: Each(len(limits), func(l int) float64 { return limits[l].ShadowPrice })}
	for l := range limits {
		if !b.priced(l) {
			c.Numbers[l] = Gap
		}
	}
	carbon := func(l int) bool { return b.counts(l) == "t" }
	if !slices.ContainsFunc(indices(len(limits)), carbon) {
		return c
	}
	c.Unit, c.Numbers = "", nil
	for l := range limits {
		if !b.priced(l) {
			c.Text = append(c.Text, "")
			continue
		}
		c.Text = append(c.Text, WithUnit(Format(limits[l].ShadowPrice, Digits(Num(limits[l].ShadowPrice))), "USD/"+b.counts(l)))
	}
	return c
}

// forgone is the margin that a limit cost, in the currency of the report.
func (b *builder) forgone(l int) float64 {
	return total(b.forgoneByMonth(l))
}

func (b *builder) forgoneByMonth(l int) []float64 {
	sums := make([]float64, len(b.months))
	for _, i := range b.p.Limits[l].Sites {
		for m := range sums {
			sums[m] += b.cash.in(b.tr.Use(l, int(i), m).ForgoneUSD, m)
		}
	}
	return sums
}

// paidUnder is what sites pay under a limit less what they are paid, in the currency of the report.
func (b *builder) paidUnder(l int) (sum float64) {
	for _, i := range b.p.Limits[l].Sites {
		for m := range b.months {
			sum += b.cash.in(b.tr.Use(l, int(i), m).PaidUSD, m)
		}
	}
	return sum
}

// worstMonth is the month in which a limit cost most margin: "January 2027"; empty where it cost none.
func (b *builder) worstMonth(l int) string {
	lost := b.forgoneByMonth(l)
	top := 0
	for m := range lost {
		if lost[m] > lost[top] {
			top = m
		}
	}
	if len(lost) == 0 || lost[top] <= 0 || math.IsNaN(lost[top]) {
		return ""
	}
	return monthText(b.months[top])
}

func (b *builder) limitTitle() string {
	limits := b.r.Summary.Limits
	never, n := 0, len(limits)
	for l := range limits {
		if limits[l].BindingHours == 0 {
			never++
		}
	}
	switch {
	case never == n && n == 1:
		return "The one limit never binds"
	case never == n:
		return fmt.Sprintf("None of the %s limits ever binds", spelled(n))
	case n == 1:
		return fmt.Sprintf("%s takes %s of margin from %s", sentence(b.theLimit(0)), b.amount(b.forgone(0)), b.theHeld(0))
	case never == 0 && n == 2:
		return "Both limits bind at times"
	case never == 0:
		return fmt.Sprintf("All %s limits bind at times", spelled(n))
	}
	return fmt.Sprintf("%s of %s limits %s", sentence(spelled(n-never)), spelled(n), plural(n-never, "binds", "bind"))
}

// theHeld are the sites that a limit holds as words: "its site", "its fifteen sites".
func (b *builder) theHeld(l int) string {
	if n := len(b.p.Limits[l].Sites); n != 1 {
		return "its " + counted(n, "site", "sites")
	}
	return "its site"
}
