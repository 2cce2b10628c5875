package dispatch

import "math"

// roundDown takes what no number of whole blocks can use off the groups that hold units alone.
func (w *switchedProblem) roundDown() {
	w.grain, w.few = zeroed(w.grain, len(w.room)), resized(w.few, len(w.room))
	for a := range w.few {
		w.few[a] = w.few[a][:0]
	}
	for f := range w.trees {
		for u := range w.units {
			for t, a := range w.unitLeaf[f][u] {
				if !math.IsInf(w.value[u][t], -1) {
					for ; a >= 0; a = w.up[a] {
						w.grain[a] = grain(w.grain[a], w.units[u].use(t, 1))
						if len(w.few[a]) <= fewHours {
							w.few[a] = append(w.few[a], hourOf{int32(u), int32(t)})
						}
					}
				}
			}
		}
	}
	w.lost = zeroed(w.lost, len(w.room))
	for a, q := range w.grain {
		whole := w.room[a]
		switch few := w.few[a]; {
		case w.holds[a]:
		case len(few) <= fewHours:
			whole = w.fill(few, w.room[a]*(1+tolerance), 0)
		case q > 0:
			whole = q * math.Floor(w.room[a]/q+1e-6) * (1 + 1e-9)
		}
		if whole < w.room[a] {
			w.lost[a] = w.room[a] - whole
			w.room[a] = whole
		}
	}
}

// fill is the largest energy up to a room that some blocks in a few hours of units use, beside what is used already.
func (w *switchedProblem) fill(few []hourOf, room, used float64) float64 {
	if len(few) == 0 {
		return used
	}
	unit, most := &w.units[few[0].unit], 0.0
	for b := 0; b <= min(unit.Cycle.Blocks, fewBlocks); b++ {
		e := used + unit.use(int(few[0].hour), b)
		if e > room {
			break
		}
		most = max(most, w.fill(few[1:], room, e))
	}
	if unit.Cycle.Blocks > fewBlocks {
		return room
	}
	return most
}

// hourOf is an hour of a unit.
type hourOf struct{ unit, hour int32 }

const (
	fewHours  = 5 // of which all combinations of blocks are tried
	fewBlocks = 4
)

// grain is the largest energy that both are multiples of, 0 for none yet, below zero if there is none of any size.
func grain(a, b float64) float64 {
	if a < 0 || a == 0 {
		if a == 0 {
			return b
		}
		return a
	}
	least := 1e-4 * max(a, b)
	switch {
	case math.Abs(a-b) <= 1e-12*a:
		return a
	case b > 0 && min(a, b) < least: // the smaller one is no rounding of nothing, as remainders below may be
		return -1
	}
	most := max(a, b)
	for b > 1e-12*a {
		a, b = b, math.Mod(a, b)
		if a-b <= 1e-12*a {
			b = 0
		}
	}
	if a < least {
		return -1
	}
	return most / math.Round(most/a) // without what remainders were rounded by
}
