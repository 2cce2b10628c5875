package reports_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/sim"
)

// hashrateText is all prose of the section on hashrate.
func hashrateText(p *reports.Page) string {
	var all []string
	for _, s := range p.Sections {
		if s.ID == "hashrate" {
			for _, b := range s.Blocks {
				all = append(all, b.Prose)
			}
		}
	}
	return strings.Join(all, "\n")
}

// ids are the charts and tables of the page.
func ids(p *reports.Page) (all []string) {
	for _, s := range p.Sections {
		for _, b := range s.Blocks {
			switch {
			case b.Chart != nil:
				all = append(all, b.Chart.ID)
			case b.Table != nil:
				all = append(all, b.Table.ID)
			}
		}
	}
	return all
}

func TestTheLoopIsShownWhereThereIsOne(t *testing.T) {
	// A run that feeds back has the panels, the countries and the answers; a given hashprice or no site has none of
	// what compares.
	t.Parallel()
	loop := []string{"own-hashrate", "difficulty", "hashprice-loop", "countries", "countries-table", "published-table", "answers", "answers-table"}
	for name, c := range map[string]struct {
		r    *sim.Result
		has  []string
		hasn []string
		text string // in the prose; empty: no sentence about what the network did
	}{
		"many sites": {shipped(t, "komi.yaml", "", 0), append(loop, "epochs-table"), nil, "While the fifteen sites were built, from 1 January 2025 to 1 July 2027, the network went from"},
		"one site":   {shipped(t, "01-one-site.yaml", "", 0), append(loop, "epochs-table"), nil, "The site stands from the start. From 1 January 2026 to 31 December 2029, the network went from"},
		"open loop":  {shipped(t, "golden-site.yaml", "", 0), []string{"epochs-table", "hashprice"}, loop, ""},
		"no site": {
			written(t, "hashwatt: 1\nname: Empty\nclock: {start: 2026-01-01, end: 2027-01-01}\nsites: []\n", 0),
			[]string{"epochs-table"},
			loop[:6], "",
		},
	} {
		p := pageOf(t, c.r)
		all := ids(p)
		for _, id := range c.has {
			if !slices.Contains(all, id) {
				t.Errorf("%s: there is no %s", name, id)
			}
		}
		for _, id := range c.hasn {
			if slices.Contains(all, id) {
				t.Errorf("%s: there is %s", name, id)
			}
		}
		text := hashrateText(p)
		if c.text == "" {
			if strings.Contains(text, "the network went") || strings.Contains(text, "Dilution.") {
				t.Errorf("%s: %q", name, text)
			}
		} else if !strings.Contains(text, c.text) || !strings.Contains(text, "Dilution.") {
			t.Errorf("%s: %q does not say %q, or nothing of dilution", name, text, c.text)
		}
	}
}

func TestEveryEpochStandsInItsTable(t *testing.T) {
	// Heights rise by 2,016, changes multiply up to the last difficulty, the halving is marked where the subsidy
	// falls, and the table stands folded.
	t.Parallel()
	r := shipped(t, "01-one-site.yaml", "", 0)
	tab := table(t, pageOf(t, r), "epochs-table")
	heights, _ := columnOf(t, tab, "height")
	difficulty, _ := columnOf(t, tab, "difficulty")
	subsidy, _ := columnOf(t, tab, "subsidy")
	marked := tab.Columns[len(tab.Columns)-1].Text
	if !tab.Folded || len(heights) != len(r.Trace.Epochs) {
		t.Errorf("folded %v, %d rows, want %d", tab.Folded, len(heights), len(r.Trace.Epochs))
	}
	change := tab.Columns[3].Numbers
	product, halvings := difficulty[0], 0
	for e := 1; e < len(heights); e++ {
		if heights[e]-heights[e-1] != 2016 {
			t.Errorf("height %v after %v", heights[e], heights[e-1])
		}
		product *= 1 + change[e].Value/100
		if marked[e] != "" {
			halvings++
			if subsidy[e] != 3.125 || subsidy[e+1] != 1.5625 || !strings.HasPrefix(marked[e], "halving on 2028-04-") {
				t.Errorf("%s beside %v and %v BTC", marked[e], subsidy[e], subsidy[e+1])
			}
		}
	}
	near(t, "product of the changes", product/difficulty[len(difficulty)-1], 1)
	if halvings != 1 || !change[0].None {
		t.Errorf("%d halvings are marked; the first change is %v", halvings, change[0])
	}
}

func TestSharesOfTheCountriesAddUp(t *testing.T) {
	// Layers of the chart are the whole network in every month, and what one country gains the others lose.
	t.Parallel()
	p := pageOf(t, shipped(t, "komi.yaml", "", 0))
	areas := chart(t, p, "countries").Areas
	for m := range areas.At.Dates {
		all := 0.0
		for _, a := range areas.Areas {
			all += a.Y[m].Value
		}
		if math.Abs(all-100) > 1e-6 {
			t.Fatalf("%s adds up to %v %%", areas.At.Dates[m], all)
		}
	}
	if first := areas.Areas[0]; first.Name != "Russia" || areas.Areas[len(areas.Areas)-1].Color != reports.Grey.Tint(4) || len(areas.Areas) > 6 {
		t.Errorf("layers %+v", areas.Areas)
	}
	difference, _ := columnOf(t, table(t, p, "countries-table"), "difference")
	if s := sum(difference); math.Abs(s) > 1e-6 {
		t.Errorf("differences add up to %v points", s)
	}
	var dots int
	for _, l := range chart(t, p, "share").Lines.Series {
		if l.Style == reports.Dots {
			dots++
			if !slices.IsSorted(l.At.Dates) {
				t.Errorf("%s is out of order", l.Name)
			}
		}
	}
	if dots != 3 {
		t.Errorf("%d methods of estimating, want 3", dots)
	}
	if methods := table(t, p, "published-table").Columns; methods[3].Text[0] == "" || methods[4].Text[0] == "" {
		t.Errorf("an estimate has no method or source: %v, %v", methods[3].Text[0], methods[4].Text[0])
	}
}

func TestThePanelsOfTheLoopAreOfOneForm(t *testing.T) {
	// Either both panels of the network draw two lines or both a difference, and a title that compares epochs about a
	// halving says so.
	t.Parallel()
	for name, r := range map[string]*sim.Result{"found": shipped(t, "share.yaml", "", 0), "many sites": shipped(t, "komi.yaml", "", 0)} {
		p := pageOf(t, r)
		d, h := chart(t, p, "difficulty").Lines, chart(t, p, "hashprice-loop").Lines
		if len(d.Series) != len(h.Series) || (d.Y.Unit == "%") != (h.Y.Unit == "%") {
			t.Errorf("%s: %d lines in %s beside %d in %s", name, len(d.Series), d.Y.Unit, len(h.Series), h.Y.Unit)
		}
		if c := chart(t, p, "hashprice"); !strings.HasPrefix(c.Title, "The halving of April 2028") || !strings.Contains(c.Caption, "the epoch before the halving with the one after") {
			t.Errorf("%s: %q, %q", name, c.Title, c.Caption)
		}
	}
}

func TestAnswersStandBesideEachOther(t *testing.T) {
	// The row of the scenario's own answer is the run itself, and the caption says that none is known and where they
	// are tested.
	t.Parallel()
	r := shipped(t, "01-one-site.yaml", "", 0)
	p := pageOf(t, r)
	tab := table(t, p, "answers-table")
	names := tab.Columns[0].Text
	own := slices.IndexFunc(names, func(n string) bool { return strings.HasSuffix(n, "as on this page") })
	if len(names) != 5 || own < 0 || names[0] != "no answer" {
		t.Fatalf("answers %q", names)
	}
	npv, scale := columnOf(t, tab, "net present value")
	near(t, "own answer", npv[own]*scale, r.Summary.Find("npv_usd").Value.V)
	c := chart(t, p, "answers")
	if len(c.Lines.Series) != 5 || !strings.Contains(c.Caption, "R² 0.014") || !strings.Contains(c.Caption, "none of them as known") || !strings.Contains(c.Caption, "R1 of “hashwatt backtest”") {
		t.Errorf("%d lines, caption %q", len(c.Lines.Series), c.Caption)
	}
}

func TestShocksAndCorrelationsAreOnThePage(t *testing.T) {
	// A dated shock is a stretch on the charts of the network, told in the method and the sources; so is what is
	// correlated.
	t.Parallel()
	p := pageOf(t, written(t, `hashwatt: 1
name: A shock
clock: {start: 2026-06-01, end: 2028-01-01}
bitcoin:
  price: {replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}
  fees: {replay: history, then: {process: ar1, level: 0.1 BTC/block, persistence: 0.96, scatter: 0.3}}
  rest_of_world:
    replay: history
    then: {response: growth, rate: 10 %/year}
    shocks: [{name: ban in Atlantis, from: 2027-05-20, to: 2027-07-31, change: -44 %}]
correlations: [{between: [bitcoin.price, bitcoin.fees], value: 0.3}]
sites: [{id: first, region: komi, power: 300 MW, online: 2026-09-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 30 USD/MWh}]}]
`, 0))
	found := false
	for _, m := range chart(t, p, "network-hashrate").Lines.Marks {
		found = found || m == reports.During("2027-05-20", "2027-08-01", "ban in Atlantis", reports.Grey)
	}
	if !found {
		t.Errorf("the shock is not among the marks %+v", chart(t, p, "network-hashrate").Lines.Marks)
	}
	if c := chart(t, p, "difficulty"); !strings.Contains(c.Caption, "the title leaves these epochs out") || strings.Contains(c.Title, "44") {
		t.Errorf("%q, %q", c.Title, c.Caption)
	}
	method := p.Method[0].Prose
	for _, want := range []string{"ban in Atlantis: -44 % from 2027-05-20 to 2027-07-31", "the price of a coin with the fees 0.30", "growth by 10 %/year"} {
		if !strings.Contains(method, want) {
			t.Errorf("the method does not say %q:\n%s", want, method)
		}
	}
	for _, want := range []string{"correlation of the price of a coin and the fees", "split of the rest of the world by country"} {
		if !slices.ContainsFunc(p.Sources, func(s reports.Source) bool { return s.Name == want && s.Value != "" && s.Origin != "" }) {
			t.Errorf("the sources have no row %q", want)
		}
	}
	if !slices.Contains(ids(p), "answers") {
		t.Error("others may answer otherwise than by growth, and the page does not show it")
	}
}
