package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// accordPart is what of one site is answered by itself once budgets have prices: a tree of windows, a count, both
// where they share hours, or hours without either.
type accordPart struct {
	site           int32
	weight         float64 // what a MWh counts
	trees, counts  []int32
	windows        []int32 // those of the trees
	steps          [][]dispatch.PriceStep
	slots          []accordSlot
	margin, length []float64 // by slot, tranche and piece of the hour: USD/MWh before tiers, and hours
	mw             []float64 // by slot and tranche
	cells          []accordCell
	in             dispatch.Peaks
	peaks          dispatch.PeakSpace
	aside          dispatch.PeakPlan
	still          bool    // its windows and counts have not all begun, and keep their plan
	solved         bool    // peaks has its levels in order
	known          bool    // the answer is that of the prices of the cells
	value          float64 // no more than this can be earned at these prices, USD
	now            accordAnswer
	end            [2]accordAnswer // where the search for the price of a group ended, below and above it
	mix            accordAnswer
	mixed          float64   // slots whose group has mixed it
	load           []float64 // by slot, MWh
	kept           []float64 // highest loads that were planned before
}

// accordSlot is one hour of a part.
type accordSlot struct {
	hour           int32
	cell           int32 // -1 for no budget
	window, count  int32 // the smallest window by place in the part, and the count; -1 for none
	first, block   int32 // in margin and mw
	peak           int32 // in Peaks
	tranches, bits int32 // bits: the pieces of the hour
}

// accordCell is hours of a part of which the same budgets are the smallest.
type accordCell struct {
	leaf  [2]int32 // by family: place in the groups, -1 for none
	root  int32
	slots int32
	price float64 // USD/MWh
	used  float64 // MWh
}

// accordAnswer is what a part does.
type accordAnswer struct {
	mw   []float64
	tier []dispatch.TierPlan
}

func (a *accordAnswer) take(b *accordAnswer) {
	a.mw, a.tier = append(a.mw[:0], b.mw...), append(a.tier[:0], b.tier...)
}

// accordGroup is a budget of an accord.
type accordGroup struct {
	group, root, family int32
	parent              int32   // place in the groups, -1 for none
	rest, most          float64 // what is left of it, and its highest price
	hint, fixed         float64 // price around it and own price under the loads at hand
	searched            bool
	full                bool    // its price fills it
	tau                 float64 // USD/MWh, its price where it and those inside are alone
	top, sum, price     float64 // the largest tau and the sum of what is fixed down to it, and both
	used                float64
	free                float64 // what its own hours use at no price
	slots, around       int     // in it, and of the parts that have hours in it
	parts               []int32
	stamp               int32
}

// viewAccord lists what could run in the hours of an accord from t on, as the operator of today sees them; what has
// not begun stays as it is planned where only what has begun is to be.
func (s *State) viewAccord(k int32, t, to int, begun bool) {
	sp, a := &s.accord, &s.accord.list[k]
	s.accordGroups(a, t, to)
	sp.n, sp.bent = 0, false
	for _, i := range a.sites {
		s.accordSite(k, int(i), t, to)
	}
	for n := range sp.n {
		part := &sp.parts[n]
		part.still = begun && s.toCome(part, t)
		for c := range part.cells {
			cell := &part.cells[c]
			for _, g := range cell.leaf {
				for ; g >= 0; g = sp.groups[g].parent {
					group := &sp.groups[g]
					group.slots += int(cell.slots)
					if m := len(group.parts); m == 0 || group.parts[m-1] != int32(n) {
						group.parts = append(group.parts, int32(n))
						group.around += len(part.slots)
					}
				}
			}
		}
	}
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

// accordGroups lists the budgets that have hours from t up to an hour.
func (s *State) accordGroups(a *accord, t, to int) {
	sp, b := &s.accord, s.p.Budgets
	for n := range sp.groups {
		sp.groupAt[sp.groups[n].group] = -1
		sp.groups[n].parts = sp.groups[n].parts[:0]
	}
	sp.groups, sp.members = sp.groups[:0], sp.members[:0]
	for _, r := range a.roots {
		root := &b.Roots[r]
		if root.To <= t || root.From >= to {
			continue
		}
		sp.members = append(sp.members, r)
		for family, list := range [2][]int32{root.Groups, root.Second} {
			for _, g := range list {
				group := &b.Groups[g]
				sp.groupAt[g] = int32(len(sp.groups))
				sp.groups = grown(sp.groups)
				one := &sp.groups[len(sp.groups)-1]
				*one = accordGroup{
					group: g, root: r, family: int32(family), parent: -1, parts: one.parts[:0],
					rest: max(0, group.budget()-s.used[g]), most: math.Inf(1),
				}
				if group.Parent >= 0 {
					one.parent = sp.groupAt[group.Parent]
				}
				if s.soft(g) {
					one.most = s.beyondUSD(group)
				}
			}
		}
	}
}

// accordSite lists the parts of site i.
func (s *State) accordSite(k int32, i, t, to int) {
	sp, site := &s.accord, &s.p.Sites[i]
	end, first := to, sp.n
	var ch *Charges
	if sp.first[i] >= 0 {
		ch = s.charges(site.Tariff)
	}
	s.eachCharge(i, func(node int32, from, till int, _ bool) {
		if sp.of[node] != k || till <= t || from >= to {
			return
		}
		end = max(end, till)
		own := standsFor(sp.own, node)
		if sp.partAt[own] < 0 {
			sp.partAt[own] = s.newPart(i)
		}
		part := &sp.parts[sp.partAt[own]]
		if r := node - sp.first[i]; int(r) < len(ch.Trees) {
			s.addTree(ch, part, r)
		} else {
			s.addCount(ch, part, r-int32(len(ch.Trees)))
		}
	})
	plain, last := int32(-1), [2]int32{-2, -2}
	s.lookAhead(i, t, end, func(h int, v *outlook) {
		leaf, root := [2]int32{-1, -1}, int32(-1)
		for f := range s.budget.leaf {
			if g := s.budget.leaf[f][site.Class][h]; g >= 0 {
				if leaf[f] = sp.groupAt[g]; leaf[f] >= 0 {
					root = s.p.Budgets.Groups[g].Root
				}
			}
		}
		window, count, at := int32(-1), int32(-1), int32(-1)
		if ch != nil && ch.Leaf != nil && ch.Leaf[h] >= 0 {
			w := &ch.Windows[ch.Leaf[h]]
			if at = sp.partAt[standsFor(sp.own, sp.first[i]+w.Tree)]; at >= 0 && slices.Contains(sp.parts[at].trees, w.Tree) {
				window = sp.parts[at].placeOf(ch.Leaf[h])
			}
		}
		if ch != nil && ch.Of != nil && ch.Of[h] >= 0 {
			if in := sp.partAt[standsFor(sp.own, sp.first[i]+int32(len(ch.Trees))+ch.Of[h])]; in >= 0 {
				if place := slices.Index(sp.parts[in].counts, ch.Of[h]); place >= 0 {
					at, count = in, int32(place)
				}
			}
		}
		if window < 0 && count < 0 {
			if root < 0 || h >= to {
				return
			}
			if at = plain; plain < 0 || last != s.dayAround(leaf) {
				last = s.dayAround(leaf)
				at = s.newPart(i)
				plain = at
			}
		}
		sp.parts[at].add(h, v, leaf, root, window, count)
	})
	for n := first; n < sp.n; n++ {
		part := &sp.parts[n]
		for _, r := range part.trees {
			sp.partAt[standsFor(sp.own, sp.first[i]+r)] = -1
		}
		for _, c := range part.counts {
			sp.partAt[standsFor(sp.own, sp.first[i]+int32(len(ch.Trees))+c)] = -1
		}
	}
}

// dayAround are the smallest groups around some that are a day or longer: hours of one such are one part.
func (s *State) dayAround(leaf [2]int32) [2]int32 {
	sp := &s.accord
	for f, g := range leaf {
		for g >= 0 {
			if group := &s.p.Budgets.Groups[sp.groups[g].group]; group.To-group.From >= 24 {
				break
			}
			g = sp.groups[g].parent
		}
		leaf[f] = g
	}
	return leaf
}

// newPart adds a part of site i without hours.
func (s *State) newPart(i int) int32 {
	sp := &s.accord
	if sp.n == len(sp.parts) {
		sp.parts = append(sp.parts, accordPart{})
	}
	part := &sp.parts[sp.n]
	sp.n++
	part.site, part.weight, part.known, part.solved, part.still = int32(i), s.weight(s.p.Sites[i].Class), false, false, false
	part.trees, part.counts, part.windows = part.trees[:0], part.counts[:0], part.windows[:0]
	part.slots, part.cells, part.steps = part.slots[:0], part.cells[:0], part.steps[:0]
	for _, answer := range []*accordAnswer{&part.now, &part.end[0], &part.end[1], &part.mix} {
		answer.mw, answer.tier = answer.mw[:0], answer.tier[:0]
	}
	part.margin, part.length, part.mw = part.margin[:0], part.length[:0], part.mw[:0]
	in := &part.in
	in.Parent, in.Steps = in.Parent[:0], in.Steps[:0]
	in.Leaf, in.Hour, in.MW = in.Leaf[:0], in.Hour[:0], in.MW[:0]
	return int32(sp.n - 1)
}

// placeOf is the place of a window in a part.
func (part *accordPart) placeOf(window int32) int32 {
	return int32(slices.Index(part.windows, window))
}

// addTree adds the windows of a tree to a part.
func (s *State) addTree(ch *Charges, part *accordPart, r int32) {
	first := int32(len(part.windows))
	part.trees = append(part.trees, r)
	for _, w := range ch.Trees[r].Windows {
		window, parent := &ch.Windows[w], int32(-1)
		if window.Parent >= 0 {
			parent = first + ch.Windows[window.Parent].Local
		}
		part.windows = append(part.windows, w)
		part.in.Parent = append(part.in.Parent, parent)
		steps := stepsAfter(window.Steps, s.paid(ch, int(part.site), w))
		part.in.Steps = append(part.in.Steps, steps)
		for k := 1; k < len(window.Steps); k++ {
			s.accord.bent = s.accord.bent || window.Steps[k].Price < window.Steps[k-1].Price
		}
	}
}

// addCount adds a count to a part.
func (s *State) addCount(ch *Charges, part *accordPart, k int32) {
	part.counts = append(part.counts, k)
	steps := slices.Clone(s.tierSteps(ch, int(part.site), k))
	part.steps = append(part.steps, steps)
	for k := 1; k < len(steps); k++ {
		s.accord.bent = s.accord.bent || steps[k].Price < steps[k-1].Price
	}
}

// add enters an hour.
func (part *accordPart) add(h int, v *outlook, leaf [2]int32, root, window, count int32) {
	slot := accordSlot{
		hour: int32(h), cell: -1, window: window, count: count, first: int32(len(part.margin)), block: int32(len(part.mw)),
		peak: int32(len(part.in.MW)), bits: int32(len(v.parts)),
	}
	least := 0.0
	if count >= 0 {
		for _, step := range part.steps[count] {
			least = min(least, step.Price)
		}
	}
	for n, mw := range v.mw {
		pays := false
		for _, piece := range v.parts {
			pays = pays || v.margin(n, piece) > least
		}
		if !pays || !(mw > 0) {
			break // merit order
		}
		for _, piece := range v.parts {
			part.margin, part.length = append(part.margin, v.margin(n, piece)), append(part.length, piece.length)
		}
		part.mw = append(part.mw, mw)
		slot.tranches++
		if window >= 0 {
			part.in.Leaf, part.in.Hour, part.in.MW = append(part.in.Leaf, window), append(part.in.Hour, int32(h)), append(part.in.MW, mw)
		}
	}
	if slot.tranches == 0 {
		return
	}
	if root >= 0 {
		if slot.cell = int32(len(part.cells) - 1); slot.cell < 0 || part.cells[slot.cell].leaf != leaf {
			if slot.cell = int32(slices.IndexFunc(part.cells, func(c accordCell) bool { return c.leaf == leaf })); slot.cell < 0 {
				slot.cell = int32(len(part.cells))
				part.cells = append(part.cells, accordCell{leaf: leaf, root: root})
			}
		}
		part.cells[slot.cell].slots++
	}
	part.slots = append(part.slots, slot)
}
