package reporttest

import (
	"math"

	"hashwatt/reports"
)

func mapChart(places []reports.Place) *reports.Chart {
	return &reports.Chart{
		ID: "map", Title: "Forty-six sites, 1.1 GW where the middle estimate holds", Span: reports.Wide, Height: 460,
		Caption: "The area of a disc is its megawatts. A ring does not run yet; a dashed outline stands at an assumed place. Lines are ten degrees apart.",
		Map: &reports.Map{Land: Land(), Places: places, Statuses: []reports.Status{
			{Name: "operating", Color: reports.Green},
			{Name: "under construction", Color: reports.Blue, Open: true},
			{Name: "announced", Color: reports.Orange, Open: true},
			{Name: "never energised", Color: reports.Grey, Open: true},
		}, Words: []reports.Word{
			{Text: "Komi", Lat: 64.6, Lon: 54.2},
			{Text: "Karelia", Lat: 62.9, Lon: 33},
			{Text: "Khanty-Mansi", Lat: 60.2, Lon: 71.5},
			{Text: "Yamal", Lat: 65.6, Lon: 76.5},
			{Text: "Irkutsk", Lat: 55.1, Lon: 104},
			{Text: "Krasnoyarsk", Lat: 57.5, Lon: 93.6},
			{Text: "Khakassia", Lat: 52.3, Lon: 89.5},
			{Text: "Perm", Lat: 57.2, Lon: 57.6},
			{Text: "Tatarstan", Lat: 54.9, Lon: 51.2},
			{Text: "Buryatia", Lat: 52.2, Lon: 110.5},
		}},
	}
}

func buildOut() *reports.Chart {
	level := func(full, from float64) reports.Numbers {
		return reports.Each(months, func(m int) float64 { return from + (full-from)*built(m) })
	}
	return &reports.Chart{
		ID: "build-out", Title: "The announced sites triple the power by 2028", Span: reports.Wide,
		Caption: "Dates of the Komi sites are assumed: two at a time, every three months. The line is what the connection limits allow.",
		Areas: &reports.Areas{
			X: byMonth, Y: reports.Axis{Name: "connected power", Unit: "MW"}, At: reports.Stops{Dates: monthDates()}, Step: true,
			Areas: []reports.Area{
				{Name: "BitRiver, standing", Color: reports.Blue.Tint(2), Y: level(555, 555)},
				{Name: "BitRiver, announced", Color: reports.Blue.Tint(4), Y: level(328, 0)},
				{Name: "Komi, dates assumed", Color: reports.Blue.Tint(5), Y: level(316, 0)},
			},
			Lines: []reports.Line{{Name: "allowed by limits", Color: reports.Red, Style: reports.Dashed, Step: true, Y: reports.Each(months, func(m int) float64 { return 1150 - 250*math.Floor(float64(m)/60) })}},
			Marks: []reports.Mark{reports.When("2026-01", "year-round ban, Irkutsk", reports.Red), reports.When("2028-04", "halving", reports.Purple)},
		},
	}
}
