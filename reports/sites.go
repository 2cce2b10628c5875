package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

// chipOf is the chip of a confidence of the seeds or of a scenario; nothing said is an assumption.
func chipOf(confidence string) Chip {
	switch confidence {
	case "reported", "secondary":
		return Reported
	case "inferred":
		return Inferred
	}
	return Assumed
}

// powerChip says where the megawatts of a site come from. A published figure of a site that does not run yet is a
// plan; what solve found is nobody’s.
func (b *builder) powerChip(i int) Chip {
	if b.isSolved(i) {
		return Simulated
	}
	_, cited := b.siteValue(i, "power")
	chip := chipOf(cited.confidence)
	if cited.row != "" && b.w.Sites[i].PowerBasis == "inferred" {
		chip = Inferred
	}
	if chip == Reported && b.w.Sites[i].Status != "operating" {
		return Announced
	}
	return chip
}

// siteNode is the site in the effective scenario.
func (b *builder) siteNode(i int) *conf.Node {
	list := b.r.Facts.Effective.Get("sites")
	if list == nil || i >= len(list.Items) {
		return nil
	}
	return list.Items[i]
}

// fleetText names the machines of a site with their shares of its power, the largest first.
func (b *builder) fleetText(s *site.Site) string {
	classes := slices.Clone(s.Fleet)
	slices.SortStableFunc(classes, func(x, y site.Class) int { return cmp.Compare(y.MW, x.MW) })
	total := 0.0
	for _, c := range classes {
		total += c.MW
	}
	var parts []string
	for _, c := range classes {
		name := b.rigName(c.Rig.ID)
		if len(classes) > 1 && total > 0 {
			name = shareText(c.MW/total) + " " + name
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, ", ")
}

// rigName is the short name of a machine with its rating, as in "S21 200 TH/s"; a machine that the scenario
// declares keeps its id.
func (b *builder) rigName(id string) string {
	for k := range b.cat.Rigs {
		if r := &b.cat.Rigs[k]; r.ID == id {
			return r.Model + " " + WithUnit(Format(r.HashrateTHs, 0), "TH/s")
		}
	}
	return id
}

// siteTable lists the sites as facts.
func (b *builder) siteTable() *Table {
	n := len(b.w.Sites)
	text := func(name string, of func(i int, s *site.Site) string) Column {
		c := Column{Name: name, Text: make([]string, n)}
		for i := range c.Text {
			c.Text[i] = of(i, &b.w.Sites[i])
		}
		return c
	}
	numbers := func(name, unit string, digits int, of func(i int, s *site.Site) Number) Column {
		c := Column{Name: name, Unit: unit, Digits: &digits, Numbers: make(Numbers, n)}
		for i := range c.Numbers {
			c.Numbers[i] = of(i, &b.w.Sites[i])
		}
		return c
	}
	known := func(i int, v float64) Number {
		if v == 0 || b.isSolved(i) {
			return Gap
		}
		return Num(v)
	}
	ranged, machines := false, 0.0
	for i := range b.w.Sites {
		ranged = ranged || b.w.Sites[i].PowerHigh > 0 && !b.isSolved(i)
		for _, c := range b.w.Sites[i].Fleet {
			machines += c.Count
		}
	}
	columns := []Column{
		text("site", func(_ int, s *site.Site) string { return s.Name }),
		text("region", func(_ int, s *site.Site) string { return b.shortRegion(b.w.Regions[s.Region].ID) }),
		numbers("power", "MW", 1, func(_ int, s *site.Site) Number { return Num(s.PowerMW) }),
	}
	if ranged {
		columns = append(columns,
			numbers("low", "MW", 1, func(i int, s *site.Site) Number { return known(i, s.PowerLow) }),
			numbers("high", "MW", 1, func(i int, s *site.Site) Number { return known(i, s.PowerHigh) }))
	}
	columns = append(columns,
		text("power is", func(i int, _ *site.Site) string { return string(b.powerChip(i)) }),
		text("status", func(_ int, s *site.Site) string { return plainWord(s.Status) }),
		text("online", func(_ int, s *site.Site) string { return s.Online.String() }),
		text("machines", func(_ int, s *site.Site) string { return b.fleetText(s) }),
		numbers("hashrate", "PH/s", 0, func(_ int, s *site.Site) Number { return Num(s.HashratePHs()) }),
		numbers("PUE", "", 3, func(_ int, s *site.Site) Number { return Num(b.pue[s.Climate]) }),
		text("source", func(i int, _ *site.Site) string {
			_, cited := b.siteValue(i, "power")
			if b.isSolved(i) {
				return "found by solve"
			}
			return b.publisher(cited.source)
		}),
	)
	return &Table{
		ID: "sites-table", Title: fmt.Sprintf("%s with %s machines", sentence(counted(n, "site", "sites")), Format(machines, 0)),
		Caption: "Power at the meter; machines by share of machine power, their hashrate at the rating; PUE is the mean over the horizon of meter power over machine power. The source is that of the power; every other value stands under Sources and assumptions.",
		Columns: columns,
	}
}
