package spot

import "math"

// A Tail is the law of prices beyond an edge: edge plus depth upwards, edge minus depth downwards. The depth x is
// Pareto's of the second kind (Lomax), whose chance to be exceeded is (1 + x/Scale)^-Alpha, cut at Width. For small
// scales it is a power law with the exponent Alpha; for Alpha beyond 20 it is nearly exponential.
type Tail struct {
	Edge  float64 `json:"edge"`  // where it begins, in the unit of the series
	Width float64 `json:"width"` // largest depth, zero or more
	Scale float64 `json:"scale"` // above zero
	Alpha float64 `json:"alpha"` // above zero
	Down  bool    `json:"down,omitempty"`
}

// at returns the price of a depth.
func (t Tail) at(depth float64) float64 {
	if t.Down {
		return t.Edge - depth
	}
	return t.Edge + depth
}

// quantile returns the depth below which a share u lies, u from 0 to 1.
func (t Tail) quantile(u float64) float64 {
	if t.Width == 0 {
		return 0
	}
	logG := math.Log1p(-u * t.inside())
	return min(t.Scale*math.Expm1(-logG/t.Alpha), t.Width)
}

// inside returns the share of the uncut law that lies within the width.
func (t Tail) inside() float64 { return -math.Expm1(-t.Alpha * math.Log1p(t.Width/t.Scale)) }

// moments returns the means of the depth and of its square where depths beyond a limit count as the limit:
// E min(x, d) = ∫ S and E min(x, d)² = ∫ 2x S from 0 to d, S being the chance to be exceeded.
func (t Tail) moments(limit float64) (mean, square float64) {
	d := min(max(limit, 0), t.Width)
	if d == 0 {
		return 0, 0
	}
	in, r := t.inside(), 1+d/t.Scale
	first, second := integral(t.Alpha, r), integral(t.Alpha-1, r)-integral(t.Alpha, r)
	mean = (t.Scale*first - d*(1-in)) / in
	square = (2*t.Scale*t.Scale*second - d*d*(1-in)) / in
	return mean, square
}

// clamped returns the mean and the mean square of the price, cut to a range.
func (t Tail) clamped(low, high float64) (mean, square float64) {
	near, far := t.Edge, t.at(t.Width) // prices from edge to the end of the width
	if t.Down {
		near, far = far, near
	}
	switch {
	case low >= far:
		return low, low * low
	case high <= near:
		return high, high * high
	}
	// With x the depth and a < b the depths at which the range cuts: E clamp(x, a, b) = a + E min(x, b) - E min(x, a).
	a, b := low-t.Edge, high-t.Edge
	if t.Down {
		a, b = t.Edge-high, t.Edge-low
	}
	a, b = min(max(a, 0), t.Width), min(max(b, 0), t.Width)
	ma, sa := t.moments(a)
	mb, sb := t.moments(b)
	x, xx := a+mb-ma, a*a+sb-sa
	if t.Down {
		x = -x
	}
	return t.Edge + x, t.Edge*t.Edge + 2*t.Edge*x + xx
}

// integral returns ∫ v^-a dv from 1 to r.
func integral(a, r float64) float64 {
	x := (1 - a) * math.Log(r)
	if math.Abs(x) < 1e-9 {
		return math.Log(r)
	}
	return math.Expm1(x) / (1 - a)
}

// The ranges in which a tail is sought: beyond them one law can hardly be told from another.
const (
	leastAlpha, mostAlpha = 0.3, 60.0
	leastScale, mostScale = 1e-4, 100.0 // of the width
)

// withMean returns the tail of an exponent that has a mean depth, or comes nearest to it.
func (t Tail) withMean(alpha, mean float64) Tail {
	t.Alpha = alpha
	return t.scaled(func(t Tail) float64 {
		got, _ := t.moments(t.Width)
		return got - mean
	})
}

// scaled returns the tail with the scale at which a condition, which rises with it, is zero.
func (t Tail) scaled(condition func(Tail) float64) Tail {
	t.Scale = t.Width * math.Exp(bisect(math.Log(leastScale), math.Log(mostScale), func(logScale float64) float64 {
		t.Scale = t.Width * math.Exp(logScale)
		return condition(t)
	}))
	return t
}

// search looks for the exponent at which a miss is zero, from thin tails to heavy ones, and takes the first; where
// there is none, the tail that misses least. The tail of an exponent is made by of.
func search(of func(alpha float64) Tail, miss func(Tail) float64) Tail {
	const grid = 24
	first, last := math.Log(mostAlpha), math.Log(leastAlpha)
	at := func(logAlpha float64) float64 { return miss(of(math.Exp(logAlpha))) }
	best, before := first, at(first)
	least := math.Abs(before)
	for i := 1; i <= grid; i++ {
		a := first + (last-first)*float64(i)/grid
		m := at(a)
		if before*m < 0 {
			sign := math.Copysign(1, before)
			return of(math.Exp(bisect(a, a-(last-first)/grid, func(a float64) float64 { return sign * at(a) })))
		}
		if math.Abs(m) < least {
			best, least = a, math.Abs(m)
		}
		before = m
	}
	return of(math.Exp(best))
}

// AtBound tells whether the exponent is at an end of what is tried: then the values beyond the edge do not show it.
func (t Tail) AtBound() bool {
	return t.Width > 0 && (t.Alpha < leastAlpha*(1+near) || t.Alpha > mostAlpha*(1-near))
}

// widest is how many times the largest depth that was seen a tail may reach.
const widest = 3.0

// near is how far off a depth may be, relative to it.
const near = 1e-3

// fitSpikes returns the tail with a mean depth, a mean square of it and a depth below which a share lies: exponent,
// scale and width. Where no tail has all three it keeps the depth, with the width that was seen, if the mean and its
// square are off by less than a room and the square of that; else, or if the share is not above zero, the mean.
func fitSpikes(t Tail, mean, square, share, depth, room float64) Tail {
	if t.Width == 0 {
		return point(t)
	}
	if share > 0 {
		miss := func(t Tail) float64 { return t.quantile(share) - depth }
		fit := t.widened(max(depth*(1+near), mean), square, func(t Tail) Tail {
			return search(func(alpha float64) Tail { return t.withMean(alpha, mean) }, miss)
		})
		if _, got := fit.moments(fit.Width); math.Abs(miss(fit)) < near*depth && math.Abs(got-square) < near*square {
			return fit
		}
		kept := search(func(alpha float64) Tail {
			t.Alpha = alpha
			return t.scaled(miss)
		}, func(t Tail) float64 {
			_, got := t.moments(t.Width)
			return got - square
		})
		if got, got2 := kept.moments(kept.Width); math.Abs(got-mean) < room && math.Abs(got2-square) < room*room {
			return kept
		}
	}
	if mean > t.Width/2 {
		return fitDips(t, mean, square, room)
	}
	return t.widened(t.Width, square, func(t Tail) Tail { return fitDips(t, mean, square, 0) })
}

// widened returns the tail of the width at which its mean square, which rises with it, is nearest to one: from a least
// width to three times the one that was seen. The tail of a width is made by of.
func (t Tail) widened(least, square float64, of func(Tail) Tail) Tail {
	seen := t.Width
	at := func(width float64) Tail {
		t.Width = width
		return of(t)
	}
	return at(bisect(min(least, seen), widest*seen, func(width float64) float64 {
		_, got := at(width).moments(width)
		return got - square
	}))
}

// fitDips returns the tail with a mean depth, or one that is off by less than a room, and as near as may be then to a
// mean square. A density that falls has its mean in the near half of the width: depths that crowd at the far end, as
// those at a cap do, are all taken for their mean.
func fitDips(t Tail, mean, square, room float64) Tail {
	if t.Width == 0 {
		return point(t)
	}
	of := func(alpha float64) Tail { return t.withMean(alpha, mean) }
	miss := func(t Tail) (first, second float64) {
		first, second = t.moments(t.Width)
		return first - mean, second - square
	}
	fit := search(of, func(t Tail) float64 {
		_, off := miss(t)
		return off
	})
	switch off, _ := miss(fit); {
	case math.Abs(off) < max(room, near*mean):
		return fit
	case mean > t.Width/2:
		t.Edge = t.at(mean)
		return point(t)
	}
	return search(of, func(t Tail) float64 {
		first, second := miss(t)
		if math.Abs(first) > near*mean { // so heavy that the least scale has more, or so thin that the largest has less
			return math.Copysign(math.Inf(1), first)
		}
		return second
	})
}

// point returns the tail whose depth is always 0.
func point(t Tail) Tail {
	t.Width, t.Scale, t.Alpha = 0, 1, 1
	return t
}

// bisect returns where a rising function is zero between two numbers, or the end that is nearer to that.
func bisect(low, high float64, f func(float64) float64) float64 {
	for range 40 {
		middle := (low + high) / 2
		if f(middle) < 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}
