package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/reports/reporttest"
)

func render(t *testing.T, p *reports.Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// texts reads the picture as XML and returns its words; it fails where the picture is none.
func texts(t *testing.T, svg string) string {
	t.Helper()
	var out strings.Builder
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatalf("the picture is not XML: %v", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			out.Write(token)
			out.WriteByte('|')
		case xml.StartElement:
			switch token.Name.Local {
			case "svg", "rect", "text", "tspan", "path", "image":
			default:
				t.Errorf("the picture has an element %q", token.Name.Local)
			}
		}
	}
}

// The picture holds title, answer and figures, whichever chart it shows, and has the same bytes each time.
func TestEveryChart(t *testing.T) {
	t.Parallel()
	for _, chart := range reporttest.Page().Charts() {
		page := reporttest.Page()
		page.Picture = chart.ID
		svg := render(t, page)
		words := texts(t, svg)
		for _, want := range []string{page.Title, "The forty-six sites would draw", "5.62", "3.40 to 9.10", "connected power"} {
			if !strings.Contains(words, want) {
				t.Errorf("%s: the picture does not say %q", chart.ID, want)
			}
		}
		if chart.Map == nil && !strings.Contains(words, chart.Title[:12]) {
			t.Errorf("%s: the picture does not show the chart", chart.ID)
		}
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%s: a coordinate is no number", chart.ID)
		}
		if svg != render(t, page) {
			t.Errorf("%s: two renderings differ", chart.ID)
		}
		if len(svg) > 250_000 {
			t.Errorf("%s: the picture has %d bytes", chart.ID, len(svg))
		}
	}
}

// Texts are texts: a name that looks like a script is read as it is written.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Title = `</text><script>alert(1)</script>`
	page.Audiences[0].Answer = `"><image href='https://example.org/x'/> &amp; ` + "\x00\x1b\ufffe"
	page.Audiences[0].Figures[0].Unit = `<b>`
	words := texts(t, render(t, page))
	if !strings.Contains(words, page.Title) || !strings.Contains(words, `"><image href='https://example.org/x'/> &amp;`) {
		t.Errorf("the words are %s", words)
	}
}

// Charts at the edge draw: one stop, equal values, nothing but gaps, and none at all.
func TestEdges(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Sections = []reports.Section{{ID: "s", Title: "s"}}
	page.Notices, page.Picture = nil, ""
	for i := range page.Audiences {
		page.Audiences[i].Sections = nil
	}
	texts(t, render(t, page))
	for _, y := range []reports.Numbers{{reports.Num(5)}, {reports.Gap}, {reports.Num(0)}} {
		page.Sections[0].Blocks = []reports.Block{{Chart: &reports.Chart{ID: "c", Title: "one stop only", Lines: &reports.Lines{
			X: reports.Axis{Name: "x"}, Y: reports.Axis{Name: "y"}, At: reports.Stops{Dates: []string{"2025"}},
			Series: []reports.Line{{Name: "a", Color: reports.Blue, Y: y}},
		}}}}
		if svg := render(t, page); strings.Contains(svg, "NaN") || !strings.Contains(texts(t, svg), "one stop only") {
			t.Errorf("%v: %s", y, svg)
		}
	}
}

// Marks of an axis are round numbers around the values.
func TestTicks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		values          []float64
		low, high, step float64
	}{
		{[]float64{0, 502}, 0, 600, 100}, {[]float64{-215, 83}, -250, 100, 50}, {[]float64{3, 3}, 0, 6, 2}, {nil, 0, 1, 0.5}, {[]float64{0.011, 0.029}, 0.01, 0.03, 0.005},
	} {
		low, high, step := ticks(c.values)
		if math.Abs(low-c.low) > 1e-9 || math.Abs(high-c.high) > 1e-9 || math.Abs(step-c.step) > 1e-9 {
			t.Errorf("%v: %v to %v by %v, want %v to %v by %v", c.values, low, high, step, c.low, c.high, c.step)
		}
	}
}

// Lines break before they are too wide, and what does not fit ends in an ellipsis.
func TestWrap(t *testing.T) {
	t.Parallel()
	lines := wrap(strings.Repeat("word ", 100), 20, 300, 3)
	if len(lines) != 3 || !strings.HasSuffix(lines[2], "…") {
		t.Errorf("got %q", lines)
	}
	for _, line := range lines {
		if width(line, 20) > 300 {
			t.Errorf("%q is too wide", line)
		}
	}
	if got := wrap(strings.Repeat("x", 200), 20, 300, 3); len(got) != 1 || !strings.HasSuffix(got[0], "…") {
		t.Errorf("a long word became %q", got)
	}
	if got := wrap("", 20, 300, 3); len(got) != 0 {
		t.Errorf("nothing became %q", got)
	}
}

// A page that cannot be shown has no picture.
func TestRefuses(t *testing.T) {
	t.Parallel()
	page := reporttest.Page()
	page.Audiences[0].Figures[0].Value = reports.Num(math.NaN())
	var b bytes.Buffer
	if err := Render(&b, page); err == nil || b.Len() > 0 {
		t.Errorf("got %d bytes and %v", b.Len(), err)
	}
}

// An answer is cut between its sentences, and within one only where the first alone has no room.
func TestAnswerIsCutBetweenSentences(t *testing.T) {
	t.Parallel()
	first, second := strings.Repeat("word ", 10)+"end.", strings.Repeat("more ", 60)+"end."
	if got := strings.Join(whole(first+" "+second, 20, 300), " "); got != first {
		t.Errorf("%q", got)
	}
	if got := strings.Join(whole(first+" Short.", 20, 300), " "); got != first+" Short." {
		t.Errorf("%q", got)
	}
	if got := whole(second, 20, 300); len(got) != 3 || !strings.HasSuffix(got[2], "…") {
		t.Errorf("%q", got)
	}
}
