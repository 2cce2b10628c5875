package dispatch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// instance is one problem.
type instance struct {
	tree  Tree
	items Items
}

func (in *instance) add(margin, energy float64, leaf int32) {
	in.items.Margin = append(in.items.Margin, margin)
	in.items.Energy = append(in.items.Energy, energy)
	in.items.Leaf = append(in.items.Leaf, leaf)
}

func (in *instance) clone() *instance {
	return &instance{
		Tree{slices.Clone(in.tree.Parent), slices.Clone(in.tree.Residual)},
		Items{slices.Clone(in.items.Margin), slices.Clone(in.items.Energy), slices.Clone(in.items.Leaf)},
	}
}

// String is what a failure prints: the problem, if it is small enough to read.
func (in *instance) String() string {
	if n := len(in.items.Margin); n > 50 {
		return fmt.Sprintf("%+v and %d items", in.tree, n)
	}
	return fmt.Sprintf("%+v %+v", in.tree, in.items)
}

// solve returns the plan of a fresh workspace and fails the test unless its certificate holds.
func (in *instance) solve(t testing.TB) *Plan {
	t.Helper()
	var w Workspace
	return in.solveWith(t, &w)
}

func (in *instance) solveWith(t testing.TB, w *Workspace) *Plan {
	t.Helper()
	p := new(Plan)
	w.Solve(&in.tree, &in.items, p)
	if err := Certify(&in.tree, &in.items, p).Err(); err != nil {
		t.Fatalf("%v\n%v\n%+v", err, in, p)
	}
	return p
}

// random makes a problem with up to the given numbers of groups and items, of the kinds that break careless code:
// groups in any order, empty groups, budgets of zero or exactly what is wanted, equal margins, margins of zero and
// below, items without energy, items without a group.
func random(rng *rand.Rand, groups, items int) *instance {
	in := new(instance)
	g, n := rng.IntN(groups+1), rng.IntN(items+1)
	name := rng.Perm(g)
	in.tree = Tree{make([]int32, g), make([]float64, g)}
	for i := range g {
		in.tree.Parent[name[i]] = -1
		if i > 0 && rng.IntN(4) > 0 {
			in.tree.Parent[name[i]] = int32(name[rng.IntN(i)])
		}
	}
	whole := rng.IntN(2) == 0 // whole numbers make ties and exact fits
	for range n {
		m, e := 10*rng.Float64()-2, 5*rng.Float64()
		if whole {
			m, e = float64(rng.IntN(9)-2), float64(rng.IntN(5))
		}
		in.add(m, e, int32(rng.IntN(g+1)-1))
	}
	want := in.demand()
	for i := range in.tree.Residual {
		r := want[i] * 1.3 * rng.Float64()
		if whole {
			r = math.Floor(r)
		}
		switch rng.IntN(8) {
		case 0:
			r = 0
		case 1:
			r = want[i]
		}
		in.tree.Residual[i] = r
	}
	return in
}

// demand returns per group the energy of positive margin inside it.
func (in *instance) demand() []float64 {
	want := make([]float64, len(in.tree.Parent))
	for j, m := range in.items.Margin {
		if m > 0 {
			for a := in.items.Leaf[j]; a >= 0; a = in.tree.Parent[a] {
				want[a] += in.items.Energy[j]
			}
		}
	}
	return want
}

// greedy is the plain algorithm that Solve must equal: Edmonds' greedy from the largest margin down, one class of equal
// margins after the other. The most that a class can run is found from the leaves up, demand = min(residual, demand of
// the groups inside + own items), and shared from the roots down by one factor per group. It returns thresholds,
// shares, use per group and value.
func greedy(t *Tree, it *Items) (threshold, share, used []float64, value float64) {
	n := len(t.Parent)
	byDepth := make([]int, n)
	depth := make([]int, n)
	for g := range n {
		byDepth[g] = g
		for a := t.Parent[g]; a >= 0; a = t.Parent[a] {
			depth[g]++
		}
	}
	slices.SortFunc(byDepth, func(a, b int) int { return depth[b] - depth[a] })
	order := make([]int, 0, len(it.Margin))
	for j, m := range it.Margin {
		if m > 0 {
			order = append(order, j)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if it.Margin[a] > it.Margin[b] {
			return -1
		}
		if it.Margin[a] < it.Margin[b] {
			return 1
		}
		return 0
	})
	left := make([]float64, n)
	for g, r := range t.Residual {
		left[g] = max(r, 0)
	}
	tau := make([]float64, n)
	classShare := map[float64][]float64{} // margin -> leaf -> share
	used = make([]float64, n)
	for len(order) > 0 {
		m := it.Margin[order[0]]
		size := 1
		for size < len(order) && it.Margin[order[size]] == m {
			size++
		}
		class := order[:size]
		order = order[size:]
		want, factor, runs := make([]float64, n), make([]float64, n), make([]float64, n)
		for _, j := range class {
			if g := it.Leaf[j]; g >= 0 {
				want[g] += it.Energy[j]
			} else {
				value += m * it.Energy[j]
			}
		}
		for _, g := range byDepth {
			d := want[g]
			factor[g] = 1
			if d > left[g]+tolerance*max(t.Residual[g], 0) {
				factor[g] = max(left[g], 0) / d
				d = max(left[g], 0)
				if tau[g] == 0 {
					tau[g] = m
				}
			}
			if a := t.Parent[g]; a >= 0 {
				want[a] += d
			}
		}
		for i := n - 1; i >= 0; i-- {
			g := byDepth[i]
			runs[g] = factor[g]
			if a := t.Parent[g]; a >= 0 {
				runs[g] *= runs[a]
			}
		}
		classShare[m] = runs
		for _, j := range class {
			if g := it.Leaf[j]; g >= 0 {
				x := it.Energy[j] * runs[g]
				value += m * x
				for a := g; a >= 0; a = t.Parent[a] {
					used[a] += x
					left[a] -= x
				}
			}
		}
	}
	threshold, share = make([]float64, n), make([]float64, n)
	for g := range n {
		for a := int32(g); a >= 0; a = t.Parent[a] {
			threshold[g] = max(threshold[g], tau[a])
		}
		if s := classShare[threshold[g]]; s != nil && threshold[g] > 0 {
			share[g] = s[g]
		}
	}
	return threshold, share, used, value
}

// long tells whether the thorough form of the random tests is asked for.
func long() bool { return os.Getenv("HASHWATT_LONG") != "" }

// near tells whether a and b agree to tol relative to the larger of them and scale.
func near(a, b, tol, scale float64) bool {
	return math.Abs(a-b) <= tol*max(math.Abs(a), math.Abs(b), scale)
}
