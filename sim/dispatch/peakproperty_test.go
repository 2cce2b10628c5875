package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestWindowRule: a window opens if the margins of its profitable hours add up to more than its price.
func TestWindowRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw, value float64 }{
		{25, 7, 7 * (10 + 20 - 25)},
		{30, 0, 0}, // exactly nothing is gained
		{31, 0, 0},
	} {
		p := &Peaks{Parent: []int32{-1}, Steps: [][]PriceStep{at(c.price)}}
		for _, m := range []float64{10, 20, -5} {
			p.add(0, []float64{7}, []float64{m})
		}
		if got := p.solve(t, new(PeakSpace)); got.MW[0] != c.mw || got.Value != c.value {
			t.Errorf("at %v USD/MW: %v MW worth %v USD, want %v and %v", c.price, got.MW[0], got.Value, c.mw, c.value)
		}
	}
}

// TestPeaksByHand: what a few lines of arithmetic give.
func TestPeaksByHand(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	hour := func(leaf int32, mw, margin float64) *Peaks {
		p := new(Peaks)
		p.add(leaf, []float64{mw}, []float64{margin})
		return p
	}
	for _, c := range []struct {
		name   string
		parent []int32
		steps  [][]PriceStep
		hours  []*Peaks
		mw     []float64
		value  float64
	}{
		{
			"a peak of earlier hours costs nothing again",
			[]int32{-1},
			[][]PriceStep{{{3, 0}, {inf, 25}}},
			[]*Peaks{hour(0, 5, 20)},
			[]float64{3},
			60,
		},
		{
			// Neither day pays for the month alone, both together do: 12 + 12 - 20, 4 USD/MW.
			"two days share the price of the month",
			[]int32{-1, 0, 0},
			[][]PriceStep{at(20), at(1), at(1)},
			[]*Peaks{hour(1, 5, 13), hour(2, 5, 13)},
			[]float64{5, 5, 5},
			5 * (12 + 12 - 20),
		},
		{
			// The day would like 8 MW, the month is worth 4: above 4 only one hour is left to pay for it.
			"the month holds the day down",
			[]int32{-1, 0},
			[][]PriceStep{at(20), at(1)},
			[]*Peaks{hour(1, 8, 15), hour(0, 4, 15)},
			[]float64{4, 4},
			4 * (30 - 20 - 1),
		},
		{
			// The first 10 MW lose 30 each, the next 10 gain 10, those above 20 gain 50: 40 MW are needed to gain.
			"a falling price is worth its dear beginning",
			[]int32{-1},
			[][]PriceStep{{{10, 90}, {20, 50}, {inf, 10}}},
			[]*Peaks{hour(0, 40, 60)},
			[]float64{40},
			-300 + 100 + 1000,
		},
		{
			"and is not when the load is too small",
			[]int32{-1},
			[][]PriceStep{{{10, 90}, {20, 50}, {inf, 10}}},
			[]*Peaks{hour(0, 23, 60)},
			[]float64{0},
			0,
		},
		{
			"a window without a price and a window without hours",
			[]int32{-1, -1},
			[][]PriceStep{nil, at(1)},
			[]*Peaks{hour(0, 5, 2)},
			[]float64{5, 0},
			10,
		},
		{"no windows", nil, nil, nil, nil, 0},
	} {
		p := &Peaks{Parent: c.parent, Steps: c.steps}
		for _, h := range c.hours {
			p.add(h.Leaf[0], h.MW, h.Margin)
		}
		if got := p.solve(t, new(PeakSpace)); !slices.Equal(got.MW, c.mw) || got.Value != c.value {
			t.Errorf("%s: %v MW worth %v USD, want %v and %v", c.name, got.MW, got.Value, c.mw, c.value)
		}
	}
}

// TestPeaksAgain: other margins, lower or higher or none, in the problem that was solved last give the plan that a
// fresh space finds for them, and margins that are no numbers are refused.
func TestPeaksAgain(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(11, 60))
	var s PeakSpace
	moved := 0
	for range instances() {
		p := randomPeaks(rng, 5, 12, 3, rng.IntN(2) == 0, anyPrice)
		margin := slices.Clone(p.Margin)
		for j := range p.Margin {
			p.Margin[j] = 1
		}
		var got, want PeakPlan
		s.Solve(p, &got)
		before := slices.Clone(got.MW)
		for range 3 {
			for j := range margin {
				p.Margin[j] = max(0, margin[j])
			}
			s.Again(p, &got)
			new(PeakSpace).Solve(p, &want)
			sameLoads(t, "again", p, &got, &want)
			for g := range before {
				if got.MW[g] != before[g] {
					moved++
					break
				}
			}
			for j := range margin { // does not rise within an hour
				if margin[j] *= 1.3; j == 0 || p.Hour[j] != p.Hour[j-1] {
					margin[j] += 2 * rng.Float64()
				} else {
					margin[j] = min(margin[j]-1, margin[j-1])
				}
			}
		}
		p.Margin[rng.IntN(len(p.Margin))] = []float64{math.NaN(), math.Inf(1), math.Inf(-1)}[rng.IntN(3)]
		if said := refusal(func() { s.Again(p, &got) }); !strings.Contains(said, "want a finite number") {
			t.Fatalf("margins of %v: %q", p.Margin, said)
		}
	}
	if moved < instances() {
		t.Errorf("%d of %d plans are others than before: that tests too little", moved, 3*instances())
	}
}

// sameLoads fails the test unless two plans agree to rounding.
func sameLoads(t *testing.T, what string, p *Peaks, got, want *PeakPlan) {
	t.Helper()
	_, _, gross := p.carryOut(want.MW)
	if !near(got.Value, want.Value, 1e-12, gross) {
		t.Fatalf("%s: value %v, want %v\n%+v", what, got.Value, want.Value, p)
	}
	for g := range want.MW {
		if !near(got.MW[g], want.MW[g], 1e-12, 0) {
			t.Fatalf("%s: window %d has %v MW, want %v\n%+v", what, g, got.MW[g], want.MW[g], p)
		}
	}
}

// TestPeaksInvariant: the order of hours, the split of an item in two, the order of windows and the unit of money
// change nothing; powers of two do not even change rounding.
func TestPeaksInvariant(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 3))
	var s PeakSpace
	for i := range 2000 {
		p := randomPeaks(rng, 5, 12, 3, i%2 == 0, anyPrice)
		want := p.solve(t, &s)
		hours := int(p.Hour[len(p.Hour)-1]) + 1
		of := func(h int) (int32, []float64, []float64) {
			return p.Leaf[3*h], p.MW[3*h : 3*h+3], p.Margin[3*h : 3*h+3]
		}

		shuffled := &Peaks{Parent: p.Parent, Steps: p.Steps}
		for _, h := range rng.Perm(hours) {
			shuffled.add(of(h))
		}
		sameLoads(t, "hours in another order", p, shuffled.solve(t, &s), want)

		split := &Peaks{Parent: p.Parent, Steps: p.Steps}
		for h := range hours {
			leaf, mw, margin := of(h)
			part := mw[1] * []float64{0, 0.25, rng.Float64()}[rng.IntN(3)]
			split.add(leaf, []float64{mw[0], part, mw[1] - part, mw[2]}, []float64{margin[0], margin[1], margin[1], margin[2]})
		}
		sameLoads(t, "items split", p, split.solve(t, &s), want)

		twice := p.clone() // the same trees once more, behind the first ones
		n := int32(len(p.Parent))
		for g, a := range p.Parent {
			if a >= 0 {
				a += n
			}
			twice.Parent, twice.Steps = append(twice.Parent, a), append(twice.Steps, p.Steps[g])
		}
		for h := range hours {
			leaf, mw, margin := of(h)
			twice.add(leaf+n, mw, margin)
		}
		got := twice.solve(t, &s)
		if !slices.Equal(got.MW[:n], want.MW) || !slices.Equal(got.MW[n:], want.MW) || !near(got.Value, 2*want.Value, 1e-12, 1) {
			t.Fatalf("the same trees twice: %+v, want twice %+v", got, want)
		}

		const money = 512
		dear := p.clone()
		for j := range dear.Margin {
			dear.Margin[j] *= money
		}
		for _, steps := range dear.Steps {
			for k := range steps {
				steps[k].Price *= money
			}
		}
		if got := dear.solve(t, &s); !slices.Equal(got.MW, want.MW) || got.Value != money*want.Value {
			t.Fatalf("money in another unit: %+v, want %+v", got, want)
		}
	}
}

// TestPeaksFallWithPrice: a higher price of one window raises the highest load of none, and never the value. The
// loads are those of a supermodular function on a lattice (D. M. Topkis, Operations Research 26, 1978).
func TestPeaksFallWithPrice(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 4))
	var s PeakSpace
	for range 1000 {
		p := randomPeaks(rng, 4, 8, 2, true, anyPrice)
		before := p.solve(t, &s)
		g := rng.IntN(len(p.Parent))
		for range 10 {
			for k := range p.Steps[g] {
				p.Steps[g][k].Price += 2
			}
			after := p.solve(t, &s)
			for w := range after.MW {
				if after.MW[w] > before.MW[w] {
					t.Fatalf("window %d is dearer, the load of window %d rises from %v to %v MW\n%+v",
						g, w, before.MW[w], after.MW[w], p)
				}
			}
			if after.Value > before.Value {
				t.Fatalf("window %d is dearer, the value rises from %v to %v\n%+v", g, before.Value, after.Value, p)
			}
			before = after
		}
	}
}

// TestKnifeEdgeStaysShut: a month whose margins add up to its price gains nothing in whatever order they are added, and
// opens for one part in a billion more.
func TestKnifeEdgeStaysShut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 5))
	var s PeakSpace
	for range 200 {
		p := &Peaks{Parent: []int32{-1}, Steps: make([][]PriceStep, 1)}
		sum, mw := 0.0, rng.Float64()
		for range 744 {
			m := rng.Float64()
			sum += m
			p.add(0, []float64{mw}, []float64{m})
		}
		rng.Shuffle(744, func(a, b int) { p.Margin[a], p.Margin[b] = p.Margin[b], p.Margin[a] })
		p.Steps[0] = at(sum)
		if got := p.solve(t, &s); got.MW[0] != 0 || got.Value != 0 {
			t.Fatalf("%v MW worth %v USD, want none", got.MW[0], got.Value)
		}
		p.Steps[0] = at(sum * (1 - 1e-9))
		if got := p.solve(t, &s); got.MW[0] != mw {
			t.Fatalf("%v MW, want %v", got.MW[0], mw)
		}
	}
}

// TestLevelsApartByRounding: a load that was paid for already and the same load added up in another way are one
// level, so that no item runs but for a hair.
func TestLevelsApartByRounding(t *testing.T) {
	t.Parallel()
	part, sum := []float64{0.1, 0.2}, 0.3
	above := part[0] + part[1]
	if above == sum {
		t.Fatal("the sum of 0.1 and 0.2 has no rounding: the test has lost its edge")
	}
	p := &Peaks{Parent: []int32{-1}, Steps: [][]PriceStep{{{sum, 0}, {math.Inf(1), 100}}}}
	p.add(0, []float64{sum}, []float64{5})
	p.add(0, part, []float64{5, 5})
	if got := p.solve(t, new(PeakSpace)); got.MW[0] != above {
		t.Errorf("%v MW, want %v", got.MW[0], above)
	}
}

// year makes a facility's year with days in months: days and months are priced.
func year() *Peaks {
	rng := rand.New(rand.NewPCG(7, 7))
	p := &Peaks{Parent: []int32{-1}, Steps: [][]PriceStep{at(0)}}
	for range 12 {
		p.Parent, p.Steps = append(p.Parent, 0), append(p.Steps, at(5000))
	}
	for d := range 365 {
		p.Parent, p.Steps = append(p.Parent, int32(1+d*12/365)), append(p.Steps, at(300))
	}
	for h := range 8760 {
		cooling := 1 + 0.1*rng.Float64()
		m := 20 + 30*rng.Float64()
		p.add(int32(13+h/24), []float64{30 * cooling, 20 * cooling}, []float64{m, m - 15})
	}
	return p
}

// month makes a facility's month of 744 hours with two classes of machines whose power changes with the weather, and
// three periods of the day priced on their own.
func month() *Peaks {
	rng := rand.New(rand.NewPCG(7, 6))
	p := &Peaks{Parent: []int32{-1, 0, 0, 0}, Steps: [][]PriceStep{{{20, 0}, {math.Inf(1), 9000}}, at(3000), at(2000), at(0)}}
	for h := range 744 {
		cooling := 1 + 0.1*rng.Float64()
		m := 20 + 30*rng.Float64()
		p.add(int32(1+h%24/8), []float64{30 * cooling, 20 * cooling}, []float64{m, m - 15})
	}
	return p
}

// lone makes a window of six hours by itself.
func lone() *Peaks {
	p := &Peaks{Parent: []int32{-1}, Steps: [][]PriceStep{at(100)}}
	for h := range 6 {
		p.add(0, []float64{30 + float64(h), 20}, []float64{30, 20})
	}
	return p
}

// TestPeaksAllocateNothing: a space and a plan that have grown are enough.
func TestPeaksAllocateNothing(t *testing.T) {
	for name, p := range map[string]*Peaks{"month": month(), "lone window": lone()} {
		var s PeakSpace
		var plan PeakPlan
		if n := testing.AllocsPerRun(3, func() { s.Solve(p, &plan) }); n != 0 {
			t.Errorf("%s: %v allocations per run, want 0", name, n)
		}
	}
}

// TestPeaksMisused: arrays that do not fit together are a mistake of the caller.
func TestPeaksMisused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Peaks){
		"a parent behind its child": func(p *Peaks) { p.Parent[0] = 1 },
		"a parent of itself":        func(p *Peaks) { p.Parent[1] = 1 },
		"an item without a window":  func(p *Peaks) { p.Leaf[0] = -1 },
		"an hour in two windows":    func(p *Peaks) { p.Leaf[1] = 2 },
		"too few prices":            func(p *Peaks) { p.Steps = p.Steps[1:] },
		"too few powers":            func(p *Peaks) { p.MW = p.MW[1:] },
		"power below zero":          func(p *Peaks) { p.MW[0] = -1 },
		"no margin":                 func(p *Peaks) { p.Margin[0] = math.NaN() },
		"a price below zero":        func(p *Peaks) { p.Steps[1] = at(-1) },
		"a price that ends":         func(p *Peaks) { p.Steps[1] = []PriceStep{{5, 1}} },
		"stretches that fall":       func(p *Peaks) { p.Steps[1] = []PriceStep{{5, 1}, {4, 1}, {math.Inf(1), 1}} },
		"a value too large":         func(p *Peaks) { p.Margin[0], p.MW[0] = 1e300, 1e300 },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			p := month()
			spoil(p)
			new(PeakSpace).Solve(p, new(PeakPlan))
		}()
	}
}

func BenchmarkPeaks(b *testing.B) {
	for name, p := range map[string]*Peaks{"year of days": year(), "month": month(), "lone window": lone()} {
		b.Run(name, func(b *testing.B) {
			var s PeakSpace
			var plan PeakPlan
			b.ReportAllocs()
			for b.Loop() {
				s.Solve(p, &plan)
			}
		})
	}
}
