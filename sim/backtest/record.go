package backtest

import (
	"fmt"
	"math"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// record is what the world has written down, ready to be played against.
type record struct {
	cat         *seeds.Catalog
	epochs      []network.Epoch // the last one is not finished
	price, fees *series.Daily   // USD/BTC, BTC/block
	laterFee    float64         // BTC/block, for days after the fees
	replay      *sim.Result     // nil until it is asked for
	months      []month         // nil until they are asked for
}

// newRecord reads the record out of the seeds. An error says which row is out of order.
func newRecord(cat *seeds.Catalog) (*record, error) {
	rows := make([]network.EpochRow, len(cat.Retargets))
	for k, row := range cat.Retargets {
		rows[k] = network.EpochRow{FirstHeight: row.FirstHeight, FirstUnix: row.FirstUnix, NBits: row.NBits}
	}
	history, err := network.NewHistory(rows)
	if err != nil {
		return nil, err
	}
	later, ok := cat.Default("fees_after_data_btc_per_block")
	if !ok {
		return nil, fmt.Errorf("seeds/defaults.csv has no row fees_after_data_btc_per_block; add it")
	}
	r := &record{cat: cat, epochs: history.Epochs, price: cat.CoinPrice(), fees: cat.FeesPerBlock(), laterFee: later.Value}
	return r, nil
}

// day is the UTC day of a moment.
func day(unix float64) calendar.Date { return calendar.DateOf(time.Unix(int64(unix), 0).UTC()) }

// unix is the moment at which a UTC day begins.
func unix(d calendar.Date) float64 { return float64(d.In(time.UTC).Unix()) }

// date is a UTC day by its numbers.
func date(year int, month time.Month, d int) calendar.Date {
	return calendar.Date{Year: year, Month: month, Day: d}
}

// first returns the position of the first epoch whose first block is not before a day.
func (r *record) first(d calendar.Date) int {
	for k := range r.epochs {
		if r.epochs[k].FirstUnix >= unix(d) {
			return k
		}
	}
	return len(r.epochs)
}

// holding returns the position of the epoch that holds a block.
func (r *record) holding(height int64) int {
	return int((height - r.epochs[0].FirstHeight) / network.BlocksPerRetarget)
}

// priceOn returns the price of a coin on a day, USD; 0 where there is none.
func (r *record) priceOn(d calendar.Date) float64 { return valueOn(r.price, d, 0) }

// feeOn returns the fees of a block on a day, BTC.
func (r *record) feeOn(d calendar.Date) float64 { return valueOn(r.fees, d, r.laterFee) }

func valueOn(s *series.Daily, d calendar.Date, unknown float64) float64 {
	at := d.Days() - s.First.Days()
	if at < 0 || at >= len(s.Values) {
		return unknown
	}
	return s.Values[at]
}

// hours calls f for every UTC day of a stretch of time with the hours of it that lie in the stretch.
func hours(from, to float64, f func(d calendar.Date, h float64)) {
	for d := day(from); unix(d) < to; d = d.AddDays(1) {
		if h := (math.Min(unix(d)+86400, to) - math.Max(unix(d), from)) / 3600; h > 0 {
			f(d, h)
		}
	}
}
