package sim_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// asked finds what a tranche that runs earns by its plan, how that compares, and what is asked of it, with its parts.
var asked = regexp.MustCompile(`a MWh earns (-?[0-9.]+), (more than|as much as|less than) the ([0-9.]+) USD that (.*? asks|the limits ask in all \((.*?)\))`)

// comparesTruly counts the comparisons of a sentence and fails where one of them is false, or its parts do not add up.
func comparesTruly(t *testing.T, why string) (n int) {
	t.Helper()
	value := func(text string) float64 {
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, m := range asked.FindAllStringSubmatch(why, -1) {
		n++
		earns, sum := value(m[1]), value(m[3])
		if earns > sum != (m[2] == "more than") || earns == sum != (m[2] == "as much as") {
			t.Errorf("this is false: %s", why)
		}
		if m[5] == "" {
			continue
		}
		var parts float64
		list := strings.Split(m[5], ", ")
		for _, part := range list {
			parts += value(part[strings.LastIndex(part, " ")+1:])
		}
		if math.Abs(parts-sum) > 0.005*float64(len(list)+1)+1e-9 {
			t.Errorf("the parts do not add up: %s", why)
		}
	}
	return n
}

// TestWhatRunsEarnsWhatIsSaid explains hours of three months of scenarios/penalty.yaml, whose hashprice moves on
// after the plan: every comparison of what a MWh earns with what the limit asks is true, and told of the plan by
// which it was decided.
func TestWhatRunsEarnsWhatIsSaid(t *testing.T) {
	t.Parallel()
	f, err := scenario.Load(scenarios.FS, "penalty.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n, moved := 0, 0
	for day := range 18 {
		for _, hour := range []int{2, 9, 12, 19} {
			at := time.Date(2025, 10, 2+5*day, hour, 0, 0, 0, time.UTC)
			e, err := sim.Explain(f, catalog(t), "mikun", at)
			if err != nil {
				t.Fatal(err)
			}
			for _, piece := range e.Parts {
				for _, d := range piece.Tranches {
					n += comparesTruly(t, d.Why)
					if strings.Contains(d.Why, "less than the ") {
						t.Errorf("runs for less than is asked: %s", d.Why)
					}
					if !strings.Contains(d.Why, " asks") || !strings.HasPrefix(d.Why, "runs") || math.Abs(piece.Planned-piece.Hashprice) < 0.005 {
						continue
					}
					moved++
					for _, want := range []string{fmt.Sprintf("the plan was made at a hashprice of %.2f, where", piece.Planned), fmt.Sprintf("; now it earns %.2f", d.Margin)} {
						if !strings.Contains(d.Why, want) {
							t.Errorf("%s: %q is not said: %s", at.Format("2006-01-02T15"), want, d.Why)
						}
					}
				}
			}
		}
	}
	if n < 20 || moved < 20 {
		t.Errorf("%d comparisons, %d of them after the hashprice has moved", n, moved)
	}
}

// TestTheSumOfWhatLimitsAskIsCompared holds two sites by a month and one of them by weeks: what is asked of a
// machine that runs is their sum, of which each has its part, and no comparison is with one alone.
func TestTheSumOfWhatLimitsAskIsCompared(t *testing.T) {
	t.Parallel()
	n, several := 0, 0
	for hour := range 40 {
		at := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour) * 7 * time.Hour)
		e := explained(t, "type: energy, name: month, limit: 8 GWh, per: month\ntype: energy, name: week, limit: 1 GWh, per: week, applies_to: {sites: [a]}", "2025-01-01", "a",
			at.Format("2006-01-02T15"), "clock.end=2026-03-01", "clock.start=2026-02-01")
		why := e.Parts[0].Tranches[0].Why
		n += comparesTruly(t, why)
		if strings.Contains(why, "ask in all (") {
			several++
		}
	}
	if n < 10 || several < 1 {
		t.Errorf("%d comparisons, %d of them with several limits", n, several)
	}
}
