package scenario

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
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
				Message: fmt.Sprintf("no site has the %s%s", strings.Join(unknown, " or the "), r.like(unknown[0], places)),
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
			r.warn(warning(HoldsNoSite, []string{entry.Name}, "limit %q holds no site", entry.Name))
		} else if !r.inForce(&scoped) {
			r.warn(warning(NeverInForce, []string{entry.Name}, "limit %q is never in force between clock.start (%s) and clock.end (%s)",
				entry.Name, r.words.Clock.Start, r.words.Clock.End))
		}
		if asks, ok := entry.Kind.(interface{ AsksForWorkdays() bool }); ok && asks.AsksForWorkdays() {
			for _, k := range scoped.Sites {
				r.workdays(r.facts.Sites[k].Region)
			}
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

// workdays warns where the holidays of a region's country are asked for and not known.
func (r *resolver) workdays(region int) {
	at := &r.facts.Regions[region]
	if days, known := r.cat.Workdays(at.Country); !known {
		r.warn(warning(OtherWarning, nil, "no holidays of %s are known: %s are its working days", orElse(at.Country, "region "+at.ID), days.Week()))
	}
}

// inForce reports whether a limit has a day on the clock of the scenario at any of its sites. Kinds without days are always in force.
func (r *resolver) inForce(l *site.Scoped) bool {
	window, dated := l.Kind.(interface{ Contains(d calendar.Date) bool })
	if !dated {
		return true
	}
	seen := map[int]bool{}
	for _, k := range l.Sites {
		region := r.facts.Sites[k].Region
		if !seen[region] && slices.ContainsFunc(r.facts.Regions[region].Civil.Date, window.Contains) {
			return true
		}
		seen[region] = true
	}
	return false
}

func (r *resolver) place(k int) limit.Place {
	s := &r.facts.Sites[k]
	return limit.Place{Site: s.ID, Region: r.facts.Regions[s.Region].ID, Operator: s.Operator, Country: s.Country, Program: s.Program}
}

// like suggests what an unknown name of applies_to, "region kommi", could have meant.
func (r *resolver) like(unknown string, places []limit.Place) string {
	key, name, _ := strings.Cut(unknown, " ")
	var known []string
	for _, p := range places {
		value := map[string]string{"region": p.Region, "operator": p.Operator, "country": p.Country, "program": p.Program, "sites": p.Site}[key]
		if value != "" && !slices.Contains(known, value) {
			known = append(known, value)
		}
	}
	return conf.Hint(name, known)
}
