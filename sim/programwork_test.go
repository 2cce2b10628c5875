package sim

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// crossed is a runner of sites of one machine under budgets of each hour in three families, which are planned
// together every hour.
func crossed(sites, hours int) *runner {
	p := &kernel.Problem{Hours: hours, PUE: [][]float64{make([]float64, hours)}, Chain: kernel.Chain{Open: true}, Budgets: &kernel.Budgets{}}
	b := p.Budgets
	root := kernel.Root{To: hours, More: make([][]int32, 1)}
	for t := range hours {
		p.PUE[0][t] = 1
		if t > 0 {
			root.Solve = append(root.Solve, t)
		}
	}
	for i := range sites {
		root.Sites = append(root.Sites, int32(i))
		p.Sites = append(p.Sites, kernel.Site{PowerMW: 1, AvailableMW: 1, Tranches: make([]kernel.Tranche, 1)})
	}
	for f, list := range []*[]int32{&root.Groups, &root.Second, &root.More[0]} {
		p.Limits = append(p.Limits, kernel.Limit{Name: fmt.Sprintf("limit %d", f)})
		row := make([]int32, hours)
		for t := range hours {
			row[t] = int32(len(b.Groups))
			*list = append(*list, row[t])
			b.Groups = append(b.Groups, kernel.Group{Limit: int32(f), BudgetMWh: 0.5 * float64(sites), From: t, To: t + 1, Parent: -1})
		}
		switch f {
		case 0:
			b.Leaf = [][]int32{row}
		case 1:
			b.Second = [][]int32{row}
		default:
			b.More = [][][]int32{{row}}
		}
	}
	b.Roots = []kernel.Root{root}
	facts := &scenario.Facts{World: &site.World{}, Words: &scenario.Scenario{}}
	return &runner{file: &scenario.File{Name: "crossed.yaml"}, facts: facts, problem: &site.Compiled{Problem: p}}
}

// TestHoursOfProgrammesAreRefused before any of them is solved, with what it would take and what can be done;
// minutes are told, and seconds are not.
func TestHoursOfProgrammesAreRefused(t *testing.T) {
	t.Parallel()
	small := crossed(3, 20)
	if err := small.affordable(0); err != nil || len(small.warnings) > 0 {
		t.Errorf("%v, warnings %v, want neither", err, small.warnings)
	}
	if small.costly() {
		t.Error("seconds are left away from comparisons")
	}

	large := crossed(60, 500) // 500 programmes of at most 30,000 items and 1,500 budgets: 232 seconds
	if err := large.affordable(0); err != nil || len(large.warnings) != 1 {
		t.Fatalf("%v, warnings %v, want one", err, large.warnings)
	}
	want := `the budgets of "limit 0", "limit 1", "limit 2" cross in more than two ways: the central case solves some 500 linear programmes of up to 30000 items and 1500 budgets for them, which takes about 4 minutes; variants, and comparisons and checks that are asked for, come on top`
	if got := large.warnings[0].Text; got != want {
		t.Errorf("the warning is\n%s, want\n%s", got, want)
	}
	if !large.costly() {
		t.Error("minutes are played again for comparisons")
	}

	err := large.affordable(1000)
	if err == nil || len(large.warnings) != 1 {
		t.Fatalf("%v, warnings %v, want an error and no more of these", err, large.warnings)
	}
	for _, part := range []string{"crossed.yaml: ", ", and as much for each of 1000 draws, about 65 hours on one processor", "more than 3 hours are refused", "take at most 45 draws, ", "shorten the clock", "hashwatt mps"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v\nlacks %q", err, part)
		}
	}
	if err := large.affordable(45); err != nil {
		t.Errorf("as many draws as proposed: %v", err)
	}
}

// TestManyLimitsAreNotAllNamed: a message names the first six of many limits and counts the others.
func TestManyLimitsAreNotAllNamed(t *testing.T) {
	t.Parallel()
	p := &kernel.Problem{}
	var all []int32
	for l := range 9 {
		p.Limits = append(p.Limits, kernel.Limit{Name: fmt.Sprint(l)})
		all = append(all, int32(l))
	}
	if got, want := limitNames(p, all[:7]), `"0", "1", "2", "3", "4", "5", "6"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := limitNames(p, all), `"0", "1", "2", "3", "4", "5" and 3 others`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestLongTimes are said in minutes, and in hours beyond a hundred of them, short ones in seconds.
func TestLongTimes(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[float64]string{0.3: "a second", 1.5: "2 seconds", 21: "30 seconds", 51: "a minute", 61: "2 minutes", 5940: "99 minutes", 7199: "2 hours", mostSeconds: "3 hours"} {
		if got := lasting(seconds); got != want {
			t.Errorf("%g seconds are %q, want %q", seconds, got, want)
		}
	}
}
