package dispatch

import "math"

// switchedOwed tells what a unit that is on will still use in the hours that it owes, so that no label lives on whose
// unit could never carry out its minimum up time.
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

// leaves tells whether e MWh of a unit in hour t leave the units after it what they owe in this hour.
func (s *switchedSearch) leaves(w *SwitchSpace, u, t int, e float64, use []float64, state []int32) bool {
	for f := range w.unitLeaf {
		for a := w.unitLeaf[f][u][t]; a >= 0; a = w.up[a] {
			left := w.room[a]*(1+2*tolerance) - use[s.slot[a]] - e
			for v := u + 1; v < len(w.units); v++ {
				if t < len(w.value[v]) && w.within(w.unitLeaf[f][v][t], a) {
					left -= s.least(w, v, t, s.units[v].of(state[v]))
				}
			}
			if left < 0 {
				return false
			}
		}
	}
	return true
}

// least is what a unit uses in hour t at least, MWh.
func (s *switchedSearch) least(w *SwitchSpace, u, t int, from CycleState) float64 {
	if from.Blocks == 0 || math.IsInf(w.value[u][t], -1) {
		return 0
	}
	if b := w.units[u].Cycle.least(from); b > 0 {
		return w.units[u].use(t, b)
	}
	return 0
}

// within tells whether group a is a leaf or around it.
func (w *switchedProblem) within(leaf, a int32) bool {
	for ; leaf >= 0; leaf = w.up[leaf] {
		if leaf == a {
			return true
		}
	}
	return false
}

// carries tells whether a unit that is started in hour t can carry out what it then owes: in each hour, beside what
// the units that are on owe in it, for groups that are not open yet.
func (s *switchedSearch) carries(w *SwitchSpace, u, t, owed int, state []int32) bool {
	end := min(t+1+owed, int(s.owed.forced[u][t+1]))
	for h := t + 1; h < end; h++ {
		for f := range w.unitLeaf {
			for a := w.unitLeaf[f][u][h]; a >= 0 && int(s.first[a]) > t; a = w.up[a] {
				left := w.room[a]*(1+2*tolerance) - w.units[u].use(h, 1)
				for v := range w.units {
					if v != u && h < len(w.value[v]) && w.within(w.unitLeaf[f][v][h], a) {
						left -= s.promised(w, v, u, t, h, state[v])
					}
				}
				if left < 0 {
					return false
				}
			}
		}
	}
	return true
}

// promised is what a unit owes in hour h at least, as long as it is on without a break, MWh: before a unit has
// decided about hour t its state is that of the hour before.
func (s *switchedSearch) promised(w *SwitchSpace, v, u, t, h int, state int32) float64 {
	from := s.units[v].of(state)
	last := t + from.Owed // the last hour that is owed
	if v > u {
		last--
	}
	if from.Blocks == 0 || h > last || int(s.owed.forced[v][min(t, len(w.value[v]))]) <= h {
		return 0
	}
	return w.units[v].use(h, 1)
}
