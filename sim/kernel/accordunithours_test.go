package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Two sites that bid for 12 MW in every hour, under a price of the highest load, earn as much where it costs next to
// nothing to switch their machines as where it costs nothing, and pay the same: a bid is less the price of the load.
func TestUnitsPayWhatTheirLoadsLeave(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 22))
	for n := range 10 {
		hours := 30
		price := make([]float64, hours)
		for h := range price {
			price[h] = 20 + 30*rng.Float64()
		}
		ch := &Charges{}
		ch.window(hours, 0, hours, -1, 0, step(150+300*rng.Float64()))
		p, d := paying(price, ch)
		other := p.Sites[0]
		p.Sites[0].Tranches, other.Tranches = []Tranche{machine(10, 100)}, []Tranche{machine(6, 85), machine(4, 70)}
		p.Sites = append(p.Sites, other)
		linkedHours(p, 12)
		for g := range p.Budgets.Groups {
			p.Budgets.Groups[g].Terms.Auctioned = true
		}
		switches := limited(p, "switches")
		for _, p.Foresight = range []Foresight{Perfect, Rolling} {
			var earns, pays [2]float64
			for k := range 2 {
				for i := range p.Sites {
					p.Sites[i].Cycle = nil
					if k > 0 {
						p.Sites[i].Cycle = &Cycle{Limit: switches, Up: 2, Down: 2, StartPerMW: 1e-3, Blocks: 1}
					}
				}
				tr := NewTrace(p, false)
				if err := Run(p, d, &State{Certify: true}, tr); err != nil {
					t.Fatal(err)
				}
				adds(t, tr)
				earns[k], pays[k] = net(p, d, tr), tr.Use(0, 0, 0).PaidUSD+tr.Use(0, 1, 0).PaidUSD
			}
			if math.Abs(earns[1]-earns[0]) > 1e-3*earns[0] || math.Abs(pays[1]-pays[0]) > 0.05*pays[0] {
				t.Errorf("problem %d, foresight %d: machines earn %.6g and pay %.6g, where they are switched %.6g and %.6g",
					n, p.Foresight, earns[0], pays[0], earns[1], pays[1])
			}
		}
	}
}
