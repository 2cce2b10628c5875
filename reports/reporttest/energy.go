package reporttest

import (
	"math"

	"hashwatt/reports"
)

func energyBySite() *reports.Chart {
	y := reports.Axis{Name: "electricity", Unit: "GWh a month"}
	bar := func(name string, full float64, step int) reports.Bar {
		return reports.Bar{Name: name, Color: reports.Blue.Tint(step), Y: reports.Each(months, func(m int) float64 {
			season := 0.78 + 0.2*math.Cos(2*math.Pi*(float64(m%12)-6)/12)
			return full * season * (0.35 + 0.65*built(m)) * (1 + 0.05*noise(m, step))
		})}
	}
	others := bar("41 others", 330, 1)
	others.Color = reports.Grey.Tint(3)
	return &reports.Chart{
		ID: "energy-by-site", Title: "Electricity falls by a third each winter", Span: reports.Wide,
		Caption: "The five largest sites and all others together. A month is of Moscow time.",
		Bars: &reports.Bars{X: byMonth, Y: y, At: reports.Stops{Dates: monthDates()}, Bars: []reports.Bar{
			others, bar("Sindor", 14, 5), bar("Mikun", 15, 4), bar("Norilsk", 16, 3), bar("Mukhorshibir", 62, 2), bar("Bratsk", 70, 1),
		}},
	}
}

func heatMap() *reports.Chart {
	heat := &reports.Heat{What: "machines running", Unit: "%", Zone: "Moscow time", First: "2025-01-01", Full: 100, Cells: heatCells(), Color: reports.Blue}
	for y := 2025; y < 2030; y++ {
		heat.Marks = append(heat.Marks, reports.During(name("%d-11-15", y), name("%d-03-16", y+1), "winter quota", reports.Red))
	}
	return &reports.Chart{
		ID: "running", Title: "When machines ran", Span: reports.Wide,
		Caption: "Each strip is a year, each column a day, midnight at the top. Pale stripes at nine and nineteen are dear hours; the framed stretches are under the quota, which runs out before the month does.",
		Heat:    heat,
	}
}

func loadDuration() *reports.Chart {
	hours, load := duration(func(s float64) float64 { return 1040 / (1 + math.Exp((s-0.62)*9)) })
	_, without := duration(func(s float64) float64 { return 1062 / (1 + math.Exp((s-0.86)*12)) })
	return &reports.Chart{
		ID: "load-duration", Title: "Full power in fewer than half of the hours",
		Caption: "Hours of 2028 sorted by load. The gap between the lines is what limits keep back.",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "hours of the year", Unit: "h"}, Y: reports.Axis{Name: "load", Unit: "MW"}, At: reports.Stops{Numbers: hours},
			Series: []reports.Line{{Name: "as limited", Color: reports.Blue, Fill: true, Y: load}, {Name: "without limits", Color: reports.Blue, Style: reports.Dashed, Y: without}},
		},
	}
}

func priceDuration() *reports.Chart {
	hours, p := duration(func(s float64) float64 { return 31 + 60*math.Exp(-14*s) + 24*(1-s) - 14*math.Exp(-30*(1-s)) })
	return &reports.Chart{
		ID: "price-duration", Title: "Old machines run in a fifth of the hours",
		Caption: "Hours of 2028 sorted by price, network charges included. A machine class runs in the hours to the right of the place where its line crosses the curve.",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "hours of the year", Unit: "h"}, Y: reports.Axis{Name: "price of power", Unit: "USD/MWh"}, At: reports.Stops{Numbers: hours},
			Series: []reports.Line{{Name: "price of power", Color: reports.Orange, Y: p}},
			Marks: []reports.Mark{
				reports.Level(82, "S21, 17.5 J/TH", reports.Green), reports.Level(47, "S19 XP, 21.5 J/TH", reports.Green), reports.Level(34, "S19, 29.5 J/TH", reports.Green),
			},
		},
	}
}

func idleHours() *reports.Chart {
	reason := func(name string, c reports.Color, f func(m int) float64) reports.Bar {
		return reports.Bar{Name: name, Color: c, Y: reports.Each(months, func(m int) float64 { return math.Max(0, f(m)) })}
	}
	isWinter := func(m int) float64 {
		switch m % 12 {
		case 0, 1, 11:
			return 1
		case 2, 10:
			return 0.5
		}
		return 0
	}
	shadow := reports.Each(months, func(m int) float64 { return isWinter(m) * (18 + 6*noise(m, 9)) })
	for m := range 9 {
		shadow[m] = reports.Gap
	}
	return &reports.Chart{
		ID: "idle", Title: "What stopped the machines", Span: reports.Wide,
		Caption: "Machine-hours that stood still, by reason. The line is what one more megawatt-hour under the winter quota would have been worth; it is zero where the quota does not bind.",
		Bars: &reports.Bars{
			X: byMonth, Y: reports.Axis{Name: "idle", Unit: "thousand machine-hours"}, Y2: &reports.Axis{Name: "shadow price of the winter quota", Unit: "USD/MWh"},
			At: reports.Stops{Dates: monthDates()},
			Bars: []reports.Bar{
				reason("outage", reports.Grey.Tint(3), func(m int) float64 { return 9 * built(m) }),
				reason("price above break-even", reports.Orange.Tint(2), func(m int) float64 { return built(m) * (60 + 25*noise(m, 7)) }),
				reason("year-round ban", reports.Red.Tint(4), func(m int) float64 {
					if m >= 12 {
						return 45
					}
					return 0
				}),
				reason("winter quota", reports.Red, func(m int) float64 { return built(m) * 210 * isWinter(m) }),
			},
			Lines: []reports.Line{{Name: "shadow price", Color: reports.Purple, Second: true, Y: shadow}},
		},
	}
}
