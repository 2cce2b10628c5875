package kernel

import "math"

// jointPrices are what the multipliers of the budgets that are not broken make of the problem.
type jointPrices struct {
	fix    []int8    // by period: undecided, keeps or breaks
	lambda []float64 // by group in view, USD
	sum    []float64 // with those around
	used   []float64 // by group in view, by the answer to the prices
	set    []bool    // by period: broken in that answer
	force  [2][]float64
}

// What is settled of a period.
const (
	undecided int8 = iota
	keeps
	breaks
)

// highest is the highest multiplier that group q may have: of a period over which the recursion of its site goes it
// has none of its own, but for units; a budget that is soft asks its price at most; of other periods that may be
// broken nothing is asked until it is settled whether they are.
func (j *jointSpace) highest(q int) float64 {
	if q >= len(j.price) {
		return math.Inf(1)
	}
	v := j.varOf[q]
	if v < 0 {
		return j.price[q]
	}
	units := j.inside(q)
	if units && j.grain[v] > 0 {
		return 0
	}
	if j.primary(int(v)) && !units {
		return 0
	}
	switch {
	case j.fix[v] == keeps || !j.vars[v].may:
		return math.Inf(1)
	case j.fix[v] == breaks && !math.IsInf(j.price[q], 1):
		return j.price[q]
	case j.fix[v] == undecided && units:
		return math.Inf(1)
	}
	return 0
}

// lowest is the lowest price number q: that of a tie may be below zero.
func (j *jointSpace) lowest(q int) float64 {
	if q >= len(j.price) {
		return math.Inf(-1)
	}
	return 0
}

// primary says whether the recursion of the site goes over a period.
func (j *jointSpace) primary(v int) bool {
	js := &j.sites[j.vars[v].site]
	return v >= js.var0 && v < js.var0+js.periods
}

// boundAt is what no choice of periods and energy passes that keeps to what is settled: the Lagrangian of all
// budgets but those in the recursions (A. M. Geoffrion, "Lagrangean relaxation for integer programming", 1974). It
// is minus infinity where nothing keeps to it. The answers of the sites stand in set, what these use in used, and
// force holds the bound with a period kept, and broken.
func (s *State) boundAt(j *jointSpace) float64 {
	total := j.ask()
	for _, it := range j.items[j.rest[0]:j.rest[1]] {
		if r := it.margin - j.cells[it.cell]; r > 0 {
			total += r * it.energy
			j.use[it.cell] += it.energy
		}
	}
	clear(j.slack)
	clear(j.torn)
	clear(j.broke)
	for n := range j.units {
		if u := &j.units[n]; u.site < 0 {
			total += s.boundOther(j, u)
		}
	}
	for n := range j.sites {
		js := &j.sites[n]
		total += s.recurSite(j, js) - s.otherFines(j, js)
	}
	if math.IsInf(total, -1) {
		return total
	}
	if len(j.units) > 0 {
		s.forceUnits(j, total < j.low.bound)
	}
	for n := range j.sites {
		js := &j.sites[n]
		for v := js.var0; v < js.var0+js.periods; v++ {
			for d := range j.force {
				j.force[d][v] += total - js.value
			}
		}
	}
	j.spread()
	return total
}

// ask prices the cells and returns what the budgets are worth.
func (j *jointSpace) ask() (total float64) {
	for f := range j.tree {
		first, tree := j.first[f], &j.tree[f]
		for k, up := range tree.Parent {
			q := first + k
			j.lambda[q] = min(max(0, j.lambda[q]), j.highest(q))
			j.sum[q] = 0
			if j.lambda[q] > 0 && !j.inside(q) {
				total += j.lambda[q] * tree.Residual[k]
				j.sum[q] = j.lambda[q]
			}
			if up >= 0 {
				j.sum[q] += j.sum[first+int(up)]
			}
		}
	}
	for c := range j.cells {
		asks := 0.0
		for f, leaf := range j.leaves {
			if leaf[c] >= 0 {
				asks += j.sum[j.first[f]+int(leaf[c])]
			}
		}
		j.cells[c], j.use[c] = asks, 0
	}
	return total
}

// spread adds what the cells use to their groups and those around.
func (j *jointSpace) spread() {
	clear(j.used)
	for f, leaf := range j.leaves {
		first, tree := j.first[f], &j.tree[f]
		for c, k := range leaf {
			if k >= 0 {
				j.used[first+int(k)] += j.use[c]
			}
		}
		for k := len(tree.Parent) - 1; k >= 0; k-- {
			if up := tree.Parent[k]; up >= 0 {
				j.used[first+int(up)] += j.used[first+k]
			}
		}
		for k, rest := range tree.Residual {
			if q := first + k; j.inside(q) {
				j.used[q] = rest - j.slack[q]
			}
		}
	}
}

// otherFines is the least that the periods of a site cost which are settled as broken, besides those over which its
// recursion goes. It lets the site stand still after them.
func (s *State) otherFines(j *jointSpace, js *jointSite) (usd float64) {
	breaches := s.p.Sites[js.i].Breaches
	for k := range breaches {
		if k == js.k {
			continue
		}
		b, broken, sure := &breaches[k], s.breach.states[js.n][k].broken, true
		for v := js.vars[0]; v < js.vars[1]; v++ {
			x := &j.vars[v]
			switch {
			case int(x.breach) != k:
			case j.fix[v] == breaks && sure:
				usd += s.fine(b, b.count(broken), int(x.period))
				broken++
			case j.fix[v] == breaks:
				least := math.Inf(1)
				for count := range b.counts() {
					least = min(least, s.fine(b, count, int(x.period)))
				}
				usd += least
			case j.fix[v] == undecided:
				sure = false
			}
		}
	}
	return usd
}

// darken marks the hours in which site js stands still after the periods that some choice breaks.
func (s *State) darken(j *jointSpace, js *jointSite, broken func(v int) bool) {
	clear(js.dark)
	for v := js.vars[0]; v < js.vars[1]; v++ {
		if !broken(v) {
			continue
		}
		b := &s.p.Sites[js.i].Breaches[j.vars[v].breach]
		end := s.end(b, int(j.vars[v].period))
		for h := end; h < min(end+b.ShutdownHours, j.to); h++ {
			js.dark[h-j.t] = true
		}
	}
}
