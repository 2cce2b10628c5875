package html

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"hashwatt/reports"
)

// Heights of a grid in pixels: of a row, and of the foot with dates or with names, which may stand aslant.
const (
	gridRow    = 24
	gridDates  = 32
	gridNames  = 94
	gridTall   = 12  // above so many rows the names of the columns stand above them
	gridOnDark = 0.6 // from this part of full on, a value is told in the colour of the ground
)

// gridHeight is the height of the whole chart in pixels.
func gridHeight(g *reports.Grid) int {
	if len(g.At.Names) > 0 {
		return gridNames + gridRow*len(g.Rows)
	}
	return gridDates + gridRow*max(len(g.Rows), 2)
}

func drawGrid(g *reports.Grid) *drawing {
	data := fields(g)
	d := &drawing{Meta: meta{Form: g.At.Form(), X: axisLabel(g.X), Y: label{Title: g.What, Unit: g.Unit, Digits: reports.Digits(reports.Num(g.Full))}}}
	for _, row := range g.Rows {
		d.Meta.Names = append(d.Meta.Names, row.Name)
	}
	x := xAxis(g.X, g.At, true)
	if len(g.At.Names) > 0 && len(g.Rows) > gridTall {
		x.Position = "top"
	}
	x.AxisTick, x.AxisLine = &opts.AxisTick{Show: opts.Bool(false)}, &opts.AxisLine{Show: opts.Bool(false)}
	y := opts.YAxis{
		Type: "category", Inverse: opts.Bool(true), Data: d.Meta.Names,
		AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Color: "@ink"},
	}
	c := canvas(x, []opts.YAxis{y}, fn("field"))
	c.SetGlobalOptions(
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item", Formatter: types.FuncStr(fn("field"))}),
		charts.WithVisualMapOpts(opts.VisualMap{
			Type: "continuous", Show: opts.Bool(false), Min: 0, Max: float32(g.Full), Dimension: "2",
			InRange: &opts.VisualMapInRange{Color: heatColors(g.Color)},
		}),
	)
	names := g.At.Names
	if len(g.At.Dates) > 0 {
		names = g.At.Dates
	}
	c.SetXAxis(names)
	s := newSeries("heatmap", g.What, data)
	s.Progressive = new(int)
	s.ItemStyle = &itemStyle{BorderColor: "@ground", BorderWidth: 1}
	if g.Told {
		s.Label = &opts.Label{Show: opts.Bool(true), Formatter: fn("share"), FontSize: 12}
	}
	d.Option = option(c, []series{s})
	return d
}

// fields writes the values as [{value: [place, row, value], label}, …]; a gap has none.
func fields(g *reports.Grid) []byte {
	out := []byte{'['}
	for y, row := range g.Rows {
		for x, n := range row.Cells {
			if n.None {
				continue
			}
			if len(out) > 1 {
				out = append(out, ',')
			}
			color := "@ink"
			if n.Value > gridOnDark*g.Full {
				color = "@ground"
			}
			out = append(out, `{"value":[`...)
			out = append(strconv.AppendInt(out, int64(x), 10), ',')
			out = append(strconv.AppendInt(out, int64(y), 10), ',')
			out = append(strconv.AppendFloat(out, n.Value, 'g', drawn, 64), `],"label":{"color":"`+color+`"}}`...)
		}
	}
	return append(out, ']')
}
