package network

import "math"

// RetargetExact returns the next epoch's compact target from this epoch's and from its span, the whole seconds from
// its first block's time stamp to its last one's (2015 intervals, not 2016). It is the consensus rule bit for bit
// (Bitcoin Core, CalculateNextWorkRequired in src/pow.cpp):
//
//	a  = clamp(span, 302,400, 4,838,400)
//	T' = min(⌊T·a / 1,209,600⌋, 2^224 − 1)     256-bit integers, multiplied first
//
// and T' is kept in the compact form, which cuts its digits after the third byte; the chain goes on from what the
// compact form says.
func RetargetExact(nbits uint32, spanS int64) uint32 {
	a := min(max(spanS, MinTimespanS), MaxTimespanS)
	next := decode(nbits).scale(uint64(a), TargetTimespanS)
	if next.above(limit) {
		next = limit
	}
	return encode(next)
}

// RetargetSmooth returns the next epoch's difficulty from this epoch's and from its span in seconds (2015 intervals):
//
//	D' = max(1, D · clamp(1,209,600 / span, ¼, 4))
//
// It is the consensus rule without the cut to three bytes: the two differ by at most 2^−15 of the value per
// retarget, because the leading digits of a compact target are never less than 0x008000. Difficulty 1 is the
// chain's limit. A span of 0 or less counts as the shortest.
func RetargetSmooth(d, spanS float64) float64 {
	if !(spanS > MinTimespanS) {
		spanS = MinTimespanS
	}
	return max(1, d*TargetTimespanS/min(spanS, MaxTimespanS))
}

// Difficulty returns how much harder than the limit a compact target is: 0xffff·2^208 / T, dimensionless. A compact
// form that holds no target (zero or negative) gives 0.
func Difficulty(nbits uint32) float64 {
	mantissa := nbits & 0x007fffff
	if mantissa == 0 || nbits&0x00800000 != 0 {
		return 0
	}
	return math.Ldexp(0xffff/float64(mantissa), 8*(0x1d-int(nbits>>24)))
}

// NBits returns the compact target nearest to a difficulty; NBits(Difficulty(n)) is n for every target that a
// retarget can return. Nearest, not cut: a difficulty that came out of floating point lies on either side of the
// target that it stands for. Below difficulty 1 it is the limit. It panics on NaN and on infinity, and on a
// difficulty so high (above 2^200) that no target is left.
func NBits(d float64) uint32 {
	if math.IsNaN(d) || d > 0x1p200 {
		panic("network: NBits of a difficulty that is not a number or has no target left")
	}
	if d <= 1 {
		return LimitNBits
	}
	frac, exp := math.Frexp(0xffff / d) // T = frac·2^(208+exp), ½ <= frac < 1
	bitsInT := 208 + exp
	size := bitsInT/8 + 1 // bytes, with the sign bit kept free
	mantissa := uint32(math.RoundToEven(math.Ldexp(frac, bitsInT-8*(size-3))))
	if mantissa == 0x00800000 {
		mantissa >>= 8
		size++
	}
	return uint32(size)<<24 | mantissa
}
