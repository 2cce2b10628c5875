package sim

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSeekFindsWhatIsThere holds for random responses that only rise or only fall: the target at a random factor is
// found to 1e-6 in at most 60 calls, wherever it is within the range.
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
		s := &seeker{span: wide(), of: func(x float64) (float64, error) { return y(x), nil }, target: y(at)}
		got := s.seek(atOne(s))
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
		{"a hill on the way", func(x float64) float64 { return x * (6 - x) }, -20, found},
		{"a hill that is too low between two factors", func(x float64) float64 { return x * math.Exp(-x/3) }, 1.2, outOfReach},
		{"no value within", func(x float64) float64 {
			if x > 2 && x < 9 {
				return math.NaN()
			}
			return x
		}, 3, jumping},
		{"a step", func(x float64) float64 { return math.Floor(x) + 0.001*x }, 2.5, jumping},
		{"a step too small to matter", func(x float64) float64 { return 100*x + math.Floor(100*x)/1e4 }, 250.02, found},
	} {
		s := &seeker{span: wide(), of: func(x float64) (float64, error) { return c.of(x), nil }, target: c.target}
		if got := s.seek(atOne(s)); got.status != c.want || got.calls > mostCalls {
			t.Errorf("%s: %+v, want status %d", c.name, got, c.want)
		}
	}
}

// TestSeekStaysWhereThereAreValues holds that a response that refuses large factors is searched up to where it answers.
func TestSeekStaysWhereThereAreValues(t *testing.T) {
	t.Parallel()
	s := &seeker{span: wide(), target: 6, of: func(x float64) (float64, error) {
		if x > 8 {
			return 0, errors.New("more than there can be")
		}
		return x, nil
	}}
	if got := s.seek(atOne(s)); got.status != found || math.Abs(got.x-6) > 1e-5 {
		t.Errorf("%+v, want 6", got)
	}
	s.target, s.used, s.seen = 20, 0, nil
	if got := s.seek(atOne(s)); got.status != outOfReach || got.seen[1].x < 5 || got.seen[1].x > 8 {
		t.Errorf("%+v, want out of reach with the last factor that has a value", got)
	}
}

// TestSeekTakesTheSmallestFactor holds of responses that rise and fall that the first crossing of the grid from
// below is taken and told to be one of several, also where the search began beyond it or between two factors of the
// grid.
func TestSeekTakesTheSmallestFactor(t *testing.T) {
	t.Parallel()
	hill := func(top float64) func(float64) float64 { // 1 at the top
		return func(x float64) float64 { return x / top * math.Exp(1-x/top) }
	}
	for _, c := range []struct {
		name         string
		of           func(float64) float64
		target, want float64
	}{
		{"a hill between two factors", func(x float64) float64 { return hill(4)(x) }, 0.95, 4 * 0.7166194}, // 0.68 at 1, 0.56 at 10
		{"a hill that lies below the start", hill(0.05), 0.5, 0.05 * 0.2319609},
		{"a hill with the start on it", hill(3), 0.3, 3 * 0.1246}, // u·e^(1-u) = 0.3
		{"a jump far beyond, and the start above", func(x float64) float64 {
			if x > 1845 {
				return 0.1
			}
			return x / (1 + x)
		}, 0.2, 0.25},
	} {
		s := &seeker{span: wide(), target: c.target, of: func(x float64) (float64, error) { return c.of(x), nil }}
		got := s.seek(atOne(s))
		if got.status != found || math.Abs(got.x/c.want-1) > 0.02 || got.turns == strings.Contains(c.name, "far") || got.calls > mostCalls {
			t.Errorf("%s: %+v, want %g", c.name, got, c.want)
		}
	}
	s := &seeker{span: wide(), target: 3, of: func(x float64) (float64, error) { return x, nil }}
	if got := s.seek(atOne(s)); got.turns {
		t.Error("a plain line is said to turn")
	}
}

// TestSeekKeepsToItsCalls holds that a narrow span finds what is there to its tolerance with a dozen calls, up and
// down.
func TestSeekKeepsToItsCalls(t *testing.T) {
	t.Parallel()
	for _, want := range []float64{0.03, 0.3, 0.99, 3, 30} {
		s := &seeker{span: narrow(12, want < 1), target: want / (5 + want), of: func(x float64) (float64, error) { return x / (5 + x), nil }}
		if got := s.seek(atOne(s)); got.status != found || math.Abs(got.x/want-1) > 2e-2 || got.calls > 12 {
			t.Errorf("%g: %+v", want, got)
		}
	}
}

// atOne is the response at factor 1, from which seek starts.
func atOne(s *seeker) float64 {
	y, err := s.of(1)
	if err != nil {
		panic(err)
	}
	return y
}
