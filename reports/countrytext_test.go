package reports_test

import (
	"strings"
	"testing"
)

// TestABanOfACountryIsNoMatterOfASite: where the only site is all mining of a country, the chapter on hashrate
// speaks of that, and of its change from the record.
func TestABanOfACountryIsNoMatterOfASite(t *testing.T) {
	t.Parallel()
	chapter := section(t, pageOf(t, shipped(t, "central-bank-2022.yaml", "", 0)), "hashrate")
	var texts []string
	for _, block := range chapter.Blocks {
		texts = append(texts, block.Prose)
		if c := block.Chart; c != nil {
			texts = append(texts, c.Title)
		}
		if f := block.Formula; f != nil {
			texts = append(texts, f.Title)
		}
	}
	all := strings.Join(append(texts, chapter.Lead), "\n")
	for _, never := range []string{"the site ", "The site ", "the site’s", "The site’s", "with the sites"} {
		if strings.Contains(all, never) {
			t.Errorf("the chapter says %q:\n%s", never, all)
		}
	}
	for _, want := range []string{"All mining in Russia hashes ", "The change of all mining in Russia from the record lowers difficulty", "With the change of all mining in Russia from the record a petahash earns"} {
		if !strings.Contains(all, want) {
			t.Errorf("the chapter lacks %q:\n%s", want, all)
		}
	}
}
