package tariff

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
)

// A period is what rows of energy and of demand have in common: hours of the week or the year, with tiers.
type period struct {
	name  string
	when  When
	also  []When
	tiers int
}

// tableOf says when periods hold, and the period of each row: its own, then its further hours.
func tableOf(periods []period) (table timetable, of []int16) {
	for i, p := range periods {
		for _, w := range append([]When{p.when}, p.also...) {
			table, of = append(table, w), append(of, int16(i))
		}
	}
	return table, of
}

// tierName calls the line of tier j of a period: "peak, tier 2".
func tierName(periods []period, i, j int) string {
	var words []string
	p := periods[i]
	switch {
	case p.name != "":
		words = append(words, p.name)
	case len(periods) > 1:
		words = append(words, p.when.when())
	}
	if p.tiers > 1 {
		words = append(words, fmt.Sprintf("tier %d", j+1))
	}
	return strings.Join(words, ", ")
}

// alsoText names the further hours of a period.
func alsoText(also []When) string {
	text := ""
	for _, w := range also {
		text += " and " + w.when()
	}
	return text
}

// checkEnds wants an end for every tier but the last, none for the last, and ends that rise. End writes the end of
// a tier, "" for none, and below finds what of it lies below a tier before it.
func checkEnds(tiers *conf.Node, n int, end func(i int) string, below func(i int) (lower, higher string, yes bool)) (problems []conf.Problem) {
	for i := range n {
		at, text := tiers.Items[i], end(i)
		switch last := i == n-1; {
		case last && text != "":
			problems = append(problems, conf.Problemf(at.Get("up_to"), "the last tier ends at %s, and what is beyond has no price; leave its up_to out", text))
		case !last && text == "":
			problems = append(problems, conf.Problemf(at, "only the last tier has no end; add up_to, or remove the tiers after it"))
		case i > 0:
			if lower, higher, yes := below(i); yes {
				problems = append(problems, conf.Problemf(at.Get("up_to"), "%s is not above %s of the tier before; ends are counted from zero and rise", lower, higher))
			}
		}
	}
	return problems
}
