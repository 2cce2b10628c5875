package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// plan is how the operator means to spend the budgets of one root until he thinks again.
type plan struct {
	dispatch.Plan
	hashprice float64 // USD/PH/day it was made for; -1: the price of each hour itself, as perfect foresight has it
	since     int     // hour at which it was made
	idle      bool    // all that could run fits, at any price: the budgets decide nothing
	made      bool
	cross     *crossPlan // of a root of two families, which leaves the rest of Plan as it was; nil for a tree
}

// budgetSpace is the memory of the solves.
type budgetSpace struct {
	work     dispatch.Workspace
	items    dispatch.Items
	capacity [2][]float64 // MWh that could run by group of either family, at any price
	tree     [2]dispatch.Tree
	active   []int32 // roots whose period has begun and not ended
	next     int     // first root that has not begun
	crossSpace
}

func (s *State) initialiseBudgets() {
	b, sp := s.p.Budgets, &s.budget
	if b == nil {
		return
	}
	s.used = resize(s.used, len(b.Groups))
	if len(s.plans) < len(b.Roots) {
		s.plans = make([]plan, len(b.Roots))
	}
	for r := range b.Roots {
		s.plans[r].made = false
		s.endCrossing(int32(r))
	}
	sp.active, sp.next = sp.active[:0], 0
}

// stepsBySite are the steps of each site.
func (s *State) stepsBySite() [][]Step {
	if s.stepsOf != s.p {
		s.stepsOf = s.p
		s.steps = make([][]Step, len(s.p.Sites))
		for _, st := range s.p.Steps {
			s.steps[st.Site] = append(s.steps[st.Site], st)
		}
	}
	return s.steps
}

// planBudgets makes the plans that are due at the start of hour t.
func (s *State) planBudgets(t int, again bool) {
	b, sp := s.p.Budgets, &s.budget
	if b == nil {
		return
	}
	for sp.next < len(b.Roots) && b.Roots[sp.next].From <= t {
		sp.active = append(sp.active, int32(sp.next))
		sp.next++
	}
	kept := sp.active[:0]
	for _, r := range sp.active {
		root := &b.Roots[r]
		if t >= root.To {
			s.settle(r, root.To)
			s.endCrossing(r)
			continue
		}
		kept = append(kept, r)
		if s.due(r, t, again) {
			s.settle(r, t)
			s.plan(r, t)
		}
	}
	sp.active = kept
	s.charge.replanned = s.charge.replanned[:0]
}

// due says whether root r is solved at the start of hour t.
func (s *State) due(r int32, t int, again bool) bool {
	switch {
	case !s.plans[r].made || s.look == Myopic:
		return true
	case slices.ContainsFunc(s.charge.replanned, func(i int32) bool { return slices.Contains(s.p.Budgets.Roots[r].Sites, i) }):
		return true // windows and tiers let other hours run than they did
	case s.look == Perfect:
		return false
	}
	if again {
		return true
	}
	for _, at := range s.p.Budgets.Roots[r].Solve {
		if at == t {
			return true
		}
	}
	return false
}

// plan solves root r for the hours from t on.
func (s *State) plan(r int32, t int) {
	b, sp := s.p.Budgets, &s.budget
	root, pl := &b.Roots[r], &s.plans[r]
	sp.items.Margin, sp.items.Energy, sp.items.Leaf = sp.items.Margin[:0], sp.items.Energy[:0], sp.items.Leaf[:0]
	sp.capacity[0] = resize(sp.capacity[0], len(root.Groups))
	sp.capacity[1] = resize(sp.capacity[1], len(root.Second))
	resumed := pl.made
	if root.Second != nil {
		s.beginCrossing(r, t)
	}
	pl.hashprice, pl.since, pl.made = s.chain.hashprice, t, true
	to := root.To
	switch s.look {
	case Perfect:
		pl.hashprice = -1
		for _, part := range s.replay[s.at:] {
			if int(part.Hour) >= to {
				break
			}
			s.collect(r, int(part.Hour), int(part.Hour)+1, part.Hashprice, part.Length)
		}
	case Myopic:
		s.collect(r, t, t+1, pl.hashprice, 1)
	case Rolling:
		s.collect(r, t, to, pl.hashprice, 1)
	}
	s.remaining(0, root.Groups)
	s.remaining(1, root.Second)
	pl.idle = s.fits(0, root.Groups) && s.fits(1, root.Second)
	switch s.solve(pl, resumed) {
	case dispatch.Crossing:
		s.tr.Rungs.Crossing++
	case dispatch.Nested:
		s.tr.Rungs.Nested++
	case dispatch.OneBudget:
		s.tr.Rungs.OneBudget++
	default:
		s.tr.Rungs.Slack++
	}
}

// solve finds the plan and says by which rung.
func (s *State) solve(pl *plan, resumed bool) dispatch.Rung {
	sp := &s.budget
	if pl.cross != nil {
		return s.solveCrossing(pl.cross, resumed)
	}
	sp.work.Solve(&sp.tree[0], &sp.items, &pl.Plan)
	return pl.Rung
}

// remaining fills the tree of a family of a root with what is left of its budgets.
func (s *State) remaining(family int, groups []int32) {
	b, tree := s.p.Budgets, &s.budget.tree[family]
	n := len(groups)
	tree.Parent = resize(tree.Parent, n)
	tree.Residual = resize(tree.Residual, n)
	for k := n - 1; k >= 0; k-- { // parents stand before their children
		g := groups[k]
		tree.Parent[k] = -1
		tree.Residual[k] += s.used[g]
		if up := b.Groups[g].Parent; up >= 0 {
			tree.Parent[k] = b.Groups[up].Local
			tree.Residual[b.Groups[up].Local] += tree.Residual[k]
		}
	}
	for k, g := range groups {
		tree.Residual[k] = max(0, b.Groups[g].BudgetMWh-tree.Residual[k])
	}
}

// fits says whether everything that could run in the hours just collected, at any price, stays within every budget.
func (s *State) fits(family int, groups []int32) bool {
	tree, capacity := &s.budget.tree[family], s.budget.capacity[family]
	for k := len(groups) - 1; k >= 0; k-- { // parents stand before their children
		if capacity[k] > tree.Residual[k] {
			return false
		}
		if up := tree.Parent[k]; up >= 0 {
			capacity[up] += capacity[k]
		}
	}
	return true
}

// collect appends what the sites of root r could run at a profit in hours from to to, at a hashprice.
func (s *State) collect(r int32, from, to int, hashprice, length float64) {
	p, sp := s.p, &s.budget
	b := p.Budgets
	cross := s.plans[r].cross
	for _, i := range b.Roots[r].Sites {
		site := &p.Sites[i]
		prices, pues := p.Price[site.Tariff], p.PUE[site.Climate]
		if s.d.Price != nil {
			prices = s.d.Price[site.Tariff]
		}
		steps := s.stepsBySite()[i]
		capMW, next := site.PowerMW, 0
		start := max(from, site.Online)
		if cross != nil {
			cross.begin(len(sp.items.Margin), min(start, to)-from)
		}
		for t := start; t < to; t++ {
			for next < len(steps) && steps[next].Hour <= t {
				capMW = steps[next].CapMW
				next++
			}
			if cross != nil {
				cross.begin(len(sp.items.Margin), 1)
			}
			one, two := b.leaves(r, site.Class, t)
			if one < 0 && two < 0 {
				continue
			}
			pue, price := pues[t], prices[t]
			tier, worth := s.charging(int(i), t) // what windows and tiers let run, as far as they are planned
			room := min(capMW, worth) / pue
			could := min(capMW, site.AvailableMW*pue) * length
			if one >= 0 {
				sp.capacity[0][one] += could
			}
			if two >= 0 {
				sp.capacity[1][two] += could
			}
			for k := range site.Tranches {
				tr := &site.Tranches[k]
				av := min(tr.MW, room)
				room = left(room, av, site.PowerMW)
				margin, part := hashprice/(pue*tr.BreakEven)-price, 1.0
				switch {
				case tier != nil:
					part, _ = tier.part(margin, pue*tr.BreakEven, price)
					margin -= tier.cost
				case !(price*pue*tr.BreakEven < hashprice):
					part = 0
				}
				if av <= 0 || part == 0 {
					break
				}
				sp.items.Margin = append(sp.items.Margin, margin)
				sp.items.Energy = append(sp.items.Energy, av*pue*length*part)
				sp.items.Leaf = append(sp.items.Leaf, one)
				if cross != nil {
					sp.leafB = append(sp.leafB, two)
				}
			}
		}
	}
}

// threshold is the margin that a tranche of the site must exceed under the plan in force, the share of it that
// runs where it is equal, the hashprice that the plan was made for (-1: the present one) and the limit that
// stops what does not run, -1 where no budget covers the hour. Where budgets cross it sets the parts that run instead.
func (s *State) threshold(i int) (threshold, share, planned float64, by int32) {
	site := &s.p.Sites[i]
	s.crossing = false
	if site.Class < 0 {
		return 0, 0, -1, -1
	}
	b := s.p.Budgets
	g := b.Leaf[site.Class][s.t]
	if b.Second != nil {
		if h := b.Second[site.Class][s.t]; g < 0 {
			g = h
		}
	}
	if g < 0 {
		return 0, 0, -1, -1
	}
	group := &b.Groups[g]
	pl := &s.plans[group.Root]
	if pl.idle {
		return 0, 0, -1, -1
	}
	if pl.cross != nil {
		threshold, by = s.crossThreshold(group.Root, i)
		return threshold, 0, pl.hashprice, by
	}
	by = group.Limit
	if binding := pl.Binding[group.Local]; binding >= 0 {
		by = b.Groups[b.Roots[group.Root].Groups[binding]].Limit
	}
	return pl.Sum[group.Local], pl.Share[group.Local], pl.hashprice, by
}

// draw takes energy from the budgets that cover the site in this hour.
func (s *State) draw(site *Site, energy float64) {
	if site.Class < 0 {
		return
	}
	b := s.p.Budgets
	if g := b.Leaf[site.Class][s.t]; g >= 0 {
		s.used[g] += energy
	}
	if b.Second != nil {
		if g := b.Second[site.Class][s.t]; g >= 0 {
			s.used[g] += energy
		}
	}
}

// settle adds the multipliers of the plan of root r to the trace, for the hours since it was made.
func (s *State) settle(r int32, now int) {
	pl := &s.plans[r]
	if !pl.made || s.look == Myopic {
		return
	}
	root := &s.p.Budgets.Roots[r]
	if pl.cross != nil {
		s.settleGroups(root.Groups, pl.cross.A.Lambda, pl.since, now)
		s.settleGroups(root.Second, pl.cross.B.Lambda, pl.since, now)
		return
	}
	s.settleGroups(root.Groups, pl.Lambda, pl.since, now)
}

// settleGroups adds the multipliers of a plan for the hours from since to now.
func (s *State) settleGroups(groups []int32, lambda []float64, since, now int) {
	for k, g := range groups {
		group := &s.p.Budgets.Groups[g]
		if hours := min(now, group.To) - max(since, group.From); hours > 0 {
			s.tr.Budgets[g].Multiplier += lambda[k] * float64(hours) / float64(group.To-group.From)
		}
	}
}

// settleBudgets closes the plans that the horizon cuts and sums the use of every group.
func (s *State) settleBudgets(hours int) {
	b := s.p.Budgets
	if b == nil {
		return
	}
	for _, r := range s.budget.active {
		s.settle(r, min(hours, b.Roots[r].To))
	}
	for r := range b.Roots {
		for _, groups := range [][]int32{b.Roots[r].Groups, b.Roots[r].Second} {
			for k := len(groups) - 1; k >= 0; k-- {
				g := groups[k]
				s.tr.Budgets[g].UsedMWh += s.used[g]
				if up := b.Groups[g].Parent; up >= 0 {
					s.tr.Budgets[up].UsedMWh += s.tr.Budgets[g].UsedMWh
				}
			}
		}
	}
}
