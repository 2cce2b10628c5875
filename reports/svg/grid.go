package svg

import (
	"fmt"
	"math"

	"hashwatt/reports"
)

// grid paints each value as a field; names of rows stand to the left, the first and the last place, or the years,
// below.
func (c *canvas) grid(g *reports.Grid, x, y, w, tall float64) error {
	const left, foot = 150, 24
	shade := c.shades(g.Color)
	row, field := (tall-foot)/float64(len(g.Rows)), (w-left)/float64(g.At.Len())
	for k, r := range g.Rows {
		top := y + float64(k)*row
		c.text(x+left-8, top+row/2+4.5, 13, "muted", "normal", "end", shorten(r.Name, 13, left-10))
		for i, n := range r.Cells {
			if n.None {
				continue
			}
			step := 1 + int(math.Round(math.Max(0, math.Min(1, n.Value/g.Full))*float64(len(shade)-2)))
			red, green, blue, _ := shade[step].RGBA()
			fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" fill="#%02x%02x%02x"/>`+"\n",
				num(x+left+float64(i)*field), num(top), num(field-0.5), num(row-1), red>>8, green>>8, blue>>8)
		}
	}
	places := order(g.At.Len())
	c.years(plane{x: x + left, y: y, w: w - left, h: tall - foot, from: 0, to: float64(g.At.Len())}, g.At, places)
	return nil
}
