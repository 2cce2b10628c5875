package reports

import (
	"fmt"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// sourceRows are the rows of Sources and assumptions, with the ones that figures link to.
type sourceRows struct {
	rows []Source
	used map[string]bool

	power, inferred, tariff, emission, fleet, finance, coin, share string // ids; empty where there is no such row
}

// add appends a row and returns its id, which is made from the hint and unlike all others.
func (s *sourceRows) add(hint string, row Source) string {
	if s.used == nil {
		s.used = map[string]bool{}
	}
	id := Slug("in-" + hint) // apart from the anchors of sections and charts
	for n := 2; s.used[id]; n++ {
		id = Slug(fmt.Sprintf("in-%d-%s", n, hint))
	}
	s.used[id] = true
	row.ID = id
	s.rows = append(s.rows, row)
	return id
}

// cite is where a value comes from.
type cite struct {
	origin     string // file and line, row of the seeds, or default
	source     string // ids of the seeds' sources, separated by ";"; empty where nobody is cited
	confidence string // as the seeds or the scenario say it
	row        string // of seeds/facilities.csv; empty for other origins
	note       string
}

// assumedHere is the note of a value that a scenario states without a source.
const assumedHere = "assumed by this scenario"

// cited prints where a value comes from into a row.
func (b *builder) cited(row Source, c cite) Source {
	row.Origin, row.Confidence = c.origin, chipOf(c.confidence)
	if c.note != "" {
		row.Note = strings.TrimSpace(row.Note + " " + c.note)
	}
	ids := strings.Split(c.source, ";")
	if s, ok := b.cat.Source(strings.TrimSpace(ids[0])); ok {
		row.SourceID, row.Publisher, row.Title, row.URL, row.Date = s.ID, s.Publisher, s.Title, s.URL, s.Date
		switch s.ID {
		case "project_assumption":
			row.Publisher, row.Title, row.Date = "", "assumption of hashwatt", ""
		case "project_inference":
			row.Publisher, row.Title, row.Date = "", "worked out by hashwatt", ""
		}
	} else if c.source != "" {
		row.SourceID, row.Publisher = c.source, c.source
	}
	var more []string
	for _, id := range ids[1:] {
		if s, ok := b.cat.Source(strings.TrimSpace(id)); ok {
			more = append(more, s.Publisher+", "+s.Title)
		}
	}
	if more != nil {
		row.Note = strings.TrimSpace(row.Note + " Also: " + strings.Join(more, "; ") + ".")
	}
	switch c.confidence {
	case "secondary":
		row.Note = strings.TrimSpace(row.Note + " From a secondary source.")
	case "background":
		row.Note = strings.TrimSpace(row.Note + " General knowledge, not found in a source.")
	}
	if c.source == "" && c.note == "" && row.Note == "" && row.Confidence == Assumed {
		row.Note = assumedHere
	}
	return row
}

// publisher is who published a source, in a word for a table.
func (b *builder) publisher(ids string) string {
	first, _, _ := strings.Cut(ids, ";")
	s, ok := b.cat.Source(strings.TrimSpace(first))
	switch {
	case s.ID == "project_assumption":
		return "assumption of hashwatt"
	case s.ID == "project_inference":
		return "worked out by hashwatt"
	case ok:
		return s.Publisher
	case first != "":
		return first
	}
	return assumedHere
}

// originOf is the origin of a value; that of a map is the one of its middle or first value.
func originOf(n *conf.Node) string {
	for n != nil {
		switch {
		case n.Kind == conf.Map && n.Get("mid") != nil:
			n = n.Get("mid")
		case n.Kind == conf.Map && len(n.Fields) > 0:
			n = n.Fields[0].Value
		case n.Kind == conf.List && len(n.Items) > 0:
			n = n.Items[0]
		default:
			return n.Origin
		}
	}
	return ""
}

// fromSeeds says where a value with an origin in the seeds comes from; ok is false for other origins.
func (b *builder) fromSeeds(origin string) (c cite, ok bool) {
	c.origin = origin
	file, id, found := strings.Cut(origin, ": ")
	if !found {
		if origin == "default" {
			c.note, c.confidence = "default of the language", "assumed"
			return c, true
		}
		return c, false
	}
	switch file {
	case "seeds/facilities.csv":
		if f, known := b.cat.Facility(id); known {
			c.source, c.confidence, c.row, c.note = f.Source, f.Confidence, f.ID, f.Note
			return c, true
		}
	case "seeds/regions.csv":
		if g, known := b.cat.Region(id); known {
			c.source, c.confidence = g.Source, g.Confidence
			return c, true
		}
	case "seeds/defaults.csv":
		if d, known := b.cat.Default(id); known {
			c.source, c.confidence, c.note = d.Source, d.Confidence, d.Note
			return c, true
		}
	}
	return c, false
}

// valueCite says where a value outside sites comes from; near is the map that may carry source and confidence for it.
func (b *builder) valueCite(n, near *conf.Node) cite {
	origin := originOf(n)
	if c, ok := b.fromSeeds(origin); ok {
		return c
	}
	c := cite{origin: origin}
	for _, k := range []struct {
		key string
		to  *string
	}{{"source", &c.source}, {"confidence", &c.confidence}} {
		if at := near.Get(k.key); at != nil && !strings.HasPrefix(at.Origin, "seeds/") {
			*k.to = at.Text
		}
	}
	return c
}

// collectSources walks the effective scenario and lists every input with where it comes from.
func (b *builder) collectSources() {
	b.siteSources()
	b.machineSources()
	b.coolingSources()
	b.regionSources()
	b.limitSources()
	b.financeSources()
	b.bitcoinSources()
	b.recordSources()
}

// defaultRow lists a default that a run used without naming it in the scenario.
func (b *builder) defaultRow(name, what string) {
	d, ok := b.cat.Default(name)
	if !ok {
		return
	}
	b.sources.add(name, b.cited(Source{Name: what, Value: d.Text}, cite{
		origin: "seeds/defaults.csv: " + name, source: d.Source, confidence: d.Confidence, note: d.Note,
	}))
}

// fileRow lists a file of the seeds.
func (b *builder) fileRow(name, what, value string) {
	f, ok := b.cat.File(name)
	if !ok {
		return
	}
	b.sources.add(name, b.cited(Source{Name: what, Value: value}, cite{
		origin: "seeds/" + name, source: f.Source, confidence: f.Confidence, note: sentence(f.Terms) + ".",
	}))
}

// groups merges rows that say the same of several things.
type groups[T any] struct {
	keys []string
	of   map[string]*group[T]
}

type group[T any] struct {
	row     Source
	cite    cite
	members []T
	origins []string
}

// put adds a member to the group of a key.
func (g *groups[T]) put(key string, row Source, c cite, member T) {
	if g.of == nil {
		g.of = map[string]*group[T]{}
	}
	at := g.of[key]
	if at == nil {
		at = &group[T]{row: row, cite: c}
		g.of[key] = at
		g.keys = append(g.keys, key)
	}
	at.members = append(at.members, member)
	at.origins = append(at.origins, c.origin)
}

// origin names the origins of a group: one of them, or how many rows of a file.
func (g *group[T]) origin() string {
	all := distinct(g.origins)
	if len(all) == 1 {
		return all[0]
	}
	var files []string
	for _, o := range all {
		file, _, _ := strings.Cut(o, ": ")
		files = append(files, file)
	}
	if files = distinct(files); len(files) == 1 && files[0] != all[0] {
		return fmt.Sprintf("%s, %d rows", files[0], len(all))
	}
	return listed(all, 4)
}

// stem is an origin without the row or line, for grouping.
func stem(origin string) string {
	file, _, _ := strings.Cut(origin, ": ")
	return file
}

// shared are the sentences that all texts have, in their order.
func shared(texts []string, about func(sentence string) bool) string {
	if len(texts) == 0 {
		return ""
	}
	var keep []string
	for _, s := range sentences(texts[0]) {
		all := about(s)
		for _, t := range texts[1:] {
			all = all && strings.Contains(t, strings.TrimSuffix(s, "."))
		}
		if all {
			keep = append(keep, s)
		}
	}
	return strings.Join(keep, " ")
}

// sentences cuts a note into its sentences and clauses.
func sentences(text string) []string {
	var out []string
	for _, s := range strings.Split(text, ". ") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, strings.TrimSuffix(s, ".")+".")
		}
	}
	return out
}

// lastPrice is the last day of the recorded coin price.
func (b *builder) lastPrice() (last calendar.Date) {
	for k := range b.cat.Days {
		if b.cat.Days[k].PriceUSD > 0 {
			last = b.cat.Days[k].Date
		}
	}
	return last
}
