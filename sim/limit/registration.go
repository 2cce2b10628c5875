package limit

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Registration lets sites mine as far as they are registered, which takes a while and which not all of them do.
// What is not registered falls under the limit of the people who own it.
type Registration struct {
	Delay  *unit.Duration `yaml:"delay,omitempty"`  // from the day on which a site stands, or from From if that is later, until it is registered
	Share  *unit.Fraction `yaml:"share,omitempty"`  // of the connection that registers at all; nil: all of it
	Limit  *unit.Energy   `yaml:"limit,omitempty"`  // MWh per month of an owner who is not registered; nil: HouseholdMWh
	Owners *unit.Count    `yaml:"owners,omitempty"` // of each site; nil: one
	Dates  `yaml:",inline"`
}

// Check returns what is wrong with the words.
func (r *Registration) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if r.Delay != nil {
		months := r.Delay.Years*12 + r.Delay.Months
		switch {
		case r.Delay.InYears() > longestShutdown:
			add("delay", `%s is longer than %d years; write "share: 0 %%" where nobody registers`, r.Delay, longestShutdown)
		case months != math.Trunc(months) || r.Delay.Days+r.Delay.Hours/24 != math.Trunc(r.Delay.Days+r.Delay.Hours/24):
			add("delay", "%s is not a number of whole months and days; write it like 1 month 15 days", r.Delay)
		}
	}
	if (r.Delay == nil || *r.Delay == unit.Duration{}) && (r.Share == nil || *r.Share == 1) {
		own := ""
		if r.Owners != nil {
			own = ", whose rest the owners may use"
		}
		add("", `all is registered at once, so that nothing is limited; add for example "delay: 3 months" or "share: 80 %%"%s`, own)
	}
	if r.Limit != nil && *r.Limit == 0 {
		add("limit", `a limit of %s allows nothing; write "owners: 0" if that is meant`, r.Limit)
	}
	if r.Owners != nil && *r.Owners > mostPeople {
		add("owners", "%s is more than there are people; write how many own a site", r.Owners)
	}
	return append(problems, r.window().check(at)...)
}

// Describe says what was understood: "registration takes 3 months; 80 % of each site registers; the rest is 1 owner
// with 6 MWh a month; at all times".
func (r *Registration) Describe() string {
	takes := "takes no time"
	if r.Delay != nil {
		takes = "takes " + r.Delay.String()
	}
	owners := "owners"
	if r.owners() == 1 {
		owners = "owner"
	}
	rest := fmt.Sprintf("what is not registered has %s %s with %s a month at each site", r.owners(), owners, r.limit())
	if r.owners() == 0 {
		rest = "what is not registered has no owners, and draws nothing"
	}
	return fmt.Sprintf("registration %s; %s of each site registers; %s; %s",
		takes, r.share(), rest, r.window().describe())
}

// Rule lets a site draw what its owners may without registration, evenly over each month, and from the day of its
// registration on the share that registers besides.
func (r *Registration) Rule(in *Input) (Rule, error) {
	hours, moments := in.windows(r.window())
	moments = append(moments, in.months()...)
	registered := make([]int, len(in.Sites))
	for i := range in.Sites {
		registered[i] = r.Registered(&in.Sites[i])
		if registered[i] > 0 && registered[i] < in.Hours {
			moments = append(moments, registered[i])
		}
	}
	share, month := float64(r.share()), float64(r.owners())*float64(r.limit()) // MWh
	return Rule{Cap: &Cap{Moments: moments, Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			s := &in.Sites[i]
			free := month / float64(s.Civil.Months[s.Civil.Month[t]].Hours)
			switch {
			case !hours[i][t] || t >= registered[i] && share == 1:
				mw[i] = Unlimited
			case t < registered[i]:
				mw[i] = free
			default:
				mw[i] = share*s.PowerMW + min(free, (1-share)*s.PowerMW)
			}
		}
	}}}, nil
}

// Registered is the hour of the axis from which a site is registered; a site that has always stood is registered
// unless the limit begins later.
func (r *Registration) Registered(s *Held) int {
	day := s.Since
	if r.From != nil && day.Before(*r.From) {
		day = *r.From
	}
	if day.IsZero() {
		return math.MinInt
	}
	if r.Delay != nil {
		day = day.AddMonths(int(r.Delay.Years*12 + r.Delay.Months)).AddDays(int(r.Delay.Days + r.Delay.Hours/24))
	}
	return s.Civil.FirstOn(day)
}

// share is the part of a site that registers.
func (r *Registration) share() unit.Fraction {
	if r.Share == nil {
		return 1
	}
	return *r.Share
}

// owners is how many people own a site.
func (r *Registration) owners() unit.Count {
	if r.Owners == nil {
		return 1
	}
	return *r.Owners
}

// limit is what one of them may use without registration, MWh a month.
func (r *Registration) limit() unit.Energy {
	if r.Limit == nil {
		return HouseholdMWh
	}
	return *r.Limit
}

const registrationDoc = "sites that may mine as far as they are registered, which takes a while and which not all do"

const registrationExample = `# Sites mine as far as they are registered; the rest has the limit of its owners.
type: registration
name: register               # how the report calls it; default: the type
delay: 3 months              # default: none; from the day on which a site stands, or from the first day of the limit, until it is registered
share: 80 %                  # default 100 %; of each site's connection that registers at all
limit: 6000 kWh              # default 6000 kWh, the limit of Russian law; a month for each owner who is not registered
owners: 1                    # default 1; people who own each site
from: 2024-11-01             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: interfax_107315      # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`
