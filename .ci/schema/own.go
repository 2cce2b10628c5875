package main

import (
	"fmt"
	"reflect"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

// ownWay describes a type that reads a value in a way of its own; nil where that is not known.
func (g *generator) ownWay(t reflect.Type, m mode) *schema {
	switch t {
	case reflect.TypeFor[scenario.Power]():
		return g.either(reflect.TypeFor[unit.Power](), reflect.TypeFor[powerRange](), m)
	case reflect.TypeFor[scenario.Online]():
		return g.either(reflect.TypeFor[calendar.Date](), reflect.TypeFor[stagger](), m)
	case reflect.TypeFor[scenario.Files]():
		return g.oneOrMore(reflect.TypeFor[string](), m)
	case reflect.TypeFor[market.Value]():
		return &schema{Type: types{aString, aNumber, null}}
	case reflect.TypeFor[market.Series]():
		return g.replayed(reflect.TypeFor[market.AnyProcess](), reflect.TypeFor[replayedSeries](), "process", m)
	case reflect.TypeFor[network.RestOfWorld]():
		return g.replayed(reflect.TypeFor[loneResponse](), reflect.TypeFor[replayedHistory](), "response", m)
	case reflect.TypeFor[scenario.Components]():
		return g.list(reflect.TypeFor[component](), m)
	case reflect.TypeFor[component]():
		return g.borrowed(m)
	case reflect.TypeFor[scenario.Variant]():
		s := &schema{Type: types{anObject, null}}
		if m != change { // a variant of a variant comes too late to be run
			s = g.value(reflect.TypeFor[scenario.Scenario](), change)
		}
		s.Description = "What is different: keys of the scenario, or paths as sites.*.power; append, remove and replace change a list."
		return s
	}
	return nil
}

// The maps that these types read, where they read a map.
type (
	powerRange struct {
		Low  unit.Power `yaml:"low"`  // the least that is likely
		Mid  unit.Power `yaml:"mid"`  // what the central case takes
		High unit.Power `yaml:"high"` // the most that is likely
	}
	stagger struct {
		First calendar.Date `yaml:"first"` // day of the first sites
		Count int           `yaml:"count"` // sites at a time
		Every unit.Duration `yaml:"every"` // time until the next sites
	}
	replayedSeries struct {
		Replay string             `yaml:"replay"`         // history, or a file of your own
		Then   *market.AnyProcess `yaml:"then,omitempty"` // the process that goes on where the replay ends
	}
	replayedHistory struct {
		Replay history              `yaml:"replay"`         // the record of the network
		Then   *network.AnyResponse `yaml:"then,omitempty"` // the response that goes on where the record ends
		Events shocks               `yaml:",inline"`
	}
	// loneResponse is what everyone else's hashrate does from one epoch to the next.
	loneResponse struct {
		Kind   network.AnyResponse `yaml:",inline"`
		Events shocks              `yaml:",inline"`
	}
	shocks struct {
		Shocks []network.Shock `yaml:"shocks,omitempty"` // dated events that multiply the response's hashrate
		Shock  *network.Shock  `yaml:"shock,omitempty"`  // a single event
	}
	// history is the only thing that the rest of the world replays.
	history string
)

// Words returns the word.
func (history) Words() []string { return []string{"history"} }

// A component is an item of a tariff in a scenario.
type component struct{}

// borrow is what an item of a tariff may be instead of a component.
type borrow struct {
	From tariffName `yaml:"from"` // a tariff of the seeds, whose components stand here
}

// tariffName is the name of a tariff of the seeds.
type tariffName string

// Words returns the names.
func (tariffName) Words() []string {
	cat, err := seeds.Load()
	if err != nil {
		panic(err)
	}
	return cat.TariffNames()
}

// borrowed describes an item of a tariff: a component, or the name of a tariff of the seeds. A change is of a
// component.
func (g *generator) borrowed(m mode) *schema {
	item := g.value(reflect.TypeFor[tariff.Item](), m)
	target := g.target(item)
	if m != whole {
		s := *target
		return &s
	}
	s := g.structure(reflect.TypeFor[borrow](), m)
	const text = "A component of a tariff, or {from: NAME} for the components of a tariff of the seeds."
	return &schema{Description: text, Type: s.Type, If: names("from", new(schema)), Then: s, Else: item}
}

// either describes one value of a type, or a map.
func (g *generator) either(one, form reflect.Type, m mode) *schema {
	s := g.structure(form, m)
	text := g.target(g.value(one, whole))
	s.Type = append(text.Type.withoutNull(), s.Type...)
	s.Pattern, s.PatternError, s.Examples = text.Pattern, text.PatternError, text.Examples
	return s
}

// unitOf says in what unit a series is, by its key.
func unitOf(key string) reflect.Type {
	switch key {
	case "price":
		return reflect.TypeFor[unit.CoinPrice]()
	case "fees":
		return reflect.TypeFor[unit.CoinsPerBlock]()
	case "hashprice":
		return reflect.TypeFor[unit.Hashprice]()
	case "difficulty":
		return reflect.TypeFor[unit.Number]()
	case "rates":
		return reflect.TypeFor[unit.ExchangeRate]()
	}
	return nil
}

// inUnit gives a series, or a map of them, the unit of its values, which its type leaves open.
func (g *generator) inUnit(k conf.Key, s *schema, m mode) {
	if inner, ok := s.Others.(*schema); ok {
		s = inner
	}
	series := g.value(reflect.TypeFor[market.Series](), m)
	if s.Ref != series.Ref {
		return
	}
	t := unitOf(k.Name)
	if t == nil {
		g.fail(fmt.Errorf("the unit of the series %q is not known: say it in .ci/schema/own.go", k.Name))
		return
	}
	name, _ := named(t)
	values := "values_in_" + name
	s.Ref = g.define("series_in_"+name, m, func(mode) *schema {
		def := g.target(series)
		inUnit := g.define(values, whole, func(mode) *schema { return g.valuesIn(t, values) })
		return &schema{Title: def.Title, Description: def.Description, Type: def.Type, AllOf: []schema{*series, *inUnit}}
	}).Ref
}

// valuesIn describes the values of processes in a unit.
func (g *generator) valuesIn(t reflect.Type, self string) *schema {
	s := new(schema)
	add := func(when *schema, name string, value *schema) {
		s.AllOf = append(s.AllOf, schema{If: when, Then: &schema{Properties: keys{{name, value}}}})
	}
	kinds, others := map[string][]any{}, map[string]bool{} // the processes in which a key is a value in the unit; keys that are more than that
	var order []string
	for _, row := range market.Varieties() {
		for _, f := range conf.Fields(reflect.TypeOf(row.New())) {
			if f.Type != reflect.TypeFor[*market.Value]() && f.Type != reflect.TypeFor[market.Value]() {
				others[f.Name] = true
				continue
			}
			if kinds[f.Name] == nil {
				order = append(order, f.Name)
			}
			kinds[f.Name] = append(kinds[f.Name], row.Name)
		}
	}
	for _, name := range order {
		when := names(name, new(schema))
		if others[name] {
			when.Properties = append(when.Properties, key{"process", &schema{Enum: kinds[name]}})
			when.Required = append(when.Required, "process")
		}
		add(when, name, g.value(t, whole))
	}
	add(names("then", new(schema)), "then", &schema{Ref: definition + self + orNull})
	return s
}

// replayed describes a kind by itself, or a replay and then a kind.
func (g *generator) replayed(kind, form reflect.Type, word string, m mode) *schema {
	s := g.structure(form, m)
	alone := g.value(kind, m)
	target := g.target(alone)
	if m != whole {
		s.Properties = union(append(g.properties(form, nil, m), target.Properties...))
		return s
	}
	offered := keys{{word, &schema{Description: target.Description}}} // what an editor shows before either is chosen
	for _, k := range s.Properties {
		offered = append(offered, key{k.name, &schema{Description: k.Description}})
	}
	s.Title = "replay"
	return &schema{
		Type: s.Type, Properties: offered,
		If: names(word, &schema{}), Then: alone, Else: s,
	}
}
