package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
)

// priced tells whether a limit has a shadow price to show.
func (b *builder) priced(l int) bool { return b.r.Summary.Limits[l].Priced }

// shadowPrices draws the mean shadow price of each limit that ever binds, by month: of those that count MWh, or of
// those that count t of CO2; nil where there are none.
func (b *builder) shadowPrices(of string) *Chart {
	limits := slices.DeleteFunc(indices(len(b.p.Limits)), func(l int) bool {
		return b.r.Summary.Limits[l].ShadowPrice == 0 || b.counts(l) != of || !b.priced(l)
	})
	if len(limits) == 0 {
		return nil
	}
	unit, what, id := b.cash.code+"/"+of, "megawatt-hour", "shadow-price"
	if of == "t" {
		what, id = "tonne of CO₂", "shadow-price-carbon"
	}
	slices.SortStableFunc(limits, func(x, y int) int {
		return cmp.Compare(b.r.Summary.Limits[y].CurtailedMWh, b.r.Summary.Limits[x].CurtailedMWh)
	})
	dropped := max(0, len(limits)-4)
	limits = limits[:len(limits)-dropped]
	lines := &Lines{X: b.byMonth(), Y: Axis{Name: "shadow price", Unit: unit, Low: Fixed(0)}, At: Stops{Dates: b.months}, Marks: b.halvingMonths()}
	top, topMonth, topLimit := 0.0, 0, 0
	for k, l := range limits {
		values, known := b.shadowPrice(l)
		for m, v := range values {
			if known[m] && v > top {
				top, topMonth, topLimit = v, m, l
			}
		}
		lines.Series = append(lines.Series, Line{Name: b.p.Limits[l].Name, Color: Red.Tint(1 + k), Style: []Style{Solid, Dashed, Dotted, Thin}[k], Step: true, Y: OfWhere(values, known)})
	}
	if top == 0 {
		return nil
	}
	c := &Chart{
		ID: id, Lines: lines,
		Title:   fmt.Sprintf("One more %s under the limit is worth up to %s, in %s", what, WithUnit(Format(top, Digits(Num(top))), unit), monthText(b.months[topMonth])),
		Caption: "Mean over the hours of the month in which the limit is in force; a gap where it is not, or where no site stands yet.",
	}
	if slices.ContainsFunc(limits, func(l int) bool { return len(b.p.Limits[l].Sites) > 1 }) {
		c.Caption += " Of several sites each counts as it would have a part of one more megawatt-hour."
	}
	if slices.ContainsFunc(limits, b.pricedIdle) {
		c.Caption += " A budget has one price for as long as a plan of it lasts, also in months in which all runs that could: " +
			"more of it would go to other months."
	}
	c.Caption += b.priceTerms(limits)
	if len(limits) > 1 {
		c.Title = fmt.Sprintf("One more %s is worth most under %s: up to %s, in %s", what, b.theLimit(topLimit), WithUnit(Format(top, Digits(Num(top))), unit), monthText(b.months[topMonth]))
	}
	if b.cash.foreign() {
		c.Caption += " Converted at the rate of each month."
	}
	if dropped > 0 {
		c.Caption += fmt.Sprintf(" The four limits that keep back most; the other %s in the table above.", plural(dropped, "one stands", "ones stand"))
	}
	return c
}

// pricedByHour tells whether the price of a limit leaves charges on the highest load out: that of power in single hours
// that no plan looks at, which is the margin of what it stops there. Budgets, and power that is shared by merit or in an
// auction, are planned with these charges where nothing keeps them apart.
func (b *builder) pricedByHour(l int) bool {
	hourly := b.keptBudgets(l).hourly
	return b.highLoads(l) && (!b.p.Limits[l].Pooled || hourly && (b.p.Foresight == kernel.Myopic || b.p.Apart(l)))
}

// priceTerms says whose shadow price is before charges on the highest load, whose is that of a relaxed plan, and what
// that of households who split is of; empty where none is.
func (b *builder) priceTerms(limits []int) (text string) {
	for _, terms := range []struct {
		of     func(l int) bool
		format string
	}{
		{b.pricedByHour, " The price of %s is " + beforeLoads + ": more of it that adds to these is worth less by them."},
		{b.pricedByParts, " The price of %s is that of a plan in which machines could be switched in parts of a block: some percent above " +
			"what one more megawatt-hour brings."},
		{b.pricedByMeters, " The price of %s is what one more megawatt-hour in all would spare households of expected fines; " +
			"a larger amount for each meter is worth something else, for it counts on every meter over which they split."},
	} {
		var names []string
		for _, l := range limits {
			if b.r.Summary.Limits[l].ShadowPrice > 0 && terms.of(l) {
				names = append(names, b.theLimit(l))
			}
		}
		if names != nil {
			text += fmt.Sprintf(terms.format, listed(names, 4))
		}
	}
	return text
}

// pricedByParts tells whether a limit is planned together with machines that cost something to switch, and has the price
// of the plan in which they need not be switched wholly.
func (b *builder) pricedByParts(l int) bool {
	return b.tr.Rungs.Switched > 0 && b.p.Limits[l].Pooled &&
		slices.ContainsFunc(b.p.Limits[l].Sites, func(i int32) bool { return b.p.Sites[i].Cycle != nil })
}

// pricedByMeters tells whether a limit is that of households who split their use over meters.
func (b *builder) pricedByMeters(l int) bool {
	return b.p.Limits[l].Kind == "household" && b.p.Limits[l].Pooled
}

// pricedIdle tells whether a limit has a price in a month in which it holds nobody back.
func (b *builder) pricedIdle(l int) bool {
	values, known := b.shadowPrice(l)
	for m := range values {
		if known[m] && values[m] > 0 && b.tr.LimitHours[l][m] == 0 {
			return true
		}
	}
	return false
}

// meanPrice is the mean shadow price of a limit over the hours in force, in the currency of the report for each MWh
// or t: each month at its own rate.
func (b *builder) meanPrice(l int) float64 {
	usd := b.r.Summary.Limits[l].ShadowPrice
	if !b.cash.foreign() || usd == 0 {
		return usd
	}
	values, weights := b.shadowUSD(l)
	var own, sum float64
	for m, v := range values {
		sum += v * weights[m]
		own += b.cash.in(v, m) * weights[m]
	}
	if sum <= 0 {
		return b.cash.today(usd)
	}
	return usd * own / sum
}

// shadowPrice is the mean multiplier of a limit by month, in the currency of the report for each MWh or t, and the
// months in which it is in force for a site that stands.
func (b *builder) shadowPrice(l int) (values []float64, known []bool) {
	values, weights := b.shadowUSD(l)
	known = make([]bool, len(values))
	for m := range values {
		values[m], known[m] = b.cash.in(values[m], m), weights[m] > 0
	}
	return values, known
}

// shadowUSD is shadowPrice in dollars, and what each month weighs: 0 where the limit holds no site that stands.
func (b *builder) shadowUSD(l int) (values, weights []float64) {
	if b.p.Limits[l].Pooled {
		return metric.PoolPrices(b.p.Problem, b.tr, l)
	}
	values, weights = make([]float64, len(b.months)), make([]float64, len(b.months))
	for m := range values {
		values[m], weights[m] = metric.CapPrice(b.p.Problem, b.tr, l, m, m+1)
	}
	return values, weights
}
