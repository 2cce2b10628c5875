package tariff

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// PeakNetwork prices the network as Russia's two-part tariff does in price categories 4 and 6: on the mean, over the
// working days of a month, of the highest load of each day inside the peak hours that the System Operator plans for the
// year (decree 442 of 4 May 2012). Losses are a flat component beside it.
type PeakNetwork struct {
	Price unit.MoneyPerPower `yaml:"price"` // per MW in base units, for a month
	Hours []PlannedHours     `yaml:"hours"`
	Rise  Rise               `yaml:",inline"`
}

// PlannedHours are the planned peak hours of some months.
type PlannedHours struct {
	Hours  calendar.Hours  `yaml:"hours"`
	Months calendar.Months `yaml:"months,omitempty"` // every month where none is named
	At     conf.Pos        `yaml:"-"`
}

// Check returns what is wrong with the hours: every month has one row.
func (p *PeakNetwork) Check(at *conf.Node) []conf.Problem {
	problems := p.Rise.problems(at)
	var seen calendar.Months
	for i, h := range p.Hours {
		months := h.Months
		if months == 0 {
			months = 1<<12 - 1
		}
		if both := seen & months; both != 0 {
			problems = append(problems, conf.Problemf(at.Get("hours").Items[i], "a row before it holds in %s too; each month has one row", both))
		}
		seen |= months
	}
	if missing := ^seen & (1<<12 - 1); missing != 0 {
		problems = append(problems, conf.Problemf(at.Get("hours"), "%s has no planned hours; add a row for it", missing))
	}
	return problems
}

// Describe says what was understood: "1262 RUB/kW a month on the highest loads in planned peak hours".
func (p *PeakNetwork) Describe() string {
	return p.Price.String() + " a month on the mean of the highest loads in the planned peak hours of working days, " + p.hoursText() + p.Rise.text()
}

// hoursText says which hours they are: "09-14 in apr-sep; 08-11, 16-21 in jan-mar, oct-dec".
func (p *PeakNetwork) hoursText() string {
	words := make([]string, len(p.Hours))
	for i, h := range p.Hours {
		words[i] = h.Hours.String()
		if h.Months != 0 {
			words[i] += " in " + h.Months.String()
		}
	}
	return strings.Join(words, "; ")
}

// Currency returns the currency of the price.
func (p *PeakNetwork) Currency() string { return p.Price.Currency }

// planned reports whether an hour of the day is planned in a month (0 January).
func (p *PeakNetwork) planned(month, hour int) bool {
	for _, h := range p.Hours {
		if h.Months.Has(month) {
			return h.Hours>>hour&1 == 1
		}
	}
	return false
}

// Shape adds a window for each working day: its planned hours, at the price over the working days of the month.
func (p *PeakNetwork) Shape(s *Shape, in Input) error {
	s.Exact = false
	days, inMonth, err := workdays(in)
	if err != nil {
		return err
	}
	for _, d := range days {
		var hours []int32
		for _, t := range d.hours {
			if p.planned(int(d.date.Month)-1, int(in.Civil.Hour[t])) {
				hours = append(hours, int32(t))
			}
		}
		if len(hours) > 0 {
			price := p.Price.Amount * p.Rise.inMonth(in, d.month) / float64(inMonth[d.month])
			s.Windows = append(s.Windows, Window{Hours: hours, Month: d.month, Steps: []Stretch{{math.Inf(1), price}}})
		}
	}
	return nil
}

// Invoice bills the network of each month; working days outside the axis count as zero.
func (p *PeakNetwork) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	days, inMonth, err := workdays(in)
	if err != nil {
		return nil, err
	}
	mw := make([]sample.Sum, len(in.Civil.Months))
	highest := make([]peak, len(in.Civil.Months))
	set := make([][]Peak, len(in.Civil.Months))
	for _, d := range days {
		best := peak{hour: -1}
		for _, t := range d.hours {
			if p.planned(int(d.date.Month)-1, int(in.Civil.Hour[t])) && (best.hour < 0 || use.MWh[t] > best.kw) {
				best = peak{use.MWh[t], t}
			}
		}
		if best.hour < 0 {
			continue
		}
		set[d.month] = append(set[d.month], Peak{Hour: best.hour, KW: 1000 * best.kw})
		mw[d.month].Add(best.kw / float64(inMonth[d.month]))
		if best.kw > highest[d.month].kw {
			highest[d.month] = best
		}
	}
	var charges []Charge
	for m := range in.Civil.Months {
		if mean := mw[m].Value(); mean > 0 {
			charges = append(charges, Charge{
				Month: m, Amount: mean * p.Price.Amount * p.Rise.inMonth(in, m), Currency: p.Price.Currency,
				Why: fmt.Sprintf("%s, the mean over %d working days of the highest load in planned peak hours, at %s%s; the most, %s, in the hour from %s",
					kWText(1000*mean), inMonth[m], p.Price, p.Rise.textAtFirst(in, m), kWText(1000*highest[m].kw), localText(in, highest[m].hour)), Set: set[m],
			})
		}
	}
	return charges, nil
}

const peakNetworkDoc = "network on the highest loads in planned peak hours of working days (Russia, price categories 4 and 6)"

const peakNetworkExample = `# The two-part network tariff of Russia's retail market: the mean, over the working days of the month, of each day's highest
# load inside the peak hours that the System Operator plans. Losses are a flat component beside it. Needs a country.
type: peak_network
name: network                # what the line is called on the bill; default: the type
price: 1262 RUB/kW           # required; for a month
hours:                       # required; each month in exactly one row
  - {months: apr-sep, hours: 09-14}   # default: every month; hours from 09:00 until 14:00; also 07-11, 17-21
  - {months: oct-mar, hours: "08-11, 16-21"}
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the price of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
