package tariff

import (
	"fmt"
	"math"
	"sync"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
	"hashwatt/sim/spot"
	"hashwatt/sim/unit"
)

// Wholesale is the price of a power market as a model that is fitted to an hourly series has it: its mean hour by
// hour in the central case, a path of it in each draw.
type Wholesale struct {
	Series string            `yaml:"series"`          // a name from the seeds or a file of the scenario's
	Years  []int             `yaml:"years,omitempty"` // whole calendar years to fit; none: the whole series
	Zone   Zoned             `yaml:"zone,omitempty"`  // the clock of hours and weekdays; none: the series' own
	Mean   *unit.EnergyPrice `yaml:"mean,omitempty"`  // of the model after scaling, above zero; nil keeps the sample's
	Floor  *unit.EnergyPrice `yaml:"floor,omitempty"` // no price is lower, before it rises
	Cap    *unit.EnergyPrice `yaml:"cap,omitempty"`   // no price is higher, before it rises
	Unit   PriceUnit         `yaml:"unit,omitempty"`  // of the values, where the series does not say
	Rise   Rise              `yaml:",inline"`

	fitted lastModel
}

// lastModel keeps the model of the series that was asked for last, within floor and cap: a fit takes as long as
// many draws.
type lastModel struct {
	mu    sync.Mutex
	of    *series.Hourly
	worth float64 // price per MWh of one of the series
	model *spot.Model
}

// Check returns what is wrong with the words; whether the series has a model is known only once it is read, and
// then Signal says so.
func (w *Wholesale) Check(at *conf.Node) []conf.Problem {
	problems := w.hourly().Check(at)
	seen := map[int]bool{}
	for i, year := range w.Years {
		if seen[year] {
			problems = append(problems, conf.Problemf(at.Get("years").Items[i], "%d is there twice; a sample has a year once", year))
		}
		seen[year] = true
	}
	return append(problems, checkBounds(at, w.hourly().Currency(), w.Floor, w.Cap)...)
}

// hourly returns the keys that it shares with an hourly series.
func (w *Wholesale) hourly() *Hourly {
	return &Hourly{Series: w.Series, Years: w.Years, Mean: w.Mean, Unit: w.Unit, Rise: w.Rise}
}

// Describe says what was understood: "model of northwest 2017 and 2018 with a mean of 2.54 RUB/kWh".
func (w *Wholesale) Describe() string {
	text := "model of " + w.Series + yearsText(w.Years)
	if w.Mean != nil {
		text += " with a mean of " + w.Mean.String()
	}
	if w.Floor != nil {
		text += ", at least " + w.Floor.String()
	}
	if w.Cap != nil {
		text += ", at most " + w.Cap.String()
	}
	return text + w.Rise.text()
}

// Currency returns the currency of the words; "" where the series decides.
func (w *Wholesale) Currency() string {
	for _, p := range []*unit.EnergyPrice{w.Mean, w.Floor, w.Cap} {
		if p != nil {
			return p.Currency
		}
	}
	return w.Unit.Currency
}

// currencyIn returns the currency of the series, and tells where the words are in another one.
func (w *Wholesale) currencyIn(in Input) (string, error) {
	own, err := w.hourly().currencyIn(in)
	if err != nil {
		return "", err
	}
	if c := w.Currency(); c != "" && own != c {
		return "", fmt.Errorf("series %q is in %s, but floor or cap in %s; give both in one currency", w.Series, own, c)
	}
	return own, nil
}

// Drawn tells that draws have other prices than the central case.
func (w *Wholesale) Drawn() bool { return true }

// Signal adds the price of every hour to dst: the mean of the model, or the path of the draw.
func (w *Wholesale) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	if _, err := w.currencyIn(in); err != nil {
		return err
	}
	model, worth, err := w.model(in)
	if err != nil {
		return err
	}
	price := make([]float64, len(dst))
	if rng := in.chance(w.Series); rng != nil {
		model.Fill(price, in.Axis, rng)
	} else {
		model.Mean(price, in.Axis)
	}
	rise := w.Rise.over(in)
	for t, p := range price {
		if err := addHour(dst, t, p*worth*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// model returns the model within floor and cap, in the unit of the series, and the price per MWh of one of it.
func (w *Wholesale) model(in Input) (model *spot.Model, worth float64, err error) {
	sample, err := w.hourly().find(in)
	if err != nil {
		return nil, 0, err
	}
	w.fitted.mu.Lock()
	defer w.fitted.mu.Unlock()
	if last := &w.fitted; last.of == sample {
		return last.model, last.worth, nil
	}
	if model, worth, err = w.fit(sample); err != nil {
		return nil, 0, err
	}
	w.fitted.of, w.fitted.model, w.fitted.worth = sample, model, worth
	return model, worth, nil
}

// fit returns the model of a series and what one of it costs: with a mean, what gives the law that mean before it
// is cut.
func (w *Wholesale) fit(sample *series.Hourly) (model *spot.Model, worth float64, err error) {
	own, err := w.hourly().unitOf(sample)
	if err != nil {
		return nil, 0, err
	}
	if model, err = spot.Fit(sample, w.Years, w.Zone.Location); err != nil {
		return nil, 0, err
	}
	worth = own.PerMWh
	if w.Mean != nil {
		if worth = w.Mean.Amount / model.Average(); !(worth > 0) || math.IsInf(worth, 0) {
			return nil, 0, fmt.Errorf("series %q has a mean of %v, which cannot be scaled to %s; choose other years, or leave the mean out", w.Series, model.Average(), w.Mean)
		}
	}
	if w.Floor == nil && w.Cap == nil {
		return model, worth, nil
	}
	low, high := math.Inf(-1), math.Inf(1)
	if w.Floor != nil {
		low = w.Floor.Amount / worth
	}
	if w.Cap != nil {
		high = w.Cap.Amount / worth
	}
	model, err = model.Within(low, high)
	return model, worth, err
}

// Bill invoices the energy of each local month at the prices of its hours.
func (w *Wholesale) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	currency, err := w.currencyIn(in)
	if err != nil {
		return nil, err
	}
	return billSignal(w, loadMWh, in, currency, "")
}

const wholesaleDoc = "a model of a power market: shape, spikes, prices below zero; each draw is a path"

const wholesaleExample = `# Hourly prices by a model that is fitted to a series: its mean in the central case, a path with its spikes in each draw.
# "hashwatt fit northwest" shows the model and how well it reproduces the series.
type: wholesale
name: spot                   # what the line is called on the bill; default: the type
series: northwest            # required; a series of the seeds, or a file with the columns time,value
years: [2017, 2018]          # default: the whole series; whole calendar years, a year at least
zone: Europe/Moscow          # default: the clock of the series; whose hours and weekdays give prices their shape
mean: 2.54 RUB/kWh           # default: the sample's own; of the model, which it scales
floor: 0 RUB/kWh             # default none; no price is lower. Floor and cap rise as the price does
cap: 12 RUB/kWh              # default none; no price is higher, in the mean of the central case too
unit: RUB/MWh                # default: what the series says; needed for a file without a unit, unless a mean is given
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: agenzianova_2021     # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
