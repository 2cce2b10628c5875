package site

import (
	"slices"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// Each site has its own months to break, in order, and every hour knows its month; a budget that no one may break
// says so.
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

// A period that the horizon cuts is a hard budget where a breach has a fine, with a price beyond it or without, and
// a soft one where there is a price alone.
func TestCutPeriodsAreHard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		soft   bool
		breach *limit.Breach
	}{{false, &limit.Breach{}}, {true, &limit.Breach{}}, {true, nil}} {
		w := world(t, 10)
		periods := func(*limit.Held) ([]int32, []limit.Budget) {
			of := make([]int32, w.Axis.Hours)
			for t := range of {
				of[t] = int32(min(t, 1))
			}
			return of, []limit.Budget{{Label: "a", To: 1, MWh: 1, Cut: true}, {Label: "b", From: 1, To: len(of), MWh: 1}}
		}
		rule := limit.Rule{Pool: &limit.Pool{Periods: periods, Each: true, Soft: c.soft, Price: 50, Breach: c.breach}}
		w.Limits = []Scoped{{Entry: limit.Entry{Name: "penalty", Kind: &doing{rule: rule}}, Sites: []int{0}}}
		p := problem(w)
		if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
			t.Fatal(err)
		}
		for g, want := range []struct{ soft, breach bool }{{c.soft && c.breach == nil, false}, {c.soft, c.breach != nil}} {
			if terms := p.Budgets.Groups[g].Terms; terms.Soft != want.soft || terms.Breach != want.breach {
				t.Errorf("soft %v, breach %v: period %d is %+v", c.soft, c.breach != nil, g, terms)
			}
		}
	}
}

// What leaves room for all that a site can draw in each of its periods cannot be broken.
func TestWhatHasRoomForAllIsNotBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mwh  float64
		want int
	}{{7439, 1}, {7440, 0}} { // 10 MW in a month of 31 days
		w := world(t, 10)
		months := &limit.Energy{Limit: unit.Energy(c.mwh), Per: calendar.Monthly}
		rule := limit.Rule{Pool: &limit.Pool{
			Periods: func(h *limit.Held) ([]int32, []limit.Budget) { return months.Budgets(h.Civil) },
			Each:    true, Breach: &limit.Breach{Fines: []float64{1}},
		}}
		w.Limits = []Scoped{{Entry: limit.Entry{Name: "penalty", Kind: &doing{rule: rule}}, Sites: []int{0}}}
		p := problem(w)
		if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
			t.Fatal(err)
		}
		if compileBreaches(w, p, ruled(t, w, p)); len(p.Sites[0].Breaches) != c.want {
			t.Errorf("%g MWh a month: %d limits may be broken, want %d", c.mwh, len(p.Sites[0].Breaches), c.want)
		}
	}
}
