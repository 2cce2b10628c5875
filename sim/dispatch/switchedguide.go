package dispatch

// switchedGuide tells what it costs to have used more or less of a group than the prices foresee. It decides which
// labels are kept when there is no room for all, and never enters a bound: labels of equal bound are not equally good
// if one has spent what the rest of the year needs.
type switchedGuide struct {
	rest  [7][][]float64 // by price, group and hour since its first: MWh that are used from the hour on
	shift []float64      // by group: USD/MWh that the first step of its price is
	first []int32
	fill  []float64 // by group inside others: what is used in the end of what the policy uses
	part  []float64
}

// offsets are the prices that are tried, in parts of the price around a group: dearer ones first.
var offsets = [7]float64{0.5, 0.1, 0.02, 0, -0.02, -0.1, -0.5}

const middle = 3 // of offsets: the policy itself

// beyondOffsets is how many times the last price a MWh costs that no price tried makes up for: labels so far off are
// kept last.
const beyondOffsets = 4

// build finds what would be used at prices around those of the policy, all groups of a depth at once. A group inside
// that has a price is used in full in the end, whatever the schedules at these prices do.
func (g *switchedGuide) build(w *SwitchSpace, first, last []int32) {
	d, n := &w.dual, len(w.room)
	g.shift, g.first = zeroed(g.shift, n), first
	d.price(w, d.policy)
	copy(g.shift, d.sum)
	for k := range g.rest {
		g.rest[k] = resized(g.rest[k], n)
		for a := range n {
			g.rest[k][a] = zeroed(g.rest[k][a], max(int(last[a]-first[a])+2, 1))
		}
	}
	copy(d.lambda, d.policy)
	d.evaluate(w)
	g.fill = sized(g.fill, n)
	for a, used := range d.use {
		g.fill[a] = 1
		if d.policy[a] > 0 && used > 0 {
			g.fill[a] = w.room[a] / used
		}
	}
	for f := range w.trees { // at the prices of the policy themselves all depths are seen at once
		for depth := d.deepest; depth >= 0; depth-- {
			g.response(w, g.rest[middle], int32(f), depth)
		}
	}
	for k, part := range offsets {
		for f := range w.trees {
			for depth := d.deepest; depth >= 0 && k != middle; depth-- {
				copy(d.lambda, d.policy)
				some := false
				for a, o := range w.origin {
					if int(o[0]) == f && d.depth[a] == depth {
						d.lambda[a] = max(d.lambda[a]+part*g.shift[a], 0)
						some = true
					}
				}
				if some {
					d.evaluate(w)
					g.response(w, g.rest[k], int32(f), depth)
				}
			}
		}
	}
}

// response sums what is used of the groups of a depth at the prices evaluated last, from the last hour to the first.
func (g *switchedGuide) response(w *SwitchSpace, rest [][]float64, f, depth int32) {
	d := &w.dual
	g.part = sized(g.part, len(w.room))
	for a, used := range d.use {
		g.part[a] = g.fill[a]
		if d.policy[a] > 0 && g.fill[a]*used > w.room[a] {
			g.part[a] = w.room[a] / used
		}
	}
	add := func(leaf int32, h int, e float64) {
		inside := true
		for a := leaf; a >= 0; a = w.up[a] {
			if d.depth[a] == depth {
				if h < 0 {
					h = len(rest[a]) - 1 + int(g.first[a])
				}
				rest[a][h-int(g.first[a])] += e
				return
			}
			if inside && d.policy[a] > 0 {
				e *= g.part[a]
				inside = false
			}
		}
	}
	for i, j := range w.inside {
		if w.items.Margin[j] > d.asks(w.itemLeaf, i) {
			add(w.itemLeaf[f][i], -1, w.items.Energy[j])
		}
	}
	for u := range w.units {
		if w.units[u].Shared != nil {
			d.reduce(w, u)
		}
		for t, b := range d.plans[u].Blocks {
			switch {
			case b == 0:
			case w.units[u].shares(t):
				add(w.unitLeaf[f][u][t], -1, d.runs(w, u, t, b))
			default:
				add(w.unitLeaf[f][u][t], t, w.units[u].use(t, b))
			}
		}
	}
	for a, o := range w.origin {
		if o[0] == f && d.depth[a] == depth {
			for h := len(rest[a]) - 2; h >= 0; h-- {
				rest[a][h] += rest[a][h+1]
			}
		}
	}
}

// loss is what it costs, USD, if so many MWh are left of group a when hour t begins.
func (g *switchedGuide) loss(a int32, t int, left, lambda float64) float64 {
	h := t - int(g.first[a])
	way := 1
	if left < g.rest[middle][a][h] {
		way = -1
	}
	at, price, usd := g.rest[middle][a][h], 0.0, 0.0
	for k := middle + way; k >= 0 && k < len(offsets); k += way {
		next := g.rest[k][a][h]
		ask := max(offsets[k]*g.shift[a], -lambda)
		if float64(way)*(next-at) <= 0 {
			price = ask
			continue
		}
		if float64(way)*(left-next) <= 0 {
			ask = price + (ask-price)*(left-at)/(next-at)
			return usd - (left-at)*(price+ask)/2
		}
		usd -= (next - at) * (price + ask) / 2
		at, price = next, ask
	}
	return usd - (left-at)*price*beyondOffsets
}
