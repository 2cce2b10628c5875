package scenarios_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

func TestBothChecksFindTheMistake(t *testing.T) {
	// Every bad file in testdata says in its first lines where the Go check and the schema find something wrong in it, and
	// by which keyword the schema does.
	t.Parallel()
	s, shipped := compiled(t, ""), library(t)
	files, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	line := regexp.MustCompile(`(?m)^# ((?:go|schema): .*)$`)
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, m := range line.FindAllStringSubmatch(string(src), -1) {
			want = append(want, m[1])
		}
		for _, p := range problems(t, overlay(shipped, "bad.yaml", src), "bad.yaml", "bad") {
			got = append(got, fmt.Sprintf("go: %d:%d: %s", p.Pos.Line, p.Pos.Col, cmp.Or(p.Path, "top")))
		}
		got = append(got, refusals(s.Validate(instance(t, file, src)))...)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// refusals lists where the schema refuses something, and by which keyword.
func refusals(err error) (list []string) {
	var e *jsonschema.ValidationError
	if !errors.As(err, &e) {
		return nil
	}
	for _, cause := range e.Causes {
		list = append(list, refusals(cause)...)
	}
	if keyword := e.ErrorKind.KeywordPath(); len(e.Causes) == 0 {
		list = []string{fmt.Sprintf("schema: %s: %s", cmp.Or(strings.Join(e.InstanceLocation, "."), "top"), keyword[len(keyword)-1])}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestChecksAgreeOnSmallChanges(t *testing.T) {
	// Of all files, each value is changed in every way of the table below. What the schema refuses, the Go check
	// refuses; and what the Go check refuses for its shape, the schema refuses, unless it hangs on what a file or
	// variant lies over.
	t.Parallel()
	step := 3 // values; each file has the same keys many times
	switch {
	case os.Getenv("HASHWATT_LONG") != "":
		step = 1
	case testing.Short():
		step = 10
	}
	s := compiled(t, "")
	shipped := library(t)
	files := examples(t)
	maps.Copy(files, shipped)
	for name, src := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree, err := conf.Parse(name, src, conf.DefaultLimits)
			if err != nil {
				t.Fatal(err)
			}
			for k := 0; k < count(tree); k += step {
				for _, c := range changes {
					changed := tree.Clone()
					path, at := nth(changed, k)
					if !c.change(at) {
						continue
					}
					fsys := overlay(shipped, name, []byte(conf.Write(changed, nil)))
					agree(t, s, fsys, name, changed, path, c.name)
				}
			}
		})
	}
}

// inVariant is the beginning of a path inside a variant.
var inVariant = regexp.MustCompile(`^variants\.(\w+)`)

// agree compares what the two checks say of a file that was changed at a path.
func agree(t *testing.T, s *jsonschema.Schema, fsys fs.FS, name string, tree *conf.Node, path, how string) {
	t.Helper()
	variant := ""
	if m := inVariant.FindStringSubmatch(path); m != nil {
		variant = m[1]
	}
	byGo := problems(t, fsys, name, variant)
	bySchema := s.Validate(resolved(tree))
	if bySchema != nil && byGo == nil {
		t.Errorf("%s, %s at %s: the schema alone refuses it: %v", name, how, path, bySchema)
	}
	if variant != "" || tree.Get("extends") != nil {
		return
	}
	if i := slices.IndexFunc(byGo, ofShape); i >= 0 && bySchema == nil {
		t.Errorf("%s, %s at %s: the schema does not see it: %s: %s", name, how, path, byGo[i].Path, byGo[i].Message)
	}
}

// ofShape tells whether a problem is of those that a schema can see: keys, kinds of values and words, not what they
// add up to.
func ofShape(p conf.Problem) bool {
	return shape.MatchString(p.Message)
}

var shape = regexp.MustCompile(`^(unknown (key|type|process|response) |expected |"\w+" is missing)|is not known here|has no unit; write|the item is empty`)

// changes are what is done to one value at a time; false means that it cannot be done there.
var changes = []struct {
	name   string
	change func(n *conf.Node) bool
}{
	{"a strange key", func(n *conf.Node) bool {
		n.Fields = append(n.Fields, conf.NewField("zzz", conf.NewScalar("1 zzz", "")))
		return n.Kind == conf.Map
	}},
	{"the first key gone", func(n *conf.Node) bool { return drop(n, 0) }},
	{"the second key gone", func(n *conf.Node) bool { return drop(n, 1) }},
	{"the third key gone", func(n *conf.Node) bool { return drop(n, 2) }},
	{"the fourth key gone", func(n *conf.Node) bool { return drop(n, 3) }},
	{"a map", func(n *conf.Node) bool {
		return put(n, conf.NewMap("", conf.NewField("zzz", conf.NewScalar("zzz", ""))))
	}},
	{"an empty map", func(n *conf.Node) bool { return put(n, conf.NewMap("")) }},
	{"a list", func(n *conf.Node) bool { return put(n, conf.NewList("", conf.NewScalar("zzz", ""))) }},
	{"a list in a list", func(n *conf.Node) bool { return put(n, conf.NewList("", conf.NewList(""))) }},
	{"an empty item", func(n *conf.Node) bool { return put(n, conf.NewList("", &conf.Node{})) }},
	{"a word", func(n *conf.Node) bool { return put(n, conf.NewScalar("zzz", "")) }},
	{"a number", func(n *conf.Node) bool { return put(n, conf.NewScalar("7", "")) }},
	{"a number in quotes", func(n *conf.Node) bool { n.Quoted = true; return n.Kind == conf.Scalar && number.MatchString(n.Text) }},
	{"a fraction", func(n *conf.Node) bool { return put(n, conf.NewScalar("7.5", "")) }},
	{"a truth", func(n *conf.Node) bool { return put(n, conf.NewScalar("true", "")) }},
	{"a date", func(n *conf.Node) bool { return put(n, conf.NewScalar("2026-06-01", "")) }},
	{"an energy", func(n *conf.Node) bool { return put(n, conf.NewScalar("12.5 GWh", "")) }},
	{"a narrow space", func(n *conf.Node) bool {
		before := n.Text
		n.Text = strings.Replace(before, " ", "\u202f", 1)
		return n.Text != before
	}},
	{"nothing", func(n *conf.Node) bool { return put(n, &conf.Node{}) }},
}

func drop(n *conf.Node, i int) bool {
	if i >= len(n.Fields) {
		return false
	}
	n.Fields = slices.Delete(n.Fields, i, i+1)
	return true
}

func put(n, value *conf.Node) bool {
	*n = *value
	return true
}

func count(tree *conf.Node) (n int) {
	tree.Walk(func(string, *conf.Node) bool { n++; return true })
	return n
}

func nth(tree *conf.Node, k int) (path string, at *conf.Node) {
	tree.Walk(func(here string, n *conf.Node) bool {
		if k == 0 {
			path, at = here, n
		}
		k--
		return true
	})
	return path, at
}

// problems returns what the Go check finds in a file, and in one of its variants.
func problems(t *testing.T, fsys fs.FS, name, variant string) conf.Problems {
	t.Helper()
	_, err := scenario.Load(fsys, name, scenario.Options{})
	if err == nil && variant != "" {
		_, err = scenario.Load(fsys, name, scenario.Options{Variant: variant})
	}
	var found conf.Problems
	if err != nil && !errors.As(err, &found) {
		t.Fatalf("%s: %v", name, err)
	}
	return found
}

// overlay is the folder of the library with one file more, or in place of another.
func overlay(shipped map[string][]byte, name string, src []byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for file, text := range shipped {
		fsys[file] = &fstest.MapFile{Data: text}
	}
	fsys[name] = &fstest.MapFile{Data: src}
	return fsys
}
