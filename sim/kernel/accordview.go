package kernel

import (
	"math"
	"slices"
)

// accordGroup is a budget of an accord.
type accordGroup struct {
	group, root, family int32
	parent              int32   // place in the groups, -1 for none
	rest, most          float64 // what is left of it, MWh or t, and its highest price, USD for each
	hint, fixed         float64 // price around it and own price under the loads at hand, USD for each
	searched            bool
	full                bool    // its price fills it
	tau                 float64 // USD for each, its price where it and those inside are alone
	top, sum, price     float64 // the largest tau and the sum of what is fixed down to it, and both
	used                float64 // at the prices at hand, MWh or t
	free                float64 // what its own hours use at no price, MWh or t
	least, stopped      float64 // the least margin of what runs and the highest of what it stops, USD for each
	slots, around       int     // in it, and of the parts that have hours in it
	parts               []int32
	stamp               int32
	slope               float64 // what is used more than there is
}

// viewAccord lists what could run in the hours of an accord from t on, as the operator of today sees them; what has
// not begun stays as it is planned where only what has begun is to be.
func (s *State) viewAccord(k int32, t, to int, begun bool) {
	sp, a := &s.accord, &s.accord.list[k]
	s.accordGroups(k, a, t, to)
	sp.n, sp.bent = 0, false
	for _, i := range a.sites {
		s.accordSite(k, int(i), t, to)
	}
	for n := range sp.n {
		part := &sp.parts[n]
		part.still = begun && s.toCome(part, t)
		s.enterGroups(part, int32(n))
	}
}

// enterGroups enters part n in the groups that hold hours of it.
func (s *State) enterGroups(part *accordPart, n int32) {
	sp := &s.accord
	for c := range part.cells {
		cell := &part.cells[c]
		for _, g := range cell.leaf {
			for ; g >= 0; g = sp.groups[g].parent {
				group := &sp.groups[g]
				group.slots += int(cell.slots)
				if m := len(group.parts); m == 0 || group.parts[m-1] != n {
					group.parts = append(group.parts, n)
					group.around += len(part.slots)
				}
			}
		}
	}
}

// accordPlace is a slot of a part.
type accordPlace struct{ part, slot int32 }

// placeSlots lists the slots in view by the root that holds them.
func (s *State) placeSlots() {
	sp := &s.accord
	for m, r := range sp.members {
		sp.memberAt[r] = int32(m)
	}
	sp.slotsFrom = resize(sp.slotsFrom, len(sp.members)+2)
	clear(sp.slotsFrom)
	all := 0
	for n := range sp.n {
		part := &sp.parts[n]
		all += len(part.slots)
		for k := range part.slots {
			sp.slotsFrom[sp.memberOf(part, k)]++
		}
	}
	for m := range sp.members {
		sp.slotsFrom[m+1] += sp.slotsFrom[m]
	}
	sp.slotsFrom[len(sp.members)+1] = int32(all)
	sp.slotsOf = resize(sp.slotsOf, all)
	for n := sp.n - 1; n >= 0; n-- {
		part := &sp.parts[n]
		for k := len(part.slots) - 1; k >= 0; k-- {
			m := sp.memberOf(part, k)
			sp.slotsFrom[m]--
			sp.slotsOf[sp.slotsFrom[m]] = accordPlace{int32(n), int32(k)}
		}
	}
}

// memberOf is the place of the root of a slot among the members, after 0 for none.
func (sp *accordSpace) memberOf(part *accordPart, k int) int32 {
	if cell := part.slots[k].cell; cell >= 0 {
		return sp.memberAt[part.cells[cell].root] + 1
	}
	return 0
}

// toCome says whether a part has windows or counts that begin long after hour t.
func (s *State) toCome(part *accordPart, t int) bool {
	ch := s.charges(s.p.Sites[part.site].Tariff)
	return slices.ContainsFunc(part.trees, func(r int32) bool { return ch.Trees[r].From > t+retargetHours }) ||
		slices.ContainsFunc(part.counts, func(k int32) bool { return ch.Counts[k].From > t+retargetHours })
}

// accordHorizon is the hour up to which a rolling operator looks: to the end of all that has begun.
func (s *State) accordHorizon(k int32, t int) (to int) {
	sp, a := &s.accord, &s.accord.list[k]
	to = t + 1
	for _, r := range a.roots {
		if root := &s.p.Budgets.Roots[r]; root.From <= t && t < root.To {
			to = max(to, root.until(t))
		}
	}
	for _, i := range a.sites {
		s.eachCharge(int(i), func(node int32, from, end int, _ bool) {
			if sp.of[node] == k && from <= t && t < end {
				to = max(to, end)
			}
		})
	}
	return to
}

// clearGroups lists no budgets.
func (s *State) clearGroups() {
	sp := &s.accord
	for _, r := range sp.members {
		sp.memberAt[r] = -1
	}
	for n := range sp.groups {
		sp.groupAt[sp.groups[n].group] = -1
		sp.groups[n].parts = sp.groups[n].parts[:0]
	}
	sp.groups, sp.members = sp.groups[:0], sp.members[:0]
}

// accordEnd is the end of all windows and counts in view that begin before an hour.
func (s *State) accordEnd(k int32, a *accord, t, to int) (end int) {
	end = to
	for _, i := range a.sites {
		s.eachCharge(int(i), func(node int32, from, till int, _ bool) {
			if s.accord.of[node] == k && till > t && from < to {
				end = max(end, till)
			}
		})
	}
	return end
}

// accordGroups lists the budgets that have hours from t up to an hour and may be short, those of single hours up to the
// end of what is in view.
func (s *State) accordGroups(k int32, a *accord, t, to int) {
	sp, b, end := &s.accord, s.p.Budgets, s.accordEnd(k, a, t, to)
	s.clearGroups()
	for _, r := range a.roots {
		root := &b.Roots[r]
		if root.To <= t || root.From >= end || root.From >= to && !root.single() {
			continue
		}
		sp.members = append(sp.members, r)
		for family, list := range [2][]int32{root.Groups, root.Second} {
			for _, g := range list {
				switch {
				case s.lifted(g):
					sp.price[g] = 0 // of choices in which it stood
				case !sp.loose[g]:
					s.addGroup(g, int32(family))
				}
			}
		}
	}
}

// addGroup lists group g of a family.
func (s *State) addGroup(g, family int32) {
	sp, group := &s.accord, &s.p.Budgets.Groups[g]
	at := s.listed(group.Parent)
	sp.groupAt[g] = int32(len(sp.groups))
	sp.groups = grown(sp.groups)
	one := &sp.groups[len(sp.groups)-1]
	*one = accordGroup{
		group: g, root: group.Root, family: family, parent: at, parts: one.parts[:0],
		rest: max(0, group.budget()-s.used[g]), most: math.Inf(1),
	}
	if s.soft(g) {
		one.most = s.beyondUSD(group)
	}
}

// listed is the place in the groups of the smallest one around group g, or of itself, that is listed; -1 for none.
func (s *State) listed(g int32) int32 {
	for ; g >= 0; g = s.p.Budgets.Groups[g].Parent {
		if at := s.accord.groupAt[g]; at >= 0 {
			return at
		}
	}
	return -1
}
