package conf

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

const wantMap = `a map of keys and values ("key: value")`

// structure decodes a map into a struct. A caller that has taken some keys of the map already passes their names in
// known, for suggestions.
func (d *decoder) structure(n *Node, v reflect.Value, path string, known []string) {
	if n.Kind != Map {
		d.shape(n, path, wantMap)
		return
	}
	n = d.commas(n, path)
	s := shapeOf(v.Type())
	example := d.example // of this map and not of those in it
	d.example = ""
	missing := d.fill(n, v, s, path)
	var rest []Field
	for _, f := range n.Fields {
		if !slices.ContainsFunc(s.keys, func(k Key) bool { return k.Name == f.Key }) {
			rest = append(rest, f)
		}
	}
	known = append(known[:len(known):len(known)], s.names()...)
	choice, isChoice := v.Addr().Interface().(Choice)
	if s.choice == nil && !isChoice {
		missing = slices.DeleteFunc(missing, func(name string) bool { return misspelt(name, rest, known) })
	}
	for _, name := range missing {
		d.report(n.Pos, path, "%q is missing%s", name, s.cure(name, example))
	}
	switch {
	case s.choice != nil:
		part := v.FieldByIndex(s.choice.Index)
		d.choose(n, rest, part.Addr().Interface().(Choice), known, !s.choice.Required, path)
	case isChoice:
		d.choose(n, rest, choice, known, false, path)
	default:
		d.unknown(rest, known, path)
	}
}

// cure ends a message about a key that is missing: with the words that it takes, else with its line of an example.
func (s *shape) cure(name, example string) string {
	i := slices.IndexFunc(s.keys, func(k Key) bool { return k.Name == name })
	if i >= 0 {
		if words, ok := reflect.Zero(s.keys[i].Type).Interface().(Words); ok {
			if list := words.Words(); len(list) > 1 {
				return "; write one of " + strings.Join(list, ", ")
			}
		}
	}
	for line := range strings.Lines(example) {
		if strings.HasPrefix(line, name+": ") {
			text, _, _ := strings.Cut(line, " #")
			return fmt.Sprintf("; add for example %q", strings.TrimSpace(text))
		}
	}
	return ""
}

// misspelt reports whether one of the unknown keys was probably meant to be name; it is then reported once, as unknown.
func misspelt(name string, unknown []Field, known []string) bool {
	return slices.ContainsFunc(unknown, func(f Field) bool { return Suggest(f.Key, known) == name })
}

// fill decodes the keys of a struct and of its inline structs, and sets their At. It returns the required keys that
// are missing.
func (d *decoder) fill(n *Node, v reflect.Value, s *shape, path string) (missing []string) {
	before := len(d.problems)
	for _, index := range s.at {
		v.FieldByIndex(index).Set(reflect.ValueOf(n.Pos))
	}
	for _, k := range s.keys {
		child := n.Get(k.Name)
		switch {
		case child != nil:
			d.value(child, v.FieldByIndex(k.Index), join(path, segment(k.Name)))
		case k.Required:
			missing = append(missing, k.Name)
		}
	}
	for _, part := range s.inline {
		if len(d.problems) == before && missing == nil {
			d.check(n, v.FieldByIndex(part.Index), path)
		}
	}
	return missing
}

// unknown reports keys that nothing reads.
func (d *decoder) unknown(fields []Field, known []string, path string) {
	for _, f := range fields {
		d.report(f.KeyPos, path, "unknown key %s%s", quote(f.Key), Hint(f.Key, known))
	}
}

// commas reports numbers that a comma has cut in two, as in {limit: 5,5 MW}, which YAML reads as the value 5 and a
// key "5 MW", and returns the map as it was meant, for the other mistakes in it.
func (d *decoder) commas(n *Node, path string) *Node {
	for i := len(n.Fields) - 1; i > 0; i-- {
		head, tail := n.Fields[i-1], n.Fields[i]
		end := strings.TrimLeft(tail.Key, "0123456789")
		digits := tail.Key[:len(tail.Key)-len(end)]
		if digits == "" || tail.Value.Kind != Null || head.Value.Kind != Scalar || head.Value.Quoted ||
			head.Value.Text == "" || strings.Trim(head.Value.Text, "0123456789") != "" {
			continue
		}
		meant := head.Value.Text + "." + tail.Key
		d.report(head.Value.Pos, join(path, segment(head.Key)), "%s has a comma, which ends a value here; write %q if it marks decimals, %q if it groups thousands",
			quote(head.Value.Text+","+tail.Key), meant, head.Value.Text+tail.Key)
		value := *head.Value
		value.Text = meant
		n = n.Without(tail.Key).With(head.Key, &value)
	}
	return n
}

// list decodes a list into a slice.
func (d *decoder) list(n *Node, v reflect.Value, path string) {
	if n.Kind != List {
		d.shape(n, path, `a list ("- …" for each item)`)
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items))
	for i, item := range n.Items {
		at := join(path, itemSegment(i, item))
		if item.Kind == Null {
			d.report(item.Pos, at, "the item is empty; write a value after the dash or remove it")
			continue
		}
		d.value(item, out.Index(i), at)
	}
	v.Set(out)
}

// dictionary decodes a map into a Go map. Keys that are left at their default are not in it.
func (d *decoder) dictionary(n *Node, v reflect.Value, path string) {
	if v.Type().Key().Kind() != reflect.String {
		panic("conf: " + v.Type().String() + " has keys that are not strings")
	}
	if n.Kind != Map {
		d.shape(n, path, wantMap)
		return
	}
	out := reflect.MakeMapWithSize(v.Type(), len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Kind == Null {
			continue
		}
		key := reflect.New(v.Type().Key()).Elem()
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(&Node{Kind: Scalar, Text: f.Key, Quoted: true, Pos: f.KeyPos}, key, path)
		d.value(f.Value, value, join(path, segment(f.Key)))
		out.SetMapIndex(key, value)
	}
	v.Set(out)
}
