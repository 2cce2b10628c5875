package files

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"hashwatt/sim"
	"hashwatt/sim/metric"
)

func TestDrawsReadBackAsParquet(t *testing.T) {
	// There is a row for each draw from 0 and a column for each metric, null where a draw has no value.
	t.Parallel()
	r := result(t, words, sim.Settings{Draws: 4, Seed: 1})
	var b bytes.Buffer
	if err := Draws(&b, r); err != nil {
		t.Fatal(err)
	}
	f, err := parquet.OpenFile(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range f.Schema().Columns() {
		names = append(names, strings.Join(c, "."))
	}
	if d := cmp.Diff(append([]string{"draw"}, metric.IDs()...), names); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	rows := make([]parquet.Row, 10)
	reader := parquet.NewReader(bytes.NewReader(b.Bytes()))
	n, err := reader.ReadRows(rows)
	if err != nil && !errors.Is(err, io.EOF) || n != 5 {
		t.Fatalf("%d rows, %v; want 5", n, err)
	}
	for d, row := range rows[:n] {
		if row[0].Int64() != int64(d) {
			t.Errorf("draw = %d, want %d", row[0].Int64(), d)
		}
		for k, v := range r.Columns[d] {
			if cell := row[k+1]; cell.IsNull() == v.OK() || v.OK() && cell.Double() != v.V {
				t.Errorf("draw %d: %s = %v, want %+v", d, metric.IDs()[k], cell, v)
			}
		}
	}
	r.Columns[2][0] = metric.Value{V: math.NaN()}
	if err := Draws(io.Discard, r); err == nil || !strings.Contains(err.Error(), "energy_mwh of draw 2") {
		t.Errorf("error of a NaN = %v, want one that names metric and draw", err)
	}
}

// hourlyBytes runs the words with hourly rows in a form.
func hourlyBytes(t *testing.T, form string) (*sim.Result, []byte) {
	t.Helper()
	var b bytes.Buffer
	out := NewHourly(&b, form)
	r := result(t, words, sim.Settings{Hourly: out.Add})
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return r, b.Bytes()
}

func TestHourlyRowsAgreeInBothForms(t *testing.T) {
	// CSV and Parquet have the same rows, and their energy is the run's.
	t.Parallel()
	r, text := hourlyBytes(t, CSV)
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := "time_utc,hours,site_id,tranche,capacity_mwh,energy_mwh,price_usd_mwh,margin_usd_mwh,multiplier_usd_mwh,reason"
	if got := strings.Join(all[0], ","); got != head {
		t.Errorf("columns = %s, want %s", got, head)
	}
	_, binary := hourlyBytes(t, Parquet)
	rows, err := parquet.Read[hourRow](bytes.NewReader(binary), int64(len(binary)))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(all)-1 || len(rows) < 3*31*24*2 {
		t.Fatalf("%d rows as Parquet, %d as CSV; want as many, and one for each site, machine and hour", len(rows), len(all)-1)
	}
	var energy float64
	for k, row := range rows {
		energy += row.Energy
		line := all[k+1]
		if line[0] != row.Time.UTC().Format("2006-01-02T15:04:05Z") || strings.TrimPrefix(line[2], "'") != row.SiteID ||
			line[5] != strconv.FormatFloat(row.Energy, 'g', -1, 64) || line[9] != row.Reason {
			t.Fatalf("row %d: CSV %v, Parquet %+v; want the same", k, line, row)
		}
	}
	if want := r.Summary.Find("energy_mwh").Value.V; !near(energy, want) {
		t.Errorf("energy of all hours = %g MWh, want %g", energy, want)
	}
}
