package conf

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// trees draws trees with texts that are hard to write.
func trees(depth int) *rapid.Generator[*Node] {
	return rapid.Custom(func(t *rapid.T) *Node {
		kinds := []Kind{Scalar, Null}
		if depth > 0 {
			kinds = []Kind{Map, List, Scalar, Null}
		}
		n := &Node{Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		switch n.Kind {
		case Null:
		case Scalar:
			n.Text = texts().Draw(t, "text")
			n.Quoted = isNull(n.Text) || rapid.Bool().Draw(t, "quoted")
		case List:
			n.Items = rapid.SliceOfN(trees(depth-1), 0, 3).Draw(t, "items")
		case Map:
			for _, key := range rapid.SliceOfNDistinct(keys(), 0, 3, rapid.ID).Draw(t, "keys") {
				n.Fields = append(n.Fields, Field{Key: key, Value: trees(depth-1).Draw(t, "value")})
			}
		}
		return n
	})
}

func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[-?:,\[\]{}#&*!|>'"%@ \\~=<.a0]{0,6}`),
		rapid.SampledFrom([]string{
			"", "null", "~", "yes", "010", "1e3", "21 MW", "60 %", "-12 °C", "---", "...", "--- x", "- a", "a: b", "a #b", "a:",
			" a", "a ", "<<", "\ufeff", "\u2028", "\x00\x1b", "\ufffe", "\U0001f600", "a\nb\n", "a\r\nb", "\t", "é", "# x", "? x",
		}),
	)
}

func keys() *rapid.Generator[string] {
	return texts().Filter(func(key string) bool { return key != "" && len(key) <= longestKey })
}

// What Write prints reads back to an equal tree, with comments or without.
func TestWrittenTreesReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := trees(4).Draw(t, "tree")
		for _, comment := range []func(*Node) string{nil, func(n *Node) string { return fmt.Sprint("from ", n.Kind, "\n", n.Text) }} {
			text := Write(n, comment)
			got, err := Parse("x", []byte(text), DefaultLimits)
			if err != nil || !Equal(n, got) {
				t.Fatalf("%s is written as\n%s\nand reads as %v, %v", show(n), text, got, err)
			}
			if again := Write(got, comment); again != text {
				t.Fatalf("writing twice differs:\n%s\n%s", text, again)
			}
		}
	})
}

// A tree as deep as the limit is written so that it can be read.
func TestDeepTreesReadBack(t *testing.T) {
	t.Parallel()
	n := NewScalar("x", "")
	for i := range DefaultLimits.Depth {
		if i%2 == 0 {
			n = NewList("", n)
		} else {
			n = NewMap("", Field{Key: "k", Value: n})
		}
	}
	got, err := Parse("x", []byte(Write(n, nil)), DefaultLimits)
	if err != nil || !Equal(n, got) {
		t.Errorf("a tree of depth %d does not read back: %v", DefaultLimits.Depth, err)
	}
}

// Comments stand in one column, except behind lines that are longer than most.
func TestWrite(t *testing.T) {
	t.Parallel()
	n := parse(t, `
name: "Komi"
sites:
  - {id: mikun, power: {low: 4 MW, high: 85 MW}, tags: []}
  - [a, [b]]
long: this text goes on far beyond the column at which the comments of the other lines stand
`)
	got := Write(n, func(n *Node) string {
		if n.Kind == Map || n.Kind == List {
			return ""
		}
		return n.Origin
	})
	want := `name: "Komi"       # test.yaml:2
sites:
  - id: mikun      # test.yaml:4
    power:
      low: 4 MW    # test.yaml:4
      high: 85 MW  # test.yaml:4
    tags: []
  - - a            # test.yaml:5
    - - b          # test.yaml:5
long: this text goes on far beyond the column at which the comments of the other lines stand  # test.yaml:6
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
