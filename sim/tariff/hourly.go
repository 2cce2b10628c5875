package tariff

import (
	"fmt"
	"strconv"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
	"hashwatt/sim/unit"
)

// Hourly is a price that follows an hourly series: a year of the past, repeated over the horizon so that a Monday
// meets a Monday, scaled to a mean, escalated. Prices below zero are prices like any other.
type Hourly struct {
	Series string            `yaml:"series"`          // a name from the seeds or a file of the scenario's
	Years  []int             `yaml:"years,omitempty"` // years of the series to repeat, in this order; none: all that are whole
	Mean   *unit.EnergyPrice `yaml:"mean,omitempty"`  // mean of the sample after scaling, above zero; nil keeps it
	Draw   Draw              `yaml:"draw,omitempty"`  // whether draws take years by chance
	Unit   PriceUnit         `yaml:"unit,omitempty"`  // of the values, where the series does not say
	Rise   Rise              `yaml:",inline"`
}

// PriceUnit is what one unit of a series of prices is worth, written "RUB/MWh" or "USD/kWh". The zero value means
// that none was stated.
type PriceUnit struct {
	PerMWh   float64 // Currency per MWh for a value of 1
	Currency string
	text     string
}

// UnmarshalText reads a unit of price.
func (u *PriceUnit) UnmarshalText(text []byte) error {
	word := strings.TrimSpace(string(text))
	if word != "" && strings.ContainsRune("+-.0123456789", rune(word[0])) {
		return fmt.Errorf(`%q starts with a number; a unit of price is written like "RUB/MWh"`, word)
	}
	price, err := unit.ParseEnergyPrice("1 " + word)
	if err != nil {
		return fmt.Errorf(`%q is not a unit of price; write it like "RUB/MWh" or "USD/kWh"`, word)
	}
	*u = PriceUnit{PerMWh: price.Amount, Currency: price.Currency, text: word}
	return nil
}

// String writes the unit as it was read.
func (u PriceUnit) String() string { return u.text }

// Check returns what is wrong with the words; whether the series exists and covers the years is known only once it
// is read, and then Signal says so.
func (h *Hourly) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if h.Series == "" {
		problems = append(problems, conf.Problemf(at.Get("series"), "empty; name a series of the seeds or a file"))
	}
	for i, year := range h.Years {
		if year < 1900 || year > 2200 {
			problems = append(problems, conf.Problemf(at.Get("years").Items[i], "%d is not a year of a series of prices", year))
		}
	}
	if h.Mean != nil && h.Mean.Amount <= 0 {
		problems = append(problems, conf.Problemf(at.Get("mean"),
			"%s cannot be reached by scaling; give a mean above zero, or none to keep the series as it is", h.Mean))
	}
	return append(problems, h.Rise.problems(at)...)
}

// Describe says what was understood: "shape of northwest 2017 and 2018 with a mean of 2.54 RUB/kWh".
func (h *Hourly) Describe() string {
	text := h.Series + yearsText(h.Years)
	if h.Mean != nil {
		return "shape of " + text + " with a mean of " + h.Mean.String() + h.Draw.text() + h.Rise.text()
	}
	return "hourly prices of " + text + h.Draw.text() + h.Rise.text()
}

// yearsText lists years behind a name: " 2017 and 2018".
func yearsText(years []int) string {
	if len(years) == 0 {
		return ""
	}
	words := make([]string, len(years))
	for i, year := range years {
		words[i] = strconv.Itoa(year)
	}
	return " " + listText(words)
}

// text says that years are drawn.
func (d Draw) text() string {
	if d == DrawYears {
		return ", years by chance in draws"
	}
	return ""
}

// repeat fills the hours with the years of the series, in turn or, in a draw that draws years, by chance.
func (d Draw) repeat(price []float64, in Input, sample *series.Hourly, name string, years []int, mean float64) error {
	if d == DrawYears {
		if rng := in.chance(name); rng != nil {
			return sample.RepeatDrawn(price, in.Axis, years, mean, 0, rng)
		}
	}
	return sample.Repeat(price, in.Axis, years, mean, 0)
}

// Currency returns the currency of the mean or of the stated unit; "" where the series decides (see CurrencyIn).
func (h *Hourly) Currency() string {
	if h.Mean != nil {
		return h.Mean.Currency
	}
	return h.Unit.Currency
}

// Signal adds the repeated, scaled and escalated price of every hour to dst.
func (h *Hourly) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	sample, err := h.find(in)
	if err != nil {
		return err
	}
	own, err := h.unitOf(sample)
	if err != nil {
		return err
	}
	mean := 0.0 // keeps the sample's
	if h.Mean != nil {
		mean = h.Mean.Amount
	}
	price := make([]float64, len(dst))
	if err := h.Draw.repeat(price, in, sample, h.Series, h.Years, mean); err != nil {
		return err
	}
	rise := h.Rise.over(in)
	for t, p := range price {
		if err := addHour(dst, t, p*own.PerMWh*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// Bill invoices the energy of each local month at the prices of its hours.
func (h *Hourly) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	price := make([]float64, len(loadMWh))
	if err := h.Signal(price, in); err != nil {
		return nil, err
	}
	currency, err := h.currencyIn(in)
	if err != nil {
		return nil, err
	}
	why := func(_ int, mwh, amount float64) string { return averageText(mwh, amount, currency) }
	return invoice(loadMWh, price, in, currency, []line{{why: why}}, nil)
}

func (h *Hourly) find(in Input) (*series.Hourly, error) {
	if in.Series == nil {
		return nil, fmt.Errorf("series %q is not at hand: no series were given", h.Series)
	}
	return in.Series(h.Series)
}

// currencyIn returns the currency, asking the series where the words leave it open.
func (h *Hourly) currencyIn(in Input) (string, error) {
	if h.Mean != nil {
		return h.Mean.Currency, nil
	}
	sample, err := h.find(in)
	if err != nil {
		return "", err
	}
	u, err := h.unitOf(sample)
	return u.Currency, err
}

// unitOf returns the unit of the prices: the stated one, else the series' own. With a mean the series gives only the
// shape, so its unit does not matter.
func (h *Hourly) unitOf(sample *series.Hourly) (PriceUnit, error) {
	if h.Mean != nil {
		return PriceUnit{PerMWh: 1, Currency: h.Mean.Currency}, nil
	}
	if sample.Unit == "" {
		if h.Unit.Currency == "" {
			return PriceUnit{}, fmt.Errorf(`series %q does not say its unit; add "unit: USD/MWh", or a mean`, h.Series)
		}
		return h.Unit, nil
	}
	var own PriceUnit
	if err := own.UnmarshalText([]byte(sample.Unit)); err != nil {
		return PriceUnit{}, fmt.Errorf("series %q is in %s, which is not a price of electricity", h.Series, sample.Unit)
	}
	if h.Unit.Currency != "" && (h.Unit.PerMWh != own.PerMWh || h.Unit.Currency != own.Currency) {
		return PriceUnit{}, fmt.Errorf("series %q is in %s, not in %s; leave the unit out", h.Series, sample.Unit, h.Unit)
	}
	return own, nil
}

const hourlyDoc = "an hourly series, repeated, scaled and escalated"

const hourlyExample = `# The prices of past years, hour by hour: a day takes the day of the same ISO week and weekday of a source year.
type: hourly
name: energy and capacity    # what the line is called on the bill; default: the type
series: northwest            # required; a series of the seeds, or a file with the columns time,value
years: [2017, 2018]          # default: every whole year of the series; taken in turn
mean: 2.54 RUB/kWh           # default: the sample's own; scales every price, zeros stay zero
draw: none                   # default none: years in turn, in every draw; years: each draw takes a year by chance for each year
unit: RUB/MWh                # default: what the series says; needed for a file without a unit, unless a mean is given
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: agenzianova_2021     # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
