package html

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"hashwatt/reports"
	"hashwatt/reports/browsertest"
	"hashwatt/reports/reporttest"
)

// hostile are names that a scenario might give its sites. Each must be shown as it is written, and nothing may run.
var hostile = []string{
	`A</script><img src=x onerror="window.__xss=1"><script>window.__xss=99</script>`,
	`__f__(window.__xss=7)__f__`,
	`fn:tick`, `fn:constructor`, `fn:nope`, `@red`, `@blue/0.5`,
	`javascript:window.__xss=2`,
	`<img src=x onerror=window.__xss=3>`,
	`__proto__`, `constructor`, `toString`,
	`<!--<script>`, `]]>`, "line\u2028separator\u2029", "invalid \xff\xc0 bytes",
	`{a} {b} {c} {@[1]} {red|rich}`, `${alert(1)}`, `{{.Page.Title}}`, `"'` + "`" + `\`,
	`image://https://example.org/x.png`,
	`style="background:url(https://example.org)"`,
	strings.Repeat("ten kilobytes ", 740),
}

// shown is how a hostile name is to be read on the page.
func shown(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

// hostilePage has a hostile name wherever a scenario's text can stand; k says which of them comes first.
func hostilePage(k int) *reports.Page {
	p := reporttest.Page()
	next := func() string { k++; return hostile[(k-1)%len(hostile)] }
	p.Title, p.Question, p.Run.File, p.Run.Variant, p.Run.Version = next(), next(), next(), next(), next()
	p.Run.Facts = append(p.Run.Facts, reports.Fact{Name: next(), Text: next()})
	for i := range p.Audiences {
		a := &p.Audiences[i]
		a.Name, a.Answer = "Reader "+next(), next()
		a.Glossary = append(a.Glossary, reports.Term{Word: next(), Meaning: next()})
		f := &a.Figures[0]
		f.Label, f.Unit, f.Note = next(), next(), next()
		f = &a.Figures[1]
		f.Value, f.Text = reports.Gap, next()
	}
	p.Notices[0].Text = next()
	p.Sources[0] = reports.Source{ID: p.Sources[0].ID, Name: next(), Value: next(), Unit: next(), Origin: next(), SourceID: next(), Publisher: next(), Title: next(), URL: next(), Date: next(), Note: next()}
	p.Checks[0].Name, p.Checks[0].Detail = next(), next()
	p.Method[0].Prose = next()
	for i := range p.Sections {
		s := &p.Sections[i]
		s.Title, s.Lead = next(), next()
		for _, b := range s.Blocks {
			if b.Table != nil {
				b.Table.Title, b.Table.Caption, b.Table.Columns[1].Name, b.Table.Columns[1].Unit, b.Table.Columns[0].Text[0] = next(), next(), next(), next(), next()
			}
			if b.Formula != nil {
				*b.Formula = reports.Formula{ID: b.Formula.ID, Title: next(), Symbols: next(), Worked: next(), Caption: next(), Where: []reports.Term{{Word: next(), Meaning: next()}}}
			}
		}
	}
	for _, c := range p.Charts() {
		c.Title, c.Caption = next(), next()
		mark := func(marks []reports.Mark) {
			for i := range marks {
				marks[i].Label = next()
			}
		}
		line := func(lines []reports.Line) {
			for i := range lines {
				lines[i].Name = next()
			}
		}
		switch plot := c.Plot().(type) {
		case *reports.Lines:
			plot.X.Name, plot.Y.Unit = next(), next()
			line(plot.Series)
			mark(plot.Marks)
		case *reports.Areas:
			plot.Y.Name = next()
			line(plot.Lines)
			mark(plot.Marks)
			for i := range plot.Areas {
				plot.Areas[i].Name = next()
			}
		case *reports.Bars:
			plot.Y.Name = next()
			line(plot.Lines)
			mark(plot.Marks)
			for i := range plot.Bars {
				plot.Bars[i].Name = next()
			}
			for i := range plot.At.Names {
				plot.At.Names[i] = next()
			}
		case *reports.Fan:
			plot.Y.Unit = next()
			mark(plot.Marks)
		case *reports.Heat:
			plot.What, plot.Unit, plot.Zone = next(), next(), next()
			mark(plot.Marks)
		case *reports.Grid:
			plot.What, plot.Unit, plot.Of = next(), next(), next()
			for i := range plot.Rows {
				plot.Rows[i].Name = next()
			}
			for i := range plot.At.Names {
				plot.At.Names[i] = next()
			}
		case *reports.Map:
			for i := range plot.Statuses {
				old, now := plot.Statuses[i].Name, fmt.Sprint(i, " ", next())
				plot.Statuses[i].Name = now
				for k := range plot.Places {
					if plot.Places[k].Status == old {
						plot.Places[k].Status = now
					}
				}
			}
			for i := range plot.Places {
				plot.Places[i].Name, plot.Places[i].Region, plot.Places[i].Note, plot.Places[i].Named = next(), next(), next(), true
			}
			for i := range plot.Words {
				plot.Words[i].Text = next()
			}
		}
	}
	return p
}

// No name closes a script, whatever stands in which place: the page has as many scripts as a page of plain names.
func TestHostileNamesStayText(t *testing.T) {
	t.Parallel()
	count := func(page []byte, what string) int { return bytes.Count(bytes.ToLower(page), []byte(what)) }
	plain := render(t, reporttest.Page())
	for k := range hostile {
		page := render(t, hostilePage(k))
		for _, what := range []string{"</script", "<script", "<img", "<!--"} {
			if got, want := count(page, what), count(plain, what); got != want {
				t.Errorf("beginning with name %d the page holds %s %d times, want %d", k, what, got, want)
			}
		}
		if bytes.Contains(page, []byte(`href="javascript:`)) {
			t.Errorf("beginning with name %d the page links to a script", k)
		}
	}
}

// In the browser nothing of a hostile name runs, no element is added, every chart draws, and the names are read as they are
// written: in headings, legends, tables, series, and in tooltips.
func TestHostileNamesInBrowser(t *testing.T) {
	t.Parallel()
	elements := `(() => { const n = {}; for (const e of document.querySelectorAll("script, img, iframe, object, embed, link, base, form, [onerror], [onload], [style*=url]")) n[e.tagName] = (n[e.tagName] ?? 0) + 1; return JSON.stringify(n); })()`
	var want string
	plain := browsertest.Open(t, render(t, reporttest.Page()), 1000, "")
	plain.DrawAll()
	plain.Eval(elements, &want)
	for k := 0; k < len(hostile); k += 6 {
		page := hostilePage(k)
		tab := browsertest.Open(t, render(t, page), 1000, "")
		tab.DrawAll()
		var got struct {
			Ran             any
			Title, Heading  string
			Elements        string
			Tip, Bar, Place string
			Images          int
			Proto           string
		}
		tab.Eval(`({Ran: window.__xss ?? null, Title: document.title, Heading: document.querySelector("h1").textContent, Elements: `+elements+`,
			Tip: (() => { const c = hashwatt.chart("region-bill"); c.dispatchAction({type: "showTip", seriesIndex: 0, dataIndex: 0}); return c.getDom().querySelector(".tip b").textContent; })(),
			Bar: hashwatt.chart("region-bill").getModel().getSeriesByIndex(0).name,
			Place: (() => { const c = hashwatt.chart("map"); c.dispatchAction({type: "showTip", seriesIndex: 2, dataIndex: 0}); return c.getDom().querySelector(".tip b").textContent; })(),
			Images: document.images.length, Proto: String(({}).polluted)})`, &got)
		if got.Ran != nil || got.Images != 0 || got.Elements != want || got.Proto != "undefined" {
			t.Errorf("beginning with name %d something ran or was added: %+v, want elements %s", k, got, want)
		}
		bill, places := page.Charts()[len(page.Charts())-1].Bars, page.Charts()[0].Map
		for _, c := range []struct{ what, got, want string }{
			{"heading", got.Heading, page.Title}, {"tooltip", got.Tip, bill.At.Names[0]}, {"series", got.Bar, bill.Bars[0].Name}, {"place", got.Place, places.Places[0].Name},
		} {
			if c.got != shown(c.want) {
				t.Errorf("beginning with name %d the %s is %.80q, want %.80q", k, c.what, c.got, shown(c.want))
			}
		}
		quiet(t, tab)
	}
}

// A control: a script forced into the page is blocked by its policy, so the other tests could have failed.
func TestForcedScriptIsBlocked(t *testing.T) {
	t.Parallel()
	page := append(render(t, reporttest.Page()), `<script>window.__forced = 1</script><img src="x" onerror="window.__forced = 2">`...)
	tab := browsertest.Open(t, page, 1000, "")
	tab.DrawAll()
	var forced any
	tab.Eval(`window.__forced ?? null`, &forced)
	if forced != nil {
		t.Errorf("the forced script ran: %v", forced)
	}
	if got := strings.Join(tab.Errors(), " "); !strings.Contains(got, "Content Security Policy") {
		t.Errorf("nothing was refused: %q", got)
	}
}

// A control: the stock renderer of go-echarts lets the first hostile name run, so the names are hostile.
func TestStockRendererIsUnsafe(t *testing.T) {
	t.Parallel()
	c := charts.NewBar()
	c.SetGlobalOptions(charts.WithTitleOpts(opts.Title{Title: hostile[0]}))
	var page bytes.Buffer
	if err := c.Render(&page); err != nil { //nolint:forbidigo // the control needs the renderer that the rule bans
		t.Fatal(err)
	}
	tab := browsertest.Open(t, page.Bytes(), 1000, "")
	tab.Wait(`window.__xss !== undefined`)
}
