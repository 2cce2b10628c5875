package spot

import "math"

// flatSkew is the width of the logarithm below which noise counts as normal: its skewness would be less than 0.06.
const flatSkew = 0.02

// Noise is how ordinary prices lie about their shape: a standard normal y, the sum of two autoregressions of the first
// order, bent so that dear hours are further off than cheap ones: z = (exp(Bend·y - Bend²/2) - 1)/√(exp(Bend²) - 1),
// whose mean is 0 and whose variance 1; y itself where Bend is 0.
type Noise struct {
	Bend   float64 `json:"bend"` // standard deviation of the logarithm; 0 for a normal
	Memory Memory  `json:"memory"`
}

// root returns √(exp(Bend²) - 1).
func (n Noise) root() float64 { return math.Sqrt(math.Expm1(n.Bend * n.Bend)) }

// bent returns z of a y.
func (n Noise) bent(y float64) float64 {
	if n.Bend == 0 {
		return y
	}
	return math.Expm1(n.Bend*y-n.Bend*n.Bend/2) / n.root()
}

// straight returns y of a z, which may lie below all that bent returns.
func (n Noise) straight(z float64) float64 {
	if n.Bend == 0 {
		return z
	}
	return (math.Log(max(1+z*n.root(), 1e-3)) + n.Bend*n.Bend/2) / n.Bend
}

// still is the share of a range below which scatter is none.
const still = 1e-9

// clamped returns mean and mean square of mean + sd·z, cut to a range.
func (n Noise) clamped(mean, sd, low, high float64) (first, second float64) {
	if sd <= still*(high-low) {
		x := min(max(mean, low), high)
		return x, x * x
	}
	a, b := (low-mean)/sd, (high-mean)/sd
	if n.Bend == 0 {
		below, above := normal(a), normal(-b)
		between := 1 - below - above
		da, db := density(a), density(b)
		first = low*below + high*above + mean*between + sd*(da-db)
		second = low*low*below + high*high*above + (mean*mean+sd*sd)*between + 2*mean*sd*(da-db) + sd*sd*(a*da-b*db)
		return first, second
	}
	// The price is c + e·exp(Bend·y - Bend²/2) with e = sd/root; the means of its powers up to a bound are those of a
	// lognormal.
	e := sd / n.root()
	c := mean - e
	a, b = n.bound(low, c, e), n.bound(high, c, e)
	below, above := normal(a), normal(-b)
	between := 1 - below - above
	power1 := normal(b-n.Bend) - normal(a-n.Bend)
	power2 := math.Exp(n.Bend*n.Bend) * (normal(b-2*n.Bend) - normal(a-2*n.Bend))
	first = low*below + high*above + c*between + e*power1
	second = low*low*below + high*high*above + c*c*between + 2*c*e*power1 + e*e*power2
	return first, second
}

// bound returns the y at which c + e·exp(Bend·y - Bend²/2) reaches a price.
func (n Noise) bound(price, c, e float64) float64 {
	if price <= c {
		return math.Inf(-1)
	}
	return (math.Log((price-c)/e) + n.Bend*n.Bend/2) / n.Bend
}

// normal returns the chance of a standard normal below x.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// density returns the density of a standard normal; 0 at infinity.
func density(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// mostBend is the largest bend: a skewness of 6 and more belongs to spikes.
const mostBend = 1.0

// bendOf returns the bend of a skewness: with w = exp(Bend²) the skewness is (w + 2)·√(w - 1).
func bendOf(skewness float64) float64 {
	if !(skewness > 0) {
		return 0
	}
	b := bisect(0, mostBend, func(b float64) float64 {
		w := math.Exp(b * b)
		return (w+2)*math.Sqrt(w-1) - skewness
	})
	if b < flatSkew {
		return 0
	}
	return b
}
