package kernel

// cursor is where a site stands in its steps.
type cursor struct {
	capMW float64
	next  int
}

// prospect is one hour of one site under the budgets of a root, as its operator plans it.
type prospect struct {
	i         int
	site      *Site
	leaf      [][]int32 // by family and hour: the smallest group that holds the site
	place     []int32   // by family: of that of this hour in the plan, -1 for none
	weight    float64   // what a MWh counts
	t         int
	capMW     float64
	pue       float64
	price     float64 // USD/MWh
	hashprice float64 // USD/PH/day
	length    float64 // hours
	apart     bool    // its units are no items
}

// leafIn returns the place in the plan of root r of the smallest group of a family that holds hour t of a class, -1 for none.
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

// asks is what the plan of root r asks in hour t of what a class counts as 1, USD, and the share that runs of what earns just that. Where
// families cross each item has a part of its own. Of other hours than its own the plan of a myopic operator says nothing.
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

// lookOver shows the hours from from to to of the sites of root r that stand under its budgets, as the operator of today sees
// them: site by site at the hashprice of today or, with perfect foresight, part by part of the path. Where families cross it
// tells the plan where the items of each site and hour begin.
func (s *State) lookOver(r int32, from, to int, cross *crossPlan, see func(*State, *prospect)) {
	sites, sp := s.p.Budgets.Roots[r].Sites, &s.budget
	sp.cursors = resize(sp.cursors, len(sites))
	steps := s.stepsBySite()
	for k, i := range sites {
		next := s.nextOf[i]
		if sp.cursors[k] = (cursor{s.p.Sites[i].PowerMW, next}); next > 0 {
			sp.cursors[k].capMW = steps[i][next-1].CapMW
		}
	}
	if s.look != Perfect {
		s.lookOverHours(r, from, to, s.chain.hashprice, 1, cross, see)
		return
	}
	for n := s.at; n < len(s.replay) && int(s.replay[n].Hour) < to; n++ {
		part := &s.replay[n]
		s.lookOverHours(r, int(part.Hour), int(part.Hour)+1, part.Hashprice, part.Length, cross, see)
	}
}

func (s *State) lookOverHours(r int32, from, to int, hashprice, length float64, cross *crossPlan, see func(*State, *prospect)) {
	p, sp := s.p, &s.budget
	all := p.Price
	if s.d.Price != nil {
		all = s.d.Price
	}
	v := &sp.prospect
	v.hashprice, v.length = hashprice, length
	apart := s.switches.joint[r] && s.programs == nil
	for k, i := range p.Budgets.Roots[r].Sites {
		site, at := &p.Sites[i], &sp.cursors[k]
		prices, pues, steps := all[site.Tariff], p.PUE[site.Climate], s.stepsBySite()[i]
		v.i, v.site, v.apart = int(i), site, apart && s.switches.first[i] >= 0 && site.Cycle != nil
		v.weight = s.weight(site.Class)
		for f := range v.leaf {
			v.leaf[f] = sp.leaf[f][site.Class]
		}
		start := s.from(int(i))
		for t := from; t < to; t++ {
			if cross != nil {
				cross.begin(len(sp.items.Margin))
			}
			if t < start || s.shutAt(int(i), t) {
				continue
			}
			for at.next < len(steps) && steps[at.next].Hour <= t {
				at.capMW = steps[at.next].CapMW
				at.next++
			}
			under := false
			for f, leaf := range v.leaf {
				k := sp.placeIn(r, leaf[t])
				v.place[f] = k
				under = under || k >= 0
			}
			if under {
				v.t, v.capMW, v.pue, v.price = t, at.capMW, pues[t], prices[t]
				see(s, v)
			}
		}
	}
}

// most adds what a site could run in an hour at any price to the capacity under its groups.
func (s *State) most(v *prospect) {
	sp := &s.budget
	if v.apart && s.look == Myopic {
		return // promised
	}
	could := min(v.capMW, v.site.AvailableMW*v.pue) * v.length * v.weight
	for f, k := range v.place {
		if k >= 0 {
			sp.capacity[f][k] += could
		}
	}
}

// enter appends what a site could run in an hour at a profit.
func (s *State) enter(v *prospect) {
	sp, site := &s.budget, v.site
	if v.apart {
		return
	}
	items := len(sp.items.Margin)
	tier, worth := s.charging(v.i, v.t) // what windows and tiers let run, as far as they are planned
	room := min(v.capMW, worth) / v.pue
	on := len(site.Tranches)
	if site.Band != nil {
		on = s.planBand(v.i, v.t)
	}
	for k := range site.Tranches[:on] {
		tr := &site.Tranches[k]
		av := min(tr.MW, room)
		room = left(room, av, site.PowerMW)
		margin, part := v.hashprice/(v.pue*tr.BreakEven)-v.price, 1.0
		switch {
		case tier != nil:
			part, _ = tier.part(margin, v.pue*tr.BreakEven, v.price)
			margin -= tier.cost
		case !(v.price*v.pue*tr.BreakEven < v.hashprice):
			part = 0
		}
		if av <= 0 || part == 0 {
			break
		}
		if v.weight != 1 {
			margin /= v.weight
		}
		sp.items.Margin = append(sp.items.Margin, margin)
		sp.items.Energy = append(sp.items.Energy, av*v.pue*v.length*part*v.weight)
	}
	for range len(sp.items.Margin) - items {
		for f, k := range v.place {
			sp.under[f] = append(sp.under[f], k)
		}
	}
}

// mostAndEnter does both.
func (s *State) mostAndEnter(v *prospect) {
	s.most(v)
	s.enter(v)
}

// weight is what a MWh of a class counts under its budgets.
func (s *State) weight(class int32) float64 {
	if w := s.p.Budgets.Weight; w != nil {
		return w[class]
	}
	return 1
}
