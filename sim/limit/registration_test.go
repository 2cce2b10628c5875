package limit_test

import (
	"math"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/limit"
)

// 6 MWh over the 744 h of January are 8.06 kW. Three months after 15 January is 15 April, after which 80 % of 10
// MW run, and of the rest what the owner may. A site that always stood is registered, unless the limit begins
// later; many owners may use no more than the connection.
func TestUnregisteredSitesHaveTheLimitOfTheirOwners(t *testing.T) {
	t.Parallel()
	const hour = 24
	jan, apr, dec := 6./744, 6./720, 6./744
	for _, c := range []struct {
		words string
		since string // of the site, "" for always
		hour  int
		want  float64
	}{
		{"delay: 3 months", "2025-01-15", 20 * hour, jan},
		{"delay: 3 months", "2025-01-15", (31+28+31+14)*hour - 1, apr},
		{"delay: 3 months", "2025-01-15", (31 + 28 + 31 + 14) * hour, math.Inf(1)},
		{"delay: 3 months, share: 80 %", "2025-01-15", (31 + 28 + 31 + 14) * hour, 8 + apr},
		{"delay: 3 months", "", 0, math.Inf(1)},
		{"delay: 3 months", "2024-12-01", (31+28)*hour - 1, 6. / 672},
		{"delay: 3 months", "2024-12-01", (31 + 28) * hour, math.Inf(1)},
		{"delay: 3 months, from: 2025-11-30", "", 0, math.Inf(1)},
		{"delay: 3 months, from: 2025-11-30", "", 8760 - 1, dec},
		{"delay: 1 month, from: 2025-01-31", "2024-01-01", (31 + 27) * hour, math.Inf(1)}, // the last day of February
		{"delay: 1 month, from: 2025-01-31", "2024-01-01", (31+27)*hour - 1, 6. / 672},
		{"delay: 3 months, to: 2025-01-31", "2025-01-01", 31 * hour, math.Inf(1)},
		{"delay: 24 h, share: 100 %, owners: 3, limit: 3 MWh", "2025-01-01", 0, 9. / 744},
		{"delay: 10 days, owners: 0", "2025-01-01", 0, 0},
		{"share: 80 %", "2025-01-15", 20 * hour, 8 + jan},
		{"share: 80 %, owners: 1000", "2025-01-15", 20 * hour, 10},
		{"share: 0 %", "2025-01-15", 20 * hour, jan},
	} {
		in := input(t, "2025-01-01", "2026-01-01", "UTC", 10)
		if c.since != "" {
			in.Sites[0].Since = date(t, c.since)
			in.Sites[0].Online = in.Sites[0].Civil.FirstOn(in.Sites[0].Since)
		}
		r := rule(t, "{type: registration, "+c.words+"}", in)
		if got := allowed(in, r.Cap, c.hour)[0]; !near(got, c.want) || !r.Cap.Before {
			t.Errorf("%s, since %q: %v MW in hour %d, want %v", c.words, c.since, got, c.hour, c.want)
		}
	}
}

// On an axis from midnight in Moscow, a day after 1 January is over after 24 h there, and after 19 h in Irkutsk
// (+5 h).
func TestRegistrationFollowsTheClocksOfASite(t *testing.T) {
	t.Parallel()
	in := input(t, "2025-01-01", "2025-02-01", "Europe/Moscow", 10, 10)
	irkutsk, err := calendar.LoadZone("Asia/Irkutsk")
	if err != nil {
		t.Fatal(err)
	}
	in.Sites[1].Civil = in.Axis.Civil(irkutsk)
	r := rule(t, "{type: registration, delay: 1 day, from: 2025-01-01}", in)
	for h := range 48 {
		mw := allowed(in, r.Cap, h)
		if moscow, irkutsk := math.IsInf(mw[0], 1), math.IsInf(mw[1], 1); moscow != (h >= 24) || irkutsk != (h >= 19) {
			t.Fatalf("hour %d: registered in Moscow %v and in Irkutsk %v, want from hours 24 and 19 on",
				h, moscow, irkutsk)
		}
	}
}

// Words on registers that contradict each other, or mean nothing, are refused where they stand.
func TestRegistrationMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: registration}", `all is registered at once`},
		{"§{type: registration, delay: 0 h, share: 100 %}", `add for example "delay: 3 months" or "share: 80 %"`},
		{"{type: registration, delay: §1.5 months}", "write it like 1 month 15 days"},
		{"{type: registration, delay: §36 h}", "is not a number of whole months and days"},
		{"{type: registration, delay: §101 years}", `write "share: 0 %"`},
		{"{type: registration, share: §120 %}", "is outside 0 % to 100 %"},
		{"{type: registration, share: 80 %, limit: §0 kWh}", `write "owners: 0"`},
		{"{type: registration, share: 80 %, owners: §-1}", "is negative"},
		{"§{type: registration, owners: 0}", `add for example "delay: 3 months" or "share: 80 %", whose rest the owners may use`},
		{"{type: registration, share: 80 %, owners: §1e11}", "more than there are people"},
		{"{type: registration, share: 80 %, from: 2025-03-15, to: §2025-01-01}", "swap them"},
		{"{type: registration, share: 80 %, §season: 11-15..03-15}", `unknown key "season"`},
	})
}

// How long it takes, who does it, and what the others may.
func TestRegistrationInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: registration, delay: 3 months}":        "registration takes 3 months; 100 % of each site registers; what is not registered has 1 owner with 6 MWh a month at each site; at all times",
		"{type: registration, share: 80 %, owners: 0}": "registration takes no time; 80 % of each site registers; what is not registered has no owners, and draws nothing; at all times",
		"{type: registration, share: 80 %, owners: 2, limit: 3 MWh, from: 2024-11-01}": "registration takes no time; 80 % of each site registers; " +
			"what is not registered has 2 owners with 3 MWh a month at each site; from 1 November 2024 on",
	})
	d := load(t, "{type: registration, share: 80 %, from: 2025-01-02}").Kind.(*limit.Registration)
	if d.Contains(date(t, "2025-01-01")) || !d.Contains(date(t, "2025-01-02")) {
		t.Error("the limit must hold from its first day on")
	}
}
