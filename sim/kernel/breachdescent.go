package kernel

import "math"

// jointDescent looks for the prices of the least bound. The bound is convex in them; at every price it is met it
// has a plane below it, whose slope is what is left of each budget less what the answer uses. The next prices are
// where the highest of the planes known, with what it costs to go far from the lowest point, is least: a proximal
// bundle method (K. C. Kiwiel, "Proximity control in bundle methods for convex nondifferentiable minimization",
// 1990). A step that brings a tenth of what the planes promise moves the point; else its plane makes the next one
// better.
type jointDescent struct {
	low     jointPoint
	planes  []jointPlane
	movable []bool    // by group: its price may change in this step
	gram    []float64 // of the slopes
	reach   float64   // how far a step may go: USD for each MWh of slope
	hopes   float64   // the least of the planes at the prices at hand, -Inf where no step led to them
	nulls   int       // steps in a row that did not move the point
}

// jointPoint is a bound with its prices.
type jointPoint struct {
	bound float64
	at    []float64
}

// jointPlane is below the bound everywhere: height + slope x prices.
type jointPlane struct {
	height float64
	slope  []float64
	below  float64 // by how much it is below the bound at the lowest point
	part   float64 // in the step
}

// mostPlanes are kept.
const mostPlanes = 16

// rewind begins at the prices at hand, without a bound.
func (j *jointSpace) rewind() {
	n := len(j.lambda)
	j.low.bound, j.low.at, j.movable = math.Inf(1), resize(j.low.at, n), resize(j.movable, n)
	j.planes, j.reach, j.hopes, j.nulls = j.planes[:0], 0, math.Inf(-1), 0
}

// meet enters the bound at the prices at hand; it says whether it is the least so far.
func (j *jointSpace) meet(bound float64) (least bool) {
	if math.IsInf(bound, -1) {
		j.low.bound = bound
		return true
	}
	drop, hoped := j.low.bound-bound, j.low.bound-j.hopes
	if least = drop > 0; least {
		j.low.bound = bound
		copy(j.low.at, j.lambda)
	}
	switch {
	case math.IsInf(j.hopes, -1): // the prices of a plan, or the first
	case drop > 0.5*hoped:
		j.reach *= 2
		j.nulls = 0
	case drop > 0.1*hoped:
		j.nulls = 0
	default:
		if j.nulls++; j.nulls%4 == 0 {
			j.reach /= 2
		}
	}
	j.hopes = math.Inf(-1)
	j.addPlane(bound)
	for k := range j.planes {
		p := &j.planes[k]
		p.below = max(0, j.low.bound-p.height-dot(p.slope, j.low.at))
	}
	return least
}

// addPlane adds that at the prices at hand, for one that had no part in the last step.
func (j *jointSpace) addPlane(bound float64) {
	at := len(j.planes)
	if at < mostPlanes {
		if at == cap(j.planes) {
			j.planes = append(j.planes, jointPlane{})
		} else {
			j.planes = j.planes[:at+1]
		}
	} else {
		for k := range j.planes {
			if p := &j.planes[k]; at == mostPlanes || p.part < j.planes[at].part || p.part == j.planes[at].part && p.below > j.planes[at].below {
				at = k
			}
		}
	}
	p := &j.planes[at]
	p.slope, p.part = resize(p.slope, len(j.lambda)), 0
	copy(p.slope[len(j.price):], j.torn)
	for f := range j.tree {
		for k, rest := range j.tree[f].Residual {
			if q := j.first[f] + k; j.highest(q) > 0 {
				p.slope[q] = rest - j.used[q]
			}
		}
	}
	p.height = bound - dot(p.slope, j.lambda)
}

func dot(a, b []float64) (sum float64) {
	for q, x := range b {
		if x != 0 {
			sum += a[q] * x
		}
	}
	return sum
}

// descend sets the next prices; false where none promise anything, from a plan of some value.
func (j *jointSpace) descend(value float64) bool {
	if j.reach == 0 {
		last := &j.planes[len(j.planes)-1]
		length := dot(last.slope, last.slope)
		if length == 0 {
			return false
		}
		j.reach = (j.low.bound - value) / length
	}
	for range longerSteps {
		if j.project(); j.low.bound-j.hopes > leastHope*(j.low.bound-value) {
			return true
		}
		j.reach *= 8
	}
	return false
}

// leastHope is what a step must promise of the gap to the value, and longerSteps are how many longer ones are tried
// for that.
const (
	leastHope   = 1e-2
	longerSteps = 5
)

// project sets the prices to which a step of the present reach leads, and what the planes promise there.
func (j *jointSpace) project() {
	for q := range j.movable {
		j.movable[q] = true
	}
	for range 4 { // prices at their ends that the step would push beyond stay where they are
		j.weigh()
		if !j.pin() {
			break
		}
	}
	for q, low := range j.low.at {
		j.lambda[q] = min(max(j.lowest(q), low-j.reach*j.mean(q)), j.highest(q))
	}
	j.hopes = math.Inf(-1)
	for k := range j.planes {
		j.hopes = max(j.hopes, j.planes[k].height+dot(j.planes[k].slope, j.lambda))
	}
}

// mean is the slope of the step for one price.
func (j *jointSpace) mean(q int) (sum float64) {
	if !j.movable[q] {
		return 0
	}
	for k := range j.planes {
		if p := &j.planes[k]; p.part > 0 {
			sum += p.part * p.slope[q]
		}
	}
	return sum
}

// pin keeps the prices at their ends that the step would push beyond; it says whether it finds any.
func (j *jointSpace) pin() (found bool) {
	for q, low := range j.low.at {
		if !j.movable[q] {
			continue
		}
		if way := j.mean(q); way > 0 && low == j.lowest(q) || way < 0 && low >= j.highest(q) {
			j.movable[q], found = false, true
		}
	}
	return found
}

// weigh finds the part that each plane has in the step: the parts that make the square of the mean slope, times
// half the reach, and what the planes are below the bound least. Two parts are changed at a time, those that gain
// the most (J. C. Platt, "Sequential minimal optimization", 1998).
func (j *jointSpace) weigh() {
	n := len(j.planes)
	j.gram = resize(j.gram, n*n)
	least := 0
	for a := range n {
		if j.planes[a].part = 0; j.planes[a].below < j.planes[least].below {
			least = a
		}
		for b := range a + 1 {
			sum := 0.0
			for q, x := range j.planes[a].slope {
				if j.movable[q] {
					sum += x * j.planes[b].slope[q]
				}
			}
			j.gram[a*n+b], j.gram[b*n+a] = sum, sum
		}
	}
	j.planes[least].part = 1
	for range 40 * n {
		up, down, best, worst := 0, -1, math.Inf(1), math.Inf(-1)
		for a := range n {
			costs := j.planes[a].below
			for b := range n {
				if part := j.planes[b].part; part > 0 {
					costs += j.reach * j.gram[a*n+b] * part
				}
			}
			if costs < best {
				up, best = a, costs
			}
			if j.planes[a].part > 0 && costs > worst {
				down, worst = a, costs
			}
		}
		bend := j.reach * (j.gram[up*n+up] + j.gram[down*n+down] - 2*j.gram[up*n+down])
		if !(worst-best > 1e-9*(math.Abs(worst)+math.Abs(best))) {
			return
		}
		move := j.planes[down].part
		if bend > 0 {
			move = min(move, (worst-best)/bend)
		}
		j.planes[up].part += move
		if j.planes[down].part -= move; j.planes[down].part < 1e-12 {
			j.planes[down].part = 0
		}
	}
}
