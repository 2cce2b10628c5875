package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// stepsAfter is a price of which a first part is paid for already.
func stepsAfter(steps []dispatch.PriceStep, paid float64) []dispatch.PriceStep {
	if !(paid > 0) || len(steps) == 0 {
		return steps
	}
	after := []dispatch.PriceStep{{UpTo: paid}}
	for _, step := range steps {
		if step.UpTo > paid {
			after = append(after, step)
		}
	}
	return after
}

// answerPart finds what a part does at the prices of its cells, what that uses, and a bound of what it earns.
func (s *State) answerPart(part *accordPart) {
	if s.priceCells(part); part.known {
		return
	}
	part.known = true
	switch {
	case len(part.counts) == 0 && len(part.windows) == 0:
		part.value = s.playPart(part)
	case len(part.counts) == 0:
		part.raise(nil, &part.aside)
		part.now.mw = append(part.now.mw[:0], part.aside.MW...)
		s.playPart(part)
		part.value = part.aside.Value
	default:
		s.answerCounts(part)
	}
	for _, usd := range part.tiersLeft {
		part.value -= usd
	}
	for _, usd := range part.loadsLeft {
		part.value -= usd
	}
}

// priceCells sets the prices of the cells of a part to those of its groups; where they move its answer is not known.
func (s *State) priceCells(part *accordPart) {
	for c := range part.cells {
		cell := &part.cells[c]
		price := 0.0
		for _, g := range cell.leaf {
			if g >= 0 {
				price += s.accord.groups[g].price
			}
		}
		if price *= part.weight; price != cell.price {
			cell.price, part.known = price, false
		}
	}
}

// price is what the budgets ask of a MWh in an hour, USD.
func (part *accordPart) price(slot *accordSlot) float64 {
	if slot.cell < 0 {
		return 0
	}
	return part.cells[slot.cell].price
}

// raise finds the highest loads at the prices of the cells and some prices of the tiers by count, zero for nil.
func (part *accordPart) raise(tiers []dispatch.TierPlan, plan *dispatch.PeakPlan) {
	in := &part.in
	if !part.solved { // the levels of all that could ever pay
		in.Margin = resize(in.Margin, len(in.MW))
		for j := range in.Margin {
			in.Margin[j] = 1
		}
		part.peaks.Solve(in, plan)
		part.solved = true
	}
	for n := range part.slots {
		slot := &part.slots[n]
		if slot.window < 0 {
			continue
		}
		asks := part.price(slot)
		if tiers != nil && slot.count >= 0 {
			asks += tiers[slot.count].Price
		}
		at := slot.first
		for k := range slot.tranches {
			margin := 0.0
			for range slot.bits {
				margin += part.length[at] * max(0, part.margin[at]-asks)
				at++
			}
			in.Margin[slot.peak+k] = margin
		}
	}
	part.peaks.Again(in, plan)
}

// eachRun hands out what the answer at hand runs: of each tranche and piece of an hour its place and MWh.
func (part *accordPart) eachRun(answer *accordAnswer, slot *accordSlot, do func(at int32, mwh float64)) {
	room, asks := math.Inf(1), part.price(slot)
	if slot.window >= 0 {
		room = answer.mw[slot.window]
	}
	at := slot.first
	for k := range slot.tranches {
		mw := min(part.mw[slot.block+k], room)
		room -= mw
		for range slot.bits {
			margin, share := part.margin[at]-asks, 1.0
			switch {
			case slot.count >= 0:
				if tier := &answer.tier[slot.count]; margin < tier.Price {
					share = 0
				} else if margin == tier.Price {
					share = tier.Share
				}
			case !(margin > 0):
				share = 0
			}
			if mwh := mw * part.length[at] * share; mwh > 0 {
				do(at, mwh)
			}
			at++
		}
	}
}

// playPart books what the answer at hand uses, and returns what it earns at the prices of the cells before windows and
// tiers.
func (s *State) playPart(part *accordPart) (usd float64) {
	for c := range part.cells {
		part.cells[c].used = 0
	}
	for n := range part.slots {
		slot := &part.slots[n]
		asks, used := part.price(slot), 0.0
		if slot.count < 0 && slot.bits == 1 { // most are
			room := math.Inf(1)
			if slot.window >= 0 {
				room = part.now.mw[slot.window]
			}
			for k := range slot.tranches {
				margin := part.margin[slot.first+k] - asks
				if !(margin > 0) || !(room > 0) {
					break
				}
				mw := min(part.mw[slot.block+k], room)
				room -= mw
				mw *= part.length[slot.first+k]
				used += mw
				usd += mw * margin
			}
		} else {
			part.eachRun(&part.now, slot, func(at int32, mwh float64) {
				used += mwh
				usd += mwh * (part.margin[at] - asks)
			})
		}
		if slot.cell >= 0 {
			part.cells[slot.cell].used += used
		}
	}
	return usd
}

// answerCounts answers for a part with counts. A count alone, or with windows, is exact where prices rise. Windows and
// several counts are planned in turn, and the better of these answers holds; the bound lets a part buy the energy of
// each count at one price and sell it on, which takes nothing from it.
func (s *State) answerCounts(part *accordPart) {
	part.now.tier, part.now.mixed = resize(part.now.tier, len(part.counts)), resize(part.now.mixed, len(part.counts))
	if s.accord.bent && s.falls(part) {
		s.answerFalling(part)
		return
	}
	if len(part.windows) == 0 && len(part.counts) == 1 && !s.byLoad(part, 0) {
		s.fillCount(part, 0, &part.now, part.steps[0])
		s.playPart(part)
		part.value = part.now.tier[0].Value
		return
	}
	if len(part.counts) == 1 && len(part.windows) > 0 && !s.byLoad(part, 0) {
		s.answerBoth(part)
		return
	}
	for k := range part.counts {
		counted := s.charge.plans[part.site].counted[part.counts[k]]
		part.now.tier[k] = dispatch.TierPlan{Price: priceOf(part.steps[k], counted)}
	}
	best := math.Inf(-1)
	for range mostRounds {
		part.raise(part.now.tier, &part.aside)
		part.now.mw = append(part.now.mw[:0], part.aside.MW...)
		moved := false
		for k := range part.counts {
			before := part.now.tier[k]
			s.fillCount(part, k, &part.now, part.steps[k])
			moved = moved || before.Price != part.now.tier[k].Price || before.Share != part.now.tier[k].Share
		}
		if value := s.worthOf(part); value > best {
			best = value
			s.accord.bestAnswer.take(&part.now)
		}
		if !moved {
			break
		}
	}
	part.now.take(&s.accord.bestAnswer)
	part.value = s.boundOf(part)
	s.playPart(part)
}

// byLoad says whether the ends of count k of a part depend on the highest load.
func (s *State) byLoad(part *accordPart, k int) bool {
	return s.charges(s.p.Sites[part.site].Tariff).Counts[part.counts[k]].PerMW != nil
}

// fillCount plans the energy of count k of a part at some prices of its tiers, under the highest loads of an answer,
// which it completes.
func (s *State) fillCount(part *accordPart, k int, answer *accordAnswer, steps []dispatch.PriceStep) {
	in := &s.accord.count
	in.Margin, in.MWh = in.Margin[:0], in.MWh[:0]
	in.Used, in.Steps = s.charge.plans[part.site].counted[part.counts[k]], steps
	for n := range part.slots {
		slot := &part.slots[n]
		if int(slot.count) != k {
			continue
		}
		room, asks, at := math.Inf(1), part.price(slot), slot.first
		if slot.window >= 0 {
			room = answer.mw[slot.window]
		}
		for b := range slot.tranches {
			mw := min(part.mw[slot.block+b], room)
			room -= mw
			for range slot.bits {
				in.Margin, in.MWh = append(in.Margin, part.margin[at]-asks), append(in.MWh, mw*part.length[at])
				at++
			}
		}
	}
	s.accord.tiers.Solve(in, &answer.tier[k])
	answer.mixed[k] = false
}

// worthOf is what the answer of a part earns at the prices of its cells, windows and tiers paid, USD.
func (s *State) worthOf(part *accordPart) (usd float64) {
	usd = s.playPart(part)
	for k, c := range part.counts {
		counted := s.charge.plans[part.site].counted[c]
		usd -= cost(part.steps[k], counted, counted+part.now.tier[k].MWh)
	}
	for w := range part.windows {
		usd -= cost(part.in.Steps[w], 0, part.now.mw[w])
	}
	return usd
}

// boundOf is a bound of what a part with counts earns at the prices of its cells, USD.
func (s *State) boundOf(part *accordPart) (usd float64) {
	tiers := append([]dispatch.TierPlan(nil), part.now.tier...)
	for k := range part.counts {
		if s.byLoad(part, k) { // as if all were in the cheapest tier
			tiers[k].Price = part.steps[k][0].Price
			for _, step := range part.steps[k] {
				tiers[k].Price = min(tiers[k].Price, step.Price)
			}
			continue
		}
		sold, _ := s.sold(part, k, tiers[k].Price)
		usd += sold
	}
	part.raise(tiers, &part.aside)
	return usd + part.aside.Value + part.withoutWindows(tiers)
}

// sold is what the tiers of count k of a part earn at most that sell its energy at a price, USD, and the MWh.
func (s *State) sold(part *accordPart, k int, price float64) (usd, mwh float64) {
	counted, most := s.charge.plans[part.site].counted[part.counts[k]], 0.0
	for n := range part.slots {
		if slot := &part.slots[n]; int(slot.count) == k {
			for b := range slot.tranches {
				for q := range slot.bits {
					most += part.mw[slot.block+b] * part.length[slot.first+b*slot.bits+q]
				}
			}
		}
	}
	for _, step := range part.steps[k] {
		upTo := min(step.UpTo-counted, most)
		if !(upTo > 0) {
			continue
		}
		if value := price*upTo - cost(part.steps[k], counted, counted+upTo); value > usd {
			usd, mwh = value, upTo
		}
	}
	return usd, mwh
}

// withoutWindows is what the hours of a part outside windows earn at the prices of its cells and of some tiers, USD.
func (part *accordPart) withoutWindows(tiers []dispatch.TierPlan) (usd float64) {
	for n := range part.slots {
		slot := &part.slots[n]
		if slot.window >= 0 {
			continue
		}
		asks, at := part.price(slot), slot.first
		if slot.count >= 0 {
			asks += tiers[slot.count].Price
		}
		for b := range slot.tranches {
			for range slot.bits {
				usd += part.mw[slot.block+b] * part.length[at] * max(0, part.margin[at]-asks)
				at++
			}
		}
	}
	return usd
}
