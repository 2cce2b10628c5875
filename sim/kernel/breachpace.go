package kernel

import "math"

// What plans of clusters with units cost is counted in hundredths of a microsecond, about: for each hour of a unit
// that is played so much for each state of its cycle, and so much beside these, with more where budgets are as short
// as the hours; and for each label of a search. That is what was measured, to a factor of two.
const (
	stateWork   = 100
	hourWork    = 1_000
	groupWork   = 6_000
	labelWork   = 50
	wholeLabels = 400_000 // of a search with all the effort that may be spent
)

// unitsRun bounds what all plans of clusters with units may cost in a run: some seconds, and about one more for each
// ten thousand days of a site.
func (s *State) unitsRun() int { return 400_000_000 + 400*len(s.p.Sites)*s.p.Hours }

// leastPlays are how many choices each plan of who rolls can play: what is decided as if machines were switched for
// nothing, and one more.
const leastPlays = 2

// viewDays are how far who rolls looks where it costs something to switch machines, if these are three periods or more.
const viewDays = 45

// switchesOf says whether it costs something to switch machines of a cluster.
func (s *State) switchesOf(c *cluster) bool { return s.hoursWork(c, 1, 0) > 0 }

// hoursWork is what it costs to play a choice over so many hours with so many budgets.
func (s *State) hoursWork(c *cluster, hours, groups int) (sum int) {
	of := func(i int32) {
		if site := &s.p.Sites[i]; site.Cycle != nil && !site.Cycle.Free() {
			sum += len(site.Tranches) * playWork(site.Cycle.unit().States(), hours, groups)
		}
	}
	for _, n := range c.sites {
		of(s.breach.sites[n])
	}
	for _, i := range c.others {
		of(i)
	}
	return sum
}

// playWork is that of one unit.
func playWork(states, hours, groups int) int {
	return hours*(hourWork+stateWork*states) + groupWork*min(groups, hours)
}

// playWork is what it costs to play a choice of what is in view.
func (j *jointSpace) playWork() (sum int) {
	for n := range j.units {
		u := &j.units[n]
		if j.exact {
			sum += 2*j.sites[u.site].passes + hourWork*len(u.unit.Value)
			continue
		}
		sum += playWork(u.unit.Cycle.States(), len(u.unit.Value), len(j.price))
	}
	return sum
}

// affords says whether a plan may play another choice.
func (j *jointSpace) affords(look Foresight) bool {
	return len(j.units) == 0 || j.spent+j.playWork() <= j.work(look, mostWork)
}

// spend counts what a plan has cost.
func (j *jointSpace) spend() {
	if len(j.units) > 0 {
		j.switching += j.spent
	} else {
		j.total += j.spent
	}
}

// pace finds how many hours must lie between the plans of who rolls, so that each of them can play leastPlays choices;
// 0 if that is no matter.
func (s *State) pace(c *cluster) {
	c.paced = 0
	to := s.viewOf(c, 0)
	groups := 0
	for _, list := range c.groups {
		for _, g := range list {
			if s.p.Budgets.Groups[g].From < to {
				groups++
			}
		}
	}
	plan, plans := leastPlays*s.hoursWork(c, to, groups), s.planned(c)
	if plan > s.unitsRun()/plans {
		c.paced = max(dayHours, int(math.Ceil(float64(s.p.Hours)*float64(plan)/float64(s.unitsRun()))))
	}
}

// planned is how many plans of a cluster who rolls may make: when periods begin, and after retargets.
func (s *State) planned(c *cluster) int { return len(c.opens) + s.p.Hours/betweenRetargets }

// hintOf decides for a cluster from hour t on as if machines were switched for nothing: the first choice that is then
// played with what it costs to switch them. It returns what no choice earns: to switch machines for nothing is never
// worse.
func (s *State) hintOf(c *cluster, t int) (bound float64) {
	j := &s.breach.jointSpace
	j.apart = true
	s.breach.warm, j.warmed = j.warmed, s.breach.warm
	s.viewCluster(c, t)
	s.settled(j)
	j.most = s.mostOf(c, t)
	bound = s.search(j)
	j.spend()
	s.breach.warm, j.warmed = j.warmed, s.breach.warm
	j.apart = false
	j.hint = append(j.hint[:0], j.best...)
	return bound
}

// aheadOf is how many periods of a breach the rolling operator of a cluster looks ahead when one begins: periodsAhead,
// or where it costs something to switch machines three or more that last viewDays.
func (s *State) aheadOf(c *cluster, b *Breach, from int) int {
	if s.look != Rolling || from == len(b.Groups) || !s.switchesOf(c) {
		return periodsAhead
	}
	n := min(3, len(b.Groups)-from)
	for first := s.p.Budgets.Groups[b.Groups[from]].From; n < min(periodsAhead, len(b.Groups)-from); n++ {
		if s.end(b, from+n) > first+viewDays*dayHours {
			break
		}
	}
	return n
}
