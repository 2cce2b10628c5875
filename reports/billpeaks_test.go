package reports_test

import (
	"math"
	"strings"
	"testing"

	"hashwatt/reports"
)

func TestAPeakThatNobodyKnewStandsInItsHour(t *testing.T) {
	// Ten megawatts pay 600,000 USD for one hour of February that the forecast missed: 60,000 USD/MWh in it, and no
	// other hour of the month is dearer for it, as all would be by 89 USD/MWh were it spread. A peak that is known is
	// in the price of its hour already.
	t.Parallel()
	tariff := func(forecast string) string {
		return `[{type: time_of_use, name: energy, zones: [{price: 20 USD/MWh}, {hours: 15-20, price: 30 USD/MWh}]},
  {type: coincident, name: transmission, groups: [{hours: [2026-02-10T16], measure: mean, price: 60 USD/kW` + forecast + `}]}]`
	}
	c := chart(t, pageOf(t, written(t, chicago(tariff(", forecast: {hit_rate: 0 %}")), 0)), "effective-price")
	const tenth = 31 + 9
	for day, hours := range map[int]map[int]float64{tenth: {16: c.Heat.Full, 3: 20}, tenth + 1: {16: min(30, c.Heat.Full), 3: 20}} {
		for hour, want := range hours {
			if got := c.Heat.Cell(day, hour); got.None || math.Abs(got.Value-want) > c.Heat.Full/reports.HeatSteps {
				t.Errorf("day %d, %02d:00 costs %v, want %g", day, hour, got, want)
			}
		}
	}
	if !strings.Contains(c.Caption, "up to 60\u202f030") || !strings.Contains(c.Caption, "peaks of the system that nobody knew before") {
		t.Errorf("caption %q", c.Caption)
	}
	known := chart(t, pageOf(t, written(t, chicago(tariff("")), 0)), "effective-price").Caption
	if strings.Contains(known, "nobody knew") {
		t.Errorf("a known peak: %q", known)
	}
}
