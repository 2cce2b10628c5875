package market

import (
	"math"

	"hashwatt/sim/conf"
)

// reverting is a logarithm that returns to a trend, by the same share of its distance every day (an AR(1), or the
// exact daily step of an Ornstein-Uhlenbeck process):
//
//	ln P(t) = trend(t) + x(t)      x(t+1) = keep·x(t) + shock·ξ      trend(t) = level + exponent·ln(age + t)
//
// The trend is that of the median. The mean path lies above it by half the variance that has built up, which is the
// central path: exp(trend(t) + keep^t·x(0) + var(t)/2) with var(t) = shock²·(1 − keep^2t)/(1 − keep²).
type reverting struct {
	level, exponent float64 // of ln P; exponent 0 is no trend
	age             float64 // days, of the day of the start
	keep, shock     float64 // a day
}

func (r reverting) trend(day int) float64 {
	if r.exponent == 0 {
		return r.level
	}
	return r.level + float64(r.exponent*math.Log(r.age+float64(day)))
}

// Fill writes the mean path times the exponential of a deviation, which is nothing on central days and whose own
// mean is taken off, so that the draws have the central path as their mean wherever the scatter begins. A day that
// is not central takes one normal.
func (r reverting) Fill(dst []float64, start float64, quiet int, chance Chance) {
	x := math.Log(start) - r.trend(0)
	variance := 0.0              // of the mean path
	deviation, drawn := 0.0, 0.0 // and its variance
	perDay := float64(r.shock * r.shock)
	again := float64(r.keep * r.keep)
	for i := range dst {
		x *= r.keep
		variance = float64(again*variance) + perDay
		if !chance.Central() && i >= quiet {
			deviation = float64(r.keep*deviation) + float64(r.shock*chance.Normal[i-quiet])
			drawn = float64(again*drawn) + perDay
		}
		dst[i] = math.Exp(r.trend(i+1) + x + variance/2 + (deviation - drawn/2))
	}
}

// widest is the largest standard deviation of a logarithm that may have been meant: at 5 the mean is a quarter of a
// million times the median.
const widest = 5.0

// aboveZero returns a problem where a value has no logarithm.
func aboveZero(v float64, what string, u Unit, at conf.Pos) []conf.Problem {
	if v > 0 {
		return nil
	}
	return []conf.Problem{problem(at, "%s is %v, which has no logarithm; write a value above zero, for example %s", what, v, u.Example)}
}

// checkLevel returns what is wrong with a level in a unit.
func checkLevel(level Value, u Unit) []conf.Problem {
	v, problems := level.read(u)
	if problems != nil {
		return problems
	}
	return aboveZero(v, "the level", u, level.At)
}

// checkStart returns a problem where the value that a process starts from has no logarithm: at its own place where
// the words state it.
func checkStart(stated *Value, b Binding, at conf.Pos) []conf.Problem {
	if stated != nil {
		at = stated.At
	}
	return aboveZero(b.Start, "the value to start from", b.Unit, at)
}

// revertTo returns the process that returns to a level without a trend, or what stands in its way.
func revertTo(level Value, start *Value, keep, shock float64, b Binding, at conf.Pos) (Process, []conf.Problem) {
	v, _ := level.read(b.Unit)
	problems := append(checkLevel(level, b.Unit), checkStart(start, b, at)...)
	if problems != nil {
		return nil, problems
	}
	return reverting{level: math.Log(v), keep: keep, shock: shock}, nil
}
