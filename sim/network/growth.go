package network

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Growth lets the rest of the world grow at a steady rate, whatever it earns:
//
//	ln H(k+1) = ln H(k) + ln(1 + rate) · (length of epoch k in years) + noise · ξ
type Growth struct {
	Rate  unit.AnnualRate `yaml:"rate"`            // effective annual, above -100 %
	Noise *unit.EpochRate `yaml:"noise,omitempty"` // standard deviation of ln H per epoch, beyond luck; nil: StructuralNoise
}

// Check returns what is wrong with the rate and the noise.
func (g Growth) Check(at *conf.Node) []conf.Problem {
	return append(checkRate(at.Get("rate"), g.Rate), checkNoise(at.Get("noise"), g.Noise)...)
}

// Describe says what was understood: "growth by 30 %/year".
func (g Growth) Describe() string { return fmt.Sprintf("growth by %s", g.Rate) }

// Bind returns the response; growth needs nothing but its words.
func (g Growth) Bind(Binding) (Response, []conf.Problem) {
	return &growth{logRate: math.Log1p(float64(g.Rate)), noise: noiseOf(g.Noise)}, nil
}

type growth struct{ logRate, noise float64 } // per year of 8,766 h; per epoch

// Start returns the response itself, which remembers nothing.
func (g *growth) Start() Course { return g }

// Copy returns the response itself.
func (g *growth) Copy() Course { return g }

// Scale does nothing: there are no machines to remember.
func (g *growth) Scale(float64) {}

// Next returns the hashrate of the epoch that ended, grown by that epoch's length.
func (g *growth) Next(s State) float64 {
	return s.HashratePHs * math.Exp(g.logRate*s.EpochHours/unit.HoursPerYear+g.noise*s.Noise)
}

// most is beyond any growth that was meant; a century of it is still a finite number.
const most = 9.0

func checkRate(at *conf.Node, rate unit.AnnualRate) []conf.Problem {
	switch {
	case rate <= -1:
		return []conf.Problem{conf.Problemf(at, "%s leaves nothing after a year; a rate of growth is above -100 %%/year", rate)}
	case rate > most:
		return []conf.Problem{conf.Problemf(at, "%s is more than tenfold every year; check the number", rate)}
	}
	return nil
}

func checkNoise(at *conf.Node, noise *unit.EpochRate) []conf.Problem {
	if noise != nil && (*noise < 0 || *noise > 1) {
		return []conf.Problem{conf.Problemf(at, "%s is not a noise; it is from 0 to 100 %%/epoch", noise)}
	}
	return nil
}

func noiseOf(noise *unit.EpochRate) float64 {
	if noise == nil {
		return StructuralNoise
	}
	return float64(*noise)
}

const growthDoc = "steady growth, whatever mining earns"

const growthExample = `# The rest of the world grows at a steady rate, whatever mining earns.
response: growth
rate: 30 %/year              # required; effective annual rate, above -100 %/year
noise: 4.1 %/epoch           # default 4.1 %/epoch; scatter per epoch beyond luck in finding blocks, in draws only
`
