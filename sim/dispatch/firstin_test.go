package dispatch

import (
	"slices"
	"testing"
)

// TestNothingLeftIsPriced: the first MWh of a budget with nothing left is worth the largest margin inside, above
// what all other budgets ask of it. By hand: the budget C of 1 MWh lets half of the item at 7 run and asks 7. A,
// with nothing left, lets none of the items at 10 and 9 run, and asks 10; so the one at 9, in A, B and C, is worth
// nothing to B, and B asks the 3 that the item at 10 is worth above the 7 of C. An item of no energy is worth
// nothing.
func TestNothingLeftIsPriced(t *testing.T) {
	t.Parallel()
	p := &Program{
		Margin: []float64{10, 9, 10, 7, 30},
		Energy: []float64{1, 1, 1, 2, 0},
		Budgets: []Budget{
			{0, []int32{0, 1}},       // A
			{-5, []int32{1, 2, 4}},   // B
			{1, []int32{1, 2, 3, 4}}, // C
		},
	}
	plan, err := p.Solve()
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{10, 3, 7}; !slices.Equal(plan.Lambda, want) {
		t.Errorf("multipliers %v, want %v", plan.Lambda, want)
	}
	if want := []float64{0, 0, 0, 0.5, 0}; !slices.Equal(plan.Fraction, want) {
		t.Errorf("parts %v, want %v", plan.Fraction, want)
	}
}

// TestNothingLeftInTurn: of two budgets with nothing left around one item the first asks all of its margin, and the
// second nothing.
func TestNothingLeftInTurn(t *testing.T) {
	t.Parallel()
	p := &Program{Margin: []float64{8}, Energy: []float64{1}, Budgets: []Budget{{0, []int32{0}}, {0, []int32{0}}}}
	plan, err := p.Solve()
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{8, 0}; !slices.Equal(plan.Lambda, want) {
		t.Errorf("multipliers %v, want %v", plan.Lambda, want)
	}
}
