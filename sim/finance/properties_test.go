package finance

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// anyFlows draws flows in thousands at times up to 30 years, in no order and partly at once.
func anyFlows(t *rapid.T) (times, flows []float64) {
	n := rapid.IntRange(1, 20).Draw(t, "n")
	for range n {
		when := float64(rapid.IntRange(0, 60).Draw(t, "half years")) / 2
		times = append(times, when+float64(rapid.IntRange(0, 1).Draw(t, "odd"))*0.13)
		flows = append(flows, float64(rapid.IntRange(-1000, 1000).Draw(t, "thousands"))*1000)
	}
	return times, flows
}

func TestPresentValueProperties(t *testing.T) {
	// At rate 0 the present value is the sum; it is linear in the flows; and a year's delay divides it by 1 + rate.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		times, flows := anyFlows(t)
		rate := rapid.Float64Range(0, 2).Draw(t, "rate")
		sum, size := 0.0, 0.0
		later, doubled := make([]float64, len(times)), make([]float64, len(flows))
		for i, f := range flows {
			sum += f
			size += math.Abs(f)
			later[i], doubled[i] = times[i]+1, 2*f
		}
		if got := NPV(0, times, flows); got != sum { // whole numbers: exact
			t.Fatalf("NPV at 0 %% is %v, want %v", got, sum)
		}
		npv := NPV(rate, times, flows)
		if got := NPV(rate, times, doubled); math.Abs(got-2*npv) > 1e-12*size {
			t.Fatalf("NPV of twice the flows is %v, want %v", got, 2*npv)
		}
		if got := NPV(rate, later, flows); math.Abs(got*(1+rate)-npv) > 1e-12*size {
			t.Fatalf("NPV a year later is %v, want %v", got, npv/(1+rate))
		}
	})
}

func TestRootsAreRootsAndNoneIsMissed(t *testing.T) {
	// Whatever the flows: the present value is 0 at each root within rounding; between roots, and on a fine grid of other
	// rates, it changes its sign at roots only; there are no more roots than changes of sign; and the result says so.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		times, flows := anyFlows(t)
		r := IRRs(times, flows)
		if len(r.Values) > r.SignChanges {
			t.Fatalf("%d roots of flows with %d changes of sign", len(r.Values), r.SignChanges)
		}
		want := map[bool]Status{true: Unique, false: Several}[len(r.Values) == 1]
		if len(r.Values) > 0 && r.Status != want || len(r.Values) == 0 && r.Status <= Several {
			t.Fatalf("%v with roots %v", r.Status, r.Values)
		}
		if !slices.IsSorted(r.Values) {
			t.Fatalf("roots %v are not in order", r.Values)
		}
		var p present
		for _, f := range merge(times, flows) {
			if f.amount != 0 {
				p = append(p, f)
			}
		}
		if r.SignChanges == 0 {
			return
		}
		for _, root := range r.Values {
			v, size := p.at(math.Log1p(root))
			if !(root > MinRate && root <= MaxRate*(1+1e-12)) || math.Abs(v) > 1e-11*size {
				t.Fatalf("the present value at root %v is %v of %v", root, v, size)
			}
		}
		for i := range 5000 {
			x := math.Log1p(MinRate) + (math.Log1p(MaxRate)-math.Log1p(MinRate))*float64(i)/5000
			y := x + (math.Log1p(MaxRate)-math.Log1p(MinRate))/5000
			a, sizeA := p.at(x)
			b, sizeB := p.at(y)
			if math.Abs(a) < 1e-12*sizeA || math.Abs(b) < 1e-12*sizeB || a > 0 == (b > 0) {
				continue
			}
			if !slices.ContainsFunc(r.Values, func(root float64) bool { l := math.Log1p(root); return l >= x-1e-9 && l <= y+1e-9 }) {
				t.Fatalf("the sign changes between %v and %v, and there is no root among %v", math.Expm1(x), math.Expm1(y), r.Values)
			}
		}
	})
}

func TestChosenRootsAreFound(t *testing.T) {
	// Flows made from chosen roots, three percent of 1 + rate apart, one of them possibly double, have these roots.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var want []float64
		for range rapid.IntRange(1, 4).Draw(t, "roots") {
			root := float64(rapid.IntRange(-60, 400).Draw(t, "percent")) / 100
			if !slices.ContainsFunc(want, func(w float64) bool { return math.Abs(math.Log1p(w)-math.Log1p(root)) < 0.03 }) {
				want = append(want, root)
			}
		}
		slices.Sort(want)
		polynomial := []float64{-100} // in 1/(1 + rate), lowest power first
		multiply := func(root float64) {
			next := make([]float64, len(polynomial)+1)
			for i, c := range polynomial { // times (1 - (1 + root) v), v = 1/(1 + rate)
				next[i] += c
				next[i+1] -= c * (1 + root)
			}
			polynomial = next
		}
		for _, root := range want {
			multiply(root)
		}
		tolerance := 1e-6
		if rapid.Bool().Draw(t, "double") {
			multiply(want[rapid.IntRange(0, len(want)-1).Draw(t, "which")])
			tolerance = 1e-3 // half of the digits, and less beside other roots
		}
		r := IRRs(years(len(polynomial)), polynomial)
		for _, w := range want {
			if !slices.ContainsFunc(r.Values, func(v float64) bool { return math.Abs(v-w) < tolerance*(1+w) }) {
				t.Fatalf("root %v is missing among %v", w, r.Values)
			}
		}
		for _, v := range r.Values {
			if !slices.ContainsFunc(want, func(w float64) bool { return math.Abs(v-w) < tolerance*(1+w) }) {
				t.Fatalf("%v is no root; these are: %v", v, want)
			}
		}
	})
}

func TestPaybackByHand(t *testing.T) {
	// Interpolation, order, flows at once, stages, relapses, and what is never paid back.
	t.Parallel()
	for _, c := range []struct {
		name         string
		times, flows []float64
		want         float64
		ok           bool
	}{
		{"half of the second year", []float64{0, 1, 2}, []float64{-3, 2, 2}, 1.5, true},
		{"just at a year's end", []float64{0, 1, 2}, []float64{-3, 3, 2}, 1, true},
		{"out of order", []float64{2, 0, 1}, []float64{2, -3, 2}, 1.5, true},
		{"a last year of a half", []float64{0, 1, 1.5}, []float64{-3, 2, 2}, 1.25, true},
		{"never", []float64{0, 1}, []float64{-3, 2}, 0, false},
		{"nothing paid", []float64{1, 2}, []float64{3, 2}, 0, true},
		{"nothing at all", nil, nil, 0, true},
		{"bought in the year in which the first stage pays", []float64{0, 1, 1, 2}, []float64{-3, 4, -5, 8}, 1.5, true},
		{"paid back, then a second stage", []float64{0, 1, 2, 3, 4}, []float64{-2, 4, -6, 2, 4}, 3.5, true},
		{"clean-up at the end", []float64{0, 1, 2}, []float64{-2, 4, -3}, 0, false},
		{"tenths that add up to nothing but for rounding", []float64{0, 1, 2, 3}, []float64{-0.3, 0.1, 0.1, 0.1}, 3, true},
	} {
		if got, ok := Payback(c.times, c.flows); ok != c.ok || ok && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, %v, want %v, %v", c.name, got, ok, c.want, c.ok)
		}
		if got, ok := DiscountedPayback(0, c.times, c.flows); ok != c.ok || ok && math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: discounted at 0 %% %v, %v, want %v, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestDepreciationIsTheCost(t *testing.T) {
	// Over its life, whole months or not, plant is written off once, never more in a month than in another.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cost, life := rapid.Float64Range(0, 1e9).Draw(t, "cost"), rapid.Float64Range(0.1, 400).Draw(t, "life")
		sum, before := 0.0, math.Inf(1)
		for month := range int(life) + 2 {
			d := StraightLine(cost, life, month)
			if d < 0 || d > before {
				t.Fatalf("month %d takes %v after %v", month, d, before)
			}
			sum, before = sum+d, d
		}
		if math.Abs(sum-cost) > 1e-9*cost {
			t.Fatalf("%v of %v is written off", sum, cost)
		}
		if StraightLine(cost, life, -1) != 0 || StraightLine(cost, life, int(life)+1) != 0 {
			t.Fatal("there is depreciation outside the life")
		}
	})
	if got := StraightLine(100, 2.5, 2); got != 20 {
		t.Errorf("the last half month of 2.5 takes %v of 100, want 20", got)
	}
}

func TestTaxWithLosses(t *testing.T) {
	// By hand: a loss of 100 is used in steps of at most half a profit.
	t.Parallel()
	losses := 0.0
	for year, c := range []struct{ profit, tax, carried float64 }{
		{-100, 0, 100},
		{80, 10, 60}, // 40 is offset, 40 taxed at 25 %
		{0, 0, 60},   //
		{-20, 0, 80}, //
		{100, 12.5, 30},
		{100, 17.5, 0}, // 30 is all that is left
		{100, 25, 0},
	} {
		var tax float64
		if tax, losses = TaxYear(0.25, c.profit, losses); tax != c.tax || losses != c.carried {
			t.Errorf("year %d: tax %v and losses %v, want %v and %v", year, tax, losses, c.tax, c.carried)
		}
	}
}

func TestTaxProperties(t *testing.T) {
	// Tax is never negative, never below half of the full tax nor above it, and each unit of loss is used at most once.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(0, 1).Draw(t, "rate")
		losses, made, used := 0.0, 0.0, 0.0
		for _, profit := range rapid.SliceOfN(rapid.Float64Range(-1e9, 1e9), 1, 30).Draw(t, "profits") {
			tax, carried := TaxYear(rate, profit, losses)
			full := rate * max(profit, 0)
			if tax < full*MaxOffset*(1-1e-12)-1e-9 || tax > full || carried < 0 {
				t.Fatalf("tax %v and losses %v on a profit of %v", tax, carried, profit)
			}
			made += max(-profit, 0)
			used += max(losses-carried, 0)
			losses = carried
		}
		if math.Abs(made-used-losses) > 1e-6*(made+1) {
			t.Fatalf("of losses of %v, %v were used and %v are left", made, used, losses)
		}
	})
}

func TestLoanProperties(t *testing.T) {
	// The parts of the payments add up to the loan, each payment to PMT, and their present value is the loan; what they
	// grow to is the loan grown.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(-0.1, 0.5).Draw(t, "rate")
		n := rapid.IntRange(1, 60).Draw(t, "periods")
		pay := PMT(rate, n, 1000)
		principal := 0.0
		times, flows := years(n+1), make([]float64, n+1)
		flows[0] = -1000
		for k := 1; k <= n; k++ {
			p, i := PPMT(rate, k, n, 1000), IPMT(rate, k, n, 1000)
			if math.Abs(p+i-pay) > 1e-9*pay || math.Abs(i-rate*(1000-principal)) > 1e-6*(pay+1) {
				t.Fatalf("payment %d is %v and %v", k, p, i)
			}
			principal += p
			flows[k] = pay
		}
		if math.Abs(principal-1000) > 1e-6 || math.Abs(NPV(rate, times, flows)) > 1e-6*pay*float64(n) {
			t.Fatalf("%v of 1000 are repaid, and the payments are worth %v more", principal, NPV(rate, times, flows))
		}
		grown := 1000 * math.Pow(1+rate, float64(n))
		if got := FV(rate, n, pay, false); math.Abs(got-grown) > 1e-9*grown {
			t.Fatalf("the payments grow to %v, want %v", got, grown)
		}
		if got, want := FV(rate, n, pay, true), grown*(1+rate); math.Abs(got-want) > 1e-9*want {
			t.Fatalf("payments at the beginning grow to %v, want %v", got, want)
		}
	})
}

func TestMisusePanics(t *testing.T) {
	// What can only be a mistake of ours ends at once.
	t.Parallel()
	for name, f := range map[string]func(){
		"rate of -1":          func() { NPV(-1, nil, nil) },
		"rate of NaN":         func() { NPV(math.NaN(), nil, nil) },
		"times without flows": func() { NPV(0, []float64{1}, nil) },
		"flows without times": func() { IRRs(nil, []float64{1}) },
		"flow of NaN":         func() { IRRs([]float64{0}, []float64{math.NaN()}) },
		"time of infinity":    func() { Payback([]float64{math.Inf(1)}, []float64{1}) },
		"annuity of nothing":  func() { CRF(0.1, 0) },
		"annuity at -1":       func() { PMT(-1, 12, 1000) },
		"period after last":   func() { PPMT(0.1, 13, 12, 1000) },
		"cost of no energy":   func() { LCOE(0.1, 1, 1, 1, 0) },
		"life of nothing":     func() { StraightLine(1, 0, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
}

func BenchmarkIRROneSignChange(b *testing.B) {
	times, flows := years(11), []float64{-1000, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200}
	for b.Loop() {
		IRRs(times, flows)
	}
}

func BenchmarkIRRSeveralSignChanges(b *testing.B) {
	times, flows := years(27), falling()
	for b.Loop() {
		IRRs(times, flows)
	}
}
