package tariff

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPreparedSumsAreTheInvoice bills random loads on tariffs with adders, spans and price categories: the sums by
// month are those of the lines of the invoice, in its currency.
func TestPreparedSumsAreTheInvoice(t *testing.T) {
	t.Parallel()
	in := full(world(t, "2025-01-15", "2025-06-10", "Europe/Moscow"))
	rng := rand.New(rand.NewPCG(1, 2))
	for _, words := range []string{
		"[{type: flat, name: energy, price: 2 RUB/kWh}, {type: demand, periods: [{price: 300 RUB/kW}]}, {type: tax, name: VAT, rate: 20 %}]",
		"[{type: flat, name: energy, price: 2 RUB/kWh, ends: 2025-02-28}, {type: flat, name: energy, price: 3 RUB/kWh, begins: 2025-03-01, escalation: 5 %/year}, " +
			"{type: fixed, amount: 900 RUB}, {type: surcharge, share: 10 %, of: [energy]}]",
		"[{type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}], forecast: {hit_rate: 60 %, alerts: 4}, escalation: 5 %/year}, {type: peak_network, name: network, price: 400 RUB/kW, hours: [{hours: 08-11}]}, " +
			"{type: tiered, periods: [{tiers: [{up_to: 100 MWh, price: 1 RUB/kWh}, {price: 2 RUB/kWh}]}]}]",
		"[{type: price_category, category: 4, parts: [{type: flat, name: energy, price: 1.1 RUB/kWh}, {type: hourly, series: northwest, years: [2017], mean: 1.6 RUB/kWh}, " +
			"{type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}]}, {type: peak_network, name: network, price: 400 RUB/kW, hours: [{hours: 08-11}]}, " +
			"{type: flat, name: losses, price: 0.22 RUB/kWh}]}, {type: tax, name: VAT, rate: 20 %}]",
	} {
		list := items(t, words)
		p, err := Prepare(list, in)
		if err != nil {
			t.Fatalf("%s: %v", words, err)
		}
		for range 3 {
			mwh := make([]float64, in.Axis.Hours)
			for h := range mwh {
				mwh[h] = max(0, 3*rng.Float64()-1)
			}
			lines, currency, err := Invoice(list, Use{MWh: mwh}, in)
			if err != nil {
				t.Fatal(err)
			}
			want := make([]float64, len(in.Civil.Months))
			for _, l := range lines {
				want[l.Month] += l.Amount
			}
			got, own, err := p.Sums(mwh)
			if err != nil || own != currency {
				t.Fatalf("%s: %v, in %q, want %q", words, err, own, currency)
			}
			for m := range want {
				if !near(got[m], want[m], 1e-12) || math.IsNaN(got[m]) {
					t.Errorf("%s: month %d comes to %.9f, want %.9f", words, m, got[m], want[m])
				}
			}
		}
		if _, _, err := p.Sums(append(make([]float64, in.Axis.Hours-1), -1)); err == nil {
			t.Errorf("%s: a load below zero is billed", words)
		}
	}
}
