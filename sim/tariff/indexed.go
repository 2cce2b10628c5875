package tariff

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Indexed is a price that follows an hourly series by a formula: factor times the series, plus an adder. A series that
// covers the hours is taken hour by hour by its own dates, or repeated as Hourly does.
type Indexed struct {
	Series string            `yaml:"series"`           // a name from the seeds or a file of the scenario's
	Match  Match             `yaml:"match,omitempty"`  // by date, or by week and weekday of source years
	Years  []int             `yaml:"years,omitempty"`  // with weeks: years of the series to repeat; none: all that are whole
	Draw   Draw              `yaml:"draw,omitempty"`   // with weeks: whether draws take years by chance
	Factor *unit.Number      `yaml:"factor,omitempty"` // of the series, zero or more; nil is 1
	Adder  *unit.EnergyPrice `yaml:"adder,omitempty"`  // may be below zero
	Floor  *unit.EnergyPrice `yaml:"floor,omitempty"`  // the least that is paid
	Cap    *unit.EnergyPrice `yaml:"cap,omitempty"`    // the most that is paid
	Unit   PriceUnit         `yaml:"unit,omitempty"`   // of the values, where the series does not say
	Rise   Rise              `yaml:",inline"`          // of the price that the formula gives
}

// Match says which hour of a series an hour of the run takes.
type Match string

// The matches.
const (
	ByWeek Match = "week" // the same ISO week, weekday and hour of a source year
	ByDate Match = "date" // the same instant
)

// Words lists the matches.
func (Match) Words() []string { return []string{string(ByWeek), string(ByDate)} }

// Check returns what is wrong with the words; whether the series exists and covers the hours is known only once it is
// read, and then Signal says so.
func (x *Indexed) Check(at *conf.Node) []conf.Problem {
	problems := (&Hourly{Series: x.Series, Years: x.Years}).Check(at)
	if x.Match == ByDate && len(x.Years) > 0 {
		problems = append(problems, conf.Problemf(at.Get("years"), "a series matched by date repeats no years; leave years out, or match by week"))
	}
	if x.Match == ByDate && x.Draw == DrawYears {
		problems = append(problems, conf.Problemf(at.Get("draw"), "a series matched by date has no other years to draw; leave draw out, or match by week"))
	}
	if x.Factor != nil && *x.Factor < 0 {
		problems = append(problems, conf.Problemf(at.Get("factor"), "%s turns prices round; a factor is zero or more", x.Factor))
	}
	currency := ""
	if x.Adder != nil {
		currency = x.Adder.Currency
	}
	problems = append(problems, checkBounds(at, currency, x.Floor, x.Cap)...)
	return append(problems, x.Rise.problems(at)...)
}

// Describe says what was understood: "1.05 times ercot_real_time plus 8 USD/MWh".
func (x *Indexed) Describe() string {
	text := x.Series
	if x.Factor != nil {
		text = x.Factor.String() + " times " + text
	}
	if x.Adder != nil {
		text += " plus " + x.Adder.String()
	}
	if x.Floor != nil {
		text += ", at least " + x.Floor.String()
	}
	if x.Cap != nil {
		text += ", at most " + x.Cap.String()
	}
	if x.Match == ByDate {
		text += ", hour by hour of its own dates"
	}
	return text + x.Draw.text() + x.Rise.text()
}

// Currency returns the currency of the adder, the floor, the cap or the stated unit; "" where the series decides.
func (x *Indexed) Currency() string {
	for _, p := range []*unit.EnergyPrice{x.Adder, x.Floor, x.Cap} {
		if p != nil {
			return p.Currency
		}
	}
	return x.Unit.Currency
}

// Signal adds the price of every hour to dst.
func (x *Indexed) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	price, own, err := x.index(in)
	if err != nil {
		return err
	}
	if _, err := x.currencyIn(in); err != nil {
		return err
	}
	rise := x.Rise.over(in)
	for t, p := range price {
		if err := addHour(dst, t, x.formula(p*own.PerMWh)*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// formula makes the price of a value of the index, both per MWh.
func (x *Indexed) formula(p float64) float64 {
	if x.Factor != nil {
		p *= float64(*x.Factor)
	}
	if x.Adder != nil {
		p += x.Adder.Amount
	}
	if x.Floor != nil {
		p = math.Max(p, x.Floor.Amount)
	}
	if x.Cap != nil {
		p = math.Min(p, x.Cap.Amount)
	}
	return p
}

// index returns the value of the series in every hour, and what one of it is worth.
func (x *Indexed) index(in Input) ([]float64, PriceUnit, error) {
	h := &Hourly{Series: x.Series, Years: x.Years, Unit: x.Unit}
	sample, err := h.find(in)
	if err != nil {
		return nil, PriceUnit{}, err
	}
	own, err := h.unitOf(sample)
	if err != nil {
		return nil, PriceUnit{}, err
	}
	price := make([]float64, in.Axis.Hours)
	if x.Match != ByDate {
		return price, own, x.Draw.repeat(price, in, sample, x.Series, x.Years, 0)
	}
	for t := range price {
		if !in.asks(t) {
			continue
		}
		k := floorHours(in.Axis.At(t).Unix() - sample.Start.Unix())
		if k < 0 || k >= len(sample.Values) {
			return nil, PriceUnit{}, fmt.Errorf("series %q runs from %s for %d hours and has no value for the hour from %s; match by week, or give a longer series",
				x.Series, sample.Start.UTC().Format("2006-01-02T15:04Z"), len(sample.Values), hourText(in, t))
		}
		price[t] = sample.Values[k]
	}
	return price, own, nil
}

// floorHours is the number of whole hours in seconds, rounded down.
func floorHours(seconds int64) int { return int(math.Floor(float64(seconds) / 3600)) }

// currencyIn returns the currency of the series, and tells where the words are in another one.
func (x *Indexed) currencyIn(in Input) (string, error) {
	own, err := (&Hourly{Series: x.Series, Unit: x.Unit}).currencyIn(in)
	if err != nil {
		return "", err
	}
	if c := x.Currency(); c != "" && own != c {
		return "", fmt.Errorf("series %q is in %s, but the formula is in %s; give both in one currency", x.Series, own, c)
	}
	return own, nil
}

// Bill invoices the energy of each local month at the prices of its hours.
func (x *Indexed) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	currency, err := x.currencyIn(in)
	if err != nil {
		return nil, err
	}
	return billSignal(x, loadMWh, in, currency, "")
}

// billSignal invoices a component whose bill is its signal times the load, one line a month. The text ends each line's
// sentence.
func billSignal(c Separable, loadMWh []float64, in Input, currency, text string) ([]Charge, error) {
	price := make([]float64, len(loadMWh))
	if err := c.Signal(price, in); err != nil {
		return nil, err
	}
	why := func(_ int, mwh, amount float64) string { return averageText(mwh, amount, currency) + text }
	return invoice(loadMWh, price, in, currency, []line{{why: why}}, nil)
}

const indexedDoc = "a formula on an hourly series: factor, adder, floor, cap"

const indexedExample = `# A contract that follows an index: factor x index + adder, between a floor and a cap.
type: indexed
name: spot and margin        # what the line is called on the bill; default: the type
series: northwest            # required; a series of the seeds, or a file with the columns time,value
match: week                  # default week: the same week, weekday and hour of a source year; date: the same hour
years: [2017, 2018]          # default: every whole year of the series, taken in turn; only where weeks match
draw: years                  # default none: years in turn, in every draw; years: each draw takes a year by chance for each year
factor: 1.05                 # default 1; losses or a percentage on top, 1.05 for 5 %
adder: 300 RUB/MWh           # default none; may be below zero
floor: 0 RUB/MWh             # default none; the least that is paid
cap: 9000 RUB/MWh            # default none; the most that is paid
unit: RUB/MWh                # default: what the series says; needed for a file without a unit
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: agenzianova_2021     # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
