package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// at returns a price without stretches.
func at(price float64) []PriceStep { return []PriceStep{{math.Inf(1), price}} }

// add puts an hour with its items, the best first, into a window.
func (p *Peaks) add(leaf int32, mw, margin []float64) {
	hour := int32(0)
	if n := len(p.Hour); n > 0 {
		hour = p.Hour[n-1] + 1
	}
	for j := range mw {
		p.Leaf = append(p.Leaf, leaf)
		p.Hour = append(p.Hour, hour)
		p.MW = append(p.MW, mw[j])
		p.Margin = append(p.Margin, margin[j])
	}
}

func (p *Peaks) clone() *Peaks {
	q := &Peaks{slices.Clone(p.Parent), nil, slices.Clone(p.Leaf), slices.Clone(p.Hour), slices.Clone(p.MW), slices.Clone(p.Margin)}
	for _, s := range p.Steps {
		q.Steps = append(q.Steps, slices.Clone(s))
	}
	return q
}

// solve returns the plan and fails the test unless carrying it out earns what it says, with the highest loads it says.
func (p *Peaks) solve(t testing.TB, s *PeakSpace) *PeakPlan {
	t.Helper()
	plan := new(PeakPlan)
	s.Solve(p, plan)
	value, highest, gross := p.carryOut(plan.MW)
	if !near(plan.Value, value, 1e-12, gross) {
		t.Fatalf("value %.15g, carried out %.15g\n%+v\n%+v", plan.Value, value, p, plan)
	}
	for g, mw := range plan.MW {
		if !near(mw, highest[g], 2e-12, 0) {
			t.Fatalf("window %d: %v MW, carried out %v\n%+v\n%+v", g, mw, highest[g], p, plan)
		}
	}
	return plan
}

// carryOut runs every positive item below the lowest of the levels around its hour and returns the value, the highest
// load of each window, and the sum of margins and prices.
func (p *Peaks) carryOut(level []float64) (value float64, highest []float64, gross float64) {
	highest = make([]float64, len(p.Parent))
	var bottom, load, most float64
	for j, m := range p.Margin {
		if j == 0 || p.Hour[j] != p.Hour[j-1] {
			bottom, load, most = 0, 0, math.Inf(1)
			for g := p.Leaf[j]; g >= 0; g = p.Parent[g] {
				most = min(most, level[g])
			}
		}
		if run := min(p.MW[j], most-bottom); m > 0 && run > 0 {
			value += m * run
			load += run
		}
		bottom += p.MW[j]
		for g := p.Leaf[j]; g >= 0; g = p.Parent[g] {
			highest[g] = max(highest[g], load)
		}
	}
	gross = value
	for g, z := range highest {
		from := 0.0
		for _, s := range p.Steps[g] {
			cost := s.Price * max(0, min(z, s.UpTo)-from)
			value -= cost
			gross += cost
			from = s.UpTo
		}
	}
	return value, highest, gross
}

// prices of windows for random problems, in units that make some windows worth opening and some not.
func flatPrice(rng *rand.Rand, typical float64) []PriceStep {
	return at(math.Floor(rng.Float64() * typical))
}

func risingPrice(rng *rand.Rand, typical float64) []PriceStep {
	s := anyPrice(rng, typical)
	slices.SortFunc(s, func(a, b PriceStep) int { return int(a.Price - b.Price) })
	upTo := make([]float64, len(s))
	for k := range s {
		upTo[k] = s[k].UpTo
	}
	slices.Sort(upTo)
	for k := range s {
		s[k].UpTo = upTo[k]
	}
	return s
}

func anyPrice(rng *rand.Rand, typical float64) []PriceStep {
	var s []PriceStep
	upTo := 0.0
	for range rng.IntN(4) {
		upTo += float64(rng.IntN(4)) // a stretch may be empty
		price := 0.0                 // demand that is paid for already
		if rng.IntN(3) > 0 {
			price = math.Floor(rng.Float64() * typical)
		}
		s = append(s, PriceStep{upTo, price})
	}
	return append(s, PriceStep{math.Inf(1), math.Floor(rng.Float64() * typical)})
}

// randomPeaks makes a problem of windows in trees, with ties, empty items, losses, and levels that coincide with
// ends of stretches. Half of them have whole numbers only, so that sums are exact; half have the same power in
// every hour.
func randomPeaks(rng *rand.Rand, windows, hours, tranches int, whole bool, price func(*rand.Rand, float64) []PriceStep) *Peaks {
	number := func(most int) float64 {
		if whole {
			return float64(rng.IntN(most + 1))
		}
		return rng.Float64() * float64(most)
	}
	p := new(Peaks)
	w := 1 + rng.IntN(windows)
	for g := range w {
		a := rng.IntN(g+1) - 1
		p.Parent = append(p.Parent, int32(a))
		p.Steps = append(p.Steps, price(rng, 4*float64(hours)/float64(w)))
	}
	mw := make([]float64, tranches)
	constant := rng.IntN(2) == 0
	for h := range 1 + rng.IntN(hours) {
		margin := make([]float64, tranches)
		for k := range margin {
			margin[k] = number(10) - 3
			if h == 0 || !constant {
				mw[k] = number(4)
			}
		}
		slices.SortFunc(margin, func(a, b float64) int { return int(math.Copysign(1, b-a)) })
		p.add(int32(rng.IntN(w)), mw, margin)
	}
	return p
}

// simplexPeaks returns the optimum by gonum's general linear solver, for prices that do not fall:
//
//	max Σ margin·x - Σ price·z    with x <= MW for each item, z <= width for each stretch of a price but the last,
//	Σ x of an hour <= Σ z of a window for each hour and each window around it,    x, z >= 0
func simplexPeaks(p *Peaks) (float64, error) {
	n := len(p.Margin)
	c, width := make([]float64, n), slices.Clone(p.MW)
	first := make([]int, len(p.Parent)+1)
	for j, m := range p.Margin {
		c[j] = -m
	}
	inside := make([]bool, len(p.Parent)) // a window without hours would be a column of zeros
	for _, g := range p.Leaf {
		for ; g >= 0; g = p.Parent[g] {
			inside[g] = true
		}
	}
	for g, steps := range p.Steps {
		first[g] = len(c)
		from := 0.0
		for _, s := range steps {
			if !inside[g] {
				break
			}
			c, width = append(c, s.Price), append(width, s.UpTo-from)
			from = s.UpTo
		}
	}
	first[len(p.Parent)] = len(c)

	var rows [][]float64
	var b []float64
	for v, most := range width {
		if !math.IsInf(most, 1) {
			row := make([]float64, len(c))
			row[v] = 1
			rows, b = append(rows, row), append(b, most)
		}
	}
	for j := 0; j < n; {
		k := j
		for k < n && p.Hour[k] == p.Hour[j] {
			k++
		}
		for g := p.Leaf[j]; g >= 0; g = p.Parent[g] {
			row := make([]float64, len(c))
			for i := j; i < k; i++ {
				row[i] = 1
			}
			for v := first[g]; v < first[g+1]; v++ {
				row[v] = -1
			}
			rows, b = append(rows, row), append(b, 0)
		}
		j = k
	}
	a := mat.NewDense(len(rows), len(c)+len(rows), nil)
	basis := make([]int, len(rows))
	for r, row := range rows {
		for v, x := range row {
			a.Set(r, v, x)
		}
		a.Set(r, len(c)+r, 1)
		basis[r] = len(c) + r
	}
	value, _, err := lp.Simplex(append(c, make([]float64, len(rows))...), a, b, 1e-12, basis)
	return -value, err
}

// TestPeaksEqualSimplex: the optimum equals that of a general linear solver on random windows whose prices do not fall.
func TestPeaksEqualSimplex(t *testing.T) {
	t.Parallel()
	count := 800
	if long() {
		count = 5000
	}
	for _, c := range []struct {
		name                     string
		windows, hours, tranches int
		price                    func(*rand.Rand, float64) []PriceStep
	}{
		{"one window, one machine", 1, 8, 1, flatPrice},
		{"one window, three classes", 1, 5, 3, flatPrice},
		{"one window, rising price", 1, 6, 2, risingPrice},
		{"trees", 5, 6, 2, flatPrice},
		{"trees, rising prices", 4, 5, 2, risingPrice},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(7, uint64(c.windows*100+c.hours*10+c.tranches)))
			var s PeakSpace
			failed, open := 0, 0
			worst := 0.0
			for i := range count {
				p := randomPeaks(rng, c.windows, c.hours, c.tranches, i%2 == 0, c.price)
				plan := p.solve(t, &s)
				want, err := simplexPeaks(p)
				if err != nil {
					failed++ // the solver's own trouble with degenerate corners
					continue
				}
				if !near(plan.Value, want, 1e-9, 1) {
					t.Fatalf("value %.15g, simplex %.15g\n%+v\n%+v", plan.Value, want, p, plan)
				}
				worst = max(worst, math.Abs(plan.Value-want)/max(want, 1))
				if plan.Value > 0 {
					open++
				}
			}
			t.Logf("%d instances, %d with an open window, largest difference %.1e, %d without an answer from simplex",
				count, open, worst, failed)
			if failed*50 > count {
				t.Errorf("simplex failed on %d of %d instances", failed, count)
			}
			if open < count/4 || open > count*49/50 {
				t.Errorf("%d of %d instances have an open window: the mix tests too little", open, count)
			}
		})
	}
}

// TestAllOrNothing: with the same power in every hour a class of machines runs all its profitable hours of a window if
// their margins add up to more than the price, and none otherwise.
func TestAllOrNothing(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 1))
	var s PeakSpace
	for range 2000 {
		const classes, hours = 3, 6
		price := float64(rng.IntN(40))
		p := &Peaks{Parent: []int32{-1}, Steps: [][]PriceStep{at(price)}}
		mw := []float64{float64(1 + rng.IntN(9)), float64(1 + rng.IntN(9)), float64(1 + rng.IntN(9))}
		var sum [classes]float64
		for range hours {
			margin := []float64{float64(rng.IntN(20) - 5), float64(rng.IntN(20) - 5), float64(rng.IntN(20) - 5)}
			slices.SortFunc(margin, func(a, b float64) int { return int(b - a) })
			for k, m := range margin {
				sum[k] += max(m, 0)
			}
			p.add(0, mw, margin)
		}
		load, value := 0.0, 0.0
		for k := range sum {
			if sum[k] > price {
				load += mw[k]
				value += mw[k] * (sum[k] - price)
			}
		}
		if plan := p.solve(t, &s); plan.MW[0] != load || plan.Value != value {
			t.Fatalf("%v MW worth %v USD, want %v and %v\n%+v", plan.MW[0], plan.Value, load, value, p)
		}
	}
}

// TestPeaksEqualEnumeration: whatever the prices, no combination of levels of the windows earns more than the plan, and
// none that earns as much has a smaller highest load anywhere.
func TestPeaksEqualEnumeration(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 2))
	var s PeakSpace
	for i := range 2000 {
		whole := i%2 == 0
		p := randomPeaks(rng, 3, 4, 2, whole, anyPrice)
		plan := p.solve(t, &s)
		levels := []float64{0}
		top := 0.0
		for j, mw := range p.MW {
			if j == 0 || p.Hour[j] != p.Hour[j-1] {
				top = 0
			}
			top += mw
			levels = append(levels, top)
		}
		for _, steps := range p.Steps {
			for _, s := range steps[:len(steps)-1] {
				levels = append(levels, s.UpTo)
			}
		}
		slices.Sort(levels)
		levels = slices.Compact(levels)
		pick := make([]int, len(p.Parent))
		level := make([]float64, len(p.Parent))
		for more := true; more; {
			for g, k := range pick {
				level[g] = levels[k]
			}
			value, highest, _ := p.carryOut(level)
			if value > plan.Value+1e-9 {
				t.Fatalf("levels %v earn %v, the plan %+v\n%+v", level, value, plan, p)
			}
			for g, mw := range plan.MW {
				if whole && value == plan.Value && highest[g] < mw {
					t.Fatalf("levels %v earn as much as the plan %+v with less\n%+v", level, plan, p)
				}
			}
			more = false
			for g := range pick {
				if pick[g]++; pick[g] < len(levels) {
					more = true
					break
				}
				pick[g] = 0
			}
		}
	}
}
