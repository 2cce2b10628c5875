package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// softSimplex is the optimum of a programme whose budgets may be exceeded at a price (USD/MWh, +Inf for never), by gonum's
// general linear solver with one variable for the excess of each: max Σ margin·x - Σ price·z with x <= energy and, for
// each budget, Σ x - z <= residual.
func softSimplex(p *Program, price []float64) (float64, error) {
	n, m := len(p.Margin), len(p.Budgets)
	rows := n + m
	if n == 0 {
		return 0, nil
	}
	a := mat.NewDense(rows, n+m+rows, nil)
	b, c, basis := make([]float64, rows), make([]float64, n+m+rows), make([]int, rows)
	for j := range n {
		c[j], b[j] = -p.Margin[j], p.Energy[j]
		a.Set(j, j, 1)
	}
	for g, budget := range p.Budgets {
		b[n+g] = budget.Residual
		for _, j := range budget.Items {
			a.Set(n+g, int(j), 1)
		}
		if !math.IsInf(price[g], 1) {
			a.Set(n+g, n+g, -1)
			c[n+g] = price[g]
		} else {
			a.Set(n+g, n+g, 1) // a second slack
		}
	}
	for r := range rows {
		a.Set(r, n+m+r, 1)
		basis[r] = n + m + r
	}
	value, _, err := lp.Simplex(c, a, b, 1e-12, basis)
	return -value, err
}

// softness draws prices for budgets and returns the MWh that no plan can exceed a budget by.
func softness(rng *rand.Rand, p *Program, soft func(g int) bool) (price []float64, most float64) {
	price = make([]float64, len(p.Budgets))
	for g := range price {
		price[g] = math.Inf(1)
		if soft(g) {
			price[g] = 0.5 + 8*rng.Float64()
			if rng.IntN(2) == 0 {
				price[g] = float64(1 + rng.IntN(9))
			}
		}
	}
	for _, e := range p.Energy {
		most += e
	}
	return price, most
}

// compareSoft fails the test unless the value, less what was added for softness, is that of the programme with excesses.
func compareSoft(t *testing.T, p *Program, price []float64, most, value float64, failed *int) {
	t.Helper()
	for _, usd := range price {
		if !math.IsInf(usd, 1) {
			value -= usd * most
		}
	}
	want, err := softSimplex(p, price)
	if err != nil {
		*failed++ // the solver's own trouble with degenerate corners; the plan is proven
		return
	}
	if !near(value, want, 1e-9, 100) { // of the sums with the added item
		t.Fatalf("value %.12g, with excesses %.12g\n%+v\nprices %v", value, want, p, price)
	}
}

// TestSoftTree: a budget of any MWh that may be exceeded, alone or around all others of a tree, is a larger hard one with an
// item that is worth what exceeding costs; its multiplier is never above that price.
func TestSoftTree(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 1))
	var w Workspace
	failed, over, count := 0, 0, 3000
	for k := range count {
		groups := 1 // one budget, or a tree
		if k%2 == 0 {
			groups = 5
		}
		in := random(rng, groups, 12)
		p := in.program()
		price, most := softness(rng, p, func(g int) bool { return in.tree.Parent[g] < 0 })
		hard := in.clone()
		for g, usd := range price {
			if !math.IsInf(usd, 1) {
				hard.tree.Residual[g] += most
				hard.add(usd, most, int32(g))
			}
		}
		plan := hard.solveWith(t, &w)
		compareSoft(t, p, price, most, plan.Value, &failed)
		for g, usd := range price {
			if plan.Lambda[g] > usd {
				t.Fatalf("budget %d costs %v USD/MWh to exceed and has the multiplier %v\n%v", g, usd, plan.Lambda[g], in)
			}
			if plan.Used[g]-most*plan.Fraction(usd, int32(g)) > in.tree.Residual[g]+1e-9 && !math.IsInf(usd, 1) {
				over++
			}
		}
	}
	if over < count/10 || failed*50 > count {
		t.Errorf("%d budgets of %d instances are exceeded and simplex failed on %d: the mix tests too little", over, count, failed)
	}
}

// program writes one tree as a linear programme.
func (in *instance) program() *Program {
	p := &Program{Margin: in.items.Margin, Energy: in.items.Energy}
	p.AddTree(&in.tree, in.items.Leaf)
	return p
}

// TestSoftInside: a budget that may be exceeded inside one that may not is of a family of its own, since the item that is
// added lies in the one and not in the other; it crosses nothing else.
func TestSoftInside(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 2))
	var w CrossSpace
	failed, crossing, count := 0, 0, 3000
	for range count {
		// The second family lies inside groups of the first, and all its roots are soft.
		in := randomCross(rng, 4, 12)
		for j, b := range in.items.LeafB {
			if b >= 0 && len(in.a.Parent) > 0 {
				in.items.LeafA[j] = int32(int(in.b.root(b)) % len(in.a.Parent))
			}
		}
		p := in.program()
		first := len(in.a.Parent)
		price, most := softness(rng, p, func(g int) bool { return g >= first && in.b.Parent[g-first] < 0 })
		hard := in.clone()
		for g, usd := range price {
			if !math.IsInf(usd, 1) {
				hard.b.Residual[g-first] += most
				hard.add(usd, most, -1, int32(g-first))
			}
		}
		plan := hard.solveWith(t, &w)
		if plan.Rung == Crossing {
			crossing++
		}
		compareSoft(t, p, price, most, plan.Value, &failed)
	}
	if crossing < count/10 || failed*50 > count {
		t.Errorf("%d of %d instances cross and simplex failed on %d: the mix tests too little", crossing, count, failed)
	}
}

// root is the outermost group around one.
func (t *Tree) root(g int32) int32 {
	for t.Parent[g] >= 0 {
		g = t.Parent[g]
	}
	return g
}

// TestSoftProgram: any budgets of a linear programme may be soft, each by an item of its own.
func TestSoftProgram(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 3))
	failed, count := 0, 3000
	for range count {
		p := randomProgram(rng, 6, 12)
		price, most := softness(rng, p, func(int) bool { return rng.IntN(2) == 0 })
		hard := p.clone()
		for g, usd := range price {
			if !math.IsInf(usd, 1) {
				b := &hard.Budgets[g]
				b.Residual += most
				b.Items = append(slices.Clone(b.Items), int32(len(hard.Margin)))
				hard.Margin, hard.Energy = append(hard.Margin, usd), append(hard.Energy, most)
			}
		}
		compareSoft(t, p, price, most, hard.mustSolve(t).Value, &failed)
	}
	if failed*50 > count {
		t.Errorf("simplex failed on %d of %d instances", failed, count)
	}
}
