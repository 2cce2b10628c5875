package kernel

import (
	"errors"
	"strings"
	"testing"

	"hashwatt/sim/dispatch"
)

// threeWays is three sites of 10 MW that earn 30, 25 and 20 USD/MWh in each of some hours, under budgets that cross
// in three ways: of the first two sites in each hour, of the last two in each hour, and of the first and the last
// in each hour, MWh each.
func threeWays(hours int, mwh float64) (*Problem, *Draw) {
	p, d := shared(hours, mwh, []float64{10, 10, 10}, []float64{30, 25, 20})
	b := &Budgets{Leaf: make([][]int32, 3), Second: make([][]int32, 3), More: [][][]int32{make([][]int32, 3)}}
	root := Root{Sites: p.Budgets.Roots[0].Sites, To: hours, More: make([][]int32, 1)}
	families := [3][][]int32{b.Leaf, b.Second, b.More[0]}
	lists := [3]*[]int32{&root.Groups, &root.Second, &root.More[0]}
	p.Limits = nil
	for f, pair := range [3][2]int{{0, 1}, {1, 2}, {0, 2}} {
		p.Limits = append(p.Limits, Limit{Name: string(rune('a' + f)), Sites: root.Sites, ByMonth: flat(p.Months, 0)})
		for i := range 3 {
			families[f][i] = make([]int32, hours)
			for t := range hours {
				families[f][i][t] = -1
				if i == pair[0] || i == pair[1] {
					families[f][i][t] = int32(f*hours + t)
				}
			}
		}
		for t := range hours {
			*lists[f] = append(*lists[f], int32(len(b.Groups)))
			b.Groups = append(b.Groups, Group{Limit: int32(f), BudgetMWh: mwh, From: t, To: t + 1, Parent: -1, Local: int32(t), Terms: Terms{Hourly: true}})
		}
	}
	for i := range p.Sites {
		p.Sites[i].Class = int32(i)
	}
	b.Roots = []Root{root}
	p.Budgets = b
	return p, d
}

// TestThreeWaysByHand: of three sites any two of which may use 11 MWh in an hour each runs a half of that. One more
// MWh for the first two lets both run half a MWh more and the last half a MWh less: (30 + 25 - 20)/2 = 17.5 USD;
// for the last two 7.5 and for the others 12.5.
func TestThreeWaysByHand(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := threeWays(3, 11)
		p.Foresight = look
		tr := run(t, p, d)
		adds(t, tr)
		if tr.Rungs.General == 0 {
			t.Errorf("solves %+v, want some by a linear programme", tr.Rungs)
		}
		near(t, "margin", margin(tr), 3*5.5*75, 1e-9)
		for _, mwh := range energies(tr) {
			near(t, "energy", mwh, 3*5.5, 1e-9)
		}
		for f, want := range []float64{17.5, 7.5, 12.5} {
			near(t, "multiplier", tr.Budgets[3*f].Multiplier, want, 1e-9)
		}
	}
}

// TestTooManyThreeWays: a programme that is too large ends the run, names the limits and says what to do.
func TestTooManyThreeWays(t *testing.T) {
	t.Parallel()
	p, d := threeWays(5000, 11)
	err := Run(p, d, &State{}, NewTrace(p, false))
	var out *ProgramError
	if !errors.As(err, &out) || !errors.Is(err, dispatch.ErrTooLarge) {
		t.Fatalf("got the error %v", err)
	}
	if len(out.Program.Margin) != 15000 || !strings.Contains(err.Error(), `the budgets of "a", "b", "c" cross`) {
		t.Errorf("%d items, %v", len(out.Program.Margin), err)
	}
}
