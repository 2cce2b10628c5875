package kernel

// promiseSpace is what a myopic operator keeps of budgets for units that must stay on: he starts none that they
// cannot carry for as long.
type promiseSpace struct {
	promised []float64 // by group: what units will use of it from this hour on, at least
	needed   []float64 // by group: what one unit would
	kept     []int32   // groups of which promised is not 0
	listed   []int32   // groups of which needed is not 0
}

// promise decides which units of the sites of root r are on in hour t, one after the other, before anything else
// draws: as each hour pays, as long as the budgets have room for that and for the hours for which it must then stay
// on.
func (s *State) promise(r int32, t int) {
	sp := &s.switches
	for _, g := range sp.kept {
		sp.promised[g] = 0
	}
	sp.kept = sp.kept[:0]
	s.eachUnit(r, func(place, i, k int, u *switching) {
		if k == 0 {
			sp.plans[place] = cyclePlan{from: t, to: t + 1, joint: true}
			if t == 0 {
				s.begin(i)
			}
		}
		u.plan.Blocks = append(u.plan.Blocks[:0], s.p.Sites[i].Cycle.least(u.state.Blocks, u.state.Owed))
		s.need(i, k, t, u.plan.Blocks[0])
		s.keep(1)
	})
	s.eachUnit(r, func(_, i, k int, u *switching) {
		least := u.plan.Blocks[0]
		s.need(i, k, t, least)
		s.keep(-1)
		s.value(i, t, t+1)
		u.plan.Blocks[0], u.lacks = s.carry(i, k, t, s.p.Sites[i].Cycle.greedy(u.state, s.switches.values[k]), least)
	})
}

// carry keeps what unit k of site i needs for as many blocks as its budgets carry from hour t on: most, fewer down
// to the least that may be on, or none. It returns them, and a limit that has no room for more, -1 for none.
func (s *State) carry(i, k, t, most, least int) (blocks int, lacks int32) {
	lacks = -1
	for blocks = most; blocks > 0; blocks-- {
		s.need(i, k, t, blocks)
		short := s.short()
		if short < 0 {
			break
		}
		if lacks = short; blocks == least {
			blocks = 1 // one that must stay on stops if not even that has room
		}
	}
	s.need(i, k, t, blocks)
	s.keep(1)
	return blocks, lacks
}

// least is how few blocks may be on in an hour after one with so many, if the unit must stay on for so many hours.
func (c *Cycle) least(blocks, owed int) int {
	down := c.Blocks
	if c.RampDown > 0 {
		down = c.RampDown
	}
	if blocks > 0 && owed > 0 {
		return max(1, blocks-down)
	}
	return max(0, blocks-down)
}

// need finds what unit k of site i uses of its budgets if so many blocks are on in hour t, and as few as may be
// after it.
func (s *State) need(i, k, t, blocks int) {
	sp, site := &s.switches, &s.p.Sites[i]
	for _, g := range sp.listed {
		sp.needed[g] = 0
	}
	sp.listed = sp.listed[:0]
	units, _ := s.switched(i)
	owed := site.Cycle.unit().After(units[k].state, blocks).Owed
	s.lookAhead(i, t, min(t+1+owed+blocks, s.p.Hours), func(h int, v *outlook) {
		if h > t {
			blocks = site.Cycle.least(blocks, owed)
			owed--
		}
		shared, _ := s.sharedMW(i, h)
		mwh := min(v.mw[k], shared) * float64(blocks) / float64(site.Cycle.Blocks) * s.weight(site.Class)
		for _, leaf := range s.budget.leaf {
			for g := leaf[site.Class][h]; g >= 0; g = s.p.Budgets.Groups[g].Parent {
				if sp.needed[g] == 0 && mwh > 0 {
					sp.listed = append(sp.listed, g)
				}
				sp.needed[g] += mwh
			}
		}
	})
}

// short is a limit whose budget has no room for what is needed, -1 for none.
func (s *State) short() int32 {
	sp := &s.switches
	for _, g := range sp.listed {
		if s.soft(g) || s.lifted(g) {
			continue
		}
		budget := s.p.Budgets.Groups[g].budget()
		if s.used[g]+sp.promised[g]+sp.needed[g] > budget*(1+rounding) {
			return s.p.Budgets.Groups[g].Limit
		}
	}
	return -1
}

// keep adds what is needed to what is promised so many times.
func (s *State) keep(times float64) {
	sp := &s.switches
	for _, g := range sp.listed {
		if sp.promised[g] == 0 {
			sp.kept = append(sp.kept, g)
		}
		sp.promised[g] = max(0, sp.promised[g]+times*sp.needed[g])
	}
}
