package kernel

import (
	"cmp"
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// accord is roots of budgets with the windows and counts that share hours with them at some site: they are planned as
// one.
type accord struct {
	node     int32   // that stands for all of it
	roots    []int32 // in the order in which they begin
	sites    []int32
	starts   []int // hours at which it is planned, besides retargets
	next     int   // of them
	from, to int
	seen     int     // hour up to which it is planned
	whole    int     // hour at which all of it was planned
	breaks   bool    // sites of it have budgets that they may break
	changed  bool    // others of these are broken than were, and that is not planned for
	proves   bool    // they are chosen anew, and that is not proven
	fines    float64 // of that choice, USD
	bound    float64 // that no choice passes, fines paid, USD
	switched bool    // it costs something to switch some of its sites
	freely   float64 // bound as if that cost nothing, USD
}

// quarter is how long, in hours, a rolling operator stays with what he plans for windows and counts that are to come.
const quarter = 2160

// week is how long windows and counts must be, in hours, for a plan when they begin, and retargetHours how long one
// is good for: what begins until then is planned as if it had begun.
const (
	week          = 168
	retargetHours = 336
)

// accordSpace is the memory of the accords. Roots, and the trees of windows and counts of each site, are nodes, joined
// where they share an hour.
type accordSpace struct {
	inTurn bool // nothing is planned as one; for tests

	// By node: one joined to it, itself where it stands for all; own joins windows and counts without budgets between.
	whole, own []int32
	apart      []bool  // by node: it is planned in turn
	roots      []bool  // by node: a root is joined to it
	of         []int32 // by node: its accord, -1 for none
	first      []int32 // by site: node of its first tree, before those of its counts; -1 where it has none
	list       []accord
	active     []int32
	next       int
	some       []int32 // trees or counts that are in no accord

	parts      []accordPart // of the plan at hand
	n          int          // of them
	partAt     []int32      // by node: part, -1 for none
	groups     []accordGroup
	groupAt    []int32       // by group of the problem: place in groups, -1 for none
	members    []int32       // roots in view
	slotsOf    []accordPlace // in view, by the root that holds them; those of no root come first
	slotsFrom  []int32       // by place in members, those of no root first: where its slots begin
	memberAt   []int32       // by root: place in members, -1 for none
	hours      []accordHour
	tangents   accordTangents
	loose      []bool    // by group of the problem: all that its sites can draw fits
	warm       []float64 // by group of the problem: its price in the plan before
	price      []float64 // by group of the problem: its own price in the latest plan
	asks       []float64 // and in the plan that its root carries out
	rent       []float64 // and what runs at its margin earns besides that
	tiers      dispatch.TierSpace
	count      dispatch.Tiers
	plan       plan
	cross      dispatch.CrossSpace
	crossed    dispatch.CrossPlan
	entries    []accordEntry
	inside     []int32
	bests      accordBest
	ends       []dispatch.PriceStep
	stamp      int32
	multi      bool // some parts see several prices
	bent       bool // some prices fall
	search     tierSearch
	bestAnswer accordAnswer
	both       [2]dispatch.PeakPlan // at the ends of a search for the price of a count
}

// initialiseAccords finds what is planned as one.
func (s *State) initialiseAccords() {
	sp, b := &s.accord, s.p.Budgets
	sp.members = sp.members[:0]
	for k := range sp.list { // their memory is used again
		a := &sp.list[k]
		a.roots, a.sites, a.starts = a.roots[:0], a.sites[:0], a.starts[:0]
	}
	sp.list, sp.active, sp.next, sp.first = sp.list[:0], sp.active[:0], 0, sp.first[:0]
	for n := range sp.groups { // of the problem before
		sp.groups[n].parts = sp.groups[n].parts[:0]
	}
	sp.groups = sp.groups[:0]
	if b == nil || sp.inTurn || s.look == Myopic || s.programs != nil || s.p.charges(s.d) == nil {
		return
	}
	nodes := len(b.Roots)
	sp.first = resize(sp.first, len(s.p.Sites))
	for i := range s.p.Sites {
		site := &s.p.Sites[i]
		sp.first[i] = -1
		if ch := s.charges(site.Tariff); ch != nil && site.Charged && site.Class >= 0 {
			sp.first[i] = int32(nodes)
			nodes += len(ch.Trees) + len(ch.Counts)
		}
	}
	if nodes == len(b.Roots) {
		sp.first = sp.first[:0]
		return
	}
	sp.whole, sp.own, sp.of = resize(sp.whole, nodes), resize(sp.own, nodes), resize(sp.of, nodes)
	sp.apart, sp.roots, sp.partAt = resize(sp.apart, nodes), resize(sp.roots, nodes), resize(sp.partAt, nodes)
	for n := range nodes {
		sp.whole[n], sp.own[n], sp.of[n], sp.partAt[n] = int32(n), int32(n), -1, -1
	}
	sp.groupAt, sp.warm = resize(sp.groupAt, len(b.Groups)), resize(sp.warm, len(b.Groups))
	sp.price, sp.asks = resize(sp.price, len(b.Groups)), resize(sp.asks, len(b.Groups))
	sp.rent, sp.memberAt = resize(sp.rent, len(b.Groups)), resize(sp.memberAt, len(b.Roots))
	for r := range sp.memberAt {
		sp.memberAt[r] = -1
	}
	sp.loose = resize(sp.loose, len(b.Groups))
	for g := range sp.groupAt {
		sp.groupAt[g], sp.loose[g], sp.rent[g] = -1, s.p.Loose(&b.Groups[g]), math.Inf(1)
	}
	for i := range s.p.Sites {
		if sp.first[i] >= 0 {
			s.joinCharges(i)
		}
	}
	s.joinBreaches()
	s.listAccords()
}

// joinCharges joins the trees and counts of site i with the roots that have hours in them.
func (s *State) joinCharges(i int) {
	sp, class := &s.accord, s.p.Sites[i].Class
	ch := s.charges(s.p.Sites[i].Tariff)
	lastTree, lastCount, lastRoot := int32(-1), int32(-1), int32(-1)
	for h := range s.p.Hours {
		tree, count, root := int32(-1), int32(-1), int32(-1)
		if ch.Leaf != nil && ch.Leaf[h] >= 0 {
			tree = s.treeNode(i, ch.Windows[ch.Leaf[h]].Tree)
		}
		if ch.Of != nil && ch.Of[h] >= 0 {
			count = s.countNode(i, ch.Of[h])
		}
		if g := s.anyLeaf(class, h); g >= 0 {
			root = s.p.Budgets.Groups[g].Root
		}
		if tree == lastTree && count == lastCount && root == lastRoot {
			continue
		}
		lastTree, lastCount, lastRoot = tree, count, root
		if tree >= 0 && count >= 0 {
			join(sp.whole, tree, count)
			join(sp.own, tree, count)
		}
		if node := max(tree, count); node >= 0 && root >= 0 {
			join(sp.whole, node, root)
		}
	}
}

// treeNode is the node of tree r of site i, and countNode that of one of its counts.
func (s *State) treeNode(i int, r int32) int32 { return s.accord.first[i] + r }

func (s *State) countNode(i int, c int32) int32 {
	return s.accord.first[i] + int32(len(s.charges(s.p.Sites[i].Tariff).Trees)) + c
}

// join makes one of what two nodes stand in.
func join(to []int32, a, b int32) { to[standsFor(to, b)] = standsFor(to, a) }

// standsFor is the node that stands for all that node n is joined to.
func standsFor(to []int32, n int32) int32 {
	for to[n] != n {
		to[n] = to[to[n]]
		n = to[n]
	}
	return n
}

// listAccords lists the accords in the order in which they begin.
func (s *State) listAccords() {
	sp, b := &s.accord, s.p.Budgets
	for r := range b.Roots {
		n := standsFor(sp.whole, int32(r))
		sp.roots[n] = true
		sp.apart[n] = sp.apart[n] || s.p.apart(&b.Roots[r])
	}
	for i := range s.p.Sites {
		s.eachCharge(i, func(node int32, from, to int, held bool) {
			if n := standsFor(sp.whole, node); sp.roots[n] && !sp.apart[n] {
				s.accordOf(n).join(s, i, from, to, held)
			}
		})
	}
	for r := range b.Roots {
		if k := sp.of[standsFor(sp.whole, int32(r))]; k >= 0 {
			sp.list[k].joinRoot(s, int32(r))
		}
	}
	s.listBreaches()
	for k := range sp.list {
		a := &sp.list[k]
		slices.Sort(a.sites)
		a.sites = slices.Compact(a.sites)
		a.starts = append(a.starts, a.from)
		slices.Sort(a.starts)
		a.starts = slices.Compact(a.starts)
	}
	slices.SortFunc(sp.list, func(a, b accord) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.node, b.node))
	})
	for k := range sp.list {
		sp.of[sp.list[k].node] = int32(k)
	}
	for n := range sp.of {
		sp.of[n] = sp.of[standsFor(sp.whole, int32(n))]
	}
}

// accordOf is the accord that node n stands for, a new one where there is none yet.
func (s *State) accordOf(n int32) *accord {
	sp := &s.accord
	if sp.of[n] < 0 {
		sp.of[n] = int32(len(sp.list))
		sp.list = grown(sp.list)
		a := &sp.list[len(sp.list)-1]
		a.node, a.next, a.from, a.to, a.seen, a.whole = n, 0, s.p.Hours, 0, 0, 0
		a.breaks, a.changed, a.proves, a.switched = false, false, false, false
	}
	return &sp.list[sp.of[n]]
}

// join adds a tree or count of site i to an accord, and when it is planned for that: perfect foresight only where
// windows before it decide something, the rolling operator where it is a week or longer, and when the site comes
// online.
func (a *accord) join(s *State, i, from, to int, held bool) {
	a.from, a.to = min(a.from, from), max(a.to, to)
	if s.look == Perfect && held || s.look == Rolling && to-from >= week {
		a.starts = append(a.starts, from)
	}
	if online := s.p.Sites[i].Online; s.look == Rolling && online > 0 {
		a.starts = append(a.starts, online)
	}
}

// joinRoot adds root r to an accord.
func (a *accord) joinRoot(s *State, r int32) {
	root := &s.p.Budgets.Roots[r]
	a.roots, a.sites = append(a.roots, r), append(a.sites, root.Sites...)
	a.switched = a.switched || slices.ContainsFunc(root.Sites, s.unitsOf)
	a.from, a.to = min(a.from, max(root.From, 0)), max(a.to, root.To)
	if s.look == Rolling && !root.single() && !root.Hourly { // the power of hours is planned when windows are
		a.starts = append(append(a.starts, max(root.From, 0)), root.Solve...)
	}
}

// eachCharge hands out the trees and counts of site i with their hours; held says that what windows before reached
// counts there.
func (s *State) eachCharge(i int, do func(node int32, from, to int, held bool)) {
	sp := &s.accord
	if len(sp.first) == 0 || sp.first[i] < 0 {
		return
	}
	ch := s.charges(s.p.Sites[i].Tariff)
	for r := range ch.Trees {
		tree := &ch.Trees[r]
		held := slices.ContainsFunc(tree.Windows, func(w int32) bool { return len(ch.Windows[w].Held) > 0 })
		do(s.treeNode(i, int32(r)), tree.From, tree.To, held)
	}
	for k := range ch.Counts {
		do(s.countNode(i, int32(k)), ch.Counts[k].From, ch.Counts[k].To, false)
	}
}

// grown is a list with one more entry, whose memory is that of one before where there was one.
func grown[T any](list []T) []T {
	if len(list) < cap(list) {
		return list[:len(list)+1]
	}
	var one T
	return append(list, one)
}

// withoutAccords are those of the trees or counts of site i, from a node on, that are planned by themselves.
func (s *State) withoutAccords(i int, nodes int, list []int32) []int32 {
	sp := &s.accord
	if len(sp.list) == 0 || sp.first[i] < 0 {
		return list
	}
	first := len(sp.some)
	for _, k := range list {
		if sp.of[int(sp.first[i])+nodes+int(k)] < 0 {
			sp.some = append(sp.some, k)
		}
	}
	return sp.some[first:]
}

// planApartAt plans those of some trees and counts of site i at hour t that are in no accord.
func (s *State) planApartAt(ch *Charges, i, t int, trees, counts []int32) {
	if s.ownCharges(i) {
		s.planOwn(ch, i, t, trees, counts)
		return
	}
	s.planSite(ch, i, t, s.withoutAccords(i, 0, trees), s.withoutAccords(i, len(ch.Trees), counts))
}

// planAccords makes the plans of accords that are due at the start of hour t.
func (s *State) planAccords(t int, again bool) {
	sp := &s.accord
	sp.some = sp.some[:0]
	for sp.next < len(sp.list) && sp.list[sp.next].from <= t {
		sp.active = append(sp.active, int32(sp.next))
		sp.next++
	}
	sp.active = slices.DeleteFunc(sp.active, func(k int32) bool { return sp.list[k].to <= t })
	for _, k := range sp.active {
		a := &sp.list[k]
		due := a.changed
		for a.next < len(a.starts) && a.starts[a.next] <= t {
			a.next++
			due = true
		}
		if !due && (!again || s.look != Rolling) {
			continue
		}
		to := a.to
		if s.look == Rolling {
			to = s.accordHorizon(k, t)
		}
		if s.look == Perfect || a.seen < to || t-a.whole >= quarter || a.changed {
			a.seen, a.whole = to, t
			s.planAccord(k, t, to)
			a.changed = false
		} else {
			s.replanAccord(k, t, to)
		}
	}
}
