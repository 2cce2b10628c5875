package seeds

import (
	"slices"
	"time"
)

// MonthlyRate is the exchange rate of a month: the middle of its open and close, not a true mean.
type MonthlyRate struct {
	Year   int
	Month  time.Month
	PerUSD float64 // units of the currency per USD
	Kind   string  // monthly_open_close_market, daily_snapshots_first_of_month
	Cited
}

// rateLayout describes exchange_rates.csv.
func rateLayout() layout {
	return layout{
		name: "exchange_rates", file: "exchange_rates.csv",
		columns: []Column{
			{"currency", "", "ISO 4217; months of a currency follow each other"},
			{"month", "", "year and month"},
			{"units_per_usd", "currency/USD", "middle of the month's open and close"},
			{"kind", "", "monthly_open_close_market, or daily_snapshots_first_of_month: the firsts of this month and the next"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
		},
		read: func(c *Catalog, r *row) {
			m := MonthlyRate{
				PerUSD: r.within("units_per_usd", 1e-6, 1e9),
				Kind:   r.word("kind", "monthly_open_close_market", "daily_snapshots_first_of_month"), Cited: r.cited(),
			}
			m.Year, m.Month = r.month("month")
			r.need("currency")
			currency := r.currency("currency")
			if rates := c.FX[currency]; len(rates) > 0 && rates[len(rates)-1].index()+1 != m.index() {
				r.problem("month", "%s does not follow the row before; every month has one row, in order", r.text("month"))
			}
			c.FX[currency] = append(c.FX[currency], m)
		},
	}
}

// index counts months.
func (m MonthlyRate) index() int { return m.Year*12 + int(m.Month) }

// Currencies returns the currencies that have exchange rates, sorted. USD, the unit of the rates, is not among them.
func (c *Catalog) Currencies() []string {
	var list []string
	for currency := range c.FX {
		list = append(list, currency)
	}
	slices.Sort(list)
	return list
}

// Rate returns how many units of a currency a USD bought in a month; not ok for a currency without rates, and
// before its first and after its last month.
func (c *Catalog) Rate(currency string, year int, month time.Month) (perUSD float64, ok bool) {
	rates := c.FX[currency]
	if len(rates) == 0 {
		return 0, false
	}
	i := MonthlyRate{Year: year, Month: month}.index() - rates[0].index()
	if i < 0 || i >= len(rates) {
		return 0, false
	}
	return rates[i].PerUSD, true
}
