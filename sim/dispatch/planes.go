package dispatch

import "math"

// Planes lie nowhere below a concave function of some shares, each from 0 to 1, as tangents of it do: the highest point
// of the least of them is a bound of the function, and where to look for a better tangent (J. E. Kelley, "The
// cutting-plane method for solving convex programs", 1960). The zero value is no plane of nothing.
type Planes struct {
	At    []float64 // where the least of the planes is highest, by share; of the last Top
	Part  []float64 // by plane: its part in that point. These parts of all planes are a plane that is nowhere higher.
	Value float64   // the height there

	rise    [][]float64 // by plane: how much it rises with each share
	height  []float64   // and its height where all shares are 0
	basic   []int       // by row: column in the basis
	inverse [][]float64 // of the matrix of these
	change  []float64
	price   []float64
	steps   int // since the inverse was made anew
}

// Reset begins again, without planes, over some number of shares.
func (p *Planes) Reset(shares int) {
	p.At, p.Part = zeroed(p.At, shares), p.Part[:0]
	p.rise, p.height, p.basic = p.rise[:0], p.height[:0], p.basic[:0]
	p.Value = math.Inf(1)
}

// Add adds the plane that rises by rise with each share and has a height at some shares.
func (p *Planes) Add(height float64, rise, at []float64) {
	n := len(p.rise)
	if n < cap(p.rise) {
		p.rise = p.rise[:n+1]
	} else {
		p.rise = append(p.rise, nil)
	}
	p.rise[n] = append(p.rise[n][:0], rise...)
	for w, x := range at {
		height -= rise[w] * x
	}
	p.height, p.Part = append(p.height, height), append(p.Part, 0)
	if n == 0 {
		p.begin()
	}
}

// Top finds the highest point of the least of the planes, of which there is one at least.
//
// Method. Its dual is to mix the planes to one whose highest point is the lowest: of Σ part = 1 and, for each share w,
// Σ part·rise[w] - above[w] + below[w] = 0, the least Σ part·height + Σ above. A new plane is a new column of that, so
// the simplex method goes on from the mixture before; the prices of the rows are the point. Ties go by R. G. Bland's
// rule ("New finite pivoting rules for the simplex method", 1977) after steps without progress. It may stop before the
// end where rounding keeps it from it; parts are a mixture of planes in any case.
func (p *Planes) Top() {
	n, idle := len(p.At), 0
	for range 200 + 50*(n+len(p.rise)) {
		j := p.enter(idle > patient)
		if j < 0 || !p.pivot(j, &idle) {
			break
		}
	}
	for w := range n {
		p.At[w] = min(max(-p.price[w], 0), 1)
	}
	p.Value = p.price[n]
	clear(p.Part)
	for r, j := range p.basic {
		if k := j - 2*n; k >= 0 {
			p.Part[k] = max(0, p.inverse[r][n])
		}
	}
}

// begin makes the basis of the first plane alone.
func (p *Planes) begin() {
	n := len(p.At)
	p.change, p.price = sized(p.change, n+1), sized(p.price, n+1)
	for len(p.inverse) <= n {
		p.inverse = append(p.inverse, nil)
	}
	for w, rise := range p.rise[0] {
		p.inverse[w] = zeroed(p.inverse[w], n+1)
		column, sign := w, 1.0
		if rise > 0 {
			column, sign = n+w, -1
		}
		p.basic = append(p.basic, column)
		p.inverse[w][w], p.inverse[w][n] = sign, -sign*rise
	}
	p.basic = append(p.basic, 2*n)
	p.inverse[n] = zeroed(p.inverse[n], n+1)
	p.inverse[n][n], p.steps = 1, 0
}

// cost is that of a column, and entry what it has in a row. Columns are below by share, above by share, and planes.
func (p *Planes) cost(j int) float64 {
	switch n := len(p.At); {
	case j < n:
		return 0
	case j < 2*n:
		return 1
	default:
		return p.height[j-2*n]
	}
}

func (p *Planes) entry(j, row int) float64 {
	n := len(p.At)
	switch {
	case j >= 2*n && row == n:
		return 1
	case row == n:
		return 0
	case j >= 2*n:
		return p.rise[j-2*n][row]
	case j == row:
		return 1
	case j == n+row:
		return -1
	}
	return 0
}

// enter sets the prices and returns the column that lowers the cost most, or the first that does; -1 for none.
func (p *Planes) enter(simply bool) (best int) {
	n := len(p.At)
	clear(p.price)
	for r, j := range p.basic {
		if c := p.cost(j); c != 0 {
			for k, v := range p.inverse[r] {
				p.price[k] += c * v
			}
		}
	}
	best = -1
	least := -1e-13 * (1 + math.Abs(p.price[n]))
	for j := range 2*n + len(p.rise) {
		reduced := p.cost(j)
		switch {
		case j < n:
			reduced -= p.price[j]
		case j < 2*n:
			reduced += p.price[j-n]
		default:
			reduced -= p.price[n]
			for w, v := range p.rise[j-2*n] {
				reduced -= v * p.price[w]
			}
		}
		if reduced < least {
			if best = j; simply {
				return best
			}
			least = reduced
		}
	}
	return best
}

// pivot lets column j into the basis; false where nothing leaves, which only rounding can bring about.
func (p *Planes) pivot(j int, idle *int) bool {
	n := len(p.At)
	if p.steps++; p.steps > 100 {
		p.renew()
	}
	largest := 0.0
	for r := range p.basic {
		sum := 0.0
		for row, v := range p.inverse[r][:n+1] {
			if v != 0 {
				sum += v * p.entry(j, row)
			}
		}
		p.change[r] = sum
		largest = max(largest, math.Abs(sum))
	}
	out, least := -1, math.Inf(1)
	for r, v := range p.change {
		if v <= 1e-11*largest {
			continue
		}
		ratio := max(0, p.inverse[r][n]) / v
		if ratio < least || ratio == least && p.basic[r] < p.basic[out] {
			out, least = r, ratio
		}
	}
	if out < 0 {
		return false
	}
	if *idle++; least > 0 {
		*idle = 0
	}
	p.exchange(j, out)
	return true
}

// exchange lets column j, whose change is known, take the place of that of a row.
func (p *Planes) exchange(j, out int) {
	by := 1 / p.change[out]
	for k := range p.inverse[out] {
		p.inverse[out][k] *= by
	}
	for r, v := range p.change {
		if r == out || v == 0 {
			continue
		}
		for k, x := range p.inverse[out] {
			p.inverse[r][k] -= v * x
		}
	}
	p.basic[out] = j
}

// renew makes the inverse anew, so that the rounding of many steps is not in it: it lets the columns of the basis in
// one after the other, each where it has most to say.
func (p *Planes) renew() {
	p.steps = 0
	columns := append([]int(nil), p.basic...)
	for r := range p.basic {
		clear(p.inverse[r])
		p.inverse[r][r], p.basic[r] = 1, -1
	}
	for _, j := range columns {
		out := -1
		for r := range p.basic {
			p.change[r] = 0
			for row, v := range p.inverse[r] {
				if v != 0 {
					p.change[r] += v * p.entry(j, row)
				}
			}
			if p.basic[r] < 0 && (out < 0 || math.Abs(p.change[r]) > math.Abs(p.change[out])) {
				out = r
			}
		}
		p.exchange(j, out)
	}
}
