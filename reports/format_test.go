package reports_test

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/reports"
)

// Numbers are printed with thin spaces, a true minus and the asked decimals.
func TestFormat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{
		{0, 0, "0"},
		{1.905, 2, "1.91"},
		{1234567.5, 1, "1\u202f234\u202f567.5"},
		{-84.2, 0, "\u221284"},
		{-0.004, 2, "0.00"},
		{999.96, 1, "1\u202f000.0"},
		{math.Copysign(0, -1), 1, "0.0"},
		{100, 0, "100"},
	} {
		if got := reports.Format(c.v, c.digits); got != c.want {
			t.Errorf("Format(%v, %d) = %q, want %q", c.v, c.digits, got, c.want)
		}
	}
}

// A value and its range share one count of decimals, taken from the largest.
func TestDigits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values []float64
		want   int
	}{
		{[]float64{5.62, 3.4, 9.1}, 2},
		{[]float64{37.5}, 1},
		{[]float64{-214, -610, 395}, 0},
		{[]float64{0.44, 0.31}, 2},
		{[]float64{0.0123}, 4},
		{[]float64{9.999}, 1},
		{[]float64{99.99}, 0},
		{[]float64{0}, 0},
		{nil, 0},
		{[]float64{1e-30}, 8},
	} {
		if got := reports.Digits(reports.Of(c.values)...); got != c.want {
			t.Errorf("Digits(%v) = %d, want %d", c.values, got, c.want)
		}
	}
}

// Numbers survive JSON bit for bit, gaps too.
func TestNumbersSurviveJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64().Filter(func(v float64) bool { return !math.IsInf(v, 0) && !math.IsNaN(v) }), 1, 20).Draw(t, "values")
		ns := reports.Of(values)
		ns[rapid.IntRange(0, len(ns)-1).Draw(t, "gap")] = reports.Gap
		b, err := json.Marshal(ns)
		if err != nil {
			t.Fatal(err)
		}
		var back reports.Numbers
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		for i := range ns {
			if ns[i] != back[i] {
				t.Fatalf("value %d: %v became %v in %s", i, ns[i], back[i], b)
			}
		}
	})
}

// NaN and infinities never reach JSON.
func TestNumbersRefuseNaN(t *testing.T) {
	t.Parallel()
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if b, err := json.Marshal(reports.Of([]float64{1, v})); err == nil {
			t.Errorf("%v became %s", v, b)
		}
	}
}

// An anchor made of any text is an anchor, and stays the same when it is made again.
func TestSlug(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"Komi, north": "komi-north", "": "x", "46 sites": "x-46-sites", "<b>": "b", "Иркутск": "x", "-a-": "a"} {
		if got := reports.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		slug := reports.Slug(text)
		if reports.Slug(slug) != slug || slug == "" {
			t.Fatalf("Slug(%q) = %q, and again %q", text, slug, reports.Slug(slug))
		}
	})
}

// Text has a contrast of 4.5 to 1 on every ground of both themes (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	t.Parallel()
	for _, dark := range []bool{false, true} {
		p := reports.Palette(dark)
		for _, token := range reports.Tokens() {
			for _, ground := range []string{"ground", "raised"} {
				if got := reports.Contrast(p[token.Name], p[ground]); token.Text && got < 4.5 {
					t.Errorf("%s on %s, dark %v: contrast %.2f, want 4.5", token.Name, ground, dark, got)
				}
			}
		}
	}
	if got := reports.Contrast("#000000", "#ffffff"); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white: %v, want 21", got)
	}
	if got := reports.Contrast("#777777", "#ffffff"); math.Abs(got-4.48) > 0.005 { // a published example just below the bound
		t.Errorf("#777777 on white: %v, want 4.48", got)
	}
}

// Grey is never a colour of text.
func TestTextColour(t *testing.T) {
	t.Parallel()
	for c, want := range map[reports.Color]string{reports.Grey: "muted", reports.Grey.Tint(2): "muted", reports.Blue.Tint(4): "blue", "": "ink"} {
		if got := c.Text(); got != want {
			t.Errorf("text of %q is %q, want %q", c, got, want)
		}
	}
}
