package fit

import (
	"math"

	"gonum.org/v1/gonum/stat"

	"hashwatt/sim/calendar"
)

// genesis is the day of the first block, from which the power law counts days.
var genesis = calendar.Date{Year: 2009, Month: 1, Day: 3}

// powerLaw: the logarithm returns to a straight line in the logarithm of time,
//
//	x = level + exponent·ln(days since 2009-01-03) + u,   u' = φ·u + s·ξ
//
// Coordinates: the line at the middle of the sample, the exponent, ln(φ/(1-φ)), ln(s/sd of the steps). All four are
// estimated together, given the first value: for each φ the line is that of least squares of x' - φ·x (Cochrane and
// Orcutt, Journal of the American Statistical Association 44, 1949), and φ is searched. Least squares of the line
// alone, as such lines are mostly published, takes its days for independent and gives errors that are far too
// small.
type powerLaw struct {
	s      *Sample
	t      []float64 // ln days, less centre
	centre float64
}

func newPowerLaw(s *Sample) law {
	p := powerLaw{s: s, t: logDays(s)}
	p.centre = stat.Mean(p.t, nil)
	for i := range p.t {
		p.t[i] -= p.centre
	}
	return p
}

// logDays returns the logarithm of the age of the chain on each day.
func logDays(s *Sample) []float64 {
	t, age := make([]float64, len(s.logs)), s.first.Days()-genesis.Days()
	for i := range t {
		t[i] = math.Log(float64(age + i))
	}
	return t
}

// line returns the line for a φ, and the mean square of what is left over.
func (p powerLaw) line(phi float64) (middle, exponent, square float64) {
	n := float64(len(p.s.steps))
	var x, y float64
	for i := range p.s.steps {
		x, y = x+(p.t[i+1]-phi*p.t[i])/n, y+(p.s.logs[i+1]-phi*p.s.logs[i])/n
	}
	var xx, xy float64
	for i := range p.s.steps {
		u := p.t[i+1] - phi*p.t[i] - x
		xx += u * u
		xy += u * (p.s.logs[i+1] - phi*p.s.logs[i] - y)
	}
	exponent = xy / xx
	middle = (y - exponent*x) / (1 - phi)
	return middle, exponent, p.square(middle, exponent, phi)
}

// square returns the mean square of what is left over.
func (p powerLaw) square(middle, exponent, phi float64) float64 {
	sum, before := 0.0, p.s.logs[0]-middle-exponent*p.t[0]
	for i := range p.s.steps {
		u := p.s.logs[i+1] - middle - exponent*p.t[i+1]
		sum += (u - phi*before) * (u - phi*before)
		before = u
	}
	return sum / float64(len(p.s.steps))
}

// starts searches φ by thirds of ever smaller intervals of its logit.
func (p powerLaw) starts() (at [][]float64, exact bool) {
	n := len(p.s.steps)
	low, high := logit(leastPersistent), logit(mostPersistent(n))
	left := func(q float64) float64 {
		_, _, square := p.line(logistic(q))
		return square
	}
	best := high
	for q := low; q < high; q += (high - low) / 64 {
		if left(q) < left(best) {
			best = q
		}
	}
	width := (high - low) / 64
	a, b := max(low, best-width), min(high, best+width)
	for b-a > 1e-9 {
		c, d := a+(b-a)/3, b-(b-a)/3
		if left(c) <= left(d) {
			b = d
		} else {
			a = c
		}
	}
	q := (a + b) / 2
	middle, exponent, square := p.line(logistic(q))
	return [][]float64{{middle, exponent, q, math.Log(math.Sqrt(square) / p.s.sd)}}, true
}

func (p powerLaw) logLik(at []float64) float64 {
	return normalLogLik(len(p.s.steps), p.square(at[0], at[1], logistic(at[2])), p.s.sd*math.Exp(at[3]))
}

func (p powerLaw) natural(dst, at []float64) {
	phi := logistic(at[2])
	dst[0], dst[1], dst[2] = at[1], at[0]-at[1]*p.centre, phi
	dst[3] = 100 * p.s.sd * math.Exp(at[3]) / math.Sqrt(1-phi*phi)
}

func (p powerLaw) scores(dst, at []float64, s *Sample) {
	phi, sd, t := logistic(at[2]), p.s.sd*math.Exp(at[3]), logDays(s)
	for i := range s.steps {
		before := s.logs[i] - at[0] - at[1]*(t[i]-p.centre)
		dst[i] = (s.logs[i+1] - at[0] - at[1]*(t[i+1]-p.centre) - phi*before) / sd
	}
}

func (p powerLaw) bound(at []float64) string {
	return persistenceBound(logistic(at[2]), len(p.s.steps))
}
