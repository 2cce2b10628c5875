package dispatch

import (
	"math"
	"slices"
)

// read turns the flow into the plan. It returns false, with more items open and no plan, if some were not settled
// right.
func (w *CrossSpace) read(it *CrossItems, p *CrossPlan) bool {
	f, o := &w.net, &w.open
	f.balance(o.sure, w.level)
	first := int32(len(w.around))
	p.Partly = p.Partly[:0]
	for e := range o.items {
		j := o.items[e].item
		if p.Fraction[j] = f.fraction(first + int32(e)); f.arcs[first+int32(e)].way == 0 {
			p.Partly = append(p.Partly, j)
		}
	}
	slices.Sort(p.Partly)
	w.a.price = w.a.byLeaf(w.a.price, f.price, math.Inf(1))
	w.b.price = w.b.byLeaf(w.b.price, f.price, math.Inf(-1))
	w.a.prices(f.price, 1, &p.A)
	w.b.prices(f.price, -1, &p.B)
	if w.account(it, p); len(o.list) > 0 {
		w.reopen(it, p.Fraction)
		return false
	}
	w.a.firstIn(it, p, &p.A, &w.b)
	w.b.firstIn(it, p, &p.B, nil)
	w.a.work.rollUp(w.a.tree.Parent, p.A.Used)
	w.b.work.rollUp(w.b.tree.Parent, p.B.Used)
	p.A.bind(&w.a.work, w.a.tree.Parent)
	p.B.bind(&w.b.work, w.b.tree.Parent)
	return true
}

// account adds up what runs, by leaf, and its value, and lists the items that run, or stand idle, against the
// prices of the flow.
func (w *CrossSpace) account(it *CrossItems, p *CrossPlan) {
	const block = 256
	margin := it.Margin
	n := len(margin)
	energy, leafA, leafB, run := it.Energy[:n], it.LeafA[:n], it.LeafB[:n], p.Fraction[:n]
	priceA, priceB := w.a.price, w.b.price
	a, b := zeroed(w.a.sure, len(priceA)), zeroed(w.b.sure, len(priceB))
	w.a.sure, w.b.sure = a, b
	wrong := w.open.list[:0]
	last, ofLast := int32(0), a[0] // as in settle
	var value sum
	for from := 0; from < n; from += block {
		some := 0.0
		for j := from; j < min(from+block, n); j++ {
			m, x := margin[j], run[j]
			i, k := leafA[j]+1, leafB[j]+1
			earns := m + priceB[k] - priceA[i]
			if x > 0 {
				e := x * energy[j]
				if i != last {
					a[last] = ofLast
					last, ofLast = i, a[i]
				}
				ofLast += e
				b[k] += e
				some += m * e
				earns = -earns
			}
			if earns > 0 && m > 0 && w.wrong(m, priceA[i], priceB[k], earns) && energy[j] > 0 {
				wrong = append(wrong, int32(j))
			}
		}
		value.add(some)
	}
	a[last] = ofLast
	w.open.list = wrong
	p.Value = value.value()
	copy(p.A.Used, a[1:])
	copy(p.B.Used, b[1:])
}

// wrong tells whether what an item earns is more than rounding, as the search for arcs has it.
func (w *CrossSpace) wrong(m, from, to, earns float64) bool {
	return earns > w.net.least*(m+math.Abs(to)+math.Abs(from))
}

// reopen gives the items of the list, which were settled, arcs of the network, as they run.
func (w *CrossSpace) reopen(it *CrossItems, run []float64) {
	f, o := &w.net, &w.open
	for _, j := range o.list {
		o.items = append(o.items, openItem{it.Margin[j], it.Energy[j], w.few.at(j), w.many.at(j), j})
		again := &o.items[len(o.items)-1]
		x := w.arcOf(again)
		if run[j] > 0 {
			x.way = -1
			o.sure[again.few] -= again.energy
			o.sure[again.many] -= again.energy
		}
		f.hot = append(f.hot, int32(len(f.arcs)))
		f.arcs = append(f.arcs, x)
	}
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

// firstIn prices the groups with nothing left: the largest margin, above what all other groups ask, of the items
// that no such group inside keeps out already. Items that the family first keeps out as well are left to it.
func (f *family) firstIn(it *CrossItems, p *CrossPlan, prices *Prices, first *family) {
	if !slices.Contains(f.shut, true) {
		return
	}
	parent, room := f.tree.Parent, f.work.room
	most := zeroed(f.work.demand, len(parent)) // USD/MWh above the groups that have something left
	for j, g := range f.leaf {
		if g < 0 || !f.shut[g] || it.Energy[j] == 0 || first != nil && first.at(int32(j)) < 0 {
			continue
		}
		above := it.Margin[j] - p.Threshold(it.LeafA[j], it.LeafB[j])
		for room[g] > 0 {
			g = parent[g]
		}
		most[g] = max(most[g], above)
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
		sum := max(around, prices.Sum[g]+most[g])
		prices.Sum[g], prices.Lambda[g] = sum, sum-around
	}
}
