package rig

import (
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Declared is a machine as a scenario writes it: {hashrate: 200 TH/s, power: 4000 W, cooling: air}. Either power or
// efficiency is given; the other one follows.
type Declared struct {
	Hashrate   unit.Hashrate   `yaml:"hashrate"`             // PH/s
	Power      unit.Power      `yaml:"power,omitempty"`      // MW
	Efficiency unit.Efficiency `yaml:"efficiency,omitempty"` // J/TH
	Cooling    Cooling         `yaml:"cooling,omitempty"`
	Released   *calendar.Date  `yaml:"released,omitempty"`
	Points     []DeclaredPoint `yaml:"points,omitempty"` // other settings, in any order
	Source     string          `yaml:"source,omitempty"`
	Confidence string          `yaml:"confidence,omitempty"`
}

// DeclaredPoint is another setting of a declared machine.
type DeclaredPoint struct {
	Name     string        `yaml:"name"`
	Hashrate unit.Hashrate `yaml:"hashrate"` // PH/s
	Power    unit.Power    `yaml:"power"`    // MW
}

// Example is a declaration with every field.
const Example = `# A machine that the seeds do not know.
hashrate: 200 TH/s           # required; at the rating
power: 4000 W                # required, or efficiency instead (20 J/TH); at the wall, without the cooling of the site
cooling: air                 # default: not stated; air, hydro, immersion
released: 2024-01-15         # default: not known
points:                      # default: none; other settings of the same machine
  - {name: eco, hashrate: 160 TH/s, power: 2900 W}
source: my_data_sheet        # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`

// Check returns everything that is wrong with the declaration.
func (d *Declared) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	hasPower, hasEfficiency := at.Get("power") != nil, at.Get("efficiency") != nil
	switch {
	case hasPower && hasEfficiency:
		problems = append(problems, conf.Problemf(at.Get("efficiency"), "power is given too; keep one, the other follows from the hashrate"))
	case !hasPower && !hasEfficiency:
		problems = append(problems, conf.Problemf(at, `neither power nor efficiency; add "power: 3500 W" or "efficiency: 17.5 J/TH"`))
	default:
		if err := plausible(d.ths(), d.watts()); err != nil {
			problems = append(problems, conf.Problemf(at, "%s", err))
		}
	}
	seen := map[string]bool{}
	for i, p := range d.Points {
		place := at.Get("points").Items[i]
		if seen[p.Name] {
			problems = append(problems, conf.Problemf(place, "a second operating point is called %q; give it another name", p.Name))
		}
		seen[p.Name] = true
		if err := plausible(float64(p.Hashrate)*1000, float64(p.Power)*1e6); err != nil {
			problems = append(problems, conf.Problemf(place, "%s", err))
		}
	}
	return problems
}

// Rig returns the machine under the id it was declared with. The declaration must have passed its check.
func (d Declared) Rig(id string) (Rig, error) {
	r := Rig{ID: id, HashrateTHs: d.ths(), PowerW: d.watts(), Cooling: d.Cooling, Source: d.Source, Confidence: d.Confidence}
	if d.Released != nil {
		r.Released = *d.Released
	}
	for _, p := range d.Points {
		r.Points = append(r.Points, Point{Name: p.Name, HashrateTHs: float64(p.Hashrate) * 1000, PowerW: float64(p.Power) * 1e6})
	}
	return New(r)
}

func (d Declared) ths() float64 { return float64(d.Hashrate) * 1000 }

func (d Declared) watts() float64 {
	if d.Power != 0 {
		return float64(d.Power) * 1e6
	}
	return float64(d.Efficiency) * d.ths()
}
