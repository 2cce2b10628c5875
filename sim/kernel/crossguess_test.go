package kernel

import (
	"math"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// TestMovedPrices: a multiplier moves so that its group and those around it ask what its own items have gained in
// the mean, those of groups inside it that ask nothing among them; none falls below zero, and one without such
// items moves as it is told.
func TestMovedPrices(t *testing.T) {
	t.Parallel()
	type item struct {
		group int32
		usd   float64
	}
	for _, tt := range []struct {
		name      string
		lambda    []float64
		parent    []int32
		items     []item
		otherwise float64
		want      []float64
	}{
		{"alone", []float64{5}, []int32{-1}, []item{{0, 1}, {0, 3}}, 9, []float64{7}},
		{"items of a group that asks nothing", []float64{5, 0, 3}, []int32{-1, 0, 0}, []item{{1, 2}, {2, 4}}, 0, []float64{7, 0, 5}},
		{"the group around gains more", []float64{5, 3}, []int32{-1, 0}, []item{{0, 2}, {1, 1}}, 0, []float64{7, 2}},
		{"nothing is left", []float64{5, 3}, []int32{-1, 0}, []item{{0, 2}, {1, -8}}, 0, []float64{7, 0}},
		{"no items", []float64{5, 3, 0}, []int32{-1, 0, 0}, nil, 2, []float64{7, 3, 0}},
		{"falls to zero", []float64{5}, []int32{-1}, []item{{0, -6}}, 0, []float64{0}},
	} {
		var m movement
		m.size(len(tt.lambda))
		for _, x := range tt.items {
			m.add(x.group, x.usd)
		}
		if m.apply(tt.lambda, tt.parent, tt.otherwise); !slices.Equal(tt.lambda, tt.want) {
			t.Errorf("%s: multipliers are %v, want %v", tt.name, tt.lambda, tt.want)
		}
	}
}

// planned plays 100 hours of budgets that cross, and returns the state with the plan of its root.
func planned(t *testing.T) (*State, *plan) {
	t.Helper()
	p, d := quotas(1, 250)
	s := new(State)
	if err := RunUntil(p, d, s, NewTrace(p, false), 100); err != nil {
		t.Fatal(err)
	}
	pl := s.budget.of[0]
	if pl.idle || pl.cross.Rung != dispatch.Crossing {
		t.Fatalf("the plan is answered by %v, want budgets that cross", pl.cross.Rung)
	}
	return s, pl
}

// TestGuessedPricesAreNear: where the hashprice has moved, the prices that a crossing plan begins from are much
// nearer to those that it finds than those of the plan before, whichever way it went.
func TestGuessedPricesAreNear(t *testing.T) {
	t.Parallel()
	for _, by := range []float64{0.95, 1.04} {
		s, pl := planned(t)
		before := slices.Clone(pl.cross.A.Sum)
		s.chain.hashprice *= by
		s.remaining(pl)
		s.guess(pl, 0, 101)
		sum := slices.Clone(pl.cross.A.Lambda)
		for k, up := range s.budget.tree[0].Parent {
			if up >= 0 {
				sum[k] += sum[up]
			}
		}
		s.plan(0, 101)
		off, was := 0.0, 0.0
		for k, is := range pl.cross.A.Sum {
			off += math.Abs(sum[k] - is)
			was += math.Abs(before[k] - is)
		}
		if off > was/4 {
			t.Errorf("hashprice times %v: the guess is %.3g USD/MWh off in all, the prices of before %.3g, want a quarter at most", by, off, was)
		}
	}
}

// TestPlansMadeAgainSeeTheSame: a plan that is made again, which looks at its hours once, has the items, the
// capacity and the value of one that is made for the first time, which looks twice. Where the first hour shows that
// not all fits, the capacity of the others is not asked for.
func TestPlansMadeAgainSeeTheSame(t *testing.T) {
	t.Parallel()
	for _, short := range []bool{true, false} {
		s, pl := planned(t)
		sp := &s.budget
		if !short {
			s.p.Budgets.Groups[s.p.Budgets.Second[0][101]].BudgetMWh = 1e9
		}
		s.chain.hashprice *= 1.03
		s.plan(0, 101)
		margin, energy := slices.Clone(sp.items.Margin), slices.Clone(sp.items.Energy)
		under := [2][]int32{slices.Clone(sp.under[0]), slices.Clone(sp.under[1])}
		capacity := [2][]float64{slices.Clone(sp.capacity[0]), slices.Clone(sp.capacity[1])}
		value := pl.cross.Value
		s.remaining(pl)
		if asked := capacity[1][len(capacity[1])-1] > 0; asked == short || short != s.shortNow(0, pl, 101, s.p.Hours) {
			t.Fatalf("capacity of the last hour asked for: %v; the first hour is short: %v", asked, short)
		}
		pl.made = false
		s.plan(0, 101)
		for f := range under {
			if !slices.Equal(sp.under[f], under[f]) || !slices.Equal(sp.capacity[f], capacity[f]) {
				t.Errorf("family %d: other groups or another capacity", f)
			}
		}
		if !slices.Equal(sp.items.Margin, margin) || !slices.Equal(sp.items.Energy, energy) {
			t.Error("other items")
		}
		if math.Abs(value/pl.cross.Value-1) > 1e-12 {
			t.Errorf("worth %v, made anew %v", value, pl.cross.Value)
		}
		first := s.leafIn(1, 0, s.p.Sites[0].Class, 101)
		s.remaining(pl)
		if s.lookOver(0, 101, 102, nil, (*State).most); sp.capacity[1][first] != capacity[1][first] {
			t.Errorf("the capacity of the first hour was %v MWh, want %v", capacity[1][first], sp.capacity[1][first])
		}
	}
}

// TestPlansMadeAgainMayBeIdle: a plan that is made again is idle where all fits by then.
func TestPlansMadeAgainMayBeIdle(t *testing.T) {
	t.Parallel()
	s, pl := planned(t)
	for g := range s.p.Budgets.Groups {
		s.p.Budgets.Groups[g].BudgetMWh = 1e9
	}
	slack := s.tr.Rungs.Slack
	if s.plan(0, 101); !pl.idle || s.tr.Rungs.Slack != slack+1 {
		t.Errorf("idle %v, %d plans without a short budget, want one more than %d", pl.idle, s.tr.Rungs.Slack, slack)
	}
}
