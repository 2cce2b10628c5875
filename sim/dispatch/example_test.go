package dispatch_test

import (
	"fmt"
	"math"

	"hashwatt/sim/dispatch"
)

// Two months share a yearly budget of 30 MWh; the first month has a budget of its own.
func Example() {
	tree := dispatch.Tree{
		Parent:   []int32{1, -1}, // group 0, the first month, lies in group 1, the year
		Residual: []float64{10, 30},
	}
	items := dispatch.Items{
		Margin: []float64{50, 40, 30, 25, -5},
		Energy: []float64{8, 8, 20, 20, 20},
		Leaf:   []int32{0, 0, 1, 1, 1},
	}
	var w dispatch.Workspace // keep it for the next problem
	var plan dispatch.Plan
	w.Solve(&tree, &items, &plan)
	for j, m := range items.Margin {
		fmt.Printf("margin %v: %v runs\n", m, plan.Fraction(m, items.Leaf[j]))
	}
	fmt.Println("one more MWh is worth", plan.Lambda[1], "in the year and", plan.Lambda[0], "more in the month")
	fmt.Println(plan.Value, "USD by", plan.Rung)
	// Output:
	// margin 50: 1 runs
	// margin 40: 0.25 runs
	// margin 30: 1 runs
	// margin 25: 0 runs
	// margin -5: 0 runs
	// one more MWh is worth 25 in the year and 15 more in the month
	// 1080 USD by nested budgets
}

// Two sites have 1 MWh each for two hours, and the grid has 1 MWh in each hour: the budgets cross.
func ExampleCrossSpace() {
	sites := dispatch.Tree{Parent: []int32{-1, -1}, Residual: []float64{1, 1}}
	hours := dispatch.Tree{Parent: []int32{-1, -1}, Residual: []float64{1, 1}}
	items := dispatch.CrossItems{
		Margin: []float64{10, 9, 9, 1},
		Energy: []float64{1, 1, 1, 1},
		LeafA:  []int32{0, 0, 1, 1}, // the site
		LeafB:  []int32{0, 1, 0, 1}, // the hour
	}
	var w dispatch.CrossSpace
	var plan dispatch.CrossPlan
	w.Solve(&sites, &hours, &items, &plan)
	fmt.Println(plan.Fraction, plan.Value, "USD by", plan.Rung)
	fmt.Println("a site pays", plan.A.Lambda, "and an hour", plan.B.Lambda)
	// Output:
	// [0 1 1 0] 18 USD by crossing budgets
	// a site pays [1 0] and an hour [9 8]
}

// A unit costs 10 USD to start and then stays on for at least three hours; an outage forces it off in one of them.
func ExampleCycleSpace() {
	unit := dispatch.Cycle{Start: 10, Up: 3, Blocks: 1}
	value := []float64{4, -2, 9, -1, 8, math.Inf(-1), 7, 2, -3}
	var w dispatch.CycleSpace
	var plan dispatch.CyclePlan
	w.Solve(value, unit, dispatch.CycleState{}, &plan)
	fmt.Println(plan.Blocks, plan.Value, "USD with", plan.Starts, "start")
	var state dispatch.CycleState
	for _, blocks := range plan.Blocks[:2] {
		state = unit.After(state, blocks)
	}
	fmt.Printf("after two hours %+v\n", state)
	// Output:
	// [1 1 1 1 1 0 0 0 0] 8 USD with 1 start
	// after two hours {Blocks:1 Owed:1}
}
