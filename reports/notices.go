package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// notices are what a reader must know beside the figures: first of all megawatts that nobody published, then what failed, then
// the warnings of the run, those that say the same of several things merged into one.
func (b *builder) notices() []Notice {
	var out []Notice
	if n, ok := b.solvedNotice(); ok {
		out = append(out, n)
	}
	if text := b.inferredPower(); text != "" {
		out = append(out, Notice{Text: text, Why: b.sources.inferred})
	}
	for k := range b.r.Required {
		if r := &b.r.Required[k]; !r.Passed {
			out = append(out, Notice{Text: fmt.Sprintf("The scenario requires %s to be %s; it is %s.", metricName(r.Metric), r.Bound, b.requiredValue(r.Value, r.Unit)), Why: "checks"})
		}
	}
	for k := range b.r.Checks {
		if c := &b.r.Checks[k]; !c.Passed() {
			out = append(out, Notice{Text: fmt.Sprintf("A check of the run failed: %s. Do not rely on this page.", c.Sentence), Why: "checks"})
		}
	}
	var unknown []string
	for _, n := range mergeWarnings(b.r.Warnings, b.nameOf()) {
		if n.Why == "sources" {
			unknown = append(unknown, n.Text)
			continue
		}
		out = append(out, n)
	}
	if unknown != nil {
		out = append(out, Notice{Text: strings.Join(unknown, " "), Why: "sources"})
	}
	return out
}

// inferredPower says which megawatts were never announced, with their range.
func (b *builder) inferredPower() string {
	sites := b.inferredSites()
	if len(sites) == 0 {
		return ""
	}
	type triple struct{ low, mid, high float64 }
	var triples []triple
	var counts []int
	var mid, low, high float64
	for _, s := range sites {
		t := triple{s.PowerLow, s.PowerMW, s.PowerHigh}
		if t.high == 0 {
			t.low, t.high = t.mid, t.mid
		}
		mid, low, high = mid+t.mid, low+t.low, high+t.high
		k := slices.Index(triples, t)
		if k < 0 {
			k = len(triples)
			triples, counts = append(triples, t), append(counts, 0)
		}
		counts[k]++
	}
	order := indices(len(triples))
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(counts[y], counts[x]) })
	var parts []string
	for _, k := range order {
		t := triples[k]
		parts = append(parts, fmt.Sprintf("%s / %s / %s at %s", threeDigits(t.low), threeDigits(t.mid), WithUnit(threeDigits(t.high), "MW"), spelled(counts[k])))
	}
	who := fmt.Sprintf("The megawatts of %s of %s were never announced.", spelled(len(sites)), counted(len(b.w.Sites), "site", "sites"))
	if len(sites) == len(b.w.Sites) {
		who = fmt.Sprintf("The megawatts of these %s were never announced.", counted(len(sites), "site", "sites"))
		if len(sites) == 1 {
			who = "The megawatts of this site were never announced."
		}
	}
	each := listed(parts, 4)
	if len(parts) == 1 {
		each = strings.TrimSuffix(parts[0], " at "+spelled(counts[0])) + plural(len(sites), "", " at each")
	}
	text := fmt.Sprintf("%s They are inferred from other published figures: low, middle and high are %s.", who, each)
	if len(sites) > 1 {
		m := measure{value: mid, low: low, high: high, ranged: high > low}
		text += fmt.Sprintf(" Together that is %s, and everything on this page scales with it.", m.text("MW"))
	} else {
		text += " Everything on this page scales with it."
	}
	return text
}

// threeDigits prints a number with at most three significant digits and no needless zeros.
func threeDigits(v float64) string {
	text := Format(v, Digits(Num(v)))
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}
