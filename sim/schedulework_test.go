package sim

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// switched is a runner of sites with two classes of machines, which are switched under one budget of all hours.
func switched(sites, hours int, look kernel.Foresight) *runner {
	p := &kernel.Problem{Hours: hours, PUE: [][]float64{make([]float64, hours)}, Foresight: look}
	p.Chain.Open = true
	row := make([]int32, hours)
	b := &kernel.Budgets{Groups: []kernel.Group{{BudgetMWh: 1, To: hours, Parent: -1}}, Leaf: [][]int32{row}}
	root := kernel.Root{To: hours, Groups: []int32{0}, Until: []kernel.Until{{From: 0, To: 720}}}
	for t := range hours {
		p.PUE[0][t] = 1
	}
	for i := range sites {
		root.Sites = append(root.Sites, int32(i))
		p.Sites = append(p.Sites, kernel.Site{
			PowerMW: 1, AvailableMW: 1, Tranches: make([]kernel.Tranche, 2), Cycle: &kernel.Cycle{Up: 6, Down: 4, Blocks: 1},
		})
	}
	for t := 720; t < hours; t += 720 {
		root.Solve, root.Until = append(root.Solve, t), append(root.Until, kernel.Until{From: t, To: min(t+720, hours)})
	}
	b.Roots, p.Budgets, p.Limits = []kernel.Root{root}, b, []kernel.Limit{{Name: "quota"}}
	facts := &scenario.Facts{World: &site.World{}, Words: &scenario.Scenario{}}
	return &runner{file: &scenario.File{Name: "switched.yaml"}, facts: facts, problem: &site.Compiled{Problem: p}}
}

// TestLongPlansOfSwitchedMachinesAreTold before any is made, with what they take and what a rolling operator's do;
// seconds are not told. A case that takes long is not played again for comparisons.
func TestLongPlansOfSwitchedMachinesAreTold(t *testing.T) {
	t.Parallel()
	year := switched(10, 8760, kernel.Perfect)
	if err := year.affordable(0); err != nil || len(year.warnings) > 0 || year.costly() {
		t.Errorf("a year: %v, warnings %v, costly %v, want none", err, year.warnings, year.costly())
	}
	for _, c := range []struct {
		name   string
		look   kernel.Foresight
		breach bool
		draws  int
		want   string
	}{
		{"perfect", kernel.Perfect, false, 0, `foresight: perfect plans machines that are switched and the budgets of "quota" in one problem of up to 20 classes of machines and 87600 hours, which takes about 3 minutes in the central case (with foresight: rolling about 20 seconds); variants, and comparisons and checks that are asked for, come on top`},
		{"rolling", kernel.Rolling, false, 9, `machines that are switched are planned together with the budgets of "quota": the central case makes some 122 plans of up to 20 classes of machines and 1056 hours for them, which takes about 20 seconds, and as much for each of 9 draws, about 3 minutes on one processor; variants, and comparisons and checks that are asked for, come on top`},
		{"broken", kernel.Rolling, true, 0, `machines that are switched are planned together with the budgets of "quota", of which some may be broken: the central case makes some 122 plans of up to 20 classes of machines and 1056 hours for them, which takes about 4 minutes; variants, and comparisons and checks that are asked for, come on top`},
	} {
		r := switched(10, 87600, c.look)
		if c.breach {
			r.problem.Sites[0].Breaches = make([]kernel.Breach, 1)
		}
		if err := r.affordable(c.draws); err != nil || len(r.warnings) != 1 || r.warnings[0].Kind != scenario.TakesLong {
			t.Errorf("%s: %v, warnings %v, want one", c.name, err, r.warnings)
			continue
		}
		if got := r.warnings[0].Text; got != c.want {
			t.Errorf("%s: the warning is\n%s, want\n%s", c.name, got, c.want)
		}
		if got, want := r.costly(), c.name != "rolling"; got != want {
			t.Errorf("%s: costly %v, want %v", c.name, got, want)
		}
	}
	both := crossed(60, 500) // four minutes of linear programmes beside a second of plans
	both.problem.Sites[0].Cycle = &kernel.Cycle{Up: 2, Blocks: 1}
	if err := both.affordable(0); err != nil || strings.Contains(both.warnings[0].Text, "classes of machines") {
		t.Errorf("%v, warnings %v, want one of the programmes alone", err, both.warnings)
	}
}
