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
	one, two  int32 // places in the plan of the smallest groups of either family that hold it, -1 for none
	t         int
	capMW     float64
	pue       float64
	price     float64 // USD/MWh
	hashprice float64 // USD/PH/day
	length    float64 // hours
}

// leaves returns the places in the plan of root r of the smallest groups of either family that hold hour t of a class, -1 for
// none.
func (s *State) leaves(r, class int32, t int) (one, two int32) {
	b, sp := s.p.Budgets, &s.budget
	one, two = -1, -1
	if g := b.Leaf[class][t]; g >= 0 && b.Groups[g].Root == r {
		one = sp.place[g]
	}
	if b.Second != nil {
		if g := b.Second[class][t]; g >= 0 && b.Groups[g].Root == r {
			two = sp.place[g]
		}
	}
	return one, two
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
	for k, i := range p.Budgets.Roots[r].Sites {
		site, at := &p.Sites[i], &sp.cursors[k]
		prices, pues, steps := all[site.Tariff], p.PUE[site.Climate], s.stepsBySite()[i]
		v.i, v.site = int(i), site
		start := s.from(int(i))
		for t := from; t < to; t++ {
			if cross != nil {
				cross.begin(len(sp.items.Margin))
			}
			if t < start {
				continue
			}
			for at.next < len(steps) && steps[at.next].Hour <= t {
				at.capMW = steps[at.next].CapMW
				at.next++
			}
			if v.one, v.two = s.leaves(r, site.Class, t); v.one >= 0 || v.two >= 0 {
				v.t, v.capMW, v.pue, v.price = t, at.capMW, pues[t], prices[t]
				see(s, v)
			}
		}
	}
}

// most adds what a site could run in an hour at any price to the capacity under its groups.
func (s *State) most(v *prospect) {
	sp := &s.budget
	could := min(v.capMW, v.site.AvailableMW*v.pue) * v.length * s.weight(v.site.Class)
	if v.one >= 0 {
		sp.capacity[0][v.one] += could
	}
	if v.two >= 0 {
		sp.capacity[1][v.two] += could
	}
}

// enter appends what a site could run in an hour at a profit.
func (s *State) enter(v *prospect) {
	sp, site := &s.budget, v.site
	weight := s.weight(site.Class)
	tier, worth := s.charging(v.i, v.t) // what windows and tiers let run, as far as they are planned
	room := min(v.capMW, worth) / v.pue
	for k := range site.Tranches {
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
		sp.items.Margin = append(sp.items.Margin, margin/weight)
		sp.items.Energy = append(sp.items.Energy, av*v.pue*v.length*part*weight)
		sp.items.Leaf = append(sp.items.Leaf, v.one)
		sp.leafB = append(sp.leafB, v.two)
	}
}

// weight is what a MWh of a class counts under its budgets.
func (s *State) weight(class int32) float64 {
	if w := s.p.Budgets.Weight; w != nil {
		return w[class]
	}
	return 1
}
