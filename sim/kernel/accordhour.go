package kernel

import "math"

// The power of an hour is shared when the hour comes, at the hashprice of then and under the loads that are planned:
// what runs and what the group stops leave room for its price. In the plan of an accord what runs at the margin earns
// some USD more than that price, which pays for its highest load. It goes on to earn that, and the price moves with
// its margin, within that room.

// byHour says whether some group in view is one hour of power.
func (s *State) byHour() bool {
	sp := &s.accord
	for g := range sp.groups {
		if s.ofHours(&sp.groups[g]) {
			return true
		}
	}
	return false
}

// ofHours says whether a group is one of an hour.
func (s *State) ofHours(g *accordGroup) bool {
	group := &s.p.Budgets.Groups[g.group]
	return group.To-group.From <= 1
}

// single says whether a root is of one hour.
func (r *Root) single() bool { return r.To-r.From <= 1 }

// standAlone lets the highest loads at hand be no more than what the plan reaches: what is stopped beyond that in an
// hour is not worth its load, and bids for none of its power. It keeps what runs at the margin of each group of one
// hour earns besides the price.
func (s *State) standAlone() {
	sp := &s.accord
	s.tryLoads(true)
	for g := range sp.groups {
		group, price := &sp.groups[g], 0.0
		for up := int32(g); up >= 0; up = sp.groups[up].parent {
			price += sp.price[sp.groups[up].group]
		}
		sp.rent[group.group] = group.least - price
	}
	for n := range sp.n {
		part := &sp.parts[n]
		if part.still || len(part.windows) == 0 {
			continue
		}
		plan, reach := &s.charge.plans[part.site], s.reachOf(part)
		for w, window := range part.windows {
			most := math.Inf(1)
			if up := part.in.Parent[w]; up >= 0 {
				most = plan.mw[part.windows[up]]
			}
			plan.mw[window] = min(plan.mw[window], max(reach[w], free(part.loads[w])), most)
		}
	}
}

// askAgain gives the groups the own prices of the plan before, those of single hours as what runs at their margin
// moves.
func (s *State) askAgain() {
	sp := &s.accord
	for g := range sp.groups {
		group := &sp.groups[g]
		group.fixed, group.sum = min(sp.price[group.group], group.most), 0
		if group.parent >= 0 {
			group.sum = sp.groups[group.parent].sum
		}
		if s.ofHours(group) {
			group.fixed = 0
			if group.used >= group.rest*(1-1e-9) {
				price := min(max(group.least-sp.rent[group.group], group.stopped), group.least)
				group.fixed = min(max(0, price-group.sum), group.most)
			}
		}
		group.sum += group.fixed
	}
}

// askHour sets what the groups of a root of one hour in an accord ask, once its power is shared: what their plan of the
// accord does, moved with the margin of what runs, between that margin and the margin of what they stop, and nothing
// where they have room.
func (s *State) askHour(r int32) {
	root, pl, sp := &s.p.Budgets.Roots[r], s.budget.of[r], &s.accord
	if !s.inAccord(r) || !root.single() {
		return
	}
	for family, groups := range pl.groups {
		for k, g := range groups {
			if sp.asks[g] = 0; !pl.idle && pl.cross != nil {
				sp.asks[g] = pl.cross.prices(family).Lambda[k]
			}
		}
	}
	if pl.idle || pl.cross != nil {
		return
	}
	s.weighHour(pl)
	tree, sums := &s.budget.tree[0], &sp.hours
	for k, g := range pl.groups[0] { // parents stand before their children
		hour := &(*sums)[k]
		above := 0.0
		if up := tree.Parent[k]; up >= 0 {
			above = (*sums)[up].price
		}
		hour.price = above
		if hour.used < tree.Residual[k]*(1-1e-9) {
			continue
		}
		price := max(hour.least-sp.rent[g], hour.most, above)
		hour.price = max(above, min(price, hour.least, hour.beyond))
		sp.asks[g] = hour.price - above
	}
}

// accordHour is what a group of one hour lets run and stops.
type accordHour struct {
	used        float64
	least, most float64 // margins of the worst that runs and the best that it stops, USD for what counts as 1
	beyond      float64 // the least price of more than the budget that is not paid, +Inf where none is
	price       float64 // with those of the groups around it
}

// weighHour finds what the groups of a plan of one hour let run and stop. What is less than rounding is neither.
func (s *State) weighHour(pl *plan) {
	b, sp := &s.budget, &s.accord
	sp.hours = resize(sp.hours, len(pl.groups[0]))
	for k := range sp.hours {
		sp.hours[k] = accordHour{least: math.Inf(1), beyond: math.Inf(1)}
	}
	for j, margin := range b.items.Margin {
		leaf := b.under[0][j]
		if leaf < 0 {
			continue
		}
		run := b.items.Energy[j] * pl.Fraction(margin, leaf)
		dust := 1e-9 * max(b.items.Energy[j], b.tree[0].Residual[leaf])
		if by := pl.Binding[leaf]; by >= 0 && run < b.items.Energy[j]-dust {
			sp.hours[by].most = max(sp.hours[by].most, margin)
		}
		for k := leaf; k >= 0; k = b.tree[0].Parent[k] {
			hour := &sp.hours[k]
			switch hour.used += run; {
			case run <= dust:
			case j < b.bidders:
				hour.least = min(hour.least, margin)
			default:
				hour.beyond = min(hour.beyond, margin)
			}
		}
	}
}
