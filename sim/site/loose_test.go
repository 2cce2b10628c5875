package site

import (
	"reflect"
	"testing"

	"hashwatt/sim/calendar"
)

// A limit that can never be short stands in no family and under no root: the others are what they are without it, and
// each hour of its sites knows its group. One of which a single budget could be short is planned by.
func TestLooseLimitsAreInNoPlan(t *testing.T) {
	t.Parallel()
	month, both := energy("month", 100, calendar.Monthly, []int{0}), []int{0, 1}
	alone := budgets(t, month)
	p := budgets(t, energy("never", 20*8784, calendar.Yearly, both), month)
	b, groups := p.Budgets, len(alone.Budgets.Groups)
	if !reflect.DeepEqual(b.Leaf, alone.Budgets.Leaf) || !reflect.DeepEqual(b.Roots, alone.Budgets.Roots) ||
		b.Second != nil {
		t.Error("a limit that can never be short changes what is planned")
	}
	if p.Sites[0].Class != 0 || p.Sites[1].Class != -1 || len(b.Groups) != groups+1 {
		t.Fatalf("classes %d and %d, %d groups", p.Sites[0].Class, p.Sites[1].Class, len(b.Groups))
	}
	never := b.Groups[groups]
	if never.Root != -1 || never.Parent != -1 || never.Limit != 0 || !p.Loose(&never) || p.Apart(0) {
		t.Errorf("group %+v", never)
	}
	for i := range both {
		for _, hour := range []int{0, p.Hours - 1} {
			var found []int32
			p.EachLoose(i, hour, func(g int32) { found = append(found, g) })
			if len(found) != 1 || int(found[0]) != groups {
				t.Errorf("site %d, hour %d: groups %v", i, hour, found)
			}
		}
	}
	for mwh, roots := range map[float64]int{20*31*24 - 1: 12, 20 * 31 * 24: 0} { // of the longest months
		p := budgets(t, energy("month", mwh, calendar.Monthly, both))
		if len(p.Budgets.Roots) != roots || p.Plans() != (roots > 0) || (p.Budgets.Loose == nil) != (roots > 0) {
			t.Errorf("%g MWh: %d roots, want %d", mwh, len(p.Budgets.Roots), roots)
		}
	}
}

// What is remembered of sites that a budget leaves room for is not taken for larger ones.
func TestLooseLimitsAreRememberedBySize(t *testing.T) {
	t.Parallel()
	mem := &Memory{}
	for _, c := range []struct {
		mw    float64
		class int32
	}{{10, -1}, {20, 0}, {10, -1}} {
		w := world(t, c.mw)
		w.Limits = []Scoped{energy("month", 10*31*24, calendar.Monthly, []int{0})}
		p := problem(w)
		if err := compileBudgets(w, p, ruled(t, w, p), mem); err != nil {
			t.Fatal(err)
		}
		if p.Sites[0].Class != c.class || p.Plans() != (c.class == 0) || p.Limits[0].ByMonth[0] != 744 {
			t.Errorf("%g MW: class %d, %d roots, %v hours in force",
				c.mw, p.Sites[0].Class, len(p.Budgets.Roots), p.Limits[0].ByMonth)
		}
	}
}
