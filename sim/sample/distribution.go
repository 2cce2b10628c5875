package sample

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/conf"
)

// A Distribution says how likely the values of an uncertain input are.
type Distribution interface {
	// Quantile returns the value below which a share u of the futures lies, u from 0 to 1. It is finite and never falls
	// as u rises, but for the last bits. The ends of u stand for the most extreme values that are drawn.
	Quantile(u float64) float64
}

// TwoPieceName is the name of the distribution that is meant where none is named.
const TwoPieceName = "two_piece"

// Names returns the names that New knows, the default first.
func Names() []string {
	return []string{TwoPieceName, "normal", "uniform", "triangular", "lognormal", "beta", "discrete", "csv"}
}

// New returns the distribution of a name ("" is two_piece) that low, mid and high describe; the package's comment says
// what they mean for each. It is an error if there is no such name, if the three are not finite and in rising order, or
// if they do not describe a distribution of that kind.
func New(name string, low, mid, high float64) (Distribution, error) {
	for _, v := range []float64{low, mid, high} {
		if math.IsNaN(v) || math.IsInf(v, 0) || math.IsInf(high-low, 0) {
			return nil, fmt.Errorf("low %v, mid %v, high %v are not numbers that can be drawn from", low, mid, high)
		}
	}
	if low > mid || mid > high {
		return nil, fmt.Errorf("low %v, mid %v, high %v do not rise; write the smallest first", low, mid, high)
	}
	switch name {
	case "", TwoPieceName:
		return TwoPiece{low, mid, high}, nil
	case "uniform":
		return Uniform{low, high}, nil
	case "triangular":
		return Triangular{low, mid, high}, nil
	case "beta":
		return PERT{low, mid, high}, nil
	case "normal":
		return fitNormal(low, mid, high)
	case "lognormal":
		return fitLognormal(low, mid, high)
	case "discrete":
		return Discrete{Values: []float64{low, mid, high}, Chances: []float64{0.3, 0.4, 0.3}}, nil
	case "csv":
		return nil, fmt.Errorf("the distribution csv is a file of values, not low, mid and high; name the file, or choose another distribution")
	}
	if near := conf.Suggest(name, Names()); near != "" {
		return nil, fmt.Errorf("there is no distribution %q; did you mean %q?", name, near)
	}
	return nil, fmt.Errorf("there is no distribution %q; choose one of %s", name, strings.Join(Names(), ", "))
}

// The shares nearest to 0 and 1 that are drawn: halves of the steps of a random number of 53 bits.
const (
	smallest = 1.0 / (1 << 54)
	largest  = 1 - 1.0/(1<<53)
)

// inside moves a share off 0 and 1, where an unbounded distribution has no finite quantile.
func inside(u float64) float64 {
	if !(u >= 0 && u <= 1) {
		panic("sample: a quantile is asked for outside 0 to 1")
	}
	return min(max(u, smallest), largest)
}
