package site

import (
	"fmt"
	"slices"

	"hashwatt/sim/conf"
)

// weigh says what a MWh of each class counts under its budgets: one where no cap on CO2 holds it, otherwise its
// tonnes. A budget of energy that lies beside such a cap is then counted in tonnes too, at the one rate of its
// sites; where they emit differently it has no rate, and is refused.
func (m *pools) weigh() error {
	weight := make([]float64, len(m.classes)) // 0: any will do
	weighed := false
	for c := range m.classes {
		for _, k := range m.classes[c].pools {
			if m.pool[k].Carbon {
				weight[c] = m.emission(c)
				weighed = weighed || weight[c] > 0
			}
		}
	}
	if !weighed {
		return nil
	}
	for again := true; again; { // budgets pass the rate on from class to class
		again = false
		for k := range m.pool {
			if m.pool[k].Carbon || m.pool[k].Each {
				continue
			}
			first := -1
			for c := range m.classes {
				switch {
				case weight[c] == 0 || !slices.Contains(m.classes[c].pools, k):
				case first < 0:
					first = c
				case weight[c] != weight[first]:
					return m.unequal(k, first, c)
				}
			}
			for c := range m.classes {
				if first >= 0 && weight[c] == 0 && slices.Contains(m.classes[c].pools, k) {
					weight[c] = weight[first]
					again = true
				}
			}
		}
	}
	for c := range weight {
		if weight[c] == 0 {
			weight[c] = 1
		}
	}
	for g := range m.b.Groups {
		group := &m.b.Groups[g]
		k := slices.Index(m.limits, int(group.Limit))
		if m.pool[k].Carbon {
			continue
		}
		c := slices.IndexFunc(m.classes, func(c class) bool { return slices.Contains(c.pools, k) })
		if m.pool[k].Each {
			c = int(m.p.Sites[group.Sites[0]].Class)
		}
		group.Unit = weight[c]
	}
	m.b.Weight = weight
	return nil
}

// emission is t CO2 for each MWh of a class.
func (m *pools) emission(c int) float64 {
	return held(m.w, m.p, m.classes[c].sites[0]).EmissionT
}

// unequal says that sites of a budget of energy emit differently, and what to write instead.
func (m *pools) unequal(k, one, two int) error {
	entry := &m.w.Limits[m.limits[k]]
	caps := ""
	for _, o := range append(slices.Clone(m.classes[one].pools), m.classes[two].pools...) {
		if m.pool[o].Carbon && caps == "" {
			caps = m.w.Limits[m.limits[o]].Name
		}
	}
	return conf.Problems{{Pos: entry.At, Path: "limits." + entry.Name, Excerpt: entry.At.Excerpt(), Message: fmt.Sprintf(
		"is shared by sites that emit %g and %g t of CO2 for each MWh (%s and %s), which %q counts in tonnes: a MWh of this limit then has no "+
			"one number of tonnes; write the limit for each region by applies_to, or with \"each: true\", or leave one of the two out",
		m.emission(one), m.emission(two), m.w.Sites[m.classes[one].sites[0]].ID, m.w.Sites[m.classes[two].sites[0]].ID, caps)}}
}
