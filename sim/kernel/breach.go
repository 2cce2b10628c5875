package kernel

import "slices"

// Breach is a limit whose budgets one site may break, for a fine and a shutdown after each period in which it does.
type Breach struct {
	Limit         int32
	Groups        []int32   // its periods, in order; no other site has a part in them
	Of            []int32   // [hour] the place in Groups of the period that holds the hour, -1 for none
	Fines         []float64 // of the limit's currency: for the first time, the second, ...; the last one for all after it
	ShutdownHours int       // that the site stands still from the end of the period
}

// breachState is how far a site has come with the budgets that it may break.
type breachState struct {
	next   int     // the first period that has not begun
	open   int     // the period that has begun and is not settled, -1 for none
	opened int     // the hour in which it did
	used   float64 // MWh drawn in it
	broken int     // periods so far
	last   int     // of them, -1 for none
	policy []bool  // of perfect foresight, see State.choose
	since  int     // the period from which it decides
	width  int     // states of a period in it
}

// breachSpace is the memory of those budgets.
type breachSpace struct {
	sites  []int32
	states [][]breachState // by place in sites, by breach
	lifted []bool          // by group: this time the budget does not bind
	still  []int           // by site: the hour until which it stands still
	shut   [][][2]int      // by place in sites: when it means to, for periods that it will break; in order and apart
	warm   []float64       // by group: the prices of the plan before
	breachPlan
	clusterSpace
	jointSpace
	chargedSpace
}

func (s *State) initialiseBreaches() {
	sp, n := &s.breach, 0
	sp.total, sp.switching, sp.units, sp.schedule = 0, 0, sp.units[:0], sp.schedule[:0]
	sp.still = resize(sp.still, len(s.p.Sites))
	sp.sites = sp.sites[:0]
	for i := range s.p.Sites {
		breaches := s.p.Sites[i].Breaches
		if breaches == nil {
			continue
		}
		sp.sites = append(sp.sites, int32(i))
		if n == len(sp.states) {
			sp.states, sp.shut = append(sp.states, nil), append(sp.shut, nil)
		}
		sp.shut[n] = sp.shut[n][:0]
		for len(sp.states[n]) < len(breaches) {
			sp.states[n] = append(sp.states[n], breachState{})
		}
		for k := range sp.states[n] {
			st := &sp.states[n][k]
			*st = breachState{open: -1, last: -1, policy: st.policy[:0]}
		}
		n++
	}
	if s.p.Budgets != nil {
		sp.lifted = resize(sp.lifted, len(s.p.Budgets.Groups))
	}
	if n > 0 {
		sp.rooms = resize(sp.rooms, len(s.p.Budgets.Groups))
		sp.warm = resize(sp.warm, len(s.p.Budgets.Groups))
		sp.pulls = sp.pulls[:0]
		sp.warmed = resize(sp.warmed, len(s.p.Budgets.Groups))
	}
}

// lifted says whether budget g does not bind at all this time, because its site breaks it.
func (s *State) lifted(g int32) bool {
	terms := &s.p.Budgets.Groups[g].Terms
	return terms.Breach && !terms.Soft && s.breach.lifted[g]
}

// soft says whether more than budget g may be used at its price. A budget that a site may break is soft when it does.
func (s *State) soft(g int32) bool {
	terms := &s.p.Budgets.Groups[g].Terms
	return terms.Soft && (!terms.Breach || s.breach.lifted[g])
}

// from is the first hour in which site i may run: when it stands, and after a shutdown in which it is.
func (s *State) from(i int) int { return max(s.p.Sites[i].Online, s.breach.still[i]) }

// planBreaches settles the periods that end with the hour before t, shuts sites down, and decides for those that begin.
func (s *State) planBreaches(t int, again bool) {
	sp := &s.breach
	if len(sp.sites) == 0 {
		return
	}
	for n, i := range sp.sites {
		breaches := s.p.Sites[i].Breaches
		for k := range breaches {
			s.settleBreach(n, &breaches[k], &sp.states[n][k], t)
			if !s.joint(n) {
				s.openBreach(int(i), &breaches[k], &sp.states[n][k], t)
			}
		}
	}
	s.planJointly(t, again)
	for _, i := range sp.sites {
		s.keepStill(int(i), t)
	}
}

// openBreach decides for the period of site i that begins at hour t, if one does.
func (s *State) openBreach(i int, b *Breach, st *breachState, t int) {
	sp := &s.breach
	for st.next < len(b.Groups) && s.p.Budgets.Groups[b.Groups[st.next]].From <= t {
		st.open, st.used = st.next, 0
		st.next++
		if sp.lifted[b.Groups[st.open]] = s.choose(i, b, st, t); sp.lifted[b.Groups[st.open]] {
			s.charge.replanned = append(s.charge.replanned, int32(i))
		}
	}
}

// settleBreach closes the open period of the site at place n if it is over at hour t.
func (s *State) settleBreach(n int, b *Breach, st *breachState, t int) {
	if st.open < 0 {
		return
	}
	g, i := b.Groups[st.open], int(s.breach.sites[n])
	group := &s.p.Budgets.Groups[g]
	if t < group.To {
		return
	}
	switch {
	case s.breach.lifted[g] && st.used > group.BudgetMWh*(1+rounding):
		s.punish(n, b, st)
	case s.breach.lifted[g] && s.joint(n): // less ran than was planned: no shutdown follows
		s.breach.lifted[g] = false
		s.planShutdowns(n)
		if k := s.charged(&s.breach.list[s.breach.of[n]]); k >= 0 {
			s.accord.list[k].changed = true
		}
		s.charge.replanned = append(s.charge.replanned, int32(i))
	}
	st.open = -1
}

// punish books what follows the open period of the site at place n, in which it used more than the budget.
func (s *State) punish(n int, b *Breach, st *breachState) {
	g, i := b.Groups[st.open], int(s.breach.sites[n])
	group := &s.p.Budgets.Groups[g]
	month, fine := int(s.p.Month[group.To-1]), 0.0
	if len(b.Fines) > 0 {
		fine = b.Fines[min(st.broken, len(b.Fines)-1)] / s.exchange(int(b.Limit), month)
		s.tr.Use(int(b.Limit), i, month).PaidUSD += fine
	}
	until := group.To + b.ShutdownHours
	s.tr.Broken = append(s.tr.Broken, Broken{Group: g, Site: int32(i), FineUSD: fine, StillTo: until})
	st.broken++
	st.last = st.open
	if until > s.breach.still[i] {
		s.breach.still[i] = until
		if !s.joint(n) { // the others have planned for it
			s.charge.replanned = append(s.charge.replanned, int32(i))
		}
	}
}

// keepStill lets site i draw nothing in hour t while it is shut down, and what the rules allow in the first hour
// after it.
func (s *State) keepStill(i, t int) {
	until := s.breach.still[i]
	switch {
	case t < until:
		s.cap[i], s.nextMW[i], s.limit[i] = 0, 0, s.shutBy(i)
	case t == until && t > 0:
		s.cap[i], s.limit[i] = s.p.Sites[i].PowerMW, -1
		if next := s.nextOf[i]; next > 0 {
			st := &s.stepsBySite()[i][next-1]
			s.cap[i], s.nextMW[i], s.limit[i] = st.CapMW, st.NextMW, st.Limit
		}
	}
}

// shutBy is the limit that keeps site i still.
func (s *State) shutBy(i int) int32 {
	n, _ := slices.BinarySearch(s.breach.sites, int32(i))
	breaches := s.p.Sites[i].Breaches
	for k := range breaches {
		st, b := &s.breach.states[n][k], &breaches[k]
		if st.last >= 0 && s.p.Budgets.Groups[b.Groups[st.last]].To+b.ShutdownHours == s.breach.still[i] {
			return b.Limit
		}
	}
	panic("kernel: a site stands still and no budget was broken")
}

// drawBreaches counts what site i drew towards the budgets that it may break.
func (s *State) drawBreaches(i int, energy float64) {
	breaches := s.p.Sites[i].Breaches
	if breaches == nil {
		return
	}
	n, _ := slices.BinarySearch(s.breach.sites, int32(i))
	for k := range breaches {
		if st := &s.breach.states[n][k]; st.open >= 0 && breaches[k].Of[s.t] == int32(st.open) {
			st.used += energy
		}
	}
}

// settleBreaches closes the periods that end with the horizon.
func (s *State) settleBreaches(hours int) {
	sp := &s.breach
	for n, i := range sp.sites {
		breaches := s.p.Sites[i].Breaches
		for k := range breaches {
			s.settleBreach(n, &breaches[k], &sp.states[n][k], hours)
		}
	}
}
