package site

import (
	"slices"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// Each site has its own months to break, in order, and every hour knows its month; a budget that no one may break says so.
func TestEachSiteBreaksItsOwnBudgets(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10, 10)
	months := &limit.Energy{Limit: unit.Energy(100), Per: calendar.Monthly}
	rule := limit.Rule{Pool: &limit.Pool{
		Periods: func(h *limit.Held) ([]int32, []limit.Budget) { return months.Budgets(h.Civil) },
		Each:    true, Breach: &limit.Breach{Fines: []float64{1, 2}, ShutdownHours: 720},
	}}
	w.Limits = []Scoped{
		energy("year", 1000, calendar.Yearly, []int{0, 1, 2}),
		{Entry: limit.Entry{Name: "penalty", Kind: &doing{rule: rule}}, Sites: []int{0, 2}},
	}
	mem := &Memory{}
	for range 2 { // the second time budgets are remembered
		p := problem(w)
		if err := compileBudgets(w, p, ruled(t, w, p), mem); err != nil {
			t.Fatal(err)
		}
		compileBreaches(w, p, ruled(t, w, p))
		if p.Sites[1].Breaches != nil {
			t.Error("a site may break what does not hold it")
		}
		for _, i := range []int{0, 2} {
			if len(p.Sites[i].Breaches) != 1 {
				t.Fatalf("site %d: %+v", i, p.Sites[i].Breaches)
			}
			b := p.Sites[i].Breaches[0]
			if b.Limit != 1 || len(b.Groups) != 12 || !slices.Equal(b.Fines, []float64{1, 2}) || b.ShutdownHours != 720 {
				t.Fatalf("site %d: %+v", i, b)
			}
			for k, g := range b.Groups {
				group := &p.Budgets.Groups[g]
				if !group.Terms.Breach || group.From != w.Civil.Months[k].From || b.Of[group.From] != int32(k) || b.Of[group.To-1] != int32(k) || group.Sites[0] != int32(i) {
					t.Errorf("site %d, period %d: %+v", i, k, group)
				}
			}
		}
		for g := range p.Budgets.Groups {
			if group := &p.Budgets.Groups[g]; group.Limit == 0 && group.Terms.Breach {
				t.Error("the year may be broken")
			}
		}
	}
}
