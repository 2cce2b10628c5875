package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/ledger"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

// billTable has a row for each component of each tariff, and the sum.
func (b *builder) billTable(l *bill) *Table {
	type row struct {
		region, name       string
		own, mwh, coins    float64
		source, confidence string
	}
	var rows []row
	for k := range l.plans {
		p := &l.plans[k]
		for _, part := range p.parts {
			rows = append(rows, row{p.name(), part.name, part.own, p.mwh, l.coins[k], b.publisher(part.cite.source), string(chipOf(part.cite.confidence))})
		}
		if len(p.parts) > 1 {
			rows = append(rows, row{p.name(), "all", p.own, p.mwh, l.coins[k], "", ""})
		}
	}
	if len(l.plans) > 1 {
		rows = append(rows, row{"all", "all", l.own, l.mwh, total(l.coins), "", ""})
	}
	n := len(rows)
	text := func(name string, of func(r row) string) Column {
		c := Column{Name: name}
		for _, r := range rows {
			c.Text = append(c.Text, of(r))
		}
		return c
	}
	ratio := func(name, unit string, of func(r row) float64) Column {
		return Column{Name: name, Unit: unit, Numbers: eachNumber(n, func(k int) Number {
			if by := of(rows[k]); by > 0 {
				return Num(rows[k].own / by)
			}
			return Gap
		})}
	}
	factor, unit := tableScale(eachOf(n, func(k int) float64 { return rows[k].own }), b.cash.code)
	one := 1
	perMWh := ratio("price", b.cash.code+"/MWh", func(r row) float64 { return r.mwh })
	if digits := Digits(perMWh.Numbers...); digits == 1 {
		perMWh.Digits = &[]int{2}[0]
	}
	coin := ratio("power for a coin", b.cash.code+"/BTC", func(r row) float64 { return r.coins })
	t := &Table{
		ID: "bill-table", Title: b.billTitle(l), Stacked: true,
		Caption: "Sums of the central case over the horizon, in the money of each month. An empty cell: nothing was mined. The source is that of the component’s price.",
	}
	if len(l.plans) > 1 {
		t.Columns = append(t.Columns, text("region", func(r row) string { return r.region }))
	}
	t.Columns = append(t.Columns,
		text("component", func(r row) string { return r.name }),
		Column{Name: "billed", Unit: unit, Numbers: Each(n, func(k int) float64 { return factor * rows[k].own })},
		perMWh, coin,
		Column{Name: "of the bill", Unit: "%", Digits: &one, Numbers: Each(n, func(k int) float64 { return 100 * rows[k].own / l.own })},
		text("source of the price", func(r row) string { return r.source }),
		text("confidence", func(r row) string { return r.confidence }))
	return t
}

func (b *builder) billTitle(l *bill) string {
	title := fmt.Sprintf("%s for %s: %s", b.amount(l.own), amount(l.mwh, "MWh"), b.perMWh(l.own/l.mwh))
	if len(l.plans) < 2 {
		return title
	}
	low, high := &l.plans[0], &l.plans[0]
	for k := range l.plans {
		if p := &l.plans[k]; p.mwh <= 0 {
			continue
		} else if p.own/p.mwh < low.own/low.mwh {
			low = p
		} else if p.own/p.mwh > high.own/high.mwh {
			high = p
		}
	}
	if b.perMWh(low.own/low.mwh) == b.perMWh(high.own/high.mwh) {
		return title
	}
	return fmt.Sprintf("%s, from %s in %s to %s in %s", title, Format(low.own/low.mwh, Digits(Num(low.own/low.mwh))), low.name(),
		Format(high.own/high.mwh, Digits(Num(high.own/high.mwh))), high.name())
}

// setBy is a charge, of one site or of several whose charges the same hours set.
type setBy struct {
	line  *ledger.BillLine // of the site that pays most of it
	sites int
	own   float64
	kw    float64 // mean of the hours, all sites
}

// mostSet is about how many charges the table of hours shows.
const mostSet = 12

// setTable lists the hours that set charges, the dearest charges of each component; nil where no hour sets one.
func (b *builder) setTable(l *bill) *Table {
	all := b.setCharges()
	if len(all) == 0 {
		return nil
	}
	rows := mostPaid(all)
	sum := total(eachOf(len(all), func(k int) float64 { return all[k].own }))
	amounts := eachOf(len(rows), func(k int) float64 { return rows[k].own })
	factor, money := typicalScale(amounts, b.cash.code)
	powers := eachOf(len(rows), func(k int) float64 { return rows[k].kw })
	size, power := unit.Scale(slices.Max(powers)/1000, "MW")
	text := func(name string, of func(s *setBy) string) Column {
		c := Column{Name: name}
		for _, s := range rows {
			c.Text = append(c.Text, of(s))
		}
		return c
	}
	words := l.peakWords()
	t := &Table{
		ID: "set-table", Title: fmt.Sprintf("%s %s %s of the bill", sentence(words.subject), words.verb, shareText(sum/l.own)), Stacked: true,
		Caption: "The dearest charges of each component, with the hours whose load set them, in local time; the load is the mean of these hours. An invoice is booked in the month of the accounts that holds most of its local month. The sentence is that of the invoice.",
		Columns: []Column{
			text("booked in", func(s *setBy) string { return monthText(b.months[s.line.Month]) }),
			text("charge", func(s *setBy) string { return lineName(s.line) }),
			text("who", b.setPlace),
			text("set at", b.setHours),
			{Name: "load", Unit: power, Numbers: Each(len(rows), func(k int) float64 { return size * powers[k] / 1000 })},
			{Name: "billed", Unit: money, Numbers: Each(len(rows), func(k int) float64 { return factor * amounts[k] })},
			text("why", func(s *setBy) string {
				if s.sites > 1 {
					return b.w.Sites[s.line.Site].Name + ": " + typeset(s.line.Why)
				}
				return typeset(s.line.Why)
			}),
		},
	}
	if more := len(all) - len(rows); more > 0 {
		t.Caption += fmt.Sprintf(" And %s more, in bill.csv.", Format(float64(more), 0))
	}
	return t
}

// setCharges lists the charges that single hours set, as they come in the bill: one for all the sites whose charges
// the same hours set.
func (b *builder) setCharges() (list []*setBy) {
	index := map[string]*setBy{}
	for k := range b.r.Bill {
		line := &b.r.Bill[k]
		if len(line.Set) == 0 || line.USD <= 0 {
			continue
		}
		key := fmt.Sprintf("%d|%d|%s", line.Tariff, line.Month, lineName(line))
		kw := 0.0
		for _, peak := range line.Set {
			key += fmt.Sprintf("|%d", peak.Hour)
			kw += peak.KW / float64(len(line.Set))
		}
		s := index[key]
		if s == nil {
			s = &setBy{line: line}
			index[key] = s
			list = append(list, s)
		}
		if line.USD > s.line.USD {
			s.line = line
		}
		s.own, s.kw, s.sites = s.own+b.cash.in(line.USD, line.Month), s.kw+kw, s.sites+1
	}
	return list
}

// mostPaid picks the dearest of some charges, a few of each component, the dearest first.
func mostPaid(all []*setBy) (rows []*setBy) {
	byOwn := func(x, y *setBy) int { return cmp.Compare(y.own, x.own) }
	of := map[string][]*setBy{} // by component
	var names []string
	for _, s := range all {
		name := lineName(s.line)
		if of[name] == nil {
			names = append(names, name)
		}
		of[name] = append(of[name], s)
	}
	for _, name := range names {
		slices.SortStableFunc(of[name], byOwn)
		rows = append(rows, of[name][:min(len(of[name]), max(mostSet/len(names), 3))]...)
	}
	slices.SortStableFunc(rows, byOwn)
	return rows[:min(len(rows), 2*mostSet)]
}

// lineName joins the component and the line of an invoice.
func lineName(line *ledger.BillLine) string {
	if line.Name == "" {
		return line.Component
	}
	return line.Component + ": " + line.Name
}

// setPlace names who pays a charge: a site, how many sites, or all sites of a region.
func (b *builder) setPlace(s *setBy) string {
	region := b.shortRegion(b.w.Regions[b.w.Tariffs[s.line.Tariff].Region].ID)
	switch {
	case s.line.Site < 0:
		return "all sites, " + region
	case s.sites > 1:
		return counted(s.sites, "site", "sites") + ", " + region
	}
	return b.w.Sites[s.line.Site].Name
}

// setHours tells the hours that set a charge on the local clock: the one, the hour of the day where it is the same
// on several days, or the one of the highest load and how many more.
func (b *builder) setHours(s *setBy) string {
	civil := b.w.Regions[b.w.Tariffs[s.line.Tariff].Region].Civil
	set := s.line.Set
	top, same := 0, true
	for k := range set {
		same = same && civil.Hour[set[k].Hour] == civil.Hour[set[0].Hour] && (k == 0 || civil.Day[set[k].Hour] != civil.Day[set[k-1].Hour])
		if set[k].KW > set[top].KW {
			top = k
		}
	}
	clock := func(h int) string { return fmt.Sprintf("%02d:00", civil.Hour[h]) }
	if same && len(set) > 1 {
		return fmt.Sprintf("%s on %s", clock(set[0].Hour), WithUnit(fmt.Sprint(len(set)), "days"))
	}
	text := dayText(civil.Date[civil.Day[set[top].Hour]].String()) + ", " + clock(set[top].Hour)
	if more := len(set) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	} else if n := b.equalHours(s.line); n > 1 {
		text += fmt.Sprintf(", the first of %s", counted(n, "equal hour", "equal hours"))
	}
	return text
}

// equalHours counts the hours, of those that count in its month, in which a site has the very load that set a
// demand charge; 0 for other charges.
func (b *builder) equalHours(line *ledger.BillLine) (n int) {
	if line.Site < 0 || len(line.Set) != 1 {
		return 0
	}
	if b.kindOf(line) != "demand" {
		return 0
	}
	peak, load := line.Set[0], b.tr.SiteMWh[line.Site]
	windows, _ := b.p.Tariffs[line.Tariff].Around(peak.Hour)
	windows = slices.DeleteFunc(windows, func(w tariff.Window) bool {
		return w.Label != line.Component && !strings.HasPrefix(w.Label, line.Component+": ")
	})
	if len(windows) != 1 { // which hours count cannot be told
		return 0
	}
	for _, h := range windows[0].Hours {
		if math.Abs(1000*load[h]-peak.KW) <= 1e-9*peak.KW {
			n++
		}
	}
	return n
}

// kindOf is the kind of the component that a line of an invoice belongs to.
func (b *builder) kindOf(line *ledger.BillLine) string {
	items := b.billItems(line.Tariff)
	component, name := partOf(items, line)
	return kindIn(items, component, name)
}
