package tariff

import (
	"fmt"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// Deviation prices the difference between the load of an hour and what was planned for it, as Russia's price
// categories 5 and 6 do. The plan is a series, or the load of the same hour a day or a week before.
type Deviation struct {
	Up     unit.EnergyPrice `yaml:"up"`               // on each MWh more than planned, zero or more
	Down   unit.EnergyPrice `yaml:"down"`             // on each MWh less than planned, zero or more
	Plan   Plan             `yaml:"plan,omitempty"`   // or Series
	Series string           `yaml:"series,omitempty"` // the plan of every hour in MW, by date
	Rise   Rise             `yaml:",inline"`
}

// Plan says what was planned where no series says it.
type Plan string

// The plans.
const (
	DayBefore  Plan = "day_before"  // the load of the hour 24 h before; the first day is as planned
	WeekBefore Plan = "week_before" // the load of the hour 168 h before; the first week is as planned
)

// Words lists the plans.
func (Plan) Words() []string { return []string{string(DayBefore), string(WeekBefore)} }

// Check returns what is wrong with the prices and the plan.
func (d *Deviation) Check(at *conf.Node) []conf.Problem {
	problems := append(d.Rise.problems(at), checkPrice(at.Get("up"), d.Up)...)
	problems = append(problems, checkPrice(at.Get("down"), d.Down)...)
	if d.Up.Currency != d.Down.Currency {
		problems = append(problems, conf.Problemf(at.Get("down"), "in %s, but up is in %s; one component has one currency", d.Down.Currency, d.Up.Currency))
	}
	if d.Plan != "" && d.Series != "" {
		problems = append(problems, conf.Problemf(at.Get("plan"), "the series is the plan; leave one of them out"))
	}
	return problems
}

// Describe says what was understood: "0.3 RUB/kWh above and 0.2 RUB/kWh below the load of the day before".
func (d *Deviation) Describe() string {
	return fmt.Sprintf("%s above and %s below %s%s", d.Up, d.Down, d.planText(), d.Rise.text())
}

func (d *Deviation) planText() string {
	switch {
	case d.Series != "":
		return "the plan " + d.Series
	case d.Plan == WeekBefore:
		return "the load of the week before"
	}
	return "the load of the day before"
}

// Currency returns the currency of the prices.
func (d *Deviation) Currency() string { return d.Up.Currency }

// Shape adds nothing: the operator does not plan for deviations. With a plan taken from the load itself an hour that he
// changes deviates twice, on that day and on the one that takes it for its plan.
func (d *Deviation) Shape(s *Shape, in Input) error {
	s.Exact = false
	_, err := d.plan(Use{MWh: make([]float64, in.Axis.Hours)}, in) // a plan that is not there is told before the first bill
	return err
}

// Invoice bills what was more and what was less than planned in each month.
func (d *Deviation) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	plan, err := d.plan(use, in)
	if err != nil {
		return nil, err
	}
	amount := make([][2]sample.Sum, len(in.Civil.Months))
	mwh := make([][2]sample.Sum, len(in.Civil.Months))
	rise := d.Rise.over(in)
	for t, load := range use.MWh {
		side, price := 0, d.Up.Amount
		more := load - plan[t]
		if more < 0 {
			side, price, more = 1, d.Down.Amount, -more
		}
		m := in.Civil.Month[t]
		mwh[m][side].Add(more)
		amount[m][side].Add(more * price * rise.at(t))
	}
	var charges []Charge
	for m := range in.Civil.Months {
		for side, name := range []string{"above plan", "below plan"} {
			if energy := mwh[m][side].Value(); energy > 0 {
				charges = append(charges, Charge{
					Month: m, Name: name, Amount: amount[m][side].Value(), Currency: d.Up.Currency,
					Why: averageText(energy, amount[m][side].Value(), d.Up.Currency) + ", " + name + ": " + d.planText(),
				})
			}
		}
	}
	return charges, nil
}

// plan returns the planned energy of every hour, MWh; outside of the days on which the component holds the load is
// as planned.
func (d *Deviation) plan(use Use, in Input) ([]float64, error) {
	if d.Series == "" {
		back := 24
		if d.Plan == WeekBefore {
			back = 168
		}
		plan := slices.Clone(use.MWh)
		if len(plan) > back {
			copy(plan[back:], use.MWh)
		}
		return plan, nil
	}
	sample, err := (&Hourly{Series: d.Series}).find(in)
	if err != nil {
		return nil, err
	}
	if sample.Unit != "MW" && sample.Unit != "" {
		return nil, fmt.Errorf("series %q is in %s; a plan is in MW", d.Series, sample.Unit)
	}
	plan := slices.Clone(use.MWh)
	for t := range plan {
		if !in.asks(t) {
			continue
		}
		k := floorHours(in.Axis.At(t).Unix() - sample.Start.Unix())
		if k < 0 || k >= len(sample.Values) {
			return nil, fmt.Errorf("series %q plans nothing for the hour from %s; give a plan of all hours", d.Series, hourText(in, t))
		}
		plan[t] = sample.Values[k]
	}
	return plan, nil
}

const deviationDoc = "the difference between load and plan (Russia, price categories 5 and 6)"

const deviationExample = `# A price on what is more and what is less than planned, hour by hour.
type: deviation
name: deviation              # what the line is called on the bill; default: the type
up: 0.30 RUB/kWh             # required; on each kWh above the plan
down: 0.20 RUB/kWh           # required; on each kWh below it
plan: day_before             # default day_before: the load 24 hours before; or week_before
# series: plan.csv           # instead of plan: a series in MW, hour by hour of its own dates
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the load or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
