package fit

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// blockLength returns the mean length of the blocks of a stationary bootstrap, in steps, by the rule of Politis and
// White (Econometric Reviews 23, 2004) as corrected by Patton, Politis and White (Econometric Reviews 28, 2009).
// The rule minimises the error of the variance of a mean, here of the mean size of a step |r - mean|: what lasts
// from day to day in a market is not direction but size, and it is what blocks are for.
func (s *Sample) blockLength() float64 {
	sizes := make([]float64, len(s.steps))
	mean := 0.0
	for i, r := range s.steps {
		sizes[i] = math.Abs(r - s.mean)
		mean += sizes[i] / float64(len(sizes))
	}
	for i := range sizes {
		sizes[i] -= mean
	}
	n := float64(len(sizes))
	run := max(5, int(math.Ceil(math.Sqrt(math.Log10(n)))))
	most := min(int(math.Ceil(math.Sqrt(n)))+run, len(sizes)-1)
	r := make([]float64, most+1) // autocovariances
	for k := range r {
		for i := k; i < len(sizes); i++ {
			r[k] += sizes[i] * sizes[i-k] / n
		}
	}
	// The last lag before run insignificant ones.
	limit := 2 * math.Sqrt(math.Log10(n)/n) * r[0]
	lag, quiet := most, 0
	for k := 1; k <= most; k++ {
		if math.Abs(r[k]) >= limit {
			quiet = 0
			continue
		}
		if quiet++; quiet == run {
			lag = k - run
			break
		}
	}
	window := min(2*max(lag, 1), most)
	spectrum, slope := r[0], 0.0
	for k := 1; k <= window; k++ {
		weight := 1.0 // the flat-top window
		if u := float64(k) / float64(window); u > 0.5 {
			weight = 2 * (1 - u)
		}
		spectrum += 2 * weight * r[k]
		slope += 2 * weight * float64(k) * r[k]
	}
	b := math.Cbrt(slope * slope / (spectrum * spectrum) * n)
	return min(max(b, 1), math.Ceil(min(3*math.Sqrt(n), n/3)))
}

// ranks writes the scores of steps by the empirical distribution of the sample: a bootstrap draws each of its steps
// as often as any other. Blocks tie neighbouring steps together, and what a block makes likelier on one day it
// makes less likely on none, so the distribution of one step is that of the sample.
func (s *Sample) ranks(dst, steps []float64) {
	sorted := slices.Sorted(slices.Values(s.steps))
	for i, r := range steps {
		low, _ := slices.BinarySearch(sorted, r)
		high := low
		for high < len(sorted) && sorted[high] == r {
			high++
		}
		dst[i] = mathext.NormalQuantile((float64(low+high)/2 + 0.5) / float64(len(sorted)+1))
	}
}
