package fit

import (
	"fmt"
	"math"
)

// autoregression: the logarithm returns to a level, by the same share of the gap every day,
//
//	x' = θ + φ·(x - θ) + s·ξ
//
// which the scenario language words in two ways, as ou (half-life, volatility) and as ar1 (persistence, scatter).
// Coordinates, with y the logarithm less its mean over the sample: g in y' = g + φ·y + e, ln(φ/(1-φ)), ln(s/sd of
// the steps). Given the first value the maximum is that of least squares. It biases φ downwards, so that a
// half-life that is not much shorter than the sample is too short (Hurwicz, 1950: by about (1 + 3φ)/n in φ).
type autoregression struct {
	s      *Sample
	centre float64   // mean of the logarithms
	y      []float64 // logarithms less centre
	words  func(dst []float64, level, phi, sd float64)
}

func newAutoregression(s *Sample, words func(dst []float64, level, phi, sd float64)) autoregression {
	a := autoregression{s: s, y: make([]float64, len(s.logs)), words: words}
	for _, x := range s.logs {
		a.centre += x / float64(len(s.logs))
	}
	for i, x := range s.logs {
		a.y[i] = x - a.centre
	}
	return a
}

// ou words it as the exact daily step of an Ornstein-Uhlenbeck process: s² = σ²·(1 - e^-2κ)/(2κ), κ = -ln φ a day.
func ou(s *Sample) law {
	return newAutoregression(s, func(dst []float64, level, phi, sd float64) {
		kappa := -math.Log(phi)
		dst[0], dst[1] = level, math.Ln2/kappa*daysPerYear/s.perYear
		dst[2] = s.percentPerYear(sd * math.Sqrt(2*kappa/(-math.Expm1(-2*kappa))))
	})
}

// ar1 words it with the persistence of a day and the scatter of the level over long times, s/√(1 - φ²).
func ar1(s *Sample) law {
	return newAutoregression(s, func(dst []float64, level, phi, sd float64) {
		dst[0], dst[1], dst[2] = level, math.Pow(phi, s.perYear/daysPerYear), sd/math.Sqrt(1-phi*phi)
	})
}

// mostPersistent is the bound of φ: a half-life of ten times the sample.
func mostPersistent(steps int) float64 { return math.Exp2(-1 / (10 * float64(steps))) }

// leastPersistent is the lower bound of φ: below it days are independent, or alternate.
const leastPersistent = 1e-3

func (a autoregression) starts() (at [][]float64, exact bool) {
	n := len(a.s.steps)
	var x, y, xx, xy float64
	for i := range n {
		x, y = x+a.y[i]/float64(n), y+a.y[i+1]/float64(n)
	}
	for i := range n {
		xx += (a.y[i] - x) * (a.y[i] - x)
		xy += (a.y[i] - x) * (a.y[i+1] - y)
	}
	phi := min(max(xy/xx, leastPersistent), mostPersistent(n))
	g := y - phi*x
	return [][]float64{{g, logit(phi), math.Log(math.Sqrt(a.square(g, phi)) / a.s.sd)}}, true
}

// square returns the mean square of what is left over.
func (a autoregression) square(g, phi float64) float64 {
	sum := 0.0
	for i := range a.s.steps {
		e := a.y[i+1] - g - phi*a.y[i]
		sum += e * e
	}
	return sum / float64(len(a.s.steps))
}

func (a autoregression) logLik(at []float64) float64 {
	return normalLogLik(len(a.s.steps), a.square(at[0], logistic(at[1])), a.s.sd*math.Exp(at[2]))
}

func (a autoregression) natural(dst, at []float64) {
	phi := logistic(at[1])
	a.words(dst, math.Exp(min(a.centre+at[0]/(1-phi), 600)), phi, a.s.sd*math.Exp(at[2]))
}

func (a autoregression) scores(dst, at []float64, s *Sample) {
	phi, sd := logistic(at[1]), a.s.sd*math.Exp(at[2])
	for i := range s.steps {
		dst[i] = (s.logs[i+1] - a.centre - at[0] - phi*(s.logs[i]-a.centre)) / sd
	}
}

func (a autoregression) bound(at []float64) string {
	return persistenceBound(logistic(at[1]), len(a.s.steps))
}

// persistenceBound says whether φ sits on its bound.
func persistenceBound(phi float64, steps int) string {
	switch {
	case phi >= mostPersistent(steps)*(1-1e-12):
		return fmt.Sprintf("the half-life sits on its bound, ten times the sample (%d steps): the sample shows no return to a level", 10*steps)
	case phi <= leastPersistent*(1+1e-9):
		return "the persistence sits on its bound, near zero: a day says nothing about the next"
	}
	return ""
}

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
