package dispatch

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Tiers is energy that is counted together and priced by how much there is already.
type Tiers struct {
	Used   float64     // MWh counted so far, finite, not negative
	Steps  []PriceStep // USD/MWh, finite; may rise or fall and may be negative, as below a minimum that is paid for anyway
	Margin []float64   // by item, USD/MWh before the price of the tier, finite, any sign
	MWh    []float64   // by item, finite, not negative
}

// TierPlan says which energy is worth its tier.
type TierPlan struct {
	Price float64 // USD/MWh: items whose margin exceeds it run
	Share float64 // fraction, 0..1, that runs of items whose margin equals Price
	MWh   float64 // energy of the items that runs
	Value float64 // USD, margins less the price of the tiers, from Used on
}

// TierSpace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type TierSpace struct{ sorted []entry }

// Solve finds the energy of largest value: it maximises Σ margin·x less the integral of the price of the tiers from
// Used to Used + Σ x, with 0 <= x <= MWh.
//
// For a given total E it is best to run the items of largest margin: V(E), the sum of their margins, is concave and
// has its kinks where an item ends. The price of the tiers is linear between their ends. So the value V(E) less the
// price is linear between neighbouring ends of items and tiers, and one of these is the optimum, whether prices
// rise or fall: Solve walks through all of them. Where prices rise the first descent would settle it; where they
// fall a tier that does not pay may lead to one that does.
//
// At the optimum Price is the price of the tier, and what just equals it idles. Where the end of a tier stops items
// that are worth its price and not that of the next, Price is the margin of the first item that is not run in full,
// and lies between the prices of the two tiers; Share fills the tier exactly. A tier that lacks less than 1e-12 of
// its end is full, and gains below 1e-12 of the margins and prices they are the difference of count as nothing: of
// equal values the plan has the smallest energy.
//
// It panics if the arrays do not fit together or a number is not usable: these are mistakes of the caller.
func (s *TierSpace) Solve(t *Tiers, plan *TierPlan) {
	checkTiers(t)
	s.sort(t)
	tier := tierOf(t.Steps, 0, t.Used)
	price, left := rest(t.Steps, tier, t.Used)
	*plan = TierPlan{Price: price}
	item, run, energy := 0, 0.0, 0.0 // of this item run MWh have run, and energy in all
	best, bestRun := 0, 0.0
	var gain, gross float64 // since the best
	for item < len(s.sorted) {
		m, e := s.sorted[item].margin, s.sorted[item].energy-run
		x := min(e, left)
		itemEnds, tierEnds := e <= left, left <= e
		if !math.IsInf(left, 1) && math.Abs(e-left) <= tolerance*t.Steps[tier].UpTo {
			x, itemEnds, tierEnds = e, true, true
		}
		gain += (m - price) * x
		gross += (math.Abs(m) + math.Abs(price)) * x
		energy += x
		run += x
		if itemEnds {
			item, run = item+1, 0
		}
		if gain > tolerance*gross {
			plan.MWh, plan.Price = energy, price
			plan.Value += gain
			best, bestRun = item, run
			gain, gross = 0, 0
		}
		if tierEnds {
			tier = tierOf(t.Steps, tier, t.Steps[tier].UpTo)
			price, left = rest(t.Steps, tier, t.Steps[tier-1].UpTo)
		} else {
			left -= x
		}
	}
	if !(gross+math.Abs(plan.Value) < math.Inf(1)) {
		panic("dispatch: the value of the tiers is too large for a number")
	}
	s.marginal(plan, best, bestRun)
}

// sort fills sorted with the items that have energy, the largest margin first, one entry for each margin.
func (s *TierSpace) sort(t *Tiers) {
	s.sorted = s.sorted[:0]
	for j, m := range t.Margin {
		if t.MWh[j] > 0 {
			s.sorted = append(s.sorted, entry{m, t.MWh[j]})
		}
	}
	slices.SortFunc(s.sorted, func(a, b entry) int { return cmp.Compare(b.margin, a.margin) })
	n := 0
	for _, e := range s.sorted {
		if n > 0 && s.sorted[n-1].margin == e.margin {
			s.sorted[n-1].energy += e.energy
			continue
		}
		s.sorted[n] = e
		n++
	}
	s.sorted = s.sorted[:n]
}

// marginal sets Price and Share by the first margin of which not everything runs, and of it only run MWh.
func (s *TierSpace) marginal(plan *TierPlan, next int, run float64) {
	switch {
	case next == len(s.sorted):
	case run > 0:
		plan.Price, plan.Share = s.sorted[next].margin, run/s.sorted[next].energy
	default:
		plan.Price = max(plan.Price, s.sorted[next].margin)
	}
}

// tierOf returns the tier, from the given one on, that holds the next unit once used units are counted.
func tierOf(steps []PriceStep, from int, used float64) int {
	for from < len(steps)-1 && steps[from].UpTo <= used*(1+tolerance) {
		from++
	}
	return from
}

// rest returns the price of a tier and how much still fits into it.
func rest(steps []PriceStep, tier int, used float64) (price, left float64) {
	if len(steps) == 0 {
		return 0, math.Inf(1)
	}
	return steps[tier].Price, steps[tier].UpTo - used
}

// checkTiers panics when the arrays do not fit together or a number is not usable.
func checkTiers(t *Tiers) {
	if len(t.MWh) != len(t.Margin) {
		panic(fmt.Sprintf("dispatch: %d margins and %d energies, want as many of each", len(t.Margin), len(t.MWh)))
	}
	if !(t.Used >= 0) || math.IsInf(t.Used, 0) {
		panic(fmt.Sprintf("dispatch: %v MWh counted so far, want a finite number that is not negative", t.Used))
	}
	checkSteps(t.Steps, math.Inf(-1))
	for j, m := range t.Margin {
		switch e := t.MWh[j]; {
		case math.IsNaN(m) || math.IsInf(m, 0):
			panic(fmt.Sprintf("dispatch: item %d has the margin %v USD/MWh, want a finite number", j, m))
		case !(e >= 0) || math.IsInf(e, 0):
			panic(fmt.Sprintf("dispatch: item %d has %v MWh, want a finite number that is not negative", j, e))
		}
	}
}
