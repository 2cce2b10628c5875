package network_test

import (
	"math"
	"math/big"
	"testing"

	"hashwatt/sim/network"

	"pgregory.net/rapid"
)

// The retarget reproduces the cases of Bitcoin Core, src/test/pow_tests.cpp: plain, at the limit, and at both ends
// of the clamp.
func TestRetargetMatchesBitcoinCore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		first, last    int64
		nbits, nextBit uint32
	}{
		{"plain", 1261130161, 1262152739, 0x1d00ffff, 0x1d00d86a},
		{"limit", 1231006505, 1233061996, 0x1d00ffff, 0x1d00ffff},
		{"shortest span", 1279008237, 1279297671, 0x1c05a3f4, 0x1c0168fd},
		{"longest span", 1263163443, 1269211443, 0x1c387f6f, 0x1d00e1fd},
	} {
		if got := network.RetargetExact(c.nbits, c.last-c.first); got != c.nextBit {
			t.Errorf("%s: RetargetExact(%08x, %d s) = %08x, want %08x", c.name, c.nbits, c.last-c.first, got, c.nextBit)
		}
	}
}

// Difficulty is what the chain's explorers print for these targets.
func TestDifficultyOfKnownTargets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		nbits uint32
		want  float64
		tol   float64 // relative
	}{
		{0x1d00ffff, 1, 0},
		{0x1d00d86a, 1.1828995343, 1e-10},
		{0x1b0404cb, 16307.420938523983, 0},     // the example of Bitcoin's own documentation
		{0x170331db, 88104191118793.16, 0},      // April 2024
		{0x1d000000, 0, 0},                      // no target
		{0x1d800001, 0, 0},                      // a negative number is no target
		{0x207fffff, 4.6565423739069247e-10, 0}, // regtest, 0xffff·2^208 / (0x7fffff·2^232)
	} {
		got := network.Difficulty(c.nbits)
		if math.Abs(got-c.want) > max(c.tol, 1e-15)*c.want {
			t.Errorf("Difficulty(%08x) = %.17g, want %.17g", c.nbits, got, c.want)
		}
	}
}

// The exact retarget equals one written with math/big from the rule's text.
func TestRetargetEqualsBigIntegers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nbits := anyTarget().Draw(t, "nbits")
		span := rapid.Int64Range(-1000, 6_000_000).Draw(t, "span")
		if got, want := network.RetargetExact(nbits, span), bigRetarget(nbits, span); got != want {
			t.Fatalf("RetargetExact(%08x, %d) = %08x, want %08x", nbits, span, got, want)
		}
	})
}

// The smooth retarget differs from the exact one by at most 2^−15 of the value.
func TestSmoothRetargetIsCloseToExact(t *testing.T) {
	t.Parallel()
	worst := 0.0
	rapid.Check(t, func(t *rapid.T) {
		nbits := anyTarget().Draw(t, "nbits")
		span := rapid.Int64Range(-1000, 6_000_000).Draw(t, "span")
		exact := network.Difficulty(network.RetargetExact(nbits, span))
		smooth := network.RetargetSmooth(network.Difficulty(nbits), float64(span))
		off := math.Abs(exact/smooth - 1)
		worst = max(worst, off)
		if off > 0x1p-15 {
			t.Fatalf("nBits %08x, span %d s: exact %v, smooth %v, apart by %v of the value", nbits, span, exact, smooth, off)
		}
	})
	t.Logf("worst distance %.3g, bound %.3g", worst, 0x1p-15)
}

// NBits reads back every target that a retarget can return.
func TestNBitsInvertsDifficulty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nbits := anyTarget().Draw(t, "nbits")
		if got := network.NBits(network.Difficulty(nbits)); got != nbits {
			t.Fatalf("NBits(Difficulty(%08x)) = %08x", nbits, got)
		}
	})
	for d, want := range map[float64]uint32{
		0: 0x1d00ffff, 0.5: 0x1d00ffff, 1: 0x1d00ffff, 2: 0x1c7fff80, 0x1p40: 0x1800ffff,
		0xffff * 0x1p8 / 0x7fffff.cp0: 0x1d008000, // rounds up to a digit that would be read as a sign
	} {
		if got := network.NBits(d); got != want {
			t.Errorf("NBits(%v) = %08x, want %08x", d, got, want)
		}
	}
}

// A retarget touches no heap: it runs once per epoch of every draw.
func TestRetargetDoesNotAllocate(t *testing.T) {
	var sum uint32
	if n := testing.AllocsPerRun(100, func() { sum += network.NBits(network.Difficulty(network.RetargetExact(0x170331db, 1200000))) }); n != 0 {
		t.Errorf("RetargetExact allocates %v times", n)
	}
	_ = sum
}

// anyTarget draws compact targets as the chain writes them, from difficulty 1 to 2^160.
func anyTarget() *rapid.Generator[uint32] {
	return rapid.Custom(func(t *rapid.T) uint32 {
		size := rapid.Uint32Range(9, 0x1d).Draw(t, "size")
		mantissa := rapid.Uint32Range(0x008000, 0x7fffff).Draw(t, "mantissa")
		if size == 0x1d {
			mantissa = min(mantissa, 0xffff)
		}
		return size<<24 | mantissa
	})
}

// bigRetarget is the rule with math/big: SetCompact, multiply, divide, compare, GetCompact.
func bigRetarget(nbits uint32, span int64) uint32 {
	span = min(max(span, 302400), 4838400)
	n := big.NewInt(int64(nbits & 0x7fffff))
	n.Lsh(n, uint(8*(int(nbits>>24)-3)))
	n.Mul(n, big.NewInt(span))
	n.Quo(n, big.NewInt(1209600))
	top := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 224), big.NewInt(1))
	if n.Cmp(top) > 0 {
		n = top
	}
	size := uint((n.BitLen() + 7) / 8)
	mantissa := uint32(new(big.Int).Rsh(n, 8*(size-3)).Uint64())
	if mantissa&0x800000 != 0 {
		mantissa >>= 8
		size++
	}
	return uint32(size)<<24 | mantissa
}

func BenchmarkRetargetExact(b *testing.B) {
	nbits := uint32(0x170331db)
	for b.Loop() {
		nbits = network.RetargetExact(nbits, 1209600)
	}
}
