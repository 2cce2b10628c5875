package conf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A path is words with dots between them; what is no plain word stands in quotes.
func TestParsePath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want Path
	}{
		{"name", Path{"name"}},
		{"sites.*.power", Path{"sites", Every, "power"}},
		{`sites."bratsk 1".power`, Path{"sites", "bratsk 1", "power"}},
		{`limits."a.b \"c\""`, Path{"limits", `a.b "c"`}},
		{"sites.antminer-s21_200.é", Path{"sites", "antminer-s21_200", "é"}},
	} {
		got, err := ParsePath(test.text)
		if err != nil {
			t.Errorf("ParsePath(%s): %v", test.text, err)
		} else if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("ParsePath(%s) (-want +got):\n%s", test.text, diff)
		} else if got.String() != test.text {
			t.Errorf("ParsePath(%s) prints %s", test.text, got)
		}
	}
}

// A path that is none says what to write.
func TestPathRefusals(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"", `path "": empty segment; write words with one dot between them, like "sites.mikun.power"`},
		{"a..b", `path "a..b": empty segment; write words with one dot between them, like "sites.mikun.power"`},
		{"a.", `path "a.": empty segment; write words with one dot between them, like "sites.mikun.power"`},
		{"*.a", `path "*.a" starts with "*"; start with a word, like "sites.*.power"`},
		{"a b.c", `path "a b.c": put a b in double quotes`},
		{"sites[2]", `path "sites[2]": put sites[2] in double quotes`},
		{`a."b`, `path "a.\"b": the quote is not closed`},
		{`a.""`, `path "a.\"\"": "" names nothing`},
		{`a."*"`, `path "a.\"*\"": "*" names nothing`},
		{`a."b"c`, `path "a.\"b\"c": expected a dot after b`},
	} {
		if p, err := ParsePath(test.text); err == nil {
			t.Errorf("ParsePath(%s) = %v, want an error", test.text, p)
		} else if err.Error() != test.want {
			t.Errorf("ParsePath(%s):\n got %s\nwant %s", test.text, err, test.want)
		}
	}
}

// Whatever the segments, a path prints as it is read.
func TestPrintedPathsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := Path{rapid.StringMatching(`[a-z_]+`).Draw(t, "first")}
		want = append(want, rapid.SliceOf(texts().Filter(func(s string) bool { return s != "" })).Draw(t, "rest")...)
		got, err := ParsePath(want.String())
		if err != nil || !cmp.Equal(want, got) {
			t.Fatalf("%q prints %s, which reads as %q, %v", want, want, got, err)
		}
	})
}

// A slip is recognised, a different word is not.
func TestSuggest(t *testing.T) {
	t.Parallel()
	words := []string{"power", "pue", "region", "rest_of_world", "hashprice", "antminer-s21-200", "antminer-s21-pro", "type"}
	for _, test := range []struct{ word, want string }{
		{"powr", "power"},
		{"poower", "power"},
		{"Power", "power"},
		{"rest-of-world", "rest_of_world"},
		{"restofworld", "rest_of_world"},
		{"regions", "region"},
		{"puo", "pue"},
		{"hash", "hashprice"},
		{"antminer", ""}, // two begin like that
		{"antminer-s21-20", "antminer-s21-200"},
		{"tpye", "type"},
		{"colour", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := Suggest(test.word, words); got != test.want {
			t.Errorf("Suggest(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}
