package conf

import (
	"slices"
	"strings"
)

// Set returns the tree in which the values at p are v. Maps on the way are made where they are missing. An item of
// a list is addressed by its id or its name, or by its type where one item alone is of that type; an id that no
// item has appends an item {id: …}, or {name: …} to a list whose items have names or types and no ids. Every stands
// for each item of a list and each value of a map, and must find at least one. A Null removes what is there. The
// error is Problems.
func Set(root *Node, p Path, v *Node) (*Node, error) {
	e := editor{pos: v.Pos, origin: v.Origin}
	out := e.edit(root, p, "", func(old *Node, _ string) *Node { return v })
	if e.problems != nil {
		return nil, e.problems.Err()
	}
	return out, nil
}

// Lookup returns the values at p in the order of the tree; none if there are none. Values left at their default are
// not among them.
func Lookup(root *Node, p Path) []*Node {
	if root == nil || root.Kind == Null {
		return nil
	}
	if len(p) == 0 {
		return []*Node{root}
	}
	var found []*Node
	if p[0] == Every {
		for _, f := range root.Fields {
			found = append(found, Lookup(f.Value, p[1:])...)
		}
		for _, item := range root.Items {
			found = append(found, Lookup(item, p[1:])...)
		}
		return found
	}
	if root.Kind == List {
		for _, i := range itemsCalled(root, p[0]) {
			found = append(found, Lookup(root.Items[i], p[1:])...)
		}
		return found
	}
	return Lookup(root.Get(p[0]), p[1:])
}

// itemsCalled returns the places of the items that have the id; if there are none, of those that have the name; if
// there are none, of those without either that are of the type, which is their name then; and last of the only item
// of the type.
func itemsCalled(list *Node, called string) []int {
	with := func(key string, fits func(item *Node) bool) (at []int) {
		for i, item := range list.Items {
			if v := item.Get(key); v != nil && v.Kind == Scalar && v.Text == called && fits(item) {
				at = append(at, i)
			}
		}
		return at
	}
	every := func(*Node) bool { return true }
	for _, key := range []string{"id", "name"} {
		if at := with(key, every); at != nil {
			return at
		}
	}
	if at := with("type", func(item *Node) bool { return item.Name() == "" }); at != nil {
		return at
	}
	if at := with("type", every); len(at) == 1 {
		return at
	}
	return nil
}

// itemNames lists how the items of a list can be addressed; values are addressed by themselves.
func itemNames(list *Node) []string {
	var names []string
	for _, item := range list.Items {
		if item.Kind == Scalar {
			names = append(names, item.Text)
		} else if name := item.Called(); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// newKey is how a new item of a list says what it is called: by its id, or by its name where the others have no ids.
func newKey(list *Node) string {
	has := func(keys ...string) bool {
		return slices.ContainsFunc(list.Items, func(item *Node) bool {
			return slices.ContainsFunc(keys, func(key string) bool { return item.Get(key) != nil })
		})
	}
	if !has("id") && has("name", "type") {
		return "name"
	}
	return "id"
}

// likeness ends a message about an item that is not there: it names those that could have been meant.
func likeness(list *Node, called string) string {
	var same []string
	for _, item := range list.Items {
		if at := item.Get("type"); at != nil && at.Text == called {
			same = append(same, item.Called())
		}
	}
	if len(same) > 1 {
		return "; of this type are " + strings.Join(same[:len(same)-1], ", ") + " and " + same[len(same)-1]
	}
	return Hint(called, itemNames(list))
}

// An editor changes trees along paths, by copying, and collects what is wrong.
type editor struct {
	pos      Pos    // of what is being written, for problems
	origin   string // of what is being written, for maps that are made
	problems Problems
}

func (e *editor) report(path, format string, args ...any) {
	e.problems = append(e.problems, problemAt(e.pos, path, format, args...))
}

// edit replaces what is at p inside n by what leaf makes of it. n may be nil; nil and Null results remove.
func (e *editor) edit(n *Node, p Path, path string, leaf func(old *Node, path string) *Node) *Node {
	if len(p) == 0 {
		return leaf(n, path)
	}
	if n == nil || n.Kind == Null {
		n = &Node{Kind: Map, Pos: e.pos, Origin: e.origin}
	}
	switch {
	case n.Kind == Scalar:
		e.report(path, "this is the value %s, so there is no %q inside; set it whole", quote(n.Text), p[0])
		return n
	case p[0] == Every:
		return e.every(n, p[1:], path, leaf)
	case n.Kind == List:
		return e.item(n, p, path, leaf)
	}
	at := join(path, segment(p[0]))
	i := n.index(p[0])
	var old *Node
	if i >= 0 {
		old = n.Fields[i].Value
	}
	value := e.edit(old, p[1:], at, leaf)
	if value == nil || value.Kind == Null {
		return n.Without(p[0])
	}
	out := n.With(p[0], value)
	if i < 0 {
		out.Fields[len(out.Fields)-1].KeyPos = e.pos
	}
	return out
}

// every edits all values of a map or all items of a list.
func (e *editor) every(n *Node, p Path, path string, leaf func(*Node, string) *Node) *Node {
	if len(n.Fields)+len(n.Items) == 0 {
		e.report(join(path, Every), "there is nothing here that * could stand for")
		return n
	}
	out := *n
	out.Fields, out.Items = nil, nil
	for _, f := range n.Fields {
		f.Value = e.edit(f.Value, p, join(path, segment(f.Key)), leaf)
		if f.Value != nil && f.Value.Kind != Null {
			out.Fields = append(out.Fields, f)
		}
	}
	for i, item := range n.Items {
		item = e.edit(item, p, join(path, itemSegment(i, item)), leaf)
		if item != nil && item.Kind != Null {
			out.Items = append(out.Items, item)
		}
	}
	return &out
}

// item edits the item of a list that is called p[0].
func (e *editor) item(n *Node, p Path, path string, leaf func(*Node, string) *Node) *Node {
	at := join(path, segment(p[0]))
	found := itemsCalled(n, p[0])
	if len(found) > 1 {
		e.report(at, "%d items are called %s; give each %s of its own", len(found), quote(p[0]), map[string]string{"id": "an id", "name": "a name"}[newKey(n)])
		return n
	}
	if len(found) == 0 && slices.ContainsFunc(n.Items, func(item *Node) bool { return item.Kind != Map }) {
		e.report(at, "the items of this list have no ids; set the list whole")
		return n
	}
	id := Field{Key: newKey(n), KeyPos: e.pos, Value: &Node{Kind: Scalar, Text: p[0], Quoted: isNull(p[0]), Pos: e.pos, Origin: e.origin}}
	fresh := &Node{Kind: Map, Fields: []Field{id}, Pos: e.pos, Origin: e.origin}
	out := *n
	if len(found) == 0 {
		item := e.edit(fresh, p[1:], at, leaf)
		if item == nil || item.Kind == Null {
			e.report(at, "there is no such item to remove%s", likeness(n, p[0]))
			return n
		}
		if id.Key == "name" && item.Get("type") == nil {
			e.report(at, "no item is called %s%s", quote(p[0]), likeness(n, p[0]))
			return n
		}
		out.Items = append(slices.Clone(n.Items), e.named(item, id, at))
		return &out
	}
	i := found[0]
	item := e.edit(n.Items[i], p[1:], at, leaf)
	if item == nil || item.Kind == Null {
		out.Items = slices.Delete(slices.Clone(n.Items), i, i+1)
		return &out
	}
	if len(itemsCalled(&Node{Kind: List, Items: []*Node{item}}, p[0])) == 0 {
		item = e.named(item, id, at)
	}
	out.Items = slices.Clone(n.Items)
	out.Items[i] = item
	return &out
}

// named puts the id into an item that was replaced whole and does not say what it is called.
func (e *editor) named(item *Node, id Field, path string) *Node {
	if item.Kind != Map {
		e.report(path, "an item that is called by a name is a map, not %s", item.Kind)
		return item
	}
	if item.Name() != "" {
		return item
	}
	out := *item
	out.Fields = append([]Field{id}, item.Fields...)
	return &out
}
