package market

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// GARCH is GARCH(1,1): wild days come in clusters, because a large move raises the variance of the days after it.
//
//	r(t) = ln(1 + drift)/365.25 − s²(t)/2 + s(t)·ξ(t)      s²(t+1) = ω + α·(s(t)·ξ(t))² + β·s²(t)
//
// (T. Bollerslev, Journal of Econometrics 31, 1986) with r the logarithm of the change over a day. It starts at the
// variance of the long run, ω/(1 − α − β). The correction −s²/2 is that of the very day, so that the mean path
// grows at the drift exactly: E[P(t)] = P(0)·(1 + drift)^t.
type GARCH struct {
	Drift unit.AnnualRate `yaml:"drift"`           // of the mean path, effective annual, above -100 %
	Omega unit.Number     `yaml:"omega"`           // ω, variance added every day, zero or more
	Alpha unit.Number     `yaml:"alpha"`           // α, share of yesterday's squared move, zero or more
	Beta  unit.Number     `yaml:"beta"`            // β, share of yesterday's variance, zero or more
	Value *Value          `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
}

// Check returns what is wrong with the drift and the variance.
func (g GARCH) Check(at *conf.Node) []conf.Problem {
	problems := checkRate(at.Get("drift"), g.Drift)
	for _, p := range []struct {
		key string
		v   unit.Number
	}{{"omega", g.Omega}, {"alpha", g.Alpha}, {"beta", g.Beta}} {
		if p.v < 0 {
			problems = append(problems, conf.Problemf(at.Get(p.key), "%s is negative; a part of a variance is zero or more", p.v))
		}
	}
	switch {
	case problems != nil:
	case g.Alpha+g.Beta >= 1:
		problems = append(problems, conf.Problemf(at.Get("alpha"), "alpha + beta = %.6g leaves the variance no level to return to; they add up to less than 1",
			float64(g.Alpha+g.Beta)))
	case g.volatility() > most:
		problems = append(problems, conf.Problemf(at.Get("omega"), "%s makes a volatility of %.3g %%/year; omega is a variance of one day, such as 5.8e-5",
			g.Omega, 100*g.volatility()))
	}
	return problems
}

// variance is that of a day in the long run.
func (g GARCH) variance() float64 { return float64(g.Omega) / (1 - float64(g.Alpha+g.Beta)) }

// volatility is that of a year in the long run.
func (g GARCH) volatility() float64 { return math.Sqrt(g.variance() * daysPerYear) }

// Describe says what was understood: "GARCH(1,1) with a drift of 0 %/year and a volatility of 72.4 %/year in the
// long run".
func (g GARCH) Describe() string {
	return fmt.Sprintf("GARCH(1,1) with a drift of %s and a volatility of %.3g %%/year in the long run%s", g.Drift, 100*g.volatility(), from(g.Value))
}

// Start returns the value of the first day.
func (g GARCH) Start(Unit) (stated *Value, needed bool) { return g.Value, true }

// Shocked says that normals move the process.
func (g GARCH) Shocked() bool { return true }

// Bind returns the process.
func (g GARCH) Bind(Binding) (Process, []conf.Problem) {
	return garch{math.Log1p(float64(g.Drift)), float64(g.Omega), float64(g.Alpha), float64(g.Beta), g.variance()}, nil
}

type garch struct {
	logDrift           float64 // per year
	omega, alpha, beta float64
	variance           float64 // of a day in the long run
}

// Fill writes the mean path times the exponential of a walk; a day that is not central takes one normal.
func (g garch) Fill(dst []float64, start float64, quiet int, chance Chance) {
	walk, variance := 0.0, g.variance
	for i := range dst {
		if !chance.Central() && i >= quiet {
			move := math.Sqrt(variance) * chance.Normal[i-quiet]
			walk += move - variance/2
			variance = g.omega + float64(g.alpha*float64(move*move)) + float64(g.beta*variance)
		}
		dst[i] = start * math.Exp(g.logDrift*(float64(i+1)/daysPerYear)+walk)
	}
}

const garchDoc = "wild days in clusters: the variance follows the moves before, GARCH(1,1)"

const garchExample = `# GARCH(1,1): a large move makes the days after it wilder. The volatility of the long run is sqrt(365.25 omega/(1-alpha-beta)), 72.4 %/year here.
process: garch
drift: 0 %/year              # required; growth of the mean, effective annual rate, above -100 %/year
omega: 5.824e-5              # required; variance that every day adds, zero or more
alpha: 0.1134                # required; share of the square of yesterday's move, zero or more
beta: 0.8460                 # required; share of yesterday's variance, zero or more; alpha + beta is below 1
start: 100000 USD/BTC        # default: goes on from the replay; required without one; the value of the first day
`
