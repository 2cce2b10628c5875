package site

import (
	"fmt"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/dispatch"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileBudgets turns limits with budgets into groups of hours, orders them into one family in which any two are
// nested or disjoint, or several where some cross, and cuts them into what is solved as one.
//
// In the draws of a scenario the budgets are mostly those of the central case, which mem remembers.
func compileBudgets(w *World, p *kernel.Problem, rules []limit.Rule, mem *Memory) error {
	m := pools{w: w, p: p, b: &kernel.Budgets{}}
	for l := range rules {
		if rules[l].Pool != nil && len(w.Limits[l].Sites) > 0 {
			m.limits = append(m.limits, l)
			m.pool = append(m.pool, rules[l].Pool)
		}
	}
	if len(m.limits) == 0 {
		return nil
	}
	key, err := m.key()
	if err != nil {
		return err
	}
	if known, ok := mem.budgets(key); ok {
		p.Budgets = known.budgets
		for i := range p.Sites {
			p.Sites[i].Class = known.class[i]
		}
		for k, l := range m.limits {
			p.Limits[l].ByMonth, p.Limits[l].Force = known.byMonth[k], known.force[k]
		}
		return nil
	}
	limits := m.limits
	if err := m.compile(); err != nil {
		return err
	}
	p.Budgets = m.b
	known := budgeted{budgets: m.b}
	for i := range p.Sites {
		known.class = append(known.class, p.Sites[i].Class)
	}
	for _, l := range limits {
		known.byMonth = append(known.byMonth, p.Limits[l].ByMonth)
		known.force = append(known.force, p.Limits[l].Force)
	}
	mem.keepBudgets(key, known)
	return nil
}

// pools are the limits with budgets while they are compiled.
type pools struct {
	w       *World
	p       *kernel.Problem
	b       *kernel.Budgets
	limits  []int         // of the world, those with budgets
	pool    []*limit.Pool // of each
	classes []class
}

// mostBudgets is as many as there is sense in: 228 sites for a year of hours. Each takes some 300 bytes.
const mostBudgets = 2_000_000

// fits refuses more budgets than memory is wanted for.
func (m *pools) fits() error {
	total := 0
	for k, l := range m.limits {
		count := m.p.Hours
		if m.pool[k].Each {
			count *= len(m.w.Limits[l].Sites)
		}
		if !m.pool[k].Hourly {
			continue
		}
		if total += count; total > mostBudgets {
			entry := &m.w.Limits[l]
			return conf.Problems{{Pos: entry.At, Path: "limits." + entry.Name, Excerpt: entry.At.Excerpt(), Message: fmt.Sprintf(
				"has a budget for each hour and site, %d with those of other limits, and at most %d are possible; "+
					"shorten the clock, let it hold fewer sites, or limit the energy of days instead", total, mostBudgets)}}
		}
	}
	return nil
}

// compile fills the budgets.
func (m *pools) compile() error {
	if err := m.fits(); err != nil {
		return err
	}
	m.classify()
	rows := m.rows()
	loose := m.splitLoose()
	if loose != nil {
		m.b.Groups = nil
		m.classify()
		rows = m.rows()
	}
	if err := m.order(rows); err != nil {
		return err
	}
	if loose != nil {
		loose.count()
	}
	return nil
}

// rows makes the groups and returns them by limit, class and hour.
func (m *pools) rows() []dispatch.Rows {
	rows := make([]dispatch.Rows, len(m.limits))
	for k := range m.limits {
		rows[k] = m.groups(k)
	}
	return rows
}

// order puts the groups into families and under roots.
func (m *pools) order(rows []dispatch.Rows) error {
	if len(rows) == 0 {
		return nil
	}
	starts := m.runs(rows)
	family := m.families(rows)
	m.b.Leaf = m.nest(rows, starts, family, 0)
	for f := 1; slices.Contains(family, f); f++ {
		leaves := m.nest(rows, starts, family, f)
		if f == 1 {
			m.b.Second = leaves
		} else {
			m.b.More = append(m.b.More, leaves)
		}
	}
	m.roots()
	return m.weigh()
}

// runs cuts the hours of each class where any limit changes its group, and leaves one cell of each run in the rows.
// It returns the hours at which the runs begin, and the horizon.
func (m *pools) runs(rows []dispatch.Rows) (starts [][]int) {
	begins := make([]bool, m.p.Hours)
	for c := range m.classes {
		clear(begins)
		begins[0] = true
		for k := range rows {
			row := rows[k][c]
			for t := 1; t < len(row); t++ {
				if row[t] != row[t-1] {
					begins[t] = true
				}
			}
		}
		var list []int
		for t, first := range begins {
			if first {
				list = append(list, t)
			}
		}
		for k := range rows {
			if row := rows[k][c]; row != nil {
				short := make([]int32, len(list))
				for n, t := range list {
					short[n] = row[t]
				}
				rows[k][c] = short
			}
		}
		starts = append(starts, append(list, m.p.Hours))
	}
	return starts
}

// nest sets the parents of the groups of one family and returns its leaves by class and hour.
func (m *pools) nest(rows []dispatch.Rows, starts [][]int, family []int, which int) [][]int32 {
	var some []dispatch.Rows
	in := make([]bool, len(m.w.Limits)) // of the family
	for k, l := range m.limits {
		if family[k] == which {
			some = append(some, rows[k])
			in[l] = true
		}
	}
	n, _, _ := dispatch.Nest(len(m.b.Groups), some)
	for g := range m.b.Groups {
		if in[m.b.Groups[g].Limit] {
			m.b.Groups[g].Parent = n.Parent[g]
		}
	}
	none := slices.Repeat([]int32{-1}, m.p.Hours)
	leaves := make([][]int32, len(m.classes))
	for c, list := range starts {
		leaves[c] = none
		if n.Leaf[c] == nil {
			continue
		}
		leaves[c] = make([]int32, 0, m.p.Hours)
		for k, g := range n.Leaf[c] {
			for range list[k+1] - list[k] {
				leaves[c] = append(leaves[c], g)
			}
		}
	}
	return leaves
}
