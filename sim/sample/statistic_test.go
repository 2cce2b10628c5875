package sample

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSumKeepsWhatRoundingLoses(t *testing.T) {
	// Neumaier's own example, which plain and Kahan summation get wrong, and a million tenths.
	t.Parallel()
	var s Sum
	for _, x := range []float64{1, 1e100, 1, -1e100} {
		s.Add(x)
	}
	if s.Value() != 2 {
		t.Errorf("1 + 1e100 + 1 - 1e100 = %v, want 2", s.Value())
	}
	var tenths Sum
	for range 1000000 {
		tenths.Add(0.1)
	}
	if tenths.Value() != 100000 {
		t.Errorf("a million tenths are %v", tenths.Value())
	}
	if (&Sum{}).Value() != 0 {
		t.Error("the zero sum is not 0")
	}
}

func TestSumIsNearTheExactOne(t *testing.T) {
	// Whatever is added, the sum is within a rounding of the result and n roundings of roundings of the exact one.
	t.Parallel()
	const eps = 1.0 / (1 << 52)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOf(rapid.Float64Range(-1e12, 1e12)).Draw(t, "x")
		var s Sum
		exact, size := new(big.Float).SetPrec(2000), 0.0
		for _, v := range x {
			s.Add(v)
			exact.Add(exact, new(big.Float).SetFloat64(v))
			size += math.Abs(v)
		}
		want, _ := exact.Float64()
		n := float64(len(x))
		if math.Abs(s.Value()-want) > eps*math.Abs(want)+2*n*n*eps*eps*size+math.SmallestNonzeroFloat64 {
			t.Fatalf("the sum is %v, want %v", s.Value(), want)
		}
	})
}

func TestMeanAndStandardError(t *testing.T) {
	// By hand: 2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and squares that add up to 32, so the error is sqrt(32/7/8).
	t.Parallel()
	x := []float64{2, 4, 4, 4, 5, 5, 7, 9}
	if got := Mean(x); got != 5 {
		t.Errorf("the mean is %v, want 5", got)
	}
	if got, want := StdErr(x), math.Sqrt(32.0/7/8); math.Abs(got-want) > 1e-15 {
		t.Errorf("the standard error is %v, want %v", got, want)
	}
	if got := StdErr(x[:1]); got != 0 {
		t.Errorf("the standard error of one number is %v, want 0", got)
	}
	if got := StdErr([]float64{1e9 + 1, 1e9 + 2, 1e9 + 3}); math.Abs(got-math.Sqrt(1.0/3)) > 1e-12 {
		t.Errorf("the standard error far from 0 is %v, want %v", got, math.Sqrt(1.0/3))
	}
}

func TestQuantileOfType7(t *testing.T) {
	// Values of R's quantile(c(1, 2, 4, 8, 16), p), which is type 7, by the formula.
	t.Parallel()
	x := []float64{1, 2, 4, 8, 16}
	for p, want := range map[float64]float64{0: 1, 0.05: 1.2, 0.25: 2, 0.5: 4, 0.6: 5.6, 0.95: 14.4, 1: 16} {
		if got := Quantile(x, p); math.Abs(got-want) > 1e-12 {
			t.Errorf("Quantile(%v, %v) = %v, want %v", x, p, got, want)
		}
	}
	if got := Quantile([]float64{3}, 0.7); got != 3 {
		t.Errorf("the quantile of 3 is %v", got)
	}
	if got := Quantile([]float64{-1.5e308, 1.5e308}, 0.5); got != 0 {
		t.Errorf("halfway between two huge numbers is %v, want 0", got)
	}
}

func TestQuantileIsMonotone(t *testing.T) {
	// A quantile lies between the ends and never falls.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-1e300, 1e300), 1, 50).Draw(t, "x")
		slices.Sort(x)
		p, q := rapid.Float64Range(0, 1).Draw(t, "p"), rapid.Float64Range(0, 1).Draw(t, "q")
		a, b := Quantile(x, min(p, q)), Quantile(x, max(p, q))
		if a > b || a < x[0] || b > x[len(x)-1] {
			t.Fatalf("quantiles %v and %v of %v", a, b, x)
		}
		if Quantile(x, 0) != x[0] || Quantile(x, 1) != x[len(x)-1] {
			t.Fatal("the quantiles at 0 and 1 are not the ends")
		}
	})
}

func TestMisuseOfStatisticsPanics(t *testing.T) {
	// Nothing has no mean and no quantile, and there is no quantile beyond 0 and 1.
	t.Parallel()
	for name, f := range map[string]func(){
		"mean of nothing":     func() { Mean(nil) },
		"quantile of nothing": func() { Quantile(nil, 0.5) },
		"quantile below 0":    func() { Quantile([]float64{1}, -0.1) },
		"quantile of NaN":     func() { Quantile([]float64{1}, math.NaN()) },
		"share above 1":       func() { Uniform{0, 1}.Quantile(1.1) },
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
