package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// solve returns the plan and fails the test unless carrying it out uses the energy and earns the value that it says.
func (c *Tiers) solve(t testing.TB, s *TierSpace) TierPlan {
	t.Helper()
	var plan TierPlan
	s.Solve(c, &plan)
	energy, value, gross := 0.0, 0.0, 0.0
	for j, m := range c.Margin {
		x := c.MWh[j]
		if m < plan.Price {
			continue
		}
		if m == plan.Price {
			x *= plan.Share
		}
		energy += x
		value += m * x
		gross += math.Abs(m * x)
	}
	cost, most := c.cost(energy)
	if !near(plan.MWh, energy, 1e-12, c.Used) || !near(plan.Value, value-cost, 1e-12, gross+most) || !(plan.Share >= 0 && plan.Share < 1) {
		t.Fatalf("%+v, carried out %v MWh and %v USD\n%+v", plan, energy, value-cost, c)
	}
	return plan
}

// cost returns the price of so much energy from Used on, and the same with all prices taken as positive.
func (c *Tiers) cost(energy float64) (cost, gross float64) {
	from := c.Used
	for _, s := range c.Steps {
		part := max(0, min(c.Used+energy, s.UpTo)-from)
		cost += part * s.Price
		gross += part * math.Abs(s.Price)
		from = max(from, s.UpTo)
	}
	return cost, gross
}

// randomTiers makes a problem with ties, items without energy, prices below zero, and tiers that are full already
// or that items fill exactly.
func randomTiers(rng *rand.Rand, items int, rising bool) *Tiers {
	number := func(most float64) float64 { return most * rng.Float64() }
	if rng.IntN(2) == 0 {
		number = func(most float64) float64 { return float64(rng.IntN(int(most))) }
	}
	c := &Tiers{Used: number(12)}
	for range rng.IntN(items + 1) {
		c.Margin = append(c.Margin, number(40)-10)
		c.MWh = append(c.MWh, number(6))
	}
	if rng.IntN(4) == 0 { // a flat tariff
		for j := range c.Margin {
			c.Margin[j] = c.Margin[0]
		}
	}
	upTo := 0.0
	for range rng.IntN(4) {
		upTo += number(12)
		c.Steps = append(c.Steps, PriceStep{upTo, number(40) - 10})
	}
	c.Steps = append(c.Steps, PriceStep{math.Inf(1), number(40) - 10})
	if rising {
		price := make([]float64, len(c.Steps))
		for k, s := range c.Steps {
			price[k] = s.Price
		}
		slices.Sort(price)
		for k := range price {
			c.Steps[k].Price = price[k]
		}
	}
	return c
}

// simplexTiers returns the optimum by gonum's general linear solver among totals of energy for which the tiers are
// filled up to number k-1 and not beyond number k: with x = MWh - slack for each item and Σ x = Σ y,
//
//	max Σ margin·x - Σ price·y    with y = width for tiers below k, 0 <= y <= width at k, y = 0 above.
//
// With k = -1 the order of the tiers is left to the solver, 0 <= y <= width for all, which is right where prices rise.
func simplexTiers(c *Tiers, k int) (float64, error) {
	n, tiers := len(c.Margin), len(c.Steps)
	rows, cols := n+tiers+1, n+tiers // a row for each bound, and Σ x - Σ y = 0
	a := mat.NewDense(rows, cols+n+tiers, nil)
	b, cost := make([]float64, rows), make([]float64, cols+n+tiers)
	total := 0.0
	for j, m := range c.Margin {
		cost[j] = -m
		b[j] = c.MWh[j]
		total += c.MWh[j]
		a.Set(rows-1, j, 1)
	}
	from := c.Used
	for i, s := range c.Steps {
		v := n + i
		cost[v] = s.Price
		b[v] = max(0, min(s.UpTo, c.Used+total+1)-from)
		from = max(from, s.UpTo)
		a.Set(rows-1, v, -1)
		switch {
		case k < 0 || i == k:
		case i < k:
			cost[cols+v] = 1e6 // the tier must be full
		default:
			cost[v] += 1e6 // the tier must be empty
		}
	}
	for v := range cols {
		a.Set(v, v, 1)
		a.Set(v, cols+v, 1)
	}
	value, x, err := lp.Simplex(cost, a, b, 1e-12, nil)
	if err != nil {
		return 0, err
	}
	for i := range c.Steps {
		v := n + i
		if k >= 0 && (i < k && x[cols+v] > 1e-9 || i > k && x[v] > 1e-9) {
			return math.Inf(-1), nil // not enough energy to come so far
		}
	}
	return -value, nil
}

// TestTiersEqualSimplex: the optimum equals that of a general linear solver where prices rise, and the best over
// all tiers of that of a linear solver kept to the tier where they do as they like.
func TestTiersEqualSimplex(t *testing.T) {
	t.Parallel()
	count := 2000
	if long() {
		count = 10000
	}
	for name, rising := range map[string]bool{"rising": true, "any": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(8, 1))
			var s TierSpace
			failed, run, worst := 0, 0, 0.0
			for range count {
				c := randomTiers(rng, 6, rising)
				got := c.solve(t, &s)
				tiers := []int{-1}
				if !rising {
					tiers = nil
					for k := range c.Steps {
						tiers = append(tiers, k)
					}
				}
				want, wrong := math.Inf(-1), false
				for _, k := range tiers {
					value, err := simplexTiers(c, k)
					want, wrong = max(want, value), wrong || err != nil
				}
				if wrong {
					failed++
					continue
				}
				if !near(got.Value, want, 1e-9, 1) {
					t.Fatalf("value %.15g, simplex %.15g\n%+v\n%+v", got.Value, want, c, got)
				}
				worst = max(worst, math.Abs(got.Value-want)/max(want, 1))
				if got.MWh > 0 {
					run++
				}
			}
			t.Logf("%d instances, energy runs in %d, largest difference %.1e, %d without an answer from simplex",
				count, run, worst, failed)
			if failed*50 > count || run < count/4 || run > count*49/50 {
				t.Errorf("of %d instances simplex failed on %d and energy runs in %d: that tests too little",
					count, failed, run)
			}
		})
	}
}

// TestTiersByHand: what runs, at which price, in cases that fit on a line.
func TestTiersByHand(t *testing.T) {
	t.Parallel()
	inf := math.Inf(1)
	rising := []PriceStep{{100, 30}, {inf, 50}}
	falling := []PriceStep{{100, 50}, {inf, 20}}
	for _, c := range []struct {
		name        string
		used        float64
		steps       []PriceStep
		margin, mwh []float64
		want        TierPlan
	}{
		{"all in the first tier", 0, rising, []float64{40, 35}, []float64{30, 30}, TierPlan{30, 0, 60, 30*10 + 30*5}},
		{"the end of the tier cuts an item", 0, rising, []float64{45, 40, 35}, []float64{60, 60, 60}, TierPlan{40, 2. / 3, 100, 60*15 + 40*10}},
		{"the tier is exactly full, the next item is worth its price", 0, rising, []float64{45, 40}, []float64{100, 60}, TierPlan{40, 0, 100, 1500}},
		{"the tier is exactly full, the next item is not", 0, rising, []float64{45, 25}, []float64{100, 60}, TierPlan{30, 0, 100, 1500}},
		{"what is left of a tier", 75, rising, []float64{45}, []float64{50}, TierPlan{45, 0.5, 25, 375}},
		{"nothing is left of a tier", 100, rising, []float64{45}, []float64{50}, TierPlan{50, 0, 0, 0}},
		{"into the next tier", 75, rising, []float64{60, 45}, []float64{50, 50}, TierPlan{50, 0, 50, 25*30 + 25*10}},
		{"all margins equal", 0, rising, []float64{40, 40, 40, 40}, []float64{50, 50, 50, 50}, TierPlan{40, 0.5, 100, 1000}},
		{"a margin equal to the price idles", 0, rising, []float64{30, 30}, []float64{50, 50}, TierPlan{30, 0, 0, 0}},
		{"a dear tier that leads to a cheap one", 0, falling, []float64{40}, []float64{300}, TierPlan{20, 0, 300, -1000 + 4000}},
		{"a cheap tier out of reach", 0, falling, []float64{40}, []float64{140}, TierPlan{50, 0, 0, 0}},
		{"a cheap tier that gains exactly nothing", 0, falling, []float64{40}, []float64{150}, TierPlan{50, 0, 0, 0}},
		{"energy that is paid for anyway", 0, []PriceStep{{100, -35}, {inf, 0}}, []float64{-20, -30, -40}, []float64{30, 30, 30}, TierPlan{-35, 0, 60, 30*15 + 30*5}},
		{"no price", 0, nil, []float64{5, -5}, []float64{3, 3}, TierPlan{0, 0, 3, 15}},
		{"no items", 0, rising, nil, nil, TierPlan{30, 0, 0, 0}},
	} {
		got := (&Tiers{c.used, c.steps, c.margin, c.mwh}).solve(t, new(TierSpace))
		if got.Price != c.want.Price || !near(got.Share, c.want.Share, 1e-12, 1) || !near(got.MWh, c.want.MWh, 1e-12, 1) || !near(got.Value, c.want.Value, 1e-12, 1) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestTiersInvariant: the order of items, the split of an item in two and the unit of money change nothing; powers
// of two do not even change rounding.
func TestTiersInvariant(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 2))
	var s TierSpace
	for range 3000 {
		c := randomTiers(rng, 20, false)
		want := c.solve(t, &s)
		_, gross := c.cost(want.MWh)
		agree := func(what string, got TierPlan) {
			t.Helper()
			if got.Price != want.Price || !near(got.Share, want.Share, 1e-9, 1) || !near(got.MWh, want.MWh, 1e-12, c.Used) || !near(got.Value, want.Value, 1e-12, 10*gross) {
				t.Fatalf("%s: %+v, want %+v\n%+v", what, got, want, c)
			}
		}
		shuffled := &Tiers{Used: c.Used, Steps: c.Steps}
		split := &Tiers{Used: c.Used, Steps: c.Steps, Margin: slices.Clone(c.Margin), MWh: slices.Clone(c.MWh)}
		dear := &Tiers{Used: c.Used, MWh: c.MWh}
		for _, j := range rng.Perm(len(c.Margin)) {
			shuffled.Margin, shuffled.MWh = append(shuffled.Margin, c.Margin[j]), append(shuffled.MWh, c.MWh[j])
			part := c.MWh[j] * []float64{0, 0.25, rng.Float64()}[rng.IntN(3)]
			split.MWh[j] -= part
			split.Margin, split.MWh = append(split.Margin, c.Margin[j]), append(split.MWh, part)
		}
		agree("items in another order", shuffled.solve(t, &s))
		agree("items split", split.solve(t, &s))

		const money = 512
		for _, m := range c.Margin {
			dear.Margin = append(dear.Margin, m*money)
		}
		for _, p := range c.Steps {
			dear.Steps = append(dear.Steps, PriceStep{p.UpTo, p.Price * money})
		}
		if got := dear.solve(t, &s); got != (TierPlan{money * want.Price, want.Share, want.MWh, money * want.Value}) {
			t.Fatalf("money in another unit: %+v, want %+v\n%+v", got, want, c)
		}
	}
}

// TestTiersFallWithPrice: dearer tiers never run more energy and never earn more.
func TestTiersFallWithPrice(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 3))
	var s TierSpace
	for range 2000 {
		c := randomTiers(rng, 12, false)
		before := c.solve(t, &s)
		for range 10 {
			for k := range c.Steps {
				c.Steps[k].Price += 3
			}
			after := c.solve(t, &s)
			if after.MWh > before.MWh*(1+1e-12) || after.Value > before.Value+1e-12*max(before.Value, 1) {
				t.Fatalf("dearer tiers: %+v after %+v\n%+v", after, before, c)
			}
			before = after
		}
	}
}

// TestTiersFilledToTheEnd: a tier that hours fill exactly is full in whatever order they are added, and what does
// not fit by rounding is not bought in the next.
func TestTiersFilledToTheEnd(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 4))
	var s TierSpace
	for range 300 {
		c := &Tiers{}
		sum := 0.0
		for range 744 {
			e := rng.Float64()
			sum += e
			c.Margin, c.MWh = append(c.Margin, 40+rng.Float64()), append(c.MWh, e)
		}
		c.Steps = []PriceStep{{sum, 30}, {math.Inf(1), 50}}
		if got := c.solve(t, &s); got.Price != 30 || got.Share != 0 {
			t.Fatalf("the month fits exactly: %+v, want the price of the first tier", got)
		}
		c.Used = 0
		for _, j := range rng.Perm(744) {
			c.Used += c.MWh[j]
		}
		if got := c.solve(t, &s); got != (TierPlan{Price: 50}) {
			t.Fatalf("the tier is full: %+v, want the price of the second", got)
		}
	}
}

// TestTiersOnKnifeEdgeIdle: a cheap tier that earns just what the dear one before it loses is not bought in
// whatever order it is added up, and is for one part in a billion more.
func TestTiersOnKnifeEdgeIdle(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(8, 6))
	var s TierSpace
	for range 300 {
		c := &Tiers{}
		energy, worth := 0.0, 0.0
		for range 744 {
			m, e := 40+rng.Float64(), rng.Float64()
			energy += e
			worth += m * e
			c.Margin, c.MWh = append(c.Margin, m), append(c.MWh, e)
		}
		dear := (worth - 20*energy*3/4) / (energy / 4)
		c.Steps = []PriceStep{{energy / 4, dear}, {math.Inf(1), 20}}
		if got := c.solve(t, &s); got != (TierPlan{Price: dear}) {
			t.Fatalf("nothing is gained: %+v, want to idle at %v USD/MWh", got, dear)
		}
		c.Steps[0].Price *= 1 - 1e-9
		if got := c.solve(t, &s); got.Price != 20 || !near(got.MWh, energy, 1e-12, 0) {
			t.Fatalf("something is gained: %+v, want all of %v MWh", got, energy)
		}
	}
}

// TestTiersAllocateNothing: a space that has grown is enough.
func TestTiersAllocateNothing(t *testing.T) {
	c := tierMonth()
	var s TierSpace
	var plan TierPlan
	if n := testing.AllocsPerRun(3, func() { s.Solve(c, &plan) }); n != 0 {
		t.Errorf("%v allocations per run, want 0", n)
	}
}

// tierMonth makes a month of 744 hours with two classes of machines and four tiers.
func tierMonth() *Tiers {
	rng := rand.New(rand.NewPCG(8, 5))
	c := &Tiers{Used: 1000, Steps: []PriceStep{{5000, 60}, {10000, 50}, {20000, 40}, {math.Inf(1), 35}}}
	for range 2 * 744 {
		c.Margin, c.MWh = append(c.Margin, 30+40*rng.Float64()), append(c.MWh, 20+10*rng.Float64())
	}
	return c
}

// TestTiersMisused: arrays that do not fit together are a mistake of the caller.
func TestTiersMisused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Tiers){
		"too few energies":       func(c *Tiers) { c.MWh = c.MWh[1:] },
		"energy below zero":      func(c *Tiers) { c.MWh[0] = -1 },
		"no margin":              func(c *Tiers) { c.Margin[0] = math.NaN() },
		"a count below zero":     func(c *Tiers) { c.Used = -1 },
		"a price without number": func(c *Tiers) { c.Steps[0].Price = math.NaN() },
		"tiers that end":         func(c *Tiers) { c.Steps = c.Steps[:2] },
		"a value too large":      func(c *Tiers) { c.Margin[0], c.MWh[0] = 1e300, 1e300 },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			c := tierMonth()
			spoil(c)
			new(TierSpace).Solve(c, new(TierPlan))
		}()
	}
}

func BenchmarkTiers(b *testing.B) {
	c := tierMonth()
	var s TierSpace
	var plan TierPlan
	b.ReportAllocs()
	for b.Loop() {
		s.Solve(c, &plan)
	}
}
