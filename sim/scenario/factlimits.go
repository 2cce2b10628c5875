package scenario

import (
	"fmt"
	"math"
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
	add := func(entry limit.Entry, scope string, under conf.Path, holds func(limit.Place) bool, alone bool) {
		scoped := site.Scoped{Entry: entry, Scope: scope, Under: under, Alone: alone}
		if unknown := entry.AppliesTo.Unknown(places); len(unknown) > 0 {
			r.strangers(&scoped, unknown, places)
			return
		}
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
		} else if text := r.spare(&scoped); text != "" {
			w := warning(NeverBinds, []string{entry.Name}, "limit %q never binds: %s", entry.Name, text)
			w.Detail = text
			r.warn(w)
		} else if text := r.scant(&scoped); text != "" {
			r.warn(warning(OtherWarning, []string{entry.Name}, "limit %q: %s; is its unit the one that is meant?", entry.Name, text))
		}
		if worrier, ok := entry.Kind.(limit.Worrier); ok && len(scoped.Sites) > 0 {
			if text := worrier.Worry(); text != "" {
				r.warn(warning(OtherWarning, []string{entry.Name}, "limit %q: %s", entry.Name, text))
			}
		}
		if asks, ok := entry.Kind.(interface{ AsksForWorkdays() bool }); ok && asks.AsksForWorkdays() {
			for _, k := range scoped.Sites {
				r.workdays(r.facts.Sites[k].Region)
			}
		}
		r.unfit(&scoped)
		r.facts.Limits = append(r.facts.Limits, scoped)
	}
	r.uniqueNames(r.tree.Get("limits"), "limits")
	for _, entry := range r.words.Limits {
		add(entry, "all sites", nil, func(limit.Place) bool { return true }, false)
	}
	for _, id := range r.words.Regions.Keys {
		if _, used := r.regions[id]; !used {
			continue
		}
		for _, entry := range r.words.Regions.By[id].Limits {
			add(entry, "region "+id, conf.Path{"regions", id}, func(p limit.Place) bool { return p.Region == id }, false)
		}
	}
	for k := range r.words.Sites {
		id := r.words.Sites[k].ID
		for _, entry := range r.words.Sites[k].Limits {
			add(entry, "site "+id, conf.Path{"sites", id}, func(p limit.Place) bool { return p.Site == id }, true)
		}
	}
	r.twice()
}

// spare says by how much a limit is more than its sites can ever draw, "" where that is not known before the hours
// are played: the sizes of connections may be drawn or solved for.
func (r *resolver) spare(l *site.Scoped) string {
	if !r.central || r.words.Solve != nil || slices.ContainsFunc(r.words.Uncertain, func(u Uncertain) bool {
		return strings.HasPrefix(u.Path, "sites") || strings.Contains(u.Path, "limits")
	}) {
		return ""
	}
	var connections []float64
	for _, k := range l.Sites {
		connections = append(connections, r.facts.Sites[k].PowerMW)
	}
	return limit.Spare(l.Kind, connections)
}

// scant says of a limit under which not one machine of its sites could run for an hour how little it allows.
func (r *resolver) scant(l *site.Scoped) string {
	machine := math.Inf(1)
	for _, k := range l.Sites {
		for _, c := range r.facts.Sites[k].Fleet {
			machine = min(machine, c.Rig.PowerW/1e6)
		}
	}
	if math.IsInf(machine, 1) {
		return ""
	}
	return limit.Scant(l.Kind, machine)
}

// unfit reports the sites that make no sense under a limit.
func (r *resolver) unfit(l *site.Scoped) {
	fitter, ok := l.Kind.(limit.Fitter)
	if !ok || !r.central {
		return
	}
	for _, k := range l.Sites {
		s := &r.facts.Sites[k]
		held := limit.Held{
			ID: s.ID, Civil: r.facts.Regions[s.Region].Civil, Online: s.OnlineHour, Since: s.Online, PowerMW: s.PowerMW, Isolated: s.Isolated,
		}
		if text := fitter.Unfit(&held, r.facts.Axis.Hours); text != "" {
			r.problems = append(r.problems, conf.Problem{Pos: l.At, Path: l.Path().String(), Excerpt: l.At.Excerpt(), Message: text})
		}
	}
}

// twice warns of sites that are households and wait for their registration: the limit of who is not registered is
// then in both.
func (r *resolver) twice() {
	for k := 0; r.central && k < len(r.facts.Sites); k++ {
		var homes, register string
		for l := range r.facts.Limits {
			at := &r.facts.Limits[l]
			if !slices.Contains(at.Sites, k) {
				continue
			}
			switch at.Kind.(type) {
			case *limit.Household:
				homes = at.Name
			case *limit.Registration:
				register = at.Name
			}
		}
		if homes != "" && register != "" {
			id := r.facts.Sites[k].ID
			r.warn(warning(OtherWarning, []string{id}, "site %s stands under %q and %q, which both say what may be used without registration; the lower of the two holds",
				id, homes, register))
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

// inForce reports whether a limit has a day on the clock of the scenario at any of its sites. Kinds without days
// are always in force.
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

// strangers reports names of applies_to, as "region kommi", that no site has, with what could have been meant.
func (r *resolver) strangers(l *site.Scoped, unknown []string, places []limit.Place) {
	for _, words := range unknown {
		key, name, _ := strings.Cut(words, " ")
		path := append(l.Path(), "applies_to", key)
		pos := l.At
		if found := conf.Lookup(r.tree, path); len(found) == 1 {
			pos = placeOf(found[0], name)
		}
		r.problems = append(r.problems, conf.Problem{
			Pos: pos, Path: path.String(), Excerpt: pos.Excerpt(), Message: fmt.Sprintf(strange[key], name) + like(key, name, places),
		})
	}
}

// priceOf is the first value of a limit that is in a currency.
func (r *resolver) priceOf(l *site.Scoped, currency string) *conf.Node {
	at := &conf.Node{Pos: l.At}
	for _, item := range conf.Lookup(r.tree, l.Path()) {
		item.Walk(func(_ string, n *conf.Node) bool {
			if at.Pos == l.At && n.Kind == conf.Scalar && strings.Contains(n.Text, currency) {
				at = n
			}
			return true
		})
	}
	return at
}

// placeOf is the place of one name of a line of applies_to.
func placeOf(line *conf.Node, name string) conf.Pos {
	for _, item := range line.Items {
		if item.Kind == conf.Scalar && item.Text == name {
			return item.Pos
		}
	}
	return line.Pos
}

// strange says of each line of applies_to that a name in it is nobody's.
var strange = map[string]string{
	"region": "no site lies in the region %q", "operator": "no site is run by %q", "country": "no site lies in the country %q",
	"program": "no site belongs to the program %q", "sites": "there is no site %q",
}

// ours begins the list of what sites have.
var ours = map[string]string{
	"region": "the sites lie in", "operator": "the sites are run by", "country": "the sites lie in", "program": "sites belong to", "sites": "the sites are",
}

// like suggests what an unknown name could have meant.
func like(key, name string, places []limit.Place) string {
	const readable = 12
	var known []string
	for _, p := range places {
		value := map[string]string{"region": p.Region, "operator": p.Operator, "country": p.Country, "program": p.Program, "sites": p.Site}[key]
		if value != "" && !slices.Contains(known, value) {
			known = append(known, value)
		}
	}
	near := conf.Suggest(name, known)
	switch {
	case near != "":
		return fmt.Sprintf("; did you mean %q?", near)
	case len(known) == 0:
		return fmt.Sprintf("; no site says its %s", strings.TrimSuffix(key, "s"))
	case len(known) > readable:
		return ""
	}
	return "; " + ours[key] + " " + listed(known)
}
