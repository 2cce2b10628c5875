package kernel

// payCharged is what the plan at hand pays for highest loads and tiers, USD, less what its margins have taken off for
// tiers already. It books what each block comes to, what it uses of budgets paid at the prices of the first plan.
func (s *State) payCharged() (usd float64) {
	cu := &s.chargedUnits
	clear(cu.gain)
	if cu.root < 0 {
		return s.payUnits(&cu.sites[0], 0)
	}
	n, next := 0, 0
	for place, i := range s.p.Budgets.Roots[cu.root].Sites {
		units, _ := s.switched(int(i))
		if next < len(cu.sites) && cu.sites[next].i == i {
			if units != nil {
				usd += s.payUnits(&cu.sites[next], n)
			} else {
				usd += s.payItems(&cu.sites[next], place)
			}
			next++
		}
		n += len(units)
	}
	return usd
}

// payUnits is payCharged of a site whose units were joined from place n on.
func (s *State) payUnits(site *chargedSite, n int) (usd float64) {
	cu := &s.chargedUnits
	cu.load = resize(cu.load, cu.end-cu.t)
	weight := s.weight(s.p.Sites[site.i].Class)
	units, _ := s.switched(int(site.i))
	for k := range units {
		unit, before := &s.switches.joined[n+k], s.switches.joined[n+k].From.Blocks
		blocks, share := s.playedBy(n + k)
		for h, b := range blocks {
			part := float64(b) / float64(unit.Cycle.Blocks)
			if start := max(0, b-before); start > 0 {
				s.bookGain(site, h, -unit.Cycle.Starts[h]*float64(start)/float64(unit.Cycle.Blocks))
			}
			if before = b; b == 0 {
				continue
			}
			if share != nil {
				part *= share[h]
			}
			mwh := unit.Energy[h] / weight * part
			cu.load[h] += mwh
			s.bookGain(site, h, unit.Value[h]*part-site.asks[h]*unit.Energy[h]*part)
			if tier, _ := s.charging(int(site.i), cu.t+h); tier != nil {
				usd -= mwh * tier.asksUnit()
				s.bookGain(site, h, mwh*tier.asksUnit())
			}
		}
	}
	return usd + s.payLoad(site)
}

// asksUnit is what the plan of a count asks of a MWh of a unit.
func (t *tierPlan) asksUnit() float64 {
	if t.beyond {
		return max(t.Price, t.next)
	}
	return t.Price
}

// playedBy is the schedule of a unit that was joined, and which part of it runs; nil for all of it.
func (s *State) playedBy(n int) (blocks []int, share []float64) {
	cu := &s.chargedUnits
	if cu.root < 0 {
		return cu.plans[n].Blocks, nil
	}
	return cu.pl.cross.switched.Units[n].Blocks, cu.pl.cross.switched.Share[n]
}

// payItems is payCharged of a site in a place of the root whose machines are not switched.
func (s *State) payItems(site *chargedSite, place int) (usd float64) {
	cu, c, it := &s.chargedUnits, s.chargedUnits.pl.cross, &s.budget.items
	cu.load = resize(cu.load, cu.end-cu.t)
	weight := s.weight(s.p.Sites[site.i].Class)
	add := func(at, h int) {
		tier, _ := s.charging(int(site.i), h)
		for j := c.first[at]; j < c.first[at+1]; j++ {
			counts := c.Fraction[j] * it.Energy[j]
			cu.load[h-cu.t] += counts / weight
			s.bookGain(site, h-cu.t, counts*(it.Margin[j]-site.asks[h-cu.t]))
			if tier != nil {
				usd -= counts / weight * tier.cost
				s.bookGain(site, h-cu.t, counts/weight*tier.cost)
			}
		}
	}
	if c.hours > 0 {
		for h := cu.t; h < cu.to; h++ {
			add(place*c.hours+h-cu.t, h)
		}
	} else {
		for n := c.part; n < len(s.replay) && int(s.replay[n].Hour) < cu.to; n++ {
			add((n-c.part)*c.sites+place, int(s.replay[n].Hour))
		}
	}
	return usd + s.payLoad(site)
}

// bookGain books what a site comes to in an hour in view.
func (s *State) bookGain(site *chargedSite, h int, usd float64) {
	cu, ch := &s.chargedUnits, s.charges(s.p.Sites[site.i].Tariff)
	if h += cu.t; ch.Leaf != nil && ch.Leaf[h] >= 0 {
		cu.gain[site.ofTree[ch.Windows[ch.Leaf[h]].Tree]] += usd
	} else if ch.Of != nil && ch.Of[h] >= 0 {
		cu.gain[site.ofCount[ch.Of[h]]] += usd
	}
}

// payLoad is what the load of a site costs in the hours in view beyond the price of these, USD. Of windows that end
// after them it is the part of the hours that are left.
func (s *State) payLoad(site *chargedSite) (usd float64) {
	cu, i := &s.chargedUnits, int(site.i)
	ch, plan := s.charges(s.p.Sites[i].Tariff), &s.charge.plans[i]
	reach := cu.reach[site.windows : site.windows+len(ch.Windows)]
	energy := cu.energy[site.counts : site.counts+len(ch.Counts)]
	clear(reach)
	clear(energy)
	for h, mw := range cu.load {
		if ch.Leaf != nil {
			for w := ch.Leaf[cu.t+h]; w >= 0; w = ch.Windows[w].Parent {
				reach[w] = max(reach[w], mw)
			}
		}
		if ch.Of != nil && ch.Of[cu.t+h] >= 0 {
			energy[ch.Of[cu.t+h]] += mw
		}
	}
	for w, mw := range reach {
		if mw > 0 {
			tree := &ch.Trees[ch.Windows[w].Tree]
			from := max(cu.t, tree.From)
			part := float64(min(cu.end, tree.To)-from) / float64(tree.To-from)
			pays := cost(ch.Windows[w].Steps, s.paid(ch, i, int32(w)), mw) * part
			cu.gain[site.ofTree[ch.Windows[w].Tree]] -= pays
			usd += pays
		}
	}
	for k, mwh := range energy {
		if mwh > 0 {
			pays := cost(s.tierSteps(ch, i, int32(k)), plan.counted[k], plan.counted[k]+mwh)
			cu.gain[site.ofCount[k]] -= pays
			usd += pays
		}
	}
	return usd
}

// askCharged notes what budgets ask in each hour of the sites by the first plan of the root.
func (s *State) askCharged() {
	cu := &s.chargedUnits
	c := cu.spare // the best so far
	for n := range cu.sites {
		site := &cu.sites[n]
		for h := cu.t; h < cu.to; h++ {
			for f := range cu.pl.groups {
				if k := s.leafIn(f, cu.root, s.p.Sites[site.i].Class, h); k >= 0 {
					site.asks[h-cu.t] += c.prices(f).Sum[k]
				}
			}
		}
	}
}

// header makes another plan one of the same root and hours.
func (c *crossPlan) header(of *crossPlan) {
	c.first, c.hours, c.part, c.since = c.first[:0], of.hours, of.part, of.since
	c.hashprice, c.sites, c.joint = of.hashprice, of.sites, true
}
