package dispatch

import "math"

// The grid of the histogram: 32 bins to an octave, over the 8 octaves below the largest margin of a sample. The
// first bin also takes every smaller positive margin and the last every larger one, so the grid decides only how
// much is left over, never the answer. A bin is two to three per cent of its margin wide and holds about as much of
// the items.
const (
	binShift = 52 - 5 // a float64 shifted right by this is its exponent and the first five bits of its fraction
	bins     = 8 << 5
)

// bin is the content of one bin of one leaf.
type bin struct{ energy, value float64 } // MWh; USD

// bitRange is a range of positive margins as the bits of floats: from, and up to but not including from + span.
type bitRange struct{ from, span uint64 }

// coarse settles all items whose margin is not in the bin of the threshold of their leaf.
type coarse struct {
	base   int        // key of the bin below the first
	leaf   []bin      // bins+1 per leaf, bin 0 empty; the first row belongs to items without a group
	passed []float64  // bins+1 per group: MWh of the group and those inside it, cut down by these
	bin    []int32    // per group: bin of tau, 0 if the group is not short
	stop   []int32    // per group: the largest bin over the group and those around it, the bin of the threshold
	sure   []float64  // per group: MWh above that bin
	open   []bitRange // per leaf, after one for items without a group: margins that are not settled

	margin, energy []float64 // items that are not settled
	items          []int32   // their leaves
}

// pays tells whether the histogram is small beside the items it stands for.
func (c *coarse) pays(groups, items int) bool { return (groups+1)*(bins+1) <= items }

// solveCoarse is Solve with most items settled by a histogram. With the histograms of the groups inside it cut down
// to what these let through, each group has its tau in one known bin. An item in a bin above all those on its chain
// runs, one below the largest of them does not, and the rest is a small problem in what the sure items leave of the
// budgets. It returns false, with the plan in any state, if rounding made the bins and the exact method disagree on
// where a threshold lies.
func (w *Workspace) solveCoarse(t *Tree, it *Items, p *Plan) bool {
	c := &w.coarse
	w.rooms(t.Residual)
	c.count(it, len(t.Parent))
	w.own = zeroed(w.own, len(t.Parent))
	total := 0.0
	for g := -1; g < len(w.own); g++ {
		energy, value := add(c.row(g))
		total += energy + value
		if g >= 0 {
			w.own[g] = energy
		}
	}
	if math.IsNaN(total) || math.IsInf(total, 0) {
		refuse(it)
	}
	w.load(t.Parent)
	p.Rung = w.rung(t.Parent)
	if !w.locate(t.Parent) {
		return false
	}
	p.Value = c.settle(p.Used)
	if p.Rung == Threshold {
		w.rollUp(t.Parent, p.Used)
		return true
	}
	c.sure = append(c.sure[:0], p.Used...)
	w.rollUp(t.Parent, c.sure)
	for g, sure := range c.sure {
		w.room[g] = max(w.room[g]-sure, 0)
		w.limit[g] = max(w.limit[g]-sure, 0)
	}
	c.gather(it)
	w.cutAll(t.Parent, c.margin, c.energy, c.items)
	for g, short := range w.short {
		if short && key(w.tau[g], c.base) != int(c.bin[g]) {
			return false
		}
	}
	w.multipliers(t.Parent, p)
	p.Value += p.account(c.margin, c.energy, c.items)
	w.rollUp(t.Parent, p.Used)
	return true
}

// row returns the bins of a leaf, -1 for items without a group.
func (c *coarse) row(g int) []bin { return c.leaf[(g+1)*(bins+1):][: bins+1 : bins+1] }

// key returns the bin, 1 to bins, of a positive margin: positive floats sort as their bits do.
func key(margin float64, base int) int {
	return min(max(int(math.Float64bits(margin)>>binShift)-base, 1), bins)
}

// count fills the histograms of the leaves.
func (c *coarse) count(it *Items, groups int) {
	n := len(it.Margin)
	top := 1.0
	if n > 0 {
		top = math.SmallestNonzeroFloat64
	}
	for j := 0; j < n; j += n/256 + 1 {
		top = max(top, it.Margin[j])
	}
	c.base = int(math.Float64bits(top)>>52+1)<<5 - bins - 1
	c.leaf = zeroed(c.leaf, (groups+1)*(bins+1))
	base, rows := c.base, c.leaf // copies, or the loop reads them again after every write
	energy, leaf := it.Energy[:n], it.Leaf[:n]
	for j, m := range it.Margin {
		e := energy[j]
		if !(m > 0 && e >= 0) {
			if m <= 0 && e >= 0 {
				continue
			}
			refuse(it)
		}
		b := &rows[int(leaf[j]+1)*(bins+1)+key(m, base)]
		b.energy += e
		b.value += float64(m * e)
	}
}

// locate finds the bin of tau of each short group, keeps as short only those whose bin is not below one around them
// (no other can decide about an item), and sets the bin of the threshold of each leaf. It reports whether every short
// group has such a bin.
func (w *Workspace) locate(parent []int32) bool {
	c := &w.coarse
	n := len(parent)
	c.bin = zeroed(c.bin, n)
	c.stop = zeroed(c.stop, n)
	c.passed = zeroed(c.passed, n*(bins+1))
	for _, g := range w.order {
		if !w.watch[g] {
			continue
		}
		passed := c.passed[int(g)*(bins+1):][:bins+1]
		for k, b := range c.row(int(g)) {
			passed[k] += b.energy
		}
		if w.short[g] {
			k, above := bins, 0.0
			for k > 0 && above+passed[k] <= w.limit[g] {
				above += passed[k]
				k--
			}
			if k == 0 {
				return false
			}
			c.bin[g] = int32(k)
			passed[k] = max(w.room[g]-above, 0)
			clear(passed[:k])
		}
		if a := parent[g]; a >= 0 && w.watch[a] {
			around := c.passed[int(a)*(bins+1):][:bins+1]
			for k, e := range passed {
				around[k] += e
			}
		}
	}
	for i := len(w.order) - 1; i >= 0; i-- {
		g := w.order[i]
		if a := parent[g]; a >= 0 {
			c.stop[g] = c.stop[a]
		}
		w.short[g] = w.short[g] && c.bin[g] >= c.stop[g]
		c.stop[g] = max(c.stop[g], c.bin[g])
	}
	return true
}

// settle adds the energy in bins above that of the threshold to used, by leaf, and returns its value.
func (c *coarse) settle(used []float64) float64 {
	var total sum
	_, value := add(c.row(-1))
	total.add(value)
	for g, stop := range c.stop {
		used[g], value = add(c.row(g)[stop+1:])
		total.add(value)
	}
	return total.value()
}

// add returns the energy and the value in some bins.
func add(some []bin) (energy, value float64) {
	for _, b := range some {
		energy += b.energy
		value += b.value
	}
	return energy, value
}

// gather collects the items in the bin of the threshold of their leaf.
func (c *coarse) gather(it *Items) {
	n := len(c.stop)
	c.open = zeroed(c.open, n+1)
	for g, stop := range c.stop {
		if stop == 0 {
			continue
		}
		from, to := uint64(1), math.Float64bits(math.Inf(1))
		if stop > 1 {
			from = uint64(c.base+int(stop)) << binShift
		}
		if stop < bins {
			to = uint64(c.base+int(stop)+1) << binShift
		}
		c.open[g+1] = bitRange{from, to - from}
	}
	c.margin, c.energy, c.items = c.margin[:0], c.energy[:0], c.items[:0]
	open := c.open
	leaf := it.Leaf[:len(it.Margin)]
	for j, m := range it.Margin {
		if r := &open[leaf[j]+1]; math.Float64bits(m)-r.from < r.span {
			c.margin = append(c.margin, m)
			c.energy = append(c.energy, it.Energy[j])
			c.items = append(c.items, leaf[j])
		}
	}
}
