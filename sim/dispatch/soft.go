package dispatch

import "math"

// How wide prices are softened, in mean margins of all items: at first, when nothing is known, when the prices of a similar
// problem are, and at the end. No answer depends on these, nor on how often and how well prices are met.
const (
	widest   = 0.2
	narrow   = 0.02
	thinnest = 0.002

	thinner   = 4     // by which the width falls
	softRound = 6     // sweeps at one width at most
	softEnd   = 0.002 // of all energy that is off: good enough for the next width
)

// soft finds prices at which both families nearly keep their budgets. An item does not switch at its threshold but runs in part
// within a width around it, in the middle by half: what each group uses is then a continuous function of the prices, the
// slope of a convex one. In a sweep each group of the family with more groups that holds no others takes the price at which it
// uses what it has, while the prices of the family with fewer stand; then those take a step of Newton's method, which knows
// how the others will answer. The width falls from round to round.
type soft struct {
	width float64   // USD/MWh
	grain float64   // MWh of which parts are multiples, so that sums of whole numbers stay exact
	y     []float64 // by node: USD/MWh, its own price
	sum   []float64 // by node: and those of all nodes around it
	room  []float64 // by node: MWh
	use   []float64 // by node: MWh that run
	slope []float64 // by node: MWh in part
	holds []bool    // by node: others lie inside it
	carry []float64 // by node: MWh by which rounding has let too little run
	few   []int32   // by arc of an item: its node in the family with fewer groups

	from, to int32     // nodes of the family with fewer groups
	response []float64 // of these, by two of them: MWh that one uses less for each width by which the price of the other rises
	linear   conjugate
	list     []int32 // of these, those with items in part in one node of the other family, and how much
	partial  []float64
}

// mostCoupled is how many nodes may have their answers to each other counted; more take steps by themselves.
const mostCoupled = 1500

// soften finds the prices, from those of the plans of the families, which are width mean margins off.
func (w *CrossSpace) soften(width float64) {
	s, f := &w.soft, &w.net
	s.begin(w)
	if f.items == 0 {
		return
	}
	var value, energy float64
	for e, m := range f.gain[:f.items] {
		value += m * f.capacity[e]
		energy += f.capacity[e]
	}
	s.grain = math.Ldexp(1, math.Ilogb(energy)-50)
	mean := value / energy
	for ; width >= thinnest; width /= thinner {
		s.width = width * mean
		for range softRound {
			off := s.sweep(w)
			s.step(w.around)
			if off < softEnd {
				break
			}
		}
	}
	s.sweep(w)
}

// begin takes the network and the first prices.
func (s *soft) begin(w *CrossSpace) {
	f, n := &w.net, len(w.around)
	s.y, s.sum, s.room = zeroed(s.y, n), zeroed(s.sum, n), sized(s.room, n)
	s.use, s.slope, s.holds = zeroed(s.use, n), zeroed(s.slope, n), zeroed(s.holds, n)
	s.carry = zeroed(s.carry, n)
	s.room[0] = math.Inf(1)
	for v := 1; v < n; v++ {
		s.room[v] = f.capacity[f.items+v-1]
		s.holds[w.around[v]] = true
	}
	for _, fam := range [2]*family{&w.a, &w.b} {
		for g, v := range fam.node {
			if fam.work.short[g] && !fam.shut[g] {
				s.y[v] = fam.plan.Lambda[g]
			}
		}
	}
	s.from, s.to, s.few = 1, int32(f.first), f.tail[:f.items]
	if w.few == &w.b {
		s.from, s.to, s.few = int32(f.first), int32(n), f.head[:f.items]
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
	f := &w.net
	clear(s.use)
	clear(s.slope)
	clear(s.response)
	from := int32(0)
	for v := range int32(len(w.around)) {
		to := w.at[v]
		if from == to {
			continue
		}
		gain, energy, few := f.gain[from:to], f.capacity[from:to], s.few[from:to]
		from = to
		if v > 0 && !s.holds[v] {
			s.y[v] = s.meet(gain, energy, few, s.y[v], s.sum[w.around[v]], s.room[v])
			s.sum[v] = s.y[v] + s.sum[w.around[v]]
		}
		s.count(gain, energy, few, v)
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
func (s *soft) meet(gain, energy []float64, few []int32, y, around, room float64) float64 {
	const enough = 1e-3
	least, most := 0.0, math.Inf(1)
	inverse, sum := 1/s.width, s.sum
	for range 20 {
		use, slope, top := 0.0, 0.0, 0.0
		for j, m := range gain {
			left := m - sum[few[j]]
			x := (left-around-y)*inverse + 0.5
			if x <= 0 {
				continue
			}
			top = max(top, left)
			if x < 1 {
				slope += energy[j]
				use += x * energy[j]
			} else {
				use += energy[j]
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

// count adds what runs in a node of the family with more groups, or outside it for the ground, and how the nodes of the other
// family answer each other there: where the price is one of a full node, what one gives up the others take.
func (s *soft) count(gain, energy []float64, few []int32, v int32) {
	inverse, at, sum := 1/s.width, s.sum[v], s.sum
	s.list, s.partial = s.list[:0], s.partial[:0]
	used, all := 0.0, 0.0
	for j, m := range gain {
		g := few[j]
		x := (m-sum[g]-at)*inverse + 0.5
		if x <= 0 {
			continue
		}
		e := energy[j]
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
func (s *soft) parts(f *flow) (count int) {
	for e, m := range f.gain[:f.items] {
		if away := m - s.sum[f.tail[e]] - s.sum[f.head[e]]; 2*math.Abs(away) < s.width {
			count++
		}
	}
	return count
}
