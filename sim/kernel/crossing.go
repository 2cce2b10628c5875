package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// crossPlan is the plan of a root of several families. Each item has a part of its own, so the plan knows where the
// items of a site and hour are.
type crossPlan struct {
	dispatch.CrossPlan
	first     []int32 // item with which each site and hour begins, in the order of collection, and the end
	hours     int     // of each site; 0 where the items of all sites follow each other part by part of the path
	part      int     // of the path at which the plan begins
	since     int     // hour at which it begins
	hashprice float64 // USD/PH/day that it was made for
	sites     int
	a, b      int               // the two families that have groups, where there are not more
	all       []dispatch.Prices // by family, where there are

	joint    bool                  // it is planned together with units,
	switched dispatch.SwitchedPlan // and this is the plan
}

// two finds the families that have groups, and says whether they are two at most.
func (c *crossPlan) two(groups [][]int32) bool {
	n := 0
	c.a, c.b = 0, 1
	for f := range groups {
		if len(groups[f]) == 0 {
			continue
		}
		if n++; n == 1 {
			c.a, c.b = f, (f+1)%len(groups)
		} else {
			c.b = f
		}
	}
	return n <= 2
}

// prices are the multipliers of a family that has groups.
func (c *crossPlan) prices(family int) *dispatch.Prices {
	switch {
	case c.joint:
		return &c.switched.Prices[family]
	case c.Rung == dispatch.General:
		return &c.all[family]
	case family == c.a:
		return &c.A
	}
	return &c.B
}

// crossSpace is the memory of the solves of such roots.
type crossSpace struct {
	cross      dispatch.CrossSpace
	spareCross []*crossPlan
	moves      [2]movement
	lambda     []float64 // memory for multipliers that find new places
	sum        []float64
}

// beginCrossing readies the plan of a root for items from hour t on.
func (s *State) beginCrossing(pl *plan, r int32, t, to int) {
	sp := &s.budget
	if pl.cross != nil && s.moved(pl.cross, pl.groups) {
		s.guess(pl, r, t)
	}
	if pl.cross == nil {
		if n := len(sp.spareCross); n > 0 {
			pl.cross, sp.spareCross = sp.spareCross[n-1], sp.spareCross[:n-1]
		} else {
			pl.cross = new(crossPlan)
		}
	}
	c := pl.cross
	c.first, c.sites, c.part, c.joint = c.first[:0], len(s.p.Budgets.Roots[r].Sites), s.at, false
	c.since, c.hashprice = t, s.chain.hashprice
	switch s.look {
	case Perfect:
		c.hours = 0
	case Myopic:
		c.hours = 1
	case Rolling:
		c.hours = to - t
	}
}

// endCrossing gives the memory of a plan back.
func (s *State) endCrossing(pl *plan) {
	if pl.cross != nil {
		s.budget.spareCross = append(s.budget.spareCross, pl.cross)
		pl.cross = nil
	}
}

// begin notes that an hour of a site begins at this item.
func (c *crossPlan) begin(item int) { c.first = append(c.first, int32(item)) }

// solveCrossing finds the plan, from the one before where there is one.
func (s *State) solveCrossing(c *crossPlan, resumed bool) dispatch.Rung {
	sp := &s.budget
	it := dispatch.CrossItems{Margin: sp.items.Margin, Energy: sp.items.Energy, LeafA: sp.under[c.a], LeafB: sp.under[c.b]}
	if resumed && s.look == Rolling {
		sp.cross.Resume(&sp.tree[c.a], &sp.tree[c.b], &it, &c.CrossPlan)
	} else {
		sp.cross.Solve(&sp.tree[c.a], &sp.tree[c.b], &it, &c.CrossPlan)
	}
	if s.Certify {
		s.certified(dispatch.CertifyCross(&sp.tree[c.a], &sp.tree[c.b], &it, &c.CrossPlan))
	}
	return c.Rung
}

// crossThreshold is threshold for a site in a root of several families: the limit is that of the family that asks
// for more. It sets the parts that the tranches of the site run.
func (s *State) crossThreshold(r int32, i int) (threshold float64, by int32) {
	b, site, pl := s.p.Budgets, &s.p.Sites[i], s.budget.of[r]
	c := pl.cross
	asks := -1.0
	for family := range pl.groups {
		leaf := s.leafIn(family, r, site.Class, s.t)
		if leaf < 0 {
			continue
		}
		prices := c.prices(family)
		threshold += prices.Sum[leaf]
		if prices.Sum[leaf] > asks {
			asks = prices.Sum[leaf]
			if binding := prices.Binding[leaf]; binding >= 0 {
				leaf = binding
			}
			by = b.Groups[pl.groups[family][leaf]].Limit
		}
	}
	k, _ := slices.BinarySearch(b.Roots[r].Sites, int32(i))
	at := k*c.hours + s.t - pl.since
	if c.hours == 0 {
		at = (s.at-1-c.part)*c.sites + k
	}
	s.crossing, s.parts = true, c.Fraction[c.first[at]:c.first[at+1]]
	return threshold, by
}

// partOf is the part of tranche k of site i that the plan lets run in a part of hour h, 0 after the hours that it
// is for.
func (c *crossPlan) partOf(s *State, r int32, i, h, part, k int) float64 {
	place, _ := slices.BinarySearch(s.p.Budgets.Roots[r].Sites, int32(i))
	at := place*c.hours + h - s.budget.of[r].since
	if c.hours == 0 {
		n, _ := slices.BinarySearchFunc(s.replay, h, func(p Part, h int) int { return int(p.Hour) - h })
		at = (n+part-c.part)*c.sites + place
	} else if h-s.budget.of[r].since >= c.hours {
		return 0
	}
	if at+1 >= len(c.first) {
		return 0
	}
	if parts := c.Fraction[c.first[at]:c.first[at+1]]; k < len(parts) {
		return parts[k]
	}
	return 0
}

// crossPart is the part of tranche k that the plan lets run, at the margin of the plan.
func (s *State) crossPart(k int, margin float64) float64 {
	if k >= len(s.parts) || margin <= 0 {
		return 0
	}
	return s.parts[k]
}
