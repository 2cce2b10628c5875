package reports

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/limit"
)

// capCurve draws what a limit lets its sites earn by its size.
func (b *builder) capCurve(c *sim.Curve) *Chart {
	own := b.ownPoint(c)
	if own < 0 {
		return nil
	}
	n := len(c.Points)
	money := b.cash.mean(b.book.Total.Lines, func(l *ledger.Line) float64 { return l.RevenueUSD })
	sizes := eachOf(n, func(k int) float64 { return c.Points[k].Allowed / b.years })
	worth := eachOf(n, func(k int) float64 { return c.Points[k].ValueUSD * money })
	factor, size := scaleOf(sizes, c.Unit)
	rate, unit := scaleOf(worth, b.cash.code)
	name := b.p.Limits[c.Limit].Name
	here := c.Points[own].Allowed / b.years * factor
	chart := &Chart{
		ID: "curve-" + Slug(fmt.Sprintf("l%d-%s", c.Limit+1, name)), Title: b.curveTitle(c, own, money),
		Lines: &Lines{
			X: Axis{Name: name, Unit: size + " a year", Low: Fixed(0), High: Fixed(twoDigits(sizes[n-1] * factor))}, Y: Axis{Name: "margin", Unit: unit, Low: Fixed(0)},
			At:     Stops{Numbers: Each(n, func(k int) float64 { return sizes[k] * factor })},
			Series: []Line{{Name: "margin", Color: Green, Y: Each(n, func(k int) float64 { return worth[k] * rate })}},
			Marks:  []Mark{At(here, "as in the scenario", Red)},
		},
		Caption: "Margin (revenue less power) of the sites that it holds, by the size of the limit, from nothing to twice its size; the other limits stay. Prices and difficulties are those of this page and known in advance: " +
			b.sizesText(c) + ", and without the network’s answer to another size. The slope is what one more unit is worth",
	}
	if c.Sorted {
		chart.Caption += ", and never rises"
	}
	chart.Caption += "."
	if price := b.meanPrice(c.Limit); price > 0 && b.p.Foresight == kernel.Rolling && !b.keptBudgets(c.Limit).hourly && b.p.Limits[c.Limit].Pooled {
		chart.Caption += " The shadow price above is that of operators who do not know them in advance, and may differ."
	}
	if b.before(c.Limit) {
		chart.Caption += " The size counts hours before any of these sites stands too, which the shadow price leaves out: the slope is smaller by them."
	}
	if b.p.Limits[c.Limit].Kind == "power" {
		chart.Caption += " The limit is one on power, and its size here the energy that this allows in a year."
	}
	if low := worth[0]; low < 0 || worth[n-1] < 0 {
		chart.Lines.Y.Low = nil
	}
	if b.cash.foreign() {
		chart.Caption += " Dollars are converted at their mean rate over the horizon."
	}
	return chart
}

// before tells whether a limit on the power of hours is in force before any site stands that shares it.
func (b *builder) before(l int) bool {
	return b.keptBudgets(l).hourly && slices.ContainsFunc(indices(len(b.p.Budgets.Groups)), func(g int) bool {
		return int(b.p.Budgets.Groups[g].Limit) == l && !b.stands(g)
	})
}

// sizesText says how near the most that could be earned at each size the points of a curve are.
func (b *builder) sizesText(c *sim.Curve) string {
	switch p := c.Proven; {
	case b.plansInTurn():
		return "what could be earned, though some is planned in turn and may be several percent less than the most"
	case p.Gap >= 1:
		return "what could be earned, though not proven to be near the most"
	case p.Exact < p.Plans:
		return fmt.Sprintf("the most that could be earned, but for %s at most", partText(p.Gap))
	}
	return "an upper bound"
}

// twoDigits cuts a number above zero down to two significant digits, for the end of an axis.
func twoDigits(v float64) float64 {
	if v <= 0 {
		return 1
	}
	step := math.Pow(10, math.Floor(math.Log10(v))-1)
	return math.Floor(v/step*(1+1e-9)) * step
}

// ownPoint is the point of a curve at the scenario's own size, -1 where it has none.
func (b *builder) ownPoint(c *sim.Curve) int {
	for k := range c.Points {
		if c.Points[k].Factor > 1-1e-9 && c.Points[k].Factor < 1+1e-9 && c.Points[k].Allowed > 0 {
			return k
		}
	}
	return -1
}

// curveTitle says what more and less of the limit would be worth at its present size.
func (b *builder) curveTitle(c *sim.Curve, own int, money float64) string {
	name := b.beginLimit(c.Limit)
	slope := func(from, to int) (float64, bool) {
		if from < 0 || to >= len(c.Points) {
			return 0, false
		}
		p, q := c.Points[from], c.Points[to]
		if q.Allowed <= p.Allowed {
			return 0, false
		}
		return max((q.ValueUSD-p.ValueUSD)*money/(q.Allowed-p.Allowed), 0), true
	}
	price := func(v float64) string { return WithUnit(Format(v, Digits(Num(v))), b.cash.code+"/"+c.Unit) }
	more, ok := slope(own, own+1)
	less, also := slope(own-1, own)
	if !ok || !also {
		return name + ": what its size is worth"
	}
	top := max(more, less)
	switch {
	case top < 0.005:
		return name + " has room: more or less of it changes nothing at its present size"
	case more < 0.001*top:
		return fmt.Sprintf("%s: more of it would be worth nothing, the last part of it is worth about %s", name, price(less))
	}
	digits := Digits(Num(top))
	if Format(more, digits) == Format(less, digits) {
		return fmt.Sprintf("%s: a little more or less of it is worth about %s", name, price(more))
	}
	return fmt.Sprintf("%s: a little more is worth about %s, a little less costs about %s", name, Format(more, digits), WithUnit(Format(less, digits), b.cash.code+"/"+c.Unit))
}

// curvesText says why leaks are left out, or why a limit that binds and has a size has no curve; empty where all
// have theirs or nobody asks for them.
func (b *builder) curvesText() string {
	words := &b.r.Facts.Words.Report
	if b.r.Costly && words.Leaks() && words.Leakage == nil {
		return "What the limits move elsewhere and what they would be worth at another size is left out here, as each of these runs takes as long as this one; " +
			"the scenario asks for them by report: {leakage: true, cap_curve: true}."
	}
	if !words.Curves() || words.CapCurve != nil || len(b.r.Curves) > 0 {
		return ""
	}
	var names []string
	for l := range b.p.Limits {
		if _, ok := b.w.Limits[l].Kind.(limit.Sized); ok && b.r.Summary.Limits[l].BindingHours > 0 {
			names = append(names, b.theLimit(l))
		}
	}
	if names == nil {
		return ""
	}
	return fmt.Sprintf("What %s would be worth at another size takes runs of its own, which are made where the scenario asks for them by report: {cap_curve: true}.", listed(names, 4))
}
