package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// cycleYear makes a year of hourly values with days and weather, and a week that is forced off.
func cycleYear() []float64 {
	rng := rand.New(rand.NewPCG(9, 4))
	value := make([]float64, 8760)
	x := 0.0
	for t := range value {
		x = 0.9*x + 12*rng.NormFloat64()
		value[t] = 10 + x + 20*math.Sin(2*math.Pi*float64(t%24)/24)
		if t/24 >= 200 && t/24 < 207 {
			value[t] = off
		}
	}
	return value
}

// cycles are units of different kinds, as benchmarks name them.
var cycles = []struct {
	name string
	Cycle
}{
	{"start", Cycle{Start: 60, Blocks: 1}},
	{"up 4 down 2", Cycle{Up: 4, Down: 2, Start: 60, Blocks: 1}},
	{"up 24 down 12", Cycle{Up: 24, Down: 12, Start: 60, Blocks: 1}},
	{"10 blocks with ramps", Cycle{Start: 60, Blocks: 10, RampUp: 2, RampDown: 3}},
	{"10 blocks with ramps up 4 down 2", Cycle{Up: 4, Down: 2, Start: 60, Blocks: 10, RampUp: 2, RampDown: 3}},
}

// TestCycleAllocatesNothing: a space and a plan that have grown are enough.
func TestCycleAllocatesNothing(t *testing.T) {
	value := cycleYear()[:744]
	for _, c := range cycles {
		var s CycleSpace
		var plan CyclePlan
		if n := testing.AllocsPerRun(3, func() { s.Solve(value, c.Cycle, CycleState{}, &plan) }); n != 0 {
			t.Errorf("%s: %v allocations per run, want 0", c.name, n)
		}
	}
}

func BenchmarkCycleYear(b *testing.B) {
	value := cycleYear()
	for _, c := range cycles {
		b.Run(c.name, func(b *testing.B) {
			var s CycleSpace
			var plan CyclePlan
			b.ReportAllocs()
			for b.Loop() {
				s.Solve(value, c.Cycle, CycleState{}, &plan)
			}
		})
	}
}
