package scenario

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

const borrowing = `hashwatt: 1
name: borrowing
clock: {start: 2026-01-01, end: 2027-01-01}
regions:
  komi: {tariff: [{from: komi_2025}, {type: tax, name: VAT, rate: 20 %}]}
sites:
  - {id: a, region: komi, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
  - {id: b, region: komi, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], tariff: [{from: komi_2024}]}
variants:
  dear: {regions.komi.tariff.network.price: 1262 RUB/kW}
  hydro: {regions.komi.tariff: {replace: [{from: krasnoyarsk}]}}
`

func TestATariffOfTheSeedsStandsForItsComponents(t *testing.T) {
	// An item {from: …} becomes the components of the file, in its place and each with the file's line, in a region
	// and at a site; a variant and --set may change one of them, or name another tariff.
	t.Parallel()
	fsys := files("test.yaml", borrowing)
	tree, facts := resolved(t, load(t, fsys, Options{}))
	var names []string
	for _, c := range facts.Words.Regions.By["komi"].Tariff {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, ", "); got != "energy, capacity auction, capacity surcharges, network, losses, VAT" {
		t.Errorf("the region pays %s", got)
	}
	if got := len(facts.Words.Sites[1].Tariff); got != 4 {
		t.Errorf("the tariff of a site has %d components, want the four of komi_2024", got)
	}
	text, _ := catalog(t).Tariff("komi_2025")
	lines := strings.Split(string(text), "\n")
	losses := at(t, tree, "regions.komi.tariff.losses.price")
	if line := losses.Pos.Line; losses.Pos.File != "seeds/tariffs/komi_2025.yaml" || !strings.Contains(lines[line-1], losses.Text) ||
		losses.Origin != fmt.Sprintf("seeds/tariffs/komi_2025.yaml:%d", line) {
		t.Errorf("the losses stand at %s and are told as %q", losses.Pos, losses.Origin)
	}
	price := func(opt Options) string {
		tree, _ := resolved(t, load(t, fsys, opt))
		return at(t, tree, "regions.komi.tariff.network.price").Text
	}
	for _, want := range []struct {
		price string
		opt   Options
	}{
		{"465.35 RUB/kW", Options{}},
		{"1262 RUB/kW", Options{Variant: "dear"}},
		{"397.25 RUB/kW", Options{Variant: "hydro"}},
		{"1 RUB/kW", Options{Variant: "hydro", Sets: []string{"regions.komi.tariff.network.price=1 RUB/kW"}}},
		{"397.25 RUB/kW", Options{Sets: []string{"regions.komi.tariff=[{from: krasnoyarsk}]"}}},
	} {
		if got := price(want.opt); got != want.price {
			t.Errorf("%+v: the network costs %s, want %s", want.opt, got, want.price)
		}
	}
}

func TestATariffForOtherClocksIsTold(t *testing.T) {
	// A tariff whose zone or country are not those of the region gives a warning for each, once; one that fits gives none.
	t.Parallel()
	told := func(text string) string {
		_, warnings, err := Expand(load(t, files("test.yaml", text), Options{}), catalog(t))
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, w := range Texts(warnings) {
			if strings.Contains(w, "written for") {
				list = append(list, w)
			}
		}
		return strings.Join(list, "\n")
	}
	if got := told(borrowing); got != "" {
		t.Errorf("warned of tariffs that fit: %s", got)
	}
	got := told(strings.Replace(borrowing, "komi_2025", "quebec", 1))
	for _, want := range []string{"region komi takes the tariff quebec, which was written for the zone America/Toronto; here the zone is Europe/Moscow", "for the country CA; here the country is RU"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("told\n%s\nwant once: %s", got, want)
		}
	}
	if got := told(strings.Replace(borrowing, "from: komi_2024", "from: irkutsk", 1)); !strings.HasPrefix(got, "site b takes the tariff irkutsk, ") {
		t.Errorf("told of the tariff of a site: %s", got)
	}
}

func TestMistakesInATariffThatIsNamed(t *testing.T) {
	// Unknown names, what is no name and what stands beside it are told with their place, beside the mistakes of the rest;
	// names that occur twice are told where the second one stands in the seeds.
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"from: komi_2025", "from: komi_205", `test.yaml:5:26: regions.komi.tariff.from: "komi_205" is no tariff of the seeds`},
		{"from: komi_2025", "from: komi_205", `did you mean "komi_2025"`},
		{"from: komi_2025", "from: sup.yaml", `test.yaml:5:26: regions.komi.tariff.from: from names a tariff of the seeds, not a file: paste the list under tariff in "sup.yaml" here, below regions.komi.tariff`},
		{"from: komi_2024", "from: tariffs/sup", `sites.b.tariff.from: from names a tariff of the seeds, not a file`},
		{"from: komi_2025", "from: [komi_2025]", `test.yaml:5:26: regions.komi.tariff.from: expected the name of a tariff of the seeds, such as komi_2025, got a list`},
		{"from: komi_2025", "from: ", `test.yaml:5:26: regions.komi.tariff.from: name a tariff of the seeds, such as komi_2025`},
		{"from: komi_2025", "from: ''", `test.yaml:5:26: regions.komi.tariff.from: name a tariff of the seeds, such as komi_2025`},
		{"{from: komi_2025}", "{type: price_category, category: 1, parts: [{from: komi_2025}]}", "parts[0].from: a tariff of the seeds is taken by the tariff of a region or a site of a scenario"},
		{"{from: komi_2025}", "{from: komi_2025, name: x}", `test.yaml:5:37: regions.komi.tariff.name: nothing stands beside from`},
		{"{from: komi_2024}", "{from: komi_24}, {type: flt}", `sites.b.tariff.from: "komi_24" is no tariff`},
		{"{from: komi_2024}", "{from: komi_24}, {type: flt}", `unknown type "flt"`},
		{"{from: komi_2025}", "{type: flat, from: komi_2025, price: 1 USD/MWh}", `unknown key "from"`},
		{"{from: komi_2025}", "{from: komi_2025}, {from: irkutsk}", `seeds/tariffs/irkutsk.yaml:`},
	} {
		text := strings.Replace(borrowing, c.old, c.new, 1)
		f, err := Load(files("test.yaml", text), "test.yaml", Options{Catalog: catalog(t)})
		if err == nil {
			err = expandAll(f, catalog(t))
		}
		var problems conf.Problems
		if !errors.As(err, &problems) || !strings.Contains(problems.Error(), c.want) {
			t.Errorf("%s for %s: %v\nwant %s", c.new, c.old, err, c.want)
		}
	}
}

// expandAll returns what is wrong with a file beyond its words.
func expandAll(f *File, cat *seeds.Catalog) error {
	return f.rest(f.Tree, cat).Err()
}

func TestATariffWithAMistakeIsNotCalledEmpty(t *testing.T) {
	// Where a component cannot be read, that alone is told; a list without components is told as such.
	t.Parallel()
	for _, c := range []struct {
		tariff string
		empty  bool
	}{
		{"tariff: [{type: flat, price: 45}, {type: tax, name: VAT, rate: 20 %}]", false},
		{"tariff: [{type: flat, price: 45}]", false},
		{"tariff: [{type: flat, price: 45, steps: [{from: 2025-01-01, change: 9}]}]", false},
		{"tariff: 45 USD/MWh", false},
		{"tariff: [{from: komi_205}]", false},
		{"tariff: []", true},
	} {
		text := `hashwatt: 1
name: one
clock: {start: 2026-01-01, end: 2027-01-01}
regions:
  here: {zone: UTC, country: US, currency: USD, ` + c.tariff + `}
sites:
  - {id: a, region: here, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
`
		f, err := Load(files("test.yaml", text), "test.yaml", Options{Catalog: catalog(t)})
		if err == nil {
			err = expandAll(f, catalog(t))
		}
		var problems conf.Problems
		if !errors.As(err, &problems) || strings.Contains(problems.Error(), "is empty; electricity costs something") != c.empty || !c.empty && strings.Contains(problems.Error(), "is missing") {
			t.Errorf("%s: %v\nwant its mistakes, and that the tariff is empty: %v", c.tariff, err, c.empty)
		}
	}
}
