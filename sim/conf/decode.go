package conf

import (
	"encoding"
	"errors"
	"reflect"
)

// A ScalarType is a quantity, a date or another value that is written as one text. UnmarshalText says what is wrong
// with the text and how to cure it; conf adds the place.
type ScalarType = encoding.TextUnmarshaler

// A Checker is a type whose values must agree with one another. Decode calls Check with the node that was decoded,
// after everything in it could be read.
type Checker interface {
	Check(at *Node) []Problem
}

// A NodeDecoder is a type that reads a node its own way: a value or a map, for instance. It may call Decode inside.
type NodeDecoder interface {
	DecodeNode(n *Node) error
}

// Words is implemented by a string type that allows a few words only.
type Words interface {
	Words() []string
}

// Decode fills the value that into points to from a tree. It is strict: unknown keys, missing keys, wrong shapes
// and texts that cannot be read are all reported, as Problems. A Null leaves a value as it is; as a required key it
// is missing.
//
// The keys of a struct are the names in its yaml tags, required unless the tag says omitempty; fields without a tag
// are not filled. The keys of a struct tagged ",inline" count as keys of the outer one, and its Check is called as
// well. A field At of type Pos receives the place of the map. Quantities and dates are read by UnmarshalText, true
// and false by bool, decimal digits by the whole-number kinds, a bare decimal number by float64, any text by
// string, one of a few words by a string type with Words, any tree by *Node. A slice reads a list, a map a map.
// NodeDecoder, Choice and Checker are for types that need more.
func Decode(n *Node, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		panic("conf: Decode needs a pointer")
	}
	var d decoder
	if n == nil {
		n = &Node{}
	}
	if n.Kind == Null && v.Elem().Kind() == reflect.Struct {
		n = &Node{Kind: Map, Pos: n.Pos, Origin: n.Origin} // an empty file: all keys are missing
	}
	d.value(n, v.Elem(), "")
	return d.problems.Err()
}

// A decoder collects problems. Paths are those of the tree it was called with.
type decoder struct {
	problems Problems
	example  string // of the variety that is read, for keys that are missing
}

func (d *decoder) report(pos Pos, path, format string, args ...any) {
	d.problems = append(d.problems, problemAt(pos, path, format, args...))
}

// value decodes a node into an addressable value.
func (d *decoder) value(n *Node, v reflect.Value, path string) {
	if v.Type() == reflect.TypeFor[*Node]() {
		v.Set(reflect.ValueOf(n))
		return
	}
	if n.Kind == Null {
		return
	}
	if v.Kind() == reflect.Pointer {
		target := reflect.New(v.Type().Elem())
		d.value(n, target.Elem(), path)
		v.Set(target)
		return
	}
	before := len(d.problems)
	d.dispatch(n, v, path)
	if len(d.problems) == before {
		d.check(n, v, path)
	}
}

// dispatch finds out how a type is read.
func (d *decoder) dispatch(n *Node, v reflect.Value, path string) {
	self := v.Addr().Interface()
	if own, ok := self.(NodeDecoder); ok {
		d.ownWay(n, own, path)
		return
	}
	if text, ok := self.(encoding.TextUnmarshaler); ok {
		d.text(n, text, path)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, path, nil)
	case reflect.Slice:
		d.list(n, v, path)
	case reflect.Map:
		d.dictionary(n, v, path)
	default:
		d.scalar(n, v, path)
	}
}

// ownWay lets a type read the node itself.
func (d *decoder) ownWay(n *Node, own NodeDecoder, path string) {
	err := own.DecodeNode(n)
	if err == nil {
		return
	}
	var problems Problems
	if errors.As(err, &problems) {
		d.take(n, problems, path)
		return
	}
	d.report(n.Pos, path, "%s", err)
}

// text hands a scalar to a quantity, a date and so on.
func (d *decoder) text(n *Node, into encoding.TextUnmarshaler, path string) {
	if n.Kind != Scalar {
		d.shape(n, path, "one value")
		return
	}
	if err := into.UnmarshalText([]byte(n.Text)); err != nil {
		d.report(n.Pos, path, "%s", err)
	}
}

// shape reports a node of the wrong kind.
func (d *decoder) shape(n *Node, path, want string) {
	got := n.Kind.String()
	if n.Kind == Scalar {
		got = "the value " + quote(n.Text)
	}
	d.report(n.Pos, path, "expected %s, got %s", want, got)
}

// check asks a value whether its parts agree.
func (d *decoder) check(n *Node, v reflect.Value, path string) {
	if c, ok := v.Addr().Interface().(Checker); ok && !hollow(v) {
		d.take(n, c.Check(n), path)
	}
}

// hollow reports whether a struct embeds a nil interface that has Check, as a holder does whose optional choice is
// absent: calling the method that it lends would panic.
func hollow(v reflect.Value) bool {
	if v.Kind() != reflect.Struct {
		return false
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case !f.Anonymous:
		case f.Type.Kind() == reflect.Interface && v.Field(i).IsNil() && f.Type.Implements(reflect.TypeFor[Checker]()):
			return true
		case hollow(v.Field(i)):
			return true
		}
	}
	return false
}

// take adopts problems that were found at or inside n by somebody who did not know n's path. Those without a place
// get that of n, those without a path the path of what stands at their place.
func (d *decoder) take(n *Node, problems Problems, path string) {
	var paths map[place]string
	for _, p := range problems {
		if p.Pos.Line == 0 && p.Pos.File == "" {
			p.Pos = n.Pos
			p.Excerpt = p.Pos.Excerpt()
		}
		if p.Path == "" && p.Pos.Line > 0 {
			if paths == nil {
				paths = pathsInside(n)
			}
			p.Path = paths[p.Pos.place()]
		}
		p.Path = join(path, p.Path)
		d.problems = append(d.problems, p)
	}
}

// pathsInside returns the path of what stands at each place inside n; of two things at one place, of the outer one.
func pathsInside(n *Node) map[place]string {
	paths := map[place]string{}
	n.Walk(func(path string, at *Node) bool {
		if _, known := paths[at.Pos.place()]; !known {
			paths[at.Pos.place()] = path
		}
		return true
	})
	return paths
}
