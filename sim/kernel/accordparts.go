package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// accordPart is what of one site is answered by itself once budgets have prices: a tree of windows, a count, both
// where they share hours, or hours without either.
type accordPart struct {
	site           int32
	weight         float64 // what a MWh counts
	trees, counts  []int32
	windows        []int32                // those of the trees
	tiers, loads   [][]dispatch.PriceStep // the whole prices, by count and by window
	steps          [][]dispatch.PriceStep // of tiers what is chosen; of loads that is in.Steps
	tiersLeft      []float64              // what the choice leaves out of the cost, USD, by count
	loadsLeft      []float64              // and by window
	merits         [][]accordMerit        // by cell
	sorted         bool                   // merits is made
	slots          []accordSlot
	margin, length []float64 // by slot, tranche and piece of the hour: USD/MWh before tiers, and hours
	mw             []float64 // by slot and tranche, at the meter
	cells          []accordCell
	in             dispatch.Peaks
	peaks          dispatch.PeakSpace
	aside          dispatch.PeakPlan
	still          bool            // its windows and counts have not all begun, and keep their plan
	solved         bool            // peaks has its levels in order
	known          bool            // the answer is that of the prices of the cells
	value          float64         // no more than this can be earned at these prices, USD
	now            accordAnswer    // at the prices of the cells
	end            [2]accordAnswer // where the search for the price of a group ended, below and above it
	mix            accordAnswer    // of these two, so that groups are full
	mixed          float64         // slots whose group has mixed it
	load           []float64       // by slot, MWh
	kept           []float64       // highest loads that were planned before, MW
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
	mw    []float64           // by window, the highest load, MW
	tier  []dispatch.TierPlan // by count
	mixed []bool              // by count: of its tier only the MWh hold, as it is between two answers
}

// take makes it another answer.
func (a *accordAnswer) take(b *accordAnswer) {
	a.mw, a.tier, a.mixed = append(a.mw[:0], b.mw...), append(a.tier[:0], b.tier...), append(a.mixed[:0], b.mixed...)
}

// accordSite lists the parts of site i.
func (s *State) accordSite(k int32, i, t, to int) {
	sp, first := &s.accord, s.accord.n
	end := s.chargedParts(k, i, t, to)
	plain, around := int32(-1), [2]int32{}
	s.lookAhead(i, t, end, func(h int, v *outlook) {
		leaf, root := s.budgetsAt(i, h)
		at, window, count := s.chargesAt(i, h)
		if window < 0 && count < 0 {
			if root < 0 && s.p.Sites[i].Breaches == nil || h >= to {
				return
			}
			if day := s.dayAround(leaf); plain < 0 || around != day {
				around, plain = day, s.newPart(i)
			}
			at = plain
		}
		if part := &sp.parts[at]; part.add(h, v, window, count) && root >= 0 {
			s.placeCell(part, leaf, root)
		}
	})
	s.forgetParts(i, first)
}

// forgetParts lets the trees and counts of site i have no part any more, of those from one on.
func (s *State) forgetParts(i, first int) {
	sp := &s.accord
	for n := first; n < sp.n; n++ {
		part := &sp.parts[n]
		for _, r := range part.trees {
			sp.partAt[standsFor(sp.own, s.treeNode(i, r))] = -1
		}
		for _, c := range part.counts {
			sp.partAt[standsFor(sp.own, s.countNode(i, c))] = -1
		}
	}
}

// chargedParts adds the parts of site i with trees and counts that have hours from t up to an hour, and returns the
// hour at which the last of them ends.
func (s *State) chargedParts(k int32, i, t, to int) (end int) {
	sp := &s.accord
	end = to
	s.eachCharge(i, func(node int32, from, till int, _ bool) {
		if sp.of[node] != k || till <= t || from >= to {
			return
		}
		end = max(end, till)
		own := standsFor(sp.own, node)
		if sp.partAt[own] < 0 {
			sp.partAt[own] = s.newPart(i)
		}
		ch, part := s.charges(s.p.Sites[i].Tariff), &sp.parts[sp.partAt[own]]
		if r := node - sp.first[i]; int(r) < len(ch.Trees) {
			s.addTree(ch, part, r)
		} else {
			s.addCount(ch, part, r-int32(len(ch.Trees)))
		}
	})
	return end
}

// budgetsAt are the smallest groups in view that hold site i in hour h, by family, and their root; -1 for none.
func (s *State) budgetsAt(i, h int) (leaf [2]int32, root int32) {
	leaf, root = [2]int32{-1, -1}, -1
	for f := range s.budget.leaf {
		if leaf[f] = s.listed(s.budget.leaf[f][s.p.Sites[i].Class][h]); leaf[f] >= 0 {
			root = s.accord.groups[leaf[f]].root
		}
	}
	return leaf, root
}

// chargesAt is the part of which the windows or the count in view hold hour h of site i, and the smallest window and
// the count by their places in it; -1 for none.
func (s *State) chargesAt(i, h int) (at, window, count int32) {
	sp := &s.accord
	at, window, count = -1, -1, -1
	if sp.first[i] < 0 {
		return at, window, count
	}
	ch := s.charges(s.p.Sites[i].Tariff)
	if ch.Leaf != nil && ch.Leaf[h] >= 0 {
		tree := ch.Windows[ch.Leaf[h]].Tree
		in := sp.partAt[standsFor(sp.own, s.treeNode(i, tree))]
		if in >= 0 && slices.Contains(sp.parts[in].trees, tree) {
			at, window = in, sp.parts[in].placeOf(ch.Leaf[h])
		}
	}
	if ch.Of != nil && ch.Of[h] >= 0 {
		if in := sp.partAt[standsFor(sp.own, s.countNode(i, ch.Of[h]))]; in >= 0 {
			if place := slices.Index(sp.parts[in].counts, ch.Of[h]); place >= 0 {
				at, count = in, int32(place)
			}
		}
	}
	return at, window, count
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
	part.site, part.weight = int32(i), s.weight(s.p.Sites[i].Class)
	part.known, part.solved, part.still = false, false, false
	part.trees, part.counts, part.windows = part.trees[:0], part.counts[:0], part.windows[:0]
	part.slots, part.cells, part.sorted = part.slots[:0], part.cells[:0], false
	part.tiers, part.steps, part.tiersLeft = part.tiers[:0], part.steps[:0], part.tiersLeft[:0]
	part.loads, part.loadsLeft = part.loads[:0], part.loadsLeft[:0]
	for _, answer := range []*accordAnswer{&part.now, &part.end[0], &part.end[1], &part.mix} {
		answer.mw, answer.tier, answer.mixed = answer.mw[:0], answer.tier[:0], answer.mixed[:0]
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
		part.in.Steps, part.loads = append(part.in.Steps, steps), append(part.loads, steps)
		part.loadsLeft = append(part.loadsLeft, 0)
		for k := 1; k < len(window.Steps); k++ {
			s.accord.bent = s.accord.bent || window.Steps[k].Price < window.Steps[k-1].Price
		}
	}
}

// addCount adds a count to a part.
func (s *State) addCount(ch *Charges, part *accordPart, k int32) {
	part.counts = append(part.counts, k)
	steps := slices.Clone(s.tierSteps(ch, int(part.site), k))
	part.tiers, part.steps = append(part.tiers, steps), append(part.steps, steps)
	part.tiersLeft = append(part.tiersLeft, 0)
	for k := 1; k < len(steps); k++ {
		s.accord.bent = s.accord.bent || steps[k].Price < steps[k-1].Price
	}
}

// placeCell lets budgets of a root hold the last hour of a part, the smallest of which are leaf.
func (s *State) placeCell(part *accordPart, leaf [2]int32, root int32) {
	slot := &part.slots[len(part.slots)-1]
	if slot.cell = int32(len(part.cells) - 1); slot.cell < 0 || part.cells[slot.cell].leaf != leaf {
		if slot.cell = -1; !s.ofOneHour(leaf) { // which has one slot
			slot.cell = int32(slices.IndexFunc(part.cells, func(c accordCell) bool { return c.leaf == leaf }))
		}
		if slot.cell < 0 {
			slot.cell = int32(len(part.cells))
			part.cells = append(part.cells, accordCell{leaf: leaf, root: root})
		}
	}
	part.cells[slot.cell].slots++
}

// ofOneHour says whether some of the budgets in view of which some are the smallest is of one hour.
func (s *State) ofOneHour(leaf [2]int32) bool {
	return slices.ContainsFunc(leaf[:], func(g int32) bool {
		if g < 0 {
			return false
		}
		group := &s.p.Budgets.Groups[s.accord.groups[g].group]
		return group.To-group.From <= 1
	})
}

// add enters an hour, and says whether anything could run in it.
func (part *accordPart) add(h int, v *outlook, window, count int32) bool {
	slot := accordSlot{
		hour: int32(h), cell: -1, window: window, count: count, bits: int32(len(v.parts)),
		first: int32(len(part.margin)), block: int32(len(part.mw)), peak: int32(len(part.in.MW)),
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
			in := &part.in
			in.Leaf, in.Hour, in.MW = append(in.Leaf, window), append(in.Hour, int32(h)), append(in.MW, mw)
		}
	}
	if slot.tranches == 0 {
		return false
	}
	part.slots = append(part.slots, slot)
	return true
}
