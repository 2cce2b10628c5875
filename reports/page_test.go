package reports_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
	"hashwatt/sim"
)

// A page written as JSON and read again is the same page.
func TestPageSurvivesJSON(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	var b bytes.Buffer
	if err := page.Write(&b); err != nil {
		t.Fatal(err)
	}
	first := b.String()
	back, err := reports.Read(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	want, err := page.Clean()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, back); diff != "" {
		t.Errorf("the page changed on its way through JSON (-want +got):\n%s", diff)
	}
	b.Reset()
	if err := back.Write(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != first {
		t.Error("writing the page a second time gave other bytes")
	}
}

// Reading refuses what is no page, and says why.
func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{"not JSON", "page", "read the page"},
		{"another schema", `{"schema":"hashwatt.page/2","title":"x","run":{"seed":"1","draws":0},"audiences":[{"id":"policy","name":"Policy","answer":"a","figures":[]}],"sections":[]}`, `this program reads "hashwatt.page/1"`},
		{"an unknown field", `{"schema":"hashwatt.page/1","colour":"red"}`, "colour"},
	} {
		if _, err := reports.Read(strings.NewReader(c.src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// find returns a chart of the page.
func find(t *testing.T, p *reports.Page, id string) *reports.Chart {
	t.Helper()
	for _, c := range p.Charts() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no chart %q", id)
	return nil
}

// Everything that cannot be shown is named with its chart and its series.
func TestCheckNamesThePlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, p *reports.Page)
		want  string
	}{
		{"NaN in bars", func(t *testing.T, p *reports.Page) {
			find(t, p, "energy-by-site").Bars.Bars[5].Y[3] = reports.Num(math.NaN())
		}, `chart "energy-by-site": series "Bratsk": value 4 (2025-04) is NaN`},
		{"infinity in a line", func(t *testing.T, p *reports.Page) {
			find(t, p, "share").Lines.Series[0].Y[0] = reports.Num(math.Inf(-1))
		}, `chart "share": series "the 46 sites": value 1 (2025-01-01) is infinite`},
		{"NaN in a fan", func(t *testing.T, p *reports.Page) { find(t, p, "cash-fan").Fan.P75[7] = reports.Num(math.NaN()) }, `chart "cash-fan": series "P75": value 8 (2025-08) is NaN`},
		{"a fan whose quantiles cross", func(t *testing.T, p *reports.Page) { find(t, p, "cash-fan").Fan.P5[9] = reports.Num(1e6) }, `chart "cash-fan": P5 lies above P25 at 2025-10`},
		{"NaN in an area", func(t *testing.T, p *reports.Page) {
			find(t, p, "build-out").Areas.Areas[2].Y[0] = reports.Num(math.NaN())
		}, `series "Komi, dates assumed"`},
		{"a negative layer", func(t *testing.T, p *reports.Page) { find(t, p, "build-out").Areas.Areas[2].Y[0] = reports.Num(-1) }, "never negative"},
		{"NaN in a figure", func(_ *testing.T, p *reports.Page) { p.Audiences[1].Figures[0].High = reports.Num(math.NaN()) }, `figure "net present value": value 3 (high) is NaN`},
		{"NaN in a table", func(_ *testing.T, p *reports.Page) {
			p.Sections[6].Blocks[1].Table.Columns[3].Numbers[2] = reports.Num(math.NaN())
		}, `table "regions-table": column "electricity": value 3 is NaN`},
		{"NaN in a mark", func(t *testing.T, p *reports.Page) {
			find(t, p, "share").Lines.Marks[0].Level = reports.Fixed(math.NaN())
		}, `mark "11.23 %, Russia in January 2022" stands at NaN`},
		{"NaN megawatts", func(t *testing.T, p *reports.Page) { find(t, p, "map").Map.Places[0].MW = reports.Num(math.NaN()) }, `place "Mikun": value 1 (power) is NaN`},
		{"a place off the Earth", func(t *testing.T, p *reports.Page) { find(t, p, "map").Map.Places[0].Lat = 91 }, "not a latitude"},
		{"a status without a row", func(t *testing.T, p *reports.Page) { find(t, p, "map").Map.Places[0].Status = "asleep" }, `status "asleep"`},
		{"a short series", func(t *testing.T, p *reports.Page) {
			l := find(t, p, "load-duration").Lines
			l.Series[1].Y = l.Series[1].Y[1:]
		}, `series "without limits": 400 values for 401 stops`},
		{"an unknown colour", func(t *testing.T, p *reports.Page) { find(t, p, "idle").Bars.Bars[0].Color = "url(x)" }, `colour "url(x)"`},
		{"an anchor used twice", func(t *testing.T, p *reports.Page) { find(t, p, "idle").ID = "share" }, `the anchor "share" is used twice`},
		{"an anchor that is none", func(t *testing.T, p *reports.Page) { find(t, p, "idle").ID = `a"b` }, `"a-b" can`},
		{"a link into nowhere", func(_ *testing.T, p *reports.Page) { p.Notices[0].Why = "nowhere" }, `links to "nowhere"`},
		{"two plots in one chart", func(t *testing.T, p *reports.Page) {
			find(t, p, "idle").Lines = find(t, p, "share").Lines
		}, "exactly one plot"},
		{"an empty block", func(_ *testing.T, p *reports.Page) { p.Method = append(p.Method, reports.Block{}) }, "method: block 2"},
		{"a date of another form", func(t *testing.T, p *reports.Page) { find(t, p, "idle").Bars.At.Dates[1] = "2025-02-01" }, "by day"},
		{"no date at all", func(t *testing.T, p *reports.Page) { find(t, p, "idle").Bars.At.Dates[1] = "02/2025" }, `"02/2025" is not a date`},
		{"zero on a logarithmic axis", func(t *testing.T, p *reports.Page) {
			l := find(t, p, "share").Lines
			l.Y.Log = true
			l.Series[0].Y[4] = reports.Num(0)
		}, "logarithmic"},
		{"a row that is too short", func(t *testing.T, p *reports.Page) {
			g := find(t, p, "rules").Grid
			g.Rows[1].Cells = g.Rows[1].Cells[:3]
		}, `row "winter quota": 3 values for`},
		{"a grid without a scale", func(t *testing.T, p *reports.Page) { find(t, p, "reasons").Grid.Full = 0 }, "full is 0"},
		{"cells of half a day", func(t *testing.T, p *reports.Page) { h := find(t, p, "running").Heat; h.Cells = h.Cells[:12] }, "24 for each day"},
		{"a second axis that is missing", func(t *testing.T, p *reports.Page) { find(t, p, "idle").Bars.Y2 = nil }, "right axis"},
		{"a chip of another kind", func(_ *testing.T, p *reports.Page) { p.Audiences[0].Figures[0].Chip = "guessed" }, `"guessed"`},
		{"seven figures", func(_ *testing.T, p *reports.Page) {
			a := &p.Audiences[0]
			a.Figures = append(a.Figures, a.Figures[0])
		}, "7 figures"},
		{"columns of two lengths", func(_ *testing.T, p *reports.Page) {
			c := p.Sections[6].Blocks[1].Table.Columns
			c[1].Numbers = c[1].Numbers[1:]
		}, "column 2 has 11 rows, the first one 12"},
	} {
		page := reporttest.Page()
		c.spoil(t, page)
		err := page.Check()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		}
	}
}

// All problems of a page come at once.
func TestCheckListsAllProblems(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Title = " "
	find(t, page, "idle").Title = ""
	find(t, page, "share").Lines.Series[0].Y[5] = reports.Num(math.NaN())
	var problems reports.Problems
	if !errors.As(page.Check(), &problems) || len(problems) != 3 {
		t.Errorf("got %d problems (%v), want 3", len(problems), problems)
	}
}

// A page in order has no problem, and a gap is none.
func TestGapIsNoProblem(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	find(t, page, "share").Lines.Series[0].Y[5] = reports.Gap
	if err := page.Check(); err != nil {
		t.Error(err)
	}
}

// Bytes that are not UTF-8 become replacement signs everywhere, and the page stays as it was given.
func TestCleanMendsText(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Title = "Komi\xff"
	find(t, page, "idle").Bars.Bars[0].Name = "out\xc3age"
	clean, err := page.Clean()
	if err != nil {
		t.Fatal(err)
	}
	if clean.Title != "Komi\ufffd" || find(t, clean, "idle").Bars.Bars[0].Name != "out\ufffdage" {
		t.Errorf("got %q and %q", clean.Title, find(t, clean, "idle").Bars.Bars[0].Name)
	}
	if page.Title != "Komi\xff" {
		t.Error("the page itself was changed")
	}
}

// An audience sees its sections first and the others after them.
func TestOrder(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	a := page.Audience(reports.Investor)
	a.Sections = []string{"risk", "money"}
	var got []string
	for _, s := range page.Order(a) {
		got = append(got, s.ID)
	}
	if want := "risk money where energy limited hashrate regions"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if page.Audience("nobody").ID != reports.Policy {
		t.Error("an unknown audience is not the first one")
	}
}

func TestTaxThatIsNoiseIsNoHeadline(t *testing.T) {
	// Where profit tax is below a thousandth of the revenue neither the answer nor a figure names it; where it is
	// more, both do.
	t.Parallel()
	for name, c := range map[string]struct {
		r    *sim.Result
		told bool
	}{
		"little tax": {shipped(t, "komi.yaml", "", 0), false},
		"much tax":   {shipped(t, "golden-site.yaml", "", 0), true},
	} {
		p := pageOf(t, c.r)
		a := p.Audience(reports.Policy)
		labelled := slices.ContainsFunc(a.Figures, func(f reports.Figure) bool { return strings.HasPrefix(f.Label, "profit tax") })
		paid := slices.ContainsFunc(a.Figures, func(f reports.Figure) bool { return f.Label == "paid for power a year" })
		if said := strings.Contains(a.Answer, "profit tax"); said != c.told || labelled != c.told || paid == c.told {
			t.Errorf("%s: the answer names tax: %v, a figure: %v, and power instead: %v", name, said, labelled, paid)
		}
	}
}

func TestACentralCaseOutsideItsRangeIsToldFirst(t *testing.T) {
	// Where the central case of a figure at the top is beyond P5 or P95 of its own draws, the first notice names it
	// and its side.
	t.Parallel()
	r := shipped(t, "01-one-site.yaml", "", 4)
	for _, n := range pageOf(t, shipped(t, "01-one-site.yaml", "", 0)).Notices {
		if strings.Contains(n.Text, "its own draws") {
			t.Errorf("%q, and nothing was drawn", n.Text)
		}
	}
	e := r.Summary.Find("energy_mwh")
	e.P5, e.P50, e.P95 = 1.1*e.Value.V, 1.2*e.Value.V, 1.3*e.Value.V
	for _, id := range []string{"network_share_pct", "load_factor_pct", "average_hashrate_eh_s", "btc_mined", "npv_usd", "net_cash_usd", "cost_per_btc_usd", "capex_usd", "emissions_t"} {
		e := r.Summary.Find(id)
		e.P5, e.P50, e.P95 = e.Value.V-1, e.Value.V, e.Value.V+1
	}
	first := pageOf(t, r).Notices[0]
	if !strings.Contains(first.Text, "for electricity (below). It takes every process on its mean path") || first.Why != "risk" {
		t.Errorf("the first notice is %q", first.Text)
	}
}

func TestWhatFewDrawsHaveHasNoMean(t *testing.T) {
	// Where fewer than half of the draws pay back, their number stands in the place of a mean and of percentiles, in
	// the figures, the risk section and the table; where half or more do, the statistics are there and the number
	// beside them.
	t.Parallel()
	r := shipped(t, "01-one-site.yaml", "", 4)
	e := r.Summary.Find("payback_years")
	e.N, e.Mean, e.P5, e.P50, e.P95 = 1, 3, 3, 3, 3
	p := pageOf(t, r)
	f := figure(t, p, reports.Investor, "future pays back within the horizon, after tax")
	if f.Text != "1 of 4" || !f.Value.None || !f.Low.None {
		t.Errorf("%+v", f)
	}
	if text := section(t, p, "risk").Blocks[0].Prose; !strings.Contains(text, "Payback: 1 of 4 pays back within the horizon.") {
		t.Errorf("the risk section says %q", text)
	}
	if a := p.Audience(reports.Investor).Answer; !strings.Contains(a, "and 1 of 4 futures pays back by then") {
		t.Errorf("%q", a)
	}
	row := func(p *reports.Page) (cells []string) {
		for _, c := range table(t, p, "figures-table").Columns {
			k := slices.IndexFunc(table(t, p, "figures-table").Columns[0].Text, func(s string) bool {
				return strings.HasPrefix(s, "Years until") || strings.Contains(strings.ToLower(s), "payback") || strings.Contains(s, "paid back")
			})
			cells = append(cells, c.Text[max(k, 0)])
		}
		return cells
	}
	if name := table(t, p, "figures-table").Columns[2].Name; name != "unit" {
		t.Errorf("beside the value stands %s", name)
	}
	for _, cell := range table(t, p, "figures-table").Columns[1].Text {
		if len(cell) > 30 {
			t.Errorf("%q pushes the units off a narrow page", cell)
		}
	}
	if got := row(p); got[3] != "1 of 4 pays back within the horizon" || got[4] != "–" || got[5] != "–" || got[6] != "–" || got[7] != "1 of 4" {
		t.Errorf("few: %q", got)
	}
	e.N = 3
	if got := row(pageOf(t, r)); !strings.Contains(got[3], " ± ") || got[7] != "3 of 4" {
		t.Errorf("most: %q", got)
	}
}

func TestTheShareOfTheCountryHasItsHighestMonth(t *testing.T) {
	// The months over which the mean is taken may be those in which most of the plant stands: the answer, the chart's
	// title and its text name the highest month too, and the caption says that shares are weighted by hashrate.
	t.Parallel()
	r := shipped(t, "komi.yaml", "", 0)
	p := pageOf(t, r)
	share := r.Shares.Find("RU").Share
	top := 0
	for m := range share {
		if share[m] > share[top] {
			top = m
		}
	}
	at, err := time.Parse("2006-01", r.Shares.Months[top])
	if err != nil {
		t.Fatal(err)
	}
	want := reports.WithUnit(reports.Format(100*share[top], 2), "%") + " in " + at.Format("January 2006") + ", when all run"
	c := chart(t, p, "countries")
	for _, text := range []string{p.Audiences[0].Answer, c.Title, hashrateText(p)} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	if !strings.Contains(c.Title, " in the mean of 2030, and to ") || !strings.Contains(c.Caption, "weighted by hashrate") {
		t.Errorf("%q, %q", c.Title, c.Caption)
	}
}
