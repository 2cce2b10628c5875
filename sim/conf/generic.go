package conf

import "reflect"

// Ordered is a map that remembers the order of the file. Keys that are left at their default are not in it.
type Ordered[T any] struct {
	Keys []string
	By   map[string]T
}

// DecodeNode reads a map of names to values.
func (o *Ordered[T]) DecodeNode(n *Node) error {
	var d decoder
	d.dictionary(n, reflect.ValueOf(&o.By).Elem(), "")
	for _, f := range n.Fields {
		if _, ok := o.By[f.Key]; ok {
			o.Keys = append(o.Keys, f.Key)
		}
	}
	return d.problems.Err()
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
