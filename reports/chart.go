package reports

// Chart is a picture of numbers with its title, its caption and the table behind it. Exactly one of the plots is set.
type Chart struct {
	ID      string `json:"id"`                // anchor, see Slug
	Title   string `json:"title"`             // what is seen, as a sentence where the numbers support one
	Caption string `json:"caption,omitempty"` // how to read it, and what not to conclude
	Span    Span   `json:"span,omitempty"`    // how much of the page's width
	Height  int    `json:"height,omitempty"`  // pixels; 0: what suits the plot

	Lines *Lines `json:"lines,omitempty"`
	Areas *Areas `json:"areas,omitempty"`
	Bars  *Bars  `json:"bars,omitempty"`
	Fan   *Fan   `json:"fan,omitempty"`
	Heat  *Heat  `json:"heat,omitempty"`
	Grid  *Grid  `json:"grid,omitempty"`
	Map   *Map   `json:"map,omitempty"`
}

// Span is the width of a chart.
type Span string

// The three widths. On a narrow screen every chart is as wide as the page.
const (
	Half  Span = ""      // two in a row
	Wide  Span = "wide"  // the whole row
	Third Span = "third" // three in a row, for small panels
)

// Plot is what every kind of chart can do.
type Plot interface {
	// Kind is the name of the plot's field in JSON.
	Kind() string
	// Table is the numbers that the chart draws, in full.
	Table() Table
	// Legend lists what the chart draws, in the order in which it is seen.
	Legend() []Key
	// check reports what cannot be drawn.
	check(c *checker)
}

// Key is an entry of a legend.
type Key struct {
	Name  string
	Color Color
	Shape string // line, dashed, dotted, thin, fill, dot, area, bar, hatch, ring, hollow, frame
}

// Plot returns the plot that is set, or nil where none or several are.
func (c *Chart) Plot() Plot {
	if all := c.plots(); len(all) == 1 {
		return all[0]
	}
	return nil
}

// plots is the table of kinds: adding a kind is a file with its type, a field of Chart, a line here and a drawing
// in html.
func (c *Chart) plots() []Plot {
	var out []Plot
	if c.Lines != nil {
		out = append(out, c.Lines)
	}
	if c.Areas != nil {
		out = append(out, c.Areas)
	}
	if c.Bars != nil {
		out = append(out, c.Bars)
	}
	if c.Fan != nil {
		out = append(out, c.Fan)
	}
	if c.Heat != nil {
		out = append(out, c.Heat)
	}
	if c.Grid != nil {
		out = append(out, c.Grid)
	}
	if c.Map != nil {
		out = append(out, c.Map)
	}
	return out
}

// Behind is the table behind the chart: the plot's own numbers.
func (c *Chart) Behind() Table {
	t := Table{}
	if plot := c.Plot(); plot != nil {
		t = plot.Table()
	}
	t.ID = c.ID + "-table"
	t.Title = c.Title
	return t
}

func (c *Chart) check(k *checker) {
	k.need("title", c.Title)
	k.text("caption", c.Caption)
	switch c.Span {
	case Half, Wide, Third:
	default:
		k.add("span %q is not known; leave it empty or write wide or third", clip(string(c.Span)))
	}
	if c.Height < 0 || c.Height > 1200 {
		k.add("height %d is outside 0 to 1200 pixels", c.Height)
	}
	plot := c.Plot()
	if plot == nil {
		k.add("a chart has exactly one plot: lines, areas, bars, fan, heat, grid or map")
		return
	}
	plot.check(k)
}
