package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// At given prices of the budgets, of the load in every hour of each window and of the MWh of each count, the units
// decide by themselves, each by one recursion over its hours. What they earn then, with what is left of the budgets at
// their prices and the most that windows and counts earn that sell loads and MWh at these prices, is a bound that no
// plan passes, whatever its loads (A. M. Geoffrion, "Lagrangean relaxation for integer programming", 1974).

// unitBound is the memory of that bound.
type unitBound struct {
	bounds []boundSite
	units  []boundUnit
	ways   []boundWay
	worth  []float64
	top    []float64
	chosen []int32     // by stretch and state: the way that is best
	after  [][]float64 // by stretch: what follows it, by state
	blocks []int
}

// boundSite is a site whose machines it costs something to switch.
type boundSite struct {
	i       int
	units   [2]int
	windows []boundWindow // that have a price
	treads  []int         // hours in view at which another smallest window begins, the first of all and the end
	at      []int32       // by hour in view: the smallest window by place, -1 for none
	count   []int32       // by hour in view: count, -1 for none
	cells   [][2]int32    // by hour in view: groups of the accord by family, -1 for none
	asks    []float64     // by hour in view: what they ask of what counts as 1, USD
	load    []float64     // by hour in view: of the answer, MW
	sold    []float64     // by count: the price of its MWh, USD
}

// boundWindow is a window with the prices of the load in its hours.
type boundWindow struct {
	parent int32
	steps  []dispatch.PriceStep
	most   float64   // MW that its hours could have
	hours  []int32   // in view
	price  []float64 // by hour in view, USD/MW
	sum    float64   // of these
}

// boundUnit is a tranche of such a site, at no limit to its load.
type boundUnit struct {
	dispatch.SwitchedUnit
	mw    []float64 // by hour in view
	below []float64 // of the tranches before it
}

// boundWay is what a unit does in a stretch of hours of one window whose load lies between two levels: what pays runs
// as at the upper one, what does not as at the lower one.
type boundWay struct {
	value []float64
	part  []float64 // that runs
}

// levelWays is how many stretches the levels of a window are divided into where machines draw more in one hour than in
// another.
const levelWays = 8

// boundAnswer lets all sites answer at the prices at hand, and returns the bound.
func (s *State) boundAnswer() (usd float64) {
	cu, sp := &s.chargedUnits, &s.accord
	if cu.root >= 0 {
		s.setPrices(-1)
		for g := range sp.groups {
			sp.groups[g].used = 0
			usd += sp.groups[g].fixed * sp.groups[g].rest
		}
		for n := range sp.n {
			if part := &sp.parts[n]; !s.unitsOf(part.site) {
				s.answerPart(part)
				usd += part.value
				s.usePart(part)
			}
		}
	}
	for n := range cu.bounds {
		usd += s.answerUnits(&cu.bounds[n])
	}
	return usd
}

// usePart enters what a part uses by its answer, by the smallest groups.
func (s *State) usePart(part *accordPart) {
	for c := range part.cells {
		for _, g := range part.cells[c].leaf {
			if g >= 0 {
				s.accord.groups[g].used += part.cells[c].used * part.weight
			}
		}
	}
}

// askSite finds what budgets ask in the hours of a site.
func (s *State) askSite(site *boundSite) {
	for h, cell := range site.cells {
		site.asks[h] = 0
		for _, g := range cell {
			if g >= 0 {
				site.asks[h] += s.accord.groups[g].price
			}
		}
	}
}

// answerUnits lets the units of a site answer, and returns what they, its windows and its counts earn.
func (s *State) answerUnits(site *boundSite) (usd float64) {
	ub, most := &s.chargedUnits.unitBound, 0.0
	s.askSite(site)
	clear(site.load)
	for n := site.units[0]; n < site.units[1]; n++ {
		usd += s.answerUnit(site, &ub.units[n])
		for _, mw := range ub.units[n].mw {
			most += mw
		}
	}
	for w := range site.windows {
		window, sum := &site.windows[w], 0.0
		for _, h := range window.hours {
			sum += window.price[h]
		}
		usd += bestSale(window.steps, 0, window.most, sum)
	}
	for k, price := range site.sold {
		counted := s.charge.plans[site.i].counted[k]
		steps := s.tierSteps(s.charges(s.p.Sites[site.i].Tariff), site.i, int32(k))
		usd += bestSale(steps, counted, counted+most, price)
	}
	return usd
}

// bestSale is the most that is earned by what lies between two amounts, bought at the prices of some steps and sold at
// another.
func bestSale(steps []dispatch.PriceStep, from, most, price float64) (usd float64) {
	for _, step := range steps {
		if to := min(step.UpTo, most); to > from {
			usd = max(usd, price*(to-from)-cost(steps, from, to))
		}
	}
	return usd
}

// answerUnit is the best of a unit at the prices at hand, USD. It books what that uses.
func (s *State) answerUnit(site *boundSite, u *boundUnit) (usd float64) {
	ub, states, stretches := &s.chargedUnits.unitBound, u.Cycle.States(), len(site.treads)-1
	ub.worth, ub.top, ub.chosen = resize(ub.worth, states), resize(ub.top, states), resize(ub.chosen, stretches*states)
	for len(ub.after) < stretches {
		ub.after = append(ub.after, nil)
	}
	for n := stretches - 1; n >= 0; n-- {
		ub.after[n] = append(ub.after[n][:0], ub.worth...)
		cycle := u.stretch(site.treads[n], site.treads[n+1])
		for k := range ub.top {
			ub.top[k] = math.Inf(-1)
		}
		for w := range s.waysOf(site, u, n) {
			copy(ub.worth, ub.after[n])
			s.switches.work.Back(ub.ways[w].value, cycle, ub.worth)
			for k, usd := range ub.worth {
				if usd > ub.top[k] {
					ub.top[k], ub.chosen[n*states+k] = usd, int32(w)
				}
			}
		}
		copy(ub.worth, ub.top)
	}
	usd = ub.worth[u.Cycle.State(u.From)]
	state := u.From
	for n := range stretches {
		s.waysOf(site, u, n)
		state = s.followUnit(site, u, n, &ub.ways[ub.chosen[n*states+u.Cycle.State(state)]], state)
	}
	return usd
}

// stretch are the rules of a unit in some hours in view.
func (u *boundUnit) stretch(from, to int) dispatch.Cycle {
	cycle := u.Cycle
	cycle.Starts = cycle.Starts[from:to]
	return cycle
}

// followUnit books what a unit does in a stretch of hours in one way, from a state, and returns the state after it.
func (s *State) followUnit(
	site *boundSite, u *boundUnit, n int, way *boundWay, state dispatch.CycleState,
) dispatch.CycleState {
	ub, from, to := &s.chargedUnits.unitBound, site.treads[n], site.treads[n+1]
	ub.blocks = resize(ub.blocks, to-from)
	s.switches.work.Follow(way.value, u.stretch(from, to), state, ub.after[n], ub.blocks)
	for h, b := range ub.blocks {
		state = u.Cycle.After(state, b)
		part := way.part[h] * float64(b) / float64(u.Cycle.Blocks)
		site.load[from+h] += part * u.mw[from+h]
		for _, g := range site.cells[from+h] {
			if g >= 0 {
				s.accord.groups[g].used += part * u.Energy[from+h]
			}
		}
	}
	return state
}

// waysOf lists what a unit may do in a stretch of hours, and returns how many ways there are.
func (s *State) waysOf(site *boundSite, u *boundUnit, n int) (ways int) {
	from, to := site.treads[n], site.treads[n+1]
	if site.at[from] < 0 {
		s.addWay(site, u, n, 0, math.Inf(1), math.Inf(1))
		return 1
	}
	least, bottom, narrow, most := math.Inf(1), 0.0, math.Inf(1), 0.0
	for h := from; h < to; h++ {
		if top := u.below[h] + u.mw[h]; u.mw[h] > 0 {
			least, bottom = min(least, u.below[h]), max(bottom, u.below[h])
			narrow, most = min(narrow, top), max(most, top)
		}
	}
	s.addWay(site, u, n, 0, -1, -1)
	switch {
	case !(most > 0):
		return 1
	case most-narrow <= rounding*most && bottom-least <= rounding*most: // what it earns is in proportion to the load
		s.addWay(site, u, n, 1, 0, 0)
		s.addWay(site, u, n, 2, most, most)
		return 3
	}
	for j := range levelWays {
		low, high := float64(j)/levelWays, float64(j+1)/levelWays
		s.addWay(site, u, n, j+1, least+low*(most-least), least+high*(most-least))
	}
	return levelWays + 1
}

// addWay enters one of these ways: with a load between two levels, +Inf for any and below zero for none, which is to be
// off.
func (s *State) addWay(site *boundSite, u *boundUnit, n, place int, low, high float64) {
	ub, from, to := &s.chargedUnits.unitBound, site.treads[n], site.treads[n+1]
	for len(ub.ways) <= place {
		ub.ways = append(ub.ways, boundWay{})
	}
	way := &ub.ways[place]
	way.value, way.part = resize(way.value, to-from), resize(way.part, to-from)
	for h := from; h < to; h++ {
		v := math.Inf(-1)
		if high >= 0 {
			v = site.worth(u, h)
		}
		part := 0.0
		if !math.IsInf(v, -1) {
			level := high
			if part = 1; v < 0 {
				level = low
			}
			if v < 0 && u.Shared != nil && u.Shared[h] {
				part = 0
			} else if !math.IsInf(level, 1) {
				part = min(1, max(0, (level-u.below[h])/u.mw[h]))
			}
			v *= part
		}
		way.value[h-from], way.part[h-from] = v, part
	}
}

// worth is what all of a unit earns in an hour at the prices at hand, USD; -Inf where it is forced off.
func (site *boundSite) worth(u *boundUnit, h int) float64 {
	v := u.Value[h]
	if !(u.mw[h] > 0) || math.IsInf(v, -1) {
		return math.Inf(-1)
	}
	v -= site.asks[h] * u.Energy[h]
	for w := site.at[h]; w >= 0; w = site.windows[w].parent {
		v -= site.windows[w].price[h] * u.mw[h]
	}
	if site.count[h] >= 0 {
		v -= site.sold[site.count[h]] * u.mw[h]
	}
	return v
}
