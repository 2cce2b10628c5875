package scenario

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

// FuzzScenario feeds any text to the whole road from bytes to facts: it ends in problems or in facts, never in a panic.
func FuzzScenario(f *testing.F) {
	for _, info := range scenarios.List() {
		src, err := fs.ReadFile(scenarios.FS, info.File)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Add([]byte(base + "uncertain:\n  - {path: finance.discount, low: 10 %/year, mid: 12 %/year, high: 20 %/year}\n"))
	cat, err := seeds.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := Load(fstest.MapFS{"test.yaml": {Data: src}}, "test.yaml", Options{Catalog: cat})
		if err != nil {
			mustExplain(t, err)
			return
		}
		if file.Words.Clock.End.Year-file.Words.Clock.Start.Year > 3 || len(file.Words.Sites) > 20 {
			return // right or wrong, it would only be slow
		}
		tree, _, err := Expand(file, cat)
		if err == nil {
			_, err = Resolve(file, tree, cat, nil, &site.Memory{})
		}
		mustExplain(t, err)
	})
}

// mustExplain fails for an error that is not a list of problems with messages.
func mustExplain(t *testing.T, err error) {
	t.Helper()
	var problems conf.Problems
	if err == nil {
		return
	}
	if !errors.As(err, &problems) || len(problems) == 0 || problems[0].Message == "" {
		t.Fatalf("%T %v is not a list of problems", err, err)
	}
}
