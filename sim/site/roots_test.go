package site

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// years is two years with sites in two regions whose clocks are so many hours apart, each under a budget of its own for every year, and all
// under a power for every hour by merit.
func years(t *testing.T, apart int) (*World, *kernel.Problem) {
	t.Helper()
	axis, err := calendar.NewAxis(calendar.Date{Year: 2025, Month: 1, Day: 1}, calendar.Date{Year: 2027, Month: 1, Day: 1}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	w := world(t, 10, 10, 10)
	w.Axis, w.Civil = axis, axis.Civil(time.UTC)
	w.Regions[0].Civil = w.Civil
	w.Regions = append(w.Regions, w.Regions[0])
	w.Regions[1].Civil = axis.Civil(time.FixedZone("east", 3600*apart))
	w.Sites[2].Region = 1
	w.Limits = []Scoped{
		{Entry: limit.Entry{Name: "year", Kind: &limit.Energy{Limit: 40000, Per: calendar.Yearly, Each: true}}, Sites: all(w)},
		{Entry: limit.Entry{Name: "cap", Kind: &limit.Power{Limit: unit.Power(20), Share: limit.Merit}}, Sites: all(w)},
	}
	p := problem(w)
	if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
		t.Fatal(err)
	}
	return w, p
}

// TestYearsAreSolvedOneByOne where all clocks agree: a power for every hour joins the years of the sites, and not one year to the next.
func TestYearsAreSolvedOneByOne(t *testing.T) {
	t.Parallel()
	_, p := years(t, 0)
	b := p.Budgets
	if len(b.Roots) != 2 || b.Second == nil {
		t.Fatalf("%d roots, want one for each year", len(b.Roots))
	}
	for k, root := range b.Roots {
		if root.From != 8760*k || root.To != 8760*(k+1) || len(root.Groups) != 3 || len(root.Second) != 8760 || len(root.Sites) != 3 || root.Until != nil || len(root.Solve) != 11 {
			t.Errorf("root %d from %d to %d has %d and %d groups, %d sites and looks to %v", k, root.From, root.To, len(root.Groups), len(root.Second), len(root.Sites), root.Until)
		}
	}
	for g := range b.Groups[:6] {
		if site := b.Groups[g].Sites; len(site) != 1 || site[0] != int32(g/2) {
			t.Errorf("budget %d belongs to the sites %v", g, site)
		}
	}
}

// TestNobodyPlansYearsThatHaveNotBegun where clocks differ, and the hours at the turn of the year join all years into one root.
func TestNobodyPlansYearsThatHaveNotBegun(t *testing.T) {
	t.Parallel()
	_, p := years(t, 5)
	if n := len(p.Budgets.Roots); n != 1 {
		t.Fatalf("%d roots, want one", n)
	}
	root := p.Budgets.Roots[0]
	want := []kernel.Until{{From: 0, To: 8760}, {From: 8755, To: 17515}, {From: 8760, To: 17520}}
	if !slices.Equal(root.Until, want) {
		t.Errorf("looks %v, want %v", root.Until, want)
	}
	if !slices.Contains(root.Solve, 8755) || !slices.Contains(root.Solve, 8760) || !slices.IsSorted(root.Solve) {
		t.Errorf("solved at %v, want at the turns of the year by both clocks too", root.Solve)
	}
}

// TestTooManyBudgetsAreRefused before memory is taken for them: a penalty on the power of 120 sites in two years of hours.
func TestTooManyBudgetsAreRefused(t *testing.T) {
	t.Parallel()
	w, _ := years(t, 0)
	for range 117 {
		w.Sites = append(w.Sites, w.Sites[0])
	}
	power, price := unit.Power(5), unit.EnergyPrice{Amount: 10, Currency: "USD"}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "fee", Kind: &limit.Penalty{Power: &power, Price: &price}}, Sites: all(w)}}
	p := problem(w)
	err := compileBudgets(w, p, ruled(t, w, p), &Memory{})
	if err == nil || !strings.Contains(err.Error(), "limits.fee") || !strings.Contains(err.Error(), "2102400 with those of other limits") {
		t.Errorf("got %v", err)
	}
}
