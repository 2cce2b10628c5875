package files

import (
	"io"
	"math"
	"time"

	"hashwatt/reports"
	"hashwatt/reports/table"
	"hashwatt/sim"
)

// Network writes a row for each difficulty epoch of the central case, with the means over its hours inside the horizon.
func Network(w io.Writer, r *sim.Result) error {
	out := table.NewWriter(w, "start", "height", "difficulty", "network_eh_s", "own_eh_s", "own_share_pct", "hashprice_usd_ph_day", "price_usd")
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
		out.End()
	}
	return named("network.csv", out.Close())
}

// momentOf is the time of an hour of the axis with its fraction, to the second.
func momentOf(r *sim.Result, hour float64) time.Time {
	whole := math.Floor(hour)
	return r.Facts.Axis.At(int(whole)).Add(time.Duration(math.Round((hour-whole)*3600)) * time.Second)
}
