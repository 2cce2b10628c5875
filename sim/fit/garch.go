package fit

import (
	"math"
)

// garchLaw: the variance of a step remembers the steps before (Bollerslev, Journal of Econometrics 31, 1986),
// around a constant mean.
//
//	r = m + e,  e ~ N(0, v),  v' = omega + alpha·e² + beta·v
//
// The first variance is that of the sample. Coordinates: mean and ln omega of standardised steps, and alpha =
// e^x/(1 + e^x + e^y), beta = e^y/(1 + e^x + e^y), whose sum stays below one. The process of the scenario language
// has a drift of the mean path, while a constant-mean likelihood has a mean of the logarithm; they are joined at
// the variance of the long run v̄ = omega/(1 - alpha - beta):
//
//	drift = exp(365.25·(m + v̄/2)) - 1
type garchLaw struct {
	s *Sample
	z []float64 // standardised steps
}

func garch(s *Sample) law {
	return garchLaw{s: s, z: s.standardised()}
}

func (g garchLaw) starts() (at [][]float64, exact bool) {
	for _, ab := range [][2]float64{{0.1, 0.85}, {0.05, 0.94}, {0.2, 0.5}} {
		rest := 1 - ab[0] - ab[1]
		at = append(at, []float64{0, math.Log(rest), math.Log(ab[0] / rest), math.Log(ab[1] / rest)})
	}
	return at, false
}

// of returns the parameters at the coordinates, of standardised steps.
func (g garchLaw) of(at []float64) (mean, omega, alpha, beta float64) {
	a, b := math.Exp(at[2]), math.Exp(at[3])
	total := 1 + a + b
	return at[0], math.Exp(at[1]), a / total, b / total
}

func (g garchLaw) logLik(at []float64) float64 {
	mean, omega, alpha, beta := g.of(at)
	sum, v := 0.0, 1.0
	for _, z := range g.z {
		e := z - mean
		sum += math.Log(v) + e*e/v
		v = omega + alpha*e*e + beta*v
	}
	return -0.5*sum - float64(len(g.z))*(0.5*math.Log(2*math.Pi)+math.Log(g.s.sd))
}

func (g garchLaw) natural(dst, at []float64) {
	mean, omega, alpha, beta := g.of(at)
	s2 := g.s.sd * g.s.sd
	dst[0] = g.s.drift(g.s.mean+g.s.sd*mean, s2*g.variance(at))
	dst[1], dst[2], dst[3] = s2*omega, alpha, beta
}

func (g garchLaw) scores(dst, at []float64, s *Sample) {
	mean, omega, alpha, beta := g.of(at)
	v := 1.0
	for i, r := range s.steps {
		e := (r-g.s.mean)/g.s.sd - mean
		dst[i] = e / math.Sqrt(v)
		v = omega + alpha*e*e + beta*v
	}
}

func (g garchLaw) bound(at []float64) string {
	_, omega, alpha, beta := g.of(at)
	switch {
	case alpha < 1e-4:
		return "alpha sits on its bound, near zero: the variance does not change, and so beta has no meaning; gbm says the same with less"
	case 1-alpha-beta < leastReturn || omega < 1e-8:
		return "alpha + beta sits on its bound, near one: the variance has no long-run mean, and the drift is told at that of the sample"
	case beta < 1e-4:
		return "beta sits on its bound, near zero: the variance remembers one day alone"
	}
	return ""
}

// variance returns the variance of the long run, of standardised steps; that of the sample where there is none.
func (g garchLaw) variance(at []float64) float64 {
	_, omega, alpha, beta := g.of(at)
	if !g.returns(at) {
		return 1
	}
	return omega / (1 - alpha - beta)
}

// returns tells whether the variance has a mean of the long run.
func (g garchLaw) returns(at []float64) bool {
	_, _, alpha, beta := g.of(at)
	return 1-alpha-beta >= leastReturn
}

// leastReturn is the least 1 - alpha - beta that makes a variance return: a half-life of seven thousand steps.
const leastReturn = 1e-4

// longRun returns the volatility of the long run, %/year.
func (g garchLaw) longRun(at []float64) float64 {
	return g.s.percentPerYear(g.s.sd * math.Sqrt(g.variance(at)))
}
