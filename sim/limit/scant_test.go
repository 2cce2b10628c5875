package limit_test

import (
	"testing"

	"hashwatt/sim/limit"
)

// A machine of 3.5 kW uses 3.5 kWh in an hour: what allows less is told, what allows as much is not.
func TestLimitsTooSmallForOneMachine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{type: energy, limit: 1 Wh, per: month}":                      "1 Wh per month is allowed, less than one machine of 3.5 kW draws in an hour",
		"{type: energy, limit: 3.5 kWh, per: month}":                   "",
		"{type: power, limit: 3 kW}":                                   "3 kW is allowed, less than one machine of 3.5 kW draws",
		"{type: power, path: {2025-01-01: 5 MW, 2026-01-01: 6 W}}":     "6 W is allowed, less than one machine of 3.5 kW draws",
		"{type: power, limit: 3.5 kW}":                                 "",
		"{type: penalty, limit: 1 kWh, per: month, price: 5 USD/MWh}":  "1 kWh per month is allowed, less than one machine of 3.5 kW draws in an hour",
		"{type: penalty, limit: 14 GWh, per: month, price: 5 USD/MWh}": "",
		"{type: penalty, power: 2 kW, price: 5 USD/MWh}":               "2 kW is allowed, less than one machine of 3.5 kW draws",
		"{type: ban, season: 11-15..03-15}":                            "",
	} {
		if got := limit.Scant(load(t, text).Kind, 3500e-6); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
