package dispatch

import "fmt"

// Rows are the groups of one limit: by class of sites the group of each of its cells, -1 where the limit does not
// hold; nil for a class that the limit does not hold at all.
type Rows [][]int32

// Nesting is the laminar family that [Nest] found.
type Nesting struct {
	Parent []int32 // per group, for [Tree]
	Leaf   Rows    // the smallest group that contains each cell, -1 for none; for [Items]. Nil for a class that no limit holds
}

// Nest orders groups by inclusion. A cell is a set of items that no limit tells apart, usually some hours of a
// class of sites. Each limit is given by the group of each cell: a monthly budget has one group per month, a budget
// per site one per site and month. Groups are numbered over all limits together, 0 to groups-1.
//
// Of groups with the same cells the one with the lower number lies inside the other. Groups without cells have no
// parent. If two groups cross, that is, share cells while each has a cell of its own, ok is false and crossing names
// the first such pair found in the order of cells, the lower number first, so that the caller can name the two limits;
// n then means nothing.
//
// Method. Sort the groups at each cell by size, then by number. The family is laminar exactly if every group has
// the same successor in all its cells: then the groups at a cell form a chain by inclusion, and otherwise the
// smaller of two different successors misses a cell of the group, which in turn misses one of the successor's. Time
// is of the order of cells times limits that hold them.
//
// It panics if the limits differ in the number of classes or in the cells of one, or a group is out of range.
func Nest(groups int, limits []Rows) (n Nesting, crossing [2]int32, ok bool) {
	s := measure(groups, limits)
	const unseen = -2
	n = Nesting{Parent: make([]int32, groups), Leaf: make(Rows, len(s.cells))}
	for g := range n.Parent {
		n.Parent[g] = unseen
	}
	chain := make([]int32, 0, len(limits)+1)
	held := make([][]int32, 0, len(limits))
	for class, cells := range s.cells {
		held = held[:0]
		for _, limit := range limits {
			if limit[class] != nil {
				held = append(held, limit[class])
			}
		}
		if len(held) > 0 {
			n.Leaf[class] = make([]int32, cells)
		}
		for c := range n.Leaf[class] {
			chain = chain[:0]
			for _, row := range held {
				if g := row[c]; g >= 0 {
					chain = append(chain, g)
					for i := len(chain) - 1; i > 0 && s.inside(chain[i], chain[i-1]); i-- {
						chain[i], chain[i-1] = chain[i-1], chain[i]
					}
				}
			}
			chain = append(chain, -1)
			n.Leaf[class][c] = chain[0]
			for i, g := range chain[:len(chain)-1] {
				next, seen := chain[i+1], n.Parent[g]
				switch {
				case seen == unseen:
					n.Parent[g] = next
				case seen != next:
					if seen == -1 || next >= 0 && s.inside(next, seen) {
						seen = next
					}
					return Nesting{}, [2]int32{min(g, seen), max(g, seen)}, false
				}
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

// extent is how large limits are.
type extent struct {
	cells []int // by class, 0 for one that no limit holds
	size  []int // by group, cells
}

// measure counts the cells of classes and groups.
func measure(groups int, limits []Rows) extent {
	s := extent{size: make([]int, groups)}
	if len(limits) > 0 {
		s.cells = make([]int, len(limits[0]))
	}
	by := make([]int, len(s.cells)) // the limit that said so
	for l, limit := range limits {
		if len(limit) != len(s.cells) {
			panic(fmt.Sprintf("dispatch: limit %d has %d classes, want %d as the first", l, len(limit), len(s.cells)))
		}
		for class, row := range limit {
			if row == nil {
				continue
			}
			if s.cells[class] == 0 {
				s.cells[class], by[class] = len(row), l
			}
			if len(row) != s.cells[class] {
				panic(fmt.Sprintf("dispatch: limit %d has %d cells in class %d, want %d as in limit %d",
					l, len(row), class, s.cells[class], by[class]))
			}
			for _, g := range row {
				if g < -1 || int(g) >= groups {
					panic(fmt.Sprintf("dispatch: limit %d has the group %d, want -1 to %d", l, g, groups-1))
				}
				if g >= 0 {
					s.size[g]++
				}
			}
		}
	}
	return s
}

// inside tells which of two groups that are nested lies inside the other.
func (s *extent) inside(a, b int32) bool {
	return s.size[a] < s.size[b] || s.size[a] == s.size[b] && a < b
}
