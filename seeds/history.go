package seeds

import "hashwatt/sim/series"

// CoinPrice returns the price of a coin by UTC day, USD/BTC, from the first day that has one to the last full day.
func (c *Catalog) CoinPrice() *series.Daily {
	return c.daily("coin price", "USD/BTC", Day.hasPrice, func(d Day) float64 { return d.PriceUSD })
}

// FeesPerBlock returns the mean fees of a block by UTC day, BTC/block: the fees of the day over its blocks, 0 on a day
// without blocks. It ends with the last full day that has both.
func (c *Catalog) FeesPerBlock() *series.Daily {
	both := func(d Day) bool { return d.hasFees() && d.hasBlocks() }
	return c.daily("fees", "BTC/block", both, func(d Day) float64 { return d.FeesBTC / max(float64(d.Blocks), 1) })
}

// Difficulty returns the difficulty at the end of each UTC day, a bare number, to the last full day.
func (c *Catalog) Difficulty() *series.Daily {
	return c.daily("difficulty", "", func(d Day) bool { return d.Difficulty > 0 }, func(d Day) float64 { return d.Difficulty })
}

// daily returns the values of the days on which they are known, which follow each other.
func (c *Catalog) daily(name, unit string, known func(Day) bool, value func(Day) float64) *series.Daily {
	s := &series.Daily{Name: name, Unit: unit}
	for _, d := range c.Days {
		if !known(d) {
			continue
		}
		if len(s.Values) == 0 {
			s.First = d.Date
		}
		s.Values = append(s.Values, value(d))
	}
	return s
}
