package dispatch

import (
	"math"
	"slices"
)

// notInFlow marks items that are settled without the flow: nothing is short around them, or nothing is left for them.
const notInFlow = -1

// build makes the arcs: items by their leaf in the family with more groups, then groups. Only groups that can be short,
// and have something to give, are nodes.
func (w *CrossSpace) build(it *CrossItems) {
	f := &w.net
	w.around = append(w.around[:0], -1)
	w.a.nodes(it, &w.around)
	f.first = len(w.around)
	w.b.nodes(it, &w.around)
	n := len(w.around)

	// Items are counted by node and then written in that order, or the search for an arc would jump about.
	w.at = zeroed(w.at, n+1)
	at := w.at
	w.arc = sized(w.arc, len(it.Margin))
	items := 0
	for j, m := range it.Margin {
		a, openA := w.a.place(j)
		b, openB := w.b.place(j)
		w.arc[j] = notInFlow
		if m > 0 && it.Energy[j] > 0 && openA && openB && (a > 0 || b > 0) {
			if w.few == &w.b {
				b = a
			}
			w.arc[j] = b
			at[b+1]++
			items++
		}
	}
	for v := range n {
		at[v+1] += at[v]
	}
	f.size(items, items+n-1)
	for j, v := range w.arc {
		if v == notInFlow {
			continue
		}
		e := at[v]
		at[v]++
		a, _ := w.a.place(j)
		b, _ := w.b.place(j)
		f.gain[e], f.capacity[e] = it.Margin[j], it.Energy[j]
		f.tail[e], f.head[e] = a, b
		f.way[e] = 1
		w.arc[j] = e
	}
	w.a.arcs(f, w.around)
	w.b.arcs(f, w.around)
}

// nodes numbers the groups that can be short and have something left, and appends the node around each.
func (f *family) nodes(it *CrossItems, around *[]int32) {
	t, ws := f.tree, &f.work
	n := len(t.Parent)
	ws.sort(t.Parent)
	ws.short = sized(ws.short, n)
	ws.rooms(t.Residual)
	ws.own = zeroed(ws.own, n)
	for j, m := range it.Margin {
		if g := f.leaf[j]; g >= 0 && m > 0 {
			ws.own[g] += it.Energy[j]
		}
	}
	ws.load(t.Parent)
	f.node = sized(f.node, n)
	f.shut = sized(f.shut, n)
	for i := n - 1; i >= 0; i-- {
		g := ws.order[i]
		f.node[g], f.shut[g] = 0, ws.room[g] == 0
		if p := t.Parent[g]; p >= 0 {
			f.node[g] = f.node[p]
			f.shut[g] = f.shut[g] || f.shut[p]
		}
		if ws.short[g] && !f.shut[g] {
			*around = append(*around, f.node[g])
			f.node[g] = int32(len(*around) - 1)
		}
	}
}

// place returns the node of item j and whether its budgets have anything left.
func (f *family) place(j int) (node int32, open bool) {
	if g := f.leaf[j]; g >= 0 {
		return f.node[g], !f.shut[g]
	}
	return 0, true
}

// arcs writes the arcs of the groups that are nodes.
func (f *family) arcs(net *flow, around []int32) {
	for g, short := range f.work.short {
		if !short || f.shut[g] {
			continue
		}
		v := f.node[g]
		e := net.items + int(v) - 1
		net.gain[e], net.capacity[e] = 0, f.work.room[g]
		net.tail[e], net.head[e] = around[v], v
		if int(v) >= net.first {
			net.tail[e], net.head[e] = v, around[v]
		}
	}
}

// part is an item that runs in part before the search for arcs begins.
type part struct {
	arc    int32
	energy float64 // MWh that run
}

// lay fills the network with what runs at the prices found so far, as far as it fits, and starts the tree with that. Items in
// part then enter the tree, or run in full or not at all, one by one.
func (w *CrossSpace) lay() {
	f := &w.net
	n := len(w.around)
	w.level = sized(w.level, n)
	w.level[0] = math.Inf(1)
	for v := 1; v < n; v++ {
		w.level[v] = f.capacity[f.items+v-1]
	}
	f.hot, w.partly = f.hot[:0], w.partly[:0]
	for e := f.items; e < len(f.gain); e++ {
		f.hot = append(f.hot, int32(e))
	}
	if !w.cold {
		w.fill(1, math.Inf(1), false)
		w.fill(0, 1, w.soft.parts(f) > manyParts*n)
	}
	f.start(w.around, w.level)
	for _, p := range w.partly {
		f.settleItem(p.arc, p.energy)
	}
}

// manyParts is how many items in part there may be for each node before most of them are rounded: where margins are equal, as a
// flat tariff makes them, all would be.
const manyParts = 8

// fill lets the items run of which a part from least to below most runs at the soft prices, less where a group has not enough
// left. Items near their threshold are hot. Rounded, an item runs in full or not at all, and what that is off is made good by the
// next one of its group.
func (w *CrossSpace) fill(least, most float64, rounded bool) {
	const near = 4 // widths
	f, s := &w.net, &w.soft
	inverse := 1 / s.width
	for e, m := range f.gain[:f.items] {
		x := (m-s.sum[f.tail[e]]-s.sum[f.head[e]])*inverse + 0.5
		if x < least || x >= most {
			if least == 0 && x > -near && x < 0 {
				f.hot = append(f.hot, int32(e))
			}
			continue
		}
		if x < 1+near {
			f.hot = append(f.hot, int32(e))
		}
		energy, room := f.capacity[e], min(w.left(f.tail[e]), w.left(f.head[e]))
		if rounded {
			carry := &s.carry[s.few[e]]
			*carry += x * energy
			if x = 0; *carry >= energy/2 {
				x = 1
				*carry -= min(energy, room)
			}
		}
		switch {
		case x >= 1 && energy < room:
			f.way[e] = -1
		default: // something must be left in each group
			energy = min(energy*x, energy, 0.99*room)
			if energy = math.Floor(energy/s.grain) * s.grain; energy <= 1e-6*f.capacity[e] {
				continue
			}
			w.partly = append(w.partly, part{int32(e), energy})
		}
		w.take(f.tail[e], energy)
		w.take(f.head[e], energy)
	}
}

// left is what the groups of node v and around it have left.
func (w *CrossSpace) left(v int32) float64 {
	room := math.Inf(1)
	for ; v > 0; v = w.around[v] {
		room = min(room, w.level[v])
	}
	return room
}

func (w *CrossSpace) take(v int32, energy float64) {
	for ; v > 0; v = w.around[v] {
		w.level[v] -= energy
	}
}

// read turns the flow into the plan.
func (w *CrossSpace) read(it *CrossItems, p *CrossPlan) {
	f := &w.net
	f.balance(w.level)
	w.a.prices(f.price, 1, &p.A)
	w.b.prices(f.price, -1, &p.B)
	// A group with nothing left has the value of the first item that wants in. Items shut in by both families are left
	// to the second.
	w.a.firstIn(it, p, &p.A, func(j int) bool { _, open := w.b.place(j); return open })
	w.b.firstIn(it, p, &p.B, func(int) bool { return true })
	var value sum
	clear(p.A.Used)
	clear(p.B.Used)
	for j, m := range it.Margin {
		x := 0.0
		if e := w.arc[j]; e != notInFlow {
			x = f.fraction(e)
		} else if w.open(j) && m > p.Threshold(it.LeafA[j], it.LeafB[j]) {
			x = 1
		}
		p.Fraction[j] = x
		x *= it.Energy[j]
		if x > 0 {
			value.add(m * x)
			if g := it.LeafA[j]; g >= 0 {
				p.A.Used[g] += x
			}
			if g := it.LeafB[j]; g >= 0 {
				p.B.Used[g] += x
			}
		}
	}
	p.Value = value.value()
	w.a.work.rollUp(w.a.tree.Parent, p.A.Used)
	w.b.work.rollUp(w.b.tree.Parent, p.B.Used)
	p.A.bind(&w.a.work, w.a.tree.Parent)
	p.B.bind(&w.b.work, w.b.tree.Parent)
}

// open tells whether the budgets around item j in both families have anything left.
func (w *CrossSpace) open(j int) bool {
	_, a := w.a.place(j)
	_, b := w.b.place(j)
	return a && b
}

// prices sets multipliers and sums from the prices of the nodes, which count from the ground in the direction sign.
func (f *family) prices(price []float64, sign float64, p *Prices) {
	order := f.work.order
	for i := len(order) - 1; i >= 0; i-- {
		g := order[i]
		around := 0.0
		if a := f.tree.Parent[g]; a >= 0 {
			around = p.Sum[a]
		}
		p.Sum[g], p.Lambda[g] = around, 0
		if f.work.short[g] && !f.shut[g] {
			if sum := sign * price[f.node[g]]; sum > around {
				p.Sum[g], p.Lambda[g] = sum, sum-around
			}
		}
	}
}

// firstIn prices the groups with nothing left: the largest margin, above what all other groups ask, of the items that no
// such group inside keeps out already.
func (f *family) firstIn(it *CrossItems, p *CrossPlan, prices *Prices, counts func(j int) bool) {
	if !slices.Contains(f.shut, true) {
		return
	}
	parent, room := f.tree.Parent, f.work.room
	first := zeroed(f.work.demand, len(parent)) // USD/MWh above the groups that have something left
	for j, m := range it.Margin {
		g := f.leaf[j]
		if g < 0 || !f.shut[g] || it.Energy[j] == 0 || !counts(j) {
			continue
		}
		above := m - p.Threshold(it.LeafA[j], it.LeafB[j])
		for room[g] > 0 {
			g = parent[g]
		}
		first[g] = max(first[g], above)
	}
	order := f.work.order
	for i := len(order) - 1; i >= 0; i-- {
		g := order[i]
		if !f.shut[g] {
			continue
		}
		around := 0.0
		if a := parent[g]; a >= 0 {
			around = prices.Sum[a]
		}
		sum := max(around, prices.Sum[g]+first[g])
		prices.Sum[g], prices.Lambda[g] = sum, sum-around
	}
}
