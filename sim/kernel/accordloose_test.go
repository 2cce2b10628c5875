package kernel

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
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

// Rows of hours that only count what is drawn change no bit of what is planned and drawn, and come to what was drawn in
// their hours.
func TestLooseRowsOnlyCount(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			var traces [2]*Trace
			var p *Problem
			for k := range traces {
				var d *Draw
				p, d = chargedMonths(rand.New(rand.NewPCG(52, seed)), true, seed%2 == 0)
				if p.Foresight = look; k == 1 {
					countHalves(p)
				}
				traces[k] = NewTrace(p, false)
				if err := Run(p, d, &State{Certify: true}, traces[k]); err != nil {
					t.Fatal(err)
				}
			}
			alone, beside := traces[0], traces[1]
			n := len(alone.Budgets)
			if !reflect.DeepEqual(alone.Flows, beside.Flows) ||
				!slices.Equal(alone.Budgets, beside.Budgets[:n]) || alone.Proven != beside.Proven {
				t.Errorf("seed %d, foresight %d: rows that count change what is done", seed, look)
			}
			var drawn float64
			for _, months := range beside.Flows {
				for m := range months {
					drawn += months[m].EnergyMWh
				}
			}
			one, two := beside.Budgets[n], beside.Budgets[n+1]
			if used := one.UsedMWh + two.UsedMWh; !(one.UsedMWh > 0 && two.UsedMWh > 0) || math.Abs(used-drawn) > 1e-9*drawn {
				t.Errorf("seed %d, foresight %d: counts %g of %g MWh", seed, look, used, drawn)
			}
			if one.Multiplier != 0 || p.Apart(int(p.Budgets.Groups[n].Limit)) {
				t.Errorf("seed %d, foresight %d: what only counts has a price", seed, look)
			}
		}
	}
}

// countHalves adds a limit on all sites that only counts, in each half of the hours.
func countHalves(p *Problem) {
	b, half := p.Budgets, p.Hours/2
	p.Limits = append(p.Limits, Limit{
		Name: "halves", Sites: b.Roots[0].Sites, ByMonth: flat(p.Months, 0), Pooled: true, Auctioned: true,
	})
	first, row := int32(len(b.Groups)), make([]int32, p.Hours)
	for k := range int32(2) {
		group := Group{
			Limit: int32(len(p.Limits) - 1), BudgetMWh: 1e9, Terms: Terms{Auctioned: true},
			From: int(k) * half, To: int(k)*half + half, Parent: -1, Root: -1,
		}
		if k == 1 {
			group.To = p.Hours
		}
		b.Groups = append(b.Groups, group)
		for h := group.From; h < group.To; h++ {
			row[h] = first + k
		}
	}
	for range p.Sites {
		b.Loose = append(b.Loose, [][]int32{row})
	}
}
