package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/kernel"
)

// bill is the section of what the invoices for electricity are made of; ok is false where none is drawn.
func (b *builder) bill() (s Section, ok bool) {
	bill := b.billOf()
	if bill.mwh <= 0 || bill.own == 0 {
		return s, false
	}
	b.paid = bill
	s = Section{ID: "bill", Title: "What the power costs", Lead: b.billLead(bill), Gist: true}
	add := func(c *Chart) {
		if c != nil {
			s.Blocks = append(s.Blocks, Block{Chart: c})
		}
	}
	add(b.tariffCosts(bill))
	for k := range bill.plans {
		if c := b.waterfall(&bill.plans[k], len(bill.plans)); c != nil {
			add(c)
			break
		}
	}
	add(b.billByMonth(bill))
	add(b.effectiveHeat(bill))
	s.Blocks = append(s.Blocks, Block{Table: b.billTable(bill)})
	if t := b.setTable(bill); t != nil {
		s.Blocks = append(s.Blocks, Block{Table: t})
	}
	if block, ok := b.regretBlock(); ok {
		s.Blocks = append(s.Blocks, block)
	}
	if prose := b.billProse(bill); prose != "" {
		s.Blocks = append(s.Blocks, Block{Prose: prose})
	}
	s.Blocks = append(s.Blocks, Block{Formula: b.billFormula(bill), For: []string{Student, Investor}})
	return s, true
}

// withBill puts the section of the bill after another one in the order of an audience.
func (b *builder) withBill(order []string, after string) []string {
	if b.paid == nil {
		return order
	}
	return slices.Insert(order, slices.Index(order, after)+1, "bill")
}

// billLead is the price of all, its largest component, and what a coin costs in power.
func (b *builder) billLead(bill *bill) string {
	text := "Power costs " + b.perMWh(bill.own/bill.mwh) + " all in"
	name, own := bill.largest()
	switch share := own / bill.own; {
	case bill.single():
	case share > 0 && share < 0.995:
		text += fmt.Sprintf("; the largest component is %s, %s of the bill", name, shareText(share))
	}
	if coins := total(bill.coins); coins > 0 {
		text += fmt.Sprintf("; a coin takes %s of it", b.amount(bill.own/coins))
	}
	return text + "." + b.beyondBill(bill)
}

// beyondBill says what is paid for power under limits, which no supplier invoices: in auctions, as penalties and as
// fines. Empty where nothing is.
func (b *builder) beyondBill(bill *bill) string {
	paid := 0.0
	var names []string
	for l := range b.p.Limits {
		if kind := b.p.Limits[l].Kind; kind == "cycling" || toGrid[kind] {
			continue
		}
		if own := b.paidUnder(l); own > leastMoney*bill.own {
			paid += own
			names = append(names, b.theLimit(l))
		}
	}
	if names == nil {
		return ""
	}
	return fmt.Sprintf(" On top come %s paid under %s.", b.perMWh(paid/bill.mwh), listed(names, 3))
}

// perMWh prints a price of power in the currency of the report.
func (b *builder) perMWh(price float64) string {
	return WithUnit(Format(price, Digits(Num(price))), b.cash.code+"/MWh")
}

// billProse tells what the charts do not show: standing still for the bill, prices that are drawn, and their range.
func (b *builder) billProse(bill *bill) string {
	var parts []string
	if mwh := total(b.idle(kernel.ReasonDemand)); mwh > 0 {
		parts = append(parts, fmt.Sprintf("To keep down the load that sets a charge, machines that would have earned their energy leave %s undrawn.", amount(mwh, "MWh")))
	}
	var spared []string
	for k := range bill.plans {
		if p := &bill.plans[k]; p.mwh > 0 && p.spared() != nil {
			text := listed(p.spared(), 4)
			if len(bill.plans) > 1 {
				text += " (" + p.name() + ")"
			}
			spared = append(spared, text)
		}
	}
	if spared != nil {
		parts = append(parts, fmt.Sprintf("Nothing is billed for %s: nobody runs in the hours that set it.", listed(spared, 4)))
	}
	parts = append(parts, b.drawnProse(bill)...)
	if m := b.total("power_price_usd_per_mwh").times(b.ownFactor("power_cost_usd")); m.ranged {
		digits := Digits(Num(m.value), Num(m.low), Num(m.high))
		parts = append(parts, fmt.Sprintf("Over the draws a megawatt-hour costs %s (%s to %s); in the central case, which is shown here, %s.",
			WithUnit(Format(m.value, digits), b.cash.code+"/MWh"), Format(m.low, digits), Format(m.high, digits), Format(m.central, digits)))
	}
	return strings.Join(parts, " ")
}
