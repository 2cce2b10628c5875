package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// jointSpace is the problem of a cluster from an hour on, and the memory of its plan.
type jointSpace struct {
	c      *cluster
	t, to  int // the hours that are in view
	items  []jointItem
	cells  []float64 // what the prices ask, by cell: hours of a site that the same budgets hold; see leaves
	use    []float64 // by cell, what runs there in the answer of the sites to these prices
	leaves [][]int32 // by family and cell: the smallest group around it in tree, -1 for none
	rest   [2]int    // items of the sites that break nothing
	sites  []jointSite
	vars   []jointVar

	groups [][]int32       // by family: in view, parents before children
	first  []int           // by family: the number of its first group; and of all groups
	place  []int32         // by group of the problem: in its family
	tree   []dispatch.Tree // by family, with what is left of each budget
	price  []float64       // by group in view: beyond it, USD; +Inf where it is hard
	varOf  []int32         // by group in view: the period that it is, -1 for none

	jointPrices
	jointUnits
	jointPlay
	jointSearch
}

// jointItem is what a tranche could earn in a piece of an hour.
type jointItem struct {
	margin, energy float64 // as its budgets count
	hour, cell     int32
	held           bool // by the period of its site that holds the hour
}

// jointVar is a period that may be kept or broken.
type jointVar struct {
	site, breach, period int32 // site: in jointSpace.sites
	group                int32 // number in view
	may                  bool  // be broken
	begun                bool  // it is decided
}

// jointSite is a site with budgets that it may break, as the recursion sees it.
type jointSite struct {
	i, n    int     // of the problem, and of breachSpace.sites
	k       int     // the breach over whose periods the recursion goes: that of most of them
	var0    int     // its first period; the periods of the others stand before and behind
	periods int     // of it that are in view
	vars    [2]int  // all periods of the site
	seg     []int32 // by period and after the last: its first item; and the end of the last
	dark    []bool  // by hour in view: it stands still for other breaches
	units   [2]int  // its tranches, where it costs something to switch them: in jointSpace.units
	tie     int     // the first of its ties, by unit but the last, and period
	counted bool    // its unit counts what it uses of some periods
	passes  int     // what it costs to do so once, see labelWork
	siteRecursion
}

// viewCluster fills the problem of a cluster from hour t on.
func (s *State) viewCluster(c *cluster, t int) {
	j := &s.breach.jointSpace
	j.c, j.t, j.to = c, t, s.viewOf(c, t)
	s.viewGroups(j)
	s.viewPeriods(j)
	s.viewItems(j)
}

// viewOf is the hour to which the operator of a cluster looks: all of a path that he knows; else twelve periods of
// each breach, or as many as a shutdown lasts, and to the end of the budgets that have begun.
func (s *State) viewOf(c *cluster, t int) int {
	if s.look == Perfect && !c.long {
		return s.p.Hours
	}
	b, to := s.p.Budgets, t+1
	for _, n := range c.sites {
		breaches := s.p.Sites[s.breach.sites[n]].Breaches
		for k := range breaches {
			breach := &breaches[k]
			from := s.breach.states[n][k].firstAhead()
			if from == len(breach.Groups) {
				continue
			}
			root := &b.Roots[b.Groups[breach.Groups[from]].Root]
			if root.From > t {
				continue
			}
			may := max(min(from+s.aheadOf(c, breach, from), len(breach.Groups)), s.shutUntil(breach, from))
			seen := s.shutUntil(breach, may-1)
			to = max(to, root.until(t), s.end(breach, seen-1), s.end(breach, may-1)+breach.ShutdownHours)
		}
	}
	return min(to, s.p.Hours)
}

// firstAhead is the first period that is not over.
func (st *breachState) firstAhead() int {
	if st.open >= 0 {
		return st.open
	}
	return st.next
}

// viewGroups takes the budgets in view, with what is left of them.
func (s *State) viewGroups(j *jointSpace) {
	b := s.p.Budgets
	j.place = resize(j.place, len(b.Groups))
	for len(j.groups) < len(j.c.groups) {
		j.groups, j.tree, j.leaves = append(j.groups, nil), append(j.tree, dispatch.Tree{}), append(j.leaves, nil)
	}
	j.groups, j.tree, j.leaves = j.groups[:len(j.c.groups)], j.tree[:len(j.c.groups)], j.leaves[:len(j.c.groups)]
	j.first, j.price = j.first[:0], j.price[:0]
	for f, list := range j.c.groups {
		j.first = append(j.first, len(j.price))
		tree := &j.tree[f]
		j.groups[f], tree.Parent, tree.Residual = j.groups[f][:0], tree.Parent[:0], tree.Residual[:0]
		for _, g := range list {
			group := &b.Groups[g]
			if group.To <= j.t || group.From >= j.to {
				continue
			}
			j.place[g] = int32(len(j.groups[f]))
			parent, price := int32(-1), math.Inf(1)
			if group.Parent >= 0 {
				parent = j.place[group.Parent]
			}
			if group.Terms.Soft {
				price = s.beyondUSD(group)
			}
			j.groups[f] = append(j.groups[f], g)
			tree.Parent = append(tree.Parent, parent)
			rest := max(0, group.budget()-s.used[g])
			if group.From > j.t && group.To > j.to { // of what begins in view and ends after it, its share
				rest *= float64(j.to-group.From) / float64(group.To-group.From)
			}
			tree.Residual = append(tree.Residual, rest)
			j.price = append(j.price, price)
		}
	}
	j.first = append(j.first, len(j.price))
	j.varOf = resize(j.varOf, len(j.price))
	for q := range j.varOf {
		j.varOf[q] = -1
	}
}

// number is that of a group of the problem among those in view.
func (j *jointSpace) number(family int, g int32) int32 { return int32(j.first[family]) + j.place[g] }

// viewPeriods takes the periods of the sites that may break them.
func (s *State) viewPeriods(j *jointSpace) {
	j.vars = j.vars[:0]
	for len(j.sites) < len(j.c.sites) {
		j.sites = append(j.sites, jointSite{})
	}
	j.sites = j.sites[:len(j.c.sites)]
	for n, place := range j.c.sites {
		js := &j.sites[n]
		js.n, js.i = int(place), int(s.breach.sites[place])
		js.vars[0], js.periods, js.k, js.var0 = len(j.vars), -1, 0, len(j.vars)
		breaches := s.p.Sites[js.i].Breaches
		for k := range breaches {
			from := len(j.vars)
			s.viewBreach(j, n, k)
			if count := len(j.vars) - from; count > js.periods {
				js.k, js.var0, js.periods = k, from, count
			}
		}
		js.vars[1] = len(j.vars)
	}
}

// viewBreach takes the periods of one breach.
func (s *State) viewBreach(j *jointSpace, n, k int) {
	js := &j.sites[n]
	breach, st := &s.p.Sites[js.i].Breaches[k], &s.breach.states[js.n][k]
	from := st.firstAhead()
	if from == len(breach.Groups) {
		return
	}
	sure := max(min(from+s.aheadOf(j.c, breach, from), len(breach.Groups)), s.shutUntil(breach, from))
	for p := from; p < len(breach.Groups); p++ {
		g := breach.Groups[p]
		group := &s.p.Budgets.Groups[g]
		if group.From >= j.to {
			return
		}
		q := j.number(s.familyOf(js.i, g), g)
		j.varOf[q] = int32(len(j.vars))
		j.vars = append(j.vars, jointVar{
			site: int32(n), breach: int32(k), period: int32(p), group: q,
			may:   group.Terms.Breach && (p < sure || min(group.To+breach.ShutdownHours, s.p.Hours) <= j.to),
			begun: p == st.open && st.opened < j.t,
		})
	}
}

// familyOf is the family of a group that holds hours of site i.
func (s *State) familyOf(i int, g int32) int {
	for f, leaf := range s.budget.leaf {
		for t := max(0, s.p.Budgets.Groups[g].From); t < s.p.Budgets.Groups[g].To; t++ {
			for at := leaf[s.p.Sites[i].Class][t]; at >= 0; at = s.p.Budgets.Groups[at].Parent {
				if at == g {
					return f
				}
			}
		}
	}
	panic("kernel: a budget that a site may break holds none of its hours")
}

// viewItems takes what could run at a profit in view, site by site, the sites with breaches first, period by
// period, the best first.
func (s *State) viewItems(j *jointSpace) {
	j.items, j.cells = j.items[:0], j.cells[:0]
	j.units, j.ties, j.alive, j.whole = j.units[:0], 0, j.alive[:0], j.whole[:0]
	for f, list := range j.groups {
		if len(list) > 0 {
			j.alive = append(j.alive, f)
		}
	}
	for f := range j.leaves {
		j.leaves[f] = j.leaves[f][:0]
	}
	for n := range j.sites {
		js := &j.sites[n]
		js.dark = resize(js.dark, j.to-j.t)
		js.units, js.counted = [2]int{}, false
		s.viewSite(j, js, n)
	}
	j.rest[0] = len(j.items)
	for _, i := range j.c.others {
		if !s.viewUnits(j, int(i), -1) {
			s.viewHours(j, int(i), nil)
		}
	}
	j.rest[1] = len(j.items)
	j.use = resize(j.use, len(j.cells))
}

// viewSite takes the items of a site with breaches.
func (s *State) viewSite(j *jointSpace, js *jointSite, n int) {
	js.seg = append(js.seg[:0], int32(len(j.items)))
	if !s.viewUnits(j, js.i, n) {
		s.viewHours(j, js.i, js)
	}
	for len(js.seg) < js.periods+2 {
		js.seg = append(js.seg, int32(len(j.items)))
	}
	for p := 0; p <= js.periods; p++ {
		slices.SortFunc(j.items[js.seg[p]:js.seg[p+1]], func(a, b jointItem) int {
			switch {
			case a.margin > b.margin:
				return -1
			case a.margin < b.margin:
				return 1
			}
			return int(a.hour - b.hour)
		})
	}
}

// viewHours takes the items of site i in view. What a site without breaches does under no budget of the cluster is
// left out.
func (s *State) viewHours(j *jointSpace, i int, js *jointSite) {
	site, weight := &s.p.Sites[i], s.weight(s.p.Sites[i].Class)
	cell := -1
	s.lookAhead(i, j.t, j.to, func(h int, v *outlook) {
		under := s.viewCell(j, site.Class, h, &cell)
		if !under && js == nil {
			return
		}
		held := false
		if js != nil {
			held = s.inPeriod(j, js, h)
		}
		tier, worth := s.charging(i, h)
		for k, mw := range v.mw {
			mw = min(mw, worth)
			worth = left(worth, mw, site.PowerMW)
			for _, part := range v.parts {
				margin, share := v.margin(k, part), 1.0
				if tier != nil {
					share, _ = tier.part(margin, v.pue*v.tranches[k].BreakEven, v.price)
					margin -= tier.cost
				}
				if energy := mw * part.length * share; margin > 0 && energy > 0 {
					j.items = append(j.items, jointItem{margin / weight, energy * weight, int32(h), int32(cell), held})
				}
			}
		}
	})
}

// inPeriod closes the periods that are over by hour h, and says whether the one in view holds it.
func (s *State) inPeriod(j *jointSpace, js *jointSite, h int) bool {
	breach := &s.p.Sites[js.i].Breaches[js.k]
	p := len(js.seg) - 1
	for p < js.periods && s.end(breach, int(j.vars[js.var0+p].period)) <= h {
		js.seg = append(js.seg, int32(len(j.items)))
		p++
	}
	return p < js.periods && breach.Of[h] == j.vars[js.var0+p].period
}

// viewCell makes a new cell where budgets change from one hour to the next, and says whether any of those in view
// hold the hour.
func (s *State) viewCell(j *jointSpace, class int32, h int, cell *int) (under bool) {
	same := *cell >= 0
	for f, leaf := range s.budget.leaf {
		g := leaf[class][h]
		under = under || g >= 0
		same = same && j.leafOf(g) == j.leaves[f][*cell]
	}
	if same {
		return under
	}
	*cell = len(j.cells)
	j.cells = append(j.cells, 0)
	for f, leaf := range s.budget.leaf {
		j.leaves[f] = append(j.leaves[f], j.leafOf(leaf[class][h]))
	}
	return under
}

// leafOf is the place of group g in its family, -1 for none.
func (j *jointSpace) leafOf(g int32) int32 {
	if g < 0 {
		return -1
	}
	return j.place[g]
}
