package limit

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Penalty is what a site pays or suffers where it uses more than a limit, which it may do where that is worth it.
// Each site has the limit by itself: on its energy in every period, or on its power in every hour. A fine or a
// shutdown follows a whole period; one that the horizon cuts has its share of the limit, and no more can be used.
type Penalty struct {
	Limit    *unit.Energy               `yaml:"limit,omitempty"`    // MWh of a site in each period; nil: Power is given
	Per      calendar.Per               `yaml:"per,omitempty"`      // of Limit
	Power    *unit.Power                `yaml:"power,omitempty"`    // MW of a site in any hour; nil: Limit is given
	Price    *unit.EnergyPrice          `yaml:"price,omitempty"`    // of each MWh above the limit
	Fine     conf.OneOrMore[unit.Money] `yaml:"fine,omitempty"`     // after a period with more: the first time, the second, ...; then the last one
	Shutdown *unit.Duration             `yaml:"shutdown,omitempty"` // for which the site stands still after such a period
	Window   `yaml:",inline"`
}

// longestShutdown is in years; what lasts longer is a ban.
const longestShutdown = 100

// Check returns what is wrong with the words.
func (p *Penalty) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	plain := "energy"
	switch {
	case p.Limit != nil && p.Power != nil:
		add("power", "limit and power are two penalties; keep one of them, and write the other as a limit of its own")
	case p.Power != nil:
		plain = "power"
		problems = append(problems, checkMost(at.Get("power"), float64(*p.Power), p.Power.String())...)
		if p.Per != "" {
			add("per", "a power is held in every hour; leave per out, or write an energy as limit")
		}
		for _, key := range []string{"fine", "shutdown"} {
			if at.Get(key) != nil {
				add(key, `follows a period in which more was used; write an energy for it, as "limit: 720 MWh" and "per: day", or a price instead of %s`, key)
			}
		}
	case p.Limit == nil:
		add("", `a penalty needs a limit; add for example "limit: 5 GWh" and "per: month", or "power: 30 MW"`)
	case p.Per == "":
		add("", `the limit needs a period; add for example "per: month"`)
	default:
		problems = append(problems, p.energy().Check(at)...)
	}
	if p.Price == nil && len(p.Fine) == 0 && p.Shutdown == nil {
		add("", `nothing follows where more is used; add price, fine or shutdown, or write "type: %s" where no more can be used`, plain)
	}
	if p.Power != nil || p.Limit == nil || p.Per == "" {
		problems = append(problems, p.check(at)...)
	}
	return append(problems, p.checkSanctions(at)...)
}

// checkSanctions returns what is wrong with price, fines and shutdown.
func (p *Penalty) checkSanctions(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(n *conf.Node, format string, args ...any) {
		problems = append(problems, conf.Problemf(n, format, args...))
	}
	if p.Price != nil && p.Price.Amount <= 0 {
		add(at.Get("price"), "%s is no penalty; write more than zero", p.Price)
	}
	fines := at.Get("fine")
	if fines != nil && len(p.Fine) == 0 {
		add(fines, "empty; write at least one fine, or leave it out")
	}
	for i, fine := range p.Fine {
		n := fines
		if len(fines.Items) > 0 {
			n = fines.Items[i]
		}
		switch {
		case fine.Amount <= 0:
			add(n, "%s is no fine; write more than zero", fine)
		case p.Currency() != unit.Currency(fine.Currency):
			add(n, "in %s, but the penalty is in %s; one limit has one currency", fine.Currency, p.Currency())
		case i > 0 && fine.Amount < p.Fine[i-1].Amount:
			add(n, "%s is less than %s of the time before; fines rise where a site repeats it", fine, p.Fine[i-1])
		}
	}
	if p.Shutdown != nil {
		switch hours := p.Shutdown.InHours(); {
		case hours == 0:
			add(at.Get("shutdown"), "%s shuts nothing down; write for example 30 days, or leave shutdown out", at.Get("shutdown").Text)
		case hours > longestShutdown*unit.HoursPerYear:
			add(at.Get("shutdown"), `%s is longer than %d years; write "type: ban" if that is meant`, p.Shutdown, longestShutdown)
		}
	}
	return problems
}

// longShutdown is the number of periods beyond which a shutdown after one of them is told.
const longShutdown = 12

// Worry says what a shutdown means that lasts for very many periods of the limit; "" for others.
func (p *Penalty) Worry() string {
	if p.Shutdown == nil || p.Per == "" || p.Per == calendar.Dated || p.Per == calendar.Seasonal {
		return ""
	}
	periods := p.Shutdown.InHours() / float64(Window{}.longest(p.Per))
	if periods <= longShutdown {
		return ""
	}
	return fmt.Sprintf("one %s with more than %s brings a shutdown of %s, which is as long as the next %.0f %ss: in these nothing can run and the limit cannot be broken again",
		p.Per, p.Limit, p.Shutdown, math.Floor(periods), p.Per)
}

// Describe says what was understood: "5 GWh per month for each site; above it 50 USD/MWh; at all times".
func (p *Penalty) Describe() string {
	var parts []string
	if p.Price != nil {
		parts = append(parts, "above it "+p.Price.String())
	}
	var after []string
	if len(p.Fine) > 0 {
		fines := make([]string, len(p.Fine))
		for i, fine := range p.Fine {
			fines[i] = fine.String()
		}
		after = append(after, "a fine of "+strings.Join(fines, ", then "))
	}
	if p.Shutdown != nil {
		after = append(after, "a shutdown of "+p.Shutdown.String())
	}
	if after != nil {
		parts = append(parts, "after a period with more "+strings.Join(after, " and "))
	}
	return fmt.Sprintf("%s for each site; %s; %s", p.amount(), strings.Join(parts, "; "), p.describe())
}

// amount is the limit in words.
func (p *Penalty) amount() string {
	switch {
	case p.Power != nil:
		return fmt.Sprintf("%s in every hour", p.Power)
	case p.Per == calendar.Dated:
		return fmt.Sprintf("%s in all", p.Limit)
	}
	return fmt.Sprintf("%s per %s", p.Limit, p.Per)
}

// Currency returns that of price and fines.
func (p *Penalty) Currency() unit.Currency {
	switch {
	case p.Price != nil:
		return unit.Currency(p.Price.Currency)
	case len(p.Fine) > 0:
		return unit.Currency(p.Fine[0].Currency)
	}
	return ""
}

// Rule gives each site budgets of its own, which it may exceed.
func (p *Penalty) Rule(in *Input) (Rule, error) {
	pool := &Pool{Each: true, Soft: p.Price != nil}
	if p.Price != nil {
		pool.Price = p.Price.Amount
	}
	if p.Power != nil {
		pool.Hourly = true
		pool.Periods = func(h *Held) ([]int32, []Budget) { return in.eachHour(p.Hours(h.Civil), float64(*p.Power)) }
		return Rule{Pool: pool}, nil
	}
	pool.Periods = func(h *Held) ([]int32, []Budget) { return p.energy().Budgets(h.Civil) }
	if len(p.Fine) > 0 || p.Shutdown != nil {
		pool.Breach = &Breach{}
		for _, fine := range p.Fine {
			pool.Breach.Fines = append(pool.Breach.Fines, fine.Amount)
		}
		if p.Shutdown != nil {
			pool.Breach.ShutdownHours = int(math.Ceil(p.Shutdown.InHours()))
		}
	}
	return Rule{Pool: pool}, nil
}

// energy is the limit by itself.
func (p *Penalty) energy() *Energy { return &Energy{Limit: *p.Limit, Per: p.Per, Window: p.Window} }

// eachHour makes every hour that is held a period of its own.
func (in *Input) eachHour(held []bool, mwh float64) (of []int32, periods []Budget) {
	of = make([]int32, len(held))
	for t := range held {
		of[t] = -1
		if held[t] {
			of[t] = int32(len(periods))
			periods = append(periods, Budget{Label: in.label(t), From: t, To: t + 1, Spans: [][2]int{{t, t + 1}}, MWh: mwh})
		}
	}
	return of, periods
}

const penaltyDoc = "a price, fines or a shutdown for a site that uses more than a limit"

const penaltyExample = `# A site may use more, and then pays.
type: penalty
name: penalty                # how the report calls it; default: the type
limit: 5 GWh                 # limit or power is required; at the meter of each site by itself, more than zero
per: month                   # required with limit; day, week (Monday to Sunday), month, quarter, year, season (over New Year too) or dates (from..to), in the region's own time
# power: 30 MW               # instead of limit and per: in every hour; with a price only
price: 50 kRUB/MWh           # price, fine or shutdown is required; of each MWh above the limit
fine: [1 MRUB, 10 MRUB]      # default: none; after a whole period with more: the first time, the second, and so on, then always the last one; with a fine or a shutdown no more than its share can be used in a period that the horizon cuts
shutdown: 30 days            # default: none; for which the site stands still after a period with more (a month counts 730.5 h), up to the end of the horizon; it may last longer than a period
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2025-11-15             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: interfax_1068362     # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
