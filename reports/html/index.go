package html

import (
	"fmt"
	"html/template"
	"io"
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
}

type runView struct {
	ID, Href, Title, Variant, Question, Answer string
	Figures                                    []figureView
	Notices                                    []string
}

// RenderIndex writes the index as one HTML file without scripts: each run with its question, its answer and figures for the
// first audience, its notices and a link. It follows the reader's choice of light or dark.
func RenderIndex(w io.Writer, index Index) error {
	v := indexView{
		Title: index.Title, Version: index.Version, CSP: policy(),
		Theme: preferredTheme() + themeCSS(nil), Style: template.CSS(style),
		Count: fmt.Sprintf("%d reports", len(index.Runs)),
	}
	for i, run := range index.Runs {
		p, err := run.Page.Clean()
		if err != nil {
			return fmt.Errorf("%s: %w", run.Href, err)
		}
		if strings.Contains(run.Href, ":") || strings.HasPrefix(run.Href, "/") {
			return fmt.Errorf("%q is not a relative address of a report", run.Href)
		}
		a := p.Audiences[0]
		one := runView{ID: fmt.Sprintf("run-%d", i+1), Href: run.Href, Title: p.Title, Variant: p.Run.Variant, Question: p.Question, Answer: a.Answer, Figures: figures(a)}
		for k := range one.Figures {
			one.Figures[k].Link = "" // the rows are on the report
		}
		for _, n := range p.Notices {
			one.Notices = append(one.Notices, n.Text)
		}
		v.Runs = append(v.Runs, one)
	}
	return execute(w, "index.tmpl", v)
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
