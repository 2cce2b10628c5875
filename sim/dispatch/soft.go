package dispatch

import "math"

// How wide prices are softened, in mean margins of all items: at first, when nothing is known, when the prices of a
// similar problem are, and at the end. No answer depends on these, nor on how often and how well prices are met.
const (
	widest   = 0.2
	narrow   = 0.005
	thinnest = 0.001

	thinner   = 4     // by which the width falls
	softRound = 6     // sweeps at one width at most
	rough     = 0.02  // of all energy that is off: too much for this width
	softEnd   = 0.002 // of all energy that is off: good enough for the next width
	wide      = 8.0   // widths within which items are open
	warm      = 4     // widths within which their arcs are hot
)

// soft finds prices at which both families nearly keep their budgets. An item does not switch at its threshold but
// runs in part within a width around it, in the middle by half: what each group uses is then a continuous function
// of the prices, the slope of a convex one. In a sweep each group of the family with more groups that holds no
// others takes the price at which it uses what it has, while the prices of the family with fewer stand; then those
// take a step of Newton's method, which knows how the others will answer. The width falls from round to round.
type soft struct {
	width    float64   // USD/MWh
	grain    float64   // MWh of which parts are multiples, so that sums of whole numbers stay exact
	y        []float64 // by node: USD/MWh, its own price
	sum      []float64 // by node: and those of all nodes around it
	room     []float64 // by node: MWh
	use      []float64 // by node: MWh that run
	slope    []float64 // by node: MWh in part
	holds    []bool    // by node: others lie inside it
	carry    []float64 // by node: MWh by which rounding has let too little run
	price    []float64 // memory for prices
	from, to int32     // nodes of the family with fewer groups
	response []float64 // of these, by two of them: MWh that one uses less for each width by which the price of the other rises
	linear   conjugate
	list     []int32 // of these, those with items in part in one node of the other family, and how much
	partial  []float64
}

// mostCoupled is how many nodes may have their answers to each other counted; more take steps by themselves.
const mostCoupled = 1500

// begin takes the network and the first prices.
func (s *soft) begin(w *CrossSpace) {
	n := len(w.around)
	s.y, s.sum, s.room = zeroed(s.y, n), zeroed(s.sum, n), w.room
	s.use, s.slope, s.holds = zeroed(s.use, n), zeroed(s.slope, n), zeroed(s.holds, n)
	s.carry = zeroed(s.carry, n)
	for v := 1; v < n; v++ {
		s.holds[w.around[v]] = true
	}
	for _, fam := range [2]*family{&w.a, &w.b} {
		for g, v := range fam.node {
			if fam.work.short[g] && !fam.shut[g] {
				s.y[v] = fam.plan.Lambda[g]
			}
		}
	}
	s.from, s.to = 1, int32(w.net.first)
	if w.few == &w.b {
		s.from, s.to = s.to, int32(n)
	}
	k := int(s.to - s.from)
	if k > mostCoupled {
		k = 0
	}
	s.response = sized(s.response, k*k)
	s.linear.size(k)
	s.total(w.around)
}

// total adds up the prices down the trees; groups stand before those inside them.
func (s *soft) total(around []int32) {
	for v := 1; v < len(around); v++ {
		s.sum[v] = s.y[v] + s.sum[around[v]]
	}
}

// sweep lets the family with more groups answer, and returns the part of all energy by which budgets are not met.
func (s *soft) sweep(w *CrossSpace) (off float64) {
	o := &w.open
	copy(s.use, o.sure)
	clear(s.slope)
	clear(s.response)
	from := int32(0)
	for v := range int32(len(w.around)) {
		to := o.at[v]
		if from == to {
			continue
		}
		items := o.items[from:to]
		from = to
		if v > 0 && !s.holds[v] {
			s.y[v] = s.meet(items, s.y[v], s.sum[w.around[v]], s.room[v], o.sure[v])
			s.sum[v] = s.y[v] + s.sum[w.around[v]]
		}
		s.count(items, v)
	}
	total := 0.0
	for v := len(w.around) - 1; v > 0; v-- {
		if over := s.use[v] - s.room[v]; over > 0 || s.y[v] > 0 {
			off += math.Abs(over)
		}
		total += s.room[v]
		if a := w.around[v]; a > 0 {
			s.use[a] += s.use[v]
			s.slope[a] += s.slope[v]
		}
	}
	return off / total
}

// meet returns the price at which a node uses what it has, from the price y, by Newton's method between bounds.
func (s *soft) meet(items []openItem, y, around, room, sure float64) float64 {
	const enough = 1e-3
	least, most := 0.0, math.Inf(1)
	inverse, sum := 1/s.width, s.sum
	for range 20 {
		use, slope, top := sure, 0.0, 0.0
		for k := range items {
			j := &items[k]
			left := j.gain - sum[j.few]
			x := (left-around-y)*inverse + 0.5
			if x <= 0 {
				continue
			}
			top = max(top, left)
			if x < 1 {
				slope += j.energy
				use += x * j.energy
			} else {
				use += j.energy
			}
		}
		over := use - room
		if math.Abs(over) <= enough*room || over < 0 && y == 0 {
			return y
		}
		if over > 0 {
			least, most = y, min(most, max(top+s.width-around, y))
		} else {
			most = y
		}
		switch {
		case slope > 0:
			y += s.width * over / slope
		case over > 0:
			y += 8 * s.width
		default:
			y -= 8 * s.width
		}
		if y <= least && least == 0 {
			y = 0
		} else if y <= least || y >= most {
			y = (least + most) / 2
		}
	}
	return y
}

// count adds what runs in a node of the family with more groups, or outside it for the ground, and how the nodes of
// the other family answer each other there: where the price is one of a full node, what one gives up the others
// take.
func (s *soft) count(items []openItem, v int32) {
	inverse, at, sum := 1/s.width, s.sum[v], s.sum
	s.list, s.partial = s.list[:0], s.partial[:0]
	used, all := 0.0, 0.0
	for k := range items {
		j := &items[k]
		g, e := j.few, j.energy
		x := (j.gain-sum[g]-at)*inverse + 0.5
		if x <= 0 {
			continue
		}
		if x < 1 {
			all += e
			s.slope[g] += e
			if n := len(s.list); n > 0 && s.list[n-1] == g-s.from {
				s.partial[n-1] += e
			} else if g > 0 {
				s.list, s.partial = append(s.list, g-s.from), append(s.partial, e)
			}
			e *= x
		}
		used += e
		s.use[g] += e
	}
	if v > 0 {
		s.use[v] += used
		s.slope[v] += all
	}
	k := s.linear.n
	if k == 0 {
		return
	}
	full := v > 0 && s.y[v] > 0 && !s.holds[v]
	for a, i := range s.list {
		row := s.response[int(i)*k:][:k]
		row[i] += s.partial[a]
		if full {
			part := s.partial[a] / all
			for b, j := range s.list {
				row[j] -= part * s.partial[b]
			}
		}
	}
}

// parts is how many items run in part.
func (s *soft) parts(o *open) (count int) {
	for k := range o.items {
		j := &o.items[k]
		if away := j.gain - s.sum[j.few] - s.sum[j.many]; 2*math.Abs(away) < s.width {
			count++
		}
	}
	return count
}
