package scenario

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
	"hashwatt/sim/site"
)

// limits resolves the limits of sites, regions and the whole scenario.
func (r *resolver) limits() {
	var places []limit.Place
	for k := range r.facts.Sites {
		places = append(places, r.place(k))
	}
	add := func(entry limit.Entry, scope string, holds func(limit.Place) bool, alone bool) {
		if unknown := entry.AppliesTo.Unknown(places); len(unknown) > 0 {
			r.problems = append(r.problems, conf.Problem{
				Pos: entry.At, Path: "limits." + entry.Name + ".applies_to", Excerpt: entry.At.Excerpt(),
				Message: fmt.Sprintf("no site has the %s", strings.Join(unknown, " or the ")),
			})
			return
		}
		scoped := site.Scoped{Entry: entry, Scope: scope, Alone: alone}
		if text := entry.AppliesTo.Describe(); text != "" {
			scoped.Scope = text
		}
		for k := range places {
			if holds(places[k]) && entry.AppliesTo.Holds(places[k]) {
				scoped.Sites = append(scoped.Sites, k)
			}
		}
		if len(scoped.Sites) == 0 {
			r.warn("limit %q holds no site", entry.Name)
		}
		r.facts.Limits = append(r.facts.Limits, scoped)
	}
	r.uniqueNames(r.tree.Get("limits"), "limits")
	for _, entry := range r.words.Limits {
		add(entry, "all sites", func(limit.Place) bool { return true }, false)
	}
	for _, id := range r.words.Regions.Keys {
		if _, used := r.regions[id]; !used {
			continue
		}
		for _, entry := range r.words.Regions.By[id].Limits {
			add(entry, "region "+id, func(p limit.Place) bool { return p.Region == id }, false)
		}
	}
	for k := range r.words.Sites {
		id := r.words.Sites[k].ID
		for _, entry := range r.words.Sites[k].Limits {
			add(entry, "site "+id, func(p limit.Place) bool { return p.Site == id }, true)
		}
	}
}

func (r *resolver) place(k int) limit.Place {
	s := &r.facts.Sites[k]
	return limit.Place{Site: s.ID, Region: r.facts.Regions[s.Region].ID, Operator: s.Operator, Country: s.Country, Program: s.Program}
}
