package conf

import "slices"

// Merge lays one tree over another: maps merge key by key, anything else is replaced whole, and a Null removes its key, so that the
// default holds again. Every value keeps its place and origin. A nil tree says nothing.
func Merge(base, over *Node) *Node {
	switch {
	case over == nil:
		return base
	case base == nil || base.Kind != Map || over.Kind != Map:
		return over
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
