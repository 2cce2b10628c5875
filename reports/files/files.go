package files

import (
	"fmt"
	"io"
	"time"

	"hashwatt/reports/table"
	"hashwatt/sim"
)

// File is one data file of a run.
type File struct {
	Name  string
	When  func(r *sim.Result) bool // whether a run has this file; nil: always
	Write func(w io.Writer, r *sim.Result) error
}

// Table returns the files that are made of a result. The hourly rows, limits by the hour and the manifest are not
// among them: those come while the run runs, and after it.
func Table() []File {
	return []File{
		{Name: "summary.json", Write: Summary},
		{Name: "monthly.csv", Write: Monthly},
		{Name: "bill.csv", Write: Bill},
		{Name: "network.csv", Write: Network},
		{Name: "shares.csv", When: func(r *sim.Result) bool { return r.Shares != nil }, Write: Shares},
		{Name: "limits.csv", When: func(r *sim.Result) bool { return r.Settings.LimitHour == nil }, Write: Limits},
		{Name: "draws.parquet", When: func(r *sim.Result) bool { return r.Settings.Draws > 0 }, Write: Draws},
	}
}

// number writes a cell with a number; -0 is 0.
func number(out *table.Writer, v float64) { out.Float(v + 0) }

// moment writes a cell with a time.
func moment(out *table.Writer, at time.Time) { out.Text(at.UTC().Format(time.RFC3339)) }

// named says which file an error is about.
func named(file string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", file, err)
}
