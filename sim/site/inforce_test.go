package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// TestHoursInForceCountOnce enters January by a cap, 20 January to 10 February by a budget and so the hours of both
// once.
func TestHoursInForceCountOnce(t *testing.T) {
	t.Parallel()
	w := world(t, 10)
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "both"}, Sites: all(w)}}
	p := problem(w)
	w.Limits[0].Kind = &limit.Power{Limit: 5}
	ruled(t, w, p)
	hours := func(from, to int) func(t int) bool { return func(t int) bool { return t >= from && t < to } }
	inForce(p, 0, hours(0, 744))
	inForce(p, 0, hours(19*24, 41*24))
	inForce(p, 0, hours(8000, 8010))
	if diff := cmp.Diff([][2]int{{0, 41 * 24}, {8000, 8010}}, p.Limits[0].Force); diff != "" {
		t.Errorf("hours in force (-want +got):\n%s", diff)
	}
	if got := p.Limits[0].ByMonth; got[0] != 744 || got[1] != 240 || got[11] != 0 || got[10] != 10 {
		t.Errorf("in force for %v hours by month, want 744 in January, 240 in February, 10 in November", got)
	}
}

// TestHouseholdsThatSplitAreInForceOnce gives a household limit, which is a cap and budgets, the 8,760 hours of 2025.
func TestHouseholdsThatSplitAreInForceOnce(t *testing.T) {
	t.Parallel()
	w := world(t, 10)
	detection, fine := unit.MonthlyRate(0.05), unit.Money{Amount: 1e5, Currency: "USD"}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "homes", Kind: &limit.Household{Households: 100, Meters: 2, Detection: &detection, Fine: &fine}}, Sites: all(w)}}
	p := problem(w)
	list := ruled(t, w, p)
	compileSteps(w, p, list)
	if err := compileBudgets(w, p, list, &Memory{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][2]int{{0, 8760}}, p.Limits[0].Force); diff != "" {
		t.Errorf("hours in force (-want +got):\n%s", diff)
	}
	if got := capAt(p, w, 0, hourOf(w, 4, 1)); got != 1200./720 {
		t.Errorf("100 households with two meters may draw %v MW in April, want 1200 MWh / 720 h", got)
	}
	if n := len(p.Budgets.Groups); n != 12 || p.Budgets.Groups[3].BudgetMWh != 600 || !p.Budgets.Groups[3].Terms.Soft {
		t.Errorf("%d budgets, want 12 soft ones of 600 MWh, as %+v", n, p.Budgets.Groups)
	}
}
