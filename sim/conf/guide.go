package conf

import (
	"encoding"
	"reflect"
	"slices"
	"strings"
)

// A Guide is a Choice that knows words which people try and that are none of it.
type Guide interface {
	Choice
	// Instead says what to write in place of a key of n that a variety does not have, or of a value that cannot be
	// read. For an unknown variety, key is the one that selects it, and variety is empty. It returns the end of the
	// message, or "" to leave it as it is: of a key what follows "unknown key …", of a value all that is said.
	Instead(variety string, n *Node, key string) string
}

// guided mends the messages that were found about the map n, by what a Choice knows.
func (d *decoder) guided(c Choice, variety string, n *Node, found int) {
	guide, ok := c.(Guide)
	if !ok {
		return
	}
	for i := range d.problems[found:] {
		p := &d.problems[found+i]
		for _, f := range n.Fields {
			text := ""
			switch p.Pos.place() {
			case f.KeyPos.place():
				if text = guide.Instead(variety, n, f.Key); text != "" {
					text = "unknown key " + quote(f.Key) + "; " + text
				}
			case f.Value.Pos.place():
				text = guide.Instead(variety, n, f.Key)
			}
			if text != "" {
				p.Message = text
			}
		}
	}
}

// besides reports what is wrong with a variety beside keys that are missing or cannot be read: what its Check says
// both without them and with the words of the example in their place, so that nothing is told which follows from
// them.
func (d *decoder) besides(n *Node, row Variety, path string, found Problems) {
	example, err := Parse("", []byte(row.Example), DefaultLimits)
	if err != nil {
		return
	}
	s := shapeOf(reflect.TypeOf(row.New()).Elem())
	without, with := n, n
	strange := slices.ContainsFunc(n.Fields, func(f Field) bool {
		return slices.ContainsFunc(found, func(p Problem) bool { return p.Pos.place() == f.KeyPos.place() })
	})
	wrong := map[place]bool{}
	for _, p := range found {
		wrong[p.Pos.place()] = true
	}
	for _, k := range s.keys {
		child := n.Get(k.Name)
		bad := k.Required && (child == nil || child.Kind == Null)
		if child != nil {
			child.Walk(func(_ string, at *Node) bool {
				bad = bad || wrong[at.Pos.place()]
				return true
			})
		}
		if !bad {
			continue
		}
		words := example.Get(k.Name)
		if words == nil || k.Required && !plainZero(k.Type) {
			return
		}
		without, with = without.Without(k.Name), with.With(k.Name, words)
	}
	told := map[place]string{}
	for _, p := range checked(without, s, row, path) {
		told[p.Pos.place()] += p.Message + "\n"
	}
	for _, p := range checked(with, s, row, path) {
		if strange && p.Pos.place() == n.Pos.place() { // what is said to be missing may be what is written as another key
			continue
		}
		if strings.Contains(told[p.Pos.place()], p.Message+"\n") {
			d.problems = append(d.problems, p)
		}
	}
}

// plainZero reports whether the zero value of a type is one that a file could have.
func plainZero(t reflect.Type) bool {
	k := t.Kind()
	if k == reflect.Struct {
		return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
	}
	return k != reflect.Pointer && k != reflect.Interface && k != reflect.Map
}

// checked returns what the Check of a variety says of a map, of which everything can be read.
func checked(n *Node, s *shape, row Variety, path string) Problems {
	var d decoder
	v := reflect.ValueOf(row.New()).Elem()
	d.fill(n, v, s, path)
	if len(d.problems) > 0 {
		return nil
	}
	d.check(n, v, path)
	return d.problems
}
