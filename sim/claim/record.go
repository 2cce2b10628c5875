package claim

import (
	"fmt"
	"math"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// secondsPerDay is the length of a UTC day, s.
const secondsPerDay = 86400

// Record is what is known of the chain's past. It is read, never written to.
type Record struct {
	History *network.History
	Fees    *series.Daily // mean fees of a block by UTC day, BTC/block; nil where none are known
	Price   *series.Daily // price of a coin by UTC day, USD/BTC; nil where none is known
}

// NewRecord returns the record that the seeds hold.
func NewRecord(cat *seeds.Catalog) (*Record, error) {
	rows := make([]network.EpochRow, len(cat.Retargets))
	for i, r := range cat.Retargets {
		rows[i] = network.EpochRow{FirstHeight: r.FirstHeight, FirstUnix: r.FirstUnix, NBits: r.NBits}
	}
	history, err := network.NewHistory(rows)
	if err != nil {
		return nil, fmt.Errorf("read seeds: %w", err)
	}
	return &Record{History: history, Fees: cat.FeesPerBlock(), Price: cat.CoinPrice()}, nil
}

// Covers returns the first and the last UTC day that lie as a whole in epochs whose difficulty and hashrate are known.
func (r *Record) Covers() (first, last calendar.Date) {
	epochs := r.History.Epochs
	return dayAt(epochs[0].FirstUnix).AddDays(1), dayAt(epochs[len(epochs)-1].FirstUnix).AddDays(-1)
}

// dayAt returns the UTC day of a time in s of Unix time.
func dayAt(unix float64) calendar.Date {
	return calendar.Date{Year: 1970, Month: 1, Day: 1}.AddDays(int(math.Floor(unix / secondsPerDay)))
}

// check returns what is wrong with a period, if anything is.
func (r *Record) check(from, to calendar.Date) error {
	if to.Before(from) {
		return fmt.Errorf("the period ends on %s, before it begins on %s; put the earlier day first", to, from)
	}
	if first, last := r.Covers(); from.Before(first) || last.Before(to) {
		return fmt.Errorf("%s to %s is not inside the record of difficulty; choose days from %s to %s", from, to, first, last)
	}
	return nil
}

// FeesOn returns the mean fees of a block on a UTC day, days since 1970-01-01, BTC, and whether they are known.
func (r *Record) FeesOn(day int) (btc float64, ok bool) { return on(r.Fees, day) }

// PriceOn returns the price of a coin on a UTC day, days since 1970-01-01, USD, and whether it is known.
func (r *Record) PriceOn(day int) (usd float64, ok bool) { return on(r.Price, day) }

// on returns the value of a series on a day, and whether it has one.
func on(s *series.Daily, day int) (float64, bool) {
	if s == nil {
		return 0, false
	}
	i := day - s.First.Days()
	if i < 0 || i >= len(s.Values) {
		return 0, false
	}
	return s.Values[i], true
}
