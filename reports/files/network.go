package files

import (
	"io"
	"math"
	"time"

	"hashwatt/reports"
	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
)

// Network writes a row for each difficulty epoch of the central case, with the means over its hours inside the
// horizon. The columns _without are the means over the same hours of the same network without the sites; empty
// where the hashprice is given. The subsidy is that of the epoch's end, and halving is 1 where it fell inside the
// epoch.
func Network(w io.Writer, r *sim.Result) error {
	out := table.NewWriter(w, "start", "height", "difficulty", "network_eh_s", "own_eh_s", "own_share_pct", "hashprice_usd_ph_day", "price_usd",
		"difficulty_without", "hashprice_without_usd_ph_day", "subsidy_btc", "halving")
	for k := range r.Trace.Epochs {
		e := &r.Trace.Epochs[k]
		network := e.RowPHs + e.OwnPHs
		moment(out, momentOf(r, e.Start))
		out.Int(e.Height)
		number(out, e.Difficulty)
		number(out, network/1000)
		number(out, e.OwnPHs/1000)
		if network > 0 {
			number(out, 100*e.OwnPHs/network)
		} else {
			out.Number(reports.Gap)
		}
		number(out, e.Hashprice)
		number(out, e.CoinUSD)
		if r.Without != nil {
			difficulty, hashprice := without(r, e)
			number(out, difficulty)
			number(out, hashprice)
		} else {
			out.Number(reports.Gap)
			out.Number(reports.Gap)
		}
		number(out, e.SubsidyBTC)
		halving := int64(0)
		if e.Halving {
			halving = 1
		}
		out.Int(halving)
		out.End()
	}
	return named("network.csv", out.Close())
}

// without is the mean difficulty and hashprice of the network without the sites over the hours of an epoch. Its
// retargets come a little later than with them, so several of its epochs share the hours.
func without(r *sim.Result, e *kernel.Epoch) (difficulty, hashprice float64) {
	end := e.Start + e.Hours
	for k := range r.Without.Epochs {
		other := &r.Without.Epochs[k]
		if other.Start == e.Start && other.Hours == e.Hours {
			return other.Difficulty, other.Hashprice
		}
		if h := min(other.Start+other.Hours, end) - max(other.Start, e.Start); h > 0 {
			difficulty += other.Difficulty * h / e.Hours
		}
	}
	offset := float64(r.Facts.Axis.Start.Hour()) // hours of the first UTC day that are over when the run begins
	for day := int((e.Start + offset) / 24); day < len(r.Without.Hashprice); day++ {
		midnight := 24*float64(day) - offset
		if h := min(midnight+24, end) - max(midnight, e.Start); h > 0 {
			hashprice += r.Without.Hashprice[day] * h / e.Hours
		}
	}
	return difficulty, hashprice
}

// momentOf is the time of an hour of the axis with its fraction, to the second.
func momentOf(r *sim.Result, hour float64) time.Time {
	whole := math.Floor(hour)
	return r.Facts.Axis.At(int(whole)).Add(time.Duration(math.Round((hour-whole)*3600)) * time.Second)
}
