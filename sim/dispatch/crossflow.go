package dispatch

import "math"

// nodes numbers the groups that can be short and have something left, and appends the node around each.
func (f *family) nodes(around *[]int32) {
	t, ws := f.tree, &f.work
	n := len(t.Parent)
	ws.sort(t.Parent)
	ws.short = sized(ws.short, n)
	ws.rooms(t.Residual)
	ws.own = append(ws.own[:0], f.wants[1:]...)
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
	f.nodeOf = sized(f.nodeOf, n+1)
	f.nodeOf[0] = 0
	for g, v := range f.node {
		if f.nodeOf[g+1] = v; f.shut[g] {
			f.nodeOf[g+1] = -1
		}
	}
}

// rooms sets what the nodes may use.
func (w *CrossSpace) rooms() {
	w.room = sized(w.room, len(w.around))
	w.room[0] = math.Inf(1)
	for _, f := range [2]*family{&w.a, &w.b} {
		for g, short := range f.work.short {
			if short && !f.shut[g] {
				w.room[f.node[g]] = f.work.room[g]
			}
		}
	}
}

// part is an item that runs in part before the search for arcs begins.
type part struct {
	arc    int32
	energy float64 // MWh that run
}

// lay makes the network of groups and open items, fills it with what runs at the prices found so far, as far as it
// fits, and starts the tree with that. Items in part then enter the tree, or run in full or not at all, one by one.
func (w *CrossSpace) lay() {
	f, o := &w.net, &w.open
	n := len(w.around)
	f.arcs = sized(f.arcs, n+len(o.items))
	f.arcs[0] = arc{}
	for v := 1; v < n; v++ {
		f.arcs[v] = arc{capacity: w.room[v], way: 1, tail: w.around[v], head: int32(v)}
		if v >= f.first {
			f.arcs[v].tail, f.arcs[v].head = int32(v), w.around[v]
		}
	}
	for e := range o.items {
		f.arcs[n+e] = w.arcOf(&o.items[e])
	}
	w.left()
	f.hot, w.partly = f.hot[:0], w.partly[:0]
	for v := 1; v < n; v++ {
		f.hot = append(f.hot, int32(v))
	}
	if !w.cold {
		w.fill(1, math.Inf(1), false)
		w.fill(0, 1, w.soft.parts(o) > manyParts*n)
	}
	f.start(w.around, w.level)
	for _, p := range w.partly {
		f.settleItem(p.arc, p.energy)
	}
}

// arcOf is the empty arc of an open item.
func (w *CrossSpace) arcOf(o *openItem) arc {
	x := arc{gain: o.gain, capacity: o.energy, way: 1, tail: o.few, head: o.many}
	if w.few == &w.b {
		x.tail, x.head = x.head, x.tail
	}
	return x
}

// left sets the level of each node: what the settled items leave of what it has. It reports whether they leave
// something in every group.
func (w *CrossSpace) left() bool {
	w.level = append(w.level[:0], w.room...)
	w.within = append(w.within[:0], w.open.sure...)
	fits := true
	for v := len(w.around) - 1; v > 0; v-- {
		w.within[w.around[v]] += w.within[v]
		w.level[v] -= w.within[v]
		fits = fits && w.level[v] > 0
	}
	return fits
}

// manyParts is how many items in part there may be for each node before most of them are rounded: where margins are
// equal, as a flat tariff makes them, all would be.
const manyParts = 8

// fill lets the items run of which a part from least to below most runs at the soft prices, less where a group has
// not enough left. Items near their threshold are hot. Rounded, an item runs in full or not at all, and what that
// is off is made good by the next one of its group.
func (w *CrossSpace) fill(least, most float64, rounded bool) {
	f, s, o := &w.net, &w.soft, &w.open
	first := len(w.around)
	inverse := 1 / s.width
	for k := range o.items {
		j := &o.items[k]
		few, many := j.few, j.many
		x := (j.gain-s.sum[few]-s.sum[many])*inverse + 0.5
		if x < least || x >= most {
			if least == 0 && x > -warm && x < 0 {
				f.hot = append(f.hot, int32(first+k))
			}
			continue
		}
		if x < 1+warm {
			f.hot = append(f.hot, int32(first+k))
		}
		energy, room := j.energy, min(w.leftAt(few), w.leftAt(many))
		if rounded {
			carry := &s.carry[few]
			*carry += x * energy
			if x = 0; *carry >= energy/2 {
				x = 1
				*carry -= min(energy, room)
			}
		}
		switch {
		case x >= 1 && energy < room:
			f.arcs[first+k].way = -1
		default: // something must be left in each group
			energy = min(energy*x, energy, 0.99*room)
			if energy = math.Floor(energy/s.grain) * s.grain; energy <= 1e-6*j.energy {
				continue
			}
			w.partly = append(w.partly, part{int32(first + k), energy})
		}
		w.take(few, energy)
		w.take(many, energy)
	}
}

// leftAt is what the groups of node v and around it have left.
func (w *CrossSpace) leftAt(v int32) float64 {
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
