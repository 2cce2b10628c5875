package site

import (
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/series"
)

// rules works out the limits of a world on its sites, and names them in the problem. A limit that holds nobody has
// an empty rule. Without the tariffs, the prices of the problem stand for them.
func rules(w *World, p *kernel.Problem, tariffs []Priced, source func(string) (*series.Hourly, error)) ([]limit.Rule, error) {
	list := make([]limit.Rule, len(w.Limits))
	could := couldMW(w, p)
	for l := range w.Limits {
		entry := &w.Limits[l]
		out := kernel.Limit{Name: entry.Name, Kind: entry.Type, Scope: entry.Scope, ByMonth: make([]float64, p.Months), PerUSD: perUSD(w, entry.Kind)}
		in := limit.Input{Axis: w.Axis, Hours: p.Hours, Series: source, PerUSD: byHour(p, out.PerUSD)}
		for _, i := range entry.Sites {
			out.Sites = append(out.Sites, int32(i))
			h := held(w, p, i)
			h.CouldMW = could[i]
			if tariffs != nil {
				h.Tariff = tariffs[w.Sites[i].Tariff].order()
			}
			in.Sites = append(in.Sites, h)
		}
		if in.Sites != nil {
			var err error
			if list[l], err = entry.Rule(&in); err != nil {
				return nil, conf.Problems{{Pos: entry.At, Path: entry.Path().String(), Excerpt: entry.At.Excerpt(), Message: err.Error()}}
			}
		}
		if pool := list[l].Pool; pool != nil {
			out.Pooled, out.Auctioned = true, pool.Auctioned
		}
		p.Limits = append(p.Limits, out)
	}
	return list, nil
}

// perUSD is what one dollar buys in the currency of a limit by month, nil for dollars.
func perUSD(w *World, kind limit.Kind) []float64 {
	monied, ok := kind.(limit.Monied)
	if !ok || monied.Currency() == "" || monied.Currency() == "USD" {
		return nil
	}
	return w.Money.Rates[string(monied.Currency())]
}

// LimitRates are the rates of the world's money for a draw: what one dollar buys in the currency of each limit by
// month, nil for dollars; nil where no limit has a price in another currency.
func LimitRates(w *World) [][]float64 {
	list, foreign := make([][]float64, len(w.Limits)), false
	for l := range w.Limits {
		list[l] = perUSD(w, w.Limits[l].Kind)
		foreign = foreign || list[l] != nil
	}
	if !foreign {
		return nil
	}
	return list
}

// byHour is a rate by month as one by hour, nil for dollars.
func byHour(p *kernel.Problem, months []float64) func(t int) float64 {
	if months == nil {
		return nil
	}
	return func(t int) float64 { return months[p.Month[t]] }
}

func held(w *World, p *kernel.Problem, i int) limit.Held {
	s := &w.Sites[i]
	r := &w.Regions[s.Region]
	return limit.Held{
		ID: s.ID, Operator: s.Operator, Civil: r.Civil, Workdays: r.Workdays, Online: s.OnlineHour, Since: s.Online,
		PowerMW: s.PowerMW, Isolated: s.Isolated, Works: works(p, i),
		Price: p.Price[s.Tariff], Tariff: p.Price[s.Tariff], EmissionT: r.EmissionGPerKWh / 1000,
	}
}

// works is what the connection of a site and its working machines could draw in an hour, MW.
func works(p *kernel.Problem, i int) func(t int) float64 {
	s := &p.Sites[i]
	if s.RatedMW == 0 {
		return func(int) float64 { return s.PowerMW }
	}
	return func(t int) float64 { return min(s.PowerMW, s.AvailableMW*p.PUE[s.Climate][t]) }
}

// couldMW is what the connection of each site and the machines behind it could draw, when cooling takes the most.
func couldMW(w *World, p *kernel.Problem) []float64 {
	most := make([]float64, len(p.PUE))
	for c := range p.PUE {
		most[c] = slices.Max(p.PUE[c])
	}
	list := make([]float64, len(w.Sites))
	for i := range w.Sites {
		list[i] = w.Sites[i].PowerMW
		if rated := p.Sites[i].RatedMW; rated > 0 {
			list[i] = min(list[i], rated*most[p.Sites[i].Climate])
		}
	}
	return list
}

// inForce enters the hours in which a limit holds anybody, besides those that are entered: it may hold by a cap and
// by a pool.
func inForce(p *kernel.Problem, l int, on func(t int) bool) {
	out := &p.Limits[l]
	entered := out.Force
	out.Force = nil
	clear(out.ByMonth)
	from := -1
	for t := 0; t <= p.Hours; t++ {
		for len(entered) > 0 && t >= entered[0][1] {
			entered = entered[1:]
		}
		now := t < p.Hours && (on(t) || len(entered) > 0 && t >= entered[0][0])
		if now {
			out.ByMonth[p.Month[t]]++
		}
		switch {
		case now && from < 0:
			from = t
		case !now && from >= 0:
			out.Force = append(out.Force, [2]int{from, t})
			from = -1
		}
	}
}
