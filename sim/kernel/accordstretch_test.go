package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"hashwatt/sim/dispatch"
)

// A stretch costs what its tiers do in these, never less than the tiers outside of them, and its price does not fall
// where it is one only; of all stretches the least is the cost, whatever is counted already.
func TestStretchesAreNoLessThanTheCost(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 14))
	several := 0
	for range 500 {
		var steps []dispatch.PriceStep
		end := 0.0
		for range rng.IntN(6) {
			end += float64(rng.IntN(3)) * rng.Float64()
			steps = append(steps, upTo(end, 60*rng.Float64()-20))
		}
		steps = append(steps, step(60*rng.Float64()-20))
		first := stretches(steps)
		if len(first) > 2 {
			several++
		}
		counted := max(0, 4*rng.Float64()-2)
		for range 40 {
			mwh := 8 * rng.Float64()
			want, least := cost(steps, counted, counted+mwh), math.Inf(1)
			for k := range len(first) - 1 {
				for last := k; last < len(first)-1; last++ {
					some, left := stretch(steps, counted, first[k], first[last+1])
					usd := left + cost(some, counted, counted+mwh)
					if usd < want-1e-9 {
						t.Fatalf("%v from %g: stretches %d to %d cost %g for %g MWh, and all %g",
							steps, counted, k, last, usd, mwh, want)
					}
					for n := 1; n < len(some) && last == k; n++ {
						if some[n].Price < some[n-1].Price-1e-9 && some[n-1].UpTo > counted {
							t.Fatalf("%v from %g: stretch %d falls: %v", steps, counted, k, some)
						}
					}
					least = min(least, usd)
				}
			}
			if least > want+1e-9 {
				t.Fatalf("%v from %g: the least of all stretches is %g for %g MWh, and all %g",
					steps, counted, least, mwh, want)
			}
		}
	}
	if several < 200 {
		t.Errorf("%d prices fall somewhere; the test has lost its edge", several)
	}
}
