package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Surcharge is a percentage on other lines of the bill: a mark-up for miners, a fuel adjustment, a rebate.
type Surcharge struct {
	Share unit.Change `yaml:"share"` // of the lines; a rebate is below zero, down to -100 %
	Above `yaml:",inline"`
	When  calendar.Months `yaml:"months,omitempty"`
}

// Check returns what is wrong with the share.
func (s *Surcharge) Check(at *conf.Node) []conf.Problem {
	if s.Share < -1 || s.Share > mostChange {
		return []conf.Problem{conf.Problemf(at.Get("share"), "%s is no share of a bill; it lies from -100 %% to %.0f %%", s.Share, 100*mostChange)}
	}
	return nil
}

// Describe says what was understood: "10 % of energy and network".
func (s *Surcharge) Describe() string {
	text := s.Share.String() + " " + s.text()
	if s.When != 0 {
		text += " in " + s.When.String()
	}
	return text
}

// Currency returns "": it is that of the lines.
func (s *Surcharge) Currency() string { return "" }

// Shape makes the lines that it adds to dearer by the share.
func (s *Surcharge) Shape(shape *Shape, in Input) error {
	s.scale(shape, float64(s.Share), s.When, in)
	return nil
}

// Invoice bills the share of the lines of each month.
func (s *Surcharge) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	return s.percent(use, in, float64(s.Share), s.Share.String(), s.When), nil
}

// percent bills a share of the lines of each month.
func (a *Above) percent(use Use, in Input, share float64, text string, months calendar.Months) []Charge {
	sums, currency := a.sum(use, in)
	var charges []Charge
	for m, sum := range sums {
		if sum == 0 || share == 0 || !months.Has(int(in.Civil.Months[m].Month)-1) {
			continue
		}
		charges = append(charges, Charge{
			Month: m, Amount: share * sum, Currency: currency,
			Why: fmt.Sprintf("%s %s, %.2f %s", text, a.text(), sum, currency),
		})
	}
	return charges
}

const surchargeDoc = "a percentage on other lines of the bill, such as a mark-up for miners"

const surchargeExample = `# A percentage on other lines of the bill: a mark-up, an adjustment, or a rebate.
type: surcharge
name: miners                 # what the line is called on the bill; default: the type
share: 30 %                  # required; a rebate is below zero
of: [energy, network]        # default: all components before it; names of components before it
months: jan-dec              # default: every month
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
