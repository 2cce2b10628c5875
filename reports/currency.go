package reports

import (
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
)

// cash turns the dollars of a run into the currency of the report.
type cash struct {
	code string    // ISO 4217
	rate []float64 // units per dollar by month of the clock's zone; nil for the dollar itself
}

func (b *builder) currency() cash {
	c := cash{code: b.w.Money.Report}
	if c.code == "" {
		c.code = "USD"
	}
	if c.code != "USD" {
		c.rate = b.w.Money.Rates[c.code]
	}
	return c
}

// in is an amount of dollars at the rate of a month.
func (c cash) in(usd float64, month int) float64 {
	if c.rate == nil {
		return usd
	}
	return usd * c.rate[month]
}

// sums converts a running sum of dollars: what it gains in a month at the rate of that month.
func (c cash) sums(usd []float64) []float64 {
	out := make([]float64, len(usd))
	sum, before := 0.0, 0.0
	for m, v := range usd {
		sum += c.in(v-before, m)
		before = v
		out[m] = sum
	}
	return out
}

// ownSums converts the spread of a running sum. Lines that a rising rate takes past the median stay on it, so that
// the bands keep their order.
func (c cash) ownSums(f *metric.Fan) *metric.Fan {
	if !c.foreign() {
		return f
	}
	out := &metric.Fan{
		Profile: f.Profile, Central: c.sums(f.Central),
		P5: c.sums(f.P5), P25: c.sums(f.P25), P50: c.sums(f.P50), P75: c.sums(f.P75), P95: c.sums(f.P95),
	}
	for m, median := range out.P50 {
		out.P25[m], out.P75[m] = min(out.P25[m], median), max(out.P75[m], median)
		out.P5[m], out.P95[m] = min(out.P5[m], out.P25[m]), max(out.P95[m], out.P75[m])
	}
	for _, path := range f.Paths {
		out.Paths = append(out.Paths, c.sums(path))
	}
	return out
}

// today is an amount of dollars at the rate of the first month: that of a present value, and of everything stated
// at the start.
func (c cash) today(usd float64) float64 { return c.in(usd, 0) }

// foreign tells whether the report is in another currency than the dollar.
func (c cash) foreign() bool { return c.rate != nil }

// mean is the factor by which a sum over the months grew when each month was converted at its own rate: the rate at
// which the range of that sum is converted. A sum of zero gives the first month's rate.
func (c cash) mean(lines []ledger.Line, of func(*ledger.Line) float64) float64 {
	if c.rate == nil {
		return 1
	}
	var usd, own float64
	for m := range lines {
		usd += of(&lines[m])
		own += c.in(of(&lines[m]), m)
	}
	if usd == 0 || own/usd <= 0 {
		return c.rate[0]
	}
	return own / usd
}

// yearCash is a valuation year in the currency of the report.
type yearCash struct {
	label                                                       string
	from, to                                                    float64 // years after the start
	revenue, power, opex, rules, depreciation, tax, capex, cash float64 // cash: net of capex
	sum                                                         float64 // of cash since the start
	present                                                     float64 // value at the start
}

// yearsOf converts the valuation years of an account: what flows in a month at the month's rate, tax in the year's
// last month, capex in its first one. The present value is that of the dollars, at the rate of the start.
func (b *builder) yearsOf(a *ledger.Account) []yearCash {
	out := make([]yearCash, len(b.book.Years))
	sum := 0.0
	for y, year := range b.book.Years {
		o := &out[y]
		o.label, o.from, o.to = year.Label, year.From, year.To
		for m, month := range b.book.Months {
			hours := min(month.To, year.Hours[1]) - max(month.From, year.Hours[0])
			if hours <= 0 {
				continue
			}
			part, l := float64(hours)/float64(month.To-month.From), &a.Lines[m]
			o.revenue += b.cash.in(part*l.RevenueUSD, m)
			o.power += b.cash.in(part*l.PowerUSD, m)
			o.opex += b.cash.in(part*l.OpexUSD, m)
			o.rules += b.cash.in(part*l.RulesUSD, m)
			o.depreciation += b.cash.in(part*l.DepreciationUSD, m)
		}
		line := &a.Years[y]
		o.tax = b.cash.in(line.TaxUSD, int(b.w.Civil.Month[year.Hours[1]-1]))
		o.capex = b.cash.in(line.CapexUSD, int(b.w.Civil.Month[year.Hours[0]]))
		o.cash = o.revenue - o.power - o.opex - o.rules - o.tax - o.capex
		sum += o.cash
		o.sum = sum
		rate := 1 + b.w.Finance.Discount
		o.present = b.cash.today(line.NetUSD*power(rate, -year.To) - line.CapexUSD*power(rate, -year.From))
	}
	return out
}

// running is the cash since the start by the end of each month, in the currency of the report. Capex is paid at the
// start of a valuation year.
func (b *builder) running(a *ledger.Account) []float64 {
	out := make([]float64, len(b.book.Months))
	sum := 0.0
	for m := range out {
		for y, year := range b.book.Years {
			if int(b.w.Civil.Month[year.Hours[0]]) == m {
				sum -= b.cash.in(a.Years[y].CapexUSD, m)
			}
		}
		sum += b.cash.in(a.Lines[m].NetUSD, m)
		out[m] = sum
	}
	return out
}
