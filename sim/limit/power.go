package limit

import (
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Power holds the power at the meter of all its sites together, or of each of them, in every hour of its window.
type Power struct {
	Limit     unit.Power               `yaml:"limit,omitempty"`     // MW, more than zero; or Path
	Path      conf.Ordered[unit.Power] `yaml:"path,omitempty"`      // MW from each date on, in order; none before the first
	Each      bool                     `yaml:"each,omitempty"`      // every site by itself may draw it: nothing is shared
	Share     Share                    `yaml:"share,omitempty"`     // how several sites divide it; "" means pro rata
	Priority  Names                    `yaml:"priority,omitempty"`  // with share: priority: ids or operators, the first served first
	Reference *calendar.Date           `yaml:"reference,omitempty"` // with share: grandfathered: what stood on this day has a share
	Window    `yaml:",inline"`
}

// Check returns what is wrong with the limit, how it is shared, and its window.
func (p *Power) Check(at *conf.Node) []conf.Problem {
	limit, path := at.Get("limit"), at.Get("path")
	var problems []conf.Problem
	switch {
	case limit != nil && path != nil:
		problems = append(problems, conf.Problemf(path, "limit and path both say how much; keep one of them"))
	case limit != nil:
		problems = checkAmount(at, float64(p.Limit), p.Limit.String())
	case path != nil:
		problems = p.checkPath(path)
	default:
		problems = append(problems, conf.Problemf(at, `"limit" is missing; write one such as "limit: 50 MW", or "path: {2025-01-01: 50 MW, 2026-01-01: 80 MW}"`))
	}
	problems = append(problems, p.checkShare(at)...)
	return append(problems, p.check(at)...)
}

// checkPath returns what is wrong with the dates and amounts of the path.
func (p *Power) checkPath(path *conf.Node) (problems []conf.Problem) {
	if len(p.Path.Keys) == 0 {
		return []conf.Problem{conf.Problemf(path, `empty; write from which day on how much may be drawn, as "{2025-01-01: 50 MW}"`)}
	}
	var before *calendar.Date
	for _, f := range path.Fields {
		power, written := p.Path.By[f.Key]
		if !written {
			continue
		}
		key := conf.Node{Pos: f.KeyPos}
		day, err := calendar.ParseDate(f.Key)
		switch {
		case err != nil:
			problems = append(problems, conf.Problemf(&key, "%s", err))
			continue
		case before != nil && !before.Before(day):
			problems = append(problems, conf.Problemf(&key, "%s comes after %s in the list, but not in time; write the days in order, each once", day, before))
		case p.To != nil && p.To.Before(day):
			problems = append(problems, conf.Problemf(&key, "%s is after %s, where the limit ends; leave it out, or let the limit end later", day, p.To))
		}
		problems = append(problems, checkMost(f.Value, float64(power), power.String())...)
		before = &day
	}
	return problems
}

// A stage is what may be drawn from a day on.
type stage struct {
	from calendar.Date
	mw   float64
}

// stages returns the path in order, whose words have passed Check.
func (p *Power) stages() (list []stage) {
	for _, key := range p.Path.Keys {
		if day, err := calendar.ParseDate(key); err == nil {
			list = append(list, stage{day, float64(p.Path.By[key])})
		}
	}
	return list
}

// on is what may be drawn on a civil day, unlimited outside the window and before the path begins.
func (p *Power) on(d calendar.Date, stages []stage) float64 {
	if !p.Window.Contains(d) {
		return Unlimited
	}
	if stages == nil {
		return float64(p.Limit)
	}
	mw := Unlimited
	for _, s := range stages {
		if !d.Before(s.from) {
			mw = s.mw
		}
	}
	return mw
}

// Contains reports whether the limit applies on a civil day.
func (p *Power) Contains(d calendar.Date) bool { return !math.IsInf(p.on(d, p.stages()), 1) }

// Describe says what was understood: "50 MW, shared pro rata, 15 November to 15 March".
func (p *Power) Describe() string {
	text := p.Limit.String()
	for k, s := range p.stages() {
		if k == 0 {
			text = ""
		}
		text = join(text, unit.Power(s.mw).String()+" from "+dateText(s.from)+" on")
	}
	return text + p.shareText() + ", " + p.describe()
}

// Rule shares the limit in the hours of the window. Of one site alone nothing is shared by merit, capacity or
// order: it may draw the limit even before it stands. An auction is paid by one bidder as by many: the machines
// that did not get power set the price.
func (p *Power) Rule(in *Input) (Rule, error) {
	hours, moments := p.hours(in)
	if p.byPrice() && (len(in.Sites) > 1 || p.Share == Auction) {
		return Rule{Pool: p.pool(in, hours)}, nil
	}
	divide, next, err := p.divider(in)
	if err != nil {
		return Rule{}, err
	}
	rule := &Cap{Moments: append(moments, in.online()...), Allow: shared(hours, divide)}
	if next != nil {
		rule.Next = shared(hours, next)
	}
	return Rule{Cap: rule}, nil
}

// shared sets what a divider gives of the limit of an hour to the sites that it holds then; all of it to each for nil.
func shared(hours [][]float64, divide divider) func(t int, could, mw []float64) {
	n := len(hours)
	held, part := make([]int, 0, n), make([]float64, n)
	return func(t int, could, mw []float64) {
		held = held[:0]
		most := Unlimited
		for i := range mw {
			mw[i] = hours[i][t]
			if !math.IsInf(mw[i], 1) {
				held = append(held, i)
				most = min(most, mw[i])
			}
		}
		if divide == nil || len(held) == 0 {
			return
		}
		divide(most, held, could, part)
		for _, i := range held {
			mw[i] = part[i]
		}
	}
}

// hours returns what may be drawn in every hour by the clocks of each site, unlimited where the limit does not
// hold; shared by those of one region.
func (p *Power) hours(in *Input) (hours [][]float64, moments []int) {
	known := map[*calendar.Civil][]float64{}
	stages := p.stages()
	for i := range in.Sites {
		c := in.Sites[i].Civil
		if known[c] == nil {
			days := make([]float64, len(c.Date))
			for d, date := range c.Date {
				days[d] = p.on(date, stages)
			}
			list := make([]float64, len(c.Day))
			for t, day := range c.Day {
				list[t] = days[day]
			}
			known[c] = list
			moments = append(moments, Moments(list)...)
		}
		hours = append(hours, known[c])
	}
	return hours, moments
}

// pool makes a budget of each hour, which goes to whom it is worth most.
func (p *Power) pool(in *Input, hours [][]float64) *Pool {
	least := make([]float64, in.Hours) // where clocks differ, by the clock that allows least
	for t := range least {
		least[t] = Unlimited
		for i := range hours {
			least[t] = min(least[t], hours[i][t])
		}
	}
	return &Pool{Hourly: true, Auctioned: p.Share == Auction, Periods: func(h *Held) ([]int32, []Budget) {
		own, _ := p.hours(&Input{Sites: []Held{*h}})
		of := make([]int32, in.Hours)
		var periods []Budget
		for t := range of {
			of[t] = -1
			if !math.IsInf(own[0][t], 1) {
				of[t] = int32(len(periods))
				periods = append(periods, Budget{Label: in.label(t), From: t, To: t + 1, Spans: [][2]int{{t, t + 1}}, MWh: least[t]})
			}
		}
		return of, periods
	}}
}

// label names an hour: "2025-01-31T17Z".
func (in *Input) label(t int) string { return in.Axis.At(t).UTC().Format("2006-01-02T15Z") }

// checkAmount refuses a limit that is no limit.
func checkAmount(at *conf.Node, amount float64, text string) []conf.Problem {
	return checkMost(at.Get("limit"), amount, text)
}

// least is what a limit is at least: a watt, a watt-hour or a gram.
const least = 1e-6

// checkMost refuses an amount that is no limit: zero is a ban, and nothing is infinite.
func checkMost(at *conf.Node, amount float64, text string) []conf.Problem {
	switch {
	case amount == 0:
		return []conf.Problem{conf.Problemf(at, `a limit of %s allows nothing; write "type: ban" if that is meant`, text)}
	case amount < 0 || math.IsNaN(amount) || math.IsInf(amount, 0):
		return []conf.Problem{conf.Problemf(at, "%s is not a limit; it is finite and more than zero", text)}
	case amount < least:
		return []conf.Problem{conf.Problemf(at, `a limit of %s is next to nothing; write more, or "type: ban" if nothing may be drawn`, text)}
	}
	return nil
}

const powerDoc = "a power that is not exceeded in any hour, by all sites together or by each"

const powerExample = `# The sites together draw at most this power in every hour.
type: power
name: grid allocation        # how the report calls it; default: the type
limit: 50 MW                 # this or a path is required; at the meter, more than zero
# path: {2025-11-15: 50 MW, 2026-07-01: 80 MW}   # in place of limit: so much from each day on, nothing is limited before the first
each: false                  # default false; true: every site by itself may draw it, and nothing is shared
share: priority              # default pro_rata; how several sites divide it: pro_rata, max_min, priority, grandfathered, merit or auction
priority: [mikun, BitRiver]  # only with share: priority; ids or operators, the first served first, sites that are not named last
# reference: 2024-12-31      # only with share: grandfathered; the sites that stood on this day share it for good
from: 2025-11-15             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: [BitRiver]
  country: RU
  program: komi_15
  sites: [mikun, sindor]
source: tadviser_energoresurs_k # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
