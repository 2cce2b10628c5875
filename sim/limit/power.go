package limit

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Power holds the power at the meter of all its sites together in every hour of its window.
type Power struct {
	Limit  unit.Power `yaml:"limit"`           // MW, more than zero
	Share  Share      `yaml:"share,omitempty"` // how several sites divide it; "" means pro rata
	Window `yaml:",inline"`
}

// Share is a way to divide one limit between the sites that are online.
type Share string

// ProRata divides a limit Q as Q·c/Σc, c the meter capacity of a site after bans and its connection, blind to price;
// what a site leaves unused is lost.
const ProRata Share = "pro_rata"

// Words returns the ways to share.
func (Share) Words() []string { return []string{string(ProRata)} }

// Sharing returns how the sites divide the limit, the default written in.
func (p *Power) Sharing() Share {
	if p.Share == "" {
		return ProRata
	}
	return p.Share
}

// Check returns what is wrong with the limit and its window.
func (p *Power) Check(at *conf.Node) []conf.Problem {
	return append(checkAmount(at, float64(p.Limit), p.Limit.String()), p.check(at)...)
}

// Describe says what was understood: "50 MW, shared pro rata, 15 November to 15 March".
func (p *Power) Describe() string {
	return fmt.Sprintf("%s, shared %s, %s", p.Limit, strings.ReplaceAll(string(p.Sharing()), "_", " "), p.describe())
}

// Rule shares the limit in the hours of the window. Of one site alone, nothing is shared: it may draw the limit even before it
// stands.
func (p *Power) Rule(in *Input) (Rule, error) {
	hours, moments := in.windows(p.Window)
	return Rule{Cap: &Cap{Moments: append(moments, in.online()...), Allow: func(t int, could, mw []float64) {
		var total float64
		for i := range mw {
			mw[i] = Unlimited
			if hours[i][t] {
				total += could[i]
			}
		}
		for i := range mw {
			switch {
			case !hours[i][t]:
			case len(mw) == 1:
				mw[i] = float64(p.Limit)
			case total > 0:
				mw[i] = float64(p.Limit) * could[i] / total
			default:
				mw[i] = 0
			}
		}
	}}}, nil
}

// checkAmount refuses a limit that is no limit: zero is a ban, and nothing is infinite.
func checkAmount(at *conf.Node, amount float64, text string) []conf.Problem {
	n := at.Get("limit")
	switch {
	case amount == 0:
		return []conf.Problem{conf.Problemf(n, `a limit of %s allows nothing; write "type: ban" if that is meant`, text)}
	case amount < 0 || math.IsNaN(amount) || math.IsInf(amount, 0):
		return []conf.Problem{conf.Problemf(n, "%s is not a limit; it is finite and more than zero", text)}
	}
	return nil
}

const powerDoc = "a power that is not exceeded in any hour"

const powerExample = `# The sites together draw at most this power in every hour.
type: power
name: grid allocation        # how the report calls it; default: the type
limit: 50 MW                 # required; at the meter, more than zero
share: pro_rata              # default pro_rata; how several sites divide it: by meter capacity, blind to price
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
