package html

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"hashwatt/reports"
)

// mark is a group of marks on a series: lines, areas or points. Labels of flags are placed by the script, which
// knows how wide the chart is.
type mark struct {
	Silent     bool            `json:"silent"`
	Symbol     any             `json:"symbol,omitempty"`
	SymbolSize float64         `json:"symbolSize,omitempty"`
	Label      *opts.Label     `json:"label,omitempty"`
	LineStyle  *opts.LineStyle `json:"lineStyle,omitempty"`
	Data       []any           `json:"data"`
}

type markItem struct {
	Name      string          `json:"name,omitempty"`
	XAxis     any             `json:"xAxis,omitempty"`
	YAxis     any             `json:"yAxis,omitempty"`
	Coord     []any           `json:"coord,omitempty"`
	LineStyle *opts.LineStyle `json:"lineStyle,omitempty"`
	ItemStyle *itemStyle      `json:"itemStyle,omitempty"`
	Label     *opts.Label     `json:"label,omitempty"`
}

// addMarks puts the marks of a chart on its first series. Dates beyond the drawn stretch are left to the axis,
// which hides them.
func addMarks(s *series, m *meta, marks []reports.Mark, at reports.Stops, category bool) error {
	line := &mark{Silent: true, Symbol: "none", LineStyle: &opts.LineStyle{Width: 1.25, Type: "dashed"}, Label: &opts.Label{Show: opts.Bool(false)}}
	area := &mark{Silent: true, Label: &opts.Label{Show: opts.Bool(false)}}
	point := &mark{Silent: true, Symbol: "circle", SymbolSize: 9, Label: &opts.Label{Show: opts.Bool(true), Position: "top", Formatter: fn("name")}}
	named := map[string]bool{}
	for _, k := range marks {
		style := &opts.LineStyle{Color: ref(k.Color)}
		switch {
		case k.Level != nil:
			line.Data = append(line.Data, markItem{Name: k.Label, YAxis: k.Level.Value, LineStyle: style})
			m.Levels = append(m.Levels, flag{k.Level.Value, k.Label, textRef(k.Color)})
		case k.To != "":
			from, err := placeOf(k.From, at, category)
			if err != nil {
				return err
			}
			to, err := placeOf(k.To, at, category)
			if err != nil {
				return err
			}
			area.Data = append(area.Data, []any{
				markItem{Name: k.Label, XAxis: from, ItemStyle: &itemStyle{Color: ref(k.Color, 0.12)}},
				markItem{XAxis: to},
			})
			if !named[k.Label] { // one label for all the winters of a rule
				m.Flags = append(m.Flags, flag{from, k.Label, textRef(k.Color)})
				named[k.Label] = true
			}
		default:
			x := 0.0
			if k.X != nil {
				x = k.X.Value
			} else {
				var err error
				if x, err = placeOf(k.From, at, category); err != nil {
					return err
				}
			}
			if k.Y != nil {
				point.Data = append(point.Data, markItem{
					Name: k.Label, Coord: []any{x, k.Y.Value},
					ItemStyle: &itemStyle{Color: ref(k.Color), BorderColor: "@ground", BorderWidth: 1.5}, Label: &opts.Label{Color: textRef(k.Color), BackgroundColor: "@ground/0.85"},
				})
				continue
			}
			line.Data = append(line.Data, markItem{Name: k.Label, XAxis: x, LineStyle: style})
			m.Flags = append(m.Flags, flag{x, k.Label, textRef(k.Color)})
		}
	}
	if line.Data != nil {
		s.MarkLine = line
	}
	if area.Data != nil {
		s.MarkArea = area
	}
	if point.Data != nil {
		s.MarkPoint = point
	}
	return nil
}

// placeOf is a date's place on the axis of stops: milliseconds, or among categories the index of the last stop that
// is not later, clamped to the drawn ones.
func placeOf(date string, at reports.Stops, category bool) (float64, error) {
	ms, _, err := reports.Moment(date)
	if err != nil || !category {
		return float64(ms), err
	}
	index := 0
	for i, d := range at.Dates {
		stop, _, err := reports.Moment(d)
		if err != nil {
			return 0, err
		}
		if stop <= ms {
			index = i
		}
	}
	return float64(index), nil
}
