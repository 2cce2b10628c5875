package dispatch

// Split divides limits, given as for [Nest], into at most two families each of which is laminar: family is 0 or 1 by
// limit, and 0 for all where one tree holds them. Of two limits that cross, the one that comes first in the list is in
// family 0 where nothing else decides.
//
// If three limits or more cross in a ring of odd length no division into two exists: ok is false and crossing names two
// groups that would cross in one family.
//
// Method. Two limits get an edge if groups of theirs cross, and the graph is coloured with two colours. Groups of
// one limit never cross, and a family is laminar if no two of its groups cross, so limits need be looked at in
// pairs only, and of these only those that hold a class in common.
func Split(groups int, limits []Rows) (family []int, crossing [2]int32, ok bool) {
	family = make([]int, len(limits))
	if _, _, ok := Nest(groups, limits); ok {
		return family, [2]int32{-1, -1}, true
	}
	return twoColours(crossings(groups, limits))
}

// crossings returns, by two limits, groups of them that cross, the lower number first, or the same group twice.
func crossings(groups int, limits []Rows) (pair [][][2]int32) {
	s := crosser{extent: measure(groups, limits), around: make([]int32, groups), shared: make([]int, groups)}
	pair = make([][][2]int32, len(limits))
	for i := range limits {
		pair[i] = make([][2]int32, len(limits))
		for j := range i {
			cross := s.cross(limits[j], limits[i])
			pair[i][j], pair[j][i] = cross, cross
		}
	}
	return pair
}

// crosser looks whether two limits cross.
type crosser struct {
	extent
	around []int32 // by group that was seen: the larger group with which it shares its first cell
	shared []int   // cells that it shares with that one, 0 for a group that was not seen
	seen   []int32
}

// cross returns two groups of two limits that cross, the lower number first, or the same group twice where none do. Two
// groups that share cells are nested if the smaller shares all of its own.
func (s *crosser) cross(a, b Rows) (found [2]int32) {
	for class := range a {
		one, two := a[class], b[class]
		if one == nil || two == nil {
			continue
		}
		for c, g := range one {
			h := two[c]
			if g < 0 || h < 0 {
				continue
			}
			if !s.inside(g, h) {
				g, h = h, g
			}
			if s.shared[g] == 0 {
				s.around[g] = h
				s.seen = append(s.seen, g)
			}
			if s.around[g] == h {
				s.shared[g]++
			}
		}
	}
	done := false
	for _, g := range s.seen {
		if h := s.around[g]; !done && s.shared[g] < s.size[g] {
			found, done = [2]int32{min(g, h), max(g, h)}, true
		}
		s.shared[g] = 0
	}
	s.seen = s.seen[:0]
	return found
}

// twoColours divides limits so that none of a family cross.
func twoColours(pair [][][2]int32) (family []int, crossing [2]int32, ok bool) {
	const none = -1
	family = make([]int, len(pair))
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
