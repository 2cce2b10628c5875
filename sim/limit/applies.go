package limit

import (
	"slices"
	"strings"

	"hashwatt/sim/conf"
)

// AppliesTo says which sites a limit holds. Within a line any of the names will do; a site must fit every line that is
// written.
type AppliesTo struct {
	Region   Names `yaml:"region,omitempty"`
	Operator Names `yaml:"operator,omitempty"`
	Country  Names `yaml:"country,omitempty"`
	Program  Names `yaml:"program,omitempty"`
	Sites    Names `yaml:"sites,omitempty"` // ids
}

// Names is one name or a list of names.
type Names = conf.OneOrMore[string]

// Place is what AppliesTo asks of a site.
type Place struct {
	Site, Region, Operator, Country, Program string
}

// Holds reports whether the limit holds a site at the place. A nil AppliesTo holds every site of the level where the
// limit stands.
func (a *AppliesTo) Holds(p Place) bool {
	if a == nil {
		return true
	}
	for _, l := range a.lines(p) {
		if len(l.names) > 0 && !slices.Contains(l.names, l.value) {
			return false
		}
	}
	return true
}

// Unknown returns, as "region komy", the names that fit none of the places: a word that was mistyped, or a limit that
// holds nothing.
func (a *AppliesTo) Unknown(places []Place) []string {
	if a == nil {
		return nil
	}
	known := map[string]bool{}
	for _, p := range places {
		for _, l := range a.lines(p) {
			known[l.key+" "+l.value] = true
		}
	}
	var unknown []string
	for _, l := range a.lines(Place{}) {
		for _, name := range l.names {
			if !known[l.key+" "+name] {
				unknown = append(unknown, l.key+" "+name)
			}
		}
	}
	return unknown
}

// Check returns what is wrong with the words.
func (a *AppliesTo) Check(at *conf.Node) []conf.Problem {
	if len(at.Fields) == 0 {
		return []conf.Problem{conf.Problemf(at, `names nothing; write for example "region: komi", or leave applies_to out`)}
	}
	var problems []conf.Problem
	for _, l := range a.lines(Place{}) {
		n := at.Get(l.key)
		if n != nil && len(l.names) == 0 {
			problems = append(problems, conf.Problemf(n, "empty; name at least one, or leave %s out", l.key))
		}
		for i, name := range l.names {
			if name == "" {
				problems = append(problems, conf.Problemf(n, "an empty name; write the %s, or leave it out", l.key))
			} else if slices.Contains(l.names[:i], name) {
				problems = append(problems, conf.Problemf(n, "%s is named twice; once is enough", name))
			}
		}
	}
	return problems
}

// Describe says which sites are held: "region komi or komi_north, program komi_15"; "" for all.
func (a *AppliesTo) Describe() string {
	if a == nil {
		return ""
	}
	var parts []string
	for _, l := range a.lines(Place{}) {
		if len(l.names) > 0 {
			parts = append(parts, l.key+" "+strings.Join(l.names, " or "))
		}
	}
	return strings.Join(parts, ", ")
}

type placeLine struct {
	key   string
	names Names
	value string
}

// lines pairs every line with what a place answers to it.
func (a *AppliesTo) lines(p Place) []placeLine {
	return []placeLine{
		{"region", a.Region, p.Region},
		{"operator", a.Operator, p.Operator},
		{"country", a.Country, p.Country},
		{"program", a.Program, p.Program},
		{"sites", a.Sites, p.Site},
	}
}
