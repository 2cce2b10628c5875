package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// Work for the prices of a bound, in hours and states of units and ways of each, and the most prices that are tried.
const (
	boundWork  = 50_000_000
	mostBounds = 40
)

// boundUnits finds the least bound of what a root, or a site, earns under any loads and tiers.
func (s *State) boundUnits() {
	cu := &s.chargedUnits
	sites := s.soleSite()
	cu.bound = math.Inf(1)
	s.takeLoads(&cu.best)
	if cu.root >= 0 {
		k := s.accord.of[cu.root]
		s.viewAccord(k, cu.t, cu.to, false)
		sites = s.p.Budgets.Roots[cu.root].Sites
		if a := &s.accord.list[k]; len(a.roots) == 1 && a.whole == cu.t { // of several it is the bound of all
			cu.bound = s.accord.list[k].freely
		}
	}
	s.viewBound(sites)
	s.firstPrices()
	cu.bound = min(cu.bound, s.searchBound(cu.value))
}

// soleSite is the first site in view.
func (s *State) soleSite() []int32 { return []int32{s.chargedUnits.sites[0].i} }

// proveUnits enters the value of the best plan of a root, or of a site, under charges, with its bound. Perfect
// foresight proves all of it; who rolls proves what his plan of budgets is worth under the loads that he means to keep.
func (s *State) proveUnits() {
	cu := &s.chargedUnits
	if s.look != Perfect {
		s.tr.Proven.Kept++
		if cu.root >= 0 {
			c := &cu.pl.cross.switched
			s.tr.Proven.enter(c.Value, c.Bound)
		}
		return
	}
	s.tr.Proven.enterBound(cu.value, cu.bound)
	if cu.root < 0 {
		s.tr.Proven.Accords++
	}
}

// provenEnough says whether hardly anything more can be earned than by the best plan.
func (s *State) provenEnough() bool {
	return s.look == Perfect && relativeGap(s.chargedUnits.value, s.chargedUnits.bound) < 1e-5
}

// searchBound moves the prices as far as that makes the bound less, and returns the least.
func (s *State) searchBound(value float64) float64 {
	cu, size := &s.chargedUnits, 1
	for n := range cu.units {
		size += 3 * len(cu.units[n].mw) * cu.units[n].Cycle.States()
	}
	bound, step := math.Inf(1), 1.0
	for range min(mostBounds, max(8, boundWork/size)) {
		now := s.boundAnswer()
		if now < bound {
			bound = now
			s.askBound()
		} else {
			step *= 0.9
		}
		if relativeGap(value, bound) < exactGap {
			break
		}
		s.moveBound(step * (now - value))
	}
	return bound
}

// askBound lets budgets ask what they do in the least bound.
func (s *State) askBound() {
	if s.chargedUnits.root >= 0 {
		s.noteAsked()
	}
}

// firstPrices begins with the multipliers of the plan of the budgets, and with prices of the load in proportion to what
// the machines at the edge of it earn.
func (s *State) firstPrices() {
	cu, sp := &s.chargedUnits, &s.accord
	if cu.root >= 0 {
		for g := range sp.groups {
			group := &sp.groups[g]
			group.searched, group.fixed = false, 0
			list, place := cu.pl.groups[group.family], s.budget.place[group.group]
			if int(place) < len(list) && list[place] == group.group {
				group.fixed = min(cu.pl.cross.switched.Prices[group.family].Lambda[place], group.most)
			}
		}
		s.setPrices(-1)
	}
	for n := range cu.bounds {
		site := &cu.bounds[n]
		s.askSite(site)
		for w := len(site.windows) - 1; w >= 0; w-- {
			s.firstOfWindow(site, w)
		}
	}
}

// firstOfWindow sets the prices of the load under a window: of the last tranche of which one MW more is worth the
// price, or of the first.
func (s *State) firstOfWindow(site *boundSite, w int) {
	cu, window := &s.chargedUnits, &site.windows[w]
	for n := site.units[1] - 1; n >= site.units[0]; n-- {
		u, sum, level := &cu.units[n], 0.0, 0.0
		for _, h := range window.hours {
			sum += site.edge(u, int(h))
			level = max(level, u.below[h]+u.mw[h]/2)
		}
		window.sum = hullPrice(window.steps, level, window.most)
		if sum < window.sum && n > site.units[0] {
			continue
		}
		for _, h := range window.hours {
			if sum > 0 {
				window.price[h] = site.edge(u, int(h)) * window.sum / sum
			} else {
				window.price[h] = window.sum / float64(len(window.hours))
			}
		}
		break
	}
	if sum := 0.0; len(window.hours) > 0 {
		for _, h := range window.hours {
			sum += window.price[h]
		}
		window.sum = sum
	}
}

// hullPrice is what a MW more costs at a level, up to the most there can be, by the largest convex price that is
// nowhere above some steps.
func hullPrice(steps []dispatch.PriceStep, level, most float64) float64 {
	price := math.Inf(1)
	for _, upper := range steps {
		to := min(upper.UpTo, most)
		if to < level || !(to > 0) {
			continue
		}
		steepest := cost(steps, 0, to) / to
		for _, lower := range steps {
			if lower.UpTo < level && lower.UpTo < to {
				steepest = max(steepest, cost(steps, lower.UpTo, to)/(to-lower.UpTo))
			}
		}
		price = min(price, steepest)
	}
	if math.IsInf(price, 1) {
		return 0
	}
	return price
}

// edge is what a MW of a unit earns in an hour at the prices at hand, nothing below zero.
func (site *boundSite) edge(u *boundUnit, h int) float64 {
	if v := site.worth(u, h); v > 0 {
		return v / u.mw[h]
	}
	return 0
}

// moveBound moves the prices against what the answers use too much or leave, as far as would take so much off the bound
// if that were linear (B. T. Polyak, "Minimization of unsmooth functionals", 1969). The prices of the load under a
// window keep their sum.
func (s *State) moveBound(off float64) {
	cu, norm := &s.chargedUnits, 0.0
	if cu.root >= 0 {
		norm = s.slopesOfGroups()
	}
	for n := range cu.bounds {
		site := &cu.bounds[n]
		for w := range site.windows {
			window := &site.windows[w]
			mean, scale := window.mean(site.load), window.scale()
			for _, h := range window.hours {
				norm += scale * (site.load[h] - mean) * (site.load[h] - mean)
			}
		}
	}
	if !(norm > 0) {
		return
	}
	for g := range s.accord.groups {
		if group := &s.accord.groups[g]; cu.root >= 0 {
			group.fixed = min(group.most, max(0, group.fixed+off/norm*group.slope*priceScale/max(group.rest, 1e-9)))
		}
	}
	for n := range cu.bounds {
		site := &cu.bounds[n]
		for w := range site.windows {
			site.windows[w].move(site.load, off/norm)
		}
	}
}

// priceScale is by how much prices of budgets are moved, USD, where those of loads are by all they are.
const priceScale = 10

// slopesOfGroups finds what more is used of each group than there is, and returns the squares of that.
func (s *State) slopesOfGroups() (norm float64) {
	groups := s.accord.groups
	for g := len(groups) - 1; g >= 0; g-- {
		if up := groups[g].parent; up >= 0 {
			groups[up].used += groups[g].used
		}
		group := &groups[g]
		if group.slope = group.used - group.rest; group.fixed == 0 && group.slope < 0 || !(group.rest > 0) {
			group.slope = 0
		}
		norm += priceScale / max(group.rest, 1e-9) * group.slope * group.slope
	}
	return norm
}

// mean is the mean load of the hours of a window, MW, and scale by how much its prices are moved for each MW.
func (w *boundWindow) mean(load []float64) (mw float64) {
	for _, h := range w.hours {
		mw += load[h]
	}
	return mw / max(1, float64(len(w.hours)))
}

func (w *boundWindow) scale() float64 {
	return w.sum / max(1, float64(len(w.hours))) / max(w.most, 1e-9)
}

// move moves the prices of the load, and lets them have their sum.
func (w *boundWindow) move(load []float64, step float64) {
	mean, sum := w.mean(load), 0.0
	step *= w.scale()
	for _, h := range w.hours {
		w.price[h] = max(0, w.price[h]+step*(load[h]-mean))
		sum += w.price[h]
	}
	for _, h := range w.hours {
		if sum > 0 {
			w.price[h] *= w.sum / sum
		}
	}
}
