package sample

import "math"

// A Sum adds numbers with compensation for what rounding loses (Neumaier, ZAMM 54, 1974). The zero Sum is 0.
type Sum struct {
	sum, lost float64
}

// Add adds a number.
func (s *Sum) Add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
}

// Value returns the sum of what was added.
func (s *Sum) Value() float64 { return s.sum + s.lost }

// Mean returns the arithmetic mean of at least one number.
func Mean(x []float64) float64 {
	if len(x) == 0 {
		panic("sample: the mean of nothing")
	}
	var sum Sum
	for _, v := range x {
		sum.Add(v)
	}
	return sum.Value() / float64(len(x))
}

// StdErr returns the standard error of the mean: the standard deviation, with n - 1, over the root of n. It is 0 where
// there are fewer than two numbers, which tell nothing about their error.
func StdErr(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean := Mean(x)
	var squares Sum
	for _, v := range x {
		squares.Add((v - mean) * (v - mean))
	}
	n := float64(len(x))
	return math.Sqrt(squares.Value() / (n - 1) / n)
}

// Quantile returns the quantile of type 7 of at least one number in rising order: with h = (n - 1) p, the number at h,
// by straight line between its neighbours (Hyndman and Fan, The American Statistician 50(4), 1996). p is from 0, the
// smallest number, to 1, the largest.
func Quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		panic("sample: the quantile of nothing")
	}
	if !(p >= 0 && p <= 1) {
		panic("sample: a quantile is asked for outside 0 to 1")
	}
	h := float64(len(sorted)-1) * p
	i := int(h)
	if i == len(sorted)-1 {
		return sorted[i]
	}
	low, high := sorted[i], sorted[i+1]
	between := low + (h-float64(i))*(high-low)
	if math.IsInf(high-low, 0) { // two huge numbers of different signs
		between = (1-(h-float64(i)))*low + (h-float64(i))*high
	}
	return min(max(between, low), high) // rounding must not step over a neighbour
}
