package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// jointUnits are the tranches of a cluster that it costs something to switch, those of sites that may break budgets
// first, and the memory of their plans.
type jointUnits struct {
	units    []jointUnit
	whole    []float64               // by period: what whole blocks can use of its budget, MWh as it counts
	ties     int                     // prices of what two units of a site do apart, see jointSite.tie
	pulls    [][]float64             // those of the plan before, by unit of a site and group of the problem
	alive    []int                   // families with budgets in view
	joined   []dispatch.SwitchedUnit // as they run where some periods are broken
	standing []*dispatch.Tree
	leaf     [][]int32 // of the items, by family in alive
	switched dispatch.SwitchedPlan
	schedule [][]int   // by unit, of the best choice
	ceiling  float64   // what no use of the budgets passes in the choice that was played last
	ceilings []float64 // by choice that was played
	agreed   [][]int   // schedules of the units of a root
	fully    []bool    // by choice: with all the effort that may be spent
	choice   int       // the one at hand
	apart    bool      // as if nothing were switched: there are no units
	hint     []bool    // by period: the choice of a plan that was made so, played first
	warmed   []float64 // by group: the prices of the plan before that was made so
	worth    []float64 // of states of a unit, while they are looked at
	hourly   []float64 // value of the hours of a period
	blocks   []int
	slack    []float64 // by group in view: what is left of the budgets over which recursions go
	torn     []float64 // by tie: what the answer leaves of it
	broke    []float64 // by period: the part of its site that breaks it
	single   []float64 // energy of the blocks that a period holds
	jointCounts
}

// jointUnit is one of them. Each decides for itself which periods of its site it breaks, with its part of fines and
// budgets: the sum of their best is a bound, which ties make the same as if they were one.
type jointUnit struct {
	unit  dispatch.SwitchedUnit // as if nothing were broken, by hour in view
	site  int                   // in jointSpace.sites, -1 where it breaks nothing
	i     int                   // its site, of the problem
	nth   int                   // its tranche
	last  bool
	part  float64      // of its site
	cell  []int32      // by hour in view
	worth []float64    // by hour, USD, at prices
	usd   float64      // from the first hour on, at prices
	ways  [2][]float64 // ahead, if the period is kept, and broken
	ahead []float64    // by period, state of the site, count and state of the unit: the best from there on
	back  []float64    // the same: the best up to there
	force [2][]float64
	plan  dispatch.CyclePlan
}

// viewUnits takes the tranches of site i as units, if it costs something to switch them; n is its place in sites, -1
// for none. It says whether it does.
func (s *State) viewUnits(j *jointSpace, i, n int) bool {
	units, _ := s.switched(i)
	site := &s.p.Sites[i]
	if units == nil || site.Cycle == nil || j.apart {
		return false
	}
	if j.t == 0 {
		s.begin(i)
	}
	s.value(i, j.t, j.to)
	for k := range units {
		at := len(j.units)
		if at == cap(j.units) {
			j.units = append(j.units, jointUnit{})
		} else {
			j.units = j.units[:at+1]
		}
		u := &j.units[at]
		u.i, u.site, u.nth, u.last, u.part = i, n, k, k == len(units)-1, 1/float64(len(units))
		if all := site.RatedMW; all > 0 && len(units) > 1 {
			u.part = site.Tranches[k].MW / tranchesMW(site)
		}
		s.fillUnit(&u.unit, i, k, j.t, j.to)
		s.viewLeaves(j, u, site.Class)
	}
	if n >= 0 {
		j.sites[n].units = [2]int{len(j.units) - len(units), len(j.units)}
		j.sites[n].tie, j.ties = j.ties, j.ties+(len(units)-1)*j.sites[n].periods
		s.viewWhole(j, &j.sites[n])
		s.viewCounts(j, &j.sites[n])
	}
	return true
}

// viewWhole finds what the units of a site can use of its budgets.
func (s *State) viewWhole(j *jointSpace, js *jointSite) {
	b := s.breachOf(js)
	for len(j.whole) < len(j.vars) {
		j.whole = append(j.whole, 0)
	}
	for v := js.var0; v < js.var0+js.periods; v++ {
		j.single = j.single[:0]
		group := &s.p.Budgets.Groups[b.Groups[j.vars[v].period]]
		for n := js.units[0]; n < js.units[1]; n++ {
			u := &j.units[n]
			for h := max(0, group.From-j.t); h < min(group.To, j.to)-j.t; h++ {
				if e := u.uses(h, 1); b.Of[j.t+h] == j.vars[v].period && e > 0 {
					if j.single = append(j.single, e); u.shares(h) {
						j.single = append(j.single, e/math.Pi) // no number of blocks
					}
				}
			}
		}
		j.whole[v] = dispatch.Whole(j.roomOf(int(j.vars[v].group)), j.single)
	}
}

// tranchesMW is the power of all tranches of a site.
func tranchesMW(site *Site) (mw float64) {
	for k := range site.Tranches {
		mw += site.Tranches[k].MW
	}
	return mw
}

// viewLeaves finds the budgets around the hours of a unit.
func (s *State) viewLeaves(j *jointSpace, u *jointUnit, class int32) {
	u.cell = u.cell[:0]
	cell := -1
	for h := j.t; h < j.to; h++ {
		s.viewCell(j, class, h, &cell)
		u.cell = append(u.cell, int32(cell))
	}
	for len(u.unit.Leaf) < len(j.alive) {
		u.unit.Leaf = append(u.unit.Leaf, nil)
	}
	u.unit.Leaf = u.unit.Leaf[:len(j.alive)]
	for a, f := range j.alive {
		u.unit.Leaf[a] = u.unit.Leaf[a][:0]
		for _, c := range u.cell {
			u.unit.Leaf[a] = append(u.unit.Leaf[a], j.leaves[f][c])
		}
	}
}

// inside says whether group q is a period over which the recursions of units go: its multiplier is theirs.
func (j *jointSpace) inside(q int) bool {
	v := j.varOf[q]
	return v >= 0 && j.sites[j.vars[v].site].switched() && j.primary(int(v))
}

// switched says whether the tranches of a site are units.
func (js *jointSite) switched() bool { return js.units[1] > js.units[0] }

// priceUnit takes what the prices ask off the value of a unit, and the hours in which its site stands still.
func (j *jointSpace) priceUnit(u *jointUnit, dark []bool) {
	u.worth = append(u.worth[:0], u.unit.Value...)
	for h, c := range u.cell {
		u.worth[h] -= j.cells[c] * u.unit.Energy[h]
		if dark != nil && dark[h] {
			u.worth[h] = math.Inf(-1)
		}
	}
}

// shares says whether any part of what is on of a unit may run in an hour in view.
func (u *jointUnit) shares(h int) bool { return u.unit.Shared != nil && u.unit.Shared[h] }

// boundOther is the best of a unit whose site breaks nothing, at prices, USD.
func (s *State) boundOther(j *jointSpace, u *jointUnit) float64 {
	j.priceUnit(u, nil)
	for h, usd := range u.worth {
		if u.shares(h) && usd < 0 && !math.IsInf(usd, -1) {
			u.worth[h] = 0
		}
	}
	s.switches.work.Solve(u.worth, u.unit.Cycle, u.unit.From, &u.plan)
	for h, b := range u.plan.Blocks {
		if b > 0 && !(u.shares(h) && u.worth[h] == 0) {
			j.use[u.cell[h]] += u.uses(h, b)
		}
	}
	j.spent += len(u.worth) * u.unit.Cycle.States()
	return u.plan.Value
}

// uses is what so many blocks use in an hour in view, as budgets count.
func (u *jointUnit) uses(h, blocks int) float64 {
	return u.unit.Energy[h] * float64(blocks) / float64(u.unit.Cycle.Blocks)
}

// oblige settles that the periods are broken whose budgets have no room for the hours for which units must still stay
// on: they were started in the belief that they will be, and keeping the budget would stop them at once.
func (s *State) oblige(j *jointSpace) {
	for n := range j.sites {
		js := &j.sites[n]
		for v := js.vars[0]; v < js.vars[1] && js.switched(); v++ {
			x := &j.vars[v]
			planned := s.breach.lifted[s.p.Sites[js.i].Breaches[x.breach].Groups[x.period]]
			if planned && j.fix[v] == undecided && s.owed(j, js, x) > j.roomOf(int(x.group))*(1+rounding) {
				j.fix[v] = breaks
			}
		}
	}
}

// owed is what the units of a site must still use in a period, as its budget counts.
func (s *State) owed(j *jointSpace, js *jointSite, x *jointVar) (sum float64) {
	b := &s.p.Sites[js.i].Breaches[x.breach]
	for n := js.units[0]; n < js.units[1]; n++ {
		u := &j.units[n]
		state := u.unit.From
		for h := 0; h < len(u.cell) && state.Blocks > 0 && !math.IsInf(u.unit.Value[h], -1); h++ {
			least := s.p.Sites[js.i].Cycle.least(state.Blocks, state.Owed)
			if b.Of[j.t+h] == x.period && !u.shares(h) {
				sum += u.uses(h, least)
			}
			state = u.unit.Cycle.After(state, least)
		}
	}
	return sum
}
