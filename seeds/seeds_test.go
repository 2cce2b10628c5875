package seeds

import (
	"io/fs"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// catalogue loads the embedded files.
func catalogue(t testing.TB) *Catalog {
	t.Helper()
	c, err := Load()
	if err != nil {
		t.Fatalf("the shipped files have problems:\n%v", err)
	}
	return c
}

// edited returns the embedded files with the first occurrence of old in one of them replaced.
func edited(t testing.TB, file, old, new string) fs.FS {
	t.Helper()
	all := fstest.MapFS{}
	for _, l := range layouts() {
		text, err := fs.ReadFile(files, l.file)
		if err != nil {
			t.Fatal(err)
		}
		if l.file == file {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			text = []byte(strings.Replace(string(text), old, new, 1))
		}
		all[l.file] = &fstest.MapFile{Data: text}
	}
	all["map/land_110m.geojson"] = &fstest.MapFile{Data: []byte("{}")}
	return all
}

func TestEveryFileIsDescribedWithItsNumberOfRows(t *testing.T) {
	// files.csv lists every file that is embedded, and says how many rows it has.
	t.Parallel()
	c := catalogue(t)
	tables := map[string]Table{}
	for _, table := range c.Tables() {
		tables[table.File] = table
	}
	seen := map[string]bool{}
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		seen[path] = true
		f, ok := c.File(path)
		if !ok {
			t.Errorf("files.csv has no row for %s; add one", path)
			return nil
		}
		rows := 1
		if table, ok := tables[path]; ok {
			rows = len(table.Rows())
		}
		if f.Rows != rows {
			t.Errorf("files.csv says that %s has %d rows, but it has %d; correct the number", path, f.Rows, rows)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Files {
		if !seen[f.Name] {
			t.Errorf("files.csv describes %s, which does not exist", f.Name)
		}
	}
}

func TestReadmeNamesEveryFileAndConfidence(t *testing.T) {
	// The manual of the folder leaves out no file, no word of confidence and no credit that a licence asks for.
	t.Parallel()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Coin Metrics", "CC BY-NC 4.0", "CBECI, Cambridge Centre for Alternative Finance", "Global Power Plant Database", "CC BY 4.0",
		"ISC licence", "Natural Earth", "Electricity Maps", "Our World in Data and Ember", "ERCOT",
	}
	for _, f := range catalogue(t).Files {
		want = append(want, f.Name)
	}
	for _, word := range confidenceWords() {
		want = append(want, "`"+word+"`")
	}
	for _, w := range want {
		if !strings.Contains(string(text), w) {
			t.Errorf("README.md does not name %s", w)
		}
	}
}

func TestNoticeOfTheMapIsKept(t *testing.T) {
	// The ISC licence of world-atlas must be passed on with what was made from it.
	t.Parallel()
	text, err := fs.ReadFile(files, "map/NOTICE.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Michael Bostock", "Permission to use, copy, modify", "Natural Earth"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("map/NOTICE.txt lacks %q", want)
		}
	}
	land := string(catalogue(t).Land)
	if !strings.HasPrefix(land, `{"type":"FeatureCollection"`) || strings.Count(land, `"Feature"`) != 1 {
		t.Error("the map is not one feature of land alone")
	}
}

func TestProgramsHaveTheirSitesAndMegawatts(t *testing.T) {
	// The sums are those of the workings in README.md: 15 x 21.07; 100 + 20 x 21.65; 100 + 9 x 25.38.
	t.Parallel()
	c := catalogue(t)
	for _, want := range []struct {
		program string
		sites   int
		mw      float64
	}{{"komi_15", 15, 316.05}, {"bitriver_21", 21, 533.00}, {"bitriver_10", 10, 328.42}} {
		sites := c.Program(want.program)
		mw := 0.0
		for _, s := range sites {
			mw += s.PowerMid
			if !s.HasPlace || s.PowerLow <= 0 || s.PowerHigh < s.PowerLow {
				t.Errorf("%s lacks a place or a range of power: %+v", s.ID, s)
			}
		}
		if len(sites) != want.sites || math.Abs(mw-want.mw) > 1e-9 {
			t.Errorf("%s has %d sites with %v MW, want %d with %v", want.program, len(sites), mw, want.sites, want.mw)
		}
	}
	if got := c.Programs(); len(got) != 7 || got[0] != "komi_15" {
		t.Errorf("Programs() = %v, want seven, komi_15 first", got)
	}
	if got := c.Program("komi_16"); got != nil {
		t.Errorf("Program(komi_16) = %v, want none", got)
	}
}

func TestKomiIsNeverCalledAnnounced(t *testing.T) {
	// No source gives megawatts for Komi: basis and note of every row say so.
	t.Parallel()
	for _, f := range catalogue(t).Program("komi_15") {
		if f.PowerBasis != "inferred" || f.Confidence != "inferred" || !strings.Contains(f.Note, "No MW was announced") {
			t.Errorf("%s does not say that its power is inferred: %+v", f.ID, f)
		}
	}
}

func TestKnownRows(t *testing.T) {
	// Rows as their sources print them, read through the typed lookups.
	t.Parallel()
	c := catalogue(t)
	f, ok := c.Facility("mikun")
	if !ok || f.Region != "komi" || f.Station != "Syktyvkar" || f.PowerLow != 4 || f.PowerHigh != 85 || f.Lat != 62.36 || f.Source != "tadviser_energoresurs_k" {
		t.Errorf("mikun = %+v", f)
	}
	if f, _ := c.Facility("bratsk"); f.Status != "operating" || f.Online.String() != "2019-01-01" || f.PowerMid != 100 {
		t.Errorf("bratsk = %+v", f)
	}
	g, ok := c.Region("komi")
	if !ok || g.Zone != "Europe/Moscow" || g.PriceLow != 2.54 || g.PriceMid != 3.4 || g.PriceCurrency != "RUB" || g.PriceSeries() != "northwest" || g.EmissionGPerKWh != 500 {
		t.Errorf("komi = %+v", g)
	}
	if g, _ := c.Region("texas"); g.PriceSeries() != "ercot_day_ahead" {
		t.Errorf("the series of texas is %q", g.PriceSeries())
	}
	if g, _ := c.Region("paraguay"); !g.HasEmission || g.EmissionGPerKWh != 0 || g.PriceSeries() != "" {
		t.Errorf("paraguay = %+v, want a factor of 0 and no series", g)
	}
	if u, _ := c.Rule("ru_ban_buryatia_season"); u.Season == nil || u.Season.String() != "11-15..03-15" || u.To.String() != "2031-03-15" {
		t.Errorf("ru_ban_buryatia_season = %+v", u)
	}
	if p, _ := c.Plant("bratsk_hpp"); p.CapacityMW != 4500 || p.Units != 18 || p.UnitMW != 250 {
		t.Errorf("bratsk_hpp = %+v", p)
	}
	if s, _ := c.Claim("seed3_share"); s.Value != 11.23 || s.Unit != "percent" || s.AsOf != "2021-08" {
		t.Errorf("seed3_share = %+v", s)
	}
	if s, ok := c.Source("tass_1842803"); !ok || s.Publisher != "TASS" || s.URL != "https://tass.com/economy/1842803" {
		t.Errorf("tass_1842803 = %+v", s)
	}
	if _, ok := c.Facility("atlantis"); ok {
		t.Error("there is a facility atlantis")
	}
	if got := c.SourcesOf(Cited{Source: "agenzianova_2021;samara_31523"}); len(got) != 2 || got[0].ID != "agenzianova_2021" {
		t.Errorf("SourcesOf two ids = %v", got)
	}
}

func TestRowsHoldPlausibleValues(t *testing.T) {
	// Ranges that the reader does not know, because they are judgement: a slip of a unit would leave them.
	t.Parallel()
	c := catalogue(t)
	for _, f := range c.Facilities {
		if f.PowerHigh > 2000 {
			t.Errorf("%s has %v MW", f.ID, f.PowerHigh)
		}
		if g, _ := c.Region(f.Region); g.Country != f.Country {
			t.Errorf("%s is in %s, its region %s in %s", f.ID, f.Country, g.ID, g.Country)
		}
	}
	perKWh := map[string][2]float64{"RUB": {0.5, 10}, "USD": {0.01, 0.3}, "KZT": {5, 60}, "IRR": {1000, 100000}, "CAD": {0.02, 0.3}}
	for _, g := range c.Regions {
		bounds, known := perKWh[g.PriceCurrency]
		for _, price := range []float64{g.PriceLow, g.PriceMid, g.PriceHigh} {
			if price != 0 && (!known || price < bounds[0] || price > bounds[1]) {
				t.Errorf("%s: %v %s per kWh is not plausible", g.ID, price, g.PriceCurrency)
			}
		}
		if g.PeakLoadMW > 0 && g.AnnualLoadTWh > 0 {
			if factor := g.AnnualLoadTWh * 1e6 / (g.PeakLoadMW * 8766); factor < 0.4 || factor > 0.95 {
				t.Errorf("%s: peak and yearly load give a load factor of %.2f", g.ID, factor)
			}
		}
	}
	for _, g := range c.Rigs {
		if g.JPerTH < 9 || g.JPerTH > 100 {
			t.Errorf("%s has %v J/TH", g.ID, g.JPerTH)
		}
	}
	for _, p := range c.Plants {
		if p.ForcedOutage <= 0 || p.ForcedOutage > 0.12 || !strings.HasPrefix(p.OutageBasis, "assumed: ") {
			t.Errorf("%s: outage rate %v on the basis %q", p.ID, p.ForcedOutage, p.OutageBasis)
		}
	}
	komi := 0.0
	for _, p := range c.Plants {
		if p.Region == "komi" || p.Region == "komi_north" {
			komi += p.CapacityMW
		}
	}
	if komi != 2478 { // claim plant_komi_sum
		t.Errorf("the plants of Komi have %v MW, want 2478", komi)
	}
	for _, p := range c.NetworkPower {
		if p.Days < 28 || p.Days > 31 || p.BestGW > 20 {
			t.Errorf("%d-%02d: %+v", p.Year, p.Month, p)
		}
	}
}

func TestSharesOfAMonthAddUp(t *testing.T) {
	// In the Cambridge table the shares of a month are all countries and a rest: 100 %, rounded to 0.01 each.
	t.Parallel()
	sums := map[string]float64{}
	for _, s := range catalogue(t).Shares {
		if s.Source == "cbeci_table" {
			sums[s.Date.String()] += s.Percent
		}
	}
	if len(sums) != 24 {
		t.Errorf("the table has %d months, want 24", len(sums))
	}
	for month, sum := range sums {
		if math.Abs(sum-100) > 0.06 {
			t.Errorf("%s: shares add to %v %%", month, sum)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := read(files); err != nil {
			b.Fatal(err)
		}
	}
}
