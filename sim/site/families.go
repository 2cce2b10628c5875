package site

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// families divides the limits with budgets into families, by number, in each of which any two budgets are nested or
// disjoint, and none lies around a soft one: what is used beyond a soft budget does not count in one around it of
// the same family. Two are enough for most; where the limits cross in more ways each one goes to the first family
// that takes it.
func (m *pools) families(rows []dispatch.Rows) []int {
	family, _, ok := dispatch.Split(len(m.b.Groups), rows)
	if ok && m.takes(rows, family, 0) && m.takes(rows, family, 1) {
		return family
	}
	const none = -1
	family = slices.Repeat([]int{none}, len(rows))
	for _, soft := range []bool{false, true} {
		for k := range rows {
			if m.pool[k].Soft != soft {
				continue
			}
			for family[k] = 0; !m.takes(rows, family, family[k]); {
				family[k]++
			}
		}
	}
	return family
}

// takes says whether the limits of a family may be one.
func (m *pools) takes(rows []dispatch.Rows, family []int, which int) bool {
	var some []dispatch.Rows
	soft := make([]bool, len(m.w.Limits))
	anySoft := false
	for k := range rows {
		if family[k] == which {
			some = append(some, rows[k])
			soft[m.limits[k]] = m.pool[k].Soft
			anySoft = anySoft || m.pool[k].Soft
		}
	}
	if len(some) < 2 {
		return true
	}
	n, _, ok := dispatch.Nest(len(m.b.Groups), some)
	if !ok || !anySoft {
		return ok
	}
	for g, up := range n.Parent {
		if up >= 0 && soft[m.b.Groups[g].Limit] {
			return false
		}
	}
	return true
}
