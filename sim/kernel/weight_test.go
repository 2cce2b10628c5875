package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// twoRegions is a site of 10 MW that emits 0.5 t CO2 per MWh and earns 40 USD/MWh, and one of 10 MW that emits 1 t
// and earns 30, under caps on the CO2 of both in each hour.
func twoRegions(hours int, tonnes float64) (*Problem, *Draw) {
	p, d := shared(hours, tonnes, []float64{10, 10}, []float64{40, 30})
	p.Sites[1].Class = 1
	p.Budgets.Leaf = append(p.Budgets.Leaf, p.Budgets.Leaf[0])
	p.Budgets.Weight = []float64{0.5, 1}
	return p, d
}

// TestCarbonByHand: of 10 t the cleaner site, whose tonne earns 80 USD, takes 5 for 10 MWh, and the other has 5 for
// 5 MWh: one more tonne is worth 30 USD. Let the first have a budget of 6 MWh: it takes 3 t, the other 7, and one
// more MWh of that budget is worth 40 USD less the half tonne that the other goes without, 15 USD.
func TestCarbonByHand(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := twoRegions(2, 10)
		p.Foresight = look
		tr := run(t, p, d)
		near(t, "clean", energies(tr)[0], 2*10, 1e-12)
		near(t, "other", energies(tr)[1], 2*5, 1e-12)
		near(t, "multiplier", tr.Budgets[0].Multiplier, 30, 1e-12)
		near(t, "used", tr.Budgets[0].UsedMWh, 10, 1e-12)
		near(t, "shadow price at the clean site", tr.Use(0, 0, 0).MultiplierH, 0, 0)
		near(t, "shadow price at the other", tr.Use(0, 1, 0).MultiplierH, 2*30, 1e-12)

		b := p.Budgets
		for h := range p.Hours {
			g := int32(len(b.Groups))
			b.Groups = append(b.Groups, Group{BudgetMWh: 6, Unit: 0.5, From: h, To: h + 1, Parent: int32(h), Root: int32(h), Local: 1, Terms: Terms{Hourly: true}})
			b.Roots[h].Groups = append(b.Roots[h].Groups, g)
		}
		b.Leaf = [][]int32{{2, 3}, {0, 1}}
		tr = run(t, p, d)
		near(t, "clean", energies(tr)[0], 2*6, 1e-12)
		near(t, "other", energies(tr)[1], 2*7, 1e-12)
		near(t, "multiplier of the tonne", tr.Budgets[0].Multiplier, 30, 1e-12)
		near(t, "multiplier of the MWh", tr.Budgets[2].Multiplier, 25, 1e-12)
		near(t, "tonnes", tr.Budgets[0].UsedMWh, 10, 1e-12)
		near(t, "MWh", tr.Budgets[2].UsedMWh, 6, 1e-12)
	}
}

// TestCarbonPaysByHand: beyond 10 t a tonne costs 25 USD, so both run in full and the 5 t beyond are paid for; and
// auctioned tonnes cost the 30 USD that one more is worth.
func TestCarbonPaysByHand(t *testing.T) {
	t.Parallel()
	p, d := twoRegions(1, 10)
	p.Budgets.Groups[0].Terms.Soft, p.Budgets.Groups[0].Terms.Price = true, 25
	tr := run(t, p, d)
	near(t, "paid", tr.Use(0, 0, 0).PaidUSD, 25*5.0/3, 1e-12)
	near(t, "paid", tr.Use(0, 1, 0).PaidUSD, 25*10.0/3, 1e-12)
	p, d = twoRegions(1, 10)
	p.Budgets.Groups[0].Terms.Auctioned = true
	tr = run(t, p, d)
	near(t, "paid", tr.Use(0, 0, 0).PaidUSD, 30*5, 1e-12)
	near(t, "paid", tr.Use(0, 1, 0).PaidUSD, 30*5, 1e-12)
}

// TestWeightsHold: whatever a MWh counts, no budget is exceeded, the last of each is used, and counting all of it
// by the same number changes nothing.
func TestWeightsHold(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 4))
	for range 30 {
		p, d := merit(24*10, 3, 12)
		moving(d)
		p.Foresight = Foresight(rng.IntN(3))
		b := p.Budgets
		b.Weight = nil
		for i := range p.Sites {
			p.Sites[i].Class = int32(i)
			b.Weight = append(b.Weight, 0.1+rng.Float64())
			b.Leaf = append(b.Leaf[:i], b.Leaf[0])
		}
		tr := run(t, p, d)
		adds(t, tr)
		for g, use := range tr.Budgets {
			if use.UsedMWh > 12*(1+1e-9) || use.Multiplier > 0 && use.UsedMWh < 12*(1-1e-9) {
				t.Fatalf("hour %d: %g of 12 used at the multiplier %g", g, use.UsedMWh, use.Multiplier)
			}
		}
		w := rng.Float64() + 0.1
		b.Weight = nil
		plain := run(t, p, d)
		b.Weight = []float64{w, w, w}
		for g := range b.Groups {
			b.Groups[g].Unit = w
		}
		tr = run(t, p, d)
		near(t, "margin", margin(tr), margin(plain), 1e-9)
		for g := range tr.Budgets {
			if x, y := tr.Budgets[g], plain.Budgets[g]; math.Abs(x.UsedMWh-y.UsedMWh) > 1e-9 || math.Abs(x.Multiplier-y.Multiplier) > 1e-9 {
				t.Fatalf("hour %d: %+v counted by %g, %+v by 1", g, x, w, y)
			}
		}
	}
}
