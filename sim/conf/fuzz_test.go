package conf

import (
	"os"
	"path/filepath"
	"testing"
)

// Whatever the text, Parse and Decode neither panic nor stay silent: there is a tree or there are problems, each
// with a message, and a tree that is written reads back.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add(goodFarm)
	limits := Limits{Bytes: 1 << 12, Depth: 16, Nodes: 2_000}
	f.Fuzz(func(t *testing.T, text string) {
		root, err := Parse("fuzz.yaml", []byte(text), limits)
		if root == nil && err == nil {
			t.Fatal("neither a tree nor problems")
		}
		for _, p := range problemsOf(err) {
			if p.Message == "" || p.Pos.File == "" {
				t.Fatalf("a problem without place or message: %+v", p)
			}
		}
		if root == nil {
			return
		}
		var got farm
		_ = problemsOf(Decode(root, &got))
		again, err := Parse("again.yaml", []byte(Write(root, nil)), Limits{Bytes: 1 << 20, Depth: 16, Nodes: 2_000})
		if err != nil || !Equal(root, again) {
			t.Fatalf("written as\n%s\nwhich reads as %v, %v", Write(root, nil), again, err)
		}
		patched, err := ApplyPatch(root, root)
		if patched == nil && err == nil {
			t.Fatal("patching gives neither a tree nor problems")
		}
	})
}

// Whatever the text, ParsePath refuses it with a message or returns a path that prints as it is read.
func FuzzParsePath(f *testing.F) {
	for _, text := range []string{"sites.*.power", `sites."bratsk 1".power`, `a."\x1b"`, `"`, "..", "*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParsePath(text)
		if err != nil {
			return
		}
		again, err := ParsePath(p.String())
		if err != nil || again.String() != p.String() {
			t.Fatalf("%q prints %s, which reads as %q, %v", text, p, again, err)
		}
	})
}
