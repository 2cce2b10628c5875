package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// A count that holds hours of several periods sells its energy to each of them at one price, which no period knows to
// depend on the others. What the count earns by that at most is added to what they earn: that is a bound at any price
// (H. Everett, "Generalized Lagrange multiplier method", 1963), and a near one at the price of the best choice.

// noteTiers notes the price of the energy of each count in the plan at hand, USD/MWh, before budgets are paid.
func (s *State) noteTiers(j *jointSpace) {
	sp, all := &s.breach.chargedSpace, &s.accord
	for len(sp.tierAsks) < len(j.sites) {
		sp.tierAsks = append(sp.tierAsks, nil)
	}
	for n := range j.sites {
		i := j.sites[n].i
		ch := s.charges(s.p.Sites[i].Tariff)
		if ch == nil {
			sp.tierAsks[n] = sp.tierAsks[n][:0]
			continue
		}
		asks := resize(sp.tierAsks[n], len(ch.Counts))
		for c := range asks {
			asks[c] = leastPrice(ch.Counts[c].Steps)
		}
		for p := range all.n {
			part := &all.parts[p]
			if int(part.site) != i {
				continue
			}
			for k, c := range part.counts {
				if ch.Counts[c].PerMW != nil { // as if all were in the cheapest tier
					continue
				}
				tier := &s.charge.plans[i].tier[c]
				if asks[c] = tier.Price; tier.scarce {
					budgets, _ := part.meanOf(k)
					asks[c] -= budgets
				}
				asks[c] = min(max(asks[c], leastPrice(part.tiers[k])), highestPrice(part.tiers[k]))
			}
		}
		sp.tierAsks[n] = asks
	}
}

// leastPrice is the price of the cheapest tier, USD/MWh.
func leastPrice(steps []dispatch.PriceStep) float64 {
	least := math.Inf(1)
	for _, step := range steps {
		least = min(least, step.Price)
	}
	return least
}

// highestPrice is that of the dearest tier, USD/MWh.
func highestPrice(steps []dispatch.PriceStep) float64 {
	most := math.Inf(-1)
	for _, step := range steps {
		most = max(most, step.Price)
	}
	return most
}

// soldTiers is what the counts of a site that hold hours of several periods earn at most that sell their energy at the
// noted price, USD.
func (s *State) soldTiers(j *jointSpace, js *jointSite) (usd float64) {
	site := &s.p.Sites[js.i]
	ch := s.charges(site.Tariff)
	if ch == nil {
		return 0
	}
	for c := range ch.Counts {
		count := &ch.Counts[c]
		if count.PerMW != nil || s.segmentsOf(j, js, count.From, count.To) <= 1 {
			continue
		}
		price, counted := s.breach.tierAsks[s.breach.windowShares.of][c], s.charge.plans[js.i].counted[c]
		most, best := site.PowerMW*float64(count.To-max(count.From, j.t)), 0.0
		for _, step := range count.Steps {
			if mwh := min(step.UpTo-counted, most); mwh > 0 {
				best = math.Max(best, price*mwh-cost(count.Steps, counted, counted+mwh))
			}
		}
		usd += best
	}
	return usd
}
