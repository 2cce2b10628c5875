package sim_test

import (
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"

	"github.com/google/go-cmp/cmp"
)

// labels are the cases in their order, the scenario's own with a star.
func labels(r *sim.Result) (list []string) {
	for k := range r.Answers {
		label := r.Answers[k].Label
		if r.Answers[k].Own {
			label += " *"
		}
		list = append(list, label)
	}
	return list
}

// TestAnswersAreTheScenarioWithThatResponse holds that each case of the sensitivity is what the scenario gives with
// that response in its file, shocks included, and that the scenario's own is among them once.
func TestAnswersAreTheScenarioWithThatResponse(t *testing.T) {
	t.Parallel()
	const name = "winter-ban.yaml"
	shock := []string{"bitcoin.rest_of_world.shocks=[{from: 2027-05-20, to: 2027-07-31, change: -44 %}]"}
	load := func(sets ...string) *sim.Result {
		f, err := scenario.Load(scenarios.FS, name, scenario.Options{Sets: append(sets, shock...)})
		if err != nil {
			t.Fatal(err)
		}
		return run(t, f, sim.Settings{})
	}
	words := map[string]string{
		"no answer":                 "{response: growth, rate: 0 %/year}",
		"adjustment by 1.3 %/epoch": "{response: adjustment, speed: 1.3 %/epoch, decline: 18 %/year}",
		"adjustment by 5 %/epoch":   "{response: adjustment, speed: 5 %/epoch, decline: 18 %/year}",
		"shutdown":                  "{response: shutdown}",
		"vintage":                   "{response: vintage}",
	}
	r := load()
	want := []string{"no answer", "adjustment by 1.3 %/epoch", "adjustment by 5 %/epoch *", "shutdown", "vintage"}
	if d := cmp.Diff(want, labels(r)); d != "" {
		t.Fatalf("cases (-want +got):\n%s", d)
	}
	for _, c := range r.Answers {
		if c.Own != (c.Trace == r.Trace) {
			t.Errorf("%s is own: %t, and its trace is the result's: %t", c.Label, c.Own, c.Trace == r.Trace)
		}
		direct := load("bitcoin.rest_of_world.then=" + words[c.Label])
		if d := cmp.Diff(direct.Columns[0], c.Values); d != "" {
			t.Errorf("%s (-direct +case):\n%s", c.Label, d)
		}
		if d := cmp.Diff(direct.Trace.Epochs, c.Trace.Epochs); d != "" {
			t.Errorf("epochs of %s (-direct +case):\n%s", c.Label, d)
		}
		if d := cmp.Diff(direct.Without.Epochs, c.Without.Epochs); d != "" {
			t.Errorf("epochs without sites of %s (-direct +case):\n%s", c.Label, d)
		}
	}
}

// TestOwnAnswerStandsAmongTheKnownOnes holds where the scenario's own answer is put, that it is never doubled, and
// that a run inside the record has none.
func TestOwnAnswerStandsAmongTheKnownOnes(t *testing.T) {
	t.Parallel()
	const none, slow, fast, shutdown, vintage = "no answer", "adjustment by 1.3 %/epoch", "adjustment by 5 %/epoch", "shutdown", "vintage"
	for _, c := range []struct {
		own  string
		want []string
	}{
		{"response: growth, rate: 0 %/year", []string{none + " *", slow, fast, shutdown, vintage}},
		{"response: growth, rate: 30 %/year", []string{"growth by 30 %/year *", none, slow, fast, shutdown, vintage}},
		{"response: adjustment, speed: 0 %/epoch, decline: 18 %/year", []string{none + " *", slow, fast, shutdown, vintage}},
		{"response: adjustment, speed: 3 %/epoch, decline: 18 %/year", []string{none, slow, "adjustment by 3 %/epoch *", fast, shutdown, vintage}},
		{"response: adjustment, speed: 1.3 %/epoch, decline: 25 %/year", []string{none, slow + " *", fast, shutdown, vintage}},
		{"response: shutdown, noise: 1 %/epoch", []string{none, slow, fast, shutdown + " *", vintage}},
		{"response: shutdown, growth: 10 %/year", []string{"shutdown in the scenario's words *", none, slow, fast, shutdown, vintage}},
		{"response: vintage", []string{none, slow, fast, shutdown, vintage + " *"}},
		{"response: entry", []string{"entry *", none, slow, fast, shutdown, vintage}},
	} {
		text := "clock: {start: 2027-01-01, end: 2027-07-01}\nbitcoin: {rest_of_world: {" + c.own + "}}\nsites: []\n"
		r := written(t, head+text, sim.Settings{Workers: 1})
		if d := cmp.Diff(c.want, labels(r)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.own, d)
		}
		for k := range r.Answers {
			if n := len(r.Answers[k].Values); n != len(metric.IDs()) {
				t.Errorf("%s has %d values", r.Answers[k].Label, n)
			}
		}
	}
	if r := written(t, head+"clock: {start: 2020-01-01, end: 2021-01-01}\nsites: []\n", sim.Settings{}); r.Answers != nil {
		t.Errorf("a run inside the record has %d answers", len(r.Answers))
	}
}
