package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// inClasses cuts limits that are given by cell into classes of the given numbers of cells; a class without a group
// is nil.
func inClasses(limits [][]int32, classes ...int) []Rows {
	list := make([]Rows, len(limits))
	for l, limit := range limits {
		from := 0
		for _, n := range classes {
			row := limit[from : from+n]
			if slices.Max(row) < 0 {
				row = nil
			}
			list[l] = append(list[l], row)
			from += n
		}
	}
	return list
}

// flat is the inverse of inClasses.
func flat(rows Rows, classes ...int) (cells []int32) {
	cells = []int32{}
	for c, row := range rows {
		for t := range classes[c] {
			g := int32(-1)
			if row != nil {
				g = row[t]
			}
			cells = append(cells, g)
		}
	}
	return cells
}

// TestNestKnown: families ordered by hand.
func TestNestKnown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		groups   int
		limits   [][]int32
		parent   []int32
		leaf     []int32
		crossing [2]int32
	}{
		{name: "no limits", parent: []int32{}, leaf: []int32{}},
		{
			name: "months in a year and a group that never occurs", groups: 4,
			limits: [][]int32{{2, 2, 2, 2}, {0, 0, 1, 1}},
			parent: []int32{2, 2, -1, -1}, leaf: []int32{0, 0, 1, 1},
		},
		{
			name: "two limits on the same cells", groups: 3,
			limits: [][]int32{{2, 2, -1}, {0, 0, -1}, {1, 1, -1}},
			parent: []int32{1, 2, -1}, leaf: []int32{0, 0, -1},
		},
		{
			name: "a limit in winter only, on one of two sites", groups: 3, // cells: site 0 winter, site 0 summer, site 1 winter, site 1 summer
			limits: [][]int32{{0, 0, 1, 1}, {2, -1, -1, -1}},
			parent: []int32{-1, -1, 0}, leaf: []int32{2, 0, 1, 1},
		},
		{
			name: "a regional cap by the hour crosses site budgets", groups: 4, // cells: site 0 hour 0, site 0 hour 1, site 1 hour 0, site 1 hour 1
			limits:   [][]int32{{0, 0, 1, 1}, {2, 3, 2, 3}},
			crossing: [2]int32{0, 2},
		},
		{
			name: "crossing groups of different size", groups: 2,
			limits:   [][]int32{{0, 0, 0, -1}, {-1, -1, 1, 1}},
			crossing: [2]int32{0, 1},
		},
	} {
		var classes []int // halves
		if tt.limits != nil {
			half := len(tt.limits[0]) / 2
			classes = []int{half, len(tt.limits[0]) - half}
		}
		n, crossing, ok := Nest(tt.groups, inClasses(tt.limits, classes...))
		if want := tt.parent != nil; ok != want {
			t.Errorf("%s: laminar %v, want %v", tt.name, ok, want)
			continue
		}
		if !ok {
			if crossing != tt.crossing {
				t.Errorf("%s: groups %v cross, want %v", tt.name, crossing, tt.crossing)
			}
			continue
		}
		if diff := cmp.Diff(nesting{tt.parent, tt.leaf}, nesting{n.Parent, flat(n.Leaf, classes...)}); diff != "" {
			t.Errorf("%s: (-want +got):\n%s", tt.name, diff)
		}
	}
}

// nesting is a Nesting by cell.
type nesting struct{ Parent, Leaf []int32 }

// TestNestBruteForce: laminar is what pairwise comparison of sets calls so, parents are the smallest sets around, and a
// pair that is said to cross does.
func TestNestBruteForce(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 1))
	laminar := 0
	for range 20000 {
		cells := 1 + rng.IntN(6)
		var limits [][]int32
		groups := 0
		for range 1 + rng.IntN(3) {
			limit := make([]int32, cells)
			parts := 1 + rng.IntN(3)
			for c := range limit {
				limit[c] = int32(groups + c*parts/cells)
				if rng.IntN(4) == 0 {
					limit[c] = -1
				}
			}
			groups += parts
			limits = append(limits, limit)
		}
		rng.Shuffle(len(limits), func(i, j int) { limits[i], limits[j] = limits[j], limits[i] })
		set := make([]uint, groups)
		for _, limit := range limits {
			for c, g := range limit {
				if g >= 0 {
					set[g] |= 1 << c
				}
			}
		}
		cross := func(a, b int32) bool {
			both := set[a] & set[b]
			return both != 0 && both != set[a] && both != set[b]
		}
		contains := func(a, b int) bool { // a lies around b
			return set[b] != 0 && set[a]&set[b] == set[b] && (set[a] != set[b] || b < a)
		}
		want := true
		for a := range groups {
			for b := range a {
				want = want && !cross(int32(a), int32(b))
			}
		}
		cut := rng.IntN(cells)
		classes := []int{cut, cells - cut}
		if cut == 0 {
			classes = classes[1:]
		}
		n, crossing, ok := Nest(groups, inClasses(limits, classes...))
		if ok != want {
			t.Fatalf("laminar %v, want %v: %v", ok, want, limits)
		}
		if !ok {
			if crossing[0] >= crossing[1] || !cross(crossing[0], crossing[1]) {
				t.Fatalf("%v do not cross: %v", crossing, limits)
			}
			continue
		}
		laminar++
		around := make([]int32, groups)
		for b := range groups {
			around[b] = -1
			for a := range groups {
				if contains(a, b) && (around[b] < 0 || contains(int(around[b]), a)) {
					around[b] = int32(a)
				}
			}
		}
		leaf := make([]int32, cells)
		for c := range cells {
			leaf[c] = -1
			for g := range groups {
				if set[g]&(1<<c) != 0 && (leaf[c] < 0 || contains(int(leaf[c]), g)) {
					leaf[c] = int32(g)
				}
			}
		}
		if !slices.Equal(n.Parent, around) || !slices.Equal(flat(n.Leaf, classes...), leaf) {
			t.Fatalf("parents %v, leaves %v, want %v, %v: %v", n.Parent, n.Leaf, around, leaf, limits)
		}
	}
	if laminar < 2000 || laminar > 18000 {
		t.Errorf("%d of 20000 families are laminar: the mix tests too little", laminar)
	}
}

// TestNestMisuse: arrays that do not fit together end in a sentence.
func TestNestMisuse(t *testing.T) {
	t.Parallel()
	for want, limits := range map[string][]Rows{
		"dispatch: limit 1 has 1 classes, want 2 as the first":           {{{0, 0}, {1}}, {{0, 0}}},
		"dispatch: limit 2 has 1 cells in class 1, want 2 as in limit 1": {{{0}, nil}, {nil, {1, 1}}, {{0}, {1}}},
		"dispatch: limit 0 has the group 2, want -1 to 1":                {{{0, 2}}},
		"dispatch: limit 0 has the group -2, want -1 to 1":               {{{0, -2}}},
	} {
		got := func() (got any) {
			defer func() { got = recover() }()
			Nest(2, limits)
			return nil
		}()
		if got != want {
			t.Errorf("panic %v, want %v", got, want)
		}
	}
}
