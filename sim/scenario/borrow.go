package scenario

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/tariff"
)

// Components is the tariff of a region or a site: its components add up. An item may also be {from: komi_2025}; it
// stands for the components of that tariff of the seeds.
type Components []tariff.Item

// Check returns what is wrong with the components as a whole. Currencies may differ: each is converted by its own rate.
func (c Components) Check(at *conf.Node) []conf.Problem {
	if len(c) == 0 {
		return nil // told where nothing else gives the region a tariff
	}
	return tariff.CheckList(c, at)
}

// borrower puts the components of the seeds' tariffs in the place of the items that name them.
type borrower struct {
	cat      *seeds.Catalog // nil until a tariff is named
	problems conf.Problems
}

// seedFile is a tariff of the seeds as a file in messages and origins.
func seedFile(name string) string { return "seeds/" + seeds.TariffFile(name) }

// tree returns a scenario's tree without items that name a tariff. Where one names none, a component that nobody
// will see stands in its place, so that other mistakes can be looked for.
func (b *borrower) tree(tree *conf.Node) (*conf.Node, error) {
	if regions := tree.Get("regions"); regions != nil && regions.Kind == conf.Map {
		for _, field := range regions.Fields {
			region, err := b.tariff(field.Value, "regions."+field.Key)
			if err != nil {
				return nil, err
			}
			if region != field.Value {
				regions = regions.With(field.Key, region)
			}
		}
		tree = tree.With("regions", regions)
	}
	if sites := tree.Get("sites"); sites != nil && sites.Kind == conf.List {
		list := *sites
		list.Items = slices.Clone(sites.Items)
		for k, item := range list.Items {
			site, err := b.tariff(item, "sites."+item.Name())
			if err != nil {
				return nil, err
			}
			list.Items[k] = site
		}
		tree = tree.With("sites", &list)
	}
	return tree, nil
}

// tariff returns a region or a site whose tariff names no other; it is the same node where none was named.
func (b *borrower) tariff(of *conf.Node, where string) (*conf.Node, error) {
	list := of.Get("tariff")
	if list == nil || list.Kind != conf.List || !slices.ContainsFunc(list.Items, names) {
		return of, nil
	}
	out := *list
	out.Items = nil
	for _, item := range list.Items {
		if !names(item) {
			out.Items = append(out.Items, item)
			continue
		}
		items, err := b.components(item, where+".tariff")
		if err != nil {
			return nil, err
		}
		out.Items = append(out.Items, items...)
	}
	return of.With("tariff", &out), nil
}

// names tells whether an item of a tariff names another tariff, or should.
func names(item *conf.Node) bool { return item.Get("type") == nil && source(item) != nil }

// source is the value of from as it stands in an item, which may be nothing; nil where there is none.
func source(item *conf.Node) *conf.Node {
	for _, field := range item.Fields {
		if field.Key == "from" {
			return field.Value
		}
	}
	return nil
}

// isFile tells whether a name is that of a file, and of no tariff of the seeds.
func isFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(name)))
}

// components returns what an item stands for.
func (b *borrower) components(item *conf.Node, where string) ([]*conf.Node, error) {
	if b.cat == nil {
		cat, err := seeds.Load()
		if err != nil {
			return nil, err
		}
		b.cat = cat
	}
	from := source(item)
	text, known := []byte(nil), false
	if from.Kind == conf.Scalar {
		text, known = b.cat.Tariff(from.Text)
	}
	switch {
	case from.Kind == conf.Null || from.Kind == conf.Scalar && from.Text == "":
		b.problem(from, where, "name a tariff of the seeds, such as komi_2025 (\"hashwatt tariff list\" lists them)")
	case from.Kind != conf.Scalar:
		b.problem(from, where, "expected the name of a tariff of the seeds, such as komi_2025, got %s", from.Kind)
	case !known && isFile(from.Text):
		b.problem(from, where, "from names a tariff of the seeds, not a file: paste the list under tariff in %q here, below %s; \"hashwatt bill\" reads the file itself", from.Text, where)
	case !known:
		b.problem(from, where, "%q is no tariff of the seeds (\"hashwatt tariff list\" lists them)%s", from.Text, conf.Hint(from.Text, b.cat.TariffNames()))
	default:
		for _, field := range item.Fields {
			if field.Key != "from" {
				p := conf.Problemf(field.Value, "nothing stands beside from; to change a component of %s, name it in a variant or with --set", from.Text)
				p.Pos, p.Path = field.KeyPos, where+"."+field.Key
				b.problems = append(b.problems, p)
			}
		}
		root, err := conf.Parse(seedFile(from.Text), text, conf.DefaultLimits)
		if err != nil {
			return nil, fmt.Errorf("read the seeds: %w", err)
		}
		return root.Get("tariff").Items, nil
	}
	stand := conf.NewMap(item.Origin, conf.Field{Key: "type", Value: plain("flat")}, conf.Field{Key: "price", Value: plain("1 USD/MWh")})
	stand = stand.With("name", plain(fmt.Sprintf("unknown tariff %d", len(b.problems))))
	return []*conf.Node{stand}, nil
}

func (b *borrower) problem(at *conf.Node, where, format string, args ...any) {
	p := conf.Problemf(at, format, args...)
	p.Path = where + ".from"
	b.problems = append(b.problems, p)
}

// borrowed warns of tariffs of the seeds that were written for other clocks or other working days than those of the
// region.
func (e *expander) borrowed(tree *conf.Node) {
	regions := tree.Get("regions")
	for _, field := range regions.Fields {
		e.strange("region "+field.Key, field.Key, field.Value, field.Value)
	}
	for _, site := range tree.Get("sites").Items {
		if region := site.Get("region"); region != nil {
			e.strange("site "+site.Name(), site.Name(), site, regions.Get(region.Text))
		}
	}
}

// strange compares the tariffs of the seeds that a region or a site has with the region.
func (e *expander) strange(what, subject string, of, region *conf.Node) {
	list := of.Get("tariff")
	if list == nil {
		return
	}
	var told []string
	for _, item := range list.Items {
		name := strings.TrimSuffix(path.Base(item.Pos.File), ".yaml")
		if item.Pos.File != seedFile(name) || slices.Contains(told, name) {
			continue
		}
		told = append(told, name)
		text, _ := e.cat.Tariff(name)
		file, err := conf.Parse(seedFile(name), text, conf.DefaultLimits)
		if err != nil {
			var own conf.Problems
			errors.As(err, &own)
			e.problems = append(e.problems, own...)
			continue
		}
		for _, key := range []string{"zone", "country"} {
			own, theirs := file.Get(key), region.Get(key)
			if own == nil || theirs == nil || own.Text == theirs.Text {
				continue
			}
			w := warning(OtherWarning, []string{subject}, "%s takes the tariff %s, which was written for the %s %s; here the %s is %s, and its clocks and working days hold",
				what, name, key, own.Text, key, theirs.Text)
			e.warn(w)
		}
	}
}
