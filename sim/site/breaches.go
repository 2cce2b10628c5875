package site

import (
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileBreaches gives the sites the budgets of their own that they may break, where all that a site can draw does not
// fit into them anyhow. The budgets are compiled.
func compileBreaches(w *World, p *kernel.Problem, rules []limit.Rule) {
	for l := range rules {
		pool := rules[l].Pool
		if pool == nil || pool.Breach == nil {
			continue
		}
		groups := map[int32][]int32{} // by site, in order
		for g := range p.Budgets.Groups {
			if group := &p.Budgets.Groups[g]; int(group.Limit) == l {
				if len(group.Sites) != 1 {
					panic("site: a budget that sites share has a penalty for one of them")
				}
				groups[group.Sites[0]] = append(groups[group.Sites[0]], int32(g))
			}
		}
		for _, i := range w.Limits[l].Sites {
			if !slices.ContainsFunc(groups[int32(i)], func(g int32) bool { return !p.Loose(&p.Budgets.Groups[g]) }) {
				continue
			}
			site := held(w, p, i)
			of, _ := pool.Periods(&site)
			p.Sites[i].Breaches = append(p.Sites[i].Breaches, kernel.Breach{
				Limit: int32(l), Groups: groups[int32(i)], Of: of,
				Fines: slices.Clone(pool.Breach.Fines), ShutdownHours: pool.Breach.ShutdownHours,
			})
		}
	}
}
