package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// accordEntry is what could run of a tranche in a piece of an hour under the loads and tiers at hand.
type accordEntry struct {
	part, slot int32
	mwh, usd   float64 // of each MWh before tiers
}

// accordBest keeps the loads and tiers of the best plan.
type accordBest struct {
	value float64
	mw    []float64
	tier  []tierPlan
}

// planAccord plans the windows and counts of an accord for the hours from t on: the loads and tiers that the prices of
// the budgets lead to, the best of those that are tried. The first are those of sites that know of no budget. Budgets
// are solved exactly under them.
func (s *State) planAccord(k int32, t, to int) {
	sp := &s.accord
	s.viewAccord(k, t, to, false)
	s.tellAccord(t)
	s.setPrices(-1)
	bound := 0.0
	for n := range sp.n {
		part := &sp.parts[n]
		s.answerPart(part)
		bound += part.value
		for c := range part.cells {
			for _, g := range part.cells[c].leaf {
				if g >= 0 {
					sp.groups[g].free += part.cells[c].used * part.weight
				}
				for ; g >= 0; g = sp.groups[g].parent {
					sp.groups[g].used += part.cells[c].used * part.weight
				}
			}
		}
	}
	short := false
	for g := range sp.groups {
		short = short || sp.groups[g].used > sp.groups[g].rest*(1+1e-12)
	}
	for n := range sp.n {
		short = short || len(sp.parts[n].windows) > 0 && len(sp.parts[n].counts) > 0 // which is not exact by itself
	}
	s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.now })
	s.noteFree()
	if s.noteAsked(); !short {
		return
	}
	sp.bests.value = math.Inf(-1)
	s.tryLoads(true)
	effort := s.accordEffort()
	for range effort.passes {
		if proven := s.searchPrices(effort); proven < bound {
			bound = proven
			s.noteAsked()
		}
		s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.mix })
		s.tryLoads(sp.multi)
		if sp.bent {
			s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.end[0] })
			s.tryLoads(false)
			s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.end[1] })
			s.tryLoads(false)
		}
		if !sp.multi || relativeGap(sp.bests.value, bound) < 1e-6 {
			break
		}
	}
	if sp.multi {
		bound = s.approach(effort, bound)
	}
	s.takeBest()
	s.tr.Proven.enter(sp.bests.value, bound)
	s.tr.Proven.Accords++
}

// replanAccord plans again what of an accord has begun by hour t, between the plans that are made when something
// begins: beside what is planned for what comes later, and from the loads at hand. It proves nothing anew.
func (s *State) replanAccord(k int32, t, to int) {
	sp := &s.accord
	s.viewAccord(k, t, to, true)
	s.tellAccord(t)
	sp.bests.value = math.Inf(-1)
	s.tryLoads(true)
	s.setPrices(-1)
	for n := range sp.n {
		if part := &sp.parts[n]; !part.still {
			s.answerPart(part)
			for c := range part.cells {
				for _, g := range part.cells[c].leaf {
					if g >= 0 {
						sp.groups[g].free += part.cells[c].used * part.weight
					}
				}
			}
		}
	}
	for n := range sp.n {
		part := &sp.parts[n]
		part.kept = part.kept[:0]
		for _, w := range part.windows {
			part.kept = append(part.kept, s.charge.plans[part.site].mw[w])
		}
	}
	s.searchPrices(searchEffort{steps: 2, passes: 1, gap: 2e-4})
	s.noteAsked()
	s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.mix })
	before := sp.bests.value
	s.tryLoads(false)
	if !(sp.bests.value > before) {
		for n := range sp.n {
			part := &sp.parts[n]
			for w, window := range part.windows {
				mw := &s.charge.plans[part.site].mw[window]
				*mw = (*mw + part.kept[w]) / 2
			}
		}
		s.tryLoads(false)
	}
	s.takeBest()
}

// approach moves the loads of the best plan towards what its sites would do at the prices of the budgets under these
// loads, as far as that brings more (M. Frank and P. Wolfe, "An algorithm for quadratic programming", 1956), and
// returns the least of the bound and of those that these prices prove.
func (s *State) approach(effort searchEffort, bound float64) float64 {
	sp := &s.accord
	for range effort.moves {
		s.takeBest()
		s.tryLoads(true)
		for g := range sp.groups {
			sp.groups[g].searched = false
		}
		s.setPrices(-1)
		proven := 0.0
		for g := range sp.groups {
			proven += sp.groups[g].fixed * sp.groups[g].rest
		}
		for n := range sp.n {
			part := &sp.parts[n]
			s.answerPart(part)
			proven += part.value
			part.end[0].take(&part.now)
			for w, window := range part.windows {
				part.end[1].mw[w] = s.charge.plans[part.site].mw[window]
			}
		}
		if proven < bound {
			bound = proven
			s.noteAsked()
		}
		before := sp.bests.value
		for step := 1.0; step > 1.0/64 && !(sp.bests.value > before); step /= 2 {
			for n := range sp.n {
				part := &sp.parts[n]
				for w, window := range part.windows {
					s.charge.plans[part.site].mw[window] = step*part.end[0].mw[w] + (1-step)*part.end[1].mw[w]
				}
			}
			s.tryLoads(false)
		}
		if !(sp.bests.value > before) || relativeGap(sp.bests.value, bound) < 1e-6 {
			break
		}
	}
	return bound
}

// tellAccord counts the plans that an accord makes, and tells who is told.
func (s *State) tellAccord(t int) {
	sp := &s.accord
	told, _ := s.Recorder.(PlanRecorder)
	for n := range sp.n {
		part := &sp.parts[n]
		if len(part.trees)+len(part.counts) == 0 {
			continue
		}
		s.charge.replanned = append(s.charge.replanned, part.site)
		s.tr.Rungs.Windows += int64(len(part.trees))
		s.tr.Rungs.Counts += int64(len(part.counts))
		if told != nil {
			told.Planned(int(part.site), t, s.planPrice(), part.windows)
		}
	}
}

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
			plan.mw[window] = max(answer.mw[w], min(free(part.in.Steps[w]), most))
		}
		for k := range part.counts {
			s.applyTier(part, k, answer.tier[k])
		}
	}
}

// applyTier makes an answer the plan of count k of a part. Where the end of a tier keeps some hours out it knows them
// by what they earn before budgets are paid.
func (s *State) applyTier(part *accordPart, k int, answer dispatch.TierPlan) {
	c := part.counts[k]
	plan := &s.charge.plans[part.site]
	counted, tier := plan.counted[c], &plan.tier[c]
	asks, hours, load := 0.0, 0.0, 0.0
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
	cost := part.priceOf(k, counted)
	if answer.Share < 0 {
		cost = part.priceOf(k, (counted+answer.MWh)*(1-1e-12))
		s.accord.ends = append(s.accord.ends[:0],
			dispatch.PriceStep{UpTo: counted + answer.MWh, Price: cost}, dispatch.PriceStep{UpTo: math.Inf(1), Price: 1e9})
		steps := part.steps[k]
		part.steps[k] = s.accord.ends
		part.now, part.mix = part.mix, part.now
		s.fillCount(part, k)
		answer = part.now.tier[k]
		part.now, part.mix = part.mix, part.now
		part.steps[k] = steps
	}
	next := part.priceOf(k, counted)
	*tier = tierPlan{
		TierPlan: answer, next: next, hashprice: s.planPrice(), demandMW: load, cost: answer.Price, end: counted + answer.MWh,
		scarce: answer.Share > 0 || part.priceOf(k, (counted+answer.MWh)*(1+1e-9)) > answer.Price,
	}
	if tier.scarce {
		if tier.cost = min(cost, answer.Price); hours > 0 {
			tier.Price += asks / hours
		}
	}
}

// tryLoads solves the budgets under the loads and tiers at hand and keeps these if they earn the most so far; asked
// to, it sets the prices of the groups from which a search goes on.
func (s *State) tryLoads(prices bool) {
	sp := &s.accord
	value := 0.0
	for n := range sp.n {
		part := &sp.parts[n]
		part.load = resize(part.load, len(part.slots))
	}
	for g := range sp.groups {
		sp.groups[g].used = 0
	}
	value += s.runLoads(-1, prices)
	for _, r := range sp.members {
		value += s.runLoads(r, prices)
	}
	for g := range sp.groups {
		if group := &sp.groups[g]; group.used > group.rest && s.soft(group.group) {
			value -= (group.used - group.rest) * group.most
		}
	}
	for n := range sp.n {
		value -= s.chargesOf(&sp.parts[n])
	}
	if value > sp.bests.value {
		sp.bests.value = value
		s.keepBest()
	}
}

// runLoads runs the hours under root r, -1 for those under none, and returns their margins.
func (s *State) runLoads(r int32, prices bool) (usd float64) {
	sp, b := &s.accord, &s.budget
	sp.entries = sp.entries[:0]
	b.items.Margin, b.items.Energy = b.items.Margin[:0], b.items.Energy[:0]
	for f := range b.under {
		b.under[f] = b.under[f][:0]
	}
	for n := range sp.n {
		s.enterPart(int32(n), r)
	}
	if r < 0 {
		for j := range sp.entries {
			e := &sp.entries[j]
			sp.parts[e.part].load[e.slot] += e.mwh
			usd += e.mwh * e.usd
		}
		return usd
	}
	fraction := s.solveLoads(r, prices)
	for j := range sp.entries {
		e := &sp.entries[j]
		mwh := e.mwh * fraction(j)
		part := &sp.parts[e.part]
		part.load[e.slot] += mwh
		usd += mwh * e.usd
		for _, g := range part.cells[part.slots[e.slot].cell].leaf {
			for ; g >= 0; g = sp.groups[g].parent {
				sp.groups[g].used += mwh * part.weight
			}
		}
	}
	return usd
}

// enterPart enters what the loads and tiers at hand let run of a part in the hours under root r.
func (s *State) enterPart(n, r int32) {
	sp, part := &s.accord, &s.accord.parts[n]
	under := r < 0 && len(part.counts)+len(part.windows) > 0
	for c := range part.cells {
		under = under || part.cells[c].root == r
	}
	if !under {
		return
	}
	plan := &s.charge.plans[part.site]
	for k := range part.slots {
		slot, of := &part.slots[k], int32(-1)
		if slot.cell >= 0 {
			of = part.cells[slot.cell].root
		}
		if of != r {
			continue
		}
		room, at := math.Inf(1), slot.first
		if slot.window >= 0 {
			room = plan.mw[part.windows[slot.window]]
		}
		var tier *tierPlan
		if slot.count >= 0 {
			one := plan.tier[part.counts[slot.count]]
			one.hashprice = -1 // that of the plan is the hour's
			tier = &one
		}
		for b := range slot.tranches {
			mw := min(part.mw[slot.block+b], room)
			room -= mw
			if !(mw > 0) {
				break
			}
			for range slot.bits {
				margin, share := part.margin[at], 1.0
				net := margin
				if tier != nil {
					share, _ = tier.part(margin, 1, 0)
					net -= tier.cost
				} else if !(margin > 0) {
					share = 0
				}
				mwh := mw * part.length[at] * share
				at++
				if !(mwh > 0) {
					continue
				}
				sp.entries = append(sp.entries, accordEntry{n, int32(k), mwh, margin})
				if r < 0 {
					continue
				}
				s.budget.items.Margin = append(s.budget.items.Margin, net/part.weight)
				s.budget.items.Energy = append(s.budget.items.Energy, mwh*part.weight)
				for f := range s.budget.under {
					g := int32(-1)
					if place := part.cells[slot.cell].leaf[f]; place >= 0 {
						g = s.budget.place[sp.groups[place].group]
					}
					s.budget.under[f] = append(s.budget.under[f], g)
				}
			}
		}
	}
}

// solveLoads solves the budgets of root r for the items entered, and says which part of each runs.
func (s *State) solveLoads(r int32, prices bool) func(j int) float64 {
	sp, b, root := &s.accord, &s.budget, &s.p.Budgets.Roots[r]
	pl := &sp.plan
	pl.groups = append(pl.groups[:0], root.Groups)
	if root.Second != nil {
		pl.groups = append(pl.groups, root.Second)
	}
	s.remaining(pl)
	s.switches.joined = s.switches.joined[:0]
	if b.paying {
		s.soften(pl)
	}
	if root.Second == nil {
		b.items.Leaf = b.under[0]
		b.work.Solve(&b.tree[0], &b.items, &pl.Plan)
		if prices {
			s.noteHints(r, 0, pl.Lambda, pl.Sum)
		}
		return func(j int) float64 { return pl.Fraction(b.items.Margin[j], b.items.Leaf[j]) }
	}
	it := dispatch.CrossItems{Margin: b.items.Margin, Energy: b.items.Energy, LeafA: b.under[0], LeafB: b.under[1]}
	sp.cross.Solve(&b.tree[0], &b.tree[1], &it, &sp.crossed)
	if prices {
		s.noteHints(r, 0, sp.crossed.A.Lambda, sp.crossed.A.Sum)
		s.noteHints(r, 1, sp.crossed.B.Lambda, sp.crossed.B.Sum)
	}
	return func(j int) float64 { return sp.crossed.Fraction[j] }
}

// noteHints notes the prices of the groups of a family of root r.
func (s *State) noteHints(r int32, family int, lambda, sum []float64) {
	root := &s.p.Budgets.Roots[r]
	for k, g := range [2][]int32{root.Groups, root.Second}[family] {
		group := &s.accord.groups[s.accord.groupAt[g]]
		group.fixed, group.hint = min(lambda[k], group.most), min(sum[k], group.most)
	}
}

// chargesOf is what the loads of a part cost beyond the price of their hours, USD.
func (s *State) chargesOf(part *accordPart) (usd float64) {
	if len(part.windows)+len(part.counts) == 0 {
		return 0
	}
	reach, energy := resize(s.charge.turns.reach, len(part.windows)), resize(s.charge.turns.energy, len(part.counts))
	s.charge.turns.reach, s.charge.turns.energy = reach, energy
	for n := range part.slots {
		slot := &part.slots[n]
		for w := slot.window; w >= 0; w = part.in.Parent[w] {
			reach[w] = max(reach[w], part.load[n])
		}
		if slot.count >= 0 {
			energy[slot.count] += part.load[n]
		}
	}
	for w := range reach {
		usd += cost(part.in.Steps[w], 0, reach[w])
	}
	for k, c := range part.counts {
		counted := s.charge.plans[part.site].counted[c]
		usd += cost(part.steps[k], counted, counted+energy[k])
	}
	return usd
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
