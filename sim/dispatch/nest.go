package dispatch

import "fmt"

// Nesting is the laminar family that [Nest] found.
type Nesting struct {
	Parent []int32 // per group, for [Tree]
	Leaf   []int32 // per cell: the smallest group that contains it, -1 for none; for [Items]
}

// Nest orders groups by inclusion. A cell is a set of items that no limit tells apart, usually one hour of a class of
// sites. Each limit is given as an array from cell to group, -1 where the limit does not hold: a monthly budget has one
// group per month, a budget per site one per site and month. Groups are numbered over all limits together, 0 to groups-1.
//
// Of groups with the same cells the one with the lower number lies inside the other. Groups without cells have no
// parent. If two groups cross, that is, share cells while each has a cell of its own, ok is false and crossing names
// the first such pair found in the order of cells, the lower number first, so that the caller can name the two limits;
// n then means nothing.
//
// Method. Sort the groups at each cell by size, then by number. The family is laminar exactly if every group has the
// same successor in all its cells: then the groups at a cell form a chain by inclusion, and otherwise the smaller of two
// different successors misses a cell of the group, which in turn misses one of the successor's. Time is of the
// order of cells times limits.
//
// It panics if the arrays differ in length or a group is out of range.
func Nest(groups int, limits [][]int32) (n Nesting, crossing [2]int32, ok bool) {
	cells := 0
	if len(limits) > 0 {
		cells = len(limits[0])
	}
	size := make([]int, groups)
	for l, limit := range limits {
		if len(limit) != cells {
			panic(fmt.Sprintf("dispatch: limit %d has %d cells, want %d as the first", l, len(limit), cells))
		}
		for _, g := range limit {
			if g < -1 || int(g) >= groups {
				panic(fmt.Sprintf("dispatch: limit %d has the group %d, want -1 to %d", l, g, groups-1))
			}
			if g >= 0 {
				size[g]++
			}
		}
	}
	inside := func(a, b int32) bool { return size[a] < size[b] || size[a] == size[b] && a < b }

	const unseen = -2
	n = Nesting{Parent: make([]int32, groups), Leaf: make([]int32, cells)}
	for g := range n.Parent {
		n.Parent[g] = unseen
	}
	chain := make([]int32, 0, len(limits)+1)
	for c := range cells {
		chain = chain[:0]
		for _, limit := range limits {
			if g := limit[c]; g >= 0 {
				chain = append(chain, g)
				for i := len(chain) - 1; i > 0 && inside(chain[i], chain[i-1]); i-- {
					chain[i], chain[i-1] = chain[i-1], chain[i]
				}
			}
		}
		chain = append(chain, -1)
		n.Leaf[c] = chain[0]
		for i, g := range chain[:len(chain)-1] {
			next, seen := chain[i+1], n.Parent[g]
			switch {
			case seen == unseen:
				n.Parent[g] = next
			case seen != next:
				if seen == -1 || next >= 0 && inside(next, seen) {
					seen = next
				}
				return Nesting{}, [2]int32{min(g, seen), max(g, seen)}, false
			}
		}
	}
	for g, a := range n.Parent {
		if a == unseen {
			n.Parent[g] = -1
		}
	}
	return n, [2]int32{-1, -1}, true
}
