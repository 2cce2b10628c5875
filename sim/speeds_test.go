package sim_test

import (
	"fmt"
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"

	"github.com/google/go-cmp/cmp"
)

// TestSpeedsAreTheScenarioAtThatSpeed holds that each case of the sensitivity is what the scenario gives with that
// speed in its file, and that the scenario's own speed is among them once.
func TestSpeedsAreTheScenarioAtThatSpeed(t *testing.T) {
	t.Parallel()
	const name = "winter-ban.yaml"
	r := shipped(t, name, "", sim.Settings{})
	var got []float64
	for _, c := range r.Speeds {
		got = append(got, c.Speed)
		if c.Own != (c.Trace == r.Trace) {
			t.Errorf("the case of %g is own: %t, and its trace is the result's: %t", c.Speed, c.Own, c.Trace == r.Trace)
		}
		f, err := scenario.Load(scenarios.FS, name, scenario.Options{Sets: []string{fmt.Sprintf("bitcoin.rest_of_world.then.speed=%g %%/epoch", 100*c.Speed)}})
		if err != nil {
			t.Fatal(err)
		}
		direct := run(t, f, sim.Settings{})
		if d := cmp.Diff(direct.Columns[0], c.Values); d != "" {
			t.Errorf("at %g per epoch (-direct +case):\n%s", c.Speed, d)
		}
		if d := cmp.Diff(direct.Trace.Epochs, c.Trace.Epochs); d != "" {
			t.Errorf("epochs at %g (-direct +case):\n%s", c.Speed, d)
		}
		if d := cmp.Diff(direct.Without.Epochs, c.Without.Epochs); d != "" {
			t.Errorf("epochs without sites at %g (-direct +case):\n%s", c.Speed, d)
		}
	}
	if d := cmp.Diff([]float64{0, 0.013, 0.05}, got); d != "" {
		t.Errorf("speeds (-want +got):\n%s", d)
	}
}

// TestSpeedsNeedAnAdjustment holds that only a rest of the world that adjusts after the record has speeds to show, and
// that a speed of the scenario's own joins the known ones in their order.
func TestSpeedsNeedAnAdjustment(t *testing.T) {
	t.Parallel()
	if r := written(t, steady, sim.Settings{}); r.Speeds != nil {
		t.Errorf("a rest of the world that grows has %d speeds", len(r.Speeds))
	}
	if r := written(t, head+"clock: {start: 2020-01-01, end: 2021-01-01}\nsites: []\n", sim.Settings{}); r.Speeds != nil {
		t.Errorf("a run inside the record has %d speeds", len(r.Speeds))
	}
	own := `clock: {start: 2027-01-01, end: 2028-01-01}
bitcoin: {rest_of_world: {response: adjustment, speed: 3 %/epoch, decline: 18 %/year}}
sites: []
`
	r := written(t, head+own, sim.Settings{Workers: 1})
	var got []string
	for _, c := range r.Speeds {
		got = append(got, fmt.Sprintf("%g %t %d", c.Speed, c.Own, len(c.Values)))
	}
	n := len(metric.IDs())
	want := []string{fmt.Sprintf("0 false %d", n), fmt.Sprintf("0.013 false %d", n), fmt.Sprintf("0.03 true %d", n), fmt.Sprintf("0.05 false %d", n)}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("speeds (-want +got):\n%s", d)
	}
}
