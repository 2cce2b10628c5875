package tariff

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Flat is one price in every hour.
type Flat struct {
	Price unit.EnergyPrice `yaml:"price"` // per MWh in base units, zero or more
	Rise  Rise             `yaml:",inline"`
}

// Check returns what is wrong with the price and its escalation.
func (f *Flat) Check(at *conf.Node) []conf.Problem {
	return append(checkPrice(at.Get("price"), f.Price), f.Rise.problems(at)...)
}

// Describe says what was understood: "45 USD/MWh in every hour".
func (f *Flat) Describe() string {
	return f.Price.String() + " in every hour" + f.Rise.text()
}

// Currency returns the currency of the price.
func (f *Flat) Currency() string { return f.Price.Currency }

// Signal adds the price of every hour to dst.
func (f *Flat) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	rise := f.Rise.over(in)
	for t := range dst {
		if err := addHour(dst, t, f.Price.Amount*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// Bill invoices the energy of each local month at the price.
func (f *Flat) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	price := make([]float64, len(loadMWh))
	if err := f.Signal(price, in); err != nil {
		return nil, err
	}
	why := func(m int, mwh, amount float64) string {
		if moved := f.Rise.textIn(in, m); moved != "" {
			return averageText(mwh, amount, f.Price.Currency) + moved
		}
		return energyText(mwh) + " at " + f.Price.String()
	}
	return invoice(loadMWh, price, in, f.Price.Currency, []line{{why: why}}, nil)
}

const flatDoc = "one price in every hour"

const flatExample = `# One price in every hour of every day.
type: flat
name: network                # what the line is called on the bill; default: the type
price: 0.86 RUB/kWh          # required; any currency, per kWh or MWh, zero or more
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
