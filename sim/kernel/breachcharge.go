package kernel

import (
	"math"
	"slices"
)

// Where a site pays for its highest load or in tiers, and may break budgets, all that these have to do with each other
// is one accord. Once it is settled which periods are broken, budgets that are do not stand, the hours of the shutdowns
// that follow are closed, and the accord is planned as any other: that is what the choice is worth, less its fines. At
// given prices of the budgets that nobody may break each site answers by a recursion over its periods, each kept or
// broken with the best highest loads and tiers there. All answers together are a bound, and a choice that is tried; as
// are the one that is made without charges, and the one that obeys. The best of them is then changed period by period,
// as long as that brings more. Of one site without other budgets the recursion is exact, where each window and count
// has its hours in one period.

// chargedSpace is the memory of that.
type chargedSpace struct {
	breaking []bool    // by group of the problem: some site may break it, or might if the horizon did not cut it
	priced   []float64 // by group of the problem: its own price, of which multiples are asked
	asks     []float64 // by group of the problem: what is asked
	best     []bool    // by period in view
	value    float64   // of that, USD
	bound    float64   // that no choice passes
	prices   []float64 // by group of the problem: in the accord of the best choice
	tried    [][]bool
	try      []bool
	spent    int         // machines by hours in view, looked at by the plans of this run
	most     int         // that are allowed to be, when this plan is made
	times    float64     // the prices at hand of the least bound
	tierAsks [][]float64 // by site in view and count: the price of its energy in the best choice, USD/MWh
	chargedRecursion
	windowShares
}

// chargedWork is how much the plans of a run may cost, in machines by hours: some seconds. Who rolls may spend the same
// part of it in each plan.
const chargedWork = 8_000_000

// exactly is the gap, relative, at which a choice is taken for the best.
const exactly = 1e-10

// charged is the accord of a cluster that is planned with charges; -1 for none.
func (s *State) charged(c *cluster) int32 {
	if len(s.accord.list) == 0 {
		return -1
	}
	return s.accord.of[c.roots[0]]
}

// joinBreaches joins all roots and charges of each site with budgets that it may break.
func (s *State) joinBreaches() {
	sp := &s.accord
	for _, i := range s.breach.sites {
		last := int32(-1)
		enter := func(node int32) {
			if last >= 0 {
				join(sp.whole, last, node)
			}
			last = node
		}
		s.rootsOf(i, enter)
		s.eachCharge(int(i), func(node int32, _, _ int, _ bool) { enter(node) })
	}
}

// listBreaches tells the accords that hold sites with budgets which these may break: they are planned from the start
// to the end, as what is chosen is.
func (s *State) listBreaches() {
	sp, b := &s.accord, &s.breach
	if len(b.sites) == 0 {
		return
	}
	b.breaking, b.spent = resize(b.breaking, len(s.p.Budgets.Groups)), 0
	b.asks, b.priced = resize(b.asks, len(b.breaking)), resize(b.priced, len(b.breaking))
	b.prices = resize(b.prices, len(b.breaking))
	for _, i := range b.sites {
		for k := range s.p.Sites[i].Breaches {
			for _, g := range s.p.Sites[i].Breaches[k].Groups {
				b.breaking[g] = true
				if at := sp.of[standsFor(sp.whole, s.p.Budgets.Groups[g].Root)]; at >= 0 {
					sp.list[at].breaks, sp.list[at].from, sp.list[at].to = true, 0, s.p.Hours
				}
			}
		}
	}
}

// joinAccord joins the clusters of one accord.
func (s *State) joinAccord(roots []int32) {
	if len(s.accord.list) == 0 {
		return
	}
	first := slices.Repeat([]int32{-1}, len(s.accord.list))
	for r, n := range roots {
		if k := s.accord.of[r]; n >= 0 && k >= 0 {
			if first[k] < 0 {
				first[k] = n
			} else {
				s.breach.join(n, first[k])
			}
		}
	}
}

// planCharged decides which periods of a cluster are broken from hour t on, together with what is charged.
func (s *State) planCharged(c *cluster, t int) {
	j, sp := &s.breach.jointSpace, &s.breach.chargedSpace
	for _, n := range c.sites {
		s.breach.shut[n] = s.breach.shut[n][:0]
	}
	s.viewCluster(c, t)
	c.viewed = j.to
	s.settled(j)
	sp.value, sp.bound, sp.tried = math.Inf(-1), math.Inf(1), sp.tried[:0]
	if s.allowCharged(c, j) {
		s.searchCharged(c, j)
	} else {
		s.inTurn(c, j)
		sp.best, sp.value = append(sp.best[:0], j.best...), 0
	}
	s.liftCharged(j, sp.best)
	a := &s.accord.list[s.charged(c)]
	a.changed, a.proves, a.fines, a.bound = true, true, 0, sp.bound
	for n := range j.sites {
		a.fines += s.finesOf(j, &j.sites[n], sp.best)
	}
	for _, n := range c.sites {
		s.charge.replanned = append(s.charge.replanned, s.breach.sites[n])
	}
	if s.look == Rolling {
		s.tr.Proven.enterBound(sp.value, sp.bound)
	}
}

// proveCharged enters the plan of an accord with breaches of some value, USD, that perfect foresight carries out.
func (s *State) proveCharged(a *accord, value float64) {
	if a.proves {
		s.tr.Proven.enterBound(value-a.fines, a.bound)
		s.tr.Proven.Accords++
		a.proves = false
	}
}

// enterBound enters a plan; where there is no bound nothing is proven of it.
func (p *Proven) enterBound(value, bound float64) {
	if math.IsInf(bound, 1) {
		value, bound = 0, math.Max(1, math.Abs(value))
	}
	p.enter(value, bound)
}

// allowCharged says whether there is time to try choices of a cluster, three at least.
func (s *State) allowCharged(c *cluster, j *jointSpace) bool {
	sp, allowed := &s.breach.chargedSpace, chargedWork
	if s.look == Rolling {
		allowed = chargedWork / max(1, len(c.opens))
	}
	sp.most = sp.spent + allowed
	return !c.long && 3*s.playCost(c, j) <= allowed
}

// playCost is what it takes to try a choice of a cluster.
func (s *State) playCost(c *cluster, j *jointSpace) (machines int) {
	for _, i := range s.accord.list[s.charged(c)].sites {
		machines += len(s.p.Sites[i].Tranches)
	}
	return machines * (j.to - j.t)
}

// inTurn makes the choice as if nothing were charged. What its search settles for that problem is open again after it.
func (s *State) inTurn(c *cluster, j *jointSpace) {
	j.most = s.mostOf(c, j.t)
	s.search(j)
	j.spend()
	s.settled(j)
}

// searchCharged finds the best choice, and a bound that none passes.
func (s *State) searchCharged(c *cluster, j *jointSpace) {
	sp := &s.breach.chargedSpace
	sp.try = append(sp.try[:0], make([]bool, len(j.vars))...)
	for v := range j.vars {
		sp.try[v] = j.fix[v] == breaks
	}
	s.tryCharged(c, j)
	s.beginShares(j)
	s.boundCharged(c, j, 0)
	s.tryCharged(c, j)
	if sp.settled() {
		return
	}
	s.inTurn(c, j)
	copy(sp.try, j.best)
	s.tryCharged(c, j)
	for better := true; better && !sp.done(); {
		if !c.lone {
			s.priceCharged(c, j)
		}
		s.shareCharged(c, j)
		better = s.changeCharged(c, j)
	}
}

// done says whether nothing is better than the best choice, or all is spent that may be.
func (sp *chargedSpace) done() bool { return sp.settled() || sp.spent > sp.most }

// settled says whether nothing is better than the best choice.
func (sp *chargedSpace) settled() bool {
	return sp.bound <= sp.value || relativeGap(sp.value, sp.bound) <= exactly
}

// changeCharged tries the best choice with one period changed, or with two that follow each other; it says whether
// that is better.
func (s *State) changeCharged(c *cluster, j *jointSpace) bool {
	sp := &s.breach.chargedSpace
	before := sp.value
	for together := range 2 {
		for v := range j.vars {
			w := v + together
			if w >= len(j.vars) || j.vars[w].breach != j.vars[v].breach || j.vars[w].site != j.vars[v].site ||
				j.fix[v] != undecided || j.fix[w] != undecided {
				continue
			}
			if sp.done() {
				return false
			}
			copy(sp.try, sp.best)
			sp.try[v] = !sp.try[v]
			if w > v {
				sp.try[w] = !sp.try[w]
			}
			s.tryCharged(c, j)
		}
	}
	return sp.value > before+exactly*(1+math.Abs(before))
}

// tryCharged finds what a choice is worth, unless it was tried before, and keeps the best.
func (s *State) tryCharged(c *cluster, j *jointSpace) {
	sp := &s.breach.chargedSpace
	if slices.ContainsFunc(sp.tried, func(set []bool) bool { return slices.Equal(set, sp.try) }) {
		return
	}
	sp.tried = append(sp.tried, slices.Clone(sp.try))
	s.viewCharged(c, j, sp.try)
	value, _, _ := s.solveAccord()
	if s.accord.multi { // loads are moved many times
		sp.spent += 3 * s.playCost(c, j)
	}
	for n := range j.sites {
		value -= s.finesOf(j, &j.sites[n], sp.try)
	}
	if value > sp.value {
		sp.value, sp.best = value, append(sp.best[:0], sp.try...)
		clear(sp.prices)
		for n := range s.accord.groups {
			g := s.accord.groups[n].group
			sp.prices[g] = s.accord.price[g]
		}
		s.noteTiers(j)
	}
}

// viewCharged lists what could run in the accord of a cluster with a choice of periods that are broken.
func (s *State) viewCharged(c *cluster, j *jointSpace, set []bool) {
	s.breach.spent += s.playCost(c, j)
	s.liftCharged(j, set)
	s.viewAccord(s.charged(c), j.t, j.to, false)
}

// liftCharged carries a choice out.
func (s *State) liftCharged(j *jointSpace, set []bool) {
	for n := range j.sites {
		js := &j.sites[n]
		breaches := s.p.Sites[js.i].Breaches
		for v := js.vars[0]; v < js.vars[1]; v++ {
			x := &j.vars[v]
			s.breach.lifted[breaches[x.breach].Groups[x.period]] = set[v]
		}
		s.planShutdowns(js.n)
	}
}
