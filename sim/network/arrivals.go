package network

import (
	"math"
	"math/rand/v2"
)

// Marks are the three moments of an epoch that matter, measured in its work: the expected number of blocks, Σ
// H·dt·1e15/(D·2^32), since the epoch began with 0 blocks found. Measured so they depend neither on the hashrate
// nor on any site, and two variants that share a stream of random numbers see the same luck.
type Marks struct {
	First   float64 // the first block is found: the clock of the retarget starts
	Halving float64 // the last block with the epoch's first subsidy is found; equal to Last where no halving falls inside
	Last    float64 // block 2016 is found: the clock stops and difficulty is retargeted
}

// ExpectedMarks returns the marks of an epoch in which luck is neither good nor bad: block n is found when n blocks
// are expected.
func ExpectedMarks(firstHeight int64) Marks {
	return Marks{First: 1, Halving: float64(HalvingIndex(firstHeight)), Last: BlocksPerRetarget}
}

// PoissonMarks returns the marks of an epoch whose blocks arrive as a Poisson process. By the time-change theorem
// the work between two blocks is a draw of Exp(1) at any hashrate, so the work of n blocks is a draw of Gamma(n).
// rng must be a stream of the draw's own that serves nothing else, called once per epoch in order.
//
// An epoch of recorded history already holds its luck: replay it with ExpectedMarks, or luck is counted twice.
func PoissonMarks(firstHeight int64, rng *rand.Rand) Marks {
	return PoissonMarksAfter(firstHeight, 0, rng)
}

// PoissonMarksAfter returns the marks of an epoch that a run enters after some of its blocks (0 to 2016, a fraction
// counts as part of the work of a block): those up to there are where they are expected, and only the rest has luck
// to come.
func PoissonMarksAfter(firstHeight int64, found float64, rng *rand.Rand) Marks {
	work, at := found, found // work done, and blocks found by it
	reach := func(block float64) float64 {
		if block <= found {
			return block
		}
		work += gamma(block-at, rng)
		at = block
		return work
	}
	e := ExpectedMarks(firstHeight)
	return Marks{First: reach(e.First), Halving: reach(e.Halving), Last: reach(e.Last)}
}

// gamma draws from Gamma(shape), for a whole number the sum of as many draws of Exp(1), by G. Marsaglia and W. W.
// Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical Software 26(3), 2000.
// For shape 0 it is 0.
func gamma(shape float64, rng *rand.Rand) float64 {
	if shape == 0 {
		return 0
	}
	if shape < 1 {
		return gamma(shape+1, rng) * math.Pow(rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := rng.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		// 1 − u lies in (0, 1], so its logarithm exists.
		if math.Log(1-rng.Float64()) < x*x/2+d*(1-v+math.Log(v)) {
			return d * v
		}
	}
}

// Crossing returns after how many hours a quantity that stands at now and grows by perHour reaches mark, and
// whether that is within the hours that are left. What has been reached already is reached after 0 hours. It is
// what splits an hour at a retarget or a halving.
func Crossing(now, perHour, mark, left float64) (after float64, ok bool) {
	missing := mark - now
	if missing <= 0 {
		return 0, true
	}
	if missing > perHour*left {
		return left, false
	}
	return min(missing/perHour, left), true
}
