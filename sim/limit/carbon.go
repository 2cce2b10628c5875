package limit

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Carbon holds the CO2 of the electricity of all its sites together in each period that falls into its window: what
// they draw times the emission factor of their region.
type Carbon struct {
	Limit   unit.Mass    `yaml:"limit"`             // t CO2 per period, more than zero
	Per     calendar.Per `yaml:"per"`               // day, week, month, quarter, year, season or dates, in local time
	Each    bool         `yaml:"each,omitempty"`    // every site has the limit by itself
	Prorate bool         `yaml:"prorate,omitempty"` // a period gets only the share of its hours that lie in the window
	Window  `yaml:",inline"`
}

// Check returns what is wrong with the limit, its periods and its window.
func (c *Carbon) Check(at *conf.Node) []conf.Problem {
	problems := checkAmount(at, float64(c.Limit), c.Limit.String())
	energy := c.energy()
	energy.Limit = 1 // what is wrong with the amount is told in tonnes
	return append(problems, energy.Check(at)...)
}

// Describe says what was understood: "100 kt of CO2 per year, at all times".
func (c *Carbon) Describe() string {
	per := "per " + string(c.Per)
	if c.Per == calendar.Dated {
		per = "in all"
	}
	text := fmt.Sprintf("%s of CO2 %s", c.Limit, per)
	if c.Each {
		text += " for each site"
	}
	text += ", " + c.describe()
	if c.Prorate {
		text += ", less for a period that is partly outside"
	}
	return text
}

// Rule gives the sites budgets of CO2. Sites without a known factor count as zero, as they do in the accounts;
// where that is all of them, nothing is limited, and that is an error.
func (c *Carbon) Rule(in *Input) (Rule, error) {
	emits := false
	for i := range in.Sites {
		emits = emits || in.Sites[i].EmissionT > 0
	}
	if !emits {
		return Rule{}, fmt.Errorf("no emission factor above zero is known for site %s%s, so that nothing is limited; "+
			"write emissions_g_per_kwh at the region, or limit energy instead", in.Sites[0].ID, others(len(in.Sites)-1))
	}
	budgets := c.energy()
	return Rule{Pool: &Pool{
		Periods: func(h *Held) ([]int32, []Budget) { return budgets.Budgets(h.Civil) }, Each: c.Each, Carbon: true,
	}}, nil
}

// others counts the sites besides one that is named.
func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " and another one"
	}
	return fmt.Sprintf(" and %d others", n)
}

// energy has the same periods, with tonnes for MWh.
func (c *Carbon) energy() *Energy {
	return &Energy{Limit: unit.Energy(c.Limit), Per: c.Per, Prorate: c.Prorate, Window: c.Window}
}

const carbonDoc = "a budget of CO2 per day, week, month, quarter, year or season, or over dates"

const carbonExample = `# The electricity of the sites causes at most so much CO2 in each period.
type: carbon
name: carbon cap             # how the report calls it; default: the type
limit: 100 kt                # required; of CO2, by the emission factors of the regions, more than zero
per: year                    # required; day, week (Monday to Sunday), month, quarter, year, season (over New Year too) or dates (from..to), in the region's own time
each: false                  # default false: the sites share it; true: every site has the limit by itself
prorate: true                # default false: a period partly outside the season or dates has the full limit; not for per: dates
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2026-01-01             # default: since ever; first day
to: 2031-12-31               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: [komi, irkutsk_north] # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: komi_15
  sites: [mikun, sindor]
source: project_assumption   # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
