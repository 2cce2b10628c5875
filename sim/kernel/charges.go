package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// Charges is what a tariff prices beyond the MWh of each hour: the highest load of windows, and energy by how much there
// is already. Money is in USD.
type Charges struct {
	Windows []Window // laminar: any two are nested or disjoint
	Leaf    []int32  // [hour] the smallest window that holds the hour, -1 for none; nil without windows
	Trees   []PeakTree
	Counts  []Count
	Of      []int32 // [hour] the count that holds the hour, -1 for none; nil without counts
}

// Window is a set of hours whose highest load is priced once.
type Window struct {
	Parent, Tree, Local int32                // the smallest window around it (-1: none), its tree, and its place there
	Steps               []dispatch.PriceStep // USD for each MW of the highest load
	FloorMW             float64              // billed in any case
	Held                []Held
}

// Held keeps a share of the highest loads of windows before billed.
type Held struct {
	Share   float64
	Windows []int32
}

// PeakTree is windows that lie in one another: they are planned as one.
type PeakTree struct {
	Windows  []int32 // parents before their children
	From, To int     // hours on the axis, half open
}

// Count is a set of hours whose energy is priced by how much there is already.
type Count struct {
	From, To int                  // hours on the axis, half open
	Steps    []dispatch.PriceStep // MWh counted from the first hour, and USD/MWh on top of the price of the hour
	PerMW    []float64            // ends of the steps in MWh for each MW of the highest load, the lower end holds; nil for none
}

// chargePlan is how the operator of one site means to meet the charges of its tariff until he thinks again.
type chargePlan struct {
	mw        []float64 // by window: the highest load that is worth its price
	peak      []float64 // by window: the highest load so far, MW
	counted   []float64 // by count: MWh so far
	tier      []tierPlan
	hour      float64 // MWh in this hour
	hashprice float64 // USD/PH/day for which the windows in force were planned
}

// tierPlan is the price of one count.
type tierPlan struct {
	dispatch.TierPlan
	next      float64 // USD/MWh, of the tier in which the count stands
	hashprice float64 // USD/PH/day it was made for; -1 where it is that of each hour
}

// chargeSpace is the memory of the plans.
type chargeSpace struct {
	peaks   dispatch.PeakSpace
	windows dispatch.Peaks
	answer  dispatch.PeakPlan
	tiers   dispatch.TierSpace
	count   dispatch.Tiers
	steps   []dispatch.PriceStep
	next    []treeCursor // by tariff
	plans   []chargePlan // by site
	charged []int32      // sites that are invoiced
	load    []standing
}

// treeCursor goes through the trees and counts of a tariff in time.
type treeCursor struct {
	tree, count             int
	activeTree, activeCount []int32
}

// charges returns what the tariff of a site prices beyond the MWh, in the money of the draw; nil for nothing.
func (s *State) charges(tariff int32) *Charges {
	if s.d.Charges != nil {
		return s.d.Charges[tariff]
	}
	if s.p.Charges == nil {
		return nil
	}
	return s.p.Charges[tariff]
}

func (s *State) initialiseCharges() {
	sp := &s.charge
	sp.charged = sp.charged[:0]
	if len(sp.plans) < len(s.p.Sites) {
		sp.plans = make([]chargePlan, len(s.p.Sites))
	}
	if len(sp.next) < len(s.p.Price) {
		sp.next = make([]treeCursor, len(s.p.Price))
	}
	for j := range sp.next {
		c := &sp.next[j]
		*c = treeCursor{activeTree: c.activeTree[:0], activeCount: c.activeCount[:0]}
	}
	for i := range s.p.Sites {
		site := &s.p.Sites[i]
		if !site.Invoiced {
			continue
		}
		sp.charged = append(sp.charged, int32(i))
		plan := &sp.plans[i]
		plan.hour = 0
		ch := s.charges(site.Tariff)
		if ch == nil {
			continue
		}
		plan.mw = resize(plan.mw, len(ch.Windows))
		for w := range plan.mw {
			plan.mw[w] = math.Inf(1)
		}
		plan.peak = resize(plan.peak, len(ch.Windows))
		plan.counted = resize(plan.counted, len(ch.Counts))
		plan.tier = resize(plan.tier, len(ch.Counts))
	}
}

// closeHour books the load of the hour that ends for the supplier.
func (s *State) closeHour(t int) {
	for _, i := range s.charge.charged {
		plan := &s.charge.plans[i]
		mwh := plan.hour
		plan.hour = 0
		s.tr.SiteMWh[i][t] = mwh
		ch := s.charges(s.p.Sites[i].Tariff)
		if ch == nil {
			continue
		}
		if ch.Leaf != nil {
			for w := ch.Leaf[t]; w >= 0; w = ch.Windows[w].Parent {
				plan.peak[w] = max(plan.peak[w], mwh)
			}
		}
		if ch.Of != nil && ch.Of[t] >= 0 {
			plan.counted[ch.Of[t]] += mwh
		}
	}
}

// planCharges makes the plans that are due at the start of hour t: of windows and counts that begin, of all that are open
// after a retarget, and of all that are open when a site comes online.
func (s *State) planCharges(t int, again bool) {
	for j := range s.p.Price {
		ch := s.charges(int32(j))
		if ch == nil {
			continue
		}
		c := &s.charge.next[j]
		began := c.advance(ch, t)
		for _, i := range s.charge.charged {
			site := &s.p.Sites[i]
			if int(site.Tariff) != j || t < site.Online {
				continue
			}
			switch {
			case s.look == Myopic:
				s.nextTiers(ch, c, int(i))
			case t == site.Online || again && s.look == Rolling:
				s.planSite(ch, int(i), t, c.activeTree, c.activeCount)
			case began:
				s.planSite(ch, int(i), t, c.begunTrees(ch, t), c.begunCounts(ch, t))
			default:
				s.nextTiers(ch, c, int(i))
			}
		}
	}
}

// advance moves the cursor to hour t and tells whether a tree or a count begins there.
func (c *treeCursor) advance(ch *Charges, t int) (began bool) {
	kept := c.activeTree[:0]
	for _, r := range c.activeTree {
		if t < ch.Trees[r].To {
			kept = append(kept, r)
		}
	}
	c.activeTree = kept
	for c.tree < len(ch.Trees) && ch.Trees[c.tree].From <= t {
		c.activeTree = append(c.activeTree, int32(c.tree))
		c.tree++
		began = true
	}
	kept = c.activeCount[:0]
	for _, k := range c.activeCount {
		if t < ch.Counts[k].To {
			kept = append(kept, k)
		}
	}
	c.activeCount = kept
	for c.count < len(ch.Counts) && ch.Counts[c.count].From <= t {
		c.activeCount = append(c.activeCount, int32(c.count))
		c.count++
		began = true
	}
	return began
}

// begunTrees returns the open trees that begin at hour t; they are the last ones.
func (c *treeCursor) begunTrees(ch *Charges, t int) []int32 {
	k := len(c.activeTree)
	for k > 0 && ch.Trees[c.activeTree[k-1]].From == t {
		k--
	}
	return c.activeTree[k:]
}

// begunCounts returns the open counts that begin at hour t; they are the last ones.
func (c *treeCursor) begunCounts(ch *Charges, t int) []int32 {
	k := len(c.activeCount)
	for k > 0 && ch.Counts[c.activeCount[k-1]].From == t {
		k--
	}
	return c.activeCount[k:]
}

// charging is the plan of site i for this hour: of the count that holds the hour (nil for none) and of the highest load.
func (s *State) charging(i int) (tier *tierPlan, worthMW float64) {
	site := &s.p.Sites[i]
	if !site.Charged {
		return nil, math.Inf(1)
	}
	ch, plan := s.charges(site.Tariff), &s.charge.plans[i]
	if ch.Of != nil && ch.Of[s.t] >= 0 {
		tier = &plan.tier[ch.Of[s.t]]
	}
	worthMW = math.Inf(1)
	if ch.Leaf != nil && ch.Leaf[s.t] >= 0 {
		worthMW = plan.mw[ch.Leaf[s.t]]
	}
	return tier, worthMW
}

// part is how much of a tranche the price of its tier lets run, 0 to 1: what the plan wants, unless the hashprice has
// fallen so far since that it does not even pay for the tier in which the count stands. The margin is before tiers, the
// break-even at the PUE of the hour.
func (t *tierPlan) part(margin, breakEven, price float64) float64 {
	if !(margin > min(t.Price, t.next)) {
		return 0
	}
	planned := margin
	if t.hashprice >= 0 {
		planned = t.hashprice/breakEven - price
	}
	switch {
	case planned > t.Price:
		return 1
	case planned == t.Price:
		return t.Share
	}
	return 0
}
