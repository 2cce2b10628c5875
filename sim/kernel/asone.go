package kernel

import "slices"

// AsOne says whether all that charges ask is planned as one with budgets, or beside none, and is proven: whether
// nobody earns more on one path than perfect foresight but for what Trace.Proven leaves open. What windows count that
// others before them have reached is nobody's plan, nor are ends of tiers that move with the highest load; and windows
// are planned with counts where budgets hold both.
func (p *Problem) AsOne() bool {
	charged := false
	for i := range p.Sites {
		site := &p.Sites[i]
		if !site.Charged {
			continue
		}
		if charged = true; site.Switched() {
			return false
		}
		if p.Charges == nil || p.Charges[site.Tariff] == nil {
			continue
		}
		ch := p.Charges[site.Tariff]
		if len(ch.Windows) > 0 && len(ch.Counts) > 0 && !p.budgeted(site.Class) ||
			slices.ContainsFunc(ch.Windows, func(w Window) bool { return len(w.Held) > 0 }) ||
			slices.ContainsFunc(ch.Counts, func(c Count) bool { return c.PerMW != nil }) {
			return false
		}
	}
	return p.Budgets == nil || !slices.ContainsFunc(p.Budgets.Roots, func(root Root) bool {
		return p.apart(&root) && slices.ContainsFunc(root.Sites, func(i int32) bool {
			return p.Sites[i].Charged || charged && p.Sites[i].Breaches != nil // they join it with others
		})
	})
}

// budgeted says whether a budget holds each hour of a class.
func (p *Problem) budgeted(class int32) bool {
	if class < 0 {
		return false
	}
	for h := range p.Hours {
		if p.Budgets.Leaf[class][h] < 0 && (p.Budgets.Second == nil || p.Budgets.Second[class][h] < 0) {
			return false
		}
	}
	return true
}

// Loose says whether all that its sites can draw fits into a budget: it is never short.
func (p *Problem) Loose(group *Group) bool {
	sites, most := group.Sites, 0.0
	if sites == nil {
		sites = p.Limits[group.Limit].Sites
	}
	for _, i := range sites {
		weight := 1.0
		if w := p.Budgets.Weight; w != nil {
			weight = w[p.Sites[i].Class]
		}
		most += p.Sites[i].PowerMW * weight
	}
	return most*float64(group.To-group.From) <= group.budget()
}

// Apart says whether budgets of limit l are planned in turn with charges, and not as one.
func (p *Problem) Apart(l int) bool {
	return p.Budgets != nil && slices.ContainsFunc(p.Budgets.Groups, func(group Group) bool {
		return int(group.Limit) == l && p.apart(&p.Budgets.Roots[group.Root])
	})
}
