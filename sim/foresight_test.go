package sim_test

import (
	"math"
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
)

// knowingMoreEarnsNoLess compares all three foresights on one path of the network: who knows all earns at least
// what rolling and myopic operators earn, and more where the winter quota of Komi binds.
func knowingMoreEarnsNoLess(t *testing.T, name string, r *sim.Result) {
	t.Helper()
	if len(r.Looks) != 3 || r.Looks[0].Foresight != kernel.Perfect {
		t.Fatalf("looks %+v", r.Looks)
	}
	perfect := r.Looks[0].MarginUSD
	for k, look := range r.Looks {
		if look.Own != (look.Foresight == r.Problem.Foresight) {
			t.Errorf("look %d is the scenario's own: %v", k, look.Own)
		}
		if look.MarginUSD > perfect+1e-9*math.Abs(perfect) {
			t.Errorf("foresight %d earns %.0f USD, perfect foresight %.0f", look.Foresight, look.MarginUSD, perfect)
		}
		if name == "komi winter_quota" && k > 0 && look.MarginUSD > perfect*(1-1e-6) {
			t.Errorf("foresight %d earns %.0f USD, as much as perfect foresight", look.Foresight, look.MarginUSD)
		}
	}
}

// quota is two sites of 10 MW under a budget of months that binds, with what else a test adds.
func quota(also string) string {
	return head + "clock: {start: 2025-01-01, end: 2025-07-01}\nsites:\n" +
		"  - {id: west, region: karelia, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}\n" +
		"  - {id: north, region: komi, power: 12 MW, online: 2025-02-15, fleet: [{rig: antminer-s19-xp-140}]}\n" + also
}

// TestLeakOfABan bans one of two sites for two months: it draws nothing then, the other is not moved within the
// epoch, difficulty falls by what is missing. The rest of the world is on record, by epoch, and hashes the same but
// for epochs that end a little sooner.
func TestLeakOfABan(t *testing.T) {
	t.Parallel()
	r := written(t, quota("limits: [{type: ban, name: spring, from: 2025-03-01, to: 2025-04-30, applies_to: {region: karelia}}, {type: energy, name: ample, limit: 9 TWh, per: year}]\n"), sim.Settings{})
	if len(r.Leaks) != 1 {
		t.Fatalf("leaks %+v, want one of the ban and none of the limit that never binds", r.Leaks)
	}
	leak := r.Leaks[0]
	if leak.Limit != 0 || len(leak.Elsewhere) != 1 || r.Facts.Regions[leak.Elsewhere[0].Region].ID != "komi" {
		t.Fatalf("leak %+v", leak)
	}
	near(t, "energy that the held site does not draw", -leak.Held.EnergyMWh, r.Summary.Limits[0].CurtailedMWh, 1e-3)
	if leak.Held.MarginUSD >= 0 || leak.Elsewhere[0].MarginUSD <= 0 || leak.Difficulty >= 0 || math.Abs(leak.RestPHh) > -0.03*leak.Held.HashPHh {
		t.Errorf("leak %+v: want a loss at the held site, a gain at the other and a lower difficulty", leak)
	}
	without := written(t, quota("limits: [{type: ban, name: spring, from: 2025-03-01, to: 2025-04-30, applies_to: {region: karelia}}]\nreport: {leakage: false, cap_curve: false}\n"), sim.Settings{})
	if without.Leaks != nil || without.Curves != nil || without.Looks != nil {
		t.Error("comparisons that nobody asked for are made")
	}
}

// TestComparedVariants puts variants beside a run: each as if it were run by itself.
func TestComparedVariants(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load(scenarios.FS, "komi.yaml", scenario.Options{Sets: []string{"report={compare: [allocation, winter_ban]}"}})
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, f, sim.Settings{})
	if len(r.Compared) != 2 || r.Compared[1].Variant != "winter_ban" {
		t.Fatalf("compared %d variants", len(r.Compared))
	}
	for _, c := range r.Compared {
		alone := shipped(t, "komi.yaml", c.Variant, sim.Settings{})
		near(t, c.Variant+": paid to the state", c.StateUSD, sim.StateUSD(alone.Problem.Problem, alone.Trace, alone.Ledger), 1e-12)
		for k, total := range alone.Summary.Totals {
			if c.Values[k] != total.Value {
				t.Errorf("%s: %s is %+v beside another run and %+v alone",
					c.Variant, total.Metric.ID, c.Values[k], total.Value)
			}
		}
	}
}
