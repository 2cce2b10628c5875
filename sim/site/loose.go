package site

// splitLoose takes the limits from the pools that can never be short, and returns them as pools of their own: all that
// their sites can draw fits into each of their budgets. nil where there are none. A limit of which only some budgets
// are loose stays, for those and the others are planned as one; so does one on CO2, which weighs what others count.
// The groups of all are made.
func (m *pools) splitLoose() *pools {
	short := make([]bool, len(m.w.Limits))
	m.p.Budgets = m.b
	for g := range m.b.Groups {
		if group := &m.b.Groups[g]; !short[group.Limit] {
			short[group.Limit] = !m.p.Loose(group)
		}
	}
	loose, tight := &pools{w: m.w, p: m.p, b: m.b}, &pools{}
	for k, l := range m.limits {
		to := loose
		if short[l] || m.pool[k].Carbon {
			to = tight
		}
		to.limits, to.pool = append(to.limits, l), append(to.pool, m.pool[k])
	}
	if loose.limits == nil {
		return nil
	}
	m.limits, m.pool = tight.limits, tight.pool
	return loose
}

// count makes the groups of loose limits, behind those that are planned by, and says what each site draws under.
func (m *pools) count() {
	class := make([]int32, len(m.p.Sites)) // those of what is planned by stay
	for i := range class {
		class[i] = m.p.Sites[i].Class
	}
	first := len(m.b.Groups)
	m.b.Loose = make([][][]int32, len(m.p.Sites))
	m.classify()
	for k := range m.limits {
		rows := m.groups(k)
		for c := range rows {
			for _, i := range m.classes[c].sites {
				if rows[c] != nil {
					m.b.Loose[i] = append(m.b.Loose[i], rows[c])
				}
			}
		}
	}
	for g := range m.b.Groups[first:] {
		m.b.Groups[first+g].Parent, m.b.Groups[first+g].Root = -1, -1
	}
	for i := range class {
		m.p.Sites[i].Class = class[i]
	}
}
