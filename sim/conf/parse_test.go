package conf

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// parse reads a text that must be right.
func parse(t testing.TB, text string) *Node {
	t.Helper()
	n, err := Parse("test.yaml", []byte(text), DefaultLimits)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return n
}

// show prints a tree in one line, texts in quotes.
func show(n *Node) string {
	var parts []string
	switch n.Kind {
	case Null:
		return "null"
	case Scalar:
		return fmt.Sprintf("%q", n.Text)
	case List:
		for _, item := range n.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	default:
		for _, f := range n.Fields {
			parts = append(parts, f.Key+":"+show(f.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
}

// Every scalar is the text that was written; only an unquoted null, a tilde and nothing at all are the default.
func TestScalarsStayText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"a: 010", `{a:"010"}`},
		{"a: 1_000", `{a:"1_000"}`},
		{"a: 1e3", `{a:"1e3"}`},
		{"a: 1.50", `{a:"1.50"}`},
		{"a: 0x1F", `{a:"0x1F"}`},
		{"a: 2025-01-01", `{a:"2025-01-01"}`},
		{"a: 11-15..03-15", `{a:"11-15..03-15"}`},
		{"a: 12:30:45", `{a:"12:30:45"}`},
		{"a: yes", `{a:"yes"}`},
		{"a: True", `{a:"True"}`},
		{"a: .nan", `{a:".nan"}`},
		{"a: -.inf", `{a:"-.inf"}`},
		{"a: 60 %", `{a:"60 %"}`},
		{"a: ~", `{a:null}`},
		{"a: null", `{a:null}`},
		{"a: NULL", `{a:null}`},
		{"a:", `{a:null}`},
		{"a: 'null'", `{a:"null"}`},
		{`a: ""`, `{a:""}`},
		{`a: "x\ty"`, `{a:"x\ty"}`},
		{"a: |\n  one\n  two\n", `{a:"one\ntwo\n"}`},
		{"a: >-\n  one\n  two\n", `{a:"one two"}`},
		{"[a, {b: c}, []]", `["a" {b:"c"} []]`},
		{"\ufeffa: 1\r\nb: 2\r\n", `{a:"1" b:"2"}`},
		{"a: 1\rb: 2\r", `{a:"1" b:"2"}`},
		{`{"a": 1, "b": [true]}`, `{a:"1" b:["true"]}`}, // JSON is YAML
		{"---\na: 1\n...\n", `{a:"1"}`},
		{"%YAML 1.1\n---\na: 1\n", `{a:"1"}`},
		{"# yaml-language-server: $schema=x\na: 1 # one\n", `{a:"1"}`},
		{"2017: x\ntrue: y\n", `{2017:"x" true:"y"}`},
		{"null", "null"},
	} {
		if got := show(parse(t, test.text)); got != test.want {
			t.Errorf("%q reads as %s, want %s", test.text, got, test.want)
		}
	}
}

// Aliases are copied in, merge keys fill what the map does not say itself, and the first of several merged maps wins.
func TestAliasesAndMergeKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"a: &x {p: 1}\nb: *x", `{a:{p:"1"} b:{p:"1"}}`},
		{"a: &x 21 MW\nb: [*x, *x]", `{a:"21 MW" b:["21 MW" "21 MW"]}`},
		{"a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3, r: 4}", `{a:{p:"1" q:"2"} b:{p:"1" q:"3" r:"4"}}`},
		{"a: &x {p: 1, q: 2}\nb: {q: 3, <<: *x}", `{a:{p:"1" q:"2"} b:{q:"3" p:"1"}}`},
		{"a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}", `{a:{p:"1"} b:{p:"2" q:"2"} c:{p:"1" q:"2"}}`},
		{"<<: {a: 1}\nb: 2", `{a:"1" b:"2"}`},
		{`"<<": 1`, `{<<:"1"}`},
		{"a: &x\nb: *x", `{a:null b:null}`},
	} {
		if got := show(parse(t, test.text)); got != test.want {
			t.Errorf("%q reads as %s, want %s", test.text, got, test.want)
		}
	}
}

// Keys and values know their line and column, counted in characters, and their origin.
func TestPlaces(t *testing.T) {
	t.Parallel()
	n := parse(t, "# first\nsites:\n  - {id: Ухта, power: x}\n  - {é: [1, 2]}\n")
	sites := n.Get("sites")
	second := sites.Items[1].Get("é").Items[1]
	for _, test := range []struct {
		what string
		pos  Pos
		want string
	}{
		{"root", n.Pos, "test.yaml:2:1"},
		{"key sites", n.Fields[0].KeyPos, "test.yaml:2:1"},
		{"list", sites.Pos, "test.yaml:3:3"},
		{"flow map", sites.Items[0].Pos, "test.yaml:3:5"},
		{"flow item", sites.Items[1].Pos, "test.yaml:4:5"},
		{"last", second.Pos, "test.yaml:4:13"},
	} {
		if got := test.pos.String(); got != test.want {
			t.Errorf("%s is at %s, want %s", test.what, got, test.want)
		}
	}
	if second.Origin != "test.yaml:4" {
		t.Errorf("origin is %q, want test.yaml:4", second.Origin)
	}
	want := "   4 |   - {é: [1, 2]}\n     |             ^"
	if diff := cmp.Diff(want, second.Pos.Excerpt()); diff != "" {
		t.Errorf("excerpt (-want +got):\n%s", diff)
	}
}

// An excerpt of a very long line shows the part around the column, with a mark where it was cut.
func TestExcerptOfALongLine(t *testing.T) {
	t.Parallel()
	source := &Source{Name: "x", Lines: []string{strings.Repeat("é", 300) + "§" + strings.Repeat("a", 300), "\ta\x1bb"}}
	lines := strings.Split(Pos{File: "x", Line: 1, Col: 301, Source: source}.Excerpt(), "\n")
	line, caret := []rune(lines[0]), []rune(lines[1])
	if line[len(caret)-1] != '§' {
		t.Errorf("the caret does not stand under §:\n%s\n%s", lines[0], lines[1])
	}
	if len(line) > 120 {
		t.Errorf("the excerpt has %d characters, want at most 120", len(line))
	}
	if got, want := (Pos{Line: 2, Col: 2, Source: source}).Excerpt(), "   2 |  a·b\n     |  ^"; got != want {
		t.Errorf("excerpt = %q, want %q", got, want)
	}
	for _, pos := range []Pos{{}, {Line: 3, Col: 1, Source: source}, {Line: 1, Col: 1}} {
		if got := pos.Excerpt(); got != "" {
			t.Errorf("excerpt of %v = %q, want none", pos, got)
		}
	}
}

// Whatever is thrown at Parse, it answers within a second.
func TestHostileTextsAreRefusedQuickly(t *testing.T) { // not parallel: it takes times
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	mergeBomb := strings.ReplaceAll(bomb, "&a [x, x, x, x, x, x, x, x, x]", "&a {p: [x, x, x, x, x, x]}")
	for _, test := range []struct{ name, text, want string }{
		{"alias bomb", bomb, "more than 100000 values once aliases are written out; use fewer or smaller aliases"},
		{"bomb of maps", mergeBomb, "more than 100000 values once aliases are written out; use fewer or smaller aliases"},
		{"brackets", strings.Repeat("[", 100_000), "more than 64 maps and lists inside one another"},
		{"braces", strings.Repeat("{a: ", 100_000), "more than 64 maps and lists inside one another"},
		{"dashes", strings.Repeat("- ", 100_000), "more than 64 maps and lists inside one another"},
		{"alternating", strings.Repeat("- [", 60), "unexpected \"-\"; a value is missing before it, or it closes nothing"},
		{"deep block and flow", strings.Repeat("- ", 40) + strings.Repeat("[", 40) + strings.Repeat("]", 40), "more than 64 maps and lists inside one another"},
		{"50 MB", strings.Repeat("a: 1\n", 10_000_000), "the file has 50000000 bytes; at most 1048576 are read"},
		{"many values", strings.Repeat("- \n", 300_000), "more than 100000 values once aliases are written out; use fewer or smaller aliases"},
		{"many anchors", manyAnchors(), ""},
		{"many keys", manyLines("k%d: 1\n"), ""},
		{"many comments", manyLines("# %d\n") + "a: 1", ""},
		{"one long line", "a: " + strings.Repeat("x ", 500_000), ""},
		{"one long key", strings.Repeat("x", 1_000_000) + ": 1", "the key has 1000000 bytes; at most 200 are allowed"},
		{"long quoted text", "a: \"" + strings.Repeat("\\u0041", 170_000) + "\"", ""},
		{"open quote", "a: '" + strings.Repeat("x\n ", 300_000), "this quote is not closed"},
		{"blank lines", strings.Repeat("\n", 1_000_000) + "a: 1", ""},
		{"spaces", "a:" + strings.Repeat(" ", 1_000_000) + "1", ""},
		{"colons", strings.Repeat("a: ", 300_000), "unexpected \":\"; put a value that holds \": \" in quotes, or check the indentation"},
		{"question marks", strings.Repeat("? ", 300_000), "more than 64 maps and lists inside one another"},
	} {
		if len(test.text) > DefaultLimits.Bytes && test.name != "50 MB" {
			t.Fatalf("%s: the test text is too long to reach the parser", test.name)
		}
		took := time.Hour
		var err error
		for try := 0; try < 2 && took > patience; try++ {
			start := time.Now()
			_, err = Parse("test.yaml", []byte(test.text), DefaultLimits)
			took = min(took, time.Since(start))
		}
		got := ""
		var problems Problems
		if errors.As(err, &problems) {
			got = problems[0].Message
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if took > patience {
			t.Errorf("%s took %v, want at most %v", test.name, took, patience)
		}
	}
}

func manyLines(format string) string {
	var b strings.Builder
	for i := 0; b.Len() < 900_000; i++ {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func manyAnchors() string {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "k%d: &a%d x\nj%d: *a%d\n", i, i, i, i)
	}
	return b.String()
}
