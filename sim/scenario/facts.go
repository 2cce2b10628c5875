package scenario

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
	"hashwatt/sim/site"
	"hashwatt/sim/tariff"
)

// Facts is a scenario with every word resolved.
type Facts struct {
	*site.World
	Bitcoin   Network
	Rates     []Rate // exchange rates of the currencies in use, other than USD
	Words     *Scenario
	Effective *conf.Node
	Warnings  []string
}

// resolver turns the words of an effective tree into facts.
type resolver struct {
	file     *File
	cat      *seeds.Catalog
	words    *Scenario
	tree     *conf.Node
	facts    *Facts
	problems conf.Problems
	regions  map[string]int
	tariffs  map[string]int
}

// Resolve makes facts of an effective tree, as Expand or Drawn returns it. mem keeps what does not change between
// the draws of one scenario; axis may be nil, or that of an earlier resolve of the same clock. The error is
// conf.Problems.
func Resolve(f *File, tree *conf.Node, cat *seeds.Catalog, axis *calendar.Axis, mem *site.Memory) (*Facts, error) {
	var words Scenario
	if err := conf.Decode(tree, &words); err != nil {
		return nil, err
	}
	r := &resolver{file: f, cat: cat, words: &words, tree: tree, regions: map[string]int{}, tariffs: map[string]int{}}
	r.facts = &Facts{World: &site.World{}, Words: &words, Effective: tree}
	if r.clock(axis); len(r.problems) > 0 {
		return nil, r.problems.Err()
	}
	r.foresight()
	r.eachRegion()
	for k := range words.Sites {
		r.site(k)
	}
	r.limits()
	r.finance()
	r.currencies()
	r.network()
	if len(r.problems) > 0 {
		return nil, r.problems.Err()
	}
	r.facts.SizeFleets(mem)
	return r.facts, nil
}

func (r *resolver) problem(at *conf.Node, path, format string, args ...any) {
	p := conf.Problemf(at, format, args...)
	p.Path = path
	r.problems = append(r.problems, p)
}

func (r *resolver) warn(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !slices.Contains(r.facts.Warnings, text) {
		r.facts.Warnings = append(r.facts.Warnings, text)
	}
}

func (r *resolver) clock(axis *calendar.Axis) {
	at, clock := r.tree.Get("clock"), &r.words.Clock
	zone, err := calendar.LoadZone(clock.Zone)
	if err != nil {
		r.problem(at.Get("zone"), "clock.zone", "%s", err)
		return
	}
	if axis == nil {
		if axis, err = calendar.NewAxis(clock.Start, clock.End, zone); err != nil {
			r.problem(at.Get("end"), "clock.end", "%s", err)
			return
		}
	}
	r.facts.Axis, r.facts.Civil = axis, axis.Civil(zone)
}

func (r *resolver) foresight() {
	switch r.words.Foresight {
	case "perfect":
		r.facts.Foresight = kernel.Perfect
	case "myopic":
		r.facts.Foresight = kernel.Myopic
	default:
		r.facts.Foresight = kernel.Rolling
	}
}

// eachRegion resolves the regions that have sites; others are checked and left out.
func (r *resolver) eachRegion() {
	used := map[string]bool{}
	for k := range r.words.Sites {
		used[r.words.Sites[k].Region] = true
	}
	for _, id := range r.words.Regions.Keys {
		words := r.words.Regions.By[id]
		at := r.tree.Get("regions").Get(id)
		path := "regions." + id
		zone, err := calendar.LoadZone(words.Zone)
		if err != nil {
			if words.Zone != "" {
				r.problem(at.Get("zone"), path+".zone", "%s", err)
			}
			continue
		}
		r.uniqueNames(at.Get("tariff"), path+".tariff")
		r.uniqueNames(at.Get("limits"), path+".limits")
		if !used[id] {
			if len(words.Limits) > 0 {
				r.warn("region %s has limits but no site", id)
			}
			continue
		}
		r.regions[id] = len(r.facts.Regions)
		r.facts.Regions = append(r.facts.Regions, site.Region{
			ID: id, Name: orElse(words.Name, id), Country: words.Country, Zone: zone, Civil: r.facts.Axis.Civil(zone),
			Currency: string(words.Currency), EmissionGPerKWh: float64(words.Emissions), HasEmission: at.Get("emissions_g_per_kwh") != nil,
			Source: words.Source, Confidence: string(words.Confidence),
		})
		if at.Get("emissions_g_per_kwh") == nil {
			r.warn("no emission factor is known for region %s; its emissions count as zero", id)
		}
	}
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// uniqueNames checks that the items of a list of components or limits can be told apart.
func (r *resolver) uniqueNames(list *conf.Node, path string) {
	if list == nil {
		return
	}
	seen := map[string]bool{}
	for _, item := range list.Items {
		name := item.Name()
		if name == "" {
			if at := item.Get("type"); at != nil {
				name = at.Text
			}
		}
		if seen[name] {
			r.problem(item, path, "%q is there twice; give each a name of its own", name)
		}
		seen[name] = true
	}
}

// site resolves one site.
func (r *resolver) site(k int) {
	words := &r.words.Sites[k]
	at := r.tree.Get("sites").Items[k]
	path := "sites." + words.ID
	region, ok := r.regions[words.Region]
	if !ok {
		return // reported with the region
	}
	s := site.Site{
		ID: words.ID, Name: words.Name, Operator: words.Operator, Program: words.Program, Region: region,
		Country: orElse(words.Country, r.facts.Regions[region].Country), PlaceBasis: words.Place,
		Status: string(words.Status), EnergySource: words.Energy, PowerBasis: words.PowerBasis,
		Source: words.Source, Confidence: string(words.Confidence), At: words.At,
	}
	if words.Lat != nil && words.Lon != nil {
		s.Placed, s.Lat, s.Lon = true, float64(*words.Lat), float64(*words.Lon)
		if math.Abs(s.Lat) > 90 || math.Abs(s.Lon) > 180 {
			r.problem(at.Get("lat"), path+".lat", "%g, %g is no place on Earth", s.Lat, s.Lon)
		}
	}
	if p := words.Power; p != nil {
		s.PowerMW = float64(p.Mid)
		if p.Range {
			s.PowerLow, s.PowerHigh = float64(p.Low), float64(p.High)
		}
	}
	if words.Online != nil {
		s.Online = words.Online.First
		s.OnlineHour = r.facts.Axis.Index(s.Online.In(r.facts.Regions[region].Zone))
		if !s.Online.Before(r.words.Clock.Start) {
			s.OnlineHour = max(s.OnlineHour, 0) // the first day in a zone east of the clock's begins before the clock
		}
	}
	s.Availability = r.fraction(at, path, "availability")
	s.PoolFee = r.fraction(at, path, "pool_fee")
	s.Rejected = r.fraction(at, path, "rejected")
	s.Orphans = r.fraction(at, path, "orphans")
	if s.PayShare() <= 0 {
		r.problem(at.Get("pool_fee"), path+".pool_fee", "leaves nothing to the site; fees and losses together are below 100 %%")
	}
	s.InHistory = words.Status == "operating"
	if words.InHistory != nil {
		s.InHistory = *words.InHistory
	}
	s.Infrastructure, s.RigPrice, s.Opex = words.Costs.Infrastructure, words.Costs.Rigs, float64(words.Costs.Opex)
	s.Fleet = r.fleet(words, at, path)
	s.Climate = r.climate(words, at, path)
	s.Tariff = r.tariff(words, at, path, region)
	r.uniqueNames(at.Get("limits"), path+".limits")
	r.facts.Sites = append(r.facts.Sites, s)
}

// fraction reads a share that the defaults have filled.
func (r *resolver) fraction(at *conf.Node, path, key string) float64 {
	n := at.Get(key)
	if n == nil {
		return 0
	}
	v, unit, err := split(n.Text)
	if err != nil || unit != "%" {
		return 0 // reported with the words
	}
	if v < 0 || v > 100 {
		r.problem(n, path+"."+key, "%s is no share; it is from 0 %% to 100 %%", n.Text)
	}
	return v / 100
}

// fleet looks up the machines of a site.
func (r *resolver) fleet(words *Site, at *conf.Node, path string) []site.Class {
	var classes []site.Class
	var shares float64
	counted := false
	list := at.Get("fleet")
	for k, m := range words.Fleet {
		item := list.Items[k]
		machine, ok := r.rig(m.Rig, item.Get("rig"), path+".fleet")
		if !ok {
			continue
		}
		class := site.Class{Rig: machine}
		switch {
		case m.Share != nil && m.Count != nil:
			r.problem(item, path+".fleet", "share and count are both given; keep one")
		case m.Count != nil:
			counted = true
			if class.Count = float64(*m.Count); class.Count <= 0 {
				r.problem(item.Get("count"), path+".fleet.count", "%s is no fleet; leave the machine out", item.Get("count").Text)
			}
		case m.Share != nil:
			class.Share = float64(*m.Share)
			if class.Share <= 0 || class.Share > 1 {
				r.problem(item.Get("share"), path+".fleet.share", "%s is no share; it is above 0 %% and at most 100 %%", item.Get("share").Text)
			}
		case len(words.Fleet) == 1:
			class.Share = 1
		default:
			r.problem(item, path+".fleet", "%s has neither share nor count; a fleet of several machines needs one of them for each", m.Rig)
		}
		shares += class.Share
		classes = append(classes, class)
	}
	switch {
	case shares > 1+1e-9:
		r.problem(list, path+".fleet", "shares add up to %.6g %%, more than 100 %%", 100*shares)
	case counted && shares > 0:
		r.problem(list, path+".fleet", "mixes shares and counts; use one of them for all machines of a site")
	case shares > 0 && shares < 1-1e-9:
		r.warn("the fleet of %s fills %.6g %% of its connection", words.ID, 100*shares)
	}
	return classes
}

// rig finds a machine that the scenario declares or the seeds know.
func (r *resolver) rig(name string, at *conf.Node, path string) (rig.Rig, bool) {
	if declared, ok := r.words.Rigs.By[name]; ok {
		machine, err := declared.Rig(name)
		if err != nil {
			r.problem(at, path, "%s", err)
		}
		return machine, err == nil
	}
	found := r.cat.FindRig(name)
	switch len(found) {
	case 1:
		f := &found[0]
		machine, err := rig.New(rig.Rig{ID: f.ID, HashrateTHs: f.HashrateTHs, PowerW: f.PowerW, Cooling: rig.Cooling(f.Cooling),
			Source: f.Source, Confidence: f.Confidence})
		if err != nil {
			r.problem(at, path, "%s", err)
		}
		return machine, err == nil
	case 0:
		var ids []string
		for k := range r.cat.Rigs {
			ids = append(ids, r.cat.Rigs[k].ID)
		}
		ids = append(ids, r.words.Rigs.Keys...)
		hint := ""
		if near := conf.Suggest(name, ids); near != "" {
			hint = "; did you mean " + near + "?"
		}
		r.problem(at, path, "%q is neither a machine of seeds/rigs.csv nor declared under rigs%s; \"hashwatt seeds rigs\" lists them", name, hint)
	default:
		var ids []string
		for k := range found {
			ids = append(ids, found[k].ID)
		}
		r.problem(at, path, "%q could be %s; write one of them", name, strings.Join(ids, ", "))
	}
	return rig.Rig{}, false
}

// climate returns the number of the climate of a site.
func (r *resolver) climate(words *Site, at *conf.Node, path string) int {
	var c site.Climate
	switch {
	case words.PUE != nil:
		if c.Curve = site.Flat(float64(*words.PUE)); *words.PUE < 1 || *words.PUE > 10 {
			r.problem(at.Get("pue"), path+".pue", "%s is no PUE; meter power over machine power is 1 or more, and below 10", at.Get("pue").Text)
		}
	case words.Cooling != rig.Air:
		c.Curve = site.Flat(r.number("pue_" + string(words.Cooling)))
	case words.Station == "":
		c.Curve = site.Flat(r.number("pue_air_without_climate"))
	default:
		station, ok := r.cat.Station(words.Station)
		if !ok {
			var names []string
			for k := range r.cat.Stations {
				names = append(names, r.cat.Stations[k].Name)
			}
			r.problem(at.Get("station"), path+".station", "%q is no weather station%s", words.Station, didYouMean(words.Station, names))
			return 0
		}
		base := r.number("pue_air_base")
		c = site.Climate{
			Station: station.Name, MeanC: station.MeanC, Lon: station.Lon,
			Swing: site.Swing{
				AmplitudeC: r.number("temperature_daily_amplitude_c"), PeakHour: r.number("temperature_peak_hour_local"),
				Memory: r.number("temperature_noise_ar1_per_hour"), SpreadC: r.number("temperature_noise_sd_c"),
			},
			Curve: site.Curve{Base: base, Slope: r.number("pue_air_slope_per_c"), FromC: r.number("pue_air_from_c"), Least: base, Most: r.number("pue_air_max")},
		}
	}
	if k := slices.Index(r.facts.Climates, c); k >= 0 {
		return k
	}
	r.facts.Climates = append(r.facts.Climates, c)
	return len(r.facts.Climates) - 1
}

func (r *resolver) number(name string) float64 {
	d, ok := r.cat.Default(name)
	if !ok {
		panic("scenario: seeds/defaults.csv has no " + name)
	}
	return d.Value
}

// tariff returns the number of the tariff of a site: its own or its region's.
func (r *resolver) tariff(words *Site, at *conf.Node, path string, region int) int {
	list, node, key := r.words.Regions.By[words.Region].Tariff, r.tree.Get("regions").Get(words.Region).Get("tariff"), words.Region
	if words.Tariff != nil {
		list, node, key = words.Tariff, at.Get("tariff"), words.ID
		r.uniqueNames(node, path+".tariff")
	}
	if k, ok := r.tariffs[key]; ok {
		return k
	}
	in := tariff.Input{Axis: r.facts.Axis, Civil: r.facts.Regions[region].Civil, Series: r.hourly}
	for k := range list {
		if _, err := tariff.CurrencyIn(list[k], in); err != nil {
			r.problem(node.Items[k], "tariff."+list[k].Name, "%s", err)
		}
	}
	if len(list) == 0 {
		r.problem(node, path+".tariff", "is empty; electricity costs something, so add a component such as {type: flat, price: 45 USD/MWh}")
	}
	r.tariffs[key] = len(r.facts.Tariffs)
	r.facts.Tariffs = append(r.facts.Tariffs, site.Tariff{Region: region, Components: list})
	return r.tariffs[key]
}

// hourly finds a series of prices: one of the seeds, or a file of the user's.
func (r *resolver) hourly(name string) (*series.Hourly, error) {
	names := r.cat.HourlyNames()
	if slices.Contains(names, name) {
		return r.cat.Hourly(name)
	}
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		return r.file.Hourly(name)
	}
	return nil, fmt.Errorf("%q is no series of the seeds%s; a file of your own ends in .csv", name, didYouMean(name, names))
}

// Source is the function by which tariffs find their series.
func (f *File) Source(cat *seeds.Catalog) func(string) (*series.Hourly, error) {
	return (&resolver{file: f, cat: cat}).hourly
}

// limits resolves the limits of sites, regions and the whole scenario.
func (r *resolver) limits() {
	var places []limit.Place
	for k := range r.facts.Sites {
		places = append(places, r.place(k))
	}
	add := func(entry limit.Entry, scope string, holds func(limit.Place) bool, alone bool) {
		if unknown := entry.AppliesTo.Unknown(places); len(unknown) > 0 {
			r.problems = append(r.problems, conf.Problem{Pos: entry.At, Path: "limits." + entry.Name + ".applies_to", Excerpt: entry.At.Excerpt(),
				Message: fmt.Sprintf("no site has the %s", strings.Join(unknown, " or the "))})
			return
		}
		scoped := site.Scoped{Entry: entry, Scope: scope, Alone: alone}
		if text := entry.AppliesTo.Describe(); text != "" {
			scoped.Scope = text
		}
		for k := range places {
			if holds(places[k]) && entry.AppliesTo.Holds(places[k]) {
				scoped.Sites = append(scoped.Sites, k)
			}
		}
		if len(scoped.Sites) == 0 {
			r.warn("limit %q holds no site", entry.Name)
		}
		r.facts.Limits = append(r.facts.Limits, scoped)
	}
	r.uniqueNames(r.tree.Get("limits"), "limits")
	for _, entry := range r.words.Limits {
		add(entry, "all sites", func(limit.Place) bool { return true }, false)
	}
	for _, id := range r.words.Regions.Keys {
		if _, used := r.regions[id]; !used {
			continue
		}
		for _, entry := range r.words.Regions.By[id].Limits {
			add(entry, "region "+id, func(p limit.Place) bool { return p.Region == id }, false)
		}
	}
	for k := range r.words.Sites {
		id := r.words.Sites[k].ID
		for _, entry := range r.words.Sites[k].Limits {
			add(entry, "site "+id, func(p limit.Place) bool { return p.Site == id }, true)
		}
	}
}

func (r *resolver) place(k int) limit.Place {
	s := &r.facts.Sites[k]
	return limit.Place{Site: s.ID, Region: r.facts.Regions[s.Region].ID, Operator: s.Operator, Country: s.Country, Program: s.Program}
}

func (r *resolver) finance() {
	f := &r.words.Finance
	months := func(key string, d float64) float64 {
		if d < 1 {
			at := r.tree.Get("finance").Get("depreciation").Get(key)
			r.problem(at, "finance.depreciation."+key, "%s is too short; plant is written off over a month or more", at.Text)
		}
		return d
	}
	rigs, buildings := f.Depreciation.Rigs, f.Depreciation.Infrastructure
	r.facts.Finance = site.Finance{
		Discount: float64(f.Discount), Tax: float64(f.Tax),
		RigMonths:       months("rigs", rigs.Years*12+rigs.Months+rigs.Days*12/365.25),
		BuildingsMonths: months("infrastructure", buildings.Years*12+buildings.Months+buildings.Days*12/365.25),
	}
	if f.Discount <= -1 {
		r.problem(r.tree.Get("finance").Get("discount"), "finance.discount", "%s is no discount rate; it is above -100 %%/year", f.Discount)
	}
	if f.Tax < 0 || f.Tax > 1 {
		r.problem(r.tree.Get("finance").Get("tax"), "finance.tax", "%s is no tax rate; it is from 0 %% to 100 %%", f.Tax)
	}
}
