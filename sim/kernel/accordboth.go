package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// A part with windows and a count is answered at a price of the count's energy: it buys there what is worth that, with
// the best highest loads, and its tiers sell what costs no more. What it earns so is a bound, which is convex in the
// price and the least where as much is bought as sold; where prices of tiers rise and those of windows too, the loads
// there earn the bound (H. Everett, "Generalized Lagrange multiplier method", 1963).

// tierPoint is a price of the energy of a count, the bound there, USD, and the MWh that are sold more than bought.
type tierPoint struct{ price, bound, slope float64 }

// mostTierPrices bounds how many prices of the energy of a count are tried.
const mostTierPrices = 60

// answerBoth answers for a part with windows and one count.
func (s *State) answerBoth(part *accordPart) {
	ends := &s.accord.both
	low, high := s.tierPrices(part)
	first, last := s.tryTier(part, low, &ends[0]), s.tryTier(part, high, &ends[1])
	for range mostTierPrices {
		if first.slope >= 0 || last.slope <= 0 {
			break
		}
		at := (first.bound - last.bound + last.slope*last.price - first.slope*first.price) / (last.slope - first.slope)
		meets := first.bound + first.slope*(at-first.price)
		near := 1e-12 * (1 + math.Abs(meets))
		if math.Min(first.bound, last.bound)-meets <= near || !(at > first.price && at < last.price) {
			break
		}
		point := s.tryTier(part, at, &part.aside)
		if point.slope < 0 {
			first, ends[0], part.aside = point, part.aside, ends[0]
		} else {
			last, ends[1], part.aside = point, part.aside, ends[1]
		}
	}
	bound, share := math.Min(first.bound, last.bound), 0.0
	switch {
	case first.slope >= 0:
		share = 1
	case last.slope > 0:
		share = last.slope / (last.slope - first.slope)
	}
	s.bestOfBoth(part, share)
	part.value = bound
	s.playPart(part)
}

// tierPrices are the least and the highest price of what the count of a part has not counted yet.
func (s *State) tierPrices(part *accordPart) (low, high float64) {
	counted := s.charge.plans[part.site].counted[part.counts[0]]
	low, high = math.Inf(1), math.Inf(-1)
	for _, step := range part.steps[0] {
		if step.UpTo > counted {
			low, high = min(low, step.Price), max(high, step.Price)
		}
	}
	return low, high
}

// tryTier tries a price of the energy of the count of a part; the plan has the highest loads there.
func (s *State) tryTier(part *accordPart, price float64, plan *dispatch.PeakPlan) tierPoint {
	tiers := [1]dispatch.TierPlan{{Price: price}}
	part.raise(tiers[:], plan)
	usd, sold := s.sold(part, 0, price)
	point := tierPoint{price: price, bound: usd + plan.Value + part.withoutWindows(tiers[:]), slope: sold}
	for n := range part.slots {
		slot := &part.slots[n]
		if slot.count < 0 {
			continue
		}
		room, asks, at := math.Inf(1), price+part.price(slot), slot.first
		if slot.window >= 0 {
			room = plan.MW[slot.window]
		}
		for b := range slot.tranches {
			mw := min(part.mw[slot.block+b], room)
			room -= mw
			for range slot.bits {
				if part.margin[at] > asks {
					point.slope -= mw * part.length[at]
				}
				at++
			}
		}
	}
	return point
}

// bestOfBoth makes the answer of a part the best use of its tiers under the loads of one end, of the other, or of a
// share of the first and the rest of the second.
func (s *State) bestOfBoth(part *accordPart, share float64) {
	ends, best := &s.accord.both, math.Inf(-1)
	for _, of := range [3]float64{share, 0, 1} {
		part.now.mw = resize(part.now.mw, len(part.windows))
		for w := range part.now.mw {
			part.now.mw[w] = of*ends[0].MW[w] + (1-of)*ends[1].MW[w]
		}
		s.fillCount(part, 0, &part.now, part.steps[0])
		if value := s.worthOf(part); value > best {
			best = value
			s.accord.bestAnswer.take(&part.now)
		}
	}
	part.now.take(&s.accord.bestAnswer)
}
