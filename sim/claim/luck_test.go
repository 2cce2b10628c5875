package claim

import (
	"math"
	"testing"
)

func TestLuckIsGarwoodsInterval(t *testing.T) {
	// p = 0.00135 is the tail of three standard deviations. One block or more comes of λ expected with 1 - e^-λ, which
	// is p at λ = -ln(1 - p) = 0.0013508; one or fewer with (1 + λ)·e^-λ, which is p at λ = 8.9. For many blocks it is
	// n ∓ 3·√n. Less than one block has no luck in it.
	t.Parallel()
	const p = 0.0013498980316301
	least, most := luck(1)
	if math.Abs(least/-math.Log1p(-p)-1) > 1e-9 || math.Abs((1+most)*math.Exp(-most)/p-1) > 1e-9 || math.Abs(most-8.9) > 0.01 {
		t.Errorf("one block: %v to %v", least, most)
	}
	for _, n := range []float64{1e4, 1e6} {
		least, most := luck(n)
		if math.Abs((n-least)/(3*math.Sqrt(n))-1) > 0.03 || math.Abs((most-n)/(3*math.Sqrt(n))-1) > 0.03 {
			t.Errorf("%v blocks: %v to %v", n, least, most)
		}
	}
	if least, most := luck(0.06); least != 0.06 || most != 0.06 {
		t.Errorf("a part of a block: %v to %v", least, most)
	}
	// By the sum of Poisson's law: 4 or more of 1 expected come with 1 - e^-1·(1 + 1 + 1/2 + 1/6) = 1.9 %.
	if got, want := luckText(4, 1), "; where 1 are expected, 4 blocks or more come with a chance of 1.9 %"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
