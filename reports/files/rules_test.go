package files

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"hashwatt/sim"
)

func TestSummaryTellsWhatLimitsMoved(t *testing.T) {
	// Foresights, leakage, curves and variants stand in the summary as the run has them, and nothing where the report
	// asks for none.
	t.Parallel()
	asked := "variants: {free: {limits: {append: [{type: ban, name: spring ban, from: 2025-03-20, to: 2025-03-25}]}}}\nreport: {value_of_foresight: true, compare: [free]}\n"
	r := result(t, closed()+asked, sim.Settings{})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Foresight []struct {
			Foresight  string
			Own        bool
			Margin_usd float64
		}
		Leakage []struct {
			Limit       string
			Leakage_pct *float64
		}
		Curves []struct {
			Limit, Unit string
			Points      []struct{ Factor, Allowed, Used, Value_usd float64 }
		}
		Compared []struct {
			Variant string
			Totals  map[string]struct{ Value float64 }
			Limits  []struct{ Name string }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Foresight) != 3 || got.Foresight[0].Foresight != "perfect" || !got.Foresight[1].Own || got.Foresight[2].Margin_usd != r.Looks[2].MarginUSD {
		t.Errorf("%+v", got.Foresight)
	}
	if len(got.Leakage) == 0 || len(got.Leakage) != len(r.Leaks) {
		t.Fatalf("%d limits in leakage, want %d", len(got.Leakage), len(r.Leaks))
	}
	for k, l := range got.Leakage {
		rate, ok := r.Leaks[k].Rate()
		if ok != (l.Leakage_pct != nil) || ok && math.Abs(*l.Leakage_pct-100*rate) > 1e-9*math.Abs(rate) {
			t.Errorf("%s: %v %%, want %g, %v", l.Limit, l.Leakage_pct, 100*rate, ok)
		}
	}
	if len(got.Curves) != len(r.Curves) || len(got.Curves) == 0 || got.Curves[0].Unit != "MWh" || len(got.Curves[0].Points) != len(r.Curves[0].Points) {
		t.Errorf("%+v", got.Curves)
	}
	if len(got.Compared) != 1 || got.Compared[0].Variant != "free" || len(got.Compared[0].Limits) != 4 || got.Compared[0].Totals["energy_mwh"].Value <= 0 {
		t.Errorf("%+v", got.Compared)
	}
	b.Reset()
	if err := Summary(&b, result(t, closed()+"report: {leakage: false, cap_curve: false}\n", sim.Settings{})); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"foresight": [`, `"leakage"`, `"curves"`, `"compared"`} {
		if strings.Contains(b.String(), key) {
			t.Errorf("%s is there without being asked for", key)
		}
	}
}
