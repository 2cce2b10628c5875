package market

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Growth changes at a steady rate: P(t) = start · (1 + rate)^t, t in years of 365.25 days.
type Growth struct {
	Value *Value          `yaml:"value,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
	Rate  unit.AnnualRate `yaml:"rate"`            // effective annual, above -100 %
}

// Check returns what is wrong with the rate.
func (g Growth) Check(at *conf.Node) []conf.Problem { return checkRate(at.Get("rate"), g.Rate) }

// Describe says what was understood: "growth by 5 %/year from 100000 USD/BTC".
func (g Growth) Describe() string { return "growth by " + g.Rate.String() + from(g.Value) }

// Start returns the value of the first day.
func (g Growth) Start(Unit) (stated *Value, needed bool) { return g.Value, true }

// Shocked says that nothing happens by chance.
func (g Growth) Shocked() bool { return false }

// Bind returns the process.
func (g Growth) Bind(Binding) (Process, []conf.Problem) {
	return growth{math.Log1p(float64(g.Rate))}, nil
}

type growth struct{ logRate float64 } // per year

// Fill writes the steady path; nothing is drawn.
func (g growth) Fill(dst []float64, start float64, _ int, _ Chance) {
	for i := range dst {
		dst[i] = start * math.Exp(g.logRate*(float64(i+1)/daysPerYear))
	}
}

// most is beyond any growth that was meant; a century of it is still a finite number.
const most = 9.0

func checkRate(at *conf.Node, rate unit.AnnualRate) []conf.Problem {
	switch {
	case rate <= -1:
		return []conf.Problem{conf.Problemf(at, "%s leaves nothing after a year; a rate is above -100 %%/year", rate)}
	case rate > most:
		return []conf.Problem{conf.Problemf(at, "%s is more than tenfold every year; check the number", rate)}
	}
	return nil
}

// from ends a sentence with the stated start, if there is one.
func from(start *Value) string {
	if start == nil {
		return ""
	}
	return " from " + start.Text
}

const growthDoc = "a steady rate of growth or decline"

const growthExample = `# A steady rate of growth or decline.
process: growth
value: 100000 USD/BTC        # default: goes on from the replay; required without one; the value of the first day
rate: 5 %/year               # required; effective annual rate, above -100 %/year
`
