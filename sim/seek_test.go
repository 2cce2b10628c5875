package sim

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestSeekFindsWhatIsThere holds for random responses that only rise or only fall: the target at a random factor is found to
// 1e-6 in at most 60 calls, wherever it is within the range.
func TestSeekFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		at := math.Pow(10, rapid.Float64Range(-5.5, 3.5).Draw(t, "logarithm of the factor"))
		bend := rapid.Float64Range(0.2, 3).Draw(t, "bend")
		sign := rapid.SampledFrom([]float64{-1, 1}).Draw(t, "sign")
		shift := rapid.Float64Range(-100, 100).Draw(t, "shift")
		kind := rapid.IntRange(0, 2).Draw(t, "kind")
		y := func(x float64) float64 {
			switch kind {
			case 0:
				return shift + sign*math.Pow(x, bend)
			case 1:
				return shift + sign*x/(x+bend) // saturates, as a share does
			}
			return shift + sign*math.Log1p(x/bend)
		}
		s := &seeker{of: func(x float64) (float64, error) { return y(x), nil }, target: y(at)}
		got := s.seek()
		if got.status != found || math.Abs(got.y-s.target) > 1e-6*math.Max(math.Abs(s.target), 1e-9) || got.calls > mostCalls {
			t.Fatalf("%+v, want %g at %g", got, s.target, at)
		}
	})
}

// TestSeekTellsFailuresApart has one response for each way to fail.
func TestSeekTellsFailuresApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		of     func(x float64) float64
		target float64
		want   sightedness
	}{
		{"a plain line", func(x float64) float64 { return x }, 3, found},
		{"at the start already", func(x float64) float64 { return x }, 1, found},
		{"a target of zero", func(x float64) float64 { return 5 - x }, 0, found},
		{"too high", func(x float64) float64 { return x / (1 + x) }, 2, outOfReach},
		{"too low", func(x float64) float64 { return 1 + x }, 0.5, outOfReach},
		{"it turns back before", func(x float64) float64 { return x * math.Exp(-x/50) }, 40, outOfReach},
		{"nothing answers", func(float64) float64 { return 7 }, 3, flat},
		{"a hill on the way", func(x float64) float64 { return x * (6 - x) }, -20, winding},
		{"a step", func(x float64) float64 { return math.Floor(x) + 0.001*x }, 2.5, jumping},
		{"a step too small to matter", func(x float64) float64 { return 100*x + math.Floor(100*x)/1e4 }, 250.02, found},
	} {
		s := &seeker{of: func(x float64) (float64, error) { return c.of(x), nil }, target: c.target}
		if got := s.seek(); got.status != c.want || got.calls > mostCalls {
			t.Errorf("%s: %+v, want status %d", c.name, got, c.want)
		}
	}
}

// TestSeekStaysWhereThereAreValues holds that a response that refuses large factors is searched up to where it answers.
func TestSeekStaysWhereThereAreValues(t *testing.T) {
	t.Parallel()
	s := &seeker{target: 6, of: func(x float64) (float64, error) {
		if x > 8 {
			return 0, errors.New("more than there can be")
		}
		return x, nil
	}}
	if got := s.seek(); got.status != found || math.Abs(got.x-6) > 1e-5 {
		t.Errorf("%+v, want 6", got)
	}
	s.target, s.calls = 20, 0
	if got := s.seek(); got.status != outOfReach || got.seen[1].x < 5 || got.seen[1].x > 8 {
		t.Errorf("%+v, want out of reach with the last factor that has a value", got)
	}
}
