package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// expander writes the effective tree: programs become sites, rows and defaults become values with an origin.
type expander struct {
	file     *File
	cat      *seeds.Catalog
	problems conf.Problems
	warnings []string

	unweathered []string // sites without a weather station
}

// Expand returns the effective tree of a file: every site and region spelled out, every default written in, each
// value with its origin. The tree is a valid scenario.
func Expand(f *File, cat *seeds.Catalog) (tree *conf.Node, warnings []string, err error) {
	e := &expander{file: f, cat: cat}
	tree = f.Tree.Without("variants").Without("extends")
	tree = e.defaults(tree)
	tree = e.sites(tree)
	if len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	tree = e.regions(tree)
	if tree = e.middles(tree); len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	if e.cited(tree); len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	if n := len(e.unweathered); n > 0 {
		e.warn("no weather station stands for %s; the PUE there is constant", listed(e.unweathered))
	}
	return tree, e.warnings, nil
}

func (e *expander) problem(at *conf.Node, path, format string, args ...any) {
	p := conf.Problemf(at, format, args...)
	p.Path = path
	e.problems = append(e.problems, p)
}

func (e *expander) warn(format string, args ...any) {
	e.warnings = append(e.warnings, fmt.Sprintf(format, args...))
}

// value is a default of seeds/defaults.csv as a node.
func (e *expander) value(name string) *conf.Node {
	d, ok := e.cat.Default(name)
	if !ok {
		panic("scenario: seeds/defaults.csv has no " + name)
	}
	return conf.NewScalar(d.Text, "seeds/defaults.csv: "+name)
}

// plain is a default of the language itself.
func plain(text string) *conf.Node { return conf.NewScalar(text, "default") }

// fill sets a key where it is missing.
func fill(n *conf.Node, key string, value *conf.Node) *conf.Node {
	if n.Get(key) != nil {
		return n
	}
	return n.With(key, value)
}

// within applies a change to the map under a key, an empty one where there is none.
func within(n *conf.Node, key string, change func(*conf.Node) *conf.Node) *conf.Node {
	at := n.Get(key)
	if at == nil {
		at = conf.NewMap("default")
	}
	return n.With(key, change(at))
}

// defaults fills everything that is not a site or a region.
func (e *expander) defaults(tree *conf.Node) *conf.Node {
	tree = within(tree, "clock", func(n *conf.Node) *conf.Node { return fill(n, "zone", plain("UTC")) })
	tree = within(tree, "money", func(n *conf.Node) *conf.Node { return fill(n, "report", plain("USD")) })
	tree = within(tree, "finance", func(n *conf.Node) *conf.Node {
		n = fill(n, "discount", e.value("discount_rate_per_year"))
		n = fill(n, "tax", e.value("profit_tax_rate"))
		return within(n, "depreciation", func(n *conf.Node) *conf.Node {
			n = fill(n, "rigs", e.value("rig_depreciation_years"))
			return fill(n, "infrastructure", e.value("infrastructure_depreciation_years"))
		})
	})
	tree = within(tree, "bitcoin", e.bitcoin)
	return fill(tree, "foresight", plain("rolling"))
}

func (e *expander) bitcoin(n *conf.Node) *conf.Node {
	replay := func(then *conf.Node) *conf.Node {
		return conf.NewMap("default", conf.Field{Key: "replay", Value: plain("history")}, conf.Field{Key: "then", Value: then})
	}
	n = fill(n, "price", replay(conf.NewMap("default",
		conf.Field{Key: "process", Value: plain("gbm")},
		conf.Field{Key: "drift", Value: e.value("coin_price_drift_per_year")},
		conf.Field{Key: "volatility", Value: e.value("coin_price_volatility_per_year")})))
	n = fill(n, "fees", replay(conf.NewMap("default",
		conf.Field{Key: "process", Value: plain("flat")},
		conf.Field{Key: "value", Value: e.value("fees_after_data_btc_per_block")})))
	if n.Get("hashprice") == nil {
		n = fill(n, "rest_of_world", replay(conf.NewMap("default",
			conf.Field{Key: "response", Value: plain("adjustment")},
			conf.Field{Key: "speed", Value: e.value("response_speed_per_epoch")},
			conf.Field{Key: "decline", Value: e.value("response_decline_per_year")})))
	}
	n = fill(n, "market_step", plain("day"))
	n = fill(n, "epoch_calendar", plain("path"))
	n = fill(n, "blocks", plain("poisson"))
	return fill(n, "retarget", plain("smooth"))
}

// sites expands programs, merges items over their rows and fills the defaults of every site.
func (e *expander) sites(tree *conf.Node) *conf.Node {
	list := tree.Get("sites")
	if list == nil {
		return tree
	}
	var sites []*conf.Node
	place := map[string]int{}
	var items []*conf.Node // items with an id, after the programs
	for _, item := range list.Items {
		from := item.Get("from")
		if from == nil {
			items = append(items, item)
			continue
		}
		for _, site := range e.program(item, from) {
			id := site.Get("id").Text
			if _, twice := place[id]; twice {
				e.problem(from, "sites", "site %s is there already; name a program once", id)
				continue
			}
			place[id] = len(sites)
			sites = append(sites, site)
		}
	}
	merged := map[string]bool{}
	for _, item := range items {
		id := item.Get("id")
		if id == nil {
			e.problem(item, "sites", `has neither from nor id; write "from: komi_15" for a program or "id: mikun" for one site`)
			continue
		}
		if merged[id.Text] {
			e.problem(id, "sites."+id.Text, "is there twice; merge the two items")
			continue
		}
		merged[id.Text] = true
		if k, ok := place[id.Text]; ok {
			sites[k] = conf.Merge(sites[k], item)
			continue
		}
		sites = append(sites, e.single(item, id))
	}
	if len(sites) > MaxSites {
		e.problem(list, "sites", "%d sites are too many; a scenario has at most %d", len(sites), MaxSites)
		return tree
	}
	for k := range sites {
		sites[k] = e.site(sites[k])
	}
	out := *list
	out.Items = sites
	return tree.With("sites", &out)
}

// program returns the rows of a program with the item's own keys over them.
func (e *expander) program(item, from *conf.Node) []*conf.Node {
	rows := e.cat.Program(from.Text)
	if rows == nil {
		e.problem(from, "sites.from", "%q is no program of seeds/facilities.csv%s", from.Text, didYouMean(from.Text, e.cat.Programs()))
		return nil
	}
	var online Online
	if at := item.Get("online"); at != nil {
		if err := conf.Decode(at, &online); err != nil {
			return nil // reported with the words
		}
	}
	over := item.Without("from").Without("id")
	var sites []*conf.Node
	for k := range rows {
		site := conf.Merge(row(&rows[k]), over)
		if at := item.Get("online"); at != nil {
			day := *at
			day.Kind, day.Fields, day.Text = conf.Scalar, nil, online.Of(k).String()
			site = site.With("online", &day)
		}
		sites = append(sites, site)
	}
	return sites
}

// single is an item of its own: over its row in the seeds, or a new site.
func (e *expander) single(item, id *conf.Node) *conf.Node {
	if row1, ok := e.cat.Facility(id.Text); ok {
		return conf.Merge(row(&row1), item)
	}
	var missing []string
	for _, key := range []string{"region", "power"} {
		if item.Get(key) == nil {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		var ids []string
		for k := range e.cat.Facilities {
			ids = append(ids, e.cat.Facilities[k].ID)
		}
		hint := ""
		if near := conf.Suggest(id.Text, ids); near != "" {
			hint = "; did you mean " + near + "?"
		}
		e.problem(id, "sites."+id.Text, "is no site of seeds/facilities.csv, and a new site needs %s%s", strings.Join(missing, " and "), hint)
	}
	return item
}

// row writes a facility as a site.
func row(f *seeds.Facility) *conf.Node {
	origin := "seeds/facilities.csv: " + f.ID
	n := conf.NewMap(origin)
	set := func(key, text string) {
		if text != "" {
			n = n.With(key, conf.NewScalar(text, origin))
		}
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	set("id", f.ID)
	set("name", f.Name)
	set("operator", f.Operator)
	set("program", f.Program)
	set("region", f.Region)
	set("country", f.Country)
	if f.HasPlace {
		set("lat", number(f.Lat))
		set("lon", number(f.Lon))
		set("place", f.LocationBasis)
	}
	set("status", f.Status)
	set("energy", f.EnergySource)
	set("station", f.Station)
	if f.PowerMid > 0 {
		mw := func(v float64) *conf.Node { return conf.NewScalar(number(v)+" MW", origin) }
		power := mw(f.PowerMid)
		if f.PowerLow > 0 && f.PowerHigh > 0 && f.PowerLow < f.PowerHigh {
			power = conf.NewMap(origin, conf.Field{Key: "low", Value: mw(f.PowerLow)},
				conf.Field{Key: "mid", Value: mw(f.PowerMid)}, conf.Field{Key: "high", Value: mw(f.PowerHigh)})
		}
		n = n.With("power", power)
		set("power_basis", f.PowerBasis)
	}
	if !f.Online.IsZero() {
		set("online", f.Online.String())
	}
	set("source", f.Source)
	set("confidence", f.Confidence)
	return n
}

// site fills the defaults of one site.
func (e *expander) site(n *conf.Node) *conf.Node {
	id := n.Get("id").Text
	if n.Get("power") == nil {
		e.problem(n, "sites."+id+".power", "was never published; add a power such as \"power: 20 MW\"")
	}
	if n.Get("online") == nil {
		e.problem(n, "sites."+id+".online", "is not known; add a date such as \"online: 2026-01-01\"")
	}
	if n.Get("fleet") == nil {
		e.problem(n, "sites."+id+".fleet", "is missing; add machines such as \"fleet: [{rig: antminer-s21-200}]\"")
	}
	n = fill(n, "name", conf.NewScalar(id, "default"))
	n = fill(n, "status", plain("announced"))
	n = fill(n, "cooling", plain("air"))
	n = fill(n, "availability", e.value("availability"))
	n = fill(n, "pool_fee", e.value("pool_fee"))
	n = fill(n, "rejected", e.value("rejected_rate"))
	n = fill(n, "orphans", e.value("orphan_rate"))
	n = within(n, "costs", func(c *conf.Node) *conf.Node {
		c = fill(c, "infrastructure", e.value("infrastructure_usd_per_mw"))
		c = fill(c, "rigs", e.value("rig_price_usd_per_th"))
		return fill(c, "opex", e.value("opex_per_year_of_rig_capex"))
	})
	if n.Get("station") == nil && n.Get("pue") == nil {
		n = e.station(n)
	}
	return n
}

// station gives a site the weather of its region or of the nearest station.
func (e *expander) station(n *conf.Node) *conf.Node {
	id := n.Get("id").Text
	if at := n.Get("region"); at != nil {
		if station := e.file.Tree.Get("regions").Get(at.Text).Get("station"); station != nil {
			return n.With("station", station)
		}
		if region, ok := e.cat.Region(at.Text); ok && region.Station != "" {
			return n.With("station", conf.NewScalar(region.Station, "seeds/regions.csv: "+region.ID))
		}
	}
	lat, lon := n.Get("lat"), n.Get("lon")
	if lat != nil && lon != nil {
		y, err1 := strconv.ParseFloat(lat.Text, 64)
		x, err2 := strconv.ParseFloat(lon.Text, 64)
		limit, _ := e.cat.Default("nearest_station_limit_km")
		if station, km := e.cat.NearestStation(y, x); err1 == nil && err2 == nil && km <= limit.Value {
			return n.With("station", conf.NewScalar(station.Name, fmt.Sprintf("nearest station, %.0f km", km)))
		}
	}
	e.unweathered = append(e.unweathered, id)
	return n
}

// regions writes the regions of all sites and what their rows say.
func (e *expander) regions(tree *conf.Node) *conf.Node {
	regions := tree.Get("regions")
	if regions == nil {
		regions = conf.NewMap("default")
	}
	var used []string
	for _, site := range tree.Get("sites").Items {
		at := site.Get("region")
		if at == nil {
			e.problem(site, "sites."+site.Name()+".region", "is missing; name a region of seeds/regions.csv or of the scenario")
			continue
		}
		if !slices.Contains(used, at.Text) {
			used = append(used, at.Text)
			regions = e.region(regions, at, site)
		}
	}
	return tree.With("regions", regions)
}

func (e *expander) region(regions, at, site *conf.Node) *conf.Node {
	own := regions.Get(at.Text)
	seed, known := e.cat.Region(at.Text)
	if own == nil && !known {
		var ids []string
		for k := range e.cat.Regions {
			ids = append(ids, e.cat.Regions[k].ID)
		}
		for _, f := range regions.Fields {
			ids = append(ids, f.Key)
		}
		hint := ""
		if near := conf.Suggest(at.Text, ids); near != "" {
			hint = "; did you mean " + near + "?"
		}
		e.problem(at, "sites."+site.Name()+".region",
			"%q is neither a region of seeds/regions.csv nor one of the scenario%s; \"hashwatt seeds regions\" lists them", at.Text, hint)
		return regions
	}
	n := conf.NewMap("seeds/regions.csv: " + at.Text)
	if known {
		n = e.seedRegion(&seed)
	}
	if own != nil {
		n = conf.Merge(n, own)
	}
	if n.Get("zone") == nil {
		e.problem(own, "regions."+at.Text+".zone", "is missing; a new region needs an IANA zone such as Europe/Moscow")
	}
	if n.Get("tariff") == nil && !e.allOwnTariff(at.Text) {
		n = e.defaultTariff(n, at.Text, &seed, known, at)
	}
	return regions.With(at.Text, n)
}

// allOwnTariff says whether every site of a region brings its own tariff.
func (e *expander) allOwnTariff(region string) bool {
	for _, site := range e.file.Tree.Get("sites").Items {
		if site.Get("tariff") == nil {
			return false
		}
	}
	return true
}

func (e *expander) seedRegion(r *seeds.Region) *conf.Node {
	origin := "seeds/regions.csv: " + r.ID
	n := conf.NewMap(origin)
	set := func(key, text string) {
		if text != "" {
			n = n.With(key, conf.NewScalar(text, origin))
		}
	}
	set("name", r.Name)
	set("country", r.Country)
	set("zone", r.Zone)
	set("currency", r.Currency)
	set("station", r.Station)
	if r.HasEmission {
		set("emissions_g_per_kwh", strconv.FormatFloat(r.EmissionGPerKWh, 'g', -1, 64))
	}
	set("source", r.Source)
	set("confidence", r.Confidence)
	return n
}

// defaultTariff gives a region the shape of its price area at the industrial price of its row.
func (e *expander) defaultTariff(n *conf.Node, id string, r *seeds.Region, known bool, at *conf.Node) *conf.Node {
	if !known || r.PriceMid <= 0 {
		e.problem(at, "regions."+id+".tariff",
			"is missing, and seeds/regions.csv has no price of it; add for example \"tariff: [{type: flat, price: 45 USD/MWh}]\"")
		return n
	}
	origin := "seeds/regions.csv: " + id
	price := fmt.Sprintf("%s %s/kWh", strconv.FormatFloat(r.PriceMid, 'g', -1, 64), r.PriceCurrency)
	component := conf.NewMap(origin)
	set := func(key, text string) { component = component.With(key, conf.NewScalar(text, origin)) }
	if shape := r.PriceSeries(); shape != "" {
		set("type", "hourly")
		set("name", "industrial price")
		set("series", shape)
		set("mean", price)
	} else {
		set("type", "flat")
		set("name", "industrial price")
		set("price", price)
	}
	if r.Source != "" {
		set("source", firstOf(r.Source))
	}
	if r.Confidence != "" {
		set("confidence", r.Confidence)
	}
	year := ""
	if r.PriceYear > 0 {
		year = fmt.Sprintf(" of %d", r.PriceYear)
	}
	e.warn("region %s has no tariff; its industrial price%s, %s, is used in nominal money", id, year, price)
	return n.With("tariff", conf.NewList(origin, component))
}

// firstOf is the principal one of several sources.
func firstOf(sources string) string {
	first, _, _ := strings.Cut(sources, ";")
	return strings.TrimSpace(first)
}

// middles puts the central value of every explicit uncertain input in its place.
func (e *expander) middles(tree *conf.Node) *conf.Node {
	for k, u := range e.file.Words.Uncertain {
		if u.Mid == "" {
			continue
		}
		if _, _, err := e.file.distribution(&u); err != nil {
			var own conf.Problems
			if errors.As(err, &own) {
				e.problems = append(e.problems, own...)
			}
			continue
		}
		at := tree.Get("uncertain").Items[k]
		next, err := put(tree, u.Path, u.Mid, at.Get("mid"))
		if err != nil {
			e.problem(at.Get("path"), "uncertain", "%s", err)
			continue
		}
		tree = next
	}
	return tree
}

// cited checks that every source that the scenario names is a row of the seeds.
func (e *expander) cited(tree *conf.Node) {
	var ids []string
	for k := range e.cat.Sources {
		ids = append(ids, e.cat.Sources[k].ID)
	}
	tree.Walk(func(path string, at *conf.Node) bool {
		source := at.Get("source")
		if at.Kind != conf.Map || source == nil || source.Kind != conf.Scalar {
			return true
		}
		for _, id := range strings.Split(source.Text, ";") {
			id = strings.TrimSpace(id)
			if _, ok := e.cat.Source(id); !ok {
				hint := ""
				if near := conf.Suggest(id, ids); near != "" {
					hint = "; did you mean " + near + "?"
				}
				e.problem(source, path+".source", "%q is no row of seeds/sources.csv%s; \"hashwatt seeds sources\" lists them", id, hint)
			}
		}
		return true
	})
}
