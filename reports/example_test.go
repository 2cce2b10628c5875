package reports_test

import (
	"fmt"
	"strings"

	"hashwatt/reports"
)

// behind lists the columns of the table behind a chart, or says why the chart cannot be shown.
func behind(c reports.Chart) string {
	page := reports.Page{
		Schema: reports.Schema, Title: "Example",
		Audiences: []reports.Audience{{ID: reports.Policy, Name: "Policy", Answer: "An answer."}},
		Sections:  []reports.Section{{ID: "example", Title: "Example", Blocks: []reports.Block{{Chart: &c}}}},
	}
	if err := page.Check(); err != nil {
		return err.Error()
	}
	return strings.Join(heads(c.Behind()), "\n")
}

// Lines along time, with a level and a date marked, and points that have dates of their own.
func Example_lines() {
	fmt.Println(behind(reports.Chart{
		ID: "share", Title: "The sites’ share stays under 4 %", Caption: "By difficulty epoch.", Span: reports.Wide,
		Lines: &reports.Lines{
			X: reports.Axis{Name: "start of the epoch"}, Y: reports.Axis{Name: "share of the network", Unit: "%"},
			At: reports.Stops{Dates: []string{"2025-01-01", "2025-01-15", "2025-01-29"}},
			Series: []reports.Line{
				{Name: "the sites", Color: reports.Purple, Fill: true, Y: reports.Of([]float64{1.2, 1.4, 1.3})},
				{Name: "published", Color: reports.Grey, Style: reports.Dots, At: &reports.Stops{Dates: []string{"2025-01-10"}}, Y: reports.Of([]float64{3})},
			},
			Marks: []reports.Mark{reports.Level(11.23, "11.23 %, January 2022", reports.Ink), reports.When("2025-01-20", "ban", reports.Red)},
		},
	}))
	// Output:
	// start of the epoch
	// the sites, %
	// published: start of the epoch
	// published, %
}

// A duration curve is lines along a number.
func Example_duration() {
	fmt.Println(behind(reports.Chart{
		ID: "price-duration", Title: "Old machines run in a fifth of the hours",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "hours of the year", Unit: "h"}, Y: reports.Axis{Name: "price of power", Unit: "USD/MWh"},
			At:     reports.Stops{Numbers: reports.Of([]float64{0, 4380, 8760})},
			Series: []reports.Line{{Name: "price", Color: reports.Orange, Y: reports.Of([]float64{95, 46, 12})}},
			Marks:  []reports.Mark{reports.Level(47, "S19 XP, 21.5 J/TH", reports.Green)},
		},
	}))
	// Output:
	// hours of the year, h
	// price, USD/MWh
}

// Stacked steps with a line over them: what is built, and what the limits allow.
func Example_areas() {
	months := []string{"2025-01", "2025-02", "2025-03"}
	fmt.Println(behind(reports.Chart{
		ID: "build-out", Title: "Power triples by March",
		Areas: &reports.Areas{
			X: reports.Axis{Name: "month"}, Y: reports.Axis{Name: "connected power", Unit: "MW"}, At: reports.Stops{Dates: months}, Step: true,
			Areas: []reports.Area{{Name: "standing", Color: reports.Blue.Tint(2), Y: reports.Of([]float64{10, 10, 10})}, {Name: "announced", Color: reports.Blue.Tint(4), Y: reports.Of([]float64{0, 10, 20})}},
			Lines: []reports.Line{{Name: "allowed", Color: reports.Red, Style: reports.Dashed, Step: true, Y: reports.Of([]float64{25, 25, 25})}},
		},
	}))
	// Output:
	// month
	// standing, MW
	// announced, MW
	// allowed, MW
}

// Stacked bars by month with a line on an axis of its own. A gap is a month in which there is nothing to say.
func Example_bars() {
	fmt.Println(behind(reports.Chart{
		ID: "idle", Title: "What stopped the machines",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "month"}, Y: reports.Axis{Name: "idle", Unit: "h"}, Y2: &reports.Axis{Name: "shadow price", Unit: "USD/MWh"},
			At:    reports.Stops{Dates: []string{"2025-01", "2025-02"}},
			Bars:  []reports.Bar{{Name: "price", Color: reports.Orange, Y: reports.Of([]float64{120, 80})}, {Name: "quota", Color: reports.Red, Y: reports.Of([]float64{300, 0})}},
			Lines: []reports.Line{{Name: "quota, one MWh more", Color: reports.Purple, Second: true, Y: reports.Numbers{reports.Num(18), reports.Gap}}},
		},
	}))
	// Output:
	// month
	// price, h
	// quota, h
	// quota, one MWh more, USD/MWh
}

// Bars and a line on one axis, with a point marked: cash by year and its running sum.
func Example_cash() {
	fmt.Println(behind(reports.Chart{
		ID: "cash", Title: "Capital comes back in 2027",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "year"}, Y: reports.Axis{Name: "cash", Unit: "M$"}, At: reports.Stops{Dates: []string{"2025", "2026", "2027"}},
			Bars:  []reports.Bar{{Name: "of the year", Color: reports.Green.Tint(2), Y: reports.Of([]float64{-10, 4, 8})}},
			Lines: []reports.Line{{Name: "running sum", Color: reports.Ink, Y: reports.Of([]float64{-10, -6, 2})}},
			Marks: []reports.Mark{reports.Point("2027", 2, "payback", reports.Green)},
		},
	}))
	// Output:
	// year
	// of the year, M$
	// running sum, M$
}

// A fan of futures.
func Example_fan() {
	row := func(v float64) reports.Numbers { return reports.Of([]float64{v, v - 1}) }
	fmt.Println(behind(reports.Chart{
		ID: "cash-fan", Title: "Four futures of ten end above zero",
		Fan: &reports.Fan{
			X: reports.Axis{Name: "month"}, Y: reports.Axis{Name: "running sum of cash", Unit: "M$"}, At: reports.Stops{Dates: []string{"2025-01", "2025-02"}}, Color: reports.Green,
			P5: row(-9), P25: row(-4), P50: row(-1), P75: row(2), P95: row(7), Central: row(0), Samples: []reports.Numbers{row(3)},
		},
	}))
	// Output:
	// month
	// P5, M$
	// P25, M$
	// median, M$
	// P75, M$
	// P95, M$
	// central case, M$
	// single future 1, M$
}

// A heat map of every hour of two days; the first two hours are before the site was built.
func Example_heat() {
	share := reports.Each(48, func(hour int) float64 { return 100 - float64(hour) })
	share[0], share[1] = reports.Gap, reports.Gap
	c := reports.Chart{
		ID: "running", Title: "When machines ran", Span: reports.Wide,
		Heat: &reports.Heat{
			What: "machines running", Unit: "%", Zone: "Moscow time", First: "2025-01-01", Full: 100, Cells: reports.PackHeat(share, 100), Color: reports.Blue,
			Marks: []reports.Mark{reports.During("2025-01-02", "2025-01-03", "ban", reports.Red)},
		},
	}
	fmt.Println(c.Heat.Days(), "days;", c.Heat.Cell(0, 1).None, c.Heat.Cell(0, 2).Value, c.Heat.Cell(1, 0).Value)
	// Output:
	// 2 days; true 98 76
}

// A grid of two limits by month: blank where not in force.
func Example_grid() {
	fmt.Println(behind(reports.Chart{
		ID: "rules", Title: "The quota binds in January", Span: reports.Wide,
		Grid: &reports.Grid{
			What: "hours in force in which it binds", Unit: "%", X: reports.Axis{Name: "month"}, At: reports.Stops{Dates: []string{"2026-01", "2026-02"}}, Of: "limit", Full: 100, Color: reports.Red,
			Rows: []reports.Row{
				{Name: "quota", Cells: reports.Of([]float64{80, 0})},
				{Name: "ban", Cells: reports.Numbers{reports.Gap, reports.Num(100)}},
			},
		},
	}))
	// Output:
	// month
	// quota, %
	// ban, %
}

// A map of places on an outline of the land.
func Example_map() {
	fmt.Println(behind(reports.Chart{
		ID: "map", Title: "One site of 21 MW", Span: reports.Wide, Height: 420,
		Map: &reports.Map{
			Land:     []byte(`{"type":"Polygon","coordinates":[[[30,50],[70,50],[70,70],[30,70],[30,50]]]}`),
			Statuses: []reports.Status{{Name: "operating", Color: reports.Green}, {Name: "announced", Color: reports.Orange, Open: true}},
			Places: []reports.Place{{
				Name: "Mikun", Lat: 62.36, Lon: 50.07, MW: reports.Num(21.07), Low: reports.Num(4), High: reports.Num(85),
				Status: "announced", Region: "komi", Chip: reports.Inferred, Named: true,
			}},
			Words: []reports.Word{{Text: "Komi", Lat: 64, Lon: 54}},
		},
	}))
	// Output:
	// site
	// region
	// status
	// power, MW
	// low, MW
	// high, MW
	// megawatts are
	// place is
	// latitude, °
	// longitude, °
}

// A mistake is named with its place and its cure.
func Example_mistake() {
	fmt.Println(behind(reports.Chart{
		ID: "cash", Title: "Cash",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "year"}, Y: reports.Axis{Name: "cash", Unit: "M$"}, At: reports.Stops{Dates: []string{"2025", "2026", "2027"}},
			Bars: []reports.Bar{{Name: "of the year", Color: "teal", Y: reports.Of([]float64{-10, 4})}},
		},
	}))
	// Output:
	// the page cannot be shown:
	//   section "example": chart "cash": series "of the year": colour "teal" is not one of the theme
	//   section "example": chart "cash": series "of the year": 2 values for 3 stops
}
