package kernel

import "hashwatt/sim/dispatch"

// guess moves the prices of a plan that was made at another hashprice by what that adds to the margins of the items
// that it runs in part: these equal their thresholds, and much the same items will. The search for the next prices
// begins there; no plan depends on it. It is called while the plan still knows the places of its items, for hours
// from t on.
func (s *State) guess(pl *plan, r int32, t int) {
	c, sp := pl.cross, &s.budget
	few, many := c.a, c.b
	if len(pl.groups[many]) < len(pl.groups[few]) {
		few, many = many, few
	}
	sp.moves[0].size(len(pl.groups[few]))
	sp.moves[1].size(len(pl.groups[many]))
	change := s.chain.hashprice - c.hashprice
	at := 0
	for _, j := range c.Partly {
		for at+1 < len(c.first) && c.first[at+1] <= j {
			at++
		}
		h := c.since + at%c.hours
		if at == len(c.first)-1 || h < t {
			continue // a soft budget, or gone by
		}
		site := &s.p.Sites[s.p.Budgets.Roots[r].Sites[at/c.hours]]
		k := min(int(j-c.first[at]), len(site.Tranches)-1)
		usd := change / (s.p.PUE[site.Climate][h] * site.Tranches[k].BreakEven * s.weight(site.Class))
		if g := s.leafIn(few, r, site.Class, h); g >= 0 && c.prices(few).Sum[g] > 0 {
			sp.moves[0].add(g, usd)
		} else if g := s.leafIn(many, r, site.Class, h); g >= 0 {
			sp.moves[1].add(g, usd)
		}
	}
	sp.moves[0].apply(c.prices(few).Lambda, sp.tree[few].Parent, sp.moves[0].mean())
	sp.moves[1].apply(c.prices(many).Lambda, sp.tree[many].Parent, 0)
}

// movement is by how much the prices of a family move, in the mean of some items.
type movement struct {
	usd, count []float64 // by group: of the items of which it or a group inside it has the price
	was, is    []float64 // by group: USD/MWh, with those around it, before and after
}

func (m *movement) size(groups int) {
	for _, list := range []*[]float64{&m.usd, &m.count, &m.was, &m.is} {
		*list = resize(*list, groups)
	}
}

func (m *movement) add(group int32, usd float64) {
	m.usd[group] += usd
	m.count[group]++
}

func (m *movement) mean() float64 {
	usd, count := 0.0, 0.0
	for k, x := range m.usd {
		usd, count = usd+x, count+m.count[k]
	}
	return usd / max(count, 1)
}

// apply moves the multipliers, those that no item tells about by another amount. Parents stand before their children.
func (m *movement) apply(lambda []float64, parent []int32, otherwise float64) {
	for k := len(parent) - 1; k >= 0; k-- {
		if up := parent[k]; up >= 0 && lambda[k] == 0 {
			m.usd[up] += m.usd[k]
			m.count[up] += m.count[k]
		}
	}
	for k, up := range parent {
		was, is := 0.0, 0.0
		if up >= 0 {
			was, is = m.was[up], m.is[up]
		}
		m.was[k], m.is[k] = was+lambda[k], is
		if lambda[k] > 0 {
			move := otherwise
			if m.count[k] > 0 {
				move = m.usd[k] / m.count[k]
			}
			m.is[k] = max(is, m.was[k]+move)
			lambda[k] = m.is[k] - is
		}
	}
}

// moved says whether the prices of a plan have to move before it is made again from hour t on.
func (s *State) moved(c *crossPlan, groups [][]int32) bool {
	return s.look == Rolling && c.Rung == dispatch.Crossing && c.hours > 0 && c.hashprice != s.chain.hashprice &&
		len(c.A.Lambda) == len(groups[c.a]) && len(c.B.Lambda) == len(groups[c.b])
}
