package conf

import (
	"reflect"
	"strings"
	"sync"
)

// A Key is a key of a map that a struct type reads, as its yaml tag declares it.
type Key struct {
	Name     string
	Required bool
	Type     reflect.Type
	Index    []int // of the field, for reflect.Value.FieldByIndex
}

// Fields lists the keys of a struct type (or of what a pointer type points to) in the order of its declaration,
// those of inline structs included. The keys of an inline Choice are not among them: they depend on the variety.
func Fields(t reflect.Type) []Key {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return shapeOf(t).keys
}

// ChoiceOf returns what selects further keys of a struct type: the type itself where it is a Choice, or its inline
// Choice. It is nil where Fields lists all keys. Optional means that no variety need be chosen.
func ChoiceOf(t reflect.Type) (c Choice, optional bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if inline := shapeOf(t).choice; inline != nil {
		return reflect.New(inline.Type).Interface().(Choice), !inline.Required
	}
	c, _ = reflect.New(t).Interface().(Choice)
	return c, false
}

// A shape is what the decoder knows of a struct type.
type shape struct {
	keys   []Key   // all keys, those of inline structs too
	inline []Key   // inline structs, for their Check and At
	choice *Key    // the inline Choice
	at     [][]int // fields called At of type Pos
}

var shapes sync.Map // reflect.Type to *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := new(shape)
	s.add(t, nil)
	seen := map[string]bool{}
	for _, k := range s.keys {
		if seen[k.Name] {
			panic("conf: " + t.String() + " declares the key " + k.Name + " twice")
		}
		seen[k.Name] = true
	}
	shapes.Store(t, s)
	return s
}

// add collects the fields of a struct that lies at index inside the outermost one.
func (s *shape) add(t reflect.Type, index []int) {
	if t.Kind() != reflect.Struct {
		panic("conf: " + t.String() + " is not a struct")
	}
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(index[:len(index):len(index)], i)
		if f.Name == "At" && f.Type == reflect.TypeFor[Pos]() {
			s.at = append(s.at, at)
			continue
		}
		tag, tagged := f.Tag.Lookup("yaml")
		if !tagged || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		optional := strings.Contains(options, "omitempty")
		key := Key{Name: name, Required: !optional, Type: f.Type, Index: at}
		switch {
		case !f.IsExported():
			panic("conf: " + t.String() + "." + f.Name + " has a yaml tag but is not exported")
		case !strings.Contains(options, "inline"):
			if name == "" {
				panic("conf: " + t.String() + "." + f.Name + " has a yaml tag without a name")
			}
			s.keys = append(s.keys, key)
		case reflect.PointerTo(f.Type).Implements(reflect.TypeFor[Choice]()):
			if s.choice != nil {
				panic("conf: " + t.String() + " has two inline choices")
			}
			s.choice = &key
		default:
			s.inline = append(s.inline, key)
			s.add(f.Type, at)
		}
	}
}

// names lists the keys as a message shows them.
func (s *shape) names() []string {
	names := make([]string, len(s.keys))
	for i, k := range s.keys {
		names[i] = k.Name
	}
	return names
}
