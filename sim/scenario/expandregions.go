package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// regions writes the regions of all sites and what their rows say.
func (e *expander) regions(tree *conf.Node) *conf.Node {
	regions := tree.Get("regions")
	if regions == nil {
		regions = conf.NewMap("default")
	}
	var used []string
	sites := tree.Get("sites").Items
	for _, site := range sites {
		at := site.Get("region")
		if at == nil {
			e.problem(site, "sites."+site.Name()+".region", "is missing; name a region of seeds/regions.csv or of the scenario")
			continue
		}
		if !slices.Contains(used, at.Text) {
			used = append(used, at.Text)
			regions = e.region(regions, at, site, sites)
		}
	}
	return tree.With("regions", regions)
}

// region fills the region that a site names.
func (e *expander) region(regions, at, site *conf.Node, sites []*conf.Node) *conf.Node {
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
		e.problem(at, "sites."+site.Name()+".region",
			"%q is neither a region of seeds/regions.csv nor one of the scenario (\"hashwatt seeds regions\" lists them)%s", at.Text, conf.Hint(at.Text, ids))
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
	if n.Get("tariff") == nil && !ownTariffs(sites, at.Text) {
		n = e.defaultTariff(n, at.Text, &seed, known, own, at)
	}
	return regions.With(at.Text, n)
}

// ownTariffs says whether every site of a region brings its own tariff.
func ownTariffs(sites []*conf.Node, region string) bool {
	for _, site := range sites {
		if at := site.Get("region"); at != nil && at.Text == region && site.Get("tariff") == nil {
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
func (e *expander) defaultTariff(n *conf.Node, id string, r *seeds.Region, known bool, own, at *conf.Node) *conf.Node {
	if !known || r.PriceMid <= 0 {
		if own != nil {
			at = own
		}
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
	w := warning(NoTariff, []string{id}, "region %s has no tariff; its industrial price%s, %s, is used in nominal money", id, year, price)
	w.Detail = year + ", " + price
	e.warn(w)
	return n.With("tariff", conf.NewList(origin, component))
}

// firstOf is the principal one of several sources.
func firstOf(sources string) string {
	first, _, _ := strings.Cut(sources, ";")
	return strings.TrimSpace(first)
}
