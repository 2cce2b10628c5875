package sim_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// TestEnergyBySeasonAndOverDates holds a site of 10 MW to 10 GWh in a winter of 121 days: over New Year it is one
// budget, where by year it is two, and every operator, however far he looks, uses all of it and no more. A single
// budget over dates ends on its last day.
func TestEnergyBySeasonAndOverDates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words  string
		labels string
		mwh    float64
	}{
		{"per: season, season: 11-15..03-15", "2025-11-15..2026-03-15", 10000},
		{"per: year, season: 11-15..03-15", "2025 2026", 10000},
		{"per: dates, from: 2025-12-01, to: 2026-02-28", "2025-12-01..2026-02-28", 10000},
		{"per: dates, from: 2025-12-01, to: 2026-11-30, season: 11-15..03-15", "2025-12-01..2026-11-30", 10000 * 105. / 121}, // 16 days after the end
	} {
		for _, look := range []string{"perfect", "rolling", "myopic"} {
			r := written(t, head+"clock: {start: 2025-10-01, end: 2026-05-01}\nforesight: "+look+"\n"+workshop("{type: flat, price: 1 USD/MWh}")+
				"sites:\n"+one("a", ", limits: [{type: energy, limit: 10 GWh, "+c.words+"}]"), sim.Settings{})
			var labels []string
			used := 0.0
			for g, group := range r.Problem.Budgets.Groups {
				labels = append(labels, group.Label)
				used += r.Trace.Budgets[g].UsedMWh
			}
			if got := strings.Join(labels, " "); got != c.labels {
				t.Errorf("%s: periods %q, want %q", c.words, got, c.labels)
			}
			near(t, look+" "+c.words+": use, MWh", used, c.mwh, 1e-9)
			for _, check := range r.Checks {
				if !check.Passed() {
					t.Errorf("%s %s: %s has error %g", look, c.words, check.Name, check.Error)
				}
			}
		}
	}
}

// TestLimitNeverInForce warns, once, of a limit without a day on the clock, and of no other.
func TestLimitNeverInForce(t *testing.T) {
	t.Parallel()
	for limits, want := range map[string]string{
		"{type: ban, season: 11-15..03-15}":                                                              `limit "ban" is never in force between clock.start (2025-05-01) and clock.end (2025-07-01)`,
		"{type: ban, from: 2025-07-01}":                                                                  `limit "ban" is never in force`,
		"{type: ban, to: 2025-04-30}":                                                                    `limit "ban" is never in force`,
		"{type: power, limit: 1 MW, season: 02-29..02-29}":                                               `limit "power" is never in force`,
		"{type: energy, limit: 1 GWh, per: season, season: 11-15..03-15}":                                `limit "energy" is never in force`,
		"{type: energy, limit: 1 GWh, per: dates, from: 2024-01-01, to: 2024-12-31}":                     `limit "energy" is never in force`,
		"{type: ban, from: 2025-06-30}":                                                                  "",
		"{type: ban, to: 2025-05-01}":                                                                    "",
		"{type: power, limit: 1 MW}":                                                                     "",
		"{type: energy, limit: 1 MWh, per: season, season: 06-30..03-15}":                                "",
		"{type: energy, limit: 1 MWh, per: dates, from: 2024-01-01, to: 2025-05-01}":                     "",
		"{type: ban, name: x, season: 11-15..03-15}, {type: ban, name: y, season: 05-01..05-02}":         `limit "x" is never in force`,
		"{type: power, limit: 1 GW}, {type: ban, name: x, season: 11-15..03-15, applies_to: {sites: a}}": `limit "x" is never in force`,
	} {
		r := written(t, head+"clock: {start: 2025-05-01, end: 2025-07-01}\n"+workshop("{type: flat, price: 1 USD/MWh}")+
			"sites:\n"+one("a", "")+one("b", "")+"limits: ["+limits+"]\n", sim.Settings{Draws: 2})
		var told []string
		for _, w := range r.Warnings {
			if w.Kind == scenario.NeverInForce {
				told = append(told, w.Text)
				if strings.Contains(strings.Join(scenario.Texts(r.Warnings), "\n"), `"`+w.Subjects[0]+`" never binds`) {
					t.Errorf("%s: it is told twice in %q", limits, scenario.Texts(r.Warnings))
				}
			}
		}
		if got := strings.Join(told, "; "); (got == "") != (want == "") || !strings.HasPrefix(got, want) || len(told) > 1 {
			t.Errorf("%s: warnings %q, want %q", limits, told, want)
		}
	}
}

// TestLimitThatCannotBind is told, once, before any hour is played; where the size of sites is uncertain, after it.
func TestLimitThatCannotBind(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"limits: [{type: energy, name: wide, limit: 500 GWh, per: month}]":                                                       `limit "wide" never binds: 500 GWh per month is allowed, and `,
		"limits: [{type: power, name: wide, limit: 1 GW, applies_to: {sites: a}}]":                                               `limit "wide" never binds: 1 GW is allowed, and `,
		"limits: [{type: power, name: wide, limit: 1 GW}]\nuncertain: [{path: sites.a.power, low: 1 MW, mid: 2 MW, high: 3 MW}]": `limit "wide" never binds`,
		"limits: [{type: power, name: tight, limit: 1 kW}]":                                                                      "",
	} {
		r := written(t, head+"clock: {start: 2025-05-01, end: 2025-06-01}\n"+workshop("{type: flat, price: 1 USD/MWh}")+
			"sites:\n"+one("a", "")+one("b", "")+words+"\n", sim.Settings{Draws: 1})
		var told []string
		for _, w := range r.Warnings {
			if w.Kind == scenario.NeverBinds {
				told = append(told, w.Text)
			}
		}
		if got := strings.Join(told, "; "); !strings.HasPrefix(got, want) || (got == "") != (want == "") || len(told) > 1 ||
			strings.Contains(got, ":") && strings.Contains(words, "uncertain") {
			t.Errorf("%s: warnings %q, want %q", words, told, want)
		}
	}
}

// TestLimitOfNamesThatAreUnknown refuses a scope that fits no site and says what could be meant.
func TestLimitOfNamesThatAreUnknown(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"region: worksop":               `limits.ban.applies_to.region: no site lies in the region "worksop"; did you mean "workshop"?`,
		"region: [workshop, workshopp]": `no site lies in the region "workshopp"; did you mean "workshop"?`,
		"sites: hal":                    `there is no site "hal"; did you mean "hall"?`,
		"country: RU":                   `no site lies in the country "RU"; the sites lie in US`,
		"operator: BitRiver":            `no site is run by "BitRiver"; no site says its operator`,
		"program: [komi_15, komi_16]":   `no site belongs to the program "komi_16"; no site says its program`,
	} {
		fsys := fstest.MapFS{"test.yaml": {Data: []byte(head + "clock: {start: 2025-05-01, end: 2025-07-01}\n" + workshop("{type: flat, price: 1 USD/MWh}") +
			"sites:\n" + one("hall", "") + "limits: [{type: ban, season: 05-01..05-31, applies_to: {" + words + "}}]\n")}}
		f, err := scenario.Load(fsys, "test.yaml", scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sim.Run(context.Background(), f, catalog(t), sim.Settings{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", words, err, want)
		}
	}
}

// TestLimitOfARegionWithoutSites warns that the limits of the region hold nobody.
func TestLimitOfARegionWithoutSites(t *testing.T) {
	t.Parallel()
	r := written(t, head+"clock: {start: 2025-05-01, end: 2025-07-01}\n"+workshop("{type: flat, price: 1 USD/MWh}")+
		"  empty: {zone: UTC, country: US, currency: USD, limits: [{type: power, limit: 1 MW}]}\nsites:\n"+one("a", ""), sim.Settings{})
	if texts := scenario.Texts(r.Warnings); !slices.Contains(texts, "region empty has limits but no site") {
		t.Errorf("warnings %q", texts)
	}
	// A region that the seeds know is looked up only where a site lies in it, and told all the same.
	r = written(t, head+"clock: {start: 2025-01-01, end: 2025-01-08}\nregions: {tomsk: {limits: [{type: power, limit: 5 MW}]}}\n"+
		"sites:\n  - {id: a, region: komi, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}\n", sim.Settings{})
	if texts := scenario.Texts(r.Warnings); !slices.Contains(texts, "region tomsk has limits but no site") {
		t.Errorf("warnings %q say nothing of tomsk", texts)
	}
}
