package kernel

// tryUnits plans the units under the loads and tiers at hand, and keeps these with the plan if it earns the most so
// far.
func (s *State) tryUnits(resumed bool) {
	cu := &s.chargedUnits
	if s.unplanned != nil {
		return
	}
	cu.left--
	value := 0.0
	if cu.root < 0 {
		value = s.playAlone()
	} else if value = s.playRoot(resumed); s.unplanned != nil {
		return
	}
	if value -= s.payCharged(); !(value > cu.value) {
		return
	}
	cu.value = value
	s.keepAtHand(&cu.best)
	if cu.root >= 0 {
		cu.spare.header(cu.pl.cross)
		cu.pl.cross, cu.spare = cu.spare, cu.pl.cross
	}
}

// playRoot plans the units of the root with its budgets under the loads and tiers at hand, and returns what they and
// the items earn, USD, soft budgets paid.
func (s *State) playRoot(resumed bool) float64 {
	cu, b := &s.chargedUnits, &s.budget
	s.remaining(cu.pl)
	cu.pl.cross.first = cu.pl.cross.first[:0]
	s.collect(cu.root, cu.t, cu.to, cu.pl, false)
	s.switches.joined = s.switches.joined[:0]
	s.enterUnits(cu.root, cu.t, cu.to)
	items := len(b.items.Margin)
	if b.paying {
		s.soften(cu.pl)
	}
	if !s.findJoint(cu.root, cu.pl, cu.t, cu.end, resumed) {
		return 0
	}
	value := cu.pl.cross.switched.Value
	for j := items; j < len(b.items.Margin); j++ {
		value -= b.items.Margin[j] * b.items.Energy[j]
	}
	return value
}

// playAlone plans the units of the site that no budget holds, and returns what they earn, USD.
func (s *State) playAlone() (usd float64) {
	cu, sp := &s.chargedUnits, &s.switches
	i := int(cu.sites[0].i)
	if cu.t == 0 {
		s.begin(i)
	}
	s.value(i, cu.t, cu.end)
	units, _ := s.switched(i)
	sp.joined, cu.plans = sp.joined[:0], cu.plans[:0]
	for k := range units {
		sp.joined, cu.plans = grown(sp.joined), grown(cu.plans)
		unit := &sp.joined[k]
		s.fillUnit(unit, i, k, cu.t, cu.end)
		sp.work.Solve(unit.Value, unit.Cycle, unit.From, &cu.plans[k])
		usd += cu.plans[k].Value
	}
	return usd
}

// keepAtHand keeps the loads and tiers of the sites, with what came of them.
func (s *State) keepAtHand(kept *loadsAtHand) {
	cu := &s.chargedUnits
	kept.mw, kept.tier = kept.mw[:0], kept.tier[:0]
	for n := range cu.sites {
		plan := &s.charge.plans[cu.sites[n].i]
		kept.mw, kept.tier = append(kept.mw, plan.mw...), append(kept.tier, plan.tier...)
	}
	kept.gain, kept.reach = append(kept.gain[:0], cu.gain...), append(kept.reach[:0], cu.reach...)
}

// takeLoads returns to loads and tiers that were kept.
func (s *State) takeLoads(kept *loadsAtHand) {
	cu, mw, tier := &s.chargedUnits, kept.mw, kept.tier
	for n := range cu.sites {
		plan := &s.charge.plans[cu.sites[n].i]
		mw, tier = mw[copy(plan.mw, mw):], tier[copy(plan.tier, tier):]
	}
}
