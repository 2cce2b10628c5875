package limit

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Interruption lets the supplier cut each site to a part of its connection for some hours of each period: service
// that is not firm.
type Interruption struct {
	Hours  int           `yaml:"hours"`            // of each period, at most
	Per    calendar.Per  `yaml:"per,omitempty"`    // in local time; "" means year
	Keep   unit.Fraction `yaml:"keep,omitempty"`   // of the connection that may still be drawn, below 100 %
	Choice Choice        `yaml:"choice,omitempty"` // of the hours; "" means the supplier's
	Series string        `yaml:"series,omitempty"` // whose highest hours the supplier cuts; "": the price of power of each site
	Window `yaml:",inline"`
}

// Choice says who chooses the hours of an interruption.
type Choice string

// Who may choose.
const (
	Supplier Choice = "supplier" // the hours of the highest price in the currency of the tariff, or of the highest values of a series
	OwnHours Choice = "site"     // the hours that cost the site the least
)

// Words returns who may choose.
func (Choice) Words() []string { return []string{string(Supplier), string(OwnHours)} }

// per returns the period, the default written in.
func (x *Interruption) per() calendar.Per {
	if x.Per == "" {
		return calendar.Yearly
	}
	return x.Per
}

// Check returns what is wrong with the hours, who chooses them, and the window.
func (x *Interruption) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	problems = append(problems, x.checkPer(at, x.per())...)
	switch {
	case x.Hours <= 0:
		add("hours", "%d hours are no interruption; write how many hours may be cut, as 300, or leave the limit out", x.Hours)
	case len(problems) == 0 && x.Hours > x.longest(x.per()):
		add("hours", `%d hours are more than there are in the period, which has %d; write fewer, a longer period, or "type: ban"`, x.Hours, x.longest(x.per()))
	}
	if x.Keep == 1 {
		add("keep", "100 %% of the connection may still be drawn, so nothing is cut; write less, or leave the limit out")
	}
	if x.Choice == OwnHours && at.Get("series") != nil {
		add("series", "the site chooses the hours, by what they cost it; leave series out, or write choice: supplier")
	}
	return append(problems, x.check(at)...)
}

// Describe says what was understood: "300 hours per year cut to 5 % of the connection, those of the highest price".
func (x *Interruption) Describe() string {
	which := "those of the highest price"
	switch {
	case x.Choice == OwnHours:
		which = "those that the site chooses, counted as hours of what works"
	case x.Series != "":
		which = "those of the highest " + x.Series
	}
	return join(fmt.Sprintf("%d hours %s %s, %s", x.Hours, perText(x.per()), cutText(x.Keep), which), x.limits())
}

// cutText says how much is left: "cut to 5 % of the connection", "cut off".
func cutText(keep unit.Fraction) string {
	if keep == 0 {
		return "cut off"
	}
	return "cut to " + keep.String() + " of the connection"
}

// Rule cuts the hours that the supplier chooses, or gives each site the energy of the hours that it may choose to keep.
func (x *Interruption) Rule(in *Input) (Rule, error) {
	if x.Choice == OwnHours {
		return Rule{Pool: &Pool{Each: true, Own: true, Periods: x.left}}, nil
	}
	var values []float64
	if x.Series != "" {
		var err error
		if values, _, err = in.values(x.Series); err != nil {
			return Rule{}, err
		}
	}
	type same struct {
		civil *calendar.Civil
		price *float64
	}
	known := map[same][]float64{}
	shares := make([][]float64, len(in.Sites))
	var moments []int
	for i := range in.Sites {
		h := &in.Sites[i]
		high := values
		if high == nil {
			high = h.Tariff
		}
		key := same{h.Civil, &high[0]}
		if known[key] == nil {
			known[key] = x.highest(h.Civil, high)
			moments = append(moments, Moments(known[key])...)
		}
		shares[i] = known[key]
	}
	return Rule{Cap: keeping(in, shares, moments)}, nil
}

// highest leaves what is kept in the hours of the highest values of each period, of equal ones the earlier, and
// does not limit the others. A period that the horizon cuts has its part of the hours.
func (x *Interruption) highest(c *calendar.Civil, values []float64) []float64 {
	left := make([]float64, len(c.Day))
	for t := range left {
		left[t] = Unlimited
	}
	for _, p := range c.Periods(x.per(), x.Season, x.From, x.To) {
		var hours []int
		for _, span := range p.Spans {
			for t := span[0]; t < span[1]; t++ {
				hours = append(hours, t)
			}
		}
		slices.SortStableFunc(hours, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
		for _, t := range hours[:min(part(x.Hours, &p), len(hours))] {
			left[t] = float64(x.Keep)
		}
	}
	return left
}

// left is the energy that a site may draw in each period when it chooses: all that its connection and the machines
// that work could draw in the hours of the period in which the site stands, less n hours of what that is in the
// mean, of which it keeps a part of the connection. A site that stands for a part of the period has that part of n.
func (x *Interruption) left(h *Held) (of []int32, periods []Budget) {
	of = make([]int32, len(h.Civil.Day))
	for t := range of {
		of[t] = -1
	}
	for _, p := range h.Civil.Periods(x.per(), x.Season, x.From, x.To) {
		b := Budget{Label: p.Label}
		stands, could := 0, 0.
		for _, span := range p.Spans {
			if span[0] = max(span[0], h.Online); span[0] >= span[1] {
				continue
			}
			b.Spans = append(b.Spans, span)
			stands += span[1] - span[0]
			for t := span[0]; t < span[1]; t++ {
				of[t] = int32(len(periods))
				could += h.Works(t)
			}
		}
		if stands == 0 {
			continue
		}
		n, mean := float64(x.Hours)*float64(stands)/float64(p.Whole), could/float64(stands)
		b.MWh = max(0, could-n*max(0, mean-float64(x.Keep)*h.PowerMW)) // 0: all hours are cut
		b.From, b.To = b.Spans[0][0], b.Spans[len(b.Spans)-1][1]
		periods = append(periods, b)
	}
	return of, periods
}

const interruptionDoc = "some hours of each period in which power is cut, at the supplier's choice or the site's"

const interruptionExample = `# Service that is not firm: so many hours of each year may be cut to a small part of the connection.
type: interruption
name: peak service           # how the report calls it; default: the type
hours: 300                   # required; of each period, at most; a period that the horizon cuts has its part of them, rounded up
per: year                    # default year; day, week (Monday to Sunday), month, quarter, year, season (over New Year too) or dates (from..to), in the region's own time
keep: 5 %                    # default 0 %; of the connection, which may still be drawn
choice: supplier             # default supplier: the hours in which each site's power costs the most, in the currency of its tariff (in dollars where that has several); site: those that cost it the least, counted as energy of the machines that work
series: ercot_day_ahead      # default: the price of each site's power; an hourly series whose highest hours the supplier cuts, of the seeds or a file with the columns time,value
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2025-11-15             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: quebec             # one id or a list of ids in each line
  operator: [Bitfarms]
  country: CA
  program: komi_15
  sites: [mikun, sindor]
source: hq_2018              # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`
