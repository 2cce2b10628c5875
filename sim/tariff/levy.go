package tariff

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Levy is a fee of the state on each kWh, whoever sells it: one rate, or a rate that depends on what the power costs
// (Kazakhstan: the cheaper the power, the higher the fee), multiplied by season or hour (Iran).
type Levy struct {
	Price       *unit.EnergyPrice `yaml:"price,omitempty"`       // or Bands
	Bands       []Band            `yaml:"bands,omitempty"`       // in rising order of the price of power
	PowerPrice  *unit.EnergyPrice `yaml:"power_price,omitempty"` // the average price of power that chooses the band
	Multipliers []Multiplier      `yaml:"multipliers,omitempty"` // the most specific one that covers an hour; 1 where none does
	Rise        Rise              `yaml:",inline"`
}

// Band is a rate for power that costs less than a bound. The last band has no bound.
type Band struct {
	Below *unit.EnergyPrice `yaml:"below,omitempty"` // the band holds below this price of power, not at it
	Price unit.EnergyPrice  `yaml:"price"`
	At    conf.Pos          `yaml:"-"`
}

// Multiplier multiplies a price in some hours.
type Multiplier struct {
	Name   string `yaml:"name,omitempty"` // of the line on the bill
	When   `yaml:",inline"`
	Factor unit.Number `yaml:"factor"` // zero or more
	At     conf.Pos    `yaml:"-"`
}

// Check returns what is wrong with one multiplier by itself.
func (m *Multiplier) Check(at *conf.Node) []conf.Problem {
	if m.Factor < 0 {
		return []conf.Problem{conf.Problemf(at.Get("factor"), "%s turns a fee round; a factor is zero or more", m.Factor)}
	}
	return nil
}

// Check returns what is wrong with the rates.
func (l *Levy) Check(at *conf.Node) []conf.Problem {
	problems := l.Rise.problems(at)
	switch {
	case l.Price == nil && len(l.Bands) == 0:
		return append(problems, conf.Problemf(at, "there is no rate; give a price, or bands by the price of power"))
	case l.Price != nil && len(l.Bands) > 0:
		return append(problems, conf.Problemf(at.Get("bands"), "the price says the rate already; keep one of them"))
	case l.Price != nil:
		problems = append(problems, checkPrice(at.Get("price"), *l.Price)...)
		if power := at.Get("power_price"); power != nil {
			problems = append(problems, conf.Problemf(power, "power_price chooses among bands, and the price says the rate already; keep one of them"))
		}
	case l.PowerPrice == nil:
		problems = append(problems, conf.Problemf(at.Get("bands"), "which band holds depends on the price of power; add power_price, its average in the period"))
	}
	problems = append(problems, l.checkBands(at.Get("bands"))...)
	return append(problems, l.table().check(at.Get("multipliers"), "multiplier", false)...)
}

// checkBands wants bounds that rise, a last band without one, and one currency.
func (l *Levy) checkBands(bands *conf.Node) []conf.Problem {
	var problems []conf.Problem
	for i, b := range l.Bands {
		at := bands.Items[i]
		problems = append(problems, checkPrice(at.Get("price"), b.Price)...)
		if b.Price.Currency != l.Bands[0].Price.Currency {
			problems = append(problems, conf.Problemf(at.Get("price"), "in %s, but the first band is in %s; one component has one currency", b.Price.Currency, l.Bands[0].Price.Currency))
		}
		last := i == len(l.Bands)-1
		switch {
		case last && b.Below != nil:
			problems = append(problems, conf.Problemf(at.Get("below"), "the last band ends at %s, and dearer power has no rate; leave its bound out", b.Below))
		case !last && b.Below == nil:
			problems = append(problems, conf.Problemf(at, "only the last band has no bound; add below, or remove the bands after it"))
		case b.Below != nil && l.PowerPrice != nil && b.Below.Currency != l.PowerPrice.Currency:
			problems = append(problems, conf.Problemf(at.Get("below"), "in %s, but power_price is in %s; give both in one currency", b.Below.Currency, l.PowerPrice.Currency))
		case i > 0 && b.Below != nil && l.Bands[i-1].Below != nil && b.Below.Amount <= l.Bands[i-1].Below.Amount:
			problems = append(problems, conf.Problemf(at.Get("below"), "%s is not above %s of the band before; write the bands in rising order", b.Below, l.Bands[i-1].Below))
		}
	}
	return problems
}

// rate returns the rate that holds and why.
func (l *Levy) rate() (price unit.EnergyPrice, why string) {
	if l.Price != nil {
		return *l.Price, ""
	}
	for _, b := range l.Bands {
		if b.Below == nil {
			return b.Price, fmt.Sprintf(", the last band, as power costs %s", l.PowerPrice)
		}
		if l.PowerPrice.Amount < b.Below.Amount {
			return b.Price, fmt.Sprintf(", the band below %s, as power costs %s", b.Below, l.PowerPrice)
		}
	}
	panic("tariff: bands without an end passed the check")
}

// Describe says what was understood: "1 KZT/kWh, the last band, as power costs 24 KZT/kWh".
func (l *Levy) Describe() string {
	price, why := l.rate()
	text := price.String() + " on every kWh" + why
	var parts []string
	for _, m := range l.Multipliers {
		parts = append(parts, m.Factor.String()+" "+m.when())
	}
	if len(parts) > 0 {
		text += ", times " + strings.Join(parts, ", ")
	}
	return text + l.Rise.text()
}

// Currency returns the currency of the rate.
func (l *Levy) Currency() string {
	if l.Price != nil {
		return l.Price.Currency
	}
	if len(l.Bands) > 0 {
		return l.Bands[0].Price.Currency
	}
	return ""
}

// Signal adds the fee of every hour to dst.
func (l *Levy) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	of, err := l.table().rows(in)
	if err != nil {
		return err
	}
	price, _ := l.rate()
	rise := l.Rise.over(in)
	for t, row := range of {
		factor := rise.at(t)
		if row >= 0 {
			factor *= float64(l.Multipliers[row].Factor)
		}
		if err := addHour(dst, t, price.Amount*factor, in); err != nil {
			return err
		}
	}
	return nil
}

// Bill invoices the energy of each local month, one line for each multiplier and one for the hours without.
func (l *Levy) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	signal := make([]float64, len(loadMWh))
	if err := l.Signal(signal, in); err != nil {
		return nil, err
	}
	of, err := l.table().rows(in)
	if err != nil {
		return nil, err
	}
	price, because := l.rate()
	lines := make([]line, len(l.Multipliers)+1)
	for i, m := range l.Multipliers {
		lines[i].name = m.Name
		if m.Name == "" {
			lines[i].name = m.when()
		}
		lines[i].why = func(month int, mwh, _ float64) string {
			return fmt.Sprintf("%s at %s x %s %s%s%s", energyText(mwh), price, m.Factor, m.when(), because, l.Rise.textIn(in, month))
		}
	}
	lines[len(l.Multipliers)].why = func(month int, mwh, _ float64) string {
		return energyText(mwh) + " at " + price.String() + because + l.Rise.textIn(in, month)
	}
	for t := range of {
		if of[t] < 0 {
			of[t] = int16(len(l.Multipliers))
		}
	}
	return invoice(loadMWh, signal, in, l.Currency(), lines, of)
}

// table is when the multipliers hold.
func (l *Levy) table() timetable {
	table := make(timetable, len(l.Multipliers))
	for i, m := range l.Multipliers {
		table[i] = m.When
	}
	return table
}

const levyDoc = "a fee on each kWh: one rate or bands by the price of power, multiplied by season"

const levyExample = `# A fee of the state on each kWh. The rate is one price, or it depends on what the power costs.
type: levy
name: mining fee             # what the line is called on the bill; default: the type
# price: 1 KZT/kWh           # instead of bands
bands:                       # by the average price of power, in rising order; the last one has no bound
  - {below: 15 KZT/kWh, price: 10 KZT/kWh}   # below, not at, this price of power
  - {below: 24 KZT/kWh, price: 5 KZT/kWh}
  - {price: 1 KZT/kWh}
power_price: 19 KZT/kWh      # needed with bands: the average price of power in the period
multipliers:                 # default: 1 in every hour; the most specific one that covers an hour
  - {name: summer, season: 06-01..09-15, hours: 12-18, factor: 2}
  - {months: dec-feb, days: sat-sun, factor: 1}   # days: also holidays
  - {factor: 0.5}            # in other hours
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: orbitax_50392        # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
