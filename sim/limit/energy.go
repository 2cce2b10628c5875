package limit

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Energy holds the energy at the meter of all its sites together, or of each of them, in each period that falls
// into its window.
type Energy struct {
	Limit   unit.Energy  `yaml:"limit"`             // MWh per period, more than zero
	Per     calendar.Per `yaml:"per"`               // day, week, month, quarter, year, season or dates, in local time
	Each    bool         `yaml:"each,omitempty"`    // every site by itself may use it: nothing is shared
	Prorate bool         `yaml:"prorate,omitempty"` // a period gets only the share of its hours that lie in the window
	Window  `yaml:",inline"`
}

// Budget is one period of an energy limit with what may be used in it.
type Budget struct {
	Label    string   // the period, as 2025-01 or 2025-11-15..2026-03-15
	From, To int      // its first hour on the axis and the hour after its last one
	Spans    [][2]int // its hours on the axis, half open, in order; a winter splits a year in two
	MWh      float64
	Cut      bool // by the horizon: the MWh are the share of the hours on the axis
}

// Check returns what is wrong with the limit, its periods and its window.
func (e *Energy) Check(at *conf.Node) []conf.Problem {
	problems := checkAmount(at, float64(e.Limit), e.Limit.String())
	problems = append(problems, e.checkPer(at, e.Per)...)
	if e.Per == calendar.Dated && e.From != nil && e.To != nil && e.Prorate {
		problems = append(problems, conf.Problemf(at.Get("prorate"),
			"the dates are the whole period, so no part of it lies outside them; leave prorate out, or write per: year or another period"))
	}
	return append(problems, e.check(at)...)
}

// Describe says what was understood: "100 GWh per month, 15 November to 15 March"; "100 GWh in all, on 1 January 2025".
func (e *Energy) Describe() string {
	text := fmt.Sprintf("%s %s", e.Limit, perText(e.Per))
	if e.Each {
		text += " at each site"
	}
	text += ", " + e.describe()
	if e.Prorate {
		text += ", less for a period that is partly outside"
	}
	return text
}

// Budgets returns the periods of the limit that have hours on the axis, in order, and for every hour the period it
// counts towards, -1 outside the window.
//
// With n the hours of the period in the window and on the axis, w those in the window on the axis or not, and f all
// hours of the local period, the budget is limit·n/w, or limit·n/f with Prorate. So a whole period inside the
// horizon has the full limit, whether the window cuts it or not, unless Prorate asks for its share. A period by
// season is one occurrence of it, which from and to may cut and New Year does not; one by dates is all of the
// window.
func (e *Energy) Budgets(c *calendar.Civil) (of []int32, periods []Budget) {
	of = make([]int32, len(c.Day))
	for t := range of {
		of[t] = -1
	}
	whole := map[string]int{} // hours of each local period without a window
	if e.Prorate {
		var in *calendar.Season
		if e.Per == calendar.Seasonal {
			in = e.Season
		}
		for _, p := range c.Periods(e.Per, in, nil, nil) {
			whole[p.Label] = p.Whole
		}
	}
	for i, p := range c.Periods(e.Per, e.Season, e.From, e.To) {
		hours := p.Whole
		if e.Prorate {
			hours = whole[p.Label]
		}
		mwh := float64(e.Limit)
		if p.Inside != hours {
			mwh = mwh * float64(p.Inside) / float64(hours)
		}
		periods = append(periods, Budget{Label: p.Label, From: p.From, To: p.To, Spans: p.Spans, MWh: mwh, Cut: p.Inside != p.Whole})
		for _, span := range p.Spans {
			for t := span[0]; t < span[1]; t++ {
				of[t] = int32(i)
			}
		}
	}
	return of, periods
}

// Rule gives the sites the budgets of the periods.
func (e *Energy) Rule(*Input) (Rule, error) {
	return Rule{Pool: &Pool{Each: e.Each, Periods: func(h *Held) ([]int32, []Budget) { return e.Budgets(h.Civil) }}}, nil
}

const energyDoc = "an energy budget per day, week, month, quarter, year or season, or over dates"

const energyExample = `# The sites together use at most this energy in each period.
type: energy
name: winter quota           # how the report calls it; default: the type
limit: 100 GWh               # required; at the meter, more than zero
per: month                   # required; day, week (Monday to Sunday), month, quarter, year, season (over New Year too) or dates (from..to), in the region's own time
each: true                   # default false: the sites use it together; true: each of them may use it by itself
prorate: true                # default false: a period partly outside the season or dates has the full limit; not for per: dates
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2025-11-15             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: tadviser_energoresurs_k # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
