package tariff

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Coincident prices the load in hours that are named afterwards, when the whole system had its peak: the highest load in
// each group of hours, or the mean over the peaks of a year (ERCOT's four coincident peaks).
type Coincident struct {
	Groups []PeakGroup `yaml:"groups"`
}

// PeakGroup is the hours of one event, or the peaks over which a mean is taken, and their price.
type PeakGroup struct {
	Name    string             `yaml:"name,omitempty"` // of the line on the bill
	Hours   []Stamp            `yaml:"hours"`
	Price   unit.MoneyPerPower `yaml:"price"`             // per MW in base units
	Measure Measure            `yaml:"measure,omitempty"` // of the load in the hours
	At      conf.Pos           `yaml:"-"`
}

// Measure says what of the load in some hours is billed.
type Measure string

// The measures.
const (
	Highest Measure = "highest" // the highest load in the hours, once, in the month of that hour
	Mean    Measure = "mean"    // the mean over the hours, each hour's share in its own month
)

// Words lists the measures.
func (Measure) Words() []string { return []string{string(Highest), string(Mean)} }

// Check returns what is wrong with one group.
func (g *PeakGroup) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if len(g.Hours) == 0 {
		problems = append(problems, conf.Problemf(at.Get("hours"), "no hours; write at least one, such as 2024-08-20T16"))
	}
	seen := map[Stamp]bool{}
	for i, s := range g.Hours {
		if seen[s] {
			problems = append(problems, conf.Problemf(at.Get("hours").Items[i], "%s stands here twice", s))
		}
		seen[s] = true
	}
	return problems
}

// Check returns what is wrong with the groups as a whole.
func (c *Coincident) Check(at *conf.Node) []conf.Problem {
	groups := at.Get("groups")
	if len(c.Groups) == 0 {
		return []conf.Problem{conf.Problemf(groups, "no groups; write at least one with hours and a price")}
	}
	var problems []conf.Problem
	for i, g := range c.Groups {
		if g.Price.Currency != c.Currency() {
			problems = append(problems, conf.Problemf(groups.Items[i].Get("price"), "in %s, but the first group is in %s; one component has one currency", g.Price.Currency, c.Currency()))
		}
	}
	return problems
}

// Describe says what was understood: "10 USD/kW on the highest load in 3 named hours".
func (c *Coincident) Describe() string {
	parts := make([]string, len(c.Groups))
	for i, g := range c.Groups {
		parts[i] = fmt.Sprintf("%s on the %s load in %d named hours", g.Price, g.measure(), len(g.Hours))
	}
	return listText(parts)
}

func (g *PeakGroup) measure() Measure {
	if g.Measure == "" {
		return Highest
	}
	return g.Measure
}

// Currency returns the currency that all groups share.
func (c *Coincident) Currency() string {
	if len(c.Groups) == 0 {
		return ""
	}
	return c.Groups[0].Price.Currency
}

// Shape adds an adder in each peak of a mean, and a window for the hours of which the highest load counts.
func (c *Coincident) Shape(s *Shape, in Input) error {
	in.mustFit(len(s.PerMWh))
	for layer, g := range c.Groups {
		window := Window{Layer: layer, Steps: []Stretch{{math.Inf(1), g.Price.Amount}}}
		for _, stamp := range g.Hours {
			hours := stamp.hours(in)
			switch {
			case g.measure() == Highest:
				for _, t := range hours {
					window.Hours = append(window.Hours, int32(t))
				}
			case len(hours) == 1:
				s.PerMWh[hours[0]] += g.Price.Amount / float64(len(g.Hours))
			case len(hours) > 1: // the clocks showed the hour twice, and the higher of both loads counts
				s.peak(Window{Layer: layer, Hours: []int32{int32(hours[0]), int32(hours[1])}, Steps: scaled(window.Steps, 1/float64(len(g.Hours)))}, in)
			}
		}
		s.peak(window, in)
	}
	return nil
}

// peak adds a window that is billed in the month of its last hour, if it has hours.
func (s *Shape) peak(w Window, in Input) {
	if len(w.Hours) == 0 {
		return
	}
	slices.Sort(w.Hours)
	w.Hours = slices.Compact(w.Hours)
	w.Month = int(in.Civil.Month[w.Hours[len(w.Hours)-1]])
	s.Windows, s.Exact = append(s.Windows, w), false
}

// Invoice bills each group; hours outside the load count for nothing.
func (c *Coincident) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	kw, _ := use.peaks(60)
	perMonth := make([][]Charge, len(in.Civil.Months))
	for i, g := range c.Groups {
		name := g.Name
		if name == "" && len(c.Groups) > 1 {
			name = fmt.Sprintf("group %d", i+1)
		}
		for _, p := range g.peaks(kw, in) {
			if p.kw == 0 {
				continue
			}
			share, of := 1.0, fmt.Sprintf("the highest of %d named hours", len(g.Hours))
			if g.measure() == Mean {
				share, of = 1/float64(len(g.Hours)), fmt.Sprintf("one of %d peaks, whose mean is billed", len(g.Hours))
			}
			m := in.Civil.Month[p.hour]
			perMonth[m] = append(perMonth[m], Charge{
				Month: int(m), Name: name, Amount: p.kw / 1000 * g.Price.Amount * share, Currency: g.Price.Currency,
				Why: fmt.Sprintf("%s x %s in the hour from %s, %s", g.Price, kWText(p.kw), localText(in, p.hour), of), Set: p.set(),
			})
		}
	}
	var charges []Charge
	for _, month := range perMonth {
		charges = append(charges, month...)
	}
	return charges, nil
}

// peaks returns the loads that are billed: the highest of all hours, or that of each.
func (g *PeakGroup) peaks(kw []float64, in Input) []peak {
	var list []peak
	highest := peak{hour: -1}
	for _, s := range g.Hours {
		own := peak{hour: -1}
		for _, t := range s.hours(in) {
			if own.hour < 0 || kw[t] > own.kw {
				own = peak{kw[t], t}
			}
		}
		if own.hour < 0 {
			continue
		}
		list = append(list, own)
		if highest.hour < 0 || own.kw > highest.kw {
			highest = own
		}
	}
	if g.measure() == Mean || highest.hour < 0 {
		return list
	}
	return []peak{highest}
}

const coincidentDoc = "the load in named hours: system peaks that are known afterwards"

const coincidentExample = `# A price on the load in hours that are published afterwards, when the whole system had its peak.
type: coincident
name: transmission           # how the line is called on the bill; default: the type
groups:                      # required
  - name: four peaks         # default: its number; the line on the bill
    hours: [2024-06-25T16, 2024-07-01T16, 2024-08-20T17, 2024-09-03T16Z]   # by the region's clocks, or UTC with a Z
    measure: mean            # default highest: the highest load in the hours, once; mean: over all of them
    price: 60 USD/kW         # required; for the group
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
