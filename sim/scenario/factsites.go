package scenario

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
	"hashwatt/sim/site"
	"hashwatt/sim/tariff"
)

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
		Status: string(words.Status), EnergySource: words.Energy, Isolated: words.Isolated, PowerBasis: words.PowerBasis,
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
		s.OnlineHour = r.facts.Axis.FirstAt(s.Online.In(r.facts.Regions[region].Zone))
		if !s.Online.Before(r.words.Clock.Start) {
			s.OnlineHour = max(s.OnlineHour, 0) // the first day in a zone east of the clock's begins before the clock
		}
		if s.OnlineHour >= r.facts.Axis.Hours {
			r.warn(warning(NeverOnline, []string{s.ID}, "site %s comes online after the end of the horizon", s.ID))
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
		w := warning(NotFull, []string{words.ID}, "the fleet of %s fills %.6g %% of its connection", words.ID, 100*shares)
		w.Value = 100 * shares
		r.warn(w)
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
		machine, err := rig.New(rig.Rig{
			ID: f.ID, HashrateTHs: f.HashrateTHs, PowerW: f.PowerW, Cooling: rig.Cooling(f.Cooling),
			Source: f.Source, Confidence: f.Confidence,
		})
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
		hint := conf.Hint(name, ids)
		if like := containing(ids, name); hint == "" && like != "" {
			hint = "; machines of that kind are " + like
		}
		r.problem(at, path, "%q is neither a machine of seeds/rigs.csv nor declared under rigs (\"hashwatt seeds rigs\" lists them)%s", name, hint)
	default:
		var ids []string
		for k := range found {
			ids = append(ids, found[k].ID)
		}
		r.problem(at, path, "%q could be %s; write one of them", name, strings.Join(ids, ", "))
	}
	return rig.Rig{}, false
}

// containing lists up to five ids that hold a word, such as antminer-s21-200 for S21.
func containing(ids []string, word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, " ", "-"))
	var like []string
	for _, id := range ids {
		if len(word) > 1 && len(like) < 5 && strings.Contains(id, word) {
			like = append(like, id)
		}
	}
	return strings.Join(like, ", ")
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
			r.problem(at.Get("station"), path+".station", "%q is no weather station%s", words.Station, conf.Hint(words.Station, names))
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
	list, node, key := r.words.Regions.By[words.Region].Tariff, r.tree.Get("regions").Get(words.Region).Get("tariff"), "region "+words.Region
	owner := words.Region
	if words.Tariff != nil {
		list, node, key, owner = words.Tariff, at.Get("tariff"), "site "+words.ID, words.ID
	}
	if k, ok := r.tariffs[key]; ok {
		return k
	}
	in := r.facts.TariffInput(region, r.hourly)
	for k := range list {
		_, err := list[k].CurrencyIn(in)
		var own conf.Problems
		switch {
		case errors.As(err, &own): // of a file of the user's, with its lines
			r.problems = append(r.problems, own...)
		case err != nil:
			r.problem(node.Items[k], "tariff."+list[k].Name, "%s", err)
		}
		if tariff.AsksForWorkdays(list[k].Component) {
			r.workdays(region)
		}
	}
	for _, e := range tariff.Ended(list, in) {
		w := warning(TariffEnds, []string{owner}, "the tariff of %s: %s ends on %s, before the horizon does; its last price is held; add a component of the same name that begins on %s (at a price of 0 for nothing)",
			key, e.Name, e.Ends, e.Ends.AddDays(1))
		w.Detail = fmt.Sprintf("%s on %s", e.Name, e.Ends)
		r.warn(w)
	}
	for _, text := range tariff.PeakGaps(list, in) {
		w := warning(NoPeak, []string{owner}, "the tariff of %s: %s", key, text)
		w.Detail = text
		r.warn(w)
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
	return nil, fmt.Errorf("%q is no series of the seeds%s; a file of your own ends in .csv", name, conf.Hint(name, names))
}

// Source is the function by which tariffs find their series.
func (f *File) Source(cat *seeds.Catalog) func(string) (*series.Hourly, error) {
	return (&resolver{file: f, cat: cat}).hourly
}
