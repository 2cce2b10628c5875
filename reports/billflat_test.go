package reports_test

import (
	"math"
	"strings"
	"testing"

	"hashwatt/reports"
)

// twoTariffs has a site on three components and one whose power costs more than it earns.
const twoTariffs = `hashwatt: 1
name: Two tariffs
clock: {start: 2026-01-01, end: 2028-01-01}
bitcoin: {hashprice: {process: flat, value: 40 USD/PH/day}, price: {process: flat, value: 100000 USD/BTC}}
regions:
  works: {name: The works, country: RU, zone: UTC, currency: RUB, tariff: [{type: flat, name: energy, price: 30 USD/MWh},
    {type: demand, name: peak, periods: [{price: 3 USD/kW}]}, {type: fixed, name: service, amount: 2160 USD}, {type: levy, name: fee, price: 2 USD/MWh}]}
  port: {name: The port, country: US, zone: UTC, tariff: [{type: levy, name: energy, price: 200 USD/MWh}]}
sites:
  - {id: first, region: works, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
  - {id: second, region: port, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
`

func TestTariffsAreComparedByALoadThatRunsInEveryHour(t *testing.T) {
	// Ten megawatts in every hour of 2026 are 87,600 MWh: 30 USD/MWh of energy, 12 times 30,000 USD for the peak, 12
	// times 2,160 USD of service and 2 USD/MWh of a fee. At 200 USD/MWh nobody runs, and the bar stands without a dot;
	// a levy that is the price itself counts as energy. The first site never stands still and pays what the bar says.
	t.Parallel()
	c := chart(t, pageOf(t, written(t, twoTariffs, 0)), "bill-tariffs")
	bars := c.Bars
	want := map[string][2]float64{
		"energy and network by the MWh": {30, 200}, "peaks": {360_000.0 / 87_600, 0}, "fixed and minimums": {25_920.0 / 87_600, 0},
		"taxes and surcharges": {2, 0},
	}
	if names := strings.Join(bars.At.Names, "|"); names != "Works|Port" && names != "The works|The port" {
		t.Errorf("tariffs %q, the cheapest first", names)
	}
	if len(bars.Bars) != len(want) {
		t.Errorf("%d groups, want %d", len(bars.Bars), len(want))
	}
	for _, bar := range bars.Bars {
		for k := range bar.Y {
			near(t, bar.Name, bar.Y[k].Value, want[bar.Name][k])
		}
	}
	dots := bars.Lines[0]
	if near(t, "what the site pays", dots.Y[0].Value, 32+385_920.0/87_600); dots.Style != reports.Dots || !dots.Y[1].None {
		t.Errorf("dots %+v", dots)
	}
	if !strings.Contains(c.Caption, "nobody runs") || !strings.Contains(c.Title, "every hour of 2026") {
		t.Errorf("%q: %q", c.Title, c.Caption)
	}
}

func TestTariffsOnWhichNobodyRunsAreSeen(t *testing.T) {
	// All ten tariffs of the shipped scenario are drawn, Quebec’s among them, and no load that runs in every hour pays
	// less than the sites by more than what is held from other years.
	t.Parallel()
	p := pageOf(t, shipped(t, "tariffs.yaml", "", 0))
	bars := chart(t, p, "bill-tariffs").Bars
	if n := bars.At.Len(); n != 10 || bars.At.Names[9] != "Quebec" || !bars.Lines[0].Y[9].None {
		t.Errorf("%d tariffs: %v", n, bars.At.Names)
	}
	up, down := bars.Ends()
	for k := range up {
		if k > 0 && up[k].Value+down[k].Value < up[k-1].Value+down[k-1].Value-1e-9 {
			t.Errorf("%s is not the cheapest first", bars.At.Names[k])
		}
		if dot := bars.Lines[0].Y[k]; !dot.None && dot.Value > 1.02*(up[k].Value+down[k].Value) {
			t.Errorf("%s: sites pay %g, a flat load %g", bars.At.Names[k], dot.Value, up[k].Value)
		}
	}
	for _, one := range pageOf(t, written(t, billed("", atWork), 0)).Charts() {
		if one.ID == "bill-tariffs" {
			t.Error("one tariff is compared with nothing")
		}
	}
	for _, total := range p.Totals {
		if total.Name == "power all in" && (total.Unit != "USD/MWh" || math.Abs(total.Value.Value-37) > 3) {
			t.Errorf("%+v", total)
		}
	}
	if !table(t, p, "bill-table").Stacked {
		t.Error("the table of components is wider than a narrow page and not stacked there")
	}
}

func TestTariffsOfOneRegionAreToldApartByTheirSites(t *testing.T) {
	// Two sites of one region, each with a tariff of its own: the bars have the names of the sites too.
	t.Parallel()
	text := strings.Replace(twoTariffs, "region: port, power: 10 MW", "region: works, tariff: [{type: flat, price: 31 USD/MWh}], power: 10 MW", 1)
	names := chart(t, pageOf(t, written(t, text, 0)), "bill-tariffs").Bars.At.Names
	if len(names) != 2 || !strings.HasSuffix(names[0], ": second") || !strings.HasSuffix(names[1], ": first") {
		t.Errorf("%q", names)
	}
}
