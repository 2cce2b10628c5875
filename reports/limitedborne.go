package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// bearer is what a limit took from one of its sites.
type bearer struct {
	limit, site int
	mwh, coins  float64
	lost        float64 // margin, in the currency of the report
	share       float64 // of what the limit took from all
	more        int     // other sites of the region from which it took as much
}

// mostBearers is how many rows the table of those who bear limits has.
const mostBearers = 10

// bearers lists who bears a limit, those that lose most first.
func (b *builder) bearers(l int) (list []bearer) {
	sum := 0.0
	for _, s := range b.r.Summary.Limits[l].BySite {
		if s.ForgoneUSD <= 0 && s.CurtailedMWh <= 0 {
			continue
		}
		one := bearer{limit: l, site: s.Site, mwh: s.CurtailedMWh, coins: s.ForgoneBTC}
		for m := range b.months {
			one.lost += b.cash.in(b.tr.Use(l, s.Site, m).ForgoneUSD, m)
		}
		sum += one.lost
		list = append(list, one)
	}
	for k := range list {
		if sum > 0 {
			list[k].share = list[k].lost / sum
		}
	}
	slices.SortStableFunc(list, func(x, y bearer) int { return cmp.Compare(y.lost, x.lost) })
	return list
}

// borneTable lists the sites that lose most by any limit; nil where one site at most bears each: the table of
// limits says that.
func (b *builder) borneTable() *Table {
	var rows []bearer
	shared := false
	for l := range b.p.Limits {
		list := b.bearers(l)
		shared = shared || len(list) > 1
		rows = append(rows, list...)
	}
	if !shared {
		return nil
	}
	slices.SortStableFunc(rows, func(x, y bearer) int { return cmp.Compare(y.lost, x.lost) })
	rows = b.alike(rows)
	all := len(rows)
	rows = rows[:min(all, mostBearers)]
	n := len(rows)
	one := 1
	cut, cutUnit := column(eachOf(n, func(k int) float64 { return rows[k].mwh }), "MWh")
	lost, lostUnit := column(eachOf(n, func(k int) float64 { return rows[k].lost }), b.cash.code)
	text := func(name string, of func(r bearer) string) Column {
		c := Column{Name: name}
		for _, r := range rows {
			c.Text = append(c.Text, of(r))
		}
		return c
	}
	t := &Table{
		ID: "borne-table", Title: b.borneTitle(rows[0]), Stacked: true,
		Caption: "Each site and limit for itself; the share is that of the margin which the limit takes from all its sites. Margin is revenue less power.",
		Columns: []Column{
			text("site", func(r bearer) string {
				if r.more > 0 {
					return fmt.Sprintf("%s and %d alike, each", b.w.Sites[r.site].Name, r.more)
				}
				return b.w.Sites[r.site].Name
			}),
			text("region", func(r bearer) string { return b.shortRegion(b.w.Regions[b.w.Sites[r.site].Region].ID) }),
			text("limit", func(r bearer) string { return b.p.Limits[r.limit].Name }),
			{Name: "kept back", Unit: cutUnit, Numbers: cut},
			{Name: "coins", Unit: "BTC", Numbers: Each(n, func(k int) float64 { return rows[k].coins })},
			{Name: "margin forgone", Unit: lostUnit, Numbers: lost},
			{Name: "of what the limit takes", Unit: "%", Digits: &one, Numbers: Each(n, func(k int) float64 { return 100 * rows[k].share })},
		},
	}
	if more := all - n; more > 0 {
		t.Caption += fmt.Sprintf(" %s not shown bear less.", sentence(counted(more, "row", "rows")))
	}
	return t
}

// alike joins the sites of a region from which a limit takes the same.
func (b *builder) alike(rows []bearer) (out []bearer) {
	for _, one := range rows {
		k := slices.IndexFunc(out, func(r bearer) bool {
			return r.limit == one.limit && b.w.Sites[r.site].Region == b.w.Sites[one.site].Region && abs(r.lost-one.lost) <= 1e-6*abs(r.lost) && abs(r.mwh-one.mwh) <= 1e-6*r.mwh
		})
		if k < 0 {
			out = append(out, one)
			continue
		}
		out[k].more++
	}
	return out
}

func (b *builder) borneTitle(top bearer) string {
	list := b.bearers(top.limit)
	if evenly(list) {
		return fmt.Sprintf("%s falls on %s alike", b.beginLimit(top.limit), b.allBearers(list))
	}
	return fmt.Sprintf("%s loses most: %s to %s, %s of what that takes", b.w.Sites[top.site].Name, b.amount(top.lost), b.theLimit(top.limit), shareText(top.share))
}

// allBearers are the sites that bear a limit, by number: "both its sites", "all its fifteen sites", "two of its sites".
func (b *builder) allBearers(list []bearer) string {
	switch n := len(list); {
	case n < len(b.p.Limits[list[0].limit].Sites):
		return spelled(n) + " of its sites"
	case n == 2:
		return "both its sites"
	default:
		return "all its " + counted(n, "site", "sites")
	}
}

// evenly tells whether every bearer of a limit loses about the same.
func evenly(list []bearer) bool {
	return len(list) > 1 && list[0].share <= 1.1*list[len(list)-1].share
}

// borneText says which sites or regions bear a limit, as shares of the margin; empty where one site bears it alone.
func (b *builder) borneText(l int) string {
	list := b.bearers(l)
	if len(list) < 2 || list[0].share == 0 {
		return ""
	}
	byRegion := map[int]float64{}
	var regions []int
	for _, one := range list {
		r := b.w.Sites[one.site].Region
		if _, known := byRegion[r]; !known {
			regions = append(regions, r)
		}
		byRegion[r] += one.share
	}
	if len(regions) > 1 {
		slices.SortStableFunc(regions, func(x, y int) int { return cmp.Compare(byRegion[y], byRegion[x]) })
		var parts []string
		for _, r := range regions[:min(len(regions), 3)] {
			parts = append(parts, fmt.Sprintf("%s on sites in %s", shareText(byRegion[r]), b.w.Regions[r].Name))
		}
		text := "Of that margin " + strings.Replace(strings.Join(parts, ", "), " on sites", " falls on sites", 1)
		if rest := len(regions) - len(parts); rest > 0 {
			text += fmt.Sprintf(", the rest on those in %s", counted(rest, "other region", "other regions"))
		}
		return text + "."
	}
	if evenly(list) {
		return fmt.Sprintf("It falls on %s alike.", b.allBearers(list))
	}
	top := list[:min(len(list), 3)]
	var parts []string
	for _, one := range top {
		parts = append(parts, fmt.Sprintf("%s on %s", shareText(one.share), b.w.Sites[one.site].Name))
	}
	text := "Of that margin " + strings.Replace(strings.Join(parts, ", "), " on ", " falls on ", 1)
	if rest := len(list) - len(top); rest > 0 {
		text += fmt.Sprintf(", the rest on %s", counted(rest, "other site", "other sites"))
	}
	return text + "."
}
