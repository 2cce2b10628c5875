package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// jointPlay is the memory of the problem of budgets that is left once it is settled which periods are broken.
type jointPlay struct {
	running  dispatch.Items
	under    [][]int32 // by family and item
	trees    []dispatch.Tree
	wanted   []float64
	soft     []int32 // numbers in view of the soft budgets that have an item for what is beyond them, the last items
	nested   dispatch.Plan
	crossing crossPlan
	paid     []float64 // by group in view: the multipliers of the answer
	drew     []float64 // and what it uses
	ran      bool      // the crossing plan is one of this problem
}

// crossingWork is how many times as long budgets take that cross.
const crossingWork = 8

// play finds the best use of all budgets if the sites break some periods, and what it is worth, with fines, USD;
// j.ceiling is what no use of them passes.
func (s *State) play(j *jointSpace, set []bool, whole bool) (usd float64) {
	usd = s.lay(j, set)
	usd += s.layRests(j, set)
	for n := range j.sites {
		usd -= s.finesOf(j, &j.sites[n], set)
	}
	sure := usd
	at := max(0, slices.IndexFunc(j.groups, func(list []int32) bool { return len(list) > 0 }))
	j.spent += len(j.items) + len(j.price) + evaluation
	switch {
	case len(j.units) > 0:
		usd += s.playUnits(j, set, whole)
		j.ceiling += sure
		return usd
	case j.families() <= 1:
		j.running.Leaf = j.under[at]
		s.budget.work.Solve(&j.trees[at], &j.running, &j.nested)
		copy(j.paid[j.first[at]:], j.nested.Lambda)
		copy(j.drew[j.first[at]:], j.nested.Used)
		usd += j.nested.Value
		for n, q := range j.soft {
			item := len(j.running.Margin) - len(j.soft) + n
			j.drew[q] -= j.running.Energy[item] * j.nested.Fraction(j.running.Margin[item], j.under[at][item])
		}
	case j.crossing.two(j.groups):
		usd += s.playCrossing(j)
		j.spent += (crossingWork - 1) * len(j.items)
	default:
		usd += s.playGeneral(j)
		j.spent += len(j.items) * len(j.price)
	}
	j.ceiling = usd
	return usd
}

// families is the number of those that have budgets in view.
func (j *jointSpace) families() (n int) {
	for _, list := range j.groups {
		n += min(1, len(list))
	}
	return n
}

// lay takes the items that run, and returns what those earn that no budget holds.
func (s *State) lay(j *jointSpace, set []bool) (usd float64) {
	it := &j.running
	it.Margin, it.Energy = it.Margin[:0], it.Energy[:0]
	for len(j.under) < len(j.groups) {
		j.under, j.trees = append(j.under, nil), append(j.trees, dispatch.Tree{})
	}
	for f := range j.under {
		j.under[f] = j.under[f][:0]
	}
	enter := func(items []jointItem, dark []bool) {
		for k := range items {
			x := &items[k]
			if dark != nil && dark[int(x.hour)-j.t] {
				continue
			}
			held := false
			for _, leaf := range j.leaves {
				held = held || leaf[x.cell] >= 0
			}
			if !held {
				usd += x.margin * x.energy
				continue
			}
			it.Margin, it.Energy = append(it.Margin, x.margin), append(it.Energy, x.energy)
			for f, leaf := range j.leaves {
				j.under[f] = append(j.under[f], leaf[x.cell])
			}
		}
	}
	for n := range j.sites {
		js := &j.sites[n]
		s.darken(j, js, func(v int) bool { return set[v] })
		enter(j.items[js.seg[0]:js.seg[len(js.seg)-1]], js.dark)
	}
	enter(j.items[j.rest[0]:j.rest[1]], nil)
	return usd
}

// layRests sets what is left of the budgets: of those that are broken no end, of soft ones all that could run,
// against an item that earns the price for standing in its way. It returns what these items earn in any case, below
// zero.
func (s *State) layRests(j *jointSpace, set []bool) (usd float64) {
	items := len(j.running.Margin)
	j.soft, j.wanted = j.soft[:0], resize(j.wanted, len(j.price))
	j.paid, j.drew = resize(j.paid, len(j.price)), resize(j.drew, len(j.price))
	s.wantJoint(j, set)
	for f := range j.groups {
		first, tree := j.first[f], &j.trees[f]
		tree.Parent = append(tree.Parent[:0], j.tree[f].Parent...)
		tree.Residual = append(tree.Residual[:0], j.tree[f].Residual...)
		for n := range items {
			if k := j.under[f][n]; k >= 0 {
				j.wanted[first+int(k)] += j.running.Energy[n]
			}
		}
		for k := len(tree.Parent) - 1; k >= 0; k-- {
			q := first + k
			if up := tree.Parent[k]; up >= 0 {
				j.wanted[first+int(up)] += j.wanted[q]
			}
			v := j.varOf[q]
			price := j.price[q]
			switch {
			case v >= 0 && !set[v] || math.IsInf(price, 1) && v < 0:
				continue
			case math.IsInf(price, 1):
				tree.Residual[k] = price
				continue
			case j.wanted[q] == 0:
				continue
			}
			tree.Residual[k] += j.wanted[q]
			j.soft = append(j.soft, int32(q))
			j.running.Margin, j.running.Energy = append(j.running.Margin, price), append(j.running.Energy, j.wanted[q])
			for other := range j.under {
				j.under[other] = append(j.under[other], -1)
			}
			j.under[f][len(j.running.Margin)-1] = int32(k)
			usd -= price * j.wanted[q]
		}
	}
	return usd
}

// playCrossing is play where two families cross.
func (s *State) playCrossing(j *jointSpace) float64 {
	c := &j.crossing
	it := dispatch.CrossItems{Margin: j.running.Margin, Energy: j.running.Energy, LeafA: j.under[c.a], LeafB: j.under[c.b]}
	if j.ran {
		s.budget.cross.Resume(&j.trees[c.a], &j.trees[c.b], &it, &c.CrossPlan)
	} else {
		s.budget.cross.Solve(&j.trees[c.a], &j.trees[c.b], &it, &c.CrossPlan)
	}
	j.ran = true
	for _, f := range [2]int{c.a, c.b} {
		prices := c.prices(f)
		copy(j.paid[j.first[f]:], prices.Lambda)
		copy(j.drew[j.first[f]:], prices.Used)
	}
	for n, q := range j.soft {
		item := len(j.running.Margin) - len(j.soft) + n
		j.drew[q] -= j.running.Energy[item] * c.Fraction[item]
	}
	return c.Value
}

// playGeneral is play where more than two families cross. Where the programme is too large the choice is worth
// nothing; the plan of the budgets will say so.
func (s *State) playGeneral(j *jointSpace) float64 {
	program := &dispatch.Program{Margin: j.running.Margin, Energy: j.running.Energy}
	for f := range j.groups {
		program.AddTree(&j.trees[f], j.under[f])
	}
	answer, err := program.Solve()
	if err != nil {
		return math.Inf(-1)
	}
	copy(j.paid, answer.Lambda)
	copy(j.drew, answer.Used)
	for n, q := range j.soft {
		item := len(j.running.Margin) - len(j.soft) + n
		j.drew[q] -= j.running.Energy[item] * answer.Fraction[item]
	}
	return answer.Value
}

// finesOf are the fines of a site for the periods that it breaks, USD.
func (s *State) finesOf(j *jointSpace, js *jointSite, set []bool) (usd float64) {
	breaches := s.p.Sites[js.i].Breaches
	for k := range breaches {
		b, broken := &breaches[k], s.breach.states[js.n][k].broken
		for v := js.vars[0]; v < js.vars[1]; v++ {
			if x := &j.vars[v]; int(x.breach) == k && set[v] {
				usd += s.fine(b, b.count(broken), int(x.period))
				broken++
			}
		}
	}
	return usd
}

// exceeded says whether more than the budget of a period is used in the answer of play.
func (s *State) exceeded(j *jointSpace, v int) bool {
	x := &j.vars[v]
	js := &j.sites[x.site]
	g := s.p.Sites[js.i].Breaches[x.breach].Groups[x.period]
	budget := s.p.Budgets.Groups[g].budget()
	return s.used[g]+j.drew[x.group] > budget*(1+rounding)
}
