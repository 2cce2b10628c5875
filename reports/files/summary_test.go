package files

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/metric"
)

func TestSummaryTellsWhatWasSolved(t *testing.T) {
	// A scenario that looks for something has its factor and each value before and after.
	t.Parallel()
	answers := strings.Replace(closed(), "regions:", "  rest_of_world: {response: growth, rate: 0 %/year}\nregions:", 1)
	r := result(t, answers+"solve: {for: sites.*.power, so_that: energy_mwh = 20 GWh}\n", sim.Settings{})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Totals map[string]struct{ Value float64 }
		Solved struct {
			Factor, Target, Reached float64
			Unit                    string
			Total_mw                float64
			Values                  []struct{ Path, From, To string }
			Min_month               *float64
			Running_pct             float64
			By_answer               []struct {
				Label    string
				Own      bool
				Total_mw *float64
				Why      string
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	s := got.Solved
	if s.Target != 20_000 || s.Unit != "MWh" || math.Abs(s.Reached/20_000-1) > 1e-6 || math.Abs(got.Totals["energy_mwh"].Value/20_000-1) > 1e-6 || len(s.Values) != 2 || s.Total_mw <= 0 {
		t.Errorf("%+v", s)
	}
	if s.Min_month != nil || s.Running_pct <= 0 || s.Running_pct > 100 || len(s.By_answer) < 5 {
		t.Errorf("%+v", s)
	}
	own := 0
	for _, a := range s.By_answer {
		if (a.Total_mw == nil) == (a.Why == "") {
			t.Errorf("%s has a total or a reason, one of them: %+v", a.Label, a)
		}
		if a.Own {
			own++
			if *a.Total_mw != s.Total_mw {
				t.Errorf("own case %g MW, solved %g", *a.Total_mw, s.Total_mw)
			}
		}
	}
	if own != 1 {
		t.Errorf("%d own cases", own)
	}
}

func TestSummaryKeepsWhatIsMissing(t *testing.T) {
	// A metric without a value is null and says why; with draws the spread is there; what is required is told.
	t.Parallel()
	r := result(t, words+"require: {energy_mwh: {max: 1 MWh}}\n", sim.Settings{Draws: 5, Seed: 3})
	var b bytes.Buffer
	if err := Summary(&b, r); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema string
		Draws  int
		Seed   uint64
		Totals map[string]struct {
			Unit  string
			Value *float64
			Why   string
			P5    *float64
		}
		Sites   []struct{ ID, Region string }
		Limits  []struct{ Name string }
		Checks  []struct{ Passed bool }
		Require []struct {
			Metric string
			Passed bool
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != "hashwatt.summary/1" || got.Draws != 5 || got.Seed != 3 || len(got.Sites) != 2 || got.Sites[0].ID != "=one" || len(got.Limits) != 3 || len(got.Checks) == 0 {
		t.Errorf("summary = %+v, want the schema, 5 draws, seed 3, two sites, three limits and checks", got)
	}
	if len(got.Totals) != len(metric.Table()) {
		t.Errorf("%d totals, want all %d metrics", len(got.Totals), len(metric.Table()))
	}
	if e := got.Totals["energy_mwh"]; e.Value == nil || e.P5 == nil || e.Unit != "MWh" {
		t.Errorf("energy = %+v, want value, P5 and unit", e)
	}
	if p := got.Totals["payback_years"]; p.Value != nil || p.Why == "" {
		t.Errorf("payback = %+v, want null and a reason: three months do not pay back", p)
	}
	if len(got.Require) != 1 || got.Require[0].Passed {
		t.Errorf("require = %+v, want one that does not hold", got.Require)
	}
}

func TestALimitWithoutAPriceHasNoShadowPrice(t *testing.T) {
	// What is switched allows no amount, and myopic operators plan no budget of a month: null, not 0. A limit on power
	// keeps its number.
	t.Parallel()
	var got struct {
		Limits []struct {
			Kind         string
			Shadow_price *float64
		}
	}
	var b bytes.Buffer
	with := strings.Replace(words, "limits:\n", "limits:\n  - {type: cycling, name: switch, up: 2 h}\n", 1)
	if err := Summary(&b, result(t, with+"foresight: myopic\n", sim.Settings{})); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Limits) != 4 {
		t.Fatalf("%d limits, want 4", len(got.Limits))
	}
	for _, l := range got.Limits {
		if none := l.Kind == "cycling" || l.Kind == "energy"; none != (l.Shadow_price == nil) {
			t.Errorf("%s: shadow price %v", l.Kind, l.Shadow_price)
		}
	}
}
