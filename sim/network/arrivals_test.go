package network_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"hashwatt/sim/network"
)

// Without luck the marks of an epoch are its blocks.
func TestExpectedMarks(t *testing.T) {
	t.Parallel()
	if got, want := network.ExpectedMarks(0), (network.Marks{First: 1, Halving: 2016, Last: 2016}); got != want {
		t.Errorf("ExpectedMarks(0) = %+v, want %+v", got, want)
	}
	if got, want := network.ExpectedMarks(838_656), (network.Marks{First: 1, Halving: 1344, Last: 2016}); got != want {
		t.Errorf("ExpectedMarks(838656) = %+v, want %+v", got, want)
	}
}

// The work of n blocks has mean n and variance n, in every part of the epoch, with a halving inside and without.
func TestPoissonMarksHaveTheMomentsOfGamma(t *testing.T) {
	t.Parallel()
	const draws = 100_000
	rng := rand.New(rand.NewPCG(1, 2))
	// The last one has its halving at the fourth block: Gamma(3) is far from normal.
	for _, firstHeight := range []int64{0, 838_656, 209_996} {
		parts := [3][]float64{}
		for range draws {
			m := network.PoissonMarks(firstHeight, rng)
			parts[0] = append(parts[0], m.First)
			parts[1] = append(parts[1], m.Halving-m.First)
			parts[2] = append(parts[2], m.Last-m.First)
		}
		e := network.ExpectedMarks(firstHeight)
		for i, n := range []float64{e.First, e.Halving - e.First, e.Last - e.First} {
			mean, variance, kurtosis := moments(parts[i])
			if se := math.Sqrt(n / draws); math.Abs(mean-n) > 4*se {
				t.Errorf("epoch at %d, part %d: mean %v, want %v ± %v", firstHeight, i, mean, n, 4*se)
			}
			// Gamma(n): variance n, kurtosis 3 + 6/n.
			if se := n * math.Sqrt((2+6/n)/draws); math.Abs(variance-n) > 4*se {
				t.Errorf("epoch at %d, part %d: variance %v, want %v ± %v", firstHeight, i, variance, n, 4*se)
			}
			if n > 100 && math.Abs(kurtosis-3-6/n) > 4*math.Sqrt(24.0/draws)*1.1 {
				t.Errorf("epoch at %d, part %d: kurtosis %v, want %v", firstHeight, i, kurtosis, 3+6/n)
			}
		}
	}
}

// An epoch that is entered late has luck to come for the rest of its blocks only: what is found stays where it is
// expected.
func TestPoissonMarksOfAnEpochEnteredLate(t *testing.T) {
	t.Parallel()
	const draws = 100_000
	rng := rand.New(rand.NewPCG(7, 8))
	for _, found := range []float64{0.25, 1, 1000.5, 1343.75, 1400, 2015.5, 2016} {
		var halvings, lasts []float64
		for range draws {
			m := network.PoissonMarksAfter(838_656, found, rng)
			if found >= 1 && m.First != 1 || m.First < min(found, 1) || m.Halving < m.First || m.Last < m.Halving || m.Last < found {
				t.Fatalf("after %v blocks: %+v", found, m)
			}
			halvings, lasts = append(halvings, m.Halving), append(lasts, m.Last)
		}
		for _, c := range []struct {
			sample []float64
			block  float64
		}{{halvings, 1344}, {lasts, 2016}} {
			mean, variance, _ := moments(c.sample)
			rest := max(c.block-found, 0)
			if math.Abs(mean-c.block) > 4*math.Sqrt(rest/draws)+1e-6 {
				t.Errorf("after %v blocks: mean of mark %v = %v", found, c.block, mean)
			}
			if rest > 0 && math.Abs(variance/rest-1) > 4*math.Sqrt((2+6/rest)/draws) {
				t.Errorf("after %v blocks: variance of mark %v = %v, want %v", found, c.block, variance, rest)
			}
		}
	}
}

// Luck alone moves difficulty up by 2016/2014 on average and by 1/√2015 = 2.228 % in its logarithm.
func TestLuckMovesDifficulty(t *testing.T) {
	t.Parallel()
	const draws = 200_000
	rng := rand.New(rand.NewPCG(3, 4))
	ratios, logs := make([]float64, draws), make([]float64, draws)
	for i := range ratios {
		m := network.PoissonMarks(0, rng)
		spanS := (m.Last - m.First) * 600 // at the hashrate that finds a block in 600 s
		ratios[i] = network.RetargetSmooth(1e14, spanS) / 1e14
		logs[i] = math.Log(spanS)
	}
	mean, variance, _ := moments(ratios)
	if want, se := 2016.0/2014, math.Sqrt(variance/draws); math.Abs(mean-want) > 4*se {
		t.Errorf("mean of D'/D = %v, want %v ± %v", mean, want, 4*se)
	}
	_, variance, _ = moments(logs)
	if got, want := math.Sqrt(variance), 1/math.Sqrt(2015); math.Abs(got/want-1) > 4/math.Sqrt(2*draws) {
		t.Errorf("standard deviation of ln a = %v, want %v", got, want)
	}
}

// The marks of a stream do not depend on what else is drawn from other streams, and the same seed gives the same marks.
func TestMarksRepeat(t *testing.T) {
	t.Parallel()
	a, b := rand.New(rand.NewPCG(5, 6)), rand.New(rand.NewPCG(5, 6))
	for k := range int64(300) {
		if x, y := network.PoissonMarks(k*2016, a), network.PoissonMarks(k*2016, b); x != y {
			t.Fatalf("epoch %d: %+v and %+v from the same seed", k, x, y)
		}
	}
}

// A mark is crossed at the exact fraction of the hour, at once when it is behind, and never by a standstill.
func TestCrossing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		now, perHour, mark, left float64
		after                    float64
		ok                       bool
	}{
		{2013, 6, 2016, 1, 0.5, true},
		{2013, 6, 2016, 0.5, 0.5, true},
		{2013, 6, 2016, 0.4, 0.4, false},
		{2016, 6, 2016, 1, 0, true},
		{2017, 0, 2016, 1, 0, true},
		{2015, 0, 2016, 1, 1, false},
	} {
		after, ok := network.Crossing(c.now, c.perHour, c.mark, c.left)
		if after != c.after || ok != c.ok {
			t.Errorf("Crossing(%v, %v, %v, %v) = %v, %v, want %v, %v", c.now, c.perHour, c.mark, c.left, after, ok, c.after, c.ok)
		}
	}
}

// moments returns the mean, the variance and the kurtosis of a sample.
func moments(x []float64) (mean, variance, kurtosis float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	fourth := 0.0
	for _, v := range x {
		d := (v - mean) * (v - mean)
		variance += d / n
		fourth += d * d / n
	}
	return mean, variance, fourth / (variance * variance)
}

func BenchmarkPoissonMarks(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	sum := 0.0
	for b.Loop() {
		sum += network.PoissonMarks(0, rng).Last
	}
	if sum == 0 {
		b.Error("no work")
	}
}
