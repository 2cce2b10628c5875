package html

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"hashwatt/reports"
)

// drawing is what the page's script gets for one chart: an ECharts option, and what an option cannot say.
type drawing struct {
	Kind   string          `json:"kind"`
	Option map[string]any  `json:"option"`
	Meta   meta            `json:"meta"`
	Heat   *heatData       `json:"heat,omitempty"`
	Map    json.RawMessage `json:"map,omitempty"` // planar GeoJSON
}

// meta is what the script's formatters and layout need to know.
type meta struct {
	Form   string      `json:"form,omitempty"` // what the stops are: year, month, day, hour, number, name
	X      label       `json:"x"`
	Y      label       `json:"y"`
	Rows   []tip       `json:"rows,omitempty"`   // lines of the tooltip, by column of the table behind the chart
	Ends   []end       `json:"ends,omitempty"`   // labels at the ends of lines, where there is room
	Steps  bool        `json:"steps,omitempty"`  // lines hold their values up to the next stop
	Stack  bool        `json:"stack,omitempty"`  // the tooltip adds no sum but reads from the top down
	Flags  []flag      `json:"flags,omitempty"`  // dated marks, whose labels share the space above the chart
	Levels []flag      `json:"levels,omitempty"` // horizontal marks
	Names  []string    `json:"names,omitempty"`  // grid: of its rows
	Box    *[4]float64 `json:"box,omitempty"`    // map: what is to be seen: west, south, east, north in the plane
}

type label struct {
	Title  string `json:"title"`
	Unit   string `json:"unit,omitempty"`
	Digits int    `json:"digits"`
}

type tip struct {
	Column int    `json:"column"`
	Stops  int    `json:"stops"` // the column of its stops
	Color  string `json:"color"`
	Shape  string `json:"shape"`
}

type end struct {
	Series int    `json:"series"`
	Name   string `json:"name"`
	Color  string `json:"color"`
}

// flag is a mark's place on its axis (milliseconds, number or index of a stop) and its label.
type flag struct {
	At    float64 `json:"at"`
	Label string  `json:"label"`
	Color string  `json:"color"`
}

// formatters lists every function name that an option may carry as "fn:…". The script holds the functions in a
// table of the same names; a test compares both.
var formatters = []string{"time", "tick", "name", "rows", "cell", "field", "share", "place"}

// fn is the reference of a formatter. It panics on a name that the script does not know.
func fn(name string) string {
	for _, known := range formatters {
		if name == known {
			return "fn:" + name
		}
	}
	panic("html: no formatter is called " + name)
}

// ref is the reference of a colour of the theme, with an opacity; the script puts the colour of the present theme
// there.
func ref(c reports.Color, opacity ...float64) string {
	if c == "" {
		c = reports.Ink
	}
	out := "@" + string(c)
	if len(opacity) > 0 {
		out += "/" + strconv.FormatFloat(opacity[0], 'g', 3, 64)
	}
	return out
}

// textRef is the reference of the colour in which a label of that meaning is set.
func textRef(c reports.Color) string { return "@" + c.Text() }

// series is a series of go-echarts with the options that it lacks.
type series struct {
	charts.SingleSeries
	Sampling      string     `json:"sampling,omitempty"`
	StackStrategy string     `json:"stackStrategy,omitempty"`
	Silent        bool       `json:"silent,omitempty"`
	Z             int        `json:"z,omitempty"`
	ItemStyle     *itemStyle `json:"itemStyle,omitempty"` // with a pattern, which opts.ItemStyle has not
	Emphasis      *disabled  `json:"emphasis,omitempty"`
	MarkLine      *mark      `json:"markLine,omitempty"`
	MarkArea      *mark      `json:"markArea,omitempty"`
	MarkPoint     *mark      `json:"markPoint,omitempty"`
	Polyline      bool       `json:"polyline,omitempty"`
	Progressive   *int       `json:"progressive,omitempty"`
	GeoIndex      *int       `json:"geoIndex,omitempty"`
}

type itemStyle struct {
	Color       string  `json:"color,omitempty"`
	BorderColor string  `json:"borderColor,omitempty"`
	BorderWidth float64 `json:"borderWidth,omitempty"`
	BorderType  any     `json:"borderType,omitempty"`
	Decal       *decal  `json:"decal,omitempty"`
}

type decal struct {
	Symbol     string    `json:"symbol"`
	Color      string    `json:"color"`
	DashArrayX []float64 `json:"dashArrayX"`
	DashArrayY []float64 `json:"dashArrayY"`
	Rotation   float64   `json:"rotation"`
}

type disabled struct {
	Disabled bool `json:"disabled"`
}

// hatch is diagonal stripes of the ground over a bar.
var hatch = &decal{Symbol: "rect", Color: "@ground/0.75", DashArrayX: []float64{1, 0}, DashArrayY: []float64{3, 4}, Rotation: math.Pi / 4}

// draw makes the drawing of a chart from its plot.
func draw(c *reports.Chart) (*drawing, error) {
	var d *drawing
	var err error
	switch plot := c.Plot().(type) {
	case *reports.Lines:
		d, err = drawLines(plot)
	case *reports.Areas:
		d, err = drawAreas(plot)
	case *reports.Bars:
		d, err = drawBars(plot)
	case *reports.Fan:
		d, err = drawFan(plot)
	case *reports.Heat:
		d, err = drawHeat(plot)
	case *reports.Grid:
		d = drawGrid(plot)
	case *reports.Map:
		d, err = drawMap(plot)
	default:
		err = fmt.Errorf("there is no drawing for this kind of plot")
	}
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", c.ID, err)
	}
	d.Kind = c.Plot().Kind()
	return d, nil
}

// canvas is a chart of go-echarts on two axes, without title, legend and animation: the page draws the first two
// itself.
func canvas(x opts.XAxis, y []opts.YAxis, tooltip string) *charts.Line {
	right := "14"
	switch x.Type { // the last number or year stands half beyond the end of its axis
	case "value", "log":
		right = "26"
	case "time":
		right = "18"
	}
	c := charts.NewLine()
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "axis", Formatter: types.FuncStr(tooltip)}),
		charts.WithGridOpts(opts.Grid{Left: "8", Right: right, Top: "14", Bottom: "8", ContainLabel: opts.Bool(true)}),
		charts.WithXAxisOpts(x),
	)
	c.YAxisList = y
	return c
}

// option turns a chart and its series into an option. Empty components of go-echarts are left out.
func option(c *charts.Line, all []series) map[string]any {
	c.Validate()
	out := c.JSON()
	for _, name := range []string{"title", "toolbox", "color"} {
		delete(out, name)
	}
	out["series"] = all
	return out
}

// newSeries starts a series of go-echarts of one of the kinds line, bar, heatmap, scatter, lines.
func newSeries(kind, name string, data json.RawMessage) series {
	return series{SingleSeries: charts.SingleSeries{Name: name, Type: kind, Data: data}, Emphasis: &disabled{true}}
}

// significant digits of drawn values; tables keep them all.
const drawn = 6

// pairs writes values over stops as [[x, y], …], or as [y, …] where stops are names along a category axis.
func pairs(at reports.Stops, y reports.Numbers, category bool) (json.RawMessage, error) {
	if category {
		return y.Rounded(drawn)
	}
	xs, err := places(at)
	if err != nil {
		return nil, err
	}
	out := append(make([]byte, 0, 24*len(y)+2), '[')
	for i, n := range y {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[')
		out = strconv.AppendFloat(out, xs[i], 'g', 15, 64)
		out = append(out, ',')
		if n.None {
			out = append(out, "null"...)
		} else {
			out = strconv.AppendFloat(out, n.Value, 'g', drawn, 64)
		}
		out = append(out, ']')
	}
	return append(out, ']'), nil
}

// places are the stops as numbers on their axis: milliseconds of dates, numbers themselves, indices of names.
func places(at reports.Stops) ([]float64, error) {
	out := make([]float64, at.Len())
	for i := range out {
		switch {
		case len(at.Dates) > 0:
			ms, _, err := reports.Moment(at.Dates[i])
			if err != nil {
				return nil, err
			}
			out[i] = float64(ms)
		case len(at.Numbers) > 0:
			out[i] = at.Numbers[i].Value
		default:
			out[i] = float64(i)
		}
	}
	return out, nil
}

// xAxis is the horizontal axis of stops. Bars stand on categories, everything else on time or numbers.
func xAxis(a reports.Axis, at reports.Stops, category bool) opts.XAxis {
	x := opts.XAxis{
		Type: "value", Min: "dataMin", Max: "dataMax",
		AxisLabel: &opts.AxisLabel{HideOverlap: opts.Bool(true), Formatter: types.FuncStr(fn("tick"))},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	}
	switch {
	case category || len(at.Names) > 0:
		x.Type, x.Min, x.Max = "category", nil, nil
		x.AxisLabel.Formatter = types.FuncStr(fn("name"))
	case len(at.Dates) > 0:
		x.Type = "time"
		x.AxisLabel.Formatter = types.FuncStr(fn("time"))
	case a.Log:
		x.Type = "log"
	}
	if a.Low != nil {
		x.Min = a.Low.Value
	}
	if a.High != nil {
		x.Max = a.High.Value
	}
	return x
}

// yAxis is a vertical axis over all the values that it measures, wide enough for the marks. Where zero would leave
// more than half of the height empty, lines do without it; bars and areas never do.
func yAxis(a reports.Axis, zero bool, marks []reports.Mark, values ...reports.Numbers) opts.YAxis {
	y := opts.YAxis{Type: "value", AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Formatter: types.FuncStr(fn("tick"))}}
	if a.Log {
		y.Type = "log"
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, ns := range values {
		for _, n := range ns {
			if !n.None {
				low, high = math.Min(low, n.Value), math.Max(high, n.Value)
			}
		}
	}
	least, most := low, high
	for _, m := range marks {
		for _, n := range []*reports.Number{m.Level, m.Y} {
			if n != nil {
				least, most = math.Min(least, n.Value), math.Max(most, n.Value)
			}
		}
	}
	y.Scale = opts.Bool(!zero && (least > most/2 || most < least/2))
	if most > high && !a.Log {
		y.Max = beyond(most, most-math.Min(least, 0))
	}
	if least < low && least < 0 && !a.Log {
		y.Min = -beyond(-least, math.Max(most, 0)-least)
	}
	if a.Low != nil {
		y.Min = a.Low.Value
	}
	if a.High != nil {
		y.Max = a.High.Value
	}
	return y
}

// beyond is the first round number above v, in steps of a tenth to a fifth of the span.
func beyond(v, span float64) float64 {
	if span <= 0 {
		return v
	}
	step := math.Pow(10, math.Floor(math.Log10(span/4)))
	if span/step > 10 {
		step *= 2
	}
	return math.Ceil(v/step*(1+1e-9)) * step
}

func axisLabel(a reports.Axis, values ...reports.Numbers) label {
	var all reports.Numbers
	for _, v := range values {
		all = append(all, v...)
	}
	return label{Title: a.Title(), Unit: a.Unit, Digits: reports.Digits(all...)}
}
