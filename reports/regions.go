package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/metric"
)

// regions is the section that compares regions.
func (b *builder) regions() Section {
	s := Section{ID: "regions", Title: "Region by region"}
	groups := slices.Clone(b.r.Summary.Regions)
	if len(groups) == 0 {
		s.Lead = "No region has a site."
		s.Blocks = []Block{{Prose: "There is nothing to compare."}}
		return s
	}
	slices.SortStableFunc(groups, func(x, y metric.Group) int { return cmp.Compare(y.PowerMW, x.PowerMW) })
	s.Lead = b.regionsLead(groups)
	if len(groups) > 1 {
		s.Blocks = append(s.Blocks, Block{Chart: b.regionBars(groups, "region-energy", "energy_mwh", "electricity", "MWh", " a year", Blue, 1/b.years)},
			Block{Chart: b.regionBars(groups, "region-cost", "cost_per_btc_usd", "power and operation for one bitcoin", b.cash.code, "", Orange, b.ownFactor("cost_per_btc_usd"))})
	}
	s.Blocks = append(s.Blocks, Block{Table: b.regionTable(groups)})
	return s
}

func (b *builder) regionName(id string) string {
	for r := range b.w.Regions {
		if b.w.Regions[r].ID == id {
			return b.w.Regions[r].Name
		}
	}
	return id
}

// shortRegion names a region in a word or two, for axes and legends: irkutsk_north is "Irkutsk North".
func (b *builder) shortRegion(id string) string {
	words := strings.Fields(plainWord(id))
	for k := range words {
		words[k] = sentence(words[k])
	}
	return strings.Join(words, " ")
}

func (b *builder) regionsLead(groups []metric.Group) string {
	if len(groups) == 1 {
		return fmt.Sprintf("All sites stand in %s.", b.regionName(groups[0].ID))
	}
	low, high := -1, -1
	for k := range groups {
		if v := b.valueOf(&groups[k], "power_price_usd_per_mwh"); !v.None {
			if low < 0 || v.Value < b.valueOf(&groups[low], "power_price_usd_per_mwh").Value {
				low = k
			}
			if high < 0 || v.Value > b.valueOf(&groups[high], "power_price_usd_per_mwh").Value {
				high = k
			}
		}
	}
	if low < 0 || low == high {
		return fmt.Sprintf("The sites stand in %s regions.", spelled(len(groups)))
	}
	price := func(k int) string {
		return WithUnit(b.valueOf(&groups[k], "power_price_usd_per_mwh").Format(1), "USD/MWh")
	}
	if price(low) == price(high) {
		return fmt.Sprintf("Power costs about the same in %s, %s.", plural(len(groups)-1, "both regions", "all "+spelled(len(groups))+" regions"), price(low))
	}
	return fmt.Sprintf("Power that was drawn cost least in %s, %s, and most in %s, %s.", b.regionName(groups[low].ID), price(low), b.regionName(groups[high].ID), price(high))
}

// mostRegions is how many regions are drawn as bars.
const mostRegions = 12

func (b *builder) regionBars(groups []metric.Group, id, of, what, unit, per string, color Color, factor float64) *Chart {
	shown := slices.DeleteFunc(slices.Clone(groups), func(g metric.Group) bool { return b.valueOf(&g, of).None })
	slices.SortStableFunc(shown, func(x, y metric.Group) int { return cmp.Compare(b.valueOf(&y, of).Value, b.valueOf(&x, of).Value) })
	cut := max(0, len(shown)-mostRegions)
	shown = shown[:len(shown)-cut]
	if len(shown) == 0 {
		shown = groups[:1]
	}
	values := eachOf(len(shown), func(k int) float64 { return factor * b.valueOf(&shown[k], of).Value })
	numbers, name := column(values, unit)
	names := make([]string, len(shown))
	for k := range shown {
		names[k] = b.shortRegion(shown[k].ID)
	}
	title := fmt.Sprintf("%s draws most: %s%s", names[0], amount(values[0], unit), per)
	caption := "Central case."
	if of == "cost_per_btc_usd" {
		last := len(values) - 1
		title = fmt.Sprintf("A coin costs %s in %s, %s in %s", amount(values[last], unit), names[last], amount(values[0], unit), names[0])
		caption = "Central case; power and operation over the coins of the whole horizon. A region that runs only in its best hours looks cheap: read it with the share that runs."
	}
	if cut > 0 {
		caption += fmt.Sprintf(" The other %s in the table.", plural(cut, "one stands", fmt.Sprintf("%d stand", cut)))
	}
	return &Chart{ID: id, Title: title, Caption: caption, Bars: &Bars{
		X: Axis{Name: "region"}, Y: Axis{Name: what, Unit: name + per}, At: Stops{Names: names},
		Bars: []Bar{{Name: what, Color: color, Y: numbers}},
	}}
}

func (b *builder) regionTable(groups []metric.Group) *Table {
	n := len(groups)
	sites := make([]float64, n)
	names := Column{Name: "region", Text: make([]string, n)}
	for k := range groups {
		names.Text[k] = b.regionName(groups[k].ID)
		for i := range b.r.Summary.Sites {
			if b.r.Summary.Sites[i].Region == groups[k].ID {
				sites[k]++
			}
		}
	}
	scaled := func(name, id, of, per string, factor float64) Column {
		values := eachOf(n, func(k int) float64 { return factor * b.valueOf(&groups[k], id).Value })
		rate, unit := tableScale(values, of)
		numbers := Each(n, func(k int) float64 { return rate * values[k] })
		for k := range groups {
			if b.valueOf(&groups[k], id).None {
				numbers[k] = Gap
			}
		}
		return Column{Name: name, Unit: unit + per, Numbers: numbers}
	}
	one := 1
	emissions := scaled("CO2", "emissions_t", "t", " a year", 1/b.years)
	for k := range groups {
		for r := range b.w.Regions {
			if b.w.Regions[r].ID == groups[k].ID && !b.w.Regions[r].HasEmission {
				emissions.Numbers[k] = Gap
			}
		}
	}
	return &Table{
		ID: "regions-table", Title: "Regions, sums of the central case",
		Caption: "A year is the mean over the horizon. Running is electricity drawn over what the plant could have drawn. An empty cell: nothing was drawn or mined, or the grid’s emissions are not known.",
		Columns: []Column{
			names,
			{Name: "sites", Numbers: Of(sites)},
			{Name: "power", Unit: "MW", Digits: &one, Numbers: Each(n, func(k int) float64 { return groups[k].PowerMW })},
			scaled("electricity", "energy_mwh", "MWh", " a year", 1/b.years),
			{Name: "running", Unit: "%", Digits: &one, Numbers: eachNumber(n, func(k int) Number { return b.valueOf(&groups[k], "load_factor_pct") })},
			{Name: "price of power", Unit: "USD/MWh", Digits: &one, Numbers: eachNumber(n, func(k int) Number { return b.valueOf(&groups[k], "power_price_usd_per_mwh") })},
			scaled("kept back by limits", "curtailed_mwh", "MWh", " a year", 1/b.years),
			scaled("revenue", "revenue_usd", b.cash.code, "", b.ownFactor("revenue_usd")),
			scaled("net cash", "net_cash_usd", b.cash.code, "", b.ownFactor("net_cash_usd")),
			scaled("plant", "capex_usd", b.cash.code, "", b.ownFactor("capex_usd")),
			scaled("net present value", "npv_usd", b.cash.code, "", b.ownFactor("npv_usd")),
			scaled("for one bitcoin", "cost_per_btc_usd", b.cash.code, "", b.ownFactor("cost_per_btc_usd")),
			emissions,
		},
	}
}

func eachNumber(n int, of func(i int) Number) Numbers {
	out := make(Numbers, n)
	for i := range out {
		out[i] = of(i)
	}
	return out
}
