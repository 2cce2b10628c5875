package site

import (
	"strings"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// regions is a world of sites of 10 MW, each in a region of its own that emits so many g/kWh.
func regions(t *testing.T, grams ...float64) *World {
	t.Helper()
	w := world(t, make([]float64, len(grams))...)
	region := w.Regions[0]
	w.Regions = nil
	for i, g := range grams {
		region.EmissionGPerKWh = g
		w.Regions = append(w.Regions, region)
		w.Sites[i].Region, w.Sites[i].PowerMW, w.Sites[i].ID = i, 10, string(rune('a'+i))
	}
	return w
}

// carbon is a cap of 1,000 t a year.
func carbon(sites ...int) Scoped {
	return Scoped{Entry: limit.Entry{Name: "carbon", Kind: &limit.Carbon{Limit: 1000, Per: calendar.Yearly}}, Sites: sites}
}

// compiled compiles the budgets.
func compiled(t *testing.T, w *World) (*kernel.Problem, error) {
	t.Helper()
	p := problem(w)
	list := ruled(t, w, p)
	compileSteps(w, p, list)
	return p, compileBudgets(w, p, list, &Memory{})
}

// weightOf is what a MWh of site i counts.
func weightOf(p *kernel.Problem, i int) float64 {
	if p.Budgets.Weight == nil {
		return 1
	}
	return p.Budgets.Weight[p.Sites[i].Class]
}

// TestCapOnCO2CountsTonnes counts 0.5 t for a MWh of one region and 1 t for one of the other, under a cap of 1,000
// t; budgets of energy beside it count their MWh at the rate of their sites, also where it reaches them through
// another site only.
func TestCapOnCO2CountsTonnes(t *testing.T) {
	t.Parallel()
	w := regions(t, 500, 1000, 250, 250)
	w.Limits = []Scoped{carbon(0, 1), energy("quota", 600, calendar.Yearly, []int{0}), energy("elsewhere", 300, calendar.Yearly, []int{2, 3})}
	p, err := compiled(t, w)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{0.5, 1, 1, 1} {
		if got := weightOf(p, i); got != want {
			t.Errorf("a MWh of site %d counts %v, want %v", i, got, want)
		}
	}
	for g, want := range []float64{0, 0.5, 1} {
		group := p.Budgets.Groups[g]
		if group.Unit != want || group.BudgetMWh != []float64{1000, 600, 300}[g] {
			t.Errorf("budget %d of %v has a unit of %v, want %v", g, group.BudgetMWh, group.Unit, want)
		}
	}
	w = regions(t, 500, 700, 700)
	w.Limits = []Scoped{carbon(0), energy("two", 600, calendar.Yearly, []int{0, 1}), energy("all", 900, calendar.Yearly, []int{0, 1, 2})}
	if p, err = compiled(t, w); err != nil {
		t.Fatal(err)
	}
	for i := range w.Sites { // the cap holds the first alone, so what the others emit is not asked for
		if got := weightOf(p, i); got != 0.5 {
			t.Errorf("a MWh of site %d counts %v under budgets that are shared with the first, want 0.5", i, got)
		}
	}
}

// TestBudgetsOfSitesThatEmitDifferently refuses one budget of energy for two sites under a cap on CO2 whose tonnes
// differ, and takes budgets for each of them.
func TestBudgetsOfSitesThatEmitDifferently(t *testing.T) {
	t.Parallel()
	w := regions(t, 500, 1000)
	w.Limits = []Scoped{carbon(0, 1), energy("quota", 600, calendar.Yearly, []int{0, 1})}
	_, err := compiled(t, w)
	if err == nil || !strings.Contains(err.Error(), `sites that emit 0.5 and 1 t of CO2 for each MWh (a and b), which "carbon" counts in tonnes`) {
		t.Errorf("got %v, want the sites, their rates and the cap", err)
	}
	each := unit.Energy(600)
	w.Limits[1].Kind = &limit.Penalty{Limit: &each, Per: calendar.Yearly, Price: &unit.EnergyPrice{Amount: 5, Currency: "USD"}}
	p, err := compiled(t, w)
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range p.Budgets.Groups[1:] {
		if want := []float64{0.5, 1}[group.Sites[0]]; group.Unit != want {
			t.Errorf("the budget of site %d has a unit of %v, want %v", group.Sites[0], group.Unit, want)
		}
	}
}

// TestSitesThatEmitNothingAreFree leaves a site of a region without emissions out of the cap that names it.
func TestSitesThatEmitNothingAreFree(t *testing.T) {
	t.Parallel()
	w := regions(t, 0, 400)
	w.Limits = []Scoped{carbon(0, 1)}
	p, err := compiled(t, w)
	if err != nil {
		t.Fatal(err)
	}
	clean, other := p.Budgets.Leaf[p.Sites[0].Class], p.Budgets.Leaf[p.Sites[1].Class]
	if clean[0] != -1 || other[0] != 0 || weightOf(p, 0) != 1 || weightOf(p, 1) != 0.4 {
		t.Errorf("budgets %v and %v, weights %v and %v, want none and the first, 1 and 0.4",
			clean[0], other[0], weightOf(p, 0), weightOf(p, 1))
	}
}
