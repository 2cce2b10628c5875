package reports

import (
	"fmt"
	"strings"

	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/unit"
)

// own is a total of the summary in the currency of the report.
func (b *builder) own(id string) measure { return b.total(id).times(b.ownFactor(id)) }

// ownFactor turns a metric into the currency of the report: sums over months at the mean of the months' rates,
// present values at the rate of the start, plant at the rates of the years in which it is paid. Metrics that are
// not money have a factor of 1.
func (b *builder) ownFactor(id string) float64 {
	if !b.cash.foreign() {
		return 1
	}
	lines := b.book.Total.Lines
	switch id {
	case "npv_usd":
		return b.cash.rate[0]
	case "capex_usd":
		if usd := b.book.Total.CapexUSD; usd > 0 {
			return b.capex() / usd
		}
		return b.cash.rate[0]
	case "revenue_usd", "dilution_usd", "own_dilution_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.RevenueUSD })
	case "opex_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.OpexUSD })
	case "rules_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.RulesUSD })
	case "tax_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.TaxUSD })
	case "net_cash_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.NetUSD })
	case "power_cost_usd", "cost_per_btc_usd", "power_cost_per_btc_usd", "all_in_cost_per_btc_usd":
		return b.cash.mean(lines, func(l *ledger.Line) float64 { return l.PowerUSD })
	}
	return 1
}

// discounted draws the present value of each year's cash and its running sum, which ends at the net present value.
func (b *builder) discounted() *Chart {
	years := b.yearsOf(&b.book.Total)
	var labels []string
	var values, sums []float64
	sum := 0.0
	for _, y := range years {
		sum += y.present
		labels, values, sums = append(labels, y.label[:4]), append(values, y.present), append(sums, sum)
	}
	if len(distinct(labels)) < len(labels) { // a first and a last part of one calendar year
		for k := range labels {
			labels[k] = years[k].label
		}
	}
	factor, name := scaleOf(append(append([]float64{}, values...), sums...), b.cash.code)
	of := func(v []float64, keep func(float64) bool) Numbers {
		return Each(len(v), func(k int) float64 {
			if keep(v[k]) {
				return factor * v[k]
			}
			return 0
		})
	}
	title := fmt.Sprintf("The years add up to a present value of %s", b.amount(sum))
	return &Chart{
		ID: "discounted", Title: title, Caption: fmt.Sprintf("Cash of each valuation year, discounted at %s to the start; the line is the running sum.", b.rate()),
		Bars: &Bars{X: Axis{Name: "valuation year"}, Y: Axis{Name: "present value", Unit: name}, At: periods(labels), Bars: []Bar{
			{Name: "gain of the year", Color: Green.Tint(2), Y: of(values, func(v float64) bool { return v > 0 })},
			{Name: "loss of the year", Color: Orange.Tint(2), Y: of(values, func(v float64) bool { return v < 0 })},
		}, Lines: []Line{{Name: "running sum", Color: Ink, Y: of(sums, func(float64) bool { return true })}}},
	}
}

// unitOf is the unit in which a metric is shown: a currency for amounts of money.
func (b *builder) unitOf(m *metric.Metric) string {
	switch m.Unit {
	case "USD":
		return b.cash.code
	case "USD/BTC":
		return b.cash.code
	}
	return m.Unit
}

// worthTable lists every metric of all sites together, with its spread where there are draws.
func (b *builder) worthTable() *Table {
	draws := b.r.Settings.Draws
	t := &Table{
		ID: "figures-table", Title: "Every figure of the run",
		Caption: "All sites together, over the whole horizon unless the sentence says otherwise.",
	}
	if draws > 0 {
		t.Caption += " Where not every draw has a value, mean and percentiles are of those that have one, and are left out where fewer than half have."
	}
	name, value, unitName := Column{Name: "figure"}, Column{Name: "central case"}, Column{Name: "unit"}
	mean, p5, p50, p95, with := Column{Name: "mean ± standard error"}, Column{Name: "P5"}, Column{Name: "median"}, Column{Name: "P95"}, Column{Name: "draws with a value"}
	for k := range b.r.Summary.Totals {
		e := &b.r.Summary.Totals[k]
		own := b.own(e.Metric.ID)
		of := b.unitOf(&e.Metric)
		scale := b.ownFactor(e.Metric.ID)
		size := max(abs(own.central), abs(e.P50*scale))
		if size == 0 {
			size = max(abs(e.Mean*scale), abs(e.P95*scale))
		}
		factor, printed := unit.Scale(size, of)
		if e.Metric.Unit == "USD/BTC" {
			printed += "/BTC"
		}
		digits := Digits(Num(size * factor))
		text := func(v float64) string { return Format(v*factor, digits) }
		name.Text = append(name.Text, sentence(e.Metric.Sentence))
		unitName.Text = append(unitName.Text, printed)
		if e.Value.OK() {
			value.Text = append(value.Text, text(own.central))
		} else {
			why, reason := irrReason(e.Value.Why)
			value.Text = append(value.Text, why)
			if reason != "" { // a sentence in a cell would push the units off a narrow page
				t.Caption += fmt.Sprintf(" %s: %s, %s.", sentence(e.Metric.Sentence), why, strings.TrimSuffix(reason, "."))
			}
		}
		if draws == 0 {
			continue
		}
		some := fmt.Sprintf("%d of %d", e.N, draws)
		if e.N == draws {
			some = Format(float64(e.N), 0)
		}
		with.Text = append(with.Text, some)
		if few(e.N, draws) {
			mean.Text = append(mean.Text, survivors(e.Metric.ID, e.N, draws))
			for _, c := range []*Column{&p5, &p50, &p95} {
				c.Text = append(c.Text, "–")
			}
			continue
		}
		mean.Text = append(mean.Text, text(e.Mean*scale)+" ± "+Format(e.SE*scale*factor, digits))
		p5.Text, p50.Text, p95.Text = append(p5.Text, text(e.P5*scale)), append(p50.Text, text(e.P50*scale)), append(p95.Text, text(e.P95*scale))
	}
	t.Columns = []Column{name, value, unitName} // the unit beside its value, so that both are seen on a narrow page
	if draws > 0 {
		t.Columns = append(t.Columns, mean, p5, p50, p95, with)
	}
	return t
}

// few tells whether fewer than half of the draws have a value, so that their mean would speak of the survivors alone.
func few(n, draws int) bool { return 2*n < draws || n == 0 }

// survivors says how many draws have a value of a metric: "3 of 50 pay back within the horizon".
func survivors(id string, n, draws int) string {
	if n == 0 && id == "payback_years" {
		return fmt.Sprintf("none of %d pays back within the horizon", draws)
	}
	if n == 0 {
		return fmt.Sprintf("none of %d has one", draws)
	}
	if id == "payback_years" {
		return fmt.Sprintf("%d of %d %s back within the horizon", n, draws, plural(n, "pays", "pay"))
	}
	return fmt.Sprintf("%d of %d %s one", n, draws, plural(n, "has", "have"))
}

func abs(v float64) float64 { return max(v, -v) }
