package kernel

import "slices"

// cluster is all that is planned with some budgets that may be broken: the roots that hold any hour of their sites,
// with all sites there, and the roots of further sites with such budgets among these. What a site does in one root
// changes the fines and shutdowns that it has in the next one.
type cluster struct {
	sites   []int32   // that have such budgets, by place in breachSpace.sites
	others  []int32   // that have none
	roots   []int32   // in order
	groups  [][]int32 // by family, parents before children
	begins  []int     // hours at which roots with such budgets begin, in order
	opens   []int     // hours at which such budgets begin, in order
	alone   bool      // one site, with one kind of such budgets and no others, that is switched for nothing, and not charged
	lone    bool      // or charged
	planned int       // the hour of the last plan
	viewed  int       // to which that looked
	every   int       // as many hours lie between plans at least, and none is made after retargets; 0: always
	paced   int       // the same where it costs something to switch machines, see State.pace
	long    bool      // too much for one plan, even where all is known: it is planned again whenever a period begins
}

// mostItems are those that one plan takes, machines by hours: three classes of a hundred sites for a year.
const mostItems = 3_000_000

// manyItems are those of a year from which on a cluster is planned once a day at most, and all its plans together
// take runItems.
const (
	manyItems = 100_000
	runItems  = 30_000_000
)

// clusterSpace are the clusters of a problem.
type clusterSpace struct {
	p       *Problem // whose they are
	accords []int32  // by root: its accord, when they were found
	list    []cluster
	of      []int32 // by place in breachSpace.sites
}

// initialiseClusters finds what is planned as one. It lasts from draw to draw, unless other accords join the roots.
func (s *State) initialiseClusters() {
	sp := &s.breach.clusterSpace
	if len(s.breach.sites) == 0 {
		return
	}
	var accords []int32
	if len(s.accord.list) > 0 {
		accords = s.accord.of[:len(s.p.Budgets.Roots)]
	}
	if sp.p == s.p && slices.Equal(sp.accords, accords) {
		return
	}
	sp.p, sp.accords, sp.list = s.p, append(sp.accords[:0], accords...), nil
	s.findClusters()
}

// findClusters joins sites with budgets that may be broken and share a root.
func (s *State) findClusters() {
	b, sp := s.p.Budgets, &s.breach
	first := slices.Repeat([]int32{-1}, len(b.Roots)) // the first such site that a root holds
	sp.of = make([]int32, len(sp.sites))
	for n, i := range sp.sites {
		sp.of[n] = int32(n)
		s.rootsOf(i, func(r int32) {
			if first[r] < 0 {
				first[r] = int32(n)
			} else {
				sp.join(int32(n), first[r])
			}
		})
	}
	s.joinAccord(first)
	number := map[int32]int32{}
	for n := range sp.sites {
		top := sp.top(int32(n))
		if _, ok := number[top]; !ok {
			number[top] = int32(len(sp.list))
			sp.list = append(sp.list, cluster{})
		}
		c := &sp.list[number[top]]
		c.sites = append(c.sites, int32(n))
	}
	for r, n := range first {
		if n >= 0 {
			c := &sp.list[number[sp.top(n)]]
			c.roots = append(c.roots, int32(r))
		}
	}
	for k := range sp.list {
		s.fillCluster(&sp.list[k])
	}
	for k := range sp.list {
		for _, n := range sp.list[k].sites {
			sp.of[n] = int32(k)
		}
	}
}

// top is the first site of those that are joined so far.
func (sp *clusterSpace) top(n int32) int32 {
	for sp.of[n] != n {
		n = sp.of[n]
	}
	return n
}

func (sp *clusterSpace) join(a, b int32) {
	a, b = sp.top(a), sp.top(b)
	sp.of[max(a, b)] = min(a, b)
}

// rootsOf visits the roots that hold site i, some of them more than once.
func (s *State) rootsOf(i int32, visit func(r int32)) {
	for _, leaf := range s.budget.leaf {
		last := int32(-1)
		for _, g := range leaf[s.p.Sites[i].Class] {
			if g < 0 {
				continue
			}
			if r := s.p.Budgets.Groups[g].Root; r != last {
				visit(r)
				last = r
			}
		}
	}
}

// fillCluster finds what belongs to the sites and roots of a cluster.
func (s *State) fillCluster(c *cluster) {
	b := s.p.Budgets
	c.groups = make([][]int32, len(s.budget.leaf))
	for _, r := range c.roots {
		root := &b.Roots[r]
		for f, list := range append([][]int32{root.Groups, root.Second}, root.More...) {
			if len(list) > 0 {
				c.groups[f] = append(c.groups[f], list...)
			}
		}
		for _, i := range root.Sites {
			if s.p.Sites[i].Breaches == nil {
				c.others = append(c.others, i)
			}
		}
	}
	slices.Sort(c.others)
	c.others = slices.Compact(c.others)
	own := 0
	for _, n := range c.sites {
		for k := range s.p.Sites[s.breach.sites[n]].Breaches {
			breach := &s.p.Sites[s.breach.sites[n]].Breaches[k]
			own += len(breach.Groups)
			for _, g := range breach.Groups {
				c.begins = append(c.begins, b.Roots[b.Groups[g].Root].From)
				c.opens = append(c.opens, b.Groups[g].From)
			}
		}
	}
	slices.Sort(c.begins)
	c.begins = slices.Compact(c.begins)
	slices.Sort(c.opens)
	c.opens = slices.Compact(c.opens)
	all := 0
	for _, list := range c.groups {
		all += len(list)
	}
	tranches := 0
	for _, n := range c.sites {
		tranches += len(s.p.Sites[s.breach.sites[n]].Tranches)
	}
	for _, i := range c.others {
		tranches += len(s.p.Sites[i].Tranches)
	}
	c.long = tranches*s.p.Hours > mostItems
	if items := tranches * min(s.p.Hours, 8760); items > manyItems {
		c.every = max(dayHours, s.p.Hours*items/runItems)
	}
	if c.lone = all == own && len(c.sites) == 1; c.lone {
		site := &s.p.Sites[s.breach.sites[c.sites[0]]]
		c.lone = len(site.Breaches) == 1 && (site.Cycle == nil || site.Cycle.Free())
	}
	c.alone = c.lone && s.charged(c) < 0
}

// joint says whether the budgets that the site at place n may break are planned together with others.
func (s *State) joint(n int) bool {
	sp := &s.breach.clusterSpace
	return s.look != Myopic && !sp.list[sp.of[n]].alone
}
