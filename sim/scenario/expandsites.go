package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

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
		e.problem(from, "sites.from", "%q is no program of seeds/facilities.csv%s", from.Text, conf.Hint(from.Text, e.cat.Programs()))
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
		e.problem(id, "sites."+id.Text, "is no site of seeds/facilities.csv, and a new site needs %s%s", strings.Join(missing, " and "), conf.Hint(id.Text, ids))
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
	if _, known := e.cat.Facility(id); known && n.Get("power") == nil {
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
	if n.Get("station") == nil && n.Get("pue") == nil && n.Get("cooling").Text == "air" {
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
