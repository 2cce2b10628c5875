package reporttest

import (
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"

	"hashwatt/reports"
)

//go:embed land.geojson
var land []byte

//go:embed places.csv
var placesCSV string

// Land is the outline of northern Eurasia as GeoJSON.
func Land() json.RawMessage { return json.RawMessage(land) }

// Page is a page that uses everything a page can hold, with every kind of chart.
func Page() *reports.Page {
	places := places()
	return &reports.Page{
		Schema:   reports.Schema,
		Title:    "BitRiver and Komi: the 46 announced sites",
		Question: "What would the forty-six sites draw, hash and earn under today’s rules?",
		Run: reports.Run{
			File: "announced.yaml", Variant: "winter_quota", Seed: 20241117, Draws: 200, Version: "0.1.0",
			Facts: []reports.Fact{
				{Name: "horizon", Text: "2025-01-01 to 2031-01-01, Europe/Moscow, 52\u202f584 hours"},
				{Name: "history", Text: "difficulty to epoch 458, coin price and fees to 2026-10-31; processes after that"},
				{Name: "evaluation", Text: "chronological; limits solved by nested budgets"},
			},
		},
		Audiences: audiences(),
		Notices: []reports.Notice{
			{Text: "No megawatt figure was ever announced for the Komi sites. 4, 21 and 85 MW a site are inferred from the announced roubles; everything above scales with them.", Why: "power-komi"},
			{Text: "The exchange rate is held at its last month, October 2026, for 50 months.", Why: "fx"},
		},
		Sections: sections(places),
		Sources:  sources(places),
		Method: []reports.Block{
			{Prose: "Every hour of the horizon is decided site by site: a machine runs where what it earns covers what its power costs, as long as every limit allows it. Own hashrate is added to the rest of the world’s, and difficulty answers at the next retarget.\n\nThe central case takes every process on its mean path and every uncertain input at its middle value. The ranges are the 5th and the 95th percentile of 200 futures, which differ in the coin’s price, in the luck of blocks and in the megawatts of the sites."},
		},
		Checks: []reports.Check{
			{Name: "Energy in equals hashing, cooling and losses", Passed: true, Detail: "largest difference 3 × 10⁻¹⁶ of the hour’s energy over 2 418 864 site-hours"},
			{Name: "No limit is exceeded in any hour", Passed: true, Detail: "closest: winter quota, January 2028, 100.000 of 100 GWh"},
			{Name: "Monthly lines add up to the totals", Passed: true},
			{Name: "Both evaluations agree", Passed: true, Detail: "4 × 10⁻¹² relative, on energy, bitcoin and money"},
		},
		Picture: "energy-by-site",
	}
}

func audiences() []reports.Audience {
	n := reports.Num
	energy := reports.Figure{Label: "electricity a year", Value: n(5.62), Unit: "TWh", Low: n(3.4), High: n(9.1), Chip: reports.Simulated}
	share := reports.Figure{Label: "of the network’s hashrate", Value: n(3.81), Unit: "%", Low: n(2.2), High: n(5.9), Note: "mean of 2028", Chip: reports.Simulated}
	cost := reports.Figure{Label: "to make one bitcoin", Value: n(71.2), Unit: "k$", Low: n(64), High: n(83), Chip: reports.Simulated}
	npv := reports.Figure{Label: "net present value", Value: n(-214), Unit: "M$", Low: n(-610), High: n(395), Note: "at 15 % a year", Chip: reports.Simulated}
	idle := reports.Figure{Label: "of hours idle", Value: n(37.5), Unit: "%", Low: n(29), High: n(52), Chip: reports.Simulated}
	co2 := reports.Figure{Label: "of CO₂ a year", Value: n(2.41), Unit: "Mt", Low: n(1.4), High: n(3.9), Chip: reports.Simulated, Row: "emission"}
	power := reports.Figure{Label: "connected power", Value: n(1099), Unit: "MW", Low: n(702), High: n(2160), Chip: reports.Inferred, Row: "power-komi"}
	tariff := reports.Figure{Label: "paid per megawatt-hour", Value: n(46.1), Unit: "$", Low: n(43.9), High: n(49.5), Chip: reports.Assumed, Row: "tariff"}
	payback := reports.Figure{Label: "payback", Value: reports.Gap, Text: "not within the horizon", Low: reports.Gap, High: reports.Gap, Note: "in 6 of 10 futures", Chip: reports.Simulated}
	quota := reports.Figure{Label: "kept back by the winter quota", Value: n(0.44), Unit: "TWh", Low: n(0.31), High: n(0.72), Note: "a year", Chip: reports.Simulated}
	irr := reports.Figure{Label: "internal rate of return", Value: n(6.4), Unit: "%", Low: n(-9), High: n(31), Chip: reports.Simulated}
	revenue := reports.Figure{Label: "revenue a year", Value: n(402), Unit: "M$", Low: n(255), High: n(688), Chip: reports.Simulated}
	return []reports.Audience{
		{
			ID: reports.Policy, Name: "Policy", Figures: []reports.Figure{energy, idle, quota, share, co2, power},
			Answer:   "The forty-six sites would draw 5.6 TWh a year (3.4 to 9.1), as much as a city of two million, and reach 3.8 % of the network. The winter quota keeps back 0.44 TWh a year, nearly all of it in January and February.",
			Sections: []string{"where", "energy", "limited", "hashrate", "money", "risk", "regions"},
			Glossary: []reports.Term{
				{Word: "quota", Meaning: "an amount of energy that a group of sites may take in a month; within it they choose their hours"},
				{Word: "shadow price", Meaning: "what one more megawatt-hour under a limit would be worth to those whom it binds"},
				{Word: "curtailed", Meaning: "not taken although the machine would have earned more than its power costs"},
				{Word: "share", Meaning: "own hashrate over that of the whole network, own hashrate included"},
			},
		},
		{
			ID: reports.Investor, Name: "Investor", Figures: []reports.Figure{npv, irr, payback, cost, revenue, tariff},
			Answer:   "At a required return of 15 % the programme destroys 214 million dollars (−610 to 395). It pays back in four of ten futures, and those are the ones in which the coin doubles before 2028.",
			Sections: []string{"money", "risk", "regions", "energy", "limited", "hashrate", "where"},
			Glossary: []reports.Term{
				{Word: "hashprice", Meaning: "what a petahash per second earns in a day, in dollars"},
				{Word: "net present value", Meaning: "all cash flows, each divided by (1 + rate) to the power of its years"},
				{Word: "payback", Meaning: "the first time at which the running sum of cash is no longer negative"},
			},
		},
		{
			ID: reports.Student, Name: "Student", Figures: []reports.Figure{share, energy, cost, idle, power, npv},
			Answer:   "Adding 1.1 GW of machines raises difficulty by 3 % within six weeks: the sites push down the very price that they are paid. That loop, and not the tariff alone, decides who runs.",
			Sections: []string{"hashrate", "energy", "limited", "money", "where", "risk", "regions"},
			Glossary: []reports.Term{
				{Word: "difficulty", Meaning: "how rare a valid block is; it is set anew every 2 016 blocks so that a block takes ten minutes"},
				{Word: "hashrate", Meaning: "trials per second; 1 PH/s is 10¹⁵ of them"},
				{Word: "PUE", Meaning: "power of the whole site over power of its machines"},
			},
		},
	}
}

// places reads the sites.
func places() []reports.Place {
	rows, err := csv.NewReader(strings.NewReader(placesCSV)).ReadAll()
	if err != nil {
		panic(err)
	}
	var out []reports.Place
	for _, r := range rows[1:] {
		var v [5]float64
		for i, column := range []int{3, 4, 7, 8, 9} {
			if v[i], err = strconv.ParseFloat(r[column], 64); err != nil {
				panic(err)
			}
		}
		chip := reports.Inferred
		if r[0] == "Bratsk" {
			chip = reports.Reported
		}
		out = append(out, reports.Place{
			Name: r[0], Lat: v[0], Lon: v[1], Low: reports.Num(v[2]), MW: reports.Num(v[3]), High: reports.Num(v[4]), Region: r[2],
			Status: strings.ReplaceAll(r[5], "_", " "), Chip: chip, Assumed: r[6] == "1", Named: !strings.Contains(r[0], " site "),
		})
	}
	return out
}

func sources(places []reports.Place) []reports.Source {
	out := []reports.Source{
		{ID: "power-komi", Name: "Power of each Komi site", Value: "4 / 21.07 / 85", Unit: "MW", Origin: "seeds/facilities.csv", Publisher: "TAdviser", Title: "Energoresurs-K", URL: "https://www.tadviser.ru", Date: "2024-09-13", Confidence: reports.Inferred, Note: "No megawatts were announced; inferred from 2.5 bn roubles for the first two sites and 0.40 M$/MW."},
		{ID: "tariff", Name: "Price of energy and capacity, Komi", Value: "2.54", Unit: "RUB/kWh", Origin: "announced.yaml:31", Publisher: "Agenzia Nova", Title: "One-part wholesale price by zone, 2020", URL: "https://www.agenzianova.com", Date: "2021-02-08", Confidence: reports.Assumed, Note: "Shape of the north-western zone, 2017 and 2018."},
		{ID: "fx", Name: "Exchange rate", Value: "81.3", Unit: "RUB/USD", Origin: "seeds/fx_usd_rub_monthly.csv", Publisher: "Bank of Russia", Title: "Official rates", URL: "https://www.cbr.ru", Date: "2026-10", Confidence: reports.Reported},
		{ID: "emission", Name: "Emission of the Komi grid", Value: "412", Unit: "g/kWh", Origin: "seeds/regions.csv: komi", Publisher: "Ministry of Energy", Title: "Schemes of power systems", Date: "2024", Confidence: reports.Inferred, Note: "Gas and associated gas, by fuel burnt."},
		{ID: "discount", Name: "Discount rate", Value: "15", Unit: "%/year", Origin: "announced.yaml:9", Confidence: reports.Assumed},
		{ID: "pool-fee", Name: "Fee of the pool", Value: "1.5", Unit: "%", Origin: "default", Publisher: "Foundry", Title: "Fee schedule", Confidence: reports.Assumed},
	}
	for i, p := range places {
		out = append(out, reports.Source{
			ID: name("site-%d", i+1), Name: "Power of " + p.Name, Value: p.Low.Format(0) + " / " + p.MW.Format(1) + " / " + p.High.Format(0), Unit: "MW",
			Origin: "seeds/facilities.csv", Publisher: "Reuters; TAdviser; gate.io", Confidence: p.Chip,
		})
	}
	return out
}
