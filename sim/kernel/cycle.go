package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// Cycle is what it takes to switch the machines of a site. Each tranche is a unit of equal blocks.
type Cycle struct {
	Limit            int32
	Up, Down         int     // hours that a unit stays on and off at least
	StartPerMW       float64 // of the limit's currency, for each MW of machines that is switched on
	ColdHours        float64 // hours of full revenue that a start loses besides
	Blocks           int     // of a unit, 1 or more
	RampUp, RampDown int     // blocks by which it may change from one hour to the next; 0: any
}

// cycleAhead is how many hours the rolling operator plans ahead when he switches machines, every UTC midnight and
// after each retarget, and after the hours of the budgets that he plans: as long as 2016 blocks take, because the
// hashprice after the next retarget is not today's.
const cycleAhead = 14 * 24

// cycleState is a unit with its plan.
type cycleState struct {
	state dispatch.CycleState
	plan  dispatch.CyclePlan
	share []float64 // by hour of a joint plan: how much of the blocks that are on runs
	part  float64   // of them in this hour
}

// cyclePlan is when the units of a site were planned.
type cyclePlan struct {
	from, to int  // hours of the plan, half open
	joint    bool // it was made together with the budgets, and holds until they are planned again
	stale    bool // something else came of it
}

// cycleSpace is the memory of those plans.
type cycleSpace struct {
	work   dispatch.CycleSpace
	plans  []cyclePlan // by place in switchSpace.cycles
	values []float64   // by tranche, then hour, USD; -Inf where a rule forces it off
	energy []float64   // the same, MWh
	prices []float64   // hashprice with which the hour begins
	starts []float64   // by hour, USD
}

// switchCycles switches the units of all sites for hour t.
func (s *State) switchCycles(t int, again bool) {
	sp := &s.switches
	for n, i := range sp.cycles {
		site, plan := &s.p.Sites[i], &sp.plans[n]
		if t < site.Online {
			continue
		}
		units, _ := s.switched(int(i))
		together := plan.joint && t < plan.to
		if t == 0 && !together {
			s.begin(int(i))
		}
		switch {
		case together: // carried out as it is
		case s.look == Myopic:
			s.value(int(i), t, t+1)
			for k := range units {
				s.switchTo(int(i), k, site.Cycle.greedy(units[k].state, sp.values[k]))
			}
			continue
		case t >= plan.to || plan.stale || s.look == Rolling && (again || t > 0 && s.p.Day[t] != s.p.Day[t-1]):
			s.planCycle(int(i), t, plan)
		case site.Class >= 0:
			s.stopShort(int(i), t, plan) // the power of this hour was not known
		}
		for k := range units {
			u := &units[k]
			s.switchTo(int(i), k, u.plan.Blocks[t-plan.from])
			if together && s.look != Myopic {
				u.part = u.share[t-plan.from]
			}
		}
	}
}

// stopShort takes out of the schedule of site i what the power that sites share in hour t does not let run.
func (s *State) stopShort(i, t int, plan *cyclePlan) {
	s.value(i, t, t+1)
	units, _ := s.switched(i)
	for k := range units {
		b := &units[k].plan.Blocks[t-plan.from]
		if *b > 0 && math.IsInf(s.switches.values[k], -1) {
			*b, plan.stale = 0, true
		}
	}
}

// halt stops the units that were on in the hour before t and drew nothing in it, because nothing was left for them:
// a window that begins in the middle of their schedule may not be worth its price.
func (s *State) halt(t int) {
	sp := &s.switches
	for n, i := range sp.cycles {
		units, _ := s.switched(int(i))
		for k := range units {
			if u := &units[k]; t > 0 && u.state.Blocks > 0 && !u.drew {
				u.state = dispatch.CycleState{Owed: max(0, s.p.Sites[i].Cycle.Down-1)}
				sp.plans[n].stale = true
			}
		}
	}
}

// begin lets the machines of site i that stood before hour 0 be on if that hour pays: they have been started before.
func (s *State) begin(i int) {
	if s.p.Sites[i].Online > 0 {
		return
	}
	units, _ := s.switched(i)
	s.value(i, 0, 1)
	for k := range units {
		if units[k].state.Blocks = 0; s.switches.values[k] > 0 {
			units[k].state.Blocks = s.p.Sites[i].Cycle.Blocks
		}
	}
}

// greedy is how many blocks are on in an hour that is worth so much, for one who sees no other hour.
func (c *Cycle) greedy(from dispatch.CycleState, usd float64) int {
	up, down := c.Blocks, c.Blocks
	if c.RampUp > 0 {
		up = c.RampUp
	}
	if c.RampDown > 0 {
		down = c.RampDown
	}
	switch least := max(0, from.Blocks-down); {
	case math.IsInf(usd, -1), from.Blocks == 0 && (usd <= 0 || from.Owed > 0):
		return 0
	case usd > 0:
		return min(c.Blocks, from.Blocks+up)
	case from.Owed > 0:
		return max(1, least)
	default:
		return least
	}
}

// planOf is the root of the budgets that hold site i in an hour, -1 for none, and its plan, nil for one that has
// not begun.
func (s *State) planOf(i, t int) (r int32, pl *plan) {
	site, b := &s.p.Sites[i], s.p.Budgets
	if site.Class < 0 {
		return -1, nil
	}
	g := s.anyLeaf(site.Class, t)
	if g < 0 {
		return -1, nil
	}
	r = b.Groups[g].Root
	return r, s.budget.of[r]
}

// planCycle plans the units of site i from hour t on, which no budget of more than an hour holds back. Perfect
// foresight plans to the end of the horizon, but where the power of an hour is shared, which is not known before.
func (s *State) planCycle(i, t int, plan *cyclePlan) {
	site, sp := &s.p.Sites[i], &s.switches
	*plan = cyclePlan{from: t, to: min(t+cycleAhead, s.p.Hours)}
	if s.look == Perfect && (site.Class < 0 || s.scheduled(i)) {
		plan.to = s.p.Hours
	}
	n := plan.to - t
	s.planWhole(i, t)
	s.value(i, t, plan.to)
	units, _ := s.switched(i)
	for k := range units {
		if sp.steady(&units[k], site.Cycle, sp.values[k*n:(k+1)*n]) {
			continue
		}
		c := site.Cycle.unit()
		sp.starts = s.startsUSD(i, k, t, plan.to, sp.starts[:0])
		c.Starts = sp.starts
		sp.work.Solve(sp.values[k*n:(k+1)*n], c, units[k].state, &units[k].plan)
	}
}

// startsUSD appends what it costs to start all of tranche k of site i in the hours from from up to to that were
// valued last.
func (s *State) startsUSD(i, k, from, to int, starts []float64) []float64 {
	for h := from; h < to; h++ {
		month := s.month
		if s.look == Perfect {
			month = int(s.p.Month[h])
		}
		starts = append(starts, s.startUSD(i, k, s.switches.prices[h-from], month))
	}
	return starts
}

// steady plans a unit that is on as a whole and earns in every hour, or off and earns in none: it stays so. It
// reports whether that was all.
func (sp *cycleSpace) steady(u *switching, c *Cycle, values []float64) bool {
	all := u.state.Blocks
	if all > 0 && all < c.Blocks {
		return false
	}
	for _, usd := range values {
		if usd > 0 != (all > 0) {
			return false
		}
	}
	u.plan.Blocks = resize(u.plan.Blocks, len(values))
	for h := range u.plan.Blocks {
		u.plan.Blocks[h] = all
	}
	return true
}

// Free says that switching takes nothing.
func (c *Cycle) Free() bool {
	return c.Up <= 1 && c.Down <= 1 && c.StartPerMW == 0 && c.ColdHours == 0 && c.RampUp == 0 && c.RampDown == 0
}

// unit are the rules of a unit, without what a start costs.
func (c *Cycle) unit() dispatch.Cycle {
	return dispatch.Cycle{Up: c.Up, Down: c.Down, Blocks: c.Blocks, RampUp: c.RampUp, RampDown: c.RampDown}
}

// startUSD is what it costs to start all of tranche k of site i at a hashprice: of the machines that the connection
// feeds.
func (s *State) startUSD(i, k int, hashprice float64, month int) float64 {
	site := &s.p.Sites[i]
	open, mw := site.PowerMW, 0.0
	for j := range k + 1 {
		mw = min(site.Tranches[j].MW, open)
		open = left(open, mw, site.PowerMW)
	}
	c := site.Cycle
	return mw * (c.StartPerMW/s.exchange(int(c.Limit), month) + c.ColdHours*hashprice/24*site.Tranches[k].HashPerMW*site.Share)
}

// switchTo has so many blocks of tranche k of site i on in this hour, and books what are started.
func (s *State) switchTo(i, k, blocks int) {
	units, by := s.switched(i)
	u, c := &units[k], s.p.Sites[i].Cycle
	if n := blocks - u.state.Blocks; n > 0 {
		s.tr.Use(int(by), i, s.month).PaidUSD += s.startUSD(i, k, s.chain.hashprice, s.month) * float64(n) / float64(c.Blocks)
	}
	u.state = c.unit().After(u.state, blocks)
	u.on, u.part, u.drew = float64(blocks)/float64(c.Blocks), 1, false
}

// value sets what each tranche of site i earns in the hours from from to to, USD, if it is on, and what it draws,
// MWh: its margin less tiers on what caps and windows leave it, before the multipliers of budgets. It is forced off
// where that is nothing, and where it has no part in the power that sites share by the hour.
func (s *State) value(i, from, to int) {
	site, sp, n := &s.p.Sites[i], &s.switches, to-from
	sp.values = resize(sp.values, len(site.Tranches)*n)
	sp.energy = resize(sp.energy, len(site.Tranches)*n)
	for k := range sp.values {
		sp.values[k] = math.Inf(-1)
	}
	sp.prices = resize(sp.prices, n)
	s.lookAhead(i, from, to, func(h int, v *outlook) {
		sp.prices[h-from] = v.parts[0].hashprice
		tier, worth := s.charging(i, h)
		hour := s.hourly(i, h)
		shared := s.aloneMW(i, h)
		for k, mw := range v.mw {
			mw = min(mw, worth, shared)
			worth = left(worth, mw, site.PowerMW)
			if !(mw > 0) {
				continue
			}
			usd, mwh, runs := 0.0, 0.0, false
			for at, part := range v.parts {
				margin, share := v.margin(k, part), 1.0
				plan := margin
				if hour.hashprice >= 0 {
					plan = hour.hashprice/(v.pue*v.tranches[k].BreakEven) - v.price
				}
				if tier != nil {
					could, of := tier.part(margin, v.pue*v.tranches[k].BreakEven, v.price)
					if margin -= of; could > 0 {
						share = could
					}
					plan -= tier.cost
				}
				if hour.made {
					lets := s.lets(i, h, at, k, plan/hour.weight, &hour)
					if plan <= 0 || lets <= nothing {
						continue
					}
					share *= lets
				}
				runs = true
				usd += part.length * mw * share * margin
				mwh += part.length * mw * share
			}
			if runs {
				sp.values[k*n+h-from], sp.energy[k*n+h-from] = usd, mwh
			}
		}
	})
}

// aloneMW is sharedMW where no joint plan lets units run in part.
func (s *State) aloneMW(i, h int) float64 {
	if r, _ := s.planOf(i, h); r >= 0 && s.divides(r) {
		return math.Inf(1)
	}
	most, _ := s.sharedMW(i, h)
	return most
}

// sharedMW is the most that one site may draw of the power that sites share in hour h, MW at the meter, and the
// limit that says so; +Inf where they share none. A machine that needs more runs below its power, as under any cap.
func (s *State) sharedMW(i, h int) (most float64, by int32) {
	most, by = math.Inf(1), -1
	class := s.p.Sites[i].Class
	if class < 0 {
		return most, by
	}
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][h]; g >= 0; g = s.p.Budgets.Groups[g].Parent {
			group := &s.p.Budgets.Groups[g]
			if mw := group.budget() / s.weight(class); group.Terms.Hourly && !s.soft(g) && mw < most {
				most, by = mw, group.Limit
			}
		}
	}
	return most, by
}

// nothing is the part of a machine that is only the rounding of numbers.
const nothing = 1e-9

// hourPlan is what the budgets of one hour ask of a site.
type hourPlan struct {
	made      bool    // there is a plan
	weight    float64 // what a MWh counts
	price     float64 // USD for what counts as 1
	share     float64 // that runs of what earns just that, where budgets do not cross
	hashprice float64 // USD/PH/day for which it was planned, -1: the present one
	cross     *crossPlan
	root      int32 // that it is for
}

// hourly is what the power that sites share in hour h leaves to site i, where it is planned already. That is a cap,
// which no schedule overrides.
func (s *State) hourly(i, h int) hourPlan {
	r, pl := s.planOf(i, h)
	if pl == nil || !pl.made || pl.idle || s.switches.joint[r] {
		return hourPlan{weight: 1, hashprice: -1}
	}
	class := s.p.Sites[i].Class
	price, share := s.asks(r, class, h)
	return hourPlan{true, s.weight(class), price, share, pl.hashprice, pl.cross, r}
}

// lets is the part of tranche k that the plan of an hour lets run in a part of hour h, where it earns so much.
func (s *State) lets(i, h, part, k int, plan float64, a *hourPlan) float64 {
	if a.cross != nil {
		return a.cross.partOf(s, a.root, i, h, part, k)
	}
	switch {
	case plan > a.price:
		return 1
	case plan == a.price:
		return a.share
	}
	return 0
}
