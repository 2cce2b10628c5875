package tariff

import (
	"hashwatt/sim/unit"
)

// Tax is a share of the lines before it that goes to the state: value added tax, a tax on power.
type Tax struct {
	Rate  unit.Fraction `yaml:"rate"`
	Above `yaml:",inline"`
}

// Describe says what was understood: "20 % of all lines before".
func (t *Tax) Describe() string { return t.Rate.String() + " " + t.text() }

// Currency returns "": it is that of the lines.
func (t *Tax) Currency() string { return "" }

// Shape makes the lines that it is on dearer by the rate.
func (t *Tax) Shape(s *Shape, in Input) error {
	t.scale(s, float64(t.Rate), 0, in)
	return nil
}

// Invoice bills the rate on the lines of each month. Lines below zero lower it.
func (t *Tax) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	return t.percent(use, in, float64(t.Rate), t.Rate.String(), 0), nil
}

const taxDoc = "a share of the lines before it that goes to the state"

const taxExample = `# A tax on the bill. Put it at the end of the list.
type: tax
name: VAT                    # what the line is called on the bill; default: the type
rate: 20 %                   # required; 0 % to 100 %
of: [energy, demand]         # default: all components before it; names of components before it
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
