package dispatch

import "testing"

// TestCertificateBoundsEveryPlan: the bound is what the multipliers are worth for what budgets allow, and not for
// what a plan uses of them: a plan that leaves some unused has the bound of the best.
func TestCertificateBoundsEveryPlan(t *testing.T) {
	t.Parallel()
	one := &instance{
		Tree{[]int32{1, -1}, []float64{2, 4}},
		Items{[]float64{9, 8, 7, 7, 6}, []float64{1, 2, 3, 1, 5}, []int32{0, 0, 1, 1, 1}},
	}
	plan := one.solve(t)
	plan.Share[0], plan.Share[1] = 0, 0 // the items at the edge of a budget stand still
	if c := Certify(&one.tree, &one.items, plan); c.Primal != 9 || c.Dual != 31 {
		t.Errorf("one family: %v USD of at most %v, want 9 of 31", c.Primal, c.Dual) // 9 + 8 + 2·7
	}

	two := grid([][]float64{{10, 9}, {9, 1}}, []float64{1, 1}, []float64{1, 1})
	cross := two.solveWith(t, new(CrossSpace))
	clear(cross.Fraction)
	if c := CertifyCross(&two.a, &two.b, &two.items, cross); c.Primal != 0 || c.Dual != 18 {
		t.Errorf("two families: %v USD of at most %v, want 0 of 18", c.Primal, c.Dual) // 9 + 9
	}

	program := &Program{Margin: []float64{5, 4, 3}, Energy: []float64{2, 2, 2}, Budgets: []Budget{{3, []int32{0, 1, 2}}}}
	general, err := program.Solve()
	if err != nil {
		t.Fatal(err)
	}
	clear(general.Fraction)
	if c := CertifyProgram(program, general); c.Primal != 0 || c.Dual != 14 {
		t.Errorf("programme: %v USD of at most %v, want 0 of 14", c.Primal, c.Dual) // 2·5 + 1·4
	}
}
