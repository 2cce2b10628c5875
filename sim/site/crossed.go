package site

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
)

// crossed says which two limits would cross in one family, and how to write them so that they do not.
func (m *pools) crossed(pair [2]int32) error {
	one, two := &m.w.Limits[m.b.Groups[pair[0]].Limit], &m.w.Limits[m.b.Groups[pair[1]].Limit]
	describe := func(s *Scoped, g int32) string {
		return fmt.Sprintf("%q (%s) for %s", s.Name, strings.TrimSuffix(s.Describe(), ", "), m.b.Groups[g].Label)
	}
	return conf.Problems{{Pos: two.At, Path: "limits." + two.Name, Excerpt: two.At.Excerpt(), Message: fmt.Sprintf(
		"crosses %s, and others cross these two: budgets may cross in two ways, not in three; "+
			"let one of the budgets lie inside another, by giving both the same sites or letting the longer period cover all the sites of the "+
			"shorter one; days, months, quarters and years lie inside one another, weeks lie inside none of them",
		describe(one, pair[0]))}}
}
