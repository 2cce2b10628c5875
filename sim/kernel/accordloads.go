package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// accordEntry is what could run of a tranche in a piece of an hour under the loads and tiers at hand.
type accordEntry struct {
	part, slot int32
	mwh, usd   float64 // of each MWh before tiers
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
		sp.groups[g].used, sp.groups[g].least, sp.groups[g].stopped = 0, math.Inf(1), 0
	}
	for m := range len(sp.members) + 1 {
		value += s.runLoads(m, prices)
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

// runLoads runs the hours under the root before place m of the members, those under none for 0, and returns their
// margins.
func (s *State) runLoads(m int, prices bool) (usd float64) {
	sp, b := &s.accord, &s.budget
	sp.entries = sp.entries[:0]
	b.items.Margin, b.items.Energy = b.items.Margin[:0], b.items.Energy[:0]
	for f := range b.under {
		b.under[f] = b.under[f][:0]
	}
	for _, at := range sp.slotsOf[sp.slotsFrom[m]:sp.slotsFrom[m+1]] {
		s.enterSlot(at.part, at.slot)
	}
	if m == 0 {
		for j := range sp.entries {
			e := &sp.entries[j]
			sp.parts[e.part].load[e.slot] += e.mwh
			usd += e.mwh * e.usd
		}
		return usd
	}
	fraction := s.solveLoads(sp.members[m-1], prices)
	for j := range sp.entries {
		e := &sp.entries[j]
		mwh := e.mwh * fraction(j)
		part := &sp.parts[e.part]
		part.load[e.slot] += mwh
		usd += mwh * e.usd
		for _, g := range part.cells[part.slots[e.slot].cell].leaf {
			if g >= 0 && e.mwh-mwh > 1e-9*max(e.mwh, sp.groups[g].rest) {
				sp.groups[g].stopped = max(sp.groups[g].stopped, e.usd/part.weight)
			}
			for ; g >= 0; g = sp.groups[g].parent {
				group := &sp.groups[g]
				if group.used += mwh * part.weight; mwh > 1e-9*max(e.mwh, group.rest) {
					group.least = min(group.least, e.usd/part.weight)
				}
			}
		}
	}
	return usd
}

// enterSlot enters what they let run in an hour of a part.
func (s *State) enterSlot(n, k int32) {
	part := &s.accord.parts[n]
	slot, plan := &part.slots[k], &s.charge.plans[part.site]
	room := math.Inf(1)
	if slot.window >= 0 {
		room = plan.mw[part.windows[slot.window]]
	}
	var tier tierPlan
	if slot.count >= 0 {
		tier = plan.tier[part.counts[slot.count]]
		tier.hashprice = -1 // that of the plan is the hour's
	}
	at := slot.first
	for b := range slot.tranches {
		mw := min(part.mw[slot.block+b], room)
		room -= mw
		if !(mw > 0) {
			break
		}
		for range slot.bits {
			margin := part.margin[at]
			share, cost := 0.0, 0.0
			if slot.count >= 0 {
				share, _ = tier.part(margin, 1, 0)
				cost = tier.cost
			} else if margin > 0 {
				share = 1
			}
			if mwh := mw * part.length[at] * share; mwh > 0 {
				s.accord.entries = append(s.accord.entries, accordEntry{n, k, mwh, margin})
				if slot.cell >= 0 {
					s.enterItem(part, slot, mwh, margin-cost)
				}
			}
			at++
		}
	}
}

// enterItem enters some MWh of an hour of a part, with what each earns before its budgets are paid, for these.
func (s *State) enterItem(part *accordPart, slot *accordSlot, mwh, usd float64) {
	b := &s.budget
	b.items.Margin, b.items.Energy = append(b.items.Margin, usd/part.weight), append(b.items.Energy, mwh*part.weight)
	for f := range b.under {
		g := int32(-1)
		if place := part.cells[slot.cell].leaf[f]; place >= 0 {
			g = s.p.Budgets.Groups[s.accord.groups[place].group].Local
		}
		b.under[f] = append(b.under[f], g)
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
	s.placeAll(pl)
	s.switches.joined = s.switches.joined[:0]
	if b.paying {
		s.soften(pl)
	}
	if !slices.ContainsFunc(root.Second, func(g int32) bool { return sp.groupAt[g] >= 0 }) {
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

// placeAll lets the trees of a plan hold all groups of a root, where the plan in force has left out some and moved
// others.
func (s *State) placeAll(pl *plan) {
	for family, groups := range pl.groups {
		for k, g := range groups {
			if up := s.p.Budgets.Groups[g].Parent; up >= 0 {
				s.budget.tree[family].Parent[k] = s.p.Budgets.Groups[up].Local
			}
		}
	}
}

// noteHints notes the prices of the groups of a family of root r.
func (s *State) noteHints(r int32, family int, lambda, sum []float64) {
	root := &s.p.Budgets.Roots[r]
	for k, g := range [2][]int32{root.Groups, root.Second}[family] {
		if s.accord.groupAt[g] < 0 {
			continue
		}
		group := &s.accord.groups[s.accord.groupAt[g]]
		group.fixed, group.hint = min(lambda[k], group.most), min(sum[k], group.most)
	}
}

// chargesOf is what the loads of a part cost beyond the price of their hours, USD.
func (s *State) chargesOf(part *accordPart) (usd float64) {
	if len(part.windows)+len(part.counts) == 0 {
		return 0
	}
	for w, mw := range s.reachOf(part) {
		usd += cost(part.loads[w], 0, mw)
	}
	energy := resize(s.charge.turns.energy, len(part.counts))
	s.charge.turns.energy = energy
	for n := range part.slots {
		if count := part.slots[n].count; count >= 0 {
			energy[count] += part.load[n]
		}
	}
	for k, c := range part.counts {
		counted := s.charge.plans[part.site].counted[c]
		usd += cost(part.tiers[k], counted, counted+energy[k])
	}
	return usd
}

// reachOf is the highest load that the windows of a part reach in the plan that is tried, MW.
func (s *State) reachOf(part *accordPart) (reach []float64) {
	reach = resize(s.charge.turns.reach, len(part.windows))
	s.charge.turns.reach = reach
	for n := range part.slots {
		for w := part.slots[n].window; w >= 0; w = part.in.Parent[w] {
			reach[w] = max(reach[w], part.load[n])
		}
	}
	return reach
}
