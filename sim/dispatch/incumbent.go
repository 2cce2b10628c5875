package dispatch

import "math"

// remember copies Known, before anything is written into the plan whose schedules they may be.
func (w *SwitchSpace) remember() {
	w.known = resized(w.known, len(w.Known))
	for u, blocks := range w.Known {
		w.known[u] = append(w.known[u][:0], blocks...)
	}
}

// incumbent considers the schedules in Known, if they are some of this problem.
func (w *SwitchSpace) incumbent() error {
	if len(w.known) == 0 || len(w.known) != len(w.units) {
		return nil
	}
	for u := range w.units {
		if !w.units[u].may(w.value[u], w.known[u]) {
			return nil
		}
	}
	if !w.kept(w.known) {
		return nil
	}
	return w.consider(w.known)
}

// may tells whether a unit can follow a schedule at values. The certificate has the same rules in words of its own.
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
