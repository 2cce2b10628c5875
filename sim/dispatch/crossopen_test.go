package dispatch

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCrossingLooksAtSettledItemsAgain: items that were settled at wrong prices, so that some run that should not
// and some stand idle that should run, are found when the flow has its answer, and value and multipliers are those
// of a solve that leaves all items to the flow.
func TestCrossingLooksAtSettledItemsAgain(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(17, 1))
	again, solved := 0, 0
	for range 2000 {
		in := randomCross(rng, 6, 60)
		cold := CrossSpace{cold: true}
		want := in.solveWith(t, &cold)
		if want.Rung != Crossing {
			continue
		}
		w := CrossSpace{cold: true}
		got := new(CrossPlan)
		w.begin(&in.a, &in.b, &in.items)
		w.ready(&in.items)
		got.A.reset(len(in.a.Parent))
		got.B.reset(len(in.b.Parent))
		got.Rung, got.Fraction = Crossing, make([]float64, len(in.items.Margin))
		price := make([]float64, len(w.around))
		for v := 1; v < len(price); v++ {
			price[v] = price[w.around[v]] + 8*rng.Float64()
		}
		reach := rng.Float64()
		for w.sift(&in.items, got.Fraction, price, reach); !w.left(); w.sift(&in.items, got.Fraction, price, reach) {
			reach *= 2
		}
		w.lay()
		again += w.finish(&in.items, got)
		solved++
		if err := CertifyCross(&in.a, &in.b, &in.items, got).Err(); err != nil {
			t.Fatalf("%v\n%v\n%+v", err, in, got)
		}
		sameCross(t, "settled at wrong prices", in, got, want)
	}
	if again < solved/10 {
		t.Errorf("items were opened again %d times in %d solves: too seldom to be a test", again, solved)
	}
}

// TestCrossResumeFromAnyPrices: the prices that a plan begins from decide neither value nor multipliers, however
// wrong they are.
func TestCrossResumeFromAnyPrices(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(17, 2))
	var w CrossSpace
	for _, cap := range []float64{0.5, 0.8, 0.95} {
		in := crossYear(6, 40, cap)
		want := in.solveWith(t, &w)
		for _, most := range []float64{0, 1.2, 5, 1000} {
			got := want.clone()
			for _, prices := range []*Prices{&got.A, &got.B} {
				for g := range prices.Lambda {
					prices.Lambda[g] *= most * rng.Float64()
				}
			}
			w.Resume(&in.a, &in.b, &in.items, &got)
			if err := CertifyCross(&in.a, &in.b, &in.items, &got).Err(); err != nil {
				t.Fatalf("cap %v, prices times 0 to %v: %v", cap, most, err)
			}
			sameCross(t, "resumed from wrong prices", in, &got, want)
		}
	}
}

// TestCrossPartlyListsTheThresholds: the list of items that run in part is in order, holds all that do, and none
// whose margin is not the threshold of its leaves; it is empty where one family decides alone.
func TestCrossPartlyListsTheThresholds(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(17, 3))
	var w CrossSpace
	p := new(CrossPlan)
	for range 2000 {
		in := randomCross(rng, 6, 40)
		w.Solve(&in.a, &in.b, &in.items, p)
		if p.Rung != Crossing {
			if len(p.Partly) > 0 {
				t.Fatalf("answered by %v, lists %v", p.Rung, p.Partly)
			}
			continue
		}
		if !slices.IsSorted(p.Partly) {
			t.Fatalf("%v is not in order", p.Partly)
		}
		for j, x := range p.Fraction {
			_, listed := slices.BinarySearch(p.Partly, int32(j))
			it := &in.items
			if threshold := p.Threshold(it.LeafA[j], it.LeafB[j]); listed && !near(it.Margin[j], threshold, 1e-9, 1) || !listed && x != 0 && x != 1 {
				t.Fatalf("item %d, listed %v: margin %v at threshold %v, runs in the part %v\n%v",
					j, listed, it.Margin[j], threshold, x, in)
			}
		}
	}
}
