package reporttest

import (
	"math"

	"hashwatt/reports"
)

// rules are two limits by month: a quota of the winters and a ban from a date on.
func rules() *reports.Chart {
	g := &reports.Grid{What: "hours in force in which it binds", Unit: "%", X: byMonth, At: reports.Stops{Dates: monthDates()}, Of: "limit", Full: 100, Color: reports.Red}
	quota, ban := make(reports.Numbers, months), make(reports.Numbers, months)
	for m := range months {
		quota[m], ban[m] = reports.Gap, reports.Gap
		if k := m % 12; k < 3 || k > 9 {
			quota[m] = reports.Num(math.Round(50 + 45*noise(m, 91)))
		}
		if m >= 30 {
			ban[m] = reports.Num(100)
		}
	}
	g.Rows = []reports.Row{{Name: "year-round ban", Cells: ban}, {Name: "winter quota", Cells: quota}}
	return &reports.Chart{
		ID: "rules", Title: "The quota binds in half of the winter’s hours", Span: reports.Wide, Grid: g,
		Caption: "Blank: not in force. Faintest: in force, but it holds nobody back.",
	}
}

// reasons are what stops a few sites.
func reasons() *reports.Chart {
	g := &reports.Grid{What: "of what the plant could draw", Unit: "%", At: reports.Stops{Names: []string{"price", "winter quota", "outage"}}, Of: "site", Full: 60, Color: reports.Red, Told: true}
	for k, name := range []string{"Bratsk", "Mukhorshibir", "Norilsk", "Mikun +14"} {
		g.Rows = append(g.Rows, reports.Row{Name: name, Cells: reports.Of([]float64{float64(12 + 11*k), float64(9 * k), 3})})
	}
	return &reports.Chart{
		ID: "reasons", Title: "Price stops most in Komi", Span: reports.Wide, Grid: g,
		Caption: "A field is the part of what a site’s plant could have drawn that stands still for that reason.",
	}
}
