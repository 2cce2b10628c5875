package svg

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/reports"
)

// drawable tells whether a chart is of a kind that the picture knows. Lines that have only stops of their own share
// none to stand on.
func drawable(c *reports.Chart) bool {
	return c.Map == nil && c.Plot() != nil && (c.Lines == nil || c.Lines.At.Len() > 0)
}

// plane is the rectangle in which values are drawn.
type plane struct {
	x, y, w, h float64
	low, high  float64 // values at the foot and at the top
	from, to   float64 // places at the left and at the right
}

func (p plane) at(v float64) float64 {
	return p.y + p.h*(1-(v-p.low)/(p.high-p.low))
}

func (p plane) across(v float64) float64 {
	if p.to == p.from {
		return p.x
	}
	return p.x + p.w*(v-p.from)/(p.to-p.from)
}

// chart draws a chart with its title into a rectangle.
func (c *canvas) chart(chart *reports.Chart, x, y, w, h float64) error {
	c.text(x, y, 16, "ink", "bold", "start", shorten(chart.Title, 17, w*0.55))
	c.legend(chart.Plot().Legend(), x+w, y)
	if chart.Heat != nil {
		return c.heat(chart.Heat, x, y+16, w, h-20)
	}
	if chart.Grid != nil {
		return c.grid(chart.Grid, x, y+16, w, h-20)
	}
	axis, stops, values := content(chart)
	c.text(x, y+20, 13, "muted", "normal", "start", shorten(axis.Title(), 13, w/2))
	low, high, step := ticks(values)
	p := plane{x: x + 44, y: y + 32, w: w - 44, h: h - 56, low: low, high: high}
	for v := low; v <= high+step/2; v += step {
		c.rule(p.x, p.at(v), p.x+p.w, "line", 0.75)
		c.text(p.x-8, p.at(v)+4.5, 13, "muted", "normal", "end", reports.Format(v, decimals(step)))
	}
	places, err := places(stops)
	if err != nil {
		return err
	}
	if chart.Bars != nil {
		places = order(len(places))
	}
	p.from, p.to = places[0], places[len(places)-1]
	if chart.Bars != nil {
		p.to++ // a bar stands between its place and the next
	}
	c.years(p, stops, places)
	switch {
	case chart.Bars != nil:
		c.bars(p, chart.Bars)
	case chart.Areas != nil:
		c.areas(p, chart.Areas, places)
	case chart.Fan != nil:
		c.fan(p, chart.Fan, places)
	case chart.Lines != nil:
		for _, l := range chart.Lines.Series {
			c.line(p, l, places)
		}
	}
	return nil
}

// content is the vertical axis, the stops and all the heights of a chart, stacks summed.
func content(chart *reports.Chart) (reports.Axis, reports.Stops, []float64) {
	var values []float64
	add := func(ns ...reports.Numbers) {
		for _, column := range ns {
			for _, n := range column {
				if !n.None {
					values = append(values, n.Value)
				}
			}
		}
	}
	lines := func(all []reports.Line) {
		for _, l := range all {
			if !l.Second && l.At == nil {
				add(l.Y)
			}
		}
	}
	switch {
	case chart.Bars != nil:
		b := chart.Bars
		lines(b.Lines)
		if b.Grouped {
			for _, s := range b.Bars {
				add(s.Y)
			}
		}
		up, down := b.Ends()
		add(up, down, reports.Numbers{reports.Num(0)})
		return b.Y, b.At, values
	case chart.Areas != nil:
		a := chart.Areas
		lines(a.Lines)
		for i := range a.At.Len() {
			sum := 0.0
			for _, s := range a.Areas {
				sum += s.Y[i].Value
			}
			values = append(values, sum, 0)
		}
		return a.Y, a.At, values
	case chart.Fan != nil:
		f := chart.Fan
		add(f.P5, f.P95, f.Central)
		return f.Y, f.At, values
	}
	l := chart.Lines
	lines(l.Series)
	if low := least(values); low > 0 && low < greatest(values)/2 {
		values = append(values, 0)
	}
	return l.Y, l.At, values
}

func least(values []float64) float64 {
	out := math.Inf(1)
	for _, v := range values {
		out = math.Min(out, v)
	}
	return out
}

func greatest(values []float64) float64 {
	out := math.Inf(-1)
	for _, v := range values {
		out = math.Max(out, v)
	}
	return out
}

// ticks are round numbers from below the least to above the greatest value, four to eight of them.
func ticks(values []float64) (low, high, step float64) {
	if len(values) == 0 {
		return 0, 1, 0.5
	}
	low, high = least(values), greatest(values)
	if low == high {
		low, high = low-math.Max(1, math.Abs(low)), high+math.Max(1, math.Abs(high))
	}
	step = math.Pow(10, math.Floor(math.Log10((high-low)/3)))
	for _, factor := range []float64{5, 2} {
		if (high-low)/(step*factor) >= 3 {
			step *= factor
			break
		}
	}
	return math.Floor(low/step) * step, math.Ceil(high/step) * step, step
}

func decimals(step float64) int { return max(0, -int(math.Floor(math.Log10(step)+1e-9))) }

// places are the stops as numbers: days of dates, numbers as they are, names in their order.
func places(at reports.Stops) ([]float64, error) {
	out := make([]float64, at.Len())
	if len(out) == 0 {
		return nil, fmt.Errorf("the chart has no stops of its own")
	}
	for i := range out {
		switch {
		case len(at.Dates) > 0:
			ms, _, err := reports.Moment(at.Dates[i])
			if err != nil {
				return nil, err
			}
			out[i] = float64(ms) / 86_400_000
		case len(at.Numbers) > 0:
			out[i] = at.Numbers[i].Value
		default:
			out[i] = float64(i)
		}
	}
	return out, nil
}

// order numbers the places of bars, which stand side by side however far apart their dates are.
func order(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}

// years names the years along the foot where the stops are dates, else the first and the last stop.
func (c *canvas) years(p plane, at reports.Stops, places []float64) {
	y := p.y + p.h + 20
	if len(at.Dates) == 0 {
		c.text(p.x, y, 13, "muted", "normal", "start", at.Text(0))
		c.text(p.x+p.w, y, 13, "muted", "normal", "end", at.Text(at.Len()-1))
		return
	}
	last := -math.MaxFloat64
	for i, d := range at.Dates {
		x := p.across(places[i])
		if (i == 0 || at.Dates[i-1][:4] != d[:4]) && x-last > 48 {
			c.text(x, y, 13, "muted", "normal", "start", d[:4])
			last = x
		}
	}
}

func (c *canvas) legend(keys []reports.Key, right, y float64) {
	x := right
	for i := len(keys) - 1; i >= 0; i-- {
		switch keys[i].Shape {
		case "thin", "dot", "frame":
			continue // not drawn here
		}
		name := shorten(keys[i].Name, 13, 170)
		x -= width(name, 13)
		c.text(x, y, 13, "ink", "normal", "start", name)
		x -= 20
		fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="14" height="%s" fill="%s"/>`+"\n", num(x), num(y-9), map[bool]string{true: "10", false: "3"}[solid(keys[i].Shape)], c.color(string(keys[i].Color)))
		x -= 14
	}
}

func solid(shape string) bool {
	return shape == "bar" || shape == "area" || shape == "hatch"
}

// bars draws each series of bars as one path.
func (c *canvas) bars(p plane, b *reports.Bars) {
	slot := p.w / float64(b.At.Len())
	up, down := make([]float64, b.At.Len()), make([]float64, b.At.Len())
	for i, n := range b.Base {
		up[i] = n.Value
	}
	for k, s := range b.Bars {
		var d strings.Builder
		for i, n := range s.Y {
			if n.None || n.Value == 0 {
				continue
			}
			x, w := p.x+float64(i)*slot+slot*0.11, slot*0.78
			from := &up[i]
			if n.Value < 0 && b.Base == nil {
				from = &down[i]
			}
			if b.Grouped {
				w /= float64(len(b.Bars))
				x += float64(k) * w
				*from = 0
			}
			top, foot := p.at(*from+n.Value), p.at(*from)
			*from += n.Value
			fmt.Fprintf(&d, "M%s %sH%sV%sH%sZ", num(x), num(foot), num(x+w), num(top), num(x))
		}
		c.path(d.String(), string(s.Color), "", 0)
	}
	for _, l := range b.Lines {
		if l.Second {
			continue
		}
		at := make([]float64, len(l.Y))
		for i := range at {
			at[i] = float64(i) + 0.5
		}
		c.line(p, l, at)
	}
}

func (c *canvas) areas(p plane, a *reports.Areas, places []float64) {
	foot := make([]float64, a.At.Len())
	for _, s := range a.Areas {
		top := make([]float64, len(foot))
		for i, n := range s.Y {
			top[i] = foot[i] + n.Value
		}
		c.band(p, places, foot, top, string(s.Color), a.Step)
		foot = top
	}
	for _, l := range a.Lines {
		c.line(p, l, places)
	}
}

func (c *canvas) fan(p plane, f *reports.Fan, places []float64) {
	values := func(ns reports.Numbers) []float64 {
		out := make([]float64, len(ns))
		for i, n := range ns {
			out[i] = n.Value
		}
		return out
	}
	c.band(p, places, values(f.P5), values(f.P95), string(f.Color.Tint(5)), false)
	c.band(p, places, values(f.P25), values(f.P75), string(f.Color.Tint(4)), false)
	c.line(p, reports.Line{Color: f.Color, Y: f.P50}, places)
	if f.Central != nil {
		c.line(p, reports.Line{Color: reports.Ink, Style: reports.Dashed, Y: f.Central}, places)
	}
}

// band fills between two rows of values.
func (c *canvas) band(p plane, places, low, high []float64, color string, step bool) {
	var d strings.Builder
	for i := range places {
		if i > 0 && step {
			fmt.Fprintf(&d, "H%s", num(p.across(places[i])))
		}
		fmt.Fprintf(&d, "%s%s %s", map[bool]string{true: "M", false: "L"}[i == 0], num(p.across(places[i])), num(p.at(high[i])))
	}
	for i := len(places) - 1; i >= 0; i-- {
		fmt.Fprintf(&d, "L%s %s", num(p.across(places[i])), num(p.at(low[i])))
		if i > 0 && step {
			fmt.Fprintf(&d, "V%s", num(p.at(low[i-1])))
		}
	}
	c.path(d.String()+"Z", color, "", 0)
}

// line draws a line with its gaps. Long ones keep the least and the greatest value of each pixel.
func (c *canvas) line(p plane, l reports.Line, places []float64) {
	if l.At != nil || len(l.Y) != len(places) {
		return // stops of its own: the picture leaves it out
	}
	var d strings.Builder
	pen := "M"
	every := max(1, len(l.Y)/1000)
	for i := 0; i < len(l.Y); i += every {
		lo, hi := -1, -1
		for k := i; k < min(i+every, len(l.Y)); k++ {
			if l.Y[k].None {
				continue
			}
			if lo < 0 || l.Y[k].Value < l.Y[lo].Value {
				lo = k
			}
			if hi < 0 || l.Y[k].Value > l.Y[hi].Value {
				hi = k
			}
		}
		if lo < 0 {
			pen = "M"
			continue
		}
		for _, k := range []int{min(lo, hi), max(lo, hi)} {
			if l.Step && pen == "L" {
				fmt.Fprintf(&d, "H%s", num(p.across(places[k])))
			}
			fmt.Fprintf(&d, "%s%s %s", pen, num(p.across(places[k])), num(p.at(l.Y[k].Value)))
			pen = "L"
			if lo == hi {
				break
			}
		}
	}
	dash := map[reports.Style]string{reports.Dashed: "6 4", reports.Dotted: "2 3"}[l.Style]
	thick := 2.0
	if l.Style == reports.Thin {
		thick = 1
	}
	c.path(d.String(), string(l.Color), dash, thick)
}

// path writes a filled path, or a line where thick is above zero.
func (c *canvas) path(d, color, dash string, thick float64) {
	if thick == 0 {
		fmt.Fprintf(&c.b, `<path d="%s" fill="%s"/>`+"\n", d, c.color(color))
		return
	}
	if dash != "" {
		dash = ` stroke-dasharray="` + dash + `"`
	}
	fmt.Fprintf(&c.b, `<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linejoin="round"%s/>`+"\n", d, c.color(color), num(thick), dash)
}
