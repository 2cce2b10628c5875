package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// Machines that it costs something to switch run under the highest loads and tiers that are planned for their site,
// and what these should be depends on the schedules. So several are tried: under each the units are planned, with their
// budgets or without, and what the schedules reach and count is paid. The best is carried out.

// chargedUnits is the memory of that: of the sites of a root with budgets, or of one site without.
type chargedUnits struct {
	root       int32 // -1 for none
	pl         *plan // of it
	t, to, end int   // hours in view: of budgets, and of schedules
	sites      []chargedSite
	blocks     int // see chargedSite
	value      float64
	bound      float64     // of the value, for perfect foresight
	best       loadsAtHand // of this value, USD
	before     loadsAtHand
	moved      loadsAtHand
	gain       []float64 // by block: what it comes to with the loads at hand, USD
	reach      []float64 // by window of all sites: the highest load that a plan comes to
	energy     []float64 // by count of all sites: MWh that a plan comes to
	load       []float64 // by hour in view, MW
	plans      []dispatch.CyclePlan
	spare      *crossPlan // the plan of the root under other loads
	alone      []bool     // by site without budgets: its loads are planned to the end of the path
	left       int        // plans that may be tried
	hasty      bool       // with less work for each
	unitBound
}

// chargedSite is a site that pays charges. Its trees or its counts are blocks that may be planned one way or another by
// themselves; where it has both all are one.
type chargedSite struct {
	i               int32
	windows, counts int       // the first among those of all sites
	ofTree, ofCount []int     // blocks
	asks            []float64 // by hour in view: what budgets ask of what counts as 1, USD, by the first plan
}

// loadsAtHand are highest loads and tiers of the sites, one after the other, and what comes of them.
type loadsAtHand struct {
	mw, reach, gain []float64
	tier            []tierPlan
}

// Work for the plans that are tried under other loads, in hours and states of units, and the most plans.
const (
	unitsWork   = 3_000_000
	aloneWork   = 500_000 // of who rolls, without budgets
	mostCharged = 12
)

// chargedRoot says whether the units under root r are planned with charges: they are in an accord.
func (s *State) chargedRoot(r int32) bool { return s.inAccord(r) && s.joins(r) }

// solveCharged finds the plan of root r for the hours from t up to to as solveJoint does, under the best of several
// highest loads and tiers. Who rolls takes those of the accord.
func (s *State) solveCharged(r int32, pl *plan, t, to int, resumed bool) {
	cu := &s.chargedUnits
	cu.root, cu.pl, cu.t, cu.to, cu.end = r, pl, t, to, s.unitsTo(r, to)
	pl.idle = false // under other loads more may run
	s.beginCrossing(pl, r, t, to)
	if cu.spare == nil {
		cu.spare = new(crossPlan)
	}
	cu.spare.switched.Rung = dispatch.Threshold // its multipliers are of something else
	s.beginCharged(s.p.Budgets.Roots[r].Sites)
	s.tryUnits(resumed)
	if s.unplanned != nil {
		return
	}
	if s.look == Perfect {
		s.askCharged()
		pl.cross, cu.spare = cu.spare, pl.cross
		s.boundUnits()
		pl.cross, cu.spare = cu.spare, pl.cross
		s.searchUnits(unitsWork)
	}
	if s.unplanned != nil {
		return
	}
	pl.cross, cu.spare = cu.spare, pl.cross
	s.proveUnits()
	s.askFrom(r)
	s.endCharged()
	s.carryJoint(r, pl, t, to)
}

// beginCharged begins with some sites.
func (s *State) beginCharged(sites []int32) {
	cu := &s.chargedUnits
	cu.sites, cu.blocks, cu.value = cu.sites[:0], 0, math.Inf(-1)
	windows, counts := 0, 0
	for _, i := range sites {
		ch := s.charges(s.p.Sites[i].Tariff)
		if !s.p.Sites[i].Charged || ch == nil {
			continue
		}
		cu.sites = grown(cu.sites)
		site := &cu.sites[len(cu.sites)-1]
		site.i, site.windows, site.counts = i, windows, counts
		site.ofTree, site.ofCount = resize(site.ofTree, len(ch.Trees)), resize(site.ofCount, len(ch.Counts))
		site.asks = resize(site.asks, cu.end-cu.t)
		both := len(ch.Trees) > 0 && len(ch.Counts) > 0
		for _, list := range [2][]int{site.ofTree, site.ofCount} {
			for k := range list {
				if list[k] = cu.blocks; !both {
					cu.blocks++
				}
			}
		}
		if both {
			cu.blocks++
		}
		windows, counts = windows+len(ch.Windows), counts+len(ch.Counts)
	}
	cu.gain = resize(cu.gain, cu.blocks)
	cu.reach, cu.energy = resize(cu.reach, windows), resize(cu.energy, counts)
}

// endCharged returns to the best loads, and to the units as they begin under them.
func (s *State) endCharged() {
	cu := &s.chargedUnits
	s.takeLoads(&cu.best)
	for n := range cu.sites {
		if i := cu.sites[n].i; cu.t == 0 && s.unitsOf(i) {
			s.begin(int(i))
		}
	}
}

// unitsOf says whether it costs something to switch the machines of site i, each by a schedule.
func (s *State) unitsOf(i int32) bool { return s.p.Sites[i].cycled() }

// cycled says whether it costs something to switch the machines of a site.
func (s *Site) cycled() bool { return s.Cycle != nil && !s.Cycle.Free() }
