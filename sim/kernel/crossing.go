package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// crossPlan is the plan of a root of two families. Each item has a part of its own, so the plan knows where the items of
// a site and hour are.
type crossPlan struct {
	dispatch.CrossPlan
	first []int32 // item with which each site and hour begins, in the order of collection, and the end
	hours int     // of each site; 0 where the items of all sites follow each other part by part of the path
	part  int     // of the path at which the plan begins
	sites int
}

// crossSpace is the memory of the solves of such roots.
type crossSpace struct {
	cross dispatch.CrossSpace
	leafB []int32
	spare []*crossPlan
}

// leaves returns the places in root r of the smallest groups of either family that hold hour t of a class, -1 for none.
func (b *Budgets) leaves(r, class int32, t int) (one, two int32) {
	one, two = b.Leaf[class][t], -1
	if b.Second != nil {
		two = b.Second[class][t]
	}
	for _, g := range [2]*int32{&one, &two} {
		if *g >= 0 {
			if group := &b.Groups[*g]; group.Root == r {
				*g = group.Local
			} else {
				*g = -1
			}
		}
	}
	return one, two
}

// beginCrossing readies the plan of root r for items from hour t on.
func (s *State) beginCrossing(r int32, t int) {
	sp, pl := &s.budget, &s.plans[r]
	if pl.cross == nil {
		if n := len(sp.spare); n > 0 {
			pl.cross, sp.spare = sp.spare[n-1], sp.spare[:n-1]
		} else {
			pl.cross = new(crossPlan)
		}
	}
	root := &s.p.Budgets.Roots[r]
	c := pl.cross
	c.first, c.sites, c.part = c.first[:0], len(root.Sites), s.at
	switch s.look {
	case Perfect:
		c.hours = 0
	case Myopic:
		c.hours = 1
	case Rolling:
		c.hours = root.To - t
	}
	sp.leafB = sp.leafB[:0]
}

// endCrossing gives the memory of a plan back.
func (s *State) endCrossing(r int32) {
	if pl := &s.plans[r]; pl.cross != nil {
		s.budget.spare = append(s.budget.spare, pl.cross)
		pl.cross = nil
	}
}

// begin notes that n hours of a site begin at this item.
func (c *crossPlan) begin(item, n int) {
	for range n {
		c.first = append(c.first, int32(item))
	}
}

// solveCrossing finds the plan, from the one before where there is one.
func (s *State) solveCrossing(c *crossPlan, resumed bool) dispatch.Rung {
	sp := &s.budget
	c.begin(len(sp.items.Margin), 1)
	it := dispatch.CrossItems{Margin: sp.items.Margin, Energy: sp.items.Energy, LeafA: sp.items.Leaf, LeafB: sp.leafB}
	if resumed && s.look == Rolling {
		sp.cross.Resume(&sp.tree[0], &sp.tree[1], &it, &c.CrossPlan)
	} else {
		sp.cross.Solve(&sp.tree[0], &sp.tree[1], &it, &c.CrossPlan)
	}
	return c.Rung
}

// crossThreshold is threshold for a site in a root of two families: the limit is that of the family that asks for more.
// It sets the parts that the tranches of the site run.
func (s *State) crossThreshold(r int32, i int) (threshold float64, by int32) {
	b, site := s.p.Budgets, &s.p.Sites[i]
	root, pl := &b.Roots[r], &s.plans[r]
	c := pl.cross
	one, two := b.leaves(r, site.Class, s.t)
	asks := -1.0
	for family, leaf := range [2]int32{one, two} {
		if leaf < 0 {
			continue
		}
		prices, groups := &c.A, root.Groups
		if family == 1 {
			prices, groups = &c.B, root.Second
		}
		if prices.Sum[leaf] > asks {
			asks = prices.Sum[leaf]
			if binding := prices.Binding[leaf]; binding >= 0 {
				leaf = binding
			}
			by = b.Groups[groups[leaf]].Limit
		}
	}
	k, _ := slices.BinarySearch(root.Sites, int32(i))
	at := k*c.hours + s.t - pl.since
	if c.hours == 0 {
		at = (s.at-1-c.part)*c.sites + k
	}
	s.crossing, s.parts = true, c.Fraction[c.first[at]:c.first[at+1]]
	return c.Threshold(one, two), by
}

// crossPart is the part of tranche k that the plan lets run, at the margin of the plan.
func (s *State) crossPart(k int, margin float64) float64 {
	if k >= len(s.parts) || margin <= 0 {
		return 0
	}
	return s.parts[k]
}
