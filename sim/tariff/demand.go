package tariff

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Demand prices the highest load of a month, in all hours or in those of a period of the week, with ratchets that keep
// old peaks on the bill.
type Demand struct {
	Periods []DemandPeriod `yaml:"periods"`
	Per     TierPer        `yaml:"per,omitempty"` // the peak of what is billed
	Billing BillingDemand  `yaml:",inline"`
	Rise    Rise           `yaml:",inline"`
}

// DemandPeriod is a part of the week or the year and the price of its peak.
type DemandPeriod struct {
	Name  string `yaml:"name,omitempty"` // of the line on the bill
	When  `yaml:",inline"`
	Price *unit.MoneyPerPower `yaml:"price,omitempty"` // per MW in base units and month; or Tiers
	Tiers []DemandTier        `yaml:"tiers,omitempty"`
	Also  []When              `yaml:"also,omitempty"` // further hours that belong to the period
	At    conf.Pos            `yaml:"-"`
}

// DemandTier is a block of demand and its price.
type DemandTier struct {
	UpTo  *unit.Power        `yaml:"up_to,omitempty"` // counted from zero; none: the last tier
	Price unit.MoneyPerPower `yaml:"price"`
	At    conf.Pos           `yaml:"-"`
}

// Check returns what is wrong with one period by itself.
func (p *DemandPeriod) Check(at *conf.Node) []conf.Problem {
	switch {
	case p.Price == nil && len(p.Tiers) == 0:
		return []conf.Problem{conf.Problemf(at, "there is no price; write one such as 10 USD/kW, or tiers")}
	case p.Price != nil && len(p.Tiers) > 0:
		return []conf.Problem{conf.Problemf(at.Get("tiers"), "the price says it already; keep one of them")}
	}
	end := func(i int) string {
		if p.Tiers[i].UpTo == nil {
			return ""
		}
		return p.Tiers[i].UpTo.String()
	}
	return checkEnds(at.Get("tiers"), len(p.Tiers), end, func(i int) (string, string, bool) {
		own, before := p.Tiers[i].UpTo, p.Tiers[i-1].UpTo
		return end(i), end(i - 1), own != nil && before != nil && *own <= *before
	})
}

// tiers returns the blocks of a period; a price alone is one block.
func (p *DemandPeriod) tiers() []DemandTier {
	if p.Price != nil {
		return []DemandTier{{Price: *p.Price}}
	}
	return p.Tiers
}

// Check returns what is wrong with the periods as a whole.
func (d *Demand) Check(at *conf.Node) []conf.Problem {
	problems := d.Rise.problems(at)
	periods := at.Get("periods")
	if len(d.Periods) == 0 {
		return append(problems, conf.Problemf(periods, "no periods; write at least one with a price"))
	}
	for i, p := range d.Periods {
		for _, tier := range p.tiers() {
			if c := tier.Price.Currency; c != d.Currency() {
				problems = append(problems, conf.Problemf(periods.Items[i], "in %s, but the first period is in %s; one component has one currency", c, d.Currency()))
				break
			}
		}
	}
	for _, word := range []struct{ key, what string }{
		{"ratchets", "ratchets look back at months"},
		{"history", "history is that of ratchets, which look back at months"},
		{"own_months", "own_months choose peaks of months"},
	} {
		if node := at.Get(word.key); node != nil && d.Per == TierDay {
			problems = append(problems, conf.Problemf(node, "%s, but the peak of each day is billed; leave one of them out, or give periods months", word.what))
		}
	}
	table, _ := d.table()
	return append(problems, table.check(periodNodes(periods), "period", false)...)
}

// Describe says what was understood: "10 USD/kW on the highest load of the month".
func (d *Demand) Describe() string {
	parts := make([]string, len(d.Periods))
	for i, p := range d.Periods {
		for j, tier := range p.tiers() {
			if j > 0 {
				parts[i] += ", then "
			}
			parts[i] += tier.Price.String()
			if tier.UpTo != nil {
				parts[i] += " up to " + tier.UpTo.String()
			}
		}
		if len(d.Periods) > 1 || p.level() > 0 {
			parts[i] += " " + p.when() + alsoText(p.Also)
		}
	}
	return strings.Join(parts, "; ") + " on the highest load of the " + d.per() + d.Billing.text() + d.Rise.text()
}

func (d *Demand) per() string {
	if d.Per == TierDay {
		return "day"
	}
	return "month"
}

// Currency returns the currency that all periods share.
func (d *Demand) Currency() string {
	if len(d.Periods) == 0 || len(d.Periods[0].tiers()) == 0 {
		return ""
	}
	return d.Periods[0].tiers()[0].Price.Currency
}

// Invoice bills the highest load of each period in each month or day, one line for each tier that has some. The
// peaks that ratchets look at are those of all hours that have a period.
func (d *Demand) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	of, err := periodsOf(d.table())(in)
	if err != nil {
		return nil, err
	}
	kw, text := use.peaks(int(d.Billing.Window))
	if d.Per == TierDay {
		return d.daily(kw, of, text, in), nil
	}
	own := d.peaks(kw, of, in.Civil.Month, len(in.Civil.Months))
	all := make([]peak, len(own))
	for m, periods := range own {
		all[m].hour = -1
		for _, p := range periods {
			if a := &all[m]; p.hour >= 0 && (a.hour < 0 || p.kw > a.kw || p.kw == a.kw && p.hour < a.hour) {
				*a = p
			}
		}
	}
	var charges []Charge
	for m := range in.Civil.Months {
		for i, p := range own[m] {
			if p.hour < 0 { // the period has no hour in this month
				continue
			}
			kw, set, why := d.Billing.billed(m, p, all, in)
			share, cut := in.share(m)
			charges = d.add(charges, i, share, in, Charge{Month: m, Amount: kw, Why: why + text + cut, Set: set})
		}
	}
	return charges, nil
}

// peaks returns the highest load of each period in each of n months or days, the first of several; span has that of
// each hour.
func (d *Demand) peaks(kw []float64, of []int16, span []int32, n int) [][]peak {
	best := make([][]peak, n)
	for k := range best {
		best[k] = make([]peak, len(d.Periods))
		for i := range best[k] {
			best[k][i].hour = -1
		}
	}
	for t, load := range kw {
		if of[t] >= 0 {
			if p := &best[span[t]][of[t]]; p.hour < 0 || load > p.kw {
				*p = peak{load, t}
			}
		}
	}
	return best
}

// daily bills the peak of every local day.
func (d *Demand) daily(kw []float64, of []int16, text string, in Input) []Charge {
	best := d.peaks(kw, of, in.Civil.Day, len(in.Civil.Date))
	var charges []Charge
	for i := range d.Periods {
		for day := range best {
			p := best[day][i]
			if p.hour < 0 {
				continue
			}
			set := p.set()
			if least := 1000 * float64(d.Billing.Minimum); p.kw < least {
				p.kw, set = least, nil
			}
			why := fmt.Sprintf("%s on %s%s", kWText(p.kw), in.Civil.Date[day], text)
			charges = d.add(charges, i, 1, in, Charge{Month: int(in.Civil.Month[p.hour]), Amount: p.kw, Why: why, Set: set})
		}
	}
	slices.SortStableFunc(charges, func(a, b Charge) int { return a.Month - b.Month })
	return charges
}

// add appends the lines of a demand in a period, of which a share is billed: one for each tier that it reaches. The
// demand has kW for its amount.
func (d *Demand) add(charges []Charge, i int, share float64, in Input, demand Charge) []Charge {
	p := d.Periods[i]
	tiers := p.tiers()
	ends := make([]float64, len(tiers)-1)
	for j := range ends {
		ends[j] = 1000 * float64(*tiers[j].UpTo)
	}
	rise := d.Rise.inMonth(in, demand.Month)
	for j, kw := range fill(demand.Amount, ends) {
		if kw == 0 {
			continue
		}
		price := unit.MoneyPerPower{Amount: tiers[j].Price.Amount * rise, Currency: tiers[j].Price.Currency}
		line := demand
		line.Name, line.Amount, line.Currency = tierName(d.periods(), i, j), kw/1000*price.Amount*share, price.Currency
		line.Why = kWText(kw) + " at " + price.String() + ": " + demand.Why
		if len(tiers) == 1 {
			line.Why = price.String() + " x " + demand.Why
		}
		charges = append(charges, line)
	}
	return charges
}

// periods are what the periods have in common with those of energy.
func (d *Demand) periods() []period {
	list := make([]period, len(d.Periods))
	for i, p := range d.Periods {
		list[i] = period{p.Name, p.When, p.Also, len(p.Tiers)}
	}
	return list
}

// table is when the periods hold, and the period of each row.
func (d *Demand) table() (timetable, []int16) { return tableOf(d.periods()) }

const demandDoc = "the highest load of a month, in all hours or in parts of the week, with ratchets"

const demandExample = `# A price on the highest load of the month. Hours without a period do not count; of several periods an hour belongs to
# the most specific one.
type: demand
name: demand                 # what the line is called on the bill; default: the type
periods:                     # required
  - price: 10 USD/kW         # or tiers; for the month
  - name: peak               # default: its days, hours and months; the line on the bill
    days: mon-fri            # default: every day; also holidays
    hours: 15-20             # default: all hours
    months: jun-sep          # default: every month; or a season
    # season: 06-01..09-15
    tiers: [{up_to: 100 kW, price: 20 USD/kW}, {price: 15 USD/kW}]   # the last one has no end
    also: [{days: sat, hours: 17-20, months: jul}]   # default: none; further hours that belong to the period
per: month                   # default month; day: the peak of each day is billed
window: 15 min               # default: the intervals of the load; over which it is averaged
minimum: 500 kW              # default 0 kW; the least that is billed
own_months: jan-dec          # default: every month; months whose own peak counts
ratchets:                    # default: none; a share of the highest peak of months before stays on the bill
  - share: 80 %
    look_back: 11            # default 11; months before the one that is billed
    peaks: jun-sep           # default: every month; months whose peaks are looked at
    billed: oct-may          # default: every month; months in which it holds
history: none                # default none; repeat: later months stand in for those before the load
escalation: 4 %/year         # default 0 %/year; effective annual rate; a month has the price of its first hour
steps:                       # default: none; changes for good, each from the first month that begins on that day or later
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
