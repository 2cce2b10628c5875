package kernel

import "math"

// planAccord plans the windows and counts of an accord for the hours from t on: the loads and tiers that the prices of
// the budgets lead to, the best of those that are tried. The first are those of sites that know of no budget. Budgets
// are solved exactly under them.
func (s *State) planAccord(k int32, t, to int) {
	s.viewAccord(k, t, to, false)
	s.tellAccord(t)
	switch value, bound, short := s.solveAccord(); {
	case s.accord.list[k].breaks && s.look == Perfect:
		s.proveCharged(&s.accord.list[k], value)
	case s.accord.list[k].switched: // its roots are planned with their units
		s.accord.list[k].freely = bound
	case short:
		s.tr.Proven.enter(value, bound)
		s.tr.Proven.Accords++
	}
}

// solveAccord finds the loads and tiers of what is listed of an accord, what they earn with the best use of the budgets
// and what nothing else passes, USD; short says whether there was anything to plan beyond free answers.
func (s *State) solveAccord() (value, bound float64, short bool) {
	s.placeSlots()
	bound = s.answerFree()
	s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.now })
	s.noteFree()
	s.noteAsked()
	if !s.accordShort() {
		return bound, bound, false
	}
	s.accord.bests.value = math.Inf(-1)
	s.tryLoads(true)
	bound = s.searchLoads(bound)
	s.takeBest()
	if s.byHour() {
		s.standAlone()
	}
	return s.accord.bests.value, bound, true
}

// answerFree lets all parts answer as if budgets asked nothing, and returns what they earn, which is a bound.
func (s *State) answerFree() (bound float64) {
	sp := &s.accord
	s.setPrices(-1)
	for n := range sp.n {
		part := &sp.parts[n]
		s.answerPart(part)
		bound += part.value
		s.bookFree(part)
	}
	return bound
}

// bookFree enters what a part uses by its answer as what its groups use at no price.
func (s *State) bookFree(part *accordPart) {
	sp := &s.accord
	for c := range part.cells {
		for _, g := range part.cells[c].leaf {
			if g >= 0 {
				sp.groups[g].free += part.cells[c].used * part.weight
			}
			for ; g >= 0; g = sp.groups[g].parent {
				sp.groups[g].used += part.cells[c].used * part.weight
			}
		}
	}
}

// accordShort says whether there is anything to plan beyond free answers: a budget is short, or a part has windows and
// counts, whose answers are not exact by themselves.
func (s *State) accordShort() bool {
	sp := &s.accord
	for g := range sp.groups {
		if sp.groups[g].used > sp.groups[g].rest*(1+1e-12) {
			return true
		}
	}
	for n := range sp.n {
		if len(sp.parts[n].windows) > 0 && len(sp.parts[n].counts) > 0 {
			return true
		}
	}
	return false
}

// searchLoads tries the loads and tiers that prices of the groups lead to, and returns the least of a bound and of
// those that these prices prove.
func (s *State) searchLoads(bound float64) float64 {
	sp, effort := &s.accord, s.accordEffort()
	for range effort.passes {
		if proven := s.searchPrices(effort); proven < bound {
			bound = proven
			s.noteAsked()
		}
		s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.mix })
		s.tryLoads(sp.multi)
		if sp.bent {
			s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.end[0] })
			s.tryLoads(false)
			s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.end[1] })
			s.tryLoads(false)
		}
		if !sp.multi || relativeGap(sp.bests.value, bound) < 1e-6 {
			break
		}
	}
	if sp.multi {
		bound = s.approach(effort, bound)
	}
	if sp.multi && s.tangible() && relativeGap(sp.bests.value, bound) > 1e-9 {
		if proven := s.followTangents(1e-9); proven <= bound {
			bound = proven
			s.noteAsked()
		}
	}
	if sp.bent && !s.nearBest(bound) {
		bound = s.chooseTiers(effort, bound)
	}
	return bound
}

// replanAccord plans again what of an accord has begun by hour t, between the plans that are made when something
// begins: beside what is planned for what comes later, and from the loads at hand. It proves nothing anew.
func (s *State) replanAccord(k int32, t, to int) {
	sp := &s.accord
	s.viewAccord(k, t, to, true)
	s.placeSlots()
	s.tellAccord(t)
	sp.bests.value = math.Inf(-1)
	s.tryLoads(true)
	if s.byHour() && s.tangible() {
		s.askAgain()
		s.followTangents(1e-5)
		s.noteAsked()
		s.takeBest()
		s.standAlone()
		return
	}
	s.setPrices(-1)
	for n := range sp.n {
		if part := &sp.parts[n]; !part.still {
			s.answerPart(part)
			s.bookFree(part)
		}
	}
	s.keepLoads()
	s.searchPrices(searchEffort{steps: 2, passes: 1, gap: 2e-4})
	s.noteAsked()
	s.applyAnswers(func(part *accordPart) *accordAnswer { return &part.mix })
	before := sp.bests.value
	if s.tryLoads(false); !(sp.bests.value > before) {
		s.halfBack()
		s.tryLoads(false)
	}
	s.takeBest()
}

// tellAccord counts the plans that an accord makes, and tells who is told.
func (s *State) tellAccord(t int) {
	sp := &s.accord
	told, _ := s.Recorder.(PlanRecorder)
	for n := range sp.n {
		part := &sp.parts[n]
		if len(part.trees)+len(part.counts) == 0 {
			continue
		}
		s.charge.replanned = append(s.charge.replanned, part.site)
		s.tr.Rungs.Windows += int64(len(part.trees))
		s.tr.Rungs.Counts += int64(len(part.counts))
		if told != nil {
			told.Planned(int(part.site), t, s.planPrice(), part.windows)
		}
	}
}
