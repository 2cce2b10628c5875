package limit

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// DemandResponse calls each site to give way when power is dear, and pays for it.
type DemandResponse struct {
	Strike  unit.EnergyPrice    `yaml:"strike"`            // at or above which the site is called, zero or more
	Series  string              `yaml:"series,omitempty"`  // of prices that call; "": the price of power of each site
	Keep    unit.Fraction       `yaml:"keep,omitempty"`    // of the connection that may still be drawn, below 100 %
	Payment *unit.EnergyPrice   `yaml:"payment,omitempty"` // for each MWh that could be drawn in a call and is not
	Standby *unit.MoneyPerPower `yaml:"standby,omitempty"` // for each MW that could be drawn and month of 730.5 h, called or not
	Notice  *unit.Duration      `yaml:"notice,omitempty"`  // from the first hour at the strike to the call, whole hours
	Longest *unit.Duration      `yaml:"longest,omitempty"` // length of a call, whole hours; nil: as long as the price stays
	Calls   int                 `yaml:"calls,omitempty"`   // in each period, at most; 0: any number
	Per     calendar.Per        `yaml:"per,omitempty"`     // of Calls, in local time; "" means year
	Window  `yaml:",inline"`
}

// hoursOfMonth is the mean length of a month: a twelfth of a year of 8,766 hours.
const hoursOfMonth = unit.HoursPerYear / 12.0

// per returns the period of the number of calls, the default written in.
func (d *DemandResponse) per() calendar.Per {
	if d.Per == "" {
		return calendar.Yearly
	}
	return d.Per
}

// Check returns what is wrong with prices, calls and the window.
func (d *DemandResponse) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if d.Strike.Amount < 0 {
		add("strike", "%s calls the site when power is all but free; a strike is zero or more", d.Strike)
	}
	if at.Get("series") != nil && d.Series == "" {
		add("series", "empty; name a series of the seeds or a file, or leave it out")
	}
	if p := d.Payment; p != nil && p.Amount < 0 {
		add("payment", "%s would be paid by the site that gives way; a payment is zero or more", p)
	}
	if p := d.Payment; p != nil && p.Currency != d.Strike.Currency {
		add("payment", "in %s, but the strike is in %s; write both in one currency", p.Currency, d.Strike.Currency)
	}
	if p := d.Standby; p != nil && p.Currency != d.Strike.Currency {
		add("standby", "in %s, but the strike is in %s; write both in one currency", p.Currency, d.Strike.Currency)
	}
	if d.Keep == 1 {
		add("keep", "100 %% of the connection may still be drawn, so nothing is given up; write less, or leave the limit out")
	}
	if d.Notice != nil && !callable(d.Notice) {
		add("notice", `%s is no whole number of hours below a year; calls come by the hour, so write it like "1 h"`, d.Notice)
	}
	if d.Longest != nil && (!callable(d.Longest) || d.Longest.InHours() == 0) {
		add("longest", `%s is no whole number of hours above zero and below a year; calls come by the hour, so write it like "4 h"`, d.Longest)
	}
	switch {
	case at.Get("calls") != nil && d.Calls <= 0:
		add("calls", "%d calls are none; write how many there may be, or leave it out for any number", d.Calls)
	case at.Get("calls") == nil && at.Get("per") != nil:
		add("per", "counts calls, and how many there may be is not said; add for example \"calls: 20\", or leave per out")
	case at.Get("calls") != nil:
		problems = append(problems, d.checkPer(at, d.per())...)
	}
	return append(problems, d.check(at)...)
}

// callable reports whether a duration is one of whole hours, below a year.
func callable(d *unit.Duration) bool {
	hours := d.InHours()
	return hours == math.Trunc(hours) && hours < unit.HoursPerYear
}

// Currency is that of the strike and the payments.
func (d *DemandResponse) Currency() unit.Currency { return unit.Currency(d.Strike.Currency) }

// Describe says what was understood: "cut off when power costs 150 USD/MWh or more, for 100 USD/MWh given up".
func (d *DemandResponse) Describe() string {
	source := "power costs"
	if d.Series != "" {
		source = d.Series + " is at"
	}
	text := fmt.Sprintf("%s when %s %s or more", cutText(d.Keep), source, d.Strike)
	if wholeHours(d.Notice) > 0 {
		text += fmt.Sprintf(", %s after it first is", d.Notice)
	}
	if d.Longest != nil {
		text += ", for at most " + d.Longest.String()
	}
	if d.Calls > 0 {
		text += fmt.Sprintf(", at most %d times %s", d.Calls, perText(d.per()))
	}
	var paid []string
	if d.Payment != nil {
		paid = append(paid, d.Payment.String()+" given up")
	}
	if d.Standby != nil {
		paid = append(paid, d.Standby.String()+" a month ready")
	}
	if paid != nil {
		text += ", for " + strings.Join(paid, " and ")
	}
	return join(text, d.limits())
}

// Rule works out the calls, and what is paid.
func (d *DemandResponse) Rule(in *Input) (Rule, error) {
	var values []float64
	if d.Series != "" {
		var err error
		if values, err = d.prices(in); err != nil {
			return Rule{}, err
		}
	}
	type same struct {
		civil *calendar.Civil
		price *float64
	}
	known := map[same][]float64{}
	shares := make([][]float64, len(in.Sites))
	_, moments := in.windows(d.Window)
	for i := range in.Sites {
		h := &in.Sites[i]
		price, rate := values, func(int) float64 { return 1 }
		if price == nil {
			price = h.Price
			if in.PerUSD != nil {
				rate = in.PerUSD
			}
		}
		key := same{h.Civil, &price[0]}
		if known[key] == nil {
			known[key] = d.called(h.Civil, func(t int) bool { return price[t]*rate(t) >= d.Strike.Amount })
			moments = append(moments, Moments(known[key])...)
		}
		shares[i] = known[key]
	}
	c := keeping(in, shares, moments)
	c.Pay = d.pay(in)
	return Rule{Cap: c}, nil
}

// prices are the values of the series per MWh in the currency of the strike.
func (d *DemandResponse) prices(in *Input) ([]float64, error) {
	values, of, err := in.values(d.Series)
	if err != nil || of == "" {
		return values, err
	}
	one, err := unit.ParseEnergyPrice("1 " + of)
	switch {
	case err != nil:
		return nil, fmt.Errorf("series %q is in %s, which is no price of power to compare with a strike; name a series of prices, or write type: curtailment with above", d.Series, of)
	case one.Currency != d.Strike.Currency:
		return nil, fmt.Errorf("series %q is in %s, but the strike in %s; write the strike and the payments in %s",
			d.Series, of, d.Strike.Currency, one.Currency)
	}
	list := make([]float64, len(values))
	for t, v := range values {
		list[t] = v * one.Amount
	}
	return list, nil
}

// called leaves what is kept in the hours of calls and does not limit the others. A call begins the notice after
// the price first is at the strike and lasts while it stays there, for as long as a call may; the next one needs
// the price to have been below. A call counts in the period in which it begins, of which the earliest calls are
// those that come; a period that the horizon cuts has its part of them.
func (d *DemandResponse) called(c *calendar.Civil, high func(t int) bool) []float64 {
	notice, longest := wholeHours(d.Notice), len(c.Day)
	if d.Longest != nil {
		longest = wholeHours(d.Longest)
	}
	share := make([]float64, len(c.Day))
	for t := range share {
		share[t] = Unlimited
	}
	since, before := 0, -1 // hours at the strike until now, and the last hour that was
	for _, p := range c.Periods(d.per(), d.Season, d.From, d.To) {
		calls := part(d.Calls, &p)
		for _, span := range p.Spans {
			for t := span[0]; t < span[1]; t++ {
				if !high(t) {
					continue
				}
				if before != t-1 {
					since = 0
				}
				since, before = since+1, t
				if since == notice+1 && d.Calls > 0 {
					if calls--; calls < 0 {
						since = notice + longest + 1 // this time the site is left alone
					}
				}
				if since > notice && since <= notice+longest {
					share[t] = float64(d.Keep)
				}
			}
		}
	}
	return share
}

// pay is what sites are paid, nil for nothing.
func (d *DemandResponse) pay(in *Input) *Pay {
	p := &Pay{}
	if d.Payment != nil {
		p.PerMWh = d.Payment.Amount
	}
	if d.Standby != nil {
		p.PerMWHour = d.Standby.Amount / hoursOfMonth
	}
	if p.PerMWh == 0 && p.PerMWHour == 0 {
		return nil
	}
	p.InForce, _ = in.windows(d.Window)
	return p
}

const demandResponseDoc = "calls to give way when power is dear, for a payment"

const demandResponseExample = `# A contract to give power back: the site is called when power costs the strike or more.
type: demand_response
name: load resource          # how the report calls it; default: the type
strike: 150 USD/MWh          # required; zero or more; the site is called in hours in which power costs as much or more, in the central case
series: ercot_day_ahead      # default: the price of each site's power; an hourly series of prices that calls, of the seeds or a file with the columns time,value
keep: 0 %                    # default 0 %; of the connection, which may still be drawn
payment: 100 USD/MWh         # default: none; for each MWh that the machines could draw in a call and do not
standby: 2 USD/kW            # default: none; a month, for all that the machines could draw, called or not
notice: 1 h                  # default 0 h; from the first hour at the strike until the call begins; a price that has fallen by then calls nobody
longest: 4 h                 # default: as long as the price stays at the strike; after that it must have been below for the next call
calls: 20                    # default: any number; the earliest of each period, at most; a period that the horizon cuts has its part of them, rounded up
per: year                    # default year; of calls: day, week (Monday to Sunday), month, quarter, year, season (over New Year too) or dates (from..to)
season: 06-01..09-30         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2025-01-01             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: texas              # one id or a list of ids in each line
  operator: [Riot Platforms]
  country: US
  program: komi_15
  sites: [riot_rockdale]
source: sec_riot             # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
