package site

import (
	"slices"

	"hashwatt/sim/kernel"
)

// joins tells which groups are solved together.
type joins struct {
	top    []int32 // by group: the outermost one around it
	joined []int32 // by outermost group: another one that it is solved with, down to the first of all
}

// outermost joins no groups but those that lie in one another.
func outermost(groups []kernel.Group) *joins {
	top := make([]int32, len(groups))
	for g := range top {
		top[g] = int32(g)
		for up := groups[g].Parent; up >= 0; up = groups[up].Parent {
			top[g] = up
		}
	}
	return &joins{top, slices.Clone(top)}
}

// find returns the first of the outermost groups that are solved with g.
func (j *joins) find(g int32) int32 {
	for j.joined[g] != g {
		j.joined[g] = j.joined[j.joined[g]]
		g = j.joined[g]
	}
	return g
}

// join solves two groups together.
func (j *joins) join(g, other int32) {
	x, y := j.find(g), j.find(other)
	j.joined[max(x, y)] = min(x, y)
}

// cross joins the outermost groups of different families that share hours of a class. It returns the family of each.
func (j *joins) cross(families [][][]int32) (family []int) {
	family = make([]int, len(j.top))
	for f, leaves := range families[1:] {
		for c := range leaves {
			for t, two := range leaves[c] {
				if two < 0 {
					continue
				}
				family[j.top[two]] = f + 1
				for _, before := range families[:f+1] {
					if one := before[c][t]; one >= 0 {
						j.join(j.top[one], j.top[two])
						break // those of the families before are joined
					}
				}
			}
		}
	}
	return family
}

// link joins the outermost groups that hold sites of one class whose machines cost something to switch. It returns
// the first of each such root.
func (m *pools) link(families [][][]int32, j *joins) (linked []bool) {
	linked = make([]bool, len(m.b.Groups))
	for _, list := range m.switched(families, j.top) {
		for _, g := range list {
			j.join(list[0], g)
		}
	}
	for _, list := range m.switched(families, j.top) {
		linked[j.find(list[0])] = true
	}
	return linked
}

// switched are the outermost groups that hold each class whose machines cost something to switch; nil where none does.
func (m *pools) switched(families [][][]int32, top []int32) (holds [][]int32) {
	for c := range m.classes {
		if !m.switches(c) {
			continue
		}
		var list []int32
		for _, leaves := range families {
			last := int32(-1)
			for _, g := range leaves[c] {
				if g >= 0 && top[g] != last {
					last = top[g]
					list = append(list, last)
				}
			}
		}
		if list != nil {
			holds = append(holds, list)
		}
	}
	return holds
}

// switches says whether it costs something to switch the machines of some site of a class.
func (m *pools) switches(class int) bool {
	return slices.ContainsFunc(m.classes[class].sites, func(i int) bool {
		c := m.p.Sites[i].Cycle
		return c != nil && !c.Free()
	})
}
