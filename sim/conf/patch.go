package conf

import (
	"slices"
	"strings"
)

// ApplyPatch returns the tree that a patch makes of root. A patch is a tree: its maps go into the maps of root, and
// into its lists by id or name; its keys may be paths ("sites.*.power"); values and lists replace what is there, a
// Null removes it. A map of the verbs append, remove and replace changes a list: "replace" puts its list in place
// of the old one, "remove" takes out items by id or name (values by themselves), "append" adds items, in that
// order. A nil or Null patch changes nothing. The error is Problems.
func ApplyPatch(root, patch *Node) (*Node, error) {
	if patch == nil || patch.Kind == Null {
		return root, nil
	}
	if patch.Kind != Map {
		return nil, Problems{Problemf(patch, "expected a map of what changes, got %s", patch.Kind)}
	}
	var e editor
	out := e.apply(root, patch, "")
	if e.problems != nil {
		return nil, e.problems.Err()
	}
	return out, nil
}

const (
	verbReplace = "replace"
	verbRemove  = "remove"
	verbAppend  = "append"
)

func isVerb(f Field) bool { return f.Key == verbReplace || f.Key == verbRemove || f.Key == verbAppend }

// apply returns what a patch makes of n, which may be nil.
func (e *editor) apply(n, patch *Node, path string) *Node {
	e.pos, e.origin = patch.Pos, patch.Origin
	if patch.Kind != Map {
		return patch
	}
	if slices.ContainsFunc(patch.Fields, isVerb) && (n == nil || n.Kind != Map || !hasVerbKeys(n)) {
		return e.verbs(n, patch, path)
	}
	if n == nil || n.Kind == Null || n.Kind == Scalar || n.Kind == Map && otherKind(n, patch) {
		n = &Node{Kind: Map, Pos: patch.Pos, Origin: patch.Origin}
	}
	for _, f := range patch.Fields {
		e.pos, e.origin = f.KeyPos, f.Value.Origin
		p, err := keyPath(n, f.Key)
		if err != nil {
			e.report(path, "%s", err)
			continue
		}
		value := f.Value
		n = e.edit(n, p, path, func(old *Node, path string) *Node { return e.apply(old, value, path) })
	}
	return n
}

// hasVerbKeys reports whether a map has keys of its own that are spelled like verbs.
func hasVerbKeys(n *Node) bool { return slices.ContainsFunc(n.Fields, isVerb) }

// keyPath reads a key of a patch: the key or item that is called so, else a path, else a new key.
func keyPath(n *Node, key string) (Path, error) {
	if n.index(key) >= 0 || n.Kind == List && itemsCalled(n, key) != nil {
		return Path{key}, nil
	}
	if key == Every {
		return Path{Every}, nil
	}
	if rest, ok := strings.CutPrefix(key, Every+"."); ok {
		p, err := ParsePath("x." + rest)
		if err != nil {
			return nil, err
		}
		p[0] = Every
		return p, nil
	}
	if strings.ContainsAny(key, `."`) {
		return ParsePath(key)
	}
	return Path{key}, nil
}

// verbs changes a list.
func (e *editor) verbs(n, patch *Node, path string) *Node {
	list := &Node{Kind: List, Pos: patch.Pos, Origin: patch.Origin}
	if n != nil && n.Kind != Null {
		list = n
	}
	if list.Kind != List {
		e.report(path, "append, remove and replace change a list, and this is %s; write its keys instead", list.Kind)
		return n
	}
	out := *list
	out.Items = slices.Clone(list.Items)
	for _, f := range patch.Fields {
		e.pos, e.origin = f.KeyPos, f.Value.Origin
		switch {
		case !isVerb(f):
			e.report(path, "%s stands beside a verb; a map of append, remove and replace has no other keys", quote(f.Key))
		case f.Value.Kind != List && (f.Key != verbRemove || f.Value.Kind != Scalar):
			e.report(join(path, f.Key), "expected a list, got %s", f.Value.Kind)
			return n
		}
	}
	if v := patch.Get(verbReplace); v != nil {
		out.Items, out.Pos, out.Origin = slices.Clone(v.Items), v.Pos, v.Origin
	}
	if v := patch.Get(verbRemove); v != nil {
		e.remove(&out, v, join(path, verbRemove))
	}
	if v := patch.Get(verbAppend); v != nil {
		out.Items = append(out.Items, v.Items...)
	}
	return &out
}

// remove takes out the items that which names: one name or a list of names.
func (e *editor) remove(list, which *Node, path string) {
	names := which.Items
	if which.Kind == Scalar {
		names = []*Node{which}
	}
	for _, name := range names {
		e.pos = name.Pos
		if name.Kind != Scalar {
			e.report(path, "expected the id or name of an item, got %s", name.Kind)
			continue
		}
		called := itemsCalled(list, name.Text)
		for i, item := range list.Items {
			if item.Kind == Scalar && item.Text == name.Text {
				called = append(called, i)
			}
		}
		if called == nil {
			e.report(path, "no item is called %s%s", quote(name.Text), likeness(list, name.Text))
			continue
		}
		for _, i := range slices.Backward(called) {
			list.Items = slices.Delete(list.Items, i, i+1)
		}
	}
}
