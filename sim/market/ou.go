package market

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// OU is mean reversion of the logarithm, the Ornstein-Uhlenbeck process in its exact daily step:
//
//	X(t+dt) = θ + (X(t) − θ)·e^(−κ·dt) + σ·√((1 − e^(−2κ·dt))/(2κ))·ξ      X = ln P, θ = ln(level), κ = ln 2 / half_life
//
// (Uhlenbeck and Ornstein, Physical Review 36, 1930; the logarithm as in E. S. Schwartz, Journal of Finance 52,
// 1997). The level is the median that P returns to. The central path is the mean, exp(θ + (X(0) − θ)·e^(−κt) +
// var(t)/2), which ends above the level.
type OU struct {
	Level      Value           `yaml:"level"`           // the median it returns to, in the unit of the quantity, above zero
	HalfLife   unit.Duration   `yaml:"half_life"`       // in which the distance halves
	Volatility unit.AnnualRate `yaml:"volatility"`      // σ, zero or more
	Value      *Value          `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
	At         conf.Pos        `yaml:"-"`
}

// Check returns what is wrong with the half-life and the volatility.
func (o OU) Check(at *conf.Node) []conf.Problem {
	problems := checkVolatility(at.Get("volatility"), o.Volatility)
	if o.HalfLife.InHours() <= 0 {
		return append(problems, conf.Problemf(at.Get("half_life"), "%s is no half-life; it is longer than nothing, for example 180 days", o.HalfLife))
	}
	if sd := float64(o.Volatility) / math.Sqrt(2*o.kappa()); sd > widest && problems == nil {
		problems = append(problems, conf.Problemf(at.Get("half_life"),
			"with this half-life and a volatility of %s the logarithm scatters by %.3g, the mean lies far above anything likely; shorten the half-life or lower the volatility",
			o.Volatility, sd))
	}
	return problems
}

// kappa is the speed of reversion, 1/year.
func (o OU) kappa() float64 { return math.Ln2 / o.HalfLife.InYears() }

// Describe says what was understood: "a return to 100000 USD/BTC with a half-life of 180 days and a volatility of
// 60 %/year".
func (o OU) Describe() string {
	return "a return to " + o.Level.Text + " with a half-life of " + o.HalfLife.String() + " and a volatility of " + o.Volatility.String() + from(o.Value)
}

// Start returns the value of the first day.
func (o OU) Start(Unit) (stated *Value, needed bool) { return o.Value, true }

// Shocked says that normals move the process.
func (o OU) Shocked() bool { return true }

func (o OU) checkUnit(u Unit) []conf.Problem { return checkLevel(o.Level, u) }

// Bind returns the process.
func (o OU) Bind(b Binding) (Process, []conf.Problem) {
	kappa := o.kappa()
	shock := float64(o.Volatility) * math.Sqrt(-math.Expm1(-2*kappa/daysPerYear)/(2*kappa))
	return revertTo(o.Level, o.Value, math.Exp(-kappa/daysPerYear), shock, b, o.At)
}

const ouDoc = "a return to a level, at a speed given by a half-life"

const ouExample = `# The logarithm returns to a level (Ornstein-Uhlenbeck); the mean, and so the central case, ends above that median.
process: ou
level: 100000 USD/BTC        # required; the median that it returns to, in the unit of the quantity
half_life: 180 days          # required; in which half of the distance is made good
volatility: 60 %/year        # required; standard deviation of the logarithm over a year, if nothing drew it back
start: 80000 USD/BTC         # default: goes on from the replay; required without one; the value of the first day
`
