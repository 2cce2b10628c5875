package dispatch

import "math"

// switchedOwed tells what a unit that is on will still use in the hours that it owes, so that no label lives on whose unit could never
// carry out its minimum up time.
type switchedOwed struct {
	ahead  [][]float64 // by unit and hour: MWh of one block in all hours before
	forced [][]int32   // by unit and hour: the next hour, this or a later one, that is forced off, or the number of hours
	solid  []bool      // by group: it holds every hour of every unit that uses it between the first and the last
}

// build sums energies.
func (o *switchedOwed) build(w *SwitchSpace, first, last []int32) {
	o.ahead, o.forced = resized(o.ahead, len(w.units)), resized(o.forced, len(w.units))
	for u := range w.units {
		n := len(w.value[u])
		o.ahead[u], o.forced[u] = sized(o.ahead[u], n+1), sized(o.forced[u], n+1)
		sum, forced := 0.0, int32(n)
		for t := range n {
			o.ahead[u][t] = sum
			sum += w.units[u].use(t, 1)
		}
		o.ahead[u][n], o.forced[u][n] = sum, forced
		for t := n - 1; t >= 0; t-- {
			if math.IsInf(w.value[u][t], -1) {
				forced = int32(t)
			}
			o.forced[u][t] = forced
		}
	}
	o.stretches(w, first, last)
}

// stretches finds the groups that are one stretch of hours for every unit that uses them.
func (o *switchedOwed) stretches(w *SwitchSpace, first, last []int32) {
	o.solid = sized(o.solid, len(w.room))
	for a := range o.solid {
		o.solid[a] = true
	}
	inside := make([]int32, len(w.room))
	for f := range w.trees {
		for u := range w.units {
			clear(inside)
			for t, g := range w.units[u].Leaf[f] {
				if g >= 0 {
					for a := w.at[f][g]; a >= 0; a = w.up[a] {
						if int32(t) >= first[a] && int32(t) <= last[a] {
							inside[a]++
						}
					}
				}
			}
			for a, origin := range w.origin {
				hours := min(last[a], int32(len(w.value[u]))-1) - first[a] + 1
				if int(origin[0]) == f && inside[a] > 0 && inside[a] < hours {
					o.solid[a] = false
				}
			}
		}
	}
}

// need is what a unit that owes so many more hours after hour t uses of group a at least, MWh.
func (o *switchedOwed) need(u, t, owed int, last int32) float64 {
	end := min(int32(t+1+owed), last+1, o.forced[u][t+1])
	if end <= int32(t+1) {
		return 0
	}
	return o.ahead[u][end] - o.ahead[u][t+1]
}
