package sim

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/kernel"
)

// Swings that are told: at least so many turns one after another. Steps from epoch to epoch count from 5 % on;
// longer waves, which are told from steady growth and from what the price does by their size alone, from 20 %.
const (
	leastTurns = 8
	leastStep  = 0.05
	leastWave  = 0.182321556793955 // ln 1.2
)

// swings says how the rest of the world swings by itself in the central case, and by how much in percent, trough to
// peak: 0 where it does not, in history, and where its hashrate is given and answers to nothing. Luck is no cause,
// as the central case has none.
func swings(r *Result) (percent float64, text string) {
	then := r.Facts.Words.Bitcoin.RestOfWorld.Then
	if then == nil || r.Problem.Chain.Open || slices.Contains([]string{"growth", "series"}, then.Name) {
		return 0, ""
	}
	cure := "; a lower speed of the response settles"
	if then.Name == "entry" {
		cure = ""
	}
	epochs := r.Trace.Epochs
	month := func(e int) string {
		return r.Facts.Axis.Start.Add(time.Duration(epochs[e].Start * float64(time.Hour))).UTC().Format("2006-01")
	}
	answered := slices.IndexFunc(epochs, func(e kernel.Epoch) bool { return !e.InHistory })
	if answered < 0 {
		return 0, ""
	}
	if size, from := steps(epochs[answered:]); size > 0 {
		return size, fmt.Sprintf("difficulty swings by %.0f %% up and down from epoch to epoch from %s on: the rest of the world stops and starts together%s",
			size, month(answered+from), cure)
	}
	if size, turns, from := waves(epochs[unshocked(r):]); size > 0 {
		return size, fmt.Sprintf("the rest of the world goes up or down %d times from %s on, by %.0f %% from trough to peak, while what all miners earn together moves less: it overshoots%s",
			turns, month(unshocked(r)+from), size, cure)
	}
	return 0, ""
}

// steps finds the first run of epochs in which difficulty goes up and down in turn, a cycle of two: its mean step
// in percent and the epoch with which it begins; 0 where there is none.
func steps(epochs []kernel.Epoch) (percent float64, from int) {
	turns, sum, last := 0, 0.0, 0.0
	for e := 1; e < len(epochs); e++ {
		step := math.Log(epochs[e].Difficulty / epochs[e-1].Difficulty)
		if math.Abs(step) < leastStep || turns > 0 && step*last >= 0 {
			if turns >= leastTurns {
				break
			}
			turns, sum = 0, 0
		}
		if last = step; math.Abs(step) >= leastStep {
			if turns == 0 {
				from = e - 1
			}
			turns, sum = turns+1, sum+math.Abs(step)
		}
	}
	if turns < leastTurns {
		return 0, 0
	}
	return 100 * math.Expm1(sum/float64(turns)), from
}

// unshocked is the first epoch that the response answers for and after which no dated shock moves it; the number of
// epochs where there is none. A shock for good counts as half a year.
func unshocked(r *Result) int {
	axis, hour := r.Facts.Axis, 0.0
	for _, s := range r.Facts.Words.Bitcoin.RestOfWorld.Shocks {
		over := s.From.AddDays(183)
		if s.To != nil {
			over = s.To.AddDays(1)
		}
		end := over.In(time.UTC).Sub(axis.Start).Hours()
		if s.Return != nil {
			end += s.Return.InHours()
		}
		hour = math.Max(hour, end)
	}
	epochs := r.Trace.Epochs
	from := slices.IndexFunc(epochs, func(e kernel.Epoch) bool { return !e.InHistory && e.Start >= hour })
	if from < 0 {
		return len(epochs)
	}
	return from
}

// waves finds the first run of swings of the rest of the world's hashrate between one turn and the next, however
// many epochs apart: the mean swing in percent, their number and the epoch with which they begin; 0 where there is
// none. Swings during which what all miners earn together moves as much, by the price or a halving, do not count.
// What they earn is hashprice times difficulty, up to a constant.
func waves(epochs []kernel.Epoch) (percent float64, swings, from int) {
	if slices.ContainsFunc(epochs, func(e kernel.Epoch) bool { return e.RowPHs <= 0 || e.Hashprice <= 0 }) {
		return 0, 0, 0
	}
	height := func(e int) float64 { return math.Log(epochs[e].RowPHs) }
	// A swing goes from the place begun to the place far, the furthest so far; it is over when the way back is a swing
	// itself.
	sum, begun, far, up := 0.0, 0, 0, true
	for e := 1; e < len(epochs); e++ {
		beyond := height(e) - height(far)
		if !up {
			beyond = -beyond
		}
		if beyond >= 0 {
			far = e
		}
		if beyond > -leastWave {
			continue
		}
		size := math.Abs(height(far) - height(begun))
		if size < leastWave || earned(epochs[max(begun-2, 0):far+1]) >= size {
			if swings >= leastTurns {
				break
			}
			swings, sum = 0, 0
		} else {
			if swings == 0 {
				from = begun
			}
			swings, sum = swings+1, sum+size
		}
		begun, far, up = far, e, !up
	}
	if swings < leastTurns {
		return 0, 0, 0
	}
	return 100 * math.Expm1(sum/float64(swings)), swings, from
}

// earned is by how much what all miners earn together moves at most within some epochs, in the logarithm.
func earned(epochs []kernel.Epoch) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, e := range epochs {
		earns := math.Log(e.Hashprice * e.Difficulty)
		low, high = math.Min(low, earns), math.Max(high, earns)
	}
	return high - low
}
