package limit

import (
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Curtailment lets each site draw a part of its connection when it is called: by a series of calls, when a series
// stands above a value, or by the clock alone.
type Curtailment struct {
	Calls  string         `yaml:"calls,omitempty"`  // series of what may still be drawn, as a share from 0 to 1
	Series string         `yaml:"series,omitempty"` // or the series that calls when it stands above a value
	Above  *unit.Number   `yaml:"above,omitempty"`  // in the unit of the series
	Keep   *unit.Fraction `yaml:"keep,omitempty"`   // of the connection that may still be drawn; nil: nothing
	Hours  calendar.Hours `yaml:"hours,omitempty"`  // of the local day in which calls count
	Days   Days           `yaml:"days,omitempty"`   // on which calls count
	Window `yaml:",inline"`
}

// Check returns what is wrong with the calls and the window.
func (c *Curtailment) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	calls, source, above := at.Get("calls"), at.Get("series"), at.Get("above")
	switch {
	case calls != nil && source != nil:
		add("series", "calls and series both say when the site is called; keep one of them")
	case calls != nil && c.Calls == "":
		add("calls", "empty; name a series of the seeds or a file, or leave it out")
	case source != nil && c.Series == "":
		add("series", "empty; name a series of the seeds or a file, or leave it out")
	case source != nil && above == nil:
		add("series", `the value above which it calls is missing; add for example "above: 90", in the unit of the series`)
	case source == nil && above != nil:
		add("above", "of which series is not said; name one, or leave it out")
	case calls == nil && source == nil && c.Hours == 0 && c.Days.all() && c.Always():
		problems = append(problems, conf.Problemf(at, `a curtailment needs its calls; write for example "hours: 16-21", "season: 11-15..03-15", "series: ercot_day_ahead" with "above: 90", or "calls: orders.csv"`))
	case calls == nil && source == nil && c.Hours == 0 && c.Days.all() && c.keep() == 0:
		problems = append(problems, conf.Problemf(at, `nothing may be drawn at any hour of these days; write "type: ban", or how much the site may keep, as "keep: 30 %%"`))
	}
	switch {
	case calls != nil && at.Get("keep") != nil:
		add("keep", "the calls say how much may still be drawn; leave keep out")
	case c.keep() == 1:
		add("keep", "100 %% of the connection may still be drawn, so nothing is cut; write less, or leave the limit out")
	}
	return append(problems, c.check(at)...)
}

func (c *Curtailment) keep() float64 {
	if c.Keep == nil {
		return 0
	}
	return float64(*c.Keep)
}

// AsksForWorkdays reports whether a calendar of working days or holidays is needed.
func (c *Curtailment) AsksForWorkdays() bool { return c.Days.asks() }

// Describe says what was understood: "cut to 30 % of the connection in the hours 08-20, working days, at all times".
func (c *Curtailment) Describe() string {
	text := cutText(unit.Fraction(c.keep()))
	switch {
	case c.Calls != "":
		text = "cut to what " + c.Calls + " leaves of the connection"
	case c.Series != "":
		text += " when " + c.Series + " stands above " + c.Above.String()
	}
	if c.Hours != 0 {
		text += " in the hours " + c.Hours.String()
	}
	if !c.Days.all() {
		text += ", " + c.Days.text()
	}
	return text + ", " + c.describe()
}

// Rule leaves the sites what the calls leave.
func (c *Curtailment) Rule(in *Input) (Rule, error) {
	left, err := c.left(in)
	if err != nil {
		return Rule{}, err
	}
	type clock struct {
		civil *calendar.Civil
		work  *calendar.Workdays
	}
	known := map[clock][]float64{}
	shares := make([][]float64, len(in.Sites))
	var moments []int
	for i := range in.Sites {
		key := clock{in.Sites[i].Civil, in.Sites[i].Workdays}
		if known[key] == nil {
			known[key] = c.called(left, key.civil, key.work)
			moments = append(moments, Moments(known[key])...)
		}
		shares[i] = known[key]
	}
	return Rule{Cap: keeping(in, shares, moments)}, nil
}

// left is the share of the connection that may be drawn in each hour if the clock lets calls count, unlimited where
// nothing calls.
func (c *Curtailment) left(in *Input) ([]float64, error) {
	list := make([]float64, in.Hours)
	if c.Calls == "" && c.Series == "" {
		for t := range list {
			list[t] = c.keep()
		}
		return list, nil
	}
	values, of, err := in.values(c.Calls + c.Series) // one of them is empty
	if err != nil {
		return nil, err
	}
	whole := 1.0
	if of == "%" {
		whole = 100
	}
	for t, v := range values {
		list[t] = Unlimited
		switch {
		case c.Series != "" && v > float64(*c.Above):
			list[t] = c.keep()
		case c.Calls != "" && !(v >= 0 && v <= whole):
			return nil, fmt.Errorf("calls %q have %v for the hour from %s; what may still be drawn is a share from 0 to %v", c.Calls, v, in.label(t), whole)
		case c.Calls != "" && v < whole:
			list[t] = v / whole
		}
	}
	return list, nil
}

// called takes the calls out that do not count by a clock.
func (c *Curtailment) called(left []float64, civil *calendar.Civil, work *calendar.Workdays) []float64 {
	days := make([]bool, len(civil.Date))
	for d, date := range civil.Date {
		days[d] = c.Contains(date) && c.Days.has(date, work)
	}
	list := make([]float64, len(left))
	for t := range list {
		list[t] = Unlimited
		if days[civil.Day[t]] && c.Hours.Has(int(civil.Hour[t])) {
			list[t] = left[t]
		}
	}
	return list
}

// keeping is a cap that leaves each site a share of its connection, by hour; unlimited where it is not called.
func keeping(in *Input, shares [][]float64, moments []int) *Cap {
	return &Cap{Moments: moments, Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			mw[i] = Unlimited
			if left := shares[i][t]; !math.IsInf(left, 1) {
				mw[i] = left * in.Sites[i].PowerMW
			}
		}
	}}
}

const curtailmentDoc = "calls to draw a part of the connection, by a series or by the clock"

const curtailmentExample = `# The grid takes most of the power away by day.
type: curtailment
name: by day                 # how the report calls it; default: the type
# calls: orders.csv          # in place of series and keep: an hourly series of the share from 0 to 1 (or 0 to 100, in %) that may still be drawn
series: ercot_day_ahead      # default: the clock alone calls; an hourly series that calls, of the seeds or a file with the columns time,value
above: 90                    # required with a series; it calls in the hours in which it stands above, in its own unit
keep: 30 %                   # default 0 %; of the connection, which may still be drawn
hours: 08-20                 # default: all hours; of the local day, in which calls count
days: working                # default all; working (by the calendar of the country), off (all others), or days of the week as mon-fri or sat, sun, holidays
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2022-01-01             # default: since ever; first day
to: 2023-12-31               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: [kazakhstan]       # one id or a list of ids in each line
  operator: BitRiver
  country: KZ
  program: komi_15
  sites: mikun
source: bmi_kz               # default: assumed by the scenario; a row of the seeds' sources
confidence: secondary        # default: none stated
`
