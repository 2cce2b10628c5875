package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
)

// render renders a page that is known to be in order.
func render(t testing.TB, p *reports.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The library is ECharts 6.1.0 as npm has it, with the licences that it asks for.
func TestLibrary(t *testing.T) {
	t.Parallel()
	const want = "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0" // sha256 of package/dist/echarts.min.js in echarts-6.1.0.tgz
	sum := sha256.Sum256([]byte(library))
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("assets/echarts.min.js has sha256 %s, want %s", got, want)
	}
}

// The same page gives the same bytes, also after a journey through page.json.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	first := render(t, reporttest.Page())
	if !bytes.Equal(first, render(t, reporttest.Page())) {
		t.Error("two renderings of one page differ")
	}
	page := reporttest.Page()
	page.Title = "bad byte \xff"
	var js bytes.Buffer
	if err := page.Write(&js); err != nil {
		t.Fatal(err)
	}
	back, err := reports.Read(&js)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(render(t, page), render(t, back)) {
		t.Error("the page renders to other bytes after it was written as JSON and read again")
	}
}

// The page asks for nothing: every address in it is a link of a source or part of the library.
func TestNothingIsLoaded(t *testing.T) {
	t.Parallel()
	page := strings.ReplaceAll(string(render(t, reporttest.Page())), library, "")
	for _, found := range regexp.MustCompile(`(<link|<img|<iframe|<object|<embed|\bsrc=|@import|\burl\()[^>]{0,40}`).FindAllString(page, -1) {
		t.Errorf("the page may load something: %s", found)
	}
	for _, found := range regexp.MustCompile(`https?://[^"' <>)]*`).FindAllStringIndex(page, -1) {
		before := page[max(0, found[0]-6):found[0]]
		if !strings.HasSuffix(before, `href="`) && !strings.Contains(page[found[0]:found[1]], "w3.org") {
			t.Errorf("an address outside a link: %s", page[max(0, found[0]-30):found[1]])
		}
	}
	if !strings.Contains(page, `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;sha256-`) {
		t.Error("the content security policy is missing")
	}
}

// NaN and infinities are errors that name chart and series; nothing is written then.
func TestNaNIsAnError(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Charts()[2].Bars.Bars[1].Y[7] = reports.Num(math.NaN())
	var b bytes.Buffer
	err := Render(&b, page)
	if err == nil || !strings.Contains(err.Error(), `chart "energy-by-site": series "Sindor": value 8 (2025-08) is NaN`) {
		t.Errorf("got %v", err)
	}
	if b.Len() > 0 {
		t.Errorf("%d bytes were written", b.Len())
	}
}

// Each formatter that Go may name is a function of the script, and the script has no other.
func TestFormattersAgree(t *testing.T) {
	t.Parallel()
	table := regexp.MustCompile(`(?s)const FORMATTERS = new Map\(\[(.*?)\n\]\);`).FindStringSubmatch(boot)
	if table == nil {
		t.Fatal("the script has no table of formatters")
	}
	var got []string
	for _, m := range regexp.MustCompile(`\["([a-z]+)",`).FindAllStringSubmatch(table[1], -1) {
		got = append(got, m[1])
	}
	if diff := cmp.Diff(formatters, got); diff != "" {
		t.Errorf("Go and the script disagree (-Go +script):\n%s", diff)
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown formatter was accepted")
		}
	}()
	fn("alert")
}

// walk calls visit for every text of a JSON value, with the key that it stands under.
func walk(v any, key string, visit func(key, text string)) {
	switch v := v.(type) {
	case string:
		visit(key, v)
	case []any:
		for _, item := range v {
			walk(item, key, visit)
		}
	case map[string]any:
		for k, item := range v {
			walk(item, k, visit)
		}
	}
}

// Options name functions only under formatter, and colours of the theme only.
func TestReferencesInOptions(t *testing.T) {
	t.Parallel()
	known := reports.Palette(false)
	for _, c := range reporttest.Page().Charts() {
		d, err := draw(c)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		walk(v, "", func(key, text string) {
			switch {
			case strings.HasPrefix(text, "fn:") && key != "formatter":
				t.Errorf("%s: %s stands under %s", c.ID, text, key)
			case key == "formatter" && !strings.HasPrefix(text, "fn:"):
				t.Errorf("%s: formatter %q is not of the table", c.ID, text)
			case strings.HasPrefix(text, "@"):
				name, _, _ := strings.Cut(text[1:], "/")
				if known[name] == "" {
					t.Errorf("%s: %s is not a colour of the theme", c.ID, text)
				}
			}
			for _, banned := range []string{"image://", "path://", "__f__", "javascript:"} {
				if strings.Contains(text, banned) {
					t.Errorf("%s: %s holds %s", c.ID, key, banned)
				}
			}
		})
	}
}

// series finds a series of an option by its name.
func seriesOf(t *testing.T, d *drawing, name string) series {
	t.Helper()
	for _, s := range d.Option["series"].([]series) {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no series %q", name)
	return series{}
}

// A gap is null, zero stays zero, and drawn values have six digits.
func TestDrawnValues(t *testing.T) {
	t.Parallel()
	d, err := drawBars(&reports.Bars{
		X: reports.Axis{Name: "month"}, Y: reports.Axis{Unit: "MWh"}, At: reports.Stops{Dates: []string{"2025-01", "2025-02", "2025-03", "2025-04"}},
		Bars: []reports.Bar{{Name: "a", Color: reports.Blue, Y: reports.Numbers{reports.Num(0), reports.Gap, reports.Num(1234.56789), reports.Num(-1e-9)}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(seriesOf(t, d, "a").Data.(json.RawMessage)); got != "[0,null,1234.57,-1e-09]" {
		t.Errorf("drawn as %s", got)
	}
}

// Lines of more than two thousand points are thinned for drawing, shorter ones are not.
func TestSampling(t *testing.T) {
	t.Parallel()
	for _, c := range reporttest.Page().Charts() {
		if c.Lines == nil {
			continue
		}
		d, err := draw(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range c.Lines.Series {
			want := ""
			if len(l.Y) > 2000 {
				want = "lttb"
			}
			if got := seriesOf(t, d, l.Name).Sampling; got != want {
				t.Errorf("%s, %s: sampling %q for %d points, want %q", c.ID, l.Name, got, len(l.Y), want)
			}
		}
	}
}

// An axis is wide enough for a level above its values, and begins at zero unless that wastes half the height.
func TestAxisHoldsLevels(t *testing.T) {
	t.Parallel()
	y := func(zero bool, level float64, values ...float64) opts.YAxis {
		return yAxis(reports.Axis{Unit: "%"}, zero, []reports.Mark{reports.Level(level, "level", reports.Ink)}, reports.Of(values))
	}
	if got := y(true, 11.23, 0.4, 3.9); got.Max != 12.0 || *got.Scale {
		t.Errorf("11.23 over values up to 3.9: the axis ends at %v", got.Max)
	}
	if got := y(false, 52, 50, 55); got.Max != nil || !*got.Scale {
		t.Errorf("52 among 50 to 55: the axis ends at %v, scale %v", got.Max, *got.Scale)
	}
	if got := y(false, -30, 10, 100); got.Min != -40.0 || got.Max != nil {
		t.Errorf("-30 under 10 to 100: the axis is %v to %v", got.Min, got.Max)
	}
	if got := y(true, 0, 0, 0); got.Max != nil {
		t.Errorf("nothing but zero: the axis ends at %v", got.Max)
	}
}

// A value between gaps is shown as a dot.
func TestLonely(t *testing.T) {
	t.Parallel()
	n, g := reports.Num(1), reports.Gap
	for _, c := range []struct {
		y    reports.Numbers
		want bool
	}{{reports.Numbers{n}, true}, {reports.Numbers{n, n}, false}, {reports.Numbers{n, n, g, n, g}, true}, {reports.Numbers{g, g}, false}, {reports.Numbers{g, n, n, g}, false}} {
		if got := lonely(c.y); got != c.want {
			t.Errorf("%v: %v, want %v", c.y, got, c.want)
		}
	}
}

// A stretch over the new year is framed on both years' strips.
func TestFramesCrossTheYear(t *testing.T) {
	t.Parallel()
	all := make([]series, 3)
	if err := frameStretches(all, []reports.Mark{reports.During("2025-11-15", "2026-03-16", "quota", reports.Red)}, 2025); err != nil {
		t.Fatal(err)
	}
	day := func(s series, end int) any { return s.MarkArea.Data[0].([]any)[end].(markItem).XAxis }
	if day(all[0], 0) != 318 || day(all[0], 1) != 364 || day(all[1], 0) != 0 || day(all[1], 1) != 73 || all[2].MarkArea != nil {
		t.Errorf("frames are %v, %v and %v", all[0].MarkArea, all[1].MarkArea, all[2].MarkArea)
	}
}

// Only addresses of the web become links.
func TestLinks(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Sources = []reports.Source{
		{ID: "a", Name: "a", Title: "good", URL: "https://example.org/?a=1&b=2"},
		{ID: "b", Name: "b", Title: "bad", URL: "javascript:alert(1)"},
		{ID: "c", Name: "c", URL: "data:text/html,x"},
		{ID: "power-komi", Name: "p"},
		{ID: "fx", Name: "p"},
		{ID: "tariff", Name: "p"},
		{ID: "emission", Name: "p"},
	}
	html := strings.ReplaceAll(string(render(t, page)), library, "")
	if !strings.Contains(html, `<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">good</a>`) {
		t.Error("the link to the web is missing")
	}
	for _, bad := range []string{`href="javascript:`, `href="data:`} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}

// The index links to every report and shows its answer, without scripts.
func TestIndex(t *testing.T) {
	t.Parallel()
	other := reporttest.Page()
	other.Title, other.Run.Variant = "Another <b>", ""
	var b bytes.Buffer
	index := Index{Title: "Two runs", Version: "0.1.0", Runs: []Entry{{Href: "announced/report.html", Page: reporttest.Page()}, {Href: "other/report.html", Page: other}}}
	if err := RenderIndex(&b, index); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if n := strings.Count(got, index.Runs[0].Page.Notices[0].Text); n != 1 {
		t.Errorf("a notice of both reports is printed %d times", n)
	}
	for _, want := range []string{`<a href="announced/report.html">`, "Another &lt;b&gt;", "would draw 5.6 TWh", "script-src &#39;none&#39;", "2 reports"} {
		if !strings.Contains(got, want) {
			t.Errorf("the index does not hold %s", want)
		}
	}
	if strings.Contains(got, "<script") {
		t.Error("the index has a script")
	}
	index.Runs[0].Href = "javascript:alert(1)"
	if err := RenderIndex(&b, index); err == nil {
		t.Error("an address that is not a file was accepted")
	}
}

func BenchmarkRender(b *testing.B) {
	page := reporttest.Page()
	for b.Loop() {
		var out bytes.Buffer
		if err := Render(&out, page); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAWaterfallStandsOnItsBase(t *testing.T) {
	// Below each stack is an undrawn bar up to where it begins, a bar may go down from there, and the axis holds what
	// is seen: 46 at the most, though the bars together are higher.
	t.Parallel()
	for _, c := range reporttest.Page().Charts() {
		if c.Bars == nil || c.Bars.Base == nil {
			continue
		}
		d, err := draw(c)
		if err != nil {
			t.Fatal(err)
		}
		base := seriesOf(t, d, "base")
		if got := string(base.Data.(json.RawMessage)); got != "[0,24,33,41,46,0]" || base.ItemStyle.Color != "transparent" || base.StackStrategy != "all" {
			t.Errorf("the base is %s in %s", got, base.ItemStyle.Color)
		}
		up, down := c.Bars.Ends()
		if up[4].Value != 46 || down[4].Value != 42 || up[5].Value != 42 {
			t.Errorf("the stacks reach up to %v and down to %v", up, down)
		}
		if len(d.Meta.Rows) != 4 {
			t.Errorf("%d rows in the tooltip, want one for each series, none for the base", len(d.Meta.Rows))
		}
		return
	}
	t.Fatal("no chart is a waterfall")
}
