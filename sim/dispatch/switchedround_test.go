package dispatch

import "testing"

// TestSwitchedTinyBlocks: blocks that use next to nothing beside a large one still run in a budget below the large one.
func TestSwitchedTinyBlocks(t *testing.T) {
	t.Parallel()
	for _, e := range []float64{1e-3, 1e-11, 1e-12, 3e-13, 1e-13, 1e-300} {
		unit := SwitchedUnit{Cycle: Cycle{Blocks: 1, Up: 2, Start: 3}}
		for h := range 12 {
			v, use := 5.0, e
			if h == 0 {
				v, use = 1, 1
			}
			unit.Value, unit.Energy = append(unit.Value, v), append(unit.Energy, use)
		}
		var p SwitchedPlan
		in := underOne(0.5, SwitchedItems{}, unit)
		if in.solve(t, new(SwitchSpace), &p); p.Value != 11*5-3 || !p.Exact {
			t.Errorf("blocks of %v MWh earn %v of at most %v USD, want %v", e, p.Value, p.Bound, 11*5-3)
		}
	}
}
