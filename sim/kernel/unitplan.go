package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// unitSpace is the memory of the plans of budgets together with the units under them: of roots of more than an hour
// in which it costs something to switch a site.
type unitSpace struct {
	joint    []bool // by root: it is such a one
	broken   []bool // by root: some site may break budgets
	solver   dispatch.SwitchSpace
	effort   int // bound on the search for a plan, see dispatch.SwitchSpace.Work; 0 for what who looks ahead so far spends
	trees    []*dispatch.Tree
	joined   []dispatch.SwitchedUnit
	hasty    bool    // no plan but the first is searched for; for tests
	searched float64 // seconds, by estimate, of searches in this run, see searchRun
	follows  [][]int // by unit of a plan: what it follows
	promiseSpace
}

// rollingEffort bounds the search for a plan of the rolling operator, who makes some forty in a year and keeps none
// for more than two weeks: about a twentieth of a second.
const rollingEffort = 50_000

func (s *State) initialiseUnits() {
	sp, b := &s.switches, s.p.Budgets
	if b == nil {
		return
	}
	sp.joint, sp.broken = resize(sp.joint, len(b.Roots)), resize(sp.broken, len(b.Roots))
	for r := range b.Roots {
		sp.joint[r] = s.p.Joint(r) && (s.look != Myopic || !b.Roots[r].Hourly)
		sp.broken[r] = slices.ContainsFunc(b.Roots[r].Sites, func(i int32) bool { return s.p.Sites[i].Breaches != nil })
	}
	sp.searched = 0
	sp.promised = resize(sp.promised, len(b.Groups))
	sp.needed = resize(sp.needed, len(b.Groups))
	sp.listed, sp.kept = sp.listed[:0], sp.kept[:0]
}

// Joint says whether the budgets of a root are planned together with units under them: they last more than an hour,
// and it costs something to switch one of their sites.
func (p *Problem) Joint(root int) bool {
	r := &p.Budgets.Roots[root]
	return r.To-r.From > 1 && slices.ContainsFunc(r.Sites, func(i int32) bool {
		c := p.Sites[i].Cycle
		return c != nil && !c.Free()
	})
}

// holds says whether site i has a part in the root.
func (r *Root) holds(i int32) bool {
	_, in := slices.BinarySearch(r.Sites, i)
	return in
}

// joins says whether the units under root r are planned with its budgets.
func (s *State) joins(r int32) bool {
	return s.switches.joint[r] && s.look != Myopic && s.programs == nil
}

// within leaves a plan the groups that have hours from t up to to.
func (s *State) within(pl *plan, t, to int) {
	for len(pl.some) < len(pl.groups) {
		pl.some = append(pl.some, nil)
	}
	for f, groups := range pl.groups {
		list := pl.some[f][:0]
		for _, g := range groups {
			if group := &s.p.Budgets.Groups[g]; group.From < to && group.To > t {
				s.budget.place[g] = int32(len(list))
				list = append(list, g)
			}
		}
		pl.some[f], pl.groups[f] = list, list
	}
}

// solveJoint finds the plan of root r for the hours from t up to to: what runs of the items, and the schedules of
// the units, which go on for some time after.
func (s *State) solveJoint(r int32, pl *plan, t, to int, resumed bool) {
	if s.findJoint(r, pl, t, s.unitsTo(r, to), resumed) {
		s.tr.Proven.enter(pl.cross.switched.Value, pl.cross.switched.Bound)
		s.carryJoint(r, pl, t, to)
	}
}

// findJoint finds the plan of root r for the items and units that are entered, and says whether there is one.
func (s *State) findJoint(r int32, pl *plan, t, end int, resumed bool) bool {
	sp, c := &s.switches, pl.cross
	items := dispatch.SwitchedItems{Margin: s.budget.items.Margin, Energy: s.budget.items.Energy, Leaf: s.budget.under[:len(pl.groups)]}
	sp.trees = sp.trees[:0]
	for f := range pl.groups {
		sp.trees = append(sp.trees, &s.budget.tree[f])
	}
	if c.joint = true; !resumed {
		c.switched.Rung = dispatch.Threshold // its multipliers are of something else
	}
	if sp.solver.Work = sp.effort; sp.effort == 0 && s.look == Rolling {
		sp.solver.Work = rollingEffort
	}
	if s.chargedUnits.hasty {
		sp.solver.Work = hastyEffort
	}
	sp.solver.Known = s.knownUnits(r, t, end)
	if sp.solver.Quick = !s.chargedUnits.hasty && !s.searches(r, t, resumed); sp.solver.Quick {
		sp.solver.Known = s.followed(r, t)
	}
	if err := sp.solver.Solve(sp.trees, &items, sp.joined, &c.switched); err != nil {
		s.unplanned = s.programError(pl, s.program(pl), err)
		return false
	}
	c.Fraction = append(c.Fraction[:0], c.switched.Fraction...)
	if s.Certify {
		s.certifiedJoint(dispatch.CertifySwitched(sp.trees, &items, sp.joined, &c.switched))
	}
	return true
}

// carryJoint carries out the plan of root r that was found.
func (s *State) carryJoint(r int32, pl *plan, t, to int) {
	sp, c, end, n := &s.switches, pl.cross, s.unitsTo(r, to), 0
	s.tr.Rungs.Switched++ // also where nothing is short
	s.eachUnit(r, func(place, i, k int, u *switching) {
		sp.plans[place] = cyclePlan{from: t, to: end, joint: true}
		u.plan.Blocks = append(u.plan.Blocks[:0], c.switched.Units[n].Blocks...)
		u.share = append(u.share[:0], c.switched.Share[n]...)
		n++
	})
}

// certifiedJoint enters the proof of a joint plan: that it keeps rules and budgets, and is worth what it says.
func (s *State) certifiedJoint(c dispatch.SwitchedCertificate) {
	gap := max(c.Stated, c.Beyond, c.Negative, c.Outside)
	if c.Exact {
		gap = max(gap, c.Gap/2) // of what is called the best, the bound is off by no more than twice the rounding
	}
	if c.Broken != "" {
		gap = 1
	}
	s.tr.Certified.add(Certified{1, gap, c.Overuse})
}

// eachUnit visits the units of the sites of root r.
func (s *State) eachUnit(r int32, see func(place, i, k int, u *switching)) {
	root := &s.p.Budgets.Roots[r]
	for place, i := range s.switches.cycles {
		if !root.holds(i) {
			continue
		}
		units, _ := s.switched(int(i))
		for k := range units {
			see(place, int(i), k, &units[k])
		}
	}
}

// enterUnits lists the units of the sites of root r, with what the hours from t on earn and use, those after to
// under no budget.
func (s *State) enterUnits(r int32, t, to int) {
	sp := &s.switches
	end := s.unitsTo(r, to)
	sp.joined = sp.joined[:0]
	s.eachUnit(r, func(_, i, k int, _ *switching) {
		site := &s.p.Sites[i]
		if k == 0 {
			if t == 0 {
				s.begin(i)
			}
			s.value(i, t, end)
		}
		n := len(sp.joined)
		if n < cap(sp.joined) {
			sp.joined = sp.joined[:n+1]
		} else {
			sp.joined = append(sp.joined, dispatch.SwitchedUnit{})
		}
		unit := &sp.joined[n]
		s.fillUnit(unit, i, k, t, end)
		for len(unit.Leaf) < len(s.budget.leaf) {
			unit.Leaf = append(unit.Leaf, nil)
		}
		unit.Leaf = unit.Leaf[:len(s.budget.of[r].groups)]
		for f := range unit.Leaf {
			unit.Leaf[f] = unit.Leaf[f][:0]
			for h := t; h < end; h++ {
				leaf := int32(-1)
				if h < to {
					leaf = s.leafIn(f, r, site.Class, h)
				}
				unit.Leaf[f] = append(unit.Leaf[f], leaf)
			}
		}
		unit.Shared = nil
	})
	if s.divides(r) {
		s.shareHours(s.budget.of[r], s.chargedRoot(r))
	}
}

// unitsTo is the end of the schedules that are planned with budgets of root r up to hour to: what comes after a
// period counts, but hours of shared power do not end.
func (s *State) unitsTo(r int32, to int) int {
	if s.p.Budgets.Roots[r].Hourly {
		return to
	}
	return min(to+cycleAhead, s.p.Hours)
}

// divides says whether units under root r may run in part where power that is shared by the hour is short. Where
// budgets can be broken all runs that is on, as the plan of these has it.
func (s *State) divides(r int32) bool { return s.joins(r) && !s.switches.broken[r] }

// shareHours marks the hours of units in which power that is shared by the hour is less than all that could pay
// wants: what is on of a unit may then run in part. In an accord that is so whatever its highest loads are.
func (s *State) shareHours(pl *plan, accord bool) {
	sp := &s.budget
	for family, groups := range pl.groups {
		s.want(family, len(groups), len(sp.items.Margin))
		tree := &sp.tree[family]
		for k := len(groups) - 1; k >= 0; k-- { // parents stand before their children
			if up := tree.Parent[k]; up >= 0 {
				sp.wanted[up] += sp.wanted[k]
			}
		}
		for n := range s.switches.joined {
			unit := &s.switches.joined[n]
			for h, k := range unit.Leaf[family] {
				for ; k >= 0; k = tree.Parent[k] {
					g := groups[k]
					short := sp.wanted[k] > tree.Residual[k] || accord && !s.accord.loose[g]
					if s.p.Budgets.Groups[g].Terms.Hourly && short {
						if unit.Shared == nil {
							unit.Shared = make([]bool, len(unit.Value))
						}
						unit.Shared[h] = true
					}
				}
			}
		}
	}
}

// want finds what items, so many of them, and units could use of so many groups of a family themselves.
func (s *State) want(family, groups, items int) {
	sp := &s.budget
	sp.wanted = resize(sp.wanted, groups)
	for j, k := range sp.under[family][:items] {
		if k >= 0 {
			sp.wanted[k] += sp.items.Energy[j]
		}
	}
	s.wantUnits(family)
}

// fillUnit enters tranche k of site i, with what the hours from t up to end that were valued last earn and use.
func (s *State) fillUnit(unit *dispatch.SwitchedUnit, i, k, t, end int) {
	sp, site, hours := &s.switches, &s.p.Sites[i], end-t
	units, _ := s.switched(i)
	starts := unit.Cycle.Starts[:0]
	unit.Cycle, unit.From = site.Cycle.unit(), units[k].state
	unit.Cycle.Starts = s.startsUSD(i, k, t, end, starts)
	unit.Value = append(unit.Value[:0], sp.values[k*hours:(k+1)*hours]...)
	unit.Energy = unit.Energy[:0]
	for _, mwh := range sp.energy[k*hours : (k+1)*hours] {
		unit.Energy = append(unit.Energy, mwh*s.weight(site.Class))
	}
}

// wantUnits adds what units could use to what is wanted of the groups of a family.
func (s *State) wantUnits(family int) {
	for n := range s.switches.joined {
		unit := &s.switches.joined[n]
		for h, g := range unit.Leaf[family] {
			if g >= 0 {
				s.budget.wanted[g] += unit.Energy[h]
			}
		}
	}
}

// partUnits ends the schedules that root r had a part in, at hour t: its budgets decide nothing any more.
func (s *State) partUnits(r int32, t int) {
	if !s.switches.joint[r] {
		return
	}
	s.eachUnit(r, func(place, _, _ int, _ *switching) {
		if plan := &s.switches.plans[place]; plan.joint {
			*plan = cyclePlan{to: t}
		}
	})
}

// strayed says whether a unit under root r did something else than was planned: what stopped it was not known of.
// It is planned again at once, or where other budgets hold it in hour t, the next day.
func (s *State) strayed(r int32, t int) (yes bool) {
	if !s.switches.joint[r] || s.look == Myopic {
		return false
	}
	s.eachUnit(r, func(place, i, k int, _ *switching) {
		if plan := &s.switches.plans[place]; k == 0 && plan.joint && plan.stale {
			held, _ := s.planOf(i, t)
			yes = yes || held == r || s.p.Day[t] != s.p.Day[t-1]
		}
	})
	return yes
}

// scheduled says whether the units of site i follow a schedule that is planned with its budgets, or has counted them.
func (s *State) scheduled(i int) bool {
	site := &s.p.Sites[i]
	if site.Class < 0 || s.switches.first[i] < 0 || site.Cycle == nil {
		return false
	}
	r, _ := s.planOf(i, s.t)
	return r >= 0 && s.switches.joint[r]
}
