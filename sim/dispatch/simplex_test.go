package dispatch

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// simplex returns the optimum of the instance by gonum's general linear solver: min -margin·x subject to x + slack
// = energy for each item and Σ x + slack = residual for each group, all variables >= 0, started from the slacks.
func simplex(in *instance) (float64, error) {
	return simplexOf(in.items.Margin, in.items.Energy, budgets{&in.tree, in.items.Leaf})
}

// budgets is a family of them and the smallest of them around each item.
type budgets struct {
	tree *Tree
	leaf []int32
}

// simplexOf is the optimum of items under the budgets of some families.
func simplexOf(margin, energy []float64, families ...budgets) (float64, error) {
	n := len(margin)
	if n == 0 {
		return 0, nil
	}
	rows := n
	for _, f := range families {
		rows += len(f.tree.Parent)
	}
	a := mat.NewDense(rows, n+rows, nil)
	b := make([]float64, rows)
	c := make([]float64, n+rows)
	basis := make([]int, rows)
	for j := range n {
		c[j] = -margin[j]
		b[j] = energy[j]
		a.Set(j, j, 1)
	}
	first := n // row of the family's first budget
	for _, f := range families {
		for j, leaf := range f.leaf {
			for g := leaf; g >= 0; g = f.tree.Parent[g] {
				a.Set(first+int(g), j, 1)
			}
		}
		copy(b[first:], f.tree.Residual)
		first += len(f.tree.Parent)
	}
	for r := range rows {
		a.Set(r, n+r, 1)
		basis[r] = n + r
	}
	value, _, err := lp.Simplex(c, a, b, 1e-12, basis)
	return -value, err
}

// TestEqualsSimplex: the optimum equals that of a general linear solver on small random trees of budgets.
func TestEqualsSimplex(t *testing.T) {
	t.Parallel()
	count := 2000
	if long() {
		count = 10000
	}
	rng := rand.New(rand.NewPCG(5, 1))
	var w Workspace
	var rungs [Rungs]int
	failed, worst := 0, 0.0
	for range count {
		in := random(rng, 6, 12)
		p := in.solveWith(t, &w)
		rungs[p.Rung]++
		want, err := simplex(in)
		if err != nil {
			failed++ // the solver's own trouble with degenerate corners; the certificate has been checked
			continue
		}
		if !near(p.Value, want, 1e-9, 1) {
			t.Fatalf("value %.15g, simplex %.15g\n%v\n%+v", p.Value, want, in, p)
		}
		if p.Value != want {
			worst = max(worst, (p.Value-want)/max(want, 1), (want-p.Value)/max(want, 1))
		}
	}
	t.Logf("%d instances, answered by rung %v, largest difference %.1e, %d without an answer from simplex",
		count, rungs, worst, failed)
	if failed*100 > count {
		t.Errorf("simplex failed on %d of %d instances", failed, count)
	}
	for r, k := range rungs[:Nested+1] {
		if k*20 < count {
			t.Errorf("rung %v answered %d of %d instances: the mix tests too little of it", Rung(r), k, count)
		}
	}
}
