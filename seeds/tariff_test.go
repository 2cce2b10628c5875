package seeds

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTariffsAreFoundByName(t *testing.T) {
	// The names are sorted, each has a text with its zone and country, and no other name has one.
	t.Parallel()
	c := catalogue(t)
	names := c.TariffNames()
	if !slices.IsSorted(names) || len(names) < 15 || !slices.Contains(names, "komi_2025") {
		t.Fatalf("TariffNames() = %v", names)
	}
	for _, name := range names {
		text, ok := c.Tariff(name)
		for _, key := range []string{"\nname: ", "\nzone: ", "\ncountry: ", "\ntariff:\n"} {
			if !ok || !strings.Contains(string(text), key) {
				t.Errorf("%s lacks %q", TariffFile(name), key)
			}
		}
	}
	for _, name := range []string{"", "komi", "komi_2025.yaml", "../regions", "../tariffs/komi_2025"} {
		if text, ok := c.Tariff(name); ok {
			t.Errorf("Tariff(%q) has %d bytes, want none", name, len(text))
		}
	}
}

func TestTariffsNameRowsThatExist(t *testing.T) {
	// Sources and rules that the comments and keys of a tariff name are rows of the seeds; so are the tariffs.
	t.Parallel()
	c := catalogue(t)
	key := regexp.MustCompile(`(?m)^\s+source: (\S+)$`)
	told := regexp.MustCompile(`\bsources? (?:# )?([a-z0-9_]+(?:(?:,| and) [a-z0-9_]+)*)`)
	rule := regexp.MustCompile(`\brules? ([a-z0-9_]+(?:(?:,| and) [a-z0-9_]+)*)`)
	word := regexp.MustCompile(`[a-z0-9]+_[a-z0-9_]+`)
	for _, name := range c.TariffNames() {
		text, _ := c.Tariff(name)
		all := regexp.MustCompile(`\n *#`).ReplaceAllString(string(text), "")
		cited := key.FindAllStringSubmatch(string(text), -1)
		if len(cited) == 0 {
			t.Errorf("%s cites nothing", name)
		}
		for _, m := range append(cited, told.FindAllStringSubmatch(all, -1)...) {
			for _, id := range word.FindAllString(m[1], -1) {
				if _, ok := c.Source(id); !ok {
					t.Errorf("%s cites %q, which is no row of sources.csv", name, id)
				}
			}
		}
		for _, m := range rule.FindAllStringSubmatch(all, -1) {
			for _, id := range word.FindAllString(m[1], -1) {
				if !slices.ContainsFunc(c.Rules, func(r Rule) bool { return r.ID == id }) {
					t.Errorf("%s names the rule %q, which is no row of rules.csv", name, id)
				}
			}
		}
	}
}
