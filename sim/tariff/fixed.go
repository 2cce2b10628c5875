package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Fixed is an amount that is due whatever the load: by day, month or year.
type Fixed struct {
	Amount unit.Money   `yaml:"amount"`
	Per    calendar.Per `yaml:"per,omitempty"`  // day, month or year
	Days   MonthLength  `yaml:"days,omitempty"` // of an amount by day
	Rise   Rise         `yaml:",inline"`
}

// MonthLength says how many days a month has for an amount by day.
type MonthLength string

// The lengths.
const (
	ActualDays MonthLength = "actual" // those of the calendar
	EvenDays   MonthLength = "even"   // 365/12 in every month, also in leap years
)

// Words lists the lengths.
func (MonthLength) Words() []string { return []string{string(ActualDays), string(EvenDays)} }

// evenDays is the length of every month where months are even.
const evenDays = 365.0 / 12

// Check returns what is wrong with the amount and its period.
func (f *Fixed) Check(at *conf.Node) []conf.Problem {
	problems := f.Rise.problems(at)
	if f.Amount.Amount < 0 {
		problems = append(problems, conf.Problemf(at.Get("amount"), "%s is below zero; a fixed amount is zero or more, and what is paid back is a subsidy", f.Amount))
	}
	switch f.Per {
	case "", calendar.Daily, calendar.Monthly, calendar.Yearly:
	default:
		problems = append(problems, conf.Problemf(at.Get("per"), "a fixed amount is due by day, month or year, not by %s", f.Per))
	}
	if days := at.Get("days"); days != nil && f.Per != calendar.Daily {
		problems = append(problems, conf.Problemf(days, "the amount is not due by day; leave days out, or write per: day"))
	}
	return problems
}

func (f *Fixed) per() calendar.Per {
	if f.Per == "" {
		return calendar.Monthly
	}
	return f.Per
}

// Describe says what was understood: "21 USD by month".
func (f *Fixed) Describe() string {
	text := f.Amount.String() + " by " + string(f.per())
	if f.Days == EvenDays {
		text += ", months of 365/12 days"
	}
	return text + f.Rise.text()
}

// Currency returns the currency of the amount.
func (f *Fixed) Currency() string { return f.Amount.Currency }

// Shape adds nothing: what is due whatever runs is no reason to run or not.
func (f *Fixed) Shape(s *Shape, _ Input) error {
	s.Exact = false
	return nil
}

// Invoice bills every month that the load touches, in full, or by its hours where Prorate is set: an amount by year in
// twelfths, one by day for each day.
func (f *Fixed) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	var charges []Charge
	for m := range in.Civil.Months {
		amount := f.Amount.Amount * f.Rise.inMonth(in, m)
		price := unit.Money{Amount: amount, Currency: f.Amount.Currency}
		why := price.String() + " by " + string(f.per())
		switch days := float64(monthDays(in, m)); {
		case f.per() == calendar.Yearly:
			amount /= 12
			why += ", a twelfth"
		case f.per() == calendar.Daily && f.Days == EvenDays:
			amount *= evenDays
			why += " x 365/12 days"
		case f.per() == calendar.Daily:
			amount *= days
			why += fmt.Sprintf(" x %.0f days", days)
		}
		share, cut := in.share(m)
		if amount *= share; amount == 0 {
			continue
		}
		charges = append(charges, Charge{Month: m, Amount: amount, Currency: f.Amount.Currency, Why: why + cut})
	}
	return charges, nil
}

// share returns the part of a month that is billed, and the words for it where it is less than all.
func (in Input) share(m int) (share float64, text string) {
	month := in.Civil.Months[m]
	if inside := month.To - month.From; in.Prorate && inside < month.Hours {
		return float64(inside) / float64(month.Hours), fmt.Sprintf(" x %d of %d hours", inside, month.Hours)
	}
	return 1, ""
}

const fixedDoc = "an amount by day, month or year, whatever the load"

const fixedExample = `# An amount that is due whatever the load.
type: fixed
name: customer charge        # what the line is called on the bill; default: the type
amount: 21 USD               # required; zero or more
per: day                     # default month; day, month or year (in twelfths)
days: actual                 # default actual: the days of the month; even: 365/12 in every month; only by day
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the amount of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
