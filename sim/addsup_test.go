package sim_test

import (
	"math"
	"testing"

	"hashwatt/sim"
)

// TestHoursAddUpToMonths sums the energy, the cost of power and the revenue of the hourly rows by month and finds
// the lines of the books, with a coin price that changes every day, fees that are a share of what miners earn, and
// retargets that cut hours in two.
func TestHoursAddUpToMonths(t *testing.T) {
	t.Parallel()
	type sums struct{ energy, power, revenue float64 }
	months := map[string]*sums{}
	r := written(t, head+`clock: {start: 2026-05-10, end: 2026-11-01}
bitcoin:
  price: {replay: history, then: {process: power_law, exponent: 5.65526, level: -37.7284, persistence: 0.997987, scatter: 65.26 %}}
  fees: {replay: history, then: {process: share, share: 6 %}}
regions:
  here: {zone: UTC, country: US, currency: USD, emissions_g_per_kwh: 1, tariff: [{type: flat, price: 38 USD/MWh}]}
sites:
  - {id: a, region: here, power: 10 MW, pue: 1.05, online: 2026-05-10, fleet: [{rig: antminer-s21-200, share: 50 %}, {rig: antminer-s19-xp-140, share: 50 %}]}
  - {id: b, region: here, power: 20 MW, pue: 1.05, online: 2026-07-01, fleet: [{rig: antminer-s21-200}]}
`, sim.Settings{Hourly: func(row sim.HourRow) {
		m := row.Time.Format("2006-01")
		if months[m] == nil {
			months[m] = &sums{}
		}
		months[m].energy += row.EnergyMWh
		months[m].power += row.EnergyMWh * row.PriceUSDMWh
		months[m].revenue += row.EnergyMWh * (row.MarginUSDMWh + row.PriceUSDMWh) // what a MWh earns
	}})
	for k := range r.Ledger.Months {
		name := r.Facts.Axis.At(r.Facts.Civil.Months[k].From).Format("2006-01")
		line, got := r.Ledger.Total.Lines[k], months[name]
		if got == nil || got.energy == 0 {
			t.Fatalf("no energy in the rows of %s", name)
		}
		near(t, name+" energy", got.energy, line.EnergyMWh, 1e-11)
		near(t, name+" power", got.power, line.PowerUSD, 1e-11)
		near(t, name+" revenue", got.revenue, line.RevenueUSD, 1e-11)
	}
	// Fees are recorded to 2026-06-01; then they are 6 % of what a block pays.
	ratios := r.Facts.Bitcoin.Fees.Ratio()
	if math.Abs(ratios[len(ratios)-1]-0.06/0.94) > 1e-15 {
		t.Errorf("fees over the subsidy at the end = %v, want 6/94", ratios[len(ratios)-1])
	}
	last := r.Trace.Epochs[len(r.Trace.Epochs)-1]
	blocks := 86400e15 / (last.Difficulty * math.Exp2(32)) // of 1 PH/s in a day
	near(t, "hashprice with a share of fees", last.Hashprice, blocks*last.SubsidyBTC/0.94*last.CoinUSD, 1e-12)
}
