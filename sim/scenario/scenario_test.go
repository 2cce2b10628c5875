package scenario

import (
	"errors"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

func catalog(t testing.TB) *seeds.Catalog {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat
}

// files makes a folder of names and their texts in turn.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for k := 0; k < len(pairs); k += 2 {
		fsys[pairs[k]] = &fstest.MapFile{Data: []byte(pairs[k+1])}
	}
	return fsys
}

const base = `hashwatt: 1
name: base
clock: {start: 2026-01-01, end: 2027-01-01}
sites:
  - {id: a, region: komi, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
`

func load(t *testing.T, fsys fstest.MapFS, opt Options) *File {
	t.Helper()
	f, err := Load(fsys, "test.yaml", opt)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// resolved carries a file to its facts.
func resolved(t *testing.T, f *File) (*conf.Node, *Facts) {
	t.Helper()
	tree, _, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	facts, err := Resolve(f, tree, catalog(t), nil, &site.Memory{})
	if err != nil {
		t.Fatal(err)
	}
	return tree, facts
}

// at returns the text at a path.
func at(t *testing.T, tree *conf.Node, path string) *conf.Node {
	t.Helper()
	p, err := conf.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	found := conf.Lookup(tree, p)
	if len(found) != 1 {
		t.Fatalf("%d values at %s", len(found), path)
	}
	return found[0]
}

// TestOrderOfWords holds extends < file < variant < --set.
func TestOrderOfWords(t *testing.T) {
	t.Parallel()
	fsys := files("base.yaml", strings.Replace(base, "name: base", "name: base\nquestion: from the parent", 1)+"foresight: myopic\n",
		"test.yaml", "extends: base.yaml\nname: child\nvariants:\n  v: {name: variant, foresight: perfect}\n")
	f := load(t, fsys, Options{})
	if f.Words.Name != "child" || f.Words.Question != "from the parent" || f.Words.Foresight != "myopic" {
		t.Errorf("name %q, question %q, foresight %q", f.Words.Name, f.Words.Question, f.Words.Foresight)
	}
	f = load(t, fsys, Options{Variant: "v"})
	if f.Words.Name != "variant" || f.Words.Foresight != "perfect" {
		t.Errorf("with the variant: name %q, foresight %q", f.Words.Name, f.Words.Foresight)
	}
	f = load(t, fsys, Options{Variant: "v", Sets: []string{"name=set", `sites.a.power="20 MW"`}})
	if f.Words.Name != "set" || f.Words.Sites[0].Power.Mid != 20 {
		t.Errorf("with --set: name %q, power %v", f.Words.Name, f.Words.Sites[0].Power.Mid)
	}
	if origin := at(t, f.Tree, "sites.a.power").Origin; origin != "--set" {
		t.Errorf("origin of the power is %q", origin)
	}
	if len(f.Inputs) != 2 {
		t.Errorf("inputs %v, want two files", f.Inputs)
	}
}

// TestParentsJoinSites strings the sites of two parents together and collapses equal uncertain inputs.
func TestParentsJoinSites(t *testing.T) {
	t.Parallel()
	other := strings.ReplaceAll(base, "id: a", "id: b") + "uncertain:\n  - {path: sites.*.power, from: seeds}\n"
	fsys := files("a.yaml", base+"uncertain:\n  - {path: sites.*.power, from: seeds}\n", "b.yaml", other, "test.yaml", "extends: [a.yaml, b.yaml]\nname: both\n")
	f := load(t, fsys, Options{})
	if n, u := len(f.Words.Sites), len(f.Words.Uncertain); n != 2 || u != 1 {
		t.Errorf("%d sites and %d uncertain inputs, want 2 and 1", n, u)
	}
	fsys["b.yaml"].Data = []byte(base)
	f = load(t, fsys, Options{})
	if _, _, err := Expand(f, catalog(t)); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a site of both parents gives %v", err)
	}
}

// TestExtendsStaysInside refuses circles and files outside the folder.
func TestExtendsStaysInside(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ extends, want string }{
		{"test.yaml", "circle"}, {"../base.yaml", "leaves"}, {"/etc/passwd", "leaves"}, {"gone.yaml", "does not exist"},
	} {
		_, err := Load(files("test.yaml", "extends: "+row.extends+"\n"+base), "test.yaml", Options{})
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("extends %s gives %v, want %q", row.extends, err, row.want)
		}
	}
}

// TestExpandIsAScenario writes the effective tree of every shipped scenario, reads it back and expands it to itself.
func TestExpandIsAScenario(t *testing.T) {
	t.Parallel()
	for _, info := range scenarios.List() {
		f, err := Load(scenarios.FS, info.File, Options{})
		if err != nil {
			t.Fatal(err)
		}
		tree, _, err := Expand(f, catalog(t))
		if err != nil {
			t.Fatal(err)
		}
		text := conf.Write(tree, func(*conf.Node) string { return "" })
		again := load(t, files("test.yaml", text), Options{})
		twice, _, err := Expand(again, catalog(t))
		if err != nil {
			t.Fatalf("%s: %v", info.File, err)
		}
		if diff := cmp.Diff(text, conf.Write(twice, func(*conf.Node) string { return "" })); diff != "" {
			t.Errorf("%s expands to something else the second time:\n%s", info.File, diff)
		}
	}
}

// TestOrigins names where values come from.
func TestOrigins(t *testing.T) {
	t.Parallel()
	f, err := Load(scenarios.FS, "komi.yaml", Options{})
	if err != nil {
		t.Fatal(err)
	}
	tree, facts := resolved(t, f)
	for path, want := range map[string]string{
		"sites.mikun.power.mid":      "komi.yaml",
		"sites.komi_site_05.power":   "seeds/facilities.csv: komi_site_05",
		"sites.mikun.pool_fee":       "seeds/defaults.csv: pool_fee",
		"regions.komi.zone":          "seeds/regions.csv: komi",
		"bitcoin.market_step":        "default",
		"sites.komi_site_03.station": "seeds/facilities.csv: komi_site_03",
	} {
		if got := at(t, tree, path).Origin; !strings.HasPrefix(got, want) {
			t.Errorf("origin of %s is %q, want %q", path, got, want)
		}
	}
	if len(facts.Sites) != 15 {
		t.Fatalf("%d sites", len(facts.Sites))
	}
	// Two at a time every three months from October 2025, in the zone of the site.
	for k, want := range map[int]string{0: "2025-10-01", 1: "2025-10-01", 2: "2026-01-01", 14: "2027-07-01"} {
		if got := facts.Sites[k].Online.String(); got != want {
			t.Errorf("site %d comes online %s, want %s", k, got, want)
		}
	}
}

// TestRegionPrice gives a region without a tariff the shape of its area at its industrial price, with a warning.
func TestRegionPrice(t *testing.T) {
	t.Parallel()
	f := load(t, files("test.yaml", base), Options{})
	tree, warnings, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	tariff := at(t, tree, "regions.komi.tariff").Items[0]
	if series, mean := tariff.Get("series"), tariff.Get("mean"); series.Text != "northwest" || mean.Text != "3.4 RUB/kWh" {
		t.Errorf("series %s, mean %s", series.Text, mean.Text)
	}
	if !strings.Contains(strings.Join(Texts(warnings), "\n"), "region komi has no tariff") {
		t.Errorf("warnings %q", Texts(warnings))
	}
}

// TestCurrencyWithoutRates names the currency and the sites.
func TestCurrencyWithoutRates(t *testing.T) {
	t.Parallel()
	text := strings.Replace(base, "region: komi", "region: kazakhstan", 1)
	f := load(t, files("test.yaml", text), Options{})
	tree, _, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(f, tree, catalog(t), nil, &site.Memory{})
	if err == nil || !strings.Contains(err.Error(), "KZT") || !strings.Contains(err.Error(), "site a") {
		t.Errorf("no rates of KZT give %v", err)
	}
	f = load(t, files("test.yaml", text+"money: {rates: {KZT: {process: flat, value: 470 KZT/USD}}}\n"), Options{})
	if _, facts := resolved(t, f); facts.Money.PerUSD("KZT", 3) != 470 {
		t.Errorf("rate %g", facts.Money.PerUSD("KZT", 3))
	}
}

// TestNamesAreListedInASentence gives several names commas and a verb of theirs.
func TestNamesAreListedInASentence(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"a needs": {"a"}, "a and b need": {"a", "b"}, "a, b and c need": {"a", "b", "c"}, "a, b and 2 more need": {"a", "b", "c", "d"},
	} {
		if got := needing(names); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestLimitsHaveCurrencies asks for the rates of the currencies of limits, and finds those that the seeds have.
func TestLimitsHaveCurrencies(t *testing.T) {
	t.Parallel()
	text := base + "limits: [{type: demand_response, name: calls, strike: 50000 KZT/MWh}]\n"
	f := load(t, files("test.yaml", text), Options{})
	tree, _, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(f, tree, catalog(t), nil, &site.Memory{})
	if err == nil || !strings.Contains(err.Error(), "test.yaml:6:55") || !strings.Contains(err.Error(), "limit calls needs it") {
		t.Errorf("no rates of KZT give %v", err)
	}
	f = load(t, files("test.yaml", strings.Replace(text, "KZT", "EUR", 1)+"money: {rates: {EUR: {process: flat, value: 0.9 EUR/USD}}}\n"), Options{})
	if _, facts := resolved(t, f); math.Abs(facts.Money.PerUSD("EUR", 3)-0.9) > 1e-12 {
		t.Errorf("rate %g", facts.Money.PerUSD("EUR", 3))
	}
}

// TestIsolated takes a site for connected to a grid unless it says otherwise.
func TestIsolated(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]bool{"region: komi": false, "region: komi, isolated: true": true, "region: komi, isolated: false": false} {
		f := load(t, files("test.yaml", strings.Replace(base, "region: komi", words, 1)), Options{})
		if _, facts := resolved(t, f); facts.Sites[0].Isolated != want {
			t.Errorf("a site of %q is isolated: %v, want %v", words, facts.Sites[0].Isolated, want)
		}
	}
}

// TestLimitsAskForHolidays warns, once, where a limit counts working days in a country whose holidays are not known.
func TestLimitsAskForHolidays(t *testing.T) {
	t.Parallel()
	text := strings.Replace(base, "region: komi", "region: paraguay", 1) + `limits: [{type: curtailment, hours: 16-21, keep: 30 %, days: DAYS}]` + "\n"
	for days, want := range map[string]int{"working": 1, "mon-fri": 0} {
		f := load(t, files("test.yaml", strings.Replace(text, "DAYS", days, 1)), Options{})
		_, facts := resolved(t, f)
		if got := strings.Count(strings.Join(Texts(facts.Warnings), "\n"), "no holidays of PY are known"); got != want {
			t.Errorf("%s: %d warnings, want %d: %q", days, got, want, Texts(facts.Warnings))
		}
	}
}

// TestLimitsOfLessThanOneMachine asks whether the unit of a limit is meant under which not one machine runs for an hour.
func TestLimitsOfLessThanOneMachine(t *testing.T) {
	t.Parallel()
	for amount, want := range map[string]int{"1 Wh": 1, "1 MWh": 0} {
		text := base + "limits: [{type: energy, name: quota, limit: " + amount + ", per: month}]\n"
		_, facts := resolved(t, load(t, files("test.yaml", text), Options{}))
		if got := strings.Count(strings.Join(Texts(facts.Warnings), "\n"), `limit "quota": 1 Wh per month is allowed`); got != want {
			t.Errorf("%s: %q", amount, Texts(facts.Warnings))
		}
	}
}

// TestNoStation says that a site without weather has a constant PUE.
func TestNoStation(t *testing.T) {
	t.Parallel()
	f := load(t, files("test.yaml", strings.Replace(base, "region: komi,", "region: perm,", 1)), Options{})
	_, warnings, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(Texts(warnings), "\n"), "no weather station stands for a") {
		t.Errorf("warnings %q", Texts(warnings))
	}
}

// TestOnlineOnTheFirstDay counts plant that comes online on the clock's first day as new, also where that day begins
// earlier than the clock because the region lies east of it; plant of the day before is sunk.
func TestOnlineOnTheFirstDay(t *testing.T) {
	t.Parallel()
	for online, want := range map[string]int{"2026-01-01": 0, "2025-12-31": -27, "2026-01-02": 21} {
		f := load(t, files("test.yaml", strings.Replace(base, "online: 2026-01-01", "online: "+online, 1)), Options{})
		if _, facts := resolved(t, f); facts.Sites[0].OnlineHour != want {
			t.Errorf("online %s in Moscow is hour %d of a clock in UTC, want %d", online, facts.Sites[0].OnlineHour, want)
		}
	}
}

// TestOwnTariff lets every site of a region bring its tariff, so that the region needs none.
func TestOwnTariff(t *testing.T) {
	t.Parallel()
	text := strings.Replace(base, "region: komi,", "region: zabaykalye, tariff: [{type: flat, price: 40 USD/MWh}],", 1)
	_, facts := resolved(t, load(t, files("test.yaml", text), Options{}))
	if got := facts.Tariffs[facts.Sites[0].Tariff].Components[0].Describe(); !strings.Contains(got, "40 USD") {
		t.Errorf("tariff %q", got)
	}
	text += "  - {id: b, region: zabaykalye, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}\n"
	if _, _, err := Expand(load(t, files("test.yaml", text), Options{}), catalog(t)); err == nil || !strings.Contains(err.Error(), "regions.zabaykalye.tariff") {
		t.Errorf("a site without tariff in a region without price gives %v", err)
	}
}

// TestSourceAndConfidence refuses a source that the seeds do not know and a degree of confidence that there is not.
func TestSourceAndConfidence(t *testing.T) {
	t.Parallel()
	text := base + "limits: [{type: power, limit: 5 MW, source: garant_penza_2012, confidence: certain}]\n"
	_, _, err := Expand(load(t, files("test.yaml", text), Options{}), catalog(t))
	for _, want := range []string{`did you mean "garant_penza_2021"?`, `"certain" is no degree of confidence`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

// TestMistakesOfBothKinds tells of wrong words and of what other words refer to in one go, and of no consequence of
// what was wrong: the site without its power is not asked for a power.
func TestMistakesOfBothKinds(t *testing.T) {
	t.Parallel()
	text := `hashwatt: 1
nam: many
clock: {start: 2026-01-01, end: 2025-01-01}
sites:
  - {id: a, region: komi, power: 10, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: b, region: komy, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: c, region: komi, power: 10 MW, online: 2026-01-01, fleet: [{rig: zz}]}
`
	_, err := Load(files("test.yaml", text), "test.yaml", Options{Catalog: catalog(t)})
	var problems conf.Problems
	if !errors.As(err, &problems) {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	all := strings.Join(got, "\n")
	for _, want := range []string{`key "nam"`, "10 has no unit", `"komy"`, "clock.end", `"zz"`} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing about %s in\n%s", want, all)
		}
	}
	if len(got) > 6 || strings.Contains(all, "a new site needs") {
		t.Errorf("a consequence is told:\n%s", all)
	}
}
