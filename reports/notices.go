package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// notices are what a reader must know beside the figures: first of all megawatts that nobody published, then what
// failed, then the warnings of the run, those that say the same of several things merged into one.
func (b *builder) notices() []Notice {
	var out []Notice
	if text := b.centralOutside(); text != "" {
		out = append(out, Notice{Text: text, Why: "risk"})
	}
	if n, ok := b.solvedNotice(); ok {
		out = append(out, n)
	}
	if b.brief() {
		out = append(out, Notice{Text: fmt.Sprintf("The horizon is %s. All that is told by the year is what happens in it times %s: no figure of a year, for prices, weather and the network of the rest of it are not looked at.",
			counted(b.days(), "day", "days"), Format(1/b.years, Digits(Num(1/b.years)))), Why: "method"})
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
	if n, ok := b.inTurnNotice(); ok {
		out = append(out, n)
	}
	var unknown []string
	for _, n := range mergeWarnings(b.warnings(), b.nameOf()) {
		if n.Why == "sources" {
			unknown = append(unknown, n.Text)
			continue
		}
		if n.Why == "bill" && b.paid == nil {
			n.Why = "money"
		}
		out = append(out, n)
	}
	if unknown != nil {
		out = append(out, Notice{Text: strings.Join(unknown, " "), Why: "sources"})
	}
	return out
}

// brief tells whether the horizon is shorter than a month, so that what is told by the year is extrapolated.
func (b *builder) brief() bool { return b.years < 28.0/366 }

// days is the length of the horizon.
func (b *builder) days() int { return max(b.w.Axis.Hours/24, 1) }

// centralOutside says for which of the figures at the top the central case lies outside nine in ten of its own
// draws; empty where it does for none.
func (b *builder) centralOutside() string {
	var outside []string
	for _, one := range []struct{ id, name string }{
		{"energy_mwh", "electricity"},
		{"network_share_pct", "share of the network"},
		{"load_factor_pct", "share of what the plant could draw"},
		{"average_hashrate_eh_s", "own hashrate"},
		{"btc_mined", "coins"},
		{"npv_usd", "net present value"},
		{"net_cash_usd", "cash from running it"},
		{"cost_per_btc_usd", "cost of a bitcoin"},
		{"capex_usd", "cost of the plant"},
		{"emissions_t", "CO₂"},
	} {
		m := b.total(one.id)
		if !m.ranged || !m.ok() || m.central >= m.low-1e-9*abs(m.low) && m.central <= m.high+1e-9*abs(m.high) {
			continue
		}
		side := "above"
		if m.central < m.low {
			side = "below"
		}
		outside = append(outside, one.name+" ("+side+")")
	}
	if outside == nil {
		return ""
	}
	return fmt.Sprintf("The central case lies outside nine in ten of its own draws, from P5 to P95, for %s. It takes every process on its mean path and every uncertain input at its middle, which no future does: "+
		"machines run or stand by what they earn, and on a smooth path they do so otherwise than on paths that scatter. Take the median and the range for these figures, and read the charts and tables of the central case with care.", listed(outside, 10))
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
