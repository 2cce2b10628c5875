package reports_test

import (
	"math"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/sim"
)

// billed is a scenario of a site whose coin price is so high that it always runs, on a tariff.
func billed(more, tariff string) string {
	return `hashwatt: 1
name: Billed
clock: {start: 2026-01-01, end: 2026-04-01}
` + more + `bitcoin: {hashprice: {process: flat, value: 500 USD/PH/day}, price: {process: flat, value: 100000 USD/BTC}}
regions: {works: {name: The works, country: RU, zone: UTC, currency: RUB, tariff: ` + tariff + `}}
sites: [{id: first, region: works, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}]
`
}

// atWork has three components: 30 USD/MWh, 3 USD/kW on the highest load of the month, and 2160 USD a month.
const atWork = `[{type: flat, name: energy, price: 30 USD/MWh, source: samara_31523, confidence: assumed},
  {type: demand, name: peak, periods: [{price: 3 USD/kW}]}, {type: fixed, name: service, amount: 2160 USD}]`

func TestTheBillOfASiteThatAPencilCanCompute(t *testing.T) {
	// Ten megawatts through 2,160 hours draw 21,600 MWh. Energy is 30 USD/MWh of it; three months of 3 USD/kW are
	// 90,000 USD, 4.1667 USD/MWh; three times 2,160 USD are 0.3 USD/MWh. All in that is 34.4667 USD/MWh.
	t.Parallel()
	p := pageOf(t, written(t, billed("", atWork), 0))
	fall := chart(t, p, "bill-waterfall").Bars
	for k, want := range []float64{30, 90_000.0 / 21_600, 0.3, 34.4 + 0.2/3} {
		got := 0.0
		for _, bar := range fall.Bars {
			if !bar.Y[k].None {
				got += bar.Y[k].Value
			}
			if striped := k == 1 && !bar.Y[k].None; striped && !bar.Hatch {
				t.Error("what the highest load sets is not hatched")
			}
		}
		near(t, fall.At.Names[k], got, want)
	}
	near(t, "where the peak begins", fall.Base[1].Value, 30)
	tab := table(t, p, "bill-table")
	price, _ := columnOf(t, tab, "price")
	share, _ := columnOf(t, tab, "of the bill")
	near(t, "price of all", price[3], 34.4+0.2/3)
	near(t, "share of all", share[0]+share[1]+share[2], 100)
	if got := strings.Join(tab.Columns[len(tab.Columns)-2].Text, "|"); got != "Samara oblast (tariff order)|assumed by this scenario|assumed by this scenario|" {
		t.Errorf("sources %q", got)
	}
	set := table(t, p, "set-table")
	if set.Len() != 3 || set.Columns[1].Text[0] != "peak" || set.Columns[2].Text[0] != p.Sections[0].ID && set.Columns[4].Numbers[0].Value != 10 {
		t.Errorf("charges on peaks: %+v", set.Columns)
	}
	if at := set.Columns[3].Text; at[0] != "1 January 2026, 00:00, the first of 744 equal hours" {
		t.Errorf("set at %q", at)
	}
	if fall := chart(t, p, "bill-waterfall"); !strings.Contains(fall.Title, "the highest load sets 12") || fall.Bars.Bars[1].Name != "set by the highest load" {
		t.Errorf("%q: %+v", fall.Title, fall.Bars.Bars)
	}
	if set.Title != "The highest load sets 12\u202f% of the bill" {
		t.Errorf("charges on peaks: %q", set.Title)
	}
	if lead := section(t, p, "bill").Lead; !strings.Contains(lead, "34.5\u202fUSD/MWh all in; the largest component is energy, 87\u202f% of the bill") {
		t.Errorf("lead %q", lead)
	}
	for _, a := range p.Audiences {
		if !strings.Contains(strings.Join(a.Sections, " "), map[string]string{reports.Policy: "energy limited bill", reports.Investor: "money bill risk", reports.Student: "energy limited bill money"}[a.ID]) {
			t.Errorf("%s reads %v", a.ID, a.Sections)
		}
	}
}

func TestTheBillAddsUpInEveryCurrencyAndForEveryScenario(t *testing.T) {
	// The months and the table add up to what the accounts paid for power, month by month at each month’s rate. Where
	// a price of each hour is all there is, the accounts convert hours at their own month and the bill at that which
	// holds most of the local month: zones apart from the clock’s differ by the few hours in between.
	t.Parallel()
	for name, r := range map[string]*sim.Result{
		"dollars":    shipped(t, "komi.yaml", "", 0),
		"roubles":    shipped(t, "komi.yaml", "", 0, "money.report=RUB"),
		"many":       shipped(t, "tariffs.yaml", "", 0),
		"charged":    written(t, billed("money: {report: RUB}\n", atWork), 0),
		"one line":   written(t, billed("", "[{type: flat, price: 30 USD/MWh}]"), 0),
		"categories": written(t, billed("money: {report: RUB}\n", category), 0),
	} {
		p := pageOf(t, r)
		want := 0.0
		for m := range r.Ledger.Total.Lines {
			rate := 1.0
			if r.Facts.Money.Report == "RUB" {
				rate = r.Facts.Money.Rates["RUB"][m]
			}
			want += rate * r.Ledger.Total.Lines[m].PowerUSD
		}
		near := 1e-9
		if name == "many" {
			near = 1e-5
		}
		billed, scale := columnOf(t, table(t, p, "bill-table"), "billed")
		if got := billed[len(billed)-1] * scale; math.Abs(got/want-1) > near {
			t.Errorf("%s: the table adds up to %g, want %g", name, got, want)
		}
		if name == "one line" {
			for _, c := range p.Charts() {
				if strings.HasPrefix(c.ID, "bill-") || c.ID == "effective-price" {
					t.Errorf("%s: one price of all hours has the chart %s", name, c.ID)
				}
			}
			continue
		}
		months := chart(t, p, "bill-months").Bars
		got := 0.0
		for _, bar := range months.Bars {
			for _, v := range bar.Y {
				got += v.Value
			}
		}
		if got *= scaleOf(months.Y.Unit); math.Abs(got/want-1) > near {
			t.Errorf("%s: the months add up to %g, want %g", name, got, want)
		}
	}
}

// category has its components inside a price category.
const category = `[{type: price_category, name: category 4, category: 4, source: samara_31523, confidence: reported, parts: [
  {type: hourly, name: energy, series: northwest, years: [2017, 2018], mean: 1.60 RUB/kWh},
  {type: peak_capacity, name: capacity, price: 90 RUB/kW, rule: [{hour: 10}], source: agenzianova_2021, confidence: inferred},
  {type: peak_network, name: network, price: 126.2 RUB/kW, hours: [{hours: "08-11, 16-21"}]},
  {type: flat, name: losses, price: 0.22 RUB/kWh}]}]`

func TestPartsOfAPriceCategoryStandByThemselves(t *testing.T) {
	// The bill and the sources list them one by one; a part that cites nobody has the source of its category.
	// Effective prices differ by the hour, in the colour of what is paid.
	t.Parallel()
	p := pageOf(t, written(t, billed("money: {report: RUB}\n", category), 0))
	tab := table(t, p, "bill-table")
	if got := strings.Join(tab.Columns[0].Text, " "); got != "energy capacity network losses all" {
		t.Errorf("components %q", got)
	}
	sources := map[string]reports.Source{}
	for _, s := range p.Sources {
		sources[s.Name] = s
	}
	capacity, network := sources["price of power, category 4, capacity: The works"], sources["price of power, category 4, network: The works"]
	if capacity.SourceID != "agenzianova_2021" || capacity.Confidence != reports.Inferred || !strings.Contains(capacity.Value, "90 RUB/kW") {
		t.Errorf("capacity %+v", capacity)
	}
	if network.SourceID != "samara_31523" || network.Confidence != reports.Reported {
		t.Errorf("network %+v", network)
	}
	heat := chart(t, p, "effective-price").Heat
	if heat.Days() != 90 || heat.Unit != "RUB/MWh" || heat.Zone != "UTC" || heat.Color != reports.Orange {
		t.Errorf("%d days of %s by %s", heat.Days(), heat.Unit, heat.Zone)
	}
	if at, night := heat.Cell(13, 10).Value, heat.Cell(13, 3).Value; at != heat.Full || at < 1.5*night {
		t.Errorf("on 14 January an hour costs %g at ten, when capacity is paid, and %g at three", at, night)
	}
}

func TestWithoutElectricityThereIsNoBill(t *testing.T) {
	// A site that never runs has no section, and nobody’s order names one.
	t.Parallel()
	p := pageOf(t, written(t, strings.Replace(billed("", atWork), "30 USD/MWh", "9000 USD/MWh", 1), 0))
	for _, s := range p.Sections {
		if s.ID == "bill" {
			t.Errorf("%+v", s)
		}
	}
}

func TestWhatNotKnowingCosts(t *testing.T) {
	// One peak of 60,000 USD/MW a year that the forecast misses is paid by the ten megawatts that run; who knows it
	// has no regret, and where nothing is forecast nothing is said.
	t.Parallel()
	tariff := func(forecast string) string {
		return `[{type: flat, name: energy, price: 30 USD/MWh}, {type: coincident, name: transmission, groups: [{hours: [2026-02-10T16], measure: mean, price: 60 USD/kW` + forecast + `}]}]`
	}
	tab := table(t, pageOf(t, written(t, billed("", tariff(", forecast: {hit_rate: 0 %}")), 0)), "regret-table")
	amounts, scale := columnOf(t, tab, "amount")
	near(t, "what the missed peak costs", amounts[2]*scale, 600_000)
	near(t, "regret", amounts[3], amounts[0]+amounts[1]+amounts[2])
	if len(amounts) != 4 || tab.Columns[0].Text[2] != "paid more for transmission" {
		t.Errorf("%v: %v", tab.Columns[0].Text, amounts)
	}
	said := func(forecast string) string {
		text := ""
		for _, b := range section(t, pageOf(t, written(t, billed("", tariff(forecast)), 0)), "bill").Blocks {
			if text += b.Prose; b.Table != nil {
				text += b.Table.ID
			}
		}
		return text
	}
	if got := said(", forecast: {hit_rate: 100 %}"); strings.Contains(got, "regret") || strings.Contains(got, "forecasts") {
		t.Errorf("with a perfect forecast: %q", got)
	}
	if got := said(""); strings.Contains(got, "regret") || strings.Contains(got, "forecasts") {
		t.Errorf("without one: %q", got)
	}
}
