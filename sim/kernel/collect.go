package kernel

import "slices"

// prospect is what the operator of a site sees of its hours under the budgets of a root.
type prospect struct {
	i     int
	site  *Site
	root  int32
	leaf  [][]int32 // by family and hour: the smallest group that holds the site
	place []int32   // by family: of that of the hour at hand in the plan, -1 for none

	weight    float64   // what a MWh counts
	prices    []float64 // USD/MWh by hour
	pues      []float64 // by hour
	apart     bool      // its units are no items
	hashprice float64   // USD/PH/day
	length    float64   // hours, of each hour or part of one
	steps     []Step    // of the site, and where it stands in them:
	next      int
	capMW     float64
	from, to  int        // hours of one cap, to be looked at
	cross     *crossPlan // that has to know where the items of each hour begin; nil for none
}

// leafIn returns the place in the plan of root r of the smallest group of a family that holds hour t of a class, -1
// for none.
func (s *State) leafIn(family int, r, class int32, t int) int32 {
	return s.budget.placeIn(r, s.budget.leaf[family][class][t])
}

// placeIn returns the place of group g in the plan of root r, -1 where it has another root, or is none.
func (sp *budgetSpace) placeIn(r, g int32) int32 {
	if g >= 0 && sp.root[g] == r {
		return sp.place[g]
	}
	return -1
}

// anyLeaf is a smallest group that holds hour t of a class, -1 for none; all of them have one root.
func (s *State) anyLeaf(class int32, t int) int32 {
	for _, leaf := range s.budget.leaf {
		if g := leaf[class][t]; g >= 0 {
			return g
		}
	}
	return -1
}

// asks is what the plan of root r asks in hour t of what a class counts as 1, USD, and the share that runs of what
// earns just that. Where families cross each item has a part of its own. Of other hours than its own the plan of a
// myopic operator says nothing.
func (s *State) asks(r, class int32, t int) (sum, share float64) {
	pl := s.budget.of[r]
	for f, groups := range pl.groups {
		k := s.leafIn(f, r, class, t)
		if k < 0 || int(k) >= len(groups) || groups[k] != s.budget.leaf[f][class][t] {
			continue
		}
		if pl.cross != nil {
			sum += pl.cross.prices(f).Sum[k]
		} else {
			sum, share = pl.Sum[k], pl.Share[k]
		}
	}
	return sum, share
}

// lookOver shows the hours from from to to of the sites of root r that stand, stretch by stretch of one cap, as the
// operator of today sees them: site by site at the hashprice of today or, with perfect foresight, part by part of
// the path. Where families cross it tells the plan where the items of each site and hour begin.
func (s *State) lookOver(r int32, from, to int, cross *crossPlan, see func(*State, *prospect)) {
	s.beginLook(r, cross)
	if s.look != Perfect {
		s.lookOverHours(from, to, s.chain.hashprice, 1, see)
		return
	}
	for n := s.at; n < len(s.replay) && int(s.replay[n].Hour) < to; n++ {
		part := &s.replay[n]
		s.lookOverHours(int(part.Hour), int(part.Hour)+1, part.Hashprice, part.Length, see)
	}
}

// beginLook readies what is seen of the sites of root r.
func (s *State) beginLook(r int32, cross *crossPlan) {
	p, sp := s.p, &s.budget
	sites, families := p.Budgets.Roots[r].Sites, len(sp.leaf)
	all, steps := p.Price, s.stepsBySite()
	if s.d.Price != nil {
		all = s.d.Price
	}
	apart := s.switches.joint[r] && s.programs == nil
	sp.prospects, sp.leaves = sp.prospects[:0], resize(sp.leaves, families*len(sites))
	sp.places = resize(sp.places, families)
	for k, i := range sites {
		site := &p.Sites[i]
		v := prospect{
			i: int(i), site: site, root: r, leaf: sp.leaves[k*families:][:families], place: sp.places,
			weight: s.weight(site.Class), prices: all[site.Tariff], pues: p.PUE[site.Climate],
			apart: apart && s.switches.first[i] >= 0 && site.Cycle != nil,
			steps: steps[i], next: s.nextOf[i], capMW: site.PowerMW, cross: cross,
		}
		for f := range v.leaf {
			v.leaf[f] = sp.leaf[f][site.Class]
		}
		if v.next > 0 {
			v.capMW = v.steps[v.next-1].CapMW
		}
		sp.prospects = append(sp.prospects, v)
	}
}

// lookOverHours shows these hours, of this hashprice and length, of all sites.
func (s *State) lookOverHours(from, to int, hashprice, length float64, see func(*State, *prospect)) {
	for k := range s.budget.prospects {
		v := &s.budget.prospects[k]
		v.hashprice, v.length = hashprice, length
		v.to = from
		for v.to < to {
			if s.advanceTo(v, v.to, to) {
				see(s, v)
			}
		}
	}
}

// advanceTo finds the hours from from on, up to to, in which a site has one cap, or in none of which it may run:
// then it returns false.
func (s *State) advanceTo(v *prospect, from, to int) (runs bool) {
	v.from, v.to = from, to
	if start := s.from(v.i); from < start {
		v.to = min(start, to)
	} else if runs = !s.shutAt(v.i, from); !runs {
		v.to = from + 1
	}
	if !runs {
		v.none(len(s.budget.items.Margin))
		return false
	}
	for v.next < len(v.steps) && v.steps[v.next].Hour <= from {
		v.capMW = v.steps[v.next].CapMW
		v.next++
	}
	if v.next < len(v.steps) {
		v.to = min(to, v.steps[v.next].Hour)
	}
	if v.site.Breaches != nil {
		v.to = from + 1 // it may have to stand still in the next
	}
	return true
}

// none tells a plan that these hours have no items.
func (v *prospect) none(items int) {
	if v.cross != nil {
		for range v.to - v.from {
			v.cross.begin(items)
		}
	}
}

// find sets the places of the groups that hold hour t, and says whether any does.
func (v *prospect) find(sp *budgetSpace, t int) (under bool) {
	for f, leaf := range v.leaf {
		k := sp.placeIn(v.root, leaf[t])
		v.place[f] = k
		under = under || k >= 0
	}
	return under
}

// most adds what a site could run in each hour at any price to the capacity under its groups.
func (s *State) most(v *prospect) {
	sp := &s.budget
	if v.apart && s.look == Myopic {
		return // promised
	}
	for t := v.from; t < v.to; t++ {
		v.find(sp, t)
		could := min(v.capMW, v.site.AvailableMW*v.pues[t]) * v.length * v.weight
		for f, k := range v.place {
			if k >= 0 {
				sp.capacity[f][k] += could
			}
		}
	}
}

// enter appends what a site could run in each hour at a profit.
func (s *State) enter(v *prospect) {
	sp := &s.budget
	n := len(sp.items.Margin)
	if v.apart {
		v.none(n)
		return
	}
	sp.grow(n + (v.to-v.from)*len(v.site.Tranches))
	for t := v.from; t < v.to; t++ {
		if v.cross != nil {
			v.cross.begin(n)
		}
		if v.find(sp, t) {
			first := n
			n = s.enterHour(v, t, n)
			for f, k := range v.place {
				under := sp.under[f][first:n]
				for j := range under {
					under[j] = k
				}
			}
		}
	}
	sp.grow(n)
}

// grow makes room for so many items.
func (sp *budgetSpace) grow(n int) {
	sp.items.Margin, sp.items.Energy = longer(sp.items.Margin, n), longer(sp.items.Energy, n)
	for f := range sp.leaf {
		sp.under[f] = longer(sp.under[f], n)
	}
}

// longer gives a list n elements, those that it has first. Its memory grows to twice what it was at least: of
// millions of items, moving them to a little more each time would take most of the time.
func longer[T any](list []T, n int) []T {
	if n > cap(list) {
		list = slices.Grow(list, max(n, 2*cap(list))-len(list))
	}
	return list[:n]
}

// enterHour enters the items of hour t from place n on, and returns the place behind them.
func (s *State) enterHour(v *prospect, t, n int) int {
	sp, site := &s.budget, v.site
	margins, energies := sp.items.Margin, sp.items.Energy
	pue, price := v.pues[t], v.prices[t]
	tier, worth := s.charging(v.i, t) // what windows and tiers let run, as far as they are planned
	room := min(v.capMW, worth) / pue
	on := len(site.Tranches)
	if site.Band != nil {
		on = s.planBand(v.i, t)
	}
	for k := range site.Tranches[:on] {
		tr := &site.Tranches[k]
		av := min(tr.MW, room)
		room = left(room, av, site.PowerMW)
		if tier == nil && !(price*pue*tr.BreakEven < v.hashprice) || av <= 0 {
			break
		}
		margin, part := v.hashprice/(pue*tr.BreakEven)-price, 1.0
		if tier != nil {
			if part, _ = tier.part(margin, pue*tr.BreakEven, price); part == 0 {
				break
			}
			margin -= tier.cost
		}
		if v.weight != 1 {
			margin /= v.weight
		}
		margins[n], energies[n] = margin, av*pue*v.length*part*v.weight
		n++
	}
	return n
}

// mostAndEnter does both.
func (s *State) mostAndEnter(v *prospect) {
	s.most(v)
	s.enter(v)
}

// weight is what a MWh of a class counts under its budgets, 1 where it has none.
func (s *State) weight(class int32) float64 {
	if class < 0 || s.p.Budgets.Weight == nil {
		return 1
	}
	return s.p.Budgets.Weight[class]
}
