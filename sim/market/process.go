package market

import (
	"errors"
	"math/rand/v2"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// Process is a bound process. It is immutable and safe for concurrent use.
type Process interface {
	// Fill writes one value per day into dst: dst[0] is the day after the one on which the value was start. With a
	// central chance every day is; otherwise the first quiet days are, and day i after them (dst[quiet+i]) takes
	// chance.Normal[i] and what it needs of chance.Rand, so that a longer path begins with the shorter one.
	Fill(dst []float64, start float64, quiet int, chance Chance)
}

// Chance is what a draw brings to a quantity. The zero Chance is central: nothing happens by chance.
type Chance struct {
	Normal []float64  // standard normals, one for each UTC day; those of different quantities may be correlated
	Rand   *rand.Rand // a stream that serves this quantity alone, for what is not normal: jumps
	Joint  *rand.Rand // the beginning of a stream that every quantity of the draw reads from its beginning: days of the past; nil: Rand

	day int // of the run, to which Normal[0] belongs
}

// Central says whether nothing happens by chance.
func (c Chance) Central() bool { return c.Normal == nil }

// from returns the chance of the days after the first n.
func (c Chance) from(n int) Chance {
	if !c.Central() {
		c.Normal = c.Normal[n:]
	}
	c.day += n
	return c
}

// Kind is a process as a scenario words it.
type Kind interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Start returns the value of the first day, where the words state one, and whether the process needs a value to
	// start from in a quantity of that unit.
	Start(u Unit) (stated *Value, needed bool)
	// Shocked says whether Chance.Normal moves the process, so that it can be correlated with another one.
	Shocked() bool
	// Bind adds what only the run knows and returns the process, or everything that stands in its way. b.First is the
	// first day that the process fills, b.Days how many there are, b.Start the value of the day before.
	Bind(b Binding) (Process, []conf.Problem)
}

// Binding is what a quantity needs beside its words.
type Binding struct {
	Unit    Unit
	First   calendar.Date                            // first UTC day of the run
	Days    int                                      // UTC days of the run
	Start   float64                                  // what the process starts from; 0 where it needs nothing. Series.Bind fills it in
	History *series.Daily                            // what is recorded of the quantity, in its unit; nil if nothing is
	File    func(name string) (*series.Daily, error) // reads a daily series of the user's by the name that the scenario gives it
	Memory  *Memory                                  // of the scenario; nil for none
}

// last returns the last day of the run.
func (b Binding) last() calendar.Date { return b.First.AddDays(b.Days - 1) }

// read returns a series of the user's, or what is wrong with it: the file's own problems, which name its lines, or
// one at the place that names the file.
func (b Binding) read(file string, at conf.Pos) (*series.Daily, []conf.Problem) {
	daily, err := b.File(file)
	var own conf.Problems
	switch {
	case errors.As(err, &own):
		return nil, own
	case err != nil:
		return nil, []conf.Problem{problem(at, "%s", err)}
	}
	return daily, b.Unit.checkFile(daily, file, at)
}

// Varieties returns the processes, each with the sentence and the example that explain it.
func Varieties() []conf.Variety {
	return []conf.Variety{
		{Name: "flat", New: func() any { return new(Flat) }, Doc: flatDoc, Example: flatExample},
		{Name: "growth", New: func() any { return new(Growth) }, Doc: growthDoc, Example: growthExample},
		{Name: "series", New: func() any { return new(FromFile) }, Doc: seriesDoc, Example: seriesExample},
		{Name: "gbm", New: func() any { return new(GBM) }, Doc: gbmDoc, Example: gbmExample},
		{Name: "merton", New: func() any { return new(Merton) }, Doc: mertonDoc, Example: mertonExample},
		{Name: "ou", New: func() any { return new(OU) }, Doc: ouDoc, Example: ouExample},
		{Name: "ar1", New: func() any { return new(AR1) }, Doc: ar1Doc, Example: ar1Example},
		{Name: "garch", New: func() any { return new(GARCH) }, Doc: garchDoc, Example: garchExample},
		{Name: "bootstrap", New: func() any { return new(Bootstrap) }, Doc: bootstrapDoc, Example: bootstrapExample},
		{Name: "power_law", New: func() any { return new(PowerLaw) }, Doc: powerLawDoc, Example: powerLawExample},
		{Name: "share", New: func() any { return new(Share) }, Doc: shareDoc, Example: shareExample},
	}
}

// AnyProcess is a process of any kind, told apart by the key `process`.
type AnyProcess struct {
	Name string `yaml:"-"` // of the kind
	Kind `yaml:"-"`
	At   conf.Pos `yaml:"-"`
}

// Varieties returns the key that tells kinds apart, and the kinds.
func (a *AnyProcess) Varieties() (key string, table []conf.Variety) { return "process", Varieties() }

// Choose takes the decoded kind.
func (a *AnyProcess) Choose(name string, v any) { a.Name, a.Kind = name, v.(Kind) }

// daysPerYear is the length of the year in which rates count, 8,766 h.
const daysPerYear = 365.25

// problem returns a problem at a place of a file.
func problem(at conf.Pos, format string, args ...any) conf.Problem {
	return conf.Problemf(&conf.Node{Pos: at}, format, args...)
}
