package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// viewBound lists the units of all sites in view whose machines are switched, at no limit to their load.
func (s *State) viewBound(sites []int32) {
	cu := &s.chargedUnits
	cu.bounds, cu.units = cu.bounds[:0], cu.units[:0]
	for _, i := range sites {
		if !s.unitsOf(i) {
			continue
		}
		site := boundSite{i: int(i)}
		s.boundHours(&site)
		s.openLoads(&site)
		if cu.t == 0 {
			s.begin(int(i))
		}
		s.value(int(i), cu.t, cu.end)
		site.units[0] = len(cu.units)
		below := make([]float64, cu.end-cu.t)
		for k := range s.p.Sites[i].Tranches {
			s.viewBounded(&site, k, below)
		}
		site.units[1] = len(cu.units)
		for w := range site.windows {
			for _, h := range site.windows[w].hours {
				site.windows[w].most = max(site.windows[w].most, below[h])
			}
		}
		cu.bounds = append(cu.bounds, site)
	}
}

// viewBounded lists tranche k of a site of which the hours were valued, above what those before it draw.
func (s *State) viewBounded(site *boundSite, k int, below []float64) {
	cu, class := &s.chargedUnits, s.p.Sites[site.i].Class
	u, weight := boundUnit{below: append([]float64(nil), below...)}, s.weight(class)
	s.fillUnit(&u.SwitchedUnit, site.i, k, cu.t, cu.end)
	for h, counts := range u.Energy {
		u.mw = append(u.mw, counts/weight)
		below[h] += counts / weight
	}
	if cu.root >= 0 && s.divides(cu.root) {
		u.Shared = make([]bool, len(u.mw))
		for h := range u.Shared {
			most, _ := s.sharedMW(site.i, cu.t+h)
			u.Shared[h] = !math.IsInf(most, 1)
		}
	}
	cu.units = append(cu.units, u)
}

// boundHours lists the windows, counts and budgets of the hours of a site.
func (s *State) boundHours(site *boundSite) {
	cu, hours := &s.chargedUnits, s.chargedUnits.end-s.chargedUnits.t
	site.at, site.count, site.cells = make([]int32, hours), make([]int32, hours), make([][2]int32, hours)
	site.asks, site.load = make([]float64, hours), make([]float64, hours)
	var ch *Charges
	if at := &s.p.Sites[site.i]; at.Charged {
		ch = s.charges(at.Tariff)
	}
	var places []int32
	if ch != nil {
		places, site.sold = s.viewWindows(site, ch), make([]float64, len(ch.Counts))
	}
	for h := range hours {
		site.at[h], site.count[h], site.cells[h] = -1, -1, [2]int32{-1, -1}
		if cu.root >= 0 && cu.t+h < cu.to {
			site.cells[h], _ = s.budgetsAt(site.i, cu.t+h)
		}
		if ch != nil && ch.Of != nil {
			site.count[h] = ch.Of[cu.t+h]
		}
		if ch != nil && ch.Leaf != nil && ch.Leaf[cu.t+h] >= 0 {
			site.at[h] = places[ch.Leaf[cu.t+h]]
		}
		for w := site.at[h]; w >= 0; w = site.windows[w].parent {
			site.windows[w].hours = append(site.windows[w].hours, int32(h))
		}
		if h == 0 || site.at[h] != site.at[h-1] {
			site.treads = append(site.treads, h)
		}
	}
	site.treads = append(site.treads, hours)
}

// viewWindows lists the windows of a site that have a price, and returns the place of each window among them: of one
// without a price that of the next around it.
func (s *State) viewWindows(site *boundSite, ch *Charges) (places []int32) {
	places = make([]int32, len(ch.Windows))
	for r := range ch.Trees {
		for _, w := range ch.Trees[r].Windows { // parents before their children
			if places[w] = -1; ch.Windows[w].Parent >= 0 {
				places[w] = places[ch.Windows[w].Parent]
			}
			steps := stepsAfter(ch.Windows[w].Steps, s.paid(ch, site.i, w))
			if ch.Trees[r].To <= s.chargedUnits.t || math.IsInf(free(steps), 1) {
				continue
			}
			site.windows = append(site.windows, boundWindow{
				parent: places[w], steps: steps, price: make([]float64, s.chargedUnits.end-s.chargedUnits.t),
			})
			places[w] = int32(len(site.windows) - 1)
		}
	}
	return places
}

// openLoads lets all run at a site that pays anything, for the price of the hours alone. The MWh of its counts are sold
// for what the best plan has them cost.
func (s *State) openLoads(site *boundSite) {
	if site.sold == nil {
		return
	}
	plan := &s.charge.plans[site.i]
	for w := range plan.mw {
		plan.mw[w] = math.Inf(1)
	}
	for k := range plan.tier {
		site.sold[k] = plan.tier[k].Price
		plan.tier[k] = tierPlan{TierPlan: dispatch.TierPlan{}, hashprice: -1, end: math.Inf(1)}
	}
}
