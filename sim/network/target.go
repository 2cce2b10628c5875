package network

import (
	"math"
	"math/bits"
)

// target is an unsigned 256-bit integer, least significant word first: a block counts if its hash, read as a
// number, is not above it.
type target [4]uint64

// limit is the target of difficulty-1 work as the chain's rules state it: 2^224 − 1. Its compact form is LimitNBits.
var limit = target{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint32}

// decode reads the compact form of a target: the top byte is the length in bytes, the other three the leading
// digits. Bit 23 is a sign; a negative number is no target and reads as 0, and digits beyond 256 bits are lost,
// both as in Bitcoin Core.
func decode(nbits uint32) target {
	mantissa := uint64(nbits & 0x007fffff)
	if nbits&0x00800000 != 0 {
		mantissa = 0
	}
	return shiftBytes(mantissa, int(nbits>>24)-3)
}

// shiftBytes returns m·256^n; for a negative n the digits behind the point are cut.
func shiftBytes(m uint64, n int) target {
	var t target
	if n < 0 {
		t[0] = m >> min(uint(-8*n), 63)
		return t
	}
	word, shift := n/8, uint(n%8)*8
	if word < len(t) {
		t[word] = m << shift
	}
	if word+1 < len(t) && shift > 0 {
		t[word+1] = m >> (64 - shift)
	}
	return t
}

// encode writes the compact form: the three leading bytes, the rest cut off. When the first of them would be read
// as a sign, one byte less is kept.
func encode(t target) uint32 {
	size := (t.bitLen() + 7) / 8
	mantissa := t.bytesFrom(size - 3)
	if mantissa&0x00800000 != 0 {
		mantissa >>= 8
		size++
	}
	return uint32(size)<<24 | mantissa
}

// bitLen returns the position of the highest bit that is set, counted from 1; 0 for zero.
func (t target) bitLen() int {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i] != 0 {
			return 64*i + bits.Len64(t[i])
		}
	}
	return 0
}

// bytesFrom returns the three bytes that begin at byte n (from the least significant), or the number shifted up
// where n is negative.
func (t target) bytesFrom(n int) uint32 {
	if n < 0 {
		return uint32(t[0] << uint(-8*n) & 0xffffff)
	}
	word, shift := n/8, uint(n%8)*8
	b := t[word] >> shift
	if shift > 40 && word+1 < len(t) {
		b |= t[word+1] << (64 - shift)
	}
	return uint32(b & 0xffffff)
}

// scale returns ⌊t·num/den⌋, multiplied first, as the consensus rule has it. What does not fit into 256 bits is
// lost; a target under the limit times a span of at most 4,838,400 s (23 bits) always fits. den must not be 0.
func (t target) scale(num, den uint64) target {
	var product target
	var carry uint64
	for i := range t {
		hi, lo := bits.Mul64(t[i], num)
		var c uint64
		product[i], c = bits.Add64(lo, carry, 0)
		carry = hi + c
	}
	var quotient target
	var rest uint64
	for i := len(t) - 1; i >= 0; i-- {
		quotient[i], rest = bits.Div64(rest, product[i], den)
	}
	return quotient
}

// above reports whether t is larger than u.
func (t target) above(u target) bool {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i] != u[i] {
			return t[i] > u[i]
		}
	}
	return false
}
