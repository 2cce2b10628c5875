package dispatch

import "math"

// linear is the programme max Σ margin·x with 0 <= x <= energy and, for each row, Σ x <= room, and a corner of it. A
// column is an item; one more column for each row is what the row leaves unused, without bound. As many columns as rows
// are basic: their amounts follow from those of the others, which are none or all.
type linear struct {
	cold   bool // never descend; for tests
	simply bool // always take the first column that gains anything; for tests

	margin, energy []float64 // by column; largest margin first
	first, rows    []int32   // the rows of column j are rows[first[j]:first[j+1]]
	room           []float64 // by row, above zero
	top            float64   // the largest margin

	where   []place
	basic   []int32     // by place in the basis: the column
	amount  []float64   // by place: how much of it
	inverse [][]float64 // of the matrix of the basic columns: by row, then by place
	price   []float64   // by row, USD/MWh
	change  []float64   // by place: how much less of it there is with one more of the column that enters
	touched []int32     // the places where that is not zero
	next    int         // the column where the search for the next one begins
	pivots  int
}

type place uint8

const (
	none  place = iota // not basic, zero
	all                // not basic, the whole energy
	basic              // somewhere between
)

const (
	noise   = 1e-13 // part of the largest margin that no gain is sought below
	tiny    = 1e-9  // a change below this is rounding
	patient = 50    // steps without progress before the rule that cannot go in circles takes over
)

// solve goes from a corner to a better one until there is none. It returns false if that takes too long, which only
// rounding can do.
//
// Method. The revised simplex method for variables with bounds (G. B. Dantzig, "Linear Programming and Extensions",
// 1963, ch. 18) with an explicit inverse: columns have a few ones and inverses of such bases many zeros, so a step
// costs much less than the square of the rows, and bounds cost no rows at all. It starts from the corner that
// descend finds, which is nearly always the best, or from what the greedy rule lets in whole. The column that gains
// most in a block of them enters; after steps without progress it is the first one that gains anything, and of
// those that could leave the first, which never goes in circles (R. G. Bland, Mathematics of Operations Research 2,
// 1977). At the end the inverse is made anew, so that rounding of many steps is not in the answer.
func (l *linear) solve() bool {
	l.begin()
	if l.cold || !l.descend() {
		l.greedy()
	}
	idle, fresh := 0, true
	for range 20*len(l.margin) + 1000 {
		simply := l.simply || idle > patient
		j := l.enter(simply)
		switch {
		case j < 0 && fresh:
			return true
		case j < 0:
			l.renew()
			fresh = true
			continue
		}
		fresh = false
		if l.step(j, simply) {
			idle = 0
		} else {
			idle++
		}
	}
	return false
}

// begin makes room for the work.
func (l *linear) begin() {
	rows := len(l.room)
	l.where = make([]place, len(l.margin))
	l.basic = make([]int32, rows)
	l.amount = make([]float64, rows)
	l.price = make([]float64, rows)
	l.change = make([]float64, rows)
	l.inverse = make([][]float64, rows)
	cells := make([]float64, rows*rows)
	for r := range rows {
		l.inverse[r] = cells[r*rows : (r+1)*rows]
	}
	for _, m := range l.margin {
		l.top = max(l.top, m)
	}
}

// greedy takes the columns that fit whole, the largest margin first.
func (l *linear) greedy() {
	clear(l.where)
	l.slacks()
	copy(l.amount, l.room)
	for j := range len(l.margin) - len(l.room) {
		fits := true
		for _, r := range l.column(j) {
			fits = fits && l.energy[j] <= l.amount[r]
		}
		if fits {
			l.where[j] = all
			for _, r := range l.column(j) {
				l.amount[r] -= l.energy[j]
			}
		}
	}
}

// slacks makes what rows leave unused basic, and nothing else.
func (l *linear) slacks() {
	items := len(l.margin) - len(l.room)
	for r := range l.basic {
		clear(l.inverse[r])
		l.inverse[r][r], l.price[r] = 1, 0
		l.basic[r] = int32(items + r)
		l.where[items+r] = basic
	}
}

func (l *linear) column(j int) []int32 { return l.rows[l.first[j]:l.first[j+1]] }

// gain is what one more MWh of a column is worth, USD.
func (l *linear) gain(j int) float64 {
	d := l.margin[j]
	for _, r := range l.column(j) {
		d -= l.price[r]
	}
	return d
}

// enter finds a column of which more, or less, would earn more: the best of a block, or simply the first. -1 is none.
func (l *linear) enter(simply bool) int {
	n := len(l.margin)
	block := max(200, n/16)
	if simply {
		l.next, block = 0, 1
	}
	best, most := -1, noise*l.top
	j := l.next
	for seen := 1; seen <= n; seen++ {
		if w := l.where[j]; w != basic {
			d := l.gain(j)
			if w == all {
				d = -d
			}
			if d > most {
				best, most = j, d
			}
		}
		if j++; j == n {
			j = 0
		}
		if best >= 0 && seen%block == 0 {
			break
		}
	}
	l.next = j
	return best
}

// react sets how much less there is of the basic columns with one more of a column.
func (l *linear) react(j int) {
	clear(l.change)
	for _, r := range l.column(j) {
		for i, v := range l.inverse[r] {
			l.change[i] += v
		}
	}
	l.touched = l.touched[:0]
	for i, v := range l.change {
		if math.Abs(v) > tiny {
			l.touched = append(l.touched, int32(i))
		}
	}
}

// step moves to the corner where a column takes part, as far as bounds allow, and tells whether that earns anything.
func (l *linear) step(j int, simply bool) bool {
	l.react(j)
	way := 1.0
	if l.where[j] == all {
		way = -1
	}
	far, stop := l.energy[j], int32(-1)
	for _, i := range l.touched {
		c := way * l.change[i]
		left := l.amount[i]
		if c < 0 {
			left, c = l.energy[l.basic[i]]-left, -c
		}
		t := max(left, 0) / c
		switch {
		case t > far:
			continue
		case t == far && stop < 0:
			continue
		case t == far && simply && l.basic[i] > l.basic[stop]:
			continue
		case t == far && !simply && c <= math.Abs(l.change[stop]):
			continue
		}
		far, stop = t, i
	}
	for _, i := range l.touched {
		l.amount[i] -= way * far * l.change[i]
	}
	if stop < 0 {
		l.where[j] = all - l.where[j]
		return true
	}
	out := l.basic[stop]
	l.where[out] = none
	if way*l.change[stop] < 0 {
		l.where[out] = all
	}
	start := 0.0
	if way < 0 {
		start = l.energy[j]
	}
	l.pivot(j, stop)
	l.amount[stop] = start + way*far
	return far > 0
}

// pivot makes a column basic in a place, after react.
func (l *linear) pivot(j int, at int32) {
	d, by := l.gain(j), l.change[at]
	for r, of := range l.inverse {
		v := of[at] / by
		if v == 0 {
			continue
		}
		for _, i := range l.touched {
			of[i] -= v * l.change[i]
		}
		of[at] = v
		l.price[r] += d * v
	}
	l.basic[at], l.where[j] = int32(j), basic
	l.pivots++
}

// renew makes inverse, prices and amounts anew from which columns are basic.
func (l *linear) renew() {
	items := len(l.margin) - len(l.room)
	wanted := make([]bool, len(l.margin))
	for _, j := range l.basic {
		wanted[j] = true
	}
	l.slacks()
	for j := range items {
		if !wanted[j] {
			continue
		}
		l.react(j)
		at, most := int32(-1), 0.0
		for _, i := range l.touched {
			if c := math.Abs(l.change[i]); c > most && !wanted[l.basic[i]] {
				at, most = i, c
			}
		}
		if at < 0 {
			l.where[j] = none // cannot be: basic columns are independent
			continue
		}
		l.where[l.basic[at]] = none
		l.pivot(j, at)
	}
	left := append([]float64(nil), l.room...)
	for j := range items {
		if l.where[j] == all {
			for _, r := range l.column(j) {
				left[r] -= l.energy[j]
			}
		}
	}
	clear(l.amount)
	for r, v := range left {
		for i, c := range l.inverse[r] {
			l.amount[i] += v * c
		}
	}
}

// fractions returns how much of each item runs, 0..1.
func (l *linear) fractions() []float64 {
	part := make([]float64, len(l.margin)-len(l.room))
	for j := range part {
		if l.where[j] == all {
			part[j] = 1
		}
	}
	for i, j := range l.basic {
		if int(j) < len(part) {
			part[j] = min(max(l.amount[i]/l.energy[j], 0), 1)
		}
	}
	return part
}
