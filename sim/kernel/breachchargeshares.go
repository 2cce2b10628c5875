package kernel

import "math"

// A window that holds hours of several periods costs a share of its price in each of them, all shares together one, as
// the highest load of all is no less than that of each: the periods pay no more together than they would as one. The
// shares that bound all choices best are looked for along what their loads cost (M. Held, P. Wolfe and H. P. Crowder,
// "Validation of subgradient optimization", 1974).

// windowShares are the shares of the windows of the sites in view.
type windowShares struct {
	share []float64 // by site, window and period in view
	costs []float64 // what the loads of the answers would cost at the whole price, USD
	first []int     // by site
	of    int       // the site at hand
	cut   bool      // some windows hold hours of several periods
}

// shareSteps is how many shares are tried.
const shareSteps = 40

// beginShares gives all periods of a window the same share.
func (s *State) beginShares(j *jointSpace) {
	sp := &s.breach.windowShares
	sp.share, sp.first, sp.cut = sp.share[:0], sp.first[:0], false
	for n := range j.sites {
		js := &j.sites[n]
		sp.first = append(sp.first, len(sp.share))
		ch := s.charges(s.p.Sites[js.i].Tariff)
		if ch == nil {
			continue
		}
		for w := range ch.Windows {
			tree := &ch.Trees[ch.Windows[w].Tree]
			in := s.segmentsOf(j, js, tree.From, tree.To)
			sp.cut = sp.cut || in > 1
			for p := range js.periods + 1 {
				share := 0.0
				if s.inSegment(j, js, p, tree.From, tree.To) {
					share = 1 / float64(in)
				}
				sp.share = append(sp.share, share)
			}
		}
	}
	sp.costs = resize(sp.costs, len(sp.share))
}

// shareAt is the place of the share that a window of the site at hand has in a period.
func (sp *windowShares) shareAt(js *jointSite, window int32, p int) int {
	return sp.first[sp.of] + int(window)*(js.periods+1) + p
}

// noteCosts notes what the loads of a site's answer would cost at whole prices, in the periods as they are chosen.
func (s *State) noteCosts(c *cluster, j *jointSpace, js *jointSite) {
	sp, ch := &s.breach.windowShares, s.charges(s.p.Sites[js.i].Tariff)
	if !sp.cut || ch == nil {
		return
	}
	x := 0
	for p := range js.periods + 1 {
		from, broken := s.segmentEnd(j, js, p-1), p < js.periods && s.breach.try[js.var0+p]
		if x > 0 {
			from = max(from, s.shutFrom(j, js, p-x))
		}
		for w := range ch.Windows {
			sp.costs[sp.shareAt(js, int32(w), p)] = 0
		}
		s.segment(c, j, js, p, from, broken)
		for n := range s.accord.n {
			part := &s.accord.parts[n]
			for w, window := range part.windows {
				steps := stepsAfter(ch.Windows[window].Steps, s.paid(ch, js.i, window))
				sp.costs[sp.shareAt(js, window, p)] = cost(steps, 0, part.now.mw[w])
			}
		}
		if p < js.periods {
			x = s.shutThen(j, js, p, x, broken)
		}
	}
}

// shareCharged looks for shares that bound all choices better, and tries the choices that sites make there.
func (s *State) shareCharged(c *cluster, j *jointSpace) {
	sp := &s.breach.chargedSpace
	far, late := 1.0, 0
	for step := 0; sp.cut && step < shareSteps && !sp.done(); step++ {
		before := sp.bound
		bound := s.boundCharged(c, j, sp.times)
		s.tryCharged(c, j)
		if late++; bound < before {
			late = 0
		}
		if late == 3 {
			far, late = far/2, 0
		}
		s.moveShares(j, far*(bound-sp.value))
	}
}

// moveShares moves the shares along what loads cost beyond the mean of a window, so that the bound would fall by some
// USD if nobody answered otherwise.
func (s *State) moveShares(j *jointSpace, usd float64) {
	all := 0.0
	s.eachCut(j, func(share, costs []float64, mean float64) {
		for k := range share {
			if costs[k] >= 0 {
				all += (costs[k] - mean) * (costs[k] - mean)
			}
		}
	})
	if !(all > 0) {
		return
	}
	s.eachCut(j, func(share, costs []float64, mean float64) {
		sum := 0.0
		for k := range share {
			if costs[k] >= 0 {
				share[k] = math.Max(0, share[k]+usd/all*(costs[k]-mean))
				sum += share[k]
			}
		}
		for k := range share {
			share[k] /= sum
		}
	})
}

// eachCut hands out the shares of each window that holds hours of several periods, with their costs, below zero for
// periods without hours of it, and the mean of these.
func (s *State) eachCut(j *jointSpace, do func(share, costs []float64, mean float64)) {
	sp := &s.breach.windowShares
	for n := range j.sites {
		js := &j.sites[n]
		ch := s.charges(s.p.Sites[js.i].Tariff)
		if ch == nil {
			continue
		}
		sp.of = n
		for w := range ch.Windows {
			tree, at := &ch.Trees[ch.Windows[w].Tree], sp.shareAt(js, int32(w), 0)
			costs, in, sum := sp.costs[at:at+js.periods+1], 0, 0.0
			for p := range costs {
				if !s.inSegment(j, js, p, tree.From, tree.To) {
					costs[p] = -1
					continue
				}
				sum += math.Max(0, costs[p])
				in++
			}
			if in > 1 {
				do(sp.share[at:at+js.periods+1], costs, sum/float64(in))
			}
		}
	}
}
