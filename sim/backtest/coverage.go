package backtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/fit"
)

// sameLaw is the process that is another one in other words: ou and ar1 are both a daily autoregression of the
// logarithm.
const sameLaw = "ar1"

// priceCoverage is B10: how processes that were fitted to prices up to 2022 cover the days of the next three years.
func priceCoverage(_ context.Context, r *record, t *Test) error {
	const least = 0.01
	first := date(2019, 1, 1)
	prices, err := fit.Between(r.cat.CoinPrice(), first, testedTo)
	if err != nil {
		return err
	}
	whole, err := fit.Between(r.cat.CoinPrice(), date(2011, 1, 1), testedTo)
	if err != nil {
		return err
	}
	var cover, fail []string
	for _, process := range fit.Processes() {
		if process == sameLaw {
			continue
		}
		sample := prices
		if process == "power_law" {
			sample = whole
		}
		pit, err := fit.Coverage(process, sample, fittedTo, testedFrom, testedTo)
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(process, "_", " ")
		if process == "ou" {
			name = "ou (ar1 is the same law)"
		}
		p := Figure{Name: name + ": how likely a larger distance from uniform is", Value: pit.P, Target: fmt.Sprintf("more than %g", least), Low: ptr(float64(least)), Passed: pit.P > least}
		t.add(p)
		t.add(read(name+": Kolmogorov-Smirnov distance", "", pit.KS))
		t.add(read(name+": days between the 5th and the 95th percentile, 90 if right", "%", 100*pit.Inside90))
		t.add(read(name+": days between the quartiles, 50 if right", "%", 100*pit.Inside50))
		if p.Passed {
			cover = append(cover, name)
		} else {
			fail = append(fail, name)
		}
		t.Windows = append(t.Windows, Window{What: name, FittedFrom: pit.FittedFrom, FittedTo: pit.FittedTo, TestedFrom: pit.From, TestedTo: pit.To})
	}
	t.Verdict = coverageVerdict(cover, fail)
	t.Notes = []string{
		"Each day is foretold from all days before it, with the parameters as they were fitted. If the law is right, the probabilities of what came are uniform (probability integral transform).",
		"How likely a larger distance is takes the parameters as known and the days as independent; they were fitted, and calm days follow calm days, so it says less than its smallness suggests. The power law is fitted from 2011 on, as in the seeds, the others from 2019 on.",
		"The later years were calmer than those of the fit, so a law with one volatility for all days is too wide for them.",
	}
	return nil
}

// coverageVerdict says which processes cover the later days.
func coverageVerdict(cover, fail []string) string {
	slices.Sort(cover)
	slices.Sort(fail)
	switch {
	case len(fail) == 0:
		return "Every process covers the later days."
	case len(cover) == 0:
		return "No process covers the later days: " + strings.Join(fail, ", ") + " all give them a shape that they did not have."
	}
	return fmt.Sprintf("%s cover the later days; %s do not.", strings.Join(cover, ", "), strings.Join(fail, ", "))
}
