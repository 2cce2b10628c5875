package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Minimum is the least that other lines of a bill come to, by month or by year: what they fall short of it is added.
type Minimum struct {
	Amount unit.Money   `yaml:"amount"`
	Per    calendar.Per `yaml:"per,omitempty"` // month or year
	Above  `yaml:",inline"`
}

// Check returns what is wrong with the amount and its period.
func (f *Minimum) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if f.Amount.Amount <= 0 {
		problems = append(problems, conf.Problemf(at.Get("amount"), "%s holds nothing up; a minimum is above zero", f.Amount))
	}
	switch f.Per {
	case "", calendar.Monthly, calendar.Yearly:
	default:
		problems = append(problems, conf.Problemf(at.Get("per"), "a minimum holds by month or year, not by %s", f.Per))
	}
	return problems
}

// Describe says what was understood: "at least 100 USD by month of all lines before".
func (f *Minimum) Describe() string {
	return fmt.Sprintf("at least %s by %s %s", f.Amount, f.per(), f.text())
}

func (f *Minimum) per() calendar.Per {
	if f.Per == "" {
		return calendar.Monthly
	}
	return f.Per
}

// Currency returns the currency of the amount.
func (f *Minimum) Currency() string { return f.Amount.Currency }

// Shape adds nothing: the operator does not plan for the minimum, that is, he does not run at a loss because what
// he saves would be billed anyway. That is exact wherever the lines before exceed the minimum.
func (f *Minimum) Shape(s *Shape, _ Input) error {
	s.Exact = false
	return nil
}

// Invoice adds what the lines fall short of the minimum: every month, or in the last month of each calendar year. A
// year that the load does not cover whole has a minimum of its share of hours.
func (f *Minimum) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	months, currency := f.sum(use, in)
	if currency != "" && currency != f.Amount.Currency {
		return nil, fmt.Errorf("the minimum is in %s, but the lines before are in %s; a bill has one currency", f.Amount.Currency, currency)
	}
	var charges []Charge
	year := 0.0
	for m, sum := range months {
		least, cut := f.Amount.Amount, ""
		year += sum
		switch {
		case f.per() == calendar.Monthly:
			share, text := in.share(m)
			least, cut = least*share, text
		case m+1 < len(months) && in.Civil.Months[m+1].Year == in.Civil.Months[m].Year:
			continue
		default:
			inside, whole := yearHours(in, m)
			if least *= float64(inside) / float64(whole); inside < whole {
				cut = fmt.Sprintf(" x %d of %d hours", inside, whole)
			}
			sum, year = year, 0
		}
		if short := least - sum; short > 0 {
			charges = append(charges, Charge{Month: m, Amount: short, Currency: f.Amount.Currency, Why: fmt.Sprintf(
				"at least %s by %s%s; %s came to %.2f %s", f.Amount, f.per(), cut, f.lines(), sum, f.Amount.Currency)})
		}
	}
	return charges, nil
}

// lines names the lines that are held up.
func (f *Minimum) lines() string {
	if len(f.Of) == 0 {
		return "the lines before"
	}
	return listText(f.Of)
}

// yearHours returns how many hours of the calendar year of month m the axis covers, and how many the year has.
func yearHours(in Input, m int) (inside, whole int) {
	year := in.Civil.Months[m].Year
	for _, p := range in.Civil.Periods(calendar.Yearly, nil, nil, nil) {
		if p.Label == fmt.Sprintf("%04d", year) {
			return p.Inside, p.Whole
		}
	}
	panic("tariff: a month outside all years")
}

const minimumDoc = "the least that other lines come to, by month or year"

const minimumExample = `# The least that other lines come to. What they fall short of it is added; by year, in December.
type: minimum
name: minimum charge         # what the line is called on the bill; default: the type
amount: 100 USD              # required; above zero
per: month                   # default month; or year, cut to its hours where the load covers a part
of: [energy, demand]         # default: all components before it; names of components before it
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
