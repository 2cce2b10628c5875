package spot

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// midpoints averages a function of a share over n equal parts of 0 to 1.
func midpoints(n int, f func(u float64) float64) float64 {
	sum := 0.0
	for i := range n {
		sum += f((float64(i) + 0.5) / float64(n))
	}
	return sum / float64(n)
}

func TestTailMomentsAreThoseOfItsQuantiles(t *testing.T) {
	// Mean and mean square of the price, cut to a range, are the integrals of the quantiles, upwards and downwards, also
	// where an exponent is 1 or 2, for which the formula has another form.
	t.Parallel()
	for _, tail := range []Tail{
		{Edge: 80, Width: 2000, Scale: 24, Alpha: 1},
		{Edge: 80, Width: 2000, Scale: 24, Alpha: 2},
		{Edge: 80, Width: 500, Scale: 900, Alpha: 0.4},
		{Edge: 5, Width: 30, Scale: 40, Alpha: 55},
		{Edge: 0, Width: 32, Scale: 3, Alpha: 1.5, Down: true},
		{Edge: 7, Width: 0, Scale: 1, Alpha: 1, Down: true},
	} {
		for _, cut := range [][2]float64{{math.Inf(-1), math.Inf(1)}, {-10, 300}, {100, 150}, {1e4, 2e4}, {-2e4, -1e4}, {6, 6.5}} {
			price := func(u float64) float64 { return min(max(tail.at(tail.quantile(u)), cut[0]), cut[1]) }
			mean, square := tail.clamped(cut[0], cut[1])
			wantMean := midpoints(100_000, price)
			wantSquare := midpoints(100_000, func(u float64) float64 { return price(u) * price(u) })
			if math.Abs(mean-wantMean) > 1e-4*(1+math.Abs(wantMean)) || math.Abs(square-wantSquare) > 1e-3*(1+wantSquare) {
				t.Errorf("%+v cut to %v: mean %v, square %v; want %v, %v", tail, cut, mean, square, wantMean, wantSquare)
			}
		}
	}
	if got := (Tail{Edge: 80, Width: 1e12, Scale: 10, Alpha: 2}).quantile(0.75); math.Abs(got-10) > 1e-6 {
		t.Errorf("three quarters of (1 + x/10)^-2 lie below %v, want 10", got)
	}
}

func TestNoiseMomentsAreThoseOfItsQuantiles(t *testing.T) {
	// Mean and mean square of an ordinary price, cut to a range, are the integrals over the normal; without a cut the mean
	// is the shape's and the variance the scatter's.
	t.Parallel()
	for _, n := range []Noise{{}, {Bend: 0.03}, {Bend: 0.3}, {Bend: 1}} {
		if mean, square := n.clamped(50, 4, -1e9, 1e9); math.Abs(mean-50) > 1e-6 || math.Abs(square-2516) > 1e-3 {
			t.Errorf("bend %v: mean %v and square %v, want 50 and 2516", n.Bend, mean, square)
		}
		for _, cut := range [][2]float64{{40, 60}, {49, 80}, {60, 70}, {0, 45}, {50, 50}} {
			for _, sd := range []float64{0, 5, 30} {
				price := func(u float64) float64 {
					return min(max(50+sd*n.bent(mathext.NormalQuantile(u)), cut[0]), cut[1])
				}
				mean, square := n.clamped(50, sd, cut[0], cut[1])
				wantMean := midpoints(10_000, price)
				wantSquare := midpoints(10_000, func(u float64) float64 { return price(u) * price(u) })
				if math.Abs(mean-wantMean) > 1e-3 || math.Abs(square-wantSquare) > 0.1 {
					t.Errorf("bend %v, scatter %v cut to %v: mean %v, square %v; want %v, %v", n.Bend, sd, cut, mean, square, wantMean, wantSquare)
				}
			}
		}
		for _, y := range []float64{-2, -0.5, 0, 1, 3} {
			if got := n.straight(n.bent(y)); math.Abs(got-y) > 1e-6 {
				t.Errorf("bend %v: %v bent and straightened is %v", n.Bend, y, got)
			}
		}
	}
}

func TestBendHasTheSkewnessOfALognormal(t *testing.T) {
	// exp of a normal with a standard deviation of 0.5 has a skewness of 1.750190; none or a negative one is taken for a
	// normal.
	t.Parallel()
	for skewness, want := range map[float64]float64{1.750190: 0.5, 0: 0, -3: 0, 0.05: 0, 1e9: mostBend} {
		if got := bendOf(skewness); math.Abs(got-want) > 1e-6 {
			t.Errorf("the bend of a skewness of %v is %v, want %v", skewness, got, want)
		}
	}
}

func TestJointChanceIsSheppards(t *testing.T) {
	// Two normals with the correlation r are both above zero with the chance 1/4 + arcsin(r)/2π (Sheppard 1899), and both
	// above 1 with 0.062514 at r = 0.5 (tables of the bivariate normal).
	t.Parallel()
	s := &sampled{hours: 1}
	s.count[3][5] = 1
	var r Regime
	r.chance[3][5] = 0.5
	j := r.joint(s, 0)
	for _, want := range []float64{0.1, 0.5, 0.9} {
		if got := j.correlation(0.25 + math.Asin(want)/(2*math.Pi)); math.Abs(got-want) > 1e-3 {
			t.Errorf("above zero: correlation %v, want %v", got, want)
		}
	}
	r.edge[3][5], r.chance[3][5] = 1, normal(-1)
	if got := r.joint(s, 0).correlation(0.062514); math.Abs(got-0.5) > 2e-3 {
		t.Errorf("above 1: correlation %v, want 0.5", got)
	}
	if low, top := j.correlation(0.1), j.correlation(0.6); low != 0 || top != 1 {
		t.Errorf("chances outside: %v and %v, want 0 and 1", low, top)
	}
}

func TestMemoryTellsHoursFromDays(t *testing.T) {
	// A normal of two known autoregressions is recovered from ten years of it; its variance is 1.
	t.Parallel()
	want := Memory{SlowShare: 0.6, Slow: 0.99, Fast: 0.8}
	rng := rand.New(rand.NewPCG(1, 7))
	w := want.wander(rng)
	y := make([]float64, 10*hoursPerYear)
	square := 0.0
	for t := range y {
		y[t] = w.now()
		square += y[t] * y[t] / float64(len(y))
		w.step(rng)
	}
	got := memoryOf([][]float64{y})
	if math.Abs(got.SlowShare-want.SlowShare) > 0.05 || math.Abs(got.Slow-want.Slow) > 0.003 || math.Abs(got.Fast-want.Fast) > 0.03 || math.Abs(square-1) > 0.1 {
		t.Errorf("got %+v and a variance of %v, want %+v and 1", got, square, want)
	}
}
