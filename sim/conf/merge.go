package conf

import "slices"

// Merge lays one tree over another: maps merge key by key, anything else is replaced whole, and a Null removes its
// key, so that the default holds again. A map of another kind, {process: gbm, ...} over {process: flat, ...},
// replaces the one below it, because the keys of one mean nothing to the other. Every value keeps its place and
// origin. A nil tree says nothing.
func Merge(base, over *Node) *Node {
	switch {
	case over == nil:
		return base
	case base == nil || base.Kind != Map || over.Kind != Map:
		return over
	case otherKind(base, over):
		base = &Node{Kind: Map, Pos: over.Pos, Origin: over.Origin}
	}
	merged := *base
	merged.Fields = slices.Clone(base.Fields)
	for _, f := range over.Fields {
		i := merged.index(f.Key)
		switch {
		case f.Value.Kind == Null && i >= 0:
			merged.Fields = slices.Delete(merged.Fields, i, i+1)
		case f.Value.Kind == Null:
		case i >= 0:
			f.Value = Merge(merged.Fields[i].Value, f.Value)
			merged.Fields[i] = f
		default:
			merged.Fields = append(merged.Fields, f)
		}
	}
	return &merged
}

// kindKeys are the keys whose word says of what kind a map is.
var kindKeys = []string{"process", "response"}

// replayKey begins the other form of a map that has a process or a response: a record and then the map.
const replayKey = "replay"

// otherKind says whether two maps are of different kinds, or a kind and a replay.
func otherKind(base, over *Node) bool {
	kind := func(n *Node) *Node {
		for _, key := range kindKeys {
			if at := n.Get(key); at != nil && at.Kind == Scalar {
				return at
			}
		}
		return nil
	}
	old, now := kind(base), kind(over)
	switch {
	case now != nil && old != nil:
		return now.Text != old.Text
	case now != nil:
		return base.Get(replayKey) != nil
	}
	return old != nil && over.Get(replayKey) != nil
}
