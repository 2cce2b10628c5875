package reports

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// notices are what a reader must know beside the figures: first of all megawatts that nobody published, then what failed, then
// the warnings of the run, those that say the same of several things merged into one.
func (b *builder) notices() []Notice {
	var out []Notice
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
	for _, text := range mergeWarnings(b.namedWarnings()) {
		if missingInput(text) {
			unknown = append(unknown, text)
			continue
		}
		out = append(out, Notice{Text: text, Why: b.whyOf(text)})
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

// warningKind is a warning that is given for several things, and what they have in common.
type warningKind struct {
	form  *regexp.Regexp // its first group is the thing, the second what is said of it alone
	merge func(things, each []string) string
}

func warningKinds() []warningKind {
	pair := func(things, each []string) []string {
		out := make([]string, len(things))
		for k := range things {
			out[k] = strings.TrimSpace(things[k] + " " + each[k])
		}
		return out
	}
	return []warningKind{
		{regexp.MustCompile(`^no weather station stands for site (\S+); its PUE is constant()$`), func(t, _ []string) string {
			return fmt.Sprintf("No weather station stands for %s, whose PUE is constant: %s.", counted(len(t), "site", "sites"), listed(runsOf(t), 8))
		}},
		{regexp.MustCompile(`^region (\S+) has no tariff; its industrial price(.*), is used in nominal money$`), func(t, each []string) string {
			if len(t) == 1 {
				return fmt.Sprintf("%s has no tariff of its own; its industrial price%s, is used in nominal money.", sentence(t[0]), each[0])
			}
			for k := range each {
				each[k] = "(" + strings.ReplaceAll(strings.TrimPrefix(strings.TrimSpace(each[k]), "of "), ", ", ": ") + ")"
			}
			return fmt.Sprintf("%s regions have no tariff of their own; the industrial price of each is used in nominal money: %s.", sentence(spelled(len(t))), listed(pair(t, each), 4))
		}},
		{regexp.MustCompile(`^no emission factor is known for region (\S+); its emissions count as zero()$`), func(t, _ []string) string {
			return fmt.Sprintf("No emission factor is known for %s; %s.", listed(t, 8), plural(len(t), "its emissions count as zero", "their emissions count as zero"))
		}},
		{regexp.MustCompile(`^the exchange rate of (\S+) is known to (\S+) and held after that$`), func(t, each []string) string {
			if len(t) == 1 {
				return fmt.Sprintf("The exchange rate of %s is known to %s and held after that.", t[0], monthText(each[0]))
			}
			for k := range each {
				each[k] = "to " + monthText(each[k])
			}
			return fmt.Sprintf("Exchange rates are held after the last month that is known: %s.", listed(pair(t, each), 8))
		}},
		{regexp.MustCompile(`^the fleet of (\S+) fills (.*) of its connection$`), func(t, each []string) string {
			return fmt.Sprintf("%s not full: %s of its power %s machines.", plural(len(t), "A connection is", "Connections are"), listed(pair(t, each), 8), plural(len(t), "feeds", "feed"))
		}},
		{regexp.MustCompile(`^site (\S+) comes online after the end of the horizon()$`), func(t, _ []string) string {
			return fmt.Sprintf("%s online after the end of the horizon: %s.", sentence(counted(len(t), "site comes", "sites come")), listed(runsOf(t), 8))
		}},
		{regexp.MustCompile(`^limit "(.+)" never binds()$`), func(t, _ []string) string {
			return fmt.Sprintf("%s: %s.", plural(len(t), "A limit never binds", "Limits never bind"), listed(t, 8))
		}},
		{regexp.MustCompile(`^limit "(.+)" holds no site()$`), func(t, _ []string) string {
			return fmt.Sprintf("%s: %s.", plural(len(t), "A limit holds no site", "Limits hold no site"), listed(t, 8))
		}},
	}
}

// ids are the places of a warning where ids of sites and regions stand: one, or a list of them.
var ids = regexp.MustCompile(`(?:^| )(?:fleet of|fleets of|site|sites|region|regions|stands for|stand for) ([^;:()"]+)`)

// namedWarnings are the warnings of the run with the names of sites and regions instead of their ids. Spaces in a name are held
// together by no-break ones until the warnings are merged.
func (b *builder) namedWarnings() []string {
	names := map[string]string{}
	for r := range b.w.Regions {
		names[b.w.Regions[r].ID] = b.shortRegion(b.w.Regions[r].ID)
	}
	for i := range b.w.Sites {
		names[b.w.Sites[i].ID] = b.w.Sites[i].Name
	}
	var out []string
	for _, text := range b.r.Warnings {
		out = append(out, named(text, names))
	}
	return out
}

// named puts names in the place of ids.
func named(text string, names map[string]string) string {
	return ids.ReplaceAllStringFunc(text, func(part string) string {
		at := ids.FindStringSubmatchIndex(part)
		begins, rest := part[:at[2]], part[at[2]:]
		var out strings.Builder
		out.WriteString(begins)
		for k, word := range strings.Split(rest, " ") {
			if k > 0 {
				out.WriteByte(' ')
			}
			id := strings.TrimRight(word, ",.")
			name, known := names[id]
			listed := k == 0 || strings.HasSuffix(out.String(), ", ") || strings.HasSuffix(out.String(), " and ")
			if id != "" && known && name != "" && listed {
				out.WriteString(strings.ReplaceAll(name, " ", "\u00a0") + word[len(id):])
				continue
			}
			out.WriteString(word)
		}
		return out.String()
	})
}

// mergeWarnings joins warnings of one kind where the first of them stands, and ends the others with a full stop.
func mergeWarnings(warnings []string) []string {
	kinds := warningKinds()
	things, each := make([][]string, len(kinds)), make([][]string, len(kinds))
	order := []int{} // kinds, or -1-k for warning k by itself
	for w, text := range warnings {
		kind := -1
		for k := range kinds {
			if m := kinds[k].form.FindStringSubmatch(text); m != nil {
				if kind = k; things[k] == nil {
					order = append(order, k)
				}
				things[k], each[k] = append(things[k], m[1]), append(each[k], m[2])
				break
			}
		}
		if kind < 0 {
			order = append(order, -1-w)
		}
	}
	var out []string
	for _, k := range order {
		if k < 0 {
			out = append(out, strings.TrimSuffix(sentence(warnings[-1-k]), ".")+".")
			continue
		}
		out = append(out, kinds[k].merge(things[k], each[k]))
	}
	for k := range out {
		out[k] = strings.ReplaceAll(out[k], "\u00a0", " ")
	}
	return out
}

// missingInput tells whether a warning is about an input that is not known and had to be replaced. These stand in one notice.
func missingInput(text string) bool {
	for _, word := range []string{"tariff", "xchange rate", "weather station", "emission factor"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// whyOf is where the page explains a warning.
func (b *builder) whyOf(text string) string {
	switch {
	case strings.Contains(text, "fleet of"), strings.Contains(text, "limit"), strings.Contains(text, "Limit"):
		return "energy"
	case strings.Contains(text, "network"):
		return "hashrate"
	}
	return ""
}
