package tariff

import (
	"fmt"
	"slices"

	"hashwatt/sim/conf"
)

// Biller is a component as a supplier sees it: it may depend on the highest load of a month, on months before, and on
// the other lines of the bill.
type Biller interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Currency returns the three letters of the currency; "" where it is that of the lines above, or of a series.
	Currency() string
	// Invoice returns the lines of every local month, months in order. Nothing of use is changed. An error is a load that
	// is none, or a series that is not there or does not fit.
	Invoice(use Use, in Input) ([]Charge, error)
}

// Item is one component of a tariff that is billed: {type: demand, periods: [{price: 10 USD/kW}]}.
type Item struct {
	Name       string `yaml:"name,omitempty"`       // unique in its tariff; the type where none is given
	Source     string `yaml:"source,omitempty"`     // a row of the seeds' sources; "" where the file assumes it
	Confidence string `yaml:"confidence,omitempty"` // what the source is worth
	Biller     `yaml:"-"`
	Kind       string   `yaml:"-"` // the word after type
	At         conf.Pos `yaml:"-"`
}

// Billed returns the table of all components that can be billed: those whose bill is the sum of their signal, which a
// scenario knows (Varieties), and those whose bill is more than that.
func Billed() []conf.Variety {
	return append(Varieties(), []conf.Variety{
		{Name: "tiered", New: func() any { return new(Tiered) }, Doc: tieredDoc, Example: tieredExample},
		{Name: "demand", New: func() any { return new(Demand) }, Doc: demandDoc, Example: demandExample},
		{Name: "coincident", New: func() any { return new(Coincident) }, Doc: coincidentDoc, Example: coincidentExample},
		{Name: "fixed", New: func() any { return new(Fixed) }, Doc: fixedDoc, Example: fixedExample},
		{Name: "minimum", New: func() any { return new(Minimum) }, Doc: minimumDoc, Example: minimumExample},
		{Name: "surcharge", New: func() any { return new(Surcharge) }, Doc: surchargeDoc, Example: surchargeExample},
		{Name: "tax", New: func() any { return new(Tax) }, Doc: taxDoc, Example: taxExample},
		{Name: "peak_capacity", New: func() any { return new(PeakCapacity) }, Doc: peakCapacityDoc, Example: peakCapacityExample},
		{Name: "peak_network", New: func() any { return new(PeakNetwork) }, Doc: peakNetworkDoc, Example: peakNetworkExample},
		{Name: "deviation", New: func() any { return new(Deviation) }, Doc: deviationDoc, Example: deviationExample},
		{Name: "price_category", New: func() any { return new(PriceCategory) }, Doc: priceCategoryDoc, Example: priceCategoryExample},
		{Name: "ppa", New: func() any { return new(PPA) }, Doc: ppaDoc, Example: ppaExample},
		{Name: "own_generation", New: func() any { return new(OwnGeneration) }, Doc: ownGenerationDoc, Example: ownGenerationExample},
	}...)
}

// Varieties returns the key that selects a component, and the table of all that can be billed.
func (i *Item) Varieties() (key string, table []conf.Variety) { return "type", Billed() }

// Choose sets the component and, where none is given, the name.
func (i *Item) Choose(name string, v any) {
	i.Kind = name
	if b, ok := v.(Biller); ok {
		i.Biller = b
	} else {
		i.Biller = Linear{v.(Component)}
	}
	if i.Name == "" {
		i.Name = name
	}
}

// Items returns the components of a scenario as ones that can be billed.
func Items(entries []Entry) []Item {
	items := make([]Item, len(entries))
	for k, e := range entries {
		items[k] = Item{Name: e.Name, Source: e.Source, Confidence: e.Confidence, Biller: Linear{e.Component}, At: e.At}
	}
	return items
}

// Linear bills a component whose bill is the sum of its signal times the load.
type Linear struct{ Component }

// Invoice bills the energy alone.
func (l Linear) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	return l.Bill(use.MWh, in)
}

// Line is a charge of a whole tariff: it knows its component, and its name is that of its part, "" where it has one alone.
type Line struct {
	Component string
	Charge
}

// Invoice bills a load on all components, in the order of the list: a component that adds to others sees those before
// it. The lines come by month, in the order of the components, and all are in one currency, which is returned too: ""
// where there is no line. An error names the component.
func Invoice(items []Item, use Use, in Input) (lines []Line, currency string, err error) {
	if err := use.check(in); err != nil {
		return nil, "", err
	}
	var first string
	for _, item := range items {
		charges, err := item.Invoice(use, in)
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", item.Name, err)
		}
		for _, c := range charges {
			if currency == "" {
				currency, first = c.Currency, item.Name
			}
			if c.Currency != currency {
				return nil, "", fmt.Errorf("%s is billed in %s, but %s in %s; a bill has one currency", item.Name, c.Currency, first, currency)
			}
			lines = append(lines, Line{item.Name, c})
		}
		for _, c := range charges {
			c.Name = item.Name
			use.Above = append(use.Above[:len(use.Above):len(use.Above)], c)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.Month - b.Month })
	return lines, currency, nil
}

// CheckItems returns what is wrong with a list of components as a whole: names that occur twice, currencies that differ,
// and lines that an adder names and that are not before it.
func CheckItems(items []Item, at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if len(items) == 0 {
		return []conf.Problem{conf.Problemf(at, `a tariff has at least one component, such as {type: flat, price: 45 USD/MWh}`)}
	}
	seen := map[string]bool{}
	currency, first := "", ""
	var names []string
	for k, item := range items {
		node := at.Items[k]
		if item.Biller == nil {
			continue
		}
		if seen[item.Name] {
			problems = append(problems, conf.Problemf(node, "a component before it is called %q too; give each a name of its own", item.Name))
		}
		if adder, ok := item.Biller.(interface{ adds() []string }); ok {
			for _, name := range adder.adds() {
				if !seen[name] {
					problems = append(problems, conf.Problemf(node.Get("of"), "no component before it is called %q%s", name, conf.Hint(name, names)))
				}
			}
		}
		seen[item.Name] = true
		names = append(names, item.Name)
		switch c := item.Currency(); {
		case c == "":
		case currency == "":
			currency, first = c, item.Name
		case c != currency:
			problems = append(problems, conf.Problemf(node, "%s is in %s, but %s in %s; a bill has one currency", item.Name, c, first, currency))
		}
	}
	return problems
}
