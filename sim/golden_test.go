package sim_test

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
)

var update = flag.Bool("update", false, "rewrite the golden numbers")

const (
	goldenFile = "testdata/golden.json"
	goldenTol  = 1e-6 // relative; the numbers are kept to eight digits
)

// TestGoldenScenarios plays the central case of every shipped scenario and variant once, with all foresights but
// without what the page puts beside it (leakage, curves, other variants), holds it to what holds of every run, and
// compares it with the numbers it had. Moved numbers are rewritten with -update, which logs each of them.
func TestGoldenScenarios(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	got := map[string]map[string]float64{}
	t.Run("all", func(t *testing.T) {
		for _, info := range scenarios.List() {
			f, err := scenario.Load(scenarios.FS, info.File, scenario.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, variant := range append([]string{""}, f.VariantNames()...) {
				name := strings.TrimSpace(info.Name + " " + variant)
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					f, err := scenario.Load(scenarios.FS, info.File, scenario.Options{Variant: variant, Sets: []string{"report={value_of_foresight: true, leakage: false, cap_curve: false}"}})
					if err != nil {
						t.Fatal(err)
					}
					r := run(t, f, sim.Settings{})
					lawsHold(t, r)
					knowingMoreEarnsNoLess(t, name, r)
					sharesAreTheWhole(t, r)
					numbers := goldenOf(r)
					mu.Lock()
					defer mu.Unlock()
					got[name] = numbers
				})
			}
		}
	})
	want := map[string]map[string]float64{}
	if src, err := os.ReadFile(goldenFile); err == nil {
		if err := json.Unmarshal(src, &want); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names(got, want) {
		for _, id := range names(got[name], want[name]) {
			before, had := want[name][id]
			after, has := got[name][id]
			if had == has && math.Abs(after-before) <= goldenTol*math.Abs(before) {
				continue
			}
			if *update {
				t.Logf("golden: %s %s %g -> %g (%+.3f %%)", name, id, before, after, 100*(after/before-1))
				continue
			}
			t.Errorf("%s: %s = %g, was %g; if that is meant, run make golden", name, id, after, before)
		}
	}
	if *update {
		src, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(goldenFile, append(src, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// goldenOf is the numbers of a run that are kept.
func goldenOf(r *sim.Result) map[string]float64 {
	got := map[string]float64{}
	for _, e := range r.Summary.Totals {
		if e.Value.OK() {
			got[e.Metric.ID] = rounded(e.Value.V)
		}
	}
	for _, l := range r.Summary.Limits {
		got[l.Name+": binding_hours"] = rounded(l.BindingHours)
		got[l.Name+": forgone_usd"] = rounded(l.ForgoneUSD)
		got[l.Name+": shadow_price"] = rounded(l.ShadowPrice)
	}
	for k, p := range metric.Profiles() {
		got["last month: "+p.ID] = rounded(r.Months[k][len(r.Months[k])-1])
	}
	return got
}

// lawsHold demands that all checks pass and all requirements are met.
func lawsHold(t *testing.T, r *sim.Result) {
	t.Helper()
	for _, c := range r.Checks {
		if !c.Passed() {
			t.Errorf("%s: error %g, bound %g (%s)", c.Name, c.Error, c.Bound, c.Sentence)
		}
	}
	for _, q := range r.Required {
		if !q.Passed {
			t.Errorf("%s is %g %s, required is %s", q.Metric, q.Value.V, q.Unit, q.Bound)
		}
	}
}

// rounded keeps eight significant digits.
func rounded(v float64) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 8, 64), 64)
	if err != nil {
		panic(err)
	}
	return out
}

// names are the keys of two maps in alphabetical order.
func names[T any](a, b map[string]T) (list []string) {
	for name := range a {
		list = append(list, name)
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}
