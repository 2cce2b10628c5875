package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// hastyEffort bounds the search for the schedules of a choice that may not be the best one, see
// dispatch.SwitchSpace.Work; who rolls takes a fifth of it.
const hastyEffort = 50_000

// effortOf bounds the search for the schedules of a choice.
func (s *State) effortOf(whole bool) int {
	switch {
	case s.switches.effort > 0:
		return s.switches.effort
	case whole && s.look == Rolling:
		return rollingEffort
	case whole:
		return 0
	case s.look == Rolling:
		return hastyEffort / 5
	}
	return hastyEffort
}

// playUnits is play where there are units: what they and the items that are laid out earn together, and in j.ceiling
// what no use of the budgets passes, before fines.
func (s *State) playUnits(j *jointSpace, set []bool, whole bool) float64 {
	s.joinUnits(j, set)
	j.standing, j.leaf = j.standing[:0], j.leaf[:0]
	for _, f := range j.alive {
		j.standing, j.leaf = append(j.standing, &j.trees[f]), append(j.leaf, j.under[f])
	}
	items := dispatch.SwitchedItems{Margin: j.running.Margin, Energy: j.running.Energy, Leaf: j.leaf}
	solver := &s.switches.solver
	solver.Work, solver.Known = s.effortOf(whole), nil
	if j.exact && solver.Work > 0 {
		solver.Work = max(solver.Work, j.sites[0].passes/labelWork)
	}
	if err := solver.Solve(j.standing, &items, j.joined, &j.switched); err != nil {
		j.ceiling = math.Inf(1)
		return math.Inf(-1)
	}
	for n, f := range j.alive {
		copy(j.paid[j.first[f]:], j.switched.Prices[n].Lambda)
		copy(j.drew[j.first[f]:], j.switched.Prices[n].Used)
	}
	for n, q := range j.soft {
		item := len(j.running.Margin) - len(j.soft) + n
		j.drew[q] -= j.running.Energy[item] * j.switched.Fraction[item]
	}
	switch j.spent += j.playWork(); {
	case j.exact: // there is nothing to search
	case solver.Work == 0:
		j.spent += labelWork * wholeLabels
	default:
		j.spent += labelWork * solver.Work
	}
	j.ceiling = j.switched.Bound
	return j.switched.Value
}

// joinUnits sets the units as they run if some periods are broken.
func (s *State) joinUnits(j *jointSpace, set []bool) {
	for len(j.joined) < len(j.units) {
		j.joined = append(j.joined, dispatch.SwitchedUnit{})
	}
	j.joined = j.joined[:len(j.units)]
	for n := range j.units {
		u := &j.units[n]
		value := append(j.joined[n].Value[:0], u.unit.Value...)
		if u.site >= 0 {
			js := &j.sites[u.site]
			if n == js.units[0] {
				s.darken(j, js, func(v int) bool { return set[v] })
			}
			for h, dark := range js.dark {
				if dark {
					value[h] = math.Inf(-1)
				}
			}
		}
		j.joined[n] = u.unit
		j.joined[n].Value = value
	}
}

// wantJoint adds what units could use to what is wanted of the groups in view.
func (s *State) wantJoint(j *jointSpace, set []bool) {
	for n := range j.units {
		u := &j.units[n]
		if u.site >= 0 {
			if js := &j.sites[u.site]; n == js.units[0] {
				s.darken(j, js, func(v int) bool { return set[v] })
			}
		}
		for a, f := range j.alive {
			for h, k := range u.unit.Leaf[a] {
				if k >= 0 && !math.IsInf(u.unit.Value[h], -1) && (u.site < 0 || !j.sites[u.site].dark[h]) {
					j.wanted[j.first[f]+int(k)] += u.unit.Energy[h]
				}
			}
		}
	}
}

// keepSchedule notes the schedules of the choice that was played last.
func (j *jointSpace) keepSchedule() {
	for n := len(j.schedule); n < len(j.units); n++ {
		if n < cap(j.schedule) {
			j.schedule = j.schedule[:n+1]
		} else {
			j.schedule = append(j.schedule, nil)
		}
	}
	for n := range j.units {
		j.schedule[n] = append(j.schedule[n][:0], j.switched.Units[n].Blocks...)
	}
}

// knownUnits are the schedules of the units under root r from hour t up to end as the cluster planned last has them
// with its breaches; nil where it has none. The plan of the root begins with them.
func (s *State) knownUnits(r int32, t, end int) [][]int {
	j := &s.breach.jointSpace
	j.agreed = j.agreed[:0]
	if len(s.breach.sites) == 0 || j.c == nil || t < j.t || end > j.to || len(j.schedule) != len(j.units) {
		return nil
	}
	s.eachUnit(r, func(_, i, k int, _ *switching) {
		for n := range j.units {
			if u := &j.units[n]; u.i == i && u.nth == k {
				j.agreed = append(j.agreed, j.schedule[n][t-j.t:end-j.t])
			}
		}
	})
	return j.agreed
}

// leaf plays the only choice that is left of a part, with all the effort that may be spent if that can matter, and
// enters its bound. It says whether there is only one.
func (s *State) leaf(j *jointSpace, node *jointNode) bool {
	if len(j.units) == 0 {
		return false
	}
	for v := range j.vars {
		if j.fix[v] == undecided && j.vars[v].may {
			return false
		}
		j.try[v] = j.fix[v] == breaks
	}
	if !j.known(j.try) {
		s.playSet(j, false)
	}
	if least := min(j.low.bound, node.bound); min(least, j.ceilings[j.choice]) > j.enough(s.look) && !j.fully[j.choice] &&
		j.spent <= j.work(s.look, mostWork) {
		s.playSet(j, true)
	}
	j.passed = max(j.passed, min(j.low.bound, node.bound, j.ceilings[j.choice]))
	return true
}

// playSet plays the choice at hand, and keeps it if it is the best one and comes about.
func (s *State) playSet(j *jointSpace, whole bool) {
	usd := s.play(j, j.try, whole)
	if (usd > j.value || math.IsInf(j.value, -1)) && s.real(j) {
		j.value = usd
		copy(j.best, j.try)
		j.keepSchedule()
	}
	j.ceilings[j.choice], j.fully[j.choice] = min(j.ceilings[j.choice], j.ceiling), whole
}

// real says whether the shutdowns come about that were planned with the choice played last: of a period that is broken
// with no more than its budget none follows, and then units could not stop for it.
func (s *State) real(j *jointSpace) bool {
	for v := range j.vars {
		if x := &j.vars[v]; j.try[v] && !x.begun && j.sites[x.site].switched() && !s.exceeded(j, v) {
			return false
		}
	}
	return true
}

// polish plays the best choice with all the effort that may be spent.
func (s *State) polish(j *jointSpace) {
	if len(j.units) == 0 || j.passed <= j.value+shortGap*max(1, math.Abs(j.value)) || !j.affords(s.look) {
		return
	}
	copy(j.try, j.best)
	if j.known(j.try); !j.fully[j.choice] {
		s.playSet(j, true)
	}
}

// startFrom begins the first descent of units at the multipliers of the choice that was played first: that all is kept.
func (j *jointSpace) startFrom() {
	root := &j.nodes[0]
	if len(j.units) == 0 || len(root.prices) > 0 {
		return
	}
	for q, usd := range j.paid {
		if usd > 0 {
			root.prices = append(root.prices, jointPrice{int32(q), usd})
		}
	}
}

// eachTie visits the ties of a plan, with the unit of a site and the budget that they are of.
func (j *jointSpace) eachTie(see func(tie, nth int, g int32)) {
	for n := range j.sites {
		js := &j.sites[n]
		for nth := range js.units[1] - js.units[0] - 1 {
			for p := range js.periods {
				see(js.tie+nth*js.periods+p, nth, j.groupOf(int(j.vars[js.var0+p].group)))
			}
		}
	}
}

// groupOf is the group of the problem with a number in view.
func (j *jointSpace) groupOf(q int) int32 {
	f := 0
	for q >= j.first[f+1] {
		f++
	}
	return j.groups[f][q-j.first[f]]
}

// keepTies notes the prices of ties for the plan that comes next.
func (j *jointSpace) keepTies() {
	j.eachTie(func(tie, nth int, g int32) {
		for len(j.pulls) <= nth {
			if n := len(j.pulls); n < cap(j.pulls) {
				j.pulls = j.pulls[:n+1]
			} else {
				j.pulls = append(j.pulls, nil)
			}
			j.pulls[len(j.pulls)-1] = resize(j.pulls[len(j.pulls)-1], len(j.place))
		}
		j.pulls[nth][g] = j.low.at[len(j.price)+tie]
	})
}

// warmTies begins at the prices of ties of the plan before.
func (j *jointSpace) warmTies() {
	root := &j.nodes[0]
	j.eachTie(func(tie, nth int, g int32) {
		if nth < len(j.pulls) && j.pulls[nth][g] != 0 {
			root.prices = append(root.prices, jointPrice{int32(len(j.price) + tie), j.pulls[nth][g]})
		}
	})
}
