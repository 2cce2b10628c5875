package kernel

import (
	"math"
	"slices"
)

// Where the price of energy falls with what a count has, no price of a budget lets the count do half of two things, and
// the bound of the search for prices lets it. But such a cost is the least of several that are convex: of one for each
// stretch of tiers in which prices do not fall, carried on to both sides so that nothing costs less than it does. The
// best plan is the best over the choice of one stretch for each count, and with these chosen an accord is what it is
// where prices rise; nothing need keep the energy within the stretch that is chosen. So it is with windows. A search
// over parts of all choices goes on, the highest bound first, until none is above the best plan (A. H. Land and A. G.
// Doig, "An automatic method of solving discrete programming problems", 1960), or has taken long (mostNodes).

// tierSearch is the memory of a search for tiers.
type tierSearch struct {
	choices []tierChoice
	tried   [][]int // by choice: the stretches of plans that are tried
	tries   []stretchTry
	nodes   int // that are looked at; 0 for as many as there is time for, others for tests
}

// tierNode is a part of all choices: the stretches of each count and window from a first to a last.
type tierNode struct {
	low, high []int
	bound     float64 // no plan of these earns more, USD
}

// stretchTry is what a part does with one stretch at the prices at hand: USD, MWh under budgets, and what the price of
// the stretch is for.
type stretchTry struct{ usd, uses, amount float64 }

// tierGap is how near the bound of a search for tiers comes to its best plan, relative, and nearPrice the USD/MWh
// within which budgets may let a count have one stretch or another.
const (
	tierGap   = 1e-7
	nearPrice = 1e-3
)

// chooseTiers searches for the stretches with which an accord earns the most, from the best plan so far, and returns
// the least bound that is proven.
func (s *State) chooseTiers(effort searchEffort, bound float64) float64 {
	sp := &s.accord.search
	s.listChoices()
	if len(sp.choices) == 0 {
		return bound
	}
	all := tierNode{bound: bound}
	for _, c := range sp.choices {
		all.low, all.high = append(all.low, c.low), append(all.high, c.high)
	}
	sp.tried = sp.tried[:0]
	open, proven := []tierNode{all}, math.Inf(-1)
	for left := s.mostNodes(); len(open) > 0; left-- {
		next := 0
		for k := range open {
			if open[k].bound >= open[next].bound {
				next = k
			}
		}
		node := open[next]
		if left == 0 || s.nearBest(node.bound) {
			proven = max(proven, node.bound)
			break
		}
		open = slices.Delete(open, next, next+1)
		if below := s.lookAt(&node, effort); below == nil {
			proven = max(proven, node.bound)
		} else {
			open = append(open, below...)
		}
	}
	s.restrictTo(&all)
	return min(bound, max(proven, s.accord.bests.value))
}

// mostNodes bounds a search for tiers, by the hours of what does not take but a moment to answer.
func (s *State) mostNodes() int {
	if s.accord.search.nodes > 0 {
		return s.accord.search.nodes
	}
	most, answers, slots := 400, 400_000, 1
	if s.look != Perfect {
		most, answers = 40, 100_000
	}
	for n := range s.accord.n {
		if part := &s.accord.parts[n]; !s.exactPrices() || !s.falls(part) {
			slots += len(part.slots)
		}
	}
	return max(1, min(most, answers/slots))
}

// exactPrices says whether the search for prices finds the best ones.
func (s *State) exactPrices() bool {
	sp := &s.accord
	return !sp.multi && !slices.ContainsFunc(sp.groups, func(g accordGroup) bool { return g.family > 0 })
}

// nearBest says whether a bound is hardly above the best plan.
func (s *State) nearBest(bound float64) bool {
	best := s.accord.bests.value
	return bound <= best || relativeGap(best, bound) <= tierGap
}

// lookAt bounds what a node earns, tries plans of it, and returns the two nodes in which to look on; nil where nothing
// in it is better than the best plan, or nothing is left to choose.
func (s *State) lookAt(node *tierNode, effort searchEffort) []tierNode {
	node.bound = min(node.bound, s.boundNode(node, effort))
	if s.nearBest(node.bound) {
		if relativeGap(node.bound, s.accord.bests.value) <= tierGap { // these prices prove the plan
			s.noteAsked()
		}
		return nil
	}
	least, most, at, below := s.partNode(node)
	if at < 0 {
		node.bound = min(node.bound, s.tryMix(node.bound, node))
		return nil
	}
	for _, chosen := range [][]int{least, most} {
		node.bound = min(node.bound, s.tryChosen(chosen, node, effort))
	}
	low := tierNode{node.low, slices.Clone(node.high), node.bound}
	high := tierNode{slices.Clone(node.low), node.high, node.bound}
	low.high[at], high.low[at] = below, below+1
	return []tierNode{low, high}
}

// boundNode searches for the prices of the budgets with what a node lets be chosen, and returns the bound.
func (s *State) boundNode(node *tierNode, effort searchEffort) float64 {
	sp := &s.accord
	s.restrictTo(node)
	for g := range sp.groups {
		group := &sp.groups[g]
		group.searched, group.tau, group.free = true, 0, 0
	}
	s.answerFree()
	return s.searchPrices(effort)
}

// restrictTo lets be chosen what a node lets.
func (s *State) restrictTo(node *tierNode) {
	for n := range s.accord.search.choices {
		s.restrict(&s.accord.search.choices[n], node.low[n], node.high[n])
	}
}

// partNode finds at the prices at hand the stretches of least and of most energy of those that are about the best, and
// the choice to part and where: that which a small move of the prices changes most, or whose bound is loosest; -1 where
// nothing is left to choose.
func (s *State) partNode(node *tierNode) (least, most []int, at, below int) {
	sp := &s.accord.search
	least, most, at = slices.Clone(node.low), slices.Clone(node.high), -1
	worst := math.Inf(-1)
	for n := range sp.choices {
		c, low := &sp.choices[n], node.low[n]
		if low == node.high[n] {
			continue
		}
		whole, best := s.tryStretches(c)
		least[n], most[n] = low+best, low+best
		steps, _ := s.billed(c)
		for other, try := range sp.tries {
			if other == best {
				continue
			}
			first := &sp.tries[best]
			far := (first.usd - try.usd) / max(math.Abs(first.uses-try.uses), 1e-9)
			if far < nearPrice {
				least[n], most[n] = min(least[n], low+other), max(most[n], low+other)
			}
			weight := whole - first.usd
			if more := math.Abs(first.amount - try.amount); more < math.Inf(1) { // neither is a free load
				usd := more * math.Abs(steps[c.first[low+best]].Price-steps[c.first[low+other]].Price)
				weight += usd * nearPrice / (far + nearPrice)
			}
			if weight > worst {
				worst, at, below = weight, n, low+(best+other-1)/2
			}
		}
	}
	return least, most, at, below
}

// tryStretches tries each stretch that is left to a choice at the prices at hand, and returns what the part earns with
// all of them at most, and which is best.
func (s *State) tryStretches(c *tierChoice) (whole float64, best int) {
	sp, part := &s.accord.search, &s.accord.parts[c.part]
	low, high := c.low, c.high
	s.answerPart(part)
	whole = part.value
	sp.tries = sp.tries[:0]
	for k := low; k <= high; k++ {
		s.restrict(c, k, k)
		s.answerPart(part)
		try := stretchTry{usd: part.value}
		for _, cell := range part.cells {
			try.uses += cell.used * part.weight
		}
		if c.window {
			try.amount = part.now.mw[c.place]
		} else {
			try.amount = part.now.tier[c.place].MWh
		}
		if sp.tries = append(sp.tries, try); try.usd > sp.tries[best].usd {
			best = k - low
		}
	}
	s.restrict(c, low, high)
	return whole, best
}

// tryChosen tries the loads that the prices of the budgets lead to with stretches that are chosen, unless they are
// tried already or earn no more than the best, and returns a bound for a node around them.
func (s *State) tryChosen(chosen []int, node *tierNode, effort searchEffort) float64 {
	sp := &s.accord.search
	if slices.ContainsFunc(sp.tried, func(before []int) bool { return slices.Equal(before, chosen) }) {
		return math.Inf(1)
	}
	sp.tried = append(sp.tried, chosen)
	bound := s.boundNode(&tierNode{low: chosen, high: chosen}, effort)
	if relativeGap(bound, s.accord.bests.value) > tierGap {
		return math.Inf(1)
	}
	return s.tryMix(bound, node)
}

// tryMix tries the loads of the search before, with its bound. Where its prices are not the best, those of the budgets
// under these loads may prove less of a node.
func (s *State) tryMix(bound float64, node *tierNode) float64 {
	sp := &s.accord
	s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.mix })
	before, exact := sp.bests.value, s.exactPrices()
	s.tryLoads(!exact)
	best := sp.bests.value > before || s.nearBest(bound)
	proven := math.Inf(1)
	if !exact {
		s.restrictTo(node)
		proven = s.answerLoads()
	}
	if best {
		s.noteAsked()
	}
	return proven
}
