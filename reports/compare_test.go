package reports_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
)

func TestComparisonHasOneScaleAColumnAndDifferencesWithinAScenario(t *testing.T) {
	// The first page of a scenario is what its others are measured by; a currency has a column of its own.
	t.Parallel()
	page := func(file, variant, code string, mwh, npv float64) *reports.Page {
		return &reports.Page{Title: file, Run: reports.Run{File: file, Variant: variant}, Totals: []reports.Total{
			{Name: "energy a year", Unit: "MWh", Value: reports.Num(mwh)}, {Name: "net present value", Unit: code, Value: reports.Num(npv)},
		}}
	}
	got := reports.Compare([]*reports.Page{
		page("a", "", "USD", 1.2e6, -3e6), page("a", "ban", "USD", 0.7e6, -5e6), page("b", "", "RUB", 0.7e6, 2e9), page("a", "late", "USD", 1.2e6+1, -3e6),
	})
	want := reports.Comparison{
		Heads: []string{"energy a year, TWh", "net present value, M$", "net present value, bn RUB"},
		Rows: []reports.Compared{
			{Title: "a", Cells: []reports.Difference{{Text: "1.20"}, {Text: "−3.00"}, {}}},
			{Title: "a", Variant: "ban", Cells: []reports.Difference{{Text: "0.70", By: "−0.50"}, {Text: "−5.00", By: "−2.00"}, {}}},
			{Title: "b", Cells: []reports.Difference{{Text: "0.70"}, {}, {Text: "2.00"}}},
			{Title: "a", Variant: "late", Cells: []reports.Difference{{Text: "1.20", By: "~"}, {Text: "−3.00"}, {}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
