package scenario

import (
	"slices"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// Report asks for more runs of the central case than its own, for the sake of what only a comparison shows.
type Report struct {
	// ValueOfForesight plays perfect, rolling and myopic operators on one path of the network.
	ValueOfForesight bool `yaml:"value_of_foresight,omitempty"`
	// Leakage plays the central case without each of the six limits that keep back most: what a limit moves elsewhere.
	// By default it does where that is quick: no more than 660,000 hours of sites stand under budgets that cross, as
	// those of 15 sites in five years.
	Leakage *bool `yaml:"leakage,omitempty"`
	// CapCurve works out what more or less of power, energy or CO2 would be worth, of the four such limits that bind
	// and keep back most. By default it does where one look at the hours tells: no other budget, highest load, tier,
	// switching or pay ties the hours of the sites together, nobody is served first (share: priority, max_min), and
	// leakage is quick. True plays the others too, nine times each.
	CapCurve *bool `yaml:"cap_curve,omitempty"`
	// Compare names variants whose central cases stand beside this one.
	Compare []string `yaml:"compare,omitempty"`
}

// Leaks says whether the run without each limit is asked for.
func (r *Report) Leaks() bool { return r.Leakage == nil || *r.Leakage }

// Curves says whether the value of each limit by its size is asked for.
func (r *Report) Curves() bool { return r.CapCurve == nil || *r.CapCurve }

// checkReport finds variants that do not exist.
func (f *File) checkReport() (problems conf.Problems) {
	list := f.Tree.Get("report").Get("compare")
	for k, name := range f.Words.Report.Compare {
		switch {
		case !slices.Contains(f.Words.Variants.Keys, name):
			problems = append(problems, conf.Problemf(list.Items[k], "there is no variant %q%s", name, conf.Hint(name, f.Words.Variants.Keys)))
		case slices.Contains(f.Words.Report.Compare[:k], name):
			problems = append(problems, conf.Problemf(list.Items[k], "%q is named twice; once is enough", name))
		}
	}
	return problems
}

// As loads the file again with another of its variants, with the settings of the first time.
func (f *File) As(variant string, cat *seeds.Catalog) (*File, error) {
	return Load(f.fsys, f.Name, Options{Variant: variant, Sets: f.sets, Catalog: cat})
}
