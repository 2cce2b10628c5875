package reports

import (
	"cmp"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/ledger"
	"hashwatt/sim/tariff"
)

// bill is what all sites pay for power, in the currency of the report.
type bill struct {
	plans  []plan    // the one that is paid most for first; those on which nothing is drawn last
	unused []plan    // those on which nothing is drawn nor billed
	own    float64   // over the horizon
	mwh    float64   //
	coins  []float64 // BTC by plan
}

// plan is all tariffs that are made of the same components.
type plan struct {
	tariffs  []int // the one with most energy first
	names    []string
	parts    []billPart // in the order of the bill
	own, mwh float64
	drawn    drawn
}

// billPart is a component, or a part of a price category, over all lines of it.
type billPart struct {
	name, kind string
	component  string // of the list: itself, or its price category
	cite       cite
	own        float64
	months     []float64
}

// avoidable tells whether a peak sets what a kind of component costs, so that a site pays less for it which keeps
// its load down in the hours that count.
func (p *billPart) avoidable() bool { return p.ownPeak() || p.systemPeak() }

// ownPeak tells whether the highest load of the site itself sets the charge.
func (p *billPart) ownPeak() bool { return p.kind == "demand" || p.kind == "peak_network" }

// systemPeak tells whether the load in hours in which the system had its peak sets the charge.
func (p *billPart) systemPeak() bool { return p.kind == "coincident" || p.kind == "peak_capacity" }

// peakWords say what sets some charges on peaks: the site's own highest load, the load in peaks of the system, or
// either.
type peakWords struct{ subject, verb, caption string }

func peakWordsOf(own, system bool) peakWords {
	const low = "who keeps it down in all hours that count pays less, but for minimums and what is held from earlier peaks"
	const none = "who stands still in all of them does not pay it"
	switch {
	case own && system:
		return peakWords{"peaks", "set", "the site’s own highest load sets it, or its load in the hours in which the system had its peak; " + low}
	case system:
		return peakWords{"peaks of the system", "set", "the load in the hours in which the system had its peak sets it, and " + none}
	}
	return peakWords{"the highest load", "sets", "the highest load sets it, however many hours reach it: " + low}
}

// spared are the components that peaks set and for which nothing is billed.
func (p *plan) spared() (names []string) {
	for k := range p.parts {
		if part := &p.parts[k]; part.avoidable() && part.own == 0 && total(absolute(part.months)) == 0 {
			names = append(names, part.name)
		}
	}
	return names
}

func (p *plan) name() string { return listed(p.names, 2) }

// single tells whether no tariff has more than one component.
func (l *bill) single() bool {
	return !slices.ContainsFunc(l.plans, func(p plan) bool { return len(p.parts) > 1 })
}

// peaks tells whether a peak sets what is paid on any tariff.
func (l *bill) peaks() bool {
	return slices.ContainsFunc(l.plans, func(p plan) bool {
		return slices.ContainsFunc(p.parts, func(part billPart) bool { return part.avoidable() })
	})
}

// peakWords say what sets the charges on peaks that are paid on any tariff.
func (l *bill) peakWords() peakWords {
	own, system := false, false
	for k := range l.plans {
		for n := range l.plans[k].parts {
			if part := &l.plans[k].parts[n]; part.own > 0 {
				own, system = own || part.ownPeak(), system || part.systemPeak()
			}
		}
	}
	return peakWordsOf(own, system)
}

// largest is the component, over all tariffs, that most is paid for.
func (l *bill) largest() (name string, own float64) {
	sums := l.byName()
	for _, s := range sums {
		if s.own > own {
			name, own = s.name, s.own
		}
	}
	return name, own
}

// byName adds up the parts of one name over all tariffs, in the order in which they come; where each tariff has one
// component alone, the tariffs stand for them.
func (l *bill) byName() (out []billPart) {
	for k := range l.plans {
		for _, part := range l.plans[k].parts {
			name := part.name
			if l.single() {
				name = l.plans[k].name()
			}
			at := slices.IndexFunc(out, func(p billPart) bool { return p.name == name })
			if at < 0 {
				at = len(out)
				out = append(out, billPart{name: name, kind: part.kind, months: make([]float64, len(part.months))})
			}
			out[at].own += part.own
			for m, v := range part.months {
				out[at].months[m] += v
			}
		}
	}
	return out
}

// billItem is a component, or a part of a price category, with its place in the scenario.
type billItem struct {
	tariff.Item
	node *conf.Node
	of   tariff.Item // the item of the list: the component itself, or its price category
}

// follows tells whether another item has the same name: one holds after the other, and they are one component of
// the bill.
func (i billItem) follows(before billItem) bool {
	return i.Name == before.Name && i.of.Name == before.of.Name
}

// billItems lists what the bill of a tariff tells apart.
func (b *builder) billItems(t int) (out []billItem) {
	nodes := b.tariffNode(t)
	for k, item := range b.w.Tariffs[t].Components {
		out = append(out, itemParts(item, itemAt(nodes, k))...)
	}
	return out
}

// itemParts is a component by itself, or the parts of a price category.
func itemParts(item tariff.Item, node *conf.Node) []billItem {
	category, ok := item.Component.(*tariff.PriceCategory)
	if !ok {
		return []billItem{{item, node, item}}
	}
	var out []billItem
	for k, part := range category.Parts {
		out = append(out, billItem{part, itemAt(node.Get("parts"), k), item})
	}
	return out
}

// itemAt is an item of a list of the scenario; nil where the list has fewer.
func itemAt(list *conf.Node, k int) *conf.Node {
	if list == nil || k >= len(list.Items) {
		return nil
	}
	return list.Items[k]
}

// itemCite says where the price of a component comes from; a part of a price category that cites nobody has the
// source of its category.
func (b *builder) itemCite(i billItem) cite {
	var c cite
	if i.node != nil {
		c = b.valueCite(i.node, i.node)
	}
	if i.of.Source != "" {
		c.source = i.of.Source
	}
	if i.of.Confidence != "" {
		c.confidence = i.of.Confidence
	}
	if i.Source != "" && i.Name != i.of.Name {
		c.source, c.confidence = i.Source, i.Confidence
	}
	return c
}

// tariffNode is the list of components of a tariff in the effective scenario: that of the site which has it for
// itself, or that of its region.
func (b *builder) tariffNode(t int) *conf.Node {
	for i := range b.w.Sites {
		if b.w.Sites[i].Tariff == t && b.r.Facts.Words.Sites[i].Tariff != nil {
			return b.siteNode(i).Get("tariff")
		}
	}
	region := b.w.Regions[b.w.Tariffs[t].Region].ID
	return b.r.Facts.Effective.Get("regions").Get(region).Get("tariff")
}

// partOf is the name of the item that a line of a bill belongs to.
func partOf(items []billItem, line *ledger.BillLine) (component, name string) {
	for _, i := range items {
		if i.of.Name != line.Component {
			continue
		}
		if i.of.Kind != "price_category" || line.Name == i.Name || strings.HasPrefix(line.Name, i.Name+": ") {
			return i.of.Name, i.Name
		}
	}
	return "", ""
}

// kindIn is the kind of an item that is called so; empty where there is none.
func kindIn(items []billItem, component, name string) string {
	for _, i := range items {
		if i.of.Name == component && i.Name == name {
			return i.Kind
		}
	}
	return ""
}

// named is the part that stands for an item of that name; nil where there is none.
func (p *plan) named(component, name string) *billPart {
	for k := range p.parts {
		if p.parts[k].component == component && p.parts[k].name == name {
			return &p.parts[k]
		}
	}
	return nil
}

// billOf adds up the lines of the invoices by tariff and component.
func (b *builder) billOf() *bill {
	out := &bill{}
	places := make([]int, len(b.w.Tariffs)) // plan of each tariff
	mwh := eachOf(len(b.w.Tariffs), func(t int) float64 { return total(b.tr.TariffMWh[t]) })
	items := make([][]billItem, len(b.w.Tariffs))
	index := map[string]int{}
	for t := range b.w.Tariffs {
		items[t] = b.billItems(t)
		var key strings.Builder
		for _, i := range items[t] {
			key.WriteString(i.Kind + "|" + i.Name + "|" + i.Describe() + "\n")
		}
		k, known := index[key.String()]
		if !known {
			k = len(out.plans)
			index[key.String()] = k
			out.plans = append(out.plans, plan{})
			for n, i := range items[t] {
				if slices.ContainsFunc(items[t][:n], i.follows) {
					continue
				}
				out.plans[k].parts = append(out.plans[k].parts, billPart{name: i.Name, kind: i.Kind, component: i.of.Name, cite: b.itemCite(i), months: make([]float64, len(b.months))})
			}
		}
		places[t] = k
		p := &out.plans[k]
		p.tariffs = append(p.tariffs, t)
		p.mwh += mwh[t]
		p.drawn.add(items[t])
		if name := b.shortRegion(b.w.Regions[b.w.Tariffs[t].Region].ID); !slices.Contains(p.names, name) {
			p.names = append(p.names, name)
		}
	}
	for k := range b.r.Bill {
		line := &b.r.Bill[k]
		p := &out.plans[places[line.Tariff]]
		own := b.cash.in(line.USD, line.Month)
		if part := p.named(partOf(items[line.Tariff], line)); part != nil {
			part.own += own
			part.months[line.Month] += own
		}
		p.own += own
		out.own += own
	}
	for k := range out.plans {
		p := &out.plans[k]
		slices.SortStableFunc(p.tariffs, func(x, y int) int { return cmp.Compare(mwh[y], mwh[x]) })
		out.mwh += p.mwh
	}
	nothing := func(p plan) bool { return p.mwh <= 0 && p.own == 0 }
	for _, p := range out.plans {
		if nothing(p) {
			out.unused = append(out.unused, p)
		}
	}
	out.plans = slices.DeleteFunc(out.plans, nothing)
	slices.SortStableFunc(out.plans, func(x, y plan) int {
		if (x.mwh > 0) != (y.mwh > 0) {
			return cmp.Compare(y.mwh, x.mwh)
		}
		return cmp.Compare(y.own, x.own)
	})
	for k := range out.plans {
		out.coins = append(out.coins, b.coinsOf(&out.plans[k]))
	}
	return out
}

// coinsOf is what the sites of a plan mine over the horizon, BTC.
func (b *builder) coinsOf(p *plan) (sum float64) {
	for i := range b.w.Sites {
		if slices.Contains(p.tariffs, b.w.Sites[i].Tariff) {
			for m := range b.book.Sites[i].Lines {
				sum += b.book.Sites[i].Lines[m].BTC
			}
		}
	}
	return sum
}
