package tariff

import "hashwatt/sim/conf"

// Entry is one component of a tariff as a scenario lists it: {type: flat, name: network, price: 0.86 RUB/kWh}.
type Entry struct {
	Name       string `yaml:"name,omitempty"`       // unique in its tariff; the type where none is given
	Source     string `yaml:"source,omitempty"`     // a row of the seeds' sources; "" where the scenario assumes it
	Confidence string `yaml:"confidence,omitempty"` // what the source is worth
	Component  `yaml:"-"`
	At         conf.Pos `yaml:"-"`
}

// Varieties returns the table of components.
func Varieties() []conf.Variety {
	return []conf.Variety{
		{Name: "flat", New: func() any { return new(Flat) }, Doc: flatDoc, Example: flatExample},
		{Name: "time_of_use", New: func() any { return new(TimeOfUse) }, Doc: timeOfUseDoc, Example: timeOfUseExample},
		{Name: "hourly", New: func() any { return new(Hourly) }, Doc: hourlyDoc, Example: hourlyExample},
		{Name: "indexed", New: func() any { return new(Indexed) }, Doc: indexedDoc, Example: indexedExample},
		{Name: "levy", New: func() any { return new(Levy) }, Doc: levyDoc, Example: levyExample},
		{Name: "subsidy", New: func() any { return new(Subsidy) }, Doc: subsidyDoc, Example: subsidyExample},
	}
}

// Varieties returns the key that selects a component, and the table of components.
func (e *Entry) Varieties() (key string, table []conf.Variety) { return "type", Varieties() }

// Choose sets the component and, where none is given, the name.
func (e *Entry) Choose(name string, v any) {
	e.Component = v.(Component)
	if e.Name == "" {
		e.Name = name
	}
}

// Bill invoices the component under the name of the entry: a line of its own is called "energy: night".
func (e Entry) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	charges, err := e.Component.Bill(loadMWh, in)
	for i := range charges {
		if charges[i].Name == "" {
			charges[i].Name = e.Name
		} else {
			charges[i].Name = e.Name + ": " + charges[i].Name
		}
	}
	return charges, err
}
