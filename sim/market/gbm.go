package market

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// GBM is geometric Brownian motion: equal percentages up and down are equally likely at any level.
//
//	ln P(t+dt) = ln P(t) + (ln(1 + drift) − σ²/2)·dt + σ·√dt·ξ       dt = 1/365.25 year, ξ standard normal
//
// The correction σ²/2 makes the mean path, not the median, grow at the drift: E[P(t)] = P(0)·(1 + drift)^t.
type GBM struct {
	Drift      unit.AnnualRate `yaml:"drift"`           // of the mean path, effective annual, above -100 %
	Volatility unit.AnnualRate `yaml:"volatility"`      // σ, standard deviation of the logarithm over a year, zero or more
	Value      *Value          `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
}

// Check returns what is wrong with the drift and the volatility.
func (g GBM) Check(at *conf.Node) []conf.Problem {
	return append(checkRate(at.Get("drift"), g.Drift), checkVolatility(at.Get("volatility"), g.Volatility)...)
}

func checkVolatility(at *conf.Node, volatility unit.AnnualRate) []conf.Problem {
	if volatility < 0 || volatility > most {
		return []conf.Problem{conf.Problemf(at, "%s is not a volatility; it is zero or more, and below 900 %%/year", volatility)}
	}
	return nil
}

// Describe says what was understood: "geometric Brownian motion with a drift of 0 %/year and a volatility of 50
// %/year".
func (g GBM) Describe() string {
	return "geometric Brownian motion with a drift of " + g.Drift.String() + " and a volatility of " + g.Volatility.String() + from(g.Value)
}

// Start returns the value of the first day.
func (g GBM) Start(Unit) (stated *Value, needed bool) { return g.Value, true }

// Shocked says that normals move the process.
func (g GBM) Shocked() bool { return true }

// Bind returns the process.
func (g GBM) Bind(Binding) (Process, []conf.Problem) {
	return gbm{math.Log1p(float64(g.Drift)), float64(g.Volatility)}, nil
}

type gbm struct{ logDrift, sigma float64 } // per year; per √year

// Fill writes the mean path times the exponential of a walk, which stands still on central days; a day that is not
// central takes one normal.
func (g gbm) Fill(dst []float64, start float64, quiet int, chance Chance) {
	step := g.sigma * math.Sqrt(1/daysPerYear)
	walk := 0.0
	for i := range dst {
		if !chance.Central() && i >= quiet {
			walk += float64(step*chance.Normal[i-quiet]) - step*step/2
		}
		dst[i] = start * math.Exp(g.logDrift*(float64(i+1)/daysPerYear)+walk)
	}
}

const gbmDoc = "geometric Brownian motion"

const gbmExample = `# Geometric Brownian motion: equal percentages up and down are equally likely at any level.
process: gbm
drift: 0 %/year              # required; growth of the mean, effective annual rate, above -100 %/year
volatility: 50 %/year        # required; standard deviation of the logarithm over a year
start: 100000 USD/BTC        # default: goes on from the replay; required without one; the value of the first day
`
