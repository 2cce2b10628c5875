package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sameCross fails the test unless two plans of one problem have the same value and multipliers.
func sameCross(t *testing.T, what string, in *crossInstance, got, want *CrossPlan) {
	t.Helper()
	if !near(got.Value, want.Value, 1e-12, 1) || got.Rung != want.Rung {
		t.Fatalf("%s: value %.15g by %v, want %.15g by %v\n%v", what, got.Value, got.Rung, want.Value, want.Rung, in)
	}
	for k, pair := range [][2][]float64{{got.A.Sum, want.A.Sum}, {got.B.Sum, want.B.Sum}} {
		for g := range pair[1] {
			if !near(pair[0][g], pair[1][g], 1e-9, 1) {
				t.Fatalf("%s: the groups of family %d have thresholds %v, want %v\n%v", what, k, pair[0], pair[1], in)
			}
		}
	}
}

// TestCrossingOrderDoesNotMatter: neither the order of items nor the numbers of groups change value or multipliers.
func TestCrossingOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 1))
	var w CrossSpace
	for range 3000 {
		in := randomCross(rng, 7, 40)
		want := in.solveWith(t, &w)

		shuffled := &crossInstance{a: in.a, b: in.b}
		for _, j := range rng.Perm(len(in.items.Margin)) {
			shuffled.add(in.items.Margin[j], in.items.Energy[j], in.items.LeafA[j], in.items.LeafB[j])
		}
		sameCross(t, "items in another order", in, shuffled.solveWith(t, &w), want)

		renamed := in.clone()
		nameA := rename(rng, &in.a, &renamed.a, in.items.LeafA, renamed.items.LeafA)
		nameB := rename(rng, &in.b, &renamed.b, in.items.LeafB, renamed.items.LeafB)
		got := renamed.solveWith(t, &w)
		back := &CrossPlan{Value: got.Value, Rung: got.Rung}
		back.A.reset(len(nameA))
		back.B.reset(len(nameB))
		for g, to := range nameA {
			back.A.Sum[g] = got.A.Sum[to]
		}
		for g, to := range nameB {
			back.B.Sum[g] = got.B.Sum[to]
		}
		sameCross(t, "groups with other numbers", in, back, want)
	}
}

// rename gives the groups of a tree other numbers, and returns them.
func rename(rng *rand.Rand, from, to *Tree, leafFrom, leafTo []int32) []int {
	name := rng.Perm(len(from.Parent))
	call := func(g int32) int32 {
		if g < 0 {
			return g
		}
		return int32(name[g])
	}
	for g, n := range name {
		to.Parent[n] = call(from.Parent[g])
		to.Residual[n] = from.Residual[g]
	}
	for j, g := range leafFrom {
		leafTo[j] = call(g)
	}
	return name
}

// TestCrossingSplittingDoesNotMatter: an item in two parts changes neither value nor multipliers.
func TestCrossingSplittingDoesNotMatter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 2))
	var w CrossSpace
	for range 3000 {
		in := randomCross(rng, 7, 40)
		parts := in.clone()
		for j, e := range in.items.Energy {
			part := e * []float64{0.5, 0.25, 0}[rng.IntN(3)]
			parts.items.Energy[j] = e - part
			parts.add(in.items.Margin[j], part, in.items.LeafA[j], in.items.LeafB[j])
		}
		sameCross(t, "items split", in, parts.solveWith(t, &w), in.solveWith(t, &w))
	}
}

// TestCrossingMoreBudgetNeverHurts: the optimum rises with every budget, by less and less, and stops where all fits.
func TestCrossingMoreBudgetNeverHurts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 3))
	var w CrossSpace
	for range 300 {
		in := randomCross(rng, 5, 30)
		for k, tree := range []*Tree{&in.a, &in.b} {
			demand := in.family(k == 1).demand()
			for g, before := range tree.Residual {
				value, gain := -1.0, math.Inf(1)
				for r := range 12 {
					tree.Residual[g] = float64(r) * (demand[g] + 1) / 10
					p := in.solveWith(t, &w)
					if r > 0 {
						more := p.Value - value
						if more < -1e-9 || more > gain+1e-9 {
							t.Fatalf("family %d, budget %d of %v MWh: value %v after %v, which rose by %v before\n%v",
								k, g, tree.Residual[g], p.Value, value, gain, in)
						}
						gain = more
					}
					value = p.Value
					lambda := [][]float64{p.A.Lambda, p.B.Lambda}[k][g]
					if tree.Residual[g] > demand[g] && lambda != 0 {
						t.Fatalf("family %d, budget %d is above what is wanted and has the multiplier %v", k, g, lambda)
					}
				}
				tree.Residual[g] = before
			}
		}
	}
}

// TestCrossingMultipliersAreSlopes: a multiplier lies between what the next MWh of its budget brings and what the
// last one brought, as finite differences have it, and equals both where they agree.
func TestCrossingMultipliersAreSlopes(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 4))
	var w CrossSpace
	smooth, kinks := 0, 0
	for range 1500 {
		in := randomCross(rng, 6, 25)
		p := in.solveWith(t, &w)
		const h = 1.0 / 1024
		for k, tree := range []*Tree{&in.a, &in.b} {
			for g, r := range tree.Residual {
				lambda := [][]float64{p.A.Lambda, p.B.Lambda}[k][g]
				tree.Residual[g] = r + h
				next := (in.solveWith(t, &w).Value - p.Value) / h
				last := math.Inf(1)
				if r >= h {
					tree.Residual[g] = r - h
					last = (p.Value - in.solveWith(t, &w).Value) / h
				}
				tree.Residual[g] = r
				if lambda < next-1e-6 || lambda > last+1e-6 {
					t.Fatalf("family %d, budget %d: multiplier %v, want from %v to %v\n%v\n%+v",
						k, g, lambda, next, last, in, p)
				}
				if near(next, last, 1e-6, 1) {
					smooth++
				} else {
					kinks++
				}
			}
		}
	}
	t.Logf("%d multipliers at smooth places, %d at kinks", smooth, kinks)
	if smooth < 1000 || kinks < 200 {
		t.Errorf("%d smooth places and %d kinks: the mix tests too little of one of them", smooth, kinks)
	}
}

// TestCrossingSmallestMultipliers: of several sets of optimal multipliers the plan has the one with the smallest
// sums in the first family: each sum is the value of the next MWh that all the budgets around the leaf get
// together, even at kinks.
func TestCrossingSmallestMultipliers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 5))
	var w, other CrossSpace
	checked, kinks := 0, 0
	for range 3000 {
		in := randomCross(rng, 6, 25)
		p := in.solveWith(t, &w)
		if p.Rung != Crossing {
			continue
		}
		// Groups that take all that wants in have no multiplier, at kinks either.
		for _, f := range []*family{&w.a, &w.b} {
			for g, short := range f.work.short {
				if !short {
					f.tree.Residual[g] = math.Inf(1)
				}
			}
		}
		const h = 1.0 / 1024
		for g := range in.a.Parent {
			slope := func(h float64) float64 {
				more := in.clone()
				for a := int32(g); a >= 0; a = in.a.Parent[a] {
					more.a.Residual[a] += h
				}
				return (more.solveWith(t, &other).Value - p.Value) / h
			}
			next := slope(h)
			if !near(next, p.A.Sum[g], 1e-6, 1) {
				t.Fatalf("group %d has the sum %v, want %v\n%v\n%+v", g, p.A.Sum[g], next, in, p)
			}
			checked++
			open := true
			for a := int32(g); a >= 0; a = in.a.Parent[a] {
				open = open && in.a.Residual[a] > h
			}
			if open && !near(next, slope(-h), 1e-6, 1) {
				kinks++
			}
		}
	}
	if checked < 1000 || kinks < 100 {
		t.Errorf("%d sums, %d at kinks: the mix tests too little", checked, kinks)
	}
}

// TestCrossingWholeNumbers: whole numbers of MWh in budgets and items make whole numbers run.
func TestCrossingWholeNumbers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 6))
	var w CrossSpace
	crossing := 0
	for range 5000 {
		in := randomCross(rng, 6, 30)
		for j := range in.items.Energy {
			in.items.Energy[j] = math.Floor(in.items.Energy[j])
		}
		for _, tree := range []*Tree{&in.a, &in.b} {
			for g := range tree.Residual {
				tree.Residual[g] = math.Floor(tree.Residual[g])
			}
		}
		p := in.solveWith(t, &w)
		if p.Rung != Crossing {
			continue // lower rungs share ties in common parts
		}
		crossing++
		for j, f := range p.Fraction {
			if x := f * in.items.Energy[j]; !near(x, math.Round(x), 1e-12, 1) {
				t.Fatalf("item %d runs %v MWh\n%v", j, x, in)
			}
		}
	}
	if crossing < 500 {
		t.Errorf("%d instances cross: the mix tests too little", crossing)
	}
}

// TestCrossingScaling: other units of money or energy change no decision.
func TestCrossingScaling(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 7))
	var w CrossSpace
	for range 1000 {
		in := randomCross(rng, 5, 40)
		want := in.solveWith(t, &w)
		const money, energy = 512, 1.0 / 64
		scaled := in.clone()
		for j := range scaled.items.Margin {
			scaled.items.Margin[j] *= money
			scaled.items.Energy[j] *= energy
		}
		for _, tree := range []*Tree{&scaled.a, &scaled.b} {
			for g := range tree.Residual {
				tree.Residual[g] *= energy
			}
		}
		got := scaled.solveWith(t, &w)
		if got.Value != money*energy*want.Value || !slices.Equal(got.Fraction, want.Fraction) {
			t.Fatalf("value %v, want %v; or other fractions\n%v", got.Value, money*energy*want.Value, in)
		}
	}
}

// TestCrossingThresholds: items above their threshold run in full, those below it stand idle, but for rounding.
func TestCrossingThresholds(t *testing.T) {
	t.Parallel()
	in := crossYear(8, 90, 0.7)
	var w CrossSpace
	p := in.solveWith(t, &w)
	if p.Rung != Crossing {
		t.Fatalf("answered by %v, want by a flow", p.Rung)
	}
	partial := 0
	for j, m := range in.items.Margin {
		above := m - p.Threshold(in.items.LeafA[j], in.items.LeafB[j])
		switch f := p.Fraction[j]; {
		case above > 1e-9 && f != 1, above < -1e-9 && f != 0:
			t.Fatalf("item %d is %v USD/MWh above its threshold and runs by %v", j, above, f)
		case f > 0 && f < 1:
			partial++
		}
	}
	if groups := len(in.a.Parent) + len(in.b.Parent); partial > groups {
		t.Errorf("%d items run in part under %d budgets, want no more than those", partial, groups)
	}
}

// TestCrossingNearTies: margins that differ by a thousandth of a millionth decide as any others do.
func TestCrossingNearTies(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 8))
	var w CrossSpace
	crossing := 0
	for range 500 {
		in := randomCross(rng, 6, 40)
		for j := range in.items.Margin {
			in.items.Margin[j] = 7 + 7e-9*rng.Float64()
		}
		p := in.solveWith(t, &w)
		if p.Rung == Crossing {
			crossing++
		}
		for j, m := range in.items.Margin {
			above := m - p.Threshold(in.items.LeafA[j], in.items.LeafB[j])
			if f := p.Fraction[j]; in.items.Energy[j] > 0 && (above > 1e-13 && f != 1 || above < -1e-13 && f != 0) {
				t.Fatalf("item %d is %v USD/MWh above its threshold and runs by %v\n%v\n%+v", j, above, f, in, p)
			}
		}
	}
	if crossing < 50 {
		t.Errorf("%d instances cross: the mix tests too little", crossing)
	}
}

// TestCrossingResume: from the plan of a problem that was a little or very different the answer is that of Solve.
func TestCrossingResume(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(10, 9))
	var w CrossSpace
	crossing := 0
	for range 3000 {
		in := randomCross(rng, 6, 40)
		before := in.solveWith(t, &w)
		step := []float64{0, 0.1, 1, 10}[rng.IntN(4)]
		shift := step * rng.NormFloat64()
		for j := range in.items.Margin {
			in.items.Margin[j] += shift + 0.1*step*rng.NormFloat64()
			if rng.IntN(10) == 0 {
				in.items.Energy[j] = 0
			}
		}
		for _, tree := range []*Tree{&in.a, &in.b} {
			for g := range tree.Residual {
				tree.Residual[g] *= 1 - 0.1*step*rng.Float64()
			}
		}
		want, got := in.solveWith(t, &w), before.clone()
		w.Resume(&in.a, &in.b, &in.items, &got)
		if err := CertifyCross(&in.a, &in.b, &in.items, &got).Err(); err != nil {
			t.Fatalf("%v\n%v\n%+v", err, in, got)
		}
		if want.Rung == Crossing {
			crossing++
			sameCross(t, "resumed", in, &got, want)
		} else if !near(got.Value, want.Value, 1e-12, 1) {
			t.Fatalf("resumed: value %v, want %v", got.Value, want.Value)
		}
	}
	if crossing < 500 {
		t.Errorf("%d instances cross: the mix tests too little", crossing)
	}
}

// FuzzCrossing: the certificate holds for every problem that bytes can describe.
func FuzzCrossing(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(40), uint8(9), uint8(9))
	f.Add(uint64(2), uint8(9), uint16(2000), uint8(200), uint8(1))
	f.Add(uint64(3), uint8(30), uint16(3000), uint8(0), uint8(200))
	f.Fuzz(func(t *testing.T, seed uint64, groups uint8, items uint16, marginRange, energyRange uint8) {
		rng := rand.New(rand.NewPCG(seed, 0))
		in := randomCross(rng, int(groups%64), 1+int(items%4096))
		for j := range in.items.Margin {
			in.items.Margin[j] *= math.Exp(float64(marginRange) * (rng.Float64() - 0.5))
			in.items.Energy[j] *= math.Exp(float64(energyRange) / 8 * (rng.Float64() - 0.5))
		}
		for k, tree := range []*Tree{&in.a, &in.b} {
			want := in.family(k == 1).demand()
			for g := range tree.Residual {
				tree.Residual[g] = want[g] * 1.2 * rng.Float64()
			}
		}
		var w CrossSpace
		in.solveWith(t, &w)
	})
}
