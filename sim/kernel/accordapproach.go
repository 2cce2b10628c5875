package kernel

import "math"

// approach moves the loads of the best plan towards what its sites would do at the prices of the budgets under these
// loads, as far as that brings more (M. Frank and P. Wolfe, "An algorithm for quadratic programming", 1956), and
// returns the least of the bound and of those that these prices prove.
func (s *State) approach(effort searchEffort, bound float64) float64 {
	sp := &s.accord
	for range effort.moves {
		s.takeBest()
		s.tryLoads(true)
		if proven := s.answerLoads(); proven < bound {
			bound = proven
			s.noteAsked()
		}
		s.keepLoads()
		before := sp.bests.value
		for step := 1.0; step > 1.0/64 && !(sp.bests.value > before); step /= 2 {
			s.moveLoads(step)
			s.tryLoads(false)
		}
		if !(sp.bests.value > before) || relativeGap(sp.bests.value, bound) < 1e-6 {
			break
		}
	}
	return bound
}

// answerLoads lets all parts answer at the prices that the loads at hand give the groups, and returns the bound that
// these prove.
func (s *State) answerLoads() (proven float64) {
	sp := &s.accord
	for g := range sp.groups {
		sp.groups[g].searched = false
		proven += sp.groups[g].fixed * sp.groups[g].rest
	}
	s.setPrices(-1)
	for n := range sp.n {
		s.answerPart(&sp.parts[n])
		proven += sp.parts[n].value
	}
	return proven
}

// keepLoads keeps the highest loads at hand.
func (s *State) keepLoads() {
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		part.kept = part.kept[:0]
		for _, w := range part.windows {
			part.kept = append(part.kept, s.charge.plans[part.site].mw[w])
		}
	}
}

// moveLoads moves the highest loads from those kept by a share of the way to those that the parts answer. What is free
// stays free.
func (s *State) moveLoads(share float64) {
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		for w, window := range part.windows {
			if from := part.kept[w]; !math.IsInf(from, 1) {
				s.charge.plans[part.site].mw[window] = share*part.now.mw[w] + (1-share)*from
			}
		}
	}
}

// halfBack moves the highest loads at hand half the way back to those kept.
func (s *State) halfBack() {
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		for w, window := range part.windows {
			mw := &s.charge.plans[part.site].mw[window]
			*mw = (*mw + part.kept[w]) / 2
		}
	}
}
