package reporttest

import "hashwatt/reports"

func revenueAndCost() *reports.Chart {
	bar := func(name string, c reports.Color, full, sign float64, stream int) reports.Bar {
		return reports.Bar{Name: name, Color: c, Y: reports.Each(months, func(m int) float64 {
			return sign * full * (0.4 + 0.6*built(m)) * (1 + 0.16*noise(m, stream))
		})}
	}
	return &reports.Chart{
		ID: "revenue-cost", Title: "Power is four fifths of what the sites pay", Span: reports.Wide,
		Caption: "Income above zero, cost below. Tax is shown in the last month of a year.",
		Bars: &reports.Bars{
			X: byMonth, Y: reports.Axis{Name: "income and cost", Unit: "M$ a month"}, At: reports.Stops{Dates: monthDates()},
			Bars: []reports.Bar{
				bar("revenue", reports.Green, 33.5, 1, 51), bar("power", reports.Orange, 24, -1, 52), bar("operation", reports.Orange.Tint(3), 4.5, -1, 53), bar("tax", reports.Orange.Tint(5), 0.8, -1, 54),
			},
			Lines: []reports.Line{{Name: "net", Color: reports.Ink, Y: reports.Each(months, func(m int) float64 { return 4*built(m) + 5*noise(m, 55) })}},
		},
	}
}

// waterfall goes down once, and its components have the order of a bill.
func waterfall() *reports.Chart {
	at := func(stop int, v float64) reports.Numbers {
		out := make(reports.Numbers, 6)
		for i := range out {
			out[i] = reports.Gap
		}
		out[stop] = reports.Num(v)
		return out
	}
	paid := at(0, 24)
	paid[1], paid[3] = reports.Num(9), reports.Num(5)
	return &reports.Chart{
		ID: "bill", Title: "Energy is 57 % of the 42.0 USD/MWh; single hours set 19 %",
		Caption: "Component by component. Hatched is what the load of single hours sets.",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "component"}, Y: reports.Axis{Name: "cost of power", Unit: "USD/MWh"},
			At:   reports.Stops{Names: []string{"energy", "network", "capacity", "tax", "subsidy", "all in"}},
			Base: reports.Of([]float64{0, 24, 33, 41, 46, 0}),
			Bars: []reports.Bar{
				{Name: "paid for", Color: reports.Orange.Tint(2), Y: paid},
				{Name: "set by single hours", Color: reports.Orange.Tint(2), Hatch: true, Y: at(2, 8)},
				{Name: "taken off", Color: reports.Green.Tint(2), Y: at(4, -4)},
				{Name: "all in", Color: reports.Orange, Y: at(5, 42)},
			},
		},
	}
}

func cash() *reports.Chart {
	years := []string{"2025", "2026", "2027", "2028", "2029", "2030"}
	return &reports.Chart{
		ID: "cash", Title: "Capital comes back in 2030",
		Caption: "Bars are the cash of a year after tax, the line is their running sum, not discounted.",
		Bars: &reports.Bars{
			X: reports.Axis{Name: "year"}, Y: reports.Axis{Name: "cash", Unit: "M$"}, At: reports.Stops{Dates: years},
			Bars:  []reports.Bar{{Name: "cash of the year", Color: reports.Green.Tint(2), Y: reports.Of([]float64{-121, -94, 28, 62, 71, 83})}},
			Lines: []reports.Line{{Name: "running sum", Color: reports.Ink, Y: reports.Of([]float64{-121, -215, -187, -125, -54, 29})}},
			Marks: []reports.Mark{reports.Point("2030", 29, "payback", reports.Green)},
		},
	}
}

func costAgainstPrice() *reports.Chart {
	p := price()
	cost := reports.Each(months, func(m int) float64 { return 61 + 14*float64(m)/months + 3*noise(m, 61) })
	for m := range 9 {
		cost[m] = reports.Gap
	}
	return &reports.Chart{
		ID: "cost-price", Title: "A coin costs less than it sells for, not by much",
		Caption: "The price in the central case by day; cost per coin by month, power and operation.",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "day"}, Y: reports.Axis{Name: "per bitcoin", Unit: "k$"}, At: reports.Stops{Dates: dayDates()},
			Series: []reports.Line{
				{Name: "price", Color: reports.Green, Y: reports.Each(len(p), func(i int) float64 { return p[i] / 1000 })},
				{Name: "cost", Color: reports.Orange, Style: reports.Dashed, Step: true, At: &reports.Stops{Dates: monthStarts()}, Y: cost},
			},
		},
	}
}

func monthStarts() []string {
	out := monthDates()
	for i := range out {
		out[i] += "-01"
	}
	return out
}
