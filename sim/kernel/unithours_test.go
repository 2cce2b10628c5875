package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// linkedHours puts so many MW on the power of all sites together in every hour, which machines link.
func linkedHours(p *Problem, mw float64) {
	power := limited(p, "power")
	root := Root{To: p.Hours, Hourly: true}
	for i := range p.Sites {
		root.Sites, p.Sites[i].Class = append(root.Sites, int32(i)), 0
	}
	p.Limits[power].Sites = root.Sites
	b := &Budgets{Leaf: [][]int32{make([]int32, p.Hours)}}
	for h := range p.Hours {
		g := int32(h)
		b.Leaf[0][h], root.Groups = g, append(root.Groups, g)
		b.Groups = append(b.Groups, Group{Limit: power, BudgetMWh: mw, From: h, To: h + 1, Parent: -1, Local: g, Terms: Terms{Hourly: true}})
	}
	b.Roots, p.Budgets = []Root{root}, b
}

// Two units of 10 MW that share 12 MW in every hour, and no longer budget, earn at least what they would at any
// division of the power that holds all the time, each by its own recursion, and their minimum times hold.
func TestHoursOfSharedPowerArePlannedWithUnits(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 6))
	for range 3 {
		n := 12
		c := Cycle{Up: 2 + rng.IntN(4), Down: 1 + rng.IntN(4), StartPerMW: float64(1 + rng.IntN(40))}
		prices := [2][]float64{make([]float64, n), make([]float64, n)}
		for h := range n {
			prices[0][h] = float64(100 + rng.IntN(51))
			prices[1][h] = float64(100 + rng.IntN(51))
		}
		p, d := cycled(prices[0], c)
		other := p.Sites[0]
		other.Tariff, other.Cycle = 1, p.Sites[0].Cycle
		p.Sites, p.Price = append(p.Sites, other), append(p.Price, prices[1])
		linkedHours(p, 12)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			p.Foresight = look
			s, tr := &State{Certify: true}, NewTrace(p, false)
			short := newSchedules(t, p, s, "shared hours")
			if s.Recorder = short; look == Myopic {
				s.Recorder = nil
			}
			if err := Run(p, d, s, tr); err != nil {
				t.Fatal(err)
			}
			if tr.Proven.Gap > 1e-9 || tr.Certified.Over > 1e-9 {
				t.Fatalf("foresight %d: %+v, %+v", look, tr.Proven, tr.Certified)
			}
			if look == Myopic {
				continue
			}
			got := 0.0
			for i := range p.Sites {
				got += tr.Flows[i][0].RevenueUSD - tr.Flows[i][0].PowerUSD - tr.Use(0, i, 0).PaidUSD
			}
			for mw := 2.0; mw <= 10; mw++ {
				want := 0.0
				for i, part := range []float64{mw, 12 - mw} {
					values, starts := make([]float64, n), make([]float64, n)
					for h := range n {
						values[h], starts[h] = part*(d.Hashprice[0]/0.48-prices[i][h]), 10*c.StartPerMW
					}
					want += bestSchedule(values, &c, starts, values[0] > 0)
				}
				if got < want-1e-6*(1+math.Abs(want)) {
					t.Fatalf("foresight %d earns %g, the power divided as %g and %g MW %g", look, got, mw, 12-mw, want)
				}
			}
		}
	}
}
