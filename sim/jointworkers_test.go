package sim_test

import (
	"fmt"
	"slices"
	"testing"

	"hashwatt/sim"
)

// TestJointPlansOnAnyNumberOfWorkers draws futures in which machines that are dear to switch, or weeks that may be
// broken, are planned together with budgets: one worker and three give the same bytes, draw by draw and in the
// central case.
func TestJointPlansOnAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"switched", "weeks", "both"} {
		text := head + "clock: {start: 2025-01-01, end: 2025-03-01}\n" +
			"money: {rates: {RUB: {process: gbm, start: 90 RUB/USD, drift: 0 %/year, volatility: 60 %/year}}}\n" +
			workshop("{type: hourly, series: northwest, years: [2017], mean: 4 RUB/kWh}") + "sites:\n" + one("a", "") + one("b", "") + "limits: [" + audited[name] + "]\n"
		everything := func(workers int) string {
			r := written(t, text, sim.Settings{Draws: 5, Seed: 9, Workers: workers})
			if rungs := r.Trace.Rungs; name != "weeks" && rungs.Switched == 0 {
				t.Errorf("%s: plans %+v, want some of budgets together with machines", name, rungs)
			}
			if r.Trace.Proven.Plans == 0 {
				t.Errorf("%s: no joint plan is made", name)
			}
			if slices.Equal(r.Columns[0], r.Columns[4]) {
				t.Errorf("%s: draws are all the same", name)
			}
			return fmt.Sprintf("%#v",
				[]any{r.Columns, r.Months, r.Trace.Budgets, r.Trace.Rungs, r.Trace.Proven, r.Audit.Certified})
		}
		if a, b := everything(1), everything(3); a != b {
			t.Errorf("%s: one worker and three differ: %d and %d bytes", name, len(a), len(b))
		}
	}
}
