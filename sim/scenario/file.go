package scenario

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/series"
)

// File is a scenario file with all that it extends, after a variant and settings.
type File struct {
	Name    string     // of the file
	Variant string     // empty for the file as it stands
	Tree    *conf.Node // the words
	Words   Scenario
	Inputs  []Input // every file that was read, in the order of reading
	fsys    fs.FS
	dir     string
	sets    []string

	mu    sync.Mutex // guards what follows, and Inputs, while draws resolve at once
	read  map[string][]byte
	whole map[string]bool // paths of uncertain inputs that take whole numbers only
	hours map[string]*series.Hourly
}

// Input is a file that went into a run.
type Input struct {
	Name, SHA256 string
}

// Options changes a scenario on its way in.
type Options struct {
	Variant string   // name of one of the scenario's variants
	Sets    []string // path=value, as on the command line
	// Catalog lets Load tell of mistakes in what the words refer to beside those of the words; nil for the words alone.
	Catalog *seeds.Catalog
}

// MaxSites is the most sites of a scenario.
const MaxSites = 5000

// Load reads a scenario from a folder; fsys must not let a name leave it. The error is conf.Problems where the
// scenario is wrong, and another where the file cannot be read.
func Load(fsys fs.FS, name string, opt Options) (*File, error) {
	f := &File{Name: name, Variant: opt.Variant, fsys: fsys, dir: path.Dir(name), sets: opt.Sets}
	tree, err := f.tree(name, nil)
	if err != nil {
		return nil, err
	}
	b := borrower{cat: opt.Catalog} // before each change, which may name a component of a tariff of the seeds
	if tree, err = b.tree(tree); err != nil {
		return nil, err
	}
	if opt.Variant != "" {
		if tree, err = f.vary(tree, opt.Variant); err != nil {
			return nil, err
		}
		if tree, err = b.tree(tree); err != nil {
			return nil, err
		}
	}
	for _, set := range opt.Sets {
		if tree, err = setting(tree, set); err != nil {
			return nil, err
		}
		if tree, err = b.tree(tree); err != nil {
			return nil, err
		}
	}
	f.Tree = tree
	var found conf.Problems
	switch err := conf.Decode(tree, &f.Words); {
	case err == nil:
		found = append(f.check(), f.checkReport()...)
	case !errors.As(err, &found):
		return nil, err
	}
	found = append(b.problems, found...)
	if len(found) > 0 {
		if opt.Catalog != nil {
			found = append(found, f.deeper(tree, found, opt.Catalog)...)
		}
		return nil, found.Err()
	}
	return f, nil
}

// tree parses a file and puts it over what it extends.
func (f *File) tree(name string, chain []string) (*conf.Node, error) {
	src, err := f.bytes(name, conf.DefaultLimits.Bytes)
	if err != nil {
		return nil, err
	}
	tree, err := conf.Parse(name, src, conf.DefaultLimits)
	if err != nil {
		return nil, err
	}
	extends := tree.Get("extends")
	if extends == nil {
		return tree, nil
	}
	var files Files
	if err := conf.Decode(extends, &files); err != nil {
		return nil, err
	}
	var parents *conf.Node
	for _, parent := range files {
		at := path.Join(path.Dir(name), parent)
		switch {
		case path.IsAbs(parent) || !fs.ValidPath(at) || at == ".":
			return nil, conf.Problems{conf.Problemf(extends, "%q leaves the scenario's folder; a scenario extends files beside or below it", parent)}
		case slices.Contains(append(chain, name), at):
			return nil, conf.Problems{conf.Problemf(extends, "%q is extended in a circle: %s", parent, strings.Join(append(append(chain, name), at), " -> "))}
		}
		tree, err := f.tree(at, append(slices.Clone(chain), name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, conf.Problems{conf.Problemf(extends, "%q does not exist; a file is named relative to %s", parent, name)}
		}
		if err != nil {
			return nil, err
		}
		if parents == nil {
			parents = tree
			continue
		}
		parents = join(parents, tree)
	}
	if parents == nil {
		return tree.Without("extends"), nil
	}
	return conf.Merge(parents, tree.Without("extends")), nil
}

// bytes reads a file of the scenario's folder once and remembers it; limit 0 is none.
func (f *File) bytes(name string, limit int) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if src, ok := f.read[name]; ok {
		return src, nil
	}
	info, err := fs.Stat(f.fsys, name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, unwrapPath(err))
	case info.IsDir():
		return nil, conf.Problems{{Pos: conf.Pos{File: name}, Message: "is a folder; name a scenario file in it"}}
	case limit > 0 && info.Size() > int64(limit):
		return nil, conf.Problems{{Pos: conf.Pos{File: name}, Message: fmt.Sprintf(
			"has %d bytes; a scenario has at most %d, so move series into CSV files", info.Size(), limit)}}
	}
	src, err := fs.ReadFile(f.fsys, name)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, unwrapPath(err))
	}
	sum := sha256.Sum256(src)
	f.Inputs = append(f.Inputs, Input{name, hex.EncodeToString(sum[:])})
	if f.read == nil {
		f.read = map[string][]byte{}
	}
	f.read[name] = src
	return src, nil
}

// unwrapPath takes the operation and path off an error of a file system: the caller names the file.
func unwrapPath(err error) error {
	var perr *fs.PathError
	if errors.As(err, &perr) {
		return perr.Err
	}
	return err
}

// join merges two parents: maps merge, lists replace, but sites and uncertain are strung together.
func join(left, right *conf.Node) *conf.Node {
	out := conf.Merge(left, right)
	for _, key := range []string{"sites", "uncertain"} {
		a, b := left.Get(key), right.Get(key)
		if a == nil || b == nil || a.Kind != conf.List || b.Kind != conf.List {
			continue
		}
		list := *a
		list.Items = slices.Clone(a.Items)
		for _, item := range b.Items {
			if key == "uncertain" && slices.ContainsFunc(a.Items, func(n *conf.Node) bool { return conf.Equal(n, item) }) {
				continue
			}
			list.Items = append(list.Items, item)
		}
		out = out.With(key, &list)
	}
	return out
}

// vary applies one of the scenario's variants.
func (f *File) vary(tree *conf.Node, name string) (*conf.Node, error) {
	variants := tree.Get("variants")
	patch := variants.Get(name)
	if patch == nil {
		var names []string
		if variants != nil {
			for _, field := range variants.Fields {
				names = append(names, field.Key)
			}
		}
		message := fmt.Sprintf("has no variant %q%s", name, conf.Hint(name, names))
		return nil, conf.Problems{{Pos: conf.Pos{File: f.Name}, Message: message}}
	}
	return conf.ApplyPatch(tree, patch)
}

// setting applies path=value.
func setting(tree *conf.Node, set string) (*conf.Node, error) {
	bad := func(format string, args ...any) error {
		return conf.Problems{{Pos: conf.Pos{File: "--set " + set}, Message: fmt.Sprintf(format, args...)}}
	}
	where, what, ok := strings.Cut(set, "=")
	if !ok {
		return nil, bad(`has no "="; write it like sites.mikun.power="10 MW"`)
	}
	p, err := conf.ParsePath(strings.TrimSpace(where))
	if err != nil {
		return nil, bad("%s", err)
	}
	value, err := conf.Parse("--set "+strings.TrimSpace(where), []byte(what), conf.DefaultLimits)
	if err != nil {
		return nil, err
	}
	return conf.Set(tree, p, value.WithOrigin("--set"))
}

// Hourly reads an hourly series of the user's, in a zone where its times name none.
func (f *File) Hourly(name string) (*series.Hourly, error) {
	src, err := f.user(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if known, ok := f.hours[name]; ok {
		return known, nil
	}
	hours, err := series.ReadHourly(name, bytes.NewReader(src), nil)
	if err == nil {
		if f.hours == nil {
			f.hours = map[string]*series.Hourly{}
		}
		f.hours[name] = hours
	}
	return hours, err
}

// Daily reads a daily series of the user's.
func (f *File) Daily(name string) (*series.Daily, error) {
	src, err := f.user(name)
	if err != nil {
		return nil, err
	}
	return series.ReadDaily(name, bytes.NewReader(src), nil)
}

func (f *File) user(name string) ([]byte, error) {
	at := path.Join(f.dir, name)
	if path.IsAbs(name) || !fs.ValidPath(at) {
		return nil, fmt.Errorf("%q leaves the scenario's folder; put the file beside the scenario", name)
	}
	src, err := f.bytes(at, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%q is neither a series of the seeds nor a file beside the scenario", name)
	}
	return src, err
}

// Files is a file name or a list of them.
type Files []string

// DecodeNode reads either form.
func (l *Files) DecodeNode(n *conf.Node) error {
	if n.Kind == conf.Scalar {
		*l = Files{n.Text}
		return nil
	}
	return conf.Decode(n, (*[]string)(l))
}

// Variant is a patch; it is kept as a tree and decoded with the scenario that it makes.
type Variant struct{ Tree *conf.Node }

// DecodeNode keeps the tree.
func (v *Variant) DecodeNode(n *conf.Node) error {
	if n.Kind != conf.Map {
		return conf.Problems{conf.Problemf(n, "a variant is a map of changes, such as {sites: {mikun: {power: 10 MW}}}")}
	}
	v.Tree = n
	return nil
}

// VariantNames returns the names of the variants in the order of the file.
func (f *File) VariantNames() []string { return slices.Clone(f.Words.Variants.Keys) }

// check finds what is wrong with the words beyond the single value.
func (f *File) check() (problems conf.Problems) {
	w, t := &f.Words, f.Tree
	add := func(at *conf.Node, where, format string, args ...any) {
		p := conf.Problemf(at, format, args...)
		p.Path = where
		problems = append(problems, p)
	}
	if w.Version != Version {
		add(t.Get("hashwatt"), "hashwatt", "version %d of the language is not known; this program reads version %d", w.Version, Version)
	}
	if strings.TrimSpace(w.Name) == "" {
		add(t.Get("name"), "name", "is empty; give the scenario a name")
	}
	if first := (calendar.Date{Year: 2009, Month: 1, Day: 10}); w.Clock.Start.Before(first) {
		add(t.Get("clock").Get("start"), "clock.start", "%s is before %s; the record of the network begins in January 2009", w.Clock.Start, first)
	}
	units := []struct {
		key    string
		series *market.Series
		unit   market.Unit
	}{
		{"price", &w.Bitcoin.Price, market.CoinPrice()},
		{"fees", &w.Bitcoin.Fees, market.Fees()},
		{"hashprice", w.Bitcoin.Hashprice, market.Hashprice()},
		{"difficulty", w.Bitcoin.Difficulty, market.Difficulty()},
	}
	for _, u := range units {
		if u.series != nil {
			problems = append(problems, under("bitcoin."+u.key, u.series.CheckUnit(u.unit))...)
		}
	}
	for _, currency := range w.Money.Rates.Keys {
		rate := w.Money.Rates.By[currency]
		problems = append(problems, under("money.rates."+currency, rate.CheckUnit(market.ExchangeRate(currency)))...)
	}
	return problems
}
