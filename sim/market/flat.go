package market

import (
	"hashwatt/sim/conf"
)

// Flat is one value on every day.
type Flat struct {
	Value *Value `yaml:"value,omitempty"` // in the unit of the quantity; nil: the last value of the replay
}

// Describe says what was understood: "flat at 0.05 BTC/block".
func (f Flat) Describe() string {
	if f.Value == nil {
		return "flat at the last value"
	}
	return "flat at " + f.Value.Text
}

// Start returns the value.
func (f Flat) Start(Unit) (stated *Value, needed bool) { return f.Value, true }

// Shocked says that nothing happens by chance.
func (f Flat) Shocked() bool { return false }

// Bind returns the process.
func (f Flat) Bind(Binding) (Process, []conf.Problem) { return flat{}, nil }

type flat struct{}

// Fill repeats the start.
func (flat) Fill(dst []float64, start float64, _ int, _ Chance) {
	for i := range dst {
		dst[i] = start
	}
}

const flatDoc = "one value on every day"

const flatExample = `# One value on every day.
process: flat
value: 100000 USD/BTC        # default: the last value of the replay; required without one; in the unit of the quantity
`
