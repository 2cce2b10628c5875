package tariff

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// OwnGeneration is a plant behind the meter: gas, associated gas, hydro, a share of a nuclear unit. Its fuel and
// upkeep by the MWh, its capital by the month, what is bought while it stands still, and what it sells to the grid.
type OwnGeneration struct {
	Capacity unit.Power          `yaml:"capacity"`
	Gas      *Gas                `yaml:"gas,omitempty"`
	Variable *unit.EnergyPrice   `yaml:"variable,omitempty"` // upkeep and other fuel, per MWh generated in base units
	Fixed    *unit.MoneyPerPower `yaml:"fixed,omitempty"`    // upkeep a year, per MW
	Capex    *unit.MoneyPerPower `yaml:"capex,omitempty"`    // per MW; recovered in equal amounts
	Rate     unit.AnnualRate     `yaml:"rate,omitempty"`     // that the capital earns
	Life     *unit.Duration      `yaml:"life,omitempty"`     // over which it is recovered
	Outage   unit.Fraction       `yaml:"outage,omitempty"`   // share of the time, of every hour alike
	Backup   *unit.EnergyPrice   `yaml:"backup,omitempty"`   // of what is bought in outages and beyond the capacity
	Export   *Indexed            `yaml:"export,omitempty"`   // price of what is sold to the grid
	Rise     Rise                `yaml:",inline"`            // of gas, upkeep (variable and fixed) and backup; not of capital
}

// Gas is fuel by volume.
type Gas struct {
	Price       VolumePrice  `yaml:"price"`
	Yield       Yield        `yaml:"yield"`                  // electricity from a cubic metre
	FlareCredit *VolumePrice `yaml:"flare_credit,omitempty"` // what not flaring a cubic metre is worth
}

// VolumePrice is a price of gas, "6 RUB/m3". It may be negative.
type VolumePrice struct{ unit.Money }

// UnmarshalText reads a price per cubic metre, or per thousand of them.
func (p *VolumePrice) UnmarshalText(text []byte) error {
	word, thousand := strings.CutSuffix(string(text), "/1000 m3")
	ok := thousand
	if !ok {
		word, ok = strings.CutSuffix(word, "/m3")
	}
	money, err := unit.ParseMoney(strings.TrimSpace(word))
	if err != nil || !ok {
		return fmt.Errorf(`%q is not a price of gas; write it like "6 RUB/m3" or "6000 RUB/1000 m3"`, string(text))
	}
	if thousand {
		money.Amount /= 1000
	}
	p.Money = money
	return nil
}

// Yield is what a cubic metre of gas gives, MWh, written "3.39 kWh/m3". It is above zero.
type Yield float64

// UnmarshalText reads an energy per cubic metre.
func (y *Yield) UnmarshalText(text []byte) error {
	word, ok := strings.CutSuffix(string(text), "/m3")
	energy, err := unit.ParseEnergy(strings.TrimSpace(word))
	if err != nil || !ok || energy <= 0 {
		return fmt.Errorf(`%q is not what a cubic metre of gas gives; write it like "3.39 kWh/m3"`, string(text))
	}
	*y = Yield(energy)
	return nil
}

// String writes the yield so that it can be read again.
func (y Yield) String() string { return unit.Energy(y).String() + "/m3" }

// Check returns what is wrong with the plant.
func (o *OwnGeneration) Check(at *conf.Node) []conf.Problem {
	problems := o.Rise.problems(at)
	if o.Capacity <= 0 {
		problems = append(problems, conf.Problemf(at.Get("capacity"), "a plant has a capacity above zero"))
	}
	if o.Variable != nil {
		problems = append(problems, checkPrice(at.Get("variable"), *o.Variable)...)
	}
	if o.Backup != nil {
		problems = append(problems, checkPrice(at.Get("backup"), *o.Backup)...)
	}
	if o.Outage > 0 && o.Backup == nil {
		problems = append(problems, conf.Problemf(at.Get("outage"), "what does power cost in an outage? add backup"))
	}
	if o.Outage == 1 {
		problems = append(problems, conf.Problemf(at.Get("outage"), "the plant never runs"))
	}
	if (o.Capex == nil) != (o.Life == nil) {
		problems = append(problems, conf.Problemf(at, "capital is recovered over a life; give capex and life together"))
	} else if o.Life != nil && o.Life.InYears() <= 0 {
		problems = append(problems, conf.Problemf(at.Get("life"), "a life is longer than nothing"))
	}
	if rate := at.Get("rate"); rate != nil && o.Capex == nil {
		problems = append(problems, conf.Problemf(rate, "no capital earns it; add capex, or leave the rate out"))
	}
	if o.Rate <= -1 || o.Rate > mostEscalation {
		problems = append(problems, conf.Problemf(at.Get("rate"), "%s is no rate that capital earns", o.Rate))
	}
	first := o.Currency()
	for _, c := range o.currencies() {
		if c != first {
			problems = append(problems, conf.Problemf(at, "parts are in %s and in %s; one component has one currency", first, c))
			break
		}
	}
	if first == "" {
		problems = append(problems, conf.Problemf(at, "nothing says what the plant costs; add gas, variable, fixed or capex"))
	}
	return problems
}

// currencies lists those of all parts that are stated.
func (o *OwnGeneration) currencies() (list []string) {
	if o.Gas != nil {
		list = append(list, o.Gas.Price.Currency)
		if o.Gas.FlareCredit != nil {
			list = append(list, o.Gas.FlareCredit.Currency)
		}
	}
	for _, p := range []*unit.EnergyPrice{o.Variable, o.Backup} {
		if p != nil {
			list = append(list, p.Currency)
		}
	}
	for _, p := range []*unit.MoneyPerPower{o.Fixed, o.Capex} {
		if p != nil {
			list = append(list, p.Currency)
		}
	}
	return list
}

// Describe says what was understood: "50 MW of own generation at 29.5 USD/MWh".
func (o *OwnGeneration) Describe() string {
	text := fmt.Sprintf("%s of own generation at %s", o.Capacity, unit.EnergyPrice{Amount: o.running(), Currency: o.Currency()})
	if monthly := o.monthly(1); monthly > 0 {
		text += fmt.Sprintf(" and %.6g %s a month", monthly, o.Currency())
	}
	if o.Outage > 0 {
		text += fmt.Sprintf(", out %s of the time", o.Outage)
	}
	if o.Backup != nil {
		text += ", backup at " + o.Backup.String()
	}
	if o.Export != nil {
		text += ", surplus sold at " + o.Export.Describe()
	}
	text += o.Rise.text()
	if o.Capex != nil && !o.Rise.none() {
		text += ", but for the capital"
	}
	return text
}

// Currency returns the currency that all parts share.
func (o *OwnGeneration) Currency() string {
	if list := o.currencies(); len(list) > 0 {
		return list[0]
	}
	return ""
}

// running is what a MWh of the plant costs: gas less its credit, and upkeep.
func (o *OwnGeneration) running() float64 {
	cost := 0.0
	if o.Gas != nil {
		price := o.Gas.Price.Amount
		if o.Gas.FlareCredit != nil {
			price -= o.Gas.FlareCredit.Amount
		}
		cost += price / float64(o.Gas.Yield)
	}
	if o.Variable != nil {
		cost += o.Variable.Amount
	}
	return cost
}

// monthly is what the plant costs by the month whether it runs or not: a twelfth of the fixed upkeep, which has
// risen by a factor, and of the annuity capex·r / (1 - (1+r)^-n), which does not rise.
func (o *OwnGeneration) monthly(rise float64) float64 {
	year := 0.0
	if o.Fixed != nil {
		year += o.Fixed.Amount * rise
	}
	if o.Capex != nil {
		n, r := o.Life.InYears(), float64(o.Rate)
		recovery := 1 / n
		if r != 0 {
			recovery = r / -math.Expm1(-n*math.Log1p(r))
		}
		year += o.Capex.Amount * recovery
	}
	return year * float64(o.Capacity) / 12
}

// hourly returns by hour what a MWh of the plant, of backup and of exports is worth.
func (o *OwnGeneration) hourly(in Input) (own, backup, export []float64, err error) {
	n := in.Axis.Hours
	own, backup, export = make([]float64, n), make([]float64, n), make([]float64, n)
	rise := o.Rise.over(in)
	running := o.running()
	for t := range own {
		factor := rise.at(t)
		own[t] = running * factor
		export[t] = math.Inf(-1)
		if o.Backup != nil {
			backup[t] = o.Backup.Amount * factor
		}
	}
	if o.Export == nil {
		return own, backup, export, nil
	}
	if _, err := o.currencyIn(in); err != nil {
		return nil, nil, nil, err
	}
	clear(export)
	return own, backup, export, o.Export.Signal(export, in)
}

// currencyIn returns the currency, and tells where the exports are in another one.
func (o *OwnGeneration) currencyIn(in Input) (string, error) {
	own := o.Currency()
	if o.Export == nil {
		return own, nil
	}
	other, err := o.Export.currencyIn(in)
	if err == nil && other != own {
		err = fmt.Errorf("the plant is in %s, but its exports are in %s; give both in one currency", own, other)
	}
	return own, err
}

// Signal adds what one more MWh costs, up to the capacity: fuel and upkeep, or what its sale would bring where that is
// more, and backup for the share of the time in which the plant stands still.
func (o *OwnGeneration) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	own, backup, export, err := o.hourly(in)
	if err != nil {
		return err
	}
	out := float64(o.Outage)
	for t := range dst {
		if err := addHour(dst, t, (1-out)*math.Max(own[t], export[t])+out*backup[t], in); err != nil {
			return err
		}
	}
	return nil
}

// Shape adds the signal and, where the load may be above the capacity, a window or a count of each hour by itself
// in which backup costs more or less than the signal.
func (o *OwnGeneration) Shape(s *Shape, in Input) error {
	s.Exact = o.monthly(1) == 0 && o.Export == nil
	slope := make([]float64, in.Axis.Hours)
	if err := o.Signal(slope, in); err != nil {
		return err
	}
	for t := range slope {
		if err := addHour(s.PerMWh, t, slope[t], in); err != nil {
			return err
		}
	}
	most := in.MostMW
	if most > 0 && most <= float64(o.Capacity) {
		return nil
	}
	if o.Backup == nil {
		if most > 0 && !math.IsInf(most, 1) {
			return fmt.Errorf("the load may reach %.6g MW and the plant gives %s; add backup, or raise the capacity", most, o.Capacity)
		}
		s.Exact = false // a bill above the capacity is an error
		return nil
	}
	rise := o.Rise.over(in)
	hours := make([]int32, len(slope))
	for t := range slope {
		hours[t] = int32(t)
		own, m := hours[t:t+1:t+1], int(in.Civil.Month[t])
		steps := []Stretch{{float64(o.Capacity), 0}, {math.Inf(1), o.Backup.Amount*rise.at(t) - slope[t]}}
		switch more := steps[1].Price; {
		case more > 0:
			s.Windows = append(s.Windows, Window{Hours: own, Month: m, Steps: steps})
		case more < 0:
			s.Counts = append(s.Counts, Count{Hours: own, Month: m, Steps: steps})
		}
	}
	s.Exact = s.Exact && len(s.Windows)+len(s.Counts) == 0
	return nil
}

// Invoice adds up fuel and upkeep of what the load takes, backup, the gain from exports, and the capital of each month.
func (o *OwnGeneration) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	own, backup, export, err := o.hourly(in)
	if err != nil {
		return nil, err
	}
	up := 1 - float64(o.Outage)
	type part struct{ mwh, money sample.Sum }
	parts := make([][3]part, len(in.Civil.Months))
	for t, mwh := range use.MWh {
		inside := math.Min(mwh, float64(o.Capacity))
		bought := (1-up)*inside + mwh - inside
		if bought > 0 && o.Backup == nil {
			return nil, fmt.Errorf("the load of %.6g MW in the hour from %s is above the plant's %s; add backup, or lower the load", mwh, hourText(in, t), o.Capacity)
		}
		p := &parts[in.Civil.Month[t]]
		p[0].mwh.Add(up * inside)
		p[0].money.Add(up * inside * own[t])
		p[1].mwh.Add(bought)
		p[1].money.Add(bought * backup[t])
		if surplus := up * (float64(o.Capacity) - inside); export[t] > own[t] && surplus > 0 {
			p[2].mwh.Add(surplus)
			p[2].money.Add(-surplus * (export[t] - own[t]))
		}
	}
	var charges []Charge
	for m := range parts {
		for k, name := range []string{"running", "backup", "exports"} {
			mwh, money := parts[m][k].mwh.Value(), parts[m][k].money.Value()
			if mwh == 0 {
				continue
			}
			why := averageText(mwh, money, o.Currency())
			if name == "exports" {
				why = fmt.Sprintf("%s sold, for %.4g %s/MWh more than it costs on average", energyText(mwh), -money/mwh, o.Currency())
			}
			charges = append(charges, Charge{Month: m, Name: name, Amount: money, Currency: o.Currency(), Why: why})
		}
		share, cut := in.share(m)
		if monthly := o.monthly(o.Rise.inMonth(in, m)) * share; monthly > 0 {
			why := "a twelfth of a year's recovery of capital and fixed upkeep" + cut
			if moved := o.Rise.textAtFirst(in, m); o.Fixed != nil && moved != "" {
				why += "; the upkeep" + strings.TrimPrefix(moved, ",")
			}
			charges = append(charges, Charge{Month: m, Name: "capital and fixed", Amount: monthly, Currency: o.Currency(), Why: why})
		}
	}
	return charges, nil
}

const ownGenerationDoc = "a plant behind the meter: fuel, upkeep, capital, outages, exports"

const ownGenerationExample = `# A plant behind the meter. One more MWh of load costs fuel and upkeep, or what its sale to the grid would bring.
type: own_generation
name: gas engines            # what the lines are called on the bill; default: the type
capacity: 50 MW              # required
gas: {price: 6 RUB/m3, yield: 2.95 kWh/m3, flare_credit: 1 RUB/m3}   # default: none; the credit is what not flaring is worth
variable: 0.40 RUB/kWh       # default 0; upkeep and other fuel
fixed: 3000 RUB/kW           # default 0; upkeep a year; a month has the price of its first hour
capex: 60000 RUB/kW          # default 0; recovered in equal amounts
rate: 15 %/year              # default 0 %/year; that the capital earns
life: 15 years               # needed with capex
outage: 4 %                  # default 0 %; share of the time, of every hour alike
backup: 5 RUB/kWh            # needed with outages and for loads above the capacity
export: {series: northwest}  # default: none; the price of what is sold, keys as of the type indexed
escalation: 4 %/year         # default 0 %/year; effective annual rate, of gas, upkeep and backup, not of capital
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
