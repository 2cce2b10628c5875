package kernel

// drawn is what a site drew in a part of an hour under budgets with a price.
type drawn struct {
	site   int
	energy float64 // as its budgets count it
}

// draw takes energy from the budgets that cover the site in this hour.
func (s *State) draw(i int, energy float64) {
	class := s.p.Sites[i].Class
	if class < 0 {
		return
	}
	b, sp := s.p.Budgets, &s.budget
	energy *= s.weight(class)
	for _, leaf := range sp.leaf {
		for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
			s.used[g] += energy
		}
	}
	if sp.paying {
		sp.drawn = append(sp.drawn, drawn{i, energy})
	}
}

// drawLoose enters what site i draws under limits that can never be short.
func (s *State) drawLoose(i int, energy float64) {
	s.p.EachLoose(i, s.t, func(g int32) { s.used[g] += energy })
}

// payBudgets lets the sites pay for what they drew in this part of the hour under auctioned and soft budgets: the
// group's multiplier for each MWh within an auctioned budget, the price for each beyond a soft one, of which all
// who drew in this part bear the same share.
func (s *State) payBudgets() {
	b, sp := s.p.Budgets, &s.budget
	if b == nil || !sp.paying {
		return
	}
	for _, d := range sp.drawn {
		class := s.p.Sites[d.site].Class
		for _, leaf := range sp.leaf {
			for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
				sp.part[g] += d.energy
			}
		}
	}
	for _, d := range sp.drawn {
		class := s.p.Sites[d.site].Class
		for f, leaf := range sp.leaf {
			s.payFor(d, f, leaf[class][s.t])
		}
	}
	for _, d := range sp.drawn {
		class := s.p.Sites[d.site].Class
		for _, leaf := range sp.leaf {
			for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
				sp.part[g] = 0
			}
		}
	}
	sp.drawn = sp.drawn[:0]
}

// payFor lets a site pay for what it drew under group g of a family and those around it.
func (s *State) payFor(d drawn, family int, g int32) {
	b, sp := s.p.Budgets, &s.budget
	for ; g >= 0; g = b.Groups[g].Parent {
		group := &b.Groups[g]
		if !group.Terms.pays() || !(d.energy > 0) {
			continue
		}
		usd, beyond := 0.0, 0.0
		if s.soft(g) {
			if over := min(s.used[g]-group.budget(), sp.part[g]); over > 0 {
				beyond = over / sp.part[g]
				usd = beyond * s.beyondUSD(group)
			}
		}
		if group.Terms.Auctioned {
			usd += (1 - beyond) * s.multiplier(family, g)
		}
		if usd != 0 {
			s.tr.Use(int(group.Limit), d.site, s.month).PaidUSD += d.energy * usd
		}
	}
}

// bookOthers lets the budgets of other limits than by bind as well that are short in this part, where some of site
// i was held, and returns their shadow prices together, USD/MWh. What was held is booked once, under by.
func (s *State) bookOthers(by int32, i int, held bool, length float64) (sum float64) {
	if by < 0 || !held {
		return 0
	}
	b, class := s.p.Budgets, s.p.Sites[i].Class
	for f, leaf := range s.budget.leaf {
		for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
			l := b.Groups[g].Limit
			price := s.multiplier(f, g) * s.weighs
			if l == by || !(price > 0) {
				continue
			}
			sum += price
			use := s.tr.Use(int(l), i, s.month)
			use.BindingHours += length
			use.MultiplierH += price * length
			if s.bound[l] != s.partNo {
				s.bound[l] = s.partNo
				s.tr.LimitHours[l][s.month] += length
			}
		}
	}
	return sum
}

// multiplier is that of group g of a family under the plan in force.
func (s *State) multiplier(family int, g int32) float64 {
	pl, k := s.budget.of[s.p.Budgets.Groups[g].Root], s.budget.place[g]
	switch {
	case s.inAccord(s.p.Budgets.Groups[g].Root):
		return s.accord.asks[g]
	case pl.idle:
		return 0
	case pl.cross == nil:
		return pl.Lambda[k]
	}
	return pl.cross.prices(family).Lambda[k]
}

// settle adds the multipliers of the plan of root r to the trace, for the hours since it was made in which its
// limit is in force and a site stands. A myopic operator has them of single hours only.
func (s *State) settle(r int32, now int) {
	pl := s.budget.of[r]
	if !pl.made || pl.idle && !s.inAccord(r) {
		return
	}
	for family, groups := range pl.groups {
		for _, g := range groups {
			group := &s.p.Budgets.Groups[g]
			if s.look == Myopic && !group.Terms.Hourly {
				continue
			}
			from, to := max(pl.since, group.From), min(now, group.To)
			if from >= to {
				continue // most of a year's groups, when a plan of it is made anew
			}
			price := s.multiplier(family, g) * group.unit()
			if first := max(group.From, s.p.Stands(int(g))); price > 0 && max(from, first) < to {
				s.bookShadow(g, first, max(from, first), to, price)
			}
		}
	}
}

// bookShadow enters the multiplier of group g from one hour up to another, if it holds a site that stands from hour
// first on.
func (s *State) bookShadow(g int32, first, from, to int, price float64) {
	group := &s.p.Budgets.Groups[g]
	all, hours := 0, 0
	s.p.InForce(group.Limit, first, group.To, func(from, to int) { all += to - from })
	s.p.InForce(group.Limit, from, to, func(from, to int) {
		hours += to - from
		for t := from; t < to; {
			m, next := s.p.Month[t], to
			if s.p.Month[to-1] != m {
				for next = t; s.p.Month[next] == m; {
					next++
				}
			}
			s.tr.ShadowH[group.Limit][m] += price * float64(next-t)
			t = next
		}
	})
	if all > 0 {
		s.tr.Budgets[g].Multiplier += price * float64(hours) / float64(all)
	}
}

// settleBudgets closes the plans that the horizon cuts and enters the use of every group.
func (s *State) settleBudgets(hours int) {
	b := s.p.Budgets
	if b == nil {
		return
	}
	for _, r := range s.budget.active {
		s.settle(r, min(hours, b.Roots[r].To))
	}
	for g := range b.Groups {
		s.tr.Budgets[g].UsedMWh = s.used[g] / b.Groups[g].unit()
	}
}
