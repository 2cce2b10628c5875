package html

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"hashwatt/reports"
)

// Index is a page that leads to several reports.
type Index struct {
	Title   string
	Version string
	Runs    []Entry
}

// Entry is one report of an index.
type Entry struct {
	Href string // relative address of the report, with slashes: "komi/report.html"
	Page *reports.Page
}

type indexView struct {
	Title, Version, Count, CSP string
	Theme, Style               template.CSS
	Runs                       []runView
	Compare                    *compareView
	Shared                     []sharedView
}

// compareView is the table of all runs.
type compareView struct {
	Heads []string
	Rows  []compareRow
}

type compareRow struct {
	Href string
	reports.Compared
}

// sharedView is a notice of several runs.
type sharedView struct{ Text, Who string }

type runView struct {
	ID, Href, Title, Variant, Question, Answer string
	Figures                                    []figureView
	Notices                                    []string
}

// RenderIndex writes the index as one HTML file without scripts: a table that compares the runs, the notices
// that several of them share, and each run with its question, its answer and figures for the
// first audience, its notices and a link. It follows the reader's choice of light or dark.
func RenderIndex(w io.Writer, index Index) error {
	v := indexView{
		Title: index.Title, Version: index.Version, CSP: policy(),
		Theme: preferredTheme() + themeCSS(nil), Style: template.CSS(style),
		Count: fmt.Sprintf("%d reports", len(index.Runs)),
	}
	pages := make([]*reports.Page, len(index.Runs))
	for i, run := range index.Runs {
		p, err := run.Page.Clean()
		if err != nil {
			return fmt.Errorf("%s: %w", run.Href, err)
		}
		pages[i] = p
	}
	shared := sharedNotices(pages)
	v.Shared = shared
	for i, run := range index.Runs {
		p := pages[i]
		if strings.Contains(run.Href, ":") || strings.HasPrefix(run.Href, "/") {
			return fmt.Errorf("%q is not a relative address of a report", run.Href)
		}
		a := p.Audiences[0]
		one := runView{ID: fmt.Sprintf("run-%d", i+1), Href: run.Href, Title: p.Title, Variant: p.Run.Variant, Question: p.Question, Answer: a.Answer, Figures: figures(a)}
		for k := range one.Figures {
			one.Figures[k].Link = "" // the rows are on the report
		}
		for _, n := range p.Notices {
			if !slices.ContainsFunc(shared, func(s sharedView) bool { return s.Text == n.Text }) {
				one.Notices = append(one.Notices, n.Text)
			}
		}
		v.Runs = append(v.Runs, one)
	}
	if c := reports.Compare(pages); len(c.Rows) > 1 && len(c.Heads) > 0 {
		v.Compare = &compareView{Heads: c.Heads}
		for i, row := range c.Rows {
			v.Compare.Rows = append(v.Compare.Rows, compareRow{index.Runs[i].Href, row})
		}
	}
	return execute(w, "index.tmpl", v)
}

// sharedNotices are the notices that stand on more than one page, in the order in which they come, with the pages
// they are of.
func sharedNotices(pages []*reports.Page) []sharedView {
	var texts []string
	who := map[string][]string{}
	for _, p := range pages {
		name := p.Title
		if p.Run.Variant != "" {
			name = p.Run.Variant
		}
		for _, n := range p.Notices {
			if who[n.Text] == nil {
				texts = append(texts, n.Text)
			}
			who[n.Text] = append(who[n.Text], name)
		}
	}
	var out []sharedView
	for _, text := range texts {
		switch names := who[text]; {
		case len(names) < 2:
		case len(names) == len(pages):
			out = append(out, sharedView{text, "all reports"})
		default:
			out = append(out, sharedView{text, strings.Join(names, ", ")})
		}
	}
	return out
}

// preferredTheme lets a page without scripts follow the reader's system.
func preferredTheme() template.CSS {
	colors := reports.Palette(true)
	var b strings.Builder
	b.WriteString("@media (prefers-color-scheme: dark){html[data-theme=light]{color-scheme:dark;")
	for _, n := range sortedKeys(colors) {
		fmt.Fprintf(&b, "--%s:%s !important;", n, colors[n])
	}
	b.WriteString("}}\n")
	return template.CSS(b.String())
}
