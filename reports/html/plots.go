package html

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/go-echarts/go-echarts/v2/opts"

	"hashwatt/reports"
)

// sampleAbove is how many points a line may have before the script's library thins it for drawing, keeping its
// extremes.
const sampleAbove = 2000

// lineSeries draws one line.
func lineSeries(l reports.Line, shared reports.Stops, category bool) (series, error) {
	at, y := l.Stops(shared), l.Y
	if l.Step && !category {
		at, y = toEnds(at, y)
	}
	data, err := pairs(at, y, category)
	if err != nil {
		return series{}, fmt.Errorf("series %q: %w", l.Name, err)
	}
	s := newSeries("line", l.Name, data)
	s.ShowSymbol = opts.Bool(false)
	s.Z = 4
	s.ItemStyle = &itemStyle{Color: ref(l.Color)}
	s.LineStyle = &opts.LineStyle{Color: ref(l.Color), Width: 2}
	switch l.Style {
	case reports.Solid:
	case reports.Dashed:
		s.LineStyle.Type = "dashed"
	case reports.Dotted:
		s.LineStyle.Type = "dotted"
	case reports.Thin:
		s.LineStyle.Width = 1
	case reports.Dots:
		s.LineStyle.Width, s.LineStyle.Opacity = 0, opts.Float(0)
		s.ShowSymbol = opts.Bool(true)
		s.Symbol, s.SymbolSize = "circle", 7
	}
	if l.Step {
		s.Step = "end"
	}
	if l.Fill {
		s.AreaStyle = &opts.AreaStyle{Color: ref(l.Color, 0.14)}
	}
	if l.Second {
		s.YAxisIndex = 1
	}
	if len(l.Y) > sampleAbove {
		s.Sampling = "lttb"
	}
	if lonely(y) {
		s.ShowSymbol, s.Symbol, s.SymbolSize = opts.Bool(true), "circle", 6
	}
	return s, nil
}

// toEnds lets a step of months last to the end of its month where no value follows it.
func toEnds(at reports.Stops, y reports.Numbers) (reports.Stops, reports.Numbers) {
	if at.Form() != "month" || len(y) != at.Len() {
		return at, y
	}
	var months []string
	var values reports.Numbers
	for i, n := range y {
		months, values = append(months, at.Dates[i]), append(values, n)
		if month, err := time.Parse("2006-01", at.Dates[i]); err == nil && !n.None && (i == len(y)-1 || y[i+1].None) {
			months, values = append(months, month.AddDate(0, 1, 0).Format("2006-01")), append(values, n)
		}
	}
	return reports.Stops{Dates: months}, values
}

// lonely tells whether a line has a value without a neighbour, which a line alone would not show.
func lonely(y reports.Numbers) bool {
	for i, n := range y {
		if !n.None && (i == 0 || y[i-1].None) && (i == len(y)-1 || y[i+1].None) {
			return true
		}
	}
	return false
}

func lineValues(lines []reports.Line) []reports.Numbers {
	out := make([]reports.Numbers, len(lines))
	for i, l := range lines {
		out[i] = l.Y
	}
	return out
}

func drawLines(l *reports.Lines) (*drawing, error) {
	at, filled := l.At, false
	for _, s := range l.Series {
		filled = filled || s.Fill
		if at.Len() == 0 && s.At != nil {
			at = *s.At
		}
	}
	values := lineValues(l.Series)
	d := &drawing{Meta: meta{Form: at.Form(), X: axisLabel(l.X, at.Numbers), Y: axisLabel(l.Y, values...)}}
	c := canvas(xAxis(l.X, at, false), []opts.YAxis{yAxis(l.Y, filled, l.Marks, values...)}, fn("rows"))
	var all []series
	column, shared := 0, -1 // as the table behind the chart lays them out
	for i, s := range l.Series {
		one, err := lineSeries(s, l.At, false)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
		stops := shared
		if s.At != nil || shared < 0 {
			stops = column
			column++
		}
		if s.At == nil {
			shared = stops
		}
		d.Meta.Rows = append(d.Meta.Rows, tip{column, stops, ref(s.Color), s.Shape()})
		d.Meta.Steps = d.Meta.Steps || s.Step
		column++
		if s.Style != reports.Dots {
			d.Meta.Ends = append(d.Meta.Ends, end{i, s.Name, textRef(s.Color)})
		}
	}
	if len(l.Series) > 4 || len(l.Series) == 1 || crowded(l) {
		d.Meta.Ends = nil
	}
	if err := addMarks(&all[0], &d.Meta, l.Marks, at, false); err != nil {
		return nil, err
	}
	d.Option = option(c, all)
	return d, nil
}

// crowded tells whether two lines end so close to each other that labels at their ends would not tell which is which.
func crowded(l *reports.Lines) bool {
	var ends []float64
	low, high := math.Inf(1), math.Inf(-1)
	for _, s := range l.Series {
		last := reports.Gap
		for _, n := range s.Y {
			if !n.None {
				last, low, high = n, min(low, n.Value), max(high, n.Value)
			}
		}
		if !last.None && s.Style != reports.Dots {
			ends = append(ends, last.Value)
		}
	}
	for _, fixed := range []*reports.Number{l.Y.Low, l.Y.High} {
		if fixed != nil {
			low, high = min(low, fixed.Value), max(high, fixed.Value)
		}
	}
	slices.Sort(ends)
	for k := 1; k < len(ends); k++ {
		if ends[k]-ends[k-1] < 0.05*(high-low) {
			return true
		}
	}
	return false
}

func drawAreas(a *reports.Areas) (*drawing, error) {
	values := lineValues(a.Lines)
	for _, s := range a.Areas {
		values = append(values, s.Y)
	}
	d := &drawing{Meta: meta{Form: a.At.Form(), X: axisLabel(a.X, a.At.Numbers), Y: axisLabel(a.Y, values...), Stack: true, Steps: a.Step}}
	c := canvas(xAxis(a.X, a.At, false), []opts.YAxis{yAxis(a.Y, true, a.Marks, values...)}, fn("rows"))
	var all []series
	for i, area := range a.Areas {
		at, y := a.At, area.Y
		if a.Step {
			at, y = toEnds(at, y)
		}
		data, err := pairs(at, y, false)
		if err != nil {
			return nil, fmt.Errorf("series %q: %w", area.Name, err)
		}
		s := newSeries("line", area.Name, data)
		s.Stack, s.ShowSymbol = "layers", opts.Bool(false)
		s.ItemStyle = &itemStyle{Color: ref(area.Color)}
		s.LineStyle = &opts.LineStyle{Color: "@ground", Width: 0.75}
		s.AreaStyle = &opts.AreaStyle{Color: ref(area.Color), Opacity: opts.Float(1)}
		if a.Step {
			s.Step = "end"
		}
		if len(area.Y) > sampleAbove {
			s.Sampling = "lttb"
		}
		all = append(all, s)
		d.Meta.Rows = append([]tip{{i + 1, 0, ref(area.Color), "area"}}, d.Meta.Rows...)
	}
	for i, l := range a.Lines {
		s, err := lineSeries(l, a.At, false)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
		d.Meta.Rows = append(d.Meta.Rows, tip{len(a.Areas) + i + 1, 0, ref(l.Color), l.Shape()})
	}
	if err := addMarks(&all[0], &d.Meta, a.Marks, a.At, false); err != nil {
		return nil, err
	}
	d.Option = option(c, all)
	return d, nil
}

// The room between bars, of that of one, and the widest bar in pixels.
const (
	barGap   = "22%"
	barWidth = "56"
)

func drawBars(b *reports.Bars) (*drawing, error) {
	var first, second []reports.Numbers
	for _, s := range b.Bars {
		first = append(first, s.Y)
	}
	for _, l := range b.Lines {
		if l.Second {
			second = append(second, l.Y)
		} else {
			first = append(first, l.Y)
		}
	}
	d := &drawing{Meta: meta{Form: b.At.Form(), X: axisLabel(b.X), Y: axisLabel(b.Y, first...), Stack: !b.Grouped}}
	x := xAxis(b.X, b.At, true)
	x.AxisTick = &opts.AxisTick{Show: opts.Bool(false)}
	up, down := b.Ends()
	if b.Base != nil { // the heights of the bars are not places on the axis
		first = nil
	}
	y := []opts.YAxis{yAxis(b.Y, true, b.Marks, append([]reports.Numbers{up, down}, first...)...)}
	if b.Y2 != nil {
		right := yAxis(*b.Y2, true, nil, second...)
		right.SplitLine = &opts.SplitLine{Show: opts.Bool(false)}
		right.AxisLabel.Color = textRef(secondColor(b))
		y[0].AxisLabel.Color = textRef(b.Bars[0].Color)
		y = append(y, right)
	}
	c := canvas(x, y, fn("rows"))
	labels := b.At.Names
	if len(b.At.Dates) > 0 {
		labels = b.At.Dates
	}
	c.SetXAxis(labels)
	var all []series
	if b.Base != nil {
		data, err := pairs(b.At, b.Base, true)
		if err != nil {
			return nil, fmt.Errorf("base: %w", err)
		}
		s := newSeries("bar", "base", data)
		s.BarCategoryGap, s.BarMaxWidth, s.Stack, s.StackStrategy, s.Silent = barGap, barWidth, "bars", "all", true
		s.ItemStyle = &itemStyle{Color: "transparent"}
		all = append(all, s)
	}
	for _, bar := range b.Bars {
		heights := bar.Y
		if b.Base != nil { // what stands on a gap would have no foot
			heights = filled(bar.Y)
		}
		data, err := pairs(b.At, heights, true)
		if err != nil {
			return nil, fmt.Errorf("series %q: %w", bar.Name, err)
		}
		s := newSeries("bar", bar.Name, data)
		s.BarCategoryGap, s.BarMaxWidth = barGap, barWidth
		s.ItemStyle = &itemStyle{Color: ref(bar.Color)}
		if bar.Hatch {
			s.ItemStyle.Decal = hatch
		}
		if !b.Grouped {
			s.Stack = "bars"
		}
		if b.Base != nil {
			s.StackStrategy = "all"
		}
		all = append(all, s)
	}
	for _, i := range b.Seen() {
		d.Meta.Rows = append(d.Meta.Rows, tip{i + 1, 0, ref(b.Bars[i].Color), "bar"})
	}
	for i, l := range b.Lines {
		s, err := lineSeries(l, b.At, true)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
		d.Meta.Rows = append(d.Meta.Rows, tip{len(b.Bars) + i + 1, 0, ref(l.Color), l.Shape()})
	}
	if err := addMarks(&all[0], &d.Meta, b.Marks, b.At, true); err != nil {
		return nil, err
	}
	d.Option = option(c, all)
	return d, nil
}

// filled is a column with zeros for its gaps.
func filled(y reports.Numbers) reports.Numbers {
	out := make(reports.Numbers, len(y))
	for i, n := range y {
		out[i].Value = n.Value
	}
	return out
}

// secondColor is the colour of the right axis: that of the first line measured on it.
func secondColor(b *reports.Bars) reports.Color {
	for _, l := range b.Lines {
		if l.Second {
			return l.Color
		}
	}
	return reports.Ink
}

// drawFan draws bands as differences stacked on an undrawn lower line, P5 to P95 below P25 to P75, then the lines.
func drawFan(f *reports.Fan) (*drawing, error) {
	values := append([]reports.Numbers{f.P5, f.P95, f.Central}, f.Samples...)
	d := &drawing{Meta: meta{Form: f.At.Form(), X: axisLabel(f.X, f.At.Numbers), Y: axisLabel(f.Y, values...)}}
	c := canvas(xAxis(f.X, f.At, false), []opts.YAxis{yAxis(f.Y, false, f.Marks, values...)}, fn("rows"))
	var all []series
	band := func(name string, low, high reports.Numbers, color reports.Color) error {
		for i, part := range []reports.Numbers{low, difference(high, low)} {
			data, err := pairs(f.At, part, false)
			if err != nil {
				return err
			}
			s := newSeries("line", name, data)
			s.Stack, s.StackStrategy, s.ShowSymbol, s.Silent = name, "all", opts.Bool(false), true
			s.LineStyle = &opts.LineStyle{Width: 0, Opacity: opts.Float(0)}
			s.ItemStyle = &itemStyle{Color: ref(color)}
			if i == 1 {
				s.AreaStyle = &opts.AreaStyle{Color: ref(color), Opacity: opts.Float(1)}
			}
			all = append(all, s)
		}
		return nil
	}
	if err := band("P5 to P95", f.P5, f.P95, f.Color.Tint(5)); err != nil {
		return nil, err
	}
	if err := band("P25 to P75", f.P25, f.P75, f.Color.Tint(4)); err != nil {
		return nil, err
	}
	lines := []reports.Line{{Name: "median", Color: f.Color, Y: f.P50}}
	if f.Central != nil {
		lines = append(lines, reports.Line{Name: reports.CentralName, Color: reports.Ink, Style: reports.Dashed, Y: f.Central})
	}
	for i, s := range f.Samples {
		lines = append([]reports.Line{{Name: reports.SampleName(i), Color: reports.Grey, Style: reports.Thin, Y: s}}, lines...)
	}
	for _, l := range lines {
		s, err := lineSeries(l, f.At, false)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	for i, color := range []reports.Color{f.Color.Tint(5), f.Color.Tint(4), f.Color, f.Color.Tint(4), f.Color.Tint(5)} {
		shape := "area"
		if i == 2 {
			shape = "line"
		}
		d.Meta.Rows = append([]tip{{i + 1, 0, ref(color), shape}}, d.Meta.Rows...)
	}
	if f.Central != nil {
		d.Meta.Rows = append(d.Meta.Rows, tip{6, 0, ref(reports.Ink), "dashed"})
	}
	if err := addMarks(&all[0], &d.Meta, f.Marks, f.At, false); err != nil {
		return nil, err
	}
	d.Option = option(c, all)
	return d, nil
}

// difference is the height of a band; a gap where either end is one.
func difference(high, low reports.Numbers) reports.Numbers {
	out := make(reports.Numbers, len(high))
	for i := range out {
		if high[i].None || low[i].None {
			out[i] = reports.Gap
			continue
		}
		out[i].Value = high[i].Value - low[i].Value
	}
	return out
}
