package html

import (
	"testing"

	"hashwatt/reports"
)

// TestNothingIsNoGap: the colour of zero can be told from the ground, which a gap shows, in light and in dark.
func TestNothingIsNoGap(t *testing.T) {
	t.Parallel()
	for _, c := range []reports.Color{reports.Blue, reports.Orange, reports.Green, reports.Purple, reports.Red} {
		zero := heatTints(c)[0]
		for _, dark := range []bool{false, true} {
			colors := reports.Palette(dark)
			if got := reports.Contrast(colors[zero], colors["ground"]); got < 1.25 {
				t.Errorf("%s, dark %v: %s has a contrast of %.2f to the ground", c, dark, zero, got)
			}
		}
	}
}
