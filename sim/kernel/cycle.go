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

// cycleAhead is how many hours the rolling operator plans ahead when he switches machines, every UTC midnight and after each
// retarget: as long as 2016 blocks take, because the hashprice after the next retarget is not today's.
const cycleAhead = 14 * 24

// cycleState is a unit with its plan.
type cycleState struct {
	state dispatch.CycleState
	plan  dispatch.CyclePlan
}

// cyclePlan is when the units of a site were planned.
type cyclePlan struct {
	from, to int // hours of the plan, half open
	stale    bool
}

// cycleSpace is the memory of those plans.
type cycleSpace struct {
	work   dispatch.CycleSpace
	plans  []cyclePlan // by place in switchSpace.cycles
	values []float64   // by tranche, then hour, USD; -Inf where a rule forces it off
	prices []float64   // hashprice with which the hour begins
	starts []float64   // by hour, USD
}

// switchCycles switches the units of all sites for hour t.
func (s *State) switchCycles(t int, again bool) {
	sp := &s.switches
	s.halt(t)
	s.reserve(t)
	for n, i := range sp.cycles {
		site := &s.p.Sites[i]
		if t < site.Online {
			continue
		}
		units, _ := s.switched(int(i))
		if t == 0 {
			s.begin(int(i), units)
		}
		plan := &sp.plans[n]
		if s.look == Perfect && site.Class >= 0 && t-plan.from == cycleAhead {
			s.charge.replanned = append(s.charge.replanned, i) // what its switches have left of the budgets is shared out anew in the next hour
		}
		switch {
		case s.look == Myopic:
			s.value(int(i), t, t+1)
			for k := range units {
				s.switchTo(int(i), k, s.afford(int(i), k, t, site.Cycle.greedy(units[k].state, sp.values[k])))
			}
			continue
		case t >= plan.to || plan.stale || s.look == Rolling && (again || t > 0 && s.p.Day[t] != s.p.Day[t-1]) || s.budgeted(int(i), t):
			s.planCycle(int(i), t, plan)
		case site.Class >= 0:
			s.value(int(i), t, t+1) // a budget may have been planned anew
			for k := range units {
				if b := &units[k].plan.Blocks[t-plan.from]; *b > 0 && math.IsInf(sp.values[k], -1) {
					*b, plan.stale = 0, true
				}
			}
		}
		for k := range units {
			wanted := units[k].plan.Blocks[t-plan.from]
			blocks := s.afford(int(i), k, t, wanted)
			plan.stale = plan.stale || blocks != wanted
			s.switchTo(int(i), k, blocks)
		}
	}
}

// halt stops the units that were on in the hour before and drew nothing in it, because nothing was left for them.
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

// begin lets the machines that stood before hour 0 be on if that hour pays: they have been started before.
func (s *State) begin(i int, units []switching) {
	if s.p.Sites[i].Online > 0 {
		return
	}
	s.value(i, 0, 1)
	for k := range units {
		if s.switches.values[k] > 0 {
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

// budgeted says whether a budget of site i over more than an hour has been planned in hour t.
func (s *State) budgeted(i, t int) bool {
	r, pl := s.planOf(i, t)
	return pl != nil && pl.made && pl.since == t && s.p.Budgets.Roots[r].To-s.p.Budgets.Roots[r].From > 1
}

// planOf is the root of the budgets that hold site i in an hour, -1 for none, and its plan, nil for one that has not begun.
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

// planCycle plans the units of site i from hour t on. Perfect foresight plans to the end of the horizon, and under budgets, whose plans
// change, to the end of what is planned with the present one.
func (s *State) planCycle(i, t int, plan *cyclePlan) {
	site, sp := &s.p.Sites[i], &s.switches
	*plan = cyclePlan{from: t, to: min(t+cycleAhead, s.p.Hours)}
	if s.look == Perfect {
		switch r, _ := s.planOf(i, t); {
		case site.Class < 0:
			plan.to = s.p.Hours
		case r >= 0:
			plan.to = max(plan.to, min(s.p.Budgets.Roots[r].To, s.p.Hours))
		}
	}
	n := plan.to - t
	s.value(i, t, plan.to)
	units, _ := s.switched(i)
	for k := range units {
		if sp.steady(&units[k], site.Cycle, sp.values[k*n:(k+1)*n]) {
			continue
		}
		c := site.Cycle.unit()
		sp.starts = resize(sp.starts, n)
		for h := range sp.starts {
			month := s.month
			if s.look == Perfect {
				month = int(s.p.Month[t+h])
			}
			sp.starts[h] = s.startUSD(i, k, sp.prices[h], month)
		}
		c.Starts = sp.starts
		sp.work.Solve(sp.values[k*n:(k+1)*n], c, units[k].state, &units[k].plan)
	}
}

// steady plans a unit that is on as a whole and earns in every hour, or off and earns in none: it stays so. It reports whether that
// was all.
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

// unit are the rules of a unit, without what a start costs.
func (c *Cycle) unit() dispatch.Cycle {
	return dispatch.Cycle{Up: c.Up, Down: c.Down, Blocks: c.Blocks, RampUp: c.RampUp, RampDown: c.RampDown}
}

// startUSD is what it costs to start all of tranche k of site i at a hashprice: of the machines that the connection feeds.
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
	if u.state.Blocks == 0 && blocks > 0 {
		u.stays = c.Up
	}
	s.keepBack(i, k, blocks-u.state.Blocks, s.t)
	if blocks == 0 {
		u.stays = 0
	}
	u.state = c.unit().After(u.state, blocks)
	u.on, u.drew = float64(blocks)/float64(c.Blocks), false
}

// value sets what each tranche of site i earns in the hours from from to to, USD, if it is on: its margin less tiers and less the price
// that the plans of budgets put on what it draws, on what caps and windows leave it. It is forced off where that is nothing, and where
// it has no part in the power that sites share. What earns just the price of a budget counts with all of its margin for the part of the
// hour that the plan lets run: were it worth nothing, it would never be started.
func (s *State) value(i, from, to int) {
	site, sp, n := &s.p.Sites[i], &s.switches, to-from
	sp.values = resize(sp.values, len(site.Tranches)*n)
	for k := range sp.values {
		sp.values[k] = math.Inf(-1)
	}
	sp.prices = resize(sp.prices, n)
	s.lookAhead(i, from, to, func(h int, v *outlook) {
		sp.prices[h-from] = v.parts[0].hashprice
		tier, worth := s.charging(i, h)
		budget := s.asked(i, h)
		for k, mw := range v.mw {
			mw = min(mw, worth)
			worth = left(worth, mw, site.PowerMW)
			if !(mw > 0) {
				continue
			}
			usd, runs := 0.0, false
			for at, part := range v.parts {
				margin, share := v.margin(k, part), 1.0
				plan := margin
				if budget.hashprice >= 0 {
					plan = budget.hashprice/(v.pue*v.tranches[k].BreakEven) - v.price
				}
				if tier != nil {
					could, of := tier.part(margin, v.pue*v.tranches[k].BreakEven, v.price)
					if margin -= of; could > 0 {
						share = could
					}
					plan -= tier.cost
				}
				if budget.made {
					plan /= budget.weight
					lets := s.lets(i, h, at, k, plan, &budget)
					switch {
					case budget.forces && (plan <= 0 || lets <= nothing):
						continue
					case budget.forces, lets > nothing && same(plan, budget.price):
						share *= lets
					case margin > 0:
						margin = (plan - budget.price) * budget.weight // a plan is carried out at the hashprice that it was made for
					default:
						margin -= budget.price * budget.weight
					}
				}
				runs = true
				usd += part.length * mw * share * margin
			}
			if runs {
				sp.values[k*n+h-from] = usd
			}
		}
	})
}

// ask is what the budgets of a site ask in an hour.
type ask struct {
	made      bool    // there is a plan
	forces    bool    // what it does not let run stands still, see shortOfPower
	weight    float64 // what a MWh counts
	price     float64 // USD for what counts as 1
	share     float64 // that runs of what earns just that, where budgets do not cross
	hashprice float64 // USD/PH/day for which it was planned, -1: the present one
	cross     *crossPlan
	root      int32 // that it is for
}

// asked is what budgets ask of site i in hour h under the plans already made.
func (s *State) asked(i, h int) ask {
	r, pl := s.planOf(i, h)
	if pl == nil || !pl.made || pl.idle {
		return ask{weight: 1, hashprice: -1}
	}
	class := s.p.Sites[i].Class
	price, share := s.asks(r, class, h)
	return ask{true, s.shortOfPower(i, h), s.weight(class), price, share, pl.hashprice, pl.cross, r}
}

// same says whether what is counted as 1 earns just the price of its budgets.
func same(plan, price float64) bool { return math.Abs(plan-price) <= 1e-9*price }

// lets is the part of tranche k that the plan of its budgets lets run in a part of hour h, where it earns so much.
func (s *State) lets(i, h, part, k int, plan float64, a *ask) float64 {
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
