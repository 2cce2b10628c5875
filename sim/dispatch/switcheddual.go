package dispatch

import (
	"errors"
	"math"
)

// switchedDual looks for the multipliers at which the bound is smallest.
type switchedDual struct {
	guessed bool // the plan holds multipliers of a similar problem

	lambda  []float64 // by group that can be short, USD/MWh
	sum     []float64 // over the group and all around it
	use     []float64 // MWh at the multipliers
	full    []float64 // the same where groups inside that have a price count as used in full
	bound   float64   // USD
	reduced []float64 // by hour of a unit: its value less what its energy costs
	plan    CyclePlan
	plans   []CyclePlan // by unit: the schedules at the multipliers evaluated last

	best   []float64 // the multipliers of the smallest bound so far
	least  float64   // that bound
	policy []float64 // multipliers near the best at which budgets are rather kept

	tau      []float64 // by group: what it would ask if no other were around it
	low      []float64 // at which it is short
	high     []float64 // at which it is not
	over     []float64 // MWh by which it is short there
	under    []float64 // MWh that are left there
	step     []float64
	top      []float64 // what nothing in the group earns more than, USD/MWh
	depth    []int32
	deepest  int32
	close    float64 // how near a multiplier is looked for, relative
	little   float64 // USD of the bound that no price of a group is looked for any further
	relaxed  SwitchedItems
	relation switchedRest
}

// solve finds multipliers.
func (d *switchedDual) solve(w *SwitchSpace, p *SwitchedPlan) error {
	n := len(w.room)
	d.lambda, d.sum, d.use = zeroed(d.lambda, n), sized(d.sum, n), sized(d.use, n)
	d.best, d.policy = zeroed(d.best, n), sized(d.policy, n)
	d.least = math.Inf(1)
	d.scale(w)
	if d.guessed {
		for a, o := range w.origin {
			d.lambda[a] = min(max(p.Prices[o[0]].Lambda[o[1]], 0), d.top[a])
		}
	} else if err := d.relax(w); err != nil {
		return err
	}
	d.evaluate(w)
	d.close, d.little = closeness, smallGain*math.Abs(d.least)/float64(n)
	if w.unitHours() > switchedLarge {
		d.close, d.little = nearness, largeGain*math.Abs(d.least)/float64(n)
	}
	rounds := 1
	if len(w.trees) > 1 {
		rounds = 3
	}
	for range rounds {
		for f := range w.trees {
			d.bisect(w, int32(f))
		}
	}
	copy(d.policy, d.lambda)
	return nil
}

// relax takes the multipliers of the problem whose blocks may be divided and whose starts are free.
func (d *switchedDual) relax(w *SwitchSpace) error {
	r := &d.relaxed
	r.Margin, r.Energy = r.Margin[:0], r.Energy[:0]
	r.Leaf = resized(r.Leaf, len(w.trees))
	for f := range w.trees {
		r.Leaf[f] = r.Leaf[f][:0]
	}
	for _, j := range w.inside {
		r.Margin, r.Energy = append(r.Margin, w.items.Margin[j]), append(r.Energy, w.items.Energy[j])
		for f := range w.trees {
			r.Leaf[f] = append(r.Leaf[f], w.items.Leaf[f][j])
		}
	}
	for u := range w.units {
		unit := &w.units[u]
		for t, v := range w.could[u] {
			if e := unit.Energy[t]; v > 0 && e > 0 && !math.IsInf(v/e, 1) {
				r.Margin, r.Energy = append(r.Margin, v/e), append(r.Energy, e)
				for f := range w.trees {
					r.Leaf[f] = append(r.Leaf[f], unit.Leaf[f][t])
				}
			}
		}
	}
	lambda, err := d.relation.prices(w.trees, r)
	if errors.Is(err, ErrTooLarge) {
		return nil // from nothing it takes longer
	}
	if err != nil {
		return err
	}
	for a, o := range w.origin {
		d.lambda[a] = min(lambda[o[0]][o[1]], d.top[a])
	}
	return nil
}

// dearest is how many times what all could earn a budget may cost at most. Any multipliers prove a bound, but from
// dearer ones, which only hours that use next to nothing ask for, rounding alone would take more than a ten-billionth
// of it.
const dearest = 1e3

// scale finds the largest multipliers that can matter, and depths.
func (d *switchedDual) scale(w *SwitchSpace) {
	d.top, d.depth, d.deepest = zeroed(d.top, len(w.room)), zeroed(d.depth, len(w.room)), 0
	for f := range w.trees {
		for i, j := range w.inside {
			if a := w.itemLeaf[f][i]; a >= 0 {
				d.top[a] = max(d.top[a], w.items.Margin[j])
			}
		}
		for u := range w.units {
			for t, a := range w.unitLeaf[f][u] {
				if v := w.could[u][t]; a >= 0 && v > 0 {
					d.top[a] = max(d.top[a], min(v/w.units[u].Energy[t], math.MaxFloat64))
				}
			}
		}
	}
	for a, up := range w.up {
		if up >= 0 {
			d.top[up] = max(d.top[up], d.top[a])
		}
	}
	for a, room := range w.room {
		if room > 0 {
			d.top[a] = min(d.top[a], dearest*w.gross/room)
		}
	}
	for a := len(w.up) - 1; a >= 0; a-- {
		if up := w.up[a]; up >= 0 {
			d.depth[a] = d.depth[up] + 1
			d.deepest = max(d.deepest, d.depth[a])
		}
	}
}

// evaluate finds the bound at the multipliers, and what would be used.
func (d *switchedDual) evaluate(w *SwitchSpace) {
	d.price(w, d.lambda)
	clear(d.use)
	d.bound = w.outside
	for a, y := range d.lambda {
		d.bound += y * w.room[a]
	}
	for i, j := range w.inside {
		m, e := w.items.Margin[j]-d.asks(w.itemLeaf, i), w.items.Energy[j]
		if !(m > 0) {
			continue
		}
		d.bound += m * e
		for f := range w.itemLeaf {
			if a := w.itemLeaf[f][i]; a >= 0 {
				d.use[a] += e
			}
		}
	}
	d.plans = resized(d.plans, len(w.units))
	for u := range w.units {
		d.reduce(w, u)
		w.cycles.Solve(d.reduced, w.units[u].Cycle, w.units[u].From, &d.plans[u])
		d.bound += d.plans[u].Value
		for t, b := range d.plans[u].Blocks {
			if b == 0 {
				continue
			}
			for f := range w.unitLeaf {
				if a := w.unitLeaf[f][u][t]; a >= 0 {
					d.use[a] += d.runs(w, u, t, b)
				}
			}
		}
	}
	for a, up := range w.up {
		if up >= 0 {
			d.use[up] += d.use[a]
		}
	}
	if d.bound < d.least {
		d.least = d.bound
		copy(d.best, d.lambda)
	}
}

// price sums multipliers along the trees.
func (d *switchedDual) price(w *SwitchSpace, lambda []float64) {
	for a := len(lambda) - 1; a >= 0; a-- {
		d.sum[a] = lambda[a]
		if up := w.up[a]; up >= 0 {
			d.sum[a] += d.sum[up]
		}
	}
}

// asks is the sum of the multipliers around an item.
func (d *switchedDual) asks(leaf [][]int32, i int) float64 {
	ask := 0.0
	for f := range leaf {
		if a := leaf[f][i]; a >= 0 {
			ask += d.sum[a]
		}
	}
	return ask
}

// schedule finds the best schedule of a unit at the sums of multipliers.
func (d *switchedDual) schedule(w *SwitchSpace, u int) {
	d.reduce(w, u)
	w.cycles.Solve(d.reduced, w.units[u].Cycle, w.units[u].From, &d.plan)
}

// runs is what so many blocks of the unit reduced last use in an hour, MWh: nothing in a shared hour that does not pay.
func (d *switchedDual) runs(w *SwitchSpace, u, t, blocks int) float64 {
	if w.units[u].shares(t) && !(d.reduced[t] > 0) {
		return 0
	}
	return w.units[u].part(t, blocks)
}

// reduce takes what the energy of a unit costs off its values. A shared hour that then does not pay is worth nothing.
func (d *switchedDual) reduce(w *SwitchSpace, u int) {
	d.reduced = append(d.reduced[:0], w.could[u]...)
	for f := range w.unitLeaf {
		for t, a := range w.unitLeaf[f][u] {
			if a >= 0 {
				d.reduced[t] -= d.sum[a] * w.units[u].Energy[t]
			}
		}
	}
	if w.units[u].Shared != nil {
		for t, v := range d.reduced {
			if v < 0 && w.units[u].shares(t) && !math.IsInf(v, -1) {
				d.reduced[t] = 0
			}
		}
	}
}

// write gives the plan the multipliers of the smallest bound.
func (d *switchedDual) write(w *SwitchSpace, p *SwitchedPlan) {
	for f, t := range w.trees {
		prices := &p.Prices[f]
		used := prices.Used
		prices.Used = nil
		prices.reset(len(t.Parent))
		prices.Used = used
	}
	for a, o := range w.origin {
		p.Prices[o[0]].Lambda[o[1]] = d.best[a]
	}
	for f, t := range w.trees {
		prices, order := &p.Prices[f], w.sorted[f].order
		for i := len(order) - 1; i >= 0; i-- {
			g := order[i]
			prices.Sum[g] = prices.Lambda[g]
			if a := t.Parent[g]; a >= 0 {
				prices.Sum[g] += prices.Sum[a]
			}
		}
		prices.bind(&w.sorted[f], t.Parent)
	}
}

const (
	bracketing = 40   // evaluations for the groups of one depth
	closeness  = 1e-7 // of a multiplier, in small problems
	nearness   = 1e-4 // in large ones
	smallGain  = 1e-8 // of the bound, for which prices of small problems are not looked for any further
	largeGain  = 5e-6 // of large ones
)

// bisect improves the multipliers of one family while those of the others stay. As in one tree with items alone, a
// group has a price that it would ask were it and the groups inside it alone, and the threshold is the largest of the
// prices around: so the deepest groups come first, all of a depth at once. What a unit does across the border of two
// groups makes that a little wrong, which costs nothing but a larger bound.
func (d *switchedDual) bisect(w *SwitchSpace, f int32) {
	n := len(w.room)
	d.tau, d.low, d.high, d.step = sized(d.tau, n), sized(d.low, n), sized(d.high, n), sized(d.step, n)
	d.over, d.under = sized(d.over, n), sized(d.under, n)
	d.price(w, d.lambda)
	copy(d.tau, d.sum)
	for depth := d.deepest; depth >= 0; depth-- {
		for a, o := range w.origin {
			if o[0] == f && d.depth[a] == depth {
				d.low[a], d.high[a] = -1, d.top[a]
				d.under[a] = math.Inf(1)
				d.step[a] = 0.0025 * d.tau[a]
			}
		}
		for round := range bracketing {
			d.thresholds(w, f, depth)
			d.evaluate(w)
			d.complete(w)
			if !d.narrow(w, f, depth, round%2 == 1) {
				break
			}
		}
	}
	d.thresholds(w, f, 0)
	d.evaluate(w)
}

// thresholds turns the prices of a family into multipliers; groups above a depth ask nothing.
func (d *switchedDual) thresholds(w *SwitchSpace, f, depth int32) {
	for a := len(w.room) - 1; a >= 0; a-- {
		if w.origin[a][0] != f {
			continue
		}
		around := 0.0
		if up := w.up[a]; up >= 0 {
			around = d.sum[up]
		}
		d.sum[a] = around
		if d.depth[a] >= depth {
			d.sum[a] = max(d.tau[a], around)
		}
		d.lambda[a] = d.sum[a] - around
	}
}

// complete counts groups that have a price of their own as used in full: at such a price a stretch of hours is as
// good as its opposite, and the best mixture of both uses all.
func (d *switchedDual) complete(w *SwitchSpace) {
	d.full = append(d.full[:0], d.use...)
	for a, up := range w.up {
		if up < 0 {
			continue
		}
		d.full[up] += d.full[a] - d.use[a]
		if d.lambda[a] > 0 {
			d.full[up] += w.room[a] - d.full[a]
		}
	}
}

// narrow moves the prices of the groups of a depth, to where a straight line between what is too much and too little
// has its zero, or to the middle, and tells whether any is still to be looked for.
func (d *switchedDual) narrow(w *SwitchSpace, f, depth int32, middle bool) bool {
	more := false
	for a, o := range w.origin {
		if o[0] != f || d.depth[a] != depth || d.found(a) || d.enclose(a, w.room[a]) {
			continue
		}
		low, high := d.low[a], d.high[a]
		d.step[a] *= 4
		switch {
		case low < 0:
			d.tau[a] = max(high-max(d.step[a], d.close*d.top[a]), 0)
		case high == d.top[a] && low+d.step[a] < d.top[a] && d.step[a] > 0:
			d.tau[a] = low + d.step[a]
		case middle || high == d.top[a]:
			d.tau[a] = (low + high) / 2
		default:
			part := d.over[a] / (d.over[a] + d.under[a])
			d.tau[a] = low + (high-low)*min(max(part, 0.1), 0.9)
		}
		if d.found(a) {
			d.tau[a] = high
			continue
		}
		more = true
	}
	return more
}

// found tells whether a price is known well enough: the bound is a convex function of it, so between its ends it lies
// lower by no more than the width times what is too much or too little.
func (d *switchedDual) found(a int) bool {
	if d.low[a] < 0 {
		return false
	}
	width := d.high[a] - d.low[a]
	return width <= d.close*d.high[a] || d.high[a] < d.top[a] && width*min(d.over[a], d.under[a]) <= d.little
}

// enclose notes whether a group is short at its price, and tells whether it asks nothing and is not.
func (d *switchedDual) enclose(a int, room float64) bool {
	tau := d.tau[a]
	if short := d.full[a] - room; short > room*tolerance {
		d.low[a], d.over[a] = tau, short
		return false
	}
	d.high[a], d.under[a] = tau, max(room-d.full[a], 0)
	if tau == 0 {
		d.low[a] = 0
	}
	return tau == 0
}
