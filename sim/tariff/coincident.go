package tariff

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Coincident prices the load in hours that are named afterwards, when the whole system had its peak: the highest
// load in each group of hours, or the mean over the peaks of a year (ERCOT's four coincident peaks). The hours are
// listed, as published, or found by a rule. Where none is listed it costs nothing, which is told (PeakGaps).
//
// The bill is always that of the true hours. What the operator knows is another matter, and may be a forecast
// (PeakForecast). The alert hours of a peak are then the likeliest by the series of the rule, or, for hours that
// are listed, those of the same time of day on the working days around. Without a forecast the hours are known.
type Coincident struct {
	Groups []PeakGroup `yaml:"groups"`
	Rise   Rise        `yaml:",inline"`
}

// PeakGroup is the hours of one event, or the peaks over which a mean is taken, and their price.
type PeakGroup struct {
	Name     string             `yaml:"name,omitempty"`     // of the line on the bill
	Hours    []Stamp            `yaml:"hours,omitempty"`    // or Peaks
	Peaks    *PeakRule          `yaml:"peaks,omitempty"`    // the peak of each month, in years whose peaks nobody knows
	Price    unit.MoneyPerPower `yaml:"price"`              // per MW in base units; with Peaks for a year
	Measure  Measure            `yaml:"measure,omitempty"`  // of the load in the hours; with Peaks the mean
	Forecast *PeakForecast      `yaml:"forecast,omitempty"` // nil: the operator knows the hours
	At       conf.Pos           `yaml:"-"`
}

// Measure says what of the load in some hours is billed.
type Measure string

// The measures.
const (
	Highest Measure = "highest" // the highest load in the hours, once, in the month of that hour
	Mean    Measure = "mean"    // the mean over the hours, each hour's share in its own month
)

// Words lists the measures.
func (Measure) Words() []string { return []string{string(Highest), string(Mean)} }

// Check returns what is wrong with one group.
func (g *PeakGroup) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	switch {
	case g.Peaks != nil && len(g.Hours) > 0:
		problems = append(problems, conf.Problemf(at.Get("peaks"), "the hours are listed already; keep one of them"))
	case g.Peaks != nil && g.Measure == Highest:
		problems = append(problems, conf.Problemf(at.Get("measure"), "a rule gives a peak in each month, over which the mean is taken; leave measure out"))
	case g.Peaks == nil && len(g.Hours) == 0:
		problems = append(problems, conf.Problemf(orNode(at.Get("hours"), at), "no hours; write at least one, such as 2024-08-20T16, or a rule for peaks"))
	}
	if g.Forecast != nil && g.Peaks == nil && g.measure() == Highest {
		problems = append(problems, conf.Problemf(at.Get("forecast"), "a forecast is of single peaks, but the highest load in several hours is billed; write measure: mean"))
	}
	seen := map[Stamp]bool{}
	for i, s := range g.Hours {
		if seen[s] {
			problems = append(problems, conf.Problemf(at.Get("hours").Items[i], "%s stands here twice", s))
		}
		seen[s] = true
	}
	return problems
}

// orNode is a node that is there.
func orNode(a, b *conf.Node) *conf.Node {
	if a != nil {
		return a
	}
	return b
}

// Check returns what is wrong with the groups as a whole.
func (c *Coincident) Check(at *conf.Node) []conf.Problem {
	problems := c.Rise.problems(at)
	groups := at.Get("groups")
	if len(c.Groups) == 0 {
		return append(problems, conf.Problemf(groups, "no groups; write at least one with hours and a price"))
	}
	for i, g := range c.Groups {
		if g.Price.Currency != c.Currency() {
			problems = append(problems, conf.Problemf(groups.Items[i].Get("price"), "in %s, but the first group is in %s; one component has one currency", g.Price.Currency, c.Currency()))
		}
	}
	return problems
}

// Describe says what was understood: "10 USD/kW on the highest load in 3 named hours".
func (c *Coincident) Describe() string {
	parts := make([]string, len(c.Groups))
	for i, g := range c.Groups {
		if g.Peaks != nil {
			parts[i] = fmt.Sprintf("%s a year on the mean load in %s", g.Price, g.Peaks.text())
		} else {
			parts[i] = fmt.Sprintf("%s on the %s load in %d named hours", g.Price, g.measure(), len(g.Hours))
		}
		parts[i] += g.Forecast.text()
	}
	return listText(parts) + c.Rise.text()
}

func (g *PeakGroup) measure() Measure {
	switch {
	case g.Peaks != nil:
		return Mean
	case g.Measure == "":
		return Highest
	}
	return g.Measure
}

// Currency returns the currency that all groups share.
func (c *Coincident) Currency() string {
	if len(c.Groups) == 0 {
		return ""
	}
	return c.Groups[0].Price.Currency
}

// currencyIn returns the currency, after looking for the series of the rules.
func (c *Coincident) currencyIn(in Input) (string, error) {
	for _, g := range c.Groups {
		if g.Peaks != nil && g.Peaks.Series != "" {
			if _, err := g.Peaks.find(in); err != nil {
				return "", err
			}
		}
	}
	return c.Currency(), nil
}

// A systemPeak is what is billed once: the highest load in its hours.
type systemPeak struct {
	group  int
	hours  []int32 // of the axis, rising, at least one
	month  int     // whose price it has
	share  float64 // of the price of the group
	text   string  // of what it is one
	ranked []int32 // the hours of its month, the likeliest first, where a series tells
	before float64 // what the hit rates of the forecasts of peaks before it come to
}

// peaks lists the peaks of all groups on the axis, group by group.
func (c *Coincident) peaks(in Input) (list []systemPeak, err error) {
	listed := map[int]bool{} // years
	for _, g := range c.Groups {
		for _, s := range g.Hours {
			listed[s.Date.Year] = true
		}
	}
	for i, g := range c.Groups {
		var own []systemPeak
		if g.Peaks != nil {
			own, err = g.Peaks.peaks(g.Forecast.alerts()+1, listed, in)
		} else {
			own, err = g.listed(in)
		}
		if err != nil {
			return nil, err
		}
		for k := range own {
			own[k].group = i
		}
		list = append(list, own...)
	}
	order := make([]int, len(list))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(list[a].hours[0] - list[b].hours[0]) })
	sum := 0.0
	for _, k := range order {
		if f := c.Groups[list[k].group].Forecast; !f.known() {
			list[k].before = sum
			sum += f.rate()
		}
	}
	return list, nil
}

// listed lists the peaks of a group whose hours are named. An hour that is named twice, as a local one and as one
// of UTC, is an error.
func (g *PeakGroup) listed(in Input) ([]systemPeak, error) {
	var list []systemPeak
	whole := systemPeak{share: 1, text: fmt.Sprintf("the highest of %d named hours", len(g.Hours))}
	named := map[int]Stamp{}
	for _, stamp := range g.Hours {
		one := systemPeak{share: 1 / float64(len(g.Hours)), text: fmt.Sprintf("one of %d peaks, whose mean is billed", len(g.Hours))}
		for _, t := range stamp.hours(in) {
			if other, twice := named[t]; twice {
				return nil, fmt.Errorf("the hours %s and %s are one, by the clocks and by UTC; keep one of them", other, stamp)
			}
			named[t] = stamp
			one.hours = append(one.hours, int32(t))
		}
		if len(one.hours) > 0 {
			one.month = int(in.Civil.Month[one.hours[0]])
			list = append(list, one)
			whole.hours = append(whole.hours, one.hours...)
		}
	}
	slices.SortStableFunc(list, func(a, b systemPeak) int { return int(a.hours[0] - b.hours[0]) })
	if g.measure() == Mean || whole.hours == nil {
		return list, nil
	}
	slices.Sort(whole.hours)
	whole.month = int(in.Civil.Month[whole.hours[len(whole.hours)-1]])
	return []systemPeak{whole}, nil
}

// Shape adds what the operator expects of each peak: an adder in its hour where he knows it, a smaller one in the alert
// hours where he has a forecast, and a window where the highest load of several hours counts.
func (c *Coincident) Shape(s *Shape, in Input) error {
	in.mustFit(len(s.PerMWh))
	peaks, err := c.peaks(in)
	if err != nil {
		return err
	}
	for _, g := range c.Groups {
		s.Exact = s.Exact && (in.Foreseen || g.Forecast.known())
	}
	for k := range peaks {
		p := &peaks[k]
		g := &c.Groups[p.group]
		price := c.price(p, in)
		alerts := p.hours
		if !in.Foreseen && !g.Forecast.known() {
			alerts = c.warned(p, in)
			price = g.Forecast.expected(price, len(alerts))
		} else if len(p.hours) > 1 {
			s.Windows = append(s.Windows, Window{
				Layer: p.group, Hours: p.hours, Month: int(in.Civil.Month[p.hours[len(p.hours)-1]]), Steps: []Stretch{{math.Inf(1), price}},
			})
			s.Exact = false
			continue
		}
		for _, t := range alerts {
			if err := addHour(s.PerMWh, int(t), price, in); err != nil {
				return err
			}
		}
	}
	return nil
}

// Invoice bills each group in its true hours; hours outside the load count for nothing.
func (c *Coincident) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	peaks, err := c.peaks(in)
	if err != nil {
		return nil, err
	}
	kw, _ := use.peaks(60)
	var charges []Charge
	for _, p := range peaks {
		g := &c.Groups[p.group]
		own := peak{hour: -1}
		for _, t := range p.hours {
			if own.hour < 0 || kw[t] > own.kw {
				own = peak{kw[t], int(t)}
			}
		}
		if own.kw == 0 {
			continue
		}
		price := unit.MoneyPerPower{Amount: g.Price.Amount * c.Rise.inMonth(in, p.month), Currency: g.Price.Currency}
		charges = append(charges, Charge{
			Month: int(in.Civil.Month[own.hour]), Name: c.lineName(p.group), Amount: own.kw / 1000 * price.Amount * p.share, Currency: price.Currency,
			Why: fmt.Sprintf("%s x %s in the hour from %s, %s", price, kWText(own.kw), localText(in, own.hour), p.text), Set: own.set(),
		})
	}
	slices.SortStableFunc(charges, func(a, b Charge) int { return a.Month - b.Month })
	return charges, nil
}

// lineName calls the line of a group.
func (c *Coincident) lineName(i int) string {
	if name := c.Groups[i].Name; name != "" || len(c.Groups) == 1 {
		return name
	}
	return fmt.Sprintf("group %d", i+1)
}

const coincidentDoc = "the load in the hours of system peaks, listed or by a rule, that the operator knows or forecasts"

const coincidentExample = `# A price on the load in hours that are published afterwards, when the whole system had its peak.
type: coincident
name: transmission           # what the line is called on the bill; default: the type
groups:                      # required
  - name: four peaks         # default: its number; the line on the bill
    hours: [2024-06-25T16, 2024-07-01T16, 2024-08-20T17, 2024-09-03T16Z]   # by the region's clocks, or UTC with a Z
    measure: mean            # default highest: the highest load in the hours, once; mean: over all of them
    price: 60 USD/kW         # required; for the group
    forecast:                # default: the operator knows the hours; only with mean or peaks
      hit_rate: 75 %         # default 100 %; probability that the hour of a peak is among its alerts
      alerts: 12             # default 1; hours of which he is warned for each peak
  - name: years to come
    peaks:                   # instead of hours: in each month the hour with the highest value of a series, of equal weight
      series: ercot_real_time   # needed without nth; a series of the seeds, or a file; loads or prices
      years: [2024]          # default: every whole year of the series, taken in turn
      draw: none             # default none: years in turn, in every draw; years: by chance, those of prices on this series
      months: jun-sep        # default: every month
      days: mon-fri          # default: every day; also holidays
      hours: 13-19           # default: all hours
      otherwise: true        # default false; only in years of which no group lists an hour
    price: 67.20 USD/kW      # for a year; months that the run cuts cost their share
  - name: winters            # a rule without a series
    peaks: {nth: 3, days: wed, hours: 17-18, months: dec-feb}   # the first of its hours on the third such day of each month, 1 to 4
    price: 6 USD/kW
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the price of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
