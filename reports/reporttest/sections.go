package reporttest

import (
	"math"

	"hashwatt/reports"
)

var byMonth = reports.Axis{Name: "month"}

func sections(places []reports.Place) []reports.Section {
	return []reports.Section{
		{
			ID: "where", Title: "Where and what", Lead: "Fifteen sites in Komi, thirty-one of BitRiver’s from Karelia to Buryatia; a third of the megawatts stands today.",
			Blocks: []reports.Block{{Chart: mapChart(places)}, {Chart: buildOut()}},
		},
		{
			ID: "energy", Title: "Energy, and what limited it", Lead: "The winter quota stops a third of the machines from November to March; price stops most of the rest in the morning and evening peaks.",
			Blocks: []reports.Block{{Chart: energyBySite()}, {Chart: heatMap()}, {Chart: loadDuration()}, {Chart: priceDuration()}, {Chart: idleHours()}},
		},
		{
			ID: "hashrate", Title: "Hashrate and share", Lead: "Own hashrate peaks at 3.9 % of the network in 2028, a third of the share that Russia held in January 2022.",
			Blocks: []reports.Block{
				{Chart: shareChart()},
				{Chart: panel("own-hashrate", "Own hashrate", "EH/s", reports.Purple, 0, 32)},
				{Chart: pair("difficulty", "Difficulty", "trillion", 110)},
				{Chart: pair("hashprice", "Hashprice", "USD/PH/day", 52)},
				{Formula: hashpriceFormula(), For: []string{reports.Student, reports.Investor}},
				{Chart: subsidyChart(), For: []string{reports.Student}},
				{Table: epochTable()},
			},
		},
		{
			ID: "money", Title: "Money", Lead: "Power is four fifths of cost. The programme earns its running cost in most months and never its capital in the central case.",
			Blocks: []reports.Block{{Chart: revenueAndCost()}, {Chart: waterfall()}, {Chart: cash()}, {Chart: costAgainstPrice()}},
		},
		{
			ID: "risk", Title: "Risk", Lead: "Six of ten futures end below zero; the spread comes from the coin’s price before anything else.",
			Blocks: []reports.Block{{Chart: cashFan()}, {Chart: energyFan()}},
		},
		{
			ID: "regions", Title: "Region by region", Lead: "Irkutsk is cheap and banned; Komi is free of bans and dear.",
			Blocks: []reports.Block{{Chart: regionBars()}, {Table: regionTable()}, {Prose: "A region’s price is what its sites pay on average, network charges included, in the months in which they run. Hours idle count machine-hours of machines that stand."}},
		},
	}
}

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
