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

// years is two years with sites in two regions whose clocks are so many hours apart, each under a budget of its own
// for every year, and all under a power for every hour by merit.
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

// TestYearsAreSolvedOneByOne where all clocks agree: a power for every hour joins the years of the sites, and not
// one year to the next.
func TestYearsAreSolvedOneByOne(t *testing.T) {
	t.Parallel()
	_, p := years(t, 0)
	b := p.Budgets
	if len(b.Roots) != 2 || b.Second == nil {
		t.Fatalf("%d roots, want one for each year", len(b.Roots))
	}
	for k, root := range b.Roots {
		if root.From != 8760*k || root.To != 8760*(k+1) || len(root.Groups) != 3 || len(root.Second) != 8760 || len(root.Sites) != 3 || root.Until != nil || len(root.Solve) != 11 {
			t.Errorf("root %d from %d to %d has %d and %d groups, %d sites and looks to %v",
				k, root.From, root.To, len(root.Groups), len(root.Second), len(root.Sites), root.Until)
		}
	}
	for g := range b.Groups[:6] {
		if site := b.Groups[g].Sites; len(site) != 1 || site[0] != int32(g/2) {
			t.Errorf("budget %d belongs to the sites %v", g, site)
		}
	}
}

// TestNobodyPlansYearsThatHaveNotBegun where clocks differ, and the hours at the turn of the year join all years
// into one root.
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

// TestTooManyBudgetsAreRefused before memory is taken for them: a penalty on the power of 120 sites in two years of
// hours.
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

// TestMachinesLinkBudgetsInTime makes one root of all years of a site whose machines cost something to switch, from
// the first hour to the last, of which rolling operators look no further than before; switches that cost nothing
// link nothing. Hours of shared power are planned week by week, two weeks ahead. What is remembered of the budgets
// tells such sites from others.
func TestMachinesLinkBudgetsInTime(t *testing.T) {
	t.Parallel()
	w, _ := years(t, 0)
	mem := &Memory{}
	compile := func(limits int, c *kernel.Cycle) []kernel.Root {
		p := problem(w)
		p.Sites[1].Cycle = c
		world := *w
		world.Limits = w.Limits[:limits]
		if limits == 0 {
			world.Limits = w.Limits[1:]
		}
		if err := compileBudgets(&world, p, ruled(t, &world, p), mem); err != nil {
			t.Fatal(err)
		}
		return p.Budgets.Roots
	}
	dear, free := &kernel.Cycle{Up: 4, Blocks: 1}, &kernel.Cycle{Blocks: 2}
	for _, c := range []struct {
		limits int
		cycle  *kernel.Cycle
		roots  int
	}{{1, nil, 6}, {1, free, 6}, {1, dear, 5}, {1, nil, 6}, {2, nil, 2}, {2, dear, 1}, {0, dear, 1}} {
		roots := compile(c.limits, c.cycle)
		if len(roots) != c.roots {
			t.Errorf("%d limits, switched by %+v: %d roots, want %d", c.limits, c.cycle, len(roots), c.roots)
			continue
		}
		if c.cycle != dear {
			continue
		}
		if c.limits == 0 {
			r := &roots[0]
			if !r.Hourly || r.From != 0 || r.To != 17520 || len(r.Until) != 105 || len(r.Solve) != 104 ||
				r.Until[1] != (kernel.Until{From: 168, To: 336}) || r.Solve[0] != 168 {
				t.Errorf("linked hours go from %d to %d, and are looked at to %v", r.From, r.To, r.Until)
			}
			continue
		}
		r := &roots[slices.IndexFunc(roots, func(r kernel.Root) bool { return slices.Contains(r.Sites, 1) })]
		if r.From != 0 || r.To != 17520 || !slices.Equal(r.Until, []kernel.Until{{From: 0, To: 8760}, {From: 8760, To: 17520}}) || len(r.Solve) != 23 {
			t.Errorf("%d limits: the linked root goes from %d to %d, is looked at to %v and planned at %v",
				c.limits, r.From, r.To, r.Until, r.Solve)
		}
	}
}

// TestSeasonsAreLinkedOverTheirGaps: between seasons there is nothing to plan, and the rolling operator is told so.
func TestSeasonsAreLinkedOverTheirGaps(t *testing.T) {
	t.Parallel()
	var m pools
	m.p = &kernel.Problem{Hours: 1000}
	m.b = &kernel.Budgets{Groups: []kernel.Group{{From: 100, To: 200, Parent: -1}, {From: 500, To: 700, Parent: -1}}}
	root := kernel.Root{To: 1000}
	m.until(&root, []int32{0, 1})
	if want := []kernel.Until{{}, {From: 100, To: 200}, {From: 500, To: 700}}; !slices.Equal(root.Until, want) {
		t.Errorf("he looks to %v, want %v", root.Until, want)
	}
	if want := []int{100, 200, 500, 700}; !slices.Equal(root.Solve, want) {
		t.Errorf("he plans at %v, want %v", root.Solve, want)
	}
}
