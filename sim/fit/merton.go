package fit

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// mertonLaw: a step is normal, and on top of it come a Poisson number of normal jumps (Merton, Journal of Financial
// Economics 3, 1976).
//
//	f(r) = Σ_k e^-λ λ^k/k! · N(r; a + k·m, s² + k·d²)
//
// with λ jumps a day of mean m and standard deviation d. Coordinates, of standardised steps: a, ln s, ln λ, m, ln
// d. The drift of the mean path adds what the logarithm hides: a + s²/2 + λ(e^(m+d²/2) - 1) a day.
type mertonLaw struct {
	s *Sample
	z []float64 // standardised steps
}

func merton(s *Sample) law {
	return mertonLaw{s: s, z: s.standardised()}
}

// At most mostJumps of a day are told apart, fewer where the Poisson tail beyond them is below tail. More than
// oftenest a day in the mean add up to a normal law.
const (
	mostJumps = 30
	tail      = 1e-12
	oftenest  = 4
)

// narrowest is the least volatility between jumps, in standard deviations of a step. Without a bound the likelihood
// has none either: a diffusion that is all but still has an endless density at a step that it meets (Honoré,
// "Pitfalls in estimating jump-diffusion models", 1998).
const narrowest = 0.01

// mostStill is the largest share of steps that may be zero to the last digit; more of them are such a point.
const mostStill = 0.02

// starts begins where jumps are small and on most days, where they are a few a month, and where they are rare and
// large: each is the neighbourhood of a maximum on some series.
func (m mertonLaw) starts() (at [][]float64, exact bool) {
	for _, start := range [][3]float64{{0.45, 0.6, 1.1}, {0.65, 0.12, 2}, {0.8, 0.03, 3.5}} {
		at = append(at, []float64{0, math.Log(start[0]), math.Log(start[1]), 0, math.Log(start[2])})
	}
	return at, false
}

// mixture is the weights and normals of the law at some coordinates.
type mixture struct {
	weight, mean, variance, factor []float64 // factor is weight/√(2π·variance)
	lambda                         float64
}

func newMixture(at []float64) mixture {
	var x mixture
	s2, d2 := math.Exp(2*at[1]), math.Exp(2*at[4])
	x.lambda = math.Exp(at[2])
	weight, left := math.Exp(-x.lambda), 1.0
	for k := 0; k <= mostJumps; k++ {
		variance := s2 + float64(k)*d2
		x.weight = append(x.weight, weight)
		x.mean = append(x.mean, at[0]+float64(k)*at[3])
		x.variance = append(x.variance, variance)
		x.factor = append(x.factor, weight/math.Sqrt(2*math.Pi*variance))
		if left -= weight; left < tail && float64(k) > x.lambda+4 {
			break
		}
		weight *= x.lambda / float64(k+1)
	}
	return x
}

func (m mertonLaw) logLik(at []float64) float64 {
	x := newMixture(at)
	if x.lambda > oftenest || math.Exp(at[1]) < narrowest {
		return math.Inf(-1)
	}
	sum := 0.0
	for _, z := range m.z {
		f := 0.0
		for k, factor := range x.factor {
			u := z - x.mean[k]
			f += factor * math.Exp(-u*u/(2*x.variance[k]))
		}
		sum += math.Log(f)
	}
	return sum - float64(len(m.z))*math.Log(m.s.sd)
}

// gradient follows from f' = Σ weight·N·(ln(weight·N))', with (ln λ)' of a Poisson weight being k - λ.
func (m mertonLaw) gradient(dst, at []float64) {
	x := newMixture(at)
	s2, d2 := math.Exp(2*at[1]), math.Exp(2*at[4])
	clear(dst)
	for _, z := range m.z {
		var f float64
		var g [5]float64
		for k, factor := range x.factor {
			u, v := z-x.mean[k], x.variance[k]
			p := factor * math.Exp(-u*u/(2*v))
			byMean, byVariance := p*u/v, p*(u*u/v-1)/(2*v)
			f += p
			g[0] += byMean
			g[1] += byVariance * 2 * s2
			g[2] += p * (float64(k) - x.lambda)
			g[3] += byMean * float64(k)
			g[4] += byVariance * 2 * float64(k) * d2
		}
		for i := range g {
			dst[i] += g[i] / f
		}
	}
}

// daily returns the law of a day in its own scale.
func (m mertonLaw) daily(at []float64) (a, s, lambda, mean, d float64) {
	return m.s.mean + m.s.sd*at[0], m.s.sd * math.Exp(at[1]), math.Exp(at[2]), m.s.sd * at[3], m.s.sd * math.Exp(at[4])
}

func (m mertonLaw) natural(dst, at []float64) {
	a, s, lambda, mean, d := m.daily(at)
	dst[0] = m.s.drift(a+lambda*math.Expm1(mean+d*d/2), s*s)
	dst[1], dst[2], dst[3], dst[4] = m.s.percentPerYear(s), lambda*m.s.perYear, 100*mean, 100*d
}

func (m mertonLaw) scores(dst, at []float64, s *Sample) {
	x := newMixture(at)
	for i, r := range s.steps {
		z := (r - m.s.mean) / m.s.sd
		below, above := 0.0, 0.0 // both, because the smaller one is exact
		for k, w := range x.weight {
			u := (z - x.mean[k]) / math.Sqrt(2*x.variance[k])
			below += w * math.Erfc(-u) / 2
			above += w * math.Erfc(u) / 2
		}
		if below < above {
			dst[i] = mathext.NormalQuantile(max(below, least))
		} else {
			dst[i] = -mathext.NormalQuantile(max(above, least))
		}
	}
}

// least is the smallest probability that a score tells from zero.
const least = 1e-300

func (m mertonLaw) bound(at []float64) string {
	_, s, lambda, _, d := m.daily(at)
	switch n := float64(len(m.z)); {
	case lambda*n < 3:
		return fmt.Sprintf("jumps is near zero: %.2g of them in the sample", lambda*n)
	case lambda > 0.95*oftenest:
		return "jumps sit on their bound, several a day, which is a normal law again"
	case s < 1.05*narrowest*m.s.sd:
		return "volatility sits on its bound, near zero: the sample is all jumps"
	case d < 1e-3*m.s.sd:
		return "jump_volatility is near zero: all jumps are of one size"
	}
	return ""
}

// note tells of the jumps and the other maxima that were found.
func (m mertonLaw) note(others []maximum) (notes []string) {
	for _, o := range others {
		if m.bound(o.at) != "" {
			continue
		}
		_, s, lambda, mean, d := m.daily(o.at)
		notes = append(notes, fmt.Sprintf("another maximum, log-likelihood %.2f, has %.3g jumps a year of mean %.3g %% and scatter %.3g %% beside a volatility of %.3g %%/year",
			o.logLik, lambda*m.s.perYear, 100*mean, 100*d, m.s.percentPerYear(s)))
	}
	return notes
}
