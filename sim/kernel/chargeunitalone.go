package kernel

import "slices"

// ownCharges says whether the charges of site i are planned with its units alone: no budget holds it. What windows
// count that others before them have reached is nobody's plan.
func (s *State) ownCharges(i int) bool {
	site := &s.p.Sites[i]
	ch := s.charges(site.Tariff)
	alone := site.Class < 0 && site.cycled() && site.Charged && ch != nil && !ch.held()
	return alone && s.look != Myopic && !s.accord.inTurn
}

// held says whether windows count what others before them have reached.
func (ch *Charges) held() bool {
	return slices.ContainsFunc(ch.Windows, func(w Window) bool { return len(w.Held) > 0 })
}

// planOwn plans some trees and counts of site i, whose units no budget holds. Perfect foresight plans all of them with
// the first schedule.
func (s *State) planOwn(ch *Charges, i, t int, trees, counts []int32) {
	if s.chargedUnits.alone[i] {
		s.tellSite(ch, i, t, trees)
		s.tr.Rungs.Windows += int64(len(trees))
		s.tr.Rungs.Counts += int64(len(counts))
		return
	}
	s.planSite(ch, i, t, trees, counts)
	end := 0
	for _, r := range trees {
		end = max(end, ch.Trees[r].To)
	}
	for _, k := range counts {
		end = max(end, ch.Counts[k].To)
	}
	if s.look == Rolling && end > t {
		s.planAlone(i, t, min(end, s.p.Hours))
	}
}

// planWhole plans the charges of site i to the end of the path before its units are planned for the first time.
func (s *State) planWhole(i, t int) {
	if alone := s.chargedUnits.alone; s.look == Perfect && s.ownCharges(i) && !alone[i] {
		alone[i] = true
		s.planAlone(i, t, s.p.Hours)
	}
}

// planAlone plans the windows and counts of site i, which no budget holds, from hour t on: those that are planned as if
// nothing were switched, and others near them. Perfect foresight plans all of them, up to the end of the path.
func (s *State) planAlone(i, t, end int) {
	cu, work := &s.chargedUnits, aloneWork
	cu.root, cu.pl, cu.t, cu.to, cu.end = -1, nil, t, end, end
	s.beginCharged([]int32{int32(i)})
	if s.look == Perfect {
		work = unitsWork
		s.loadsInTurn(int32(i))
	}
	s.tryUnits(false)
	if s.look == Perfect {
		s.boundUnits()
	}
	s.searchUnits(work)
	s.proveUnits()
	s.endCharged()
}
