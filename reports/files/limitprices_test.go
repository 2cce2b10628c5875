package files

import (
	"bytes"
	"io"
	"math"
	"testing"

	"hashwatt/sim"
)

func TestShadowPricesAreMeansOfTheirRows(t *testing.T) {
	// Whatever the kind of limit and whichever site one more megawatt goes to: the rows of a limit, each weighing as its
	// weight, have the mean shadow price of the summary, by months as by hours, and its unit. Prices of power move by the
	// hour, and the second site comes late.
	t.Parallel()
	const sites = `hashwatt: 1
name: Three sites
clock: {start: 2025-01-01, end: 2025-03-01}
bitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}, price: {process: flat, value: 100000 USD/BTC}}
regions:
  workshop: {zone: UTC, country: US, currency: USD, emissions_g_per_kwh: 500, tariff: [{type: hourly, series: ercot_day_ahead}]}
sites:
  - {id: one, region: workshop, power: 6 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05}
  - {id: two, region: workshop, power: 3 MW, online: 2025-01-20, fleet: [{rig: antminer-s19-xp-140}], pue: 1.05}
  - {id: three, region: workshop, power: 4 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05}
limits:
`
	for _, limit := range []string{
		"{type: power, limit: 7 MW, share: priority, priority: [three, one]}",
		"{type: power, limit: 7 MW, share: max_min}",
		"{type: power, limit: 7 MW, share: pro_rata, season: 01-10..02-09}",
		"{type: power, limit: 7 MW, share: merit}",
		"{type: power, limit: 2 MW, each: true}",
		"{type: ban, season: 01-10..02-09}",
		"{type: energy, limit: 1 GWh, per: week}",
		"{type: energy, limit: 1 GWh, per: month, each: true}",
		"{type: carbon, limit: 900 t, per: month}",
		"{type: curtailment, keep: 20 %, hours: 06-12, season: 01-15..03-01}",
	} {
		var b bytes.Buffer
		out := NewLimits(&b)
		r := result(t, sites+"  - "+limit+"\n", sim.Settings{Hourly: func(sim.HourRow) {}, LimitHour: out.Add})
		if err := out.Close(r); err != nil {
			t.Fatal(err)
		}
		hourly := read(t, r, func(w io.Writer, _ *sim.Result) error {
			_, err := w.Write(b.Bytes())
			return err
		})
		want := r.Summary.Limits[0]
		for name, s := range map[string]sheet{"months": read(t, r, Limits), "hours": hourly} {
			sum, weights := 0.0, 0.0
			for k := range s.rows {
				weight := s.number(t, k, "weight")
				sum += weight * s.number(t, k, "shadow_price")
				weights += weight
				if unit := s.text(t, k, "price_unit"); unit != want.Unit {
					t.Fatalf("%s: a price in %s, in the summary in %s", limit, unit, want.Unit)
				}
			}
			if got := sum / weights; !(math.Abs(got-want.ShadowPrice) <= 1e-9*want.ShadowPrice) {
				t.Errorf("%s by %s: %g, want %g", limit, name, got, want.ShadowPrice)
			}
		}
		if want.ShadowPrice <= 0 {
			t.Errorf("%s: a shadow price of %g, want one", limit, want.ShadowPrice)
		}
	}
}
