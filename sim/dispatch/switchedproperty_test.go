package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSwitchedEqualsAllSchedules: the plan is as good as the best of all schedules of up to three units, with items
// solved by the linear programme beside each of them, under one to three families of budgets.
func TestSwitchedEqualsAllSchedules(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 1))
	var w SwitchSpace
	searched := 0
	for n := range instances() {
		in := randomSwitched(rng, 1+n%3)
		var p SwitchedPlan
		c := in.solve(t, &w, &p)
		if p.Rung == Switched && c.DualGap > 1e-6 {
			searched++
		}
		if want := in.exhaust(t); !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%+v\n%v", n, p.Value, p.Bound, want, p, in)
		}
	}
	if searched < instances()/3 {
		t.Errorf("multipliers alone leave a gap in %d of %d instances: that tests too little", searched, instances())
	}
}

// TestSwitchedBoundHolds: however little work is allowed, the value is that of a plan, and the bound is never below
// the best.
func TestSwitchedBoundHolds(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 2))
	open := 0
	for n := range instances() / 4 {
		in := randomSwitched(rng, 1+n%3)
		w := SwitchSpace{Work: 1 + rng.IntN(30)}
		var p SwitchedPlan
		in.solve(t, &w, &p)
		if !p.Exact {
			open++
		}
		if want := in.exhaust(t); p.Value > want+1e-9*max(1, math.Abs(want)) || p.Bound < want-1e-9*max(1, math.Abs(want)) {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%+v\n%v", n, p.Value, p.Bound, want, p, in)
		}
	}
	if open < instances()/250 { // a first pass is always made
		t.Errorf("the search ends before it is done in %d instances: that tests too little", open)
	}
}

// TestSwitchedInAnyOrder: neither the order of units and items nor what the space or the plan was used for before
// changes the value; the same call gives the same bits.
func TestSwitchedInAnyOrder(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 3))
	var w SwitchSpace
	var warm SwitchedPlan
	for n := range instances() / 2 {
		in := randomSwitched(rng, 1+n%2)
		for u := range in.units {
			in.units[u].From = CycleState{} // who comes first where not all that is owed fits is a matter of order
		}
		var p, again SwitchedPlan
		in.solve(t, &w, &p)
		in.solve(t, new(SwitchSpace), &again)
		if p.Value != again.Value || p.Bound != again.Bound || !slices.Equal(p.Fraction, again.Fraction) {
			t.Fatalf("instance %d: a fresh space gives %+v after %+v\n%v", n, again, p, in)
		}
		in.reverse()
		in.solve(t, &w, &again)
		in.solve(t, &w, &warm)
		if !near(p.Value, again.Value, 1e-9, 1) || !near(p.Value, warm.Value, 1e-9, 1) {
			t.Fatalf("instance %d: value %v, in another order %v, from other multipliers %v\n%v",
				n, p.Value, again.Value, warm.Value, in)
		}
	}
}

// reverse turns the order of units and items around.
func (in *switchedInstance) reverse() {
	slices.Reverse(in.units)
	slices.Reverse(in.items.Margin)
	slices.Reverse(in.items.Energy)
	for _, leaf := range in.items.Leaf {
		slices.Reverse(leaf)
	}
}

// TestSwitchedMoreBudgetNeverLess: more of a budget never earns less, and more than everything uses changes nothing
// any more.
func TestSwitchedMoreBudgetNeverLess(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 4))
	var w SwitchSpace
	for n := range instances() / 2 {
		in := randomSwitched(rng, 1+n%2)
		for u := range in.units {
			in.units[u].From = CycleState{} // with more budget more of what is owed at a loss must run
		}
		var p SwitchedPlan
		in.solve(t, &w, &p)
		before := p.Value
		for range 3 {
			f := rng.IntN(len(in.trees))
			in.trees[f].Residual[rng.IntN(len(in.trees[f].Residual))] += 4 * rng.Float64()
			in.solve(t, &w, &p)
			if p.Value < before-1e-9*max(1, math.Abs(before)) {
				t.Fatalf("instance %d: with more budget %v USD after %v\n%v", n, p.Value, before, in)
			}
			before = p.Value
		}
	}
}

// TestSwitchedCertificateRefuses: a certificate fails when a schedule, a fraction, a multiplier, a value or a bound
// is tampered with.
func TestSwitchedCertificateRefuses(t *testing.T) {
	t.Parallel()
	in := underOne(3.5, SwitchedItems{Margin: []float64{0.5}, Energy: []float64{0.2}}, SwitchedUnit{
		Cycle: Cycle{Start: 1, Up: 2, Blocks: 2}, Value: []float64{10, 9, 4, 7}, Energy: []float64{2, 2, 2, 2},
	})
	for name, tamper := range map[string]func(p *SwitchedPlan){
		"a schedule that uses more":     func(p *SwitchedPlan) { p.Units[0].Blocks[3]++ },
		"a schedule that stops early":   func(p *SwitchedPlan) { copy(p.Units[0].Blocks, []int{1, 0, 0, 1}) },
		"a schedule that is too short":  func(p *SwitchedPlan) { p.Units[0].Blocks = p.Units[0].Blocks[:3] },
		"more blocks than there are":    func(p *SwitchedPlan) { p.Units[0].Blocks[0] = 3 },
		"starts that were not made":     func(p *SwitchedPlan) { p.Units[0].Starts++ },
		"a unit that earns more":        func(p *SwitchedPlan) { p.Units[0].Value++ },
		"a fraction beyond all":         func(p *SwitchedPlan) { p.Fraction[0] = 1.5 },
		"a fraction that uses more":     func(p *SwitchedPlan) { p.Fraction[0] += 0.1 },
		"a fraction that is no number":  func(p *SwitchedPlan) { p.Fraction[0] = math.NaN() },
		"a multiplier":                  func(p *SwitchedPlan) { p.Prices[0].Lambda[0] *= 1.1 },
		"a multiplier and its sum":      func(p *SwitchedPlan) { p.Prices[0].Lambda[0] *= 1.1; p.Prices[0].Sum[0] *= 1.1 },
		"a multiplier below zero":       func(p *SwitchedPlan) { p.Prices[0].Lambda[0] = -1; p.Prices[0].Sum[0] = -1 },
		"what is used":                  func(p *SwitchedPlan) { p.Prices[0].Used[0]-- },
		"the value":                     func(p *SwitchedPlan) { p.Value *= 1.001 },
		"the bound of the multipliers":  func(p *SwitchedPlan) { p.Dual *= 1.001 },
		"a bound that is passed":        func(p *SwitchedPlan) { p.Bound, p.Exact = 0.9*p.Value, false },
		"a bound beyond the other":      func(p *SwitchedPlan) { p.Bound, p.Exact = 1.1*p.Dual, false },
		"no schedule":                   func(p *SwitchedPlan) { p.Units = nil },
		"no fraction":                   func(p *SwitchedPlan) { p.Fraction = nil },
		"a fraction of nothing":         func(p *SwitchedPlan) { p.Fraction = append(p.Fraction, 0) },
		"no multipliers":                func(p *SwitchedPlan) { p.Prices = nil },
		"a multiplier of nothing":       func(p *SwitchedPlan) { p.Prices[0].Lambda = append(p.Prices[0].Lambda, 0) },
		"no sums":                       func(p *SwitchedPlan) { p.Prices[0].Sum = nil },
		"no use":                        func(p *SwitchedPlan) { p.Prices[0].Used = nil },
		"the best with a bound far off": func(p *SwitchedPlan) { p.Bound = p.Dual },
	} {
		var p SwitchedPlan
		c := in.solve(t, new(SwitchSpace), &p)
		if !(c.DualGap > 1e-3) || !(p.Prices[0].Lambda[0] > 0) {
			t.Fatalf("the multipliers close the gap: %+v", c)
		}
		tamper(&p)
		if CertifySwitched(in.trees, &in.items, in.units, &p).Err() == nil {
			t.Errorf("%s is certified: %+v", name, p)
		}
	}
}

// TestSwitchedYear: over a year of months in a year the proven gap is a ten-thousandth at most, with start costs
// alone, with units of three kinds, and beside items.
func TestSwitchedYear(t *testing.T) {
	t.Parallel()
	start := Cycle{Start: 120, Blocks: 1}
	three := []Cycle{start, {Start: 90, Up: 6, Down: 4, Blocks: 1}, {Start: 200, Up: 12, Down: 3, Blocks: 2}}
	for name, in := range map[string]*switchedInstance{
		"equal hours":   yearsSwitched(1, []Cycle{start}, false),
		"unequal hours": yearsSwitched(1, []Cycle{start}, true),
		"three units":   yearsSwitched(1, three, true),
		"beside items":  yearsSwitched(1, []Cycle{start}, true).beside(1),
	} {
		var p SwitchedPlan
		in.solve(t, new(SwitchSpace), &p)
		if p.Gap() > switchedClose || p.Rung != Switched {
			t.Errorf("%s: gap %.3g by %v, want %.3g", name, p.Gap(), p.Rung, switchedClose)
		}
	}
}

// TestSwitchedFromAnyGuess: multipliers of a problem that is dearer by any factor are no worse a guess than none.
func TestSwitchedFromAnyGuess(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(15, 7))
	var w SwitchSpace
	for n := range instances() / 2 {
		in := randomSwitched(rng, 1+n%3)
		p := SwitchedPlan{Rung: Switched}
		for _, tree := range in.trees {
			var prices Prices
			prices.reset(len(tree.Parent))
			for g := range prices.Lambda {
				prices.Lambda[g] = 1e30 * rng.Float64()
			}
			p.Prices = append(p.Prices, prices)
		}
		in.solve(t, &w, &p)
		if want := in.exhaust(t); !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%v", n, p.Value, p.Bound, want, in)
		}
	}
}

// TestSwitchedFirstRuleBroken: the certificate names the first rule that is broken, whatever else is.
func TestSwitchedFirstRuleBroken(t *testing.T) {
	t.Parallel()
	unit := SwitchedUnit{Cycle: Cycle{Blocks: 1}, Value: []float64{3, 2}}
	in := underOne(1, SwitchedItems{}, unit, unit)
	var p SwitchedPlan
	in.solve(t, new(SwitchSpace), &p)
	p.Units[0].Blocks[1], p.Units[1].Blocks[0] = 2, 3
	if c := CertifySwitched(in.trees, &in.items, in.units, &p); !strings.HasPrefix(c.Broken, "unit 0 has 2 blocks on in hour 1") {
		t.Errorf("broken: %q", c.Broken)
	}
}

// TestSwitchedBesideNextToNothing: hours that use a billionth of what others do ask for multipliers so large that
// rounding could take the bound; plan and bound are right.
func TestSwitchedBesideNextToNothing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 81))
	var w SwitchSpace
	for n := range instances() {
		in := randomSwitched(rng, 1+rng.IntN(3))
		for u := range in.units {
			for h := range in.units[u].Energy {
				if rng.IntN(4) == 0 {
					in.units[u].Energy[h] *= 1e-9
				}
			}
		}
		var p SwitchedPlan
		in.solve(t, &w, &p)
		if want := in.exhaust(t); !near(p.Value, want, 1e-9, 1) || !p.Exact {
			t.Fatalf("instance %d: value %v, bound %v, the best of all %v\n%v", n, p.Value, p.Bound, want, in)
		}
	}
}
