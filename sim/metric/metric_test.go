package metric

import (
	"math"
	"os"
	"strings"
	"testing"
	"unicode"
)

// TestTableIsSound holds that ids are unique words with their unit and that every metric says what it is.
func TestTableIsSound(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, m := range Table() {
		if seen[m.ID] {
			t.Errorf("%s is there twice", m.ID)
		}
		seen[m.ID] = true
		if m.Unit == "" || m.Sentence == "" || m.Of == nil {
			t.Errorf("%s lacks a unit, a sentence or a function", m.ID)
		}
		if strings.ToLower(m.ID) != m.ID || strings.ContainsFunc(m.ID, func(r rune) bool { return r != '_' && !unicode.IsLower(r) && !unicode.IsDigit(r) }) {
			t.Errorf("%q is no id", m.ID)
		}
	}
	for _, p := range Profiles() {
		if p.Of == nil || p.Unit == "" {
			t.Errorf("profile %s lacks a unit or a function", p.ID)
		}
	}
}

// TestSpread takes mean 3, standard error sqrt(2.5/5) and type-7 quantiles of 1..5 over the draws alone: P5 = 1.2,
// P95 = 4.8. Draw 0 does not count, nor do missing values.
func TestSpread(t *testing.T) {
	t.Parallel()
	s := &Summary{}
	columns := [][]Value{nil}
	for _, m := range Table() {
		s.Totals = append(s.Totals, Estimate{Metric: m})
		columns[0] = append(columns[0], Value{V: 1e9})
	}
	for _, v := range []float64{5, 3, 1, 2, 4} {
		draw := make([]Value, len(s.Totals))
		for k := range draw {
			draw[k] = Value{V: v}
		}
		draw[1] = Value{Why: "missing"}
		columns = append(columns, draw)
	}
	columns[3][2] = Value{Why: "missing"}
	s.Spread(columns)
	e := s.Totals[0]
	for _, row := range []struct {
		what      string
		got, want float64
	}{{"mean", e.Mean, 3}, {"se", e.SE, math.Sqrt(2.5 / 5)}, {"p5", e.P5, 1.2}, {"p50", e.P50, 3}, {"p95", e.P95, 4.8}, {"n", float64(e.N), 5}, {"n of the second", float64(s.Totals[1].N), 0}, {"n of the third", float64(s.Totals[2].N), 4}} {
		if math.Abs(row.got-row.want) > 1e-12 {
			t.Errorf("%s = %g, want %g", row.what, row.got, row.want)
		}
	}
}

// TestFans puts the quantiles of each month in order and keeps the central case apart.
func TestFans(t *testing.T) {
	t.Parallel()
	n := len(Profiles())
	draw := func(v float64) [][]float64 {
		out := make([][]float64, n)
		for k := range out {
			out[k] = []float64{v, 2 * v}
		}
		return out
	}
	fans := Fans([][][]float64{draw(100), draw(3), draw(1), draw(2)})
	if len(fans) != n {
		t.Fatalf("%d fans", len(fans))
	}
	f := fans[0]
	if f.Central[1] != 200 || f.P50[1] != 4 || f.P5[0] >= f.P25[0] || f.P75[0] >= f.P95[0] || len(f.Paths) != 3 {
		t.Errorf("%+v", f)
	}
	if Fans([][][]float64{draw(1)}) != nil {
		t.Error("a fan without draws")
	}
}

// TestManualNamesEveryMetric holds the list in the manual of the language current.
func TestManualNamesEveryMetric(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../scenarios/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range IDs() {
		if !strings.Contains(string(manual), "`"+id+"`") {
			t.Errorf("scenarios/README.md does not name %s", id)
		}
	}
}
