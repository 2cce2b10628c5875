package dispatch

import "math"

// pricing is the search for arcs that earn something. It looks at the hot arcs alone until none of them does, and
// at first at all of these; then at those of nodes whose price has changed, for no other can have begun to earn.
// Then it looks at all arcs.
type pricing struct {
	hot      []int32 // arcs that may have to enter
	wanted   []int32 // of these, those that earned something when they were looked at
	firstAt  []int32 // by node: where its hot arcs begin in atNode
	atNode   []int32
	moved    []int32 // nodes whose price has changed since the last look
	hasMoved []bool
	least    float64 // what counts as nothing, as a part of the prices
	patience int     // pivots until that grows
}

// atOnce is how many arcs the search compares.
const atOnce = 64

// solve enters arcs until none earns anything. What counts as nothing is above the rounding of the prices at hand
// and far below what a certificate sees; should the tree change more often than it ever does, it is raised, so that
// rounding cannot go round for ever.
func (f *flow) solve() {
	f.least, f.patience = 1e-14, f.enough()
	for {
		f.enter()
		known := len(f.hot)
		for e := range f.arcs {
			if f.pays(&f.arcs[e]) > 0 {
				f.hot = append(f.hot, int32(e))
			}
		}
		if len(f.hot) == known {
			return
		}
	}
}

// enough is more pivots than a solve takes.
func (f *flow) enough() int { return f.pivots + 20*len(f.arcs) + 1000 }

// enter enters hot arcs until none of them earns anything.
func (f *flow) enter() {
	f.index()
	f.want(f.hot)
	f.forget()
	for len(f.wanted) > 0 {
		for list := f.wanted; len(list) > 0; {
			some := list[:min(len(list), atOnce)]
			list = list[len(some):]
			for e := f.best(some); e >= 0; e = f.best(some) {
				f.pivot(e)
				if f.pivots > f.patience {
					f.least, f.patience = 10*f.least, f.enough()
				}
			}
		}
		f.wanted = f.wanted[:0]
		for _, v := range f.moved {
			f.want(f.atNode[f.firstAt[v]:f.firstAt[v+1]])
		}
		f.forget()
	}
	f.wanted = f.wanted[:0]
}

// want notes the arcs that earn anything.
func (f *flow) want(arcs []int32) {
	for _, e := range arcs {
		if f.pays(&f.arcs[e]) > 0 {
			f.wanted = append(f.wanted, e)
		}
	}
}

// best is the arc that earns most, -1 where none does.
func (f *flow) best(arcs []int32) int32 {
	best, most := int32(-1), 0.0
	for _, e := range arcs {
		if earns := f.pays(&f.arcs[e]); earns > most {
			best, most = e, earns
		}
	}
	return best
}

// pays is what one MWh more, or less of a full arc, earns at the prices of its nodes, 0 where that is not more than
// rounding.
func (f *flow) pays(x *arc) float64 {
	to, from := f.price[x.head], f.price[x.tail]
	earns := x.way * (x.gain + to - from)
	if earns > 0 && earns > f.least*(x.gain+math.Abs(to)+math.Abs(from)) {
		return earns
	}
	return 0
}

// earns is what one MWh through an arc earns at the prices of its nodes, USD/MWh.
func (f *flow) earns(x *arc) float64 { return x.gain + f.price[x.head] - f.price[x.tail] }

// index lists the hot arcs of each node; those of the ground are not needed, as its price stands.
func (f *flow) index() {
	n := len(f.node)
	f.firstAt = zeroed(f.firstAt, n+2)
	next := f.firstAt[1:] // while they are counted and written, the place of node v is next[v]
	for _, e := range f.hot {
		for _, v := range [2]int32{f.arcs[e].tail, f.arcs[e].head} {
			if v > 0 {
				next[v+1]++
			}
		}
	}
	for v := range n {
		next[v+1] += next[v]
	}
	f.atNode = sized(f.atNode, int(next[n]))
	for _, e := range f.hot {
		for _, v := range [2]int32{f.arcs[e].tail, f.arcs[e].head} {
			if v > 0 {
				f.atNode[next[v]] = e
				next[v]++
			}
		}
	}
}

// set gives a node a price.
func (f *flow) set(v int32, price float64) {
	if price == f.price[v] {
		return
	}
	f.price[v] = price
	if !f.hasMoved[v] {
		f.hasMoved[v] = true
		f.moved = append(f.moved, v)
	}
}

// forget ends the list of nodes whose price has changed.
func (f *flow) forget() {
	for _, v := range f.moved {
		f.hasMoved[v] = false
	}
	f.moved = f.moved[:0]
}
