package reports

import (
	"slices"
	"strings"
)

// ruleNouns are the words that make the name of a limit a noun of which a sentence can say "the".
var ruleNouns = strings.Fields("allocation auction ban budget cap ceiling contract controller curtailment limit moratorium order penalty queue quota register registration restriction rule service")

// theLimit is a limit in a sentence: "the winter quota", or its name in quotation marks where that is no noun: “connections”.
func (b *builder) theLimit(l int) string {
	name := b.p.Limits[l].Name
	words := strings.Fields(strings.ToLower(name))
	if len(words) > 1 && words[0] == "the" {
		return "the" + name[3:]
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(ruleNouns, w) }) {
		return "the " + name
	}
	return "“" + name + "”"
}
