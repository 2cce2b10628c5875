package html

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"hashwatt/reports"
	"hashwatt/reports/browsertest"
	"hashwatt/reports/reporttest"
)

// quiet fails the test where the page asked for more than itself, or complained.
func quiet(t *testing.T, tab *browsertest.Tab) {
	t.Helper()
	if got := tab.Requests(); len(got) != 1 || !strings.HasPrefix(got[0], "file://") {
		t.Errorf("the page asked for %q, want itself alone", got)
	}
	if got := tab.Errors(); len(got) > 0 {
		t.Errorf("the page complained: %q", got)
	}
}

// drawnSeries reads back what every chart holds: name of the series to its values.
const drawnSeries = `Object.fromEntries([...document.querySelectorAll("[data-plot]")].map(box => {
	const id = box.dataset.plot, series = {};
	hashwatt.chart(id).getModel().eachSeries(s => {
		const data = s.getRawData(), key = s.name + (s.name in series ? " again" : "");
		const dim = s.subType === "heatmap" ? "value" : data.mapDimension("y");
		series[key] = s.subType === "lines" ? [] : s.coordinateSystem?.type === "geo" || s.get("coordinateSystem") === "geo"
			? s.option.data.map(p => p.value[2] ?? null)
			: Array.from({length: data.count()}, (_, i) => { const v = data.get(dim, i); return Number.isFinite(v) ? v : null; });
	});
	return [id, series];
}))`

// The page opens without a network, draws every chart, holds the page's own values, asks for nothing and does not
// complain.
func TestPageDraws(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Charts()[2].Bars.Bars[3].Y[10] = reports.Gap
	tab := browsertest.Open(t, render(t, page), 1440, "#student") // who sees them all
	tab.DrawAll()
	var drawn map[string]map[string]reports.Numbers
	tab.Eval(drawnSeries, &drawn)
	for _, c := range page.Charts() {
		want := map[string]reports.Numbers{}
		lines := func(all []reports.Line, shared reports.Stops) {
			for _, l := range all {
				want[l.Name] = toEnd(l.Step, l.Stops(shared), l.Y)
			}
		}
		switch plot := c.Plot().(type) {
		case *reports.Lines:
			lines(plot.Series, plot.At)
		case *reports.Areas:
			lines(plot.Lines, plot.At)
			for _, a := range plot.Areas {
				want[a.Name] = toEnd(plot.Step, plot.At, a.Y)
			}
		case *reports.Bars:
			lines(plot.Lines, plot.At)
			for _, b := range plot.Bars {
				want[b.Name] = b.Y
				if plot.Base != nil { // drawn as bars of no height, on which the next one stands
					want[b.Name] = filled(b.Y)
				}
			}
		case *reports.Fan:
			want["median"], want[reports.CentralName] = plot.P50, plot.Central
			want["P5 to P95"], want["P5 to P95 again"] = plot.P5, difference(plot.P95, plot.P5)
		case *reports.Map:
			for _, p := range plot.Places {
				want["sites"] = append(want["sites"], p.MW)
			}
		case *reports.Heat:
			var year reports.Numbers // 2027, whole: days across, hours down
			for d := 730; d < 1095; d++ {
				for h := range 24 {
					year = append(year, plot.Cell(d, h))
				}
			}
			want["2027"] = year
		case *reports.Grid:
			for _, row := range plot.Rows { // fields row by row, gaps left out
				for _, n := range row.Cells {
					if !n.None {
						want[plot.What] = append(want[plot.What], n)
					}
				}
			}
		}
		for name, values := range want {
			if !near(drawn[c.ID][name], values) {
				t.Errorf("chart %s, series %s: drawn %d values %.60v…, want %d values %.60v…", c.ID, name, len(drawn[c.ID][name]), drawn[c.ID][name], len(values), values)
			}
		}
	}
	quiet(t, tab)
}

// toEnd are the values as steps: the last month's comes again where that ends.
func toEnd(step bool, at reports.Stops, y reports.Numbers) reports.Numbers {
	if !step || at.Form() != "month" {
		return y
	}
	return append(slices.Clone(y), y[len(y)-1])
}

// near tells whether drawn values are those of the page, which are drawn with six digits, gaps where it has gaps.
func near(got, want reports.Numbers) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		if got[i].None != want[i].None || math.Abs(got[i].Value-want[i].Value) > 1e-5*math.Max(1e-9, math.Abs(want[i].Value)) {
			return false
		}
	}
	return true
}

// Nothing scrolls sideways at any width, with every table open.
func TestNoSidewaysScroll(t *testing.T) {
	t.Parallel()
	page := render(t, reporttest.Page())
	for _, width := range []int{360, 900, 1440} {
		tab := browsertest.Open(t, page, width, "#student")
		tab.DrawAll()
		var got struct{ Scroll, Inner int }
		tab.Eval(`(() => { for (const d of document.querySelectorAll("details")) d.open = true; return {Scroll: document.documentElement.scrollWidth, Inner: innerWidth}; })()`, &got)
		if got.Scroll > got.Inner || got.Inner != width {
			t.Errorf("at %d px the page is %d px wide in a window of %d", width, got.Scroll, got.Inner)
		}
		quiet(t, tab)
	}
}

// Light and dark: from the address, by the button, and charts follow.
func TestThemes(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, render(t, reporttest.Page()), 1440, "#dark")
	tab.DrawAll()
	look := func(want string) {
		t.Helper()
		tab.DrawAll()
		p := reports.Palette(want == "dark")
		var got struct{ Theme, Ground, Bar, Label, Fragment string }
		tab.Eval(`({Theme: document.documentElement.dataset.theme, Ground: getComputedStyle(document.documentElement).getPropertyValue("--ground"),
			Bar: hashwatt.chart("energy-by-site").getOption().series[5].itemStyle.color,
			Label: hashwatt.chart("energy-by-site").getModel().getComponent("yAxis").get(["axisLabel", "color"]), Fragment: location.hash})`, &got)
		if got.Theme != want || got.Ground != p["ground"] || got.Bar != p["blue-1"] || got.Label != p["muted"] {
			t.Errorf("%s: got %+v, want ground %s, bars %s, labels %s", want, got, p["ground"], p["blue-1"], p["muted"])
		}
	}
	look("dark")
	tab.Do(chromedp.Click(`[data-do=theme]`, chromedp.ByQuery))
	look("light")
	var fragment string
	tab.Eval(`location.hash`, &fragment)
	if fragment != "" { // light is what this browser prefers
		t.Errorf("the address ends in %q", fragment)
	}
	tab.Do(chromedp.Click(`[data-do=theme]`, chromedp.ByQuery))
	tab.Eval(`location.hash`, &fragment)
	if fragment != "#dark" {
		t.Errorf("the address ends in %q, want #dark", fragment)
	}
	quiet(t, tab)
}

// Each audience has its answer, figures and order; the data stay.
func TestAudiences(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	tab := browsertest.Open(t, render(t, page), 1440, "#student/risk")
	state := func() (got struct {
		Answer, Fragment  string
		Figures           int
		Sections, Entries []string
	},
	) {
		t.Helper()
		tab.Eval(`(() => { const seen = s => [...document.querySelectorAll(s)].filter(e => e.getClientRects().length); return {
			Answer: seen(".answer").map(e => e.textContent).join("|"), Figures: seen(".figures li").length, Fragment: location.hash,
			Sections: [...document.querySelectorAll("#sections > section")].map(e => e.id), Entries: [...document.querySelectorAll("#contents-list li")].map(e => e.dataset.entry)}; })()`, &got)
		return got
	}
	for _, id := range []string{reports.Student, reports.Investor, reports.Policy} {
		if id != reports.Student {
			tab.Do(chromedp.Click(`[data-audience-button=`+id+`]`, chromedp.ByQuery))
		}
		a, got := page.Audience(id), state()
		want := map[string]string{reports.Student: "#student/risk", reports.Investor: "#investor/risk", reports.Policy: "#risk"}[id]
		if got.Answer != a.Answer || got.Figures != 6 || got.Fragment != want || !cmp.Equal(got.Sections, a.Sections) || !cmp.Equal(got.Entries, a.Sections) {
			t.Errorf("%s: got %+v", id, got)
		}
	}
	tab.DrawAll()
	quiet(t, tab)
}

// Printing draws what has not been seen yet, on light paper.
func TestPrint(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, render(t, reporttest.Page()), 1440, "#dark")
	pdf := tab.Print()
	var all string
	tab.Wait(`(([done, all]) => done === all)(document.documentElement.dataset.charts.split("/"))`)
	tab.Eval(`document.documentElement.dataset.charts + " " + document.documentElement.dataset.theme + " " + document.documentElement.className`, &all)
	n := len(reporttest.Page().Charts()) - 1 // one is for students alone
	if want := fmt.Sprintf("%d/%d dark live", n, n); all != want {
		t.Errorf("after printing: %q, want %q", all, want)
	}
	if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 8 || pages > 24 {
		t.Errorf("%d printed pages, %d bytes", pages, len(pdf))
	}
	quiet(t, tab)
}

// Tables are sorted by the keyboard, and the CSV has all rows in full, formulas of spreadsheets disarmed.
func TestTables(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	find := func(id string) *reports.Chart {
		for _, c := range page.Charts() {
			if c.ID == id {
				return c
			}
		}
		return nil
	}
	find("region-bill").Bars.At.Names[0] = `=HYPERLINK("https://example.org")`
	find("region-bill").Bars.Bars[0].Y[0] = reports.Num(1.0 / 3)
	tab := browsertest.Open(t, render(t, page), 1440, "")
	tab.Do(chromedp.Focus(`#region-bill summary`, chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	var open bool
	tab.Eval(`document.querySelector("#region-bill details").open`, &open)
	if !open {
		t.Error("the table does not open by the keyboard")
	}
	tab.Do(chromedp.Focus(`#region-bill [data-column="1"]`, chromedp.ByQuery), chromedp.KeyEvent(kb.Enter))
	var cells []string
	tab.Eval(`[...document.querySelectorAll("#region-bill tbody tr")].map(r => r.cells[1].textContent)`, &cells)
	if cells[0] != "0.3" || len(cells) != 12 {
		t.Errorf("sorted cells are %q", cells)
	}
	csv := func(id string) (text string) {
		tab.Eval(`new Promise(done => { URL.createObjectURL = blob => { blob.text().then(done); return "blob:x"; }; HTMLAnchorElement.prototype.click = () => {};
			document.querySelector("[data-do=csv][data-id=`+id+`-table]").dispatchEvent(new MouseEvent("click", {bubbles: true})); })`, &text)
		return text
	}
	bill := strings.Split(csv("region-bill"), "\r\n")
	if len(bill) != 14 || !strings.HasPrefix(bill[1], `"'=HYPERLINK(""https://example.org"")",0.3333333333333333,`) {
		t.Errorf("the CSV is %q", bill[:2])
	}
	if rows := strings.Count(csv("running"), "\r\n"); rows != 2192 {
		t.Errorf("the CSV of the heat map has %d lines, want 2192", rows)
	}
	quiet(t, tab)
}

// A tooltip says what is pointed at, as the table behind the chart has it.
func TestTooltips(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, render(t, reporttest.Page()), 1440, "")
	tab.DrawAll()
	for _, c := range []struct {
		chart         string
		series, index int
		want          string
	}{
		{"idle", 0, 25, "Feb 2027winter quota158"},
		{"cash-fan", 4, 25, "Feb 2027P9564"},
		{"cost-price", 0, 1500, "9 Feb 2029price229\u202fk$cost"},
		{"map", 2, 15, "Bratskpower100\u202fMW (100 to 200)megawatts arereported"},
		{"region-bill", 0, 0, "Komicapacity, avoidable"},
		{"load-duration", 0, 200, "hours of the year: 4\u202f380\u202fhas limited"},
		{"running", 2, 2400, "11 Apr 2027, 00:00machines running"},
	} {
		var got string
		tab.Eval(fmt.Sprintf(`(() => { const chart = hashwatt.chart(%q); chart.dispatchAction({type: "showTip", seriesIndex: %d, dataIndex: %d});
			return chart.getDom().querySelector(".tip")?.textContent ?? "none"; })()`, c.chart, c.series, c.index), &got)
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: the tooltip says %q, want it to begin with %q", c.chart, got, c.want)
		}
	}
	quiet(t, tab)
}
