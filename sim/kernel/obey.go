package kernel

import (
	"math"
	"slices"
)

// Machines that it costs something to switch, budgets that may be broken and charges on the highest load or tiers are
// planned in turn. Without breaches they are one problem, and to break nothing is a choice that everybody has. So both
// are played before the run, as who knows all plans them, and what earns more is what is done in all of it: perfect
// foresight plays them on the path, the rolling operator on the hashprice of the start.

// breaksInTurn says whether such budgets, machines and charges meet under one root.
func (p *Problem) breaksInTurn(d *Draw) bool {
	if p.Budgets == nil || p.charges(d) == nil {
		return false
	}
	return slices.ContainsFunc(p.Budgets.Roots, func(root Root) bool {
		breaks, cycled, charged := false, false, false
		for _, i := range root.Sites {
			site := &p.Sites[i]
			breaks, cycled, charged = breaks || site.Breaches != nil, cycled || site.cycled(), charged || site.Charged
		}
		return breaks && cycled && charged
	})
}

// obeying is the problem in which nobody may break a budget.
func (p *Problem) obeying() *Problem {
	q, b := *p, *p.Budgets
	q.Budgets, q.Sites, b.Groups = &b, slices.Clone(p.Sites), slices.Clone(b.Groups)
	for g := range b.Groups {
		if terms := &b.Groups[g].Terms; terms.Breach {
			terms.Breach, terms.Soft = false, false // its price is that of what is used when it is broken
		}
	}
	for i := range q.Sites {
		q.Sites[i].Breaches = nil
	}
	return &q
}

// chosen is what is carried out of a problem: itself, or where it earns more the problem that obeys. Who knows the path
// may do as the myopic operator does, too.
func (s *State) chosen(p *Problem, d *Draw, look Foresight, path []Part) (*Problem, Foresight, error) {
	if look == Myopic || s.programs != nil || !p.breaksInTurn(d) {
		return p, look, nil
	}
	rec, played, certify, until := s.Recorder, s.Played, s.Certify, s.until
	s.Recorder, s.Played, s.Certify, s.until = nil, nil, false, 0
	defer func() { s.Recorder, s.Played, s.Certify, s.until = rec, played, certify, until }()
	if look == Rolling {
		path = s.heldPath(p, d)
	}
	most, err := s.earned(p, d, Perfect, path)
	if err != nil {
		return nil, look, err
	}
	best, how := p, look
	better := func(q *Problem, by Foresight) bool {
		usd, err := s.earned(q, d, by, path)
		if err != nil || usd <= most+1e-9*math.Abs(most) {
			return false
		}
		most = usd
		return true
	}
	if q := p.obeying(); better(q, Perfect) {
		best = q
	}
	if look == Perfect && better(p, Myopic) {
		best, how = p, Myopic
	}
	return best, how, nil
}

// heldPath is the path on which the network stays as it is at the start.
func (s *State) heldPath(p *Problem, d *Draw) []Part {
	s.initialise(p, d, s.weighTrace(p), Rolling, nil)
	c := &s.chain
	path := make([]Part, p.Hours)
	for t := range path {
		path[t] = Part{
			Hour: int32(t), CoinDay: int32(c.coinDay), Length: 1,
			Hashprice: c.hashprice, CoinsPerPHh: c.coins, Difficulty: c.difficulty, SubsidyBTC: c.subsidy,
		}
	}
	return path
}

// earned plays a problem along a path that is known, and returns what all sites earn, USD: charges taken off, and what
// they pay under limits.
func (s *State) earned(p *Problem, d *Draw, look Foresight, path []Part) (usd float64, err error) {
	tr := s.weighTrace(p)
	if err := s.runs(p, d, tr, look, path); err != nil {
		return 0, err
	}
	for i := range p.Sites {
		for m := range tr.Flows[i] {
			usd += tr.Flows[i][m].RevenueUSD - tr.Flows[i][m].PowerUSD
		}
		for l := range p.Limits {
			for m := range p.Months {
				usd -= tr.Use(l, i, m).PaidUSD
			}
		}
	}
	for _, i := range s.charge.sites {
		usd -= s.billedTo(int(i))
	}
	return usd, nil
}

// billedTo is what site i has been charged when all hours are played, USD.
func (s *State) billedTo(i int) (usd float64) {
	ch, plan := s.charges(s.p.Sites[i].Tariff), &s.charge.plans[i]
	if ch == nil {
		return 0
	}
	for w := range ch.Windows {
		usd += cost(ch.Windows[w].Steps, 0, s.paid(ch, i, int32(w)))
	}
	for k := range ch.Counts {
		plan.tier[k].demandMW = 0 // ends by the MW are those of what was reached
		usd += cost(s.tierSteps(ch, i, int32(k)), 0, plan.counted[k])
	}
	return usd
}

// weighTrace is the trace of what is weighed.
func (s *State) weighTrace(p *Problem) *Trace {
	if s.weighed == nil || !s.weighed.fits(p) {
		s.weighed = newTrace(p)
		s.weighed.SiteMWh = make([][]float64, len(p.Sites))
	}
	s.weighed.Reset()
	return s.weighed
}
