package reports_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

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
			p.Sections[5].Blocks[1].Table.Columns[3].Numbers[2] = reports.Num(math.NaN())
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
		{"cells of half a day", func(t *testing.T, p *reports.Page) { h := find(t, p, "running").Heat; h.Cells = h.Cells[:12] }, "24 for each day"},
		{"a second axis that is missing", func(t *testing.T, p *reports.Page) { find(t, p, "idle").Bars.Y2 = nil }, "right axis"},
		{"a chip of another kind", func(_ *testing.T, p *reports.Page) { p.Audiences[0].Figures[0].Chip = "guessed" }, `"guessed"`},
		{"seven figures", func(_ *testing.T, p *reports.Page) {
			a := &p.Audiences[0]
			a.Figures = append(a.Figures, a.Figures[0])
		}, "7 figures"},
		{"columns of two lengths", func(_ *testing.T, p *reports.Page) {
			c := p.Sections[5].Blocks[1].Table.Columns
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
	if want := "risk money where energy hashrate regions"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if page.Audience("nobody").ID != reports.Policy {
		t.Error("an unknown audience is not the first one")
	}
}

func TestTaxThatIsNoiseIsNoHeadline(t *testing.T) {
	// Where profit tax is below a thousandth of the revenue neither the answer nor a figure names it; where it is more, both do.
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
