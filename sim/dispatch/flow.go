package dispatch

import "math"

// flow is a network in which energy goes round: from the ground, node 0, down the tree of the first family to the
// leaf of an item, through the item to its leaf in the second family, and up that tree to the ground again. A node
// is a group, an arc a group or an item. It is solved by the network simplex method: a spanning tree of arcs
// carries what the others, which run in full or not at all, leave over; the prices of the nodes are those at which
// no arc of the tree earns or loses; an arc that earns at these prices enters the tree, and the arc that fills or
// empties first leaves it.
//
// The arc of a group has no lower bound: what runs in a group is never negative anyway, so the bound would be one
// too many, and without it the multiplier of a full group is its price and that of any other is zero. The tree of
// all groups with nothing running is then a start, and it is strongly feasible: from each node a little more could
// go to the ground. Which of several blocking arcs leaves is chosen so that this stays true, hence no tree comes
// twice (W. H. Cunningham, "A network simplex method", Mathematical Programming 11, 1976). It also makes the prices
// at the end the smallest of all that are optimal: an arc that could take more bounds the price of its tail from
// below by that of its head, in the tree the bound is met, and the arcs from a node to the ground could all take
// more.
type flow struct {
	arcs  []arc // of the groups of nodes 1, 2, ... by node, and then of items
	first int   // nodes from here on belong to the second family

	node  []branch
	price []float64 // USD/MWh of energy at the node

	pivots int
	pricing
}

// arc is a group or an item. Energy goes from tail to head.
type arc struct {
	gain       float64 // USD/MWh, the margin of an item, 0 for a group
	capacity   float64 // MWh
	way        float64 // +1 for an arc with nothing in it, -1 for a full one, 0 for one in the tree
	tail, head int32
}

// branch is a node of the spanning tree with the arc that joins it to its parent.
type branch struct {
	parent, arc                    int32
	depth                          int32
	child, sibling, before         int32 // first child; neighbours among the children of the parent, -1 for none
	up                             bool  // the arc goes from the node to its parent
	used, capacity, least, toCross float64
	// MWh in the arc, most, least (-Inf for a group); USD/MWh by which the price exceeds that of the parent
}

// start makes the tree of all groups. The arcs are given, for each node the node of the group around it, and how
// much of each group the items that run already have left.
func (f *flow) start(around []int32, level []float64) {
	n := len(around)
	f.node = sized(f.node, n)
	f.price = zeroed(f.price, n)
	f.hasMoved, f.moved = zeroed(f.hasMoved, n), f.moved[:0]
	for v := range f.node {
		f.node[v] = branch{parent: -1, arc: -1, child: -1, sibling: -1, before: -1}
	}
	for v := 1; v < n; v++ {
		b, group := &f.node[v], &f.arcs[v]
		b.arc, b.up = int32(v), group.tail == int32(v)
		b.capacity, b.least = group.capacity, math.Inf(-1)
		b.used = b.capacity - level[v]
		group.way = 0
		f.link(int32(v), around[v])
	}
	f.settle(0)
	f.pivots = 0
}

// fraction is how much of an item runs, 0..1.
func (f *flow) fraction(e int32) float64 {
	x := &f.arcs[e]
	switch {
	case x.way < 0:
		return 1
	case x.way > 0:
		return 0
	}
	b := &f.node[x.tail]
	if b.arc != e {
		b = &f.node[x.head]
	}
	return min(max(b.used/b.capacity, 0), 1)
}

// pivot lets arc e enter the tree, or go from empty to full or back if nothing on its cycle fills or empties before.
func (f *flow) pivot(e int32) {
	used, room := 0.0, f.arcs[e].capacity
	if f.arcs[e].way < 0 {
		used = room
	}
	if int(e) < len(f.node) {
		room = math.Inf(1) // a group that is full may take any amount less
	}
	f.push(e, used, room)
}

// settleItem lets an item that runs in part enter the tree, or run in full or not at all, whichever way it earns.
func (f *flow) settleItem(e int32, used float64) {
	x := &f.arcs[e]
	if f.earns(x) >= 0 {
		x.way = 1
		f.push(e, used, x.capacity-used)
	} else {
		x.way = -1
		f.push(e, used, used)
	}
}

// push sends as much as its cycle takes, and room MWh at most, through arc e, which carries used: more if its way
// is that of an empty arc, less if it is that of a full one.
func (f *flow) push(e int32, used, room float64) {
	f.pivots++
	// Energy goes from u through the arc to v and from there through the tree back to u.
	x := &f.arcs[e]
	u, v := x.tail, x.head
	if x.way < 0 {
		u, v = v, u
	}
	delta, out, inside := f.blocks(u, v, room)
	f.send(u, v, delta)
	if out < 0 {
		x.way = -x.way
		return
	}
	// The arc above out leaves, full or empty.
	gone := &f.node[out]
	f.arcs[gone.arc].way = 1
	if gone.up == (inside == v) { // energy went up on the side of v and down on that of u
		f.arcs[gone.arc].way = -1
	}
	joins := branch{arc: e, capacity: x.capacity, used: used + x.way*delta, up: x.tail == inside}
	if int(e) < len(f.node) {
		joins.least = math.Inf(-1)
	}
	x.way = 0
	outside := u
	if inside == u {
		outside = v
	}
	f.hang(inside, outside, out, joins)
}

// blocks returns how much may go round the cycle through u and v, room at most, and the last of the arcs that block
// more on the way from the top of the cycle through u and v back to the top, -1 for the entering arc, which lies
// between them: on the side of v it is the highest, on that of u the lowest. It is named by the node below it;
// inside is u or v, whose side it is on.
func (f *flow) blocks(u, v int32, room float64) (delta float64, out, inside int32) {
	delta, out, inside = room, -1, -1
	a, b := u, v
	for a != b {
		if f.node[a].depth >= f.node[b].depth {
			n := &f.node[a]
			room := n.capacity - n.used
			if n.up {
				room = n.used - n.least
			}
			if room < delta {
				delta, out, inside = room, a, u
			}
			a = n.parent
		} else {
			n := &f.node[b]
			room := n.used - n.least
			if n.up {
				room = n.capacity - n.used
			}
			if room <= delta {
				delta, out, inside = room, b, v
			}
			b = n.parent
		}
	}
	return max(delta, 0), out, inside
}

// send lets energy go from v through the tree to u.
func (f *flow) send(u, v int32, energy float64) {
	if !(energy > 0) {
		return
	}
	for u != v {
		if f.node[u].depth >= f.node[v].depth {
			f.node[u].take(energy)
			u = f.node[u].parent
		} else {
			f.node[v].take(-energy)
			v = f.node[v].parent
		}
	}
}

// take moves energy from the parent to the node, or back if it is negative.
func (b *branch) take(energy float64) {
	if b.up {
		b.used -= energy
	} else {
		b.used += energy
	}
}

// hang turns the tree below out round so that it hangs from the node outside by its node inside.
func (f *flow) hang(inside, outside, out int32, joins branch) {
	n, parent := inside, outside
	for {
		b := &f.node[n]
		above, last := b.parent, n == out
		was := *b
		f.unlink(n)
		b.arc, b.up, b.used, b.capacity, b.least = joins.arc, joins.up, joins.used, joins.capacity, joins.least
		f.link(n, parent)
		if last {
			break
		}
		joins = was
		joins.up = !was.up
		n, parent = above, n
	}
	f.settle(inside)
}

// link makes v a child of parent, unlink takes it from its parent.
func (f *flow) link(v, parent int32) {
	b, p := &f.node[v], &f.node[parent]
	b.parent, b.before, b.sibling = parent, -1, p.child
	if p.child >= 0 {
		f.node[p.child].before = v
	}
	p.child = v
	b.toCross = f.arcs[b.arc].gain
	if !b.up {
		b.toCross = -b.toCross
	}
}

func (f *flow) unlink(v int32) {
	b := &f.node[v]
	if b.before >= 0 {
		f.node[b.before].sibling = b.sibling
	} else {
		f.node[b.parent].child = b.sibling
	}
	if b.sibling >= 0 {
		f.node[b.sibling].before = b.before
	}
}

// settle sets depth and price of the nodes at and below top.
func (f *flow) settle(top int32) {
	v := top
	for {
		b := &f.node[v]
		if b.parent >= 0 {
			b.depth = f.node[b.parent].depth + 1
			f.set(v, f.price[b.parent]+b.toCross)
		}
		if b.child >= 0 {
			v = b.child
			continue
		}
		for v != top && f.node[v].sibling < 0 {
			v = f.node[v].parent
		}
		if v == top {
			return
		}
		v = f.node[v].sibling
	}
}

// balance computes what the tree carries anew from what runs outside it, so that nothing is left of the rounding of
// many changes. sure is what runs at each node through items that are not in the network; need is memory, by node.
func (f *flow) balance(sure, need []float64) {
	for v, energy := range sure {
		if need[v] = -energy; v >= f.first {
			need[v] = energy
		}
	}
	for e := range f.arcs {
		if x := &f.arcs[e]; x.way < 0 {
			need[x.tail] -= x.capacity
			need[x.head] += x.capacity
		}
	}
	v := int32(0)
	for f.node[v].child >= 0 {
		v = f.node[v].child
	}
	for v != 0 {
		b := &f.node[v]
		b.used = need[v]
		if !b.up {
			b.used = -need[v]
		}
		need[b.parent] += need[v]
		if v = b.parent; b.sibling >= 0 {
			for v = b.sibling; f.node[v].child >= 0; {
				v = f.node[v].child
			}
		}
	}
}
