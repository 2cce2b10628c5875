package kernel

import "math"

// The search for prices goes group by group, from the inside out, by the theorem of dispatch.Workspace.Solve: the
// price of a group by itself is where what runs in it fits, and what runs under several is asked for the highest of
// theirs. That holds where each part has its hours in one group of each family: what it uses falls with the price,
// though in steps. Where a part has hours in several the prices are not the best, and still prove a bound.

// accordPoint is a price of a group with the bound there, and what is left of the group less what is used.
type accordPoint struct{ tau, bound, slope float64 }

// searchEffort bounds a search.
type searchEffort struct {
	steps  int     // prices of a group that are tried at most
	passes int     // times that all groups are gone through
	moves  int     // times that loads are moved towards what their prices ask
	gap    float64 // part of the bound at which a plan is near enough
}

func (s *State) accordEffort() searchEffort {
	if s.look == Perfect {
		return searchEffort{60, 3, 20, 1e-10}
	}
	slots := 1
	for n := range s.accord.n {
		slots += len(s.accord.parts[n].slots)
	}
	return searchEffort{20, 1, min(20, 1+20_000/slots), 1e-7}
}

// searchPrices finds prices of the groups, from those of the loads at hand, and returns the bound that they prove.
func (s *State) searchPrices(effort searchEffort) (bound float64) {
	sp := &s.accord
	sp.multi = false
	for n := range sp.n {
		part := &sp.parts[n]
		part.mix.take(&part.now)
		part.end[0].take(&part.now)
		part.end[1].take(&part.now)
		sp.multi = sp.multi || len(part.cells) > 1
	}
	for g := range sp.groups {
		group := &sp.groups[g]
		group.searched = group.slots > 0 && group.around <= 8*group.slots
		for _, n := range group.parts {
			group.searched = group.searched && !sp.parts[n].still
		}
		group.full = false
		if group.tau = 0; group.searched {
			group.tau = group.hint
		}
	}
	passes := 1
	if sp.multi {
		passes = effort.passes
	}
	for range passes {
		for n := range sp.n {
			sp.parts[n].mixed = 0
		}
		s.setPrices(-1)
		for g := len(sp.groups) - 1; g >= 0; g-- {
			if sp.groups[g].searched {
				s.searchGroup(g, effort)
			}
		}
	}
	s.setPrices(-1)
	for n := range sp.n {
		if part := &sp.parts[n]; !part.still {
			s.answerPart(part)
			bound += part.value
		}
	}
	for g := range sp.groups {
		bound += s.ownPrice(g) * sp.groups[g].rest
	}
	return bound
}

// ownPrice is the own price of a group, which is never below zero.
func (s *State) ownPrice(g int) float64 {
	group, top := &s.accord.groups[g], 0.0
	if !group.searched {
		return group.fixed
	}
	if group.parent >= 0 && s.accord.groups[group.parent].stamp == group.stamp {
		top = s.accord.groups[group.parent].top
	}
	return max(0, group.tau-top)
}

// setPrices sets the prices down to each group: of all, or of one and those inside it as if nothing were around it.
func (s *State) setPrices(of int) {
	sp := &s.accord
	sp.stamp++
	sp.inside = sp.inside[:0]
	for g := max(of, 0); g < len(sp.groups); g++ {
		group := &sp.groups[g]
		top, sum := 0.0, 0.0
		if up := group.parent; up >= 0 && sp.groups[up].stamp == sp.stamp {
			top, sum = sp.groups[up].top, sp.groups[up].sum
		} else if of >= 0 && g != of {
			continue
		}
		group.stamp = sp.stamp
		if group.searched {
			top = max(top, group.tau)
		} else {
			sum += group.fixed
		}
		group.top, group.sum, group.price = top, sum, top+sum
		sp.inside = append(sp.inside, int32(g))
	}
}

// tryPrice tries a price of group g.
func (s *State) tryPrice(g int, tau float64) accordPoint {
	sp := &s.accord
	sp.groups[g].tau = tau
	s.setPrices(g)
	point := accordPoint{tau: tau}
	for _, k := range sp.inside {
		sp.groups[k].used = 0
		point.bound += s.ownPrice(int(k)) * sp.groups[k].rest
	}
	family := sp.groups[g].family
	for _, n := range sp.groups[g].parts {
		part := &sp.parts[n]
		s.answerPart(part)
		point.bound += part.value
		for c := range part.cells {
			if leaf := part.cells[c].leaf[family]; leaf >= 0 && sp.groups[leaf].stamp == sp.stamp {
				sp.groups[leaf].used += part.cells[c].used * part.weight
			}
		}
	}
	for n := len(sp.inside) - 1; n > 0; n-- {
		group := &sp.groups[sp.inside[n]]
		if up := &sp.groups[group.parent]; group.full && group.tau > up.top {
			up.used += group.rest
		} else {
			up.used += group.used
		}
	}
	point.slope = sp.groups[g].rest - sp.groups[g].used
	return point
}

// searchGroup finds the price of group g with those inside it alone, and mixes the answers on both sides of it so that
// they fill it.
func (s *State) searchGroup(g int, effort searchEffort) {
	group := &s.accord.groups[g]
	group.tau, group.full = 0, false
	fits := -1e-12 * math.Max(group.rest, 1e-3)
	if s.unpriced(g) >= fits && s.tryPrice(g, 0).slope >= fits {
		return // it has room
	}
	low, high, found := s.bracket(g, min(max(s.accord.warm[group.group], group.hint*1e-3, 1e-3), group.most))
	if !found { // more is used at the highest price
		s.keepEnds(g, 1)
		s.mixEnds(g, math.Inf(1), 1)
		return
	}
	if low.tau == 0 && low.slope >= fits { // prices of the other family leave room
		s.tryPrice(g, 0)
		return
	}
	low, high, upper := s.meetEnds(g, low, high, effort)
	group.full = true
	s.accord.warm[group.group] = (low.tau + high.tau) / 2
	group.tau = high.tau
	if low.bound < high.bound {
		group.tau = low.tau
	}
	s.setPrices(g)
	s.mixEnds(g, upper, high.slope/(high.slope-low.slope))
}

// meetEnds moves prices of group g below and above the one that fills it towards each other, and keeps the answers at
// both; upper is the price of those above.
func (s *State) meetEnds(g int, low, high accordPoint, effort searchEffort) (below, above accordPoint, upper float64) {
	upper = high.tau
	kept := 0 // how often the same end was kept
	for range effort.steps {
		tau := (low.bound - high.bound + high.slope*high.tau - low.slope*low.tau) / (high.slope - low.slope)
		meets := low.bound + low.slope*(tau-low.tau)
		if near := effort.gap * (1 + math.Abs(meets)); math.Min(low.bound, high.bound)-meets <= near {
			break
		}
		if kept >= 2 || kept <= -2 {
			tau, kept, meets = (low.tau+high.tau)/2, 0, math.Inf(-1)
		}
		if !(tau > low.tau && tau < high.tau) {
			break
		}
		point := s.tryPrice(g, tau)
		if point.bound-meets <= effort.gap*(1+math.Abs(point.bound)) { // they meet here
			low.bound, low.tau, high.bound, high.tau = point.bound, tau, point.bound, tau
			break
		}
		if point.slope < 0 {
			low, kept = point, min(kept-1, -1)
			s.keepEnds(g, 0)
		} else {
			high, upper, kept = point, point.tau, max(kept+1, 1)
			s.keepEnds(g, 1)
		}
	}
	return low, high, upper
}

// unpriced is what group g has left without prices around and at it, but of those inside; where parts see several
// prices it is only tried.
func (s *State) unpriced(g int) float64 {
	sp := &s.accord
	if sp.multi {
		return 0
	}
	s.setPrices(g)
	for _, k := range sp.inside {
		sp.groups[k].used = sp.groups[k].free
	}
	for n := len(sp.inside) - 1; n > 0; n-- {
		group := &sp.groups[sp.inside[n]]
		if group.full {
			group.used = group.rest
		}
		sp.groups[group.parent].used += group.used
	}
	return sp.groups[g].rest - sp.groups[g].used
}

// bracket finds prices of group g below and above the one that fills it, from a guess; false where the highest does
// not.
func (s *State) bracket(g int, guess float64) (low, high accordPoint, found bool) {
	most, step := s.accord.groups[g].most, 0.02
	point := s.tryPrice(g, guess)
	if point.slope < 0 {
		for ; point.slope < 0; step *= 8 {
			low = point
			s.keepEnds(g, 0)
			if point.tau >= most {
				return low, low, false
			}
			point = s.tryPrice(g, min(point.tau*(1+step), most))
		}
		s.keepEnds(g, 1)
		return low, point, true
	}
	for ; point.slope >= 0; step *= 4 {
		high = point
		s.keepEnds(g, 1)
		if point.tau < 1e-6*guess || step >= 1 {
			point = s.tryPrice(g, 0)
			s.keepEnds(g, 0)
			return point, high, true
		}
		point = s.tryPrice(g, point.tau*(1-step))
	}
	s.keepEnds(g, 0)
	return point, high, true
}

// insideOf is what groups inside group g ask of a cell of a part, -1 where the cell does not lie in g.
func (s *State) insideOf(g int, cell *accordCell) (tau float64) {
	sp := &s.accord
	for k := cell.leaf[sp.groups[g].family]; k >= 0; k = sp.groups[k].parent {
		if int(k) == g {
			return tau
		}
		if group := &sp.groups[k]; group.searched {
			tau = max(tau, group.tau)
		}
	}
	return -1
}

// keepEnds keeps the answers of the parts of group g as those on one side of its price. What a group inside asks more
// for does what was mixed to fill that.
func (s *State) keepEnds(g, side int) {
	tau := s.accord.groups[g].tau
	for _, n := range s.accord.groups[g].parts {
		part := &s.accord.parts[n]
		if len(part.cells) == 1 && s.insideOf(g, &part.cells[0]) > tau {
			part.end[side].take(&part.mix)
		} else {
			part.end[side].take(&part.now)
		}
	}
}

// mixEnds mixes the answers on both sides of the price of group g, the higher at some price, of those parts that
// groups inside do not ask more than that for: a share of the one below.
func (s *State) mixEnds(g int, high, share float64) {
	sp := &s.accord
	for _, n := range sp.groups[g].parts {
		part, slots := &sp.parts[n], 0.0
		for c := range part.cells {
			if tau := s.insideOf(g, &part.cells[c]); tau >= 0 && tau < high {
				slots += float64(part.cells[c].slots)
			}
		}
		if slots == 0 {
			continue
		}
		before := part.mixed / (part.mixed + slots)
		if len(part.cells) == 1 {
			before = 0
		}
		part.mixed += slots
		for w := range part.mix.mw {
			mw := share*part.end[0].mw[w] + (1-share)*part.end[1].mw[w]
			part.mix.mw[w] = before*part.mix.mw[w] + (1-before)*mw
		}
		for k := range part.mix.tier {
			low, high := &part.end[0].tier[k], &part.end[1].tier[k]
			mwh := share*low.MWh + (1-share)*high.MWh
			was := part.mix.tier[k].MWh
			part.mix.tier[k] = *low
			part.mix.tier[k].MWh = before*was + (1-before)*mwh
			same := low.Price == high.Price && low.Share == 0
			part.mix.mixed[k] = part.end[0].mixed[k] || part.end[1].mixed[k] || !same
		}
	}
}
