package reports

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
	"hashwatt/sim/site"
)

// TestAllMiningOfACountryIsNoSite: a single site that the record of the network holds already is called by its
// name, and what moves the network is its change from the record; a site that is built, one without a name and
// several are sites.
func TestAllMiningOfACountryIsNoSite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		names           string
		recorded        bool
		sites, it, what string
	}{
		{"All mining in Russia", true, "all mining in Russia", "all mining in Russia", "the change of all mining in Russia from the record"},
		{"Bratsk", true, "Bratsk", "Bratsk", "the change of Bratsk from the record"},
		{"Bratsk", false, "the site", "the site", "the site"},
		{"id 0", true, "the site", "the site", "the site’s change from the record"},
		{"Bratsk, Norilsk", true, "the two sites", "the sites", "the sites’ change from the record"},
		{"Bratsk, Norilsk", false, "the two sites", "the sites", "the sites"},
	} {
		b := &builder{w: &site.World{}, p: &site.Compiled{Problem: &kernel.Problem{}}}
		for _, name := range strings.Split(c.names, ", ") {
			b.w.Sites = append(b.w.Sites, site.Site{ID: "id 0", Name: name})
			b.p.Sites = append(b.p.Sites, kernel.Site{InHistory: c.recorded})
		}
		if got := b.theSites(); got != c.sites {
			t.Errorf("%s, recorded %v: %q, want %q", c.names, c.recorded, got, c.sites)
		}
		if got := b.siteOrSites(); got != c.it {
			t.Errorf("%s, recorded %v: %q, want %q", c.names, c.recorded, got, c.it)
		}
		if got := b.whoMoves(); got != c.what {
			t.Errorf("%s, recorded %v: %q, want %q", c.names, c.recorded, got, c.what)
		}
	}
}

// TestNamesInASentence keep their letters but for a first word that is none of the name's own.
func TestNamesInASentence(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"All mining in Russia": "all mining in Russia", "The works": "the works", "Allen": "Allen", "Every barn": "every barn", "Norilsk (BitRiver)": "Norilsk (BitRiver)",
	} {
		if got := inSentence(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
