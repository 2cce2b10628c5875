package reports_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
)

func heads(t reports.Table) []string {
	var out []string
	for _, c := range t.Columns {
		out = append(out, c.Head())
	}
	return out
}

// The table behind a chart has the chart's own numbers, each column with its unit.
func TestTableBehind(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	for id, want := range map[string][]string{
		"build-out":  {"month", "BitRiver, standing, MW", "BitRiver, announced, MW", "Komi, dates assumed, MW", "allowed by limits, MW"},
		"idle":       {"month", "outage, thousand machine-hours", "price above break-even, thousand machine-hours", "year-round ban, thousand machine-hours", "winter quota, thousand machine-hours", "shadow price, USD/MWh"},
		"cost-price": {"day", "price, k$", "cost: day", "cost, k$"},
		"energy-fan": {"month", "P5, GWh a month", "P25, GWh a month", "median, GWh a month", "P75, GWh a month", "P95, GWh a month", "central case, GWh a month", "single future 1, GWh a month", "single future 2, GWh a month", "single future 3, GWh a month"},
		"rules":      {"month", "year-round ban, %", "winter quota, %"},
		"reasons":    {"site", "price, %", "winter quota, %", "outage, %"},
		"map":        {"site", "region", "status", "power, MW", "low, MW", "high, MW", "megawatts are", "place is", "latitude, °", "longitude, °"},
	} {
		behind := find(t, page, id).Behind()
		if diff := cmp.Diff(want, heads(behind)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
		for _, c := range behind.Columns {
			if c.Len() != behind.Len() {
				t.Errorf("%s: column %q has %d rows, want %d", id, c.Name, c.Len(), behind.Len())
			}
		}
	}
	running := find(t, page, "running").Behind()
	if len(running.Columns) != 25 || running.Len() != 2191 || running.Columns[0].Text[2190] != "2030-12-31" {
		t.Errorf("heat map: %d columns, %d rows, last day %q", len(running.Columns), running.Len(), running.Columns[0].Text[running.Len()-1])
	}
}

// Cells of a heat map are kept to half a per cent of the full value; gaps stay gaps.
func TestPackHeat(t *testing.T) {
	t.Parallel()
	h := reports.Heat{First: "2025-12-31", Full: 100, Cells: reports.PackHeat(append(reports.Of([]float64{0, 0.2, 50, 99.9, 100, 140, -3}), reports.Gap), 100)}
	h.Cells = append(h.Cells, make([]byte, 40)...)
	for i, want := range []reports.Number{{}, {}, {Value: 50}, {Value: 100}, {Value: 100}, {Value: 100}, {}, reports.Gap} {
		if got := h.Cell(0, i); got != want {
			t.Errorf("cell %d is %v, want %v", i, got, want)
		}
	}
	if h.Days() != 2 || h.Day(1).Format("2006-01-02") != "2026-01-01" {
		t.Errorf("%d days, the second is %v", h.Days(), h.Day(1))
	}
}

// A legend follows the eye: a stack from its top down, then what lies below zero, then lines.
func TestLegendOrder(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	var got []string
	for _, k := range find(t, page, "revenue-cost").Bars.Legend() {
		got = append(got, k.Name+" "+k.Shape)
	}
	if diff := cmp.Diff([]string{"revenue bar", "power bar", "operation bar", "tax bar", "net line"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Long tables are cut on the page, and it says so.
func TestShown(t *testing.T) {
	t.Parallel()
	if n, note := reports.Shown(100); n != 100 || note != "" {
		t.Errorf("100 rows: %d shown, note %q", n, note)
	}
	if n, note := reports.Shown(2191); n != 60 || note != "60 of 2\u202f191 rows are shown; the CSV holds all of them." {
		t.Errorf("2191 rows: %d shown, note %q", n, note)
	}
}

// Dates come in four forms and nothing else.
func TestMoment(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{"2025": "year", "2025-01": "month", "2025-01-31": "day", "2025-01-31T18:00": "hour"} {
		if _, form, err := reports.Moment(date); form != want || err != nil {
			t.Errorf("%s is %q (%v), want %q", date, form, err, want)
		}
	}
	for _, date := range []string{"", "25", "2025-13", "2025-02-30", "2025-01-31 18:00", "2025-1-1", "2025-01-31T18:00Z"} {
		if _, form, err := reports.Moment(date); err == nil {
			t.Errorf("%q was read as %s", date, form)
		}
	}
	if ms, _, _ := reports.Moment("1970-01-02"); ms != 86_400_000 {
		t.Errorf("1970-01-02 is %d ms", ms)
	}
}
