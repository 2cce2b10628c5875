package sim_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

// TestHoursOfThreeWaysAreRefused: fifteen sites under budgets that cross in three ways are told to take minutes,
// the other answers of the rest of the world counted, and with a thousand draws they are refused before an hour is
// played.
func TestHoursOfThreeWaysAreRefused(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load(scenarios.FS, "komi.yaml", scenario.Options{Sets: []string{
		"clock.end=2030-01-01",
		`limits=[{type: energy, name: years, limit: 100 GWh, per: year, each: true}, {type: energy, name: weeks, limit: 20 GWh, per: week}, {type: energy, name: months, limit: 82 GWh, per: month}]`,
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, warnings, err := sim.Validate(f, catalog(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(scenario.Texts(warnings), "\n"); !strings.Contains(text, `the budgets of "years", "weeks", "months" cross in more than two ways`) ||
		!strings.Contains(text, "other answers of the rest of the world, about ") {
		t.Errorf("the warnings are %s", text)
	}
	if _, _, err := sim.Validate(f, catalog(t), 1000); err == nil || !strings.Contains(err.Error(), "more than 3 hours are refused: take at most ") {
		t.Errorf("validated with the draws: %v, want to be told that it takes hours", err)
	}
	if _, _, err := sim.Validate(f, catalog(t), sim.AnyDraws); err != nil {
		t.Errorf("of a number of draws that is not settled: %v", err)
	}
	_, err = sim.Run(context.Background(), f, catalog(t), sim.Settings{Draws: 1000})
	var problems conf.Problems
	if !errors.As(err, &problems) || !strings.Contains(err.Error(), "more than 3 hours are refused: take at most ") {
		t.Errorf("got %v, want to be told that it takes hours", err)
	}
}
