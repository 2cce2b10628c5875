package files

import (
	"io"
	"strconv"
	"strings"
	"time"

	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/ledger"
)

// Bill writes a row for each line of the invoices of the central case, in the order in which they are made: by
// tariff, site, month and component. The site is empty where the invoice is that of all sites of a tariff together.
// A line that the load of single hours sets has these hours with their load, as in 2025-01-15T14:00:00Z 1234.5,
// joined by ;.
func Bill(w io.Writer, r *sim.Result) error {
	out := table.NewWriter(w, "month", "site_id", "region_id", "component", "line", "amount", "currency", "usd", "set_by_kw", "why")
	world := r.Facts.World
	for k := range r.Bill {
		line := &r.Bill[k]
		site := ""
		if line.Site >= 0 {
			site = world.Sites[line.Site].ID
		}
		out.Text(r.Ledger.Months[line.Month].Label)
		out.Text(site)
		out.Text(world.Regions[world.Tariffs[line.Tariff].Region].ID)
		out.Text(line.Component)
		out.Text(line.Name)
		number(out, line.Amount)
		out.Text(line.Currency)
		number(out, line.USD)
		out.Text(setBy(r, line))
		out.Text(line.Why)
		out.End()
	}
	return named("bill.csv", out.Close())
}

// setBy lists the hours that set a charge.
func setBy(r *sim.Result, line *ledger.BillLine) string {
	parts := make([]string, len(line.Set))
	for k, peak := range line.Set {
		parts[k] = r.Facts.Axis.At(peak.Hour).UTC().Format(time.RFC3339) + " " + strconv.FormatFloat(dusted(peak.KW), 'g', -1, 64)
	}
	return strings.Join(parts, ";")
}

// aboutBill is what one kind of line of the invoices came to, over all months, tariffs and sites.
type aboutBill struct {
	Component string   `json:"component"`
	Line      string   `json:"line,omitempty"`
	USD       float64  `json:"usd"`
	PerMWh    *float64 `json:"usd_per_mwh"` // of all electricity; null where none is drawn
	PerBTC    *float64 `json:"usd_per_btc"` // of all coins; null where none is mined
}

// summariseBill adds up the invoices by component and line, in the order in which they come first.
func summariseBill(r *sim.Result) []aboutBill {
	out := []aboutBill{}
	index := map[[2]string]int{}
	for k := range r.Bill {
		line := &r.Bill[k]
		key := [2]string{line.Component, line.Name}
		at, known := index[key]
		if !known {
			at = len(out)
			index[key] = at
			out = append(out, aboutBill{Component: line.Component, Line: line.Name})
		}
		out[at].USD += line.USD
	}
	var mwh, btc float64
	for m := range r.Ledger.Total.Lines {
		mwh += r.Ledger.Total.Lines[m].EnergyMWh
		btc += r.Ledger.Total.Lines[m].BTC
	}
	for k := range out {
		out[k].PerMWh, out[k].PerBTC = over(out[k].USD, mwh), over(out[k].USD, btc)
	}
	return out
}

// over is a quotient; nil where there is nothing to divide by.
func over(v, by float64) *float64 {
	if by <= 0 {
		return nil
	}
	v /= by
	return &v
}
