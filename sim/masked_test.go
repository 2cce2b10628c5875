package sim_test

import (
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// TestALimitBehindATighterOneSaysSo holds that a limit that never binds names those that are tighter wherever it is
// in force, in every kind of pair, and nobody where it has room for another reason.
func TestALimitBehindATighterOneSaysSo(t *testing.T) {
	t.Parallel()
	const cheap, dear = "1 USD/MWh", "500 USD/MWh"
	for _, c := range []struct{ limits, price, never, why string }{
		{"{type: ban, name: stop, from: 2025-05-01}, {type: energy, name: quota, limit: 5 GWh, per: month}", cheap, "quota", `"stop" takes all that it would keep back`},
		{"{type: ban, name: may, season: 05-01..05-31}, {type: ban, name: june, season: 06-01..06-30}, {type: energy, name: quota, limit: 5 GWh, per: month}", cheap, "quota", `"may" and "june" take all that it would keep back`},
		{"{type: ban, name: one, from: 2025-05-01}, {type: ban, name: two, from: 2025-05-01}", cheap, "one", `"two" takes all that it would keep back`},
		{"{type: power, name: tight, limit: 4 MW}, {type: energy, name: quota, limit: 5 GWh, per: month}", cheap, "quota", `"tight" is tighter wherever it is in force`},
		{"{type: power, name: tight, limit: 4 MW}, {type: energy, name: quota, limit: 2.9 GWh, per: month}", cheap, "", ""},
		{"{type: power, name: wide, limit: 8 MW}, {type: power, name: tight, limit: 5 MW}", cheap, "wide", `"tight" is tighter wherever it is in force`},
		{"{type: power, name: wide, limit: 8 MW, season: 05-10..05-20}, {type: power, name: tight, limit: 5 MW, season: 05-05..05-20}", cheap, "wide", `"tight" is tighter wherever it is in force`},
		{"{type: power, name: own, limit: 7 MW, each: true}, {type: power, name: pool, limit: 6 MW, share: merit}", cheap, "own", `"pool" is tighter wherever it is in force`},
		{"{type: energy, name: months, limit: 2 GWh, per: month}, {type: energy, name: year, limit: 30 GWh, per: year}", cheap, "year", `"months" is tighter wherever it is in force`},
		{"{type: energy, name: each, limit: 1 GWh, per: month, each: true}, {type: energy, name: weeks, limit: 1 GWh, per: week}", cheap, "weeks", ""},
		{"{type: energy, name: quota, limit: 5 GWh, per: month}", dear, "quota", ""},
		{"{type: power, name: wide, limit: 8 MW}, {type: power, name: tight, limit: 5 MW, season: 05-10..05-20}", dear, "wide", ""},
	} {
		r := written(t, head+"clock: {start: 2025-05-01, end: 2025-07-01}\n"+workshop("{type: flat, price: "+c.price+"}")+
			"sites:\n"+one("a", "")+one("b", "")+"limits: ["+c.limits+"]\nreport: {leakage: false}\n", sim.Settings{})
		told := map[string]scenario.Warning{}
		for _, w := range r.Warnings {
			if w.Kind == scenario.NeverBinds {
				told[w.Subjects[0]] = w
			}
		}
		w, ok := told[c.never]
		text := `limit "` + c.never + `" never binds`
		if c.why != "" {
			text += ": " + c.why
		}
		if ok != (c.never != "") || ok && (w.Detail != c.why || w.Text != text) {
			t.Errorf("%s: %v, want %q: %q", c.limits, told, c.never, c.why)
		}
	}
}
