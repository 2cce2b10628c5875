package conf

import (
	"reflect"
	"slices"
	"strings"
)

// A Variety is one row of a table of kinds: a tariff component, a limit, a price process.
type Variety struct {
	Name    string     // the word that selects it
	New     func() any // returns a pointer to a new struct
	Doc     string     // one sentence
	Example string     // commented YAML with every key
}

// A Choice is a value whose keys depend on one of them: "type: flat" and "type: hourly" are read into different
// structs. It is implemented by a pointer to the type that holds the chosen value.
//
// The holder may have tagged fields of its own (a name, a source), which are read first; the variety sees the other
// keys only. It may stand inline in a larger struct; with omitempty it may then be absent.
type Choice interface {
	Varieties() (key string, table []Variety)
	Choose(name string, value any) // value is what New returned, filled
}

// A Placer is a Choice that knows where some keys belong that are none of its own. What Misplaced says of a key
// that stands where nothing is chosen is told instead of the key that is missing; "" where it does not know the
// key.
type Placer interface {
	Misplaced(key string) string
}

// choose reads the keys that the holder has left over into the variety that they name.
func (d *decoder) choose(n *Node, rest []Field, c Choice, known []string, optional bool, path string) {
	key, table := c.Varieties()
	names := make([]string, len(table))
	for i, row := range table {
		names[i] = row.Name
	}
	known = append(known[:len(known):len(known)], key)
	word := n.Get(key)
	if word == nil {
		if !d.misplaced(rest, c, path) {
			d.noVariety(n, rest, key, names, known, optional, path)
		}
		return
	}
	at := join(path, segment(key))
	if word.Kind != Scalar {
		d.shape(word, at, "one of "+strings.Join(names, ", "))
		return
	}
	i := slices.Index(names, word.Text)
	if i < 0 {
		before := len(d.problems)
		d.report(word.Pos, at, "unknown %s %s%s", key, quote(word.Text), Hint(word.Text, names))
		d.guided(c, "", n, before)
		return
	}
	value := table[i].New()
	v := reflect.ValueOf(value).Elem()
	part := *n
	part.Fields = slices.DeleteFunc(slices.Clone(rest), func(f Field) bool { return f.Key == key })
	before := len(d.problems)
	d.example = table[i].Example
	d.structure(&part, v, path, known)
	if len(d.problems) == before {
		d.check(n, v, path)
	} else {
		d.guided(c, table[i].Name, &part, before)
		d.besides(n, table[i], path, d.problems[before:])
	}
	c.Choose(table[i].Name, value)
}

// misplaced reports the keys of which a Choice says where they belong, and whether there are any.
func (d *decoder) misplaced(rest []Field, c Choice, path string) (told bool) {
	placer, ok := c.(Placer)
	if !ok {
		return false
	}
	for _, f := range rest {
		if text := placer.Misplaced(f.Key); text != "" {
			d.report(f.KeyPos, join(path, segment(f.Key)), "%s", text)
			told = true
		}
	}
	return told
}

// noVariety reports that the key which selects is missing, or that it or another key is misspelt.
func (d *decoder) noVariety(n *Node, rest []Field, key string, names, known []string, optional bool, path string) {
	misspelt := slices.DeleteFunc(slices.Clone(rest), func(f Field) bool { return Suggest(f.Key, known) == "" })
	d.unknown(misspelt, known, path)
	if optional && len(misspelt) == len(rest) ||
		slices.ContainsFunc(misspelt, func(f Field) bool { return Suggest(f.Key, known) == key }) {
		return
	}
	d.report(n.Pos, path, "%q is missing; write one of %s", key, strings.Join(names, ", "))
}
