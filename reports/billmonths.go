package reports

// monthBill is what a tariff comes to in a local month of its region, in the currency of the report.
type monthBill struct {
	mwh    float64
	signal float64 // each hour's energy at its price, by which the machines decide
	billed float64
}

// billMonths adds up the load and the invoices of a tariff by the local months of its region: the month that an
// invoice is for, not the one of the accounts in which it is booked.
func (b *builder) billMonths(t int) []monthBill {
	civil := b.w.Regions[b.w.Tariffs[t].Region].Civil
	out := make([]monthBill, len(civil.Months))
	for h, mwh := range b.tr.TariffMWh[t] {
		m := &out[civil.Month[h]]
		m.mwh += mwh
		m.signal += b.cash.in(mwh*b.p.Price[t][h], int(b.p.Month[h]))
	}
	for k := range b.r.Bill {
		if line := &b.r.Bill[k]; line.Tariff == t {
			out[line.Local].billed += b.cash.in(line.USD, line.Month)
		}
	}
	return out
}

// besides is what a tariff bills in each local month besides the price of each hour, by megawatt-hour of the month;
// zero where nothing is drawn, and where the price of each hour is all there is.
func (b *builder) besides(t int, months []monthBill) []float64 {
	out := make([]float64, len(months))
	if !b.p.Tariffs[t].Invoiced {
		return out
	}
	for k, m := range months {
		if m.mwh > 0 {
			out[k] = (m.billed - m.signal) / m.mwh
		}
	}
	return out
}
