package dispatch

import (
	"math"
	"testing"
)

// TestTiersByHand: what runs, at which price, in cases that fit on a line.
func TestTiersByHand(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	rising := []PriceStep{{100, 30}, {inf, 50}}
	falling := []PriceStep{{100, 50}, {inf, 20}}
	for _, c := range []struct {
		name        string
		used        float64
		steps       []PriceStep
		margin, mwh []float64
		want        TierPlan
	}{
		{"all in the first tier", 0, rising, []float64{40, 35}, []float64{30, 30}, TierPlan{30, 0, 60, 30*10 + 30*5}},
		{"the end of the tier cuts an item", 0, rising, []float64{45, 40, 35}, []float64{60, 60, 60}, TierPlan{40, 2. / 3, 100, 60*15 + 40*10}},
		{"the tier is exactly full, the next item is worth its price", 0, rising, []float64{45, 40}, []float64{100, 60}, TierPlan{40, 0, 100, 1500}},
		{"the tier is exactly full, the next item is not", 0, rising, []float64{45, 25}, []float64{100, 60}, TierPlan{30, 0, 100, 1500}},
		{"what is left of a tier", 75, rising, []float64{45}, []float64{50}, TierPlan{45, 0.5, 25, 375}},
		{"nothing is left of a tier", 100, rising, []float64{45}, []float64{50}, TierPlan{50, 0, 0, 0}},
		{"into the next tier", 75, rising, []float64{60, 45}, []float64{50, 50}, TierPlan{50, 0, 50, 25*30 + 25*10}},
		{"all margins equal", 0, rising, []float64{40, 40, 40, 40}, []float64{50, 50, 50, 50}, TierPlan{40, 0.5, 100, 1000}},
		{"a margin equal to the price idles", 0, rising, []float64{30, 30}, []float64{50, 50}, TierPlan{30, 0, 0, 0}},
		{"a dear tier that leads to a cheap one", 0, falling, []float64{40}, []float64{300}, TierPlan{20, 0, 300, -1000 + 4000}},
		{"a cheap tier out of reach", 0, falling, []float64{40}, []float64{140}, TierPlan{50, 0, 0, 0}},
		{"a cheap tier that gains exactly nothing", 0, falling, []float64{40}, []float64{150}, TierPlan{50, 0, 0, 0}},
		{"energy that is paid for anyway", 0, []PriceStep{{100, -35}, {inf, 0}}, []float64{-20, -30, -40}, []float64{30, 30, 30}, TierPlan{-35, 0, 60, 30*15 + 30*5}},
		{"no price", 0, nil, []float64{5, -5}, []float64{3, 3}, TierPlan{0, 0, 3, 15}},
		{"no items", 0, rising, nil, nil, TierPlan{30, 0, 0, 0}},
	} {
		var s TierSpace
		var got TierPlan
		s.Solve(&Tiers{c.used, c.steps, c.margin, c.mwh}, &got)
		if got.Price != c.want.Price || !near(got.Share, c.want.Share, 1e-12, 1) || !near(got.MWh, c.want.MWh, 1e-12, 1) || !near(got.Value, c.want.Value, 1e-12, 1) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}
