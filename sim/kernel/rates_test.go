package kernel

import (
	"slices"
	"testing"
)

// A draw has rates of exchange of its own, and fines are paid at those, of the month in which the period ends:
// three days as in TestBreachOnceByHand, in which breaking one of them earns 7,680 USD. At 98 rubles to the dollar
// the fine of 700,000 is 7,143 USD, at 90 it is 7,778, which does not pay; the 100 of the central path do not
// matter. The last day is the second month: the fine for the day before is settled in it, at the rate of the first.
func TestFinesAtDrawnRates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		look  Foresight
		rates []float64
		day   int // that is broken, -1 for none
	}{
		{Rolling, []float64{98, 98}, 2},
		{Rolling, []float64{90, 90}, -1},
		{Perfect, []float64{98, 98}, 2},
		{Perfect, []float64{90, 90}, -1},
		{Perfect, []float64{90, 98}, 2},
		{Perfect, []float64{98, 90}, 1},
	} {
		p, d := steady(72)
		p.Foresight, p.Months = c.look, 2
		for h := 48; h < 72; h++ {
			p.Month[h] = 1
		}
		breakable(p, []int{24, 48, 72}, 96, []float64{700_000, 800_000}, 8)
		p.Limits[0].PerUSD = []float64{100, 100}
		d.PerUSD = [][]float64{c.rates}
		var want []Broken
		if c.day >= 0 {
			fine := 700_000 / c.rates[c.day/2]
			want = []Broken{{Group: int32(c.day), FineUSD: fine, StillTo: 24*(c.day+1) + 8}}
		}
		tr := run(t, p, d)
		if !slices.Equal(tr.Broken, want) {
			t.Errorf("foresight %d at %v: broken %v, want %v", c.look, c.rates, tr.Broken, want)
			continue
		}
		for _, b := range want {
			near(t, "paid", tr.Use(0, 0, c.day/2).PaidUSD, b.FineUSD, 1e-12)
		}
	}
}

// What is used beyond a soft budget is priced at the rates of the draw, of the month of each period, when it is
// planned and when it is paid. By hand 6 MW earn 95 and 4 MW earn 32.5 USD/MWh. Beyond 96 MWh a day 3,000 rubles
// are 30 USD at the central 100 to the dollar, at which all would run; at 90 they are 33.33, and at 80 they are
// 37.50, so only the 6 MW do: 144 MWh a day.
func TestSoftPricesAtDrawnRates(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := steady(48)
		p.Foresight, p.Months = look, 2
		for h := 24; h < 48; h++ {
			p.Month[h] = 1
		}
		l := limited(p, "quota")
		p.Limits[l].PerUSD = []float64{100, 100}
		b := &Budgets{Leaf: [][]int32{make([]int32, 48)}}
		for k := range 2 {
			b.Groups = append(b.Groups, Group{
				Limit: l, BudgetMWh: 96, From: 24 * k, To: 24 * (k + 1), Parent: -1, Root: int32(k), Terms: Terms{Soft: true, Price: 3000},
			})
			b.Roots = append(b.Roots, Root{Groups: []int32{int32(k)}, Sites: []int32{0}, From: 24 * k, To: 24 * (k + 1)})
		}
		for h := 24; h < 48; h++ {
			b.Leaf[0][h] = 1
		}
		p.Budgets, p.Sites[0].Class = b, 0
		d.PerUSD = [][]float64{{90, 80}}
		tr := run(t, p, d)
		for m, rate := range d.PerUSD[0] {
			mwh := 144.0
			if look == Myopic { // he sees the price only where the budget is gone: all runs for 9 hours, and in the next one the 6 MWh that are left
				mwh = 96 + 14*6
			}
			near(t, "energy", tr.Flows[0][m].EnergyMWh, mwh, 1e-9)
			near(t, "paid", tr.Use(int(l), 0, m).PaidUSD, (mwh-96)*3000/rate, 1e-9)
		}
	}
}
