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

// join solves two groups together, and returns the first of all that are solved with them; it tells whether they
// were not before.
func (j *joins) join(g, other int32) (first int32, news bool) {
	x, y := j.find(g), j.find(other)
	j.joined[max(x, y)] = min(x, y)
	return min(x, y), x != y
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

// link joins the outermost groups that hold sites of one class whose machines cost something to switch, where what
// is solved together lasts more than an hour. It returns the first of each such root.
func (m *pools) link(families [][][]int32, j *joins) (linked []bool) {
	linked = make([]bool, len(m.b.Groups))
	holds := m.switched(families, j.top)
	for again := holds != nil; again; {
		again = false
		hours := j.hours(m.b.Groups)
		for _, list := range holds {
			before := int32(-1)
			for _, g := range list {
				r := j.find(g)
				if hours[r] <= 1 {
					continue
				}
				linked[r] = true
				if before < 0 {
					before = r
				}
				if first, news := j.join(before, g); news {
					linked[first], again = true, true
				}
			}
		}
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

// hours is how long what is solved together lasts, by the first outermost group of it.
func (j *joins) hours(groups []kernel.Group) []int {
	from, to := make([]int, len(groups)), make([]int, len(groups))
	for g := range groups {
		if j.top[g] != int32(g) {
			continue
		}
		r, group := j.find(int32(g)), &groups[g]
		if to[r] == 0 {
			from[r] = group.From
		}
		from[r], to[r] = min(from[r], group.From), max(to[r], group.To)
	}
	for r := range to {
		to[r] -= from[r]
	}
	return to
}

// switches says whether it costs something to switch the machines of some site of a class.
func (m *pools) switches(class int) bool {
	return slices.ContainsFunc(m.classes[class].sites, func(i int) bool {
		c := m.p.Sites[i].Cycle
		return c != nil && !c.Free()
	})
}
