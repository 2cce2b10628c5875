package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/ledger"
)

// costGroup is what a component is paid for, on the chart that compares tariffs.
type costGroup int

const (
	forEnergy costGroup = iota
	forPeaks
	forService
	forTaxes
	takenOff
	costGroups
)

// groupOf is the group of a part that costs so much.
func groupOf(kind string, own float64) costGroup {
	part := billPart{kind: kind}
	switch {
	case own < 0:
		return takenOff
	case part.avoidable():
		return forPeaks
	case kind == "fixed", kind == "minimum":
		return forService
	case kind == "tax", kind == "surcharge", kind == "levy":
		return forTaxes
	}
	return forEnergy
}

// flatBill is what a megawatt-hour costs a load that runs in every hour of a span, in the currency of the report.
type flatBill struct {
	tariff int
	name   string
	groups [costGroups]float64
	all    float64
	paid   Number // what the sites paid for one in the span; a gap where they drew nothing
}

// mostTariffs is how many tariffs the chart that compares them has at most.
const mostTariffs = 16

// tariffCosts compares the tariffs by what a load that runs in every hour of the first whole year would pay, so
// that one on which nobody runs is seen too; nil where all are the same.
func (b *builder) tariffCosts(l *bill) *Chart {
	plans := append(slices.Clone(l.plans), l.unused...)
	dropped := max(0, len(plans)-mostTariffs)
	if len(plans) < 2 {
		return nil
	}
	in := b.calendarYears()[0]
	var rows []flatBill
	for k := range plans[:len(plans)-dropped] {
		if row, ok := b.flatOf(&plans[k], in); ok {
			rows = append(rows, row)
		}
	}
	if len(rows) < 2 {
		return nil
	}
	b.tellApart(rows)
	slices.SortStableFunc(rows, func(x, y flatBill) int { return cmp.Compare(x.all, y.all) })
	low, high := &rows[0], &rows[len(rows)-1]
	stops := Stops{}
	paid := make(Numbers, len(rows))
	for k := range rows {
		stops.Names = append(stops.Names, rows[k].name)
		paid[k] = rows[k].paid
	}
	bars := &Bars{X: Axis{Name: "tariff"}, Y: Axis{Name: "cost of power", Unit: b.cash.code + "/MWh"}, At: stops}
	for g, look := range [costGroups]Bar{
		forEnergy:  {Name: "energy and network by the MWh", Color: Orange.Tint(2)},
		forPeaks:   {Name: "peaks", Color: Orange.Tint(1), Hatch: true},
		forService: {Name: "fixed and minimums", Color: Orange.Tint(4)},
		forTaxes:   {Name: "taxes and surcharges", Color: Grey.Tint(3)},
		takenOff:   {Name: "taken off", Color: Green.Tint(2)},
	} {
		look.Y = Each(len(rows), func(k int) float64 { return rows[k].groups[g] })
		if slices.ContainsFunc(look.Y, func(n Number) bool { return n.Value != 0 }) {
			bars.Bars = append(bars.Bars, look)
		}
	}
	caption := fmt.Sprintf("All that is billed in %s for a load that runs in every hour, as large as the largest connection on the tariff, over its energy.", in.label)
	if slices.ContainsFunc(paid, func(n Number) bool { return !n.None }) {
		bars.Lines = append(bars.Lines, Line{Name: "paid by the sites", Color: Ink, Style: Dots, Y: paid})
		caption += " Dots: what the sites pay for what they draw, in the hours that suit them"
		if slices.ContainsFunc(paid, func(n Number) bool { return n.None }) {
			caption += "; where there is none, nobody runs in that time"
		}
		caption += "."
	}
	if dropped > 0 {
		caption += fmt.Sprintf(" The %d tariffs that most is paid on; %d more are not drawn.", mostTariffs, dropped)
	}
	return &Chart{
		ID: "bill-tariffs", Span: Wide, Bars: bars, Caption: caption,
		Title: fmt.Sprintf("A load that runs in every hour of %s pays %s in %s and %s in %s", in.label, b.perMWh(low.all), low.name, b.perMWh(high.all), high.name),
	}
}

// tellApart adds the name of a site where two tariffs are of one region.
func (b *builder) tellApart(rows []flatBill) {
	count := map[string]int{}
	for k := range rows {
		count[rows[k].name]++
	}
	for k := range rows {
		if count[rows[k].name] < 2 {
			continue
		}
		for i := range b.w.Sites {
			if b.w.Sites[i].Tariff == rows[k].tariff {
				rows[k].name += ": " + b.w.Sites[i].Name
				break
			}
		}
	}
}

// flatOf bills a load that runs in every hour on a plan; ok is false where it cannot be billed.
func (b *builder) flatOf(p *plan, in span) (out flatBill, ok bool) {
	t := p.tariffs[0]
	priced, items, mw := &b.p.Tariffs[t], b.billItems(t), 0.0
	for i := range b.w.Sites {
		if b.w.Sites[i].Tariff == t {
			mw = max(mw, b.w.Sites[i].PowerMW)
		}
	}
	lines, err := priced.Lines(eachOf(b.w.Axis.Hours, func(int) float64 { return mw }))
	if err != nil || mw <= 0 {
		return out, false
	}
	booked := func(m int) bool { return b.book.Months[m].From >= in.from && b.book.Months[m].To <= in.to }
	mwh := 0.0
	for _, local := range priced.In.Civil.Months {
		if booked(b.w.Booked(local.From, local.To)) {
			mwh += mw * float64(local.To-local.From)
		}
	}
	if mwh <= 0 {
		return out, false
	}
	sums := map[string]float64{} // by part
	kinds := map[string]string{}
	var order []string
	for _, line := range lines {
		local := priced.In.Civil.Months[line.Month]
		m := b.w.Booked(local.From, local.To)
		if !booked(m) {
			continue
		}
		component, name := partOf(items, &ledger.BillLine{Component: line.Component, Name: line.Name})
		key := component + "\n" + name
		if _, known := kinds[key]; !known {
			order, kinds[key] = append(order, key), kindIn(items, component, name)
		}
		sums[key] += b.cash.in(line.Amount/b.w.Money.PerUSD(line.Currency, m), m) / mwh
	}
	out.tariff, out.name = t, p.name()
	levies := 0.0
	for _, key := range order {
		out.groups[groupOf(kinds[key], sums[key])] += sums[key]
		out.all += sums[key]
		if kinds[key] == "levy" && sums[key] > 0 {
			levies += sums[key]
		}
	}
	if out.groups[forEnergy] == 0 { // the state sets the price itself
		out.groups[forEnergy], out.groups[forTaxes] = levies, out.groups[forTaxes]-levies
	}
	out.paid = b.paidIn(p, in, booked)
	return out, true
}

// paidIn is what the sites of a plan paid for a megawatt-hour in a span; a gap where they drew nothing.
func (b *builder) paidIn(p *plan, in span, booked func(m int) bool) Number {
	own, mwh := 0.0, 0.0
	for _, t := range p.tariffs {
		mwh += total(b.tr.TariffMWh[t][in.from:in.to])
	}
	for k := range b.r.Bill {
		if line := &b.r.Bill[k]; booked(line.Month) && slices.Contains(p.tariffs, line.Tariff) {
			own += b.cash.in(line.USD, line.Month)
		}
	}
	if mwh <= 0 {
		return Gap
	}
	return Num(own / mwh)
}
