package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// grid is sites against hours: a budget for each site, a cap for each hour, one item for each pair.
func grid(margin [][]float64, site, hour []float64) *crossInstance {
	in := new(crossInstance)
	for s, row := range margin {
		in.a.Parent = append(in.a.Parent, -1)
		for t, m := range row {
			in.add(m, 1, int32(s), int32(t))
		}
	}
	for range hour {
		in.b.Parent = append(in.b.Parent, -1)
	}
	in.a.Residual, in.b.Residual = site, hour
	return in
}

// greedyCross is what nested budgets allow and crossing ones do not: items from the largest margin down, each as
// far as it fits. It returns the value.
func greedyCross(in *crossInstance) float64 {
	order := make([]int, len(in.items.Margin))
	for j := range order {
		order[j] = j
	}
	slices.SortFunc(order, func(i, j int) int {
		return int(math.Copysign(1, in.items.Margin[j]-in.items.Margin[i]))
	})
	leftA, leftB := slices.Clone(in.a.Residual), slices.Clone(in.b.Residual)
	value := 0.0
	for _, j := range order {
		x := in.items.Energy[j]
		for g := in.items.LeafA[j]; g >= 0; g = in.a.Parent[g] {
			x = min(x, leftA[g])
		}
		for g := in.items.LeafB[j]; g >= 0; g = in.b.Parent[g] {
			x = min(x, leftB[g])
		}
		for g := in.items.LeafA[j]; g >= 0; g = in.a.Parent[g] {
			leftA[g] -= x
		}
		for g := in.items.LeafB[j]; g >= 0; g = in.b.Parent[g] {
			leftB[g] -= x
		}
		value += max(in.items.Margin[j], 0) * x
	}
	return value
}

// TestCrossingKnown: two sites with a budget of 1 MWh each in two hours with a cap of 1 MWh each. The best item, 10
// USD, leaves only the worst, 1 USD, beside it; the optimum is the two of 9 USD. The item of 10 may not run, so the
// multipliers of the first site and the first hour add up to 10 or more, and those of the two that run to 9; the
// smallest for the sites are 1 and 0, with 9 and 8 for the hours.
func TestCrossingKnown(t *testing.T) {
	t.Parallel()
	in := grid([][]float64{{10, 9}, {9, 1}}, []float64{1, 1}, []float64{1, 1})
	var w CrossSpace
	p := in.solveWith(t, &w)
	if got := greedyCross(in); got != 11 {
		t.Errorf("greedy earns %v, want 11", got)
	}
	want := &CrossPlan{
		A:        Prices{Lambda: []float64{1, 0}, Sum: []float64{1, 0}, Binding: []int32{0, -1}, Used: []float64{1, 1}},
		B:        Prices{Lambda: []float64{9, 8}, Sum: []float64{9, 8}, Binding: []int32{0, 1}, Used: []float64{1, 1}},
		Fraction: []float64{0, 1, 1, 0},
		Partly:   []int32{0, 1, 2},
		Value:    18,
		Rung:     Crossing,
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCrossingGreedyLoses: on random grids of three sites and six hours greedy often misses the optimum and never
// beats it.
func TestCrossingGreedyLoses(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 1))
	var w CrossSpace
	lost, worst := 0, 0.0
	const count = 400
	for range count {
		margin := make([][]float64, 3)
		site, hour := make([]float64, 3), make([]float64, 6)
		for s := range margin {
			margin[s] = make([]float64, 6)
			for t := range margin[s] {
				margin[s][t] = 10 * rng.Float64()
			}
			site[s] = 1 + 3*rng.Float64()
		}
		for t := range hour {
			hour[t] = 0.5 + 1.5*rng.Float64()
		}
		in := grid(margin, site, hour)
		best, greedy := in.solveWith(t, &w).Value, greedyCross(in)
		if greedy > best*(1+1e-12) {
			t.Fatalf("greedy earns %v, the optimum %v\n%v", greedy, best, in)
		}
		if greedy < best*(1-1e-9) {
			lost++
			worst = max(worst, 1-greedy/best)
		}
	}
	t.Logf("greedy loses on %d of %d grids, at worst %.1f %%", lost, count, 100*worst)
	if lost < count/4 {
		t.Errorf("greedy loses on %d of %d grids: the mix tests too little", lost, count)
	}
}

// TestCrossingFlat: with equal margins everywhere the optimum is the largest flow. Three sites of 4, 4 and 6 MWh in
// four hours of 3 MWh can use min(14, 12) = 12 MWh; with the third site in the first hour alone, 4 + 4 + 1.
func TestCrossingFlat(t *testing.T) {
	t.Parallel()
	flat := [][]float64{{7, 7, 7, 7}, {7, 7, 7, 7}, {7, 7, 7, 7}}
	in := grid(flat, []float64{2, 2, 3}, []float64{1.5, 1.5, 1.5, 1.5})
	var w CrossSpace
	if p := in.solveWith(t, &w); !near(p.Value, 7*6, 1e-12, 0) {
		t.Errorf("value %v, want 42", p.Value)
	}
	in = grid([][]float64{{7, 7, 7, 7}, {7, 7, 7, 7}, {7, 0, 0, 0}}, []float64{2, 2, 3}, []float64{1.5, 1.5, 1.5, 1.5})
	if p := in.solveWith(t, &w); !near(p.Value, 7*5, 1e-12, 0) {
		t.Errorf("value %v, want 35: the sites that can use all hours, and the third in the first", p.Value)
	}
	year := crossYear(12, 120, 0.6)
	year.flatten()
	if p := year.solveWith(t, &w); p.Rung != Crossing {
		t.Errorf("answered by %v, want by a flow", p.Rung)
	}
	year.swap().solveWith(t, &w)
}

// TestCrossingLadder: where one family decides alone the plan is that of the lower rung, with its rung.
func TestCrossingLadder(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 2))
	var w CrossSpace
	for range 1000 {
		in := randomCross(rng, 6, 30)
		second := rng.IntN(2) == 1
		free := &in.b
		if second {
			free = &in.a
		}
		for g := range free.Residual {
			free.Residual[g] = math.Inf(1)
		}
		got, want := in.solveWith(t, &w), in.family(second).solve(t)
		prices := &got.A
		if second {
			prices = &got.B
		}
		if got.Rung != want.Rung || got.Value != want.Value || !slices.Equal(prices.Lambda, want.Lambda) ||
			!slices.Equal(prices.Sum, want.Sum) || !slices.Equal(prices.Binding, want.Binding) || !slices.Equal(prices.Used, want.Used) {
			t.Fatalf("%v\n%+v\n%+v", in, got, want)
		}
	}
}

// TestCrossingNothing: no items, no groups and no energy are answered with nothing.
func TestCrossingNothing(t *testing.T) {
	t.Parallel()
	var w CrossSpace
	for _, in := range []*crossInstance{
		{},
		{a: Tree{[]int32{-1}, []float64{1}}},
		grid([][]float64{{5, 5}, {5, 5}}, []float64{0, 0}, []float64{0, 0}),
		grid([][]float64{{-5, 0}, {0, -5}}, []float64{1, 1}, []float64{1, 1}),
		grid([][]float64{{5, 5}, {5, 5}}, []float64{-1, -2}, []float64{1, math.Inf(1)}),
	} {
		p := in.solveWith(t, &w)
		if p.Value != 0 {
			t.Errorf("value %v, want 0\n%v", p.Value, in)
		}
	}
}

// TestCrossingMisuse: arrays that do not fit together end in a sentence.
func TestCrossingMisuse(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*crossInstance){
		"dispatch: 4 margins, 4 energies and 3 leaves, want as many of each":  func(in *crossInstance) { in.items.LeafA = in.items.LeafA[:3] },
		"dispatch: the residual of group 1 is not a number":                   func(in *crossInstance) { in.b.Residual[1] = math.NaN() },
		"dispatch: item 2 has the margin NaN USD/MWh, want a finite number":   func(in *crossInstance) { in.items.Margin[2] = math.NaN() },
		"dispatch: item 0 has the leaf 7 in the first family, want -1 to 1":   func(in *crossInstance) { in.items.LeafA[0] = 7 },
		"dispatch: item 1 has the leaf -2 in the second family, want -1 to 1": func(in *crossInstance) { in.items.LeafB[1] = -2 },
		"dispatch: the groups around group 0 form a loop":                     func(in *crossInstance) { in.b.Parent = []int32{1, 0} },
	} {
		in := grid([][]float64{{10, 9}, {9, 1}}, []float64{1, 1}, []float64{1, 1})
		spoil(in)
		got := func() (got any) {
			defer func() { got = recover() }()
			new(CrossSpace).Solve(&in.a, &in.b, &in.items, new(CrossPlan))
			return nil
		}()
		if got != want {
			t.Errorf("panic %v, want %v", got, want)
		}
	}
}

// TestCrossCertificateFindsFaults: every kind of wrong plan is refused for the right reason.
func TestCrossCertificateFindsFaults(t *testing.T) {
	t.Parallel()
	problem := grid([][]float64{{10, 9}, {9, 1}}, []float64{1, 1}, []float64{1, 1})
	var w CrossSpace
	for _, tt := range []struct {
		name  string
		spoil func(*CrossPlan)
		want  string
	}{
		{"greedy", func(p *CrossPlan) { copy(p.Fraction, []float64{1, 0, 0, 1}); p.Value = 11 }, "the plan is worth 11"},
		{"first family overdrawn", func(p *CrossPlan) { p.Fraction[0] = 0.5 }, "budget 0 is exceeded by 0.5"},
		{"second family overdrawn", func(p *CrossPlan) { copy(p.Fraction, []float64{0, 1, 0, 1}) }, "budget 3 is exceeded by 1"},
		{"more than all", func(p *CrossPlan) { p.Fraction[0], p.Fraction[2] = -0.5, 1.5 }, "runs by a part outside 0..1, off by 0.5"},
		{"not a number", func(p *CrossPlan) { p.Fraction[0] = math.NaN() }, "runs by a part outside 0..1, off by NaN"},
		{"slack", func(p *CrossPlan) { p.Fraction[1] = 0.5 }, "a budget with slack carries a multiplier"},
		{"multiplier below zero", func(p *CrossPlan) { p.B.Lambda[1] = -1 }, "a multiplier is -1 USD/MWh"},
		{"multiplier too large", func(p *CrossPlan) { p.B.Lambda[1]++ }, "the bound is 19"},
		{"sum misstated", func(p *CrossPlan) { p.A.Sum[0]++ }, "states a threshold, use or value"},
		{"use misstated", func(p *CrossPlan) { p.B.Used[0] = 0.5 }, "states a threshold, use or value"},
		{"value misstated", func(p *CrossPlan) { p.Value++ }, "states a threshold, use or value"},
	} {
		p := problem.solveWith(t, &w)
		tt.spoil(p)
		c := CertifyCross(&problem.a, &problem.b, &problem.items, p)
		if err := c.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q; %+v", tt.name, err, tt.want, c)
		}
	}
}

// TestCrossingNoAllocation: a space and a plan that have grown are enough.
func TestCrossingNoAllocation(t *testing.T) {
	in := crossYear(6, 60, 0.7)
	var w CrossSpace
	p := in.solveWith(t, &w)
	if p.Rung != Crossing {
		t.Fatalf("answered by %v, want by a flow", p.Rung)
	}
	if n := testing.AllocsPerRun(3, func() { w.Solve(&in.a, &in.b, &in.items, p) }); n != 0 {
		t.Errorf("%v allocations per run, want 0", n)
	}
}
