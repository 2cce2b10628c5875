package cli

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"hashwatt/scenarios"
)

// asProgram makes the test binary the program itself, for tests that need a process of their own.
const asProgram = "HASHWATT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Main(System()))
	}
	testscript.Main(m, map[string]func(){"hashwatt": func() { os.Exit(Main(System())) }})
}

// ran is what one command came to.
type ran struct {
	code     int
	out, err string
}

// command runs a command in this process, in a folder.
func command(t *testing.T, dir string, args ...string) ran {
	t.Helper()
	return commandIn(context.Background(), dir, args...)
}

func commandIn(ctx context.Context, dir string, args ...string) ran {
	var out, err bytes.Buffer
	code := Main(Env{Args: args, Dir: dir, Out: &out, Err: &err, Now: time.Now, Context: ctx})
	return ran{code, out.String(), err.String()}
}

// library writes the scenarios of the library into a new folder, as a checkout has them, and returns it.
func libraryDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	writeLibrary(t.Fatal, dir)
	return dir
}

func writeLibrary(fail func(...any), dir string) {
	if err := os.CopyFS(filepath.Join(dir, "scenarios"), scenarios.FS); err != nil {
		fail(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "bill"))); err != nil { // what the examples of bill name
		fail(err)
	}
}

// tree lists everything below a folder.
func tree(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if rel, _ := filepath.Rel(dir, path); rel != "." {
			names = append(names, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// content returns the bytes of every file below a folder.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range tree(t, dir) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err != nil {
			t.Fatal(err)
		} else if info.IsDir() {
			continue
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.ToSlash(name)] = string(b)
	}
	return all
}

func TestScripts(t *testing.T) {
	// Each script is a session of the command line: commands, what they print, how they end.
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "1")
			writeLibrary(e.T().Fatal, e.WorkDir)
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":     exits,
			"samefiles": sameFiles,
			"holds":     holds,
		},
	})
}

// exits runs a command and wants an exit code: exits 2 hashwatt run nothing.yaml.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("%s: exit code %s, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// sameFiles wants two folders to have the same files with the same bytes, manifest.json aside.
func sameFiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: samefiles DIR DIR")
	}
	read := func(dir string) map[string]string {
		all := map[string]string{}
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		for _, entry := range entries {
			if entry.Name() != "manifest.json" {
				all[entry.Name()] = ts.ReadFile(filepath.Join(dir, entry.Name()))
			}
		}
		return all
	}
	a, b := read(args[0]), read(args[1])
	if len(a) == 0 || len(a) != len(b) {
		ts.Fatalf("%s has %d files, %s has %d; want as many", args[0], len(a), args[1], len(b))
	}
	for name := range a {
		if a[name] != b[name] {
			ts.Fatalf("%s differs between %s and %s", name, args[0], args[1])
		}
	}
}

// holds wants a folder to have exactly these names: holds out komi index.html.
func holds(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: holds DIR NAME...")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if got, want := strings.Join(names, " "), strings.Join(args[1:], " "); got != want {
		ts.Fatalf("%s holds %s, want %s", args[0], got, want)
	}
}
