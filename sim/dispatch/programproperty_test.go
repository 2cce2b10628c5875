package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomProgram makes a programme of budgets over any items, of the kinds that break careless code: budgets of the same
// items, of none, of zero or exactly what is wanted, equal margins, margins of zero and below, items without energy.
func randomProgram(rng *rand.Rand, budgets, items int) *Program {
	whole := rng.IntN(2) == 0 // whole numbers make ties and exact fits
	flat := rng.IntN(6) == 0
	p := new(Program)
	for range 1 + rng.IntN(items) {
		m, e := 10*rng.Float64()-1, 5*rng.Float64()
		if whole {
			m, e = float64(rng.IntN(12)-1), float64(rng.IntN(5))
		}
		if flat {
			m = 7
		}
		p.Margin, p.Energy = append(p.Margin, m), append(p.Energy, e)
	}
	for range rng.IntN(budgets + 1) {
		var b Budget
		want, part := 0.0, rng.Float64()
		for j, m := range p.Margin {
			if rng.Float64() < part {
				b.Items = append(b.Items, int32(j))
				if m > 0 {
					want += p.Energy[j]
				}
			}
		}
		b.Residual = want * 1.1 * rng.Float64()
		if whole {
			b.Residual = math.Floor(b.Residual)
		}
		switch rng.IntN(12) {
		case 0:
			b.Residual = 0
		case 1:
			b.Residual = want
		}
		p.Budgets = append(p.Budgets, b)
	}
	return p
}

func (p *Program) clone() *Program {
	return &Program{slices.Clone(p.Margin), slices.Clone(p.Energy), slices.Clone(p.Budgets)}
}

// mustSolve returns the plan, which Solve proves.
func (p *Program) mustSolve(t testing.TB) *ProgramPlan {
	t.Helper()
	plan, err := p.Solve()
	if err != nil {
		t.Fatalf("%v\n%+v", err, p)
	}
	return plan
}

// gonum is the optimum by gonum's general linear solver, each budget a family of its own.
func (p *Program) gonum() (float64, error) {
	var families []budgets
	for _, b := range p.Budgets {
		leaf := make([]int32, len(p.Margin))
		for j := range leaf {
			leaf[j] = -1
		}
		for _, j := range b.Items {
			leaf[j] = 0
		}
		families = append(families, budgets{&Tree{[]int32{-1}, []float64{b.Residual}}, leaf})
	}
	return simplexOf(p.Margin, p.Energy, families...)
}

// TestProgramEqualsSimplex: the optimum equals that of a general linear solver, from every start and by every rule.
func TestProgramEqualsSimplex(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 1))
	failed, general := 0, 0
	const count = 10000
	for range count {
		p := randomProgram(rng, 7, 12)
		plan := p.mustSolve(t)
		for _, simply := range []bool{false, true} {
			s := p.reduce()
			s.cold, s.simply = true, simply
			if cold, err := p.solve(s); err != nil || !near(cold.Value, plan.Value, 1e-12, 1) {
				t.Fatalf("value %v, from a cold start %+v, %v\n%+v", plan.Value, cold, err, p)
			}
		}
		if plan.Rung == General {
			general++
		}
		want, err := p.gonum()
		if err != nil {
			failed++ // the solver's own trouble with degenerate corners; the plan is proven
			continue
		}
		if !near(plan.Value, want, 1e-9, 1) {
			t.Fatalf("value %.15g, simplex %.15g\n%+v", plan.Value, want, p)
		}
	}
	t.Logf("%d instances, %d with short budgets, %d without an answer from simplex", count, general, failed)
	if general < count/2 || failed*50 > count {
		t.Errorf("%d of %d instances have short budgets and simplex failed on %d: the mix tests too little",
			general, count, failed)
	}
}

// TestProgramStarts: larger programmes, with equal margins too, have the same value from every start, and the
// corner that prices lead to leaves hardly anything to gain.
func TestProgramStarts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 2))
	for k := range 24 {
		p := threeWays(rng, 600, 12)
		if k%2 == 0 {
			for j := range p.Margin {
				p.Margin[j], p.Energy[j] = 30, math.Ceil(p.Energy[j])
			}
			for g := range p.Budgets {
				p.Budgets[g].Residual = math.Floor(p.Budgets[g].Residual)
			}
		}
		s := p.reduce()
		s.cold = true
		cold, err := p.solve(s)
		if err != nil {
			t.Fatal(err)
		}
		if warm := p.mustSolve(t); !near(warm.Value, cold.Value, 1e-12, 1) {
			t.Errorf("value %v, from a cold start %v", warm.Value, cold.Value)
		}
		s = p.reduce()
		s.begin()
		if !s.descend() {
			t.Error("prices lead to no corner")
		}
		before := s.pivots
		for j := s.enter(false); j >= 0; j = s.enter(false) {
			s.step(j, false)
		}
		if after := s.pivots - before; after > 10 {
			t.Errorf("%d steps lead to a corner and %d more to the best one", before, after)
		}
	}
}

// TestProgramOrderDoesNotMatter: neither the order of items nor that of budgets nor splitting an item changes the
// value, and the order of items or splitting not even what runs.
func TestProgramOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 3))
	for range 3000 {
		p := randomProgram(rng, 6, 25)
		want := p.mustSolve(t)

		place := rng.Perm(len(p.Margin))
		shuffled := p.clone()
		for j, k := range place {
			shuffled.Margin[k], shuffled.Energy[k] = p.Margin[j], p.Energy[j]
		}
		for g, b := range p.Budgets {
			items := make([]int32, len(b.Items))
			for i, j := range b.Items {
				items[i] = int32(place[j])
			}
			shuffled.Budgets[g].Items = items
		}
		got := shuffled.mustSolve(t)
		for j, k := range place {
			if !near(got.Fraction[k], want.Fraction[j], 1e-9, 1) {
				t.Fatalf("item %d runs by %v, in another order by %v\n%+v", j, want.Fraction[j], got.Fraction[k], p)
			}
		}

		renamed := p.clone()
		for g, k := range rng.Perm(len(p.Budgets)) {
			renamed.Budgets[k] = p.Budgets[g]
		}
		if got := renamed.mustSolve(t); !near(got.Value, want.Value, 1e-12, 1) {
			t.Fatalf("value %v, with budgets in another order %v\n%+v", want.Value, got.Value, p)
		}

		split := rng.IntN(len(p.Margin))
		parts := p.clone()
		part := p.Energy[split] * []float64{0.5, 0.25, 0}[rng.IntN(3)]
		parts.Energy[split] -= part
		parts.Margin, parts.Energy = append(parts.Margin, p.Margin[split]), append(parts.Energy, part)
		for g, b := range p.Budgets {
			if slices.Contains(b.Items, int32(split)) {
				parts.Budgets[g].Items = append(slices.Clone(b.Items), int32(len(p.Margin)))
			}
		}
		got = parts.mustSolve(t)
		for j, f := range want.Fraction {
			if j != split && !near(got.Fraction[j], f, 1e-9, 1) {
				t.Fatalf("item %d runs by %v, with item %d split by %v\n%+v", j, f, split, got.Fraction[j], p)
			}
		}
		if !near(got.Value, want.Value, 1e-12, 1) {
			t.Fatalf("value %v, with item %d split %v\n%+v", want.Value, split, got.Value, p)
		}
	}
}

// TestProgramMoreBudgetNeverHurts: the optimum rises with every budget, by less and less, and stops where all fits; a
// multiplier lies between what the next MWh of its budget brings and what the last one brought.
func TestProgramMoreBudgetNeverHurts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(13, 4))
	smooth := 0
	for range 300 {
		p := randomProgram(rng, 6, 25)
		for g := range p.Budgets {
			before, want := p.Budgets[g].Residual, 0.0
			for _, j := range p.Budgets[g].Items {
				if p.Margin[j] > 0 {
					want += p.Energy[j]
				}
			}
			value, gain := -1.0, math.Inf(1)
			for r := range 12 {
				p.Budgets[g].Residual = float64(r) * (want + 1) / 10
				plan := p.mustSolve(t)
				if r > 0 {
					more := plan.Value - value
					if more < -1e-9 || more > gain+1e-9 {
						t.Fatalf("budget %d of %v MWh: value %v after %v, which rose by %v before\n%+v",
							g, p.Budgets[g].Residual, plan.Value, value, gain, p)
					}
					gain = more
				}
				value = plan.Value
				if lambda := plan.Lambda[g]; p.Budgets[g].Residual > want && lambda != 0 {
					t.Fatalf("budget %d is above what is wanted and has the multiplier %v", g, lambda)
				}
			}
			const h = 1.0 / 1024
			p.Budgets[g].Residual = before
			plan := p.mustSolve(t)
			p.Budgets[g].Residual = before + h
			next := (p.mustSolve(t).Value - plan.Value) / h
			last := math.Inf(1)
			if before >= h {
				p.Budgets[g].Residual = before - h
				last = (plan.Value - p.mustSolve(t).Value) / h
			}
			p.Budgets[g].Residual = before
			if lambda := plan.Lambda[g]; lambda < next-1e-6 || lambda > last+1e-6 {
				t.Fatalf("budget %d: multiplier %v, want from %v to %v\n%+v", g, lambda, next, last, p)
			}
			if next > 0 && near(next, last, 1e-6, 1) {
				smooth++
			}
		}
	}
	if smooth < 100 {
		t.Errorf("%d multipliers above zero at smooth places: the mix tests too little", smooth)
	}
}

// TestProgramMerges: items of equal margin in the same budgets are one to the solver, and run in the same share.
func TestProgramMerges(t *testing.T) {
	t.Parallel()
	p := threeWays(rand.New(rand.NewPCG(13, 5)), 5000, 3)
	for j := range p.Margin {
		p.Margin[j] = 30
	}
	if s := p.reduce(); len(s.margin) != 27+9 {
		t.Errorf("%d columns, want one for each of the 27 sets of budgets and one for each of the 9 budgets",
			len(s.margin))
	}
	plan := p.mustSolve(t)
	within := make([][]int32, len(p.Margin))
	for g, b := range p.Budgets {
		for _, j := range b.Items {
			within[j] = append(within[j], int32(g))
		}
	}
	for j, set := range within {
		for k := range j {
			if slices.Equal(set, within[k]) {
				if plan.Fraction[j] != plan.Fraction[k] {
					t.Fatalf("items %d and %d run by %v and %v", k, j, plan.Fraction[k], plan.Fraction[j])
				}
				break
			}
		}
	}
}

// FuzzProgram: every programme that bytes can describe is solved and proven.
func FuzzProgram(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(40), uint8(9), uint8(9))
	f.Add(uint64(2), uint8(30), uint16(500), uint8(40), uint8(1))
	f.Add(uint64(3), uint8(60), uint16(400), uint8(0), uint8(60))
	f.Fuzz(func(t *testing.T, seed uint64, budgets uint8, items uint16, marginRange, energyRange uint8) {
		rng := rand.New(rand.NewPCG(seed, 0))
		p := randomProgram(rng, int(budgets%64), 1+int(items%512))
		for j := range p.Margin {
			p.Margin[j] *= math.Exp(float64(marginRange%16) * (rng.Float64() - 0.5))
			p.Energy[j] *= math.Exp(float64(energyRange%16) * (rng.Float64() - 0.5))
		}
		p.mustSolve(t)
	})
}
