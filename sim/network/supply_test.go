package network_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/network"
)

// five are segments of 1e5 PH/s that break even at 20, 30, 40, 50 and 60 USD/PH/day.
func five() *network.Supply {
	var list []network.Segment
	for _, b := range []float64{40, 20, 60, 50, 30} { // in any order
		list = append(list, network.Segment{HashratePHs: 1e5, BreakEven: b})
	}
	return network.NewSupply(list)
}

// A machine of 20 J/TH at a PUE of 1.05 and 45 USD/MWh breaks even at 0.024·20·1.05·45 = 22.68 USD/PH/day; a fee of
// 10 % takes a ninth more.
func TestBreakEvenByHand(t *testing.T) {
	t.Parallel()
	if got := network.BreakEven(20, 1.05, 45, 0); math.Abs(got-22.68) > 1e-12 {
		t.Errorf("BreakEven = %v, want 22.68", got)
	}
	if got := network.BreakEven(20, 1.05, 45, 0.1); math.Abs(got-25.2) > 1e-12 {
		t.Errorf("BreakEven with a fee of 10 %% = %v, want 25.2", got)
	}
}

// Five segments by hand: at 12 MUSD a day the third runs and breaks even exactly; at 14 MUSD three run and earn
// more; at 24 MUSD the fifth does not start. In between a segment runs in part at its own break-even.
func TestEquilibriumByHand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		revenue, own float64
		want         network.Equilibrium
	}{
		{12e6, 0, network.Equilibrium{HashratePHs: 3e5, Hashprice: 40, Full: 2, Running: 1}},
		{14e6, 0, network.Equilibrium{HashratePHs: 3e5, Hashprice: 14e6 / 3e5, Full: 3}},
		{24e6, 0, network.Equilibrium{HashratePHs: 4e5, Hashprice: 60, Full: 4}},
		{10e6, 0, network.Equilibrium{HashratePHs: 2.5e5, Hashprice: 40, Full: 2, Running: 0.5}},
		{10e6, 3e4, network.Equilibrium{HashratePHs: 2.5e5, Hashprice: 40, Full: 2, Running: 0.2}}, // own drives out as much
		{100e6, 1e5, network.Equilibrium{HashratePHs: 6e5, Hashprice: 100e6 / 6e5, Full: 5}},
		{1e6, 1e5, network.Equilibrium{HashratePHs: 1e5, Hashprice: 10}}, // own alone: the others earn too little
		{0, 1e5, network.Equilibrium{HashratePHs: 1e5}},
		{0, 0, network.Equilibrium{}},
	} {
		got := five().Equilibrium(c.revenue, c.own)
		if math.Abs(got.HashratePHs-c.want.HashratePHs) > 1e-6 || math.Abs(got.Hashprice-c.want.Hashprice) > 1e-9 ||
			got.Full != c.want.Full || math.Abs(got.Running-c.want.Running) > 1e-12 {
			t.Errorf("Equilibrium(%v, %v) = %+v, want %+v", c.revenue, c.own, got, c.want)
		}
	}
	if got := network.NewSupply(nil).Equilibrium(1e6, 0); got != (network.Equilibrium{}) {
		t.Errorf("nobody's equilibrium = %+v, want none", got)
	}
}

// At its break-even a segment does not yet run; above it does.
func TestActiveByHand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ hashprice, want float64 }{{0, 0}, {20, 0}, {20.001, 1e5}, {45, 3e5}, {1000, 5e5}} {
		if got := five().Active(c.hashprice); got != c.want {
			t.Errorf("Active(%v) = %v PH/s, want %v", c.hashprice, got, c.want)
		}
	}
	if got := five().Installed(); got != 5e5 {
		t.Errorf("Installed() = %v PH/s, want 5e5", got)
	}
}

// smooth is a supply of 20,000 PH/s for every USD/PH/day up to 100, in fine steps: S(b) = 20,000 b.
func smooth() *network.Supply {
	const steps = 2_000_000
	list := make([]network.Segment, steps)
	for i := range list {
		list[i] = network.Segment{HashratePHs: 20000 * 100.0 / steps, BreakEven: 100 * (float64(i) + 0.5) / steps}
	}
	return network.NewSupply(list)
}

// A supply S(b) = K·b has its equilibrium in closed form, H = (Q + √(Q² + 4KR))/2: the first 10,000 PH/s of one's
// own raise hashrate by half of themselves, as its elasticity of 1 says.
func TestSmoothSupply(t *testing.T) {
	t.Parallel()
	s := smooth()
	for _, c := range []struct{ own, hashrate, hashprice float64 }{
		{0, 963742.704, 48.187135},
		{1e4, 968755.674, 47.937784},
		{5e4, 989066.897, 4.644e7 / 989066.897},
	} {
		got := s.Equilibrium(4.644e7, c.own)
		if math.Abs(got.HashratePHs/c.hashrate-1) > 1e-6 || math.Abs(got.Hashprice/c.hashprice-1) > 1e-6 {
			t.Errorf("with %v PH/s of one's own: %v PH/s at %v, want %v at %v", c.own, got.HashratePHs, got.Hashprice, c.hashrate, c.hashprice)
		}
	}
	first := (s.Equilibrium(4.644e7, 1e4).HashratePHs - s.Equilibrium(4.644e7, 0).HashratePHs) / 1e4
	if math.Abs(first-0.5013) > 1e-4 {
		t.Errorf("the first 10,000 PH/s raise hashrate by %v of themselves, want 0.5013", first)
	}
	eta := s.Elasticity(48.187135, 0.01)
	if math.Abs(eta-1) > 1e-3 || math.Abs(network.Displaced(eta)-0.5) > 1e-3 {
		t.Errorf("elasticity %v, displaced %v; want 1 and 0.5", eta, network.Displaced(eta))
	}
}

// Where nobody can start or stop, hashrate adds to hashrate; where anybody would, it displaces one for one.
func TestElasticityAtTheEnds(t *testing.T) {
	t.Parallel()
	if got := five().Elasticity(100, 0.05); got != 0 || network.Displaced(got) != 0 {
		t.Errorf("above all break-evens: elasticity %v", got)
	}
	if got := five().Elasticity(20, 0.05); !math.IsInf(got, 1) || network.Displaced(got) != 1 {
		t.Errorf("at the first break-even: elasticity %v", got)
	}
	if got := five().Elasticity(10, 0.05); got != 0 {
		t.Errorf("below all break-evens: elasticity %v", got)
	}
}

// drawSupply draws a table of segments, some of them with equal break-evens.
func drawSupply(t *rapid.T) ([]network.Segment, *network.Supply) {
	list := make([]network.Segment, rapid.IntRange(1, 12).Draw(t, "segments"))
	for i := range list {
		list[i] = network.Segment{
			HashratePHs: rapid.Float64Range(0, 1e5).Draw(t, "hashrate"),
			BreakEven:   float64(rapid.IntRange(1, 40).Draw(t, "break-even")) * 2.5,
		}
	}
	return list, network.NewSupply(list)
}

// The equilibrium is the only crossing: bisection of supply against hashrate finds the same, every segment that
// runs earns its electricity, none that stands would, and at most one runs in part.
func TestEquilibriumIsTheOnlyCrossing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list, s := drawSupply(t)
		revenue := rapid.Float64Range(1, 5e7).Draw(t, "revenue")
		own := rapid.Float64Range(0.001, 2e5).Draw(t, "own")
		got := s.Equilibrium(revenue, own)
		low, high := own, own+s.Installed()
		for range 200 {
			middle := (low + high) / 2
			if s.Active(revenue/middle)+own > middle {
				low = middle
			} else {
				high = middle
			}
		}
		if math.Abs(got.HashratePHs-high) > 1e-9*high {
			t.Fatalf("H = %v, bisection finds %v", got.HashratePHs, high)
		}
		if math.Abs(got.Hashprice*got.HashratePHs-revenue) > 1e-9*revenue {
			t.Fatalf("hashprice %v × hashrate %v is not the revenue %v", got.Hashprice, got.HashratePHs, revenue)
		}
		slices.SortStableFunc(list, func(a, b network.Segment) int {
			return cmp.Compare(a.BreakEven, b.BreakEven)
		})
		list = slices.DeleteFunc(list, func(g network.Segment) bool { return g.HashratePHs == 0 })
		sum := own
		for j, g := range list {
			part := 0.0
			switch {
			case j < got.Full:
				part = 1
			case j == got.Full:
				part = got.Running
			}
			sum += part * g.HashratePHs
			if part > 0 && g.BreakEven > got.Hashprice*(1+1e-12) || part < 1 && g.BreakEven < got.Hashprice*(1-1e-12) {
				t.Fatalf("segment %d breaks even at %v and runs by %v at a hashprice of %v", j, g.BreakEven, part, got.Hashprice)
			}
		}
		if math.Abs(sum-got.HashratePHs) > 1e-9*sum {
			t.Fatalf("what runs adds up to %v, want %v", sum, got.HashratePHs)
		}
	})
}

// Hashrate rises with revenue and with one's own hashrate, never by more than that; hashprice rises with revenue
// and falls with one's own. New hashrate either adds to the rest in full (between two break-evens) or drives out as
// much (where a segment runs in part): there the finite difference is 1/(1+η) with η = 0 and η = ∞. What everybody
// else earns scales with 1/H.
func TestDilutionIdentity(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		_, s := drawSupply(t)
		revenue := rapid.Float64Range(1, 5e7).Draw(t, "revenue")
		own := rapid.Float64Range(0.001, 2e5).Draw(t, "own")
		more := rapid.Float64Range(0, 5e4).Draw(t, "more")
		before, after := s.Equilibrium(revenue, own), s.Equilibrium(revenue, own+more)
		added := after.HashratePHs - before.HashratePHs
		if added < -1e-6 || added > more+1e-6 || after.Hashprice > before.Hashprice*(1+1e-12) {
			t.Fatalf("%v PH/s more: %+v becomes %+v", more, before, after)
		}
		if richer := s.Equilibrium(revenue*1.1, own); richer.HashratePHs < before.HashratePHs-1e-6 || richer.Hashprice < before.Hashprice*(1-1e-12) {
			t.Fatalf("a tenth more revenue: %+v becomes %+v", before, richer)
		}
		if before.Full == after.Full {
			partBefore, partAfter := before.Running > 0, after.Running > 0
			switch {
			case partBefore && partAfter && math.Abs(added) > 1e-6:
				t.Fatalf("the marginal segment runs before and after, yet hashrate moves by %v", added)
			case !partBefore && !partAfter && math.Abs(added-more) > 1e-6:
				t.Fatalf("no segment starts or stops, yet %v PH/s more add %v", more, added)
			}
		}
		scale := before.HashratePHs / after.HashratePHs
		if math.Abs(after.Hashprice-before.Hashprice*scale) > 1e-9*before.Hashprice {
			t.Fatalf("a PH/s earned %v and earns %v; want %v of it", before.Hashprice, after.Hashprice, scale)
		}
	})
}

// power is a supply of constant elasticity η, S(b) = b^η, in steps of a thousandth.
func power(eta float64) *network.Supply {
	var list []network.Segment
	last := math.Exp(-4 * eta)
	list = append(list, network.Segment{HashratePHs: last, BreakEven: 1e-9}) // somebody always runs
	for x := -4.0; x < 4; x += 0.001 {
		sum := math.Exp(eta * x)
		list = append(list, network.Segment{HashratePHs: sum - last, BreakEven: math.Exp(x)})
		last = sum
	}
	return network.NewSupply(list)
}

// Difficulty follows hashrate with a lag of one epoch, D' = S(R/D): a contraction in its logarithm with the slope
// −η. Below an elasticity of 1 it settles; above, everybody stops and starts together for ever, unless only a part
// θ of the way is gone, 0 < θ < 2/(1+η), which makes the slope 1 − θ(1+η).
func TestShutdownIsStableUpToAnElasticityOfOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		eta, theta float64
		settles    bool
	}{
		{0.5, 1, true},
		{0.9, 1, true},
		{1.2, 1, false},
		{3, 1, false},
		{3, 0.25, true},
		{3, 0.45, true},
		{3, 0.55, false},
		{1.2, 0.85, true},
		{1.2, 0.95, false},
	} {
		s := power(c.eta)
		x := 0.1 // ln H; the equilibrium of R = 1 is at 0
		first := 0.0
		for k := range 400 {
			before := x
			x = (1-c.theta)*x + c.theta*math.Log(s.Active(math.Exp(-x)))
			if k == 0 {
				first = x / before
			}
		}
		if want := 1 - c.theta*(1+c.eta); math.Abs(first-want) > 0.05 {
			t.Errorf("η = %v, θ = %v: the first step is %v of the gap, want %v", c.eta, c.theta, first, want)
		}
		if settled := math.Abs(x) < 0.01; settled != c.settles {
			t.Errorf("η = %v, θ = %v: after 400 epochs ln H is %v off, settled %v", c.eta, c.theta, x, settled)
		}
		if !c.settles {
			again := (1-c.theta)*x + c.theta*math.Log(s.Active(math.Exp(-x)))
			if x*again >= 0 {
				t.Errorf("η = %v, θ = %v: %v is followed by %v, want a swing to the other side", c.eta, c.theta, x, again)
			}
		}
	}
}
