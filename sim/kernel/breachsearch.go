package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// jointSearch is the memory of the search over the periods that are kept or broken.
type jointSearch struct {
	spent     int // items looked at
	total     int // by the plans of this run before, of clusters without units
	switching int // of those with units
	most      int // that this plan may look at, and those to come leave
	hurry     int // what a plan may cost is divided by it, where it is above 1; for tests
	value     float64
	best      []bool
	passed    float64 // the highest bound of what was left out without being settled
	nodes     []jointNode
	spare     []jointNode
	seen      []uint64 // choices that were played, by a number of each
	try       []bool
	gain      []float64 // by period, what breaking adds to the least bound of the part at hand, less what keeping adds
	jointDescent
}

// jointNode is a part of all choices.
type jointNode struct {
	bound  float64
	fix    []int8
	prices []jointPrice // those that are not zero
}

type jointPrice struct {
	q   int32
	usd float64
}

// How much a plan may cost, in items looked at: before a gap of longGap is taken for closed, and at all. A rolling
// operator, who plans again and again, takes the part rollingPart of it.
const (
	closeWork   = 2_000_000
	mostWork    = 40_000_000
	runWork     = 400_000_000 // of all plans of a run; see also unitsRun
	rollingPart = 20
	longGap     = 1e-4
	shortGap    = 1e-10
	evaluation  = 100 // for what does not grow with the items
	leastSteps  = 2
	firstSteps  = 200
	playEvery   = 20
	laterSteps  = 6
)

// search finds the periods to break, with a bound that no choice passes, USD: best first over parts of all choices,
// each bounded by its Lagrangian (M. L. Fisher, "The Lagrangian relaxation method for solving integer programming
// problems", 1981).
func (s *State) search(j *jointSpace) (bound float64) {
	j.begin(s.breach.warm)
	if j.exact = j.allCounted(); !j.exact && !s.playFirst(j) {
		return math.Inf(1)
	}
	j.startFrom()
	for len(j.nodes) > 0 {
		node := j.pop()
		if node.bound <= j.enough(s.look) || j.spent > j.work(s.look, mostWork) {
			j.passed = max(j.passed, node.bound)
			j.spare = append(j.spare, node)
			break // the others are no better
		}
		s.expand(j, &node)
		j.spare = append(j.spare, node)
	}
	j.spare = append(j.spare, j.nodes...)
	j.nodes = j.nodes[:0]
	s.polish(j)
	return max(j.value, j.passed)
}

// playFirst plays what is decided as if machines were switched for nothing, and to break no more than is settled; false
// if that is worth nothing, as the programme is too large.
func (s *State) playFirst(j *jointSpace) bool {
	if len(j.hint) == len(j.set) {
		for v := range j.set { // units that are on may have settled more than the plan without them knew
			j.set[v] = j.fix[v] == breaks || j.fix[v] == undecided && j.hint[v]
		}
		s.playNew(j)
	}
	for v := range j.set {
		j.set[v] = j.fix[v] == breaks
	}
	if math.IsInf(j.value, -1) || j.affords(s.look) {
		s.playNew(j)
	}
	return !math.IsInf(j.value, -1)
}

// work is what a plan may cost.
func (j *jointSpace) work(look Foresight, of int) int {
	switch {
	case len(j.units) > 0:
		of = j.most / (mostWork / of)
	case look == Rolling:
		of /= rollingPart
	}
	return min(of/max(1, j.hurry), j.most)
}

// mostOf is what a plan of a cluster may cost so that those to come keep something of runWork: four times its part,
// as most need less.
func (s *State) mostOf(c *cluster, t int) int {
	ahead := 1
	if s.look == Rolling || c.long {
		at, _ := slices.BinarySearch(c.opens, t)
		ahead = len(c.opens) - at
	}
	if len(s.breach.units) > 0 {
		if c.paced > 0 {
			ahead = min(ahead, 1+(s.p.Hours-t)/c.paced)
		}
		return max(0, s.unitsRun()-s.breach.switching) / max(1, ahead/2)
	}
	return max(0, runWork-s.breach.total) / max(1, ahead/4)
}

// enough is the bound below which nothing is looked for.
func (j *jointSpace) enough(look Foresight) float64 {
	gap := shortGap
	if math.IsInf(j.value, -1) {
		return j.value
	}
	if j.spent > j.work(look, closeWork) {
		gap = longGap
	}
	return j.value + gap*max(1, math.Abs(j.value))
}

// begin starts from what is settled already, at the prices of the plan before.
func (j *jointSpace) begin(warm []float64) {
	n, groups := len(j.vars), len(j.price)
	j.set, j.best, j.try = resize(j.set, n), resize(j.best, n), resize(j.try, n)
	j.force[0], j.force[1], j.gain = resize(j.force[0], n), resize(j.force[1], n), resize(j.gain, n)
	j.sum, j.used = resize(j.sum, groups), resize(j.used, groups)
	j.lambda, j.broke = resize(j.lambda, groups+j.ties), resize(j.broke, n)
	j.slack, j.torn = resize(j.slack, groups), resize(j.torn, j.ties)
	j.spent, j.value, j.passed, j.ran = 0, math.Inf(-1), math.Inf(-1), false
	j.seen, j.ceilings, j.fully = j.seen[:0], j.ceilings[:0], j.fully[:0]
	j.switched.Rung, j.schedule = dispatch.Threshold, j.schedule[:0]
	root := j.node()
	root.bound = math.Inf(1)
	root.fix = append(root.fix, j.fix...)
	for f, list := range j.groups {
		for k, g := range list {
			if usd := warm[g]; usd > 0 {
				root.prices = append(root.prices, jointPrice{int32(j.first[f] + k), usd})
			}
		}
	}
	j.nodes = append(j.nodes[:0], root)
	j.warmTies()
}

// node is an empty one.
func (j *jointSpace) node() (n jointNode) {
	if k := len(j.spare); k > 0 {
		n, j.spare = j.spare[k-1], j.spare[:k-1]
	}
	n.fix, n.prices = n.fix[:0], n.prices[:0]
	return n
}

// push enters a part of all choices.
func (j *jointSpace) push(n jointNode) {
	j.nodes = append(j.nodes, n)
	for k := len(j.nodes) - 1; k > 0 && j.nodes[(k-1)/2].bound < j.nodes[k].bound; k = (k - 1) / 2 {
		j.nodes[k], j.nodes[(k-1)/2] = j.nodes[(k-1)/2], j.nodes[k]
	}
}

// pop takes the part with the highest bound.
func (j *jointSpace) pop() jointNode {
	top, last := j.nodes[0], len(j.nodes)-1
	j.nodes[0], j.nodes = j.nodes[last], j.nodes[:last]
	for k := 0; ; {
		c := 2*k + 1
		if c >= last {
			return top
		}
		if c+1 < last && j.nodes[c+1].bound > j.nodes[c].bound {
			c++
		}
		if j.nodes[c].bound <= j.nodes[k].bound {
			return top
		}
		j.nodes[k], j.nodes[c] = j.nodes[c], j.nodes[k]
		k = c
	}
}

// expand bounds a part of all choices at better and better prices, plays the choices that these make, and cuts the
// part in two where it may still hold something better.
func (s *State) expand(j *jointSpace, node *jointNode) {
	copy(j.fix, node.fix)
	clear(j.lambda)
	for _, p := range node.prices {
		j.lambda[p.q] = p.usd
	}
	better := s.improve(j, node)
	if math.IsInf(node.bound, 1) {
		for f, list := range j.groups {
			for k, g := range list {
				s.breach.warm[g] = j.low.at[j.first[f]+k]
			}
		}
		j.keepTies()
	}
	if !better {
		return
	}
	v := j.splits()
	if v < 0 { // all is settled, and what is left was played
		return
	}
	for _, way := range [2]int8{keeps, breaks} {
		child := j.node()
		child.bound = min(j.low.bound, node.bound)
		child.fix = append(child.fix, j.fix...)
		child.fix[v] = way
		for q, usd := range j.low.at {
			if usd != 0 {
				child.prices = append(child.prices, jointPrice{int32(q), usd})
			}
		}
		j.push(child)
	}
}

// improve lowers the bound of a part by better prices, and plays the choices that these make. It says whether
// something better may be left.
func (s *State) improve(j *jointSpace, node *jointNode) bool {
	steps := laterSteps
	if math.IsInf(node.bound, 1) {
		steps = firstSteps
	}
	j.rewind()
	for step := 0; ; step++ {
		if s.leaf(j, node) {
			return false
		}
		bound := s.boundAt(j)
		j.spent += len(j.items) + len(j.price) + evaluation
		if j.meet(bound) {
			for v := range j.gain {
				j.gain[v] = j.force[1][v] - j.force[0][v]
			}
		}
		lost, due := !j.settle(j.enough(s.look)), j.due(step)
		played := !lost && due && (j.affords(s.look) || math.IsInf(j.value, -1)) && s.playNew(j)
		if least := min(j.low.bound, node.bound); least <= j.enough(s.look) {
			j.passed = max(j.passed, least)
			return false
		}

		if lost {
			return false
		}
		over := step >= steps || step >= leastSteps && j.spent > j.work(s.look, mostWork)
		if played && !over && len(j.units) == 0 {
			j.own()
			j.hopes = math.Inf(-1)
		} else if over || !j.descend(j.value) {
			if !due && j.affords(s.look) {
				s.playNew(j)
			}
			return true
		}
	}
}

// due says whether what a step leads to is played: always, but where budgets cross or machines are switched, which
// is dear, at the first steps, now and then, and where nothing is left to choose.
func (j *jointSpace) due(step int) bool {
	if len(j.units) == 0 && (j.families() < 2 || step < 3) || step%playEvery == 0 {
		return true
	}
	for v := range j.vars {
		if j.vars[v].may && j.fix[v] == undecided {
			return false
		}
	}
	return true
}

// own takes the multipliers of the choice that was played last, but those that the recursions have for themselves.
func (j *jointSpace) own() {
	for q, usd := range j.paid {
		j.lambda[q] = min(usd, j.highest(q))
	}
}

// settle decides the periods of which one way cannot lead to anything better; it says whether both ways can for none.
func (j *jointSpace) settle(enough float64) bool {
	for n := range j.sites {
		js := &j.sites[n]
		for v := js.var0; v < js.var0+js.periods; v++ {
			if j.fix[v] != undecided {
				continue
			}
			kept, broken := j.force[0][v] > enough, j.force[1][v] > enough
			switch {
			case !kept && !broken:
				j.passed = max(j.passed, min(j.low.bound, max(j.force[0][v], j.force[1][v])))
				return false
			case !kept:
				j.fix[v] = breaks
				j.passed = max(j.passed, j.force[0][v])
			case !broken:
				j.fix[v] = keeps
				j.passed = max(j.passed, j.force[1][v])
			}
		}
	}
	return true
}

// playNew plays the choice that the prices make, if it is a new one, and what is left of it where nothing is gained
// by a breach.
func (s *State) playNew(j *jointSpace) bool {
	copy(j.try, j.set)
	first := true
	for !j.known(j.try) {
		s.playSet(j, false)
		idle := false
		for v := range j.try {
			if j.try[v] && !j.vars[v].begun && !s.exceeded(j, v) {
				j.try[v], idle = false, true
			}
		}
		if !first && !idle {
			return true
		}
		first = false
		if !idle {
			return true
		}
	}
	return !first
}

// known says whether a choice was played, and notes it.
func (j *jointSpace) known(set []bool) bool {
	number := uint64(14695981039346656037) // FNV-1a
	for _, broken := range set {
		number *= 1099511628211
		if broken {
			number ^= 0x9e3779b97f4a7c15
		}
	}
	if j.choice = slices.Index(j.seen, number); j.choice >= 0 {
		return true
	}
	j.choice = len(j.seen)
	j.seen, j.ceilings, j.fully = append(j.seen, number), append(j.ceilings, math.Inf(1)), append(j.fully, false)
	return false
}

// splits is the period over which a part of all choices is cut: that of which the best bound says least, first
// those over which no recursion goes; -1 where all are settled.
func (j *jointSpace) splits() int32 {
	at, least := int32(-1), math.Inf(1)
	for v := range j.vars {
		if j.fix[v] != undecided || !j.vars[v].may {
			continue
		}
		if !j.primary(v) {
			return int32(v)
		}
		if gain := math.Abs(j.gain[v]); at < 0 || gain < least {
			at, least = int32(v), gain
		}
	}
	return at
}
