package sim_test

import (
	"math"
	"testing"

	"hashwatt/sim"
)

// TestTheBillIsThatOfTheAccounts bills prices of the hour at an exchange rate that moves tenfold a year, where the
// local clock is hours away from that of the accounts on either side, and where it is not: by tariff and month the
// lines come to what the sites paid, on tariffs that are invoiced as a whole too. The check says the same.
func TestTheBillIsThatOfTheAccounts(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"America/Chicago", "Asia/Irkutsk", "Pacific/Kiritimati", "UTC"} {
		for _, tariff := range []string{
			"{type: flat, name: energy, price: 10 EUR/MWh}",
			"{type: time_of_use, name: energy, zones: [{price: 10 EUR/MWh}, {hours: 08-20, price: 14 EUR/MWh}]}, {type: tax, name: VAT, rate: 19 %}",
			"{type: flat, name: energy, price: 10 EUR/MWh}, {type: fixed, name: rent, amount: 400 EUR}, {type: demand, name: demand, periods: [{price: 2 EUR/kW}]}",
		} {
			r := written(t, head+"clock: {start: 2026-01-01, end: 2027-07-01, zone: UTC}\n"+
				"money: {rates: {EUR: {process: gbm, start: 0.5 EUR/USD, drift: 900 %/year, volatility: 0 %/year}}}\n"+
				"bitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}}\n"+
				"regions:\n  a: {zone: "+zone+", country: US, currency: EUR, emissions_g_per_kwh: 300, tariff: ["+tariff+"]}\n"+
				"sites:\n  - {id: a, region: a, power: 10 MW, online: 2026-02-14, fleet: [{rig: antminer-s21-200}]}\n", sim.Settings{})
			billed := make([]float64, len(r.Ledger.Months))
			for _, line := range r.Bill {
				billed[line.Month] += line.USD
				if local := r.Facts.Regions[r.Facts.Tariffs[line.Tariff].Region].Civil.Months[line.Local]; local.To <= r.Ledger.Months[line.Month].From || local.From >= r.Ledger.Months[line.Month].To {
					t.Errorf("%s: a line for hours %d to %d is booked in %s",
						zone, local.From, local.To, r.Ledger.Months[line.Month].Label)
				}
			}
			for m, line := range r.Ledger.Total.Lines {
				if math.Abs(billed[m]-line.PowerUSD) > 1e-9*r.Ledger.Total.Lines[3].PowerUSD {
					t.Errorf("%s, %s: the lines of %s come to %.6f, the accounts say %.6f",
						zone, tariff, r.Ledger.Months[m].Label, billed[m], line.PowerUSD)
				}
			}
			if c := r.Checks[2]; c.Name != "bill" || !c.Passed() {
				t.Errorf("%s, %s: check %q fails by %g", zone, tariff, c.Name, c.Error)
			}
		}
	}
}
