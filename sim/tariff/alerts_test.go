package tariff

import (
	"math"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/series"
)

func TestAlertsAreWhatTheShapesShow(t *testing.T) {
	// In every hour of a year the told peaks come to the price that the operator sees, each price x hit rate / alert
	// hours, and the peaks themselves to the price that he would see if he knew them: alone, in groups, and in a price
	// category, between the days on which a component holds. With foresight there is nothing to tell.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	in.Series = func(name string) (*series.Hourly, error) {
		h, err := heat(name)
		if name == "price" {
			h.Unit = "USD/MWh"
		}
		return h, err
	}
	in.Workdays, _ = cat.Workdays("RU")
	const peaks = "peaks: {series: load, months: jun-sep, days: mon-fri, hours: 13-19}"
	for _, text := range []string{
		"{type: coincident, begins: 2025-07-01, groups: [{" + peaks + ", forecast: {hit_rate: 73 %, alerts: 5}, price: 60 USD/kW}]}",
		"{type: coincident, groups: [{name: a, hours: [2025-07-16T16, 2025-08-20T16], measure: mean, forecast: {hit_rate: 50 %, alerts: 3}, price: 60 USD/kW}," +
			" {name: b, " + peaks + ", forecast: {hit_rate: 25 %}, price: 10 USD/kW}]}",
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}], forecast: {hit_rate: 75 %, alerts: 3}, ends: 2025-11-30}",
		"{type: price_category, category: 3, parts: [{type: hourly, series: price}, {type: peak_capacity, price: 90 USD/kW, rule: [{hour: 10}], forecast: {hit_rate: 75 %, alerts: 3}}]}",
	} {
		i := item(t, text)
		items := []Item{i}
		energy := make([]float64, in.Axis.Hours)
		if c, ok := i.Component.(*PriceCategory); ok {
			shape, err := ShapeOf(c.Parts[:1], in)
			if err != nil {
				t.Fatal(err)
			}
			energy = shape.PerMWh
		}
		seen, err := ShapeOf(items, in)
		if err != nil {
			t.Fatal(err)
		}
		foreseen := in
		foreseen.Foreseen = true
		known, err := ShapeOf(items, foreseen)
		if err != nil {
			t.Fatal(err)
		}
		told, missed := 0, 0
		for h := range in.Axis.Hours {
			if seen.PerMWh[h] == energy[h] && known.PerMWh[h] == energy[h] && h%97 > 0 {
				continue
			}
			alerts, err := Alerts(items, in, h)
			if err != nil {
				t.Fatal(err)
			}
			var expected, paid float64
			for _, a := range alerts {
				if a.Told {
					expected += a.PerMWh * float64(a.HitRate) / float64(a.Hours)
					told++
				}
				if a.Peak {
					paid += a.PerMWh
				}
				if a.Peak && !a.Told {
					missed++
				}
			}
			if s, f := seen.PerMWh[h]-energy[h], known.PerMWh[h]-energy[h]; math.Abs(s-expected) > 1e-6 || math.Abs(f-paid) > 1e-6 {
				t.Fatalf("%s, hour %d: alerts %+v, but the shape shows %v, and %v with foresight", text, h, alerts, s, f)
			}
			if none, err := Alerts(items, foreseen, h); none != nil || err != nil {
				t.Fatalf("with foresight: %v, %v", none, err)
			}
		}
		if told == 0 || missed == 0 {
			t.Errorf("%s: %d alert hours, %d peaks missed; both should be there", text, told, missed)
		}
	}
}
