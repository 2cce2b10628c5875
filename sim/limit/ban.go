package limit

import "hashwatt/sim/conf"

// Ban allows no mining on the days of its window.
type Ban struct {
	Exempt Exempt `yaml:"exempt,omitempty"` // who may mine all the same; "": nobody
	Window `yaml:",inline"`
}

// Exempt says which sites a ban spares.
type Exempt string

// Isolated sites are fed by generation of their own that no grid reaches.
const Isolated Exempt = "isolated"

// Words returns whom a ban may spare.
func (Exempt) Words() []string { return []string{string(Isolated)} }

// Check returns what is wrong with the window, which must restrict.
func (b *Ban) Check(at *conf.Node) []conf.Problem {
	if !b.Always() {
		return b.check(at)
	}
	return []conf.Problem{conf.Problemf(at, `a ban needs a time; add from, to or a season, as "season: 11-15..03-15"`)}
}

// Describe says what was understood: "no mining 15 November to 15 March".
func (b *Ban) Describe() string {
	text := "no mining " + b.describe()
	if b.Exempt == Isolated {
		text += ", but for sites on generation of their own that no grid reaches"
	}
	return text
}

// Rule allows nothing in the hours of the window to sites that are not exempt.
func (b *Ban) Rule(in *Input) (Rule, error) {
	hours, moments := in.windows(b.Window)
	return Rule{Cap: &Cap{Moments: moments, Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			mw[i] = Unlimited
			if hours[i][t] && (b.Exempt != Isolated || !in.Sites[i].Isolated) {
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
exempt: isolated             # default: nobody; isolated: sites that say "isolated: true", on generation of their own that no grid reaches
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: [komi, komi_north] # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: komi_15
  sites: mikun
source: cointelegraph_ban_2024 # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`
