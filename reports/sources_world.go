package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/tariff"
)

// regionSources lists the components of the tariffs and the emissions of the grids.
func (b *builder) regionSources() {
	var g groups[string]
	add := func(where string, list []tariff.Item, nodes *conf.Node) {
		for k, entry := range list {
			if itemAt(nodes, k) == nil {
				continue
			}
			for _, part := range itemParts(entry, itemAt(nodes, k)) {
				name, c := part.Name, b.itemCite(part)
				if part.Name != part.of.Name {
					name = part.of.Name + ", " + part.Name
				}
				key := strings.Join([]string{name, part.Describe(), stem(c.origin), c.source, c.confidence}, "|")
				g.put(key, Source{Name: "price of power, " + name, Value: part.Describe()}, c, where)
			}
		}
	}
	effective := b.r.Facts.Effective
	for r := range b.w.Regions {
		id := b.w.Regions[r].ID
		add(b.w.Regions[r].Name, b.r.Facts.Words.Regions.By[id].Tariff, effective.Get("regions").Get(id).Get("tariff"))
	}
	for k := range b.r.Facts.Words.Sites {
		if s := &b.r.Facts.Words.Sites[k]; s.Tariff != nil {
			add(s.Name, s.Tariff, b.siteNode(k).Get("tariff"))
		}
	}
	for _, key := range g.keys {
		at := g.of[key]
		row := at.row
		row.Name += ": " + listed(at.members, 4)
		c := at.cite
		c.origin = at.origin()
		id := b.sources.add("tariff-"+row.Name, b.cited(row, c))
		if b.sources.tariff == "" {
			b.sources.tariff = id
		}
	}
	for r := range b.w.Regions {
		region := &b.w.Regions[r]
		if !region.HasEmission {
			continue
		}
		n := effective.Get("regions").Get(region.ID)
		c := b.valueCite(n.Get("emissions_g_per_kwh"), n)
		if g, ok := b.cat.Region(region.ID); ok && strings.HasPrefix(c.origin, "seeds/") {
			c.source, c.confidence, c.note = g.EmissionSource, g.EmissionConfidence, sentence(g.EmissionBasis)+" emissions."
		}
		id := b.sources.add("emissions-"+region.ID, b.cited(Source{Name: "emissions of the grid, " + region.Name, Value: plainNumber(region.EmissionGPerKWh), Unit: "g/kWh"}, c))
		if b.sources.emission == "" {
			b.sources.emission = id
		}
	}
}

// limitSources lists the limits.
func (b *builder) limitSources() {
	for l := range b.w.Limits {
		e := &b.w.Limits[l]
		c := cite{origin: fmt.Sprintf("%s:%d", e.At.File, e.At.Line), source: e.Source, confidence: e.Confidence}
		b.sources.add(fmt.Sprintf("limit-%d-%s", l+1, e.Name), b.cited(Source{Name: "limit " + e.Name, Value: e.Kind.Describe() + "; " + e.Scope}, c))
	}
}

// financeSources lists how cash is valued and taxed.
func (b *builder) financeSources() {
	n := b.r.Facts.Effective.Get("finance")
	b.sources.finance = b.leafRow("discount rate", n.Get("discount"), n)
	b.leafRow("tax on profit", n.Get("tax"), n)
	b.leafRow("life of machines for tax", n.Get("depreciation").Get("rigs"), n)
	b.leafRow("life of infrastructure for tax", n.Get("depreciation").Get("infrastructure"), n)
	b.defaultRow("loss_offset_limit", "part of a profit that old losses may take off")
	b.wordRow("what operators know of the future", b.r.Facts.Effective.Get("foresight"))
}

// leafRow lists one value and returns its id.
func (b *builder) leafRow(name string, n, near *conf.Node) string {
	if n == nil {
		return ""
	}
	return b.sources.add(name, b.cited(Source{Name: name, Value: plainWord(n.Text)}, b.valueCite(n, near)))
}

// wordRow lists a choice of the language, in words.
func (b *builder) wordRow(name string, n *conf.Node) {
	if n == nil {
		return
	}
	said := map[string]string{
		"rolling": "rolling: planned anew at retargets and month starts", "perfect": "perfect: every price in advance", "myopic": "myopic: none",
		"day": "a day", "epoch": "an epoch", "path": "when 2 016 blocks are found", "fixed": "every 336 hours",
		"poisson": "at random", "expected": "as expected", "smooth": "smooth", "exact": "exact, on compact targets",
	}
	value := said[n.Text]
	if value == "" {
		value = plainWord(n.Text)
	}
	b.sources.add(name, b.cited(Source{Name: name, Value: value}, b.valueCite(n, nil)))
}

// bitcoinSources lists the coin, the network and the exchange rates.
func (b *builder) bitcoinSources() {
	words, n := &b.r.Facts.Words.Bitcoin, b.r.Facts.Effective.Get("bitcoin")
	series := func(name, describe string, at *conf.Node) string {
		if at == nil {
			return ""
		}
		id := b.sources.add(name, b.cited(Source{Name: name, Value: describe}, b.valueCite(at, at)))
		at.Walk(func(path string, leaf *conf.Node) bool {
			key := path[strings.LastIndex(path, ".")+1:]
			if leaf.Kind == conf.Scalar && !slices.Contains([]string{"replay", "process", "response", "source", "confidence"}, key) {
				b.leafRow(name+": "+plainWord(inList(path)+key), leaf, at)
			}
			return true
		})
		return id
	}
	if words.Hashprice != nil {
		b.sources.coin = series("hashprice", words.Hashprice.Describe(), n.Get("hashprice"))
		if words.Difficulty != nil {
			series("difficulty", words.Difficulty.Describe(), n.Get("difficulty"))
		}
		if words.Difficulty == nil || n.Get("price") != nil {
			series("price of a coin", words.Price.Describe(), n.Get("price"))
		}
	} else {
		b.sources.coin = series("price of a coin", words.Price.Describe(), n.Get("price"))
		series("fees of a block", words.Fees.Describe(), n.Get("fees"))
		series("rest of the world", words.RestOfWorld.Describe(), n.Get("rest_of_world"))
		if then := words.RestOfWorld.Then; then != nil && then.Name == "adjustment" {
			at := n.Get("rest_of_world").Get("then")
			if at == nil {
				at = n.Get("rest_of_world")
			}
			if at.Get("target") == nil {
				b.defaultRow("response_target_epochs", "rest of the world: epochs of the target")
			}
			if at.Get("noise") == nil {
				b.defaultRow("response_noise_per_epoch", "rest of the world: scatter per epoch, in draws")
			}
		}
	}
	b.wordRow("the hashprice is constant within", n.Get("market_step"))
	b.wordRow("retargets come", n.Get("epoch_calendar"))
	b.wordRow("blocks of the draws arrive", n.Get("blocks"))
	b.wordRow("form of the retarget", n.Get("retarget"))
	for k := range b.r.Facts.Words.Uncertain {
		u := &b.r.Facts.Words.Uncertain[k]
		value := "low, mid and high of each site"
		if u.From == "" {
			value = u.Low + " / " + u.Mid + " / " + u.High
		}
		if u.Distribution != "" {
			value += ", " + plainWord(u.Distribution)
		}
		if u.Joint == nil || *u.Joint {
			value += ", one factor for all"
		}
		b.sources.add("uncertain-"+u.Path, b.cited(Source{Name: "drawn: " + b.uncertainName(u.Path), Value: value},
			cite{origin: fmt.Sprintf("%s:%d", u.At.File, u.At.Line)}))
	}
	b.worldSources()
	b.rateSources()
}

// inList says in which item of a list a path ends: then.segments[0].share is in "segment 1, "; empty where it is in
// none.
func inList(path string) string {
	open, end := strings.LastIndexByte(path, '['), strings.LastIndexByte(path, ']')
	if open < 0 || end < open {
		return ""
	}
	n, err := strconv.Atoi(path[open+1 : end])
	if err != nil {
		return ""
	}
	list := path[strings.LastIndexByte(path[:open], '.')+1 : open]
	return fmt.Sprintf("%s %d, ", strings.TrimSuffix(list, "s"), n+1)
}

// worldSources lists what binds quantities to each other, how the rest of the world is split by country, and what
// was solved for.
func (b *builder) worldSources() {
	f := b.r.Facts
	for k := range f.Words.Correlations {
		c := &f.Words.Correlations[k]
		name := fmt.Sprintf("correlation of %s and %s", quantityName(c.Between[0]), quantityName(c.Between[1]))
		b.sources.add(name, b.cited(Source{Name: name, Value: c.Value.String()}, cite{origin: fmt.Sprintf("%s:%d", c.At.File, c.At.Line)}))
	}
	if s := b.r.Shares; s != nil && len(s.Baseline.Countries) > 0 {
		var parts []string
		for _, c := range s.Baseline.Countries {
			parts = append(parts, c.Code+" "+WithUnit(plainNumber(100*c.Share), "%"))
		}
		n := f.Effective.Get("shares")
		row := Source{Name: "split of the rest of the world by country", Value: strings.Join(parts, ", "), Note: b.baselineText(s)}
		at := cite{source: s.Baseline.Source, confidence: s.Baseline.Confidence, origin: "seeds/hashrate_shares.csv"}
		if s.Baseline.Date.IsZero() && n != nil {
			at.origin = b.valueCite(n, n).origin
		}
		b.sources.add(row.Name, b.cited(row, at))
	}
	if s := f.Words.Solve; s != nil {
		b.sources.add("solved", b.cited(Source{Name: "solved for", Value: s.For + ", so that " + s.SoThat}, cite{origin: fmt.Sprintf("%s:%d", s.At.File, s.At.Line)}))
	}
}

// rateSources lists the exchange rates in use with their first and last value.
func (b *builder) rateSources() {
	for k := range b.r.Facts.Rates {
		code := b.r.Facts.Rates[k].Currency
		rates := b.w.Money.Rates[code]
		last := len(rates) - 1
		value := fmt.Sprintf("%s in %s, %s in %s", Format(rates[0], 2), monthText(b.months[0]), Format(rates[last], 2), monthText(b.months[last]))
		row := Source{Name: "exchange rate of " + code, Value: value, Unit: code + "/USD"}
		if n := b.r.Facts.Effective.Get("money").Get("rates").Get(code); n != nil {
			words := b.r.Facts.Words.Money.Rates.By[code]
			row.Note = sentence(words.Describe()) + "."
			b.sources.add("rate-"+code, b.cited(row, b.valueCite(n, n)))
			continue
		}
		if months := b.cat.FX[code]; len(months) > 0 {
			end := months[len(months)-1]
			row.Note = fmt.Sprintf("Recorded to %s and held after that.", time.Date(end.Year, end.Month, 1, 0, 0, 0, 0, time.UTC).Format("January 2006"))
			b.sources.add("rate-"+code, b.cited(row, cite{origin: "seeds/exchange_rates.csv", source: end.Source, confidence: end.Confidence}))
		}
	}
}

// recordSources lists the recorded series and outlines that the page rests on.
func (b *builder) recordSources() {
	f := b.r.Facts
	if !b.p.Chain.Open {
		b.fileRow("bitcoin/retargets.csv", "record of difficulty", fmt.Sprintf("%d epochs to %s", len(b.cat.Retargets), f.Bitcoin.HandOver.UTC().Format(time.DateOnly)))
		fees := ""
		for k := range b.cat.Days {
			if d := &b.cat.Days[k]; d.FeesBTC >= 0 && d.Blocks > 0 {
				fees = d.Date.String()
			}
		}
		b.fileRow("bitcoin/days.csv", "record of prices and fees", fmt.Sprintf("prices to %s, fees to %s", b.lastPrice(), fees))
	}
	for _, name := range b.hourlySeries() {
		file := "hourly/russia_day_ahead_2017_2018.csv"
		switch {
		case strings.HasPrefix(name, "ercot"):
			file = "hourly/ercot_hub_2024_2025.csv"
		case strings.HasPrefix(name, "zone"):
			file = "hourly/russia_zones_2009_2010.csv"
		}
		b.fileRow(file, "hourly prices, "+name, "the shape of the price over the hours")
	}
	code, country := b.country()
	if s, ok := b.recorded(code); ok {
		b.sources.share = b.sources.add("share-"+code, b.cited(Source{
			Name: fmt.Sprintf("share of %s in the network, %s", country, s.Date.In(time.UTC).Format("January 2006")), Value: plainNumber(s.Percent), Unit: "%",
		}, cite{origin: "seeds/hashrate_shares.csv", source: s.Source, confidence: s.Confidence, note: "Drawn as a mark; not an input of the run."}))
	}
	for i := range b.w.Sites {
		if b.w.Sites[i].Placed {
			b.fileRow("map/land_110m.geojson", "outline of the land", "1:110 million")
			return
		}
	}
}

// hourlySeries lists the series of the seeds that tariffs follow.
func (b *builder) hourlySeries() []string {
	var names []string
	for t := range b.w.Tariffs {
		for _, entry := range b.w.Tariffs[t].Components {
			for _, name := range tariff.SeriesOf(entry.Component) {
				if slices.Contains(b.cat.HourlyNames(), name) {
					names = append(names, name)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
