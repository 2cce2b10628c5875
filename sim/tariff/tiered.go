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

// Tiered prices energy in blocks: the first kWh of a month at one price, the next at another, rising or falling.
// Periods of the week and the year have blocks of their own, each counting its own energy.
type Tiered struct {
	Periods  []TieredPeriod `yaml:"periods"`
	Per      TierPer        `yaml:"per,omitempty"`      // what a count of energy begins anew with
	Accounts *unit.Count    `yaml:"accounts,omitempty"` // meters that share the load evenly, each with blocks of its own
	Demand   BillingDemand  `yaml:"demand,omitempty"`   // for ends per kW
	Rise     Rise           `yaml:",inline"`
}

// TieredPeriod is a part of the week or the year and its tiers.
type TieredPeriod struct {
	Name  string `yaml:"name,omitempty"` // of the lines on the bill
	When  `yaml:",inline"`
	Tiers []Tier   `yaml:"tiers"`
	Also  []When   `yaml:"also,omitempty"` // further hours that belong to the period
	At    conf.Pos `yaml:"-"`
}

// Tier is a block of energy and its price.
type Tier struct {
	UpTo  conf.OneOrMore[Bound] `yaml:"up_to,omitempty"` // where it ends, counted from zero; of several the lowest; none: the last tier
	Price unit.EnergyPrice      `yaml:"price"`           // per MWh in base units, zero or more
	At    conf.Pos              `yaml:"-"`
}

// TierPer says when a count of energy begins anew.
type TierPer string

// The periods of a count.
const (
	TierMonth TierPer = "month"
	TierDay   TierPer = "day"
)

// Words lists the periods.
func (TierPer) Words() []string { return []string{string(TierMonth), string(TierDay)} }

// Check returns what is wrong with one period by itself.
func (p *TieredPeriod) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	tiers := at.Get("tiers")
	ends := make([][]Bound, len(p.Tiers))
	for i, tier := range p.Tiers {
		ends[i] = tier.UpTo
		problems = append(problems, checkPrice(tiers.Items[i].Get("price"), tier.Price)...)
	}
	return append(problems, checkTiers(tiers, ends)...)
}

// Check returns what is wrong with the periods as a whole.
func (d *Tiered) Check(at *conf.Node) []conf.Problem {
	problems := d.Rise.problems(at)
	periods := at.Get("periods")
	if len(d.Periods) == 0 {
		return append(problems, conf.Problemf(periods, "no periods; write at least one with tiers"))
	}
	switch n := d.Accounts; {
	case n == nil:
	case *n < 1:
		problems = append(problems, conf.Problemf(at.Get("accounts"), "%s meters; there is at least one", n))
	case *n != unit.Count(math.Trunc(float64(*n))):
		problems = append(problems, conf.Problemf(at.Get("accounts"), "%s meters; a meter is there or not, so write a whole number", n))
	}
	perKW := false
	for i, p := range d.Periods {
		for j, tier := range p.Tiers {
			node := periods.Items[i].Get("tiers").Items[j]
			if c := tier.Price.Currency; c != d.Currency() {
				problems = append(problems, conf.Problemf(node.Get("price"), "in %s, but the first tier is in %s; one component has one currency", c, d.Currency()))
			}
			for _, b := range tier.UpTo {
				perKW = perKW || b.PerKW
				if d.Per == TierDay && (b.PerDay || b.PerKW) {
					problems = append(problems, conf.Problemf(node.Get("up_to"), "%s counts a month, but the energy is counted by day; write an energy alone", b))
				}
			}
		}
	}
	if demand := at.Get("demand"); demand != nil && !perKW {
		problems = append(problems, conf.Problemf(demand, `no tier ends per kW, so the demand changes nothing; leave it out, or end a tier like "200 kWh/kW"`))
	}
	table, _ := d.table()
	return append(problems, table.check(periodNodes(periods), "period", true)...)
}

// Describe says what was understood: "0.1 USD/kWh up to 3000 kWh, then 0.05 USD/kWh".
func (d *Tiered) Describe() string {
	parts := make([]string, len(d.Periods))
	for i, p := range d.Periods {
		for j, tier := range p.Tiers {
			switch {
			case j > 0:
				parts[i] += ", then "
			case len(d.Periods) > 1:
				parts[i] = p.hoursText() + " "
			}
			parts[i] += tier.Price.String()
			if len(tier.UpTo) > 0 {
				parts[i] += " up to " + boundsText(tier.UpTo)
			}
		}
	}
	text := strings.Join(parts, "; ") + d.Demand.text()
	if d.Per == TierDay {
		text += ", counted by day"
	}
	if d.Accounts != nil {
		text += ", on " + d.Accounts.String() + " meters"
	}
	return text + d.Rise.text()
}

// hoursText says when the period holds, with its further hours: "mon-fri 07-23 and sat 17-20".
func (p *TieredPeriod) hoursText() string {
	words := []string{p.when()}
	for _, w := range p.Also {
		words = append(words, w.when())
	}
	return listText(words)
}

// Currency returns the currency that all tiers share.
func (d *Tiered) Currency() string {
	if len(d.Periods) == 0 || len(d.Periods[0].Tiers) == 0 {
		return ""
	}
	return d.Periods[0].Tiers[0].Price.Currency
}

// Invoice fills the tiers of each period in order, month by month or day by day, one line for each tier that has
// energy.
func (d *Tiered) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	of, err := periodsOf(d.table())(in)
	if err != nil {
		return nil, err
	}
	kw, text := use.peaks(int(d.Demand.Window))
	all := monthPeaks(kw, in, nil)
	n := 1
	for _, p := range d.Periods {
		n = max(n, len(p.Tiers))
	}
	sums := make([]sample.Sum, len(in.Civil.Months)*len(d.Periods)*n)
	meters := d.meters()
	count := make([]sample.Sum, len(d.Periods))
	flush := func(t int) {
		m := int(in.Civil.Month[t-1])
		demand, _, _ := d.Demand.billed(m, all[m], all, in)
		for i, p := range d.Periods {
			ends := make([]float64, len(p.Tiers)-1)
			share, _ := d.share(m, in)
			for j := range ends {
				ends[j] = p.Tiers[j].end(demand/meters, float64(monthDays(in, m))) * share
			}
			for j, mwh := range fill(count[i].Value()/meters, ends) {
				sums[(m*len(d.Periods)+i)*n+j].Add(mwh * meters)
			}
			count[i] = sample.Sum{}
		}
	}
	for t, mwh := range use.MWh {
		if t > 0 && (in.Civil.Month[t] != in.Civil.Month[t-1] || d.Per == TierDay && in.Civil.Day[t] != in.Civil.Day[t-1]) {
			flush(t)
		}
		count[of[t]].Add(mwh)
	}
	flush(len(use.MWh))
	return d.lines(sums, n, all, text, in), nil
}

// meters is the number of meters that share the load.
func (d *Tiered) meters() float64 {
	if d.Accounts == nil {
		return 1
	}
	return float64(*d.Accounts)
}

// share returns the part of the ends of tiers that a month has, and the words for it where it is less than all.
func (d *Tiered) share(m int, in Input) (share float64, cut string) {
	if d.Per == TierDay {
		return 1, ""
	}
	return in.share(m)
}

// lines makes a line of every tier of every month that has energy. The text ends the sentence of a billing demand.
func (d *Tiered) lines(sums []sample.Sum, n int, all []peak, text string, in Input) []Charge {
	var charges []Charge
	for m := range in.Civil.Months {
		rise := d.Rise.inMonth(in, m)
		_, cut := d.share(m, in)
		for i, p := range d.Periods {
			for j, tier := range p.Tiers {
				mwh := sums[(m*len(d.Periods)+i)*n+j].Value()
				if mwh == 0 {
					continue
				}
				price := unit.EnergyPrice{Amount: tier.Price.Amount * rise, Currency: tier.Price.Currency}
				why := fmt.Sprintf("%s at %s", energyText(mwh), price)
				if j > 0 || len(tier.UpTo) > 0 {
					why += ", " + p.tierText(j, d.meters()) + cut
				}
				for _, b := range tier.UpTo {
					if b.PerKW {
						_, _, demand := d.Demand.billed(m, all[m], all, in)
						why += "; billing demand " + demand + text
						break
					}
				}
				charges = append(charges, Charge{Month: m, Name: tierName(d.periods(), i, j), Amount: mwh * price.Amount, Currency: price.Currency, Why: why})
			}
		}
	}
	return charges
}

// tierText says which part of the energy a tier holds: "beyond 3000 kWh and up to 10000 kWh".
func (p *TieredPeriod) tierText(j int, meters float64) string {
	text := ""
	if j > 0 {
		text = "beyond " + boundsText(p.Tiers[j-1].UpTo)
	}
	if end := p.Tiers[j].UpTo; len(end) > 0 {
		if text != "" {
			text += " and "
		}
		text += "up to " + boundsText(end)
	}
	if meters != 1 {
		text += " on each meter"
	}
	return text
}

// end returns where a tier ends in a month, MWh: at the lowest of its bounds.
func (tier *Tier) end(demandKW, days float64) float64 {
	end := tier.UpTo[0].at(demandKW, days)
	for _, b := range tier.UpTo[1:] {
		end = min(end, b.at(demandKW, days))
	}
	return end
}

// periods are what the periods have in common with those of demand.
func (d *Tiered) periods() []period {
	list := make([]period, len(d.Periods))
	for i, p := range d.Periods {
		list[i] = period{p.Name, p.When, p.Also, len(p.Tiers)}
	}
	return list
}

// table is when the periods hold, and the period of each row.
func (d *Tiered) table() (timetable, []int16) { return tableOf(d.periods()) }

// monthDays is the number of days that a month has by the calendar.
func monthDays(in Input, m int) int {
	month := in.Civil.Months[m]
	return calendar.Date{Year: month.Year, Month: month.Month + 1, Day: 1}.Days() - calendar.Date{Year: month.Year, Month: month.Month, Day: 1}.Days()
}

const tieredDoc = "energy in blocks by month or day, in kWh or kWh per kW, rising or falling"

const tieredExample = `# Energy in blocks: the first kWh of a month at one price, the next at another. A load that is exactly the end of a
# block stays in it. Periods of the week have blocks of their own, each counting its own energy.
type: tiered
name: energy                 # what the line is called on the bill; default: the type
periods:                     # required; every hour of the year needs exactly one most specific period
  - name: summer             # default: its days, hours and months; the lines on the bill
    months: jun-sep          # default: every month; or a season
    # season: 06-01..09-15
    days: mon-fri            # default: every day; also holidays
    hours: 07-23             # default: all hours
    tiers:                   # required; the last one has no end
      - {up_to: 3000 kWh, price: 0.13 USD/kWh}   # also 30 kWh/day, which is times the days of the month
      - {up_to: [10000 kWh, 200 kWh/kW], price: 0.12 USD/kWh}   # whichever comes first; per kW of billing demand
      - {price: 0.08 USD/kWh}
    also: [{days: sat, hours: 17-20, months: jun-sep}]   # default: none; further hours that belong to the period
  - tiers: [{price: 0.07 USD/kWh}]
per: month                   # default month; day: counted anew at each local midnight
accounts: 1                  # default 1; meters that share the load evenly, each with blocks of its own
demand:                      # default: the month's peak; the billing demand for blocks per kW
  window: 15 min             # default: the intervals of the load
  minimum: 50 kW             # default 0 kW
  own_months: jan-dec        # default: every month; months whose own peak counts
  ratchets: [{share: 80 %, look_back: 11, peaks: jun-sep, billed: oct-may}]
  history: none              # default none; repeat: later months stand in for those before the load
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the price of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
