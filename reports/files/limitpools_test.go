package files

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"hashwatt/sim"
)

// shared is a scenario whose limits are a merit order of each hour, a penalty in February and an energy budget.
const shared = `hashwatt: 1
name: Two sites
clock: {start: 2025-01-01, end: 2025-03-01}
bitcoin:
  price: {process: flat, value: 100000 USD/BTC}
  fees: {process: flat, value: 0 BTC/block}
  hashprice: {process: flat, value: 50 USD/PH/day}
regions:
  workshop: {zone: UTC, country: US, currency: USD, tariff: [{type: flat, price: 45 USD/MWh}]}
sites:
  - {id: one, region: workshop, power: 6 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05}
  - {id: two, region: workshop, power: 3 MW, online: 2025-01-01, fleet: [{rig: antminer-s19-xp-140}], pue: 1.05}
limits:
  - {type: power, name: ladder, limit: 7 MW, share: merit}
  - {type: penalty, name: excess, limit: 1 GWh, per: month, price: 20 USD/MWh, season: 02-01..02-29, applies_to: {sites: [two]}}
`

func TestSharedPowerByMonth(t *testing.T) {
	// Power that sites share hour by hour has a row for each month, with means; a soft limit may be exceeded, at its
	// price at most.
	t.Parallel()
	text := strings.Replace(shared, "limit: 1 GWh", "limit: 0.5 GWh", 1)
	s := read(t, result(t, text, sim.Settings{}), Limits)
	var got []string
	for _, row := range s.rows {
		got = append(got, strings.Join([]string{row[0], row[1], row[2], row[3][:10], row[4][:10], row[7]}, " "))
	}
	want := []string{
		"ladder power one;two 2025-01-01 2025-02-01 MW",
		"ladder power one;two 2025-02-01 2025-03-01 MW",
		"excess penalty two 2025-02-01 2025-03-01 MWh",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Fatalf("rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// A MWh of an S21 earns more than one of an S19 XP, so site one runs the 97 % that work, and two what is left of 7
	// MW: 1.18 MW, 792.96 MWh in February, 292.96 more than its budget.
	for row := range 2 {
		if limit, used := s.number(t, row, "limit"), s.number(t, row, "used"); !near(limit, 7) || !near(used, 7) {
			t.Errorf("month %d of the ladder: %g of %g MW, want 7 of 7", row+1, used, limit)
		}
	}
	one, two := s.number(t, 0, "multiplier_usd_mwh"), s.number(t, 1, "multiplier_usd_mwh")
	if !near(s.number(t, 2, "used"), 792.96) || !near(s.number(t, 2, "multiplier_usd_mwh"), 20) || !near(one, two+20) {
		t.Errorf("the penalty has %v, the ladder %g and %g; want 792.96 MWh at 20 USD/MWh, by which the ladder is worth less", s.rows[2], one, two)
	}
}

func TestSharedPowerByHour(t *testing.T) {
	// With hourly rows shared power has a row for each hour, which add up to those of the months.
	t.Parallel()
	var b bytes.Buffer
	out := NewLimits(&b)
	r := result(t, shared, sim.Settings{Hourly: func(sim.HourRow) {}, LimitHour: out.Add})
	if err := out.Close(r); err != nil {
		t.Fatal(err)
	}
	s := read(t, r, func(w io.Writer, _ *sim.Result) error {
		_, err := w.Write(b.Bytes())
		return err
	})
	hours, used := 0, 0.0
	for k := range s.rows {
		if s.text(t, k, "name") == "ladder" {
			hours++
			used += s.number(t, k, "used")
		}
	}
	if want := 59 * 24; hours != want || !near(used, 7*float64(want)) {
		t.Errorf("%d hours of %g MWh, want %d of %d", hours, used, want, 7*want)
	}
}

func TestUncalledLimitsAreNotWritten(t *testing.T) {
	// A clause to interrupt supply has rows for the hours in which it is called, or months with the means over them.
	t.Parallel()
	words := shared + "  - {type: interruption, name: clause, hours: 10, per: month, from: 2025-02-01, keep: 50 %}\n"
	s := read(t, result(t, words, sim.Settings{}), Limits)
	rows := 0
	for k, row := range s.rows {
		if row[0] != "clause" {
			continue
		}
		rows++
		connection := map[string]float64{"one": 6, "two": 3}[row[2]]
		if v := s.number(t, k, "limit"); row[3][:7] != "2025-02" || !near(v, connection/2) {
			t.Errorf("%v: want half of the %g MW of the connection in February", row, connection)
		}
	}
	if rows != 2 {
		t.Errorf("%d rows of the clause, want one for each site in February:\n%v", rows, s.rows)
	}
	hours := 0
	result(t, words, sim.Settings{Hourly: func(sim.HourRow) {}, LimitHour: func(h sim.LimitHour) {
		if h.Name == "clause" {
			hours++
		}
	}})
	if hours != 2*10 {
		t.Errorf("%d hours of the clause at two sites, want 10 at each", hours)
	}
}
