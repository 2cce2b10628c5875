package scenario

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
)

// Check finds what is wrong with an uncertain input.
func (u Uncertain) Check(at *conf.Node) (problems []conf.Problem) {
	if u.From != "" {
		if u.From != "seeds" {
			problems = append(problems, conf.Problemf(at.Get("from"), `%q is not known; "from: seeds" takes each row's own range`, u.From))
		}
		if p, err := conf.ParsePath(u.Path); err != nil || len(p) != 3 || p[0] != "sites" || p[2] != "power" {
			problems = append(problems, conf.Problemf(at.Get("path"), `ranges stand beside the power of sites only: sites.*.power, or sites.mikun.power; give low, mid and high instead`))
		}
		if u.Low+u.Mid+u.High != "" {
			problems = append(problems, conf.Problemf(at, "low, mid and high go without from"))
		}
		return problems
	}
	if u.Distribution == "csv" {
		switch {
		case u.File == "" || u.Mid == "":
			problems = append(problems, conf.Problemf(at, "the distribution csv needs a file of values and a mid for the central case"))
		case u.Low+u.High != "":
			problems = append(problems, conf.Problemf(at, "low and high go without the distribution csv; the file has them"))
		default:
			if _, _, err := split(u.Mid); err != nil {
				problems = append(problems, conf.Problemf(at.Get("mid"), "%s", err))
			}
		}
		return problems
	}
	if u.File != "" {
		problems = append(problems, conf.Problemf(at.Get("file"), "a file of values goes with the distribution csv"))
	}
	var values [3]float64
	var unit string
	for k, text := range []string{u.Low, u.Mid, u.High} {
		key := []string{"low", "mid", "high"}[k]
		if text == "" {
			return append(problems, conf.Problemf(at, `%s is missing; an uncertain input has low, mid and high, or "from: seeds"`, key))
		}
		v, rest, err := split(text)
		if err != nil {
			problems = append(problems, conf.Problemf(at.Get(key), "%s", err))
			continue
		}
		if k > 0 && rest != unit {
			problems = append(problems, conf.Problemf(at.Get(key), "%q and %q have different units; write all three in one", u.Low, text))
		}
		values[k], unit = v, rest
	}
	if len(problems) > 0 {
		return problems
	}
	if _, err := sample.New(u.Distribution, values[0], values[1], values[2]); err != nil {
		at := at.Get("distribution")
		problems = append(problems, conf.Problemf(at, "%s", err))
	}
	return problems
}

// split cuts a quantity into its number and its unit.
func split(text string) (v float64, unit string, err error) {
	text = strings.TrimSpace(text)
	end := strings.LastIndexAny(text, "0123456789.") + 1
	if cut := strings.IndexAny(text, " %"); cut >= 0 {
		end = cut
	}
	if v, err = strconv.ParseFloat(text[:end], 64); err != nil {
		return 0, "", fmt.Errorf("%q is not a number with its unit", text)
	}
	return v, strings.TrimSpace(text[end:]), nil
}

// Quantity writes a number with its unit, so that it reads back to the same value.
func Quantity(v float64, unit string) string {
	return strings.TrimSpace(strconv.FormatFloat(v, 'g', -1, 64) + " " + unit)
}

// put sets the value at a path of the tree.
func put(tree *conf.Node, path, text string, at *conf.Node) (*conf.Node, error) {
	p, err := conf.ParsePath(path)
	if err != nil {
		return nil, err
	}
	found := conf.Lookup(tree, p)
	if len(found) == 0 {
		return nil, fmt.Errorf("%q is no value of the scenario; \"hashwatt explain\" lists them", path)
	}
	for _, n := range found {
		if n.Kind == conf.Scalar {
			if _, _, err := split(n.Text); err != nil {
				return nil, fmt.Errorf("%q is the word %q, not a quantity; only numbers with a unit can be uncertain", path, n.Text)
			}
		}
	}
	value := conf.NewScalar(text, "uncertain")
	if at != nil {
		value.Pos, value.Origin = at.Pos, at.Origin
	}
	return conf.Set(tree, p, value)
}

// Drawn returns the effective tree of draw d: each uncertain input at a value of its distribution, rounded where
// its place takes whole numbers only, such as hours or calls. Draw 0 is the tree itself. The factor of a path with
// * is common to all its values unless joint is false.
func (f *File) Drawn(tree *conf.Node, uncertain []Uncertain, seed uint64, d int) (*conf.Node, error) {
	if d == 0 {
		return tree, nil
	}
	var err error
	for k := range uncertain {
		u := &uncertain[k]
		if u.From == "seeds" {
			if tree, err = drawnPower(tree, u, seed, d); err != nil {
				return nil, err
			}
			continue
		}
		if tree, err = f.drawnValue(tree, u, seed, d); err != nil {
			return nil, err
		}
	}
	return tree, nil
}

func (u *Uncertain) joint() bool { return u.Joint == nil || *u.Joint }

// drawnPower draws the power of every site that states a range.
func drawnPower(tree *conf.Node, u *Uncertain, seed uint64, d int) (*conf.Node, error) {
	common := sample.Stream(seed, d, "uncertain", u.Path).Float64()
	p, err := conf.ParsePath(u.Path)
	if err != nil {
		return nil, err
	}
	list := *tree.Get("sites")
	list.Items = slices.Clone(list.Items)
	for k, site := range list.Items {
		at := site.Get("power")
		if at == nil || at.Kind != conf.Map || p[1] != conf.Every && p[1] != site.Name() {
			continue
		}
		var power Power
		if err := conf.Decode(at, &power); err != nil {
			return nil, err
		}
		quantile := common
		if !u.joint() {
			quantile = sample.Stream(seed, d, "uncertain", u.Path+" "+site.Name()).Float64()
		}
		dist, err := sample.New(u.Distribution, float64(power.Low), float64(power.Mid), float64(power.High))
		if err != nil {
			return nil, err
		}
		drawn := conf.NewScalar(Quantity(dist.Quantile(quantile), "MW"), "uncertain")
		list.Items[k] = site.With("power", drawn)
	}
	return tree.With("sites", &list), nil
}

// drawnValue draws an input with a range of its own.
func (f *File) drawnValue(tree *conf.Node, u *Uncertain, seed uint64, d int) (*conf.Node, error) {
	dist, unit, err := f.distribution(u)
	if err != nil {
		return nil, err
	}
	whole := f.wholeOnly(tree, u)
	value := func(quantile float64) string {
		v := dist.Quantile(quantile)
		if whole {
			v = math.Round(v)
		}
		return Quantity(v, unit)
	}
	if u.joint() || !strings.Contains(u.Path, conf.Every) {
		return put(tree, u.Path, value(sample.Stream(seed, d, "uncertain", u.Path).Float64()), nil)
	}
	p, err := conf.ParsePath(u.Path)
	if err != nil {
		return nil, err
	}
	for _, one := range spread(tree, p) {
		quantile := sample.Stream(seed, d, "uncertain", one.String()).Float64()
		if tree, err = conf.Set(tree, one, conf.NewScalar(value(quantile), "uncertain")); err != nil {
			return nil, err
		}
	}
	return tree, nil
}

// wholeOnly reports whether the place of an input takes its middle and no number between that and the next one. It
// is found out once.
func (f *File) wholeOnly(tree *conf.Node, u *Uncertain) bool {
	f.mu.Lock()
	known, ok := f.whole[u.Path]
	f.mu.Unlock()
	if ok {
		return known
	}
	mid, unit, err := split(u.Mid)
	whole := err == nil && mid == math.Trunc(mid)
	for _, beside := range []float64{mid - 0.5, mid + 0.5} {
		whole = whole && !reads(tree, u.Path, Quantity(beside, unit))
	}
	whole = whole && reads(tree, u.Path, u.Mid)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.whole == nil {
		f.whole = map[string]bool{}
	}
	f.whole[u.Path] = whole
	return whole
}

// reads reports whether a text may stand at a path.
func reads(tree *conf.Node, path, text string) bool {
	changed, err := put(tree, path, text, nil)
	if err != nil {
		return false
	}
	var words Scenario
	return conf.Decode(changed, &words) == nil
}

// spread returns the path of every value that a path with * means.
func spread(tree *conf.Node, p conf.Path) []conf.Path {
	k := slices.Index(p, conf.Every)
	if k < 0 {
		return []conf.Path{p}
	}
	var names []string
	for _, at := range conf.Lookup(tree, p[:k]) {
		for _, f := range at.Fields {
			names = append(names, f.Key)
		}
		for _, item := range at.Items {
			names = append(names, item.Called())
		}
	}
	var out []conf.Path
	for _, name := range names {
		one := slices.Clone(p)
		one[k] = name
		out = append(out, spread(tree, one)...)
	}
	return out
}

// distribution is what an input with a range of its own is drawn from, and the unit of its values.
func (f *File) distribution(u *Uncertain) (sample.Distribution, string, error) {
	mid, unit, err := split(u.Mid)
	if err != nil {
		return nil, "", err
	}
	if u.Distribution == "csv" {
		src, err := f.user(u.File)
		if err != nil {
			return nil, "", conf.Problems{{Pos: u.At, Path: "uncertain.file", Message: err.Error(), Excerpt: u.At.Excerpt()}}
		}
		dist, err := sample.ReadEmpirical(u.File, bytes.NewReader(src))
		if err == nil && dist.Unit != "" && dist.Unit != unit {
			err = conf.Problems{{
				Pos: u.At, Path: "uncertain.file", Excerpt: u.At.Excerpt(),
				Message: fmt.Sprintf("%s is in %s, and mid is in %s; write both in one unit", u.File, dist.Unit, unit),
			}}
		}
		return dist, unit, err
	}
	low, _, _ := split(u.Low)   // checked with the words
	high, _, _ := split(u.High) // likewise
	dist, err := sample.New(u.Distribution, low, mid, high)
	return dist, unit, err
}
