package kernel

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// A bound of choices of breaches beside charges is one of all choices, also after the search in turn has settled some
// periods for itself: this is the problem, of 120 of one seed, in which that left out the best.
func TestBoundsOfChargedBreachesHold(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(61, 1))
	for n := 0; n < 114; {
		p, d := accorded(rng, false)
		if !brokenCharges(rng, p) || len(p.Sites) == 1 && p.Budgets.Groups[0].Terms.Breach && inOne(p) {
			continue
		}
		if n++; n < 112 {
			continue
		}
		got, tr := earnsBroken(t, p, d, Perfect)
		if best := bestBroken(t, p, d); best > got+tr.Proven.USD+1e-7*(1+math.Abs(best)) {
			t.Errorf("problem %d earns %.9g, at most %.9g, and the best is %.9g", n, got, got+tr.Proven.USD, best)
		}
	}
}

// No choice of breaches is worth more than the bound, also where a better one lifts a budget that had a price before.
func TestChoicesOfChargedBreachesKeepTheirBounds(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 1))
	s := &State{}
	for n := 0; n < 1500; {
		p, d := accorded(rng, false)
		if n%2 == 0 {
			p, d = tieredWindows(rng, false)
		}
		if !brokenCharges(rng, p) {
			continue
		}
		if n++; len(p.Sites) < 2 && p.Budgets.Groups[0].Terms.Breach {
			continue
		}
		p.Foresight = Perfect
		if err := Run(p, d, s, NewTrace(p, false)); err != nil {
			t.Fatal(err)
		}
		if x := &s.breach.chargedSpace; x.value > x.bound+1e-9*(1+math.Abs(x.bound)) {
			t.Errorf("problem %d has a choice of %.9g and a bound of %.9g", n, x.value, x.bound)
		}
	}
}

// twoClusters is two roots, each with a budget that a site of its own may break, and a third site in both.
func twoClusters() *Problem {
	p, _ := paying(flat(8, 40), &Charges{})
	p.Price, p.Sites, p.Charges = nil, nil, nil
	for i := range 3 {
		price := make([]float64, 8)
		for h := range price {
			price[h] = 40 + float64((h*7+i*3)%20)
		}
		p.Price = append(p.Price, price)
		p.Sites = append(p.Sites, Site{
			Tariff: int32(i), Class: int32(i), PowerMW: 10, RatedMW: 6, AvailableMW: 6, Share: 1,
			Charged: true, Invoiced: true, Tranches: []Tranche{machine(6, 100)},
		})
	}
	p.Limits = append(p.Limits, Limit{Name: "own"}, Limit{Name: "shared"})
	own := Terms{Breach: true}
	p.Budgets = &Budgets{
		Leaf: [][]int32{{1, 1, 1, 1, -1, -1, -1, -1}, {-1, -1, -1, -1, 3, 3, 3, 3}, {0, 0, 0, 0, 2, 2, 2, 2}},
		Groups: []Group{
			{Limit: 1, BudgetMWh: 30, From: 0, To: 4, Parent: -1, Sites: []int32{0, 2}},
			{Limit: 0, BudgetMWh: 6, From: 0, To: 4, Parent: 0, Local: 1, Sites: []int32{0}, Terms: own},
			{Limit: 1, BudgetMWh: 30, From: 4, To: 8, Parent: -1, Root: 1, Sites: []int32{1, 2}},
			{Limit: 0, BudgetMWh: 6, From: 4, To: 8, Parent: 2, Root: 1, Local: 1, Sites: []int32{1}, Terms: own},
		},
		Roots: []Root{
			{Groups: []int32{0, 1}, Sites: []int32{0, 2}, To: 4},
			{Groups: []int32{2, 3}, Sites: []int32{1, 2}, From: 4, To: 8},
		},
	}
	for i, of := range [][]int32{{0, 0, 0, 0, -1, -1, -1, -1}, {-1, -1, -1, -1, 0, 0, 0, 0}} {
		p.Sites[i].Breaches = []Breach{{Groups: []int32{int32(1 + 2*i)}, Of: of, Fines: []float64{300}}}
	}
	return p
}

// Draws that price the highest load of other hours join other roots: what a State has found for one draw is not
// taken for the next.
func TestDrawsJoinTheirOwnBreaches(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Perfect, Rolling} {
		p := twoClusters()
		p.Foresight = look
		draw := func(joined bool) *Draw {
			_, d := paying(flat(8, 0), &Charges{})
			d.Price, d.Charges = p.Price, []*Charges{{}, {}, {}}
			d.Charges[0].window(8, 0, 4, -1, 0, step(20))
			d.Charges[1].window(8, 4, 8, -1, 0, step(20))
			if joined {
				d.Charges[2].window(8, 0, 8, -1, 0, step(20))
			} else {
				d.Charges[2].window(8, 0, 4, -1, 0, step(20))
				d.Charges[2].window(8, 4, 8, -1, 0, step(20))
			}
			return d
		}
		run := func(s *State, d *Draw) *Trace {
			tr := NewTrace(p, false)
			if err := Run(p, d, s, tr); err != nil {
				t.Fatal(err)
			}
			return tr
		}
		for _, first := range []bool{true, false} {
			var s State
			run(&s, draw(first))
			again, fresh := run(&s, draw(!first)), run(&State{}, draw(!first))
			if !reflect.DeepEqual(again, fresh) {
				t.Errorf("foresight %d, first joined %v: %+v after another draw, %+v by itself",
					look, first, again.Proven, fresh.Proven)
			}
		}
	}
}
