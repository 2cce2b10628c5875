package html

import (
	"fmt"
	"html/template"
	"strings"

	"hashwatt/reports"
)

// view is the page as its template wants it.
type view struct {
	Page        pageView
	First       string
	CSP         string
	Theme       template.CSS
	Style       template.CSS
	HeadLine    string
	Sections    []sectionView
	Fixed       []entry // the sections that every page ends with
	Method      []blockView
	Run         []reports.Fact
	HasGlossary bool
	SourcesLead string
	Settings    template.JS
	Data        []dataBlock
	Lib, Boot   template.JS
}

type pageView struct {
	*reports.Page
	Audiences []audienceView
}

type audienceView struct {
	reports.Audience
	Figures []figureView
}

type figureView struct {
	Label, Value, Unit, Range, Note string
	Words                           bool // the value is a text
	Chip                            reports.Chip
	Link                            string
}

type entry struct{ ID, Title string }

type sectionView struct {
	ID, Title, Lead string
	Blocks          []blockView
}

type blockView struct {
	For        string
	Paragraphs []string
	Table      *tableView
	Formula    *reports.Formula
	Drawn      *chartView
}

type chartView struct {
	Chart           *reports.Chart
	Keys            []reports.Key
	OnlyLines       bool
	Scale           *scaleView
	YTitle, Y2Title string
	YColor, Y2Color string
	XTitle          string
	Height          int
	Kind            string
	Aria            string
	Behind          *tableView
}

type scaleView struct {
	Low, High string
	Colors    []string
}

type dataBlock struct {
	Chart bool // else a table
	ID    string
	JSON  template.JS
}

// newView checks and cleans the page and prepares everything that the template prints.
func newView(page *reports.Page) (*view, error) {
	p, err := page.Clean()
	if err != nil {
		return nil, err
	}
	v := &view{
		Page: pageView{Page: p}, First: p.Audiences[0].ID, CSP: policy(library, boot),
		Theme: themeCSS(p.Audiences), Style: template.CSS(style),
		Lib: template.JS(library), Boot: template.JS(boot),
	}
	order := map[string][]string{}
	for _, a := range p.Audiences {
		v.HasGlossary = v.HasGlossary || len(a.Glossary) > 0
		v.Page.Audiences = append(v.Page.Audiences, audienceView{a, figures(a)})
		for _, s := range p.Order(a) {
			order[a.ID] = append(order[a.ID], s.ID)
		}
	}
	for _, s := range p.Order(p.Audiences[0]) {
		blocks, err := v.blocks(s.Blocks)
		if err != nil {
			return nil, err
		}
		v.Sections = append(v.Sections, sectionView{s.ID, s.Title, s.Lead, blocks})
	}
	if v.Method, err = v.blocks(p.Method); err != nil {
		return nil, err
	}
	if v.HasGlossary {
		v.Fixed = append(v.Fixed, entry{"glossary", "Words"})
	}
	if len(p.Sources) > 0 {
		v.Fixed = append(v.Fixed, entry{"sources", "Sources and assumptions"})
	}
	v.Fixed = append(v.Fixed, entry{"method", "How it was computed"})
	if len(p.Checks) > 0 {
		v.Fixed = append(v.Fixed, entry{"checks", "Checks that ran"})
	}
	v.HeadLine, v.Run, v.SourcesLead = headLine(p.Run), runFacts(p.Run), sourcesLead(p.Sources)
	type audience struct {
		ID    string   `json:"id"`
		Order []string `json:"order"`
	}
	settings := struct {
		Palettes  map[string]map[string]string `json:"palettes"`
		Audiences []audience                   `json:"audiences"`
	}{Palettes: map[string]map[string]string{"light": reports.Palette(false), "dark": reports.Palette(true)}}
	for _, a := range p.Audiences {
		settings.Audiences = append(settings.Audiences, audience{a.ID, append([]string{}, order[a.ID]...)})
	}
	v.Settings, err = block(settings)
	return v, err
}

func figures(a reports.Audience) []figureView {
	var out []figureView
	for _, f := range a.Figures {
		digits := reports.Digits(f.Value, f.Low, f.High)
		view := figureView{Label: f.Label, Value: f.Value.Format(digits), Note: f.Note, Chip: f.Chip, Link: f.Row}
		if f.Value.None {
			view.Value, view.Words = f.Text, true
		} else if f.Unit != "" {
			view.Unit = "\u202f" + f.Unit
		}
		if !f.Low.None {
			view.Range = f.Low.Format(digits) + " to " + f.High.Format(digits)
		}
		if view.Link == "" && f.Chip == reports.Simulated {
			view.Link = "method"
		}
		out = append(out, view)
	}
	return out
}

func (v *view) blocks(blocks []reports.Block) ([]blockView, error) {
	var out []blockView
	for _, b := range blocks {
		one := blockView{For: strings.Join(b.For, " "), Formula: b.Formula}
		for _, p := range strings.Split(b.Prose, "\n\n") {
			if p = strings.TrimSpace(p); p != "" {
				one.Paragraphs = append(one.Paragraphs, p)
			}
		}
		if b.Table != nil {
			t, err := v.table(*b.Table, nil)
			if err != nil {
				return nil, fmt.Errorf("table %q: %w", b.Table.ID, err)
			}
			one.Table = t
		}
		if b.Chart != nil {
			c, err := v.chart(b.Chart)
			if err != nil {
				return nil, err
			}
			one.Drawn = c
		}
		out = append(out, one)
	}
	return out, nil
}

func (v *view) chart(c *reports.Chart) (*chartView, error) {
	d, err := draw(c)
	if err != nil {
		return nil, err
	}
	js, err := block(d)
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", c.ID, err)
	}
	v.Data = append(v.Data, dataBlock{true, c.ID, js})
	var packed *drawing
	if d.Heat != nil {
		packed = d
	}
	behind, err := v.table(c.Behind(), packed)
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", c.ID, err)
	}
	out := &chartView{Chart: c, Keys: c.Plot().Legend(), Height: c.Height, Behind: behind, Aria: aria(c), Kind: c.Plot().Kind()}
	out.OnlyLines = len(d.Meta.Ends) > 0
	for i := range out.Keys {
		if out.Keys[i].Color == "" {
			out.Keys[i].Color = reports.Ink
		}
	}
	axes(out, c)
	if len(out.Keys) == 1 && (out.Keys[0].Name == c.Title || strings.HasPrefix(out.YTitle, out.Keys[0].Name+",")) {
		out.Keys = nil // the title or the axis says it
	}
	if out.Height == 0 {
		out.Height = suited(c)
	}
	return out, nil
}

// axes prints the titles of the axes, in the colours of their series where there are two.
func axes(out *chartView, c *reports.Chart) {
	var x, y reports.Axis
	switch plot := c.Plot().(type) {
	case *reports.Lines:
		x, y = plot.X, plot.Y
	case *reports.Areas:
		x, y = plot.X, plot.Y
	case *reports.Fan:
		x, y = plot.X, plot.Y
	case *reports.Bars:
		x, y = plot.X, plot.Y
		if plot.Y2 != nil {
			out.Y2Title, out.YColor, out.Y2Color = plot.Y2.Title(), plot.Bars[0].Color.Text(), secondColor(plot).Text()
		}
	case *reports.Heat:
		y = reports.Axis{Name: "hour of the day down, day across", Unit: plot.Zone}
		digits := reports.Digits(reports.Num(plot.Full))
		out.Scale = &scaleView{
			Low:  plot.What + ": " + reports.WithUnit(reports.Format(0, 0), plot.Unit),
			High: reports.WithUnit(reports.Format(plot.Full, digits), plot.Unit), Colors: heatTints(plot.Color),
		}
	case *reports.Grid:
		x = plot.X
		digits := reports.Column{Numbers: reports.Numbers{reports.Num(plot.Full)}}.Decimals()
		out.Scale = &scaleView{
			Low:  plot.What + ": " + reports.WithUnit(reports.Format(0, 0), plot.Unit),
			High: reports.WithUnit(reports.Format(plot.Full, digits), plot.Unit), Colors: heatTints(plot.Color),
		}
	}
	out.XTitle, out.YTitle = x.Title(), y.Title()
}

// suited is the height of a plot in pixels where the chart asks for none.
func suited(c *reports.Chart) int {
	switch {
	case c.Heat != nil:
		return heatHeight(c.Heat)
	case c.Grid != nil:
		return gridHeight(c.Grid)
	case c.Map != nil:
		return 420
	case c.Span == reports.Third:
		return 240
	case c.Span == reports.Wide:
		return 340
	}
	return 300
}

// aria describes a chart to those who do not see it; the table behind it has its numbers.
func aria(c *reports.Chart) string {
	text := c.Title
	if c.Caption != "" {
		text += ". " + c.Caption
	}
	return text + " The numbers are in the table below."
}

func headLine(r reports.Run) string {
	var parts []string
	if r.File != "" {
		parts = append(parts, r.File)
	}
	if r.Variant != "" {
		parts = append(parts, "variant "+r.Variant)
	}
	switch {
	case r.File == "": // not the run of a scenario
	case r.Draws > 0:
		parts = append(parts, reports.Format(float64(r.Draws), 0)+" draws", fmt.Sprintf("seed %d", r.Seed))
	default:
		parts = append(parts, "central case", fmt.Sprintf("seed %d", r.Seed))
	}
	return strings.Join(parts, " · ")
}

// runFacts are the lines that say which calculation this was.
func runFacts(r reports.Run) []reports.Fact {
	var out []reports.Fact
	add := func(name, text string) {
		if text != "" {
			out = append(out, reports.Fact{Name: name, Text: text})
		}
	}
	add("scenario", r.File)
	add("variant", r.Variant)
	switch {
	case r.File == "": // not the run of a scenario
	case r.Draws > 0:
		add("seed", fmt.Sprint(r.Seed))
		add("draws", reports.Format(float64(r.Draws), 0)+" besides the central case")
	default:
		add("seed", fmt.Sprint(r.Seed))
		add("draws", "none: the central case alone")
	}
	add("hashwatt", r.Version)
	return append(out, r.Facts...)
}

// sourcesLead counts the rows by where they come from.
func sourcesLead(rows []reports.Source) string {
	count := map[reports.Chip]int{}
	for _, r := range rows {
		count[r.Confidence]++
	}
	var parts []string
	for _, k := range []reports.Chip{reports.Announced, reports.Reported, reports.Inferred, reports.Assumed} {
		if count[k] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count[k], k))
		}
	}
	return "Every input of this page with its value and where it comes from: " + strings.Join(parts, ", ") + "."
}
