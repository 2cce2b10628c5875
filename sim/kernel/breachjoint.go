package kernel

import (
	"math"
	"slices"
	"sort"
)

// openPeriods lets the periods begin that the site at place n may break, if they do at hour t; it says whether one
// does.
func (s *State) openPeriods(n, t int) (begins bool) {
	breaches := s.p.Sites[s.breach.sites[n]].Breaches
	for k := range breaches {
		st, b := &s.breach.states[n][k], &breaches[k]
		for st.next < len(b.Groups) && s.p.Budgets.Groups[b.Groups[st.next]].From <= t {
			st.open, st.used, st.opened = st.next, 0, t
			st.next++
			begins = true
		}
	}
	return begins
}

// planJointly plans the clusters that are due at hour t: perfect foresight once, the rolling operator whenever a
// period begins, or budgets around one do, and after a retarget.
func (s *State) planJointly(t int, again bool) {
	sp := &s.breach.clusterSpace
	for k := range sp.list {
		c := &sp.list[k]
		if c.alone || s.look == Myopic {
			continue
		}
		begins, open := false, false
		for _, n := range c.sites {
			begins = s.openPeriods(int(n), t) || begins
			for k := range s.breach.states[n] {
				open = open || s.breach.states[n][k].open >= 0
			}
		}
		due := t == 0
		if s.look == Rolling || c.long {
			_, due = slices.BinarySearch(c.begins, t)
			due = due || begins || again && open && s.charged(c) < 0
			if t == 0 {
				s.pace(c)
			}
			if every := max(c.every, c.paced); every > 0 && t > 0 {
				// Periods that begin before it is planned again were decided with the others.
				due = due && begins && t-c.planned >= min(every, (c.viewed-c.planned)/2)
			}
		}
		if due {
			c.planned = t
			if s.charged(c) >= 0 {
				s.planCharged(c, t)
			} else {
				s.planCluster(c, t)
			}
		}
	}
}

// dayHours are the hours of a day.
const dayHours = 24

// planCluster decides which periods of a cluster are broken from hour t on, one that begins now included.
func (s *State) planCluster(c *cluster, t int) {
	for _, n := range c.sites {
		s.breach.shut[n] = s.breach.shut[n][:0]
	}
	j, least := &s.breach.jointSpace, math.Inf(1)
	if j.hint = j.hint[:0]; s.switchesOf(c) {
		least = s.hintOf(c, t)
	}
	s.viewCluster(c, t)
	c.viewed = j.to
	s.settled(j)
	j.most = s.mostOf(c, t)
	bound := s.search(j)
	if j.spend(); !math.IsInf(bound, 1) {
		bound = max(j.value, min(bound, least))
	}
	changed := false
	for n := range j.sites {
		changed = s.decide(j, &j.sites[n]) || changed
		s.planShutdowns(j.sites[n].n)
	}
	switch {
	case !s.plain(c) || math.IsInf(bound, 1):
	case s.look == Perfect && c.long: // of what comes after the view nothing is known
		s.tr.Proven.enter(0, math.Max(1, math.Abs(bound)))
	default:
		s.tr.Proven.enter(j.value, bound)
	}
	if changed {
		for _, n := range c.sites {
			s.charge.replanned = append(s.charge.replanned, s.breach.sites[n])
		}
	}
}

// settled settles the periods that have begun, and those that cannot be broken.
func (s *State) settled(j *jointSpace) {
	j.fix = resize(j.fix, len(j.vars))
	for v := range j.vars {
		x := &j.vars[v]
		g := s.p.Sites[j.sites[x.site].i].Breaches[x.breach].Groups[x.period]
		switch {
		case x.begun && s.breach.lifted[g]:
			j.fix[v] = breaks
		case x.begun || !x.may:
			j.fix[v] = keeps
		}
	}
	s.oblige(j)
}

// decide carries the choice out for a site; it says whether that changes anything.
func (s *State) decide(j *jointSpace, js *jointSite) (changed bool) {
	breaches := s.p.Sites[js.i].Breaches
	for v := js.vars[0]; v < js.vars[1]; v++ {
		x := &j.vars[v]
		if g := breaches[x.breach].Groups[x.period]; s.breach.lifted[g] != j.best[v] {
			s.breach.lifted[g], changed = j.best[v], true
		}
	}
	return changed
}

// plain says whether nothing but margins, limits and budgets decides what the sites of a cluster earn, so that its
// plan is what is carried out.
func (s *State) plain(c *cluster) bool {
	for _, n := range c.sites {
		if !s.plainSite(int(s.breach.sites[n])) {
			return false
		}
	}
	for _, i := range c.others {
		if !s.plainSite(int(i)) {
			return false
		}
	}
	return true
}

// plainSite says so of one site.
func (s *State) plainSite(i int) bool { return !s.p.Sites[i].Charged && s.p.Sites[i].Band == nil }

// planShutdowns notes when the site at place n will stand still for the periods that it means to break.
func (s *State) planShutdowns(n int) {
	sp := &s.breach
	spans := sp.shut[n][:0]
	breaches := s.p.Sites[sp.sites[n]].Breaches
	for k := range breaches {
		b := &breaches[k]
		for p := sp.states[n][k].firstAhead(); p < len(b.Groups); p++ {
			if end := s.end(b, p); sp.lifted[b.Groups[p]] && b.ShutdownHours > 0 {
				spans = append(spans, [2]int{end, end + b.ShutdownHours})
			}
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	last := 0
	for k := 1; k < len(spans); k++ {
		if spans[k][0] <= spans[last][1] {
			spans[last][1] = max(spans[last][1], spans[k][1])
			continue
		}
		last++
		spans[last] = spans[k]
	}
	sp.shut[n] = spans[:min(len(spans), last+1)]
}

// shutAt says whether site i means to stand still in hour t, for a period that it will break.
func (s *State) shutAt(i, t int) bool {
	sp := &s.breach
	if s.p.Sites[i].Breaches == nil {
		return false
	}
	n, _ := slices.BinarySearch(sp.sites, int32(i))
	spans := sp.shut[n]
	if len(spans) == 0 || t < spans[0][0] {
		return false
	}
	k := sort.Search(len(spans), func(k int) bool { return spans[k][0] > t }) - 1
	return t < spans[k][1]
}
