package reports_test

import (
	"slices"
	"strings"
	"testing"

	"hashwatt/reports"
)

func TestSpikesDoNotFlattenThePriceDuration(t *testing.T) {
	// Where prices go to 3,084 USD/MWh the axis ends at the round number above two and a half times the highest
	// break-even, the caption says which hours lie above, and data and table have them all; where the dearest hour is
	// near the others nothing is cut.
	t.Parallel()
	c := chart(t, pageOf(t, shipped(t, "texas.yaml", "", 0)), "price-duration-1")
	y := c.Lines.Y
	if y.High == nil {
		t.Fatal("the axis is not cut")
	}
	levels, top := 0.0, 0.0
	for _, line := range c.Lines.Series {
		if line.At != nil {
			levels = max(levels, line.Y[0].Value)
		} else {
			top = max(top, line.Y[0].Value)
		}
	}
	if end := y.High.Value; end < 2.5*levels || end > 5.5*levels || top < 2*end {
		t.Errorf("the axis ends at %v; break-even %v, dearest hour %v", end, levels, top)
	}
	if !strings.Contains(c.Caption, " The dearest 0.") || !strings.Contains(c.Caption, "\u202f% of hours, up to "+reports.Format(top, 0)+"\u202fUSD/MWh, lie above the frame.") {
		t.Errorf("caption %q", c.Caption)
	}
	behind := c.Behind()
	if !slices.ContainsFunc(behind.Columns, func(col reports.Column) bool { return len(col.Numbers) > 0 && col.Numbers[0].Value == top }) {
		t.Error("the table has not the dearest hour")
	}
	if calm := chart(t, pageOf(t, shipped(t, "komi.yaml", "", 0)), "price-duration-1"); calm.Lines.Y.High != nil || strings.Contains(calm.Caption, "above the frame") {
		t.Errorf("komi: cut at %v, %q", calm.Lines.Y.High, calm.Caption)
	}
}

func TestNoRowForADemandChargeThatNobodyHas(t *testing.T) {
	// A tariff of energy alone has no row of what a demand charge stopped; one that prices the highest load has it, at
	// zero too.
	t.Parallel()
	for tariff, want := range map[string]bool{
		"[{type: flat, price: 30 USD/MWh}]": false,
		"[{type: flat, price: 30 USD/MWh}, {type: tiered, periods: [{tiers: [{up_to: 1 GWh, price: 3 USD/MWh}, {price: 2 USD/MWh}]}]}]": false,
		"[{type: flat, price: 30 USD/MWh}, {type: demand, periods: [{price: 1 USD/kW}]}]":                                               true,
	} {
		rows := table(t, pageOf(t, written(t, billed("", tariff), 0)), "hours-table").Columns[0].Text
		if got := slices.Contains(rows, "idle: demand charge"); got != want {
			t.Errorf("%s: rows %q", tariff, rows)
		}
	}
}
