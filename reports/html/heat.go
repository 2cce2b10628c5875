package html

import (
	"encoding/base64"
	"fmt"
	"time"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"hashwatt/reports"
)

// heatData carries the cells as base64: one byte an hour. The script fills them into the strips, and joins days where a
// strip is narrower than its days.
type heatData struct {
	Cells string  `json:"cells"`
	First string  `json:"first"` // first day drawn
	Lead  int     `json:"lead"`  // days of the first year before it
	Years []int   `json:"years"` // days of each year
	Full  float64 `json:"full"`
	Steps int     `json:"steps"`
	Unit  string  `json:"unit"`
	What  string  `json:"what"`
}

// Heights of a strip of one year, in pixels: a whole number of pixels an hour.
const (
	stripTall = 240
	stripLow  = 72
	stripGap  = 12
	heatFoot  = 26
)

func drawHeat(h *reports.Heat) (*drawing, error) {
	first, err := time.Parse(time.DateOnly, h.First)
	if err != nil {
		return nil, err
	}
	data := &heatData{
		Cells: base64.StdEncoding.EncodeToString(h.Cells), First: h.First, Lead: first.YearDay() - 1,
		Full: h.Full, Steps: reports.HeatSteps, Unit: h.Unit, What: h.What,
	}
	last := h.Day(h.Days() - 1)
	for y := first.Year(); y <= last.Year(); y++ {
		data.Years = append(data.Years, time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC).YearDay())
	}
	strip := stripHeight(len(data.Years))
	c := charts.NewHeatMap()
	c.XAxisList, c.YAxisList = nil, nil
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item", Formatter: types.FuncStr(fn("cell"))}),
		charts.WithVisualMapOpts(opts.VisualMap{
			Type: "continuous", Show: opts.Bool(false), Min: 0, Max: float32(h.Full), Dimension: "2",
			InRange: &opts.VisualMapInRange{Color: heatColors(h.Color)},
		}),
	)
	var all []series
	for i := range data.Years {
		c.GridList = append(c.GridList, opts.Grid{Left: "44", Right: "8", Top: fmt.Sprint(6 + i*(strip+stripGap)), Height: fmt.Sprint(strip)})
		c.XAxisList = append(c.XAxisList, opts.XAxis{
			Type: "category", GridIndex: i,
			AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(i == len(data.Years)-1)},
		})
		c.YAxisList = append(c.YAxisList, opts.YAxis{
			Type: "category", GridIndex: i, Inverse: opts.Bool(true), Data: hours(),
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
			AxisLabel: &opts.AxisLabel{Show: opts.Bool(true)},
		})
		s := newSeries("heatmap", fmt.Sprint(first.Year()+i), nil)
		s.XAxisIndex, s.YAxisIndex = i, i
		s.Progressive = new(int) // at once: paper does not wait
		all = append(all, s)
	}
	if err := frameStretches(all, h.Marks, first.Year()); err != nil {
		return nil, err
	}
	c.Validate()
	out := c.JSON()
	for _, name := range []string{"title", "toolbox", "color"} {
		delete(out, name)
	}
	out["series"] = all
	out["backgroundColor"] = "@ground" // a dark strip stays one on paper
	return &drawing{Option: out, Heat: data, Meta: meta{Form: "day", Y: label{Title: h.What, Unit: h.Unit, Digits: reports.Digits(reports.Num(h.Full))}}}, nil
}

func stripHeight(years int) int {
	switch {
	case years == 1:
		return stripTall
	case years <= 3:
		return 120
	}
	return stripLow
}

// heatHeight is the height of the whole chart in pixels.
func heatHeight(h *reports.Heat) int {
	years := h.Day(h.Days()-1).Year() - h.Day(0).Year() + 1
	return 6 + years*(stripHeight(years)+stripGap) + heatFoot
}

// heatTints run from the palest tint, for zero, which can be told from the ground that a gap shows, to the full colour.
func heatTints(c reports.Color) []string {
	return []string{string(c.Tint(reports.Tints)), string(c.Tint(4)), string(c.Tint(2)), string(c.Tint(1))}
}

// heatColors are the same as references to the theme.
func heatColors(c reports.Color) []string {
	out := heatTints(c)
	for k := range out {
		out[k] = "@" + out[k]
	}
	return out
}

func hours() []string {
	out := make([]string, 24)
	for h := range out {
		out[h] = fmt.Sprintf("%02d", h)
	}
	return out
}

// frameStretches frames the days of each mark on the strip of each year that it touches. Days count from 0 on 1
// January.
func frameStretches(all []series, marks []reports.Mark, firstYear int) error {
	for _, m := range marks {
		from, to, err := stretch(m)
		if err != nil {
			return err
		}
		for i := range all {
			begin := time.Date(firstYear+i, 1, 1, 0, 0, 0, 0, time.UTC)
			end := begin.AddDate(1, 0, 0)
			a, b := from, to
			if a.Before(begin) {
				a = begin
			}
			if b.After(end) {
				b = end
			}
			if !a.Before(b) {
				continue
			}
			if all[i].MarkArea == nil {
				all[i].MarkArea = &mark{Silent: true, Label: &opts.Label{Show: opts.Bool(false)}}
			}
			all[i].MarkArea.Data = append(all[i].MarkArea.Data, []any{
				markItem{Name: m.Label, XAxis: a.YearDay() - 1, ItemStyle: &itemStyle{Color: "@ground/0", BorderColor: ref(m.Color), BorderWidth: 2}},
				markItem{XAxis: b.AddDate(0, 0, -1).YearDay() - 1},
			})
		}
	}
	return nil
}

func stretch(m reports.Mark) (from, to time.Time, err error) {
	a, _, err := reports.Moment(m.From)
	if err != nil {
		return from, to, err
	}
	b, _, err := reports.Moment(m.To)
	return time.UnixMilli(a).UTC(), time.UnixMilli(b).UTC(), err
}
