package tariff

import (
	"fmt"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

func TestPeaksThatAreNotListedAreTold(t *testing.T) {
	// Peaks of June and September are listed from 2025 to 2026. An axis to the end of May 2027 lacks none, one day of
	// June 2027 does, and so does one that begins after all of them; a rule never ends, a component that has ended
	// needs none, and one whose successor lists more is followed by it. What is told costs nothing there.
	t.Parallel()
	peaks := "type: coincident, name: transmission, groups: [{hours: [2025-06-20T16, 2025-09-01T16], measure: mean, price: 60 USD/kW}, {hours: [2026-06-15T16, 2026-09-30T23], measure: mean, price: 60 USD/kW}]"
	for _, c := range []struct{ from, to, words, want string }{
		{"2025-01-01", "2027-06-01", "[{" + peaks + "}]", "[]"},
		{"2025-01-01", "2027-06-02", "[{" + peaks + "}]", "[transmission lists no system peak after 2026-09-30: it costs nothing from then on]"},
		{"2030-06-01", "2031-01-01", "[{" + peaks + "}]", "[transmission lists no system peak after 2026-09-30: it costs nothing from then on]"},
		{"2030-01-01", "2030-06-01", "[{" + peaks + "}]", "[]"},
		{"2025-01-01", "2029-01-01", "[{" + peaks + ", ends: 2026-12-31}, {type: flat, name: transmission, price: 1 USD/MWh, begins: 2027-01-01}]", "[]"},
		{"2025-01-01", "2029-01-01", "[{" + peaks + ", ends: 2026-12-31}, {type: coincident, name: transmission, groups: [{hours: [2027-06-15T16], price: 1 USD/kW}], begins: 2027-01-01}]", "[transmission lists no system peak after 2027-06-15: it costs nothing from then on]"},
		{"2025-01-01", "2029-01-01", "[{type: coincident, groups: [{hours: [2025-06-20T16], price: 60 USD/kW}, {peaks: {series: northwest}, price: 1 USD/kW}]}]", "[]"},
		{"2025-01-01", "2029-01-01", "[{type: price_category, name: first, category: 1, parts: [{type: flat, name: energy, price: 1 USD/MWh}, {" + peaks + "}]}]", "[first: transmission lists no system peak after 2026-09-30: it costs nothing from then on]"},
		{"2023-07-01", "2025-02-01", "[{" + peaks + "}]", "[transmission lists no system peak before 2025-06-20: it costs nothing until then]"},
		{"2025-02-01", "2025-06-01", "[{" + peaks + "}]", "[]"},
		{"2025-06-01", "2025-08-01", "[{" + peaks + "}]", "[transmission: group 1: 1 of 2 named hours lie outside of what is billed]"},
		{"2025-01-01", "2027-01-01", "[{type: coincident, groups: [{name: spring, hours: [2025-03-09T02, 2025-03-09T03], price: 1 USD/kW}]}]", "[coincident: the hour 2025-03-09T02 was skipped by the clocks, so no load is billed in it coincident lists no system peak after 2025-03-09: it costs nothing from then on]"},
		{"2025-01-01", "2028-01-01", "[{type: price_category, name: first, category: 1, ends: 2026-12-31, parts: [{type: flat, name: energy, price: 1 USD/MWh}, {" + peaks + "}]}, {type: flat, name: first, price: 1 USD/MWh, begins: 2027-01-01}]", "[]"},
		{"2025-01-01", "2029-01-01", "[{type: demand, periods: [{price: 10 USD/kW}]}]", "[]"},
	} {
		in := full(world(t, c.from, c.to, "America/Chicago"))
		list := items(t, c.words)
		if got := fmt.Sprint(PeakGaps(list, in)); got != c.want {
			t.Errorf("%s to %s, %s: %s, want %s", c.from, c.to, c.words, got, c.want)
		}
	}
	in := world(t, "2027-01-01", "2028-01-01", "America/Chicago")
	if charges, err := item(t, "{"+peaks+"}").Invoice(Use{MWh: steady(in, 5)}, in); err != nil || len(charges) > 0 {
		t.Errorf("after its last peak it costs %v (%v), want nothing", charges, err)
	}
}

func TestTexasHasPeaksInEveryYear(t *testing.T) {
	// Every calendar year has four peaks of 67.20 USD/kW together, listed or assumed, before 2024 and after 2032 too,
	// and none is missing.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	text, _ := cat.Tariff("texas")
	var f File
	if err := conf.Load("texas.yaml", text, conf.DefaultLimits, &f); err != nil {
		t.Fatal(err)
	}
	in := world(t, "2022-01-01", "2036-01-01", "America/Chicago")
	in.Series = cat.Hourly
	lines, _, err := Invoice(f.Tariff, Use{MWh: steady(in, 1)}, in)
	if err != nil {
		t.Fatal(err)
	}
	years, peaks := map[int]float64{}, map[int]int{}
	for _, l := range lines {
		if l.Component == "transmission" {
			years[in.Civil.Months[l.Month].Year] += l.Amount
			peaks[in.Civil.Months[l.Month].Year]++
		}
	}
	for year := 2022; year < 2036; year++ {
		if !cents(years[year], 67200) || peaks[year] != 4 {
			t.Errorf("%d costs %v in %d peaks, want 67200 in four", year, years[year], peaks[year])
		}
	}
	if gaps := PeakGaps(f.Tariff, in); gaps != nil {
		t.Errorf("gaps are told: %v", gaps)
	}
}
