package reports

import (
	"slices"
	"strings"

	"hashwatt/sim/kernel"
)

// theSites are the sites as a subject: "the site", "the fifteen sites"; by its name where that is all there is, see
// allThere.
func (b *builder) theSites() string {
	switch len(b.w.Sites) {
	case 0:
		return "the sites"
	case 1:
		return b.siteOrSites()
	}
	return "the " + counted(len(b.w.Sites), "site", "sites")
}

// siteOrSites is the same without their count.
func (b *builder) siteOrSites() string {
	if name := b.allThere(); name != "" {
		return name
	}
	return "the " + plural(len(b.w.Sites), "site", "sites")
}

// whoMoves is what moves the network as the subject of a sentence: the sites, or where the record holds all of them
// what they do otherwise than it.
func (b *builder) whoMoves() string {
	if !b.recordedSites() {
		return b.siteOrSites()
	}
	if name := b.allThere(); name != "" {
		return "the change of " + name + " from the record"
	}
	return b.siteOrSites() + plural(len(b.w.Sites), "’s change from the record", "’ change from the record")
}

// recordedSites tells whether the record of the network holds the hashrate of all sites already, so that what they
// do less is a change of it.
func (b *builder) recordedSites() bool {
	return len(b.p.Sites) > 0 && !slices.ContainsFunc(b.p.Sites, func(s kernel.Site) bool { return !s.InHistory })
}

// allThere is the name of the only site, where the record of the network holds it already: mining that stood
// somewhere, a country's as a rule, and no site that is built. It is empty elsewhere, and where the site has no
// name besides its id.
func (b *builder) allThere() string {
	if len(b.w.Sites) != 1 || !b.recordedSites() || b.w.Sites[0].Name == b.w.Sites[0].ID {
		return ""
	}
	return inSentence(b.w.Sites[0].Name)
}

// inSentence is a name in the middle of a sentence: "all mining in Russia", "Bratsk".
func inSentence(name string) string {
	for _, word := range []string{"All ", "The ", "Every "} {
		if strings.HasPrefix(name, word) {
			return strings.ToLower(word) + name[len(word):]
		}
	}
	return name
}

// livesText says how the network with the sites and without them are called: where the record holds all of them,
// the run and the baseline.
func (b *builder) livesText(added, recorded string) string {
	if b.recordedSites() {
		return recorded
	}
	return added
}
