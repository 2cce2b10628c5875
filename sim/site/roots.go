package site

import (
	"slices"

	"hashwatt/sim/kernel"
)

// roots collects the groups that are solved as one, parents before children, in the order in which they begin: trees, or
// trees of several families that share hours of a class.
func (m *pools) roots() {
	b := m.b
	top := make([]int32, len(b.Groups)) // the outermost group around each
	for g := range top {
		top[g] = int32(g)
		for up := b.Groups[g].Parent; up >= 0; up = b.Groups[up].Parent {
			top[g] = up
		}
	}
	family := make([]int, len(b.Groups)) // of a top
	joined := slices.Clone(top)          // the first top of all that are solved together
	find := func(g int32) int32 {
		for joined[g] != g {
			joined[g] = joined[joined[g]]
			g = joined[g]
		}
		return g
	}
	families := [][][]int32{b.Leaf}
	if b.Second != nil {
		families = append(append(families, b.Second), b.More...)
	}
	for f, leaves := range families[1:] {
		for c := range leaves {
			for t, two := range leaves[c] {
				if two < 0 {
					continue
				}
				family[top[two]] = f + 1
				for _, before := range families[:f+1] {
					if one := before[c][t]; one >= 0 {
						x, y := find(top[one]), find(top[two])
						joined[max(x, y)] = min(x, y)
						break // those of the families before are joined
					}
				}
			}
		}
	}
	children := make([][]int32, len(b.Groups))
	var tops []int32
	for g := range b.Groups {
		if up := b.Groups[g].Parent; up >= 0 {
			children[up] = append(children[up], int32(g))
		} else {
			tops = append(tops, int32(g))
		}
	}
	slices.SortStableFunc(tops, func(a, c int32) int { return b.Groups[a].From - b.Groups[c].From })
	together := map[int32]int{} // root by the first top
	var all []trees
	for _, g := range tops {
		r, ok := together[find(g)]
		if !ok {
			r = len(all)
			together[find(g)] = r
			all = append(all, make(trees, len(families)))
		}
		all[r][family[g]] = append(all[r][family[g]], g)
	}
	for _, t := range all {
		b.Roots = append(b.Roots, m.root(t, children))
	}
}

// trees are the outermost groups by family that are solved as one.
type trees [][]int32

// root makes them the next root.
func (m *pools) root(t trees, children [][]int32) kernel.Root {
	b := m.b
	first := slices.Concat(t...)
	root := kernel.Root{From: b.Groups[first[0]].From, To: b.Groups[first[0]].To}
	lists := make([][]int32, len(t))
	crosses := 0 // the last family that has a part
	for f := range t {
		list := slices.Clone(t[f])
		for k := 0; k < len(list); k++ {
			g := list[k]
			b.Groups[g].Root, b.Groups[g].Local = int32(len(b.Roots)), int32(k)
			list = append(list, children[g]...)
			root.From, root.To = min(root.From, b.Groups[g].From), max(root.To, b.Groups[g].To)
			crosses = f
		}
		lists[f] = list
	}
	root.Groups = lists[0]
	if crosses > 0 {
		root.Second, root.More = append([]int32{}, lists[1]...), lists[2:crosses+1]
	}
	root.Sites = m.sites(first)
	for _, month := range m.w.Regions[m.w.Sites[root.Sites[0]].Region].Civil.Months {
		if month.From > root.From && month.From < root.To {
			root.Solve = append(root.Solve, month.From)
		}
	}
	m.until(&root, first)
	return root
}

// until sets how far the rolling operator looks: where years begin at other hours in other zones, or weeks cross months, one
// root holds many periods, and nobody plans those that have not begun.
func (m *pools) until(root *kernel.Root, tops []int32) {
	tops = slices.Clone(tops)
	slices.SortFunc(tops, func(a, c int32) int { return m.b.Groups[a].From - m.b.Groups[c].From })
	var list []kernel.Until
	for _, g := range tops {
		group := &m.b.Groups[g]
		switch last := len(list) - 1; {
		case last >= 0 && group.To <= list[last].To:
		case last >= 0 && group.From == list[last].From:
			list[last].To = group.To
		default:
			list = append(list, kernel.Until{From: group.From, To: group.To})
		}
	}
	if len(list) < 2 {
		return
	}
	root.Until = list
	for _, u := range list[1:] {
		root.Solve = append(root.Solve, u.From)
	}
	slices.Sort(root.Solve)
	root.Solve = slices.Compact(root.Solve)
}

// sites are those that some groups hold, in the order of the scenario.
func (m *pools) sites(groups []int32) []int32 {
	if len(groups) == 1 {
		return m.holds(groups[0])
	}
	in := make([]bool, len(m.w.Sites))
	last := int32(-1) // a limit whose sites are in
	for _, g := range groups {
		group := &m.b.Groups[g]
		if group.Sites == nil && group.Limit == last {
			continue
		}
		for _, i := range m.holds(g) {
			in[i] = true
		}
		if group.Sites == nil {
			last = group.Limit
		}
	}
	var list []int32
	for i, held := range in {
		if held {
			list = append(list, int32(i))
		}
	}
	return list
}

// holds are the sites of a group, in the order of the scenario.
func (m *pools) holds(g int32) []int32 {
	group := &m.b.Groups[g]
	if group.Sites != nil {
		return group.Sites
	}
	return m.p.Limits[group.Limit].Sites
}
