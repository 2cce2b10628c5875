package html

import (
	"bytes"
	"crypto/sha256"
	"embed" // the script, the style and the templates are part of the program
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"sort"
	"strings"

	"hashwatt/reports"
)

//go:embed assets/echarts.min.js
var library string

//go:embed js/*.js
var scripts embed.FS

//go:embed style.css
var style string

//go:embed page.tmpl index.tmpl
var templates embed.FS

// boot is the page's own script: its files in order, in one closure.
var boot = joinScripts()

func joinScripts() string {
	files, err := scripts.ReadDir("js")
	if err != nil {
		panic("html: " + err.Error())
	}
	var b strings.Builder
	b.WriteString("(() => {\n\"use strict\";\n")
	for _, f := range files { // in the order of their names
		src, err := scripts.ReadFile("js/" + f.Name())
		if err != nil {
			panic("html: " + err.Error())
		}
		b.Write(src)
	}
	b.WriteString("})();\n")
	return b.String()
}

var tmpl = template.Must(template.New("").Funcs(template.FuncMap{"linkable": linkable}).ParseFS(templates, "page.tmpl", "index.tmpl"))

// linkable tells whether an address may become a link: only the web's own two schemes.
func linkable(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

// Render writes the page as one HTML file that needs nothing else: no network, no other file. The same page gives
// the same bytes. A page that cannot be shown is refused with all its problems, before anything is written.
func Render(w io.Writer, p *reports.Page) error {
	view, err := newView(p)
	if err != nil {
		return err
	}
	return execute(w, "page.tmpl", view)
}

// execute fills a template in memory first, so that an error leaves nothing half-written.
func execute(w io.Writer, name string, view any) error {
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, name, view); err != nil {
		return fmt.Errorf("fill the page: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// policy is the content security policy of a page: nothing is loaded, and of scripts only these run.
func policy(scripts ...string) string {
	var sums []string
	for _, s := range scripts {
		sum := sha256.Sum256([]byte(s))
		sums = append(sums, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	if sums == nil {
		sums = []string{"'none'"}
	}
	return "default-src 'none'; script-src " + strings.Join(sums, " ") +
		"; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
}

// themeCSS writes the theme's colours as custom properties, the classes of legends, the heights of plots and the
// rule that shows each audience its own.
func themeCSS(audiences []reports.Audience) template.CSS {
	var b strings.Builder
	for _, theme := range []struct {
		name string
		dark bool
	}{{"light", false}, {"dark", true}} {
		colors := reports.Palette(theme.dark)
		names := sortedKeys(colors)
		fmt.Fprintf(&b, "html[data-theme=%s]{color-scheme:%s;", theme.name, theme.name)
		for _, n := range names {
			fmt.Fprintf(&b, "--%s:%s;", n, colors[n])
		}
		b.WriteString("}\n")
	}
	for _, n := range sortedKeys(reports.Palette(false)) {
		fmt.Fprintf(&b, ".c-%s{--c:var(--%s)}.t-%s{color:var(--%s)}\n", n, n, n, n)
	}
	for _, a := range audiences {
		fmt.Fprintf(&b, "html[data-audience=%s] [data-for]:not([data-for~=%s]){display:none}\n", a.ID, a.ID)
	}
	return template.CSS(b.String())
}

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// block is JSON for a data block: Go's encoder escapes <, > and &, so that no text ends the block.
func block(v any) (template.JS, error) {
	b, err := json.Marshal(v)
	return template.JS(b), err
}
