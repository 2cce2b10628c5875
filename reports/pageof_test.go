package reports_test

import (
	"context"
	"io/fs"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/reports"
	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// runOf plays a scenario.
func runOf(t testing.TB, fsys fs.FS, name string, opt scenario.Options, draws int) *sim.Result {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Load(fsys, name, opt)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r, err := sim.Run(context.Background(), f, cat, sim.Settings{Draws: draws, Seed: 7, Workers: 1})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

func shipped(t testing.TB, name, variant string, draws int, sets ...string) *sim.Result {
	t.Helper()
	return runOf(t, scenarios.FS, name, scenario.Options{Variant: variant, Sets: sets}, draws)
}

func written(t testing.TB, text string, draws int) *sim.Result {
	t.Helper()
	return runOf(t, fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{}, draws)
}

func pageOf(t testing.TB, r *sim.Result) *reports.Page {
	t.Helper()
	p, err := reports.New(r, reports.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func chart(t testing.TB, p *reports.Page, id string) *reports.Chart {
	t.Helper()
	for _, c := range p.Charts() {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("%s: there is no chart %s", p.Title, id)
	return nil
}

func table(t testing.TB, p *reports.Page, id string) *reports.Table {
	t.Helper()
	for _, s := range p.Sections {
		for _, b := range s.Blocks {
			if b.Table != nil && b.Table.ID == id {
				return b.Table
			}
		}
	}
	t.Fatalf("%s: there is no table %s", p.Title, id)
	return nil
}

func section(t testing.TB, p *reports.Page, id string) reports.Section {
	t.Helper()
	for _, s := range p.Sections {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("%s: there is no section %s", p.Title, id)
	return reports.Section{}
}

// column finds a column of a table and returns its values with the factor that its unit's prefix stands for.
func columnOf(t testing.TB, tab *reports.Table, name string) ([]float64, float64) {
	t.Helper()
	for _, c := range tab.Columns {
		if c.Name != name {
			continue
		}
		values := make([]float64, len(c.Numbers))
		for i, n := range c.Numbers {
			values[i] = n.Value
		}
		return values, scaleOf(c.Unit)
	}
	t.Fatalf("table %s has no column %q", tab.ID, name)
	return nil, 0
}

// scaleOf is what one of a printed unit is in base units: MWh, USD, t, PH/s.
func scaleOf(unit string) float64 {
	word, _, _ := strings.Cut(unit, " a ")
	switch word {
	case "TWh", "M$", "Mt", "MRUB":
		return 1e6
	case "GWh", "k$", "kt", "EH/s", "kRUB":
		return 1e3
	case "bn$", "bn RUB":
		return 1e9
	case "kWh":
		return 1e-3
	}
	return 1
}

func sum(values []float64) (s float64) {
	for _, v := range values {
		s += v
	}
	return s
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func figure(t testing.TB, p *reports.Page, audience, label string) reports.Figure {
	t.Helper()
	for _, f := range p.Audience(audience).Figures {
		if f.Label == label {
			return f
		}
	}
	t.Fatalf("%s has no figure %q", audience, label)
	return reports.Figure{}
}
