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

func TestComparisonLeavesOutLimitsThatNobodyHasAndShowsWhatWasFound(t *testing.T) {
	// Nothing is kept back in any page: there is no such column; where one page has a limit, the others stand beside
	// it with zero. A solved page has the power found and the share of its country.
	t.Parallel()
	page := func(kept float64) *reports.Page {
		return &reports.Page{Title: "a", Run: reports.Run{File: "a"}, Totals: []reports.Total{
			{Name: "kept back by limits a year", Unit: "MWh", Value: reports.Num(kept)}, {Name: "energy a year", Unit: "MWh", Value: reports.Num(1e6)},
		}}
	}
	if got := reports.Compare([]*reports.Page{page(0), page(0)}); len(got.Heads) != 1 || len(got.Rows[0].Cells) != 1 {
		t.Errorf("no limits: %q", got.Heads)
	}
	if got := reports.Compare([]*reports.Page{page(0), page(2e3)}); len(got.Heads) != 2 || got.Rows[0].Cells[0].Text != "0.00" || got.Rows[1].Cells[0].By != "+2.00" {
		t.Errorf("one limit: %+v", got)
	}
	found := pageOf(t, shipped(t, "share.yaml", "", 0))
	got := reports.Compare([]*reports.Page{found, page(0)})
	if got.Heads[0] != "power that it takes, GW" || got.Heads[1] != "share of Russia asked for, %" || got.Rows[0].Cells[1].Text != "11.2" || got.Rows[1].Cells[0].Text != "" {
		t.Errorf("solved: %+v", got)
	}
}
