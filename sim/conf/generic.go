package conf

import (
	"fmt"
	"reflect"
	"slices"
)

// Ordered is a map that remembers the order of the file. Keys that are left at their default are not in it.
type Ordered[T any] struct {
	Keys []string
	By   map[string]T
}

// DecodeNode reads a map of names to values.
func (o *Ordered[T]) DecodeNode(n *Node) error {
	if key := nameless[T](n); key != nil {
		return fmt.Errorf("%q belongs under a name, which is missing; write the name in a line above it, as \"name:\", and indent it below that", key.Key)
	}
	var d decoder
	d.dictionary(n, reflect.ValueOf(&o.By).Elem(), "")
	for _, f := range n.Fields {
		if _, ok := o.By[f.Key]; ok {
			o.Keys = append(o.Keys, f.Key)
		}
	}
	return d.problems.Err()
}

// nameless is the first key of a map of names where all of them are keys of what stands under a name, and one holds
// what no name does; nil where there are names.
func nameless[T any](n *Node) (first *Field) {
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct || n.Kind != Map {
		return nil
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		if !slices.ContainsFunc(Fields(t), func(k Key) bool { return k.Name == f.Key }) {
			return nil
		}
		if first == nil && f.Value.Kind != Map && f.Value.Kind != Null {
			first = f
		}
	}
	return first
}

// OneOrMore is a list that may be written without a list where it has one item: "region: komi", "region: [komi,
// center]".
type OneOrMore[T any] []T

// DecodeNode reads a list, or one item.
func (l *OneOrMore[T]) DecodeNode(n *Node) error {
	var d decoder
	if n.Kind == List {
		d.list(n, reflect.ValueOf((*[]T)(l)).Elem(), "")
	} else {
		one := make([]T, 1)
		d.value(n, reflect.ValueOf(&one[0]).Elem(), "")
		*l = one
	}
	return d.problems.Err()
}
