package scenario

import (
	"errors"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

// deeper looks for the mistakes behind those of the words: unknown machines, regions and series, say. It takes what is
// wrong out of the tree and resolves the rest, and again without what it finds, until nothing more is found or too much
// is gone to go on. What it finds in a map or a list that lost a value may be a mere consequence, and is left out.
func (f *File) deeper(tree *conf.Node, found conf.Problems, cat *seeds.Catalog) conf.Problems {
	wrong, hurt := map[conf.Pos]bool{}, map[conf.Pos]bool{}
	var kept conf.Problems
	for range rounds {
		for _, p := range found {
			wrong[place(p.Pos)] = true
		}
		found = nil
		for _, p := range f.rest(prune(tree, wrong, hurt), cat) {
			if at := place(p.Pos); p.Pos.Line > 0 && !wrong[at] && !hurt[at] {
				found = append(found, p)
			}
		}
		if len(found) == 0 {
			break
		}
		kept = append(kept, found...)
	}
	return kept
}

// rounds is how often deeper looks again; each round finds the mistakes of one more step of resolving.
const rounds = 4

// rest resolves a tree from which the mistakes were taken, and returns what is wrong with it.
func (f *File) rest(tree *conf.Node, cat *seeds.Catalog) (problems conf.Problems) {
	tree = fill(fill(tree, "hashwatt", plain("1")), "name", plain(f.Name))
	if clock := tree.Get("clock"); clock.Get("start") == nil || clock.Get("end") == nil {
		tree = tree.With("clock", conf.NewMap("default",
			conf.Field{Key: "start", Value: plain("2025-01-01")}, conf.Field{Key: "end", Value: plain("2025-02-01")}))
	}
	g := &File{Name: f.Name, Tree: tree, fsys: f.fsys, dir: f.dir}
	if conf.Decode(tree, &g.Words) != nil {
		return nil
	}
	effective, _, err := Expand(g, cat)
	if err == nil {
		_, err = Resolve(g, effective, cat, nil, &site.Memory{})
	}
	errors.As(err, &problems)
	return problems
}

// place is a position without its text, so that positions can be compared.
func place(p conf.Pos) conf.Pos { return conf.Pos{File: p.File, Line: p.Line, Col: p.Col} }

// prune returns the tree without the fields and items at wrong places, and without the items of lists that lost a
// field, such as a site. It notes in hurt the places of every map that lost a field and of what stands directly in
// it, and those of lists that lost an item.
func prune(n *conf.Node, wrong, hurt map[conf.Pos]bool) *conf.Node {
	out := *n
	out.Fields, out.Items = nil, nil
	lost := wrong[place(n.Pos)] // a problem of the map itself, such as a key that is missing
	for _, field := range n.Fields {
		if wrong[place(field.KeyPos)] || field.Value.Kind != conf.Map && field.Value.Kind != conf.List && wrong[place(field.Value.Pos)] {
			lost = true
			continue
		}
		field.Value = prune(field.Value, wrong, hurt)
		out.Fields = append(out.Fields, field)
	}
	for _, item := range n.Items {
		if item.Kind == conf.Scalar && wrong[place(item.Pos)] {
			lost = true
			continue
		}
		if item = prune(item, wrong, hurt); hurt[place(item.Pos)] {
			lost = true
			continue
		}
		out.Items = append(out.Items, item)
	}
	if lost {
		hurt[place(n.Pos)] = true
		for _, field := range n.Fields {
			hurt[place(field.KeyPos)], hurt[place(field.Value.Pos)] = true, true
		}
	}
	return &out
}
