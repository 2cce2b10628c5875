package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// threeSites are small sites of two regions whose prices differ by the hour.
const threeSites = `hashwatt: 1
name: Three sites
clock: {start: 2025-01-01, end: 2025-04-01, zone: Europe/Moscow}
foresight: perfect
bitcoin:
  price: {process: flat, value: 95000 USD/BTC}
  fees: {process: flat, value: 0 BTC/block}
regions:
  east: {zone: Europe/Moscow, country: RU, currency: USD, emissions_g_per_kwh: 300, tariff: [{type: hourly, series: northwest, years: [2017], mean: 45 USD/MWh}]}
  west: {zone: Europe/Moscow, country: RU, currency: USD, emissions_g_per_kwh: 500, tariff: [{type: hourly, series: northwest, years: [2018], mean: 50 USD/MWh}]}
sites:
  - {id: one, region: east, power: 6 MW, online: 2024-01-01, fleet: [{rig: antminer-s21-200, share: 50 %}, {rig: antminer-s19-xp-140, share: 50 %}]}
  - {id: two, region: east, power: 3 MW, online: 2025-01-20, fleet: [{rig: antminer-s19-xp-140}]}
  - {id: three, region: west, power: 9 MW, online: 2024-01-01, fleet: [{rig: antminer-s21-200, share: 30 %}, {rig: antminer-s19-xp-140, share: 70 %}]}
limits:
`

func TestOutsideChecker(t *testing.T) {
	// Under perfect foresight hourly.csv and limits.csv alone prove the plan: what earns more than its multiplier
	// runs, what earns less is idle, limits hold, one with slack costs nothing, and the multipliers of an hour are
	// those of its limits.
	t.Parallel()
	komi := []string{"--set", "clock.start=2028-10-15", "--set", "clock.end=2028-12-20", "--set", "foresight=perfect"}
	for _, c := range []struct {
		name   string
		limits string   // of threeSites; empty: komi
		args   []string // of komi
		price  map[string]float64
	}{
		{name: "winter quota", args: []string{"--variant", "winter_quota"}},
		{name: "allocation", args: []string{"--variant", "allocation"}},
		{name: "winter ban", args: []string{"--variant", "winter_ban"}},
		{name: "nested", limits: `
  - {type: energy, name: month, limit: 5 GWh, per: month}
  - {type: energy, name: day, limit: 200 MWh, per: day}
  - {type: power, name: half, limit: 10 MW, season: 02-10..02-20}`},
		{name: "crossing", limits: `
  - {type: energy, name: site months, limit: 2 GWh, per: month, applies_to: {sites: [one]}}
  - {type: energy, name: other months, limit: 900 MWh, per: month, applies_to: {sites: [two]}}
  - {type: energy, name: region days, limit: 90 MWh, per: day, applies_to: {region: east}}
  - {type: power, name: west, limit: 8 MW, applies_to: {region: west}}`},
		{name: "merit", limits: `
  - {type: power, name: ladder, limit: 12 MW, share: merit}
  - {type: power, name: winter, limit: 5 MW, season: 02-10..02-20, applies_to: {sites: [three]}}`},
		{name: "auction", limits: `
  - {type: power, name: auction, limit: 7 MW, share: auction, applies_to: {region: east}}
  - {type: energy, name: budget, limit: 8 GWh, per: month}`},
		{name: "merit across budgets of sites", limits: `
  - {type: power, name: ladder, limit: 12 MW, share: merit}
  - {type: energy, name: quota one, limit: 2.5 GWh, per: month, applies_to: {sites: [one]}}
  - {type: energy, name: quota three, limit: 8 GWh, per: quarter, applies_to: {sites: [three]}}`},
		{name: "penalty", price: map[string]float64{"excess": 12}, limits: `
  - {type: penalty, name: excess, limit: 2 GWh, per: month, price: 12 USD/MWh}
  - {type: energy, name: days of one, limit: 130 MWh, per: day, applies_to: {sites: [one]}}`},
		{name: "penalty inside a budget", price: map[string]float64{"excess": 12}, limits: `
  - {type: penalty, name: excess, limit: 2 GWh, per: month, price: 12 USD/MWh}
  - {type: energy, name: all, limit: 9 GWh, per: month}`},
		{name: "carbon", limits: `
  - {type: carbon, name: cap, limit: 2500 t, per: month}
  - {type: energy, name: one, limit: 3 GWh, per: month, applies_to: {sites: [one]}}
  - {type: power, name: west, limit: 7 MW, season: 02-10..02-20, applies_to: {region: west}}`},
		{name: "three families", limits: `
  - {type: energy, name: weeks, limit: 2 GWh, per: week, from: 2025-01-27, to: 2025-02-09}
  - {type: energy, name: months, limit: 9 GWh, per: month, from: 2025-01-20, to: 2025-02-20}
  - {type: energy, name: all of one, limit: 2 GWh, per: dates, from: 2025-01-25, to: 2025-02-15, applies_to: {sites: [one]}}`},
		{name: "households", price: map[string]float64{"homes": 20}, limits: `
  - {type: household, name: homes, households: 200, limit: 6 MWh, demand: 12 MWh, meters: 3, detection: 2 %/month, fine: 6000 USD, applies_to: {sites: [two]}}`},
		{name: "caps", limits: `
  - {type: registration, name: register, delay: 2 months, share: 80 %, from: 2024-11-20}
  - {type: licence_queue, name: connections, power: 5 MW, per: month, from: 2025-01-01}
  - {type: curtailment, name: by day, keep: 30 %, hours: 08-20, days: working, from: 2025-02-01, to: 2025-02-10}
  - {type: demand_response, name: calls, strike: 60 USD/MWh, payment: 30 USD/MWh, calls: 20, per: month}
  - {type: energy, name: budget, limit: 5 GWh, per: month}`},
		{name: "penalty on power", price: map[string]float64{"peak": 10}, limits: `
  - {type: penalty, name: peak, power: 4 MW, price: 10 USD/MWh}`},
		{name: "interruption", limits: `
  - {type: interruption, name: clause, hours: 100, per: month, keep: 30 %}
  - {type: energy, name: budget, limit: 9 GWh, per: month}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			args := append([]string{"run", "komi", "--hourly", "csv", "-o", "out"}, append(komi, c.args...)...)
			if c.limits != "" {
				text := threeSites + strings.TrimPrefix(c.limits, "\n") + "\n"
				if err := os.WriteFile(filepath.Join(dir, "three.yaml"), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				args = []string{"run", "three.yaml", "--hourly", "csv", "-o", "out"}
			}
			if r := command(t, dir, args...); r.code != 0 {
				t.Fatalf("exit code %d\n%s", r.code, r.err)
			}
			judgeFolder(t, filepath.Join(dir, "out"), c.price, map[string]float64{"one": 0.3, "two": 0.3, "three": 0.5})
		})
	}
}

func judgeFolder(t *testing.T, dir string, price, tonnes map[string]float64) {
	t.Helper()
	hourly, err := os.Open(filepath.Join(dir, "hourly.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer hourly.Close()
	limits, err := os.Open(filepath.Join(dir, "limits.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer limits.Close()
	wrong, err := judgeOutside(hourly, limits, price, tonnes)
	if err != nil {
		t.Fatal(err)
	}
	for k, text := range wrong {
		if k == 10 {
			t.Errorf("and %d more", len(wrong)-k)
			break
		}
		t.Error(text)
	}
}

func TestOutsideCheckerSees(t *testing.T) {
	// The checker tells of each kind of mistake, in two hours of one site and one limit.
	t.Parallel()
	const hourly = `time_utc,hours,site_id,tranche,capacity_mwh,energy_mwh,price_usd_mwh,margin_usd_mwh,multiplier_usd_mwh,reason
2025-01-01T00:00:00Z,1,one,s21,5,5,40,30,20,
2025-01-01T01:00:00Z,0.5,one,s21,2.5,1.5,40,20,20,days
2025-01-01T01:00:00Z,0.5,one,s21,2.5,0,40,10,20,days
`
	const limits = `name,kind,sites,from,to,limit,used,unit,multiplier_usd_mwh,shadow_price,price_unit,weight
days,energy,one,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,6.5,6.5,MWh,20,20,USD/MWh,24
`
	for _, c := range []struct{ file, old, new, want string }{
		{"", "", "", ""},
		{"hourly", "5,5,40,30", "5,4,40,30", "earns more and does not run in full"},
		{"hourly", "2.5,0,40", "2.5,1,40", "earns less and is not idle"},
		{"hourly", "5,5,40,30", "5,6,40,30", "more or less than there is"},
		{"hourly", "2.5,1.5,40,20", "2.5,2.5,40,20", "exceeded"},
		{"hourly", "30,20,", "30,19,", "a multiplier of 19, but the limits that hold it have 20"},
		{"limits", "6.5,6.5,MWh", "6.5,6.4,MWh", "is written as used"},
		{"limits", "6.5,6.5,MWh", "7,6.5,MWh", "has slack and a multiplier"},
		{"limits", "6.5,6.5,MWh,20", "6.5,6.5,MWh,-1", "below zero"},
	} {
		h, l := hourly, limits
		if c.file == "hourly" {
			h = strings.Replace(h, c.old, c.new, 1)
		} else if c.file != "" {
			l = strings.Replace(l, c.old, c.new, 1)
		}
		wrong, err := judgeOutside(strings.NewReader(h), strings.NewReader(l), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(wrong, "\n"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s with %q: %q, want %q", c.file, c.new, got, c.want)
		}
	}
}
