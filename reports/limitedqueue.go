package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/unit"
)

// wait is the time for which a site stands and has no permit.
type wait struct {
	site     int
	from, to int // hours, half open; to is the end of the axis where it still waits
	still    bool
}

// months is how long it waits within the horizon.
func (w *wait) months() float64 { return float64(w.to-w.from) / (unit.HoursPerYear / 12.0) }

// waits are the sites that wait under a queue for permits, the longest first.
func (b *builder) waits(l int) (list []wait) {
	if b.p.Limits[l].Kind != "licence_queue" {
		return nil
	}
	barred := make([]bool, len(b.p.LimitSet))
	for n, set := range b.p.LimitSet {
		for _, f := range set {
			barred[n] = barred[n] || int(f.Limit) == l && f.MW == 0
		}
	}
	open := map[int]int{} // by site: its place in the list
	for k := range b.p.Steps {
		st := &b.p.Steps[k]
		i := int(st.Site)
		place, waiting := open[i]
		switch now := st.Set >= 0 && barred[st.Set]; {
		case now && !waiting:
			open[i] = len(list)
			list = append(list, wait{i, st.Hour, b.p.Hours, true})
		case !now && waiting:
			list[place].to, list[place].still = st.Hour, false
			delete(open, i)
		}
	}
	slices.SortStableFunc(list, func(x, y wait) int { return cmp.Compare(y.to-y.from, x.to-x.from) })
	return list
}

// asking is how many sites of a limit come within the horizon or stood before it.
func (b *builder) asking(l int) (n int) {
	for _, i := range b.p.Limits[l].Sites {
		if b.p.Sites[i].Online < b.p.Hours {
			n++
		}
	}
	return n
}

// waitingText says how long the sites of a queue wait; empty for other limits.
func (b *builder) waitingText(l int) string {
	list := b.waits(l)
	if list == nil {
		return ""
	}
	sum, most, still := 0.0, 0.0, 0
	for k := range list {
		sum += list[k].months()
		most = max(most, list[k].months())
		if list[k].still {
			still++
		}
	}
	text := fmt.Sprintf("%s of the %s that come within the horizon %s for a permit under %s, %s on average and %s at most",
		sentence(spelled(len(list))), counted(b.asking(l), "site", "sites"), plural(len(list), "waits", "wait"), b.theLimit(l),
		monthsLong(sum/float64(len(list))), monthsLong(most))
	if still > 0 {
		text += fmt.Sprintf("; %s still %s when it ends", spelled(still), plural(still, "waits", "wait"))
	}
	return text + "."
}

// monthsLong is a time in words: "4.2 months".
func monthsLong(months float64) string {
	return WithUnit(Format(months, Digits(Num(months))), "months")
}

// mostWaits is how many sites the table of a queue lists.
const mostWaits = 60

// queueTable lists the sites that wait for permits; nil where none does.
func (b *builder) queueTable(l int) *Table {
	list := b.waits(l)
	if list == nil {
		return nil
	}
	all := len(list)
	list = list[:min(all, mostWaits)]
	text := func(name string, of func(w *wait) string) Column {
		c := Column{Name: name}
		for k := range list {
			c.Text = append(c.Text, of(&list[k]))
		}
		return c
	}
	one := 1
	t := &Table{
		ID: fmt.Sprintf("queue-%d-table", l+1), Stacked: true,
		Title:   fmt.Sprintf("%s: who waits, and how long", b.beginLimit(l)),
		Caption: "A site waits from the day on which it stands, by the dates of the scenario, to the day of its permit. Those that wait less than a day are not listed; those that still wait when the horizon ends wait longer than the months that are shown.",
		Columns: []Column{
			text("site", func(w *wait) string { return b.w.Sites[w.site].Name }),
			text("region", func(w *wait) string { return b.shortRegion(b.w.Regions[b.w.Sites[w.site].Region].ID) }),
			{Name: "power", Unit: "MW", Numbers: Each(len(list), func(k int) float64 { return b.w.Sites[list[k].site].PowerMW })},
			text("planned", func(w *wait) string { return b.w.Sites[w.site].Online.String() }),
			text("permit", func(w *wait) string {
				if w.still {
					return "still waiting"
				}
				return b.civilDay(w.site, w.to)
			}),
			{Name: "waits", Unit: "months", Digits: &one, Numbers: Each(len(list), func(k int) float64 { return list[k].months() })},
		},
	}
	if more := all - len(list); more > 0 {
		t.Caption += fmt.Sprintf(" %s more %s less.", sentence(counted(more, "site", "sites")), plural(more, "waits", "wait"))
	}
	return t
}
