package dispatch

// Split divides limits, given as for [Nest], into at most two families each of which is laminar: family is 0 or 1 by
// limit, and 0 for all where one tree holds them. Of two limits that cross, the one that comes first in the list is in
// family 0 where nothing else decides.
//
// If three limits or more cross in a ring of odd length no division into two exists: ok is false and crossing names two
// groups that would cross in one family.
//
// Method. Two limits get an edge if groups of theirs cross, and the graph is coloured with two colours. Groups of one
// limit never cross, and a family is laminar if no two of its groups cross, so limits need be looked at in pairs only, and
// of these only where both reach.
func Split(groups int, limits [][]int32) (family []int, crossing [2]int32, ok bool) {
	family = make([]int, len(limits))
	if _, _, ok := Nest(groups, limits); ok {
		return family, [2]int32{-1, -1}, true
	}
	size := make([]int, groups)
	for _, limit := range limits {
		for _, g := range limit {
			if g >= 0 {
				size[g]++
			}
		}
	}
	pair := make([][][2]int32, len(limits)) // by limits: the groups that cross, or the same group twice
	reach := make([][2]int, len(limits))    // the first cell of a limit, and the one behind its last
	for i := range limits {
		pair[i], reach[i] = make([][2]int32, len(limits)), held(limits[i])
		for j := range i {
			from, to := max(reach[i][0], reach[j][0]), min(reach[i][1], reach[j][1])
			if from < to {
				cross := crosses(limits[j][from:to], limits[i][from:to], size)
				pair[i][j], pair[j][i] = cross, cross
			}
		}
	}
	const none = -1
	for i := range family {
		family[i] = none
	}
	var next []int
	for first := range family {
		if family[first] != none {
			continue
		}
		family[first] = 0
		for next = append(next[:0], first); len(next) > 0; {
			i := next[len(next)-1]
			next = next[:len(next)-1]
			for j, cross := range pair[i] {
				switch {
				case cross[0] == cross[1]:
				case family[j] == none:
					family[j] = 1 - family[i]
					next = append(next, j)
				case family[j] == family[i]:
					return nil, cross, false
				}
			}
		}
	}
	return family, [2]int32{-1, -1}, true
}

// held returns the first cell that a limit holds, and the one behind the last.
func held(limit []int32) [2]int {
	from, to := 0, len(limit)
	for from < to && limit[from] < 0 {
		from++
	}
	for to > from && limit[to-1] < 0 {
		to--
	}
	return [2]int{from, to}
}

// crosses returns two groups of two limits that cross, the lower number first, or the same group twice where none do. Two
// groups that share cells are nested if the smaller shares all of its own.
func crosses(a, b []int32, size []int) [2]int32 {
	shared := map[[2]int32]int{}
	for c := 0; c < len(a); {
		run := c + 1
		for run < len(a) && a[run] == a[c] && b[run] == b[c] {
			run++
		}
		if a[c] >= 0 && b[c] >= 0 {
			shared[[2]int32{a[c], b[c]}] += run - c
		}
		c = run
	}
	for c := range a { // in the order of cells, not in that of a map
		if g, h := a[c], b[c]; g >= 0 && h >= 0 && shared[[2]int32{g, h}] < min(size[g], size[h]) {
			return [2]int32{min(g, h), max(g, h)}
		}
	}
	return [2]int32{}
}
