package conf

import (
	"fmt"
	"slices"
)

// Kind is the shape of a node.
type Kind int

// The kinds of nodes. Null is what "~", "null" and an empty value stand for: the default.
const (
	Null Kind = iota
	Scalar
	List
	Map
)

// String names the kind with its article, as messages use it.
func (k Kind) String() string {
	switch k {
	case Null:
		return "nothing"
	case Scalar:
		return "a value"
	case List:
		return "a list"
	case Map:
		return "a map"
	}
	panic(fmt.Sprintf("conf: unknown kind %d", int(k)))
}

// A Node is a value as it was written, with its place. Trees are immutable by agreement: every function here that
// changes a tree returns a new one, which may share what did not change.
type Node struct {
	Kind   Kind
	Text   string  // of a scalar: exactly as written, without quotes; "010", "1e3", "yes" and "2025-01-01" are text
	Quoted bool    // of a scalar: it stood in quotes or in a block of text
	Fields []Field // of a map, in the order of the file
	Items  []*Node // of a list
	Pos    Pos
	Origin string // who says so: "komi.yaml:14", "--set", "seeds/facilities.csv: mikun", "default"
}

// A Field is a key of a map and its value.
type Field struct {
	Key    string
	KeyPos Pos
	Value  *Node
}

// NewScalar returns a scalar that stands in no file; its origin takes the place of one in problems.
func NewScalar(text, origin string) *Node {
	return &Node{Kind: Scalar, Text: text, Quoted: isNull(text), Pos: Pos{File: origin}, Origin: origin}
}

// NewList returns a list that stands in no file.
func NewList(origin string, items ...*Node) *Node {
	return &Node{Kind: List, Items: items, Pos: Pos{File: origin}, Origin: origin}
}

// NewMap returns a map that stands in no file.
func NewMap(origin string, fields ...Field) *Node {
	return &Node{Kind: Map, Fields: fields, Pos: Pos{File: origin}, Origin: origin}
}

// NewField returns a key and its value for NewMap.
func NewField(key string, value *Node) Field {
	return Field{Key: key, KeyPos: value.Pos, Value: value}
}

// Get returns the value of a key; nil if n is not a map, has no such key, or leaves it at its default.
func (n *Node) Get(key string) *Node {
	if i := n.index(key); i >= 0 && n.Fields[i].Value.Kind != Null {
		return n.Fields[i].Value
	}
	return nil
}

// index returns the place of a key among the fields, -1 if there is none.
func (n *Node) index(key string) int {
	if n == nil {
		return -1
	}
	return slices.IndexFunc(n.Fields, func(f Field) bool { return f.Key == key })
}

// With returns a copy of the map in which key has the value, at its old place or at the end.
func (n *Node) With(key string, value *Node) *Node {
	c := *n
	c.Fields = slices.Clone(n.Fields)
	if i := n.index(key); i >= 0 {
		c.Fields[i].Value = value
	} else {
		c.Fields = append(c.Fields, Field{Key: key, KeyPos: value.Pos, Value: value})
	}
	return &c
}

// Without returns a copy of the map that does not have key.
func (n *Node) Without(key string) *Node {
	c := *n
	c.Fields = slices.DeleteFunc(slices.Clone(n.Fields), func(f Field) bool { return f.Key == key })
	return &c
}

// Name returns how a path addresses the node as an item of a list: its id, else its name, else "".
func (n *Node) Name() string {
	for _, key := range []string{"id", "name"} {
		if v := n.Get(key); v != nil && v.Kind == Scalar && v.Text != "" {
			return v.Text
		}
	}
	return ""
}

// Called returns how a path finds the node as an item of a list: its Name, else its type, which is the name of what
// has none.
func (n *Node) Called() string {
	if name := n.Name(); name != "" {
		return name
	}
	if v := n.Get("type"); v != nil && v.Kind == Scalar {
		return v.Text
	}
	return ""
}

// Clone returns a deep copy.
func (n *Node) Clone() *Node {
	if n == nil {
		return nil
	}
	c := *n
	c.Fields = slices.Clone(n.Fields)
	for i := range c.Fields {
		c.Fields[i].Value = c.Fields[i].Value.Clone()
	}
	c.Items = slices.Clone(n.Items)
	for i := range c.Items {
		c.Items[i] = c.Items[i].Clone()
	}
	return &c
}

// WithOrigin returns a deep copy in which every node has the origin.
func (n *Node) WithOrigin(origin string) *Node {
	c := n.Clone()
	c.Walk(func(_ string, at *Node) bool { at.Origin = origin; return true })
	return c
}

// Walk visits the node and, where visit returns true, what is inside, in the order of the file. The path is the one
// that problems show, "" for the node itself.
func (n *Node) Walk(visit func(path string, at *Node) bool) { n.walk("", visit) }

func (n *Node) walk(path string, visit func(string, *Node) bool) {
	if n == nil || !visit(path, n) {
		return
	}
	for _, f := range n.Fields {
		f.Value.walk(join(path, segment(f.Key)), visit)
	}
	for i, item := range n.Items {
		item.walk(join(path, itemSegment(i, item)), visit)
	}
}

// Equal reports whether two trees say the same: the same kinds, texts, keys in the same order, and items. Places,
// origins and quotes do not count.
func Equal(a, b *Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && a.Text == b.Text &&
		slices.EqualFunc(a.Fields, b.Fields, func(f, g Field) bool { return f.Key == g.Key && Equal(f.Value, g.Value) }) &&
		slices.EqualFunc(a.Items, b.Items, Equal)
}
