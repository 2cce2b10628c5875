package backtest

import (
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// free is a run of the network alone that begins where the record stands at the first block of an epoch. The epoch
// before that one is played as recorded; from the first block of Origin on the course brings the hashrate.
type free struct {
	origin   int            // position of the first epoch that the course answers for, from 1 on
	course   network.Course // under way: it has seen nothing of this run
	epochs   int            // how many epochs to play from the origin on
	holdFrom int            // the price and the fees of a coin are those of this day (days since 1970) from it on; 0: as recorded
	fee      *float64       // BTC/block on every day; nil: as recorded
	prices   []float64      // USD/BTC by day from the first day of the origin on, the last one for good; nil: as recorded
	luck     []network.Marks
	noise    []float64
	keep     bool // the parts of hours, for the hashprice at a block
}

// path is what a free run came to: one entry for each epoch from the origin on.
type path struct {
	from       int // position of the origin
	difficulty []float64
	start      []float64 // s since 1970
	parts      []kernel.Part
}

// play runs the network. An error says that the run left the range of numbers, or that the network stood still.
func (r *record) play(f free) (*path, error) {
	before := &r.epochs[f.origin-1]
	begin := math.Floor(before.FirstUnix/3600) * 3600
	// One epoch more than asked for, each as long as the slowest of the record's last ten years, and the one that is
	// played first.
	count := int(math.Ceil(float64(f.epochs+2) * 1.15 * network.TargetTimespanS / 3600))
	var state kernel.State
	for {
		p := r.problem(f, begin, count)
		trace := kernel.NewTrace(p, false)
		if f.keep {
			trace.Parts = make([]kernel.Part, 0, count+f.epochs+8)
		}
		p.Chain.Row = f.course.Copy()
		if err := kernel.Run(p, r.draw(f, begin, p.Days), &state, trace); err != nil {
			return nil, err
		}
		if len(trace.Epochs) > f.epochs+1 {
			return told(f, trace, begin), nil
		}
		if count > 24*366*100 {
			return nil, fmt.Errorf("the network finds %d epochs in a century from %s on; the response lets it die", len(trace.Epochs), day(begin))
		}
		count *= 2
	}
}

// told reads the path from the trace of a run, whose first epoch is the one before the origin.
func told(f free, trace *kernel.Trace, begin float64) *path {
	p := &path{from: f.origin, parts: trace.Parts}
	for _, e := range trace.Epochs[1 : f.epochs+1] {
		p.difficulty = append(p.difficulty, e.Difficulty)
		p.start = append(p.start, begin+3600*e.Start)
	}
	return p
}

// problem is a network without sites whose first epoch is the one before the origin.
func (r *record) problem(f free, begin float64, count int) *kernel.Problem {
	before, origin := &r.epochs[f.origin-1], &r.epochs[f.origin]
	p := &kernel.Problem{Hours: count, Months: 1, Month: make([]int32, count), Day: make([]int32, count)}
	midnight := unix(day(begin))
	for t := range p.Day {
		p.Day[t] = int32((begin + 3600*float64(t) - midnight) / 86400)
	}
	p.Days = int(p.Day[count-1]) + 1
	p.Chain = kernel.Chain{
		Height: before.FirstHeight, Difficulty: before.Difficulty, NBits: before.NBits,
		Blocks: math.Max(before.Progress(begin), 0), FirstHour: (before.FirstUnix - begin) / 3600,
		RowPHs: before.HashratePHs, History: []float64{before.HashratePHs},
		HandOverYear: (begin - origin.FirstUnix) / 3600 / unit.HoursPerYear,
	}
	return p
}

// draw gives the prices and fees of the days of a run.
func (r *record) draw(f free, begin float64, days int) *kernel.Draw {
	d := &kernel.Draw{CoinUSD: make([]float64, days), FeeBTC: make([]float64, days), Luck: f.luck, Noise: f.noise}
	first := day(begin)
	for t := range days {
		on := first.AddDays(t)
		if f.holdFrom > 0 && on.Days() > f.holdFrom {
			on = calendar.Date{Year: 1970, Month: 1, Day: 1}.AddDays(f.holdFrom)
		}
		d.CoinUSD[t], d.FeeBTC[t] = r.priceOn(on), r.feeOn(on)
		if f.fee != nil {
			d.FeeBTC[t] = *f.fee
		}
		if at := on.Days() - day(r.epochs[f.origin].FirstUnix).Days(); f.prices != nil && at >= 0 {
			d.CoinUSD[t] = f.prices[min(at, len(f.prices)-1)]
		}
		if d.CoinUSD[t] == 0 && t > 0 {
			d.CoinUSD[t] = d.CoinUSD[t-1] // after the record
		}
	}
	return d
}
