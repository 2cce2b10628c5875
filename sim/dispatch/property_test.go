package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// same fails the test unless two plans of one problem agree: thresholds exactly, amounts to rounding.
func same(t *testing.T, what string, in *instance, got, want *Plan) {
	t.Helper()
	demand := in.demand()
	for g := range want.Sum {
		if got.Sum[g] != want.Sum[g] || got.Lambda[g] != want.Lambda[g] || got.Binding[g] != want.Binding[g] ||
			!near(got.Share[g], want.Share[g], 1e-9, 1) || !near(got.Used[g], want.Used[g], 1e-12, demand[g]) {
			t.Fatalf("%s, group %d: threshold %v, multiplier %v, binding %d, share %v, used %v\nwant %v, %v, %d, %v, %v\n%v", what, g,
				got.Sum[g], got.Lambda[g], got.Binding[g], got.Share[g], got.Used[g],
				want.Sum[g], want.Lambda[g], want.Binding[g], want.Share[g], want.Used[g], in)
		}
	}
	if !near(got.Value, want.Value, 1e-12, 0) || got.Rung != want.Rung {
		t.Fatalf("%s: value %.15g by %v, want %.15g by %v\n%v", what, got.Value, got.Rung, want.Value, want.Rung, in)
	}
}

// TestOrderDoesNotMatter: neither the order of items nor the numbers of groups change the plan.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 1))
	var w Workspace
	for range 3000 {
		in := random(rng, 7, 40)
		want := in.solveWith(t, &w)

		shuffled := new(instance)
		shuffled.tree = in.tree
		for _, j := range rng.Perm(len(in.items.Margin)) {
			shuffled.add(in.items.Margin[j], in.items.Energy[j], in.items.Leaf[j])
		}
		same(t, "items in another order", in, shuffled.solveWith(t, &w), want)

		name := rng.Perm(len(in.tree.Parent))
		renamed := in.clone()
		call := func(g int32) int32 {
			if g < 0 {
				return g
			}
			return int32(name[g])
		}
		for g, to := range name {
			renamed.tree.Parent[to] = call(in.tree.Parent[g])
			renamed.tree.Residual[to] = in.tree.Residual[g]
		}
		for j, g := range in.items.Leaf {
			renamed.items.Leaf[j] = call(g)
		}
		got := renamed.solveWith(t, &w)
		back := new(Plan)
		back.reset(len(name))
		back.Value, back.Rung = got.Value, got.Rung
		for g, to := range name {
			back.Lambda[g], back.Sum[g], back.Share[g], back.Used[g] = got.Lambda[to], got.Sum[to], got.Share[to], got.Used[to]
			if b := got.Binding[to]; b >= 0 {
				back.Binding[g] = int32(slices.Index(name, int(b)))
			}
		}
		same(t, "groups with other numbers", in, back, want)
	}
}

// TestSplittingDoesNotMatter: an item in two parts runs as the whole did.
func TestSplittingDoesNotMatter(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 2))
	var w Workspace
	for range 3000 {
		in := random(rng, 7, 40)
		parts := in.clone()
		for j, e := range in.items.Energy {
			part := e * []float64{0.5, 0.25, 0, rng.Float64()}[rng.IntN(4)]
			parts.items.Energy[j] = e - part
			parts.add(in.items.Margin[j], part, in.items.Leaf[j])
		}
		same(t, "items split", in, parts.solveWith(t, &w), in.solveWith(t, &w))
	}
}

// TestMoreBudgetNeverHurts: the optimum rises with every budget, by less and less.
func TestMoreBudgetNeverHurts(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 3))
	var w Workspace
	for range 500 {
		in := random(rng, 6, 30)
		for g := range in.tree.Residual {
			more := in.clone()
			value, lambda := -1.0, math.Inf(1)
			for r := range 12 {
				more.tree.Residual[g] = float64(r) * (in.demand()[g] + 1) / 10
				p := more.solveWith(t, &w)
				if p.Value < value*(1-1e-12) || p.Lambda[g] > lambda {
					t.Fatalf("budget %d of %v MWh: value %v after %v, multiplier %v after %v\n%v",
						g, more.tree.Residual[g], p.Value, value, p.Lambda[g], lambda, in)
				}
				value, lambda = p.Value, p.Lambda[g]
			}
			if lambda != 0 {
				t.Fatalf("budget %d is above what is wanted and has the multiplier %v", g, lambda)
			}
		}
	}
}

// TestScaling: other units of money or energy change no decision. Powers of two do not even change rounding.
func TestScaling(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 4))
	var w Workspace
	for i := range 400 {
		in := random(rng, 5, 40)
		if i%4 == 0 {
			in = large(rng)
		}
		want := in.solveWith(t, &w)
		const money, energy = 512, 1.0 / 64
		scaled := in.clone()
		for j := range scaled.items.Margin {
			scaled.items.Margin[j] *= money
			scaled.items.Energy[j] *= energy
		}
		for g := range scaled.tree.Residual {
			scaled.tree.Residual[g] *= energy
		}
		got := scaled.solveWith(t, &w)
		for g := range want.Sum {
			if got.Sum[g] != money*want.Sum[g] || got.Share[g] != want.Share[g] || got.Used[g] != energy*want.Used[g] {
				t.Fatalf("group %d: threshold %v, share %v, used %v, want %v, %v, %v", g,
					got.Sum[g], got.Share[g], got.Used[g], money*want.Sum[g], want.Share[g], energy*want.Used[g])
			}
		}
		if got.Value != money*energy*want.Value {
			t.Fatalf("value %v, want %v", got.Value, money*energy*want.Value)
		}
	}
}

// large makes a problem that the histogram is made for, in one of several forms: margins spread evenly, in few classes,
// all within one bin, over hundreds of orders of magnitude, or above zero only now and then.
func large(rng *rand.Rand) *instance {
	small := random(rng, 6, 0)
	groups := len(small.tree.Parent)
	in := &instance{tree: small.tree}
	form := rng.IntN(5)
	for range (groups+1)*(bins+1) + rng.IntN(2000) {
		m := 100 * rng.Float64()
		switch form {
		case 1:
			m = float64(rng.IntN(40)) - 10
		case 2:
			m = 50 + 1e-6*m
		case 3:
			m = math.Exp(500*rng.Float64() - 300)
		case 4:
			m -= 90
		}
		in.add(m, float64(rng.IntN(4))*rng.Float64(), int32(rng.IntN(groups+1)-1))
	}
	for g, want := range in.demand() {
		in.tree.Residual[g] = want * []float64{0, 1, 1.2 * rng.Float64(), 1.2 * rng.Float64()}[rng.IntN(4)]
	}
	return in
}

// TestCoarseEqualsDirect: settling most items by a histogram first gives the plan of the exact method alone, which in
// turn is that of the greedy algorithm.
func TestCoarseEqualsDirect(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 5))
	var w Workspace
	direct := Workspace{direct: true}
	count := 300
	if long() {
		count = 10000
	}
	short, gaveUp := 0, 0
	for range count {
		in := large(rng)
		want := in.solveWith(t, &direct)
		same(t, "with histogram", in, in.solveWith(t, &w), want)
		if len(in.items.Margin) < 2000 {
			compareWithGreedy(t, in, want)
		}
		if want.Rung > Threshold {
			short++
			p := new(Plan)
			p.reset(len(in.tree.Parent))
			if !w.solveCoarse(&in.tree, &in.items, p) {
				gaveUp++
			}
		}
	}
	t.Logf("%d instances with short budgets, the histogram gave up on %d", short, gaveUp)
	if short < count/2 || gaveUp*50 > short {
		t.Errorf("of %d instances %d had short budgets and the histogram gave up on %d", count, short, gaveUp)
	}
}

// TestKnifeEdge: where sums in different order disagree whether a budget is short, or where it stops, the plan is still
// an optimum.
func TestKnifeEdge(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 7))
	var w Workspace
	for name, edge := range map[string]func() *instance{
		"all that is wanted": func() *instance {
			in := large(rng)
			for g, want := range in.demand() {
				in.tree.Residual[g] = want / (1 + tolerance)
			}
			return in
		},
		"what a group inside lets through and all of one margin": func() *instance {
			in := &instance{tree: Tree{[]int32{1, -1}, []float64{0, 0}}}
			upper := 0.0
			for range 3 * (bins + 1) {
				e := rng.Float64()
				switch rng.IntN(3) {
				case 0:
					in.add(60+40*rng.Float64(), e, 0)
					in.tree.Residual[0] += e / 2
				case 1:
					in.add(90, e, 1)
					upper += e
				default:
					in.add(20, e, 1)
				}
			}
			in.tree.Residual[1] = (in.tree.Residual[0] + upper) / (1 + tolerance)
			return in
		},
	} {
		gaveUp := 0
		for range 300 {
			in := edge()
			in.solveWith(t, &w)
			p := new(Plan)
			p.reset(len(in.tree.Parent))
			if !w.solveCoarse(&in.tree, &in.items, p) {
				gaveUp++
			}
		}
		if gaveUp == 0 {
			t.Errorf("%s: no instance made the histogram give up, the test has lost its edge", name)
		}
	}
}

// TestCut: selection finds the class where the limit is passed whatever the order, and when its pivots fail it.
func TestCut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 6))
	for range 2000 {
		n := 1 + rng.IntN(700)
		e := make([]entry, n)
		total := 0.0
		for i := range e {
			m := []float64{rng.Float64(), float64(1 + rng.IntN(5)), float64(i), float64(n - i), float64(min(i, n-i))}[rng.IntN(5)] + 1
			e[i] = entry{m, float64(rng.IntN(5))}
			total += e[i].energy
		}
		limit := math.Floor(total * 1.2 * rng.Float64())
		var tau, above, equal float64
		for _, candidate := range e {
			var more, same float64
			for _, v := range e {
				switch {
				case v.margin > candidate.margin:
					more += v.energy
				case v.margin == candidate.margin:
					same += v.energy
				}
			}
			if more+same > limit && candidate.margin > tau {
				tau, above, equal = candidate.margin, more, same
			}
		}
		share := 0.0
		if tau > 0 {
			share = (limit - above) / equal
		}
		for _, rounds := range []int{0, 1, 100} {
			segment := slices.Clone(e)
			kept, gotTau, gotShare := cutIn(rounds, segment, limit, limit)
			sum := 0.0
			for _, v := range segment[:kept] {
				sum += v.energy
				if v.margin < gotTau {
					t.Fatalf("margin %v is kept below %v", v.margin, gotTau)
				}
			}
			if gotTau != tau || gotShare != share || !near(sum, min(total, limit), 1e-12, 1) {
				t.Fatalf("%d rounds of %d: tau %v, share %v, kept %v MWh; want %v, %v, %v",
					rounds, n, gotTau, gotShare, sum, tau, share, min(total, limit))
			}
		}
	}
}

// TestCutOnKnifeEdge: a limit equal to the energy above some margin, in some order of summation, keeps that energy and
// nothing else.
func TestCutOnKnifeEdge(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(6, 8))
	for range 20000 {
		classes := 2 + rng.IntN(5)
		e := make([]entry, 20+rng.IntN(100))
		for i := range e {
			e[i] = entry{float64(1 + rng.IntN(classes)), rng.Float64()}
			if rng.IntN(4) == 0 {
				e[i].energy = 0
			}
		}
		edge := float64(2 + rng.IntN(classes-1))
		limit := 0.0
		for _, i := range rng.Perm(len(e)) {
			if e[i].margin >= edge {
				limit += e[i].energy
			}
		}
		segment := slices.Clone(e)
		kept, tau, share := cut(segment, limit, limit)
		sum := 0.0
		for _, v := range segment[:kept] {
			sum += v.energy
		}
		if !near(sum, limit, 1e-12, 0) || !(share >= 0 && share <= 1) {
			t.Fatalf("limit %v at margin %v: tau %v, share %v, kept %v MWh", limit, edge, tau, share, sum)
		}
	}
}

// TestNoAllocation: a workspace and a plan that have grown are enough.
func TestNoAllocation(t *testing.T) {
	for name, in := range map[string]*instance{
		"quota year": quotaYear(8760), "one budget": oneBudget(), "hourly cap": hourlyCap(), "day": quotaYear(24),
	} {
		for _, direct := range []bool{false, true} {
			w := Workspace{direct: direct}
			p := new(Plan)
			if n := testing.AllocsPerRun(3, func() { w.Solve(&in.tree, &in.items, p) }); n != 0 {
				t.Errorf("%s, direct %v: %v allocations per run, want 0", name, direct, n)
			}
		}
	}
}

// FuzzSolve: the certificate holds for every problem that bytes can describe.
func FuzzSolve(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(40), uint8(9), uint8(9))
	f.Add(uint64(2), uint8(1), uint16(2000), uint8(200), uint8(1))
	f.Fuzz(func(t *testing.T, seed uint64, groups uint8, items uint16, marginRange, energyRange uint8) {
		rng := rand.New(rand.NewPCG(seed, 0))
		in := random(rng, int(groups%16), int(items%4096))
		for j := range in.items.Margin {
			in.items.Margin[j] *= math.Exp(float64(marginRange) * (rng.Float64() - 0.5))
			in.items.Energy[j] *= math.Exp(float64(energyRange) / 8 * (rng.Float64() - 0.5))
		}
		want := in.demand()
		for g := range in.tree.Residual {
			in.tree.Residual[g] = want[g] * 1.2 * rng.Float64()
		}
		in.solve(t)
	})
}
