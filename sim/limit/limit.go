package limit

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Kind is what a limit does, one type of the table of Varieties.
type Kind interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Check returns everything that is wrong with it; at is its place in the file.
	Check(at *conf.Node) []conf.Problem
	// Rule works it out for the sites that it holds. An error says what cannot be carried out, and how to cure it.
	Rule(in *Input) (Rule, error)
}

// Monied is implemented by kinds with prices, fines or payments.
type Monied interface {
	// Currency is that of all of them; "" where none is written.
	Currency() unit.Currency
}

// Fitter is implemented by kinds that some sites make no sense under.
type Fitter interface {
	// Unfit says what is wrong with a site on an axis of so many hours, and how to cure it; "" for nothing.
	Unfit(s *Held, hours int) string
}

// Worrier is implemented by kinds whose words may mean more than their author thinks.
type Worrier interface {
	// Worry says what they mean, lower case and without a full stop; "" where nothing is strange.
	Worry() string
}

// Entry is one limit as a scenario lists it: {type: ban, name: winter ban, season: 11-15..03-15}.
type Entry struct {
	Name       string     `yaml:"name,omitempty"`       // unique in its list; the type where none is given
	Source     string     `yaml:"source,omitempty"`     // a row of the seeds' sources; "" where the scenario assumes it
	Confidence string     `yaml:"confidence,omitempty"` // what the source is worth
	AppliesTo  *AppliesTo `yaml:"applies_to,omitempty"` // nil: every site of the level where the limit stands
	Kind       `yaml:"-"`
	Type       string   `yaml:"-"` // the word that selects the kind
	At         conf.Pos `yaml:"-"`
}

// Varieties returns the table of limits.
func Varieties() []conf.Variety {
	return []conf.Variety{
		{Name: "power", New: func() any { return new(Power) }, Doc: powerDoc, Example: powerExample},
		{Name: "energy", New: func() any { return new(Energy) }, Doc: energyDoc, Example: energyExample},
		{Name: "ban", New: func() any { return new(Ban) }, Doc: banDoc, Example: banExample},
		{Name: "curtailment", New: func() any { return new(Curtailment) }, Doc: curtailmentDoc, Example: curtailmentExample},
		{Name: "interruption", New: func() any { return new(Interruption) }, Doc: interruptionDoc, Example: interruptionExample},
		{Name: "demand_response", New: func() any { return new(DemandResponse) }, Doc: demandResponseDoc, Example: demandResponseExample},
		{Name: "household", New: func() any { return new(Household) }, Doc: householdDoc, Example: householdExample},
		{Name: "penalty", New: func() any { return new(Penalty) }, Doc: penaltyDoc, Example: penaltyExample},
		{Name: "carbon", New: func() any { return new(Carbon) }, Doc: carbonDoc, Example: carbonExample},
		{Name: "cycling", New: func() any { return new(Cycling) }, Doc: cyclingDoc, Example: cyclingExample},
		{Name: "hysteresis", New: func() any { return new(Hysteresis) }, Doc: hysteresisDoc, Example: hysteresisExample},
		{Name: "registration", New: func() any { return new(Registration) }, Doc: registrationDoc, Example: registrationExample},
		{Name: "licence_queue", New: func() any { return new(LicenceQueue) }, Doc: licenceQueueDoc, Example: licenceQueueExample},
	}
}

// Varieties returns the key that selects a limit, and the table of limits.
func (e *Entry) Varieties() (key string, table []conf.Variety) { return "type", Varieties() }

// Choose sets the kind and, where none is given, the name.
func (e *Entry) Choose(name string, v any) {
	e.Kind, e.Type = v.(Kind), name
	if e.Name == "" {
		e.Name = name
	}
}

// Describe says what the limit does and to whom: "no mining 15 November to 15 March; program komi_15".
func (e Entry) Describe() string {
	text := e.Kind.Describe()
	if sites := e.AppliesTo.Describe(); sites != "" {
		text += "; " + sites
	}
	return text
}
