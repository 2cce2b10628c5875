package dispatch

import "math"

// descent is what [linear.descend] works with besides.
type descent struct {
	held      []int32 // the columns of row r are held[from[r]:from[r+1]]
	from      []int32
	reference []float64 // by place: how strongly its column answers to others, squared, never too small
	dust      float64   // MWh that a bound may be passed by
	weight    []float64 // by column: how much less of the column that leaves there is with one more of this
	reached   []int32   // columns with a weight, once
	seen      []bool    // by column: reached
	turning   []turning // columns that a price may turn away
	flipped   []float64 // by row: MWh more in it
	selection []entry   // the same as entries, of which cut finds the last
}

// turning is a column and the rise of the price, in units of its own effect, at which it turns from none to all or
// back.
type turning struct {
	column int32
	at     float64
}

// descend finds a corner within all rows, by way of corners that are too good to be true: it starts with all
// columns whole, and in each step a row that is exceeded gets a price, or a column that is less than none or more
// than all becomes none or all. It returns false if that takes too long.
//
// Method. The dual simplex method with bound flipping (I. Maros, "Computational Techniques of the Simplex Method",
// 2003, ch. 10): the price rises past the columns that it turns away, until what is left of the excess is less than
// the next one. For a single row that is the whole answer in one step. Rows are taken by how far they are exceeded
// in the measure of P. M. J. Harris ("Pivot selection methods of the Devex LP code", Mathematical Programming 5,
// 1973); without it there are several times as many steps. It works on nudged margins, for with equal ones prices
// would not move; nothing but the way to the answer depends on it.
func (l *linear) descend() bool {
	margin := l.margin
	l.margin = make([]float64, len(margin))
	for j, m := range margin {
		l.margin[j] = nudged(m, j)
	}
	l.slacks()
	copy(l.amount, l.room)
	for j := range len(margin) - len(l.room) {
		l.where[j] = all
		for _, r := range l.column(j) {
			l.amount[r] -= l.energy[j]
		}
	}
	d := l.newDescent()
	done := false
	for range 20*len(l.room) + 100 {
		at, excess := l.worst(d)
		if done = at < 0; done || !l.repair(d, at, excess) {
			break
		}
	}
	l.margin = margin
	if done {
		l.renew()
	}
	return done
}

func (l *linear) newDescent() *descent {
	rows := len(l.room)
	d := &descent{
		held: make([]int32, len(l.rows)), from: make([]int32, rows+1),
		weight: make([]float64, len(l.margin)), seen: make([]bool, len(l.margin)), flipped: make([]float64, rows), reference: make([]float64, rows),
	}
	for _, r := range l.rows {
		d.from[r+1]++
	}
	for r, room := range l.room {
		d.from[r+1] += d.from[r]
		d.dust = max(d.dust, noise*room)
		d.reference[r] = 1
	}
	next := append([]int32(nil), d.from...)
	for j := range l.margin {
		for _, r := range l.column(j) {
			d.held[next[r]] = int32(j)
			next[r]++
		}
	}
	return d
}

// worst finds the basic column that is farthest beyond its bounds, in units of its reference, and how far in MWh: below
// zero if it is less than none.
func (l *linear) worst(d *descent) (at int32, excess float64) {
	at = -1
	most := 0.0
	for i, x := range l.amount {
		e := min(x, 0)
		if all := l.energy[l.basic[i]]; x > all {
			e = x - all
		}
		if math.Abs(e) > d.dust && e*e > most*d.reference[i] {
			at, excess, most = int32(i), e, e*e/d.reference[i]
		}
	}
	return at, excess
}

// repair takes the column in a place out, to the bound it has passed, and the first one that is turned away in part in.
func (l *linear) repair(d *descent, at int32, excess float64) bool {
	l.turn(d, at, excess)
	if len(d.turning) == 0 {
		return false
	}
	d.selection = d.selection[:0]
	for _, t := range d.turning {
		d.selection = append(d.selection, entry{-t.at, math.Abs(d.weight[t.column]) * l.energy[t.column]})
	}
	limit := math.Abs(excess) * (1 - tolerance)
	_, last, _ := cut(d.selection, limit, limit)
	in := -1
	for _, t := range d.turning {
		j := t.column
		d.weight[j] = 0
		switch {
		case t.at < -last:
			by := l.energy[j]
			if l.where[j] == all {
				by = -by
			}
			l.where[j] = all - l.where[j]
			for _, r := range l.column(int(j)) {
				d.flipped[r] += by
			}
		case t.at == -last && in < 0:
			in = int(j)
		}
	}
	if in < 0 {
		return false
	}
	for r, by := range d.flipped {
		if by == 0 {
			continue
		}
		for i, v := range l.inverse[r] {
			l.amount[i] -= by * v
		}
		d.flipped[r] = 0
	}
	l.react(in)
	out, bound := l.basic[at], 0.0
	l.where[out] = none
	if excess > 0 {
		l.where[out], bound = all, l.energy[out]
	}
	start := 0.0
	if l.where[in] == all {
		start = l.energy[in]
	}
	more := (l.amount[at] - bound) / l.change[at]
	by := l.change[at]
	for _, i := range l.touched {
		l.amount[i] -= more * l.change[i]
		part := l.change[i] / by
		d.reference[i] = max(d.reference[i], part*part*d.reference[at])
	}
	d.reference[at] = max(d.reference[at]/(by*by), 1)
	l.pivot(in, at)
	l.amount[at] = start + more
	return true
}

// turn finds the columns that turn as the column in a place is priced out.
func (l *linear) turn(d *descent, at int32, excess float64) {
	d.reached = d.reached[:0]
	for r, of := range l.inverse {
		w := of[at]
		if math.Abs(w) <= tiny {
			continue
		}
		if excess > 0 {
			w = -w
		}
		for _, j := range d.held[d.from[r]:d.from[r+1]] {
			if !d.seen[j] {
				d.seen[j] = true
				d.reached = append(d.reached, j)
			}
			d.weight[j] += w
		}
	}
	d.turning = d.turning[:0]
	for _, j := range d.reached {
		d.seen[j] = false
		switch w := d.weight[j]; {
		case l.where[j] == none && w < -tiny, l.where[j] == all && w > tiny:
			d.turning = append(d.turning, turning{j, max(l.gain(int(j))/w, 0)})
		default:
			d.weight[j] = 0
		}
	}
}
