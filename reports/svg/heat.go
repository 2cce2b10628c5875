package svg

import (
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"

	"hashwatt/reports"
)

// heat paints each year as an image of one pixel an hour, stretched.
func (c *canvas) heat(h *reports.Heat, x, y, w, tall float64) error {
	first, last := h.Day(0).Year(), h.Day(h.Days()-1).Year()
	strip := (tall - 4*float64(last-first)) / float64(last-first+1)
	shade := c.shades(h.Color)
	day := 0
	for year := first; year <= last; year++ {
		img := image.NewPaletted(image.Rect(0, 0, 366, 24), shade)
		for ; day < h.Days() && h.Day(day).Year() == year; day++ {
			for hour := range 24 {
				if n := h.Cell(day, hour); !n.None {
					img.SetColorIndex(h.Day(day).YearDay()-1, hour, 1+uint8(math.Round(n.Value/h.Full*float64(len(shade)-2))))
				}
			}
		}
		var b strings.Builder
		enc := base64.NewEncoder(base64.StdEncoding, &b)
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(enc, img); err != nil {
			return err
		}
		if err := enc.Close(); err != nil {
			return err
		}
		top := y + float64(year-first)*(strip+4)
		c.text(x+34, top+strip/2+4.5, 13, "muted", "normal", "end", fmt.Sprint(year))
		fmt.Fprintf(&c.b, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" image-rendering="pixelated" href="data:image/png;base64,%s"/>`+"\n",
			num(x+44), num(top), num(w-44), num(strip), b.String())
	}
	return nil
}

// shades runs from the palest tint to the full colour in 64 steps; the first entry is clear, for gaps.
func (c *canvas) shades(full reports.Color) color.Palette {
	from, to := rgb(c.color(string(full.Tint(reports.Tints)))), rgb(c.color(string(full)))
	out := color.Palette{color.RGBA{}}
	for i := range 64 {
		t := float64(i) / 63
		mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + t*(float64(b)-float64(a)))) }
		out = append(out, color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 255})
	}
	return out
}

func rgb(hex string) color.RGBA {
	out := color.RGBA{A: 255}
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &out.R, &out.G, &out.B); err != nil {
		panic("svg: colour " + hex + " is not #rrggbb")
	}
	return out
}
