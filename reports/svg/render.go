package svg

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"hashwatt/reports"
)

// The picture's size and margin in pixels.
const (
	wide, tall = 1200, 675
	margin     = 44
)

// canvas collects elements of the picture.
type canvas struct {
	b      strings.Builder
	colors map[string]string
}

// Render writes the picture of a page for the first audience. The chart is the one that the page names as its
// picture, or the first that can be drawn; a page without such a chart has a picture without one.
func Render(w io.Writer, p *reports.Page) error {
	clean, err := p.Clean()
	if err != nil {
		return err
	}
	c := &canvas{colors: reports.Palette(false)}
	a := clean.Audiences[0]
	fmt.Fprintf(&c.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s" font-family="ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">`+"\n",
		wide, tall, wide, tall, escape(clean.Title+". "+a.Answer))
	fmt.Fprintf(&c.b, `<rect width="%d" height="%d" fill="%s"/>`+"\n", wide, tall, c.color("ground"))
	const room = wide - 2*margin
	c.text(margin, 46, 17, "ink", "bold", "start", "hashwatt")
	c.text(wide-margin, 46, 14, "muted", "normal", "end", shorten(headLine(clean.Run), 14, room/2))
	c.rule(margin, 62, wide-margin, "line", 1)
	c.text(margin, 108, 34, "ink", "bold", "start", shorten(clean.Title, 36, room))
	y := 118.0
	for _, line := range whole(a.Answer, 21, room) {
		y += 30
		c.text(margin, y, 21, "ink", "normal", "start", line)
	}
	y += 30
	c.rule(margin, y, wide-margin, "ink", 2)
	c.figures(a.Figures, y)
	if chart := pictured(clean); chart != nil {
		if err := c.chart(chart, margin, y+146, room, tall-margin+8-(y+146)); err != nil {
			return fmt.Errorf("chart %q: %w", chart.ID, err)
		}
	}
	c.b.WriteString("</svg>\n")
	_, err = io.WriteString(w, c.b.String())
	return err
}

// figures prints the six figures in columns under the rule at y.
func (c *canvas) figures(all []reports.Figure, y float64) {
	const column = (wide - 2*margin) / 6.0
	for i, f := range all {
		x := margin + float64(i)*column
		if i > 0 {
			fmt.Fprintf(&c.b, `<path d="M%s %sv104" stroke="%s"/>`+"\n", num(x), num(y), c.color("line"))
			x += 12
		}
		digits := reports.Digits(f.Value, f.Low, f.High)
		if f.Value.None {
			for k, line := range wrap(f.Text, 17, column-24, 2) {
				c.text(x, y+24+20*float64(k), 17, "ink", "bold", "start", line)
			}
		} else {
			value := f.Value.Format(digits)
			fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-size="32" font-weight="600" fill="%s">%s<tspan font-size="17" font-weight="500" fill="%s" dx="4">%s</tspan></text>`+"\n",
				num(x), num(y+40), c.color("ink"), escape(value), c.color("muted"), escape(shorten(f.Unit, 17, column-24-width(value, 34))))
		}
		line := y + 61
		for _, words := range wrap(f.Label, 14, column-16, 2) {
			c.text(x, line, 14, "ink", "normal", "start", words)
			line += 17
		}
		if !f.Low.None {
			c.text(x, line+2, 13, "muted", "normal", "start", shorten(f.Low.Format(digits)+" to "+f.High.Format(digits), 13, column-20))
		}
	}
}

// pictured is the chart of the picture.
func pictured(p *reports.Page) *reports.Chart {
	var first *reports.Chart
	for _, c := range p.Charts() {
		if !drawable(c) {
			continue
		}
		if c.ID == p.Picture {
			return c
		}
		if first == nil {
			first = c
		}
	}
	return first
}

func headLine(r reports.Run) string {
	var parts []string
	for _, part := range []string{r.File, r.Variant} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if r.Draws > 0 {
		parts = append(parts, fmt.Sprintf("%d draws", r.Draws))
	}
	return strings.Join(parts, " · ")
}

func (c *canvas) text(x, y, size float64, color, weight, anchor, text string) {
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" font-size="%s" font-weight="%s" text-anchor="%s" fill="%s">%s</text>`+"\n",
		num(x), num(y), num(size), weight, anchor, c.color(color), escape(text))
}

func (c *canvas) rule(x1, y, x2 float64, color string, thick float64) {
	fmt.Fprintf(&c.b, `<path d="M%s %sH%s" stroke="%s" stroke-width="%s"/>`+"\n", num(x1), num(y), num(x2), c.color(color), num(thick))
}

// color is the light theme's colour of that name.
func (c *canvas) color(name string) string {
	if hex, ok := c.colors[name]; ok {
		return hex
	}
	return c.colors["ink"]
}

// num prints a coordinate with a tenth of a pixel.
func num(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10+0, 'f', -1, 64) }
