package dispatch

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// crossInstance is one problem of two families.
type crossInstance struct {
	a, b  Tree
	items CrossItems
}

func (in *crossInstance) add(margin, energy float64, leafA, leafB int32) {
	it := &in.items
	it.Margin = append(it.Margin, margin)
	it.Energy = append(it.Energy, energy)
	it.LeafA = append(it.LeafA, leafA)
	it.LeafB = append(it.LeafB, leafB)
}

// swap names the families the other way round.
func (in *crossInstance) swap() *crossInstance {
	it := &in.items
	return &crossInstance{in.b, in.a, CrossItems{it.Margin, it.Energy, it.LeafB, it.LeafA}}
}

func (in *crossInstance) clone() *crossInstance {
	it := &in.items
	return &crossInstance{
		Tree{slices.Clone(in.a.Parent), slices.Clone(in.a.Residual)},
		Tree{slices.Clone(in.b.Parent), slices.Clone(in.b.Residual)},
		CrossItems{slices.Clone(it.Margin), slices.Clone(it.Energy), slices.Clone(it.LeafA), slices.Clone(it.LeafB)},
	}
}

// family returns the instance of one family alone.
func (in *crossInstance) family(second bool) *instance {
	it := &in.items
	if second {
		return &instance{in.b, Items{it.Margin, it.Energy, it.LeafB}}
	}
	return &instance{in.a, Items{it.Margin, it.Energy, it.LeafA}}
}

// String is what a failure prints.
func (in *crossInstance) String() string {
	if n := len(in.items.Margin); n > 50 {
		return fmt.Sprintf("%d and %d groups, %d items", len(in.a.Parent), len(in.b.Parent), n)
	}
	return fmt.Sprintf("%+v %+v %+v", in.a, in.b, in.items)
}

// solveWith returns the plan and fails the test unless its certificate holds.
func (in *crossInstance) solveWith(t testing.TB, w *CrossSpace) *CrossPlan {
	t.Helper()
	p := new(CrossPlan)
	w.Solve(&in.a, &in.b, &in.items, p)
	if err := CertifyCross(&in.a, &in.b, &in.items, p).Err(); err != nil {
		t.Fatalf("%v\n%v\n%+v", err, in, p)
	}
	return p
}

// randomCross makes a problem of two random trees over one set of items, each of the kinds that break careless code.
func randomCross(rng *rand.Rand, groups, items int) *crossInstance {
	whole := rng.IntN(2) == 0 // whole numbers make ties and exact fits
	flat := rng.IntN(8) == 0
	n := 1 + rng.IntN(items)
	in := new(crossInstance)
	in.a.Parent, in.b.Parent = randomParents(rng, groups), randomParents(rng, groups)
	for range n {
		m, e := 10*rng.Float64()-1, 5*rng.Float64()
		if whole {
			m, e = float64(rng.IntN(12)-1), float64(rng.IntN(5))
		}
		if flat {
			m = 7
		}
		in.add(m, e, int32(rng.IntN(len(in.a.Parent)+1)-1), int32(rng.IntN(len(in.b.Parent)+1)-1))
	}
	for k, tree := range []*Tree{&in.a, &in.b} {
		tree.Residual = in.family(k == 1).demand()
		for g, want := range tree.Residual {
			r := want * 1.1 * rng.Float64()
			if whole {
				r = math.Floor(r)
			}
			switch rng.IntN(12) {
			case 0:
				r = 0
			case 1:
				r = want
			}
			tree.Residual[g] = r
		}
	}
	return in
}

func randomParents(rng *rand.Rand, groups int) []int32 {
	n := rng.IntN(groups + 1)
	parent := make([]int32, n)
	name := rng.Perm(n)
	for i := range n {
		parent[name[i]] = -1
		if i > 0 && rng.IntN(3) == 0 {
			parent[name[i]] = int32(name[rng.IntN(i)])
		}
	}
	return parent
}

// crossSimplex returns the optimum by gonum's general linear solver.
func crossSimplex(in *crossInstance) (float64, error) {
	return simplexOf(in.items.Margin, in.items.Energy, budgets{&in.a, in.items.LeafA}, budgets{&in.b, in.items.LeafB})
}

// TestCrossingEqualsSimplex: the optimum under two families of budgets equals that of a general linear solver.
func TestCrossingEqualsSimplex(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 1))
	var warm, cold CrossSpace
	cold.cold = true
	var rungs [Crossing + 1]int
	failed, worst := 0, 0.0
	const count = 10000
	for range count {
		in := randomCross(rng, 5, 12)
		p := in.solveWith(t, &warm)
		rungs[p.Rung]++
		if q := in.solveWith(t, &cold); !near(p.Value, q.Value, 1e-12, 1) {
			t.Fatalf("value %.15g, from a cold start %.15g\n%v", p.Value, q.Value, in)
		}
		want, err := crossSimplex(in)
		if err != nil {
			failed++ // the solver's own trouble with degenerate corners; the certificate has been checked
			continue
		}
		if !near(p.Value, want, 1e-9, 1) {
			t.Fatalf("value %.15g, simplex %.15g\n%v\n%+v", p.Value, want, in, p)
		}
		worst = max(worst, math.Abs(p.Value-want)/max(want, 1))
	}
	t.Logf("%d instances by rung %v, largest difference %.1e, %d without an answer from simplex",
		count, rungs, worst, failed)
}
