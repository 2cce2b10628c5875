package main

import (
	"reflect"
	"slices"

	"hashwatt/sim/conf"
)

// remember reads the example of a type, which also explains the types inside it.
func (g *generator) remember(t reflect.Type, example string) notes {
	n, err := readNotes(example)
	if err != nil {
		g.fail(err)
	}
	g.spread(t, n)
	return n
}

func (g *generator) spread(t reflect.Type, n notes) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if _, known := g.notes[t]; known || len(n) == 0 || t.Kind() != reflect.Struct {
		return
	}
	g.notes[t] = n
	for _, k := range conf.Fields(t) {
		g.spread(k.Type, n.under(k.Name))
	}
}

// choice describes a map whose keys depend on one of them. Each kind is a definition, which the word under that key
// selects; a part of a map need not say the word, so there every key of every kind may stand.
func (g *generator) choice(t reflect.Type, c conf.Choice, name, title string, m mode) *schema {
	word, table := c.Varieties()
	s := &schema{Title: title, Description: g.comments.ofType(t), Type: types{anObject, null}}
	which := &schema{Type: types{aString}}
	var all keys
	for _, row := range table {
		kind := reflect.TypeOf(row.New()).Elem()
		n := g.remember(kind, row.Example)
		g.kinds[kind] = true
		g.spread(t, n)
		g.notes[t] = n // a name and a source are explained for each kind
		which.Enum = append(which.Enum, row.Name)
		which.EnumTexts = append(which.EnumTexts, capital(row.Doc))
		if m != whole {
			all = append(all, g.properties(t, n, m)...)
			all = append(all, g.properties(kind, n, m)...)
			continue
		}
		is := &schema{Const: row.Name}
		then := g.define(name+"_"+row.Name, whole, func(mode) *schema {
			own, its := g.structure(t, whole), g.structure(kind, whole)
			return &schema{
				Title: row.Name, Description: capital(row.Doc), Type: types{anObject}, Others: false,
				Properties: slices.Concat(keys{{word, is}}, own.Properties, its.Properties),
				Required:   slices.Concat([]string{word}, own.Required, its.Required),
			}
		})
		s.AllOf = append(s.AllOf, schema{If: names(word, is), Then: g.notNull(then)})
	}
	if m == whole {
		s.Properties, s.Required = keys{{word, which}}, []string{word}
		return s
	}
	which.Type, which.Enum = append(which.Type, null), append(which.Enum, nil) // a null takes the word away that it lies over
	s.Properties = union(append(keys{{word, which}}, all...))
	s.Others = false
	if m == change {
		s.Patterns = paths(anyPath)
	}
	return s
}

// union describes maps of several kinds as one: a key that means different things in them may be any of those.
func union(all keys) keys {
	var order []string
	meanings := map[string][]schema{}
	for _, k := range all {
		known := meanings[k.name]
		if known == nil {
			order = append(order, k.name)
		}
		if !contains(known, k.schema) {
			meanings[k.name] = append(known, *k.schema)
		}
	}
	var out keys
	for _, name := range order {
		s := &schema{AnyOf: meanings[name]}
		if len(s.AnyOf) == 1 {
			s = &s.AnyOf[0]
		}
		out = append(out, key{name, s})
	}
	return out
}

// contains tells whether the list has a schema that allows the same, whatever it says about it.
func contains(list []schema, s *schema) bool {
	for _, other := range list {
		if same(bare(other), bare(*s)) {
			return true
		}
	}
	return false
}

func bare(s schema) *schema {
	s.Description, s.Default, s.Examples = "", nil, nil
	return &s
}
