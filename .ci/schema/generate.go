package main

import (
	"bytes"
	"encoding"
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/rig"
	"hashwatt/sim/scenario"
)

// A mode says how much of a type must be written.
type mode int

const (
	whole  mode = iota // all of it
	part               // what a file with extends may write: maps go over those of the files that it extends, lists replace theirs
	change             // what a variant may write: a part, with paths for keys, and lists changed by verbs or item by item
)

// orNull ends the name of a definition that allows null, which means the default.
const orNull = "_or_null"

// suffix tells the definitions of one type apart.
func (m mode) suffix() string { return []string{"", "_part", "_change"}[m] }

// A generator turns types into definitions.
type generator struct {
	comments  *comments
	notes     map[reflect.Type]notes // of the kinds that have an example, and of what lies in them
	defs      map[string]*schema
	made      map[string]string     // name of a definition in its mode -> name of the definition to refer to
	kinds     map[reflect.Type]bool // that a word selects
	later     []*schema             // whose definitions without null are made when all others are
	unitWords []string
	err       error // the first one
}

// generate returns the text of the schema. The source is read from the top of the module.
func generate(source fs.FS) ([]byte, error) {
	g := &generator{
		comments: &comments{fsys: source, parsed: map[string][]*ast.File{}, texts: map[string]string{}},
		notes:    map[reflect.Type]notes{},
		defs:     map[string]*schema{},
		made:     map[string]string{},
		kinds:    map[reflect.Type]bool{},
	}
	g.remember(reflect.TypeFor[rig.Declared](), rig.Example)
	words := reflect.TypeFor[scenario.Scenario]()
	root := &schema{
		Dialect: dialect, Title: "hashwatt scenario", Type: types{anObject},
		Description: "A scenario of hashwatt: where mining sites are, what they are made of, what power and coin cost, which rules bind.",
		If:          names("extends", g.notNull(g.value(reflect.TypeFor[scenario.Files](), whole))),
		Then:        g.value(words, part),
		Else:        g.value(words, whole),
	}
	version := g.defs["scenario"+orNull].Properties.get("hashwatt")
	version.Enum, version.Default = []any{scenario.Version, fmt.Sprint(scenario.Version)}, scenario.Version
	g.writeDefaults()
	for _, s := range g.later {
		g.notNull(s)
	}
	g.prune(root)
	for name, def := range g.defs {
		root.Defs = append(root.Defs, key{name, def})
	}
	slices.SortFunc(root.Defs, func(a, b key) int { return strings.Compare(a.name, b.name) })
	g.fail(g.comments.err)
	if g.err != nil {
		return nil, g.err
	}
	return root.write()
}

func (g *generator) fail(err error) {
	if g.err == nil {
		g.err = err
	}
}

// value describes what a value of a type may be, null among it: a null is the default. Types with a name become
// definitions.
func (g *generator) value(t reflect.Type, m mode) *schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case fromConf(t, "Ordered["):
		by, _ := t.FieldByName("By")
		s := &schema{Type: types{anObject, null}, Others: g.value(by.Type.Elem(), m)}
		if m == change {
			s.Patterns = paths(`[."]`)
		}
		return s
	case fromConf(t, "OneOrMore["):
		return g.oneOrMore(t.Elem(), m)
	case t.Name() == "" && t.Kind() == reflect.Slice:
		return g.list(t.Elem(), m)
	case t.PkgPath() == "":
		return scalar(t.Kind())
	}
	name, title := named(t)
	if g.kinds[t] { // a kind by itself, where no word is needed to choose it
		name += "_alone"
	}
	return g.define(name, m, func(m mode) *schema { return g.describe(t, name, title, m) })
}

// define makes a definition, once, and returns a reference to it. A mode that is written like the one before it
// shares its definition.
func (g *generator) define(name string, m mode, describe func(mode) *schema) *schema {
	full := name + m.suffix() + orNull
	if _, done := g.made[full]; !done {
		g.made[full] = full // what describe calls may refer to it
		base := ""
		if m > whole {
			base = strings.TrimPrefix(g.define(name, m-1, describe).Ref, definition)
		}
		s := describe(m)
		if base != "" && same(g.defs[base], s) {
			g.made[full] = base
		} else {
			g.defs[full] = s
		}
	}
	return &schema{Ref: definition + g.made[full]}
}

// notNull takes null away, for what is required and for items. A definition gets a second one for that: a keyword
// beside the reference would do by the standard, but editors then lose sight of the type.
func (g *generator) notNull(s *schema) *schema {
	c := *s
	full := strings.TrimPrefix(s.Ref, definition)
	def, ok := g.defs[full]
	switch {
	case !ok && s.Ref != "": // it holds itself, and is not yet done
		g.later = append(g.later, s)
		c.Ref = strings.TrimSuffix(s.Ref, orNull)
		return &c
	case !ok:
		c.Type = s.Type.withoutNull()
		return &c
	}
	strict := *def
	strict.Type = def.Type.withoutNull()
	strict.Enum = slices.DeleteFunc(slices.Clone(def.Enum), func(v any) bool { return v == nil })
	name := strings.TrimSuffix(full, orNull)
	g.defs[name] = &strict
	c.Ref = definition + name
	return &c
}

// prune removes the definitions that nothing refers to.
func (g *generator) prune(root *schema) {
	for again := true; again; {
		again = false
		text := g.encode(root)
		for _, def := range g.defs {
			text += g.encode(def)
		}
		for name := range g.defs {
			if !strings.Contains(text, `"`+definition+name+`"`) {
				delete(g.defs, name)
				again = true
			}
		}
	}
}

func (g *generator) encode(s *schema) string {
	text, err := encode(s)
	g.fail(err)
	return string(text)
}

// same tells whether two schemas are written alike; nil is like none.
func same(a, b *schema) bool {
	x, errX := encode(a)
	y, errY := encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// describe makes the definition of a type with a name.
func (g *generator) describe(t reflect.Type, name, title string, m mode) *schema {
	self := reflect.New(t).Interface()
	if s := g.ownWay(t, m); s != nil {
		s.Title = title
		if s.Description == "" {
			s.Description = g.comments.ofType(t)
		}
		return s
	}
	switch self := self.(type) {
	case conf.NodeDecoder:
		g.fail(fmt.Errorf("%s reads a value in a way of its own: say in .ci/schema/own.go what it may be", t))
		return new(schema)
	case encoding.TextUnmarshaler:
		return g.text(t, title)
	case conf.Words:
		return enum(title, g.comments.ofType(t), self.Words())
	}
	if t.Kind() != reflect.Struct {
		return scalar(t.Kind())
	}
	if c, _ := conf.ChoiceOf(t); c != nil {
		return g.choice(t, c, name, title, m)
	}
	s := g.structure(t, m)
	s.Title, s.Description = title, g.comments.ofType(t)
	return s
}

// structure describes a map by the keys of a struct type.
func (g *generator) structure(t reflect.Type, m mode) *schema {
	s := &schema{Type: types{anObject, null}, Others: false}
	s.Properties = g.properties(t, g.notes[t], m)
	for i, k := range conf.Fields(t) {
		if k.Required {
			s.Properties[i].schema = g.notNull(s.Properties[i].schema)
			if m == whole {
				s.Required = append(s.Required, k.Name)
			}
		}
	}
	if m == change {
		s.Patterns = paths(anyPath)
	}
	return s
}

// properties describes the keys of a struct type, as if none were required.
func (g *generator) properties(t reflect.Type, n notes, m mode) (all keys) {
	for _, k := range conf.Fields(t) {
		s := g.value(k.Type, m)
		g.inUnit(k, s, m)
		note := n[k.Name]
		s.Description, s.Default = note.text, note.standard
		to := g.target(s)
		if s.Description == "" {
			s.Description = g.comments.ofField(t, k.Index, k.Name)
			for _, word := range to.Enum { // a word of the language stays as it is written
				if first, ok := word.(string); ok && strings.HasPrefix(s.Description, capital(first)) {
					s.Description = first + strings.TrimPrefix(s.Description, capital(first))
				}
			}
		}
		if ofOther := k.Type == reflect.TypeFor[*market.Value](); note.example != nil && to.Enum == nil && to.AnyOf == nil && to.Type[0] != aBoolean && !ofOther {
			s.Examples = []any{note.example}
		}
		all = append(all, key{k.Name, s})
	}
	return all
}

// list describes a list, which a variant may also change.
func (g *generator) list(item reflect.Type, m mode) *schema {
	s := &schema{Type: types{anArray, null}, Items: g.notNull(g.value(item, whole))}
	if m != change {
		return s
	}
	items := &schema{Type: types{anArray}, Items: s.Items}
	verb := func(text string, s *schema) *schema { c := *s; c.Description = text; return &c }
	which := g.notNull(g.oneOrMore(reflect.TypeFor[string](), whole))
	s.Type = types{anArray, anObject, null}
	s.Properties = keys{
		{"append", verb("Adds items at the end of the list.", items)},
		{"remove", verb("Takes items out, by id or name.", which)},
		{"replace", verb("Puts other items in place of all.", items)},
	}
	s.Patterns, s.Others = paths(anyPath), false
	if one := g.value(item, change); slices.Contains(g.target(one).Type, anObject) {
		s.Patterns, s.Others = paths(`[."]`), one // by id or name, or * for each
	}
	return s
}

// oneOrMore describes a list that may be written as its only item.
func (g *generator) oneOrMore(item reflect.Type, m mode) *schema {
	one := g.notNull(g.value(item, whole))
	s := g.list(item, m)
	if one.Ref != "" || one.Pattern != "" {
		return &schema{AnyOf: []schema{*one, *s}}
	}
	s.Type = append(one.Type, s.Type...)
	return s
}

// names is the condition that a map has a key with a value.
func names(name string, value *schema) *schema {
	return &schema{Type: types{anObject}, Properties: keys{{name, value}}, Required: []string{name}}
}

// anyPath is the pattern of the keys of a change that are paths, as sites.*.power. Where * stands for items of one
// type, it is not among them.
const anyPath = `[."]|^\*$`

func paths(pattern string) keys {
	return keys{{pattern, &schema{Description: "What stands at a path."}}}
}

// target returns the definition that a schema refers to, or the schema.
func (g *generator) target(s *schema) *schema {
	if def, ok := g.defs[strings.TrimPrefix(s.Ref, definition)]; ok {
		return def
	}
	return s
}

// fromConf tells whether a type is a generic one of package conf.
func fromConf(t reflect.Type, name string) bool {
	return t.PkgPath() == reflect.TypeFor[conf.Pos]().PkgPath() && strings.HasPrefix(t.Name(), name)
}

// named returns the name of the definition of a type, and its title: scenario.MarketStep is market_step,
// limit.Entry is limit, unit.Power is unit_power.
func named(t reflect.Type) (name, title string) {
	pkg := path.Base(t.PkgPath())
	concept := strings.NewReplacer("Entry", capital(pkg), "Item", capital(pkg), "Declared", capital(pkg)).Replace(strings.TrimPrefix(t.Name(), "Any"))
	name = snake(concept)
	title = strings.ReplaceAll(name, "_", " ")
	if pkg != "scenario" && pkg != "main" && !strings.HasPrefix(name, pkg) {
		name = pkg + "_" + name
	}
	return name, title
}
