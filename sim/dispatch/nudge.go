package dispatch

// nudged is a margin raised by a part of itself that depends on the number of its item.
func nudged(m float64, j int) float64 {
	x := uint64(j+1) * 0x9e3779b97f4a7c15 // the golden ratio as a fraction of 2^64: numbers without a pattern
	x = (x ^ x>>29) * 0xbf58476d1ce4e5b9
	return m * (1 + nudgeBy*float64(x>>11))
}

// nudgeBy makes the largest part 2^-26 of a margin.
const nudgeBy = 1.0 / (1 << 53) / (1 << 26)
