package sample

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestStreamsNeverChange(t *testing.T) {
	// The first numbers of some streams, recorded once: a result of today is the result of tomorrow.
	t.Parallel()
	for _, c := range []struct {
		seed         uint64
		draw         int
		name, entity string
		want         [2]uint64
	}{
		{0, 0, "", "", [2]uint64{0x35f62595910e5088, 0xc633d8ea1439484c}},
		{1, 1, "bitcoin.price", "", [2]uint64{0xa00ab0633a3bdd1f, 0x547b55712a53336}},
		{1, 2, "bitcoin.price", "", [2]uint64{0x5b4fedc3fca0e46b, 0x1e2b0ed2d3860aed}},
		{1, 1, "outage", "mikun", [2]uint64{0xe29239fdb09ddf31, 0x429a0575078280cf}},
		{math.MaxUint64, -1, "a name longer than eight bytes", "сайт", [2]uint64{0x4d2e9d703e32e214, 0xbc3297caedcc38e7}},
	} {
		rng := Stream(c.seed, c.draw, c.name, c.entity)
		if got := [2]uint64{rng.Uint64(), rng.Uint64()}; got != c.want {
			t.Errorf("Stream(%d, %d, %q, %q) begins with %#x, want %#x", c.seed, c.draw, c.name, c.entity, got, c.want)
		}
	}
}

func TestStreamsDependOnAllFourKeys(t *testing.T) {
	// The same key gives the same numbers, and a change of any part gives others, also where words are moved between
	// parts.
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, draw := rapid.Uint64().Draw(t, "seed"), rapid.Int().Draw(t, "draw")
		name, entity := rapid.String().Draw(t, "name"), rapid.String().Draw(t, "entity")
		first := Stream(seed, draw, name, entity).Uint64()
		if again := Stream(seed, draw, name, entity).Uint64(); again != first {
			t.Fatalf("the same key gave %x and %x", first, again)
		}
		others := map[string]uint64{
			"seed":   Stream(seed+1, draw, name, entity).Uint64(),
			"draw":   Stream(seed, draw+1, name, entity).Uint64(),
			"name":   Stream(seed, draw, name+"x", entity).Uint64(),
			"entity": Stream(seed, draw, name, entity+"x").Uint64(),
			"a zero": Stream(seed, draw, name+"\x00", entity).Uint64(),
		}
		if entity != "" {
			others["moved"] = Stream(seed, draw, name+entity, "").Uint64()
		}
		if name != entity {
			others["swapped"] = Stream(seed, draw, entity, name).Uint64()
		}
		for what, got := range others {
			if got == first {
				t.Fatalf("another %s gave the same number", what)
			}
		}
	})
}

func TestStreamsDoNotCollide(t *testing.T) {
	// Among 400,000 neighbouring keys no two streams begin alike.
	t.Parallel()
	seen := map[uint64]bool{}
	for seed := range uint64(4) {
		for draw := range 2000 {
			for _, name := range []string{"price", "fees", "blocks", "uncertain", ""} {
				for site := range 10 {
					k := key(1, seed, draw, name, strings.Repeat("s", site))
					if seen[k] {
						t.Fatalf("two keys are %x", k)
					}
					seen[k] = true
				}
			}
		}
	}
}

func TestFirstNumbersOfNeighbouringDrawsAreIndependent(t *testing.T) {
	// Over 20,000 draws the first uniform numbers have the moments of uniform numbers and no correlation with the next
	// draw's, within four standard errors (the seed is fixed, so this cannot fail by chance tomorrow).
	t.Parallel()
	const n = 20000
	var mean, square, lag Sum
	before := 0.5
	for d := range n {
		u := Stream(7, d, "price", "").Float64()
		mean.Add(u - 0.5)
		square.Add((u-0.5)*(u-0.5) - 1.0/12)
		lag.Add((u - 0.5) * (before - 0.5))
		before = u
	}
	for _, c := range []struct {
		what      string
		got, sd   float64
		tolerance float64
	}{
		{"mean", mean.Value() / n, math.Sqrt(1.0 / 12), 4},
		{"variance", square.Value() / n, math.Sqrt(1.0 / 180), 4},
		{"covariance", lag.Value() / n, 1.0 / 12, 4},
	} {
		if math.Abs(c.got) > c.tolerance*c.sd/math.Sqrt(n) {
			t.Errorf("the %s is off by %v, more than %v standard errors", c.what, c.got, c.tolerance)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	for d := range b.N {
		Stream(1, d, "uncertain", "sites.*.power")
	}
}
