package dispatch

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestKnownAnswers: small problems solved by hand.
func TestKnownAnswers(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	for _, tt := range []struct {
		name     string
		parent   []int32
		residual []float64
		margin   []float64
		energy   []float64
		leaf     []int32
		x        []float64
		want     Plan
	}{
		{
			name:   "without a budget everything above zero runs",
			margin: []float64{3, 0, -1}, energy: []float64{2, 2, 2}, leaf: []int32{-1, -1, -1},
			x:    []float64{2, 0, 0},
			want: Plan{Value: 6, Rung: Threshold},
		}, {
			name:   "one budget fills from the top and is worth the margin it stops at",
			parent: []int32{-1}, residual: []float64{25},
			margin: []float64{50, 40, 30, 20, -5}, energy: []float64{10, 10, 10, 10, 10}, leaf: []int32{0, 0, 0, 0, 0},
			x: []float64{10, 10, 5, 0, 0},
			want: Plan{
				Lambda: []float64{30}, Sum: []float64{30}, Share: []float64{0.5}, Binding: []int32{0},
				Used: []float64{25}, Value: 1050, Rung: OneBudget,
			},
		}, {
			name:   "a budget that fits exactly is worth nothing more",
			parent: []int32{-1}, residual: []float64{0.3},
			margin: []float64{3, 2, 1}, energy: []float64{0.1, 0.1, 0.1}, leaf: []int32{0, 0, 0},
			x: []float64{0.1, 0.1, 0.1},
			want: Plan{
				Lambda: []float64{0}, Sum: []float64{0}, Share: []float64{0}, Binding: []int32{-1},
				Used: []float64{0.3}, Value: 0.6, Rung: Threshold,
			},
		}, {
			name:   "a budget used up between two margins is worth the next one",
			parent: []int32{-1}, residual: []float64{20},
			margin: []float64{50, 40, 30}, energy: []float64{10, 10, 10}, leaf: []int32{0, 0, 0},
			x: []float64{10, 10, 0},
			want: Plan{
				Lambda: []float64{30}, Sum: []float64{30}, Share: []float64{0}, Binding: []int32{0},
				Used: []float64{20}, Value: 900, Rung: OneBudget,
			},
		}, {
			name:   "an empty budget is worth the first MWh it keeps out",
			parent: []int32{-1}, residual: []float64{0},
			margin: []float64{7, 9, 9, 11}, energy: []float64{1, 1, 1, 0}, leaf: []int32{0, 0, 0, 0},
			x: []float64{0, 0, 0, 0},
			want: Plan{
				Lambda: []float64{9}, Sum: []float64{9}, Share: []float64{0}, Binding: []int32{0},
				Used: []float64{0}, Value: 0, Rung: OneBudget,
			},
		}, {
			name:   "a residual below zero counts as zero and one without end as none",
			parent: []int32{-1, -1}, residual: []float64{-1e-9, inf},
			margin: []float64{4, 5}, energy: []float64{1, 1}, leaf: []int32{0, 1},
			x: []float64{0, 1},
			want: Plan{
				Lambda: []float64{4, 0}, Sum: []float64{4, 0}, Share: []float64{0, 0}, Binding: []int32{0, -1},
				Used: []float64{0, 1}, Value: 5, Rung: OneBudget,
			},
		}, {
			name:   "an empty budget that nobody wants is not short",
			parent: []int32{-1}, residual: []float64{0},
			margin: []float64{7, -1}, energy: []float64{0, 1}, leaf: []int32{0, 0},
			x: []float64{0, 0},
			want: Plan{
				Lambda: []float64{0}, Sum: []float64{0}, Share: []float64{0}, Binding: []int32{-1},
				Used: []float64{0}, Value: 0, Rung: Threshold,
			},
		}, {
			name:   "a month below zero takes nothing from its year and gives nothing",
			parent: []int32{1, -1}, residual: []float64{-5, 3},
			margin: []float64{7, 6}, energy: []float64{1, 4}, leaf: []int32{0, 1},
			x: []float64{0, 3},
			want: Plan{
				Lambda: []float64{1, 6}, Sum: []float64{7, 6}, Share: []float64{0, 0.75}, Binding: []int32{0, 1},
				Used: []float64{0, 3}, Value: 18, Rung: Nested,
			},
		}, {
			name:   "equal margins share in proportion to their energy",
			parent: []int32{-1}, residual: []float64{3},
			margin: []float64{5, 5, 5}, energy: []float64{1, 2, 3}, leaf: []int32{0, 0, 0},
			x: []float64{0.5, 1, 1.5},
			want: Plan{
				Lambda: []float64{5}, Sum: []float64{5}, Share: []float64{0.5}, Binding: []int32{0},
				Used: []float64{3}, Value: 15, Rung: OneBudget,
			},
		}, {
			// Month 1 keeps 3 of its 4, so the year is asked for 3 + 4 and scales both by 3.5/7.
			name:   "equal margins share at every level",
			parent: []int32{2, 2, -1}, residual: []float64{4, 3, 3.5},
			margin: []float64{5, 5}, energy: []float64{4, 4}, leaf: []int32{0, 1},
			x: []float64{2, 1.5},
			want: Plan{
				Lambda: []float64{0, 0, 5}, Sum: []float64{5, 5, 5}, Share: []float64{0.5, 0.375, 0.5}, Binding: []int32{2, 2, 2},
				Used: []float64{2, 1.5, 3.5}, Value: 17.5, Rung: Nested,
			},
		}, {
			// Month 0 stops at 8 by itself. The year has 4 for 9, 7, 7, 6 and 1 of 8 and stops at 7; month 0 adds 1 to
			// that.
			name:   "a month adds to the price of its year",
			parent: []int32{2, 2, -1}, residual: []float64{2, 9, 4},
			margin: []float64{9, 8, 7, 7, 6}, energy: []float64{1, 2, 3, 1, 5}, leaf: []int32{0, 0, 1, 1, 1},
			x: []float64{1, 1, 1.5, 0.5, 0},
			want: Plan{
				Lambda: []float64{1, 0, 7}, Sum: []float64{8, 7, 7}, Share: []float64{0.5, 0.5, 0.5}, Binding: []int32{0, 2, 2},
				Used: []float64{2, 2, 4}, Value: 9 + 8 + 14, Rung: Nested,
			},
		}, {
			name:   "a month that would be short by itself is free when its year stops higher",
			parent: []int32{-1, 0}, residual: []float64{1, 3},
			margin: []float64{9, 8, 7}, energy: []float64{2, 2, 2}, leaf: []int32{1, 1, 1},
			x: []float64{1, 0, 0},
			want: Plan{
				Lambda: []float64{9, 0}, Sum: []float64{9, 9}, Share: []float64{0.5, 0.5}, Binding: []int32{0, 0},
				Used: []float64{1, 1}, Value: 9, Rung: Nested,
			},
		}, {
			name:   "items of a group itself and of one inside it compete alike",
			parent: []int32{-1, 0}, residual: []float64{3, 1},
			margin: []float64{9, 8, 8}, energy: []float64{2, 2, 1}, leaf: []int32{1, 0, -1},
			x: []float64{1, 2, 1},
			want: Plan{
				Lambda: []float64{0, 9}, Sum: []float64{0, 9}, Share: []float64{0, 0.5}, Binding: []int32{-1, 1},
				Used: []float64{3, 1}, Value: 33, Rung: OneBudget,
			},
		},
	} {
		in := &instance{Tree{tt.parent, tt.residual}, Items{tt.margin, tt.energy, tt.leaf}}
		p := in.solve(t)
		if diff := cmp.Diff(&tt.want, p, cmpopts.EquateApprox(1e-14, 0), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: plan differs (-want +got):\n%s", tt.name, diff)
		}
		x := make([]float64, len(tt.x))
		p.Fill(x, &in.items)
		if diff := cmp.Diff(tt.x, x, cmpopts.EquateApprox(1e-14, 0)); diff != "" {
			t.Errorf("%s: energy differs (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestEqualsGreedy: thresholds, shares and use equal those of the greedy algorithm that sorts all items.
func TestEqualsGreedy(t *testing.T) {
	t.Parallel()
	count := 20000
	if long() {
		count = 200000
	}
	rng := rand.New(rand.NewPCG(5, 2))
	var w Workspace
	for i := range count {
		size := 12
		if i%100 == 0 {
			size = 600 // long enough for every branch of the selection
		}
		in := random(rng, 8, size)
		compareWithGreedy(t, in, in.solveWith(t, &w))
	}
}

func compareWithGreedy(t *testing.T, in *instance, p *Plan) {
	t.Helper()
	threshold, share, used, value := greedy(&in.tree, &in.items)
	want := in.demand()
	for g := range threshold {
		if p.Sum[g] != threshold[g] || !near(p.Share[g], share[g], 1e-9, 1) || !near(p.Used[g], used[g], 1e-12, want[g]) {
			t.Fatalf("group %d: threshold %v, share %v, used %v; greedy has %v, %v, %v\n%v",
				g, p.Sum[g], p.Share[g], p.Used[g], threshold[g], share[g], used[g], in)
		}
	}
	if !near(p.Value, value, 1e-12, 0) {
		t.Fatalf("value %.15g, greedy %.15g\n%v", p.Value, value, in)
	}
}

// TestMultiplierIsSlope: a multiplier is the slope of the optimum in its budget wherever the slope has no kink.
func TestMultiplierIsSlope(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 3))
	var w Workspace
	checked, priced := 0, 0
	for range 2000 {
		in := random(rng, 6, 20)
		p := in.solveWith(t, &w)
		const h = 1e-4
		for g, r := range in.tree.Residual {
			if r < h {
				continue
			}
			moved := in.clone()
			moved.tree.Residual[g] = r + h
			up := (moved.solveWith(t, &w).Value - p.Value) / h
			moved.tree.Residual[g] = r - h
			down := (p.Value - moved.solveWith(t, &w).Value) / h
			if math.Abs(up-down) > 1e-6 {
				continue // a kink between the two
			}
			checked++
			if p.Lambda[g] > 0 {
				priced++
			}
			if math.Abs(p.Lambda[g]-up) > 1e-6 {
				t.Fatalf("budget %d: multiplier %v, slope %v\n%v", g, p.Lambda[g], up, in)
			}
		}
	}
	if checked < 1000 || priced < 500 {
		t.Errorf("only %d slopes, %d of them above zero, could be compared", checked, priced)
	}
}

// TestMisuse: a caller's mistakes end in a sentence, not in a wrong plan.
func TestMisuse(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	items := func(m, e float64) Items { return Items{[]float64{1, m}, []float64{1, e}, []int32{0, 0}} }
	one := Tree{[]int32{-1}, []float64{1}}
	for _, tt := range []struct {
		tree  Tree
		items Items
		want  string
	}{
		{Tree{[]int32{-1}, nil}, Items{}, "0 residuals for 1 groups"},
		{Tree{[]int32{-1}, []float64{nan}}, Items{}, "residual of group 0 is not a number"},
		{Tree{[]int32{1, 0}, []float64{1, 1}}, Items{}, "groups around group 0 form a loop"},
		{Tree{[]int32{-2}, []float64{1}}, Items{}, "group 0 lies in group -2, want -1 or 0 to 0"},
		{one, Items{[]float64{1}, nil, nil}, "1 margins, 0 energies and 0 leaves"},
		{one, items(nan, 1), "item 1 has the margin NaN USD/MWh"},
		{one, items(-nan, 1), "item 1 has the margin NaN USD/MWh"},
		{one, items(inf, 1), "item 1 has the margin +Inf USD/MWh"},
		{one, items(1, nan), "item 1 has NaN MWh"},
		{one, items(-1, nan), "item 1 has NaN MWh"},
		{one, items(1, -1), "item 1 has -1 MWh"},
		{one, items(1, inf), "item 1 has +Inf MWh"},
		{one, items(1e300, 1e300), "too large for a number"},
	} {
		for _, repeat := range []int{1, 1000} { // few items, and enough for the histogram
			it := Items{}
			for range repeat {
				it.Margin = append(it.Margin, tt.items.Margin...)
				it.Energy = append(it.Energy, tt.items.Energy...)
				it.Leaf = append(it.Leaf, tt.items.Leaf...)
			}
			got := func() (got string) {
				defer func() { got, _ = recover().(string) }()
				new(Workspace).Solve(&tt.tree, &it, new(Plan))
				return ""
			}()
			if got == "" || repeat == 1 && !strings.Contains(got, tt.want) {
				t.Errorf("%+v %+v: panic %q, want %q", tt.tree, tt.items, got, tt.want)
			}
		}
	}
}

// TestRungString: every rung has a name.
func TestRungString(t *testing.T) {
	t.Parallel()
	for r, want := range []string{"threshold", "one budget", "nested budgets", "crossing budgets", "linear programme", "switched units", "unknown rung"} {
		if got := Rung(r).String(); got != want {
			t.Errorf("rung %d is %q, want %q", r, got, want)
		}
	}
}
