package site

import (
	"math"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/unit"
)

// world is a horizon of 2025 in UTC with sites of the given powers, all of one region and online from the start.
func world(t *testing.T, powers ...float64) *World {
	t.Helper()
	axis, err := calendar.NewAxis(calendar.Date{Year: 2025, Month: 1, Day: 1}, calendar.Date{Year: 2026, Month: 1, Day: 1}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	civil := axis.Civil(time.UTC)
	w := &World{Axis: axis, Civil: civil, Regions: []Region{{ID: "r", Zone: time.UTC, Civil: civil}}, Climates: []Climate{{Curve: Flat(1)}}}
	for _, mw := range powers {
		w.Sites = append(w.Sites, Site{ID: "s", PowerMW: mw, OnlineHour: -1})
	}
	return w
}

func all(w *World) []int {
	var list []int
	for i := range w.Sites {
		list = append(list, i)
	}
	return list
}

func problem(w *World) *kernel.Problem {
	p := &kernel.Problem{Hours: w.Axis.Hours, Month: w.Civil.Month, Months: len(w.Civil.Months)}
	for i := range w.Sites {
		p.Sites = append(p.Sites, kernel.Site{Class: -1, PowerMW: w.Sites[i].PowerMW})
	}
	return p
}

// capAt is what site i may draw at hour t by the steps.
func capAt(p *kernel.Problem, w *World, i, t int) float64 {
	mw := w.Sites[i].PowerMW
	for _, st := range p.Steps {
		if int(st.Site) == i && st.Hour <= t {
			mw = st.CapMW
		}
	}
	return mw
}

func hourOf(w *World, month time.Month, day int) int {
	return w.Axis.Index(time.Date(2025, month, day, 0, 0, 0, 0, time.UTC))
}

// TestProRata splits 60 MW over sites of 50, 30 and 20 MW as 30, 18 and 12, and anew when one comes online late.
func TestProRata(t *testing.T) {
	t.Parallel()
	w := world(t, 50, 30, 20)
	w.Sites[2].OnlineHour = 1000
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "quota", Kind: &limit.Power{Limit: 60}}, Sites: all(w)}}
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	for i, want := range []float64{50 * 60.0 / 80, 30 * 60.0 / 80} {
		if got := capAt(p, w, i, 999); math.Abs(got-want) > 1e-12 {
			t.Errorf("site %d may draw %g MW before the third is there, want %g", i, got, want)
		}
	}
	for i, want := range []float64{30, 18, 12} {
		if got := capAt(p, w, i, 1000); math.Abs(got-want) > 1e-12 {
			t.Errorf("site %d may draw %g MW, want %g", i, got, want)
		}
	}
}

// TestBanFreesQuota bans one site in winter: the shared quota goes to the others.
func TestBanFreesQuota(t *testing.T) {
	t.Parallel()
	w := world(t, 50, 30, 20)
	season, err := calendar.ParseSeason("11-15..03-15")
	if err != nil {
		t.Fatal(err)
	}
	w.Limits = []Scoped{
		{Entry: limit.Entry{Name: "ban", Kind: &limit.Ban{Window: limit.Window{Season: &season}}}, Sites: []int{0}},
		{Entry: limit.Entry{Name: "quota", Kind: &limit.Power{Limit: 60}}, Sites: all(w)},
	}
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	for _, c := range []struct {
		month time.Month
		day   int
		want  []float64
	}{
		{time.March, 15, []float64{0, 30, 20}}, // the last day of the season is inside
		{time.March, 16, []float64{30, 18, 12}},
		{time.November, 14, []float64{30, 18, 12}},
		{time.November, 15, []float64{0, 30, 20}},
	} {
		for i, want := range c.want {
			if got := capAt(p, w, i, hourOf(w, c.month, c.day)); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s %d: site %d may draw %g MW, want %g", c.month, c.day, i, got, want)
			}
		}
	}
	if hours := p.Limits[0].ByMonth[0]; hours != 744 {
		t.Errorf("the ban is in force %g hours of January, want 744", hours)
	}
}

// TestNoLimitNoStep leaves a world without limits without steps.
func TestNoLimitNoStep(t *testing.T) {
	t.Parallel()
	w := world(t, 50, 30)
	w.Sites[1].OnlineHour = 500
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	if len(p.Steps) != 0 {
		t.Errorf("%d steps without a limit", len(p.Steps))
	}
}

// ruled works out the limits of a world anew.
func ruled(t *testing.T, w *World, p *kernel.Problem) []limit.Rule {
	t.Helper()
	p.Limits = nil
	p.Price = [][]float64{make([]float64, p.Hours)}
	list, err := rules(w, p, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func energy(name string, mwh float64, per calendar.Per, sites []int) Scoped {
	return Scoped{Entry: limit.Entry{Name: name, Kind: &limit.Energy{Limit: unit.Energy(mwh), Per: per}}, Sites: sites}
}

// TestBudgetsNest puts the months of each site inside the year of both.
func TestBudgetsNest(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10)
	w.Limits = []Scoped{
		energy("year", 1000, calendar.Yearly, []int{0, 1}),
		energy("month a", 100, calendar.Monthly, []int{0}),
		energy("month b", 100, calendar.Monthly, []int{1}),
	}
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
		t.Fatal(err)
	}
	if n := len(p.Budgets.Groups); n != 25 {
		t.Fatalf("%d groups, want 1 year and 24 months", n)
	}
	if n := len(p.Budgets.Roots); n != 1 {
		t.Fatalf("%d roots, want 1", n)
	}
	root := p.Budgets.Roots[0]
	if len(root.Solve) != 11 || root.From != 0 || root.To != 8760 {
		t.Errorf("the root runs from %d to %d and is solved %d times more", root.From, root.To, len(root.Solve))
	}
	if p.Sites[0].Class == p.Sites[1].Class {
		t.Error("two sites with other budgets share a class")
	}
}

// TestCrossingBudgets takes a month of two sites across a year of one of them as one root of two families.
func TestCrossingBudgets(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10)
	w.Limits = []Scoped{
		energy("region month", 100, calendar.Monthly, []int{0, 1}),
		energy("site year", 1000, calendar.Yearly, []int{0}),
	}
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
		t.Fatal(err)
	}
	b := p.Budgets
	if len(b.Roots) != 1 || len(b.Roots[0].Groups) != 12 || len(b.Roots[0].Second) != 1 {
		t.Fatalf("roots %+v, want one with 12 months and across them a year", b.Roots)
	}
	for _, groups := range [][]int32{b.Roots[0].Groups, b.Roots[0].Second} {
		for k, g := range groups {
			if b.Groups[g].Local != int32(k) || b.Groups[g].Root != 0 || b.Groups[g].Parent != -1 {
				t.Errorf("group %d: %+v", g, b.Groups[g])
			}
		}
	}
	if b.Second[p.Sites[1].Class][0] != -1 || b.Second[p.Sites[0].Class][0] != b.Roots[0].Second[0] {
		t.Error("the year holds the other site")
	}
	if root := b.Roots[0]; len(root.Sites) != 2 || root.From != 0 || root.To != 8760 || len(root.Solve) != 11 {
		t.Errorf("root %+v, want both sites, a year and a solve in each month after the first", root)
	}
}

// TestStandbyIsPaidInEachSitesWindow pays a site in UTC+3 from 21 h UTC of 1 January until 21 h of the next day,
// and one in UTC three hours later: neither for the hours of the other.
func TestStandbyIsPaidInEachSitesWindow(t *testing.T) {
	t.Parallel()
	w := world(t, 10, 10)
	zone, err := calendar.LoadZone("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	w.Regions = append(w.Regions, Region{ID: "east", Zone: zone, Civil: w.Axis.Civil(zone)})
	w.Sites[1].Region = 1
	day := calendar.Date{Year: 2025, Month: 1, Day: 2}
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "ready", Kind: &limit.DemandResponse{
		Strike: unit.EnergyPrice{Amount: 1000, Currency: "USD"}, Standby: &unit.MoneyPerPower{Amount: 730.5, Currency: "USD"},
		Window: limit.Window{From: &day, To: &day},
	}}, Sites: all(w)}}
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	paid := func(i, t int) bool {
		set := int32(-1)
		for _, step := range p.Steps {
			if int(step.Site) == i && step.Hour <= t {
				set = step.Set
			}
		}
		return set >= 0 && p.LimitSet[set][0].Standby > 0
	}
	for i, from := range []int{24, 21} {
		for h := range 72 {
			if got, want := paid(i, h), h >= from && h < from+24; got != want {
				t.Errorf("site %d is paid in hour %d: %v, want %v", i, h, got, want)
			}
		}
	}
}

// TestClaimIsWhatCanBeDrawn splits a cap by what the machines behind a connection could draw, not by the connection.
func TestClaimIsWhatCanBeDrawn(t *testing.T) {
	t.Parallel()
	w := world(t, 100, 20)
	w.Limits = []Scoped{{Entry: limit.Entry{Name: "quota", Kind: &limit.Power{Limit: 60}}, Sites: all(w)}}
	p := problem(w)
	p.PUE = [][]float64{{1.0, 1.25}}
	p.Sites[0].RatedMW, p.Sites[1].RatedMW = 80, 40 // 100 MW and 50 MW with the cooling of the warmest hour
	compileSteps(w, p, ruled(t, w, p))
	for i, want := range []float64{60 * 100.0 / 120, 60 * 20.0 / 120} {
		if got := capAt(p, w, i, 0); math.Abs(got-want) > 1e-12 {
			t.Errorf("site %d may draw %g MW, want %g", i, got, want)
		}
	}
}
