package dispatch

import "math"

// incumbent considers the schedules in Known, if they are some of this problem.
func (w *SwitchSpace) incumbent() error {
	if len(w.Known) == 0 || len(w.Known) != len(w.units) {
		return nil
	}
	for u := range w.units {
		if !w.units[u].may(w.value[u], w.Known[u]) {
			return nil
		}
	}
	if !w.kept(w.Known) {
		return nil
	}
	return w.consider(w.Known)
}

// may tells whether a unit can follow a schedule at values.
func (u *SwitchedUnit) may(value []float64, blocks []int) bool {
	if len(blocks) != len(value) {
		return false
	}
	up, down := u.Cycle.ramps()
	state := u.From
	for t, b := range blocks {
		switch forced := math.IsInf(value[t], -1); {
		case b < 0 || b > u.Cycle.Blocks || forced && b > 0:
			return false
		case forced:
		case state.Blocks == 0 && b > 0 && (state.Owed > 0 || b > up):
			return false
		case state.Blocks > 0 && (b > state.Blocks+up || b < u.Cycle.least(state) || b < state.Blocks-down):
			return false
		}
		state = u.Cycle.After(state, b)
	}
	return true
}
