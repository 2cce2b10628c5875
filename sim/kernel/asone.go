package kernel

import "slices"

// AsOne says whether all that charges ask is planned as one with budgets, or beside none, and is proven: whether
// nobody earns more on one path than perfect foresight but for what Trace.Proven leaves open. What windows count that
// others before them have reached is nobody's plan, nor are ends of tiers that move with the highest load; and windows
// are planned with counts where budgets hold both, or where it costs something to switch the machines.
func (p *Problem) AsOne() bool {
	charged := false
	for i := range p.Sites {
		site := &p.Sites[i]
		if !site.Charged {
			continue
		}
		if charged = true; p.SwitchedInTurn(i) {
			return false
		}
		if p.Charges == nil || p.Charges[site.Tariff] == nil {
			continue
		}
		ch := p.Charges[site.Tariff]
		both := len(ch.Windows) > 0 && len(ch.Counts) > 0 && !site.cycled()
		if both && !p.budgeted(site.Class) || ch.held() ||
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
	if group.Root < 0 {
		return true
	}
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
		return int(group.Limit) == l && group.Root >= 0 && p.apart(&p.Budgets.Roots[group.Root])
	})
}

// SwitchedInTurn says whether what site i is charged and the switching of its machines are planned in turn: by a
// controller, or beside budgets that may be broken or that do not hold all hours in which the site stands; and without
// budgets where windows count what others before them have reached.
func (p *Problem) SwitchedInTurn(i int) bool {
	site := &p.Sites[i]
	switch {
	case !site.Charged || !site.Switched():
		return false
	case site.Band != nil || site.Breaches != nil:
		return true
	case !site.cycled():
		return false
	case site.Class < 0:
		return p.Charges != nil && p.Charges[site.Tariff] != nil && p.Charges[site.Tariff].held()
	}
	return slices.ContainsFunc(p.Budgets.Roots, func(root Root) bool { return root.holds(int32(i)) && p.apart(&root) })
}

// whole says whether a root holds all hours in which its sites stand, up to the end of the horizon.
func (p *Problem) whole(root *Root) bool {
	online := p.Hours
	for _, i := range root.Sites {
		online = min(online, p.Sites[i].Online)
	}
	return root.From <= max(0, online) && root.To >= p.Hours
}

// apart says whether a root is no part of an accord: of three families, with machines that a controller switches, or
// with machines that it costs something to switch where it has budgets that may be broken, or these run before or after
// it too.
func (p *Problem) apart(root *Root) bool {
	breaks := slices.ContainsFunc(root.Sites, func(i int32) bool { return p.Sites[i].Breaches != nil })
	return len(root.More) > 0 || slices.ContainsFunc(root.Sites, func(i int32) bool {
		return p.Sites[i].Band != nil || p.Sites[i].cycled() && (breaks || !p.whole(root))
	})
}
