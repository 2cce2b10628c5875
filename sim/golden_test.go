package sim_test

import (
	"encoding/json"
	"flag"
	"math"
	"os"
	"sort"
	"strconv"
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

// TestGoldenScenarios compares the central case of every shipped scenario and variant with the numbers it had. Moved
// numbers are rewritten with -update, which logs each of them.
func TestGoldenScenarios(t *testing.T) {
	got := map[string]map[string]float64{}
	for _, info := range scenarios.List() {
		f, err := scenario.Load(scenarios.FS, info.File, scenario.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, variant := range append([]string{""}, f.VariantNames()...) {
			r := shipped(t, info.File, variant, sim.Settings{})
			name := info.Name
			if variant != "" {
				name += " " + variant
			}
			got[name] = map[string]float64{}
			for _, e := range r.Summary.Totals {
				if e.Value.OK() {
					got[name][e.Metric.ID] = rounded(e.Value.V)
				}
			}
			for _, l := range r.Summary.Limits {
				got[name][l.Name+": binding_hours"] = rounded(l.BindingHours)
				got[name][l.Name+": forgone_usd"] = rounded(l.ForgoneUSD)
				got[name][l.Name+": shadow_price"] = rounded(l.ShadowPrice)
			}
			for k, p := range metric.Profiles() {
				got[name]["last month: "+p.ID] = rounded(r.Months[k][len(r.Months[k])-1])
			}
		}
	}
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
