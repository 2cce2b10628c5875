package files

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim"
)

// charged is the scenario of the tests on a tariff whose bill is more than a price of each hour.
func charged() string {
	return strings.Replace(words, "[{type: flat, price: 45 USD/MWh}]",
		`[{type: flat, name: "=energy", price: 30 USD/MWh}, {type: demand, name: peak, periods: [{price: 4 USD/kW}]}, {type: fixed, name: service, amount: 21 USD}]`, 1)
}

func TestTheBillIsItemised(t *testing.T) {
	// The lines add up to what power costs, a charge on the highest load names its hour, and text stays text.
	t.Parallel()
	for _, text := range []string{words, charged()} {
		r := result(t, text, sim.Settings{})
		s := read(t, r, Bill)
		want := []string{"month", "site_id", "region_id", "component", "line", "amount", "currency", "usd", "set_by_kw", "why"}
		if d := cmp.Diff(want, s.head); d != "" {
			t.Errorf("columns (-want +got):\n%s", d)
		}
		var usd float64
		for k := range s.rows {
			usd += s.number(t, k, "usd")
			if s.number(t, k, "usd") != s.number(t, k, "amount") || s.text(t, k, "currency") != "USD" || s.text(t, k, "region_id") != "workshop" {
				t.Errorf("row %d = %v, want USD of the workshop", k, s.rows[k])
			}
		}
		if want := r.Summary.Find("power_cost_usd").Value.V; !near(usd, want) {
			t.Errorf("all lines = %g USD, want the metric's %g", usd, want)
		}
	}
	s := read(t, result(t, charged(), sim.Settings{}), Bill)
	peaks := 0
	for k := range s.rows {
		switch s.text(t, k, "component") {
		case "peak":
			hour, kw, ok := strings.Cut(s.text(t, k, "set_by_kw"), "Z ")
			if !ok || !strings.HasPrefix(hour, s.text(t, k, "month")) || kw == "" {
				t.Errorf("row %d is set by %q, want an hour of its month and a load", k, s.text(t, k, "set_by_kw"))
			}
			peaks++
		case "'=energy", "service":
		default:
			t.Errorf("row %d has the component %q", k, s.text(t, k, "component"))
		}
	}
	if first := s.text(t, 0, "site_id"); first != "'=one" || peaks != 3+2 {
		t.Errorf("the first site is %q and %d months have a peak, want '=one and 5: two stands from February on", first, peaks)
	}
	if all := read(t, result(t, words, sim.Settings{}), Bill); len(all.rows) != 3 || all.text(t, 0, "site_id") != "" {
		t.Errorf("a price of each hour gives %d rows, want one a month for all sites", len(all.rows))
	}
}

func TestSummaryHasTheBill(t *testing.T) {
	// Each component has its sum, over all electricity and over all coins.
	t.Parallel()
	r := result(t, charged(), sim.Settings{})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Totals map[string]struct{ Value float64 }
		Bill   []struct {
			Component   string
			USD         float64
			Usd_per_mwh *float64
			Usd_per_btc *float64
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	var usd, perMWh, perBTC float64
	for _, line := range got.Bill {
		usd, perMWh, perBTC = usd+line.USD, perMWh+*line.Usd_per_mwh, perBTC+*line.Usd_per_btc
	}
	if len(got.Bill) != 3 || got.Bill[0].Component != "=energy" || !near(usd, got.Totals["power_cost_usd"].Value) ||
		!near(perMWh, got.Totals["power_price_usd_per_mwh"].Value) || !near(perBTC, got.Totals["power_cost_per_btc_usd"].Value) {
		t.Errorf("bill = %+v, want three components that add up to %v", got.Bill, got.Totals["power_cost_usd"])
	}
}
