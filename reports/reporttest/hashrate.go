package reporttest

import (
	"math"

	"hashwatt/reports"
)

func shareChart() *reports.Chart {
	epochs := epochDates()
	s := reports.Each(len(epochs), func(i int) float64 {
		m := float64(i) * 14 / 30.4
		return 1.1 + 2.9*built(int(m))*math.Exp(-0.002*float64(i)) - 0.6*math.Max(0, math.Cos(2*math.Pi*m/12)) + 0.08*noise(i, 2)
	})
	return &reports.Chart{
		ID: "share", Title: "The sites’ share of the network stays under 4 %", Span: reports.Wide,
		Caption: "By difficulty epoch. Russia’s share was last published for January 2022; points are other published estimates for the whole country.",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "start of the epoch"}, Y: reports.Axis{Name: "share of the network’s hashrate", Unit: "%"}, At: reports.Stops{Dates: epochs},
			Series: []reports.Line{
				{Name: "the 46 sites", Color: reports.Purple, Fill: true, Y: s},
				{Name: "published for Russia", Color: reports.Grey, Style: reports.Dots, At: &reports.Stops{Dates: []string{"2025-01-15", "2025-06-01", "2026-01-15"}}, Y: reports.Of([]float64{15.1, 16.4, 16.6})},
			},
			Marks: []reports.Mark{
				reports.Level(11.23, "11.23 %, Russia in January 2022", reports.Ink),
				reports.When("2028-04-17", "halving", reports.Purple), reports.When("2026-01-01", "ban in Irkutsk", reports.Red), reports.When("2026-03-15", "end of the first quota", reports.Red),
			},
		},
	}
}

func panel(id, title, unit string, c reports.Color, low, high float64) *reports.Chart {
	epochs := epochDates()
	return &reports.Chart{ID: id, Title: title, Span: reports.Third, Lines: &reports.Lines{
		X: reports.Axis{Name: "start of the epoch"}, Y: reports.Axis{Unit: unit}, At: reports.Stops{Dates: epochs},
		Series: []reports.Line{{Name: title, Color: c, Step: true, Y: reports.Each(len(epochs), func(i int) float64 {
			return low + (high-low)*(0.3+0.7*built(i*14/30))*(0.9+0.05*noise(i, 31))
		})}},
	}}
}

func pair(id, title, unit string, full float64) *reports.Chart {
	epochs := epochDates()
	path := func(lift float64) reports.Numbers {
		return reports.Each(len(epochs), func(i int) float64 {
			base := full * (1 + 0.004*float64(i) + 0.03*noise(i/3, 41))
			if id == "hashprice" {
				base = full * (1 - 0.0035*float64(i) + 0.04*noise(i/3, 43))
			}
			return base * (1 + lift*built(i*14/30))
		})
	}
	lift := 0.031
	if id == "hashprice" {
		lift = -0.03
	}
	return &reports.Chart{
		ID: id, Title: title + ", with the sites and without", Span: reports.Third,
		Lines: &reports.Lines{
			X: reports.Axis{Name: "start of the epoch"}, Y: reports.Axis{Unit: unit}, At: reports.Stops{Dates: epochs},
			Series: []reports.Line{{Name: "with", Color: reports.Purple, Y: path(lift)}, {Name: "without", Color: reports.Grey, Style: reports.Dashed, Y: path(0)}},
		},
	}
}

func hashpriceFormula() *reports.Formula {
	return &reports.Formula{
		ID: "hashprice-formula", Title: "What a petahash earns in a day",
		Symbols: "HP = 86 400 · 10¹⁵ · (S + F) · P / (D · 2³²)",
		Where: []reports.Term{
			{Word: "HP", Meaning: "hashprice, USD/PH/day"},
			{Word: "S, F", Meaning: "subsidy and fees, BTC a block"},
			{Word: "P", Meaning: "price, USD/BTC"},
			{Word: "D", Meaning: "difficulty"},
		},
		Worked:  "HP = 86 400 · 10¹⁵ · (3.125 + 0.05) · 95 000 / (1.146 · 10¹⁴ · 4.295 · 10⁹)\n      = 52.9 USD/PH/day on 1 January 2025",
		Caption: "Difficulty stands below the line: who adds hashrate lowers what everybody earns, himself included.",
	}
}

func subsidyChart() *reports.Chart {
	years, coins := []string{}, reports.Numbers{}
	for i, subsidy := 0, 50.0; i < 8; i, subsidy = i+1, subsidy/2 {
		years, coins = append(years, name("%d", 2009+4*i)), append(coins, reports.Num(subsidy))
	}
	return &reports.Chart{
		ID: "subsidy", Title: "Every four years the subsidy halves", Caption: "A straight line on a logarithmic axis is a constant rate.",
		Lines: &reports.Lines{
			X: reports.Axis{Name: "year"}, Y: reports.Axis{Name: "subsidy", Unit: "BTC a block", Log: true}, At: reports.Stops{Dates: years},
			Series: []reports.Line{{Name: "subsidy", Color: reports.Purple, Step: true, Y: coins}},
		},
	}
}

// epochTable stands folded and is longer than what a page shows of a table.
func epochTable() *reports.Table {
	n := 156
	days, marked := make([]string, n), make([]string, n)
	for e := range days {
		days[e] = start.AddDate(0, 0, 14*e).Format("2006-01-02")
	}
	marked[85] = "halving on 2028-04-12"
	return &reports.Table{ID: "epochs-table", Title: "Every epoch of difficulty", Folded: true, Caption: "Means of each epoch.", Columns: []reports.Column{
		{Name: "start", Text: days},
		{Name: "height", Numbers: reports.Each(n, func(e int) float64 { return float64(876960 + 2016*e) })},
		{Name: "difficulty", Unit: "trillion", Numbers: reports.Each(n, func(e int) float64 { return 110 + 0.3*float64(e) + 2*noise(e, 91) })},
		{Name: "marked", Text: marked},
	}}
}
