package dispatch

import (
	"math"
	"testing"
)

// at returns a price without stretches.
func at(price float64) []PriceStep { return []PriceStep{{math.Inf(1), price}} }

// TestWindowRule: a window opens if the margins of its profitable hours add up to more than its price.
func TestWindowRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw, value float64 }{
		{25, 7, 7 * (10 + 20 - 25)},
		{30, 0, 0}, // exactly nothing is gained
		{31, 0, 0},
	} {
		p := Peaks{
			Parent: []int32{-1}, Steps: [][]PriceStep{at(c.price)},
			Leaf: []int32{0, 0, 0}, Hour: []int32{0, 1, 2}, MW: []float64{7, 7, 7}, Margin: []float64{10, 20, -5},
		}
		var s PeakSpace
		var got PeakPlan
		s.Solve(&p, &got)
		if got.MW[0] != c.mw || got.Value != c.value {
			t.Errorf("at %v USD/MW: %v MW worth %v USD, want %v and %v", c.price, got.MW[0], got.Value, c.mw, c.value)
		}
	}
}
