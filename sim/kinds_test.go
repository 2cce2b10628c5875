package sim_test

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim"
)

// flatly runs one site of 10 MW for January and February 2026, at a price of power and a hashprice that never
// change, under limits. Every check of the run must hold.
func flatly(t *testing.T, limits string) *sim.Result {
	t.Helper()
	return ruledRun(t, "{start: 2026-01-01, end: 2026-03-01, zone: UTC}", one("a", ", tariff: [{type: flat, name: energy, price: 30 USD/MWh}]"), limits)
}

// paid compares amounts to a millionth of a dollar in each, which is what rounding leaves of a budget that is used up.
func paid(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6*math.Max(1, want)) {
		t.Errorf("%s: %.12g USD, want %.12g", what, got, want)
	}
}

// TestHouseholdsSplitUntilTheFineIsWorthMore has 500 households that are allowed 3,000 MWh a month and want 4,000.
// Where they split over two meters, they gain 2 MWh times the margin a month, so a fine of 1,000 USD deters them
// from a hazard of 2 MWh · margin / 1,000 USD on: just below it they use 4,000 MWh and pay what they expect, just
// above it 3,000 MWh and nothing.
func TestHouseholdsSplitUntilTheFineIsWorthMore(t *testing.T) {
	t.Parallel()
	free := flatly(t, "").Ledger.Total.Lines
	margin := (free[0].RevenueUSD - free[0].PowerUSD) / free[0].EnergyMWh
	for _, c := range []struct{ of, mwh float64 }{{0, 4000}, {0.99, 4000}, {1.01, 3000}, {3, 3000}} {
		hazard := c.of * 2 * margin / 1000
		r := flatly(t, fmt.Sprintf("{type: household, households: 500, demand: 8 MWh, meters: 2, detection: %.9f %%/month, fine: 1 kUSD}", 100*hazard))
		for m, line := range r.Ledger.Total.Lines {
			near(t, fmt.Sprintf("energy of month %d at %g of the break-even hazard",
				m, c.of), line.EnergyMWh, c.mwh, 1e-9)
			paid(t, fmt.Sprintf("fines of month %d at %g of the break-even hazard",
				m, c.of), line.RulesUSD, (c.mwh-3000)*hazard*1000/2)
		}
	}
	for m, line := range flatly(t, "{type: household, households: 500, demand: 8 MWh}").Ledger.Total.Lines {
		near(t, fmt.Sprintf("energy of month %d of households with one meter", m), line.EnergyMWh, 3000, 1e-9)
	}
}

// TestSitesRunAsTheyAreRegistered lets a site of 10 MW run as its registration and its permits allow.
func TestSitesRunAsTheyAreRegistered(t *testing.T) {
	t.Parallel()
	free := flatly(t, "").Ledger.Total.Lines
	for text, want := range map[string][2]float64{ // MWh in January and February
		// Registered on 1 February; before that one owner may use 6 MWh in the month.
		"{type: registration, from: 2026-01-01, delay: 31 days}": {6, free[1].EnergyMWh},
		// Half of the connection, 5 MW of what is available, and 6 MWh of the rest.
		"{type: registration, share: 50 %}": {5*744 + 6, 5*672 + 6},
		// The one permit of the quarter: the site that stands before 2026 needs none.
		"{type: licence_queue, permits: 1, per: quarter}": {free[0].EnergyMWh, free[1].EnergyMWh},
	} {
		for m, line := range flatly(t, text).Ledger.Total.Lines {
			near(t, fmt.Sprintf("energy of month %d under %s", m, text), line.EnergyMWh, want[m], 1e-9)
		}
	}
}

// TestPenaltiesArePaidWhereThatIsWorthIt prices what a site uses above 3,000 MWh a month, or above 4 MW: a price
// below the margin is paid, one above it is not; a fine is paid as often as the period recurs, rising, where it is
// less than what a month earns.
func TestPenaltiesArePaidWhereThatIsWorthIt(t *testing.T) {
	t.Parallel()
	free := flatly(t, "").Ledger.Total.Lines
	margin := (free[0].RevenueUSD - free[0].PowerUSD) / free[0].EnergyMWh
	hours := [2]float64{744, 672}
	for m := range free {
		for _, c := range []struct {
			text      string
			mwh, paid float64
		}{
			{fmt.Sprintf("{type: penalty, limit: 3 GWh, per: month, price: %f USD/MWh}",
				margin-1), free[m].EnergyMWh, (free[m].EnergyMWh - 3000) * (margin - 1)},
			{fmt.Sprintf("{type: penalty, limit: 3 GWh, per: month, price: %f USD/MWh}", margin+1), 3000, 0},
			{fmt.Sprintf("{type: penalty, power: 4 MW, price: %f USD/MWh}",
				margin-1), free[m].EnergyMWh, (free[m].EnergyMWh - 4*hours[m]) * (margin - 1)},
			{fmt.Sprintf("{type: penalty, power: 4 MW, price: %f USD/MWh}", margin+1), 4 * hours[m], 0},
			{"{type: penalty, limit: 3 GWh, per: month, fine: [1 kUSD, 2 kUSD]}", free[m].EnergyMWh, 1000 * float64(m+1)},
			{"{type: penalty, limit: 3 GWh, per: month, fine: 100 MUSD}", 3000, 0},
		} {
			line := flatly(t, c.text).Ledger.Total.Lines[m]
			near(t, fmt.Sprintf("energy of month %d under %s", m, c.text), line.EnergyMWh, c.mwh, 1e-9)
			paid(t, fmt.Sprintf("paid in month %d under %s", m, c.text), line.RulesUSD, c.paid)
		}
	}
}

// TestCarbonIsEnergyTimesItsFactor holds a site that emits 300 g/kWh to 900 t a month, which is 3,000 MWh.
func TestCarbonIsEnergyTimesItsFactor(t *testing.T) {
	t.Parallel()
	r := flatly(t, "{type: carbon, limit: 900 t, per: month}")
	if unit := r.Summary.Limits[0].Unit; unit != "USD/t" {
		t.Errorf("its shadow price is in %s", unit)
	}
	for m, line := range r.Ledger.Total.Lines {
		near(t, fmt.Sprintf("energy of month %d", m), line.EnergyMWh, 3000, 1e-9)
		near(t, fmt.Sprintf("CO2 of month %d", m), line.EmissionsT, 900, 1e-9)
	}
}
