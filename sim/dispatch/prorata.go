package dispatch

import "fmt"

// ProRata divides a quota over claims in proportion: dst_i = quota·claim_i/Σclaim, never more than the claim. What a
// claimant then leaves unused is lost to the others; to pass it on is a different rule. Units are free (MW or MWh) but
// common. A quota below zero counts as zero; claims are not negative. dst and claim may be the same slice.
func ProRata(dst, claim []float64, quota float64) {
	if len(dst) != len(claim) {
		panic(fmt.Sprintf("dispatch: room for %d shares of %d claims", len(dst), len(claim)))
	}
	var total sum
	for _, c := range claim {
		total.add(c)
	}
	factor := 1.0
	if all := total.value(); quota < all {
		factor = max(quota, 0) / all
	}
	for i, c := range claim {
		dst[i] = c * factor
	}
}
