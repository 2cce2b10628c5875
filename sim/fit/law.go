package fit

import (
	"math"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// law is the density of the steps of a sample given the days before, in coordinates without bounds.
type law interface {
	// starts returns where to search from, at least one place. Where exact is true the first is the maximum in closed
	// form.
	starts() (at [][]float64, exact bool)
	// logLik returns the log-likelihood of the steps at the coordinates; minus infinity where it cannot be had.
	logLik(at []float64) float64
	// natural writes the parameters of the process in the units of the scenario language.
	natural(dst, at []float64)
	// scores writes the score of every step of s, which may have more days than the law was fitted to: len(dst) is
	// len(s.steps).
	scores(dst, at []float64, s *Sample)
	// bound says which parameter sits on its bound, "" if none does.
	bound(at []float64) string
}

// graded is a law whose gradient has a closed form.
type graded interface {
	// gradient writes the derivatives of the log-likelihood by the coordinates.
	gradient(dst, at []float64)
}

// maximum is a place where the likelihood is largest around.
type maximum struct {
	at     []float64
	logLik float64
	slope  float64 // largest derivative of the mean log-likelihood of a step; 0 of a maximum in closed form
}

// tooSteep is a slope from which a search should have gone on: a thousandth of a unit of log-likelihood and more is
// left on it.
const tooSteep = 1e-3

// maxima returns the places that the searches came to, the best first, those that are the same once.
func maxima(l law, n int) []maximum {
	starts, exact := l.starts()
	if exact {
		return []maximum{{at: starts[0], logLik: l.logLik(starts[0])}}
	}
	var found []maximum
	for _, start := range starts {
		m := climb(l, start, n)
		if math.IsInf(m.logLik, 0) || math.IsNaN(m.logLik) {
			continue
		}
		at := 0
		for at < len(found) && found[at].logLik >= m.logLik {
			at++
		}
		same := func(k int) bool { return k >= 0 && k < len(found) && math.Abs(found[k].logLik-m.logLik) < 1e-3 }
		switch {
		case same(at - 1):
		case same(at):
			found[at] = m
		default:
			found = append(found[:at], append([]maximum{m}, found[at:]...)...)
		}
	}
	return found
}

// climb searches from one place by BFGS (Nocedal and Wright, Numerical Optimization, 2006, chapter 6), and by the
// simplex of Nelder and Mead where the line search gives up before the slope is gone.
func climb(l law, start []float64, n int) maximum {
	value := func(at []float64) float64 {
		v := -l.logLik(at) / float64(n)
		if math.IsNaN(v) {
			return math.Inf(1)
		}
		return v
	}
	slope := func(dst, at []float64) {
		if g, ok := l.(graded); ok {
			g.gradient(dst, at)
			for i := range dst {
				dst[i] /= -float64(n)
			}
			return
		}
		fd.Gradient(dst, value, at, &fd.Settings{Formula: fd.Central, Step: 1e-5})
	}
	const flat = 1e-7
	best := maximum{at: start, logLik: math.Inf(-1)}
	keep := func(r *optimize.Result) {
		if r != nil && -r.F*float64(n) > best.logLik {
			best = maximum{at: r.X, logLik: -r.F * float64(n)}
		}
	}
	// A search also ends where it gains less than a millionth of a unit of log-likelihood in ten thousand steps: on a
	// ridge, which is what parameters that a sample does not know leave behind, it would wander on for ever.
	settings := func(most int) *optimize.Settings {
		return &optimize.Settings{
			GradientThreshold: flat, MajorIterations: most, FuncEvaluations: 3 * most,
			Converger: &optimize.FunctionConverge{Absolute: 1e-10, Iterations: 12},
		}
	}
	// A search that ends early has said so in the slope, which is measured below.
	result, _ := optimize.Minimize(optimize.Problem{Func: value, Grad: slope}, start, settings(200), &optimize.BFGS{})
	keep(result)
	if steep(slope, best.at) > 100*flat {
		result, _ = optimize.Minimize(optimize.Problem{Func: value}, best.at, settings(200), &optimize.NelderMead{})
		keep(result)
	}
	best.slope = steep(slope, best.at)
	return best
}

// steep returns the largest derivative.
func steep(slope func(dst, at []float64), at []float64) float64 {
	g := make([]float64, len(at))
	slope(g, at)
	most := 0.0
	for _, v := range g {
		if math.IsNaN(v) {
			return math.Inf(1)
		}
		most = max(most, math.Abs(v))
	}
	return most
}

// standardErrors returns the standard errors of the k natural parameters: the root of the diagonal of J·(-H)⁻¹·J',
// H the Hessian of the log-likelihood and J the Jacobian of the natural parameters by the coordinates (the delta
// method). ok is false where -H is not positive definite: the place is then no proper maximum, and its surroundings
// tell nothing about errors.
func standardErrors(l law, at []float64, k int) (se []float64, ok bool) {
	const step = 1e-3 // of coordinates that are of order 1; the error of the Hessian is of the order of its square
	var h mat.SymDense
	fd.Hessian(&h, func(x []float64) float64 { return -l.logLik(x) }, at, &fd.Settings{Formula: fd.Central, Step: step})
	for i := range at {
		for j := range at {
			if v := h.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, false
			}
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(&h) || chol.Cond() > 1e14 {
		return nil, false
	}
	jacobian := mat.NewDense(k, len(at), nil)
	fd.Jacobian(jacobian, l.natural, at, &fd.JacobianSettings{Formula: fd.Central, Step: 1e-5})
	var half mat.Dense
	if err := chol.SolveTo(&half, jacobian.T()); err != nil {
		return nil, false
	}
	var covariance mat.Dense
	covariance.Mul(jacobian, &half)
	se = make([]float64, k)
	for i := range se {
		se[i] = math.Sqrt(covariance.At(i, i))
		if math.IsNaN(se[i]) || math.IsInf(se[i], 0) {
			return nil, false
		}
	}
	return se, true
}

// normalLogLik returns the log-likelihood of n independent normals whose mean squared distance from their mean is
// square.
func normalLogLik(n int, square, sd float64) float64 {
	return -float64(n) * (0.5*math.Log(2*math.Pi) + math.Log(sd) + square/(2*sd*sd))
}
