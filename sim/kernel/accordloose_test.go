package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// loosen adds weeks of all sites to the months of chargedMonths, as a family that crosses them: they leave room for
// all that could ever run.
func loosen(p *Problem) {
	b, weekly := p.Budgets, int32(len(p.Limits))
	root := &b.Roots[0]
	p.Limits = append(p.Limits, Limit{Name: "week", Sites: root.Sites, ByMonth: flat(p.Months, 0), Pooled: true})
	b.Second = make([][]int32, len(b.Leaf))
	for c := range b.Second {
		b.Second[c] = make([]int32, p.Hours)
	}
	for from := 0; from < p.Hours; from += week {
		g, to := int32(len(b.Groups)), min(from+week, p.Hours)
		b.Groups = append(b.Groups, Group{
			Limit: weekly, BudgetMWh: 1000 * float64(to-from), From: from, To: to, Parent: -1, Local: int32(len(root.Second)),
		})
		root.Second = append(root.Second, g)
		for c := range b.Second {
			for h := from; h < to; h++ {
				b.Second[c][h] = g
			}
		}
	}
}

// Budgets that leave room for all that could run change nothing of what is planned for charges under others.
func TestLooseBudgetsChangeNothing(t *testing.T) {
	t.Parallel()
	accords := 0
	for seed := range uint64(4) {
		for _, look := range []Foresight{Perfect, Rolling} {
			p, d := chargedMonths(rand.New(rand.NewPCG(51, seed)), true, seed%2 == 0)
			want, alone := earnsOf(t, p, d, look, false)
			loosen(p)
			got, beside := earnsOf(t, p, d, look, false)
			if math.Abs(got-want) > 1e-9*math.Abs(want) || math.Abs(beside.Gap-alone.Gap) > 1e-6 {
				t.Errorf("seed %d, foresight %d: earns %.6f with a gap of %g, without the weeks %.6f, %g",
					seed, look, got, beside.Gap, want, alone.Gap)
			}
			if alone.Accords > 0 {
				accords++
			}
		}
	}
	if accords < 4 {
		t.Errorf("%d runs have accords; the test has lost its edge", accords)
	}
}

// A budget whose terms let it be broken, and which nobody can break, is like any other.
func TestWhatNobodyCanBreakIsABudget(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.window(24, 0, 24, -1, 0, step(240))
	state := &State{Certify: true}
	for _, budgetMWh := range []float64{100, 1000} {
		for _, look := range []Foresight{Rolling, Perfect, Myopic} {
			var used [2]float64
			for k, breach := range []bool{false, true} {
				p, d := short(ch, budgetMWh)
				p.Foresight = look
				p.Budgets.Groups[0].Terms.Breach = breach
				tr := NewTrace(p, false)
				if err := Run(p, d, state, tr); err != nil {
					t.Fatal(err)
				}
				used[k] = tr.Budgets[0].UsedMWh
			}
			if used[0] != used[1] {
				t.Errorf("%g MWh, foresight %d: %g MWh are used, where it may be broken %g",
					budgetMWh, look, used[0], used[1])
			}
		}
	}
}
