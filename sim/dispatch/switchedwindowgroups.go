package dispatch

import "slices"

// windowGroups are the groups that have to do with a window, few of thousands: the problem of a window is as large as
// the window.
type windowGroups struct {
	groups [][]int32 // by family, ascending once they are sorted
	number [][]int32 // by family and group of the whole: its number in the window, -1 for none
}

// all begins a problem, without a window.
func (l *windowGroups) all(trees []*Tree) {
	l.groups, l.number = resized(l.groups, len(trees)), resized(l.number, len(trees))
	for f, t := range trees {
		l.groups[f], l.number[f] = l.groups[f][:0], sized(l.number[f], len(t.Parent))
		for g := range l.number[f] {
			l.number[f][g] = -1
		}
	}
}

// none begins a window.
func (l *windowGroups) none() {
	for f, groups := range l.groups {
		for _, g := range groups {
			l.number[f][g] = -1
		}
		l.groups[f] = groups[:0]
	}
}

// enter takes a group and all around it, -1 for none, and returns it.
func (l *windowGroups) enter(trees []*Tree, f int, leaf int32) int32 {
	for g := leaf; g >= 0 && l.number[f][g] < 0; g = trees[f].Parent[g] {
		l.number[f][g] = 0
		l.groups[f] = append(l.groups[f], g)
	}
	return leaf
}

// sort numbers the groups in the order of the whole.
func (l *windowGroups) sort() {
	for f, groups := range l.groups {
		slices.Sort(groups)
		for k, g := range groups {
			l.number[f][g] = int32(k)
		}
	}
}

// cut makes the tree of the groups of a family, without what is left of them.
func (l *windowGroups) cut(f int, whole, tree *Tree) {
	tree.Parent, tree.Residual = tree.Parent[:0], sized(tree.Residual, len(l.groups[f]))
	for _, g := range l.groups[f] {
		tree.Parent = append(tree.Parent, whole.Parent[g])
	}
	l.renumber(f, tree.Parent)
}

// renumber turns groups of the whole into those of the window.
func (l *windowGroups) renumber(f int, groups []int32) {
	for k, g := range groups {
		if g >= 0 {
			groups[k] = l.number[f][g]
		}
	}
}
