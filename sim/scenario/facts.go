package scenario

import (
	"slices"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/site"
)

// Facts is a scenario with every word resolved.
type Facts struct {
	*site.World
	Bitcoin    Network
	Rates      []Rate // exchange rates of the currencies in use, other than USD
	Correlated Correlated
	Words      *Scenario
	Effective  *conf.Node
	Warnings   []Warning
}

// resolver turns the words of an effective tree into facts.
type resolver struct {
	file     *File
	memory   *site.Memory
	cat      *seeds.Catalog
	words    *Scenario
	tree     *conf.Node
	facts    *Facts
	problems conf.Problems
	regions  map[string]int
	tariffs  map[string]int
	central  bool // the tree is that of the central case, and not of a draw
}

// Resolve makes facts of an effective tree, as Expand or Drawn returns it. mem keeps what does not change between
// the draws of one scenario; axis is nil for the central case, and for a draw that of the central case. The error
// is conf.Problems; chance may bring sites under limits that make no sense for them, which is one in the central
// case only.
func Resolve(f *File, tree *conf.Node, cat *seeds.Catalog, axis *calendar.Axis, mem *site.Memory) (*Facts, error) {
	var words Scenario
	if err := conf.Decode(tree, &words); err != nil {
		return nil, err
	}
	r := &resolver{file: f, memory: mem, cat: cat, words: &words, tree: tree, regions: map[string]int{}, tariffs: map[string]int{}, central: axis == nil}
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
	r.correlations()
	r.network()
	r.baseline()
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

func (r *resolver) warn(w Warning) {
	if !slices.ContainsFunc(r.facts.Warnings, func(told Warning) bool { return told.Text == w.Text }) {
		r.facts.Warnings = append(r.facts.Warnings, w)
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
		if !used[id] && len(words.Limits) > 0 { // its zone may be unknown, as facts are looked up where there are sites
			r.warn(warning(NoSiteBelow, []string{id}, "region %s has limits but no site", id))
		}
		zone, err := calendar.LoadZone(words.Zone)
		if err != nil {
			if words.Zone != "" {
				r.problem(at.Get("zone"), path+".zone", "%s", err)
			}
			continue
		}
		r.uniqueNames(at.Get("limits"), path+".limits")
		if !used[id] {
			continue
		}
		workdays, _ := r.cat.Workdays(words.Country)
		r.regions[id] = len(r.facts.Regions)
		r.facts.Regions = append(r.facts.Regions, site.Region{
			ID: id, Name: orElse(words.Name, id), Country: words.Country, Zone: zone, Civil: r.facts.Axis.Civil(zone), Workdays: workdays,
			Currency: string(words.Currency), EmissionGPerKWh: float64(words.Emissions), HasEmission: at.Get("emissions_g_per_kwh") != nil,
			Source: words.Source, Confidence: string(words.Confidence),
		})
		if at.Get("emissions_g_per_kwh") == nil {
			r.warn(warning(NoEmissions, []string{id}, "no emission factor is known for region %s; its emissions count as zero", id))
		}
	}
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// uniqueNames checks that the items of a list of limits can be told apart.
func (r *resolver) uniqueNames(list *conf.Node, path string) {
	if list == nil {
		return
	}
	seen := map[string]bool{}
	for _, item := range list.Items {
		name := item.Called()
		if seen[name] {
			r.problem(item, path, "%q is there twice; give each a name of its own", name)
		}
		seen[name] = true
	}
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
