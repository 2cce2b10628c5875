package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestLadder: where a rung is enough, every rung above it finds the same optimum: the greedy rule for nested
// budgets, the flow for crossing ones with the tree as either family, and the linear programme.
func TestLadder(t *testing.T) {
	t.Parallel()
	const count = 10000
	rng := rand.New(rand.NewPCG(14, 1))
	var w Workspace
	var flow CrossSpace
	var seen [Nested + 1]int
	for min(seen[Threshold], seen[OneBudget], seen[Nested]) < count {
		in := random(rng, 6, 20)
		p := in.solveWith(t, &w)
		if seen[p.Rung]++; seen[p.Rung] > count {
			continue
		}
		if _, _, _, value := greedy(&in.tree, &in.items); !near(p.Value, value, 1e-9, 1) {
			t.Fatalf("value %v by %v, greedy %v\n%v", p.Value, p.Rung, value, in)
		}
		cross := in.beside()
		if seen[p.Rung]%2 == 0 {
			cross = cross.swap()
		}
		if q := cross.byFlow(t, &flow); !near(p.Value, q.Value, 1e-9, 1) {
			t.Fatalf("value %v by %v, the flow %v\n%v", p.Value, p.Rung, q.Value, in)
		}
		if q := cross.program().mustSolve(t); !near(p.Value, q.Value, 1e-9, 1) {
			t.Fatalf("value %v by %v, the linear programme %v\n%v", p.Value, p.Rung, q.Value, in)
		}
	}
}

// beside is the instance with a second family of one budget that holds everything.
func (in *instance) beside() *crossInstance {
	it := &in.items
	return &crossInstance{in.tree, Tree{[]int32{-1}, []float64{math.Inf(1)}}, CrossItems{it.Margin, it.Energy, it.Leaf, make([]int32, len(it.Leaf))}}
}

// byFlow is the plan of the flow, whether one family decides alone or not, proven.
func (in *crossInstance) byFlow(t *testing.T, w *CrossSpace) *CrossPlan {
	t.Helper()
	p := &CrossPlan{Rung: Crossing}
	p.A.reset(len(in.a.Parent))
	p.B.reset(len(in.b.Parent))
	w.Resume(&in.a, &in.b, &in.items, p)
	if err := CertifyCross(&in.a, &in.b, &in.items, p).Err(); err != nil || p.Rung != Crossing {
		t.Fatalf("%v by %v\n%v\n%+v", err, p.Rung, in, p)
	}
	return p
}
