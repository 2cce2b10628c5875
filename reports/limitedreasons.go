package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
)

// hoursTable says what became of all that the sites could have drawn over the horizon.
func (b *builder) hoursTable() *Table {
	sum := b.whole()
	mid, _, _ := b.powers()
	var names []string
	var mwh []float64
	add := func(name string, v float64) { names, mwh = append(names, name), append(mwh, v) }
	add("running", sum.energy)
	for _, r := range sum.reasons {
		if r.mwh > 0 || r.reason == kernel.ReasonDemand && b.pricesPeaks() {
			add("idle: "+r.name, r.mwh)
		}
	}
	if sum.unbuilt > 0 {
		add("not yet built", sum.unbuilt)
	}
	add("all", total(mwh))
	energy, unit := column(mwh, "MWh")
	one, zero, fine := 1, 0, min(Digits(energy[len(energy)-1])+1, 3)
	table := &Table{ID: "hours-table", Title: "Where the hours went", Columns: []Column{
		{Name: "state", Text: names},
		{Name: "energy", Unit: unit, Digits: &fine, Numbers: energy},
		{Name: "share", Unit: "%", Digits: &one, Numbers: Each(len(mwh), func(i int) float64 {
			if all := mwh[len(mwh)-1]; all > 0 {
				return 100 * mwh[i] / all
			}
			return 0
		})},
		{Name: "hours at full power", Unit: "h", Digits: &zero, Numbers: Each(len(mwh), func(i int) float64 { return mwh[i] / max(mid, 1e-9) })},
	}}
	table.Caption = "All sites, the whole horizon. Energy is what was drawn, or what could have been drawn; hours are that energy over the power of all connections."
	return table
}

// pricesPeaks tells whether a tariff prices the highest load of some hours.
func (b *builder) pricesPeaks() bool {
	return slices.ContainsFunc(b.p.Charges, func(c *kernel.Charges) bool { return c != nil && len(c.Windows) > 0 })
}

// mostReasons is how many reasons the grid of reasons tells apart; smaller ones are joined.
const mostReasons = 8

// reasonsBySite shows what stops each site, as shares of what its plant could have drawn; of few sites, or sites
// that are all alike, what stops them by month. Nil where nothing stands, and for few sites without limits.
func (b *builder) reasonsBySite(sum whole) *Chart {
	reasons, rest := b.shownReasons(sum)
	if sum.capacity <= 0 || len(reasons) == 0 {
		return nil
	}
	rows := b.siteRows(reasons, rest)
	switch {
	case len(rows) < 3 && len(b.p.Limits) == 0:
		return nil // the chart by month says it all
	case len(rows) < 3:
		return b.reasonsByMonth(reasons, rest)
	}
	g := &Grid{What: "of what the plant could draw", Unit: "%", Of: "site", Full: 0, Color: Red, Told: true}
	for _, r := range reasons {
		g.At.Names = append(g.At.Names, r.name)
	}
	if rest != nil {
		g.At.Names = append(g.At.Names, fmt.Sprintf("%d other limits", len(rest)))
	}
	caption := "Each row is a site, with the number of others of its region that are alike; a field is the part of what its plant could have drawn that stands still for that reason, over the time in which it stands; blank where nothing does."
	const most = 46
	if len(rows) > most {
		caption += fmt.Sprintf(" The %d that stand still most; %d more do less.", most, len(rows)-most)
		rows = rows[:most]
	}
	for _, row := range rows {
		for _, n := range row.Cells {
			g.Full = max(g.Full, n.Value)
		}
		g.Rows = append(g.Rows, row)
	}
	g.Full = fullPercent(g.Full)
	top := g.Rows[0]
	idle := 0.0
	for _, n := range top.Cells {
		idle += n.Value / 100
	}
	title := fmt.Sprintf("%s stands still most: %s of what it could draw", top.Name, shareText(idle))
	if len(rows) > 1 {
		last := 0.0
		for _, n := range rows[len(rows)-1].Cells {
			last += n.Value / 100
		}
		if shareText(last) == shareText(idle) {
			title = fmt.Sprintf("All stand still for %s of what they could draw, for different reasons", shareText(idle))
		}
	}
	return &Chart{ID: "reasons", Title: title, Span: Wide, Grid: g, Caption: caption}
}

// fullPercent is the next of 5, 10, 20, ..., 100 per cent.
func fullPercent(percent float64) float64 {
	for _, v := range []float64{1, 2, 5, 10, 20, 30, 40, 50, 60, 80} {
		if percent <= v {
			return v
		}
	}
	return 100
}

// shownReasons are the reasons with a column of their own, and the smaller limits that share one.
func (b *builder) shownReasons(sum whole) (shown, rest []reasonSum) {
	for _, r := range sum.reasons {
		if r.mwh <= 0 {
			continue
		}
		if len(shown) >= mostReasons-1 && r.reason >= kernel.ReasonLimit {
			rest = append(rest, r)
			continue
		}
		shown = append(shown, r)
	}
	if len(rest) == 1 {
		shown, rest = append(shown, rest[0]), nil
	}
	return shown, rest
}

// leastPart is the part in percent below which a field of the grid stays blank.
const leastPart = 0.05

// siteRows are the sites that stand, with their shares by reason in percent; sites that are alike make one row.
// What stands still most comes first.
func (b *builder) siteRows(reasons, rest []reasonSum) (rows []Row) {
	type group struct {
		names  []string
		shares []float64
		idle   float64
	}
	var groups []*group
	known := map[string]*group{}
	for i := range b.w.Sites {
		account := &b.book.Sites[i]
		capacity := 0.0
		for m := range account.Lines {
			capacity += account.Lines[m].CapacityMWh
		}
		if capacity <= 0 {
			continue
		}
		one := &group{}
		key := fmt.Sprint(b.w.Sites[i].Region)
		share := func(list ...reasonSum) {
			v := 0.0
			for _, r := range list {
				v += 100 * max(total(account.IdleMWh[r.reason]), 0) / capacity
			}
			one.shares, one.idle = append(one.shares, v), one.idle+v
			key += fmt.Sprintf("|%.1f", v)
		}
		for _, r := range reasons {
			share(r)
		}
		if rest != nil {
			share(rest...)
		}
		if known[key] == nil {
			known[key] = one
			groups = append(groups, one)
		}
		known[key].names = append(known[key].names, b.w.Sites[i].Name)
	}
	slices.SortStableFunc(groups, func(x, y *group) int { return cmp.Compare(y.idle, x.idle) })
	for _, g := range groups {
		name := g.names[0]
		if n := len(g.names); n > 1 {
			name += fmt.Sprintf(" +%d", n-1)
		}
		rows = append(rows, Row{Name: name, Cells: eachNumber(len(g.shares), func(k int) Number {
			if g.shares[k] < leastPart {
				return Gap
			}
			return Num(g.shares[k])
		})})
	}
	return rows
}

// reasonsByMonth shows what stops the plant by month.
func (b *builder) reasonsByMonth(reasons, rest []reasonSum) *Chart {
	capacity := eachOf(len(b.months), func(m int) float64 { return b.book.Total.Lines[m].CapacityMWh })
	g := &Grid{What: "of what the plant could draw", Unit: "%", X: b.byMonth(), At: Stops{Dates: b.months}, Of: "reason", Color: Red}
	row := func(name string, list ...reasonSum) {
		idle := make([]float64, len(b.months))
		for _, r := range list {
			for m, v := range b.idle(r.reason) {
				idle[m] += v
			}
		}
		g.Rows = append(g.Rows, Row{Name: name, Cells: eachNumber(len(idle), func(m int) Number {
			if capacity[m] <= 0 {
				return Gap
			}
			return Num(min(max(100*idle[m]/capacity[m], 0), 100))
		})})
	}
	for _, r := range reasons {
		row(r.name, r)
	}
	if rest != nil {
		row(fmt.Sprintf("%d other limits", len(rest)), rest...)
	}
	top, at, which := 0.0, 0, 0
	for k := range g.Rows {
		for m, n := range g.Rows[k].Cells {
			if !n.None && n.Value > top {
				top, at, which = n.Value, m, k
			}
		}
	}
	g.Full = fullPercent(top)
	return &Chart{
		ID: "reasons", Title: fmt.Sprintf("%s stops most in %s: %s of what the plant could draw", b.beginReason(reasons, which, g.Rows[which].Name), monthText(b.months[at]), shareText(top/100)), Span: Wide, Grid: g,
		Caption: "The part of what the plant that stands could have drawn that stands still for each reason, month by month. Blank: nothing stands yet.",
	}
}

// beginReason is the reason of a row at the beginning of a sentence; a row behind all reasons joins several.
func (b *builder) beginReason(reasons []reasonSum, row int, name string) string {
	if row < len(reasons) && reasons[row].reason >= kernel.ReasonLimit {
		return b.beginLimit(reasons[row].reason - kernel.ReasonLimit)
	}
	return sentence(name)
}
