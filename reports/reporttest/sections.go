package reporttest

import "hashwatt/reports"

var byMonth = reports.Axis{Name: "month"}

func sections(places []reports.Place) []reports.Section {
	return []reports.Section{
		{
			ID: "where", Title: "Where and what", Lead: "Fifteen sites in Komi, thirty-one of BitRiver’s from Karelia to Buryatia; a third of the megawatts stands today.",
			Blocks: []reports.Block{{Chart: mapChart(places)}, {Chart: buildOut()}},
		},
		{
			ID: "energy", Title: "Energy", Lead: "The plant that stands runs in three fifths of the hours; price stops most of the rest in the morning and evening peaks.",
			Blocks: []reports.Block{{Chart: energyBySite()}, {Chart: heatMap()}, {Chart: loadDuration()}, {Chart: priceDuration()}},
		},
		{
			ID: "limited", Title: "What limited it", Lead: "The winter quota stops a third of the machines from November to March.",
			Blocks: []reports.Block{{Chart: rules()}, {Chart: idleHours()}, {Chart: reasons()}},
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
