package tariff

import (
	"fmt"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// PeakCapacity prices generating capacity as Russia's retail market does in price categories 3 to 6: on the mean,
// over the working days of a month, of the load in the one hour of each day in which the region of the supplier had
// its peak (decree 442 of 4 May 2012). The load of an hour enters linearly, so the price of a month is an adder in
// those hours: price / working days.
//
// The hours are published after the month. Without a forecast the operator knows them nevertheless; with one the
// component is a ForecastCapacity.
type PeakCapacity struct {
	Price    unit.MoneyPerPower `yaml:"price"`              // per MW in base units, for a month
	Rule     []PeakHour         `yaml:"rule,omitempty"`     // the hour of working days without one of their own
	Hours    []Stamp            `yaml:"hours,omitempty"`    // the peak hour of each working day, as published
	Forecast *PeakForecast      `yaml:"forecast,omitempty"` // nil: the operator knows the hours
	Rise     Rise               `yaml:",inline"`
}

// PeakHour is an hour of the day that stands for the peak of working days.
type PeakHour struct {
	Hour   int             `yaml:"hour"`             // local, 0 to 23: the hour from then on
	Months calendar.Months `yaml:"months,omitempty"` // a row with months goes before one without
	At     conf.Pos        `yaml:"-"`
}

// Check returns what is wrong with one row.
func (p *PeakHour) Check(at *conf.Node) []conf.Problem {
	if p.Hour < 0 || p.Hour > 23 {
		return []conf.Problem{conf.Problemf(at.Get("hour"), "%d is not an hour of the day from 0 to 23", p.Hour)}
	}
	return nil
}

// Check returns what is wrong with the hours.
func (p *PeakCapacity) Check(at *conf.Node) []conf.Problem {
	problems := p.Rise.problems(at)
	if len(p.Rule) == 0 && len(p.Hours) == 0 {
		problems = append(problems, conf.Problemf(at, "which hours are the peak? give hours as published, or a rule such as [{hour: 10}]"))
	}
	if p.Forecast.alerts() > mostDayAlerts {
		problems = append(problems, conf.Problemf(at.Get("forecast").Get("alerts"), "%d alert hours; each working day has one peak, and 1 to %d of them", p.Forecast.alerts(), mostDayAlerts))
	}
	days := map[string]int{}
	for i, s := range p.Hours {
		if first, twice := days[s.Date.String()]; twice {
			problems = append(problems, conf.Problemf(at.Get("hours").Items[i], "%s is the second peak hour of its day, after %s; each day has one", s, p.Hours[first]))
		}
		days[s.Date.String()] = i
		if s.UTC {
			problems = append(problems, conf.Problemf(at.Get("hours").Items[i], "%s is in UTC; peak hours are those of local days, so write local hours", s))
		}
	}
	var seen calendar.Months
	plain := false
	for i, r := range p.Rule {
		if r.Months == 0 && plain || seen&r.Months != 0 {
			problems = append(problems, conf.Problemf(at.Get("rule").Items[i], "a row before it holds in the same months; each month has one peak hour"))
		}
		seen |= r.Months
		plain = plain || r.Months == 0
	}
	if !plain && len(p.Rule) > 0 && seen != 1<<12-1 && len(p.Hours) == 0 {
		problems = append(problems, conf.Problemf(at.Get("rule"), "some months have no peak hour; add a row without months"))
	}
	return problems
}

// Describe says what was understood: "900 RUB/kW a month on the mean load in the peak hours of working days, from
// 10:00".
func (p *PeakCapacity) Describe() string {
	return p.Price.String() + " a month on the mean load in the peak hours of working days, " + p.hoursText() + p.Forecast.text() + p.Rise.text()
}

// hoursText says which hours they are: "2 of them listed, else from 10:00, from 18:00 in jan-feb, nov-dec".
func (p *PeakCapacity) hoursText() string {
	var words []string
	for _, r := range p.Rule {
		text := fmt.Sprintf("from %02d:00", r.Hour)
		if r.Months != 0 {
			text += " in " + r.Months.String()
		}
		words = append(words, text)
	}
	rule := strings.Join(words, ", ")
	switch {
	case len(p.Hours) == 0:
		return rule
	case len(p.Rule) == 0:
		return fmt.Sprintf("%d of them listed", len(p.Hours))
	}
	return fmt.Sprintf("%d of them listed, else %s", len(p.Hours), rule)
}

// Currency returns the currency of the price.
func (p *PeakCapacity) Currency() string { return p.Price.Currency }

// hour returns the peak hour of a working day, and whether there is one.
func (p *PeakCapacity) hour(d workday, listed map[string]int) (hour int, ok bool) {
	if hour, ok := listed[d.date.String()]; ok {
		return hour, true
	}
	for _, r := range p.Rule {
		if r.Months != 0 && r.Months.Has(int(d.date.Month)-1) {
			return r.Hour, true
		}
	}
	for _, r := range p.Rule {
		if r.Months == 0 {
			return r.Hour, true
		}
	}
	return 0, false
}

// A capacityPeak is the peak hour of a working day of the axis.
type capacityPeak struct {
	hour  int     // of the axis
	adder float64 // what one MWh in it costs
	day   workday
}

// peakHours returns the peak hours on the axis, and the working days of each month.
func (p *PeakCapacity) peakHours(in Input) (peaks []capacityPeak, inMonth []int, err error) {
	days, inMonth, err := workdays(in)
	if err != nil {
		return nil, nil, err
	}
	listed := map[string]int{}
	for _, s := range p.Hours {
		listed[s.Date.String()] = s.Hour
		if !in.Workdays.Works(s.Date) {
			return nil, nil, fmt.Errorf("the peak hour %s is on a day that is no working day", s)
		}
	}
	rise := p.Rise.over(in)
	for _, d := range days {
		if !in.asks(d.hours[len(d.hours)-1]) {
			continue
		}
		hour, ok := p.hour(d, listed)
		if !ok {
			return nil, nil, fmt.Errorf("%s has no peak hour; add it to hours, or add a rule", d.date)
		}
		for _, t := range d.hours {
			if int(in.Civil.Hour[t]) == hour {
				price := p.Price.Amount * rise.at(in.Civil.Months[d.month].From)
				peaks = append(peaks, capacityPeak{hour: t, adder: price / float64(inMonth[d.month]), day: d})
				break
			}
		}
	}
	return peaks, inMonth, nil
}

// Signal adds price / working days to dst in the peak hour of every working day.
func (p *PeakCapacity) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	peaks, _, err := p.peakHours(in)
	if err != nil {
		return err
	}
	for _, peak := range peaks {
		if err := addHour(dst, peak.hour, peak.adder, in); err != nil {
			return err
		}
	}
	return nil
}

// Bill invoices the capacity of each month: the mean load in its peak hours, days outside the axis counting as zero.
func (p *PeakCapacity) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	if err := (Use{MWh: loadMWh}).check(in); err != nil {
		return nil, err
	}
	peaks, inMonth, err := p.peakHours(in)
	if err != nil {
		return nil, err
	}
	amount, mw := make([]sample.Sum, len(in.Civil.Months)), make([]sample.Sum, len(in.Civil.Months))
	highest := make([]int, len(in.Civil.Months))
	set := make([][]Peak, len(in.Civil.Months))
	for m := range highest {
		highest[m] = -1
	}
	for _, peak := range peaks {
		t := peak.hour
		m := in.Civil.Month[t]
		amount[m].Add(peak.adder * loadMWh[t])
		set[m] = append(set[m], Peak{Hour: t, KW: 1000 * loadMWh[t]})
		mw[m].Add(loadMWh[t] / float64(inMonth[m]))
		if h := highest[m]; h < 0 || loadMWh[t] > loadMWh[h] {
			highest[m] = t
		}
	}
	var charges []Charge
	for m := range in.Civil.Months {
		if kw := 1000 * mw[m].Value(); kw > 0 {
			charges = append(charges, Charge{
				Month: m, Amount: amount[m].Value(), Currency: p.Price.Currency,
				Why: fmt.Sprintf("%s, the mean over %d working days of the load in the peak hour, at %s%s; the most, %s, in the hour from %s",
					kWText(kw), inMonth[m], p.Price, p.Rise.textAtFirst(in, m), kWText(1000*loadMWh[highest[m]]), localText(in, highest[m])), Set: set[m],
			})
		}
	}
	return charges, nil
}

const peakCapacityDoc = "capacity on the mean load in the peak hours of working days, known or forecast (Russia, price categories 3 to 6)"

const peakCapacityExample = `# Capacity in Russia's retail market: the mean, over the working days of the month, of the load in the hour of each day in
# which the supplier's region had its peak. In effect price / working days on a kWh in those hours. Needs a country.
type: peak_capacity
name: capacity               # what the line is called on the bill; default: the type
price: 900 RUB/kW            # required; for a month
rule:                        # needed without hours: the hour of working days that are not among them
  - {hour: 10}
  - {hour: 18, months: nov-feb}   # a row with months goes before one without
hours: [2025-01-09T17, 2025-01-10T18]   # default: none; the published hour of each working day, local, its start
forecast:                    # default: the operator knows the hours; they are published after the month
  hit_rate: 75 %             # default 100 %; probability that the peak hour of a day is among its alerts
  alerts: 3                  # default 1; hours of the day of which he is warned: the nearest to the peak, with it or without
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the price of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
