package market

import (
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// PowerLaw is a power of the age of the chain, with a deviation that dies down:
//
//	ln P = level + exponent·ln(days since 2009-01-03) + u      u(d) = φ·u(d−1) + s·√(1 − φ²)·ξ
//
// (G. Santostasi, "The Bitcoin power law theory", 2024, made the regression known). It is an assumption of a trend:
// two trending series always fit each other well, and the R² of such a regression is no evidence that the deviation
// is stationary (Granger and Newbold, Journal of Econometrics 2, 1974). The deviation begins at that of the last
// value; the central path is the mean.
type PowerLaw struct {
	Exponent    unit.Number   `yaml:"exponent"`
	Level       unit.Number   `yaml:"level"`           // ln of the value, in the unit of the quantity, on the first day of the chain
	Persistence unit.Number   `yaml:"persistence"`     // φ, from 0 to below 1
	Scatter     unit.Fraction `yaml:"scatter"`         // s, standard deviation of the logarithm about the trend in the long run
	Value       *Value        `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
	At          conf.Pos      `yaml:"-"`
}

// Check returns what is wrong with the persistence.
func (p PowerLaw) Check(at *conf.Node) []conf.Problem {
	return checkPersistence(at.Get("persistence"), p.Persistence)
}

// Describe says what was understood, and what it is not.
func (p PowerLaw) Describe() string {
	return "a power law of the chain's age, exponent " + p.Exponent.String() + ", with a scatter of " + p.Scatter.String() +
		" (trend assumption, R² is not evidence of stationarity)" + from(p.Value)
}

// Start returns the value of the first day.
func (p PowerLaw) Start(Unit) (stated *Value, needed bool) { return p.Value, true }

// Shocked says that normals move the process.
func (p PowerLaw) Shocked() bool { return true }

// Bind returns the process.
func (p PowerLaw) Bind(b Binding) (Process, []conf.Problem) {
	if problems := checkStart(p.Value, b, p.At); problems != nil {
		return nil, problems
	}
	genesis := calendar.Date{Year: 2009, Month: 1, Day: 3}
	age := b.First.Days() - 1 - genesis.Days()
	if age < 1 {
		return nil, []conf.Problem{problem(p.At, "a power law of the chain's age begins after its first day, %s; start the clock later", genesis)}
	}
	r := reverting{
		level: float64(p.Level), exponent: float64(p.Exponent), age: float64(age),
		keep: float64(p.Persistence), shock: innovation(float64(p.Scatter), float64(p.Persistence)),
	}
	if last := r.trend(b.Days); !(math.Abs(last) < 500) { // exp(709) is the end of the numbers
		return nil, []conf.Problem{problem(p.At, "the trend reaches e^%.4g; check exponent and level, such as 5.65526 and -37.7284 for the coin in USD", last)}
	}
	return r, nil
}

const powerLawDoc = "a power law of the chain's age: a trend assumption, R² is not evidence of stationarity"

const powerLawExample = `# A power of the age of the chain, with a deviation that dies down. A trend assumption: R² is not evidence of stationarity.
process: power_law
exponent: 5.65526            # required; of the days since 2009-01-03
level: -37.7284              # required; natural logarithm of the value, in the unit of the quantity, at an age of one day
persistence: 0.997987        # required; of the deviation from day to day, from 0 to below 1; here it halves in 344 days
scatter: 65.26 %             # required; standard deviation of the logarithm about the trend in the long run
start: 100000 USD/BTC        # default: goes on from the replay, at its deviation; required without one; the value of the first day
`
