package sim_test

import (
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
)

// TestLimitsThatSwitchedMachinesBreakAreOneProblem lets a site whose machines cannot be switched every hour exceed a
// monthly limit for a fine and a shutdown: all checks pass, who knows all earns no less than others but for the gap
// that is proven, and every plan says how near the best it is.
func TestLimitsThatSwitchedMachinesBreakAreOneProblem(t *testing.T) {
	t.Parallel()
	r := written(t, `hashwatt: 1
name: t
clock: {start: 2025-01-01, end: 2025-07-01, zone: America/Chicago}
regions: {texas: {tariff: [{type: indexed, name: energy, series: ercot_real_time, source: ercot_hub, confidence: reported}]}}
sites: [{id: tanks, region: texas, power: 100 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}]
limits:
  - {type: cycling, name: switching, up: 6 h, down: 6 h, start: 5 USD/MW}
  - {type: penalty, name: monthly, limit: 50 GWh, per: month, fine: [400 kUSD, 1 MUSD], shutdown: 3 days}
foresight: perfect
report: {value_of_foresight: true, cap_curve: false, leakage: false}
`, sim.Settings{})
	p := r.Trace.Proven
	if p.Plans < 2 || p.Gap > 1e-3 {
		t.Errorf("%+v, want the breaches and the schedules to be proven to a thousandth", p)
	}
	if len(r.Trace.Broken) == 0 || !(r.Summary.Limits[0].PaidUSD > 0) {
		t.Errorf("%d months are broken, starts cost %g USD: the test has lost its edge",
			len(r.Trace.Broken), r.Summary.Limits[0].PaidUSD)
	}
	gets := map[kernel.Foresight]float64{}
	for _, look := range r.Looks {
		gets[look.Foresight] = look.MarginUSD
	}
	for look, usd := range gets {
		if usd > gets[kernel.Perfect]+p.USD {
			t.Errorf("foresight %d earns %.0f USD, perfect foresight %.0f, proven to %.0f",
				look, usd, gets[kernel.Perfect], p.USD)
		}
	}
	t.Logf("%+v, %d months broken, %v", p, len(r.Trace.Broken), gets)
}
