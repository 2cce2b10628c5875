package reporttest

import (
	"math"

	"hashwatt/reports"
)

func cashFan() *reports.Chart {
	f := fan(func(m int) float64 {
		return -330*math.Sin(math.Min(1, float64(m)/36)*math.Pi/2) + 6*math.Max(0, float64(m-36))
	}, 130)
	f.X, f.Y, f.Color = byMonth, reports.Axis{Name: "running sum of cash", Unit: "M$"}, reports.Green
	f.Marks = []reports.Mark{reports.Level(0, "paid back", reports.Ink), reports.When("2028-04", "halving", reports.Purple)}
	return &reports.Chart{ID: "cash-fan", Title: "Four futures of ten end above zero", Caption: "Nine in ten of 200 futures lie in the pale band, half of them in the darker one.", Fan: &f}
}

func energyFan() *reports.Chart {
	f := fan(func(m int) float64 { return 180 + 290*built(m) - 70*math.Cos(2*math.Pi*float64(m)/12)*-1 }, 42)
	f.X, f.Y, f.Color = byMonth, reports.Axis{Name: "electricity", Unit: "GWh a month"}, reports.Blue
	return &reports.Chart{ID: "energy-fan", Title: "Electricity depends more on megawatts than on the coin", Caption: "The same futures as beside.", Fan: &f}
}
