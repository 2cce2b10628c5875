package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hashwatt/reports"
)

// Text that a spreadsheet would run is disarmed, everything else is as CSV wants it.
func TestAppendText(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"mikun": "mikun", "": "", "Komi, north": `"Komi, north"`, `5"`: `"5"""`, "=1+1": `"'=1+1"`, "+7": `"'+7"`, "-x": `"'-x"`, "@a": `"'@a"`,
		"\tx": "\"'\tx\"", "a=b": "a=b", "two\nlines": "\"two\nlines\"", " x": `" x"`,
	} {
		if got := string(AppendText(nil, in)); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}

// What is written is read back by a reader of CSV: numbers bit for bit, texts but for the apostrophe of disarmed
// formulas.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64().Filter(func(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }).Draw(t, "v")
		text := rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\r") }).Draw(t, "text") // the reader drops a return before a line feed
		var b bytes.Buffer
		w := NewWriter(&b, "number", "text", "whole")
		w.Float(v)
		w.Text(text)
		w.Int(-7)
		w.End()
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		back, err := strconv.ParseFloat(rows[1][0], 64)
		if err != nil || back != v {
			t.Fatalf("%v came back as %v (%v)", v, back, err)
		}
		if got := rows[1][1]; got != text && got != "'"+text {
			t.Fatalf("%q came back as %q", text, got)
		}
		if got := rows[1][1]; got != "" && strings.ContainsAny(got[:1], "=+-@\t") {
			t.Fatalf("%q would be run by a spreadsheet", got)
		}
	})
}

// A table of the page is written with its units, gaps as empty cells.
func TestWrite(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	err := Write(&b, reports.Table{Columns: []reports.Column{
		{Name: "site", Text: []string{"=mikun", "sindor"}}, {Name: "power", Unit: "MW", Numbers: reports.Numbers{reports.Num(1.0 / 3), reports.Gap}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("site,\"power, MW\"\n\"'=mikun\",0.3333333333333333\nsindor,\n", b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// full is a disk with no room left.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

// Mistakes are named with row and column, and the first one is kept.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want string
		do         func(w *Writer)
	}{
		{"NaN", `row 2, column "b": NaN is not a number`, func(w *Writer) {
			w.Int(1)
			w.Float(2)
			w.End()
			w.Int(1)
			w.Float(math.NaN())
			w.End()
		}},
		{"a short row", `row 1, column "b": 1 cells for 2 columns`, func(w *Writer) {
			w.Int(1)
			w.End()
		}},
		{"a long row", `row 1: 3 cells for 2 columns`, func(w *Writer) {
			w.Int(1)
			w.Int(2)
			w.Int(3)
			w.End()
		}},
		{"a row without end", `row 1, column "b": the last row is not ended`, func(w *Writer) { w.Int(1) }},
	} {
		w := NewWriter(&bytes.Buffer{}, "a", "b")
		c.do(w)
		if err := w.Close(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	w := NewWriter(full{}, "a")
	w.Int(1)
	w.End()
	if err := w.Close(); !errors.Is(err, errFull) {
		t.Errorf("a full disk: got %v", err)
	}
}

// A cell costs no allocation.
func TestCellsDoNotAllocate(t *testing.T) {
	w := NewWriter(&bytes.Buffer{}, "a", "b", "c")
	w.Float(1234.5)
	w.Text("mikun")
	w.Int(12)
	w.End()
	if n := testing.AllocsPerRun(100, func() {
		w.Float(1234.5)
		w.Text("mikun")
		w.Int(12)
		w.End()
	}); n > 0 {
		t.Errorf("%v allocations a row, want none", n)
	}
}
