package sim_test

import (
	"testing"

	"hashwatt/sim"
)

// Others make up what they hash more at a lower difficulty. What they hash less there, or otherwise while difficulty
// stands still, is how retargets fall; at a higher difficulty they do hash less for the limit. Who loses nothing has
// no rate.
func TestRateOfALeakIsOfAnswersAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		held, here, rest, difficulty, want float64
		ok                                 bool
	}{
		{-100, 0, 30, -0.01, 0.3, true},
		{-100, 20, 30, -0.01, 0.5, true},
		{-100, 20, 5, 1e-6, 0.2, true}, // more hash at a higher difficulty, which hardly moves
		{-100, 0, -1, -0.01, 0, false}, // less at a lower one
		{-100, 5, -1, -0.01, 0.04, true},
		{-100, 0, -1, 0.01, -0.01, true},
		{100, 0, -30, 0.01, 0, false},
	} {
		leak := &sim.Leak{
			Held: sim.Shift{HashPHh: c.held}, Elsewhere: []sim.Place{{Shift: sim.Shift{HashPHh: c.here}}},
			RestPHh: c.rest, Difficulty: c.difficulty,
		}
		if got, ok := leak.Rate(); ok != c.ok || got-c.want > 1e-12 || c.want-got > 1e-12 {
			t.Errorf("%+v: %g, %v", c, got, ok)
		}
	}
}
