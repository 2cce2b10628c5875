package site

import (
	"slices"

	"hashwatt/sim/kernel"
)

// roots collects the groups that are solved as one, parents before children, in the order in which they begin:
// trees, or trees of several families that share hours of a class. Those that machines link in time are one root
// from the first hour to the last, so that perfect foresight plans both as one: a unit that is on in one period is
// on in the next.
func (m *pools) roots() {
	b := m.b
	families := [][][]int32{b.Leaf}
	if b.Second != nil {
		families = append(append(families, b.Second), b.More...)
	}
	j := outermost(b.Groups)
	family := j.cross(families)
	linked := m.link(families, j)
	children := make([][]int32, len(b.Groups))
	var tops []int32
	for g := range b.Groups {
		if up := b.Groups[g].Parent; up >= 0 {
			children[up] = append(children[up], int32(g))
		} else {
			tops = append(tops, int32(g))
		}
	}
	begins := func(g int32) int {
		if linked[j.find(g)] {
			return 0
		}
		return b.Groups[g].From
	}
	slices.SortStableFunc(tops, func(a, c int32) int { return begins(a) - begins(c) })
	together := map[int32]int{} // root by the first top
	var all []trees
	for _, g := range tops {
		r, ok := together[j.find(g)]
		if !ok {
			r = len(all)
			together[j.find(g)] = r
			all = append(all, make(trees, len(families)))
		}
		all[r][family[g]] = append(all[r][family[g]], g)
	}
	for _, t := range all {
		first := slices.Concat(t...)[0]
		b.Roots = append(b.Roots, m.root(t, children, linked[j.find(first)]))
	}
}

// trees are the outermost groups by family that are solved as one.
type trees [][]int32

// root makes them the next root, from the first hour to the last where machines link them.
func (m *pools) root(t trees, children [][]int32, linked bool) kernel.Root {
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
	if linked {
		root.From, root.To = 0, m.p.Hours
		root.Hourly = !slices.ContainsFunc(first, func(g int32) bool { return !m.b.Groups[g].Terms.Hourly })
	}
	for _, month := range m.w.Regions[m.w.Sites[root.Sites[0]].Region].Civil.Months {
		if month.From > root.From && month.From < root.To && !root.Hourly {
			root.Solve = append(root.Solve, month.From)
		}
	}
	m.until(&root, first)
	return root
}

// week is the period, h from the first hour, in which the rolling operator plans hours of shared power anew.
const week = 7 * 24

// until sets how far the rolling operator looks: where years begin at other hours in other zones, or weeks cross
// months, one root holds many periods, and nobody plans those that have not begun.
func (m *pools) until(root *kernel.Root, tops []int32) {
	tops = slices.Clone(tops)
	slices.SortFunc(tops, func(a, c int32) int { return m.b.Groups[a].From - m.b.Groups[c].From })
	var list []kernel.Until
	for _, g := range tops {
		group := m.b.Groups[g]
		if root.Hourly { // as if it were a week, of which no month is the border
			group.From -= group.From % week
			group.To = min(group.From+week, m.p.Hours)
		}
		switch last := len(list) - 1; {
		case last >= 0 && group.To <= list[last].To:
		case last >= 0 && group.From == list[last].From:
			list[last].To = group.To
		default:
			list = append(list, kernel.Until{From: group.From, To: group.To})
		}
	}
	if first := list[0]; first.From > root.From {
		list = slices.Insert(list, 0, kernel.Until{From: root.From, To: root.From})
	}
	if len(list) < 2 && list[0].To >= root.To {
		return
	}
	root.Until = list
	for k, u := range list {
		next := root.To
		if k > 0 {
			root.Solve = append(root.Solve, u.From)
		}
		if k+1 < len(list) {
			next = list[k+1].From
		}
		if u.To > root.From && u.To < next {
			root.Solve = append(root.Solve, u.To) // no period until then
		}
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
