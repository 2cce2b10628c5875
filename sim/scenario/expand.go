package scenario

import (
	"errors"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// expander writes the effective tree: programs become sites, rows and defaults become values with an origin.
type expander struct {
	file     *File
	cat      *seeds.Catalog
	problems conf.Problems
	warnings []Warning

	unweathered []string // sites without a weather station
}

// Expand returns the effective tree of a file: every site and region spelled out, every default written in, each
// value with its origin. The tree is a valid scenario.
func Expand(f *File, cat *seeds.Catalog) (tree *conf.Node, warnings []Warning, err error) {
	e := &expander{file: f, cat: cat}
	tree = f.Tree.Without("variants").Without("extends")
	if report := tree.Get("report"); report.Get("compare") != nil { // variants that are gone
		tree = tree.With("report", report.Without("compare"))
	}
	tree = e.defaults(tree)
	tree = e.sites(tree)
	if len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	tree = e.regions(tree)
	if tree = e.middles(tree); len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	e.cited(tree)
	if e.borrowed(tree); len(e.problems) > 0 {
		return nil, nil, e.problems.Err()
	}
	if n := len(e.unweathered); n > 0 {
		e.warn(warning(NoWeather, e.unweathered, "no weather station stands for %s; the PUE there is constant", listed(e.unweathered)))
	}
	return tree, e.warnings, nil
}

func (e *expander) problem(at *conf.Node, path, format string, args ...any) {
	p := conf.Problemf(at, format, args...)
	p.Path = path
	e.problems = append(e.problems, p)
}

func (e *expander) warn(w Warning) { e.warnings = append(e.warnings, w) }

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
	tree = e.shares(tree)
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

// middles puts the central value of every explicit uncertain input in its place.
func (e *expander) middles(tree *conf.Node) *conf.Node {
	for k, u := range e.file.Words.Uncertain {
		if u.From != "" {
			e.ranged(tree, &u)
			continue
		}
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
		for _, end := range []string{u.Low, u.High} {
			e.inRange(tree, u.Path, end, at)
		}
		next, err := put(tree, u.Path, u.Mid, at.Get("mid"))
		if err != nil {
			e.problem(at.Get("path"), "uncertain", "%s", err)
			continue
		}
		tree = next
	}
	return tree
}

// inRange checks that an end of an uncertain input is a value that may stand at its path.
func (e *expander) inRange(tree *conf.Node, path, end string, at *conf.Node) {
	if end == "" {
		return
	}
	ended, err := put(tree, path, end, nil)
	if err != nil {
		return // told with the mid
	}
	var words Scenario
	var problems conf.Problems
	if err := conf.Decode(ended, &words); errors.As(err, &problems) {
		e.problem(at, "uncertain", "%s cannot be %s: %s", path, end, problems[0].Message)
	}
}

// ranged says where an uncertain power finds no range to draw from.
func (e *expander) ranged(tree *conf.Node, u *Uncertain) {
	p, err := conf.ParsePath(u.Path)
	if err != nil {
		return // reported with the words
	}
	for _, power := range conf.Lookup(tree, p) {
		if power.Kind == conf.Map {
			return
		}
	}
	e.warn(warning(OtherWarning, nil, "%s is to vary, but no site of it states low, mid and high; the draws leave it as it is", u.Path))
}

// cited checks that every source that the scenario names is a row of the seeds, and every confidence a degree of it.
func (e *expander) cited(tree *conf.Node) {
	var ids []string
	for k := range e.cat.Sources {
		ids = append(ids, e.cat.Sources[k].ID)
	}
	tree.Walk(func(path string, at *conf.Node) bool {
		if c := at.Get("confidence"); at.Kind == conf.Map && c != nil && c.Kind == conf.Scalar {
			if words := Confidence("").Words(); !slices.Contains(words, c.Text) {
				e.problem(c, path+".confidence", "%q is no degree of confidence%s", c.Text, conf.Hint(c.Text, words))
			}
		}
		source := at.Get("source")
		if at.Kind != conf.Map || source == nil || source.Kind != conf.Scalar {
			return true
		}
		for _, id := range strings.Split(source.Text, ";") {
			id = strings.TrimSpace(id)
			if _, ok := e.cat.Source(id); !ok {
				e.problem(source, path+".source", "%q is no row of seeds/sources.csv (\"hashwatt seeds sources\" lists them)%s", id, conf.Hint(id, ids))
			}
		}
		return true
	})
}
