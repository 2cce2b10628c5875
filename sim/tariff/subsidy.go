package tariff

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Subsidy is what the state or a supplier pays back on each kWh of some hours.
type Subsidy struct {
	Price unit.EnergyPrice `yaml:"price"` // paid back per MWh in base units, zero or more
	When  `yaml:",inline"`
	Rise  Rise `yaml:",inline"`
}

// Check returns what is wrong with the price and the hours.
func (s *Subsidy) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if s.Price.Amount < 0 {
		problems = append(problems, conf.Problemf(at.Get("price"), "%s is below zero; write what is paid back without a minus", s.Price))
	}
	return append(problems, s.Rise.problems(at)...)
}

// Describe says what was understood: "0.5 RUB/kWh paid back nov-mar".
func (s *Subsidy) Describe() string {
	return s.Price.String() + " paid back " + s.hoursText() + s.Rise.text()
}

func (s *Subsidy) hoursText() string {
	if s.level() == 0 {
		return "in every hour"
	}
	return s.when()
}

// Currency returns the currency of the price.
func (s *Subsidy) Currency() string { return s.Price.Currency }

// Signal takes the price off dst in every hour of the subsidy.
func (s *Subsidy) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	of, err := timetable{s.When}.rows(in)
	if err != nil {
		return err
	}
	rise := s.Rise.over(in)
	for t, row := range of {
		if row < 0 {
			continue
		}
		if err := addHour(dst, t, -s.Price.Amount*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// Bill pays back for the energy of each local month.
func (s *Subsidy) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	paid := make([]float64, len(loadMWh))
	of, err := timetable{s.When}.rows(in)
	if err != nil {
		return nil, err
	}
	for t, row := range of {
		if row >= 0 {
			paid[t] = loadMWh[t]
		}
	}
	return billSignal(s, paid, in, s.Price.Currency, ", paid back "+s.hoursText())
}

const subsidyDoc = "what is paid back on each kWh"

const subsidyExample = `# Money back on each kWh, in all hours or in some of them.
type: subsidy
name: relief                 # what the line is called on the bill; default: the type
price: 0.50 RUB/kWh          # required; what is paid back, without a minus
days: mon-fri                # default: every day; also holidays
hours: 23-07                 # default: all hours
months: nov-mar              # default: every month; or a season, not both
# season: 11-15..03-15
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
