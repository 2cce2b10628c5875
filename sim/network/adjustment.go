package network

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Adjustment lets the rest of the world approach, a part of the way per epoch, the hashrate at which mining earns
// what keeps it where it is:
//
//	ln H(k+1) = ln H(k) + speed · (mean over epoch k of [ln HP − ln HP*(t)]) + noise · ξ
//	HP*(t)    = target · (1 − decline)^(t − t0)          USD/PH/day
//
// with t in years of 8,766 h and t0 the hand-over. The decline stands for machines that become more efficient: what
// was enough to earn last year is more than enough this year. The speed is weakly identified: fitted to the epochs
// of 2020 to 2025 as written above it is 0.56 ± 1.03 %/epoch with an R² of 0.003, and by the hashprice of epoch k +
// 1 itself 1.3 % with an R² of 0.014; so report results for several speeds.
//
// Hashprice of epoch k follows from the hashrate of epoch k − 1, so a push h in ln H goes on by h(k+1) = h(k) −
// speed · h(k−1). The roots of λ² − λ + speed are real up to 25 %/epoch, where a push dies out without a swing;
// above, hashrate swings with an amplitude that falls to √speed of itself in each epoch, so at 100 %/epoch it
// hardly settles, in cycles of six epochs.
type Adjustment struct {
	Speed   unit.EpochRate  `yaml:"speed"`            // 0 to 100 %/epoch: at 100 % a gap of 1 % in hashprice moves hashrate by 1 %
	Decline unit.AnnualRate `yaml:"decline"`          // of the target, effective annual, below 100 %
	Target  *unit.Hashprice `yaml:"target,omitempty"` // at the hand-over, USD/PH/day, more than zero; nil: the mean of recent epochs
	Noise   *unit.EpochRate `yaml:"noise,omitempty"`  // standard deviation of ln H per epoch, beyond luck; nil: StructuralNoise
	At      conf.Pos        `yaml:"-"`
}

// Check returns everything that is wrong with the words.
func (a Adjustment) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if a.Speed < 0 || a.Speed > 1 {
		problems = append(problems, conf.Problemf(at.Get("speed"),
			"%s is not a speed; it is from 0 to 100 %%/epoch (above that, hashrate would swing ever wider)", a.Speed))
	}
	if a.Decline >= 1 || a.Decline < -most {
		problems = append(problems, conf.Problemf(at.Get("decline"),
			"%s is not a decline; it is below 100 %%/year, and a rising target has a minus sign", a.Decline))
	}
	if a.Target != nil && *a.Target <= 0 {
		problems = append(problems, conf.Problemf(at.Get("target"), "%s is no target; it is more than zero", a.Target))
	}
	return append(problems, checkNoise(at.Get("noise"), a.Noise)...)
}

// Describe says what was understood: "adjustment by 5 %/epoch towards a hashprice of 50 USD/PH/day that declines by
// 18 %/year".
func (a Adjustment) Describe() string {
	target := "the hashprice of recent epochs"
	if a.Target != nil {
		target = "a hashprice of " + a.Target.String()
	}
	return fmt.Sprintf("adjustment by %s towards %s that declines by %s", a.Speed, target, a.Decline)
}

// Bind returns the response; without a target of its own it aims at that of the binding.
func (a Adjustment) Bind(b Binding) (Response, []conf.Problem) {
	target := b.Target
	if a.Target != nil {
		target = float64(*a.Target)
	}
	if !(target > 0) {
		return nil, []conf.Problem{problem(a.At,
			"history knows no hashprice of recent epochs to aim at; write the target, for example target: 50 USD/PH/day")}
	}
	return &adjustment{
		speed: float64(a.Speed), logTarget: math.Log(target), logDecline: math.Log1p(-float64(a.Decline)), noise: noiseOf(a.Noise),
	}, nil
}

// adjustment is the bound response: per epoch, ln USD/PH/day, per year of 8,766 h, per epoch.
type adjustment struct{ speed, logTarget, logDecline, noise float64 }

// Start returns the response itself, which remembers nothing.
func (a *adjustment) Start() Course { return a }

// Copy returns the response itself.
func (a *adjustment) Copy() Course { return a }

// Scale does nothing: there are no machines to remember.
func (a *adjustment) Scale(float64) {}

// Next moves the hashrate of the epoch that ended. The target falls evenly in its logarithm, so its mean over that
// epoch is its value in the middle.
func (a *adjustment) Next(s State) float64 {
	if s.Worthless {
		return s.HashratePHs // nothing to go by
	}
	middle := s.Years - s.EpochHours/(2*unit.HoursPerYear)
	gap := s.MeanLogHashprice - (a.logTarget + a.logDecline*middle)
	return s.HashratePHs * math.Exp(a.speed*gap+a.noise*s.Noise)
}

const adjustmentDoc = "hashrate follows what mining earns, a part of the way per epoch"

const adjustmentExample = `# The rest of the world adds machines while mining earns more than a target, and removes them while it earns less.
response: adjustment
speed: 5 %/epoch             # required; 0 to 100 %/epoch: how much of a gap in hashprice one epoch turns into hashrate; above 25 it overshoots
decline: 18 %/year           # required; how fast the target falls as machines become more efficient, effective annual rate
target: 50 USD/PH/day        # default: the mean hashprice of the last six finished epochs of history
noise: 4.1 %/epoch           # default 4.1 %/epoch; scatter per epoch beyond luck in finding blocks, in draws only
`
