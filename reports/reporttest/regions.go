package reporttest

import "hashwatt/reports"

var regionNames = []string{"Komi", "Komi, north", "Irkutsk, north", "Krasnoyarsk", "Khakassia", "Karelia", "Khanty-Mansi", "Yamal", "Buryatia", "Norilsk", "Perm", "Tatarstan"}

func regionBars() *reports.Chart {
	bar := func(name string, c reports.Color, hatch bool, full float64, stream int) reports.Bar {
		return reports.Bar{Name: name, Color: c, Hatch: hatch, Y: reports.Each(len(regionNames), func(i int) float64 { return full * (1 + 0.3*noise(i, stream)) })}
	}
	return &reports.Chart{
		ID: "region-bill", Title: "What a megawatt-hour costs, and what could be avoided", Span: reports.Wide,
		Caption: "The invoice over the energy, by component. The striped part could be avoided by standing still in the system’s peak hours.",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "region"}, Y: reports.Axis{Name: "cost of power", Unit: "USD/MWh"}, At: reports.Stops{Names: append([]string(nil), regionNames...)},
			Bars: []reports.Bar{
				bar("energy", reports.Orange, false, 21, 81), bar("network", reports.Orange.Tint(3), false, 9, 82), bar("capacity, avoidable", reports.Orange.Tint(4), true, 11, 83),
			},
		},
	}
}

func regionTable() *reports.Table {
	names := append([]string(nil), regionNames...)
	col := func(name, unit string, at func(i int) float64) reports.Column {
		return reports.Column{Name: name, Unit: unit, Numbers: reports.Each(len(names), at)}
	}
	npv := col("net present value", "M$", func(i int) float64 { return -80 + 120*noise(i, 74) })
	npv.Numbers[6] = reports.Gap
	return &reports.Table{ID: "regions-table", Title: "Regions, sums of the central case", Caption: "An empty cell: no capital was spent in the horizon.", Columns: []reports.Column{
		{Name: "region", Text: names},
		col("sites", "", func(i int) float64 { return float64(1 + (i*7)%5) }),
		col("power", "MW", func(i int) float64 { return 316 / (1 + 0.6*float64(i)) }),
		col("electricity", "GWh a year", func(i int) float64 { return 1900 / (1 + 0.7*float64(i)) }),
		col("price", "USD/MWh", func(i int) float64 { return 40 + 12*noise(i, 71) }),
		col("idle", "% of hours", func(i int) float64 { return 34 + 20*noise(i, 72) }),
		npv,
	}}
}
