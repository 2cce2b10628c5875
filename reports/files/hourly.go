package files

import (
	"fmt"
	"io"
	"math"
	"time"

	"github.com/parquet-go/parquet-go"

	"hashwatt/reports/table"
	"hashwatt/sim"
)

// The forms of hourly rows, which are also the endings of their file.
const (
	Parquet = "parquet"
	CSV     = "csv"
)

// Hourly takes the hourly rows of a run one by one and writes them as they come.
type Hourly interface {
	// Add writes a row. After an error it does nothing more.
	Add(row sim.HourRow)
	// Close writes what is held back and returns the first error.
	Close() error
}

// NewHourly begins a file of hourly rows: one for each site, machine class and hour, or part of an hour where a
// retarget or a halving cuts it. form is Parquet or CSV.
func NewHourly(w io.Writer, form string) Hourly {
	if form == CSV {
		return &hourlyCSV{table.NewWriter(w, "time_utc", "hours", "site_id", "tranche", "capacity_mwh", "energy_mwh",
			"price_usd_mwh", "margin_usd_mwh", "multiplier_usd_mwh", "reason")}
	}
	return &hourlyParquet{
		out: parquet.NewGenericWriter[hourRow](w, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowGroup), createdBy),
		row: make([]hourRow, 0, 1024),
	}
}

// hourlyCSV writes CSV.
type hourlyCSV struct{ out *table.Writer }

func (h *hourlyCSV) Add(row sim.HourRow) {
	out := h.out
	moment(out, row.Time)
	number(out, row.Hours)
	out.Text(row.SiteID)
	out.Text(row.Tranche)
	number(out, row.CapacityMWh)
	number(out, row.EnergyMWh)
	number(out, row.PriceUSDMWh)
	number(out, row.MarginUSDMWh)
	number(out, row.MultiplierUSD)
	out.Text(row.Reason)
	out.End()
}

func (h *hourlyCSV) Close() error { return named("hourly.csv", h.out.Close()) }

// hourRow is a row of the parquet file.
type hourRow struct {
	Time       time.Time `parquet:"time_utc,timestamp(millisecond),delta"`
	Hours      float64   `parquet:"hours,dict"`
	SiteID     string    `parquet:"site_id,dict"`
	Tranche    string    `parquet:"tranche,dict"`
	Capacity   float64   `parquet:"capacity_mwh"`
	Energy     float64   `parquet:"energy_mwh"`
	Price      float64   `parquet:"price_usd_mwh,split"`
	Margin     float64   `parquet:"margin_usd_mwh,split"`
	Multiplier float64   `parquet:"multiplier_usd_mwh"`
	Reason     string    `parquet:"reason,dict"`
}

// hourlyParquet writes Parquet, a batch of rows at a time.
type hourlyParquet struct {
	out *parquet.GenericWriter[hourRow]
	row []hourRow
	err error
}

func (h *hourlyParquet) Add(row sim.HourRow) {
	if h.err != nil {
		return
	}
	for _, v := range []float64{row.CapacityMWh, row.EnergyMWh, row.PriceUSDMWh, row.MarginUSDMWh, row.MultiplierUSD} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			h.err = fmt.Errorf("hourly.parquet: a value of %s at %s is %g, which is no number", row.SiteID, row.Time.Format(time.RFC3339), v)
			return
		}
	}
	h.row = append(h.row, hourRow{
		row.Time.UTC(), row.Hours, row.SiteID, row.Tranche, row.CapacityMWh, row.EnergyMWh,
		row.PriceUSDMWh, row.MarginUSDMWh, row.MultiplierUSD, row.Reason,
	})
	if len(h.row) == cap(h.row) {
		h.flush()
	}
}

func (h *hourlyParquet) flush() {
	if h.err == nil {
		_, h.err = h.out.Write(h.row)
	}
	h.row = h.row[:0]
}

func (h *hourlyParquet) Close() error {
	h.flush()
	if h.err == nil {
		h.err = h.out.Close()
	}
	return h.err
}
