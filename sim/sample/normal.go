package sample

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// z95 is the 95th percentile of the standard normal distribution.
const z95 = 1.6448536269514722

// offCentre is how far from the middle, as a share of the width, the mid of a symmetric distribution may be: rounded
// numbers such as 5, 7, 10 are meant to be symmetric.
const offCentre = 0.05

// rounding is what the middle of a narrow range may be off by because numbers are rounded, relative to its size.
const rounding = 1e-12

// A Normal distribution has the given Mean and the standard deviation Sigma.
type Normal struct{ Mean, Sigma float64 }

// Quantile returns Mean + Sigma z, z being the quantile of the standard normal distribution.
func (d Normal) Quantile(u float64) float64 {
	return d.Mean + d.Sigma*mathext.NormalQuantile(inside(u))
}

// fitNormal takes low and high for the 5th and 95th percentile.
func fitNormal(low, mid, high float64) (Distribution, error) {
	if middle := low + (high-low)/2; math.Abs(mid-middle) > offCentre*(high-low)+rounding*(math.Abs(low)+math.Abs(high)) {
		return nil, fmt.Errorf("mid %v is not in the middle of low %v and high %v, as a normal distribution has it; write mid %.6g, or choose %s",
			mid, low, high, middle, TwoPieceName)
	}
	return Normal{Mean: mid, Sigma: (high - low) / (2 * z95)}, nil
}

// A Lognormal distribution has a logarithm that is normal with mean Mu and standard deviation Sigma.
type Lognormal struct{ Mu, Sigma float64 }

// Quantile returns exp(Mu + Sigma z), z being the quantile of the standard normal distribution.
func (d Lognormal) Quantile(u float64) float64 {
	return min(math.Exp(d.Mu+d.Sigma*mathext.NormalQuantile(inside(u))), math.MaxFloat64)
}

// fitLognormal takes low and high for the 5th and 95th percentile.
func fitLognormal(low, mid, high float64) (Distribution, error) {
	if low <= 0 {
		return nil, fmt.Errorf("low %v is not above 0, as every value of a lognormal distribution is; choose normal or %s", low, TwoPieceName)
	}
	width := math.Log(high) - math.Log(low)
	if middle := (math.Log(low) + math.Log(high)) / 2; math.Abs(math.Log(mid)-middle) > offCentre*width+rounding {
		return nil, fmt.Errorf("mid %v is not the root of low %v times high %v, as a lognormal distribution has it; write mid %.6g, or choose %s",
			mid, low, high, math.Exp(middle), TwoPieceName)
	}
	return Lognormal{Mu: math.Log(mid), Sigma: width / (2 * z95)}, nil
}
