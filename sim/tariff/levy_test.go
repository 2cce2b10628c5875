package tariff

import (
	"strings"
	"testing"
)

func TestDoubleAndHalfTheFeeOfAYear(t *testing.T) {
	// Iran's tariff for miners: twice the base in 2,700 hours, half of it in the others, no power in 300 of 8,760
	// hours. A flat load pays (2 x 2700 + 0.5 x 5760) / 8460 = 0.97872 of the base. 2,700 hours are 18 a day from 1
	// May to 27 September.
	t.Parallel()
	e := load(t, "{type: levy, price: 16574 IRR/kWh, multipliers: [{season: 05-01..09-27, hours: 05-23, factor: 2}, {factor: 0.5}]}")
	in := world(t, "2023-01-01", "2024-01-01", "UTC")
	mwh := steady(in, 1)
	for h := range 300 {
		mwh[h] = 0 // in January
	}
	charges, err := e.Bill(mwh, in)
	if err != nil {
		t.Fatal(err)
	}
	if got := total(charges) / 8460 / 16_574_000; !near(got, 0.97872340, 1e-8) {
		t.Errorf("mean multiplier %v, want 0.97872", got)
	}
}

func TestBandsByThePriceOfPower(t *testing.T) {
	// The cheaper the power, the higher Kazakhstan's fee. A price at a bound belongs to the band above it: power at 24
	// KZT/kWh pays the last rate.
	t.Parallel()
	in := world(t, "2024-01-01", "2024-01-02", "Asia/Almaty")
	for power, want := range map[string]float64{"4 KZT/kWh": 25000, "5 KZT/kWh": 10000, "23.999 KZT/kWh": 10000, "24 KZT/kWh": 1000, "46 KZT/kWh": 1000} {
		e := load(t, "{type: levy, power_price: "+power+", bands: [{below: 5 KZT/kWh, price: 25 KZT/kWh}, {below: 24 KZT/kWh, price: 10 KZT/kWh}, {price: 1 KZT/kWh}]}")
		charges, err := e.Bill(steady(in, 1), in)
		if err != nil || len(charges) != 1 || !near(charges[0].Amount, 24*want, 1e-12) || !strings.Contains(charges[0].Why, "as power costs "+power) {
			t.Errorf("power at %s: %+v (%v), want one charge of %v that says why", power, charges, err, 24*want)
		}
	}
}
