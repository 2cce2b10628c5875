package kernel

import "math"

// ofHour makes the plan one for the groups that hold hour t only.
func (s *State) ofHour(pl *plan, r int32, t int) {
	b := s.p.Budgets
	for len(pl.some) < len(pl.groups) {
		pl.some = append(pl.some, nil)
	}
	for f := range pl.groups {
		list := pl.some[f][:0]
		for _, i := range b.Roots[r].Sites {
			list = s.withAround(list, r, s.budget.leaf[f][s.p.Sites[i].Class][t])
		}
		pl.some[f], pl.groups[f] = list, list
	}
}

// withAround appends group g and those around it that the list lacks, those around first, and notes their places in it.
func (s *State) withAround(list []int32, r, g int32) []int32 {
	if g < 0 || s.p.Budgets.Groups[g].Root != r {
		return list
	}
	place := s.budget.place
	if k := int(place[g]); k < len(list) && list[k] == g {
		return list
	}
	list = s.withAround(list, r, s.p.Budgets.Groups[g].Parent)
	place[g] = int32(len(list))
	return append(list, g)
}

// remaining fills the trees of a plan with what is left of its budgets, and empties the capacity under them.
func (s *State) remaining(pl *plan) {
	b, sp := s.p.Budgets, &s.budget
	for family, groups := range pl.groups {
		tree, n := &sp.tree[family], len(groups)
		sp.capacity[family] = resize(sp.capacity[family], n)
		tree.Parent = resize(tree.Parent, n)
		tree.Residual = resize(tree.Residual, n)
		for k, g := range groups {
			group := &b.Groups[g]
			tree.Parent[k] = -1
			if up := group.Parent; up >= 0 {
				tree.Parent[k] = sp.place[up]
			}
			if tree.Residual[k] = max(0, group.budget()-s.used[g]-s.switches.promised[g]); s.lifted(g) {
				tree.Residual[k] = math.Inf(1)
			}
		}
	}
}

// fits says whether everything that could run in the hours just looked over, at any price, stays within every
// budget of a plan.
func (s *State) fits(pl *plan) bool {
	for family := range pl.groups {
		tree, capacity := &s.budget.tree[family], s.budget.capacity[family]
		for k := len(capacity) - 1; k >= 0; k-- { // parents stand before their children
			if capacity[k] > tree.Residual[k] {
				return false
			}
			if up := tree.Parent[k]; up >= 0 {
				capacity[up] += capacity[k]
			}
		}
	}
	return true
}

// shortNow says whether what could run in hour t alone, of those up to to, is more than some budget of a plan: then
// not all fits, and nobody has to look at the other hours for that.
func (s *State) shortNow(r int32, pl *plan, t, to int) bool {
	if to <= t+1 {
		return false // one look is as good
	}
	s.lookOver(r, t, t+1, nil, (*State).most)
	if pl.idle = s.fits(pl); !pl.idle {
		return true
	}
	for family := range pl.groups {
		clear(s.budget.capacity[family])
	}
	return false
}

// soften lets more run under soft budgets than is left of them: as much as could, against an item that earns the
// price of a MWh beyond the budget for standing in its way. So the multiplier is at most the price.
func (s *State) soften(pl *plan) {
	b, sp := s.p.Budgets, &s.budget
	items := len(sp.items.Margin)
	for family, groups := range pl.groups {
		s.want(family, len(groups), items)
		tree := &sp.tree[family]
		for k := len(groups) - 1; k >= 0; k-- {
			wanted := sp.wanted[k]
			if up := tree.Parent[k]; up >= 0 {
				sp.wanted[up] += wanted
			}
			group := &b.Groups[groups[k]]
			if !s.soft(groups[k]) || wanted == 0 {
				continue
			}
			tree.Residual[k] += wanted
			sp.items.Margin = append(sp.items.Margin, s.beyondUSD(group))
			sp.items.Energy = append(sp.items.Energy, wanted)
			for f := range pl.groups {
				sp.under[f] = append(sp.under[f], -1)
			}
			sp.under[family][len(sp.items.Margin)-1] = int32(k)
		}
	}
}

// beyondUSD is the price of what is used beyond a soft budget, USD for what a MWh counts as 1, at the rate of the
// month of the middle of its period: the first hour may lie in another month by the clock.
func (s *State) beyondUSD(group *Group) float64 {
	at := min(max((group.From+group.To)/2, 0), s.p.Hours-1)
	return group.Terms.Price / s.exchange(int(group.Limit), int(s.p.Month[at])) / group.unit()
}
