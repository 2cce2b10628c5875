package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// Charges is what a tariff prices beyond the MWh of each hour: the highest load of windows, and energy by how much
// there is already. Money is in USD.
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
	Steps               []dispatch.PriceStep // USD for each MW of the highest load; none at all are a price of zero
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
	From, To int     // hours on the axis, half open; trees stand in the order in which they begin
}

// Count is a set of hours whose energy is priced by how much there is already.
type Count struct {
	From, To int                  // hours on the axis, half open; counts stand in the order in which they begin
	Steps    []dispatch.PriceStep // MWh counted from the first hour, and USD/MWh on top of the price of the hour
	PerMW    []float64            // ends of the steps in MWh for each MW of the highest load, the lower end holds; nil for none
	FloorMW  float64              // the highest load that these ends take in any case
}

// chargePlan is how the operator of one site means to meet the charges of its tariff until he thinks again.
type chargePlan struct {
	mw       []float64 // by window: the highest load that is worth its price
	free     []float64 // by window: and would be if budgets asked nothing; 0 for no more than mw
	peak     []float64 // by window: the highest load so far, MW
	counted  []float64 // by count: MWh so far
	high     []float64 // by count: the highest load so far, MW
	tier     []tierPlan
	freeTier []tierPlan // and would be if budgets asked nothing
	hour     float64    // MWh in this hour
}

// chargeSpace is the memory of the plans.
type chargeSpace struct {
	peaks   dispatch.PeakSpace
	windows dispatch.Peaks
	answer  dispatch.PeakPlan
	tiers   dispatch.TierSpace
	count   dispatch.Tiers
	beyond  []dispatch.PriceStep // of the windows that are planned
	ends    []dispatch.PriceStep // of a count
	plans   []chargePlan         // by site
	sites   []int32              // that are invoiced
	tariffs []chargedTariff
	view    outlook
	turns   turns

	replanned []int32 // sites under budgets of which windows or tiers were planned in this hour
}

// chargedTariff is what of a tariff is open, and who pays it.
type chargedTariff struct {
	tree, count             int // the next to begin
	activeTree, activeCount []int32
	sites                   []int32
	turn                    int  // hour at which the next tree or count begins or ends
	online                  int  // hour at which the next of them comes online
	now                     bool // something is priced in this hour beyond its MWh
}

// charges returns what the tariff of a site prices beyond the MWh, in the money of the draw; nil for nothing.
func (s *State) charges(tariff int32) *Charges {
	list := s.p.charges(s.d)
	if list == nil {
		return nil
	}
	return list[tariff]
}

// charges returns what the tariffs price beyond the MWh in a draw, which prices all of it anew or nothing.
func (p *Problem) charges(d *Draw) []*Charges {
	if d.Price != nil {
		return d.Charges
	}
	return p.Charges
}

func (s *State) initialiseCharges() {
	sp := &s.charge
	sp.sites, sp.replanned = sp.sites[:0], sp.replanned[:0]
	s.chargedUnits.alone = resize(s.chargedUnits.alone, len(s.p.Sites))
	if len(sp.plans) < len(s.p.Sites) {
		sp.plans = append(sp.plans, make([]chargePlan, len(s.p.Sites)-len(sp.plans))...)
	}
	if len(sp.tariffs) < len(s.p.Price) {
		sp.tariffs = append(sp.tariffs, make([]chargedTariff, len(s.p.Price)-len(sp.tariffs))...)
	}
	for j := range sp.tariffs {
		c := &sp.tariffs[j]
		*c = chargedTariff{activeTree: c.activeTree[:0], activeCount: c.activeCount[:0], sites: c.sites[:0]}
	}
	for i := range s.p.Sites {
		site := &s.p.Sites[i]
		if !site.Invoiced {
			continue
		}
		sp.sites = append(sp.sites, int32(i))
		plan := &sp.plans[i]
		plan.hour = 0
		ch := s.charges(site.Tariff)
		if ch == nil {
			continue
		}
		sp.tariffs[site.Tariff].sites = append(sp.tariffs[site.Tariff].sites, int32(i))
		plan.mw = resize(plan.mw, len(ch.Windows))
		for w := range plan.mw {
			plan.mw[w] = math.Inf(1)
		}
		plan.free = resize(plan.free, len(ch.Windows))
		plan.peak = resize(plan.peak, len(ch.Windows))
		plan.counted = resize(plan.counted, len(ch.Counts))
		plan.high = resize(plan.high, len(ch.Counts))
		plan.tier, plan.freeTier = resize(plan.tier, len(ch.Counts)), resize(plan.freeTier, len(ch.Counts))
	}
}

// closeHour books the load of the hour that ends for the supplier.
func (s *State) closeHour(t int) {
	for _, i := range s.charge.sites {
		plan := &s.charge.plans[i]
		mwh := plan.hour
		plan.hour = 0
		if load := s.tr.SiteMWh[i]; load != nil {
			load[t] = mwh
		}
		j := s.p.Sites[i].Tariff
		if !s.charge.tariffs[j].now {
			continue
		}
		ch := s.charges(j)
		if ch.Leaf != nil {
			for w := ch.Leaf[t]; w >= 0; w = ch.Windows[w].Parent {
				plan.peak[w] = max(plan.peak[w], mwh)
			}
		}
		if ch.Of != nil && ch.Of[t] >= 0 {
			k := ch.Of[t]
			plan.counted[k] += mwh
			plan.high[k] = max(plan.high[k], mwh)
		}
	}
}

// planCharges makes the plans that are due at the start of hour t: of windows and counts that begin, of all that
// are open after a retarget, and of all that are open when a site comes online.
func (s *State) planCharges(t int, again bool) {
	if len(s.accord.list) > 0 {
		s.planAccords(t, again)
	}
	for j := range s.p.Price {
		c := &s.charge.tariffs[j]
		if len(c.sites) == 0 {
			continue
		}
		ch := s.charges(int32(j))
		began := c.advance(ch, t)
		c.now = ch.Leaf != nil && ch.Leaf[t] >= 0 || ch.Of != nil && ch.Of[t] >= 0
		if !began && !again && t < c.online && len(c.activeCount) == 0 {
			continue
		}
		c.online = s.p.Hours
		for _, i := range c.sites {
			site := &s.p.Sites[i]
			if t < site.Online {
				c.online = min(c.online, site.Online)
				continue
			}
			switch {
			case s.look == Myopic:
			case t == site.Online || again && s.look == Rolling:
				s.planApartAt(ch, int(i), t, c.activeTree, c.activeCount)
			case began:
				s.planApartAt(ch, int(i), t, c.begunTrees(ch, t), c.begunCounts(ch, t))
			}
			for _, k := range c.activeCount {
				s.stand(ch, int(i), k)
			}
		}
	}
}

// advance moves on to hour t and tells whether a tree or a count begins there.
func (c *chargedTariff) advance(ch *Charges, t int) (began bool) {
	if t < c.turn {
		return false
	}
	c.activeTree = slices.DeleteFunc(c.activeTree, func(r int32) bool { return ch.Trees[r].To <= t })
	for c.tree < len(ch.Trees) && ch.Trees[c.tree].From <= t {
		c.activeTree = append(c.activeTree, int32(c.tree))
		c.tree++
		began = true
	}
	c.activeCount = slices.DeleteFunc(c.activeCount, func(k int32) bool { return ch.Counts[k].To <= t })
	for c.count < len(ch.Counts) && ch.Counts[c.count].From <= t {
		c.activeCount = append(c.activeCount, int32(c.count))
		c.count++
		began = true
	}
	c.turn = math.MaxInt
	for _, r := range c.activeTree {
		c.turn = min(c.turn, ch.Trees[r].To)
	}
	for _, k := range c.activeCount {
		c.turn = min(c.turn, ch.Counts[k].To)
	}
	if c.tree < len(ch.Trees) {
		c.turn = min(c.turn, ch.Trees[c.tree].From)
	}
	if c.count < len(ch.Counts) {
		c.turn = min(c.turn, ch.Counts[c.count].From)
	}
	return began
}

// begunTrees returns the open trees that begin at hour t; they are the last ones.
func (c *chargedTariff) begunTrees(ch *Charges, t int) []int32 {
	k := len(c.activeTree)
	for k > 0 && ch.Trees[c.activeTree[k-1]].From == t {
		k--
	}
	return c.activeTree[k:]
}

// begunCounts returns the open counts that begin at hour t; they are the last ones.
func (c *chargedTariff) begunCounts(ch *Charges, t int) []int32 {
	k := len(c.activeCount)
	for k > 0 && ch.Counts[c.activeCount[k-1]].From == t {
		k--
	}
	return c.activeCount[k:]
}

// charging is the plan of site i for hour t: of the count that holds the hour (nil for none) and of the highest load
// (+Inf where none is priced).
func (s *State) charging(i, t int) (tier *tierPlan, worthMW float64) {
	worthMW = math.Inf(1)
	if !s.p.Sites[i].Charged {
		return nil, worthMW
	}
	ch, plan := s.charges(s.p.Sites[i].Tariff), &s.charge.plans[i]
	if ch == nil {
		return nil, worthMW
	}
	if ch.Of != nil && ch.Of[t] >= 0 {
		tier = &plan.tier[ch.Of[t]]
	}
	if ch.Leaf != nil && ch.Leaf[t] >= 0 {
		worthMW = plan.mw[ch.Leaf[t]]
	}
	return tier, worthMW
}
