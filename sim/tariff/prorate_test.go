package tariff

import (
	"strings"
	"testing"
)

func TestCutMonthsCostTheirShare(t *testing.T) {
	// From 17 January to 10 April 2025 (UTC): 360 of 744 hours of January, 216 of 720 of April. A peak of 1000 kW at
	// 7.44 USD/kW costs 3600 in January, 7440 in February and 2232 in April; blocks of 744 MWh end at 360, 744 and
	// 223.2 MWh.
	t.Parallel()
	in := world(t, "2025-01-17", "2025-04-10", "UTC")
	for _, c := range []struct {
		item       string
		mw         float64
		full, want []float64 // January, February, March, April
	}{
		{"{type: demand, periods: [{price: 7.44 USD/kW}]}", 1, []float64{7440, 7440, 7440, 7440}, []float64{3600, 7440, 7440, 2232}},
		{"{type: demand, minimum: 2 MW, ratchets: [{share: 50 %}], periods: [{price: 7.44 USD/kW}]}", 1, []float64{14880, 14880, 14880, 14880}, []float64{7200, 14880, 14880, 4464}},
		{
			"{type: tiered, periods: [{tiers: [{up_to: 744 MWh, price: 2 USD/MWh}, {price: 1 USD/MWh}]}]}", 2,
			[]float64{720 + 720, 744 + 1344, 744 + 1488, 2 * 432},
			[]float64{360 + 720, 744 + 1344, 744 + 1488, 223.2 + 432},
		},
		{
			"{type: tiered, periods: [{tiers: [{up_to: 24 MWh/day, price: 2 USD/MWh}, {price: 1 USD/MWh}]}]}", 2,
			[]float64{720 + 720, 672 + 1344, 744 + 1488, 432 + 432},
			[]float64{360 + 720, 672 + 1344, 744 + 1488, 216 + 432},
		},
		{
			"{type: tiered, periods: [{tiers: [{up_to: 372 kWh/kW, price: 2 USD/MWh}, {price: 1 USD/MWh}]}]}", 2,
			[]float64{720 + 720, 744 + 1344, 744 + 1488, 432 + 432},
			[]float64{360 + 720, 744 + 1344, 744 + 1488, 223.2 + 432},
		},
		{
			"{type: tiered, per: day, periods: [{tiers: [{up_to: 24 MWh, price: 2 USD/MWh}, {price: 1 USD/MWh}]}]}", 2,
			[]float64{360 + 720, 672 + 1344, 744 + 1488, 216 + 432},
			[]float64{360 + 720, 672 + 1344, 744 + 1488, 216 + 432},
		},
		{"{type: demand, per: day, periods: [{price: 1 USD/MW}]}", 1, []float64{15, 28, 31, 9}, []float64{15, 28, 31, 9}},
		{
			"{type: ppa, price: 1 USD/MWh, take_or_pay: 7440 MWh}", 1, []float64{7440, 7440, 7440, 7440}, []float64{3600, 7440, 7440, 2232},
		},
	} {
		i := item(t, c.item)
		for k, want := range [][]float64{c.full, c.want} {
			in := in
			in.Prorate = k == 1
			for m, got := range sums(t, c.item, i, steady(in, c.mw), in) {
				if !near(got, want[m], 1e-12) {
					t.Errorf("%s, prorated %t, month %d: %v, want %v", c.item, in.Prorate, m, got, want[m])
				}
			}
		}
	}
	in.Prorate = true
	for text, want := range map[string]string{
		"{type: demand, periods: [{price: 10 USD/kW}]}":                                                "00:00 x 360 of 744 hours",
		"{type: tiered, periods: [{tiers: [{up_to: 744 MWh, price: 2 USD/MWh}, {price: 1 USD/MWh}]}]}": "up to 744 MWh x 360 of 744 hours",
	} {
		if charges, err := item(t, text).Invoice(Use{MWh: steady(in, 1)}, in); err != nil || !strings.HasSuffix(charges[0].Why, want) {
			t.Errorf("%s: %q (%v), want it to end with %q", text, charges[0].Why, err, want)
		}
	}
}
