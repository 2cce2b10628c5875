package fit

import (
	"math"
)

// gbmLaw: steps are independent normals. Coordinates: mean, ln sd of a day, both of standardised steps.
//
//	drift = exp(365.25·(m + s²/2)) - 1        volatility = s·√365.25
//
// with the mean m and the standard deviation s (by n) of the steps, which maximise the likelihood.
type gbmLaw struct{ s *Sample }

func gbm(s *Sample) law { return gbmLaw{s} }

func (g gbmLaw) starts() (at [][]float64, exact bool) { return [][]float64{{0, 0}}, true }

// daily returns mean and standard deviation of a day.
func (g gbmLaw) daily(at []float64) (mean, sd float64) {
	return g.s.mean + g.s.sd*at[0], g.s.sd * math.Exp(at[1])
}

func (g gbmLaw) logLik(at []float64) float64 {
	mean, sd := g.daily(at)
	return normalLogLik(len(g.s.steps), g.s.sd*g.s.sd+(mean-g.s.mean)*(mean-g.s.mean), sd)
}

func (g gbmLaw) natural(dst, at []float64) {
	mean, sd := g.daily(at)
	dst[0], dst[1] = g.s.drift(mean, sd*sd), g.s.percentPerYear(sd)
}

func (g gbmLaw) scores(dst, at []float64, s *Sample) {
	mean, sd := g.daily(at)
	for i, r := range s.steps {
		dst[i] = (r - mean) / sd
	}
}

func (g gbmLaw) bound([]float64) string { return "" }
