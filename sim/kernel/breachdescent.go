package kernel

import "math"

// jointDescent looks for the prices of the least bound. The bound is convex in them and has a slope everywhere: what is left of each budget
// less what the answer uses. From the lowest point known a step goes down its slope, as long as the value that is known allows for at most (B. T. Polyak,
// "Minimization of unsmooth functionals", 1969). Where it goes too far the lowest point of the line between both is looked for where their tangents
// meet, and from there a step goes down the mean of both slopes, which is level along that line (C. Lemaréchal, "An extension of Davidon methods to
// non differentiable problems", 1975).
type jointDescent struct {
	low, far jointPoint
	facing   bool // the least bound on the line to far lies between low and far
	scale    float64
	level    []float64 // the mean slope
}

// jointPoint is a bound with the prices and its slope there.
type jointPoint struct {
	bound     float64
	at, slope []float64
}

// rewind begins at the prices at hand, without a bound.
func (j *jointSpace) rewind() {
	n := len(j.price)
	for _, p := range [2]*jointPoint{&j.low, &j.far} {
		p.bound, p.at, p.slope = math.Inf(1), resize(p.at, n), resize(p.slope, n)
	}
	j.level, j.facing, j.scale = resize(j.level, n), false, 1
}

// take makes the prices at hand a point.
func (j *jointSpace) take(p *jointPoint, bound float64) {
	p.bound = bound
	copy(p.at, j.lambda)
	for f := range j.tree {
		for k, rest := range j.tree[f].Residual {
			q := j.first[f] + k
			if p.slope[q] = rest - j.used[q]; j.highest(q) == 0 {
				p.slope[q] = 0
			}
		}
	}
}

// meet enters the bound at the prices at hand; it says whether it is the least so far.
func (j *jointSpace) meet(bound float64) bool {
	if !(bound < j.low.bound) {
		j.take(&j.far, bound)
		j.facing = along(&j.low, &j.far, &j.low) < 0
		if j.scale /= 2; j.facing {
			j.scale = max(j.scale, 1.0/16)
		}
		return false
	}
	first, facing := math.IsInf(j.low.bound, 1), j.facing
	if facing { // does it go on towards far, or back?
		way := 0.0
		for q := range j.lambda {
			way += j.slopeAt(q) * (j.far.at[q] - j.lambda[q])
		}
		facing = way < 0
	}
	if !facing && !first {
		j.low, j.far = j.far, j.low
	}
	j.take(&j.low, bound)
	j.facing = !first && along(&j.low, &j.far, &j.low) < 0
	return true
}

// slopeAt is the slope at the prices at hand for one budget.
func (j *jointSpace) slopeAt(q int) float64 {
	f := 0
	for q >= j.first[f+1] {
		f++
	}
	if j.highest(q) == 0 {
		return 0
	}
	return j.tree[f].Residual[q-j.first[f]] - j.used[q]
}

// along is the slope of a point on the way from one to another.
func along(from, to, of *jointPoint) (sum float64) {
	for q, slope := range of.slope {
		if way := to.at[q] - from.at[q]; way != 0 {
			sum += slope * way
		}
	}
	return sum
}

// descend sets the next prices; false where none lead on from a plan of some value.
func (j *jointSpace) descend(value float64) bool {
	slope := j.low.slope
	if j.facing {
		down, up := along(&j.low, &j.far, &j.low), along(&j.low, &j.far, &j.far)
		if down < 0 && up > 0 {
			t := (j.far.bound - j.low.bound - up) / (down - up)
			if drop := -down * t; t > 0 && t < 1 && drop > 1e-3*(j.low.bound-value) {
				for q, low := range j.low.at {
					j.lambda[q] = low + t*(j.far.at[q]-low)
				}
				return true
			}
			mean := down / (down - up)
			for q := range j.level {
				j.level[q] = j.low.slope[q] + mean*(j.far.slope[q]-j.low.slope[q])
			}
			slope = j.level
		}
		j.facing = false
	}
	return j.step(slope, value)
}

// step goes down a slope from the lowest point.
func (j *jointSpace) step(slope []float64, value float64) bool {
	length, most := 0.0, 0.0
	for q, up := range slope {
		if stuck := up > 0 && j.low.at[q] == 0 || up < 0 && j.low.at[q] >= j.highest(q); !stuck {
			length += up * up
		}
		most += j.low.slope[q] * j.low.slope[q]
	}
	if !(length > 1e-12*most) || j.scale < 1e-3 {
		return false
	}
	far := j.scale * (j.low.bound - value) / length
	for q, up := range slope {
		j.lambda[q] = min(max(0, j.low.at[q]-far*up), j.highest(q))
	}
	return true
}
