package sample

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// A TwoPiece distribution has half its mass between Low and Mid and half between Mid and High, each half evenly spread
// in the logarithm of the value, or in the value itself where Low is not above 0.
type TwoPiece struct{ Low, Mid, High float64 }

// Quantile returns Low at 0, Mid at 0.5, High at 1.
func (d TwoPiece) Quantile(u float64) float64 {
	u = inside(u)
	low, high, share := d.Low, d.Mid, 2*u
	if u >= 0.5 {
		low, high, share = d.Mid, d.High, 2*u-1
	}
	if d.Low > 0 {
		return min(low*math.Pow(high/low, share), high)
	}
	return min(low+(high-low)*share, high)
}

// A Uniform distribution has its mass evenly between Low and High.
type Uniform struct{ Low, High float64 }

// Quantile returns Low + (High - Low) u.
func (d Uniform) Quantile(u float64) float64 {
	return min(d.Low+(d.High-d.Low)*inside(u), d.High)
}

// A Triangular distribution has a density that rises straight from Low to Mid, the most likely value, and falls
// straight to High.
type Triangular struct{ Low, Mid, High float64 }

// Quantile returns Low + sqrt(u (High - Low)(Mid - Low)) up to Mid and High - sqrt((1 - u)(High - Low)(High - Mid))
// above it.
func (d Triangular) Quantile(u float64) float64 {
	u = inside(u)
	width := d.High - d.Low
	if u*width < d.Mid-d.Low {
		return min(d.Low+math.Sqrt(u*width)*math.Sqrt(d.Mid-d.Low), d.Mid)
	}
	return max(d.High-math.Sqrt((1-u)*width)*math.Sqrt(d.High-d.Mid), d.Mid)
}

// A PERT distribution is the beta distribution of project planning, between Low and High with Mid the most likely value
// and a mean of (Low + 4 Mid + High)/6.
type PERT struct{ Low, Mid, High float64 }

// Quantile returns Low + (High - Low) B, B being the quantile of the beta distribution with the parameters
// 1 + 4 (Mid - Low)/(High - Low) and 1 + 4 (High - Mid)/(High - Low).
func (d PERT) Quantile(u float64) float64 {
	u = inside(u)
	width := d.High - d.Low
	if width == 0 {
		return d.Mid
	}
	alpha, beta := 1+4*(d.Mid-d.Low)/width, 1+4*(d.High-d.Mid)/width
	return min(d.Low+width*mathext.InvRegIncBeta(alpha, beta, u), d.High)
}
