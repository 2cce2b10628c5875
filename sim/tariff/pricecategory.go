package tariff

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// PriceCategory is one of the six ways in which Russia's retail suppliers bill (decree 442 of 4 May 2012): a list of
// components, checked for what the category has and has not.
//
//	category   energy         capacity        network, where it is two-part   deviation
//	1          one price      inside          inside                          none
//	2          day zones      inside          inside                          none
//	3          by the hour    peak_capacity   one-part: flat                  none
//	4          by the hour    peak_capacity   peak_network, and losses flat   none
//	5          as 3           peak_capacity   one-part: flat                  deviation
//	6          as 4           peak_capacity   peak_network, and losses flat   deviation
type PriceCategory struct {
	Category int         `yaml:"category"`
	Power    *unit.Power `yaml:"power,omitempty"` // of the connection; from 670 kW on only 3 to 6 are open
	Parts    []Item      `yaml:"parts"`
}

// largeMW is the connection from which on categories 1 and 2 are closed.
const largeMW = 0.670

// Check returns what the category lacks and what it does not have.
func (c *PriceCategory) Check(at *conf.Node) []conf.Problem {
	if c.Category < 1 || c.Category > 6 {
		return []conf.Problem{conf.Problemf(at.Get("category"), "there is no price category %d; they are 1 to 6", c.Category)}
	}
	parts := at.Get("parts")
	problems := CheckItems(c.Parts, parts)
	if c.Power != nil && *c.Power >= largeMW && c.Category < 3 {
		problems = append(problems, conf.Problemf(at.Get("category"), "category %d is closed to a connection of %s; from 670 kW on it is 3 to 6", c.Category, c.Power))
	}
	count := map[string]int{}
	for _, part := range c.Parts {
		count[part.Kind]++
	}
	energy := energyKinds(c.Category)
	if !slices.ContainsFunc(energy, func(kind string) bool { return count[kind] > 0 }) {
		problems = append(problems, conf.Problemf(parts, "category %d has a price of energy; add a part of the type %s", c.Category, strings.Join(energy, " or ")))
	}
	for _, want := range []struct {
		kind string
		has  bool
	}{
		{"time_of_use", c.Category == 2},
		{"peak_capacity", c.Category >= 3},
		{"peak_network", c.Category == 4 || c.Category == 6},
		{"deviation", c.Category >= 5},
	} {
		switch n := count[want.kind]; {
		case n > 1:
			problems = append(problems, conf.Problemf(parts, "%s stands here %d times; category %d has one", want.kind, n, c.Category))
		case n == 0 && want.has:
			problems = append(problems, conf.Problemf(parts, "category %d has a part of the type %s; add it", c.Category, want.kind))
		case n > 0 && !want.has:
			problems = append(problems, conf.Problemf(parts, "category %d has no %s; remove it, or choose the category that has", c.Category, want.kind))
		}
	}
	if count["price_category"] > 0 {
		problems = append(problems, conf.Problemf(parts, "a category inside a category; list its parts here"))
	}
	return problems
}

// Describe says what was understood, part by part.
func (c *PriceCategory) Describe() string {
	words := make([]string, len(c.Parts))
	for i, part := range c.Parts {
		words[i] = part.Name + " " + part.Describe()
	}
	return fmt.Sprintf("price category %d: %s", c.Category, strings.Join(words, "; "))
}

// Currency returns the currency that all parts share.
func (c *PriceCategory) Currency() string {
	for _, part := range c.Parts {
		if currency := part.Currency(); currency != "" {
			return currency
		}
	}
	return ""
}

// currencyIn returns the currency that all parts share, asking their series.
func (c *PriceCategory) currencyIn(in Input) (string, error) {
	currency, first := "", ""
	for _, part := range c.Parts {
		switch own, err := part.CurrencyIn(in); {
		case err != nil:
			return "", fmt.Errorf("%s: %w", part.Name, err)
		case currency == "":
			currency, first = own, part.Name
		case own != "" && own != currency:
			return "", fmt.Errorf("%s is in %s, but %s in %s; a bill has one currency", part.Name, own, first, currency)
		}
	}
	return currency, nil
}

// Shape adds those of all parts.
func (c *PriceCategory) Shape(s *Shape, in Input) error {
	parts, err := ShapeOf(c.Parts, in)
	if err == nil {
		s.add(parts, func(int) float64 { return 1 }, in)
	}
	return err
}

// Invoice bills all parts; a line is called after its part.
func (c *PriceCategory) Invoice(use Use, in Input) ([]Charge, error) {
	use.Above = nil
	lines, _, err := Invoice(c.Parts, use, in)
	charges := make([]Charge, len(lines))
	for k, l := range lines {
		charges[k] = l.Charge
		charges[k].Name = LineName(l.Component, l.Name)
	}
	return charges, err
}

// LineName joins the name of a component and of its line: "energy: night".
func LineName(component, line string) string {
	if line == "" {
		return component
	}
	return component + ": " + line
}

const priceCategoryDoc = "one of Russia's price categories 1 to 6: its parts, checked for what it has and has not"

const priceCategoryExample = `# A price category of Russia's retail market. 1: flat; 2: time_of_use; 3: energy by the hour (hourly, indexed or wholesale),
# peak_capacity, network flat; 4: as 3 with peak_network and losses; 5 and 6: as 3 and 4 with deviation. Needs a country, for
# its working days.
type: price_category
name: category 4             # what the lines are called on the bill; default: the type
category: 4                  # required; 1 to 6
power: 10 MW                 # default: not said; from 670 kW on only 3 to 6 are open
parts:                       # required; components as in any tariff
  - {type: hourly, name: energy, series: northwest, years: [2017, 2018], mean: 1.60 RUB/kWh}
  - {type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}, {hour: 18, months: nov-feb}]}
  - {type: peak_network, name: network, price: 1262 RUB/kW, hours: [{hours: "08-11, 16-21"}]}
  - {type: flat, name: losses, price: 0.22 RUB/kWh}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
