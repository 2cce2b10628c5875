package limit

import "hashwatt/sim/conf"

// Ban allows no mining on the days of its window.
type Ban struct {
	Window `yaml:",inline"`
}

// Check returns what is wrong with the window, which must restrict.
func (b *Ban) Check(at *conf.Node) []conf.Problem {
	if !b.Always() {
		return b.check(at)
	}
	return []conf.Problem{conf.Problemf(at, `a ban needs a time; add from, to or a season, as "season: 11-15..03-15"`)}
}

// Describe says what was understood: "no mining 15 November to 15 March".
func (b *Ban) Describe() string { return "no mining " + b.describe() }

// Rule allows nothing in the hours of the window.
func (b *Ban) Rule(in *Input) (Rule, error) {
	hours, moments := in.windows(b.Window)
	return Rule{Cap: &Cap{Moments: moments, Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			mw[i] = Unlimited
			if hours[i][t] {
				mw[i] = 0
			}
		}
	}}}, nil
}

const banDoc = "no mining in a season or between dates"

const banExample = `# Nothing is drawn on these days.
type: ban
name: winter ban             # how the report calls it; default: the type
season: 11-15..03-15         # season, from or to is required; both ends inclusive, 02-29 is the last day of February
from: 2025-01-01             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: [komi, komi_north] # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: komi_15
  sites: mikun
source: cointelegraph_ban_2024 # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`
