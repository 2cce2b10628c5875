package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSplitKnown: limits divided by hand, over the cells site 0 hour 0, site 0 hour 1, site 1 hour 0, site 1 hour 1.
func TestSplitKnown(t *testing.T) {
	t.Parallel()
	site, hour := []int32{0, 0, 1, 1}, []int32{2, 3, 2, 3}
	all, diagonal := []int32{4, 4, 4, 4}, []int32{5, 6, 6, 5}
	for _, tt := range []struct {
		name   string
		limits [][]int32
		want   []int
	}{
		{"one tree", [][]int32{site, all}, []int{0, 0}},
		{"two families", [][]int32{site, hour, all}, []int{0, 1, 0}},
		{"the other way round", [][]int32{all, hour, site}, []int{0, 0, 1}},
		{"a ring of three", [][]int32{site, hour, diagonal}, nil},
		{"no limits", nil, []int{}},
	} {
		classes := []int{2, 2}
		if tt.limits == nil {
			classes = nil
		}
		family, crossing, ok := Split(7, inClasses(tt.limits, classes...))
		if ok != (tt.want != nil) || !slices.Equal(family, tt.want) {
			t.Errorf("%s: %v, %v, want %v", tt.name, family, ok, tt.want)
		}
		if !ok && crossing[0] == crossing[1] {
			t.Errorf("%s: no groups are named", tt.name)
		}
	}
}

// TestSplitBruteForce: each family is laminar, and where no division is found none of all exists.
func TestSplitBruteForce(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 2))
	var found [3]int
	for range 3000 {
		cells := 2 + rng.IntN(5)
		var limits [][]int32
		groups := 0
		for range 1 + rng.IntN(4) {
			limit := make([]int32, cells)
			parts := 1 + rng.IntN(3)
			for c := range limit {
				limit[c] = int32(groups + rng.IntN(parts))
				if rng.IntN(4) == 0 {
					limit[c] = -1
				}
			}
			groups += parts
			limits = append(limits, limit)
		}
		cut := 1 + rng.IntN(cells-1)
		laminar := func(in func(l int) bool) bool {
			var some [][]int32
			for l, limit := range limits {
				if in(l) {
					some = append(some, limit)
				}
			}
			_, _, ok := Nest(groups, inClasses(some, cells))
			return ok
		}
		possible := false
		for set := range 1 << len(limits) {
			possible = possible || laminar(func(l int) bool { return set>>l&1 == 0 }) && laminar(func(l int) bool { return set>>l&1 == 1 })
		}
		family, _, ok := Split(groups, inClasses(limits, cut, cells-cut))
		if ok != possible {
			t.Fatalf("divided %v, want %v: %v", ok, possible, limits)
		}
		if !ok {
			found[2]++
			continue
		}
		found[slices.Max(family)]++
		for f := range 2 {
			if !laminar(func(l int) bool { return family[l] == f }) {
				t.Fatalf("family %d of %v crosses: %v", f, family, limits)
			}
		}
	}
	for k, n := range found {
		if n < 300 {
			t.Errorf("%d of 3000 sets of limits of kind %d: the mix tests too little", n, k)
		}
	}
}
