package sim

import (
	"context"
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/site"
	"hashwatt/sim/tariff"
)

// Regret is what the sites of the central case would have earned more had they known, on the same path of the
// network, all prices, difficulties and system peaks to come: margin is revenue less power and what rules cost, but
// for auctions. It counts what forecasts missed, and what plans made at one hashprice lost at another. Knowing all
// is not always the better plan where windows, tiers and budgets meet, which are planned one after the other, or
// where plans of switches or breaches under budgets leave a gap (package kernel): there it may be below zero, which
// says that these plans cannot tell, not that nothing was lost.
type Regret struct {
	USD        float64 // of all sites; below zero where the plan of who knows all earned less
	PlayedUSD  float64 // their margin as it was played
	Sites      []SiteRegret
	Components []ComponentRegret // in the order of the tariffs, one for each name; revenue is not among them, nor what differs by rounding alone
}

// SiteRegret is that of one site.
type SiteRegret struct {
	Site string
	USD  float64
}

// ComponentRegret is how much more was paid on components of one name than with all known; what is less was the
// price of hours that did not run.
type ComponentRegret struct {
	Component string
	USD       float64
}

// uncertain tells whether an operator decides by a forecast of system peaks that may be wrong.
func uncertain(w *site.World) bool {
	return slices.ContainsFunc(w.Tariffs, func(t site.Tariff) bool {
		return slices.ContainsFunc(t.Components, func(item tariff.Item) bool { return tariff.IsGuessed(item.Component) })
	})
}

// regret plays the central case once more, along its path of the network, with all known; nil where nothing is
// forecast.
func (r *runner) regret(ctx context.Context, out *Result, path []kernel.Part) (*Regret, error) {
	if !uncertain(r.facts.World) {
		return nil, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	world := *r.facts.World
	world.Foresight = kernel.Perfect
	r.playing = "all known"
	problem, trace, book, err := r.again(&world, path)
	if err != nil {
		return nil, err
	}
	bill, err := ledger.Bill(&world, problem, trace)
	if err != nil {
		return nil, err
	}
	list := &Regret{}
	for i := range book.Sites {
		known, played := earnings(problem.Problem, trace, book, i).margin, earnings(out.Problem.Problem, out.Trace, out.Ledger, i).margin
		one := SiteRegret{world.Sites[i].ID, known - played}
		if math.Abs(one.USD) <= 1e-9*math.Abs(played) { // two ways to add up the same hours
			one.USD = 0
		}
		list.USD += one.USD
		list.PlayedUSD += played
		list.Sites = append(list.Sites, one)
	}
	list.components(out.Bill, 1)
	list.components(bill, -1)
	var billed float64
	for _, line := range out.Bill {
		billed += math.Abs(line.USD)
	}
	list.Components = slices.DeleteFunc(list.Components, func(c ComponentRegret) bool { return math.Abs(c.USD) <= 1e-9*billed })
	return list, nil
}

// components adds the lines of a bill, with a sign.
func (g *Regret) components(bill []ledger.BillLine, sign float64) {
	for _, line := range bill {
		k := slices.IndexFunc(g.Components, func(c ComponentRegret) bool { return c.Component == line.Component })
		if k < 0 {
			k = len(g.Components)
			g.Components = append(g.Components, ComponentRegret{Component: line.Component})
		}
		g.Components[k].USD += sign * line.USD
	}
}
