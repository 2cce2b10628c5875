package cli

import (
	"strings"
	"testing"

	"hashwatt/sim/backtest"
)

// A broken gate exits with 3 and says which one and why; a report that does not hold breaks nothing.
func TestBrokenGatesExitWith3(t *testing.T) {
	t.Parallel()
	gate := backtest.Test{ID: "B1", Title: "Difficulty replay", Gate: true, Verdict: "The record and the rule do not agree."}
	report := backtest.Test{ID: "B4", Title: "Power of the network", Verdict: "It is off."}
	held := backtest.Test{ID: "B3", Title: "Blocks by year", Gate: true, Passed: true}
	if err := brokenGates(&backtest.Result{Tests: []backtest.Test{held, report}}); err != nil {
		t.Errorf("a report that does not hold gives %v", err)
	}
	err := brokenGates(&backtest.Result{Tests: []backtest.Test{held, report, gate}})
	if code(err) != NotHeld || !strings.Contains(err.Error(), "the gate B1, Difficulty replay, misses: The record") {
		t.Errorf("a broken gate exits with %d: %v", code(err), err)
	}
}
