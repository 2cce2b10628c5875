package dispatch

import "math"

// first finds a plan to begin with: the fewest blocks that may run, and the schedules at the multipliers, raised
// until the budgets are kept.
func (w *SwitchSpace) first() error {
	w.best.value = math.Inf(-1)
	w.best.blocks = resized(w.best.blocks, len(w.units))
	blocks := make([][]int, len(w.units))
	for u := range w.units {
		blocks[u] = w.fewest(u, nil)
	}
	if err := w.consider(blocks); err != nil {
		return err
	}
	d := &w.dual
	raised := make([]float64, len(w.room))
	for s := 0.0; s <= 1; s = max(10*s, 1e-6) {
		for a := range raised {
			raised[a] = d.policy[a] + s*d.top[a]
		}
		d.price(w, raised)
		for u := range w.units {
			d.schedule(w, u)
			blocks[u] = append(blocks[u][:0], d.plan.Blocks...)
		}
		if w.kept(blocks) {
			return w.consider(blocks)
		}
	}
	return nil
}

// fewest is the schedule of a unit that runs no more than it must, in some memory.
func (w *SwitchSpace) fewest(u int, memory []int) []int {
	blocks := zeroed(memory, len(w.value[u]))
	state := w.units[u].From
	for t, v := range w.value[u] {
		if !math.IsInf(v, -1) {
			blocks[t] = w.units[u].Cycle.least(state)
		}
		state = w.units[u].Cycle.After(state, blocks[t])
	}
	return blocks
}

// kept tells whether schedules keep all budgets.
func (w *SwitchSpace) kept(blocks [][]int) bool {
	w.rest.leave(w, blocks)
	for f, t := range w.trees {
		for g, used := range w.used[f] {
			if used > max(t.Residual[g], 0)*(1+tolerance) {
				return false
			}
		}
	}
	return true
}

// consider takes schedules that keep all budgets as the best plan if they are.
func (w *SwitchSpace) consider(blocks [][]int) error {
	usd, err := w.rest.value(w, blocks)
	if err != nil {
		return err
	}
	for u := range w.units {
		plan := CyclePlan{Blocks: blocks[u]}
		plan.account(w.value[u], w.units[u].Cycle, w.units[u].From)
		usd += plan.Value
	}
	if usd > w.best.value {
		w.best.value = usd
		for u := range blocks {
			w.best.blocks[u] = append(w.best.blocks[u][:0], blocks[u]...)
		}
	}
	return nil
}
