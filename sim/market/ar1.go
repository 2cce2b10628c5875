package market

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// AR1 is a daily autoregression of the logarithm, which suits what flares up and dies down, as fees do:
//
//	ln F(d) = m + φ·(ln F(d−1) − m) + s·√(1 − φ²)·ξ      m = ln(level), φ = persistence, s = scatter
//
// The level is the median, the scatter the standard deviation of ln F in the long run and φ the correlation of ln F
// from day to day. The central path is the mean, which comes to level·exp(s²/2).
type AR1 struct {
	Level       Value       `yaml:"level"`           // the median, in the unit of the quantity, above zero
	Persistence unit.Number `yaml:"persistence"`     // φ, from 0 to below 1
	Scatter     unit.Number `yaml:"scatter"`         // s, of the logarithm; zero or more
	Value       *Value      `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
	At          conf.Pos    `yaml:"-"`
}

// Check returns what is wrong with persistence and scatter.
func (a AR1) Check(at *conf.Node) []conf.Problem {
	problems := checkPersistence(at.Get("persistence"), a.Persistence)
	if a.Scatter < 0 || a.Scatter > widest {
		problems = append(problems, conf.Problemf(at.Get("scatter"), "%s is not the standard deviation of a logarithm; it is from 0 to %v, where 0.7 is a factor of 2",
			a.Scatter, widest))
	}
	return problems
}

func checkPersistence(at *conf.Node, persistence unit.Number) []conf.Problem {
	if persistence < 0 || persistence >= 1 {
		return []conf.Problem{conf.Problemf(at, "%s is not a persistence; it is the correlation from day to day, from 0 to below 1", persistence)}
	}
	return nil
}

// Describe says what was understood: "an autoregression about 0.14 BTC/block with a persistence of 0.96 a day and a
// scatter of 0.93".
func (a AR1) Describe() string {
	return "an autoregression about " + a.Level.Text + " with a persistence of " + a.Persistence.String() + " a day and a scatter of " + a.Scatter.String() +
		" in the logarithm" + from(a.Value)
}

// Start returns the value of the first day.
func (a AR1) Start(Unit) (stated *Value, needed bool) { return a.Value, true }

// Shocked says that normals move the process.
func (a AR1) Shocked() bool { return true }

func (a AR1) checkUnit(u Unit) []conf.Problem { return checkLevel(a.Level, u) }

// Bind returns the process.
func (a AR1) Bind(b Binding) (Process, []conf.Problem) {
	return revertTo(a.Level, a.Value, float64(a.Persistence), innovation(float64(a.Scatter), float64(a.Persistence)), b, a.At)
}

// innovation is the standard deviation of a day's shock that gives an AR(1) its scatter in the long run.
func innovation(scatter, persistence float64) float64 {
	return scatter * math.Sqrt((1-persistence)*(1+persistence))
}

const ar1Doc = "a daily autoregression of the logarithm, as of fees"

const ar1Example = `# A daily autoregression of the logarithm: what flares up and dies down, such as fees. The mean lies above the level.
process: ar1
level: 0.14 BTC/block        # required; the median that it returns to, in the unit of the quantity
persistence: 0.96            # required; correlation of the logarithm from day to day, from 0 to below 1
scatter: 0.93                # required; standard deviation of the logarithm in the long run; 0.93 is a factor of 2.5
start: 0.02 BTC/block        # default: goes on from the replay; required without one; the value of the first day
`
