package sim_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A listed is what go list tells of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// goList runs go list in the module's root.
func goList(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-e", "-json=ImportPath,Dir,GoFiles,Imports"}, args...)...)
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list %s: %v\n%s", strings.Join(args, " "), err, &stderr)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		var l listed
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list %s: %v", strings.Join(args, " "), err)
		}
		all = append(all, l)
	}
}

// parse reads the Go files of a package that are not tests, by name.
func parse(t *testing.T, l listed, mode parser.Mode) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for _, name := range l.GoFiles {
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(l.Dir, name), nil, mode|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%s/%s: %v", inside(l.ImportPath), name, err)
			continue
		}
		files[name] = f
	}
	return files
}

// inside takes the module's name off a path.
func inside(importPath string) string { return strings.TrimPrefix(importPath, module+"/") }

// uses returns the exported names of imported packages that the files use, as path.Name, sorted, each once.
func uses(files map[string]*ast.File) []string {
	var out []string
	for _, f := range files {
		paths := map[string]string{} // the name in this file -> import path
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue
			}
			paths[localName(spec, p)] = p
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && paths[x.Name] != "" {
					out = append(out, inside(paths[x.Name])+"."+sel.Sel.Name)
				}
			}
			return true
		})
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// localName returns the name under which a file knows an import: its own, or the last part of the path that is not a
// version.
func localName(spec *ast.ImportSpec, importPath string) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	base := path.Base(importPath)
	if _, err := strconv.Atoi(strings.TrimPrefix(base, "v")); err == nil {
		base = path.Base(path.Dir(importPath))
	}
	return base
}

// lookAround opens every folder of the module. go test answers from its cache until something that a test opened has
// changed, and it cannot see what go list opens: without this a new package or a new file would pass unseen.
func lookAround(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // another test's file, already gone
			return nil
		case err != nil:
			return err
		case d.IsDir() && name != ".." && (d.Name()[0] == '.' || d.Name() == "out" || d.Name() == "bin"):
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every package imports earlier steps only and keeps every ban.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	lookAround(t)
	p, wrong := readPolicy(order, bans)
	for _, w := range wrong {
		t.Error(w)
	}
	var all []code
	for _, l := range goList(t, "./...") {
		c := code{path: inside(l.ImportPath), uses: uses(parse(t, l, 0))}
		for _, imp := range l.Imports {
			c.imports = append(c.imports, inside(imp))
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		t.Fatal("go list ./... found no package")
	}
	for _, breach := range p.judge(all) {
		t.Error(breach)
	}
}

// A dot import hides where a name comes from, from readers and from the bans on names.
func TestNoDotImports(t *testing.T) {
	t.Parallel()
	for _, l := range goList(t, "./...") {
		for name, f := range parse(t, l, parser.ImportsOnly) {
			for _, spec := range f.Imports {
				if spec.Name != nil && spec.Name.Name == "." {
					t.Errorf("%s/%s imports %s with a dot", inside(l.ImportPath), name, spec.Path.Value)
				}
			}
		}
	}
}

// A ban on a name that nobody can use any more guards nothing: each path and each name must still be there.
func TestBannedNamesExist(t *testing.T) {
	t.Parallel()
	p, _ := readPolicy(order, bans)
	names := map[string][]string{} // import path -> the banned names; "" stands for the whole package
	var trees []string
	for _, b := range p.bans {
		for _, what := range b.what {
			root, tree := strings.CutSuffix(what, "/...")
			switch _, ours := p.step[root]; {
			case ours: // the order answers for the module's own packages
			case tree:
				trees = append(trees, root)
			case isName(what):
				dot := strings.LastIndexByte(what, '.')
				names[what[:dot]] = append(names[what[:dot]], what[dot+1:])
			default:
				names[what] = append(names[what], "")
			}
		}
	}
	args := []string{"-find"}
	for pkg := range names {
		args = append(args, pkg)
	}
	for _, root := range trees {
		args = append(args, root+"/...")
	}
	there := map[string]listed{}
	for _, l := range goList(t, args...) {
		if len(l.GoFiles) > 0 {
			there[l.ImportPath] = l
		}
	}
	for _, root := range trees {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(there)), func(pkg string) bool { return matches(root+"/...", pkg) }) {
			t.Errorf("bans name %s/..., where this module could import nothing", root)
		}
	}
	for pkg, patterns := range names {
		l, ok := there[pkg]
		if !ok {
			t.Errorf("bans name %s, which this module could not import", pkg)
			continue
		}
		exported := append(exportedNames(parse(t, l, 0)), "")
		for _, pattern := range patterns {
			if !slices.ContainsFunc(exported, func(name string) bool { return matches(pattern, name) }) {
				t.Errorf("bans name %s.%s, which does not exist", pkg, pattern)
			}
		}
	}
}

// exportedNames returns the exported functions and types of a package, which are all that a ban may name.
func exportedNames(files map[string]*ast.File) []string {
	var out []string
	for _, f := range files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.IsExported() {
					out = append(out, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() {
						out = append(out, ts.Name.Name)
					}
				}
			}
		}
	}
	return out
}

// One package comment each, where a reader looks for it: in doc.go, or in the one file that gives a small package its
// name (main.go, seeds.go, scenarios.go).
func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	for _, l := range goList(t, "./...") {
		pkg := inside(l.ImportPath)
		files := parse(t, l, parser.ParseComments|parser.PackageClauseOnly)
		if len(files) == 0 {
			continue // tests only, so far
		}
		places := []string{"doc.go"}
		switch pkg {
		case "seeds", "scenarios":
			places = append(places, pkg+".go")
		case "cmd/hashwatt":
			places = append(places, "main.go")
		}
		var found []string
		for name, f := range files {
			if f.Doc == nil {
				continue
			}
			found = append(found, name)
			begin := "Package " + f.Name.Name + " "
			if f.Name.Name == "main" {
				begin = "Command " + path.Base(pkg) + " "
			}
			if !strings.HasPrefix(f.Doc.Text(), begin) {
				t.Errorf("%s/%s: the package comment begins %.30q, want %q", pkg, name, f.Doc.Text(), begin)
			}
		}
		slices.Sort(found)
		if len(found) != 1 || !slices.Contains(places, found[0]) {
			t.Errorf("%s has its package comment in %q, want exactly one, in %s",
				pkg, found, strings.Join(places, " or "))
		}
	}
}
