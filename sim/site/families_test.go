package site

import (
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// budgets compiles limits on two sites of 10 MW.
func budgets(t *testing.T, limits ...Scoped) *kernel.Problem {
	t.Helper()
	w := world(t, 10, 10)
	w.Limits = limits
	p := problem(w)
	compileSteps(w, p, ruled(t, w, p))
	if err := compileBudgets(w, p, ruled(t, w, p), &Memory{}); err != nil {
		t.Fatal(err)
	}
	return p
}

// lie tests that groups know their place in their root, and leaves their family.
func lie(t *testing.T, b *kernel.Budgets) {
	t.Helper()
	families := append([][][]int32{b.Leaf, b.Second}, b.More...)
	for r := range b.Roots {
		root := &b.Roots[r]
		for f, groups := range append([][]int32{root.Groups, root.Second}, root.More...) {
			for k, g := range groups {
				if group := &b.Groups[g]; group.Local != int32(k) || group.Root != int32(r) || group.Parent >= 0 && b.Groups[group.Parent].Local >= int32(k) {
					t.Errorf("group %d of family %d of root %d: %+v", g, f, r, group)
				}
			}
			for c := range families[f] {
				for hour := max(root.From, 0); hour < root.To; hour += 97 {
					if g := families[f][c][hour]; g >= 0 && b.Groups[g].Root == int32(r) && groups[b.Groups[g].Local] != g {
						t.Errorf("hour %d of class %d has the group %d in family %d of root %d", hour, c, g, f, r)
					}
				}
			}
		}
	}
}

// TestThreeWaysAreThreeFamilies: a month of one site, a week of it and a day of both cross in three ways.
func TestThreeWaysAreThreeFamilies(t *testing.T) {
	t.Parallel()
	p := budgets(
		t,
		energy("site month", 100, calendar.Monthly, []int{0}),
		energy("site week", 30, calendar.Weekly, []int{0}),
		energy("region day", 10, calendar.Daily, []int{0, 1}),
	)
	b := p.Budgets
	if len(b.More) != 1 || len(b.Roots) != 3 {
		t.Fatalf("%d more families and %d roots, want 1 and 3", len(b.More), len(b.Roots))
	}
	days := []int{243, 91, 31} // 1 September and 1 December 2025 are Mondays
	for r, months := range []int{8, 3, 1} {
		root := &b.Roots[r]
		if len(root.Groups) != months || len(root.Second) != (days[r]+6)/7 || len(root.More) != 1 || len(root.More[0]) != days[r] || len(root.Sites) != 2 {
			t.Errorf("%d months, %d weeks, %d days", len(root.Groups), len(root.Second), len(root.More[0]))
		}
	}
	if p.Sites[1].Class == p.Sites[0].Class || b.Leaf[p.Sites[1].Class][0] != -1 || b.More[0][p.Sites[1].Class][0] != b.Roots[0].More[0][0] {
		t.Error("the day holds both sites, the month one")
	}
	lie(t, b)
}

// TestSoftBudgetsInsideOthers: a soft month inside a year is a family of its own, since what is used beyond it does
// count in the year; a year around nothing but hard months is in theirs.
func TestSoftBudgetsInsideOthers(t *testing.T) {
	t.Parallel()
	soft := energy("month", 100, calendar.Monthly, []int{0, 1})
	soft.Kind = softened{soft.Kind}
	year := energy("year", 1000, calendar.Yearly, []int{0, 1})
	for _, limits := range [][]Scoped{{soft, year}, {year, soft}} {
		b := budgets(t, limits...).Budgets
		if b.Second == nil || b.More != nil || len(b.Roots) != 1 || len(b.Roots[0].Groups) != 1 || len(b.Roots[0].Second) != 12 {
			t.Fatalf("roots %+v", b.Roots)
		}
		for g := range b.Groups {
			if b.Groups[g].Parent != -1 {
				t.Errorf("group %d: %+v", g, b.Groups[g])
			}
		}
		lie(t, b)
	}
	soft, year.Kind = energy("month", 100, calendar.Monthly, []int{0, 1}), softened{year.Kind}
	b := budgets(t, soft, year).Budgets
	if b.Second != nil || len(b.Roots) != 1 || len(b.Roots[0].Groups) != 13 || !b.Groups[b.Roots[0].Groups[0]].Terms.Soft {
		t.Errorf("roots %+v", b.Roots)
	}
	lie(t, b)
}

// softened is a limit with budgets that may be exceeded.
type softened struct{ limit.Kind }

func (s softened) Rule(in *limit.Input) (limit.Rule, error) {
	rule, err := s.Kind.Rule(in)
	rule.Pool.Soft, rule.Pool.Price = true, 5
	return rule, err
}
