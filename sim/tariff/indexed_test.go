package tariff

import (
	"strings"
	"testing"
)

func TestIndexFormula(t *testing.T) {
	// The series is 100 + hour of the day, and -50 on Sundays at 3. Twice it less 30, at least 0, at most 200: 210 at
	// 10 o'clock less 0 is cut to 200, the negative hour is lifted to 0, and 0 o'clock is 170.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-06-02", "UTC") // a Sunday
	in.Series = market
	e := load(t, "{type: indexed, series: northwest, factor: 2, adder: -30 RUB/MWh, floor: 0 RUB/MWh, cap: 200 RUB/MWh}")
	dst := make([]float64, in.Axis.Hours)
	if err := e.Signal(dst, in); err != nil {
		t.Fatal(err)
	}
	for h, want := range map[int]float64{0: 170, 3: 0, 10: 190, 20: 200} {
		if dst[h] != want {
			t.Errorf("%d o'clock costs %v, want %v", h, dst[h], want)
		}
	}
}

func TestIndexByDate(t *testing.T) {
	// Matched by date an hour takes its own value, and an hour beyond the series is an error that says how far it reaches.
	t.Parallel()
	in := world(t, "2019-12-31", "2020-01-01", "UTC")
	in.Series = market
	e := load(t, "{type: indexed, series: northwest, match: date}")
	dst := make([]float64, in.Axis.Hours)
	if err := e.Signal(dst, in); err != nil || dst[5] != 105 {
		t.Errorf("5 o'clock costs %v (%v), want 105", dst[5], err)
	}
	later := world(t, "2019-12-31", "2020-01-02", "UTC")
	later.Series = market
	err := e.Signal(make([]float64, later.Axis.Hours), later)
	if err == nil || !strings.Contains(err.Error(), "has no value for the hour from 2020-01-01T00:00Z") {
		t.Errorf("beyond the series: %v, want an error that names the hour", err)
	}
	if err := load(t, "{type: indexed, series: northwest, adder: 1 USD/MWh}").Signal(dst, in); err == nil || !strings.Contains(err.Error(), "is in RUB, but the formula is in USD") {
		t.Errorf("two currencies: %v, want an error", err)
	}
}

func TestAZeroSeriesBillsNothing(t *testing.T) {
	// Prices of zero are prices: the bill has its lines and their amounts are zero.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-07-01", "UTC")
	in.Series = market
	charges, err := load(t, "{type: indexed, series: northwest, factor: 0}").Bill(steady(in, 1), in)
	if err != nil || len(charges) != 1 || charges[0].Amount != 0 || charges[0].Currency != "RUB" {
		t.Errorf("bill %+v (%v), want one line of 0 RUB", charges, err)
	}
}
