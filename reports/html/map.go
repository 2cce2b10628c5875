package html

import (
	"encoding/json"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/go-echarts/go-echarts/v2/types"

	"hashwatt/reports"
)

// Sizes of discs, in pixels: the area is proportional to the megawatts, and a site without a figure has the least.
const (
	largestDisc = 46
	leastDisc   = 7
)

// geo is the land as a component of the chart, with what opts.GeoComponent lacks. The script gives it a name and
// bounds.
type geo struct {
	AspectScale float64    `json:"aspectScale"`
	Silent      bool       `json:"silent"`
	Roam        bool       `json:"roam"`
	Left        int        `json:"left"`
	Top         int        `json:"top"`
	Right       int        `json:"right"`
	Bottom      int        `json:"bottom"`
	ItemStyle   *itemStyle `json:"itemStyle"`
}

// disc is a place as ECharts draws it; Facts are the lines of its tooltip.
type disc struct {
	Name       string      `json:"name"`
	Value      [3]any      `json:"value"` // east, north, MW
	SymbolSize float64     `json:"symbolSize"`
	Symbol     string      `json:"symbol"`
	ItemStyle  *itemStyle  `json:"itemStyle"`
	Facts      [][2]string `json:"facts"`
	Label      *opts.Label `json:"label,omitempty"`
}

func drawMap(m *reports.Map) (*drawing, error) {
	pr := projectionFor(m.Places)
	points := make([]point, len(m.Places))
	largest := 0.0
	for i, p := range m.Places {
		points[i] = pr.project(p.Lon, p.Lat)
		largest = math.Max(largest, p.MW.Value)
	}
	seen := frame(points)
	window := seen.around()
	land, err := outline(m.Land, pr, window)
	if err != nil {
		return nil, err
	}
	discs := make([]disc, len(m.Places))
	for i, p := range m.Places {
		discs[i] = place(m, p, points[i], largest)
	}
	data, err := json.Marshal(discs)
	if err != nil {
		return nil, err
	}
	lines, err := json.Marshal(polylines(graticule(pr, window, graticuleStep(seen))))
	if err != nil {
		return nil, err
	}
	c := charts.NewGeo()
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item", Formatter: types.FuncStr(fn("place"))}),
	)
	c.Validate()
	out := c.JSON()
	for _, name := range []string{"title", "toolbox", "color"} {
		delete(out, name)
	}
	out["geo"] = geo{AspectScale: 1, Silent: true, ItemStyle: &itemStyle{Color: "@land", BorderColor: "@grey", BorderWidth: 0.75}}
	grid := newSeries("lines", "graticule", lines)
	grid.CoordSystem, grid.Polyline, grid.Silent, grid.Z = "geo", true, true, 1
	grid.LineStyle = &opts.LineStyle{Color: "@line", Width: 0.75, Opacity: opts.Float(1)}
	places := newSeries("scatter", "sites", data)
	places.CoordSystem, places.Z = "geo", 5
	places.Label = &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: fn("name"), Color: "@ink", BackgroundColor: "@land/0.6"}
	places.LabelLayout = &opts.LabelLayout{HideOverlap: opts.Bool(true)}
	words, err := mapWords(m, pr)
	if err != nil {
		return nil, err
	}
	out["series"] = []series{grid, words, places}
	return &drawing{
		Option: out, Map: land,
		Meta: meta{Y: label{Title: "power", Unit: "MW"}, Box: &[4]float64{seen.west, seen.south, seen.east, seen.north}},
	}, nil
}

// mapWords prints names in the colour of captions, centred on their place.
func mapWords(m *reports.Map, pr projection) (series, error) {
	type word struct {
		Name  string     `json:"name"`
		Value [2]float64 `json:"value"`
	}
	all := make([]word, len(m.Words))
	for i, w := range m.Words {
		at := pr.project(w.Lon, w.Lat)
		all[i] = word{w.Text, [2]float64{math.Round(at[0]*10) / 10, math.Round(at[1]*10) / 10}}
	}
	data, err := json.Marshal(all)
	s := newSeries("scatter", "names", data)
	s.CoordSystem, s.Silent, s.Z, s.SymbolSize = "geo", true, 2, 0.1
	s.Label = &opts.Label{Show: opts.Bool(true), Position: "inside", Formatter: fn("name"), Color: "@muted", FontSize: 12}
	s.LabelLayout = &opts.LabelLayout{HideOverlap: opts.Bool(true)}
	return s, err
}

// place draws one site: a disc where it runs, a ring where it does not yet, dashed where its place is assumed.
func place(m *reports.Map, p reports.Place, at point, largest float64) disc {
	status, _ := m.Status(p.Status)
	d := disc{
		Name: p.Name, Symbol: "circle", SymbolSize: leastDisc,
		Value:     [3]any{math.Round(at[0]*10) / 10, math.Round(at[1]*10) / 10, p.MW},
		ItemStyle: &itemStyle{Color: ref(status.Color, 0.62), BorderColor: ref(status.Color), BorderWidth: 1.25},
	}
	if status.Open {
		d.ItemStyle.Color, d.ItemStyle.BorderWidth = ref(status.Color, 0.1), 2
	}
	if p.Assumed {
		d.ItemStyle.BorderType = []int{4, 3}
		if !status.Open {
			d.ItemStyle.Color = ref(status.Color, 0.28)
		}
	}
	if !p.MW.None && largest > 0 {
		d.SymbolSize = math.Max(leastDisc, math.Round(10*largestDisc*math.Sqrt(p.MW.Value/largest))/10)
	}
	add := func(name, text string) {
		if text != "" {
			d.Facts = append(d.Facts, [2]string{name, text})
		}
	}
	if !p.Named {
		d.Label = &opts.Label{Show: opts.Bool(false)}
	}
	add("power", powerText(p))
	add("megawatts are", string(p.Chip))
	add("status", p.Status)
	add("region", p.Region)
	if p.Assumed {
		add("place is", string(reports.Assumed))
	}
	add("note", p.Note)
	return d
}

func powerText(p reports.Place) string {
	if p.MW.None {
		return "not stated"
	}
	digits := reports.Digits(p.MW)
	text := reports.WithUnit(p.MW.Format(digits), "MW")
	if !p.Low.None && !p.High.None && p.Low != p.High {
		text += " (" + p.Low.Format(digits) + " to " + p.High.Format(digits) + ")"
	}
	return text
}

func polylines(lines [][]point) []map[string]any {
	out := make([]map[string]any, len(lines))
	for i, l := range lines {
		out[i] = map[string]any{"coords": l}
	}
	return out
}

// graticuleStep is 5, 10 or 20 degrees, by the height of what is seen (1,000 units are the radius of the Earth).
func graticuleStep(b box) float64 {
	switch h := b.north - b.south; {
	case h < 500:
		return 5
	case h < 1200:
		return 10
	}
	return 20
}
