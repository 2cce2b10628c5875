package fit

import (
	"math"
	"slices"
)

// kolmogorovSmirnov returns the largest distance between the distribution of u and the uniform one on 0 to 1, and
// how likely a larger one would be. The limit law Q(λ) = 2 Σ (-1)^(j-1) e^(-2j²λ²) (Kolmogorov, 1933) is taken at λ
// = (√n + 0.12 + 0.11/√n)·D, which makes it good from n = 5 on (Stephens, Journal of the Royal Statistical Society
// B 32, 1970).
func kolmogorovSmirnov(u []float64) (d, p float64) {
	sorted := slices.Sorted(slices.Values(u))
	n := float64(len(sorted))
	for i, v := range sorted {
		d = max(d, v-float64(i)/n, float64(i+1)/n-v)
	}
	root := math.Sqrt(n)
	return d, kolmogorov((root + 0.12 + 0.11/root) * d)
}

// kolmogorov returns Q(λ).
func kolmogorov(lambda float64) float64 {
	if lambda < 0.2 {
		return 1 // to 12 digits, and the sum below would need many terms
	}
	sum, sign := 0.0, 1.0
	for j := 1.0; j < 100; j++ {
		term := math.Exp(-2 * j * j * lambda * lambda)
		sum += sign * term
		if term < 1e-17 {
			break
		}
		sign = -sign
	}
	return min(max(2*sum, 0), 1)
}
