package sim_test

import (
	"strings"
	"testing"
	"time"

	"hashwatt/sim"
)

// twoUnderACap is two equal sites that run for 6 hours at least once they are started, and pause for 4. From February
// on they share power for one and a quarter of them.
const twoUnderACap = head + `clock: {start: 2026-01-01, end: 2026-04-01, zone: America/Chicago}
regions: {texas: {tariff: [{type: indexed, name: energy, series: ercot_real_time}]}}
sites:
  - {id: east, region: texas, power: 20 MW, online: 2026-01-01, fleet: [{rig: antminer-s19-95}]}
  - {id: west, region: texas, power: 20 MW, online: 2026-01-01, fleet: [{rig: antminer-s19-95}]}
limits:
  - {type: cycling, name: switching, up: 6 h, down: 4 h, start: 5 USD/MW}
  - {type: power, name: cap, limit: 25 MW, share: merit, from: 2026-02-01, applies_to: {region: texas}}
`

// TestSwitchedMachinesShareThePowerOfAnHour plays all checks of such a scenario, that of the minimum times among them.
// In the hourly rows the sites keep to the power while it is shared, and use all of it where both run; before, when a
// site that is on draws all it can, no run is shorter than 6 hours and no pause shorter than 4. Who looks ahead earns
// more than where each site has its fixed part of the power.
func TestSwitchedMachinesShareThePowerOfAnHour(t *testing.T) {
	t.Parallel()
	begins := time.Date(2026, 2, 1, 6, 0, 0, 0, time.UTC)
	net := map[string]float64{}
	for _, look := range []string{"rolling", "perfect", "myopic"} {
		text := twoUnderACap + "foresight: " + look + "\n"
		sum, both := map[time.Time]float64{}, map[time.Time]int{}
		courses, last := map[string][]bool{}, map[string]time.Time{}
		r := written(t, text, sim.Settings{Hourly: func(row sim.HourRow) {
			on := row.EnergyMWh > 0
			if row.Time.Before(begins) {
				if last[row.SiteID] != row.Time { // else it is the second piece of an hour
					courses[row.SiteID] = append(courses[row.SiteID], on)
				}
				last[row.SiteID] = row.Time
				return
			}
			sum[row.Time] += row.EnergyMWh
			if on {
				both[row.Time]++
			}
		}})
		full := 0
		for at, mwh := range sum {
			if mwh > 25*(1+1e-9) {
				t.Errorf("%s: %.3f MWh in the hour from %v, want 25 at most", look, mwh, at)
			}
			if both[at] == 2 && mwh > 25*(1-1e-9) {
				full++
			}
		}
		if full < 500 {
			t.Errorf("%s: the two share all the power in %d hours, want hundreds", look, full)
		}
		for id, course := range courses {
			switches := lasts(t, look+" "+id, course, 6, 4)
			if switches < 4 {
				t.Errorf("%s: %s is switched %d times before the power is shared, want some", look, id, switches)
			}
		}
		if !checked(r, "schedules") || look == "perfect" && !checked(r, "foresight") {
			t.Errorf("%s: checks %v, want one of the minimum times and one of foresight", look, r.Checks)
		}
		net[look] = netUSD(r)
		net[look+" max_min"] = netUSD(written(t, strings.Replace(text, "merit", "max_min", 1), sim.Settings{}))
	}
	for _, look := range []string{"rolling", "perfect"} {
		if merit, fixed := net[look], net[look+" max_min"]; merit < 1.01*fixed {
			t.Errorf("%s: %.0f USD by merit, %.0f in fixed parts, want at least a hundredth more", look, merit, fixed)
		}
	}
	if net["perfect"] < net["rolling"] || net["rolling"] < net["myopic"] {
		t.Errorf("%v, want more for who knows more", net)
	}
}

// TestBlocksThatCostNothingShareThePower: where it costs nothing to switch machines, which limits on the power of an
// hour then stop, who knows all earns at least as much as others.
func TestBlocksThatCostNothingShareThePower(t *testing.T) {
	t.Parallel()
	for _, look := range []string{"rolling", "perfect"} {
		text := strings.Replace(twoUnderACap, "up: 6 h, down: 4 h, start: 5 USD/MW", "blocks: 3", 1) + "foresight: " + look + "\n"
		if r := written(t, text, sim.Settings{}); !checked(r, "foresight") {
			t.Errorf("%s: checks %v, want one of foresight", look, r.Checks)
		}
	}
}

// TestSwitchedMachinesBesideOtherRules plays all checks where the power of an hour is shared in two ways that cross,
// and where energy is priced in tiers: the machines run, and start now and then where they are not kept on by the power
// that they share.
func TestSwitchedMachinesBesideOtherRules(t *testing.T) {
	t.Parallel()
	crossing := strings.Replace(twoUnderACap, "limits:\n", "  - {id: south, region: texas, power: 20 MW, online: 2026-01-01, fleet: [{rig: antminer-s19-95}]}\n"+
		"limits:\n  - {type: power, name: line, limit: 30 MW, share: merit, applies_to: {sites: [west, south]}}\n", 1)
	crossing = strings.Replace(crossing, "{region: texas}}", "{sites: [east, west]}}", 1)
	tiers := strings.Replace(twoUnderACap, "series: ercot_real_time}", "series: ercot_real_time}, {type: tiered, name: volume, periods: "+
		"[{tiers: [{up_to: 10 GWh, price: 1 USD/MWh}, {price: 9 USD/MWh}]}]}", 1)
	tiers, _, _ = strings.Cut(tiers, "  - {type: power")
	for name, text := range map[string]string{"crossing": crossing, "tiers": tiers} {
		for _, look := range []string{"rolling", "perfect", "myopic"} {
			r := written(t, strings.Replace(text, "end: 2026-04-01", "end: 2026-02-20", 1)+"foresight: "+look+"\n", sim.Settings{})
			for i, line := range r.Ledger.Total.Lines {
				if line.EnergyMWh < 1000 {
					t.Errorf("%s, %s: site %d draws %.0f MWh, want thousands", name, look, i, line.EnergyMWh)
				}
				if name == "tiers" && line.RulesUSD == 0 {
					t.Errorf("%s, %s: site %d pays for no start", name, look, i)
				}
			}
		}
	}
}

// lasts holds that no run between two switches is shorter than up hours and no pause shorter than down, and returns how
// often a course is switched.
func lasts(t *testing.T, what string, course []bool, up, down int) (switches int) {
	t.Helper()
	since := 0
	for h := 1; h < len(course); h++ {
		if course[h] == course[h-1] {
			continue
		}
		least := down
		if course[h-1] {
			least = up
		}
		if switches > 0 && h-since < least {
			t.Errorf("%s: on %v for %d hours up to hour %d, want %d at least", what, course[h-1], h-since, h, least)
		}
		since = h
		switches++
	}
	return switches
}

// checked says whether a run has a check of this name.
func checked(r *sim.Result, name string) bool {
	for k := range r.Checks {
		if r.Checks[k].Name == name {
			return true
		}
	}
	return false
}

// netUSD is what the sites of a run earn.
func netUSD(r *sim.Result) (usd float64) {
	for _, line := range r.Ledger.Total.Lines {
		usd += line.NetUSD
	}
	return usd
}
