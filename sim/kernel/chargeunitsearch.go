package kernel

import (
	"math"
	"slices"
)

// chargedPlans is about how many plans perfect foresight makes of the units of a root, in the time of one: with charges
// two, and others with less work, and a bound.
func (p *Problem) chargedPlans(root *Root) float64 {
	if p.apart(root) || !slices.ContainsFunc(root.Sites, func(i int32) bool { return p.Sites[i].Charged }) {
		return 1
	}
	const hasty, bound = 0.3, 1
	return 2 + hasty*mostCharged + bound
}

// searchUnits tries other loads and tiers than the best so far, with some work: those as if nothing were switched and
// no budget stood, no limit to the load, each level at which the next machines begin, and such as are near.
func (s *State) searchUnits(work int) {
	cu := &s.chargedUnits
	size, levels := 1, 0
	for n := range cu.sites {
		site := &s.p.Sites[cu.sites[n].i]
		if levels = max(levels, len(site.Tranches)); site.cycled() {
			size += len(site.Tranches) * (cu.end - cu.t) * site.Cycle.unit().States()
		}
	}
	cu.left = min(mostCharged, max(3, work/size))
	value := cu.value
	cu.hasty = cu.root >= 0
	s.moveAll(levels)
	if cu.hasty = false; cu.root >= 0 && cu.value > value {
		s.takeLoads(&cu.best)
		s.tryUnits(true)
	}
}

// moveAll makes all moves, the near ones again and again, as long as that brings more.
func (s *State) moveAll(levels int) {
	cu := &s.chargedUnits
	if cu.root >= 0 {
		s.tryMove(func(site *chargedSite) { s.loadsInTurn(site.i) })
	}
	s.tryMove(func(site *chargedSite) { s.scaleLoads(site, math.Inf(1)) })
	for n := range min(levels-1, 3) {
		s.tryMove(func(site *chargedSite) { s.levelLoads(site, n+1) })
	}
	for better := true; better && cu.left > 0; {
		better = false
		for _, by := range [...]float64{0.1, -0.1, 0.03, -0.03, 0.01, -0.01} {
			for s.tryMove(func(site *chargedSite) { s.moveCharged(site, by) }) {
				better = true
			}
		}
	}
}

// tryMove tries what a move makes of the best loads so far, and that of the blocks alone which are better off. It says
// whether that is better.
func (s *State) tryMove(move func(site *chargedSite)) bool {
	cu, value := &s.chargedUnits, s.chargedUnits.value
	if cu.left <= 0 || s.provenEnough() {
		return false
	}
	s.takeLoads(&cu.best)
	cu.before.copy(&cu.best)
	for n := range cu.sites {
		move(&cu.sites[n])
	}
	s.keepAtHand(&cu.moved)
	s.tryUnits(true)
	better, worse := 0, 0
	for k, usd := range cu.gain {
		switch was := cu.before.gain[k]; {
		case usd > was:
			better++
		case usd < was:
			worse++
		}
	}
	if better > 0 && worse > 0 && cu.left > 0 {
		s.takeLoads(&cu.before)
		s.takeBetter()
		s.tryUnits(true)
	}
	return cu.value > value+1e-5*math.Abs(value)
}

// takeBetter takes the loads that were moved where a block is better off with them.
func (s *State) takeBetter() {
	cu := &s.chargedUnits
	for n := range cu.sites {
		site := &cu.sites[n]
		ch, plan := s.charges(s.p.Sites[site.i].Tariff), &s.charge.plans[site.i]
		for w := range ch.Windows {
			if k := site.ofTree[ch.Windows[w].Tree]; cu.gain[k] > cu.before.gain[k] {
				plan.mw[w] = cu.moved.mw[site.windows+w]
			}
		}
		for c := range ch.Counts {
			if k := site.ofCount[c]; cu.gain[k] > cu.before.gain[k] {
				plan.tier[c] = cu.moved.tier[site.counts+c]
			}
		}
	}
}

// copy makes it others.
func (l *loadsAtHand) copy(of *loadsAtHand) {
	l.mw, l.tier = append(l.mw[:0], of.mw...), append(l.tier[:0], of.tier...)
	l.gain, l.reach = append(l.gain[:0], of.gain...), append(l.reach[:0], of.reach...)
}

// loadsInTurn plans the windows and counts of site i that have hours in view as if it knew of no budget and no switch.
func (s *State) loadsInTurn(i int32) {
	cu, ch := &s.chargedUnits, s.charges(s.p.Sites[i].Tariff)
	var trees, counts []int32
	for r := range ch.Trees {
		if tree := &ch.Trees[r]; tree.From < cu.end && tree.To > cu.t {
			trees = append(trees, int32(r))
		}
	}
	for k := range ch.Counts {
		if count := &ch.Counts[k]; count.From < cu.end && count.To > cu.t {
			counts = append(counts, int32(k))
		}
	}
	counted := s.tr.Rungs // what is only tried is none
	s.planInTurn(ch, int(i), cu.t, trees, counts)
	s.tr.Rungs = counted
}

// scaleLoads lets the highest loads of a site be so many times what they come to, infinitely many for no limit.
func (s *State) scaleLoads(site *chargedSite, times float64) {
	ch, plan := s.charges(s.p.Sites[site.i].Tariff), &s.charge.plans[site.i]
	for w := range ch.Windows {
		if s.inView(&ch.Trees[ch.Windows[w].Tree]) {
			plan.mw[w] = math.Inf(1)
			if !math.IsInf(times, 1) {
				plan.mw[w] = times * max(s.chargedUnits.before.reach[site.windows+w], s.paid(ch, int(site.i), int32(w)))
			}
		}
	}
}

// inView says whether the windows of a tree may be planned: they have hours in view, and none after them.
func (s *State) inView(tree *PeakTree) bool {
	return tree.From < s.chargedUnits.end && tree.To > s.chargedUnits.t && tree.To <= s.chargedUnits.end
}

// levelLoads lets the highest loads of a site be what its first tranches need, so many.
func (s *State) levelLoads(site *chargedSite, tranches int) {
	machine, pue, at := 0.0, 1.0, &s.p.Sites[site.i]
	for k := range min(tranches, len(at.Tranches)) {
		machine += at.Tranches[k].MW
	}
	for _, x := range s.p.PUE[at.Climate] {
		pue = max(pue, x)
	}
	ch, plan := s.charges(at.Tariff), &s.charge.plans[site.i]
	for w := range ch.Windows {
		if s.inView(&ch.Trees[ch.Windows[w].Tree]) {
			plan.mw[w] = max(machine*pue, s.paid(ch, int(site.i), int32(w)))
		}
	}
}

// moveCharged moves the highest loads of a site from what they come to by a part of that, and the prices of its tiers
// by a part of their span where its machines are switched.
func (s *State) moveCharged(site *chargedSite, by float64) {
	s.scaleLoads(site, 1+by)
	if !s.unitsOf(site.i) || s.look != Perfect {
		return
	}
	ch, plan := s.charges(s.p.Sites[site.i].Tariff), &s.charge.plans[site.i]
	for k := range ch.Counts {
		least, most := math.Inf(1), math.Inf(-1)
		for _, step := range ch.Counts[k].Steps {
			least, most = min(least, step.Price), max(most, step.Price)
		}
		s.priceTier(int(site.i), int32(k), plan.tier[k].Price+by*(most-least))
	}
}

// priceTier lets the MWh of count k of site i cost what they are told to, however many there are.
func (s *State) priceTier(i int, k int32, price float64) {
	s.charge.plans[i].tier[k] = tierPlan{hashprice: -1, cost: price, end: math.Inf(1)}
	s.charge.plans[i].tier[k].Price = price
}
