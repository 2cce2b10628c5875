package tariff

import (
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// Item is one component of a tariff as a scenario or a file lists it: {type: demand, periods: [{price: 10 USD/kW}]}.
type Item struct {
	Name       string        `yaml:"name,omitempty"`       // unique in its tariff; the type where none is given
	Source     string        `yaml:"source,omitempty"`     // a row of the seeds' sources; "" where the file assumes it
	Confidence string        `yaml:"confidence,omitempty"` // what the source is worth
	Begins     calendar.Date `yaml:"begins,omitempty"`     // the first local day on which it holds; none: always
	Ends       calendar.Date `yaml:"ends,omitempty"`       // the last one; none: for ever
	Component  `yaml:"-"`
	Kind       string   `yaml:"-"` // the word after type
	At         conf.Pos `yaml:"-"`
}

// Varieties returns the key that selects a component, and the table of components.
func (i *Item) Varieties() (key string, table []conf.Variety) { return "type", Varieties() }

// Choose sets the component and, where none is given, the name.
func (i *Item) Choose(name string, v any) {
	i.Kind = name
	switch c := v.(type) {
	case Component:
		i.Component = c
	case interface{ component() Component }: // separable in some of its forms
		i.Component = c.component()
	default:
		i.Component = Linear{v.(Separable)}
	}
	if i.Name == "" {
		i.Name = name
	}
}

// Describe says in one sentence what was understood, and when it holds.
func (i Item) Describe() string { return i.Component.Describe() + i.daysText() }

// CurrencyIn returns the currency of the component, asking its series where the words leave it open; "" where it is
// that of the lines above.
func (i Item) CurrencyIn(in Input) (string, error) {
	if own, ok := kindOf(i.Component).(interface {
		currencyIn(in Input) (string, error)
	}); ok {
		return own.currencyIn(in)
	}
	return i.Currency(), nil
}

// CheckItems returns what is wrong with a list of components that are billed together: what CheckList finds, and
// currencies that differ.
func CheckItems(items []Item, at *conf.Node) []conf.Problem {
	problems := CheckList(items, at)
	currency, first := "", ""
	for k, item := range items {
		if item.Component == nil {
			continue
		}
		switch c := item.Currency(); {
		case c == "":
		case currency == "":
			currency, first = c, item.Name
		case c != currency:
			problems = append(problems, conf.Problemf(at.Items[k], "%s is in %s, but %s in %s; a bill has one currency", item.Name, c, first, currency))
		}
	}
	return problems
}

// CheckList returns what is wrong with a list of components as a whole: names that occur twice on one day, days
// that are inside a month that is billed whole, gaps between components of one name, and lines that an adder names
// and that are not before it. The nodes of at are those of the items.
func CheckList(items []Item, at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if len(items) == 0 {
		return []conf.Problem{conf.Problemf(at, `a tariff has at least one component, such as {type: flat, price: 45 USD/MWh}`)}
	}
	seen := map[string]bool{}
	var names []string
	for k, item := range items {
		node := at.Items[k]
		if item.Component == nil {
			continue
		}
		problems = append(problems, item.checkDays(node)...)
		problems = append(problems, checkFollowing(items, k, node)...)
		if adder, ok := item.Component.(interface{ adds() []string }); ok {
			if len(names) == 0 && len(adder.adds()) == 0 && item.Currency() == "" {
				problems = append(problems, conf.Problemf(node, "%s is a share of the lines before it, and none stands before it, so it bills nothing; move it behind those that it adds to", item.Name))
			}
			for _, name := range adder.adds() {
				if !seen[name] {
					problems = append(problems, conf.Problemf(node.Get("of"), "no component before it is called %q%s", name, conf.Hint(name, names)))
				}
				for j := k + 1; j < len(items) && seen[name]; j++ {
					if items[j].Component != nil && items[j].Name == name && items[j].overlaps(&items[k]) {
						problems = append(problems, conf.Problemf(at.Items[j], "it follows another component called %q, but %s, which adds to that, stands before it; move it up", name, item.Name))
					}
				}
			}
		}
		seen[item.Name] = true
		names = append(names, item.Name)
	}
	return problems
}
