package kernel

import (
	"cmp"
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// accordMerit is the energy of a part that earns at least a margin, MWh, and what it earns, USD.
type accordMerit struct{ margin, mwh, usd float64 }

// falls says whether a part is a count alone whose price does not rise, which is answered at once.
func (s *State) falls(part *accordPart) bool {
	if len(part.counts) != 1 || len(part.windows) > 0 || s.byLoad(part, 0) {
		return false
	}
	return slices.IsSortedFunc(part.steps[0], func(a, b dispatch.PriceStep) int {
		return cmp.Compare(b.Price, a.Price)
	})
}

// sortMerits sorts what could run of a part by its margin, by cell: those under no budget come last.
func (part *accordPart) sortMerits() {
	part.sorted = true
	for len(part.merits) <= len(part.cells) {
		part.merits = append(part.merits, nil)
	}
	for c := range part.merits {
		part.merits[c] = part.merits[c][:0]
	}
	for n := range part.slots {
		slot := &part.slots[n]
		cell, at := int(slot.cell), slot.first
		if cell < 0 {
			cell = len(part.cells)
		}
		for k := range slot.tranches {
			for range slot.bits {
				mwh := part.mw[slot.block+k] * part.length[at]
				part.merits[cell] = append(part.merits[cell], accordMerit{part.margin[at], mwh, mwh * part.margin[at]})
				at++
			}
		}
	}
	for _, list := range part.merits {
		slices.SortFunc(list, func(a, b accordMerit) int { return cmp.Compare(b.margin, a.margin) })
		for k := 1; k < len(list); k++ {
			list[k].mwh += list[k-1].mwh
			list[k].usd += list[k-1].usd
		}
	}
}

// above is what of a list, by falling margin, earns more than a price: MWh, and USD with the price taken off.
func above(list []accordMerit, price float64) (mwh, usd float64) {
	n, _ := slices.BinarySearchFunc(list, price, func(m accordMerit, price float64) int {
		if m.margin > price {
			return -1
		}
		return 1
	})
	if n == 0 {
		return 0, 0
	}
	return list[n-1].mwh, list[n-1].usd - list[n-1].mwh*price
}

// answerFalling answers for a part that is a count alone whose price does not rise: of all tiers the one that earns the
// most if each MWh costs what it does there, and those before it what they do more.
func (s *State) answerFalling(part *accordPart) {
	if !part.sorted {
		part.sortMerits()
	}
	steps, counted := part.steps[0], s.charge.plans[part.site].counted[part.counts[0]]
	best := dispatch.TierPlan{Value: math.Inf(-1)}
	left, last := 0.0, len(steps)-1
	for k, step := range steps {
		if k < last && step.UpTo <= counted {
			continue
		}
		mwh, usd := above(part.merits[len(part.cells)], step.Price)
		for c := range part.cells {
			more, worth := above(part.merits[c], step.Price+part.cells[c].price)
			mwh += more
			usd += worth
		}
		if usd -= left; usd > best.Value {
			best = dispatch.TierPlan{Price: step.Price, MWh: mwh, Value: usd}
		}
		if k < last {
			left += (step.Price - steps[k+1].Price) * (step.UpTo - counted)
		}
	}
	for c := range part.cells {
		part.cells[c].used, _ = above(part.merits[c], best.Price+part.cells[c].price)
	}
	part.now.tier[0], part.value = best, best.Value
}
