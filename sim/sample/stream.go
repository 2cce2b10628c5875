package sample

import "math/rand/v2"

// Stream returns the random numbers of one draw for a name, such as that of a process, and an entity, such as a site
// ("" for what all share). The same four give the same numbers for ever; any other four give independent ones.
func Stream(seed uint64, draw int, name, entity string) *rand.Rand {
	// Two hashes of all four with different beginnings make the 128 bits that PCG starts from.
	return rand.New(rand.NewPCG(key(0x9e3779b97f4a7c15, seed, draw, name, entity), key(0xd1b54a32d192ed03, seed, draw, name, entity)))
}

// key hashes a stream's name to 64 bits: each word is mixed in by the finalizer of SplitMix64.
func key(begin, seed uint64, draw int, name, entity string) uint64 {
	h := mix(begin ^ mix(seed))
	h = mix(h ^ uint64(draw) + begin)
	for _, s := range []string{name, entity} {
		h = mix(h ^ uint64(len(s)) + begin) // the length keeps "a", "bc" and "ab", "c" apart
		for len(s) > 0 {
			n := min(8, len(s))
			var word uint64
			for i := range n {
				word |= uint64(s[i]) << (8 * i)
			}
			h = mix(h ^ word + begin)
			s = s[n:]
		}
	}
	return h
}

// mix scrambles 64 bits, one to one: the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, variant 13 of
// Stafford).
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
