package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// chargedRecursion is the memory of the recursions over the periods of sites that are charged. A state is how many
// periods ago the one was broken whose shutdown lasts, 0 for none, and the number of breaches so far.
type chargedRecursion struct {
	now, later []float64 // USD by state and count, from a period on
	broke      []bool    // by period, state and count
}

// priceSteps is how many multiples of the prices of a choice are tried, the highest of them twice the prices.
const priceSteps = 9

// priceCharged looks for the multiple of the prices of the best choice that bounds all choices the most, by sections of
// the golden ratio, and tries the choices that sites make there.
func (s *State) priceCharged(c *cluster, j *jointSpace) {
	sp := &s.breach.chargedSpace
	copy(sp.priced, sp.prices)
	if slices.Max(sp.priced) <= 0 {
		return
	}
	try := func(of float64) float64 {
		bound := s.boundCharged(c, j, of)
		s.tryCharged(c, j)
		return bound
	}
	low, high := 0.0, 2.0
	left, right := high-(high-low)/math.Phi, low+(high-low)/math.Phi
	first, last := try(left), try(right)
	for step := 2; step < priceSteps && !sp.done(); step++ {
		if first < last {
			high, right, last = right, left, first
			left = high - (high-low)/math.Phi
			first = try(left)
		} else {
			low, left, first = left, right, last
			right = low + (high-low)/math.Phi
			last = try(right)
		}
	}
}

// boundCharged is a bound that no choice passes, by the answers of all sites to a multiple of the prices at hand, and
// leaves the choice that they make in try. The budgets that a site may break are in its recursion, but for those of its
// other limits, which bind nobody here.
func (s *State) boundCharged(c *cluster, j *jointSpace, of float64) (bound float64) {
	sp := &s.breach.chargedSpace
	for g := range sp.asks {
		if sp.asks[g] = of * sp.priced[g]; sp.breaking[g] {
			sp.asks[g] = 0
		}
	}
	s.viewCharged(c, j, sp.best)
	bound = s.askOthers()
	copy(sp.try, sp.best)
	for n := range j.sites {
		js := &j.sites[n]
		s.breach.shut[js.n], sp.of = s.breach.shut[js.n][:0], n
		bound += s.recurCharged(c, j, js) + s.soldTiers(j, js)
		s.noteCosts(c, j, js)
	}
	if bound < sp.bound {
		sp.bound, sp.times = bound, of
	}
	return bound
}

// askOthers is what the budgets in view that nobody may break are worth at the prices at hand, and what the sites
// earn at most that break none.
func (s *State) askOthers() (usd float64) {
	sp, b := &s.accord, &s.breach
	for n := range sp.groups {
		group := &sp.groups[n]
		group.searched, group.fixed = false, min(b.asks[group.group], group.most)
		b.asks[group.group] = group.fixed
		usd += group.fixed * group.rest
	}
	s.setPrices(-1)
	for n := range sp.n {
		if part := &sp.parts[n]; s.p.Sites[part.site].Breaches == nil {
			s.answerPart(part)
			usd += part.value
		}
	}
	return usd
}

// recurCharged is what a site earns at most at the prices at hand, fines paid, and sets in try what it breaks for that.
func (s *State) recurCharged(c *cluster, j *jointSpace, js *jointSite) float64 {
	sp, b := &s.breach.chargedRecursion, &s.p.Sites[js.i].Breaches[js.k]
	counts, states := b.counts(), s.shutStates(j, js)
	sp.now, sp.later = resize(sp.now, states*counts), resize(sp.later, states*counts)
	sp.broke = resize(sp.broke, (js.periods+1)*states*counts)
	for p := js.periods; p >= 0; p-- {
		for x := 0; x < states && x <= p; x++ {
			s.recurState(c, j, js, p, x, sp.broke[p*states*counts:])
		}
		sp.now, sp.later = sp.later, sp.now
	}
	x, broken := 0, s.breach.states[js.n][js.k].broken
	first := b.count(broken)
	for p := range js.periods {
		v := js.var0 + p
		s.breach.try[v] = sp.broke[(p*states+x)*counts+b.count(broken)]
		if x = s.shutThen(j, js, p, x, s.breach.try[v]); s.breach.try[v] {
			broken++
		}
	}
	return sp.later[first]
}

// shutStates is how many states a period may begin in.
func (s *State) shutStates(j *jointSpace, js *jointSite) (states int) {
	states = 1
	for p := range js.periods {
		for x := p - 1; x >= 0 && s.shutFrom(j, js, x) > s.segmentEnd(j, js, p-1); x-- {
			states = max(states, p-x+1)
		}
	}
	if n := js.periods; n > 0 {
		for x := n - 1; x >= 0 && s.shutFrom(j, js, x) > s.segmentEnd(j, js, n-1); x-- {
			states = max(states, n-x+1)
		}
	}
	return states
}

// shutFrom is the hour until which a site stands still that has broken period p of those in view.
func (s *State) shutFrom(j *jointSpace, js *jointSite, p int) int {
	return s.segmentEnd(j, js, p) + s.p.Sites[js.i].Breaches[js.k].ShutdownHours
}

// shutAfter is the state that a period leaves to the next one if it is kept.
func (s *State) shutAfter(j *jointSpace, js *jointSite, p, x int) int {
	if x > 0 && s.shutFrom(j, js, p-x) > s.segmentEnd(j, js, p) {
		return x + 1
	}
	return 0
}

// shutThen is the state that a period leaves to the next one.
func (s *State) shutThen(j *jointSpace, js *jointSite, p, x int, broken bool) int {
	if broken {
		return min(1, s.p.Sites[js.i].Breaches[js.k].ShutdownHours)
	}
	return s.shutAfter(j, js, p, x)
}

// segmentEnd is the hour at which period p of those in view is over; what comes after the last one ends with the view.
func (s *State) segmentEnd(j *jointSpace, js *jointSite, p int) int {
	switch {
	case p < 0:
		return j.t
	case p == js.periods:
		return s.p.Hours
	}
	return s.end(&s.p.Sites[js.i].Breaches[js.k], int(j.vars[js.var0+p].period))
}

// recurState finds what a site earns at most from period p on that it begins in state x, and whether it breaks it.
func (s *State) recurState(c *cluster, j *jointSpace, js *jointSite, p, x int, broke []bool) {
	sp, b := &s.breach.chargedRecursion, &s.p.Sites[js.i].Breaches[js.k]
	counts, from := b.counts(), s.segmentEnd(j, js, p-1)
	if x > 0 {
		if from = s.shutFrom(j, js, p-x); from <= s.segmentEnd(j, js, p-1) || j.fix[js.var0+p-x] == keeps {
			return // nobody is in it
		}
	}
	if p == js.periods {
		usd := s.segment(c, j, js, p, from, false)
		for k := range counts {
			sp.now[x*counts+k] = usd
		}
		return
	}
	v := js.var0 + p
	kept, got := math.Inf(-1), math.Inf(-1)
	if j.fix[v] != breaks {
		kept = s.segment(c, j, js, p, from, false)
	}
	if j.fix[v] != keeps {
		got = s.segment(c, j, js, p, from, true)
	}
	next, then := s.shutAfter(j, js, p, x), min(1, b.ShutdownHours)
	for k := range counts {
		at := x*counts + k
		sp.now[at] = kept + sp.later[next*counts+k]
		broken := got - s.fine(b, k, int(j.vars[v].period)) + sp.later[then*counts+b.count(k+1)]
		if broke[at] = broken > sp.now[at]+exactly*math.Abs(broken) || math.IsInf(kept, -1); broke[at] {
			sp.now[at] = broken
		}
	}
}

// segment is what a site earns at most from an hour to the end of period p at the prices at hand, with the period kept
// or broken.
func (s *State) segment(c *cluster, j *jointSpace, js *jointSite, p, from int, broken bool) float64 {
	sp, to := &s.accord, s.segmentEnd(j, js, p)
	if from >= to {
		return 0
	}
	s.clearGroups()
	if p < js.periods {
		g := s.p.Sites[js.i].Breaches[js.k].Groups[j.vars[js.var0+p].period]
		s.breach.lifted[g] = broken
		if !sp.loose[g] && !s.lifted(g) {
			sp.members = append(sp.members, s.p.Budgets.Groups[g].Root)
			s.addGroup(g, int32(s.familyOf(js.i, g)))
		}
	}
	s.viewSegment(c, j, js, p, from, to)
	if c.lone && !s.breach.cut {
		_, bound, _ := s.solveAccord()
		return bound
	}
	bound := s.answerFree()
	if s.accordShort() {
		bound = min(bound, s.searchPrices(s.accordEffort()))
	}
	return bound
}

// viewSegment lists what could run of a site in some hours of period p in view.
func (s *State) viewSegment(c *cluster, j *jointSpace, js *jointSite, p, from, to int) {
	sp := &s.accord
	s.breach.spent += len(s.p.Sites[js.i].Tranches) * (to - from)
	sp.n, sp.bent = 0, false
	to = min(to, s.chargedParts(s.charged(c), js.i, from, min(to, j.to)))
	plain := int32(-1)
	s.lookAhead(js.i, from, to, func(h int, v *outlook) {
		leaf, root := s.budgetsAt(js.i, h)
		at, window, count := s.chargesAt(js.i, h)
		if window < 0 && count < 0 {
			if h >= j.to {
				return
			}
			if plain < 0 {
				plain = s.newPart(js.i)
			}
			at = plain
		}
		v.price += s.asksOthers(js.i, h)
		if part := &sp.parts[at]; part.add(h, v, window, count) && root >= 0 {
			s.placeCell(part, leaf, root)
		}
	})
	s.forgetParts(js.i, 0)
	s.cutCharges(j, js, p)
	for n := range sp.n {
		s.enterGroups(&sp.parts[n], int32(n))
	}
}

// asksOthers is what the budgets around an hour of site i that nobody may break ask for a MWh, USD.
func (s *State) asksOthers(i, h int) (usd float64) {
	class := s.p.Sites[i].Class
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][h]; g >= 0; g = s.p.Budgets.Groups[g].Parent {
			usd += s.breach.asks[g]
		}
	}
	return usd * s.weight(class)
}

// cutCharges lets windows and counts that hold hours of several periods cost less than they do, so that what these
// periods pay together is no more: of a window its share of the price in each of them, of a count the price of its
// energy, which soldTiers makes up for.
func (s *State) cutCharges(j *jointSpace, js *jointSite, p int) {
	ch := s.charges(s.p.Sites[js.i].Tariff)
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		for w := range part.windows {
			tree := &ch.Trees[ch.Windows[part.windows[w]].Tree]
			if s.segmentsOf(j, js, tree.From, tree.To) == 1 {
				continue
			}
			steps, share := slices.Clone(part.loads[w]), s.breach.share[s.breach.shareAt(js, part.windows[w], p)]
			for k := range steps {
				steps[k].Price *= share
			}
			part.in.Steps[w], part.loads[w] = steps, steps
		}
		for k, c := range part.counts {
			if s.segmentsOf(j, js, ch.Counts[c].From, ch.Counts[c].To) == 1 {
				continue
			}
			flat := []dispatch.PriceStep{{UpTo: math.Inf(1), Price: s.breach.tierAsks[s.breach.windowShares.of][c]}}
			part.tiers[k], part.steps[k] = flat, flat
		}
	}
}

// segmentsOf is how many periods in view hold some of the hours from one to before another.
func (s *State) segmentsOf(j *jointSpace, js *jointSite, from, to int) (n int) {
	for p := range js.periods + 1 {
		if s.inSegment(j, js, p, from, to) {
			n++
		}
	}
	return n
}

// inSegment says whether period p in view holds some of the hours from one to before another.
func (s *State) inSegment(j *jointSpace, js *jointSite, p, from, to int) bool {
	return max(from, s.segmentEnd(j, js, p-1)) < min(to, s.segmentEnd(j, js, p))
}
