package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

// siteValue is a value of a site in the effective scenario, and where it comes from. A key may reach into a map:
// costs.rigs.
func (b *builder) siteValue(i int, key string) (*conf.Node, cite) {
	n := b.siteNode(i)
	first, rest, nested := strings.Cut(key, ".")
	n = n.Get(first)
	if nested {
		n = n.Get(rest)
	}
	if n == nil {
		return nil, cite{}
	}
	origin := originOf(n)
	if solved := b.r.Solved; solved != nil && origin == "solve" { // its source is that of another value
		return n, cite{origin: origin, note: fmt.Sprintf("Found: what the scenario states, times %s.", Format(solved.Factor, 4))}
	}
	if key == "station" {
		if c, ok := b.chosenStation(origin); ok {
			return n, c
		}
	}
	if c, ok := b.fromSeeds(origin); ok {
		return n, c
	}
	c := cite{origin: origin}
	if item := b.itemOf(&b.w.Sites[i], first); item != nil {
		if at := item.Get("source"); at != nil {
			c.source = at.Text
		}
		if at := item.Get("confidence"); at != nil {
			c.confidence = at.Text
		}
	}
	return n, c
}

// chosenStation cites the normals of a station that nobody named for the site: that of its region, or the nearest.
func (b *builder) chosenStation(origin string) (cite, bool) {
	c := cite{origin: origin, confidence: "inferred"}
	switch {
	case strings.HasPrefix(origin, "nearest station"):
		c.note = "The station nearest to the site."
	case strings.HasPrefix(origin, "seeds/regions.csv"):
		c.note = "The station that stands for the region."
	default:
		return c, false
	}
	if f, ok := b.cat.File("stations.csv"); ok {
		c.source = f.Source
	}
	return c, true
}

// itemOf is the item of the scenario's sites that states a key of a site: the one of its id, else the one of its
// programme.
func (b *builder) itemOf(s *site.Site, key string) *conf.Node {
	for _, item := range []*conf.Node{b.items["id "+s.ID], b.items["from "+s.Program]} {
		if item.Get(key) != nil {
			return item
		}
	}
	return nil
}

// itemsOf finds the items of the scenario's sites by their id or programme.
func itemsOf(tree *conf.Node) map[string]*conf.Node {
	out := map[string]*conf.Node{}
	list := tree.Get("sites")
	if list == nil {
		return out
	}
	for _, item := range list.Items {
		for _, key := range []string{"id", "from"} {
			if at := item.Get(key); at != nil {
				out[key+" "+at.Text] = item
			}
		}
	}
	return out
}

// siteField is a value of sites that a reader would ask for.
type siteField struct {
	key, label string
	text       func(b *builder, i int, n *conf.Node) (value, unit string) // nil: as it stands
	spread     bool                                                       // values that differ are given as first to last
}

func siteFields() []siteField {
	return []siteField{
		{key: "power", label: "power", text: func(b *builder, i int, _ *conf.Node) (string, string) {
			s := &b.w.Sites[i]
			if s.PowerHigh == 0 || b.isSolved(i) {
				return plainNumber(s.PowerMW), "MW"
			}
			return plainNumber(s.PowerLow) + " / " + plainNumber(s.PowerMW) + " / " + plainNumber(s.PowerHigh), "MW"
		}},
		{key: "place", label: "place", text: func(_ *builder, _ int, n *conf.Node) (string, string) { return "coordinates, " + plainWord(n.Text), "" }},
		{key: "status", label: "status", text: words},
		{key: "online", label: "day of coming online", spread: true},
		{key: "energy", label: "supply", text: words},
		{key: "fleet", label: "machines", text: func(b *builder, i int, _ *conf.Node) (string, string) { return b.fleetText(&b.w.Sites[i]), "" }},
		{key: "cooling", label: "cooling"},
		{key: "pue", label: "PUE"},
		{key: "station", label: "weather station"},
		{key: "availability", label: "availability"},
		{key: "pool_fee", label: "fee of the pool"},
		{key: "rejected", label: "rejected shares"},
		{key: "orphans", label: "orphaned blocks"},
		{key: "costs.infrastructure", label: "price of infrastructure"},
		{key: "costs.rigs", label: "price of machines"},
		{key: "costs.opex", label: "operation a year, of the price of the machines"},
		{key: "in_history", label: "part of the recorded network"},
	}
}

func words(_ *builder, _ int, n *conf.Node) (string, string) { return plainWord(n.Text), "" }

// plainNumber prints a number as short as it can be, up to four decimals.
func plainNumber(v float64) string {
	text := Format(v, 4)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// siteSources lists the values of sites; sites that agree in value and source share a row.
func (b *builder) siteSources() {
	for _, field := range siteFields() {
		var g groups[int]
		for i := range b.w.Sites {
			n, c := b.siteValue(i, field.key)
			if n == nil {
				continue
			}
			value, unit := n.Text, ""
			if field.text != nil {
				value, unit = field.text(b, i, n)
			}
			row := b.cited(Source{Value: value, Unit: unit}, cite{source: c.source, confidence: c.confidence})
			switch {
			case field.key == "power":
				row.Confidence = b.powerChip(i)
			case field.key == "place" && value == "coordinates, assumed":
				row.Confidence = Assumed
			case field.key == "place", field.key == "status" && c.row != "":
				row.Confidence = Reported
			case field.key == "station" && c.row != "":
				c.source, c.confidence, row.Confidence = "project_inference", "inferred", Inferred
			}
			key := strings.Join([]string{value, stem(c.origin), c.source, string(row.Confidence)}, "|")
			if field.spread {
				key = strings.Join([]string{stem(c.origin), c.source, string(row.Confidence)}, "|")
			}
			row.Note = ""
			g.put(key, row, c, i)
		}
		b.addSiteGroups(field, &g)
	}
}

func (b *builder) addSiteGroups(field siteField, g *groups[int]) {
	most, guessed := 0, 0
	for _, key := range g.keys {
		at := g.of[key]
		row := at.row
		var values, notes []string
		for _, i := range at.members {
			n, c := b.siteValue(i, field.key)
			values, notes = append(values, n.Text), append(notes, c.note)
		}
		if field.spread {
			slices.Sort(values)
			row.Value = values[0]
			if last := values[len(values)-1]; last != row.Value {
				row.Value += " to " + last
			}
		}
		row.Name = field.label + " of " + b.namesOf(at.members)
		c := at.cite
		c.origin, c.note = at.origin(), ""
		chip := row.Confidence
		isPlace := func(s string) bool { return strings.Contains(strings.ToLower(s), "place") }
		switch {
		case field.key == "power":
			c.note = shared(notes, func(s string) bool { return !strings.HasPrefix(s, "Place") })
		case field.key == "place":
			c.note = shared(notes, isPlace)
		case field.key == "station" && c.row != "":
			c.note = "The station that stands for the place."
		case c.row == "":
			c.note = at.cite.note
		}
		row = b.cited(row, c)
		row.Confidence = chip
		if names := b.listOf(at.members); names != "" {
			row.Note = strings.TrimSpace(row.Note + " " + names)
		}
		id := b.sources.add(field.key+"-"+b.w.Sites[at.members[0]].ID, row)
		if field.key == "power" && row.Confidence == Inferred && len(at.members) > guessed {
			b.sources.inferred, guessed = id, len(at.members)
		}
		if len(at.members) > most {
			most = len(at.members)
			switch field.key {
			case "power":
				b.sources.power = id
			case "fleet":
				b.sources.fleet = id
			}
		}
	}
}

// namesOf names a group of sites: "Mikun", "all 15 sites", "the 21 sites of BitRiver 21", "13 sites of Komi 15".
func (b *builder) namesOf(members []int) string {
	switch {
	case len(members) == 1:
		return b.w.Sites[members[0]].Name
	case len(members) == len(b.w.Sites) && len(members) == 2:
		return "both sites"
	case len(members) == len(b.w.Sites):
		return fmt.Sprintf("all %d sites", len(members))
	}
	program := b.w.Sites[members[0]].Program
	for _, i := range members {
		if b.w.Sites[i].Program != program {
			program = ""
		}
	}
	if program == "" {
		return fmt.Sprintf("%d sites", len(members))
	}
	if len(members) == b.count(func(s *site.Site) bool { return s.Program == program }) {
		return fmt.Sprintf("the %d sites of %s", len(members), b.programme(program))
	}
	return fmt.Sprintf("%d sites of %s", len(members), b.programme(program))
}

// listOf lists the ids of a group that its name does not tell.
func (b *builder) listOf(members []int) string {
	if len(members) == 1 || len(members) == len(b.w.Sites) || strings.HasPrefix(b.namesOf(members), "the ") {
		return ""
	}
	var ids []string
	for _, i := range members {
		ids = append(ids, b.w.Sites[i].ID)
	}
	return "Sites: " + strings.Join(runsOf(ids), ", ") + "."
}

// machineSources lists the ratings of the machines in use.
func (b *builder) machineSources() {
	for _, c := range b.classes() {
		row := Source{Name: "machine " + c.name}
		from := cite{origin: "seeds/rigs.csv: " + c.rig}
		if at := b.r.Facts.Effective.Get("rigs").Get(c.rig); at != nil {
			from = b.valueCite(at, at)
		}
		for i := range b.w.Sites {
			for _, m := range b.w.Sites[i].Fleet {
				if m.Rig.ID == c.rig {
					row.Value = fmt.Sprintf("%s, %s, %s", WithUnit(plainNumber(m.Rig.HashrateTHs), "TH/s"), WithUnit(plainNumber(m.Rig.PowerW), "W"), WithUnit(Format(c.jth, 2), "J/TH"))
					from.source, from.confidence = m.Rig.Source, m.Rig.Confidence
				}
			}
		}
		b.sources.add("machine-"+c.rig, b.cited(row, from))
	}
}

// coolingSources lists the rule for the PUE and the weather behind it, where a site has no PUE of its own.
func (b *builder) coolingSources() {
	weather, without := false, false
	ways := map[string]bool{}
	for i := range b.w.Sites {
		if n, _ := b.siteValue(i, "pue"); n != nil {
			continue
		}
		n, _ := b.siteValue(i, "cooling")
		switch {
		case n != nil && n.Text != "air":
			ways[n.Text] = true
		case b.w.Climates[b.w.Sites[i].Climate].Station != "":
			weather = true
		default:
			without = true
		}
	}
	if weather {
		b.defaultRow("pue_air_base", "PUE, air: base")
		b.defaultRow("pue_air_slope_per_c", "PUE, air: rise per degree")
		b.defaultRow("pue_air_from_c", "PUE, air: temperature from which it rises")
		b.defaultRow("pue_air_max", "PUE, air: highest")
		b.fileRow("stations.csv", "monthly temperatures", "normals of the stations")
		b.defaultRow("temperature_daily_amplitude_c", "temperature: half of the daily swing")
		b.defaultRow("temperature_peak_hour_local", "temperature: warmest hour")
		b.defaultRow("temperature_noise_ar1_per_hour", "temperature: memory from hour to hour")
		b.defaultRow("temperature_noise_sd_c", "temperature: scatter around the normal")
	}
	if without {
		b.defaultRow("pue_air_without_climate", "PUE, air: where no station is near")
	}
	for _, way := range []string{"immersion", "hydro"} {
		if ways[way] {
			b.defaultRow("pue_"+way, "PUE, "+way)
		}
	}
}
