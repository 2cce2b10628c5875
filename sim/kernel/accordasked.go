package kernel

import "slices"

// The price of a budget in an accord is that of the bound that its plan proves. Under the loads and tiers of the plan
// alone the budget may just have room for all that runs, and one more MWh be worth nothing: they were chosen so.

// noteAsked keeps what each group in view asks besides those around it. Where not all of its hours have begun it goes
// on asking what it did in the latest plan of all of the accord.
func (s *State) noteAsked() {
	sp := &s.accord
	for g := range sp.groups {
		group, above := &sp.groups[g], 0.0
		if slices.ContainsFunc(group.parts, func(n int32) bool { return sp.parts[n].still }) {
			continue
		}
		for up := group.parent; up >= 0; up = sp.groups[up].parent {
			above += sp.price[sp.groups[up].group]
		}
		sp.price[group.group] = max(0, group.price-above)
	}
}

// noteFree keeps the highest loads and tiers at hand as those of sites that know of no budget.
func (s *State) noteFree() {
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		plan := &s.charge.plans[part.site]
		for _, w := range part.windows {
			plan.free[w] = plan.mw[w]
		}
		for _, k := range part.counts {
			plan.freeTier[k] = plan.tier[k]
		}
	}
}

// askFrom lets the latest prices of root r count from now on.
func (s *State) askFrom(r int32) {
	if !s.inAccord(r) {
		return
	}
	root := &s.p.Budgets.Roots[r]
	for _, list := range [2][]int32{root.Groups, root.Second} {
		for _, g := range list {
			s.accord.asks[g] = s.accord.price[g]
		}
	}
}

// inAccord says whether root r is planned with windows or counts.
func (s *State) inAccord(r int32) bool {
	return len(s.accord.list) > 0 && s.accord.of[r] >= 0
}

// asked is what the budgets of an accord ask of a MWh of site i in this hour, USD, and the limit that asks most; 0 and
// -1 where none does.
func (s *State) asked(i int) (usd float64, by int32) {
	class, most := s.p.Sites[i].Class, 0.0
	by = -1
	if len(s.accord.list) == 0 || class < 0 {
		return 0, by
	}
	g := s.anyLeaf(class, s.t)
	if g < 0 || !s.inAccord(s.p.Budgets.Groups[g].Root) {
		return 0, by
	}
	s.weighs = s.weight(class)
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][s.t]; g >= 0; g = s.p.Budgets.Groups[g].Parent {
			price := s.accord.asks[g] * s.weighs
			if usd += price; price > most {
				most, by = price, s.p.Budgets.Groups[g].Limit
			}
		}
	}
	return usd, by
}

// unbudgeted tells the ruling of a site in an accord what would run if its budgets asked nothing, MW at the meter.
func (s *State) unbudgeted(r *ruling) {
	if r.by >= 0 && r.threshold == 0 { // under the loads of the plan all fits
		r.by = r.asks
	}
	ch := s.charges(r.site.Tariff)
	if !r.site.Charged || ch == nil {
		return
	}
	plan := &s.charge.plans[r.i]
	if ch.Leaf != nil && ch.Leaf[s.t] >= 0 {
		r.free = plan.free[ch.Leaf[s.t]]
	}
	if r.tier != nil {
		r.freeTier = &plan.freeTier[ch.Of[s.t]]
		r.freeTier.next, r.freeTier.beyond = r.tier.next, false
	}
}

// keeper is the limit for which counts what budgets keep back: the one that stops the rest, or else asks most.
func (r *ruling) keeper() int32 {
	if r.by >= 0 {
		return r.by
	}
	return r.asks
}

// keepTier enters what of a tranche runs for the price of its tier only if budgets ask nothing: a part runs as it is.
func (r *ruling) keepTier(o *offer, item *Item, part float64) {
	margin := o.margin + r.tierUSD
	all, of := r.freeTier.part(margin, r.pue*o.tr.BreakEven, r.price)
	if all > part {
		r.held.add(o.free*(all-part), r.pue, margin-of, o.tr)
		item.Reason = ReasonLimit + int(r.keeper())
	}
}
