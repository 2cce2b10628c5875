package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// plan is how the operator means to spend the budgets of one root until he thinks again.
type plan struct {
	dispatch.Plan
	groups    [][]int32 // by family: those that the plan is for, by place in it
	some      [][]int32 // memory for those of some hours only
	horizon   horizon   // of a plan of two families that moves on with time
	hashprice float64   // USD/PH/day it was made for; -1: the price of each hour itself, as perfect foresight has it
	since     int       // hour at which it was made
	idle      bool      // all that could run fits, at any price: the budgets decide nothing, and the rest of Plan is that of another time
	made      bool
	cross     *crossPlan // of a root of several families, which leaves the rest of Plan as it was; nil for a tree
}

// budgetSpace is the memory of the solves. Plans serve one root after the other: of the roots of single hours there
// are many.
type budgetSpace struct {
	work      dispatch.Workspace
	items     dispatch.Items
	leaf      [][][]int32     // [family][class][hour], of all families
	capacity  [][]float64     // MWh that could run by family and group, at any price
	tree      []dispatch.Tree // by family
	under     [][]int32       // by family and item: the smallest group around it, -1 for none
	prospects []prospect
	leaves    [][]int32 // memory of these
	places    []int32
	active    []int32 // roots whose period has begun and not ended
	next      int     // first root that has not begun
	of        []*plan // by root, nil before and after its period
	spare     []*plan
	place     []int32   // by group: in the plan that holds it
	root      []int32   // by group
	wanted    []float64 // by group of a family: what could run in it at a profit
	bidders   int       // items of the sites; those of soft groups come after them
	paying    bool      // some groups are soft or auctioned
	drawn     []drawn   // under these, in this part of the hour
	part      []float64 // by group: used in this part
	handed    []bool    // by root: its programme is given away, see Programs
	crossSpace
}

func (s *State) initialiseBudgets() {
	b, sp := s.p.Budgets, &s.budget
	for r, pl := range sp.of { // of the run before, which an error may have ended
		if pl != nil {
			s.release(int32(r))
		}
	}
	sp.of = sp.of[:0]
	if b == nil {
		return
	}
	s.used = resize(s.used, len(b.Groups))
	sp.of = resize(sp.of, len(b.Roots))
	sp.place, sp.root = resize(sp.place, len(b.Groups)), resize(sp.root, len(b.Groups))
	sp.leaf = append(sp.leaf[:0], b.Leaf)
	if b.Second != nil {
		sp.leaf = append(append(sp.leaf, b.Second), b.More...)
	}
	for n := len(sp.leaf); len(sp.tree) < n; {
		sp.tree, sp.capacity, sp.under = append(sp.tree, dispatch.Tree{}), append(sp.capacity, nil), append(sp.under, nil)
	}
	sp.paying = false
	for g := range b.Groups {
		sp.place[g], sp.root[g] = b.Groups[g].Local, b.Groups[g].Root
		sp.paying = sp.paying || b.Groups[g].Root >= 0 && b.Groups[g].Terms.pays()
	}
	if sp.paying {
		sp.part = resize(sp.part, len(b.Groups))
	}
	sp.active, sp.next = sp.active[:0], 0
}

// take gives root r a plan that is not made yet.
func (s *State) take(r int32) {
	sp := &s.budget
	n := len(sp.spare)
	if n == 0 {
		sp.of[r] = new(plan)
		return
	}
	sp.of[r], sp.spare = sp.spare[n-1], sp.spare[:n-1]
	sp.of[r].made, sp.of[r].horizon.fresh = false, false
}

// release takes the plan of root r back.
func (s *State) release(r int32) {
	sp := &s.budget
	pl := sp.of[r]
	s.endCrossing(pl)
	sp.of[r], sp.spare = nil, append(sp.spare, pl)
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
		s.take(int32(sp.next))
		sp.next++
	}
	kept := sp.active[:0]
	for _, r := range sp.active {
		root := &b.Roots[r]
		if t >= root.To {
			s.settle(r, root.To)
			s.partUnits(r, t)
			s.release(r)
			continue
		}
		kept = append(kept, r)
		if s.due(r, t, again) {
			s.settle(r, t)
			s.plan(r, t)
			s.askHour(r)
		}
	}
	sp.active = kept
	s.charge.replanned = s.charge.replanned[:0]
}

// due says whether root r is solved at the start of hour t.
func (s *State) due(r int32, t int, again bool) bool {
	root := &s.p.Budgets.Roots[r]
	switch {
	case !s.budget.of[r].made || s.look == Myopic:
		return true
	case slices.ContainsFunc(s.charge.replanned, func(i int32) bool { return slices.Contains(root.Sites, i) && (!s.joins(r) || s.hindered(i, t)) }):
		return true // windows and tiers let other hours run than they did
	case s.strayed(r, t):
		return true
	case s.look == Perfect:
		return false
	case again:
		return true
	}
	_, at := slices.BinarySearch(root.Solve, t)
	return at
}

// plan solves root r for the hours from t on.
func (s *State) plan(r int32, t int) {
	root, pl := &s.p.Budgets.Roots[r], s.budget.of[r]
	resumed, joins := pl.made && !pl.idle, s.joins(r)
	to := s.open(r, t, pl)
	s.remaining(pl)
	if s.chargedRoot(r) {
		s.solveCharged(r, pl, t, to, resumed)
		return
	}
	short := s.shortNow(r, pl, t, to)
	once := !short && resumed && !joins && s.programs == nil // what was short will mostly be short again, so one look is enough
	if !short && !once {
		if s.lookOver(r, t, to, nil, (*State).most); s.slack(pl) {
			if joins {
				s.partUnits(r, t)
			}
			return
		}
	}
	if root.Second != nil || joins {
		s.beginCrossing(pl, r, t, to)
	}
	s.collect(r, t, to, pl, once)
	if once && s.slack(pl) {
		return
	}
	if s.switches.joined = s.switches.joined[:0]; joins {
		s.enterUnits(r, t, to)
	}
	if s.budget.paying {
		s.soften(pl)
	}
	switch {
	case s.programs != nil:
		s.handOut(r, pl)
	case joins:
		s.solveJoint(r, pl, t, to, resumed)
	default:
		s.tr.Rungs.count(s.solve(pl, resumed))
	}
}

// open readies the plan of root r at hour t, and returns the hour up to which its operator looks.
func (s *State) open(r int32, t int, pl *plan) (to int) {
	root, again := &s.p.Budgets.Roots[r], pl.made
	pl.hashprice, pl.since, pl.made = s.chain.hashprice, t, true
	s.askFrom(r)
	pl.groups = append(pl.groups[:0], root.Groups)
	if root.Second != nil {
		pl.groups = append(append(pl.groups, root.Second), root.More...)
	}
	switch s.look {
	case Perfect:
		pl.hashprice = -1
	case Myopic:
		s.ofHour(pl, r, t)
		if s.switches.joint[r] {
			s.promise(r, t)
		}
		return t + 1
	case Rolling:
		switch to = root.until(t); {
		case s.joins(r):
			to = max(t, root.until(min(t+cycleAhead, root.To-1))) // who switches must know what the next periods have room for
			s.within(pl, t, to)
		case root.Second != nil && len(root.More) == 0 && s.programs == nil:
			s.moveOn(pl, t, to, again)
		}
		return to
	}
	return root.To
}

// collect lists what could run at a profit from hour t up to to; where no one has looked before, with all that
// could at any price.
func (s *State) collect(r int32, t, to int, pl *plan, once bool) {
	sp, see := &s.budget, (*State).enter
	if once {
		see = (*State).mostAndEnter
	}
	sp.items.Margin, sp.items.Energy = sp.items.Margin[:0], sp.items.Energy[:0]
	for f := range sp.under {
		sp.under[f] = sp.under[f][:0]
	}
	s.lookOver(r, t, to, pl.cross, see)
	sp.bidders = len(sp.items.Margin)
	if pl.cross != nil {
		pl.cross.begin(len(sp.items.Margin))
	}
}

// slack says whether all fits into the budgets of a plan, so that there is nothing to plan, and counts it.
func (s *State) slack(pl *plan) bool {
	if pl.idle = s.fits(pl); pl.idle && s.programs == nil {
		s.tr.Rungs.Slack++
		return true
	}
	return false
}

// solve finds the plan and says by which rung.
func (s *State) solve(pl *plan, resumed bool) dispatch.Rung {
	sp := &s.budget
	if pl.cross != nil {
		if pl.cross.two(pl.groups) {
			return s.solveCrossing(pl.cross, resumed && !pl.horizon.fresh)
		}
		return s.solveGeneral(pl)
	}
	sp.items.Leaf = sp.under[0]
	sp.work.Solve(&sp.tree[0], &sp.items, &pl.Plan)
	if s.Certify {
		s.certified(dispatch.Certify(&sp.tree[0], &sp.items, &pl.Plan))
	}
	return pl.Rung
}

// certified enters the proof of a plan.
func (s *State) certified(c dispatch.Certificate) {
	s.tr.Certified.add(Certified{1, max(c.Gap, c.Idle, c.Stated, c.Negative, c.Outside), c.Overuse})
}

// threshold is the margin, USD/MWh, that a tranche of the site must exceed under the plan in force, the share of it
// that runs where it is equal, the hashprice that the plan was made for (-1: the present one) and the limit that
// stops what does not run, -1 where no budget covers the hour. Where budgets cross it sets the parts that run
// instead.
func (s *State) threshold(i int) (threshold, share, planned float64, by int32) {
	site := &s.p.Sites[i]
	s.crossing, s.weighs = false, 1
	if site.Class < 0 {
		return 0, 0, -1, -1
	}
	b, g := s.p.Budgets, s.anyLeaf(site.Class, s.t)
	if g < 0 {
		return 0, 0, -1, -1
	}
	group := &b.Groups[g]
	pl := s.budget.of[group.Root]
	if pl.idle {
		return 0, 0, -1, -1
	}
	s.weighs = s.weight(site.Class)
	if pl.cross != nil {
		threshold, by = s.crossThreshold(group.Root, i)
		return threshold * s.weighs, 0, pl.hashprice, by
	}
	by = group.Limit
	k := s.budget.place[g]
	if binding := pl.Binding[k]; binding >= 0 {
		by = b.Groups[pl.groups[0][binding]].Limit
	}
	s.level = pl.Sum[k]
	return s.level * s.weighs, pl.Share[k], pl.hashprice, by
}
