package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// applyAnswers makes some answers the plans of windows and counts.
func (s *State) applyAnswers(of func(*accordPart) *accordAnswer) {
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		if part.still {
			continue
		}
		answer, plan := of(part), &s.charge.plans[part.site]
		for w, window := range part.windows {
			most := math.Inf(1)
			if up := part.in.Parent[w]; up >= 0 {
				most = plan.mw[part.windows[up]]
			}
			plan.mw[window] = max(answer.mw[w], min(free(part.loads[w]), most))
		}
		for k := range part.counts {
			s.applyTier(part, k, answer)
		}
	}
}

// applyTier makes an answer the plan of count k of a part. Where the end of a tier keeps some hours out it knows them
// by what they earn before budgets are paid. Whether it does is a matter of the whole price, not of the stretch of it
// that was chosen.
func (s *State) applyTier(part *accordPart, k int, answer *accordAnswer) {
	c := part.counts[k]
	counted, plan := s.charge.plans[part.site].counted[c], &s.charge.plans[part.site].tier[c]
	used := priceOf(part.steps[k], counted) // the price of the tier that is used up
	if answer.mixed[k] {
		used = s.fillMixed(part, k, answer)
	}
	of := answer.tier[k]
	asks, load := part.meanOf(k)
	*plan = tierPlan{
		TierPlan: of, next: priceOf(part.tiers[k], counted), hashprice: s.planPrice(), demandMW: load, cost: of.Price,
		end: counted + of.MWh, scarce: of.Share > 0 || priceOf(part.tiers[k], (counted+of.MWh)*(1+1e-9)) > of.Price,
	}
	if plan.scarce {
		plan.cost = min(used, of.Price)
		plan.Price += asks
	}
}

// fillMixed plans count k of a part for the MWh of a mixed answer, as if nothing could be had beyond, and returns the
// price of the last of them.
func (s *State) fillMixed(part *accordPart, k int, answer *accordAnswer) (last float64) {
	end := s.charge.plans[part.site].counted[part.counts[k]] + answer.tier[k].MWh
	last = priceOf(part.steps[k], end*(1-1e-12))
	s.accord.ends = append(s.accord.ends[:0],
		dispatch.PriceStep{UpTo: end, Price: last}, dispatch.PriceStep{UpTo: math.Inf(1), Price: 1e9})
	s.fillCount(part, k, answer, s.accord.ends)
	return last
}

// meanOf is what the budgets ask of a MWh in the mean of the hours of count k of a part, USD, and the highest load
// that these could have.
func (part *accordPart) meanOf(k int) (asks, load float64) {
	hours := 0.0
	for n := range part.slots {
		slot := &part.slots[n]
		if int(slot.count) != k {
			continue
		}
		asks += part.price(slot)
		hours++
		mw := 0.0
		for b := range slot.tranches {
			mw += part.mw[slot.block+b]
		}
		load = max(load, mw)
	}
	if hours > 0 {
		asks /= hours
	}
	return asks, load
}

// accordBest keeps the loads and tiers of the best plan.
type accordBest struct {
	value float64
	mw    []float64
	tier  []tierPlan
}

// keepBest keeps the loads and tiers at hand.
func (s *State) keepBest() {
	best := &s.accord.bests
	best.mw, best.tier = best.mw[:0], best.tier[:0]
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		plan := &s.charge.plans[part.site]
		for _, w := range part.windows {
			best.mw = append(best.mw, plan.mw[w])
		}
		for _, c := range part.counts {
			best.tier = append(best.tier, plan.tier[c])
		}
	}
}

// takeBest returns to those kept.
func (s *State) takeBest() {
	best, mw, tier := &s.accord.bests, 0, 0
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		plan := &s.charge.plans[part.site]
		for _, w := range part.windows {
			plan.mw[w] = best.mw[mw]
			mw++
		}
		for _, c := range part.counts {
			plan.tier[c] = best.tier[tier]
			tier++
		}
	}
}
