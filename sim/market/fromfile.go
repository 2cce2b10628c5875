package market

import (
	"hashwatt/sim/conf"
)

// FromFile takes the values from a file of the user's, one per UTC day.
type FromFile struct {
	File string   `yaml:"file"` // CSV with the columns time,value, in the unit of the quantity
	At   conf.Pos `yaml:"-"`
}

// Describe says what was understood: "the values of prices.csv".
func (s FromFile) Describe() string { return "the values of " + s.File }

// Start says that a file needs no value to start from.
func (s FromFile) Start(Unit) (stated *Value, needed bool) { return nil, false }

// Shocked says that nothing happens by chance.
func (s FromFile) Shocked() bool { return false }

// Bind reads the file, which must hold every day that it is to fill.
func (s FromFile) Bind(b Binding) (Process, []conf.Problem) {
	daily, problems := b.read(s.File, s.At)
	if problems != nil {
		return nil, problems
	}
	last := daily.First.AddDays(len(daily.Values) - 1)
	switch {
	case b.First.Before(daily.First):
		return nil, []conf.Problem{problem(s.At, "%s begins %s, but it is needed from %s on; add the days before", s.File, daily.First, b.First)}
	case last.Before(b.last()):
		return nil, []conf.Problem{problem(s.At,
			"%s ends %s, before the last day of the run, %s; end the clock earlier, add the days that are missing, or write {replay: %s, then: {process: flat}}",
			s.File, last, b.last(), s.File)}
	}
	skip := b.First.Days() - daily.First.Days()
	return values(daily.Values[skip : skip+b.Days]), nil
}

type values []float64

// Fill copies the values; the first of them belongs to dst[0].
func (v values) Fill(dst []float64, _ float64, _ int, _ Chance) { copy(dst, v) }

const seriesDoc = "the values of a file, one per day"

const seriesExample = `# The values of a file of your own, one per UTC day.
process: series
file: prices.csv             # required; columns time,value in the unit of the quantity, every day to the end of the run
`
