package dispatch

import (
	"math"
	"slices"
)

// open are the items that prices leave in doubt, those whose margin is within reach of their threshold. All others
// are settled at these prices: they run in full above it and stand idle below. The search for prices and the flow
// see the open items alone, a few per cent of all; whether the others were settled right is looked at when the flow
// has its answer.
type open struct {
	items  []openItem
	at     []int32    // by node of the family with more groups, and the ground: the end of its items, which stand together
	sure   []float64  // by node: MWh of the settled items with this leaf that run
	centre []float64  // by node: the prices at which items were settled
	reach  float64    // and how far from them, USD/MWh
	wants  int        // items with a positive margin
	whole  bool       // all of these are open
	found  []openItem // memory for those found, with their leaves
	list   []int32    // memory for those found to be settled wrong
}

// openItem is an item with the nodes of its leaves, in the family with fewer groups and in the other.
type openItem struct {
	gain, energy float64 // USD/MWh; MWh
	few, many    int32
	item         int32
}

// wants adds up by leaf what would run without budgets, and returns the energy and the value of it all.
func (w *CrossSpace) wants(it *CrossItems) (energy, value float64) {
	a, b := zeroed(w.a.wants, len(w.a.tree.Parent)+1), zeroed(w.b.wants, len(w.b.tree.Parent)+1)
	w.a.wants, w.b.wants = a, b
	margin, wants := it.Margin, 0
	es, leafA, leafB := it.Energy[:len(margin)], it.LeafA[:len(margin)], it.LeafB[:len(margin)]
	last, ofLast := int32(0), a[0] // leaf of the first family, in which items mostly follow each other, and its MWh
	for j, m := range margin {
		if m > 0 {
			e := es[j]
			if i := leafA[j] + 1; i != last {
				a[last] = ofLast
				last, ofLast = i, a[i]
			}
			ofLast += e
			b[leafB[j]+1] += e
			energy += e
			value += m * e
			wants++
		}
	}
	a[last] = ofLast
	w.open.wants = wants
	return energy, value
}

// byLeaf writes a number of each node to each leaf, first that of the ground for items without a group, and another
// one where nothing is left.
func (f *family) byLeaf(dst, of []float64, shut float64) []float64 {
	dst = sized(dst, len(f.node)+1)
	dst[0] = of[0]
	for g, v := range f.node {
		if dst[g+1] = of[v]; f.shut[g] {
			dst[g+1] = shut
		}
	}
	return dst
}

// sift settles the items whose margin is further than reach, USD/MWh, from the sum of the prices of their nodes. A
// price that is not a number leaves all items open that it counts for.
func (w *CrossSpace) sift(it *CrossItems, run []float64, price []float64, reach float64) {
	o := &w.open
	a, b := &w.a, &w.b
	a.price, b.price = a.byLeaf(a.price, price, math.Inf(1)), b.byLeaf(b.price, price, math.Inf(1))
	a.sure, b.sure = zeroed(a.sure, len(a.price)), zeroed(b.sure, len(b.price))
	o.found = settle(it, run, a, b, reach, o.found[:0])
	o.sure = zeroed(o.sure, len(w.around))
	for _, f := range [2]*family{a, b} {
		for g, v := range f.node {
			o.sure[v] += f.sure[g+1]
		}
	}
	o.centre, o.reach = append(o.centre[:0], price...), reach
	w.gather(run)
}

// settle appends the items that stay open to list, with their leaves in the first family and in the second, as none
// of their numbers is at hand again later. What runs in the leaf of the item before is kept apart while it lasts, as
// in wants: to write and read one number again and again would take most of the time.
func settle(it *CrossItems, run []float64, a, b *family, reach float64, list []openItem) []openItem {
	margin := it.Margin
	energy, leafA, leafB := it.Energy[:len(margin)], it.LeafA[:len(margin)], it.LeafB[:len(margin)]
	run = run[:len(margin)]
	priceA, priceB, sureA, sureB := a.price, b.price, a.sure, b.sure
	last, ofLast := int32(0), sureA[0]
	for j, m := range margin {
		i, k := leafA[j]+1, leafB[j]+1
		switch above := m - priceA[i] - priceB[k]; {
		case above < -reach:
			run[j] = 0
		case above > reach:
			run[j] = 1
			if i != last {
				sureA[last] = ofLast
				last, ofLast = i, sureA[i]
			}
			ofLast += energy[j]
			sureB[k] += energy[j]
		default:
			run[j] = 0
			if len(list) == cap(list) {
				list = slices.Grow(list, len(list)+1) // at least twice as long: there may be millions
			}
			list = append(list, openItem{m, energy[j], i, k, int32(j)})
		}
	}
	sureA[last] = ofLast
	return list
}

// gather writes the open items that were found by node of the family with more groups. What no budget holds back
// runs, and what is nothing does not.
func (w *CrossSpace) gather(run []float64) {
	o := &w.open
	n := len(w.around)
	o.at = zeroed(o.at, n+1)
	at, kept, wants, swapped := o.at, o.found[:0], 0, w.few == &w.b
	for _, x := range o.found {
		if !(x.gain > 0) {
			continue
		}
		wants++
		x.few, x.many = w.a.nodeOf[x.few], w.b.nodeOf[x.many]
		if !(x.energy > 0) || x.few < 0 || x.many < 0 {
			continue
		}
		if x.few == 0 && x.many == 0 {
			run[x.item] = 1
			continue
		}
		if swapped {
			x.few, x.many = x.many, x.few
		}
		at[x.many+1]++
		kept = append(kept, x)
	}
	o.whole = wants == o.wants
	for v := range n {
		at[v+1] += at[v]
	}
	o.items = sized(o.items, len(kept))
	for _, x := range kept {
		o.items[at[x.many]] = x
		at[x.many]++
	}
	o.at = at[:n]
}

// at is the node of item j, -1 where nothing is left for it.
func (f *family) at(j int32) int32 { return f.nodeOf[f.leaf[j]+1] }

// narrow settles those open items that are further than reach from the sum of prices by now.
func (o *open) narrow(run, price []float64, reach float64) {
	kept, from := o.items[:0], int32(0)
	for v, to := range o.at {
		for e := from; e < to; e++ {
			x := o.items[e]
			switch above := x.gain - price[x.few] - price[v]; {
			case above < -reach:
				run[x.item] = 0
			case above > reach:
				run[x.item] = 1
				o.sure[x.few] += x.energy
				o.sure[v] += x.energy
			default:
				kept = append(kept, x)
			}
		}
		from, o.at[v] = to, int32(len(kept))
	}
	o.whole = o.whole && len(kept) == len(o.items)
	o.items = kept
	copy(o.centre, price)
	o.reach = reach
}

// drifted tells whether many nodes of a family have prices further than reach, USD/MWh, from those at which items were
// settled, if any were.
func (o *open) drifted(price []float64, first int, reach float64) bool {
	const one = 32 // in so many
	if o.whole {
		return false
	}
	far := [2]int{}
	for v, was := range o.centre {
		if !(math.Abs(price[v]-was) <= reach) {
			if v < first {
				far[0] += one
			} else {
				far[1] += one
			}
		}
	}
	return far[0] > first || far[1] > len(price)-first
}
