package market

import (
	"math"
	"math/rand/v2"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Merton is geometric Brownian motion with jumps: on most days it diffuses, on some it leaps.
//
//	r = (ln(1 + drift) − σ²/2 − λk)·dt + σ·√dt·ξ + Σ J      k = exp(μ + δ²/2) − 1, dt = 1/365.25 year, ξ standard normal
//
// with a Poisson number of jumps a day, λ·dt in the mean, each J normal with mean μ and standard deviation δ (R. C.
// Merton, Journal of Financial Economics 3, 1976). The correction λk makes the mean path grow at the drift: E[P(t)]
// = P(0)·(1 + drift)^t.
type Merton struct {
	Drift          unit.AnnualRate `yaml:"drift"`           // of the mean path, effective annual, above -100 %
	Volatility     unit.AnnualRate `yaml:"volatility"`      // σ, of the days without jumps, zero or more
	Jumps          unit.Number     `yaml:"jumps"`           // λ, number of jumps in a year
	JumpMean       unit.Change     `yaml:"jump_mean"`       // μ, mean of the logarithm of a jump
	JumpVolatility unit.Fraction   `yaml:"jump_volatility"` // δ, standard deviation of the logarithm of a jump
	Value          *Value          `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
}

// mostJumps keeps a day at ten jumps; more are better said as volatility.
const mostJumps = 3652.5

// Check returns what is wrong with drift, volatility and jumps.
func (m Merton) Check(at *conf.Node) []conf.Problem {
	problems := append(checkRate(at.Get("drift"), m.Drift), checkVolatility(at.Get("volatility"), m.Volatility)...)
	if m.Jumps < 0 || m.Jumps > mostJumps {
		problems = append(problems, conf.Problemf(at.Get("jumps"), "%s is no number of jumps in a year; it is from 0 to %v, ten a day", m.Jumps, mostJumps))
	}
	if m.JumpMean < -2 || m.JumpMean > 2 {
		problems = append(problems, conf.Problemf(at.Get("jump_mean"), "%s is more than sevenfold in a day; the mean of ln(after/before) is from -200 %% to 200 %%", m.JumpMean))
	}
	return problems
}

// Describe says what was understood: "... and 11 jumps a year of 0.8 % ± 12 %".
func (m Merton) Describe() string {
	return "geometric Brownian motion with a drift of " + m.Drift.String() + " and a volatility of " + m.Volatility.String() + ", and " + m.Jumps.String() +
		" jumps a year of " + m.JumpMean.String() + " ± " + m.JumpVolatility.String() + from(m.Value)
}

// Start returns the value of the first day.
func (m Merton) Start(Unit) (stated *Value, needed bool) { return m.Value, true }

// Shocked says that normals move the days between the jumps.
func (m Merton) Shocked() bool { return true }

// Bind returns the process.
func (m Merton) Bind(Binding) (Process, []conf.Problem) {
	mean, scatter := float64(m.JumpMean), float64(m.JumpVolatility)
	perDay := float64(m.Jumps) / daysPerYear
	sigma := float64(m.Volatility) * math.Sqrt(1/daysPerYear)
	return merton{
		logDrift: math.Log1p(float64(m.Drift)), sigma: sigma, jumps: perDay, mean: mean, scatter: scatter,
		correction: sigma*sigma/2 + perDay*math.Expm1(mean+scatter*scatter/2),
	}, nil
}

type merton struct {
	logDrift             float64 // per year
	sigma                float64 // per √day
	jumps, mean, scatter float64 // a day; of the logarithm
	correction           float64 // a day: what diffusion and jumps add to the mean path
}

// Fill writes the mean path times the exponential of a walk with jumps. A day that is not central takes one normal
// of the draw and, of the stream of its own, a uniform number and a normal, whether it jumps or not: so the days
// after keep their numbers when the number of jumps is changed.
func (m merton) Fill(dst []float64, start float64, quiet int, chance Chance) {
	walk := 0.0
	for i := range dst {
		if !chance.Central() && i >= quiet {
			walk += float64(m.sigma*chance.Normal[i-quiet]) + m.leap(chance.Rand) - m.correction
		}
		dst[i] = start * math.Exp(m.logDrift*(float64(i+1)/daysPerYear)+walk)
	}
}

// leap is the sum of the jumps of a day: of n jumps it is normal with mean n·μ and variance n·δ².
func (m merton) leap(rng *rand.Rand) float64 {
	share, size := rng.Float64(), rng.NormFloat64()
	n, p := 0.0, math.Exp(-m.jumps) // Poisson by inversion: the first n whose cumulated probability exceeds the share
	for sum := p; share >= sum && p > 0; sum += p {
		n++
		p *= m.jumps / n
	}
	return n*m.mean + float64(math.Sqrt(n)*m.scatter*size)
}

const mertonDoc = "geometric Brownian motion with jumps"

const mertonExample = `# Geometric Brownian motion with jumps (Merton 1976): quiet days, and some on which the price leaps.
process: merton
drift: 0 %/year              # required; growth of the mean, effective annual rate, above -100 %/year
volatility: 50 %/year        # required; of the days without jumps: standard deviation of the logarithm over a year
jumps: 11                    # required; how many a year, 0 to 3652.5
jump_mean: 0.82 %            # required; mean of ln(after/before) of a jump, -200 % to 200 %
jump_volatility: 12.4 %      # required; its standard deviation, 0 % to 100 %
start: 100000 USD/BTC        # default: goes on from the replay; required without one; the value of the first day
`
